"""The two documents of a plan: their state, the preview on screen, the PDF."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.access import signed_in
from accounts.models import User
from assessments.models import FIRST_YEAR, LAST_YEAR
from documents.checks.complaints import Severity
from documents.checks.weighing import weights
from documents.dossier import Dossier
from documents.loading import load_dossier
from ita_portal.downloads import download
from municipalities.models import Municipality
from printing.pdf.cache import pdf_of
from printing.pdf.rendering import PdfFailed, PdfUnavailable
from printing.word.writing import CONTENT_TYPE, written
from reports.choice_views import may_choose, offered_choosing
from reports.commenting.comments import OPEN_COMMENTS
from reports.commenting.page import review_of
from reports.commenting.unsent import unsent_boxes
from reports.models import Report
from reports.reading import document_of, paper_of, read_refusal, readable_report
from reports.states import State
from reports.workflow import Transition, offered


@dataclass(frozen=True)
class Listed:
    """A report as the page of documents lists it.

    `refusal` says why its contents can't be read yet, `steps` are those that the reader may take with it.
    """

    report: Report
    state: State
    refusal: str
    errors: int
    warnings: int
    choosable: bool
    steps: tuple[Transition, ...]


@require_safe
def documents(request: HttpRequest, pk: int, fiscal_year: int) -> HttpResponse:
    """Both documents of a plan; before there is a plan, where to begin."""
    user = signed_in(request)
    reports = list(
        Report.objects.known_to(user)
        .with_review()
        .annotate(open_comments=OPEN_COMMENTS)
        .filter(plan__municipality__pk=pk, plan__fiscal_year=fiscal_year)
        .with_place()
        .order_by("kind")
    )
    if not reports:
        if not FIRST_YEAR < fiscal_year <= LAST_YEAR:
            raise Http404
        municipality = get_object_or_404(Municipality.objects.visible_to(user).with_place(), pk=pk)
        return _page(request, municipality, fiscal_year - 1, fiscal_year, [])
    plan, dossier = reports[0].plan, load_dossier(reports[0].plan)
    listed = [_listed(user, report, dossier) for report in reports]
    read = {"plan": plan, "dossier": dossier}
    return _page(request, plan.municipality, plan.assessed_year, fiscal_year, listed, **read)


def _listed(user: User, report: Report, dossier: Dossier) -> Listed:
    found = weights(dossier, report.kind)
    errors = found.count(Severity.ERROR)
    return Listed(
        report=report,
        state=State(report.state),
        refusal=read_refusal(user, report),
        errors=errors,
        warnings=len(found) - errors,
        choosable=may_choose(user, report),
        steps=offered(report, user),
    )


def _page(
    request: HttpRequest,
    municipality: Municipality,
    assessed_year: int,
    plan_year: int,
    listed: list[Listed],
    **more: object,
) -> HttpResponse:
    context = {
        "section": "home",
        "municipality": municipality,
        "assessed_year": assessed_year,
        "plan_year": plan_year,
        "documents": listed,
        "readable": any(not one.refusal for one in listed),
    }
    return render(request, "reports/documents.html", context | more)


@require_safe
def preview(request: HttpRequest, pk: int, fiscal_year: int, kind: str) -> HttpResponse:
    """A document as a page of the portal."""
    report = readable_report(request, pk, fiscal_year, kind)
    document = document_of(report)
    context = {
        "section": "home",
        "report": report,
        "state": State(report.state),
        "municipality": report.plan.municipality,
        "assessed_year": report.plan.assessed_year,
        "plan_year": fiscal_year,
        "document": document,
        "steps": offered(report, signed_in(request)),
        "choosing": offered_choosing(request, report),
        "review": review_of(signed_in(request), report, document, unsent_boxes(request, report)),
    }
    return render(request, "reports/preview.html", context)


@require_safe
def report_pdf(request: HttpRequest, pk: int, fiscal_year: int, kind: str) -> HttpResponse:
    """A document as PDF; 503 with a page that says why where it can't be made."""
    report = readable_report(request, pk, fiscal_year, kind)
    paper = paper_of(report)
    try:
        content = pdf_of(paper.html, attachments=paper.attachments)
    except (PdfFailed, PdfUnavailable) as failure:
        context = {"section": "home", "report": report, "reason": str(failure)}
        return render(request, "reports/pdf_failed.html", context, status=503)
    return download(content, "application/pdf", f"{paper.document.full_title}.pdf", as_attachment=False)


@require_safe
def report_docx(request: HttpRequest, pk: int, fiscal_year: int, kind: str) -> HttpResponse:
    """A document as a Word file to download."""
    document = document_of(readable_report(request, pk, fiscal_year, kind))
    return download(written(document), CONTENT_TYPE, f"{document.full_title}.docx")
