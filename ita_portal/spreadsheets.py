"""Tables as files: XLSX and CSV of plain values, in which nothing is ever a formula."""

import io
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from defusedcsv import csv
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
Value = str | int | Decimal | date | datetime | None

_LONGEST = 32_767  # characters that a cell of a spreadsheet takes
_TITLE = 31  # and the name of a sheet
_WIDTHS = (8, 60)
_BUDDHIST_DAY = "[$-107041E]d mmm yyyy"
_FORMATS: tuple[tuple[type, str], ...] = (
    (datetime, f"{_BUDDHIST_DAY} h:mm"),
    (date, _BUDDHIST_DAY),
    (Decimal, "0.00"),
)
# What spreadsheets take for the beginning of a formula, or skip before one; defusedcsv knows the plain signs.
_SUSPECT = ("\t", "\r", "\n", "＝", "＋", "－", "＠")


def xlsx(title: str, head: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """A workbook of one sheet: a head that stays in sight, filters, numbers as numbers, days in the B.E."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:_TITLE])
    table = [list(map(_plain, row)) for row in rows]
    _lay_out(sheet, head, table)
    sheet.append([_head_cell(sheet, text) for text in head])
    for row in table:
        sheet.append([_cell(sheet, value) for value in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def csv_file(head: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """The same table as CSV (RFC 4180) in UTF-8 with the mark by which Excel knows it; days as ISO 8601."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(head)
    writer.writerows([defused(_plain(value)) for value in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def _plain(value: Value) -> Value:
    """A moment by Bangkok's clock, a text without what no cell may hold."""
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None, microsecond=0)
    if isinstance(value, str):
        return ILLEGAL_CHARACTERS_RE.sub("", value)[:_LONGEST]
    return value


def defused(value: Value) -> Value:
    """A text that a spreadsheet might compute, behind an apostrophe; anything else as it stands.

    The signs that defusedcsv's writer knows are left to it.
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(_SUSPECT) else value


def _lay_out(sheet: WriteOnlyWorksheet, head: Sequence[str], table: Sequence[Sequence[Value]]) -> None:
    """Widths by the longest value; a write-only sheet wants to know them before its rows."""
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(head))}{len(table) + 1}"
    low, high = _WIDTHS
    for place, column in enumerate(zip(head, *table, strict=True), 1):
        longest = max(_drawn_width(str(value)) for value in column if value is not None)
        sheet.column_dimensions[get_column_letter(place)].width = max(low, min(high, 2 + longest))


def _drawn_width(text: str) -> int:
    """Its letters; Thai vowel signs above and below the line and tones take no room."""
    return sum(unicodedata.category(sign) != "Mn" for sign in text)


def _head_cell(sheet: WriteOnlyWorksheet, text: str) -> WriteOnlyCell:
    cell = _cell(sheet, text)
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor="E6EFF7")
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _cell(sheet: WriteOnlyWorksheet, value: Value) -> WriteOnlyCell:
    """A cell of the value's own kind; a text is marked as text, whatever it begins with."""
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"
        return cell
    for kind, number_format in _FORMATS:
        if isinstance(value, kind):
            cell.number_format = number_format
            break
    return cell
