"""Whose a row is: the municipality to which its keys lead, also when what lies between was deleted."""

from collections import deque
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models

from accounts.models import User
from municipalities.models import Municipality


def municipality_of(model: type[models.Model], pk: Any) -> int | None:
    """The key of the municipality to which a row belongs; None where it is the portal's. A query a step."""
    if model is Municipality:
        return int(pk)
    rows = models.QuerySet[Any](model).filter(pk=pk)
    if getattr(model, "instance_type", None) is Municipality:
        return rows.values_list("id", flat=True).first()
    if (step := _next_step(model)) is None:
        return None
    key, target = rows.values_list(step.attname, flat=True).first(), step.related_model
    if key is None or target is Municipality:
        return key
    if not models.QuerySet[Any](target).filter(pk=key).exists() and (past := _past_of(target)):
        former = models.QuerySet[Any](past).filter(id=key).order_by("-history_id")
        return municipality_of(past, former.values_list("pk", flat=True).first())
    return municipality_of(target, key)


@cache
def _next_step(model: Any) -> Any:
    """The key of the model that begins the shortest way to a municipality, not by way of a person."""
    waiting = deque((column, column.related_model) for column in _keys(model))
    seen = {model, User}
    while waiting:
        first, reached = waiting.popleft()
        if reached is Municipality:
            return first
        if reached not in seen:
            seen.add(reached)
            waiting.extend((first, column.related_model) for column in _keys(reached))
    return None


def _keys(model: Any) -> list[Any]:
    columns = model._meta.concrete_fields  # noqa: SLF001 - Django's documented API
    return [column for column in columns if isinstance(column, models.ForeignKey)]


def _past_of(model: Any) -> Any:
    """The model that keeps its former states; None without one."""
    try:
        return apps.get_model(model._meta.app_label, f"Historical{model.__name__}")  # noqa: SLF001 - as above
    except LookupError:
        return None
