"""A step of a document: a page that says what will happen, and the button that does it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import require, signed_in
from assessments.year_page import problems
from documents import checks
from documents.checks.complaints import Severity
from documents.loading import load_dossier
from ita_portal.editing import Guard, PortalForm
from ita_portal.fields import ThaiTextField
from printing.pdf.rendering import PdfFailed, PdfUnavailable
from reports.commenting.comments import threads
from reports.models import Report
from reports.publishing import publish
from reports.reading import known_report
from reports.states import Action
from reports.workflow import NOTED, Refused, content_refusal, perform, role_refusal, state_refusal

NOTES = {
    Action.SUBMIT: "ข้อความถึงผู้ตรวจทาน (ไม่บังคับ)",
    Action.RETURN: "เหตุผลและสิ่งที่ขอให้แก้ไข",
    Action.ACCEPT: "ข้อความถึงเทศบาล (ไม่บังคับ)",
    Action.REVISE: "เหตุที่ต้องปรับปรุง",
    Action.WITHDRAW: "เหตุที่ถอนการเผยแพร่ (ประชาชนจะเห็นข้อความนี้)",
}


class NoteForm(PortalForm):
    """What is said along with a step; some steps need it, some have no room for it."""

    note = ThaiTextField(max_length=5000)

    def __init__(self, action: Action, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if action in NOTES:
            self.fields["note"].label = NOTES[action]
            self.fields["note"].required = action in NOTED
        else:
            del self.fields["note"]

    @property
    def note_text(self) -> str:
        """The note of a valid form; "" where there is none."""
        return str(self.cleaned_data.get("note", ""))


@require_http_methods(["GET", "HEAD", "POST"])
def report_action(request: HttpRequest, pk: int, fiscal_year: int, kind: str, action: str) -> HttpResponse:
    """Confirm a step and take it; who comes too late is led to where the document stands now."""
    user, wanted = signed_in(request), Action(action)
    report = known_report(request, pk, fiscal_year, kind)
    require(role_refusal(report, wanted, user))
    if sentence := state_refusal(report, wanted):
        return _too_late(request, report, wanted, sentence)
    form = NoteForm(wanted, request.POST if request.method == "POST" else None)
    guard = Guard(request, report.version)
    if form.is_valid() and not guard.conflict:
        return _take(request, report, wanted, form, guard)
    return _page(request, report, wanted, form, guard)


def _take(request: HttpRequest, report: Report, action: Action, form: NoteForm, guard: Guard) -> HttpResponse:
    user = signed_in(request)
    try:
        if action == Action.PUBLISH:
            publish(report, user)
        else:
            perform(report, action, user, form.note_text)
    except Refused as refused:
        return _too_late(request, report, action, str(refused))
    except (PdfFailed, PdfUnavailable) as failure:
        return _page(request, report, action, form, guard, failure=str(failure))
    return _done(request, report, action)


def _done(request: HttpRequest, report: Report, action: Action) -> HttpResponse:
    """Back to the documents; after publishing, to what the municipality's website needs."""
    messages.success(request, f"{action.label}แล้ว: {report.get_kind_display()}")
    plan = report.plan
    if action == Action.PUBLISH:
        return redirect("publication_kit", plan.municipality_id, plan.fiscal_year, report.kind)
    return redirect("documents", plan.municipality_id, plan.fiscal_year)


def _too_late(request: HttpRequest, report: Report, action: Action, sentence: str) -> HttpResponse:
    """The second click of a double click is told what the first one did, anybody else why not."""
    latest = report.events.filter(verb__in=Action.values()).last()
    if latest and (latest.verb, latest.actor_id) == (action, signed_in(request).pk):
        return _done(request, report, action)
    messages.warning(request, sentence)
    return redirect("documents", report.plan.municipality_id, report.plan.fiscal_year)


def _left_open(report: Report) -> int:
    """How many comments accepting would leave open; it hinders nobody, but should not happen unseen."""
    return sum(thread.is_open for thread in threads(report))


def _page(
    request: HttpRequest, report: Report, action: Action, form: NoteForm, guard: Guard, *, failure: str = ""
) -> HttpResponse:
    dossier = load_dossier(report.plan) if action == Action.SUBMIT else None
    complaints = checks.run(dossier, report.kind) if dossier else ()
    context = {
        "section": "home",
        "report": report,
        "municipality": report.plan.municipality,
        "assessed_year": report.plan.assessed_year,
        "plan_year": report.plan.fiscal_year,
        "action": action,
        "refusal": content_refusal(report, action, dossier),
        "open_comments": _left_open(report) if action == Action.ACCEPT else 0,
        "warnings": [one for one in complaints if one.severity is Severity.WARNING],
        "form": form,
        "guard": guard,
        "problems": problems([form]),
        "failure": failure,
    }
    return render(request, "reports/actions_confirm.html", context, status=503 if failure else 200)
