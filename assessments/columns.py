"""What a column of the database takes, by its field and its constraints; the database is not asked."""

import operator
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, Field, Model, Q
from django.utils.translation import override

from assessments.framework import Framework

SHOWN = 60  # letters of a value in a sentence about it
_LOOKUPS: dict[str, Callable[[Any, Any], bool]] = {
    "exact": operator.eq,
    "gte": operator.ge,
    "in": lambda value, allowed: value in allowed,
    "range": lambda value, ends: ends[0] <= value <= ends[1],
    "regex": lambda value, pattern: re.search(pattern, value) is not None,
}


@dataclass(frozen=True)
class StoredValue:
    """What of a framework is written into a column: `place` is the list in the file that it stands in."""

    place: str
    model: type[Model]
    field: str
    values: Callable[[Framework], Iterable[object]]

    def faults(self, framework: Framework) -> Iterator[str]:
        """One English sentence for each value of the framework that the column refuses."""
        for value in self.values(framework):
            if reason := column_refusal(self.model, self.field, value):
                column = f"{self.model.__name__}.{self.field}"
                yield f"{self.place}: {str(value)[:SHOWN]} can't be stored in {column}: {reason}"


def column_refusal(model: type[Model], name: str, value: object) -> str:
    """Why the column refuses a value, in English; empty where it takes it.

    Looked at are the validators of the field and the check constraints that concern this column alone.
    Raises KeyError for a lookup in a constraint that is not known here.
    """
    options = model._meta  # noqa: SLF001 - Django's documented way to the fields
    field: Field[Any, Any] = options.get_field(name)  # type: ignore[assignment] # no relation is asked for
    with override("en"):
        try:
            field.clean(value, None)
        except ValidationError as error:
            return " ".join(map(str, error.messages))
    for constraint in options.constraints:
        condition = constraint.condition if isinstance(constraint, CheckConstraint) else None
        alone = isinstance(condition, Q) and condition.referenced_base_fields == {name}
        if alone and not _holds(condition, value):
            return f"the constraint {constraint.name} forbids it"
    return ""


def _holds(condition: Any, value: object) -> bool:
    """Whether the value fulfils a condition on one column: a Q, or a lookup with what it compares to."""
    if isinstance(condition, Q):
        parts = (_holds(child, value) for child in condition.children)
        return (any(parts) if condition.connector == Q.OR else all(parts)) is not condition.negated
    lookup, wanted = condition
    return _LOOKUPS[lookup.partition("__")[2] or "exact"](value, wanted)
