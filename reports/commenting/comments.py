"""Comments of a reviewer on a report, and the answers to them: who may write them, and what is stored.

Callers hold the lock of the municipality (`access.writing`) when they write.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.access import edit_refusal
from accounts.models import Role, User
from accounts.names_then import role_then
from reports.commenting.places import CommentPlace
from reports.models import Comment, Event, Report
from reports.states import CommentStep, State, unreviewed

BODY_LENGTH, PLACE_LENGTH = 5000, 400
# The states in which the reviewer has the report, or has just returned it with comments.
COMMENTED_STATES = frozenset({State.SUBMITTED, State.RETURNED, State.ACCEPTED})
SAME = timedelta(minutes=1)  # the same words again within it are the second click of a double click
NOTED = 200  # characters of a comment that the event of its closing quotes

# An annotation of reports: how many of their comments the reviewer has not closed.
OPEN_COMMENTS = Count("comments", filter=Q(comments__answer_to=None, comments__resolved_at=None))


@dataclass(frozen=True)
class Thread:
    """A comment with its answers, oldest first; `waits` while it is the municipality's turn (`waiting`)."""

    root: Comment
    answers: tuple[Comment, ...]
    waits: bool

    @property
    def is_open(self) -> bool:
        """Whether the reviewer has not closed it."""
        return self.root.resolved_at is None

    @property
    def last(self) -> Comment:
        """Its last answer, or the first comment itself."""
        return [self.root, *self.answers][-1]


def threads(report: Report) -> tuple[Thread, ...]:
    """The comments on a report with their answers, oldest first, in one query."""
    waits = Exists(waiting_comments().filter(pk=OuterRef("pk")))
    comments = list(report.comments.with_people().annotate(waits=waits))
    answers: dict[int | None, list[Comment]] = {}
    for comment in comments:
        answers.setdefault(comment.answer_to_id, []).append(comment)
    return tuple(
        Thread(root, tuple(answers.get(root.pk, ())), root.waits)  # type: ignore[attr-defined] # annotated
        for root in answers.get(None, ())
    )


def last_comment(root: Comment) -> Comment:
    """The newest comment of a thread: its last answer, or the first comment itself."""
    return root.answers.order_by("-written_at", "-pk").first() or root


def unanswered_comments(report: Report) -> int:
    """How many open comments wait for the municipality (see `waiting`).

    A report that was returned is submitted again only when there are none.
    """
    return waiting_comments().filter(report=report).count()


def waiting_comments() -> QuerySet[Comment]:
    """The first comments of all threads that wait for their municipality.

    It is the municipality's turn while a thread is open and the last comment is not an officer's: of who was
    one when it was written.
    """
    wrote = role_then("author", "written_at")
    answers = Comment.objects.filter(answer_to=OuterRef("pk")).order_by("-written_at", "-pk")
    last = Coalesce(Subquery(answers.values(role=wrote)[:1]), wrote)
    threads = Comment.objects.filter(answer_to=None, resolved_at=None)
    return threads.annotate(last_role=last).exclude(last_role=Role.OFFICER)


def comment_refusal(user: User, report: Report) -> str:
    """Why this person may not comment on the report, or close a comment, in Thai; empty when they may."""
    district = report.plan.municipality.district
    if not user.is_reviewer or user.province_id != district.province_id:
        return f"เฉพาะผู้ตรวจทานของจังหวัด{district.province.name}เท่านั้นที่ให้ความเห็น ปิด หรือเปิดความเห็นได้"
    if not district.province.reviews:
        return f"{unreviewed(district.province.name)} จึงไม่มีการให้ความเห็น"
    if report.state not in COMMENTED_STATES:
        return "ให้ความเห็นได้เฉพาะเมื่อเทศบาลส่งเอกสารแล้วและยังไม่เผยแพร่"
    return ""


def answer_refusal(user: User, report: Report, root: Comment) -> str:
    """Why this person may not answer the comment, in Thai; empty when they may."""
    if root.resolved_at:
        return "ความเห็นนี้ปิดแล้ว จึงตอบไม่ได้จนกว่าผู้ตรวจทานจะเปิดอีกครั้ง"
    if user.is_reviewer:
        return comment_refusal(user, report)
    if edit_refusal(user, report.plan.municipality):
        return f"เฉพาะเจ้าหน้าที่ ITA ของ{report.plan.municipality.full_name}และผู้ตรวจทานเท่านั้นที่ตอบความเห็นได้"
    return ""


def add(report: Report, author: User, *, place: CommentPlace, body: str) -> Comment:
    """Write a comment at a place; sent twice, it is the one already there."""
    again = _same(report, author, body, answer_to=None, anchor=place.anchor)
    return again or Comment.objects.create(
        report=report,
        author=author,
        body=body,
        anchor=place.anchor,
        place=_start(place.title, PLACE_LENGTH),
    )


def answer(root: Comment, author: User, *, body: str) -> Comment:
    """Answer the first comment of a thread; sent twice, it is the one already there."""
    again = _same(root.report, author, body, answer_to=root)
    return again or Comment.objects.create(report=root.report, author=author, body=body, answer_to=root)


def _same(report: Report, author: User, body: str, **place: object) -> Comment | None:
    lately = report.comments.filter(author=author, written_at__gte=timezone.now() - SAME, **place)
    return lately.filter(body=body).last()


def resolve(root: Comment, user: User) -> None:
    """Close a thread and write the event; one that is closed stays as it is."""
    if root.resolved_at is None:
        root.resolved_by, root.resolved_at = user, timezone.now()
        _store_end(root, user, CommentStep.RESOLVE)


def reopen(root: Comment, user: User) -> None:
    """Open a closed thread again and write the event; one that is open stays as it is."""
    if root.resolved_at is not None:
        root.resolved_by = root.resolved_at = None
        _store_end(root, user, CommentStep.REOPEN)


def _store_end(root: Comment, user: User, verb: str) -> None:
    root.save(update_fields=["resolved_by", "resolved_at"])
    Event.objects.record(root.report, verb, user, _start(root.body, NOTED))


def _start(text: str, length: int) -> str:
    """The text in so many characters. (Django's Truncator does not count Thai vowels and tone marks.)"""
    return text if len(text) <= length else f"{text[: length - 1]}…"
