"""Which public papers print the assessment of a fiscal year, and as what: asked of what was published.

A paper prints what its bundle tells, which lies inside its PDF: a year that only its data hold counts too.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from documents.loading import load_years
from exchange.writing import year_entry
from ita_portal.gathering import gathered
from ita_portal.thai import fiscal_year_text
from municipalities.importing import EditedYear
from reports.models import PrintedYear, Publication, Report, ReportKind
from reports.published import PrintedAs, figures_printed

_DOCUMENT = ("publication__report__plan__fiscal_year", "publication__report__kind")


@dataclass(frozen=True)
class Dependent:
    """A report whose public revision prints the assessment of `fiscal_year` (B.E.), and as what.

    `figures` are the printed ones (see `published.figures_printed`); `report` comes with its place.
    """

    report: Report
    revision: int
    fiscal_year: int
    printed_as: PrintedAs
    figures: Mapping[str, str]

    @property
    def municipality(self) -> int:
        """The key of the municipality whose paper it is."""
        return self.report.plan.municipality_id


@dataclass(frozen=True)
class PrintedPaper:
    """The same as a line of a list, read with its owner: `plan_year` and `kind` are those of the report."""

    plan_year: int
    kind: str
    fiscal_year: int
    printed_as: PrintedAs
    figures: Mapping[str, str]

    @property
    def title(self) -> str:
        """Its name in a list."""
        return f"{ReportKind(self.kind).label} {fiscal_year_text(self.plan_year)}"

    def prints_another(self, wanted: Mapping[str, str]) -> bool:
        """Whether a figure is another than wanted; what the paper does not print can't be wrong."""
        return any(name in self.figures and self.figures[name] != text for name, text in wanted.items())


_REPORT = "publication__report__"
_LINE = ("figures", "printed_as", "fiscal_year", f"{_REPORT}kind", f"{_REPORT}plan__fiscal_year")


def printed_lines(of: str, **years: Any) -> Subquery:
    """An annotation for `printed_papers`: the public papers of a municipality, which `of` names, that print
    these `years` (a filter of PrintedYear's `fiscal_year`)."""
    rows = PrintedYear.objects.filter(publication__in=Publication.objects.standing().values("pk"), **years)
    return gathered(rows, f"{_REPORT}plan__municipality", *_LINE, of=of)


def figures_of_reports() -> Subquery:
    """An annotation of reports: `fiscal_year` and `figures` of each year that its public revision prints."""
    # Of the report alone: the database would list what all reports have standing.
    standing = Publication.objects.standing().filter(report=OuterRef("publication__report"))
    rows = PrintedYear.objects.filter(publication__in=standing.values("pk"))
    return gathered(rows, "publication__report", "fiscal_year", "figures")


def printed_papers(lines: Iterable[Mapping[str, Any]] | None) -> list[PrintedPaper]:
    """What `printed_lines` has read, by the year of the plans, the plan before its results."""
    found = [
        PrintedPaper(
            plan_year=line[f"{_REPORT}plan__fiscal_year"],
            kind=line[f"{_REPORT}kind"],
            fiscal_year=line["fiscal_year"],
            printed_as=PrintedAs(line["printed_as"]),
            figures=line["figures"],
        )
        for line in lines or ()
    ]
    return sorted(found, key=lambda paper: (paper.plan_year, paper.kind, paper.fiscal_year))


def papers_that_print(publications: QuerySet[Publication]) -> list[PrintedPaper]:
    """What these publications print of every year, in that order; nothing of today is read. One query."""
    return printed_papers(
        PrintedYear.objects.filter(publication__in=publications.values("pk")).values(*_LINE)
    )


def dependents(
    municipality: int, fiscal_year: int | None = None, known: Collection[Report] = ()
) -> list[Dependent]:
    """The public papers of a municipality (by its key) that print the year; without one, every printed year.

    By the year of their plans, the plan before its results. Three queries; two where all their reports are
    `known`.
    """
    years = None if fiscal_year is None else [fiscal_year]
    return _dependents([municipality], years, {row.pk: row for row in known})[municipality]


def dependents_of(edited: Iterable[EditedYear]) -> dict[EditedYear, list[Dependent]]:
    """The same for many municipalities with one year each or several, by them; three queries for all."""
    wanted = list(dict.fromkeys(edited))
    found = _dependents({one.municipality for one in wanted}, {one.fiscal_year for one in wanted})
    return {
        one: [row for row in found[one.municipality] if row.fiscal_year == one.fiscal_year] for one in wanted
    }


def years_printed(municipality: int, years: Collection[int]) -> QuerySet[PrintedYear]:
    """The rows of these fiscal years in the public papers of the municipality (by its key), in no order."""
    papers = Publication.objects.standing().filter(report__plan__municipality=municipality)
    return PrintedYear.objects.filter(publication__in=papers.values("pk"), fiscal_year__in=years).order_by()


def _dependents(
    municipalities: Iterable[int], years: Iterable[int] | None, known: Mapping[int, Report] | None = None
) -> defaultdict[int, list[Dependent]]:
    # By the index alone: the row of a publication is long (see PrintedYear).
    papers = Publication.objects.standing().filter(report__plan__municipality__in=list(municipalities))
    standing = {pk: rest for pk, *rest in papers.values_list("pk", "report", "revision")}
    printed = PrintedYear.objects.filter(publication__in=papers.values("pk"))
    if years is not None:
        printed = printed.filter(fiscal_year__in=list(years))
    asked = printed.order_by(*_DOCUMENT, "fiscal_year")
    told = [year for year in asked if year.publication_id in standing]  # or it was published in between
    keys = {standing[year.publication_id][0] for year in told}
    reports = dict(known or {})
    if asked_for := keys - reports.keys():  # one query for all
        reports |= {row.pk: row for row in Report.objects.with_place().filter(pk__in=asked_for)}
    found: defaultdict[int, list[Dependent]] = defaultdict(list)
    for year in told:
        report, revision = standing[year.publication_id]
        row = Dependent(reports[report], revision, year.fiscal_year, PrintedAs(year.printed_as), year.figures)
        found[row.municipality].append(row)
    return found


def differs_from(printed: Mapping[str, str], now: Mapping[str, str]) -> bool:
    """Whether a printed figure is another one in `now`, or not there any more."""
    return any(now.get(name, "") != text for name, text in printed.items())


def figures_now(municipalities: Collection[int]) -> dict[tuple[int, int], dict[str, str]]:
    """What papers would print today, by municipality and fiscal year, named as `figures`. One query."""
    return {
        (place, year.fiscal_year): figures_printed(year_entry(year))
        for place, years in load_years(municipalities).items()
        for year in years
    }
