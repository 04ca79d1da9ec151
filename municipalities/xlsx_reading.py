"""Sheets of a workbook (XLSX, ODS, tables of HTML) as plain rows, without trusting the file. Pure.

Sizes are judged by the archive's own directory before anything is unpacked; the zip module never unpacks more
of an entry than the directory states. What is inside is read in a process with limits (`xlsx_process.py`),
which answers piece by piece with lines of JSON: this process never holds more than those of one sheet.
"""

import io
import json
import zipfile
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from ita_portal.limited_process import Busy, LimitedProcess, LimitReached, TooLong, TooMuch

MEGABYTE = 1024 * 1024
ARCHIVE = b"PK\x03\x04"
MAX_UNPACKED_BYTES = 160 * MEGABYTE  # 82,641 rows of the ministry's list are 79
MAX_LINES_BYTES = 64 * MEGABYTE
MAX_DIRECTORY_BYTES = 256 * 1024
MAX_COLUMNS = 60
SECONDS = 90.0
ALONE = 120
MEGABYTES = 300
SHEET, ROWS, DONE, REFUSED = b"S", b"L", b"P", b"R"  # what a piece of the answer is
GENERAL = "General"  # the number format of a cell that has none
UNCOMPUTED = "สูตรที่ยังไม่มีค่า"
"""The value of a cell with a formula whose value no program has stored: of it nothing can be read."""
_END_BYTES, _LOCATOR_BYTES = 22, 20

DAMAGED = "อ่านไฟล์นี้ไม่ได้ ไฟล์อาจเสียหายหรือถูกเข้ารหัส กรุณาเปิดในโปรแกรมตารางคำนวณแล้วบันทึกเป็น XLSX ใหม่"
TOO_LARGE = "ไฟล์นี้เมื่อคลายออกแล้วมีขนาดใหญ่ผิดปกติ จึงรับไว้ไม่ได้"
TOO_LONG = "อ่านไฟล์นี้ไม่เสร็จภายในเวลาที่กำหนด กรุณาลบแถว คอลัมน์ และชีตที่ไม่ใช้ แล้วลองอีกครั้ง"
BUSY = "ขณะนี้มีผู้นำเข้าไฟล์จำนวนมาก กรุณาลองอีกครั้งในอีกสักครู่"

Progress = Callable[[float], None]
"""Told again and again which part of a file has been read, 0 to 1."""

_SENTENCES: dict[type[LimitReached], str] = {Busy: BUSY, TooLong: TOO_LONG, TooMuch: TOO_LARGE}
_READER = LimitedProcess("municipalities.xlsx_process", alone=ALONE, kept=False)


class Unreadable(ValueError):  # noqa: N818 - the name gives the fault
    """Why a whole file can't be read, as a Thai sentence."""


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A filled cell: its stored value and the number format that shows it, in Excel's code for it.

    Days and times are numbers of days; only the format sets them apart (`number_formats.py`).
    An error is the text that Excel shows for it, such as "#N/A".
    """

    value: str | float | bool
    number_format: str = GENERAL

    @property
    def text(self) -> str:
        """The value as a person would type it where there is no format.

        Numbers have at most ten significant digits: a spreadsheet's 95.59000000000001 is "95.59".
        """
        return self.value if isinstance(self.value, str) else f"{self.value:.10g}"


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, whether people see it, from when it counts days, its rows.

    `visibility` is "visible", "hidden" or "veryHidden" (by a macro). The value of a merged range stands in
    each of its cells in `lines`, which are the filled rows, in JSON. Rows that are hidden are named by their
    numbers, columns by theirs from 0; `filtered` says that a filter may have hidden the rows. `fault` is why
    the sheet can't be used, as a Thai sentence.
    """

    name: str
    visibility: str
    day_zero: datetime
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    filtered: bool
    fault: str
    lines: tuple[bytes, ...]

    @property
    def rows(self) -> Iterator[tuple[int, dict[int, SheetCell]]]:
        """The rows that hold anything: number in the sheet from 1, filled cells by their column from 0."""
        for line in self.lines:
            number, cells = json.loads(line)
            yield number, {column: SheetCell(*stored) for column, *stored in cells}


def read_sheets(content: bytes, *, rows: int, sheets: int = 1) -> list[Sheet]:
    """The first sheets of a workbook, each with its first `rows` rows that hold anything.

    Of a formula the value is read that was stored with it, UNCOMPUTED where none was. Raises Unreadable.
    """
    with closing(each_sheet(content, rows=rows)) as every:
        found = list(islice(every, sheets))
    if fault := next((sheet.fault for sheet in found if sheet.fault), ""):
        raise Unreadable(fault)
    return found


def each_sheet(content: bytes, *, rows: int, progress: Progress | None = None) -> Generator[Sheet]:
    """The sheets of a workbook one by one, as `read_sheets`; one with a `fault` only says so."""
    if content.startswith(ARCHIVE):
        _check_sizes(content)
    try:
        # Closed at once where nobody reads on: until then no other file gets its turn.
        with closing(_READER.pieces((content, rows), seconds=SECONDS, megabytes=MEGABYTES)) as pieces:
            yield from _sheets(pieces, progress)
    except LimitReached as limit:
        raise Unreadable(_SENTENCES[type(limit)]) from limit


def _sheets(pieces: Iterator[bytes], progress: Progress | None) -> Iterator[Sheet]:
    head, lines = b"", list[bytes]()
    for kind, rest in ((piece[:1], piece[1:]) for piece in pieces):
        if kind == REFUSED:
            raise Unreadable(rest.decode())
        if kind == DONE and progress:
            progress(float(rest))
        elif kind == ROWS:
            lines += rest.splitlines()
        elif kind == SHEET:
            if head:
                yield _sheet(head, lines)
            head, lines = rest, []
    yield _sheet(head, lines)


def _sheet(head: bytes, lines: list[bytes]) -> Sheet:
    name, visibility, day_zero, hidden_rows, hidden_columns, filtered, fault = json.loads(head)
    hidden = frozenset(hidden_rows), frozenset(hidden_columns)
    return Sheet(name, visibility, datetime.fromisoformat(day_zero), *hidden, filtered, fault, tuple(lines))


def _check_sizes(content: bytes) -> None:
    """Refuse an archive that is a bomb by the sizes in its directory, or by the length of the directory."""
    end, before = content[-_END_BYTES:], content[-_END_BYTES - _LOCATOR_BYTES : -_END_BYTES]
    if not end.startswith(b"PK\x05\x06") or before.startswith(b"PK\x06\x07"):
        raise Unreadable(DAMAGED)
    if int.from_bytes(end[12:16], "little") > MAX_DIRECTORY_BYTES:
        raise Unreadable(TOO_LARGE)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Unreadable(DAMAGED) from error
    if unpacked > MAX_UNPACKED_BYTES:
        raise Unreadable(TOO_LARGE)
