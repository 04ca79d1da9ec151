"""A table as it is pasted from Word or Excel: rows of cells, and which column is which. Pure."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ita_portal.pasted.marks import tidy
from ita_portal.signs import is_blank
from ita_portal.thai import arabic_digits, clean_text, search_key

Cells = list[str]
# Excel puts a cell into quotation marks only where it holds a line break, a tab or such a mark.
_QUOTED = re.compile(r'(?:(?<=\t)|(?<=\n)|\A)"((?:[^"]|"")*)"(?=\t|\n|\Z)')
_BREAK = "\v"  # a line break inside a cell, while the text is cut into lines
_GROUP = re.compile(r"(?:ตัวชี้วัด|ประเด็น|เครื่องมือ|แบบวัด|ด้าน)(?:ที่)? ?(?:[0-9]|[A-Z]{3})")
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
    rows = pasted_rows(text)
    if not rows:
        return PastedTable(())
    heads = _heads(rows[0], known)
    if not heads:
        heads = _by_order(rows, order)
        return PastedTable(tuple(_joined(rows, heads, order[0])))
    used = {place for key, place in heads.items() if not wanted or key in wanted}
    unused = tuple(head for place, head in enumerate(rows[0]) if place not in used and head)
    first = next((key for key in order if key in heads), order[0])
    return PastedTable(tuple(_joined(rows[1:], heads, first)), heads=True, unused=unused)


def pasted_rows(text: str) -> list[Cells]:
    """The rows of a pasted table as cells of tidy text; lines inside a cell stay, empty rows go.

    Excel's quotation marks around a cell with line breaks go. Word writes the lines of a cell without any:
    there a line with too few cells goes on with the cell before it.
    """
    plain = _QUOTED.sub(_inside, clean_text(text).strip("\n"))
    lines = [line.split("\t") for line in plain.split("\n") if not is_blank(line.replace("\t", ""))]
    width = len(next((cells for cells in lines if len(cells) > 1), [""]))
    width = max(width, *(len(cells) for cells in lines)) if lines else 0
    whole = [[tidy(cell.replace(_BREAK, "\n")).strip() for cell in cells] for cells in _whole(lines, width)]
    return [cells for cells in whole if any(cells)]


def _inside(found: re.Match[str]) -> str:
    cell = found[1]
    if not re.search('[\n\t]|""', cell):
        return found[0]  # marks of its own
    return cell.replace('""', '"').replace("\n", _BREAK).replace("\t", " ")


def _whole(lines: Iterable[Cells], width: int) -> list[Cells]:
    """The rows, each put together of the lines over which Word has spread its cells."""
    rows: list[Cells] = []
    for cells in lines:
        if rows and width > 1 and _goes_on(rows[-1], cells, width):
            rows[-1][-1] += f"\n{cells[0]}"
            rows[-1] += cells[1:]
        else:
            rows.append([*cells])
    return rows


def _goes_on(row: Cells, cells: Cells, width: int) -> bool:
    """Whether a line goes on with the row before it."""
    if len(row) == 1 or len(row) + len(cells) - 1 > width or _counts_on(row, cells):
        return False
    return not (len(row) == width and _GROUP.match(arabic_digits(cells[0].strip())))


def _counts_on(row: Cells, cells: Cells) -> bool:
    """Whether a line begins with the number behind that of the row before it."""
    before, now = row_number(row[0]), row_number(cells[0])
    return len(cells) > 1 and now is not None and now == (before or 0) + 1


def row_number(cell: str) -> int | None:
    """The number of a row in a cell of its own: "๑", "2.", "(3)"; None for anything else."""
    found = _NUMBER.fullmatch(arabic_digits(cell.strip()))
    return int(found[1]) if found else None


def _heads(cells: Cells, known: Sequence[KnownColumn]) -> dict[str, int]:
    """In which column each key stands; nothing unless two cells are heads that are known."""
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        words = re.sub(r"[\s.]", "", search_key(cell))
        matching = (column.key for column in known if re.search(column.words, words))
        if key := next((key for key in matching if key not in found), ""):
            found[key] = place
    return found if len(found) > 1 else {}


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
