"""Writing rows so that only what differs is saved, one by one (each leaves its history), and counted."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.db.models import Model

from ita_portal.signs import meant

AnyRow = TypeVar("AnyRow", bound=Model)
Key = TypeVar("Key", bound=Hashable)
Fields = Mapping[str, Any]

CREATED, CHANGED, REMOVED, KEPT = "เพิ่ม", "แก้ไข", "ลบ", "คงเดิม"


class Changes:
    """What an import did to each row, and what it left alone; `municipality` says whose rows they are."""

    def __init__(self) -> None:
        self.municipality = ""
        self.untouched: list[str] = []
        self.writes = 0
        self._rows: dict[tuple[str, Any], str] = {}
        self._fields: dict[str, Counter[str]] = {}

    def rows(self, change: str) -> Counter[str]:
        """How many rows of each name were CREATED, CHANGED, REMOVED or KEPT."""
        return Counter(name for (name, _pk), made in self._rows.items() if made == change)

    def fields(self, name: str) -> Counter[str]:
        """In how many changed rows of this name each field was changed."""
        return self._fields.get(name, Counter())

    def save(self, row: AnyRow, fields: Fields) -> AnyRow:
        """Save a row with these values if it is new or one of them differs."""
        differing = [field for field, value in fields.items() if not _same(getattr(row, field), value)]
        for field in differing:
            setattr(row, field, fields[field])
        if row.pk is None:
            row.save()
            return self._note(row, CREATED)
        if not differing:
            self._rows.setdefault((_name(row), row.pk), KEPT)
            return row
        row.save()
        column = row._meta.get_field  # noqa: SLF001 - Django's documented API
        names = (str(column(field).verbose_name) for field in differing)  # type: ignore[union-attr]
        self._fields.setdefault(_name(row), Counter()).update(names)
        return self._note(row, CHANGED)

    def remove(self, row: Model) -> None:
        """Delete a row and count it."""
        self._note(row, REMOVED)  # first: a deleted row has no key left
        row.delete()

    def replace(
        self, stored: Mapping[Key, AnyRow], wanted: Mapping[Key, Fields], new: Callable[[Key], AnyRow]
    ) -> dict[Key, AnyRow]:
        """Make the stored rows the wanted ones, matched by key; `new` makes the row of a missing key."""
        for key, row in stored.items():
            if key not in wanted:
                self.remove(row)
        return {key: self.save(stored.get(key) or new(key), fields) for key, fields in wanted.items()}

    def _note(self, row: AnyRow, change: str) -> AnyRow:
        self.writes += 1
        self._rows[_name(row), row.pk] = change
        return row


def positions(stored: Mapping[Key, Model], keys: Sequence[Key]) -> list[int]:
    """The positions of rows listed by `keys`: as stored while their order is the same, else from 0."""
    if list(stored) == list(keys):
        return [row.position for row in stored.values()]  # type: ignore[attr-defined]
    return list(range(len(keys)))


def with_ordinals(keys: Iterable[str]) -> list[tuple[str, int]]:
    """Each key with how many like it came before, so that equal ones can be told apart."""
    before: Counter[str] = Counter()
    pairs = []
    for key in keys:
        pairs.append((key, before[key]))
        before[key] += 1
    return pairs


def _same(stored: Any, read: Any) -> bool:
    """Whether a bundle brings what is stored: the same text in other signs is no change."""
    if isinstance(stored, list):
        return len(stored) == len(read) and all(map(_same, stored, read))
    return stored == read or (isinstance(stored, str) and meant(stored) == read)


def _name(row: Model) -> str:
    return str(row._meta.verbose_name)  # noqa: SLF001 - Django's documented API
