"""Whose scores pasted rows are: of a table of many municipalities only the own ones are read. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assessments.pasted import words
from assessments.pasted.rows import Row, may_be_score
from ita_portal.thai import search_key
from municipalities.dated import PlaceState
from municipalities.naming import fold, read_code, read_name, without_place_word
from municipalities.table_heads import head_key

_MUNICIPALITY = re.compile(r"เทศบาล\s*(?:นคร|เมือง|ตำบล)|(?<![ก-๙.])ท\.?\s?[นมต]\.")
_OTHER_BODY = re.compile(r"องค์การบริหารส่วน|อบต|อบจ")
NAME_HEADS = frozenset(
    map(head_key, ("เทศบาล", "ชื่อเทศบาล", "อปท.", "ชื่อ อปท.", "หน่วยงาน", "ชื่อหน่วยงาน", "municipality", "name"))
)
"""The names of a column of municipalities, as heads are compared."""
_FIGURES = re.compile(r"(?<=[ก-๎])[\s:]+[0-9๐-๙]")
_BEHIND_NAME = re.compile("อเภอ|จงหวด|ปงบประมณ|ประจป")  # อำเภอ, จังหวัด, ปีงบประมาณ, ประจำปี by their consonants
_LONGEST_TITLE = 160
_SHOWN = 3


@dataclass(frozen=True)
class OwnRows:
    """The rows to be read; `others` are the municipalities whose rows are left out.

    `stranger` is the one that the text is about, where it names another one and never the own.
    """

    rows: Sequence[Row]
    others: tuple[str, ...] = ()
    stranger: str = ""

    @property
    def left_out(self) -> str:
        """Whose scores are not read, as a Thai sentence; "" where none are left out."""
        more = f" และอีก {len(self.others) - _SHOWN:,} แห่ง" if len(self.others) > _SHOWN else ""
        named = ", ".join(self.others[:_SHOWN])
        return f"ไม่ได้อ่านคะแนนของ {named}{more} ซึ่งไม่ใช่เทศบาลของท่าน" if named else ""


def own_rows(rows: Sequence[Row], states: Sequence[PlaceState]) -> OwnRows:
    """The rows that are about the municipality of these states (former ones too), and those about none.

    A title names whom the rows below are about, a cell whom its own row is about. Without states all count.
    """
    if not states:
        return OwnRows(rows)
    return _Sorting(states).of(rows)


def names_municipality(cell: str) -> bool:
    """Whether a cell names a municipality with what stands before its name."""
    return bool(_MUNICIPALITY.search(search_key(cell)))


class _Sorting:
    """Rows of one text while they are sorted by whom they are about."""

    def __init__(self, states: Sequence[PlaceState]) -> None:
        self._names = {words.consonants(fold(state.name)): {one.kind for one in states} for state in states}
        self._codes = {state.code for state in states if state.code}
        self._lies = {fold(place) for state in states for place in (state.district, state.province)}
        self._column: int | None = None

    def of(self, rows: Sequence[Row]) -> OwnRows:
        """The rows that are the own ones."""
        told = [(row, *self._about(row)) for row in rows]
        own = [row for row, is_own, name in told if name and is_own]
        if own_titles := any(_is_title(row) for row in own):
            told = list(_by_titles(told))
        strangers = [name for row, is_own, name in told if name and not is_own and _is_title(row)]
        others = dict.fromkeys(
            name for row, is_own, name in told if name and not is_own and not _is_title(row)
        )
        kept = [
            row for row, is_own, name in told if is_own or not name or (not own_titles and _is_title(row))
        ]
        doubles = [row for row in own if not _is_title(row)]
        if len(doubles) > 1 and (near := [row for row in doubles if self._lies & set(map(_folded, row))]):
            kept = [
                row for row in kept if row not in doubles or row in near
            ]  # others are called so elsewhere
        return OwnRows(kept, tuple(others), "" if own or others else next(iter(strangers), ""))

    def _about(self, row: Row) -> tuple[bool, str]:
        """Whether a row is about the own municipality, and whom it names ("": nobody)."""
        column = next((place for place, cell in enumerate(row) if head_key(cell) in NAME_HEADS), None)
        if column is not None and not any(map(may_be_score, row)):
            self._column = column
            return False, ""
        code = next(filter(None, (read_code(cell) for cell in row if cell.isalnum())), "")
        if code in self._codes:
            return True, code
        for name, is_own in self._named(row):
            return is_own, name
        return False, code if code and self._codes else ""

    def _named(self, row: Row) -> Iterator[tuple[str, bool]]:
        for place, cell in enumerate(row):
            is_name = place == self._column and bool(cell) and not may_be_score(cell)
            if not is_name and (len(cell) > _LONGEST_TITLE or not names_municipality(cell)):
                continue
            said = read_name(_FIGURES.split(cell)[0])
            if said.name:
                called = _BEHIND_NAME.split(words.consonants(fold(said.name)))[0]
                kinds = self._names.get(called, set())
                is_own = bool(kinds) and (not said.kind or said.kind in kinds)
                yield " ".join(cell.split()), is_own and not _OTHER_BODY.search(cell)


def _by_titles(told: Sequence[tuple[Row, bool, str]]) -> Iterator[tuple[Row, bool, str]]:
    """Rows that name nobody are about whom the title above them names."""
    title = (True, "")
    for row, is_own, name in told:
        if name and _is_title(row):
            title = (is_own, name)
        yield row, *((is_own, name) if name else title)


def _is_title(row: Row) -> bool:
    """Whether a row says one thing, and no figure."""
    return len({cell for cell in row if cell}) == 1 and not any(map(may_be_score, " ".join(row).split()))


def _folded(cell: str) -> str:
    return fold(without_place_word(cell))
