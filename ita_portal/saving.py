"""Writing what a page or a file holds: only rows that changed, so that the history has each change."""

from collections.abc import Iterable, Mapping
from graphlib import TopologicalSorter
from typing import Any

from django.db.models import Model
from simple_history.utils import bulk_create_with_history

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


def create_rows(rows: Iterable[Model]) -> None:
    """Store new rows, each with its history, by a few queries for each model; a row may refer to another.

    `Model.save` is not called, nor are its signals sent.
    """
    by_model: dict[type[Model], list[Model]] = {}
    for row in rows:
        by_model.setdefault(type(row), []).append(row)
    referred = {
        model: {other for other in by_model if other is not model and _refers(model, other)}
        for model in by_model
    }
    for model in TopologicalSorter(referred).static_order():
        bulk_create_with_history(by_model[model], model)


def _refers(model: type[Model], other: type[Model]) -> bool:
    return any(field.related_model is other for field in model._meta.concrete_fields)  # noqa: SLF001 - documented
