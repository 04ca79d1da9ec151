"""The assessments of the last years on one page: typed, pasted or from the officer's own file."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import edit_refusal, require, signed_in, writing
from assessments import framework
from assessments.forms import AssessmentForm, stored_assessment
from assessments.models import Assessment, assessment_lock
from assessments.pasting import Paste
from assessments.year_page import problems
from assessments.years import latest_year
from ita_portal.body_sizes import takes_files
from ita_portal.gathering import read_with
from ita_portal.merged_forms import FormGuard
from ita_portal.saving import save_row, save_rows
from ita_portal.thai import fiscal_year_text
from municipalities.models import Municipality

YEARS_SHOWN = 5


class YearForm(AssessmentForm):
    """A year among others: its scores and announced figures, without the note why a total differs."""

    def __init__(self, request: HttpRequest, assessment: Assessment) -> None:
        year = assessment.fiscal_year
        stored = stored_assessment(assessment, assessment.score_values())
        data = request.POST if request.method == "POST" else None
        super().__init__(data, initial=stored, prefix=f"y{year}", rules=framework.load(year))
        del self.fields["difference_note"]
        self.assessment, self.title = assessment, fiscal_year_text(year)

    def store(self) -> None:
        """Store what was typed; a year of which nothing is known is none."""
        if self.assessment.pk:
            save_row(self.assessment, self.own_values)
            scores = {code: {"value": value} for code, value in self.scores.items()}
            save_rows(self.assessment.scores, "code", scores)
        elif self.known:
            save_row(self.assessment, self.own_values)
            for code, value in self.scores.items():  # there are none to be asked for
                self.assessment.scores.create(code=code, value=value)


@dataclass(frozen=True)
class ShownYear:
    """A year of the page: its form, or why it can't be edited; `cells` are its fields in the page's rows."""

    fiscal_year: int
    form: YearForm
    lock: str
    rows: Sequence[str]

    @property
    def cells(self) -> list[BoundField | None]:
        """The year's field in each row of the page; None where it has none."""
        return [self.form[name] if name in self.form.fields else None for name in self.rows]


def shown_years(request: HttpRequest, municipality: Municipality) -> list[ShownYear]:
    """The last years that can have an assessment, newest first; all of them with `?all=1`.

    A later one is among them only where it is stored all the same.
    """
    first, last = framework.years()[0], latest_year(timezone.localdate())
    since = first if "all" in request.GET else max(first, last - YEARS_SHOWN + 1)
    found = read_with(municipality.assessments.filter(fiscal_year__gte=since), "scores")
    stored = {row.fiscal_year: row for row in found}
    plans = list(municipality.plans.prefetch_related("reports"))
    years = sorted({*range(since, last + 1), *stored}, reverse=True)
    rows = [stored.get(year) or Assessment(municipality=municipality, fiscal_year=year) for year in years]
    of_year = {row.fiscal_year: YearForm(request, row) for row in rows}
    names = list(dict.fromkeys(name for form in of_year.values() for name in form.fields))
    return [ShownYear(year, form, assessment_lock(plans, year), names) for year, form in of_year.items()]


@require_http_methods(["GET", "HEAD", "POST"])
@takes_files
def score_history(request: HttpRequest, pk: int) -> HttpResponse:
    """Show and save the assessments of several years at once; `action=read` only reads what was pasted."""
    with writing(request, pk):
        visible = Municipality.objects.visible_to(signed_in(request)).with_place()
        municipality = get_object_or_404(visible, pk=pk)
        require(edit_refusal(signed_in(request), municipality))
        years = shown_years(request, municipality)
        forms = {year.fiscal_year: year.form for year in years if not year.lock}
        locks = {year.fiscal_year: year.lock for year in years if year.lock}
        paste = Paste(request, list(forms), municipality)
        paste.take(forms)
        guard = FormGuard(request, *forms.values())
        if not paste.waits and guard.saves:
            for form in forms.values():
                form.store()
            guard.announce("บันทึกผลการประเมินย้อนหลังแล้ว")
            return redirect(request.get_full_path())
        context = {"section": "home", "municipality": municipality, "years": years, "guard": guard}
        context |= {"paste": paste, "understood": paste.understood(forms), "locks": locks}
        context |= {"unread": list(paste.unread(forms, locks)), "problems": problems(forms.values())}
        context |= {"first": framework.years()[0], "all": "all" in request.GET}
        return render(request, "assessments/history.html", context)
