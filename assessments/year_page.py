"""What every page about one year's assessment begins with: who may open it, its rows, its lock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.access import edit_refusal, require, require_open, signed_in, writing
from assessments import framework
from assessments.models import LAST_YEAR, Analysis, Assessment, Finding, assessment_lock
from assessments.scoring import Scores
from assessments.years import year_refusal
from ita_portal.gathering import read_with
from ita_portal.merged_forms import FormGuard
from municipalities.models import Municipality

if TYPE_CHECKING:
    from measures.models import Plan

GONE = "ผลการประเมินของปีนี้ถูกย้ายหรือลบระหว่างที่ท่านแก้ไข จึงยังไม่ได้บันทึก หากกดบันทึกอีกครั้ง ระบบจะเริ่มปีนี้ใหม่"


@dataclass(frozen=True)
class YearPage:
    """A year's assessment as its officer edits it, and the one `before` it; either may not be stored yet.

    `plan` is the one that answers it, if there is one yet; `lock` is why it can't be edited, in Thai.
    """

    municipality: Municipality
    assessment: Assessment
    before: Assessment
    plan: Plan | None
    lock: str

    @property
    def plan_year(self) -> int:
        """The fiscal year of the plan that answers it, begun or not."""
        return self.plan.fiscal_year if self.plan else self.assessment.fiscal_year + 1

    @property
    def rules(self) -> framework.Framework:
        """The framework of the year."""
        return self.assessment.framework

    @property
    def scores(self) -> Scores:
        """The stored scores by indicator code; needs the rows "scores"."""
        return self.assessment.score_values()

    @property
    def scores_before(self) -> Scores:
        """Last year's scores by indicator code; needs the rows "scores"."""
        return self.before.score_values()

    @property
    def findings(self) -> list[Finding]:
        """The stored findings in their order; needs the rows "findings"."""
        return list(self.assessment.findings.all()) if self.assessment.pk else []

    @property
    def analyses(self) -> list[Analysis]:
        """The stored analyses; needs the rows "analyses"."""
        return list(self.assessment.analyses.all()) if self.assessment.pk else []

    def stores(self, guard: FormGuard) -> bool:
        """Whether what was sent is to be stored.

        Where the page had shown values of a year that was moved or removed meanwhile, saving it must not
        begin the year anew unasked: then a message says so, and the page shows what was typed.
        """
        if self.assessment.pk is None and (guard.merged or guard.asked):
            messages.warning(guard.request, GONE)
            return False
        return guard.saves

    @property
    def context(self) -> dict[str, object]:
        """What the templates of these pages share."""
        return {
            "section": "home",
            "year": self,
            "rules": self.rules,
            "municipality": self.municipality,
            "plan": self.plan,
            "assessed_year": self.assessment.fiscal_year,
            "plan_year": self.plan_year,
        }


@dataclass(frozen=True)
class Problem:
    """An error for the summary at the top: the field's label, its sentence, the id to go to."""

    label: str
    message: str
    target: str


def problems(forms: Iterable[BaseForm]) -> list[Problem]:
    """Every error of the forms' fields, in the order of the page; a form's `title` goes before the label."""
    return [
        Problem(
            ": ".join(filter(None, (getattr(form, "title", ""), str(field.label)))),
            str(error),
            field.id_for_label or f"div_{field.auto_id}",
        )
        for form in forms
        if form.is_bound
        for field in form
        for error in field.errors
    ]


@contextmanager
def open_year(request: HttpRequest, pk: int, fiscal_year: int, *rows: str) -> Iterator[YearPage]:
    """The year's assessment with these related rows, for an editing page; a POST is one locked transaction.

    Raises Http404 out of scope and for a year without rules, PermissionDenied (403) for those who don't write
    for the municipality, for a year whose result cannot exist yet, and for a POST while the assessment is
    locked.
    """
    with writing(request, pk):
        year = read_year(request, pk, fiscal_year, *rows)
        require_open(request, year.lock)
        yield year


def read_year(request: HttpRequest, pk: int, fiscal_year: int, *rows: str) -> YearPage:
    """The same for what never writes, whatever the method: without transaction and lock."""
    if not framework.years()[0] <= fiscal_year <= LAST_YEAR:
        raise Http404
    visible = Municipality.objects.visible_to(signed_in(request)).with_place()
    municipality = get_object_or_404(visible, pk=pk)
    require(edit_refusal(signed_in(request), municipality))
    both_years = (fiscal_year - 1, fiscal_year)
    found = read_with(municipality.assessments.filter(fiscal_year__in=both_years), *rows)
    stored = {row.fiscal_year: row for row in found}
    if fiscal_year not in stored:
        require(year_refusal(fiscal_year, timezone.localdate()))
    before, assessment = (
        stored.get(year) or Assessment(municipality=municipality, fiscal_year=year) for year in both_years
    )
    plans = list(municipality.plans.prefetch_related("reports"))
    plan = next((plan for plan in plans if plan.assessed_year == fiscal_year), None)
    return YearPage(municipality, assessment, before, plan, assessment_lock(plans, fiscal_year))
