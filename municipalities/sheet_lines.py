"""The rows of one sheet while they are read: what every kind of workbook has in common. Pure.

Used in the process with limits alone (`xlsx_process.py`); `xlsx_reading.Sheet` reads what it gives out.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ita_portal.signs import is_blank
from municipalities.xlsx_reading import (
    DAMAGED,
    GENERAL,
    MAX_COLUMNS,
    MAX_LINES_BYTES,
    MEGABYTE,
    ROWS,
    SHEET,
    TOO_LARGE,
    UNCOMPUTED,
    Unreadable,
)

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384  # of a sheet, by ECMA-376
MAX_MERGED_CELLS = 1_000_000
ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))

Value = str | float | bool
Box = tuple[int, int, int, int]
"""A range: its first row and last row from 1, its first column and last column from 0."""


@dataclass
class SheetLines:
    """The filled rows of a sheet as lines of JSON (number, cells), and what else is told of it.

    A cell is its column, its value and, where it is not "General", its number format. Of more than `most`
    rows the rest is left out.
    """

    most: int
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    filtered: bool = False
    fault: str = ""
    merged: list[Box] = field(default_factory=list)
    lines: dict[int, bytes] = field(default_factory=dict)
    _bytes: int = 0

    @property
    def is_full(self) -> bool:
        """Whether no further row is taken."""
        return len(self.lines) >= self.most

    def add(self, number: int, cells: Sequence[tuple[int, Value, str]]) -> None:
        """Take a row with its cells (column, value, number format) in their order; blank cells don't count.

        Nor does a row of nothing but formulas without a value: people draw these down below the last row.
        Raises Unreadable where it is too far away, or all rows together are too much.
        """
        filled = [cell for cell in cells if not (isinstance(cell[1], str) and is_blank(cell[1]))]
        if self.is_full or all(cell[1] == UNCOMPUTED for cell in filled):
            return
        if number > LAST_ROW:
            raise Unreadable(DAMAGED)
        if filled[-1][0] >= MAX_COLUMNS and not self.fault:
            self.fault = f"แถวที่ {number} มีข้อมูลเกินคอลัมน์ที่ {MAX_COLUMNS} กรุณาลบคอลัมน์ที่ไม่ใช้"
        stored = [cell[:2] if cell[2] == GENERAL else cell for cell in filled]
        self._keep(number, ENCODER.encode([number, stored]).encode())

    def _keep(self, number: int, line: bytes) -> None:
        self._bytes += len(line) - len(self.lines.get(number, b""))
        if self._bytes > MAX_LINES_BYTES:
            raise Unreadable(TOO_LARGE)
        self.lines[number] = line

    def fill_merged(self) -> None:
        """Put the value of each merged range into every cell of it, in the rows that hold anything."""
        wanted: dict[int, list[tuple[int, list[object]]]] = {}
        count = 0
        for first, last, left, right in self.merged:
            origin = self._cell(first, left)
            rows = range(first, last + 1) if last - first < len(self.lines) else self.lines
            for number in rows if origin else ():
                if number not in self.lines or not first <= number <= last:
                    continue
                count += min(right, MAX_COLUMNS) - left + 1
                if count > MAX_MERGED_CELLS:
                    raise Unreadable(TOO_LARGE)
                columns = range(left, min(right, MAX_COLUMNS - 1) + 1)
                wanted.setdefault(number, []).extend((column, origin) for column in columns)
        for number, filled in wanted.items():
            _number, stored = json.loads(self.lines[number])
            cells = {column: rest for column, *rest in stored}
            for column, origin in filled:
                cells.setdefault(column, origin)
            self._keep(number, ENCODER.encode([number, [[c, *cells[c]] for c in sorted(cells)]]).encode())

    def _cell(self, number: int, column: int) -> list[object]:
        """What stands in a cell, without its column; empty where nothing does."""
        stored = json.loads(self.lines[number])[1] if number in self.lines else []
        return next((rest for place, *rest in stored if place == column), [])

    def pieces(self, name: str, visibility: str, day_zero: str) -> Iterator[bytes]:
        """The pieces of the answer that tell of this sheet."""
        told = [name, visibility, day_zero, self.hidden_rows, self.hidden_columns, self.filtered, self.fault]
        yield SHEET + ENCODER.encode(told).encode()
        gathered, size = list[bytes](), 0
        for line in self.lines.values():
            gathered.append(line)
            size += len(line) + 1
            if size > MEGABYTE:
                yield ROWS + b"\n".join(gathered)
                gathered, size = [], 0
        if gathered:
            yield ROWS + b"\n".join(gathered)
