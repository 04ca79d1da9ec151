"""Commenting on a document: the reviewer's comment, the answers to it, its end and its reopening."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import require, signed_in, writing
from accounts.models import User
from assessments.year_page import problems
from ita_portal.editing import PortalForm
from reports import commenting
from reports.commenting.page import AnswerForm, CommentForm
from reports.commenting.places import by_anchor, places_of
from reports.commenting.unsent import forget_box, note_boxes, pressed_box
from reports.models import Comment, Report
from reports.reading import document_of, readable_report, version_seen
from reports.workflow import outdated_refusal

ANSWERED_SINCE = "มีผู้ตอบความเห็นนี้หลังจากที่ท่านเปิดหน้านี้ จึงยังไม่ได้ดำเนินการ โปรดอ่านคำตอบก่อน"


@require_http_methods(["GET", "HEAD", "POST"])
def comment_add(request: HttpRequest, pk: int, fiscal_year: int, kind: str) -> HttpResponse:
    """A comment at a place of the document: the preview's forms come here, and show here what is wrong."""
    user = signed_in(request)
    with writing(request, pk):
        report = readable_report(request, pk, fiscal_year, kind)
        note_boxes(request, report)
        require(commenting.comment_refusal(user, report))
        found = by_anchor(places_of(report, document_of(report)))
        initial, box = request.GET.dict(), pressed_box(request)
        form = CommentForm(_sent(request), initial=initial, found=found.values(), prefix=box or None)
        if not form.is_valid():
            return _page(request, report, form, heading="ให้ความเห็น")
        if outdated := outdated_refusal(report, version_seen(request)):
            return _page(request, report, form, heading="ให้ความเห็น", outdated=outdated)
        place, body = found[form.cleaned_data["place"]], form.cleaned_data["body"]
        written = commenting.add(report, user, place=place, body=body)
        forget_box(request, report)
    messages.success(request, "บันทึกความเห็นแล้ว")
    return redirect(_address(report, written))


@require_http_methods(["GET", "HEAD", "POST"])
def comment_answer(request: HttpRequest, pk: int, fiscal_year: int, kind: str, comment: int) -> HttpResponse:
    """An answer to a comment, by the municipality's officer or a reviewer."""
    user = signed_in(request)
    with writing(request, pk):
        report = readable_report(request, pk, fiscal_year, kind)
        note_boxes(request, report)
        root = _first(report, comment)
        require(commenting.answer_refusal(user, report, root))
        form = AnswerForm(_sent(request), prefix=pressed_box(request) or None)
        if not form.is_valid():
            return _page(request, report, form, heading="ตอบความเห็น", root=root)
        commenting.answer(root, user, body=form.cleaned_data["body"])
        forget_box(request, report)
    messages.success(request, "บันทึกคำตอบแล้ว")
    return redirect(_address(report, root))


@require_POST
def comment_resolve(request: HttpRequest, pk: int, fiscal_year: int, kind: str, comment: int) -> HttpResponse:
    """Close a comment."""
    return _end(request, Keys(pk, fiscal_year, kind), comment, commenting.resolve, done="ปิดความเห็นแล้ว")


@require_POST
def comment_reopen(request: HttpRequest, pk: int, fiscal_year: int, kind: str, comment: int) -> HttpResponse:
    """Open a closed comment again."""
    return _end(request, Keys(pk, fiscal_year, kind), comment, commenting.reopen, done="เปิดความเห็นอีกครั้งแล้ว")


class Keys(NamedTuple):
    """What names a report in an address."""

    municipality: int
    fiscal_year: int
    kind: str


def _end(
    request: HttpRequest, keys: Keys, comment: int, step: Callable[[Comment, User], None], *, done: str
) -> HttpResponse:
    """Close or reopen a comment, confirm it, and go back to its place."""
    user = signed_in(request)
    with writing(request, keys.municipality):
        report = readable_report(request, *keys)
        note_boxes(request, report)
        require(commenting.comment_refusal(user, report))
        root = _first(report, comment)
        # Nobody closes or reopens a comment who has not read the report and the answers as they are now.
        unread = outdated_refusal(report, version_seen(request))
        if not unread and request.POST.get("last") != str(commenting.last_comment(root).pk):
            unread = ANSWERED_SINCE
        if unread:
            messages.warning(request, unread)
            return redirect(_address(report, root))
        step(root, user)
    messages.success(request, done)
    return redirect(_address(report, root))


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _first(report: Report, pk: int) -> Comment:
    """The first comment of a thread of this report; 404 for an answer and for another report's."""
    firsts = report.comments.filter(answer_to=None).with_people()
    root = get_object_or_404(firsts, pk=pk)
    root.report = report
    return root


def _address(report: Report, comment: Comment) -> str:
    keys = [report.plan.municipality_id, report.plan.fiscal_year, report.kind]
    return f"{reverse('preview', args=keys)}#comment-{comment.pk}"


def _page(
    request: HttpRequest,
    report: Report,
    form: PortalForm,
    *,
    heading: str,
    root: Comment | None = None,
    outdated: str = "",
) -> HttpResponse:
    """The form on a page of its own; what was typed stays, and so does the mark of what was seen."""
    marked = request.method == "POST" and not outdated
    context = {
        "section": "home",
        "report": report,
        "municipality": report.plan.municipality,
        "plan_year": report.plan.fiscal_year,
        "heading": heading,
        "root": root,
        "form": form,
        "box": pressed_box(request),
        "seen": request.POST.get("seen", "") if marked else report.version,
        "outdated": outdated,
        "problems": problems([form]),
    }
    return render(request, "reports/comment_form.html", context)
