"""Rows of cells become scores by year and field. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from assessments.pasted import prose, words
from assessments.pasted.damaged import undamaged
from assessments.pasted.gathered import Gathered, Key, Value, is_filled, label
from assessments.pasted.heads import INDICATORS, Heads, numbered_columns
from assessments.pasted.loose import LooseNumbers, LooseRow
from assessments.pasted.rows import Row, rows_of
from assessments.pasted.whose import names_municipality, own_rows
from municipalities.dated import PlaceState

UNKNOWN_COLUMN = "พบคะแนนหลายค่าในแถวเดียวกัน แต่ไม่ทราบว่าเป็นของปีใด"
MENDED = "บางชื่อมีตัวอักษรเสียหาย จึงอ่านจากพยัญชนะ เช่น “{}” อ่านเป็น “{}”"


@dataclass(frozen=True)
class PastedScores:
    """What was understood: values by fiscal year (None where the text names none) and field.

    `notes` say how it was read, `unread` what was left out and why; both are Thai sentences. `stranger` is
    another municipality, which the text names instead of the own.
    """

    values: Mapping[Key, Value]
    notes: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    stranger: str = ""

    @property
    def years(self) -> list[int]:
        """The years that the text names, ascending."""
        return sorted({year for year, _field in self.values if year is not None})

    def of_year(self, year: int, *, unnamed: bool) -> dict[str, Value]:
        """The values of a year; with `unnamed` also those without one."""
        known = {field: value for (named, field), value in self.values.items() if named is None and unnamed}
        return known | {field: value for (named, field), value in self.values.items() if named == year}


def understand(text: str, states: Sequence[PlaceState] = ()) -> PastedScores:
    """What a pasted text says of the municipality of these states, or of whomever.

    A value that stands there twice, each time another, is left out.
    """
    read, mended = undamaged(text)
    notes = [MENDED.format(*pair) for pair in islice(mended.items(), 1)]
    own = own_rows(rows_of(read), states)
    found = _Reading(own.rows, [*notes, *filter(None, [own.left_out])]).scores()
    return replace(found, stranger=own.stranger)


class _Reading:
    """One text while it is read: row by row, with what the heads above say."""

    def __init__(self, rows: Sequence[Row], notes: list[str]) -> None:
        self.rows, self.heads, self.gathered = rows, Heads(), Gathered(notes)
        self.loose: list[LooseRow] = []
        self.prose: list[str] = []  # lines of sentences that are not read yet
        self.waiting = ""  # a name whose value stands in the next line

    def scores(self) -> PastedScores:
        """Read every row, then the numbers without a name."""
        for row in self.rows:
            if self._goes_on(row):
                self.prose.append(" ".join(row))
                continue
            self._read_prose(" ".join(self.prose))
            self.prose, waiting = [], self.waiting
            self._read(row)
            if self.waiting == waiting:  # what stands in the line after the next is no value of it
                self.waiting = ""
        self._read_prose(" ".join(self.prose))
        LooseNumbers(self.loose, self.heads, self.gathered).read()
        values, told = self.gathered.without_twice(), self.gathered
        return PastedScores(values, tuple(dict.fromkeys(told.notes)), tuple(dict.fromkeys(told.unread)))

    def _goes_on(self, row: Row) -> bool:
        """Whether a line is read word by word, together with those around it."""
        if prose.is_prose(row):
            return True
        is_rest = sum(map(is_filled, row)) == 1 and not any(map(words.field_named, row))
        return bool(self.prose) and is_rest and prose.waits_for_value(self.prose[-1])

    def _read(self, row: Row) -> None:
        named = {place: field for place, cell in enumerate(row) if (field := words.field_named(cell))}
        years = {place: words.years_in(cell)[0] for place, cell in enumerate(row) if words.is_year(cell)}
        years = {place: year for place, year in years.items() if place not in self.heads.ignored}
        values = [place for place, cell in enumerate(row) if place not in years and is_filled(cell)]
        if len(years) == 1 and words.is_year(" ".join(row)):
            self.heads.year = next(iter(years.values()))
        elif numbered := numbered_columns(row, named):
            self.gathered.unread += filter(None, [self.heads.read(row, named | numbered, years)])
        elif not values and self.heads.are_in(row, named, years):
            self.gathered.unread += filter(None, [self.heads.read(row, named, years)])
        elif self.heads.fields and not named:
            self._read_under_fields(row, years)
        elif named:
            self._read_named(row, _subject(named), years)
        elif values:
            self._read_nameless(row, years, values)
        elif years or words.years_in(" ".join(row)):
            found = words.years_in(" ".join(row))
            self.heads.year = found[0] if len(set(found)) == 1 else self.heads.year
        else:
            self.gathered.note_unread(row)

    def _read_prose(self, text: str) -> bool:
        """Whether a text held values; they are kept."""
        read = list(prose.values_in_words(text, self.heads.year))
        for year, field, value in read:
            self.gathered.keep((year, field), value)
        return bool(read)

    def _read_under_fields(self, row: Row, years: Mapping[int, int]) -> None:
        year = next(iter(years.values()), self.heads.year)
        if not any(map(is_filled, row)):
            return
        for place, field in self.heads.fields.items():
            if place < len(row):
                self.gathered.read_value((year, field), row[place])

    def _read_named(self, row: Row, name: tuple[int, str], years: Mapping[int, int]) -> None:
        """A row about one field: its values stand behind its name, or before it."""
        place, field = name
        year = next(iter(years.values()), self.heads.year)
        if self.heads.years:
            self._read_under_years(row, place, field)
            return
        others = [each for each in range(len(row)) if each != place and each not in years and row[each]]
        others = [each for each in others if each not in self.heads.ignored]
        candidates = [each for each in others if each > place] or others
        if self.waiting.startswith("score_") and candidates and candidates[-1] < place:
            # A narrow column cut the sentence: the figure ends what the line before began.
            self.gathered.read_value((year, self.waiting), row[candidates[-1]])
            self.waiting = field
            return
        if self.heads.scores_in & set(candidates):
            candidates = [each for each in candidates if each in self.heads.scores_in]
        if len(candidates) > 1:
            candidates = [each for each in candidates if is_filled(row[each]) or field == words.LEVEL]
        if len(candidates) > 1:
            self.gathered.unread.append(f"{label(field)}: {UNKNOWN_COLUMN}")
        elif candidates:
            self.gathered.read_value((year, field), row[candidates[0]])
        else:
            self.waiting = "" if self._read_prose(row[place]) else field

    def _read_under_years(self, row: Row, place: int, field: str) -> None:
        below = {column: of_year for column, of_year in self.heads.years.items() if column != place}
        for column, of_year in below.items():
            self.gathered.read_value((of_year, field), row[column] if column < len(row) else "")
        if not any(column < len(row) and row[column] for column in below) and not self._read_prose(
            " ".join(row)
        ):
            self.gathered.note_unread(row[place:])

    def _read_nameless(self, row: Row, years: Mapping[int, int], values: Sequence[int]) -> None:
        year = next(iter(years.values()), self.heads.year)
        cells = [
            cell for place, cell in enumerate(row) if place in values and place not in self.heads.ignored
        ]
        # A row of a list: whose it is (others are left out by now), ten scores, what they give.
        is_whole = len(cells) >= INDICATORS
        level = [cell for cell in row if is_whole and words.level_called(cell)]
        aside = len(years) + len(level) + sum(is_whole and names_municipality(cell) for cell in row)
        if self.waiting and len(cells) == 1:
            self.gathered.read_value((year, self.waiting), cells[0])
            self.waiting = ""
        elif cells and len(cells) + aside + self.heads.count_ignored(row) == sum(map(bool, row)):
            self.loose.append((year, [*cells, *level]))
        else:
            self.gathered.note_unread(row)


def _subject(named: Mapping[int, str]) -> tuple[int, str]:
    """Where and what a row is about: of an instrument and one of its indicators the indicator."""
    scores = [each for each in named.items() if each[1].startswith("score_")]
    return scores[0] if len(scores) == 1 else next(iter(named.items()))
