"""What an admin may look at in Django's admin but not touch: all that pages of the portal manage."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from ita_portal.admin_history import HistoryAdmin
from ita_portal.admin_lists import OfferedLookups


class _Reading(OfferedLookups):
    """Rows to read: none is added, changed or deleted here."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never."""
        return False


class ReadingAdmin(_Reading, admin.ModelAdmin):
    """A list of rows to read."""


class ReadingHistoryAdmin(_Reading, HistoryAdmin):
    """A list of rows to read, with who changed what and when."""


class ReadingInline(_Reading, admin.TabularInline):
    """Rows to read below the one that they belong to."""

    extra = 0
