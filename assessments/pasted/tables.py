"""Rows of cells become scores by year and field. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessments import framework, scoring
from assessments.pasted import prose, words
from assessments.pasted.rows import Row, rows_of
from ita_portal.thai import decimal_text, search_key, thai_digits

Key = tuple[int | None, str]
Value = Decimal | str
INDICATORS = 10
_SEVERAL = 2
_FEWEST = 5  # columns headed 1, 2, 3 …
IN_ORDER = "ไม่มีชื่อตัวชี้วัด จึงอ่านคะแนนตามลำดับตัวชี้วัดที่ ๑ ถึง ๑๐ โปรดตรวจว่าลำดับถูกต้อง"
UNKNOWN_COLUMN = "พบคะแนนหลายค่าในแถวเดียวกัน แต่ไม่ทราบว่าเป็นของปีใด"
RANK_OR_NUMBER = "ตัวเลขหน้าคะแนนอาจเป็นอันดับหรือเลขตัวชี้วัด จึงยังไม่ได้อ่านคะแนนเหล่านี้"


@dataclass(frozen=True)
class PastedScores:
    """What was understood: values by fiscal year (None where the text names none) and field.

    `notes` say how it was read, `unread` what was left out and why; both are Thai sentences.
    """

    values: Mapping[Key, Value]
    notes: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def years(self) -> list[int]:
        """The years that the text names, ascending."""
        return sorted({year for year, _field in self.values if year is not None})

    def of_year(self, year: int, *, unnamed: bool) -> dict[str, Value]:
        """The values of a year; with `unnamed` also those without one."""
        known = {field: value for (named, field), value in self.values.items() if named is None and unnamed}
        return known | {field: value for (named, field), value in self.values.items() if named == year}


def understand(text: str) -> PastedScores:
    """What a pasted text says. A value that stands there twice, each time another, is left out."""
    return _Reading(rows_of(text)).scores()


class _Reading:
    """One text while it is read: row by row, with what the heads above say."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = rows
        self.found: dict[Key, Value] = {}
        self.twice: set[Key] = set()
        self.notes: list[str] = []
        self.unread: list[str] = []
        self.year: int | None = None  # named by a line of its own
        self.years: dict[int, int] = {}  # by column
        self.fields: dict[int, str] = {}  # by column
        self.ignored: set[int] = set()
        self.ranks: set[int] = set()
        self.scores_in: set[int] = set()
        self.loose: list[tuple[int | None, Row]] = []  # rows of numbers without a name, and their year
        self.waiting = ""  # a name whose value stands in the next line

    def scores(self) -> PastedScores:
        """Read every row, then the numbers without a name."""
        for row in self.rows:
            self._read(row)
        self._read_loose()
        for key in sorted(self.twice, key=str):
            del self.found[key]
            self.unread.append(f"{_label(key[1])}: พบมากกว่าหนึ่งค่าที่ต่างกัน")
        return PastedScores(self.found, tuple(dict.fromkeys(self.notes)), tuple(dict.fromkeys(self.unread)))

    def _read(self, row: Row) -> None:
        if prose.is_prose(row):
            self._read_prose(" ".join(row))
            return
        named = {place: field for place, cell in enumerate(row) if (field := words.field_named(cell))}
        years = {place: words.years_in(cell)[0] for place, cell in enumerate(row) if words.is_year(cell)}
        values = [place for place, cell in enumerate(row) if place not in years and _is_filled(cell)]
        if not values and self._is_head(row, named, years):
            self._read_head(row, named, years)
        elif self.fields and not named:
            self._read_under_fields(row, years)
        elif named:
            self._read_named(row, next(iter(named.items())), years)
        elif values:
            self._read_nameless(row, years, values)
        elif years or words.years_in(" ".join(row)):
            found = words.years_in(" ".join(row))
            self.year = found[0] if len(set(found)) == 1 else self.year
        else:
            self._note_unread(row)

    def _read_prose(self, text: str) -> bool:
        """Whether a text held values; they are kept."""
        read = list(prose.values_in_words(text, self.year))
        for year, field, value in read:
            self._keep((year, field), value)
        return bool(read)

    def _is_head(self, row: Row, named: Mapping[int, str], years: Mapping[int, int]) -> bool:
        """Whether a row without scores says what stands in the columns below."""
        filled = [cell for cell in row if cell]
        if len(filled) < _SEVERAL:  # one cell heads no columns
            return False
        levels = [cell for cell in filled if words.squeezed(cell) in words.level_names()]
        if levels:
            return False
        if len(named) == 1 and not years and not any(self._role(cell) for cell in filled):
            return False
        return len(named) > 1 or bool(years) or any(self._role(cell) for cell in filled)

    def _role(self, cell: str) -> str:
        key = search_key(cell)
        if words.IGNORED.search(key):
            return "ignored"
        return "score" if words.SCORE_HEAD.fullmatch(key) else "name" if key in ("ตัวชี้วัด", "รายการ") else ""

    def _read_head(self, row: Row, named: Mapping[int, str], years: Mapping[int, int]) -> None:
        roles = {place: self._role(cell) for place, cell in enumerate(row)}
        self.ignored |= {place for place, role in roles.items() if role == "ignored"}
        self.ranks |= {place for place, cell in enumerate(row) if words.RANK.search(search_key(cell))}
        self.scores_in |= {place for place, role in roles.items() if role == "score"}
        if years:
            self.years = {place: year for place, year in years.items() if place not in self.ignored}
        if len(named) > 1:
            self.fields = {place: field for place, field in named.items() if place not in self.ignored}

    def _read_under_fields(self, row: Row, years: Mapping[int, int]) -> None:
        year = next(iter(years.values()), self.year)
        for place, field in self.fields.items():
            if place < len(row):
                self._read_value((year, field), row[place])

    def _read_named(self, row: Row, name: tuple[int, str], years: Mapping[int, int]) -> None:
        """A row about one field: its values stand behind its name, or before it."""
        place, field = name
        year = next(iter(years.values()), self.year)
        if self.years:
            for column, of_year in self.years.items():
                if column < len(row) and column != place:
                    self._read_value((of_year, field), row[column])
            return
        others = [each for each in range(len(row)) if each != place and each not in years and row[each]]
        others = [each for each in others if each not in self.ignored]
        candidates = [each for each in others if each > place] or others
        if self.scores_in & set(candidates):
            candidates = [each for each in candidates if each in self.scores_in]
        if len(candidates) > 1:
            candidates = [each for each in candidates if _is_filled(row[each]) or field == words.LEVEL]
        if len(candidates) > 1:
            self.unread.append(f"{_label(field)}: {UNKNOWN_COLUMN}")
        elif candidates:
            self._read_value((year, field), row[candidates[0]])
        else:
            self.waiting = "" if self._read_prose(row[place]) else field

    def _read_nameless(self, row: Row, years: Mapping[int, int], values: Sequence[int]) -> None:
        year = next(iter(years.values()), self.year)
        cells = [cell for place, cell in enumerate(row) if place in values and place not in self.ignored]
        if self.waiting and len(cells) == 1:
            self._read_value((year, self.waiting), cells[0])
            self.waiting = ""
        elif len(cells) == len([cell for cell in row if cell]) - len(years) - self._count_ignored(row):
            self.loose.append((year, cells))
        else:
            self._note_unread(row)

    def _count_ignored(self, row: Row) -> int:
        return sum(1 for place, cell in enumerate(row) if cell and place in self.ignored)

    def _read_loose(self) -> None:
        """Numbers without a name: by the number before each, else in order, where none can be missing."""
        if any(field.startswith("score_") for _year, field in self.found):
            for _year, cells in self.loose:
                self._note_unread(cells)
        elif self.loose and not self._read_numbered() and not self._read_under_numbers():
            for year, cells in self._sequences():
                self._read_in_order(year, cells)

    def _sequences(self) -> list[tuple[int | None, Row]]:
        """The numbers as they follow each other: down the columns of years, along rows of ten, else all."""
        if self.years and all(len(cells) == len(self.years) for _year, cells in self.loose):
            columns = zip(*(cells for _year, cells in self.loose), strict=True)
            return [(year, list(column)) for year, column in zip(self.years.values(), columns, strict=True)]
        if all(len(cells) >= INDICATORS - 1 for _year, cells in self.loose):
            return self.loose
        return [(self.loose[0][0], [cell for _year, cells in self.loose for cell in cells])]

    def _read_numbered(self) -> bool:
        """Whether each row is an indicator's number and its scores; they are kept, or named as doubtful."""
        width = 1 + max(1, len(self.years))
        numbers = [words.arabic_number(cells[0]) for _year, cells in self.loose]
        known = [number for number in numbers if number is not None]
        is_even = all(len(row) == width for _year, row in self.loose)
        if len(set(known)) < max(_SEVERAL, len(numbers)) or not is_even:
            return False
        read = [words.read_value(row[1]) for _year, row in self.loose]
        firsts = [value for value in read if isinstance(value, Decimal)]
        falls = known == sorted(known) and len(firsts) > _SEVERAL and firsts == sorted(firsts, reverse=True)
        if self.ranks or falls:
            self.unread.append(RANK_OR_NUMBER)
            return True
        years: list[int | None] = [*self.years.values()] or [self.loose[0][0]]
        for number, (_year, row) in zip(known, self.loose, strict=True):
            for year, cell in zip(years, row[1:], strict=True):
                self._read_value((year, f"score_{number}"), cell)
        return True

    def _read_under_numbers(self) -> bool:
        """Whether the first row is 1, 2, 3 … over rows of scores, which are kept then."""
        first = [words.arabic_number(cell) for cell in self.loose[0][1]]
        if len(self.loose) < _SEVERAL or first != list(range(1, len(first) + 1)) or len(first) < _FEWEST:
            return False
        for year, cells in self.loose[1:]:
            if len(cells) == len(first):
                for number, cell in zip(first, cells, strict=True):
                    self._read_value((year, f"score_{number}"), cell)
            else:
                self._note_unread(cells)
        return True

    def _read_in_order(self, year: int | None, cells: Sequence[str]) -> None:
        read = [words.read_value(cell) for cell in cells]
        for each in read:
            if isinstance(each, words.Unread):
                self.unread.append(f"“{each.text}”: {each.why}")
        scores = [each for each in read if isinstance(each, Decimal)]
        rules = framework.load(year or framework.years()[-1])
        by_code = dict(zip(rules.score_codes, scores, strict=False))
        is_whole = len(read) == len(scores) == INDICATORS
        if len(read) == len(scores) == INDICATORS + 1:
            computed = scoring.total(by_code, rules)
            is_whole = computed is not None and scoring.matches(scores[-1], computed, rules)
        if not is_whole:
            self.unread.append(f"พบ {thai_digits(str(len(read)))} คะแนน จึงไม่ทราบว่าขาดตัวชี้วัดใด")
            return
        self.notes.append(IN_ORDER)
        for code, score in by_code.items():
            self._keep((year, f"score_{code}"), score)
        if len(scores) > INDICATORS:
            self._keep((year, words.TOTAL), scores[-1])

    def _read_value(self, key: Key, cell: str) -> None:
        if key[1] == words.LEVEL:
            if level := words.level_names().get(words.squeezed(re.sub("^ระดับ", "", cell.strip()))):
                self._keep(key, level)
            elif _is_filled(cell) or cell.strip(" -–"):
                self.unread.append(f"ระดับ: ไม่รู้จักระดับ “{cell}”")
            return
        value = words.read_value(cell) if cell else None
        if value is not None:
            self._keep(key, value)

    def _keep(self, key: Key, value: Value | words.Unread) -> None:
        if isinstance(value, words.Unread):
            self.unread.append(f"{_label(key[1])} “{value.text}”: {value.why}")
        elif self.found.setdefault(key, value) != value:
            self.twice.add(key)

    def _note_unread(self, row: Sequence[str]) -> None:
        text = " ".join(filter(None, row))
        if re.search("[0-9๐-๙]", text):
            self.unread.append(f"“{text[:80]}”: ไม่ทราบว่าเป็นคะแนนของตัวชี้วัดใด")


def _is_filled(cell: str) -> bool:
    """Whether a cell holds a number, readable or not."""
    if not re.search("[0-9๐-๙]", cell):
        return False
    value = words.read_value(cell)
    return isinstance(value, Decimal) or not re.search("[ก-ฮ]", cell)


def _label(field: str) -> str:
    """What a sentence calls a field."""
    if field.startswith("score_"):
        return thai_digits(f"ตัวชี้วัดที่ {field.removeprefix('score_')}")
    known = {words.TOTAL: "คะแนนรวม", words.LEVEL: "ระดับ"}
    return known.get(field, f"คะแนน {field.removeprefix('announced_').upper()}")


def shown(value: Value) -> str:
    """A value as the page shows it."""
    return value if isinstance(value, str) else decimal_text(value)
