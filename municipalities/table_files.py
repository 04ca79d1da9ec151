"""Tables that an admin uploads, CSV or XLSX: known columns, rows of text with their numbers in the file."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ita_portal.signs import is_blank
from ita_portal.thai import search_key, thai_digits
from municipalities.xlsx_reading import MAX_COLUMNS, MEGABYTE, Unreadable, read_sheets

MAX_BYTES = 5 * MEGABYTE
MAX_ROWS = 5_000
_DELIMITERS = ",;\t"

Texts = dict[int, str]  # by the number of their column, from 0
NumberedTexts = tuple[int, Texts]


@dataclass(frozen=True)
class TableColumn:
    """A column of a table: `title` stands in its first row (`also` may, too), `field` reads its cells."""

    key: str
    title: str
    field: forms.Field
    example: str = ""
    also: tuple[str, ...] = ()
    required: bool = False

    @property
    def names(self) -> set[str]:
        """Every name that the first row may call it, as names are compared."""
        return {search_key(name) for name in (self.key, self.title, *self.also)}


@dataclass(frozen=True)
class CellFault:
    """What is wrong in a row: the column's title ("" for the row as a whole) and a Thai sentence."""

    column: str
    text: str


@dataclass(frozen=True)
class TableRow:
    """A row: its number in the file, and the text of each filled cell by its column's key."""

    number: int
    texts: Mapping[str, str]

    def read(self, columns: Sequence[TableColumn]) -> tuple[dict[str, Any], list[CellFault]]:
        """The values of the filled cells by key, and a fault for each that can't be read."""
        values, faults = {}, []
        for column in (column for column in columns if column.key in self.texts):
            try:
                values[column.key] = column.field.clean(self.texts[column.key])
            except ValidationError as error:
                faults.append(CellFault(column.title, " ".join(error.messages)))
        return values, faults


@dataclass(frozen=True)
class FileTable:
    """The rows of a file, and the titles of columns that nobody knows."""

    rows: tuple[TableRow, ...]
    ignored: tuple[str, ...] = ()


def read_table(content: bytes, columns: Sequence[TableColumn]) -> FileTable:
    """The table in a file of at most MAX_BYTES and MAX_ROWS. Raises Unreadable with a Thai sentence."""
    lines = filled_lines(content)
    keys = _keys(lines[0][1], columns)
    rows = tuple(
        TableRow(number, {keys[place]: text for place, text in cells.items() if place in keys})
        for number, cells in lines[1:]
    )
    if not rows:
        raise Unreadable("ไฟล์นี้มีแต่ชื่อคอลัมน์ ไม่มีแถวข้อมูล")
    return FileTable(rows, tuple(name for place, name in lines[0][1].items() if place not in keys))


def _keys(head: Texts, columns: Sequence[TableColumn]) -> dict[int, str]:
    """The key of each column that is known. Raises Unreadable for one that is missing or stands twice."""
    known = {name: column.key for column in columns for name in column.names}
    keys = {place: known[search_key(name)] for place, name in head.items() if search_key(name) in known}
    titles = {column.key: column.title for column in columns}
    if twice := [titles[key] for key in dict.fromkeys(keys.values()) if list(keys.values()).count(key) > 1]:
        raise Unreadable(f"มีคอลัมน์ซ้ำกัน: {', '.join(twice)}")
    if missing := [column.title for column in columns if column.required and column.key not in keys.values()]:
        raise Unreadable(f"ไม่พบคอลัมน์ {', '.join(missing)} ในแถวแรกของไฟล์ กรุณาใช้ชื่อคอลัมน์ตามไฟล์ต้นแบบ")
    return keys


def filled_lines(content: bytes) -> list[NumberedTexts]:
    """The lines of a CSV or XLSX that hold anything, at least one, at most MAX_ROWS below the titles.

    Raises Unreadable with a Thai sentence.
    """
    if not content:
        raise Unreadable("ไฟล์นี้ว่างเปล่า กรุณาเลือกไฟล์ใหม่")
    if len(content) > MAX_BYTES:
        raise Unreadable(f"ไฟล์ใหญ่เกินไป กรุณาใช้ไฟล์ขนาดไม่เกิน {thai_digits(str(MAX_BYTES // MEGABYTE))} เมกะไบต์")
    enough = MAX_ROWS + 2  # one more than may be there shows that there are too many
    lines: Iterator[NumberedTexts]
    if content.startswith(b"PK\x03\x04"):
        rows = (row for sheet in read_sheets(content, rows=enough) for row in sheet.rows)
        lines = ((number, {column: cell.text for column, cell in cells.items()}) for number, cells in rows)
    elif content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("ไฟล์นี้เป็น Excel รุ่นเก่า (XLS) หรือถูกตั้งรหัสผ่าน กรุณาบันทึกเป็น XLSX หรือ CSV")
    else:
        lines = _csv_lines(_decoded(content))
    filled = list(islice(((number, texts) for number, texts in lines if texts), enough))
    if len(filled) == enough:
        raise Unreadable(f"ไฟล์นี้มีเกิน {MAX_ROWS:,} แถว กรุณาแบ่งเป็นหลายไฟล์")
    if not filled:
        raise Unreadable("ไม่พบข้อมูลในไฟล์นี้")
    return filled


def _decoded(content: bytes) -> str:
    """The text of a CSV file in UTF-8 or in the Thai encoding of Windows, which TIS-620 is a part of."""
    for encoding in ("utf-8-sig", "cp874"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Unreadable("อ่านไฟล์นี้ไม่ได้ รับเฉพาะไฟล์ XLSX หรือ CSV (UTF-8 หรือ TIS-620)")


def _csv_lines(text: str) -> Iterator[NumberedTexts]:
    """The records of a CSV, each with the number of the line on which it begins."""
    head = text.lstrip().partition("\n")[0]
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=max(_DELIMITERS, key=head.count), strict=True
    )
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise Unreadable(f'อ่านบรรทัดที่ {number} ไม่ได้ โปรดตรวจเครื่องหมายคำพูด (") ให้ครบคู่') from error
        if cells is None:
            return
        if len(cells) > MAX_COLUMNS and not all(map(is_blank, cells[MAX_COLUMNS:])):
            raise Unreadable(f"บรรทัดที่ {number} มีข้อมูลเกินคอลัมน์ที่ {MAX_COLUMNS} กรุณาลบคอลัมน์ที่ไม่ใช้")
        yield number, {place: cell for place, cell in enumerate(cells) if not is_blank(cell)}
