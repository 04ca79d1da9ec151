"""An admin's forms for places: a municipality, the search for one, and what each province has chosen."""

from collections.abc import Iterable
from functools import cached_property
from hashlib import sha256
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from ita_portal.editing import PortalForm
from ita_portal.fields import ThaiCharField, WebAddressField
from municipalities.dated import KIND_WORDS
from municipalities.models import District, Kind, Municipality, Province
from municipalities.naming import fold, read_name, same_district
from municipalities.place_doubts import place_doubts
from municipalities.place_fields import NAME_LENGTH, PlaceCodeField, district_field, words_field


class ProvinceField(forms.ModelChoiceField):
    """One of the 77 provinces."""

    def __init__(self, *, empty_label: str = "เลือกจังหวัด", **kwargs: Any) -> None:
        kwargs.setdefault("label", "จังหวัด")
        super().__init__(Province.objects.all(), empty_label=empty_label, **kwargs)
        self.error_messages |= {"required": "กรุณาเลือกจังหวัด", "invalid_choice": "ไม่พบจังหวัดนี้"}


class PlaceSearchForm(PortalForm):
    """Which municipalities to list."""

    q = words_field()
    province = ProvinceField(empty_label="ทุกจังหวัด", required=False)
    kind = forms.ChoiceField(label="ประเภท", required=False, choices=[("", "ทุกประเภท"), *Kind.choices])


class PlaceForm(PortalForm):
    """A municipality as an admin keeps it; seal and Garuda are its officer's.

    What is in doubt is stored only with a confirmation (`sure`).
    """

    asks_doubts: ClassVar[bool] = True
    kind = forms.ChoiceField(label="ประเภท", choices=Kind.choices)
    name = ThaiCharField(label="ชื่อ", max_length=NAME_LENGTH, help_text="ไม่ต้องมีคำนำหน้า เช่น เขลางค์นคร")
    code = PlaceCodeField(label="รหัส อปท.", required=False, help_text="ตัวเลข ๗ หลัก เว้นว่างได้ถ้าไม่ทราบ")
    province = ProvinceField()
    district = district_field()
    website = WebAddressField(label="เว็บไซต์หลัก", required=False, max_length=200)
    is_example = forms.BooleanField(
        label="ข้อมูลสาธิต", required=False, help_text="หน้าเว็บและเอกสารของเทศบาลจะแสดงว่าเป็นข้อมูลสาธิต"
    )

    def __init__(self, *args: Any, place: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place = place

    def clean_name(self) -> str:
        """The name without its prefix; raises ValidationError for that of another kind, or alone."""
        typed: str = self.cleaned_data["name"]
        chosen = self.cleaned_data.get("kind")
        if chosen is None:  # was refused itself
            return typed
        read = read_name(typed)
        if read.kind and read.kind != chosen:
            raise ValidationError(f"คำนำหน้าชื่อ ({KIND_WORDS[read.kind]}) ไม่ตรงกับประเภทที่เลือก")
        if read.kind and not read.name:
            raise ValidationError("กรุณากรอกชื่อที่ตามหลังคำนำหน้าด้วย")
        return read.name or typed

    def clean_code(self) -> str | None:
        """The code; raises ValidationError where another municipality has it."""
        code: str | None = self.cleaned_data["code"]
        if code:
            self._refuse_taken("มีเทศบาลอื่นใช้รหัสนี้แล้ว", code=code)
        return code

    def clean_district(self) -> District | str:
        """The district of this name in the province; raises ValidationError where there is none."""
        typed: str = self.cleaned_data["district"]
        province = self.cleaned_data.get("province")
        if province is None:  # was refused itself
            return typed
        known = list(District.objects.filter(province=province).order_by("name"))
        found = next((row for row in known if same_district(typed, row.name, province.name)), None)
        if found is None:
            names = ", ".join(row.name for row in known)
            raise ValidationError(f"ไม่พบอำเภอนี้ในจังหวัด{province.name} ซึ่งมี {names}")
        return found

    def clean(self) -> dict[str, Any]:
        """Refuse the kind and name of another municipality in the district, in whatever spelling."""
        values = self.cleaned_data
        if {"kind", "name"} <= values.keys() and isinstance(values.get("district"), District):
            key = fold(f"{KIND_WORDS[values['kind']]}{values['name']}")
            try:
                taken = "อำเภอนี้มีเทศบาลประเภทและชื่อนี้แล้ว"
                self._refuse_taken(taken, search_key=key, district=values["district"])
            except ValidationError as error:
                self.add_error("name", error)
        if not self.errors and self.asks_doubts and self.doubts and self.data.get("sure") != self.doubts_mark:
            self.add_error(
                None, ValidationError("ยังไม่ได้บันทึก โปรดตรวจสอบข้อสังเกตท้ายแบบฟอร์ม แล้วยืนยัน", code="doubted")
            )
        return values

    @cached_property
    def doubts(self) -> list[str]:
        """What an admin should look at twice in what was typed, though it may be right; of valid values."""
        return place_doubts(self.place, self.cleaned_data, corrects=self.asks_doubts)

    @property
    def is_doubted(self) -> bool:
        """Whether nothing else than the doubts keeps what was typed from being stored."""
        return self.is_bound and self.has_error(NON_FIELD_ERRORS, code="doubted")

    @property
    def doubts_mark(self) -> str:
        """What a confirmation of these doubts, and no others, sends as `sure`."""
        return sha256("\n".join(self.doubts).encode()).hexdigest()[:16]

    @property
    def values(self) -> dict[str, Any]:
        """What to store of a valid form."""
        return {name: value for name, value in self.cleaned_data.items() if name != "province"}

    def _refuse_taken(self, sentence: str, **where: Any) -> None:
        if Municipality.objects.filter(**where).exclude(pk=self.place.pk).exists():
            raise ValidationError(sentence, code="taken")


def stored_place(place: Municipality) -> dict[str, Any]:
    """The initial values of the form."""
    if place.pk is None:
        return {"kind": Kind.TAMBON}
    own = {name: getattr(place, name) for name in ("kind", "name", "code", "website", "is_example")}
    return own | {"province": place.province.pk, "district": place.district.name}


class ReviewsForm(PortalForm):
    """Which provinces review before publication: one box a province."""

    def __init__(self, *args: Any, provinces: Iterable[Province], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.provinces = list(provinces)
        for row in self.provinces:
            self.fields[f"reviews_{row.pk}"] = forms.BooleanField(
                label=row.name, required=False, initial=row.reviews
            )

    @property
    def changed(self) -> list[Province]:
        """The provinces whose box differs from what is stored, with the new value."""
        rows = [row for row in self.provinces if row.reviews != self.cleaned_data[f"reviews_{row.pk}"]]
        for row in rows:
            row.reviews = not row.reviews
        return rows
