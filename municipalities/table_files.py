"""Tables of files: what columns are expected, and the rows that were found, as texts by column.

`table_reading.py` makes them of a file.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ita_portal.thai import search_key
from municipalities.table_heads import ColumnNames, head_key
from municipalities.xlsx_reading import UNCOMPUTED

MOST_RUNS = 20
_NOT_COMPUTED = "กรุณาเปิดไฟล์ใน Excel หรือ LibreOffice แล้วบันทึกอีกครั้ง สูตรจึงจะมีค่า"


@dataclass(frozen=True)
class Doubted:
    """A value that was read otherwise than it stands there; `why` is a Thai sentence.

    Where it `asks` a person has to agree to it, else it is only said.
    """

    value: Any
    why: str
    asks: bool = True


@dataclass(frozen=True)
class TableColumn:
    """A column of a table: `title` is its name in the file to fill in (`also` are others), `field` reads it.

    A cell of a column that is `optional` costs only itself where it can't be read.
    """

    key: str
    title: str
    field: forms.Field
    example: str = ""
    also: tuple[str, ...] = ()
    required: bool = False
    optional: bool = False

    @property
    def names(self) -> set[str]:
        """Every name that the head may call it, as names are compared."""
        return {head_key(name) for name in (self.key, self.title, *self.also)}

    def read(self, text: str) -> Any:
        """What a filled cell says. Raises ValidationError with Thai sentences."""
        if text == UNCOMPUTED:
            raise ValidationError(_NOT_COMPUTED)
        return self.field.clean(text)


@dataclass(frozen=True, slots=True)
class CellFault:
    """What is wrong in a row: the column's title ("" for the row as a whole) and a Thai sentence."""

    column: str
    text: str

    def __str__(self) -> str:
        return f"{self.column}: {self.text}" if self.column else self.text


@dataclass
class RowReading:
    """What was read of a row: values by key; faults; notes on cells left out; doubts to be agreed to.

    What it is `about`, in words, and the full name of its `place` ("": not known) are for the import to say.
    """

    row: "TableRow"
    about: str = ""
    place: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    faults: list[CellFault] = field(default_factory=list)
    notes: list[CellFault] = field(default_factory=list)
    doubts: list[CellFault] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: its number in the file, and the text of each filled cell by its column's key.

    `aside` is why it is no row of the table, as a Thai sentence; `is_hidden`: nobody sees it.
    """

    number: int
    texts: Mapping[str, str]
    aside: str = ""
    is_hidden: bool = False

    def read(self, columns: Iterable[TableColumn]) -> RowReading:
        """What the filled cells say; one that can't be read is a fault, in an optional column a note."""
        found = RowReading(self)
        for column in (column for column in columns if column.key in self.texts):
            text = self.texts[column.key]
            try:
                value = column.read(text)
            except ValidationError as error:
                why = " ".join(error.messages)
                left_out = f"“{text}” อ่านไม่ได้ จึงไม่ใช้ช่องนี้ ({why})"
                told = found.notes if column.optional else found.faults
                told.append(CellFault(column.title, left_out if column.optional else why))
                continue
            if isinstance(value, Doubted):
                (found.doubts if value.asks else found.notes).append(CellFault(column.title, value.why))
                value = value.value
            found.values[column.key] = value
        return found


@dataclass(frozen=True)
class FileTable:
    """A table of a file: its rows, and what is told of it.

    `sheet` is "" where the file has no sheets; `head_row` the number of the head's last row; `columns` the
    keys that are there; `ignored` the titles of columns that nobody knows; `above` the texts over the head;
    `other_sheets` those that have a head, too, and were not read; `hidden_columns` titles of columns read
    though they are hidden; `computed` those of figures that the portal had computed; `filtered` whether it
    was a filter that hid rows; `from_title` says what of each row was read in the title.
    """

    rows: tuple[TableRow, ...]
    ignored: tuple[str, ...] = ()
    sheet: str = ""
    head_row: int = 1
    columns: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    other_sheets: tuple[str, ...] = ()
    hidden_columns: tuple[str, ...] = ()
    computed: tuple[str, ...] = ()
    filtered: bool = False
    from_title: str = ""

    @property
    def hidden(self) -> list[int]:
        """The numbers of the rows that nobody sees."""
        return [row.number for row in self.rows if row.is_hidden and not row.aside]

    def remarks(self) -> Iterator[str]:
        """What a person should know of how the file was read, a Thai sentence each."""
        head = f"ชื่อคอลัมน์อยู่ในแถวที่ {self.head_row}"
        yield from filter(None, [f"อ่านจากแผ่นงาน “{self.sheet}” {head}" if self.sheet else ""])
        yield from filter(None, [head if self.head_row > 1 and not self.sheet else "", self.from_title])
        for said, named in (
            ("แผ่นงานที่มีตารางอีกแต่ไม่ได้อ่าน", self.other_sheets),
            ("คอลัมน์ที่ระบบไม่รู้จักและไม่ใช้", self.ignored),
            ("คอลัมน์ที่ระบบคำนวณเองและไม่ใช้", self.computed),
            ("อ่านจากคอลัมน์ที่ซ่อนอยู่", self.hidden_columns),
        ):
            if named:
                yield f"{said}: {', '.join(named)}"
        if self.hidden:
            by = "ด้วยตัวกรอง" if self.filtered else "ไว้"
            yield f"แถวที่ถูกซ่อน{by} {len(self.hidden):,} แถว: {numbers_in_words(self.hidden)}"

    @property
    def stored(self) -> bytes:
        """The table as bytes, for `stored_table`."""
        told = [getattr(self, name) for name in _STORED]
        rows = ([row.number, dict(row.texts), row.aside, row.is_hidden] for row in self.rows)
        return "\n".join(map(_ENCODER.encode, chain([told], rows))).encode()


_STORED = (
    "ignored",
    "sheet",
    "head_row",
    "columns",
    "above",
    "other_sheets",
    "hidden_columns",
    "computed",
    "filtered",
    "from_title",
)
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def stored_table(content: bytes) -> FileTable:
    """The table that was `stored`."""
    head, *lines = content.splitlines()
    told: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in zip(_STORED, json.loads(head), strict=True)
    }
    return FileTable(tuple(TableRow(*json.loads(line)) for line in lines), **told)


def numbers_in_words(numbers: Sequence[int]) -> str:
    """Ascending numbers as "2, 5–7, 9"; of more than twenty runs the rest is "…"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    shown = [str(first) if first == last else f"{first}–{last}" for first, last in runs[:MOST_RUNS]]
    return ", ".join(shown) + (" …" if len(runs) > MOST_RUNS else "")


def no_name(_text: str) -> str:
    """The key of no column."""
    return ""


@dataclass(frozen=True)
class TableShape:
    """What is known of a table beforehand: its columns, and names of columns that are no input.

    See `ColumnNames` for `unused` and `read`. In a table that has the column `own_mark` the portal itself has
    written those that `computed` names; they are no input either. The column `titled` may be missing where
    titles say one thing of all rows: `read_title` gives what a title says of it.
    """

    columns: Sequence[TableColumn]
    unused: Collection[str] = ()
    read: Callable[[str], str] = no_name
    own_mark: str = ""
    computed: tuple[str, ...] = ()
    titled: str = ""
    read_title: Callable[[str], Sequence[str]] = tuple

    @property
    def names(self) -> ColumnNames:
        """The names that a head may have."""
        keys = {name: column.key for column in self.columns for name in column.names}
        return ColumnNames(keys, self.unused, self.read)

    @property
    def required(self) -> list[str]:
        """The keys of columns without which there is no table."""
        return [column.key for column in self.columns if column.required]

    def is_example(self, row: TableRow) -> bool:
        """Whether a row is the example of the file to fill in, untouched or nearly so."""
        return len(row.texts) > 1 and all(
            search_key(text) == self._examples.get(key) for key, text in row.texts.items()
        )

    @cached_property
    def _examples(self) -> dict[str, str]:
        return {column.key: search_key(column.example) for column in self.columns if column.example}

    def said(self, texts: Iterable[str]) -> list[str]:
        """What titles say in the place of the column `titled`, sorted; none where it may not be missing."""
        return sorted({value for text in texts for value in self.read_title(text)}) if self.titled else []

    def titles(self, keys: Iterable[str]) -> str:
        """The titles of columns by their keys, in a row."""
        known = {column.key: column.title for column in self.columns}
        return ", ".join(known[key] for key in keys)
