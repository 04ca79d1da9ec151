"""The form of one item of the register, with its web addresses."""

from collections.abc import Mapping
from secrets import token_hex
from typing import Any, cast

from django import forms
from django.forms.formsets import formset_factory

from ita_portal.editing import PortalForm
from ita_portal.fields import ThaiCharField, ThaiDateField, WebAddressField, field_of
from ita_portal.keyed_forms import KeyedFormSet
from oit.enums import ItemStatus
from oit.models import OITEntry
from oit.register import RegisterLine

MOST_ADDRESSES = 30
SHORT_TEXT = {"rows": 3}


class EntryForm(PortalForm):
    """How far the item is, who sees to it, what else is to be known.

    `formset` has its addresses; `is_answered` says whether a public document of the portal answers the item.
    """

    status = forms.ChoiceField(
        label="สถานะ",
        choices=ItemStatus.choices(),
        widget=forms.RadioSelect,
        error_messages={"required": "กรุณาเลือกสถานะ"},
    )
    reason = field_of(
        OITEntry, "reason", help_text="กรอกเมื่อเลือก “ไม่เกี่ยวข้องกับเทศบาล”", widget=forms.Textarea(SHORT_TEXT)
    )
    unit = field_of(OITEntry, "unit", help_text="เช่น สำนักปลัด หรือกองคลัง")
    note = field_of(
        OITEntry,
        "note",
        help_text="คำอธิบายที่จะกรอกใน ITAS ต่อท้ายที่อยู่เว็บ",
        widget=forms.Textarea(SHORT_TEXT),
    )

    def __init__(self, *args: Any, formset: "AddressFormSet", is_answered: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.formset, self.is_answered = formset, is_answered

    def clean(self) -> dict[str, Any]:
        """What is published has an address, what is not applicable a reason."""
        values = self.cleaned_data
        if values.get("status") == ItemStatus.NOT_APPLICABLE and not values.get("reason", True):
            self.add_error("reason", "กรุณากรอกเหตุผลที่ข้อนี้ไม่เกี่ยวข้องกับเทศบาล")
        has_address = self.is_answered or self.formset.kept
        if values.get("status") == ItemStatus.PUBLISHED and not has_address:
            self.add_error("status", "เมื่อเผยแพร่แล้ว กรุณากรอกที่อยู่เว็บอย่างน้อยหนึ่งรายการด้านล่าง")
        return values


class AddressForm(PortalForm):
    """One web address; `row` is the key of the stored one."""

    row = forms.CharField(required=False, widget=forms.HiddenInput)
    title = ThaiCharField(label="ชื่อข้อมูล", max_length=300)
    url = WebAddressField(label="ที่อยู่เว็บ (URL)", max_length=2000, help_text="ขึ้นต้นด้วย https:// หรือ http://")
    dated_on = ThaiDateField(label="ลงวันที่", required=False)
    path = ThaiCharField(
        label="เส้นทางจากหน้าแรกของเว็บไซต์",
        required=False,
        max_length=500,
        help_text="เช่น หน้าแรก > การเปิดเผยข้อมูล (OIT) > แผนพัฒนาท้องถิ่น",
    )


class AddressFormSet(KeyedFormSet):
    """The addresses of one item, each known by a key of its own."""

    def row_title(self, row: Mapping[str, Any]) -> str:
        """The title of an address."""
        return f"ที่อยู่เว็บ “{row.get('title', '')}”"

    def means(self, form: AddressForm, row: Mapping[str, Any]) -> bool:
        """Whether a new row is, sign for sign, one that is stored already."""
        stored = self.form(initial=dict(row))
        return all(form.typed_value(one.name) == stored.stored_value(one.name) for one in form.own_fields)

    def is_room(self, form: AddressForm) -> bool:
        """Whether nothing was typed into a new row."""
        return not form.has_changed()

    @property
    def kept(self) -> list[AddressForm]:
        """The filled forms that stay, in the order of the page."""
        return [
            form
            for form in self.forms
            if (form.has_changed() or form.initial) and form not in self.deleted_forms
        ]

    @property
    def rows(self) -> list[dict[str, str]]:
        """The addresses of a valid set, as an entry stores them."""
        return [_stored(form) for form in self.kept]

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """A stored row is read in full, also where nothing in it changed and the page counts it as new."""
        rows = self.initial or ()
        stored = index is not None and index < len(rows) and rows[index]
        return super().get_form_kwargs(index) | ({"empty_permitted": False} if stored else {})

    def add_fields(self, form: AddressForm, index: int | None) -> None:
        """Name the box for what it deletes."""
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = "ลบที่อยู่เว็บนี้เมื่อบันทึก"


def _stored(form: AddressForm) -> dict[str, str]:
    values = form.cleaned_data
    day = values["dated_on"].isoformat() if values["dated_on"] else ""
    texts = {name: values[name] for name in ("title", "url", "path")}
    return {"row": form.initial.get("row") or token_hex(4), **texts, "dated_on": day}


AddressForms = cast(
    "type[AddressFormSet]",
    formset_factory(
        AddressForm,
        formset=AddressFormSet,
        extra=2,
        can_delete=True,
        can_delete_extra=False,
        max_num=MOST_ADDRESSES,
        absolute_max=MOST_ADDRESSES,
    ),
)


def address_values(line: RegisterLine) -> list[dict[str, Any]]:
    """The values that the forms of the noted addresses start from."""
    own = zip(line.entry.addresses, line.addresses[-len(line.entry.addresses) :], strict=False)
    return [row | {"dated_on": shown.dated_on} for row, shown in own]
