"""One walk over a web page that calls itself a workbook, in the process with limits. Pure.

State systems export such pages. Spreadsheet programs show the tables of one below each other on one sheet,
and so its rows are counted.
"""

from collections.abc import Iterator, Sequence
from html.parser import HTMLParser

from municipalities.sheet_lines import LAST_COLUMN, LAST_ROW, SheetLines
from municipalities.text_tables import decoded
from municipalities.xlsx_reading import DONE, GENERAL, MAX_COLUMNS

NAME = "หน้าเว็บ (HTML)"
CHUNK = 1 << 18
_DAY_ZERO = "1899-12-30T00:00:00"
_CELLS = ("td", "th")


def page_sheet(content: bytes, rows: int) -> Iterator[bytes]:
    """The pieces of the answer (see `xlsx_process.answer_of`): one sheet, called what the file is."""
    text, walk = decoded(content), _PageWalk(rows)
    for start in range(0, len(text), CHUNK):
        walk.feed(text[start : start + CHUNK])
        yield DONE + str(start / len(text)).encode()
    walk.close()
    walk.end_row()
    walk.found.fill_merged()
    yield from walk.found.pieces(NAME, "visible", _DAY_ZERO)


class _PageWalk(HTMLParser):
    """The rows of the outermost tables of a page; a table within a cell is text of the cell."""

    def __init__(self, rows: int) -> None:
        super().__init__()
        self.found = SheetLines(rows)
        self._depth = self._row = 0
        self._cells: list[tuple[int, str, str]] = []
        self._taken: dict[int, int] = {}  # by column: how many rows more a cell above reaches down
        self._column = 0
        self._pieces: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        """A row or a cell begins, and with it ends the one before."""
        self._depth += tag == "table"
        if tag == "br" and self._pieces is not None:
            self._pieces.append(" ")
        if self._depth > 1:
            return
        if tag == "tr":
            self.end_row()
            self._begin_row()
        elif tag in _CELLS and self._depth:
            self._begin_cell(dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        """A row ends with its end tag, or with its table."""
        if tag == "table":
            self._depth = max(0, self._depth - 1)
        if self._depth <= 1 and tag in ("tr", "table") and not (tag == "table" and self._depth):
            self.end_row()
        elif self._depth == 1 and tag in _CELLS:
            self._end_cell()

    def handle_data(self, data: str) -> None:
        """A piece of text."""
        if self._pieces is not None:
            self._pieces.append(data)

    def end_row(self) -> None:
        """Take the row that was read, if one was."""
        self._end_cell()
        if self._cells:
            self.found.add(self._row, self._cells)
        self._cells = []

    def _begin_row(self) -> None:
        self._row, self._column = self._row + 1, 0
        self._taken = {column: more - 1 for column, more in self._taken.items() if more > 1}

    def _begin_cell(self, told: dict[str, str | None]) -> None:
        self._end_cell()
        while self._taken.get(self._column) and self._column < LAST_COLUMN:
            self._column += 1
        down, right = (
            _span(told.get(name), most) for name, most in (("rowspan", LAST_ROW), ("colspan", LAST_COLUMN))
        )
        if down > 1 or right > 1:
            last = self._column + right - 1
            self.found.merged.append((self._row, self._row + down - 1, self._column, last))
        if down > 1:
            reached = range(self._column, min(self._column + right, MAX_COLUMNS + 1))
            self._taken |= dict.fromkeys(reached, down)
        self._pieces, self._at = [], self._column
        self._column += right

    def _end_cell(self) -> None:
        if self._pieces is not None:
            self._cells.append((self._at, " ".join("".join(self._pieces).split()), GENERAL))
        self._pieces = None


def _span(text: str | None, most: int) -> int:
    return min(max(int(text), 1), most) if text and text.isascii() and text.isdigit() and len(text) < 8 else 1  # noqa: PLR2004 - any longer number is none
