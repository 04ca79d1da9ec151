"""The document: a report of a plan, its review, its publications."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.urls import reverse

from accounts.models import User
from accounts.names_then import person_then
from assessments.models import fiscal_year_check
from documents.choices import Choices
from ita_portal.thai import fiscal_year_text
from measures.models import Plan
from municipalities.models import Municipality
from reports import states
from reports.chosen import DocumentChoices
from reports.confirmed import Confirmation
from reports.corrected import Correction
from reports.erased import Erasure
from reports.events import Event
from reports.noticed import ResultNotice
from reports.published import PrintedYear, Publication, PublishedEvidence
from reports.removed import RemovedYear
from reports.states import Action, State
from reports.tried import AddressTrial

__all__ = [
    "AddressTrial",
    "Comment",
    "Confirmation",
    "Correction",
    "Deadline",
    "DocumentChoices",
    "Erasure",
    "Event",
    "PrintedYear",
    "Publication",
    "PublishedEvidence",
    "RemovedYear",
    "Report",
    "ReportKind",
    "ResultNotice",
]


class ReportKind(models.TextChoices):
    """The two documents that a municipality owes for each plan."""

    PLAN = "plan", "มาตรการส่งเสริมคุณธรรมและความโปร่งใส"
    RESULTS = "results", "รายงานผลการดำเนินการตามมาตรการ"


class ReportQuerySet(models.QuerySet["Report"]):
    """Questions about many reports."""

    def known_to(self, user: User) -> ReportQuerySet:
        """Those whose state this person may see, whatever it is."""
        return self.filter(plan__municipality__in=Municipality.objects.visible_to(user))

    def visible_to(self, user: User) -> ReportQuerySet:
        """Those whose contents this person may read: a reviewer's from the first submission on."""
        mine = self.known_to(user)
        return mine.exclude(state=State.DRAFT) if user.is_authenticated and user.is_reviewer else mine

    def reviewed(self) -> ReportQuerySet:
        """Those of provinces that review before publication."""
        return self.filter(plan__municipality__district__province__reviews=True)

    def with_place(self) -> ReportQuerySet:
        """With plan, municipality, district and province in the same query."""
        return self.select_related("plan__municipality__district__province")

    def with_public(self) -> ReportQuerySet:
        """With `is_public`: is its newest publication public, which speaks for the document?

        And with `is_live`: is any of them? An earlier one stays open at its own address until withdrawn.
        """
        rows = Publication.objects.filter(report=OuterRef("pk"))
        newer = Publication.objects.filter(report=OuterRef("report"), revision__gt=OuterRef("revision"))
        return self.annotate(
            is_public=Exists(rows.public().exclude(Exists(newer))), is_live=Exists(rows.public())
        )

    def public(self) -> ReportQuerySet:
        """Those whose newest publication is public."""
        return self.with_public().filter(models.Q(is_public=True))

    def with_withdrawal(self) -> ReportQuerySet:
        """With `withdrawal`, the reason why its publication was withdrawn.

        It is "" or None as long as nothing was withdrawn, and again once the next revision is published.
        """
        ends = Event.objects.filter(report=OuterRef("pk"), verb__in=(Action.PUBLISH, Action.WITHDRAW))
        is_withdrawal = When(verb=Action.WITHDRAW, then=F("note"))
        said = Case(is_withdrawal, default=Value(""), output_field=models.TextField())
        return self.annotate(withdrawal=Subquery(ends.order_by("-pk").annotate(said=said).values("said")[:1]))

    def with_review(self) -> ReportQuerySet:
        """With `last_note`, `last_actor` (what was written at the latest step, by whom), and `with_public`.

        A withdrawal concerns the publication, not the step at which its report stands: it is no latest step,
        and its reason stands in `withdrawal`.
        """
        steps = Event.objects.filter(report=OuterRef("pk"), verb__in=Action.values()).order_by("-pk")
        moves = steps.exclude(verb=Action.WITHDRAW)
        return (
            self.with_public()
            .with_withdrawal()
            .annotate(
                last_note=Subquery(moves.values("note")[:1]),
                last_actor=Subquery(moves.values("actor_name")[:1]),
            )
        )


class Report(models.Model):
    """One of the two documents of a plan and where it stands. `version` counts its saved steps.

    `fingerprint` identifies the contents that the reviewer accepted (see reports.fingerprint). It is
    "" until then, and again once the report is opened.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="reports", verbose_name="แผนมาตรการ")
    kind = models.CharField("เอกสาร", max_length=7, choices=ReportKind)
    state = models.CharField("สถานะ", max_length=9, choices=State.choices(), default=State.DRAFT)
    version = models.PositiveIntegerField("จำนวนครั้งที่บันทึก", default=0)
    fingerprint = models.CharField(
        "ค่าตรวจสอบเนื้อหาที่ผ่านการตรวจทาน (SHA-256)", max_length=64, blank=True, default="", editable=False
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "รายงาน"
        constraints = [
            models.UniqueConstraint(fields=["plan", "kind"], name="report_once_a_kind"),
            models.CheckConstraint(condition=Q(kind__in=ReportKind.values), name="report_kind"),
            models.CheckConstraint(condition=Q(state__in=State.values()), name="report_state"),
            models.CheckConstraint(
                condition=Q(fingerprint="") | Q(fingerprint__regex=r"^[0-9a-f]{64}$"),
                name="report_fingerprint",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.plan}"

    @property
    def said_state(self) -> str:
        """Its state as it is called in its province; the report comes with its place."""
        return State(self.state).said(reviews=self.plan.municipality.province.reviews)

    def said_step(self, step: Action) -> str:
        """The step as it is called in its province; as above."""
        return step.said(reviews=self.plan.municipality.province.reviews)

    @property
    def lock(self) -> states.Lock:
        """Why what this report shows can't be edited now, and where it is opened; empty while it can."""
        opening = states.opening_step(self.state)
        if opening is None:
            return states.Lock()
        reviews = self.plan.municipality.province.reviews
        name = f"{self.get_kind_display()} {fiscal_year_text(self.plan.fiscal_year)}"
        keys = [self.plan.municipality_id, self.plan.fiscal_year, self.kind, opening]
        sentence = f"{name} {states.LockWord(self.state).said(reviews=reviews)}"
        return states.Lock(sentence, reverse("report_action", args=keys), opening.said(reviews=reviews))

    def standing(self, *columns: str) -> Publication | None:
        """What a published report is read as: its newest public revision with these columns of its contents.

        One query; none, and None, of a report in any other state.
        """
        if self.state != State.PUBLISHED:
            return None
        rows = self.publications.standing()
        return rows.only("report", "revision", "title", "published_at", *columns).first()

    @property
    def chosen(self) -> Choices:
        """What the officer chose for the document; the defaults while nobody has chosen anything."""
        row: DocumentChoices | None = getattr(self, "choices", None)
        return row.values if row else Choices()


class CommentQuerySet(models.QuerySet["Comment"]):
    """Questions about many comments."""

    def with_people(self) -> CommentQuerySet:
        """With `author_then` and `resolver_then`, who wrote and closed each, as they were called then."""
        return self.annotate(
            author_then=person_then("author", "written_at"),
            resolver_then=person_then("resolved_by", "resolved_at"),
        )


class Comment(models.Model):
    """A reviewer's comment on a report, or an answer to it (`answer_to`).

    `anchor` names the place: "" the report as a whole, "section:<anchor>", "measure:<pk>" or "about:<code>"
    (an indicator or instrument); `place` is that place's title as it read then. Only the first of a thread
    has a place and can be resolved. A comment is neither changed nor deleted.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="comments", verbose_name="รายงาน")
    answer_to = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="answers", verbose_name="ตอบความเห็น"
    )
    anchor = models.CharField("ตำแหน่งในรายงาน", max_length=60, blank=True)
    place = models.CharField("ชื่อตำแหน่งในรายงาน", max_length=400, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="comments", verbose_name="ผู้ให้ความเห็น"
    )
    body = models.TextField("ความเห็น", max_length=5000)
    written_at = models.DateTimeField("เขียนเมื่อ", auto_now_add=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="resolved_comments",
        verbose_name="ผู้ปิดความเห็น",
    )
    resolved_at = models.DateTimeField("ปิดความเห็นเมื่อ", null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "ความเห็น"
        ordering = ["written_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(resolved_by=None, resolved_at=None)
                | Q(resolved_by__isnull=False, resolved_at__isnull=False),
                name="comment_resolved_by_someone_sometime",
            ),
            models.CheckConstraint(condition=~Q(body=""), name="comment_says_something"),
            models.CheckConstraint(
                condition=Q(answer_to=None) | Q(anchor="", place="", resolved_at=None),
                name="comment_place_and_end_belong_to_the_thread",
            ),
        ]

    def __str__(self) -> str:
        return self.body[:60]


class Deadline(models.Model):
    """The day by which the report of a kind is due for a plan's fiscal year (B.E.)."""

    fiscal_year = models.PositiveSmallIntegerField("ปีงบประมาณ (พ.ศ.)")
    kind = models.CharField("เอกสาร", max_length=7, choices=ReportKind)
    due_on = models.DateField("กำหนดส่ง")

    class Meta:
        verbose_name = verbose_name_plural = "กำหนดส่ง"
        constraints = [
            models.UniqueConstraint(fields=["fiscal_year", "kind"], name="deadline_once_a_year_and_kind"),
            models.CheckConstraint(condition=Q(kind__in=ReportKind.values), name="deadline_kind"),
            fiscal_year_check("fiscal_year", "deadline_fiscal_year"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.fiscal_year}"
