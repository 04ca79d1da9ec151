"""The forms of what came of a plan and its measures, with the evidence; limits are those of the models."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.forms.formsets import formset_factory

from ita_portal.chosen_files import file_input
from ita_portal.editing import PortalForm
from ita_portal.fields import WebAddressField, field_of, parsed
from ita_portal.keyed_forms import KeyedFormSet
from ita_portal.merging import FieldValue
from ita_portal.own_addresses import own_path
from ita_portal.thai import thai_digits
from measures import uploads
from measures.enums import Status
from measures.forms import FoldedFields, lines_field
from measures.models import Evidence, Plan, Result

MAX_EVIDENCE = 60
MAX_MEGABYTES = thai_digits(str(settings.EVIDENCE_MAX_BYTES // uploads.MEGABYTE))


class ResultsForm(PortalForm):
    """What came of all measures together, and who signs the report of it."""

    overall_outcome = lines_field(Plan, "overall_outcome", "แต่ละบรรทัดเป็นหนึ่งย่อหน้า", rows=6)
    obstacles = lines_field(Plan, "obstacles", "หากไม่มีให้เว้นว่าง เอกสารจะพิมพ์ว่า -ไม่มี-", rows=3)
    suggestions = lines_field(Plan, "suggestions", "หากไม่มีให้เว้นว่าง เอกสารจะพิมพ์ว่า -ไม่มี-", rows=3)
    results_signatory_name = field_of(
        Plan, "results_signatory_name", help_text="เว้นว่างหากเป็นผู้เดียวกับที่ลงนามในมาตรการ"
    )
    results_signatory_position = field_of(
        Plan, "results_signatory_position", help_text="เว้นว่างหากเป็นตำแหน่งเดียวกัน"
    )
    results_signed_on = field_of(Plan, "results_signed_on")


class ResultForm(PortalForm):
    """What came of one measure."""

    status = forms.ChoiceField(
        label="สถานะ",
        choices=Status.choices(),
        widget=forms.RadioSelect,
        error_messages={"required": "กรุณาเลือกสถานะ"},
    )
    done = lines_field(Result, "done", "สิ่งที่ได้ทำไปแล้วตามมาตรการนี้", rows=6)
    outcome = lines_field(Result, "outcome", "สิ่งที่เกิดขึ้นหรือดีขึ้นจากการดำเนินการ")
    reported_on = field_of(Result, "reported_on")
    obstacles = lines_field(Result, "obstacles", rows=2)
    suggestions = lines_field(Result, "suggestions", rows=2)
    details = ("obstacles", "suggestions")

    @property
    def folded(self) -> FoldedFields:
        """The fields that many papers do without."""
        return FoldedFields(self, self.details)

    def clean(self) -> dict[str, Any]:
        """A measure that is done needs what was done."""
        values = self.cleaned_data
        if values.get("status") == Status.DONE and not values.get("done", True):
            self.add_error("done", "เมื่อดำเนินการแล้วเสร็จ กรุณากรอกผลการดำเนินการอย่างน้อยหนึ่งบรรทัด")
        return values


class EvidenceFileField(forms.FileField):
    """An uploaded file of an accepted kind that does nothing by itself."""

    def to_python(self, data: Any) -> UploadedFile | None:
        """The file; raises ValidationError with the Thai sentence that refuses it."""
        if not isinstance(data, UploadedFile):
            return None
        kind = parsed(lambda _name: uploads.kind_of_upload(data), data.name or "")
        parsed(lambda _name: uploads.refuse_harmful(data, kind), data.name or "")
        return data


class EvidenceForm(PortalForm):
    """One piece of evidence, an address or a file; `row` is the key of the stored one."""

    row = forms.CharField(required=False, widget=forms.HiddenInput)
    title = field_of(Evidence, "title")
    url = WebAddressField(
        label="ที่อยู่เว็บ (URL)",
        required=False,
        max_length=2000,
        help_text="ขึ้นต้นด้วย https:// หรือ http://",
    )
    file = EvidenceFileField(
        label="ไฟล์แนบ",
        required=False,
        help_text=f"ไฟล์ {uploads.ALLOWED} ขนาดไม่เกิน {MAX_MEGABYTES} เมกะไบต์",
        widget=file_input(
            settings.EVIDENCE_MAX_BYTES,
            [end for kind in uploads.KINDS for end in kind.extensions],
            uploads.ALLOWED,
        ),
    )
    dated_on = field_of(Evidence, "dated_on")
    named_only = field_of(Evidence, "named_only", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What may stay empty asks for no title until something else is filled in.
        self.fields["title"].required = not self.empty_permitted or self.has_changed()

    @property
    def has_file(self) -> bool:
        """Whether the stored row holds an uploaded file."""
        return bool(self.initial.get("file_name"))

    def typed_value(self, name: str) -> FieldValue:
        """What was typed; of a file the name under which it is offered again."""
        typed = super().typed_value(name)
        return uploads.shown_name(str(typed)) if name == "file" else typed

    def stored_value(self, name: str) -> FieldValue:
        """What is stored; of a file the name that no other file has."""
        return str(self.initial.get("file_key", "")) if name == "file" else super().stored_value(name)

    def in_words(self, name: str, value: FieldValue) -> str:
        """A value as a person reads it; of the stored file its own name."""
        is_stored_file = name == "file" and value == self.stored_value(name)
        return self.initial.get("file_name", "") if is_stored_file else super().in_words(name, value)

    def clean_url(self) -> str:
        """Refuse an address of the portal's own that leads the public to the sign-in page."""
        address = str(self.cleaned_data["url"])
        if own_path(address).startswith(_CLOSED):
            raise forms.ValidationError("ที่อยู่นี้ต้องเข้าสู่ระบบจึงเปิดได้ กรุณาแนบไฟล์แทน")
        return address

    def clean(self) -> dict[str, Any]:
        """Exactly one of address and file, counting a stored file. What is only named needs none."""
        values = self.cleaned_data
        if "file" in self.errors or "url" in self.errors:
            return values
        given = [bool(values.get("url")), bool(values.get("file")) or self.has_file]
        if not any(given) and not values.get("named_only"):
            self.add_error("url", "กรุณากรอกที่อยู่เว็บ หรือแนบไฟล์")
        if all(given):
            self.add_error("url", _BOTH_STORED if self.has_file else "กรุณาเลือกอย่างใดอย่างหนึ่ง: ที่อยู่เว็บ หรือไฟล์")
        return values


_CLOSED = ("/evidence/", "/municipalities/", "/accounts/")
_BOTH_STORED = "รายการนี้มีไฟล์แนบอยู่แล้ว หากต้องการใช้ที่อยู่เว็บแทน ให้เลือกลบรายการนี้แล้วเพิ่มรายการใหม่"


class EvidenceFormSet(KeyedFormSet):
    """The evidence of one measure; each form knows its stored row by key, not by its place on the page."""

    def row_title(self, row: Mapping[str, Any]) -> str:
        """The title of a piece of evidence."""
        return f"หลักฐาน “{row.get('title', '')}”"

    def means(self, form: EvidenceForm, row: Mapping[str, Any]) -> bool:
        """Whether a new row is, sign for sign, one that is stored already, its file by the name."""
        stored = self.form(initial=dict(row))
        texts = [each.name for each in form.own_fields if each.name != "file"]
        same = all(form.typed_value(name) == stored.stored_value(name) for name in texts)
        return same and form.typed_value("file") == row["file_name"]

    def is_room(self, form: EvidenceForm) -> bool:
        """Whether nothing was typed into a new row, and no file chosen."""
        return not form.has_changed()

    @property
    def entries(self) -> list[EvidenceForm]:
        """The filled forms that stay, in the order of the page."""
        return [form for form in self.forms if form.has_changed() or form.initial]

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """A stored row is read in full, also where nothing in it changed and the page counts it as new."""
        rows = self.initial or ()
        stored = index is not None and index < len(rows) and rows[index]
        return super().get_form_kwargs(index) | ({"empty_permitted": False} if stored else {})

    def add_fields(self, form: EvidenceForm, index: int | None) -> None:
        """Name the box for what it deletes."""
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = "ลบหลักฐานนี้"
            form.fields["DELETE"].help_text = "เมื่อบันทึกแล้ว นำกลับมาได้จากประวัติของเอกสารรายงานผล"


EvidenceForms = cast(
    "type[EvidenceFormSet]",
    formset_factory(
        EvidenceForm,
        formset=EvidenceFormSet,
        extra=2,
        can_delete=True,
        can_delete_extra=False,
        max_num=MAX_EVIDENCE,
        absolute_max=MAX_EVIDENCE,
    ),
)
