"""Rows that hold from a day on, until another day or until further notice (`since`, `until`)."""

from datetime import date

from django.db.models import Q


def running(day: date, prefix: str = "") -> Q:
    """Those that hold on a day: `since` has come, `until`, the first day on which they don't, has not.

    `prefix` leads to them ("services__") for other models.
    """
    ends_later = Q((f"{prefix}until", None)) | Q((f"{prefix}until__gt", day))
    return Q((f"{prefix}since__lte", day)) & ends_later
