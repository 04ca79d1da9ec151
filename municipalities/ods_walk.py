"""One walk over a spreadsheet of LibreOffice (ODS), in the process with limits. Pure.

No library that is kept up reads what a person sees there: rows hidden by a filter, merged cells, percentages.
The format says it plainly (ISO/IEC 26300): each cell has its value and, as text, what is shown.
"""

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from xml.parsers import expat

from municipalities.sheet_lines import LAST_COLUMN, LAST_ROW, SheetLines, Value
from municipalities.xlsx_reading import DAMAGED, DONE, GENERAL, MAX_COLUMNS, TOO_LARGE, UNCOMPUTED, Unreadable

KIND = b"application/vnd.oasis.opendocument.spreadsheet"
CHUNK = 1 << 18
MAX_ELEMENTS = 12_000_000
MAX_REPEATED = 1_000_000  # cells that repeat what stands in another
ENCRYPTED = "ไฟล์ ODS นี้ตั้งรหัสผ่านไว้ กรุณาบันทึกใหม่โดยไม่ตั้งรหัสผ่าน"
_SPACES = {
    "urn:oasis:names:tc:opendocument:xmlns:office:1.0": "office",
    "urn:oasis:names:tc:opendocument:xmlns:table:1.0": "table",
    "urn:oasis:names:tc:opendocument:xmlns:text:1.0": "text",
    "urn:oasis:names:tc:opendocument:xmlns:style:1.0": "style",
}
_ASIDE = ("office:annotation", "table:shapes")  # what they hold is no text of the cell
_DAY_ZERO = "1899-12-30T00:00:00"


def is_ods(content: bytes) -> bool:
    """Whether an archive says that it is a spreadsheet of LibreOffice."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "mimetype" in archive.namelist() and archive.read("mimetype").strip().startswith(KIND)


def ods_sheets(content: bytes, rows: int) -> Iterator[bytes]:
    """The pieces of the answer (see `xlsx_process.answer_of`). Raises Unreadable, or what XML raises."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise Unreadable(ENCRYPTED)
        size, read, walk = archive.getinfo("content.xml").file_size, 0, _BookWalk(rows)
        with archive.open("content.xml") as part:
            while chunk := part.read(CHUNK):
                walk.parser.Parse(chunk)
                read += len(chunk)
                yield DONE + str(read / size).encode()
                yield from walk.finished()
        walk.parser.Parse(b"", True)  # noqa: FBT003 - expat's own signature
        yield from walk.finished()
    if not walk.sheets:
        raise Unreadable(DAMAGED)


class _BookWalk:
    """One walk over content.xml; the sheets that are through wait in `finished`."""

    def __init__(self, rows: int) -> None:
        self._rows, self.sheets = rows, 0
        self._done: list[tuple[str, str, SheetLines]] = []
        self._hidden_styles: set[str] = set()
        self._style = self._name = self._table_style = ""
        self._left, self._repeats = MAX_ELEMENTS, MAX_REPEATED
        self._aside = 0
        self._begin: dict[str, Callable[[Mapping[str, str]], None]] = {
            "table:table-cell": self._start_of_cell,
            "table:covered-table-cell": self._start_of_cell,
            "text:p": self._start_of_paragraph,
            "text:s": lambda _told: self._text(" "),
            "text:tab": lambda _told: self._text(" "),
            "text:line-break": lambda _told: self._text("\n"),
            "table:table-row": self._start_of_row,
            "table:table-column": self._column_told,
            "table:table": self._start_of_sheet,
            "style:style": self._style_named,
            "style:table-properties": self._style_told,
        }
        self._start_of_row({})
        self._start_of_cell({})
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler, self.parser.EndElementHandler = self._start, self._end
        self.parser.StartDoctypeDeclHandler = self._refuse

    def finished(self) -> Iterator[bytes]:
        """The pieces of the sheets that are through since the last time."""
        for name, visibility, found in self._done:
            found.fill_merged()
            yield from found.pieces(name, visibility, _DAY_ZERO)
        self._done.clear()

    def _refuse(self, *_declared: object) -> None:
        raise Unreadable(DAMAGED)

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._left -= 1
        if self._left < 0:
            raise Unreadable(TOO_LARGE)
        element = _short(name)
        if element in _ASIDE or self._aside:
            self._aside += 1
        elif begin := self._begin.get(element):
            begin({_short(key): value for key, value in attributes.items()})

    def _start_of_paragraph(self, _told: Mapping[str, str]) -> None:
        self._paragraphs.append("")
        self.parser.CharacterDataHandler = self._text

    def _style_named(self, told: Mapping[str, str]) -> None:
        self._style = told.get("style:name", "")

    def _style_told(self, told: Mapping[str, str]) -> None:
        if told.get("table:display") == "false":
            self._hidden_styles.add(self._style)

    def _end(self, name: str) -> None:
        if self._aside:
            self._aside -= 1
            return
        element = _short(name)
        if element == "text:p":
            self.parser.CharacterDataHandler = None
        elif element in ("table:table-cell", "table:covered-table-cell"):
            self._end_of_cell()
        elif element == "table:table-row":
            self._end_of_row()
        elif element == "table:table":
            hidden = self._table_style in self._hidden_styles
            self._done.append((self._name, "hidden" if hidden else "visible", self._found))
            self.sheets += 1

    def _text(self, text: str) -> None:
        if not self._aside and self._paragraphs:
            self._paragraphs[-1] += text

    def _start_of_sheet(self, told: Mapping[str, str]) -> None:
        self._found, self._row, self._columns = SheetLines(self._rows), 0, 0
        self._name, self._table_style = told.get("table:name", ""), told.get("table:style-name", "")

    def _column_told(self, told: Mapping[str, str]) -> None:
        count = _count(told, "table:number-columns-repeated", LAST_COLUMN)
        if told.get("table:visibility") in ("collapse", "filter"):
            self._found.hidden_columns.extend(range(self._columns, min(self._columns + count, MAX_COLUMNS)))
        self._columns += count

    def _start_of_row(self, told: Mapping[str, str]) -> None:
        self._row_told, self._column = told, 0
        self._cells: list[tuple[int, Value, str]] = []

    def _end_of_row(self) -> None:
        count = _count(self._row_told, "table:number-rows-repeated", LAST_ROW)
        first, self._row = self._row + 1, self._row + count
        visibility = self._row_told.get("table:visibility")
        if not self._cells:
            return
        self._repeats -= (count - 1) * len(self._cells)
        if self._repeats < 0:
            raise Unreadable(TOO_LARGE)
        for number in range(first, self._row + 1):
            self._found.add(number, self._cells)
            if visibility in ("collapse", "filter"):
                self._found.hidden_rows.append(number)
                self._found.filtered = self._found.filtered or visibility == "filter"

    def _start_of_cell(self, told: Mapping[str, str]) -> None:
        self._cell, self._paragraphs = told, list[str]()

    def _end_of_cell(self) -> None:
        count = _count(self._cell, "table:number-columns-repeated", LAST_COLUMN)
        shown = "\n".join(self._paragraphs)
        value, shape = _value(self._cell, shown)
        down = _count(self._cell, "table:number-rows-spanned", LAST_ROW)
        right = _count(self._cell, "table:number-columns-spanned", LAST_COLUMN)
        if down > 1 or right > 1:
            row, column = self._row + 1, self._column
            self._found.merged.append((row, row + down - 1, column, column + right - 1))
        # One cell beyond the last column is enough for a refusal to name it.
        for column in range(self._column, min(self._column + count, max(MAX_COLUMNS, self._column) + 1)):
            if value != "":
                self._cells.append((column, value, shape))
        self._column += count


def _short(name: str) -> str:
    space, _, local = name.rpartition(" ")
    return f"{_SPACES.get(space, space)}:{local}"


def _count(told: Mapping[str, str], name: str, most: int) -> int:
    return min(int(told.get(name, 1)), most)


def _value(cell: Mapping[str, str], shown: str) -> tuple[Value, str]:
    """The value of a cell and the number format that shows it as its text does; days are as shown."""
    kind = cell.get("office:value-type", "")
    if kind not in ("float", "percentage", "currency"):
        is_uncomputed = not kind and not shown and "table:formula" in cell
        return UNCOMPUTED if is_uncomputed else shown, GENERAL
    decimals = len(shown.rpartition(".")[2].rstrip("% ")) if "." in shown else 0
    shape = f"0.{'0' * decimals}" if decimals else GENERAL if kind != "percentage" else "0"
    return float(cell["office:value"]), f"{shape}%" if kind == "percentage" else shape
