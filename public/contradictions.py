"""Which other public documents print other figures of an assessment than a published document."""

from dataclasses import dataclass

from public.publications import MUNICIPALITY, Edition, live
from reports.correcting.contradictions import contradictions
from reports.dependents import papers_that_print
from reports.models import ReportKind


@dataclass(frozen=True)
class Contradiction:
    """Another public document that prints other figures, by the year (B.E.) of its plan and its kind.

    `years` are those whose figures differ.
    """

    plan_year: int
    kind: ReportKind
    years: tuple[int, ...]


def contradictions_of(edition: Edition) -> list[Contradiction]:
    """The documents of its municipality that contradict this one, by the year of their plans. One query.

    Asked of what was published; not of an edition that is replaced or withdrawn, nor of others that are.
    """
    if not edition.current or edition.withdrawn_at:
        return []
    papers = papers_that_print(live().filter(**{MUNICIPALITY: edition.municipality.pk}))
    lines = [((row.plan_year, row.kind), row.fiscal_year, row.figures) for row in papers]
    others = contradictions(lines).get((edition.fiscal_year, edition.kind), {})
    return [
        Contradiction(year, ReportKind(kind), tuple(years)) for (year, kind), years in sorted(others.items())
    ]
