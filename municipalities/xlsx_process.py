"""The other process of `xlsx_reading.py`: reads one workbook with openpyxl and ends.

In read-only mode openpyxl goes through a sheet row by row, but keeps merged ranges to itself and shows
a formula without a stored value as an empty cell. Those are picked out of the sheet's XML beforehand;
that is also where more elements than an honest table has are refused.
"""

import io
import json
import logging
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice
from xml.parsers import expat

from openpyxl import load_workbook
from openpyxl.cell import ReadOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.xml.constants import SHEET_MAIN_NS

from ita_portal.limited_process import serve
from ita_portal.signs import is_blank
from municipalities.xlsx_reading import (
    DAMAGED,
    GENERAL,
    MAX_COLUMNS,
    MAX_UNPACKED_BYTES,
    REFUSED,
    SHEETS,
    TOO_LARGE,
    Unreadable,
)

MAX_ELEMENTS = 600_000  # 5,000 rows of 20 cells with what stands in them are 300,000
LAST_ROW = 1_048_576  # of a sheet, by ECMA-376
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_ROW, _CELL, _VALUE, _FORMULA, _MERGE = (
    f"{SHEET_MAIN_NS} {name}" for name in ("row", "c", "v", "f", "mergeCell")
)
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        SHEET_MAIN_NS.encode(),
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)


def answer_of(job: tuple[bytes, int, int]) -> bytes:
    """A letter for the outcome, then why the file is refused, or the sheets as lines of JSON.

    A line for each sheet (name, visibility, day zero, merged ranges, number of rows), each followed by its
    rows (number, cells); a cell is its column, its value and, where it is not "General", its number format.
    """
    content, sheets, rows = job
    try:
        return SHEETS + b"".join(_sheets(content, sheets, rows))
    except Unreadable as refusal:
        return REFUSED + str(refusal).encode()
    except MemoryError:
        raise
    except Exception:  # openpyxl lets pass whatever a damaged part makes its parts raise
        logging.getLogger(__name__).info("a workbook could not be read", exc_info=True)
        return REFUSED + DAMAGED.encode()


def _sheets(content: bytes, sheets: int, rows: int) -> Iterator[bytes]:
    file = io.BytesIO(_transitional(content))
    marks = _marks_by_part(file)
    book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    # Days stay the numbers that are stored: openpyxl makes errors of those that no datetime can hold.
    book._date_formats.clear()  # noqa: SLF001 - there is no public switch
    if not book.worksheets:
        raise Unreadable(DAMAGED)
    left = MAX_UNPACKED_BYTES
    for sheet in book.worksheets[:sheets]:
        seen = marks[sheet._worksheet_path]  # noqa: SLF001 - nor another way to the part
        seen.check()
        lines = list(_lines(sheet, seen.last_row, rows, left))
        left -= sum(map(len, lines))
        yield _json([sheet.title, sheet.sheet_state, book.epoch.isoformat(), seen.merged, len(lines)])
        yield from lines


def _transitional(content: bytes) -> bytes:
    """The workbook; one of Excel's "Strict Open XML" in the other namespaces, which openpyxl knows."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        if not any(_STRICT[0][0] in archive.read(name) for name in names if "workbook" in name):
            return content
        rewritten = io.BytesIO()
        with zipfile.ZipFile(rewritten, "w") as target:
            for name in names:
                part = archive.read(name)
                for strict, transitional in _STRICT:
                    part = part.replace(strict, transitional)
                target.writestr(name, part)
    return rewritten.getvalue()


class _Marks:
    """What stands in the XML of a sheet beside its values, gathered while expat walks through it."""

    def __init__(self) -> None:
        self.last_row = 0
        self.merged: list[str] = []
        self.complete = False  # set by the walker at the end
        self._elements = self._column = 0
        self._cell: dict[str, str] = {}
        self._place = (0, "")  # of the cell before in its row: "Z1", then "AA1"
        self._computed = self._stored = self._in_value = self._disorder = False
        self._without_value = ""

    def check(self) -> None:
        """Raises Unreadable where the sheet is not read to its end, or has a formula without a stored value.

        Of rows or cells that do not stand in their order openpyxl would drop some without a word.
        """
        if not self.complete or self._disorder or self.last_row > LAST_ROW:
            raise Unreadable(DAMAGED)
        if place := self._without_value:
            raise Unreadable(f"ช่อง {place} เป็นสูตรที่ยังไม่มีค่า กรุณาคัดลอกแล้ววางเฉพาะค่า (Paste values) ก่อนนำเข้า")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self._elements += 1
        if self._elements > MAX_ELEMENTS:
            raise Unreadable(TOO_LARGE)
        if name == _CELL:
            self._column += 1
            self._cell, self._computed, self._stored = attributes, False, False
            if address := attributes.get("r"):
                place = len(address), address
                self._disorder = self._disorder or place <= self._place
                self._place = place
        elif name == _VALUE:
            self._in_value = True
            self._stored = self._cell.get("t") == "str"  # a formula may well give an empty text
        elif name == _FORMULA:
            self._computed = True
        elif name == _ROW:
            number = int(attributes.get("r", self.last_row + 1))
            self._disorder = self._disorder or number <= self.last_row
            self.last_row, self._column, self._place = number, 0, (0, "")
        elif name == _MERGE:
            self.merged.append(attributes["ref"])

    def end(self, name: str) -> None:
        """An element ends."""
        self._in_value = False
        if name == _CELL and self._computed and not self._stored and not self._without_value:
            place = f"{get_column_letter(self._column)}{self.last_row}"
            self._without_value = self._cell.get("r", place)

    def text(self, _text: str) -> None:
        """A piece of text."""
        self._stored = self._stored or self._in_value

    def document_type(self, *_declared: object) -> None:
        """A document type is declared: entity bombs live there, so the file is refused."""
        raise Unreadable(DAMAGED)


def _marks_by_part(file: io.BytesIO) -> dict[str, _Marks]:
    """The marks of each part; raises Unreadable for a document type, in which entity bombs live.

    What expat can't read to its end may well be a picture; where it is a sheet, it isn't `complete`.
    """
    found: dict[str, _Marks] = {}
    with zipfile.ZipFile(file) as archive:
        for name in archive.namelist():
            marks, parser = _Marks(), expat.ParserCreate(namespace_separator=" ")
            parser.StartDoctypeDeclHandler = marks.document_type
            parser.StartElementHandler, parser.EndElementHandler = marks.start, marks.end
            parser.CharacterDataHandler = marks.text
            with archive.open(name) as part, suppress(expat.ExpatError):
                parser.ParseFile(part)
                marks.complete = True
            found[name] = marks
    return found


def _lines(sheet: ReadOnlyWorksheet, last_row: int, rows: int, left: int) -> Iterator[bytes]:
    """The rows that hold anything: so many at most, in `left` bytes at most; what follows is not read."""
    sheet.reset_dimensions()  # the size that a sheet states is not trusted
    numbered = enumerate(islice(sheet.iter_rows(), last_row), 1)
    filled = ((number, cells) for number, row in numbered if (cells := _cells(number, row)))
    for number, cells in islice(filled, rows):
        line = _json([number, cells])
        left -= len(line)
        if left < 0:
            raise Unreadable(TOO_LARGE)
        yield line


def _cells(number: int, row: Sequence[ReadOnlyCell]) -> list[tuple[object, ...]]:
    """The filled cells of a row as they are sent."""
    cells: list[tuple[object, ...]] = []
    for column, cell in enumerate(row):
        value = cell.value
        if value is None or is_blank(str(value)):
            continue
        if column >= MAX_COLUMNS:
            raise Unreadable(f"แถวที่ {number} มีข้อมูลเกินคอลัมน์ที่ {MAX_COLUMNS} กรุณาลบคอลัมน์ที่ไม่ใช้")
        if not isinstance(
            value, str | bool | int | float
        ):  # a date in words (ISO 8601) is sent as its day's number
            value = to_excel(value, cell.parent.parent.epoch)
        if not isinstance(value, str | bool):
            value = float(value)
        cells.append(
            (column, value) if cell.number_format == GENERAL else (column, value, cell.number_format)
        )
    return cells


def _json(line: object) -> bytes:
    return _ENCODER.encode(line).encode() + b"\n"


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    warnings.simplefilter("ignore")  # openpyxl warns of each thing that it would not write back
    serve(answer_of)
