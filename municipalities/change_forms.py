"""An admin's forms for what becomes of a place from a day on. Each is one deed of `changing.py`."""

from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils import timezone

from ita_portal.editing import PortalForm
from ita_portal.fields import ThaiCharField, ThaiDateField
from ita_portal.thai import thai_date
from municipalities.changing import (
    CHANGED,
    begin_place,
    change_place,
    end_place,
    redate_change,
    take_change_back,
)
from municipalities.dated import KIND_WORDS, SUBDISTRICT_BODY
from municipalities.models import Kind, Municipality
from municipalities.municipality_field import MunicipalityField
from municipalities.place_fields import NAME_LENGTH, PlaceCodeField
from municipalities.place_forms import PlaceForm, stored_place


class ChangeForm(PlaceForm):
    """What a municipality is from a day on: its kind, name, code and place; what it was stays known."""

    title: ClassVar[str] = "ยกฐานะ เปลี่ยนชื่อ รหัส หรือที่ตั้ง"
    asks_doubts = False  # they stand on the page that asks for a confirmation of all
    website = None  # type: ignore[assignment]  # Django's way to leave out a field of the base
    is_example = None  # type: ignore[assignment]  # likewise
    day = ThaiDateField(label="มีผลตั้งแต่วันที่", help_text="วันแรกที่ใช้ชื่อ ฐานะ รหัส หรือที่ตั้งใหม่ เช่น ๑ มีนาคม ๒๕๖๘")
    field_order = ("day", "kind", "name", "code", "province", "district")

    @classmethod
    def stored(cls, place: Municipality) -> dict[str, Any]:
        """The initial values."""
        return {name: value for name, value in stored_place(place).items() if name in cls.base_fields}

    def apply(self, place: Municipality) -> None:
        """Do it; raises ChangeRefused."""
        values = {name: self.cleaned_data[name] for name in CHANGED}
        change_place(place, self.cleaned_data["day"], values, timezone.localdate())

    @property
    def sentence(self) -> str:
        """What will be so, in Thai."""
        said, district = self.cleaned_data, self.cleaned_data["district"]
        code = f" รหัส อปท. {said['code']}" if said["code"] else ""
        where = f"อำเภอ{district.name} จังหวัด{said['province'].name}"
        return f"ตั้งแต่วันที่ {thai_date(said['day'])} เป็น{Kind(said['kind']).label}{said['name']} {where}{code}"


class EndForm(PortalForm):
    """Since when a municipality is none any more, and into which it was merged."""

    title: ClassVar[str] = "ยุบหรือรวมเข้ากับเทศบาลอื่น"
    day = ThaiDateField(
        label="สิ้นสภาพตั้งแต่วันที่",
        required=False,
        help_text="วันแรกที่ไม่เป็นเทศบาลแล้ว เว้นว่างเมื่อบันทึกไว้ผิดและเทศบาลยังคงอยู่",
    )
    into = MunicipalityField(
        label="รวมเข้ากับ",
        required=False,
        help_text="ชื่อเต็มหรือรหัส อปท. ของเทศบาลที่รับ เว้นว่างเมื่อยุบโดยไม่ได้รวมเข้ากับเทศบาลใด",
    )

    def __init__(self, *args: Any, place: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place = place

    @classmethod
    def stored(cls, place: Municipality) -> dict[str, Any]:
        """The initial values."""
        return {"day": place.ended_on, "into": place.merged_into}

    def apply(self, place: Municipality) -> None:
        """Do it; raises ChangeRefused."""
        end_place(place, self.cleaned_data["day"], self.cleaned_data["into"])

    @property
    def sentence(self) -> str:
        """What will be so, in Thai."""
        day: date | None = self.cleaned_data["day"]
        into = self.cleaned_data["into"]
        if day is None:
            return f"{self.place.full_name}ยังคงเป็นเทศบาลอยู่"
        merged = f" โดยรวมเข้ากับ{into.full_name}" if into else ""
        return f"{self.place.full_name}สิ้นสภาพตั้งแต่วันที่ {thai_date(day)}{merged}"


class BeginForm(PortalForm):
    """The first day as a municipality, and the อบต. that it was before."""

    title: ClassVar[str] = "วันแรกที่เป็นเทศบาล"
    day = ThaiDateField(label="เป็นเทศบาลตั้งแต่วันที่", help_text="วันที่ประกาศยกฐานะมีผล")
    name = ThaiCharField(
        label="ชื่อเดิมของ อบต.", max_length=NAME_LENGTH, help_text="ไม่ต้องมีคำว่าองค์การบริหารส่วนตำบลหรือ อบต. นำหน้า"
    )
    code = PlaceCodeField(label="รหัส อปท. เดิม", required=False, help_text="ตัวเลข ๗ หลัก เว้นว่างได้ถ้าไม่ทราบ")

    def __init__(self, *args: Any, place: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place = place

    @classmethod
    def stored(cls, place: Municipality) -> dict[str, Any]:
        """The initial values."""
        bodies = (one.state for one in place.formerly if one.state.kind == SUBDISTRICT_BODY)
        body = next(bodies, None)
        own = {"name": body.name, "code": body.code} if body else {"name": place.name}
        return {"day": place.begins_on} | own

    def clean_name(self) -> str:
        """The bare name; raises ValidationError where only the words before it were typed."""
        name: str = self.cleaned_data["name"]
        for prefix in (KIND_WORDS[SUBDISTRICT_BODY], "อบต.", "อบต"):
            name = name.removeprefix(prefix).strip()
        if not name:
            raise ValidationError("กรุณากรอกชื่อที่ตามหลังคำนำหน้าด้วย")
        return name

    def apply(self, place: Municipality) -> None:
        """Do it; raises ChangeRefused."""
        said = self.cleaned_data
        begin_place(place, said["day"], said["name"], said["code"] or "")

    @property
    def sentence(self) -> str:
        """What will be so, in Thai."""
        said = self.cleaned_data
        before = f"ก่อนหน้านั้นเป็น{KIND_WORDS[SUBDISTRICT_BODY]}{said['name']}"
        return f"เป็นเทศบาลตั้งแต่วันที่ {thai_date(said['day'])} {before}"


class RecordedForm(PortalForm):
    """On which day a recorded change really was, or that it never was."""

    title: ClassVar[str] = "แก้ไขวันที่หรือยกเลิกการเปลี่ยนแปลงที่บันทึกไว้"
    day = ThaiDateField(
        label="มีผลตั้งแต่วันที่",
        required=False,
        help_text="แก้เป็นวันที่ถูกต้อง หรือเว้นว่างเมื่อการเปลี่ยนแปลงนี้บันทึกไว้ผิดและไม่เคยเกิดขึ้น",
    )

    def __init__(self, *args: Any, place: Municipality, number: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place, self.number = place, number
        states = place.all_states
        self.was, self.became = states[number], states[number + 1]
        self.until = place.formerly[number].until

    @classmethod
    def stored(cls, place: Municipality, number: int) -> dict[str, Any]:
        """The initial values."""
        return {"day": place.formerly[number].until}

    def apply(self, place: Municipality) -> None:
        """Do it; raises ChangeRefused."""
        if day := self.cleaned_data["day"]:
            redate_change(place, self.number, day, timezone.localdate())
        else:
            take_change_back(place, self.number)

    @property
    def change(self) -> str:
        """The recorded change, in Thai."""
        code = f" รหัส {self.was.code}" if self.was.code != self.became.code and self.was.code else ""
        where = f" {self.was.place}" if self.was.place != self.became.place else ""
        return f"เปลี่ยนจาก{self.was.full_name}{where}{code} เป็น{self.became.full_name}"

    @property
    def sentence(self) -> str:
        """What will be so, in Thai."""
        if day := self.cleaned_data["day"]:
            return f"{self.change} ตั้งแต่วันที่ {thai_date(day)} แทนวันที่ {thai_date(self.until)}"
        return f"ยกเลิกรายการ{self.change} ตั้งแต่วันที่ {thai_date(self.until)} เสมือนไม่เคยเกิดขึ้น"
