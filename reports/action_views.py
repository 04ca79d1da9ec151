"""A step of a document: a page that says what will happen, and the button that does it."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import require, signed_in
from assessments.year_page import problems
from documents.checks.catalogue import ASKED
from documents.checks.complaints import Complaint, Severity
from printing.pdf.rendering import PdfFailed, PdfUnavailable
from reports.confirmations import confirm, questions_about
from reports.contents import complaints_at, content_refusal
from reports.gate import at_the_gate
from reports.mending import mend_address
from reports.models import Report, ReportKind
from reports.public_evidence import evidence_to_publish
from reports.publishing import PublishingQuestions, publish, questions_before_publishing
from reports.reading import known_report, version_seen
from reports.states import EARLIER, Action
from reports.step_forms import PublishForm, StepForm, WithdrawForm
from reports.taking_down import withdraw
from reports.trying import addresses_before_submitting
from reports.workflow import (
    Outdated,
    Refused,
    perform,
    role_refusal,
    state_refusal,
)


@require_http_methods(["GET", "HEAD", "POST"])
def report_action(request: HttpRequest, pk: int, fiscal_year: int, kind: str, action: str) -> HttpResponse:
    """Confirm a step and take it; who comes too late is led to where the document stands now."""
    user, wanted = signed_in(request), Action(action)
    report = known_report(request, pk, fiscal_year, kind)
    require(role_refusal(report, wanted, user))
    if sentence := state_refusal(report, wanted):
        return _too_late(request, report, wanted, sentence)
    complaints = complaints_at(report, wanted)
    form = _form(request, report, wanted, complaints)
    if form.is_valid():
        return _take(request, report, form, version_seen(request))
    seen = version_seen(request) if form.is_bound else report.version
    return _page(request, report, form, complaints, seen=seen)


def _form(request: HttpRequest, report: Report, action: Action, complaints: Sequence[Complaint]) -> StepForm:
    """What the step asks, with what was typed."""
    data = request.POST if request.method == "POST" else None
    if action == Action.WITHDRAW:
        return WithdrawForm(report, data)
    if action == Action.PUBLISH:
        refused = content_refusal(report, action, complaints)
        asks = PublishingQuestions() if refused else questions_before_publishing([report])[report]
        return PublishForm(report, asks, data)
    reviews = report.plan.municipality.province.reviews
    return StepForm(action, questions_about(report.plan, complaints), data, reviews=reviews)


def _take(request: HttpRequest, report: Report, form: StepForm, seen: int | None) -> HttpResponse:
    user, action = signed_in(request), form.action
    try:
        if action == Action.PUBLISH:
            publish(report, user, seen=seen, answers=form.answers)
        elif action == Action.WITHDRAW:
            withdraw(report, user, form.note_text, seen=seen, revisions=form.chosen_revisions)
        else:
            if form.reasons:
                confirm(report, user, form.reasons)
            perform(report, action, user, form.note_text, seen=seen)
    except Outdated as outdated:
        # The page of the report as it stands now, with what was typed; where no step leads on, why not.
        latest = known_report(request, report.plan.municipality_id, report.plan.fiscal_year, report.kind)
        if sentence := state_refusal(latest, action):
            return _too_late(request, latest, action, sentence)
        complaints = complaints_at(latest, action)
        return _page(request, latest, form, complaints, seen=latest.version, outdated=str(outdated))
    except Refused as refused:
        return _too_late(request, report, action, str(refused))
    except (PdfFailed, PdfUnavailable) as failure:
        return _page(request, report, form, seen=seen, failure=str(failure))
    return _done(request, report, action)


def _done(request: HttpRequest, report: Report, action: Action) -> HttpResponse:
    """Back to the documents; after publishing, to what the municipality's website needs."""
    reviews = report.plan.municipality.province.reviews
    messages.success(request, f"{action.said(reviews=reviews)}แล้ว: {report.get_kind_display()}")
    plan = report.plan
    if action == Action.PUBLISH:
        return redirect("publication_kit", plan.municipality_id, plan.fiscal_year, report.kind)
    return redirect("documents", plan.municipality_id, plan.fiscal_year)


def _too_late(request: HttpRequest, report: Report, action: Action, sentence: str) -> HttpResponse:
    """The second click of a double click gets the answer of the first one, anybody else the reason."""
    latest = report.events.filter(verb__in=[*Action.values(), EARLIER]).last()
    done = (action, EARLIER) if action == Action.WITHDRAW else (action,)
    if latest and latest.verb in done and latest.actor_id == signed_in(request).pk:
        return _done(request, report, action)
    messages.warning(request, sentence)
    return redirect("documents", report.plan.municipality_id, report.plan.fiscal_year)


def _page(
    request: HttpRequest,
    report: Report,
    form: StepForm,
    complaints: Sequence[Complaint] = (),
    *,
    seen: int | None,
    **trouble: str,
) -> HttpResponse:
    """The page that confirms the step, marked with the version that the person has `seen` of the report.

    `complaints` are those of `complaints_at`; `trouble` is what the last try met: "outdated" or "failure".
    """
    action = form.action
    tries = action == Action.SUBMIT and report.kind == ReportKind.RESULTS
    unasked = [one for one in complaints if one.check not in ASKED]
    context = {
        "section": "home",
        "report": report,
        "municipality": report.plan.municipality,
        "assessed_year": report.plan.assessed_year,
        "plan_year": report.plan.fiscal_year,
        "action": action,
        "called": action.said(reviews=report.plan.municipality.province.reviews),
        "refusal": content_refusal(report, action, complaints),
        "gate": at_the_gate([report])[0] if action == Action.ACCEPT else None,
        "warnings": [one for one in unasked if one.severity is not Severity.ERROR],
        "silent": addresses_before_submitting(report.plan).silent if tries else (),
        "evidence": evidence_to_publish([report])[report]
        if action in (Action.SUBMIT, Action.PUBLISH)
        else (),
        "asked": [(one, mend_address(one.place, report.plan), field) for one, field in form.asked()],
        "form": form,
        "seen": seen,
        "problems": problems([form]),
    }
    status = 503 if "failure" in trouble else 200
    return render(request, "reports/actions_confirm.html", context | trouble, status=status)
