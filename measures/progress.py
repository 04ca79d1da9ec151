"""How far a measure has come by the end of each quarter, and whether it is behind its plan. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from ita_portal.thai import NBSP, quarter_span, thai_digits
from measures.quarters import quarters_text

NOTE_LENGTH = 500


@dataclass(frozen=True)
class QuarterProgress:
    """The end of a quarter (1 to 4): per cent of the measure planned and reached by then, and a word."""

    quarter: int
    planned: int | None = None
    actual: int | None = None
    note: str = ""

    @property
    def stored(self) -> dict[str, Any]:
        """As the column of the result holds it: what is not known is left out."""
        return {key: value for key, value in asdict(self).items() if value not in (None, "")}


def progress_of(stored: Iterable[Mapping[str, Any]]) -> tuple[QuarterProgress, ...]:
    """What the column of a result holds, as stored."""
    return tuple(QuarterProgress(**row) for row in stored)


def is_behind(progress: Sequence[QuarterProgress], fiscal_year: int, today: date) -> bool | None:
    """Whether less is reached than was planned by the end of the last quarter that is over.

    None where nothing was planned for one that is over. What was reached before counts; what was not
    reported is 0.
    """
    planned = [one for one in progress if one.planned is not None]
    over = [one for one in planned if quarter_span(fiscal_year, one.quarter)[1] < today]
    if not over:
        return None
    last = over[-1]
    reached = [one.actual for one in progress if one.quarter <= last.quarter and one.actual is not None]
    return max(reached, default=0) < (last.planned or 0)


def per_cent_text(value: int | None) -> str:
    """ "ร้อยละ ๒๕"; "–" while it is not known."""
    return "–" if value is None else f"ร้อยละ{NBSP}{thai_digits(str(value))}"


def progress_words(stored: Iterable[Mapping[str, Any]]) -> str:
    """A quarter a line: "ไตรมาสที่ ๑: แผน ร้อยละ ๒๕ ผล ร้อยละ ๒๐ รอวิทยากร"."""
    return "\n".join(
        f"{quarters_text([one.quarter])}: แผน{NBSP}{per_cent_text(one.planned)} "
        f"ผล{NBSP}{per_cent_text(one.actual)} {one.note}".rstrip()
        for one in progress_of(stored)
    )
