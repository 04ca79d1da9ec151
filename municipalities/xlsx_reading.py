"""Sheets of an XLSX workbook as plain rows, without trusting the file. Pure.

Sizes are judged by the archive's own directory before anything is unpacked; the zip module never unpacks more
of an entry than the directory states. What is inside is read by openpyxl in a process with limits
(`xlsx_process.py`), which answers with lines of JSON: this process never holds more than those.
"""

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from ita_portal.limited_process import Busy, LimitedProcess, LimitReached, TooLong, TooMuch

MEGABYTE = 1024 * 1024
MAX_UNPACKED_BYTES = 16 * MEGABYTE
MAX_DIRECTORY_BYTES = 256 * 1024
MAX_COLUMNS = 60
SECONDS = 30.0
ALONE = 45
MEGABYTES = 300
SHEETS, REFUSED = b"S", b"R"
GENERAL = "General"  # the number format of a cell that has none
_END_BYTES, _LOCATOR_BYTES = 22, 20

DAMAGED = "อ่านไฟล์ XLSX นี้ไม่ได้ ไฟล์อาจเสียหายหรือถูกเข้ารหัส กรุณาเปิดในโปรแกรมตารางคำนวณแล้วบันทึกเป็น XLSX ใหม่"
TOO_LARGE = "ไฟล์นี้เมื่อคลายออกแล้วมีขนาดใหญ่ผิดปกติ จึงรับไว้ไม่ได้"
TOO_LONG = "อ่านไฟล์นี้ไม่เสร็จภายในเวลาที่กำหนด กรุณาลบแถว คอลัมน์ และชีตที่ไม่ใช้ แล้วลองอีกครั้ง"
BUSY = "ขณะนี้มีผู้นำเข้าไฟล์จำนวนมาก กรุณาลองอีกครั้งในอีกสักครู่"

_SENTENCES: dict[type[LimitReached], str] = {Busy: BUSY, TooLong: TOO_LONG, TooMuch: TOO_LARGE}
_READER = LimitedProcess("municipalities.xlsx_process", alone=ALONE, kept=False)


class Unreadable(ValueError):  # noqa: N818 - the name gives the fault
    """Why a whole file can't be read, as a Thai sentence."""


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A filled cell: its stored value and the number format that shows it, in Excel's code for it.

    Days and times are numbers of days; only the format sets them apart (`is_date_format` of openpyxl).
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
    """A sheet: its name, whether people see it, from when it counts days, its merged ranges, its rows.

    `visibility` is "visible", "hidden" or "veryHidden" (by a macro); a merged range is such as "A1:B2", the
    value stands in its first cell. `lines` are the filled rows, in JSON.
    """

    name: str
    visibility: str
    day_zero: datetime
    merged: tuple[str, ...]
    lines: tuple[bytes, ...]

    @property
    def rows(self) -> Iterator[tuple[int, dict[int, SheetCell]]]:
        """The rows that hold anything: number in the sheet from 1, filled cells by their column from 0."""
        for line in self.lines:
            number, cells = json.loads(line)
            yield number, {column: SheetCell(*stored) for column, *stored in cells}


def read_sheets(content: bytes, *, rows: int, sheets: int = 1) -> list[Sheet]:
    """The first sheets of a workbook, each with its first `rows` rows that hold anything.

    Of a formula the value is read that was stored with it. Raises Unreadable.
    """
    _check_sizes(content)
    try:
        answer = _READER.answer((content, sheets, rows), seconds=SECONDS, megabytes=MEGABYTES)
    except LimitReached as limit:
        raise Unreadable(_SENTENCES[type(limit)]) from limit
    if answer[:1] == REFUSED:
        raise Unreadable(answer[1:].decode())
    lines, found = io.BytesIO(answer[1:]), []
    for head in lines:
        name, visibility, day_zero, merged, count = json.loads(head)
        filled = tuple(next(lines) for _ in range(count))
        found.append(Sheet(name, visibility, datetime.fromisoformat(day_zero), tuple(merged), filled))
    return found


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
