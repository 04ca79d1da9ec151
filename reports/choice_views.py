"""Where an officer chooses how a document looks; the form also stands in its preview."""

from dataclasses import asdict, dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import edit_refusal, require_open, signed_in
from accounts.models import User
from assessments import framework
from assessments.year_page import problems
from ita_portal.merged_forms import FormGuard
from ita_portal.saving import save_row
from measures.access import officers_plan
from measures.plan_views import cycle_context
from reports.choice_forms import ChoicesForm
from reports.chosen import DocumentChoices
from reports.models import Report


@dataclass(frozen=True)
class Choosing:
    """The form of a report's choices, and the guard that keeps two windows apart."""

    form: ChoicesForm
    guard: FormGuard


def choosing(request: HttpRequest, report: Report) -> Choosing:
    """The form as this request finds or sends it."""
    stored = asdict(report.chosen)
    posted = request.POST if request.method == "POST" else None
    form = ChoicesForm(posted, initial=stored, fiscal_year=report.plan.fiscal_year, kind=report.kind)
    return Choosing(form, FormGuard(request, form))


def may_choose(user: User, report: Report) -> bool:
    """Whether this person may change the look of the report now: an officer, while it isn't locked."""
    return not (report.lock or edit_refusal(user, report.plan.municipality))


def offered_choosing(request: HttpRequest, report: Report) -> Choosing | None:
    """The form for the preview; None for those who only read, and while the report is locked."""
    return choosing(request, report) if may_choose(signed_in(request), report) else None


@require_http_methods(["GET", "HEAD", "POST"])
def document_choices(request: HttpRequest, pk: int, fiscal_year: int, kind: str) -> HttpResponse:
    """The choices for one document, to be read also while it is locked; saving leads back to the preview."""
    with officers_plan(request, pk, fiscal_year) as plan:
        reports = Report.objects.with_place().select_related("choices")
        report = get_object_or_404(reports, plan=plan, kind=kind)
        require_open(request, report.lock)
        found = choosing(request, report)
        if found.guard.saves:
            row: DocumentChoices | None = getattr(report, "choices", None)
            save_row(row or DocumentChoices(report=report), found.form.cleaned_data)
            found.guard.announce("บันทึกรูปแบบเอกสารแล้ว")
            return redirect("preview", pk, fiscal_year, kind)
    (_, rule), *_ = framework.answered_items(fiscal_year, kind)
    context = {
        "report": report,
        "lock": report.lock,
        "choosing": found,
        "guard": found.guard,
        "problems": problems([found.form]),
        "parts": rule.parts,
    }
    return render(request, "reports/choices.html", cycle_context(plan) | context)
