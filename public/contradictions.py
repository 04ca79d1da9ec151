"""Where the public papers of one municipality print different figures of the same assessment."""

from dataclasses import dataclass

from public.publications import MUNICIPALITY, Edition, live
from reports.dependents import Dependent, dependents
from reports.models import Report


@dataclass(frozen=True)
class Contradiction:
    """Another public document that prints other figures; `years` (B.E.) are those whose figures differ."""

    report: Report
    years: tuple[int, ...]


def contradictions(edition: Edition) -> list[Contradiction]:
    """The documents of its municipality that contradict this one, by the year of their plans. Four queries.

    Asked of what was published; not of an edition that is replaced or withdrawn, nor of others that are.
    """
    if not edition.current or edition.withdrawn_at:
        return []
    mine: dict[int, Dependent] = {}
    others: dict[Report, list[int]] = {}
    place = edition.municipality.pk
    stand = set(live().filter(**{MUNICIPALITY: place}).values_list("report", flat=True))
    printed = [row for row in dependents(place) if row.report.pk in stand]
    for row in printed:
        if (row.report.plan.fiscal_year, row.report.kind) == (edition.fiscal_year, edition.kind):
            mine[row.fiscal_year] = row
    for row in printed:
        own = mine.get(row.fiscal_year)
        if own and own.report != row.report and _differ(own, row):
            others.setdefault(row.report, []).append(row.fiscal_year)
    return [Contradiction(report, tuple(years)) for report, years in others.items()]


def _differ(one: Dependent, other: Dependent) -> bool:
    """Whether a figure that both print is not the same."""
    return any(one.figures[name] != other.figures[name] for name in one.figures.keys() & other.figures.keys())
