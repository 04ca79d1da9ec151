"""The rows of the overview, and which of them are wanted in what order. Asks no database."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from assessments import framework
from oversight.filters import ANY, NO_PLAN, UNKNOWN, Filters
from reports.deadlines import Due, Mark
from reports.states import State

_STATES = [None, *State]
_MARKS = [Mark.LATE, Mark.DUE, Mark.DONE]


@dataclass(frozen=True)
class DocumentCell:
    """One document ("plan" or "results") of a row; `report` and `state` are None before there is a plan.

    `readable` is whether its contents may be read; only then can `errors` and `warnings` be counted, which
    are None until they are. `activity` is the last step or comment. Of the results, `behind` of so many
    measures `followed` quarter by quarter have come less far than planned.
    """

    kind: str
    report: int | None = None
    state: State | None = None
    readable: bool = False
    activity: datetime | None = None
    due: Due | None = None
    errors: int | None = None
    warnings: int | None = None
    followed: int = 0
    behind: int = 0

    @property
    def is_late(self) -> bool:
        """Has its deadline passed while it is not handed in?"""
        return self.due is not None and self.due.is_late


@dataclass(frozen=True)
class OverviewRow:
    """A municipality in the plan year `fiscal_year`, which answers the assessment of `assessed_year` (B.E.).

    `total`, `level` and `scores` (0-100, by indicator code, the known ones) are that assessment's; `change`
    is the total's since the year before, in points, `scores_before` that year's scores. `weak` are the codes
    of the indicators below the pass mark. `reviews` says whether the province reviews. `rank` is the better
    the lower, by what was searched for (see `searching.search_places`). `former_names` are its names before,
    the last first, `assessed_as` that of the อบต. which was assessed (see `Municipality`). `oit_settled` is
    of how many OIT items of `fiscal_year` nothing is left to do (see `oit.register`).
    """

    municipality: int
    code: str
    kind: str
    name: str
    district: str
    province: str
    sort_key: str
    rank: int
    fiscal_year: int
    assessed_year: int
    plan: DocumentCell
    results: DocumentCell
    total: Decimal | None = None
    level: str = ""
    change: Decimal | None = None
    scores: Mapping[str, Decimal] = field(default_factory=dict)
    scores_before: Mapping[str, Decimal] = field(default_factory=dict)
    weak: tuple[str, ...] = ()
    reviews: bool = True
    former_names: tuple[str, ...] = ()
    assessed_as: str = ""
    oit_settled: int = 0

    @property
    def oit_items(self) -> int:
        """How many OIT items the fiscal year has."""
        return len(framework.load(self.fiscal_year).oit_items)

    @property
    def documents(self) -> tuple[DocumentCell, DocumentCell]:
        """Both documents."""
        return self.plan, self.results

    @property
    def activity(self) -> datetime | None:
        """The last step or comment of either document."""
        return max((cell.activity for cell in self.documents if cell.activity), default=None)

    @property
    def errors(self) -> int | None:
        """What keeps the documents from being submitted; None where nothing was counted."""
        return _sum(cell.errors for cell in self.documents)

    @property
    def warnings(self) -> int | None:
        """What should be looked at; None where nothing was counted."""
        return _sum(cell.warnings for cell in self.documents)


def _sum(numbers: Iterable[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if known else None


def is_wanted(row: OverviewRow, filters: Filters) -> bool:
    """Whether the row is what was asked for, beyond its place, name and kind.

    A state and being late must be true of one and the same document.
    """
    if filters.level and row.level != ("" if filters.level == UNKNOWN else filters.level):
        return False
    if filters.weak == ANY and not row.weak:
        return False
    if filters.weak not in ("", ANY) and filters.weak not in row.weak:
        return False
    return any(is_asked_for(cell, filters) for cell in row.documents)


def is_asked_for(cell: DocumentCell, filters: Filters) -> bool:
    """Whether this document is of the kind, in the state and as late as was asked for."""
    state = None if filters.state == NO_PLAN else filters.state
    return (
        filters.document in ("", cell.kind)
        and (not filters.state or cell.state == state)
        and (not filters.late or cell.is_late)
    )


def in_order(rows: Iterable[OverviewRow], filters: Filters) -> list[OverviewRow]:
    """The rows as `filters.sort` wants them; equal ones by name, unknown ones last in either direction."""
    by_name = sorted(rows, key=lambda row: (row.sort_key, row.province, row.district))
    if filters.order == "name":
        return by_name[::-1] if filters.descending else sorted(by_name, key=lambda row: row.rank)
    weight = _WEIGHTS[filters.order]
    known = [row for row in by_name if weight(row) is not None]
    unknown = [row for row in by_name if weight(row) is None]
    return [*sorted(known, key=weight, reverse=filters.descending), *unknown]


def _level_weight(row: OverviewRow) -> int | None:
    """The place of the level among those of its year, from the lowest; None for one that the year lacks."""
    names = [level.name for level in framework.load(row.assessed_year).levels]
    return -names.index(row.level) if row.level in names else None


def _due_weight(row: OverviewRow) -> tuple[int, int] | None:
    """The most pressing of the deadlines: late ones first, then those that come first."""
    return min(
        ((_MARKS.index(cell.due.mark), cell.due.days) for cell in row.documents if cell.due), default=None
    )


_WEIGHTS: dict[str, Callable[[OverviewRow], Any]] = {
    "district": lambda row: row.district,
    "total": lambda row: row.total,
    "level": _level_weight,
    "change": lambda row: row.change,
    "plan": lambda row: _STATES.index(row.plan.state),
    "results": lambda row: _STATES.index(row.results.state),
    "errors": lambda row: row.errors,
    "warnings": lambda row: row.warnings,
    "activity": lambda row: row.activity,
    "due": _due_weight,
    "oit": lambda row: row.oit_settled,
}
