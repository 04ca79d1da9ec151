"""An admin's forms for people: whom to list, whom to invite, what stands in an account."""

import re
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from accounts.assigning import service_refusal
from accounts.models import Role, User
from accounts.people import address_refusal, free_username, person_role_refusal, username_refusal
from ita_portal.editing import PortalForm
from ita_portal.fields import ThaiCharField, ThaiDateField
from municipalities.municipality_field import MunicipalityField
from municipalities.place_forms import ProvinceField

_USERNAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{2,149}")


class EmailField(ThaiCharField):
    """An e-mail address in small letters."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "inputmode": "email", "autocapitalize": "none"})
    default_validators = [EmailValidator("กรุณากรอกอีเมลให้ครบ เช่น somchai@example.go.th")]

    def to_python(self, value: Any) -> str:
        """The address without spaces around."""
        return str(super().to_python(value)).lower()


class PersonForm(PortalForm):
    """An account as an admin edits it; `by` is that admin."""

    first_name = ThaiCharField(label="ชื่อ", max_length=150)
    last_name = ThaiCharField(label="นามสกุล", max_length=150, required=False)
    position = ThaiCharField(label="ตำแหน่ง", max_length=150, required=False)
    email = EmailField(label="อีเมล", max_length=254, help_text="ใช้เข้าสู่ระบบและรับอีเมลจากระบบ")
    role = forms.ChoiceField(label="บทบาท", choices=Role.choices)
    municipality = MunicipalityField(
        label="เทศบาล (สำหรับเจ้าหน้าที่)",
        required=False,
        help_text="ถ้าเปลี่ยน ผู้ใช้จะดูแลเทศบาลใหม่แทนแห่งเดิมตั้งแต่วันนี้ ถ้าดูแลหลายแห่งพร้อมกัน ให้เพิ่มในหน้า “เทศบาลที่ดูแล”",
    )
    province = ProvinceField(label="จังหวัด (สำหรับผู้ตรวจทาน)", empty_label="ไม่ระบุ", required=False)

    def __init__(self, *args: Any, person: User, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person, self.by = person, by

    def clean_email(self) -> str:
        """The address; raises ValidationError where another account has it, in whatever letter case."""
        email: str = self.cleaned_data["email"]
        if refusal := address_refusal(self.person, email):
            raise ValidationError(refusal)
        return email

    def clean_role(self) -> str:
        """The role; raises ValidationError where it may not be taken away."""
        role: str = self.cleaned_data["role"]
        if refusal := person_role_refusal(self.person, self.by, role):
            raise ValidationError(refusal)
        return role

    def clean(self) -> dict[str, Any]:
        """The values; each role has its one place, and what is wrong stands at the field."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        role = values.get("role")
        self._needs("municipality", "เจ้าหน้าที่ต้องมีเทศบาล", wanted=role == Role.OFFICER)
        self._needs("province", "ผู้ตรวจทานต้องมีจังหวัด", wanted=role == Role.REVIEWER)
        return values

    def _needs(self, field: str, missing: str, *, wanted: bool) -> None:
        if field in self.errors or "role" in self.errors:
            return
        filled = self.cleaned_data.get(field) is not None
        if wanted and not filled:
            self.add_error(field, missing)
        if filled and not wanted:
            role = Role(self.cleaned_data["role"]).label
            self.add_error(field, f"{role}ไม่ใช้ช่องนี้ กรุณาเว้นว่าง")

    @property
    def values(self) -> dict[str, Any]:
        """What to store of a valid form."""
        return dict(self.cleaned_data)

    @property
    def may_be_another(self) -> bool:
        """Whether a valid form changes name and address of an account that was used: is it still theirs?"""
        named = any(self.cleaned_data[name] != self.initial[name] for name in ("first_name", "last_name"))
        moved = self.cleaned_data["email"] != self.initial["email"]
        return named and moved and self.person.last_login is not None


class InvitationForm(PersonForm):
    """A new account; its owner sets the password by the link in the mail."""

    username = ThaiCharField(
        label="ชื่อผู้ใช้",
        required=False,
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
        help_text="อักษรอังกฤษ ตัวเลข จุด ขีด อย่างน้อย ๓ ตัว ถ้าเว้นว่าง ระบบตั้งให้จากอีเมล",
    )
    field_order = [
        "first_name",
        "last_name",
        "position",
        "email",
        "username",
        "role",
        "municipality",
        "province",
    ]

    def clean_username(self) -> str:
        """The name; raises ValidationError for other signs and for a name that somebody has."""
        username: str = self.cleaned_data["username"]
        if not username:
            return ""
        if not _USERNAME.fullmatch(username):
            raise ValidationError("กรุณาใช้อักษรอังกฤษ ตัวเลข จุด หรือขีด อย่างน้อย 3 ตัว")
        if refusal := username_refusal(self.person, username):
            raise ValidationError(refusal)
        return username

    @property
    def known(self) -> User | None:
        """Whose account has the address already, where the form was refused for it."""
        if "email" not in self.errors:
            return None
        try:
            return User.objects.of_address(self.fields["email"].clean(self["email"].value())).first()
        except ValidationError:  # refused for how it is written: nothing to ask the database
            return None

    @property
    def values(self) -> dict[str, Any]:
        """What to store of a valid form; a name that was left empty is made from the address."""
        values = super().values
        return values | {"username": values["username"] or free_username(values["email"])}


class ServiceForm(PortalForm):
    """One more municipality for an officer, from a day on, until a last day or until further notice."""

    municipality = MunicipalityField(label="เทศบาล")
    since = ThaiDateField(label="ดูแลตั้งแต่วันที่")
    last_day = ThaiDateField(
        label="ถึงวันที่", required=False, help_text="เว้นว่างถ้าไม่มีกำหนด เช่น ใส่วันสุดท้ายของการรักษาราชการแทน"
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean(self) -> dict[str, Any]:
        """The values; what is wrong stands at its field."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return values
        if values["last_day"] and values["last_day"] < values["since"]:
            self.add_error("last_day", "วันสุดท้ายต้องไม่ก่อนวันแรก")
        elif refusal := service_refusal(self.person, **self.values):
            self.add_error("municipality", refusal)
        return values

    @property
    def values(self) -> dict[str, Any]:
        """What to store of a valid form."""
        last_day = self.cleaned_data["last_day"]
        own = {name: self.cleaned_data[name] for name in ("municipality", "since")}
        return own | {"until": last_day and last_day + timedelta(days=1)}


class PeopleSearchForm(PortalForm):
    """Whom to list."""

    q = ThaiCharField(label="ค้นหาชื่อ อีเมล ชื่อผู้ใช้ หรือเทศบาล", required=False, max_length=100)
    role = forms.ChoiceField(label="บทบาท", required=False, choices=[("", "ทุกบทบาท"), *Role.choices])
    province = ProvinceField(empty_label="ทุกจังหวัด", required=False)
    active = forms.ChoiceField(
        label="สถานะ", required=False, choices=[("", "ทั้งหมด"), ("yes", "ใช้งาน"), ("no", "ปิดใช้งาน")]
    )


def stored_person(person: User) -> dict[str, Any]:
    """The initial values of the form."""
    names = ("first_name", "last_name", "position", "email", "role", "municipality")
    province = {"province": person.province_id}
    return {name: getattr(person, name) for name in names} | province
