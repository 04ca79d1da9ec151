"""The rows of a relation as one value in the row of their owner: owners and rows are asked for at once.

Why this and not prefetching: docs/decisions/0015-gathered-not-prefetched.md.
"""

# ruff: noqa: SLF001 - Django's own names for what may be asked of a model, and for rows that were prefetched

from collections.abc import Iterable
from decimal import Decimal
from json import JSONDecoder
from typing import Any, TypeVar

from django.db.models import Aggregate, DecimalField, F, Field, Func, JSONField, OuterRef, QuerySet, Subquery
from django.db.models import Model as Row
from django.db.models.functions import JSONObject

Owner = TypeVar("Owner", bound=Row)


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


def gathered(rows: QuerySet[Any], owner: str, *fields: str, of: str = "pk") -> Subquery:
    """An annotation: these fields of the rows as a list of dicts, None where there are none.

    `owner` is the rows' key to the annotated model, or to what that model names with `of`; a field may be one
    of a row that they point to ("municipality__name"). The list has no order. Decimals come with the places
    that the database kept ("90.5", or 90 as int), dates as ISO 8601 text.
    """
    shown = {name: _Lines(F(name)) if _is_json(rows, name) else F(name) for name in fields}
    mine = rows.filter(**{owner: OuterRef(of)}).order_by().values(owner)
    return Subquery(mine.annotate(gathered=_Listed(JSONObject(**shown))).values("gathered"))


def _is_json(rows: QuerySet[Any], name: str) -> bool:
    return "__" not in name and isinstance(rows.model._meta.get_field(name), JSONField)


def read_with(owners: QuerySet[Owner], *relations: str) -> list[Owner]:
    """The owners with the rows of these relations, as `prefetch_related` gives them, all in one query.

    A relation is a foreign key to the owners, by its `related_name`; its rows have their model's own order.
    Their columns hold texts, numbers, days, files, lists or yes and no; a moment (DateTimeField) is not read.
    """
    asked: dict[str, Any] = {name: owners.model._meta.get_field(name) for name in relations}
    for name, relation in asked.items():
        rows = relation.related_model
        columns = [field.attname for field in rows._meta.concrete_fields]
        found = gathered(rows.objects.all(), relation.field.name, *columns)
        owners = owners.annotate(**{f"all_{name}": found})
    read = list(owners)
    for owner in read:
        for name, relation in asked.items():
            _keep(owner, name, relation, getattr(owner, f"all_{name}") or ())
    return read


def _keep(owner: Row, name: str, relation: Any, gathered_rows: Iterable[dict[str, Any]]) -> None:
    """Give the owner these rows of a relation, where prefetching would have put them."""
    model = relation.related_model
    fields = {field.attname: field for field in model._meta.concrete_fields}
    rows = []
    for found in gathered_rows:
        values = [_value(field, found[column]) for column, field in fields.items()]
        rows.append(model.from_db(owner._state.db, list(fields), values))
        setattr(rows[-1], relation.field.name, owner)
    order = model._meta.ordering or ["pk"]
    rows.sort(key=lambda row: [getattr(row, column) for column in order])
    kept = getattr(owner, name).all()
    kept._result_cache, kept._prefetch_done = rows, True
    vars(owner).setdefault("_prefetched_objects_cache", {})[name] = kept


def _value(field: Field[Any, Any], value: Any) -> Any:
    """A gathered value as the model has it; SQLite forgets the last zero of 90.50."""
    if value is not None and isinstance(field, DecimalField):
        return Decimal(value).quantize(Decimal(1).scaleb(-field.decimal_places))
    return field.to_python(value)
