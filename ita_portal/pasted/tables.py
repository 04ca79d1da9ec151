"""A table as it is pasted from Word or Excel: rows of cells, and which column is which. Pure."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import NamedTuple

from ita_portal.pasted.marks import tidy
from ita_portal.pasted.periods import read_period
from ita_portal.pasted.units import is_unit, read_units
from ita_portal.signs import is_blank
from ita_portal.thai import YEARS, arabic_digits, clean_text, search_key

Cells = list[str]
# Excel puts a cell into quotation marks only where it holds a line break, a tab or such a mark.
_QUOTED = re.compile(r'(?:(?<=\t)|(?<=\n)|\A)"((?:[^"]|"")*)"(?=\t|\n|\Z)')
_BREAK = "\v"  # a line break inside a cell, while the text is cut into lines
_GROUP = re.compile(r"(?:ตัวชี้วัด|ประเด็น|เครื่องมือ|แบบวัด|ด้าน)(?:ที่)? ?(?:[0-9]|[A-Z]{3})")
_LEADING_NUMBER = re.compile(r"\(?([0-9]{1,3})(?:[.)]+(?![0-9])|(?=\s|$))")
_NUMBER = re.compile(r"\(?([0-9]{1,3})\)?[.)]?")


class KnownColumn(NamedTuple):
    """A column that a table may have: its key, and the words of its head, as a regular expression."""

    key: str
    words: str


@dataclass(frozen=True)
class PastedTable:
    """The rows below the head; `places` says in which column each key stands.

    `heads` are those that the table has, if it has any; `unused` those that nobody asked for.
    """

    rows: tuple[Mapping[str, str], ...]
    heads: bool = False
    unused: tuple[str, ...] = ()


def read_columns(
    text: str, known: Sequence[KnownColumn], order: Sequence[str], wanted: Collection[str] = ()
) -> PastedTable:
    """The rows of a pasted table by the keys of their columns, "" where a cell is empty.

    Columns are known by their heads, in any order. Without heads a first column of numbers is set aside
    ("number"), and the others are taken in this order. The words of a row that has no columns stand under
    "group"; rows whose first known column is empty go on from the row before, as merged cells do. Where
    `wanted` names keys, the others are known, but told as unused.
    """
    rows = pasted_rows(text, known)
    if not rows:
        return PastedTable(())
    # Titles of the table may stand above its head.
    first = next((place for place, cells in enumerate(rows) if len([*filter(None, cells)]) > 1), 0)
    heads = _heads(rows[first], known)
    if not heads:
        heads = _by_order(rows, order)
        return PastedTable(tuple(_joined(rows, heads, order[0])))
    used = {place for key, place in heads.items() if not wanted or key in wanted}
    unused = tuple(head for place, head in enumerate(rows[first]) if place not in used and head)
    leading = next((key for key in order if key in heads), order[0])
    return PastedTable(tuple(_joined(rows[first + 1 :], heads, leading)), heads=True, unused=unused)


def pasted_rows(text: str, known: Sequence[KnownColumn] = ()) -> list[Cells]:
    """The rows of a pasted table as cells of tidy text; lines inside a cell stay, empty rows go.

    Excel's quotation marks around a cell with line breaks go. Word writes the lines of a cell without any:
    there a line with too few cells goes on with the cell before it, if that is no head of a `known` column.
    """
    plain = _QUOTED.sub(_inside, clean_text(text).strip("\n"))
    lines = [line.split("\t") for line in plain.split("\n") if not is_blank(line.replace("\t", ""))]
    width = len(next((cells for cells in lines if len(cells) > 1), [""]))
    width = max(width, *(len(cells) for cells in lines)) if lines else 0
    whole = [
        [tidy(cell.replace(_BREAK, "\n")).strip() for cell in cells] for cells in _whole(lines, width, known)
    ]
    return [cells for cells in whole if any(cells)]


def _inside(found: re.Match[str]) -> str:
    cell = found[1]
    if not re.search('[\n\t]|""', cell):
        return found[0]  # marks of its own
    return cell.replace('""', '"').replace("\n", _BREAK).replace("\t", " ")


def _whole(lines: Iterable[Cells], width: int, known: Sequence[KnownColumn]) -> list[Cells]:
    """The rows, each put together of the lines over which Word has spread its cells."""
    rows: list[Cells] = []
    for cells in lines:
        first = len([row for row in rows if len(row) > 1]) == 1  # the head, if there is one
        ends = first and len(cells) == 1 < width == len(rows[-1]) and bool(_key(rows[-1][-1], known))
        # A line alone above the head is a title of the table.
        is_below = len(rows) > 1 or (bool(rows) and len(rows[-1]) > 1)
        if width > 1 and is_below and not ends and _goes_on(rows[-1], cells, width):
            rows[-1][-1] += f"\n{cells[0]}"
            rows[-1] += cells[1:]
        else:
            rows.append([*cells])
    return rows


def _goes_on(row: Cells, cells: Cells, width: int) -> bool:
    """Whether a line goes on with the row before it."""
    if len(row) + len(cells) - 1 > width or _counts_on(row, cells, width):
        return False
    if len(row) == 1 and (_GROUP.match(arabic_digits(row[0].strip())) or _leading_number(cells[0])):
        return False
    if len(row) < width:
        return True
    return not (_GROUP.match(arabic_digits(cells[0].strip())) or _is_whole(row[-1], cells[0]))


def _counts_on(row: Cells, cells: Cells, width: int) -> bool:
    """Whether a line begins with the number behind that of the row before it, and no cell counts up to it."""
    if len(cells) > 1 and (now := row_number(cells[0])) is not None:
        return now == (row_number(row[0]) or 0) + 1
    before, now = _leading_number(row[0]), _leading_number(cells[0])
    in_cell = _leading_number(row[-1].rpartition("\n")[2]) + 1 == now
    return len(row) == width and 0 < before == now - 1 and not in_cell


def _leading_number(cell: str) -> int:
    """The number of a row or an item with which a cell begins; 0 where it begins with none."""
    found = _LEADING_NUMBER.match(arabic_digits(cell.strip()))
    return int(found[1]) if found else 0


def _is_whole(cell: str, line: str) -> bool:
    """Whether a last cell ends where a line begins: it holds units, days or a list, and the line is none."""
    lines = cell.split("\n")
    if len(lines) > 1 and all(map(_leading_number, lines)):
        return not _leading_number(line)
    return any(all(map(kind, lines)) and not kind(line) for kind in (_are_units, _are_days))


def _are_units(line: str) -> bool:
    return all(map(is_unit, read_units(line).accepted() or ("",)))


def _are_days(line: str) -> bool:
    with suppress(ValueError):
        return bool(line.strip()) and bool(read_period(" ".join(line.split()), YEARS[-1]))
    return False


def row_number(cell: str) -> int | None:
    """The number of a row in a cell of its own: "๑", "2.", "(3)"; None for anything else."""
    found = _NUMBER.fullmatch(arabic_digits(cell.strip()))
    return int(found[1]) if found else None


def _heads(cells: Cells, known: Sequence[KnownColumn]) -> dict[str, int]:
    """In which column each key stands; nothing unless two cells are heads that are known."""
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        if key := _key(cell, [column for column in known if column.key not in found]):
            found[key] = place
    return found if len(found) > 1 else {}


def _key(head: str, known: Sequence[KnownColumn]) -> str:
    """The key of the first column that a head names; "" without one."""
    words = re.sub(r"[\s.]", "", search_key(head))
    return next((column.key for column in known if re.search(column.words, words)), "")


def _by_order(rows: Sequence[Cells], order: Sequence[str]) -> dict[str, int]:
    full = [cells for cells in rows if len(cells) > 1]
    numbered = bool(full) and all(row_number(cells[0]) for cells in full if cells[0])
    keys = ["number", *order] if numbered else order
    width = max(map(len, rows))
    return {key: place for place, key in enumerate(keys) if place < width}


def _joined(rows: Iterable[Cells], heads: Mapping[str, int], first: str) -> list[dict[str, str]]:
    """The rows by key; one without the cell by which rows are known goes on from the row before."""
    found: list[dict[str, str]] = []
    for cells in rows:
        row = {key: cells[place] if place < len(cells) else "" for key, place in heads.items()}
        alone = [cell for cell in cells if cell]
        if len(alone) == 1 and len(heads) > 1 and _GROUP.match(arabic_digits(alone[0])):
            found.append({"group": alone[0]})
        elif found and not row.get(first) and "group" not in found[-1]:
            for key, cell in row.items():
                if cell and key != "number":
                    found[-1][key] = f"{found[-1][key]}\n{cell}".strip()
        else:
            found.append(row)
    return found
