"""The page of the municipality's own analysis of a year, by indicator or by instrument."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from assessments import subjects
from assessments.analysis_forms import AnalysisForm, stored_analyses
from assessments.models import Finding
from assessments.subjects import INDICATORS, INSTRUMENTS, Subject
from assessments.year_page import YearPage, open_year, problems
from ita_portal.merged_forms import FormGuard
from ita_portal.saving import save_row, save_rows
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
        by = request.GET.get("by", "")
        if by not in (INDICATORS, INSTRUMENTS):  # then by what this year's analyses are about
            stored = {row.about for row in year.analyses}
            by = INSTRUMENTS if stored and not stored & set(year.rules.score_codes) else INDICATORS
        blocks = _blocks(request, year, by)
        forms = [block.form for block in blocks]
        guard = FormGuard(request, *forms)
        if year.stores(guard):
            shown = [block.subject.code for block in blocks]
            others = [code for code in year.rules.about_codes if code not in shown]
            wanted = {block.subject.code: block.form.values for block in blocks if not block.form.blank}
            save_row(year.assessment, {})
            save_rows(year.assessment.analyses, "about", stored_analyses(year.analyses, others) | wanted)
            guard.announce(f"บันทึกการวิเคราะห์{fiscal_year_text(fiscal_year)} แล้ว")
            return redirect(f"{reverse('analyses', args=(pk, fiscal_year))}?by={by}")
        context = {"blocks": blocks, "by": by, "guard": guard, "problems": problems(forms)}
        return render(request, "assessments/analyses.html", year.context | context)


def _blocks(request: HttpRequest, year: YearPage, by: str) -> list[SubjectBlock]:
    if by == INDICATORS:
        shown = subjects.about_indicators(year.rules, year.scores, year.scores_before)
    else:
        now, before = year.assessment.instruments_to_show(), year.before.instruments_to_show()
        shown = subjects.about_instruments(year.rules, now, before)
    stored = stored_analyses(year.analyses, [subject.code for subject in shown])
    data = request.POST if request.method == "POST" else None
    blocks = []
    for subject in shown:
        initial = dict(stored.get(subject.code, {}))
        form = AnalysisForm(data, prefix=subject.code, initial=initial, title=thai_digits(subject.title))
        found = [row for row in year.findings if row.indicator in subject.covers]
        blocks.append(SubjectBlock(subject, found, form))
    return blocks
