"""What the heads of a pasted table say of the columns below them. Pure."""

from collections.abc import Mapping

from assessments.pasted import words
from assessments.pasted.rows import Row
from assessments.pasted.whose import NAME_HEADS
from ita_portal.thai import search_key, thai_digits
from municipalities.table_heads import head_key

INDICATORS = 10
_SEVERAL = 2
_PLACE_HEADS = frozenset(
    map(head_key, ("รหัส", "รหัส อปท.", "อำเภอ", "จังหวัด", "ปี", "ปีงบประมาณ", "ปี พ.ศ.", "พ.ศ.", "code"))
)
# The portal's own results.csv: what it says of instruments was computed, nobody announced it.
_OWN_MARK, _COMPUTED = "municipality_id", ("announced_iit", "announced_eit", "announced_oit")


class Heads:
    """What was read of the heads so far, by column: years, fields, columns that don't count.

    `year` is one that a line of its own names, `ranks` are columns of ranks, `scores_in` of scores.
    """

    def __init__(self) -> None:
        self.year: int | None = None
        self.years: dict[int, int] = {}
        self.fields: dict[int, str] = {}
        self.ignored: set[int] = set()
        self.ranks: set[int] = set()
        self.scores_in: set[int] = set()

    def are_in(self, row: Row, named: Mapping[int, str], years: Mapping[int, int]) -> bool:
        """Whether a row without scores says what stands in the columns below."""
        filled = [cell for cell in row if cell]
        if len(filled) < _SEVERAL:  # one cell heads no columns
            return False
        levels = [cell for cell in filled if words.squeezed(cell) in words.level_names()]
        if levels:
            return False
        if len(years) == 1 and not named and not any(_role(cell) for cell in filled):
            return False  # a title with its year
        if len(named) == 1 and not years and not any(_role(cell) for cell in filled):
            return False
        return len(named) > 1 or bool(years) or any(_role(cell) for cell in filled)

    def read(self, row: Row, named: Mapping[int, str], years: Mapping[int, int]) -> str:
        """Take in a head; the sentence which indicators it lacks, "" where it lacks none or names none."""
        roles = {place: _role(cell) for place, cell in enumerate(row)}
        self.ignored |= {place for place, role in roles.items() if role == "ignored"}
        self.ranks |= {place for place, cell in enumerate(row) if words.RANK.search(search_key(cell))}
        self.scores_in |= {place for place, role in roles.items() if role == "score"}
        if years:
            self.years = {place: year for place, year in years.items() if place not in self.ignored}
        if len(named) > 1 or (named and "place" in roles.values()):
            computed = _COMPUTED if _OWN_MARK in row else ()
            self.fields = {
                place: field
                for place, field in named.items()
                if place not in self.ignored and field not in computed
            }
        return self._lacking()

    def _lacking(self) -> str:
        scores = {field for field in self.fields.values() if field.startswith("score_")}
        if not INDICATORS // 2 <= len(scores) < INDICATORS:
            return ""
        lacking = [str(n) for n in range(1, INDICATORS + 1) if f"score_{n}" not in scores]
        return thai_digits(f"ไม่พบคอลัมน์ของตัวชี้วัดที่ {', '.join(lacking)}")

    def count_ignored(self, row: Row) -> int:
        """How many filled cells of a row stand in columns that don't count."""
        return sum(1 for place, cell in enumerate(row) if cell and place in self.ignored)


def numbered_columns(row: Row, named: Mapping[int, str]) -> dict[int, str]:
    """The fields of the columns in a head like "ตัวชี้วัดที่ 1 2 … 10 รวม"; {} for a row that is no such head.

    Something else in it names a field or says that the numbers are those of indicators.
    """
    numbers = {place: number for place, cell in enumerate(row) if (number := words.arabic_number(cell))}
    key = search_key(" ".join(row))
    is_told = bool(named) or "ตัวชี้วัด" in key or "ตชว" in key
    counts = list(numbers.values()) == list(range(1, len(numbers) + 1)) and len(numbers) >= INDICATORS // 2
    if not is_told or not counts or words.RANK.search(key):
        return {}
    return {place: f"score_{number}" for place, number in numbers.items()}


def _role(cell: str) -> str:
    key = search_key(cell)
    if words.IGNORED.search(key):
        return "ignored"
    if head_key(cell) in NAME_HEADS | _PLACE_HEADS:
        return "place"
    return "score" if words.SCORE_HEAD.fullmatch(key) else "name" if key in ("ตัวชี้วัด", "รายการ") else ""
