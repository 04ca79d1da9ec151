"""Where the public papers of one municipality print different figures of the same assessment."""

from dataclasses import dataclass

from public.publications import MUNICIPALITY, Edition, live
from reports.dependents import PrintedPaper, papers_that_print
from reports.models import ReportKind


@dataclass(frozen=True)
class Contradiction:
    """Another public document that prints other figures, by the year (B.E.) of its plan and its kind.

    `years` are those whose figures differ.
    """

    plan_year: int
    kind: ReportKind
    years: tuple[int, ...]


def contradictions(edition: Edition) -> list[Contradiction]:
    """The documents of its municipality that contradict this one, by the year of their plans. One query.

    Asked of what was published; not of an edition that is replaced or withdrawn, nor of others that are.
    """
    if not edition.current or edition.withdrawn_at:
        return []
    own = (edition.fiscal_year, edition.kind)
    others: dict[tuple[int, str], list[int]] = {}
    printed = papers_that_print(live().filter(**{MUNICIPALITY: edition.municipality.pk}))
    mine = {row.fiscal_year: row for row in printed if (row.plan_year, row.kind) == own}
    for row in printed:
        its = (row.plan_year, row.kind)
        if its != own and row.fiscal_year in mine and _differ(mine[row.fiscal_year], row):
            others.setdefault(its, []).append(row.fiscal_year)
    return [Contradiction(year, ReportKind(kind), tuple(years)) for (year, kind), years in others.items()]


def _differ(one: PrintedPaper, other: PrintedPaper) -> bool:
    """Whether a figure that both print is not the same."""
    return any(one.figures[name] != other.figures[name] for name in one.figures.keys() & other.figures.keys())
