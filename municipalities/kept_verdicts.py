"""What an import would do, kept beside its file: eighty thousand rows are judged once, not for every page.

A file of lines of JSON: what is told of all rows together, then a line for each row, which begins with its
verdict, so that one page of one verdict is read without the others.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import Max, Model
from django.utils import timezone

from municipalities.importing import (
    Change,
    EditedYear,
    Import,
    RowOutcome,
    Upload,
    Verdict,
    skipped_in_words,
)
from municipalities.table_files import CellFault, FileTable

_ENDING = ".judged"
_OPEN = "!"  # of a row about which a person is asked: it stands on every page
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str)


@dataclass(frozen=True)
class JudgedFile:
    """The rows of a file with what becomes of each, as they are shown: nothing of them can be stored.

    `told` is what is said of all together; `fingerprint` is that of everything that is shown.
    """

    told: dict[str, Any]
    fingerprint: str
    lines: Sequence[str]

    @property
    def counted(self) -> Counter[Verdict]:
        """How many rows there are of each verdict."""
        return Counter({Verdict(name): count for name, count in self.told["counted"].items()})

    @property
    def open_rows(self) -> list[RowOutcome]:
        """The rows that a person is asked about, is told of by documents, or that are hidden."""
        return [_read(line) for line in self.lines if line.startswith(_OPEN)]

    def numbered(self, verdict: str) -> "ShownRows":
        """The rows of a verdict ("": all), read when they are asked for."""
        if not verdict:
            return ShownRows(self.lines)
        return ShownRows([line for line in self.lines if line.lstrip(_OPEN).startswith(f"{verdict} ")])


@dataclass(frozen=True)
class ShownRows:
    """A sequence of rows for a paginator: each is read when its page is shown."""

    lines: Sequence[str]

    def __len__(self) -> int:
        return len(self.lines)

    def __getitem__(self, wanted: slice) -> list[RowOutcome]:
        return [_read(line) for line in self.lines[wanted]]


def data_state(*models: type[Model]) -> str:
    """The state of tables: another one with each row that changes, is added or goes. One query a table."""
    return f"{timezone.localdate()} {[_last(model) for model in models]}"


def _last(model: type[Model]) -> int | None:
    """The last entry of the history, where also stands what went; without a history the number of rows."""
    history = getattr(model, "history", None)
    if history is None:
        return model._default_manager.count()  # noqa: SLF001 - Django documents it
    last: int | None = history.aggregate(last=Max("history_id"))["last"]
    return last


def judged_file(job: Import, table: FileTable, outcomes: Sequence[RowOutcome]) -> JudgedFile:
    """What was found of each row, for the page."""
    lines = [_line(outcome) for outcome in outcomes]
    told = {
        "counted": Counter(outcome.verdict for outcome in outcomes),
        "writes": sum(outcome.writes for outcome in outcomes),
        "remarks": [*table.remarks(), *filter(None, [skipped_in_words(outcomes)])],
        "only_example": all(job.shape.is_example(row) for row in table.rows),
    }
    fingerprint = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    return JudgedFile(told, fingerprint, lines)


def keep_judged(upload: Upload, judged: JudgedFile, state: str) -> None:
    """Keep it beside the file, with the `state` of the data that it was judged by."""
    forget_judged(upload)
    head = _ENCODER.encode([state, judged.fingerprint, judged.told])
    default_storage.save(upload.path + _ENDING, ContentFile("\n".join([head, *judged.lines]).encode()))


def kept_judged(upload: Upload, state: str) -> JudgedFile | None:
    """What was kept, if the data are still in the state that it was judged by."""
    try:
        with default_storage.open(upload.path + _ENDING) as file:
            head, *lines = file.read().decode().split("\n")
    except FileNotFoundError:
        return None
    then, fingerprint, told = json.loads(head)
    return JudgedFile(told, fingerprint, lines) if then == state else None


def forget_judged(upload: Upload) -> None:
    """Delete what was kept of a file."""
    with suppress(FileNotFoundError):
        default_storage.delete(upload.path + _ENDING)


def _line(one: RowOutcome) -> str:
    told = (
        one.number,
        one.about,
        one.place,
        [astuple(change) for change in one.changes],
        *([astuple(fault) for fault in faults] for faults in (one.faults, one.notes, one.doubts)),
        one.is_hidden,
        one.edited and astuple(one.edited),
        one.changed,
        one.store is not None,
    )
    mark = _OPEN if one.waits or one.edited or one.is_hidden or one.verdict == Verdict.ASKED else ""
    return f"{mark}{one.verdict.value} {_ENCODER.encode(told)}"


def _read(line: str) -> RowOutcome:
    verdict, _blank, told = line.lstrip(_OPEN).partition(" ")
    number, about, place, changes, faults, notes, doubts, is_hidden, edited, changed, stores = json.loads(
        told
    )
    return RowOutcome(
        number,
        about,
        Verdict(verdict),
        place,
        tuple(Change(*change) for change in changes),
        _faults(faults),
        _faults(notes),
        _faults(doubts),
        is_hidden=is_hidden,
        store=_only_shown if stores else None,
        edited=EditedYear(*edited) if edited else None,
        changed=changed,
    )


def _only_shown(_new: object) -> None:
    """In the place of what stores a row: whether there is such a thing says something on the page."""
    raise LookupError("a row that is only shown stores nothing")


def _faults(stored: Sequence[Sequence[str]]) -> tuple[CellFault, ...]:
    return tuple(CellFault(*fault) for fault in stored)
