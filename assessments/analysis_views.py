"""The page of the municipality's own analysis of a year, by indicator or by instrument."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from assessments import subjects
from assessments.analysis_forms import AnalysisForm, Stored, stored_analyses
from assessments.models import Finding
from assessments.saving import save_row, save_rows
from assessments.subjects import INDICATORS, INSTRUMENTS, Subject
from assessments.year_page import YearPage, open_year, problems
from ita_portal.editing import Guard
from ita_portal.thai import fiscal_year_text, thai_digits


@dataclass(frozen=True)
class SubjectBlock:
    """One subject on the page: its figures, the findings about it, its form."""

    subject: Subject
    findings: list[Finding]
    form: AnalysisForm

    @property
    def suggestion(self) -> str:
        """The stance that the score suggests, in Thai; "" while the score is unknown."""
        stance = self.subject.suggested_stance
        return stance.label if stance else ""


@require_http_methods(["GET", "HEAD", "POST"])
def analyses(request: HttpRequest, pk: int, fiscal_year: int) -> HttpResponse:
    """Show and save the analyses, `?by=indicators` or `?by=instruments`; what the page doesn't show stays."""
    with open_year(request, pk, fiscal_year, "scores", "findings", "analyses") as year:
        by = _chosen(request, year)
        blocks = _blocks(request, year, by)
        forms = [block.form for block in blocks]
        guard = Guard(request, {form.prefix: form.initial for form in forms})
        if request.method == "POST" and _may_save(forms, guard):
            _save(year, blocks)
            messages.success(request, f"บันทึกการวิเคราะห์{fiscal_year_text(fiscal_year)} แล้ว")
            return redirect(f"{reverse('analyses', args=(pk, fiscal_year))}?by={by}")
        context = {"blocks": blocks, "forms": forms, "by": by, "guard": guard, "problems": problems(forms)}
        return render(request, "assessments/analyses.html", year.context | context)


def _chosen(request: HttpRequest, year: YearPage) -> str:
    """What was asked for, else what this year's analyses are about."""
    by = request.GET.get("by")
    if by in (INDICATORS, INSTRUMENTS):
        return by
    stored = {row.about for row in year.analyses}
    return INSTRUMENTS if stored and not stored & set(year.rules.score_codes) else INDICATORS


def _blocks(request: HttpRequest, year: YearPage, by: str) -> list[SubjectBlock]:
    shown = _subjects(year, by)
    stored = stored_analyses(year.analyses, [subject.code for subject in shown])
    return [_block(request, year, subject, stored) for subject in shown]


def _block(request: HttpRequest, year: YearPage, subject: Subject, stored: Stored) -> SubjectBlock:
    form = AnalysisForm(
        request.POST if request.method == "POST" else None,
        prefix=subject.code,
        initial=dict(stored.get(subject.code, {})),
        title=thai_digits(subject.title),
    )
    return SubjectBlock(subject, [row for row in year.findings if row.indicator in subject.covers], form)


def _subjects(year: YearPage, by: str) -> list[Subject]:
    if by == INDICATORS:
        return subjects.about_indicators(year.rules, year.scores, year.scores_before)
    now, before = year.assessment.instruments_to_show(), year.before.instruments_to_show()
    return subjects.about_instruments(year.rules, now, before)


def _may_save(forms: list[AnalysisForm], guard: Guard) -> bool:
    valid = all(form.is_valid() for form in forms)
    return valid and not (guard.conflict and any(form.has_changed() for form in forms))


def _save(year: YearPage, blocks: list[SubjectBlock]) -> None:
    shown = [block.subject.code for block in blocks]
    others = [code for code in year.rules.about_codes if code not in shown]
    wanted = {block.subject.code: block.form.values for block in blocks if not block.form.blank}
    save_row(year.assessment, {})
    save_rows(year.assessment.analyses, "about", stored_analyses(year.analyses, others) | wanted)
