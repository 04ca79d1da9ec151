"""The pages of a correction: begin it, submit its papers together, publish them together, cancel it."""

from collections.abc import Sequence
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import signed_in
from assessments.models import FIRST_YEAR, LAST_YEAR
from assessments.year_page import problems
from ita_portal.thai import fiscal_year_text, thai_digits
from measures.access import officers_municipality
from municipalities.administration import View
from municipalities.models import Municipality
from printing.pdf.rendering import PdfFailed, PdfUnavailable
from reports.correcting.affair import (
    CorrectionStanding,
    begin,
    cancel,
    open_correction,
    standing_of,
    tell_public,
)
from reports.correcting.notices import due_notice
from reports.correcting.pages import PaperToTake, disagreement, papers_of, papers_to_open, papers_to_take
from reports.correcting.together import submit_all
from reports.correction_forms import CorrectionForm, versions_shown
from reports.publishing import publish_all
from reports.states import Action, State
from reports.step_forms import StepForm
from reports.workflow import Refused


class _EndedError(Exception):
    """The correction was published or cancelled meanwhile."""


def _told_when_ended(view: View) -> View:
    """The view; who comes after the end of the correction, as with a second click, is told so."""

    @wraps(view)
    def telling(request: HttpRequest, pk: int, fiscal_year: int) -> HttpResponse:
        try:
            return view(request, pk, fiscal_year)
        except _EndedError:
            messages.info(request, f"การแก้ไขผลการประเมิน{fiscal_year_text(fiscal_year)} หลังเผยแพร่ สิ้นสุดแล้ว")
            return redirect("municipality", pk)

    return telling


@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: HttpRequest, pk: int, fiscal_year: int) -> HttpResponse:
    """What a correction would open, and its beginning; once it is under way, how it stands."""
    place = _place(request, pk, fiscal_year)
    if under_way := open_correction(place, fiscal_year):
        if request.method == "POST":  # the second click, or a colleague's
            return redirect("correction", pk, fiscal_year)
        return _standing_page(request, standing_of(under_way))
    notice = due_notice(pk, fiscal_year)
    form = CorrectionForm(request.POST if request.method == "POST" else None, initial={"told": True})
    trouble, shown = "", versions_shown(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            begin(place, fiscal_year, signed_in(request), said["reason"], told=said["told"], seen=shown)
        except Refused as refused:
            trouble, shown = str(refused), {}
        else:
            messages.success(request, "เริ่มแก้ไขแล้ว เอกสารทุกฉบับข้างล่างอยู่ในเรื่องเดียวกัน")
            return redirect("correction", pk, fiscal_year)
    papers = papers_to_open(place, fiscal_year, shown)
    form.initial["reason"] = notice.reason if notice else disagreement(papers, fiscal_year)
    context = {"form": form, "papers": papers, "problems": problems([form]), "trouble": trouble}
    context["notice"] = notice
    return render(request, "reports/correction_begin.html", _context(place, fiscal_year) | context)


def _standing_page(request: HttpRequest, standing: CorrectionStanding) -> HttpResponse:
    one = standing.correction
    papers = papers_of(standing)
    context = _context(one.municipality, one.fiscal_year) | {
        "standing": standing,
        "notice": due_notice(one.municipality_id, one.fiscal_year) if standing.open_reports else None,
        "papers": papers,
        "differs": any(paper.differs for paper in papers),
        "recalled_first": bool(standing.outdated_reports),
    }
    return render(request, "reports/correction.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@_told_when_ended
def correction_submit(request: HttpRequest, pk: int, fiscal_year: int) -> HttpResponse:
    """Submit every open paper of the correction, each with its checks and confirmations, or none."""
    place, trouble = _place(request, pk, fiscal_year), ""
    data, shown = request.POST if request.method == "POST" else None, versions_shown(request.POST)
    called = Action.SUBMIT.said(reviews=place.province.reviews)
    standing = _under_way(place, fiscal_year)
    reports = standing.open_reports
    if request.method == "POST" and not reports:  # the second click
        return redirect("correction", pk, fiscal_year)
    papers = papers_to_take(standing, Action.SUBMIT, data, shown)
    forms = [StepForm(Action.SUBMIT, (), data, reviews=place.province.reviews), *(one.form for one in papers)]
    if reports and _all_valid(forms):
        reasons = {one.report.pk: one.form.reasons for one in papers}
        try:
            submit_all(reports, signed_in(request), reasons, forms[0].note_text, seen=shown)
        except Refused as refused:
            trouble = str(refused)
            papers = papers_to_take(_under_way(place, fiscal_year), Action.SUBMIT, data, {})
        else:
            messages.success(request, f"{called}พร้อมกันแล้ว {thai_digits(str(len(reports)))} ฉบับ")
            return redirect("correction", pk, fiscal_year)
    page = _context(place, fiscal_year) | {
        "action": Action.SUBMIT,
        "called": called,
        "papers": papers,
        "form": forms[0],
    }
    page |= {"problems": problems(forms), "trouble": trouble, "hindered": any(one.refusal for one in papers)}
    return render(request, "reports/correction_take.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@_told_when_ended
def correction_publish(request: HttpRequest, pk: int, fiscal_year: int) -> HttpResponse:
    """Publish every paper of the correction that waits, or none."""
    place = _place(request, pk, fiscal_year)
    standing = _under_way(place, fiscal_year)
    data, shown = request.POST if request.method == "POST" else None, versions_shown(request.POST)
    papers = papers_to_take(standing, Action.PUBLISH, data, shown)
    forms, trouble, status = [one.form for one in papers], "", 200
    if papers and _all_valid(forms):
        try:
            _publish(request, papers)
        except Refused as refused:
            trouble = str(refused)
            papers = papers_to_take(_under_way(place, fiscal_year), Action.PUBLISH, data, {})
        except (PdfFailed, PdfUnavailable) as failure:
            trouble, status = str(failure), 503
        else:
            count = thai_digits(str(len(papers)))
            messages.success(request, f"เผยแพร่ฉบับปรับปรุงพร้อมกันแล้ว {count} ฉบับ การแก้ไขเสร็จสิ้น")
            return redirect("municipality", pk)
    page = _context(place, fiscal_year) | {
        "action": Action.PUBLISH,
        "called": Action.PUBLISH.label,
        "papers": papers,
    }
    page |= {"problems": problems(forms), "trouble": trouble, "hindered": any(one.refusal for one in papers)}
    return render(request, "reports/correction_take.html", page, status=status)


def _all_valid(forms: Sequence[StepForm]) -> bool:
    """Each is judged, so that every fault is told at once."""
    return False not in [form.is_valid() for form in forms]


def _publish(request: HttpRequest, papers: Sequence[PaperToTake]) -> None:
    shown = versions_shown(request.POST)
    seen = {one.report.pk: shown.get(one.report.pk) for one in papers}
    answers = {one.report.pk: one.form.answers for one in papers}
    publish_all([one.report for one in papers], signed_in(request), seen=seen, answers=answers)


@require_http_methods(["GET", "HEAD", "POST"])
@_told_when_ended
def correction_cancel(request: HttpRequest, pk: int, fiscal_year: int) -> HttpResponse:
    """Say what stays open, and end the correction without publishing."""
    place = _place(request, pk, fiscal_year)
    standing = _under_way(place, fiscal_year)
    if request.method == "POST":
        cancel(standing.correction, signed_in(request))
        messages.success(request, "ยกเลิกการแก้ไขพร้อมกันแล้ว เอกสารแต่ละฉบับยังอยู่ในสถานะเดิม")
        return redirect("municipality", pk)
    states = [(report, State(report.state)) for report in standing.reports]
    context = _context(place, fiscal_year) | {"standing": standing, "states": states}
    return render(request, "reports/correction_cancel.html", context)


@require_POST
@_told_when_ended
def correction_told(request: HttpRequest, pk: int, fiscal_year: int) -> HttpResponse:
    """Say on the public pages that the correction is under way, or no longer: as the button `told` says."""
    standing = _under_way(_place(request, pk, fiscal_year), fiscal_year)
    told = request.POST.get("told") == "on"
    tell_public(standing.correction, signed_in(request), told=told)
    done = "หน้าเผยแพร่แจ้งว่าอยู่ระหว่างแก้ไขแล้ว" if told else "หน้าเผยแพร่ไม่แจ้งว่าอยู่ระหว่างแก้ไขแล้ว"
    messages.success(request, done)
    return redirect("correction", pk, fiscal_year)


def _place(request: HttpRequest, pk: int, fiscal_year: int) -> Municipality:
    if not FIRST_YEAR <= fiscal_year <= LAST_YEAR:
        raise Http404
    return officers_municipality(request, pk)


def _under_way(place: Municipality, fiscal_year: int) -> CorrectionStanding:
    under_way = open_correction(place, fiscal_year)
    if under_way:
        return standing_of(under_way)
    raise _EndedError if place.corrections.filter(fiscal_year=fiscal_year).exists() else Http404


def _context(place: Municipality, fiscal_year: int) -> dict[str, object]:
    return {"section": "home", "municipality": place, "assessed_year": fiscal_year}
