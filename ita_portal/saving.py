"""Writing what a page holds: only rows that changed, one by one, so that the history has each change."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model

Values = Mapping[str, Any]


def save_row(row: Model, values: Values) -> None:
    """Give the row these values; it is saved when it is new or one of them differs."""
    if row.pk and all(getattr(row, name) == value for name, value in values.items()):
        return
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def save_rows(manager: Any, key: str, wanted: Mapping[str, Values]) -> None:
    """Make the rows of a related manager those of `wanted` (natural key -> values); others are deleted."""
    stored = {getattr(row, key): row for row in manager.all()}
    for row in (row for code, row in stored.items() if code not in wanted):
        row.delete()
    for code, values in wanted.items():
        if code in stored:
            save_row(stored[code], values)
        else:
            manager.create(**{**values, key: code})
