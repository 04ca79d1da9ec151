"""What an import would do with each row of a file, and the file itself until it is applied."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Any
from uuid import uuid4

from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import Model, TextChoices

from ita_portal.chosen_files import clear_old
from ita_portal.saving import create_rows
from municipalities.table_files import CellFault, FileTable, RowReading, TableRow, TableShape

KEPT = timedelta(hours=1)
FOLDER, _SALT = "imports", "imports"


OTHER_BODY, SAME_AS_ROW = "ไม่ใช่เทศบาล", "เป็นเทศบาลเดียวกับแถวที่ "
NOTHING = "–"  # what is shown of a value that is not there


class Verdict(TextChoices):
    """What becomes of a row."""

    NEW = "new", "เพิ่มใหม่"
    CHANGED = "changed", "แก้ไข"
    ASKED = "asked", "อาจเป็นเทศบาลเดิมที่เปลี่ยนไป"
    HELD = "held", "รอเทศบาลแก้ไขเอกสาร"
    SAME = "same", "ไม่เปลี่ยนแปลง"
    SKIPPED = "skipped", "ข้าม"
    FAULTY = "faulty", "ไม่ถูกต้อง"


@dataclass(frozen=True)
class Change:
    """A stored value that a row changes, in words; `name` is that of its column in the import."""

    label: str
    old: str
    new: str
    name: str

    @property
    def corrects(self) -> bool:
        """Whether another value stood there, rather than none."""
        return self.old != NOTHING


@dataclass(frozen=True)
class EditedYear:
    """The assessment that a row would change: a municipality's key and a fiscal year (B.E.)."""

    municipality: int
    fiscal_year: int


Store = Callable[[list[Model]], None]


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What one row would do: its number in the file, what it is `about`, and `store`, which does it.

    `place` is the full name of the municipality, "" where none is known. `faults` are why nothing is stored,
    `notes` why a row is skipped and which of its cells are left out, `doubts` what a person has to agree to
    first.

    `store` gets a list, to which it adds new rows of the database instead of saving them (see `store_rows`).
    `edited` is the assessment that it changes, or would change if no document kept it from that (HELD).
    Of a row that is asked about `since` does it for a change from a day on, and `store` for what was always
    so; `since` raises ValueError with a Thai sentence where that day can't be. `changed` is the key of its
    municipality.
    """

    number: int
    about: str
    verdict: Verdict
    place: str = ""
    changes: tuple[Change, ...] = ()
    faults: tuple[CellFault, ...] = ()
    notes: tuple[CellFault, ...] = ()
    doubts: tuple[CellFault, ...] = ()
    is_hidden: bool = False
    store: Store | None = field(default=None, compare=False)
    edited: EditedYear | None = None
    since: Callable[[date], None] | None = field(default=None, compare=False)
    changed: int | None = None

    @property
    def acts(self) -> bool:
        """Whether confirming the file does anything about the row, unless that is asked for each."""
        return self.verdict in (Verdict.NEW, Verdict.CHANGED, Verdict.HELD)

    @property
    def writes(self) -> bool:
        """Whether the row is stored unless somebody objects."""
        return self.acts and self.store is not None and not self.doubts

    @property
    def waits(self) -> bool:
        """Whether anything is done about the row only once somebody has agreed to what is doubted."""
        return self.acts and bool(self.doubts)


def store_rows(outcomes: Iterable[RowOutcome]) -> None:
    """Store what rows would; new rows of the database are made together at the end, a thousand as one."""
    new: list[Model] = []
    for outcome in outcomes:
        if outcome.store:
            outcome.store(new)
    create_rows(new)


def skipped_in_words(outcomes: Sequence[RowOutcome]) -> str:
    """How many rows are left out and why, as a Thai sentence; "" where none is."""
    said = [str(one.notes[0]) for one in outcomes if one.verdict == Verdict.SKIPPED]
    bodies, again = said.count(OTHER_BODY), sum(text.startswith(SAME_AS_ROW) for text in said)
    kinds = {"หน่วยงานที่ไม่ใช่เทศบาล": bodies, "เทศบาลเดียวกับแถวอื่น": again}
    kinds["อื่น ๆ"] = len(said) - bodies - again
    parts = ", ".join(f"{kind} {count:,}" for kind, count in kinds.items() if count)
    return f"ข้าม {len(said):,} แถว: {parts}" if said else ""


def faulty(read: RowReading) -> RowOutcome:
    """The outcome of a row that can't be stored."""
    told = (tuple(read.faults), tuple(read.notes))
    return RowOutcome(
        read.row.number, read.about, Verdict.FAULTY, read.place, (), *told, is_hidden=read.row.is_hidden
    )


def skipped(
    row: TableRow, about: str, why: str, place: str = "", left_out: Iterable[CellFault] = ()
) -> RowOutcome:
    """The outcome of a row that is not for this import, which is no fault; `left_out` tells of its cells."""
    return RowOutcome(row.number, about, Verdict.SKIPPED, place, notes=(*_said(why), *left_out))


@lru_cache(maxsize=1024)
def _said(why: str) -> tuple[CellFault]:
    """A sentence on a row as a whole, one object for the many rows of which it is said."""
    return (CellFault("", why),)


def stored(read: RowReading, changes: Sequence[Change], store: Store, *, new: bool) -> RowOutcome:
    """The outcome of a row without a fault: new, changed, or the same as what is there."""
    row, notes = read.row, tuple(read.notes)
    if not new and not changes:
        return RowOutcome(
            row.number, read.about, Verdict.SAME, read.place, notes=notes, is_hidden=row.is_hidden
        )
    return RowOutcome(
        row.number,
        read.about,
        Verdict.NEW if new else Verdict.CHANGED,
        read.place,
        tuple(changes),
        notes=notes,
        doubts=tuple(read.doubts),
        is_hidden=row.is_hidden,
        store=store,
    )


def held(read: RowReading, lock: str, changes: Sequence[Change], edited: EditedYear) -> RowOutcome:
    """The outcome of a row that corrects what a document locks; `lock` says in Thai which."""
    told = ((CellFault("", lock),), tuple(read.notes), tuple(read.doubts))
    return RowOutcome(
        read.row.number,
        read.about,
        Verdict.HELD,
        read.place,
        tuple(changes),
        *told,
        is_hidden=read.row.is_hidden,
        edited=edited,
    )


@dataclass(frozen=True)
class Import:
    """A kind of import: `name` of its first page, its words, its columns, what it makes of a table.

    `examine(table, lock)` asks a fixed number of queries and changes nothing; with `lock` it also locks the
    rows of the database that its outcomes will store. It has an outcome for each row. `notes` are the
    sentences above the table of columns.
    `after(outcomes, user)` is called in the transaction that has stored them, with those that were wished;
    it names the page to go on to ("" for the first one). `user` is None for a command. `deed` is what the
    button says that confirms.
    `asks(outcomes)` says in Thai, by the numbers of their rows, which of them touch documents that were
    handed in: the pages ask by themselves, a command stores them only where they are named.
    `state()` tells by a few queries in which state the data are that `examine` reads; without it each page
    examines anew.
    """

    name: str
    title: str
    shape: TableShape
    notes: Sequence[str]
    examine: Callable[[FileTable, bool], list[RowOutcome]]
    after: Callable[[Sequence[RowOutcome], Any], str] | None = None
    asks: Callable[[Sequence[RowOutcome]], dict[int, str]] | None = None
    deed: str = "ยืนยันนำเข้า"
    state: Callable[[], str] | None = None


@dataclass(frozen=True)
class Upload:
    """A file that waits to be applied: where it lies, what it was called, whose it is."""

    path: str
    name: str
    person: int

    @property
    def content(self) -> bytes:
        """The file's bytes. Raises FileNotFoundError once it is gone."""
        with default_storage.open(self.path) as file:
            return file.read()

    @property
    def token(self) -> str:
        """What stands in the address: signed, so that it leads nobody to another file."""
        return signing.dumps([self.path, self.name, self.person], salt=_SALT, compress=True)

    def forget(self) -> None:
        """Delete the file."""
        default_storage.delete(self.path)


def keep_file(content: bytes, name: str, person: int) -> Upload:
    """Keep a file for an hour, under a name that nobody can guess; what is older goes."""
    clear_old(FOLDER, KEPT)
    path = default_storage.save(f"{FOLDER}/{uuid4().hex}", ContentFile(content))
    return Upload(path, name[-100:], person)


def kept_file(token: str, person: int) -> Upload:
    """The person's file of this token. Raises LookupError where it is forged, another's, old or gone."""
    try:
        upload = Upload(*signing.loads(token, salt=_SALT, max_age=KEPT))
    except signing.BadSignature as error:
        raise LookupError(token) from error
    if upload.person != person or not default_storage.exists(upload.path):
        raise LookupError(token)
    return upload
