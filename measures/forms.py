"""The forms of a plan, its measures and their results; limits of length are those of the models."""

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.forms.formsets import BaseFormSet, formset_factory

from assessments.framework import Framework
from assessments.models import LINE_COUNT, LINE_LENGTH, Stance
from ita_portal.editing import PortalForm
from ita_portal.fields import (
    REQUIRED,
    LinesField,
    ThaiCharField,
    ThaiDateField,
    ThaiTextField,
    WebAddressField,
    parsed,
)
from ita_portal.thai import decimal_text, fiscal_year_span, period_text, thai_digits
from measures import uploads
from measures.guidance import Subject
from measures.models import Status

MAX_EVIDENCE = 60
MAX_MEGABYTES = settings.EVIDENCE_MAX_BYTES // uploads.MEGABYTE
CHOOSE = {"required": "กรุณาเลือกอย่างน้อยหนึ่งข้อ"}


def _lines(label: str, hint: str = "", rows: int = 4) -> LinesField:
    return LinesField(
        label=label,
        required=False,
        max_items=LINE_COUNT,
        max_length=LINE_LENGTH,
        help_text=f"พิมพ์บรรทัดละหนึ่งรายการ {hint}".strip(),
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class PlanForm(PortalForm):
    """When the executives decided on the measures, and who signs."""

    decided_on = ThaiDateField(label="วันที่ประชุมผู้บริหาร", required=False)
    signatory_name = ThaiCharField(label="ชื่อผู้ลงนาม", required=False, max_length=150)
    signatory_position = ThaiCharField(
        label="ตำแหน่งผู้ลงนาม", required=False, max_length=200, help_text="เช่น นายกเทศมนตรี หรือผู้ที่ได้รับมอบอำนาจ"
    )
    signed_on = ThaiDateField(label="วันที่ลงนาม", required=False)


class MeasureForm(PortalForm):
    """One measure. Its choices come from the rules of the plan's year and from the result that it answers.

    `issue` is the stored one: it can be kept also where the year's rules do not list it, as after an import.
    """

    title = ThaiTextField(label="มาตรการ/กิจกรรม", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    issue = forms.TypedChoiceField(label="ประเด็น", required=False, coerce=int, empty_value=None)
    about = forms.MultipleChoiceField(
        label="ตัวชี้วัดหรือเครื่องมือที่มาตรการนี้ตอบ",
        widget=forms.CheckboxSelectMultiple,
        error_messages=CHOOSE,
        help_text="เลือกได้หลายข้อ",
    )
    stance = forms.ChoiceField(
        label="แนวทาง",
        choices=Stance.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "กรุณาเลือกแนวทาง"},
    )
    analysis = ThaiTextField(
        label="ผลการวิเคราะห์ที่นำมาสู่มาตรการ",
        required=False,
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    steps = _lines("ขั้นตอน/วิธีการปฏิบัติ", "ระบบใส่เลขลำดับให้", rows=6)
    responsible = _lines("ผู้รับผิดชอบ", "เช่น สำนักปลัด กองคลัง", rows=3)
    starts_on = ThaiDateField(label="เริ่มวันที่", required=False)
    ends_on = ThaiDateField(label="ถึงวันที่", required=False)
    follow_up = ThaiTextField(
        label="การกำกับติดตาม", required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self,
        *args: Any,
        plan_year: Framework,
        assessed_year: Framework,
        known: Mapping[str, Subject],
        issue: int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fiscal_year = plan_year.fiscal_year
        about: forms.MultipleChoiceField = self.fields["about"]  # type: ignore[assignment]
        about.choices = _about_choices(assessed_year, known)
        self._offer_issues(plan_year, issue)

    def _offer_issues(self, rules: Framework, stored: int | None) -> None:
        names = {issue.number: issue.name for issue in rules.issues}
        if stored:
            names.setdefault(stored, "ไม่อยู่ในรายการประเด็นของปีนี้")
        if not names:
            del self.fields["issue"]
            return
        field: forms.TypedChoiceField = self.fields["issue"]  # type: ignore[assignment]
        numbered = [(number, f"{thai_digits(str(number))}. {name}") for number, name in names.items()]
        field.choices = [("", "ไม่ระบุประเด็น"), *numbered]
        if rules.issues and not rules.issues_certain:
            field.help_text = "รายการประเด็นของปีนี้เป็นความคาดหมายของระบบ ยังไม่มีเอกสารทางการยืนยันครบทุกข้อ"

    def clean_starts_on(self) -> date | None:
        """The first day, inside the plan's fiscal year."""
        return self._inside(self.cleaned_data["starts_on"])

    def clean_ends_on(self) -> date | None:
        """The last day, inside the plan's fiscal year."""
        return self._inside(self.cleaned_data["ends_on"])

    def _inside(self, day: date | None) -> date | None:
        first, last = fiscal_year_span(self.fiscal_year)
        if day and not first <= day <= last:
            span = period_text(first, last).removeprefix("ตลอด")
            raise forms.ValidationError(f"วันที่ต้องอยู่ใน{span}", code="outside")
        return day

    def clean(self) -> dict[str, Any]:
        """Refuse a measure that ends before it starts."""
        values = self.cleaned_data
        starts_on, ends_on = values.get("starts_on"), values.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", "วันสิ้นสุดต้องไม่อยู่ก่อนวันเริ่มต้น")
        return values


def _about_choices(rules: Framework, known: Mapping[str, Subject]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The indicators of each instrument with their scores, then the instrument as a whole."""
    return [
        (
            f"{instrument.abbreviation} {instrument.name}",
            [
                *(
                    (one.code, _indicator_label(known[one.code], rules))
                    for one in rules.indicators_of(instrument.code)
                ),
                (instrument.code, f"ทั้งเครื่องมือ {instrument.abbreviation}"),
            ],
        )
        for instrument in rules.instruments
    ]


def _indicator_label(subject: Subject, rules: Framework) -> str:
    score = "ยังไม่ทราบคะแนน" if subject.score is None else f"{decimal_text(subject.score)} คะแนน"
    below = f" ต่ำกว่า {decimal_text(rules.pass_mark, places=0)}" if subject.below_pass_mark else ""
    return f"ตัวชี้วัดที่ {thai_digits(subject.code)} {subject.name} ({score}{below})"


class ResultsForm(PortalForm):
    """What the whole plan came to in its year."""

    overall_outcome = _lines("ผลลัพธ์หรือความสำเร็จในภาพรวม", "แต่ละบรรทัดเป็นหนึ่งย่อหน้า", rows=6)
    obstacles = _lines("ปัญหา/อุปสรรค", "หากไม่มีให้เว้นว่าง เอกสารจะพิมพ์ว่า -ไม่มี-", rows=3)
    suggestions = _lines("ข้อเสนอแนะ", "หากไม่มีให้เว้นว่าง เอกสารจะพิมพ์ว่า -ไม่มี-", rows=3)


class ResultForm(PortalForm):
    """What came of one measure."""

    status = forms.ChoiceField(
        label="สถานะ",
        choices=Status.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "กรุณาเลือกสถานะ"},
    )
    done = _lines("ผลการดำเนินการ", "สิ่งที่ได้ทำไปแล้วตามมาตรการนี้", rows=6)
    outcome = _lines("ผลลัพธ์หรือความสำเร็จ", "สิ่งที่เกิดขึ้นหรือดีขึ้นจากการดำเนินการ")
    reported_on = ThaiDateField(label="วันที่รายงาน", required=False)

    def clean(self) -> dict[str, Any]:
        """A measure that is done tells what was done."""
        values = self.cleaned_data
        if values.get("status") == Status.DONE and not values.get("done", True):
            self.add_error("done", "เมื่อดำเนินการแล้วเสร็จ กรุณากรอกผลการดำเนินการอย่างน้อยหนึ่งบรรทัด")
        return values


class EvidenceFileField(forms.FileField):
    """An uploaded file of an accepted kind (see `uploads.examine`); its kind stands in `uploaded.kind`."""

    def to_python(self, data: Any) -> UploadedFile | None:
        """The file; raises ValidationError with the Thai sentence that refuses it."""
        if not isinstance(data, UploadedFile):
            return None
        parsed(lambda _name: uploads.examine(data), data.name or "")
        return data


class EvidenceForm(PortalForm):
    """One piece of evidence, an address or a file; `row` is the key of the stored one."""

    row = forms.CharField(required=False, widget=forms.HiddenInput)
    title = ThaiCharField(label="ชื่อหลักฐาน", max_length=500, error_messages={"required": REQUIRED})
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
        widget=forms.FileInput(
            attrs={"accept": ",".join(end for kind in uploads.KINDS for end in kind.extensions)}
        ),
    )
    dated_on = ThaiDateField(label="ลงวันที่", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What may stay empty asks for no title until something else is filled in.
        self.fields["title"].required = not self.empty_permitted or self.has_changed()

    @property
    def has_file(self) -> bool:
        """Whether the stored row holds an uploaded file."""
        return bool(self.initial.get("file_name"))

    @property
    def lost_file(self) -> str:
        """The name of a good file that was sent with a form which is shown again: browsers don't keep it."""
        sent = (
            self.files.get(self.add_prefix("file")) if self.is_bound and "file" not in self.errors else None
        )
        return uploads.shown_name(sent.name or "") if sent else ""

    def clean(self) -> dict[str, Any]:
        """Exactly one of address and file, counting a file that is stored already."""
        values = self.cleaned_data
        if "file" in self.errors or "url" in self.errors:
            return values
        given = [bool(values.get("url")), bool(values.get("file")) or self.has_file]
        if not any(given):
            self.add_error("url", "กรุณากรอกที่อยู่เว็บ หรือแนบไฟล์")
        if all(given):
            self.add_error("url", _BOTH_STORED if self.has_file else "กรุณาเลือกอย่างใดอย่างหนึ่ง: ที่อยู่เว็บ หรือไฟล์")
        return values


_BOTH_STORED = "รายการนี้มีไฟล์แนบอยู่แล้ว หากต้องการใช้ที่อยู่เว็บแทน ให้เลือกลบรายการนี้แล้วเพิ่มรายการใหม่"


class EvidenceFormSet(BaseFormSet):
    """The evidence of one measure; each form knows its stored row by key, not by its place on the page."""

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
        """Say what deleting is."""
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = "ลบหลักฐานนี้"


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
