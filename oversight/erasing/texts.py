"""A text in the rows of every model: where it stands, and a tombstone in its place."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models

from oversight.erasing.columns import TOGETHER, all_models, searched_columns
from oversight.erasing.sought import SoughtText

AT_ONCE = 500


@dataclass(frozen=True)
class TextPlace:
    """A column of a row in which the text stands. `whole` where the column holds only a part of it."""

    model: type[models.Model]
    column: str
    pk: Any
    whole: bool = False

    @property
    def name(self) -> str:
        """Model and column, as the list of places counts them."""
        return f"{self.model._meta.label}.{self.column}"  # noqa: SLF001 - Django's documented API

    @property
    def value(self) -> Any:
        """What stands there now; None where the row is gone. One query."""
        return self.rows().values_list(self.column, flat=True).first()

    def rows(self) -> models.QuerySet[Any]:
        """The row, also of a past model whose manager would refuse to change it."""
        return models.QuerySet[Any](self.model).filter(pk=self.pk)


def text_places(sought: SoughtText) -> Iterator[TextPlace]:
    """Every place but for what publications contain. Reads all rows of all models."""
    for model in all_models():
        if names := searched_columns(model):
            for pk, *values in in_parts(models.QuerySet[Any](model), *names, at_once=AT_ONCE):
                yield from _of_row(model, pk, dict(zip(names, values, strict=True)), sought)


def in_parts(rows: models.QuerySet[Any], *names: str, at_once: int) -> Iterator[tuple[Any, ...]]:
    """Key and columns of each row, so many in a query: none stays open, and none takes long."""
    last: Any = None
    while True:
        following = rows if last is None else rows.filter(pk__gt=last)
        part = list(following.order_by("pk").values_list("pk", *names)[:at_once])
        yield from part
        if len(part) < at_once:
            return
        last = part[-1][0]


def _of_row(
    model: type[models.Model], pk: Any, row: dict[str, Any], sought: SoughtText
) -> Iterator[TextPlace]:
    holding = [name for name, value in row.items() if sought.stands_in(value)]
    yield from (TextPlace(model, name, pk) for name in holding)
    parts = [str(row.get(name, "")) for name in TOGETHER]
    if not holding and all(parts) and sought.stands_in(" ".join(parts)):
        yield from (TextPlace(model, name, pk, whole=True) for name in TOGETHER)


def replace_text(place: TextPlace, sought: SoughtText, stones: tuple[str, ...], number: int) -> bool:
    """Put a tombstone where the text stands, and say whether it stood there; the row is locked.

    The first of `stones` that the column is long enough for. A column that takes addresses gets one that
    leads nowhere, made of `number`; one in which no two rows may agree gets the key of its row.
    """
    value = place.rows().select_for_update().values_list(place.column, flat=True).first()
    if not (place.whole or sought.stands_in(value)):
        return False
    column: Any = place.model._meta.get_field(place.column)  # noqa: SLF001 - Django's documented API
    news = [stone if place.whole else sought.replaced(value, stone) for stone in stones]
    if isinstance(column, models.EmailField):
        news = [f"erased-{place.pk}@erased.invalid"]
    elif isinstance(column, models.URLField):
        news = [f"https://erased.invalid/{number}"]
    elif column.unique:
        news = [f"erased-{place.pk}"]
    most = column.max_length if isinstance(column, models.CharField) and column.max_length else None
    new = next((one for one in news if most is None or len(one) <= most), news[-1])
    place.rows().update(**{place.column: new if most is None else new[:most]})
    return True
