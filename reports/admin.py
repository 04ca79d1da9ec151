"""The reports, what happened to them, and by when they are due, for an admin to read."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.names_then import person_then
from ita_portal.admin_reading import ReadingAdmin, ReadingInline
from reports.models import Comment, Deadline, Erasure, Event, Publication, PublishedEvidence, Report
from reports.states import VERBS, verb_said


class StepInWords:
    """Shows a step as its button names it, and whether the province reviewed at the time, in words."""

    @admin.display(description="ขั้นตอน", ordering="verb")
    def step(self, event: Event) -> str:
        """The words of the step."""
        return verb_said(event.verb, reviewed=event.reviewed)

    @admin.display(description="จังหวัดตรวจทานก่อนเผยแพร่ในขณะนั้น", ordering="reviewed")
    def reviewed_then(self, event: Event) -> str:
        """Yes or no: Django's picture for it is called "True" in every language."""
        return "ใช่" if event.reviewed else "ไม่ใช่"


class StepFilter(admin.SimpleListFilter):
    """The events of one step."""

    title = "ขั้นตอน"
    parameter_name = "verb"

    def lookups(self, _request: HttpRequest, _admin: object) -> list[tuple[str, str]]:
        """Every step with its words."""
        return list(VERBS.items())

    def queryset(self, _request: HttpRequest, events: QuerySet[Event]) -> QuerySet[Event]:
        """Those of the chosen step; all without one."""
        return events.filter(verb=self.value()) if self.value() else events


class EventInline(StepInWords, ReadingInline):
    """The steps of a report."""

    model = Event
    readonly_fields = ["at", "step", "reviewed_then"]
    fields = ["at", "actor_name", "actor_role", "step", "from_state", "to_state", "reviewed_then", "note"]


class CommentInline(ReadingInline):
    """The comments on it."""

    model = Comment
    readonly_fields = ["written_at", "written_by", "closed_by"]
    fields = ["written_at", "written_by", "anchor", "body", "closed_by", "resolved_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Comment]:
        """With who wrote and closed each, as they were called then."""
        shown = super().get_queryset(request)
        return Comment.objects.with_people().filter(pk__in=shown.values("pk"))

    @admin.display(description="ผู้ให้ความเห็น")
    def written_by(self, comment: Any) -> str:
        """Who wrote it."""
        return str(comment.author_then)

    @admin.display(description="ผู้ปิดความเห็น")
    def closed_by(self, comment: Any) -> str:
        """Who closed it; "–" while it is open."""
        return str(comment.resolver_then or "–")


@admin.register(Report)
class ReportAdmin(ReadingAdmin):
    """Where each report stands."""

    list_display = ["plan", "kind", "state"]
    list_filter = ["kind", "state", "plan__fiscal_year"]
    list_select_related = ["plan__municipality"]
    search_fields = ["plan__municipality__name"]
    inlines = [EventInline, CommentInline]


class PublishedEvidenceInline(ReadingInline):
    """The files of evidence that went with a publication."""

    model = PublishedEvidence
    fields = ["measure", "place", "title", "file_name", "size", "sha256"]


@admin.register(Publication)
class PublicationAdmin(ReadingAdmin):
    """What was published and when; the documents themselves have their own pages."""

    list_display = ["title", "revision", "published_at", "publisher", "withdrawn_at"]
    list_filter = ["published_at"]
    search_fields = ["title"]
    fields = [
        *("report", "title", "revision", "sha256", "docx_sha256", "bundle_sha256", "sealed_sha256"),
        *("publisher", "published_at", "withdrawn_at", "reason", "erased_at"),
    ]
    inlines = [PublishedEvidenceInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Publication]:
        """Without the files: a list of them would be hundreds of megabytes."""
        rows = super().get_queryset(request).defer("html", "pdf", "docx", "sealed", "bundle")
        return rows.annotate(published_by_then=person_then("published_by", "published_at"))

    @admin.display(description="ผู้เผยแพร่")
    def publisher(self, publication: Any) -> str:
        """Who published it, as they were called then."""
        return str(publication.published_by_then)


@admin.register(Event)
class EventAdmin(StepInWords, ReadingAdmin):
    """Every step of every report."""

    list_display = ["at", "actor_name", "actor_role", "step", "report"]
    fields = ["report", "at", *EventInline.fields[1:]]
    list_filter = ["at", StepFilter]
    list_select_related = ["report__plan__municipality"]
    search_fields = ["actor_name", "note"]


@admin.register(Deadline)
class DeadlineAdmin(ReadingAdmin):
    """The days by which the documents are due."""

    list_display = ["fiscal_year", "kind", "due_on"]
    list_filter = ["kind"]
    ordering = ["-fiscal_year", "kind"]


@admin.register(Erasure)
class ErasureAdmin(ReadingAdmin):
    """What was erased by law, by whom and why."""

    list_display = ["pk", "kind", "erased_at", "erased_by", "reason"]
    list_filter = ["kind", "erased_at"]
    list_select_related = ["erased_by"]
    fields = ["kind", "digest", "reason", "erased_by", "erased_at", "places", "files", "finished_at"]
