"""The other process of `xlsx_reading.py`: reads one workbook and ends.

openpyxl knows the parts of an XLSX: sheets, texts, number formats. The cells themselves are read by one walk
over the XML with expat, which openpyxl would take twice the time for, and which sees what openpyxl keeps to
itself or passes over: merged ranges, hidden rows, formulas without a stored value, rows in disorder.
"""

import io
import itertools
import logging
import warnings
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache, partial
from xml.parsers import expat

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils import column_index_from_string, range_boundaries
from openpyxl.utils.datetime import from_ISO8601, to_excel
from openpyxl.xml.constants import SHEET_MAIN_NS

from ita_portal.limited_process import serve
from municipalities import html_walk, ods_walk
from municipalities.sheet_lines import LAST_COLUMN, LAST_ROW, SheetLines
from municipalities.xlsx_reading import (
    ARCHIVE,
    DAMAGED,
    DONE,
    GENERAL,
    MAX_COLUMNS,
    REFUSED,
    TOO_LARGE,
    UNCOMPUTED,
    Unreadable,
)

MAX_ELEMENTS = 600_000  # of a part that is no sheet
MAX_TEXTS = 1_200_000  # elements of the texts that cells point to
MAX_CELLS = 4_000_000  # blank ones too: a border around a hundred thousand rows makes millions
CHUNK = 1 << 18
_ROW, _CELL, _VALUE, _TEXT, _RUBY, _FORMULA, _MERGE, _COLUMN, _FILTER, _TABLE = (
    f"{SHEET_MAIN_NS} {name}"
    for name in ("row", "c", "v", "t", "rPh", "f", "mergeCell", "col", "autoFilter", "tablePart")
)
# Of a Thai Excel, by ECMA-376 part 1, 18.8.30; openpyxl has none of them.
_THAI_FORMATS = {59: "t0", 60: "t0.00", 61: "t#,##0", 62: "t#,##0.00", 67: "t0%", 68: "t0.00%"}
_THAI_FORMATS |= {
    71: "d/m/bbbb",
    72: "d-mmm-bb",
    73: "d-mmm",
    74: "mmm-bb",
    77: "d/m/bbbb h:mm",
    81: "d/m/bb",
}
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


def answer_of(job: tuple[bytes, int]) -> Iterator[bytes]:
    """The pieces of the answer: how far it is, the sheets with their rows, or why the file is refused."""
    content, rows = job
    try:
        if not content.startswith(ARCHIVE):
            yield from html_walk.page_sheet(content, rows)
        elif ods_walk.is_ods(content):
            yield from ods_walk.ods_sheets(content, rows)
        else:
            yield from _sheets(content, rows)
    except Unreadable as refusal:
        yield REFUSED + str(refusal).encode()
    except MemoryError:
        raise
    except Exception:  # openpyxl lets pass whatever a damaged part makes its parts raise
        logging.getLogger(__name__).info("a workbook could not be read", exc_info=True)
        yield REFUSED + DAMAGED.encode()


def _sheets(content: bytes, rows: int) -> Iterator[bytes]:
    file = io.BytesIO(_transitional(content))
    _check_parts(file)
    book = ExcelReader(file, read_only=True, data_only=True, keep_links=False)
    book.read_manifest()
    book.read_strings()
    book.read_workbook()
    apply_stylesheet(book.archive, book.wb)
    named = [
        (sheet, part.target) for sheet, part in book.parser.find_sheets() if "chartsheet" not in part.Type
    ]
    if not named:
        raise Unreadable(DAMAGED)
    sizes = [book.archive.getinfo(name).file_size for _sheet, name in named]
    for place, (sheet, name) in enumerate(named):
        walk = _SheetWalk(book, rows)
        with book.archive.open(name) as part:
            for read in walk.through(part):
                yield DONE + str((sum(sizes[:place]) + read) / sum(sizes)).encode()
        walk.found.fill_merged()
        yield from walk.found.pieces(sheet.name, sheet.state, book.wb.epoch.isoformat())


def _transitional(content: bytes) -> bytes:
    """The workbook; one of Excel's "Strict Open XML" in the other namespaces, which openpyxl knows."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        if not any(_STRICT[0][0] in archive.read(name) for name in names if "workbook" in name):
            return content
        rewritten = io.BytesIO()
        with zipfile.ZipFile(rewritten, "w", zipfile.ZIP_DEFLATED) as target:
            for name in names:
                part = archive.read(name)
                for strict, transitional in _STRICT:
                    part = part.replace(strict, transitional)
                target.writestr(name, part)
    return rewritten.getvalue()


def _check_parts(file: io.BytesIO) -> None:
    """Refuse what openpyxl would choke on before it sees it: document types, parts of countless elements.

    What expat can't read to its end may well be a picture. Sheets are checked while they are walked through.
    """
    with zipfile.ZipFile(file) as archive:
        for name in (name for name in archive.namelist() if "/worksheets/" not in name):
            parser, count = expat.ParserCreate(), itertools.count(1)
            most = MAX_TEXTS if name.endswith("sharedStrings.xml") else MAX_ELEMENTS
            parser.StartDoctypeDeclHandler = _refuse_document_type
            parser.StartElementHandler = partial(_refuse_countless, count, most)
            with archive.open(name) as part, suppress(expat.ExpatError):
                parser.ParseFile(part)


def _refuse_countless(count: Iterator[int], most: int, *_element: object) -> None:
    if next(count) > most:
        raise Unreadable(TOO_LARGE)


def _refuse_document_type(*_declared: object) -> None:
    """Entity bombs live in document types."""
    raise Unreadable(DAMAGED)


class _SheetWalk:
    """One walk over the XML of a sheet; afterwards `found` holds its rows."""

    def __init__(self, book: ExcelReader, rows: int) -> None:
        self.found = SheetLines(rows)
        self._book = book.wb
        self._texts: Sequence[str] = book.shared_strings
        self._left = MAX_CELLS
        self._row, self._column = 0, -1
        self._cells: list[tuple[int, str | float | bool, str]] = []
        self._cell: Mapping[str, str] = {}
        self._pieces: list[str] = []
        self._computed = self._valued = False
        self._ruby = 0
        self._begin: dict[str, Callable[[Mapping[str, str]], None]] = {
            _CELL: self._start_cell,
            _VALUE: self._start_value,
            _TEXT: self._start_value,
            _ROW: self._start_row,
            _FORMULA: self._start_formula,
            _RUBY: self._start_ruby,
            _MERGE: self._start_merged,
            _COLUMN: self._start_column,
            _FILTER: self._start_filter,
            _TABLE: self._start_filter,
        }
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.StartDoctypeDeclHandler = _refuse_document_type
        self._parser = parser

    def through(self, part: zipfile.ZipExtFile) -> Iterator[int]:
        """Read the part to its end; yields the bytes read so far. Raises Unreadable, or what XML raises."""
        read = 0
        while chunk := part.read(CHUNK):
            self._parser.Parse(chunk)
            read += len(chunk)
            yield read
            if self.found.is_full:
                return  # what follows the wanted rows is not read
        self._parser.Parse(b"", True)  # noqa: FBT003 - expat's own signature

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        if begin := self._begin.get(name):
            begin(attributes)

    def _start_value(self, _attributes: Mapping[str, str]) -> None:
        self._valued = True
        self._parser.CharacterDataHandler = self._pieces.append

    def _start_formula(self, _attributes: Mapping[str, str]) -> None:
        self._computed = True

    def _start_ruby(self, _attributes: Mapping[str, str]) -> None:
        self._parser.CharacterDataHandler = None
        self._ruby = len(self._pieces)

    def _start_filter(self, _attributes: Mapping[str, str]) -> None:
        self.found.filtered = True

    def _start_column(self, attributes: Mapping[str, str]) -> None:
        if attributes.get("hidden") in ("1", "true"):
            span = range(int(attributes["min"]) - 1, min(int(attributes["max"]), MAX_COLUMNS))
            self.found.hidden_columns.extend(span)

    def _end(self, name: str) -> None:
        self._parser.CharacterDataHandler = None
        if name == _CELL:
            self._end_cell()
        elif name == _ROW:
            self.found.add(self._row, self._cells)
        elif name == _RUBY:  # signs of pronunciation are no text of the cell
            del self._pieces[self._ruby :]

    def _start_row(self, attributes: Mapping[str, str]) -> None:
        number = int(attributes.get("r", self._row + 1))
        if not self._row < number <= LAST_ROW:
            raise Unreadable(DAMAGED)
        self._row, self._column, self._cells = number, -1, []
        if attributes.get("hidden") in ("1", "true"):
            self.found.hidden_rows.append(number)

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        self._left -= 1
        if self._left < 0:
            raise Unreadable(TOO_LARGE)
        address = attributes.get("r")
        column = _column(address.rstrip("0123456789")) if address else self._column + 1
        if not self._column < column < LAST_COLUMN:
            raise Unreadable(DAMAGED)
        self._column, self._cell, self._computed, self._valued = column, attributes, False, False
        self._pieces.clear()

    def _end_cell(self) -> None:
        kind, text = self._cell.get("t", "n"), "".join(self._pieces)
        if text:
            self._cells.append((self._column, self._value(kind, text), self._format(self._cell.get("s"))))
        elif self._computed and not (kind == "str" and self._valued):
            self._cells.append((self._column, UNCOMPUTED, GENERAL))

    def _value(self, kind: str, text: str) -> str | float | bool:
        if kind == "s":
            return self._texts[int(text)]
        if kind == "b":
            return text not in ("0", "false")
        if kind == "d":
            return float(to_excel(from_ISO8601(text), self._book.epoch))
        return float(text) if kind == "n" else text

    def _format(self, style: str | None) -> str:
        number = self._book._cell_styles[int(style)].numFmtId if style else 0  # noqa: SLF001 - as its cells do
        if number < BUILTIN_FORMATS_MAX_SIZE:
            return _THAI_FORMATS.get(number) or BUILTIN_FORMATS.get(number, GENERAL)
        return str(self._book._number_formats[number - BUILTIN_FORMATS_MAX_SIZE])  # noqa: SLF001 - the same

    def _start_merged(self, attributes: Mapping[str, str]) -> None:
        left, top, right, bottom = range_boundaries(attributes["ref"])
        self.found.merged.append(
            (int(top or 1), int(bottom or LAST_ROW), int(left or 1) - 1, int(right or 1) - 1)
        )
        if len(self.found.merged) > MAX_ELEMENTS // 2:
            raise Unreadable(TOO_LARGE)


@cache
def _column(letters: str) -> int:
    """The number of a column from 0."""
    return column_index_from_string(letters) - 1


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    warnings.simplefilter("ignore")  # openpyxl warns of each thing that it would not write back
    serve(answer_of)
