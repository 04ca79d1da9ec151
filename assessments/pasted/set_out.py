"""The lines of a page of a PDF, of which is known where each word stands, become rows of cells. Pure.

Where a row lacks a cell, the others stay in their columns; a name over several lines is one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from assessments.pasted import words
from assessments.pasted.damaged import by_code_page, undamaged
from assessments.pasted.prose import is_prose
from ita_portal.thai import NBSP

_NUMBER = r"[0-9๐-๙]{1,3}[.,][0-9๐-๙]{1,2}"
_COLUMN = 0.5  # heights of a letter: so much is between two cells
_RUN_TOGETHER = re.compile(rf"(?:{_NUMBER}){{2,12}}")
_SEVERAL = 2
_SHORT = 25  # letters of a line that may be the rest of a cell


@dataclass(frozen=True)
class _Piece:
    """A text of a line, and from where to where it stands."""

    start: float
    end: float
    text: str


_Line = list[_Piece]


def cells_of_page(lines: Sequence[tuple[float, Sequence[tuple[float, float, str]]]]) -> str:
    """The lines of a page, as `pdf_lines.lines_of` gives them, with tabs between the cells."""
    told = by_code_page("\n".join(text for _size, line in lines for _left, _right, text in line)).split("\n")
    found = [
        list(_cells([(left, right, told.pop(0)) for left, right, _text in line], _COLUMN * size))
        for size, line in lines
    ]
    blocks = _blocks(_whole_names(_whole_figures(found)))
    rows = (row for block in blocks for row in _whole_head(list(_aligned(block))))
    return "\n".join("\t".join(row) for row in rows)


def _cells(line: Sequence[tuple[float, float, str]], gap: float) -> Iterator[_Piece]:
    """The words of a line, those of one cell together: figures stand alone, words up to a wide `gap`."""
    cell: list[_Piece] = []
    for piece in (part for left, right, text in line for part in _apart(_Piece(left, right, text))):
        is_next = cell and (
            piece.start - cell[-1].end > gap
            or bool(re.fullmatch(_NUMBER, piece.text))
            or (_is_number(piece.text) and _is_number(cell[-1].text))
        )
        if is_next:
            yield _joined(cell)
            cell = []
        cell.append(piece)
    if cell:
        yield _joined(cell)


def _joined(pieces: Sequence[_Piece], between: str = " ") -> _Piece:
    return _Piece(
        pieces[0].start, max(piece.end for piece in pieces), between.join(piece.text for piece in pieces)
    )


def _apart(piece: _Piece) -> Iterator[_Piece]:
    """The parts between blanks; scores that have run together, where there is one way to cut them."""
    cuts = list(_cuts(piece.text)) if _RUN_TOGETHER.fullmatch(piece.text) else []
    parts = cuts[0] if len(cuts) == 1 else re.split(f"(?<={NBSP})(?!{NBSP})", piece.text)
    width, start = (piece.end - piece.start) / len(piece.text), piece.start
    for part in parts:
        if text := part.strip(NBSP):
            yield _Piece(start, start + width * len(text), text)
        start += width * len(part)


def _cuts(text: str) -> Iterator[list[str]]:
    """The ways to cut a text into scores from 0 to 100."""
    if not text:
        yield []
    for end in range(3, min(len(text), 6) + 1):
        head = text[:end]
        is_number = re.fullmatch(_NUMBER, head) and not re.match("[0๐][0-9๐-๙]", head)
        if is_number and isinstance(words.read_value(head), Decimal):
            yield from ([head, *rest] for rest in _cuts(text[end:]))


def _whole_figures(lines: Sequence[_Line]) -> list[_Line]:
    """The lines, figures that narrow columns cut ("91.1" above "2") joined, where all of a line fit so."""
    found = [list(line) for line in lines]
    for upper, lower in pairwise(found):
        rests = [piece for piece in lower if re.fullmatch("[0-9๐-๙]{1,2}", piece.text)]
        begun = [piece for piece in upper if re.fullmatch(r"[0-9๐-๙]{1,3}\.[0-9๐-๙]?", piece.text)]
        pairs = [(piece, rest) for rest in rests for piece in begun if _overlap(rest, _span(piece)) > 0]
        is_one_to_one = len(rests) == len(pairs) == len({piece.start for piece, _rest in pairs})
        if is_one_to_one and all(re.fullmatch(_NUMBER, piece.text + rest.text) for piece, rest in pairs):
            for piece, rest in pairs:
                upper[upper.index(piece)] = _Piece(*_span(piece), piece.text + rest.text)
                lower.remove(rest)
    return found


def _span(piece: _Piece) -> tuple[float, float]:
    return piece.start, piece.end


def _whole_names(lines: Sequence[_Line]) -> list[_Line]:
    """The lines, names that stand over several of them joined in the one that has the figures."""
    found = list(lines)
    for place, line in enumerate(lines):
        figures = [piece for piece in line if _is_figure(piece)]
        own = [piece for piece in line if not _is_figure(piece)]
        if not figures or len(own) > _SEVERAL or any(_named(piece.text) for piece in own):
            continue
        above, below = (_alone(found, near, line) for near in (place - 1, place + 1))
        for pieces in ([*above, *own], [*own, *below], [*above, *own, *below]):
            if len(pieces) > len(own) and _named((joined := _joined(pieces, "")).text):
                found[place] = sorted([*figures, joined], key=lambda piece: piece.start)
                for near, part in ((place - 1, above), (place + 1, below)):
                    if part and part[0] in pieces:
                        found[near] = []
                break
    return found


def _alone(lines: Sequence[_Line], place: int, beside: _Line) -> _Line:
    """The one piece of a line that can be a part of a name in the line next to it."""
    line = lines[place] if 0 <= place < len(lines) else []
    is_part = len(line) == 1 and not _is_figure(line[0]) and not _named(line[0].text)
    return line if is_part and line[0].start < max(piece.end for piece in beside) else []


def _named(text: str) -> str:
    return words.field_named(undamaged(text)[0])


def _is_figure(piece: _Piece) -> bool:
    return _is_number(piece.text) or bool(re.fullmatch(r"[-–—]|\([0-9๐-๙]+\)", piece.text))


def _is_number(text: str) -> bool:
    return bool(re.fullmatch("[0-9๐-๙.,%]+", text))


def _blocks(lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    """Lines that follow each other as those of a table do, with what is left of a cell between them."""
    block: list[_Line] = []
    for line in filter(None, lines):
        if len(line) < _SEVERAL and len(line[0].text) > _SHORT:
            yield from filter(None, [block, [line]])
            block = []
        else:
            block.append(line)
    if block:
        yield block


def _aligned(block: Sequence[_Line]) -> Iterator[list[str]]:
    """The rows of a block; one with fewer cells than others has them below those that they stand under."""
    rows = [[piece.text for piece in line] for line in block]
    most = max((len(row) for row in rows if not is_prose(row)), default=0)
    whole = [line for line in block if len(line) == most]
    columns = [(min(p.start for p in cells), max(p.end for p in cells)) for cells in zip(*whole, strict=True)]
    is_even = all(left[1] <= right[0] for left, right in pairwise(columns))
    for line, texts in zip(block, rows, strict=True):
        if len(line) >= most or not is_even or is_prose(texts):
            yield texts
            continue
        row = [""] * most
        for piece in line:
            place = max(range(most), key=lambda column: _overlap(piece, columns[column]))
            row[place] = f"{row[place]} {piece.text}".strip()
        yield row


def _whole_head(rows: list[list[str]]) -> list[list[str]]:
    """The rows; those above the first figures are one head, where only together they name the columns."""
    first = next((at for at, row in enumerate(rows) if sum(map(_is_number, row)) >= _SEVERAL), 0)
    begin = max((at + 1 for at in range(first) if re.search("[0-9๐-๙]", "".join(rows[at]))), default=0)
    head = rows[begin:first]
    if len(head) < _SEVERAL or any(len(row) != len(rows[first]) for row in head):
        return rows
    joined = [undamaged("".join(cells))[0] for cells in zip(*head, strict=True)]
    named = [set(map(words.field_named, row)) for row in (joined, *head)]
    return [*rows[:begin], joined, *rows[first:]] if len(named[0]) > max(map(len, named[1:])) else rows


def _overlap(piece: _Piece, column: tuple[float, float]) -> float:
    """How much of a piece lies in a column; below zero how far it is from it."""
    return min(piece.end, column[1]) - max(piece.start, column[0])
