"""The registers of all municipalities, for an admin to read."""

from django.contrib import admin

from ita_portal.admin_reading import ReadingHistoryAdmin
from oit.models import OITEntry


@admin.register(OITEntry)
class OITEntryAdmin(ReadingHistoryAdmin):
    """Items by municipality and year."""

    list_display = ["municipality", "fiscal_year", "item", "status", "unit"]
    list_filter = ["fiscal_year", "status"]
    search_fields = ["municipality__name", "item", "unit"]
    list_select_related = ["municipality"]
