"""Numbers without a name: by the number before each, else in order, where none can be missing. Pure."""

from collections.abc import Sequence
from decimal import Decimal

from assessments import framework, scoring
from assessments.pasted import words
from assessments.pasted.gathered import Gathered
from assessments.pasted.heads import INDICATORS, Heads
from assessments.pasted.rows import Row
from ita_portal.thai import thai_digits

_SEVERAL = 2
_FEWEST = 5  # columns headed 1, 2, 3 …
IN_ORDER = "ไม่มีชื่อตัวชี้วัด จึงอ่านคะแนนตามลำดับตัวชี้วัดที่ ๑ ถึง ๑๐ โปรดตรวจว่าลำดับถูกต้อง"
RANK_OR_NUMBER = "ตัวเลขหน้าคะแนนอาจเป็นอันดับหรือเลขตัวชี้วัด จึงยังไม่ได้อ่านคะแนนเหล่านี้"

LooseRow = tuple[int | None, Row]
"""A row of numbers, and its year."""


class LooseNumbers:
    """The rows of numbers of a text that have no name."""

    def __init__(self, rows: Sequence[LooseRow], heads: Heads, gathered: Gathered) -> None:
        self._rows, self._heads, self._gathered = rows, heads, gathered

    def read(self) -> None:
        """Gather what they surely mean; the rest is named as unread."""
        if any(field.startswith("score_") for _year, field in self._gathered.found):
            for _year, cells in self._rows:
                self._gathered.note_unread(cells)
        elif self._rows and not self._read_numbered() and not self._read_under_numbers():
            for year, cells in self._sequences():
                self._read_in_order(year, cells)

    def _sequences(self) -> Sequence[LooseRow]:
        """The numbers as they follow each other: down the columns of years, along rows of ten, else all."""
        if self._heads.years and all(len(cells) == len(self._heads.years) for _year, cells in self._rows):
            columns = zip(*(cells for _year, cells in self._rows), strict=True)
            return [
                (year, list(column)) for year, column in zip(self._heads.years.values(), columns, strict=True)
            ]
        if all(len(cells) >= INDICATORS - 1 for _year, cells in self._rows):
            return self._rows
        return [(self._rows[0][0], [cell for _year, cells in self._rows for cell in cells])]

    def _read_numbered(self) -> bool:
        """Whether each row is an indicator's number and its scores; they are kept, or named as doubtful."""
        width = 1 + max(1, len(self._heads.years))
        numbers = [words.arabic_number(cells[0]) for _year, cells in self._rows]
        known = [number for number in numbers if number is not None]
        is_even = all(len(row) == width for _year, row in self._rows)
        if len(set(known)) < max(_SEVERAL, len(numbers)) or not is_even:
            return False
        read = [words.read_value(row[1]) for _year, row in self._rows]
        firsts = [value for value in read if isinstance(value, Decimal)]
        falls = known == sorted(known) and len(firsts) > _SEVERAL and firsts == sorted(firsts, reverse=True)
        if self._heads.ranks or falls:
            self._gathered.unread.append(RANK_OR_NUMBER)
            return True
        years: list[int | None] = [*self._heads.years.values()] or [self._rows[0][0]]
        for number, (_year, row) in zip(known, self._rows, strict=True):
            for year, cell in zip(years, row[1:], strict=True):
                self._gathered.read_value((year, f"score_{number}"), cell)
        return True

    def _read_under_numbers(self) -> bool:
        """Whether the first row is 1, 2, 3 … over rows of scores, which are kept then."""
        first = [words.arabic_number(cell) for cell in self._rows[0][1]]
        if len(self._rows) < _SEVERAL or first != list(range(1, len(first) + 1)) or len(first) < _FEWEST:
            return False
        for year, cells in self._rows[1:]:
            if len(cells) == len(first):
                for number, cell in zip(first, cells, strict=True):
                    self._gathered.read_value((year, f"score_{number}"), cell)
            else:
                self._gathered.note_unread(cells)
        return True

    def _read_in_order(self, year: int | None, cells: Sequence[str]) -> None:
        levels = [cell for cell in cells if words.level_called(cell)]
        read = [words.read_value(cell) for cell in cells if cell not in levels]
        for each in read:
            if isinstance(each, words.Unread):
                self._gathered.unread.append(f"“{each.text}”: {thai_digits(each.why)}")
        scores = [each for each in read if isinstance(each, Decimal)]
        rules = framework.load(year or framework.years()[-1])
        by_code = dict(zip(rules.score_codes, scores, strict=False))
        is_whole = len(read) == len(scores) == INDICATORS
        if len(read) == len(scores) == INDICATORS + 1:
            computed = scoring.total(by_code, rules)
            is_whole = computed is not None and scoring.matches(scores[-1], computed, rules)
        if not is_whole:
            self._gathered.unread.append(f"พบ {thai_digits(str(len(read)))} คะแนน จึงไม่ทราบว่าขาดตัวชี้วัดใด")
            return
        self._gathered.notes.append(IN_ORDER)
        for code, score in by_code.items():
            self._gathered.keep((year, f"score_{code}"), score)
        if len(scores) > INDICATORS:
            self._gathered.keep((year, words.TOTAL), scores[-1])
        for level in levels:
            self._gathered.read_value((year, words.LEVEL), level)
