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
from ita_portal.editing import PortalForm
from ita_portal.fields import ThaiTextField
from printing.pdf.rendering import PdfFailed, PdfUnavailable
from reports.commenting.comments import threads
from reports.models import Report
from reports.publishing import publish
from reports.reading import known_report, version_seen
from reports.states import Action
from reports.workflow import NOTED, Outdated, Refused, content_refusal, perform, role_refusal, state_refusal

NOTES = {
    Action.SUBMIT: "ข้อความถึงผู้ตรวจทาน (ไม่บังคับ)",
    Action.RETURN: "เหตุผลและสิ่งที่ขอให้แก้ไข",
    Action.ACCEPT: "ข้อความถึงเทศบาล (ไม่บังคับ)",
    Action.REVISE: "เหตุที่ต้องปรับปรุง",
    Action.WITHDRAW: "เหตุที่ถอนการเผยแพร่ (ประชาชนจะเห็นข้อความนี้)",
}


class NoteForm(PortalForm):
    """The note that goes with a step; some steps need it, some have no room for it."""

    note = ThaiTextField(max_length=5000)

    def __init__(self, action: Action, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.action = action
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
    if request.method != "POST":
        return _page(request, report, NoteForm(wanted), seen=report.version)
    form, seen = NoteForm(wanted, request.POST), version_seen(request)
    if form.is_valid():
        return _take(request, report, form, seen)
    return _page(request, report, form, seen=seen)


def _take(request: HttpRequest, report: Report, form: NoteForm, seen: int | None) -> HttpResponse:
    user, action = signed_in(request), form.action
    try:
        if action == Action.PUBLISH:
            publish(report, user, seen=seen)
        else:
            perform(report, action, user, form.note_text, seen=seen)
    except Outdated as outdated:
        # The page of the report as it stands now, with what was typed; where no step leads on, why not.
        latest = known_report(request, report.plan.municipality_id, report.plan.fiscal_year, report.kind)
        if sentence := state_refusal(latest, action):
            return _too_late(request, latest, action, sentence)
        return _page(request, latest, form, seen=latest.version, outdated=str(outdated))
    except Refused as refused:
        return _too_late(request, report, action, str(refused))
    except (PdfFailed, PdfUnavailable) as failure:
        return _page(request, report, form, seen=seen, failure=str(failure))
    return _done(request, report, action)


def _done(request: HttpRequest, report: Report, action: Action) -> HttpResponse:
    """Back to the documents; after publishing, to what the municipality's website needs."""
    messages.success(request, f"{action.label}แล้ว: {report.get_kind_display()}")
    plan = report.plan
    if action == Action.PUBLISH:
        return redirect("publication_kit", plan.municipality_id, plan.fiscal_year, report.kind)
    return redirect("documents", plan.municipality_id, plan.fiscal_year)


def _too_late(request: HttpRequest, report: Report, action: Action, sentence: str) -> HttpResponse:
    """The second click of a double click gets the answer of the first one, anybody else the reason."""
    latest = report.events.filter(verb__in=Action.values()).last()
    if latest and (latest.verb, latest.actor_id) == (action, signed_in(request).pk):
        return _done(request, report, action)
    messages.warning(request, sentence)
    return redirect("documents", report.plan.municipality_id, report.plan.fiscal_year)


def _page(
    request: HttpRequest,
    report: Report,
    form: NoteForm,
    *,
    seen: int | None,
    outdated: str = "",
    failure: str = "",
) -> HttpResponse:
    """The page that confirms the step, marked with the version that the person has `seen` of the report."""
    action = form.action
    # Accepting leaves these comments open; it hinders nobody, but should not happen unseen.
    left_open = sum(thread.is_open for thread in threads(report)) if action == Action.ACCEPT else 0
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
        "open_comments": left_open,
        "warnings": [one for one in complaints if one.severity is Severity.WARNING],
        "form": form,
        "seen": seen,
        "outdated": outdated,
        "problems": problems([form]),
        "failure": failure,
    }
    return render(request, "reports/actions_confirm.html", context, status=503 if failure else 200)
