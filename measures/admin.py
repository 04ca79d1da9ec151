"""The plans of all municipalities, for an admin to read."""

from django.contrib import admin
from django.db.models import URLField

from ita_portal.admin_reading import ReadingHistoryAdmin, ReadingInline
from measures.models import Evidence, Measure, Plan, Result


class MeasureInline(ReadingInline):
    """The measures of a plan in brief."""

    model = Measure
    fields = ["number", "title", "stance", "starts_on", "ends_on"]
    show_change_link = True


class ResultInline(ReadingInline):
    """What came of a measure."""

    model = Result


class EvidenceInline(ReadingInline):
    """What shows it."""

    model = Evidence
    fields = ["title", "url", "file_name", "dated_on", "disclosure"]
    readonly_fields = ["disclosure"]
    formfield_overrides = {URLField: {"assume_scheme": "https"}}

    @admin.display(description="การเปิดเผย")
    def disclosure(self, evidence: Evidence) -> str:
        """What the public gets of it."""
        return "เฉพาะชื่อ" if evidence.named_only else "เปิดเผย"


@admin.register(Plan)
class PlanAdmin(ReadingHistoryAdmin):
    """Plans by municipality and year."""

    list_display = ["municipality", "fiscal_year", "assessed_year", "decided_on"]
    list_filter = ["fiscal_year"]
    list_select_related = ["municipality"]
    search_fields = ["municipality__name"]
    inlines = [MeasureInline]


@admin.register(Measure)
class MeasureAdmin(ReadingHistoryAdmin):
    """Measures of all plans."""

    list_display = ["title", "plan", "number", "stance"]
    list_filter = ["plan__fiscal_year", "stance"]
    list_select_related = ["plan__municipality"]
    search_fields = ["title", "plan__municipality__name"]
    inlines = [ResultInline, EvidenceInline]
