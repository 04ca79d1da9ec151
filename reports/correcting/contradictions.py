"""Where public documents of one municipality print different figures of the same assessment."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby, permutations
from typing import Any

from ita_portal.thai import fiscal_year_text, thai_digits
from reports.dependents import figures_of_reports
from reports.models import ReportQuerySet
from reports.states import State

# A document is named by the fiscal year (B.E.) of its plan and its kind; a line is one of them, a fiscal
# year, and the figures that it prints of that year (see `published.figures_printed`).
Document = tuple[int, str]
PrintedLine = tuple[Document, int, Mapping[str, str]]


def contradictions(lines: Iterable[PrintedLine]) -> dict[Document, dict[Document, list[int]]]:
    """Which documents of one municipality contradict which others, and in which fiscal years, ascending.

    They do where a figure that both print is not the same.
    """
    of_year: dict[int, list[tuple[Document, Mapping[str, str]]]] = defaultdict(list)
    for document, fiscal_year, figures in lines:
        of_year[fiscal_year].append((document, figures))
    found: dict[Document, dict[Document, list[int]]] = defaultdict(dict)
    for fiscal_year, printed in sorted(of_year.items()):
        for (one, mine), (other, others) in permutations(sorted(printed, key=lambda line: line[0]), 2):
            if any(mine[name] != others[name] for name in mine.keys() & others.keys()):
                found[one].setdefault(other, []).append(fiscal_year)
    return found


@dataclass(frozen=True)
class ContradictedYear:
    """A fiscal year (B.E.) of which `papers` public documents of a municipality (its key) do not agree."""

    municipality: int
    fiscal_year: int
    papers: int

    @property
    def text(self) -> str:
        """What there is to be done, in Thai, for the next step and the mails."""
        return thai_digits(
            f"เอกสารที่เผยแพร่ {self.papers} ฉบับพิมพ์ผลการประเมิน{fiscal_year_text(self.fiscal_year)} ไม่ตรงกัน: "
            "ต้องออกฉบับปรับปรุงให้ตรงกัน"
        )


def with_printed(reports: ReportQuerySet) -> ReportQuerySet:
    """The reports with what `contradicted_years` needs: `printed`, what the public revision of each tells."""
    return reports.annotate(printed=figures_of_reports())


def contradicted_years(reports: Iterable[Any]) -> list[ContradictedYear]:
    """The years of which documents that stand as published contradict each other, by municipality and year.

    `reports` come with their plans, as `with_printed` gives them, one municipality after the other. One that
    is being revised is left out: it is something to be done by itself.
    """
    found = []
    for place, rows in groupby(reports, key=lambda report: report.plan.municipality_id):
        lines = [
            ((row.plan.fiscal_year, row.kind), line["fiscal_year"], line["figures"])
            for row in rows
            if row.state == State.PUBLISHED
            for line in row.printed or ()
        ]
        concerned: dict[int, set[Document]] = defaultdict(set)
        for document, others in contradictions(lines).items():
            for fiscal_year in {year for years in others.values() for year in years}:
                concerned[fiscal_year].add(document)
        found += [ContradictedYear(place, year, len(papers)) for year, papers in sorted(concerned.items())]
    return found
