"""The forms of a plan and its measures; limits of length are those of the models."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.db.models import Model
from django.forms import BoundField

from assessments.enums import Stance
from assessments.framework import Framework
from assessments.models import LINE_COUNT, LINE_LENGTH
from assessments.pasted.questions import read_prose
from ita_portal.editing import PortalForm
from ita_portal.fields import PasteReader, field_of
from ita_portal.lines_field import DaysField, LinesField
from ita_portal.pasted import read_items, read_title, read_units
from ita_portal.thai import decimal_text, fiscal_year_span, number_text, period_text, thai_digits
from measures.enums import MeasureKind
from measures.guidance import SubjectGuidance
from measures.models import Measure, Plan
from measures.quarters import QUARTERS, quarters_span, quarters_text

_OTHER_DAYS = "วันเริ่มต้นและสิ้นสุดที่กรอกไม่ตรงกับไตรมาสที่เลือก ({}) หากต้องการใช้วันที่ที่กรอก กรุณายกเลิกการเลือกไตรมาส"
CHOOSE = {"required": "กรุณาเลือกอย่างน้อยหนึ่งข้อ"}


def lines_field(
    model: type[Model], name: str, hint: str = "", rows: int = 4, reader: PasteReader = read_items
) -> LinesField:
    """The field of a column that keeps a list of items, typed one a line or pasted as a list."""
    return LinesField(
        reader=reader,
        label=model._meta.get_field(name).verbose_name,  # type: ignore[union-attr]  # noqa: SLF001 - documented API
        required=False,
        max_items=LINE_COUNT,
        max_length=LINE_LENGTH,
        help_text=f"พิมพ์บรรทัดละหนึ่งรายการ {hint}".strip(),
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class PlanForm(PortalForm):
    """When the executives decided on the measures, and who signs."""

    decided_on = field_of(Plan, "decided_on")
    signatory_name = field_of(Plan, "signatory_name")
    signatory_position = field_of(Plan, "signatory_position", help_text="เช่น นายกเทศมนตรี หรือผู้ที่ได้รับมอบอำนาจ")
    signed_on = field_of(Plan, "signed_on")


@dataclass(frozen=True)
class FoldedFields:
    """Fields of a form that stand folded while nothing is in them, and nothing is said of them."""

    form: PortalForm
    names: tuple[str, ...]

    def __iter__(self) -> Iterator[BoundField]:
        return (self.form[name] for name in self.names)

    @property
    def is_open(self) -> bool:
        """Whether there is something to see: a value, an error, a note of how a text was read."""
        return any(
            field.value() or field.errors or field.html_name in self.form.field_notes for field in self
        )


class MeasureForm(PortalForm):
    """One measure. Its choices come from the rules of the plan's year and the assessment that it answers.

    `issue` is the stored one: it can be kept also where the year's rules do not list it, as after an import.
    `units` are the names of units that the municipality has used.
    """

    title = field_of(Measure, "title", reader=read_title, widget=forms.Textarea(attrs={"rows": 2}))
    issue = forms.TypedChoiceField(label="ประเด็น", required=False, coerce=int, empty_value=None)
    about = forms.MultipleChoiceField(
        label="ตัวชี้วัดหรือเครื่องมือที่มาตรการนี้ตอบ",
        widget=forms.CheckboxSelectMultiple,
        error_messages=CHOOSE,
        help_text="เลือกได้หลายข้อ",
    )
    stance = forms.ChoiceField(
        label="แนวทาง",
        choices=Stance.choices(),
        widget=forms.RadioSelect,
        error_messages={"required": "กรุณาเลือกแนวทาง"},
    )
    analysis = field_of(Measure, "analysis", reader=read_prose, widget=forms.Textarea(attrs={"rows": 5}))
    steps = lines_field(Measure, "steps", "ระบบใส่เลขลำดับให้", rows=6)
    responsible = lines_field(Measure, "responsible", "เช่น สำนักปลัด กองคลัง", rows=3, reader=read_units)
    starts_on = field_of(Measure, "starts_on")
    ends_on = field_of(Measure, "ends_on")
    # What stands behind the period is prose, shown at the end of the page and beside the result.
    follow_up = field_of(Measure, "follow_up", reader=read_prose, widget=forms.Textarea(attrs={"rows": 3}))
    # What many papers do without: folded away on the page while it is empty.
    kind = forms.ChoiceField(
        label="ประเภท",
        choices=[("", "ไม่ระบุ"), *MeasureKind.choices()],
        required=False,
        help_text="เอกสารพิมพ์ไว้ใต้ชื่อ",
    )
    goals = lines_field(Measure, "goals", "สิ่งที่ตั้งใจให้เกิดขึ้นและวัดได้", rows=3)
    budget = field_of(Measure, "budget")
    quarters = forms.TypedMultipleChoiceField(
        label="ระยะเวลาเป็นไตรมาส",
        choices=[(number, quarters_text([number])) for number in QUARTERS],
        coerce=int,
        empty_value=[],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="เมื่อเลือก วันเริ่มต้นและสิ้นสุดจะเป็นของไตรมาสนั้น และเอกสารพิมพ์เป็นไตรมาส ครบทั้งสี่คือตลอดปีงบประมาณ",
    )
    monitored_on = DaysField(
        label="วันที่ติดตามผล",
        required=False,
        max_items=LINE_COUNT,
        help_text="พิมพ์บรรทัดละหนึ่งวันที่ เช่น 15 มกราคม 2569",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    details = ("kind", "goals", "budget", "quarters", "monitored_on")

    def __init__(
        self,
        *args: Any,
        plan_year: Framework,
        assessed_year: Framework,
        known: Mapping[str, SubjectGuidance],
        issue: int | None = None,
        units: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.units = units
        responsible: LinesField = self.fields["responsible"]  # type: ignore[assignment]
        known_units = [unit for unit in units if not read_units(unit).offers]  # several in one are none
        responsible.reader = partial(read_units, known=known_units)
        responsible.widget.attrs["data-known"] = json.dumps(known_units, ensure_ascii=False)
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

    @classmethod
    def further_names(cls) -> list[str]:
        """The names of the fields behind the period, which stand on the page as they come."""
        names = [name for name in cls.base_fields if name not in cls.details]
        return names[names.index("ends_on") + 1 :]

    @property
    def further(self) -> list[BoundField]:
        """The fields behind the period."""
        return [self[name] for name in self.further_names()]

    @property
    def folded(self) -> FoldedFields:
        """The fields that many papers do without."""
        return FoldedFields(self, self.details)

    def clean_starts_on(self) -> date | None:
        """The first day, inside the plan's fiscal year."""
        return self.inside(self.cleaned_data["starts_on"])

    def clean_ends_on(self) -> date | None:
        """The last day, inside the plan's fiscal year."""
        return self.inside(self.cleaned_data["ends_on"])

    def inside(self, day: date | None) -> date | None:
        """The day; raises ValidationError where it lies outside the plan's fiscal year."""
        first, last = fiscal_year_span(self.fiscal_year)
        if day and not first <= day <= last:
            span = period_text(first, last).removeprefix("ตลอด")
            raise forms.ValidationError(f"วันที่ต้องอยู่ใน{span}", code="outside")
        return day

    def clean(self) -> dict[str, Any]:
        """Refuse a measure that ends before it starts; quarters give it their days.

        Days that were typed beside quarters that mean others are asked about: neither goes unseen.
        """
        values = self.cleaned_data
        if quarters := values.get("quarters"):
            span = quarters_span(self.fiscal_year, quarters)
            typed = [name for name in ("starts_on", "ends_on") if name in self.changed_data]
            if any(values.get(name) not in span for name in typed):
                self.add_error("quarters", _OTHER_DAYS.format(period_text(*span, thai=False)))
            values["starts_on"], values["ends_on"] = span
            return values
        starts_on, ends_on = values.get("starts_on"), values.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", "วันสิ้นสุดต้องไม่อยู่ก่อนวันเริ่มต้น")
        return values


def _about_choices(
    rules: Framework, known: Mapping[str, SubjectGuidance]
) -> list[tuple[str, list[tuple[str, str]]]]:
    """The indicators of each instrument with their scores, then the instrument as a whole."""
    groups = []
    for instrument in rules.instruments:
        choices: list[tuple[str, str]] = []
        for indicator in rules.indicators_of(instrument.code):
            subject = known[indicator.code]
            score = "ยังไม่ทราบคะแนน" if subject.score is None else f"{decimal_text(subject.score)} คะแนน"
            below = f" ต่ำกว่า {number_text(rules.pass_mark)}" if subject.weak else ""
            label = f"ตัวชี้วัดที่ {thai_digits(subject.code)} {subject.name} ({score}{below})"
            choices.append((indicator.code, label))
        choices.append((instrument.code, f"ทั้งเครื่องมือ {instrument.abbreviation}"))
        groups.append((f"{instrument.abbreviation} {instrument.name}", choices))
    return groups
