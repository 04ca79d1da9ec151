"""Whether a document is handed in, due or late: one question for desk, mails and pages (pure)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from ita_portal.thai import fiscal_year_of, fiscal_year_span, thai_digits
from reports.states import OPEN_STATES


class Mark(StrEnum):
    """How a document stands to its deadline."""

    DONE = "done"
    DUE = "due"
    LATE = "late"


_BADGES = {Mark.DONE: "good", Mark.DUE: "info", Mark.LATE: "bad"}


@dataclass(frozen=True)
class Due:
    """The deadline of one document. `days` are left until it: 0 on the day itself, below 0 after it."""

    due_on: date
    mark: Mark
    days: int

    @property
    def is_late(self) -> bool:
        """Has the day passed before the officer handed the document in?"""
        return self.mark == Mark.LATE

    @property
    def badge(self) -> str:
        """The second half of the badge's class: "badge--bad"."""
        return _BADGES[self.mark]

    @property
    def text(self) -> str:
        """How it stands, in Thai: "ส่งแล้ว", "เหลือ ๑๔ วัน", "ครบกำหนดวันนี้", "เกินกำหนด ๓ วัน"."""
        if self.mark == Mark.DONE:
            return "ส่งแล้ว"
        if self.mark == Mark.LATE:
            return thai_digits(f"เกินกำหนด {-self.days} วัน")
        return thai_digits(f"เหลือ {self.days} วัน") if self.days else "ครบกำหนดวันนี้"

    def within(self, days: int) -> bool:
        """Is it still to be handed in and the day at most this many days away, or past?"""
        return self.mark != Mark.DONE and self.days <= days


def due(state: str, due_on: date | None, today: date, *, published: bool = False) -> Due | None:
    """How a report in this state stands to its deadline on a day; None where no deadline is set.

    Done is what the officer has handed in: submitted, accepted or published, and also a correction begun
    after a publication (`published`: is a revision of it public?). The day itself is still in time.
    """
    if due_on is None:
        return None
    days = (due_on - today).days
    if published or state not in OPEN_STATES:
        return Due(due_on, Mark.DONE, days)
    return Due(due_on, Mark.DUE if days >= 0 else Mark.LATE, days)


def presses_all(fiscal_year: int, due_on: date, today: date) -> bool:
    """Whether a deadline concerns those too who never began the document; `fiscal_year` (B.E.) of the plan.

    It does for plans of the running fiscal year and the last one, and for older ones whose day lies in these:
    it was set or moved late. Of what is older still, nobody expects a paper that was never begun. A document
    that was begun keeps its deadline, however old, until it is handed in.
    """
    return max(fiscal_year, fiscal_year_of(due_on)) >= fiscal_year_of(today) - 1


def binding_days(fiscal_year: int, due_on: date, today: date) -> tuple[date, date]:
    """On which two days a municipality has to exist for a deadline of a plan's fiscal year (B.E.) to bind it.

    Nobody owes what was due before its first day or after its last, nor for a year in which it was an อบต.;
    and who is none any more owes nothing.
    """
    return min(fiscal_year_span(fiscal_year)[1], due_on, today), max(due_on, today)


class DeadlineRow(Protocol):
    """What is asked of a row of the model Deadline."""

    fiscal_year: int
    kind: str
    due_on: date


def due_days(rows: Iterable[DeadlineRow]) -> dict[tuple[int, str], date]:
    """The day by a plan's fiscal year (B.E.) and the report's kind: `due_days(Deadline.objects.all())`."""
    return {(row.fiscal_year, row.kind): row.due_on for row in rows}
