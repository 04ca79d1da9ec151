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
from exchange.writing import as_wanted
from ita_portal.downloads import download
from municipalities.models import Municipality
from printing.pdf.rendering import PdfFailed, PdfUnavailable
from reports.choice_views import may_choose, offered_choosing
from reports.commenting.comments import OPEN_COMMENTS
from reports.commenting.page import review_of
from reports.commenting.unsent import unsent_boxes
from reports.handing_out import data_file, docx_file, pdf_file
from reports.marking import PublicMark, mark_of, marks, with_uploads
from reports.models import Report
from reports.reading import document_of, read_refusal, readable_report
from reports.states import State
from reports.workflow import Transition, offered


@dataclass(frozen=True)
class Listed:
    """A report as the page of documents lists it.

    `refusal` says why its contents can't be read yet, `steps` are those that the reader may take with it,
    `mark` lays what is public of it beside the data of today; None where nothing is, or may be read.
    """

    report: Report
    state: State
    refusal: str
    errors: int
    warnings: int
    choosable: bool
    steps: tuple[Transition, ...]
    mark: PublicMark | None


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
    public = [one for one in reports if one.is_public]  # type: ignore[attr-defined]  # by with_review
    marked = marks([one for one in public if not read_refusal(user, one)], dossier)
    listed = [_listed(user, report, dossier, marked.get(report.kind)) for report in reports]
    read = {"plan": plan, "dossier": dossier, "marks": marked}
    return _page(request, plan.municipality, plan.assessed_year, fiscal_year, listed, **read)


def _listed(user: User, report: Report, dossier: Dossier, mark: PublicMark | None) -> Listed:
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
        mark=mark,
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
        "waits": any(one.report.state == State.SUBMITTED for one in listed),
    }
    return render(request, "reports/documents.html", context | more)


@require_safe
def preview(request: HttpRequest, pk: int, fiscal_year: int, kind: str) -> HttpResponse:
    """A document as a page of the portal: a published one as it was published, any other one as a draft."""
    report = readable_report(request, pk, fiscal_year, kind)
    dossier, public = load_dossier(report.plan), None
    if report.is_public:  # type: ignore[attr-defined]  # annotated by with_review
        public = with_uploads(report.publications.all(), "html").first()
    stored = public if report.state == State.PUBLISHED else None
    document = document_of(report, dossier)
    review = review_of(signed_in(request), report, document, unsent_boxes(request, report))
    context = {
        "section": "home",
        "report": report,
        "state": State(report.state),
        "municipality": report.plan.municipality,
        "assessed_year": report.plan.assessed_year,
        "plan_year": fiscal_year,
        "document": document,
        "stored": stored,
        "mark": mark_of(report, public, dossier) if public else None,
        "steps": offered(report, signed_in(request)),
        "choosing": offered_choosing(request, report),
        "review": review.together if stored else review,
    }
    return render(request, "reports/preview.html", context)


@require_safe
def report_pdf(request: HttpRequest, pk: int, fiscal_year: int, kind: str) -> HttpResponse:
    """A document as PDF; 503 with a page that says why where it can't be made."""
    report = readable_report(request, pk, fiscal_year, kind)
    try:
        found = pdf_file(report)
    except (PdfFailed, PdfUnavailable) as failure:
        context = {"section": "home", "report": report, "reason": str(failure)}
        return render(request, "reports/pdf_failed.html", context, status=503)
    return download(found.content, found.content_type, found.name, as_attachment=False)


@require_safe
def report_docx(request: HttpRequest, pk: int, fiscal_year: int, kind: str) -> HttpResponse:
    """The same as a Word file to download."""
    found = docx_file(readable_report(request, pk, fiscal_year, kind))
    return download(found.content, found.content_type, found.name)


@require_safe
def report_data(request: HttpRequest, pk: int, fiscal_year: int, kind: str) -> HttpResponse:
    """What a document shows, as data to download; with `?format=1` in the first version of the format."""
    found = data_file(readable_report(request, pk, fiscal_year, kind))
    return download(as_wanted(found.content, request.GET.get("format")), found.content_type, found.name)
