"""The page of a year's assessment: scores and announced figures, compared at once."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from assessments.forms import AssessmentForm, stored_assessment
from assessments.pasting import Paste
from assessments.year_page import YearPage, open_year, problems, read_year
from ita_portal.body_sizes import takes_files
from ita_portal.merged_forms import FormGuard
from ita_portal.saving import save_row, save_rows
from ita_portal.thai import fiscal_year_text


@require_http_methods(["GET", "HEAD", "POST"])
@takes_files
def assessment(request: HttpRequest, pk: int, fiscal_year: int) -> HttpResponse:
    """Show and save a year's assessment; `action=check` calculates without saving."""
    with open_year(request, pk, fiscal_year, "scores") as year:
        form = _form(request, year)
        paste = Paste(request, (fiscal_year,), year.municipality)
        paste.take({fiscal_year: form})
        guard = FormGuard(request, form)
        checks_only = request.POST.get("action") == "check" or paste.waits
        if not checks_only and year.stores(guard):
            save_row(year.assessment, form.own_values)
            scores = {code: {"value": value} for code, value in form.scores.items()}
            save_rows(year.assessment.scores, "code", scores)
            guard.announce(f"บันทึกผลการประเมิน{fiscal_year_text(fiscal_year)} แล้ว")
            return redirect("assessment", pk=pk, fiscal_year=fiscal_year)
        context = {"form": form, "guard": guard, "problems": problems([form])}
        context |= _comparison(year, form)
        pasted = {fiscal_year: form}
        context |= {"paste": paste, "understood": paste.understood(pasted)}
        context |= {"unread": list(paste.unread(pasted, {}))}
        return render(request, "assessments/assessment.html", year.context | context)


@require_POST
@takes_files
def assessment_check(request: HttpRequest, pk: int, fiscal_year: int) -> HttpResponse:
    """The comparison alone, for what was typed so far; saves nothing."""
    year = read_year(request, pk, fiscal_year, "scores")
    context = year.context | _comparison(year, _form(request, year))
    return render(request, "assessments/comparison.html", context)


def _form(request: HttpRequest, year: YearPage) -> AssessmentForm:
    stored = stored_assessment(year.assessment, year.scores)
    return AssessmentForm(
        request.POST if request.method == "POST" else None, initial=stored, rules=year.rules
    )


def _comparison(year: YearPage, form: AssessmentForm) -> dict[str, object]:
    comparison = form.comparison(year.scores_before)
    noted = "difference_note" in form.known or "difference_note" in form.errors
    return {"comparison": comparison, "asks_for_note": noted or comparison.total.agrees is False}
