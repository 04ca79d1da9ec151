"""The assessments of all municipalities, for an admin to read."""

from django.contrib import admin

from assessments.models import Analysis, Assessment, Finding, Score
from ita_portal.admin_reading import ReadingHistoryAdmin, ReadingInline


class ScoreInline(ReadingInline):
    """The scores of an assessment."""

    model = Score


class FindingInline(ReadingInline):
    """The assessors' remarks on an assessment."""

    model = Finding


class AnalysisInline(ReadingInline):
    """The municipality's analysis of an assessment."""

    model = Analysis


@admin.register(Assessment)
class AssessmentAdmin(ReadingHistoryAdmin):
    """Assessments by municipality and year."""

    list_display = ["municipality", "fiscal_year", "announced_total", "announced_level"]
    list_filter = ["fiscal_year"]
    list_select_related = ["municipality"]
    search_fields = ["municipality__name"]
    inlines = [ScoreInline, FindingInline, AnalysisInline]
