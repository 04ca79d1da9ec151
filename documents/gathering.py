"""The rows of a relation as one value in the row of their owner: a page of many owners asks once.

Why this and not prefetching: docs/decisions/0015-gathered-not-prefetched.md.
"""

from decimal import Decimal
from json import JSONDecoder
from typing import Any

from django.db.models import Aggregate, F, Func, JSONField, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject


class _Exact(JSONDecoder):
    """Reads 90.64 as a Decimal; a float would no longer be the score that was announced."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options | {"parse_float": Decimal})


class _Listed(Aggregate):
    """The values of a group as a JSON list."""

    function = "JSONB_AGG"
    output_field = JSONField(decoder=_Exact)

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """SQLite's name of it."""
        return self.as_sql(compiler, connection, **context | {"function": "JSON_GROUP_ARRAY"})


class _Lines(Func):
    """A list of lines inside an object. SQLite keeps JSON as text and would nest it as text."""

    template = "%(expressions)s"
    arity = 1

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """JSON(…) around the column."""
        return self.as_sql(compiler, connection, **context | {"template": "JSON(%(expressions)s)"})


def gathered(rows: QuerySet[Any], owner: str, *fields: str) -> Subquery:
    """An annotation: these fields of the rows as a list of dicts, None where there are none.

    `owner` is the rows' key to the annotated model. The list has no order. Decimals come with the places that
    the database kept ("90.5", or 90 as int), dates as ISO 8601 text.
    """
    model = rows.model._meta  # noqa: SLF001 - Django's own name for what may be asked of a model
    shown = {
        name: _Lines(F(name)) if isinstance(model.get_field(name), JSONField) else F(name) for name in fields
    }
    mine = rows.filter(**{owner: OuterRef("pk")}).order_by().values(owner)
    return Subquery(mine.annotate(gathered=_Listed(JSONObject(**shown))).values("gathered"))
