"""Where an officer writes what a document says in the municipality's own words."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import require_open
from assessments.year_page import problems
from documents.compose import compose
from documents.loading import load_dossier
from documents.sections.opening import Opening
from ita_portal.merged_forms import FormGuard
from ita_portal.saving import save_row
from measures.access import officers_plan
from measures.own_texts import SECTION_NAMES, own_texts_of
from measures.plan_views import cycle_context
from reports.models import Report, ReportKind
from reports.own_text_forms import OwnTextsForm

COLUMNS = {ReportKind.PLAN: "own_texts", ReportKind.RESULTS: "results_own_texts"}


@require_http_methods(["GET", "HEAD", "POST"])
def own_texts(request: HttpRequest, pk: int, fiscal_year: int, kind: str) -> HttpResponse:
    """The paragraphs for one document, to be read also while it is locked; saving leads to the preview."""
    with officers_plan(request, pk, fiscal_year) as plan:
        report = get_object_or_404(
            Report.objects.with_place().select_related("choices"), plan=plan, kind=kind
        )
        require_open(request, report.lock)
        column = COLUMNS[ReportKind(kind)]
        form = _form(request, report, column)
        guard = FormGuard(request, form)
        if guard.saves:
            save_row(plan, {column: form.stored})
            guard.announce("บันทึกข้อความของเทศบาลแล้ว")
            return redirect("preview", pk, fiscal_year, kind)
    context = {
        "report": report,
        "lock": report.lock,
        "form": form,
        "guard": guard,
        "problems": problems([form]),
    }
    return render(request, "reports/own_texts.html", cycle_context(plan) | context)


def _form(request: HttpRequest, report: Report, column: str) -> OwnTextsForm:
    """The form over the sections of the document today; its opening without own words is the proposal."""
    nothing: dict[str, Any] = {column: ()}
    bare = compose(replace(load_dossier(report.plan), **nothing), report.kind, choices=report.chosen)
    proposal = next((part.paragraphs for part in bare.sections if isinstance(part, Opening)), ())
    return OwnTextsForm(
        request.POST if request.method == "POST" else None,
        stored=own_texts_of(getattr(report.plan, column)),
        sections=[part.anchor for part in bare.sections if part.anchor in SECTION_NAMES],
        proposal=proposal,
    )
