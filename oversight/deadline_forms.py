"""The form of a deadline."""

from typing import Any

from django import forms

from assessments.models import FIRST_YEAR, LAST_YEAR
from ita_portal.editing import PortalForm
from ita_portal.fields import FiscalYearField, ThaiDateField
from reports.models import Deadline, ReportKind


class DeadlineForm(PortalForm):
    """By when a document of a plan's fiscal year is to be handed in; one day a year and document."""

    fiscal_year = FiscalYearField(label="ปีงบประมาณของแผน", first=FIRST_YEAR, last=LAST_YEAR)
    kind = forms.ChoiceField(label="เอกสาร", choices=ReportKind.choices)
    due_on = ThaiDateField(label="กำหนดส่ง")

    def __init__(self, *args: Any, deadline: Deadline, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.deadline = deadline

    def clean(self) -> dict[str, Any]:
        """The values; a second day for the same year and document is refused."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if {"fiscal_year", "kind"} <= values.keys():
            same = Deadline.objects.filter(fiscal_year=values["fiscal_year"], kind=values["kind"])
            if same.exclude(pk=self.deadline.pk).exists():
                self.add_error("kind", "เอกสารนี้ของปีนี้มีกำหนดส่งแล้ว กรุณาแก้ไขกำหนดเดิม")
        return values


def stored_deadline(deadline: Deadline) -> dict[str, Any]:
    """The initial values of the form."""
    return {name: getattr(deadline, name) for name in ("fiscal_year", "kind", "due_on")}
