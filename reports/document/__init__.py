"""Which sections the two documents of a plan have, and what each says. Pure, over a dossier.

One Document is shown by one template wherever it is read: as a page of the portal, and on paper as PDF.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from assessments import framework
from ita_portal.thai import NBSP, fiscal_year_text, thai_digits
from reports.document import analysis, comparison, measures, opening, outcome, scores
from reports.document.section import Section, written_date
from reports.dossier import Dossier, Place, Signatory

__all__ = ["Document", "Section", "Signature", "compose"]


@dataclass(frozen=True)
class Signature(Section):
    """Who answers for the document, and for what; `beside_table` on landscape paper."""

    template = "reports/document/signature.html"
    anchor = "signature"
    numbered = False

    closing: str
    signatory: Signatory
    signed_on: str
    beside_table: bool = False

    @property
    def wide(self) -> bool:
        """On the last page of a landscape table."""
        return self.beside_table


@dataclass(frozen=True)
class Document:
    """One of the two documents. A `draft` names what is missing; `answers` says which OIT items it is for.

    `seal` is the municipality's as `data:` address, which whoever opens the document adds; without one the
    cover shows a drawn emblem.
    """

    template: ClassVar[str] = "reports/document/document.html"

    kind: str
    title: str
    fiscal_year: int
    place: Place
    answers: tuple[str, ...]
    sections: tuple[Section, ...]
    draft: bool
    seal: str = ""

    @property
    def full_title(self) -> str:
        """The title with the year of the measures: what the browser's tab and the file's properties show."""
        return f"{self.title} ประจำ{fiscal_year_text(self.fiscal_year)} {self.place.full_name}"

    @property
    def numbered_sections(self) -> Iterator[tuple[str, Section]]:
        """Each section with its number in Thai digits; "" for those that have none."""
        number = 0
        for section in self.sections:
            number += section.numbered
            yield (thai_digits(str(number)) if section.numbered else ""), section


def compose(dossier: Dossier, kind: str, *, draft: bool = True) -> Document:
    """The document of a kind ("plan" or "results"; KeyError for another) under the title of its OIT item."""
    build = _KINDS[kind]
    rules = framework.answered_items(dossier.fiscal_year, kind)
    return Document(
        kind=kind,
        title=rules[0][1].title,
        fiscal_year=dossier.fiscal_year,
        place=dossier.place,
        answers=tuple(f"ข้อ{NBSP}{_number(year, rule.item)} {fiscal_year_text(year)}" for year, rule in rules),
        sections=tuple(section for section in build(dossier) if section),
        draft=draft,
    )


def _number(fiscal_year: int, item: str) -> str:
    """The OIT item as the year prints it: "O42", "o34"."""
    return next(row.number for row in framework.load(fiscal_year).oit_items if row.code == item)


def _plan(dossier: Dossier) -> Iterator[Section | None]:
    yield opening.plan_opening(dossier)
    yield scores.overall(dossier)
    yield scores.history(dossier, dossier.assessed_year)
    yield scores.indicators(dossier)
    yield analysis.analyses(dossier)
    yield analysis.stances(dossier)
    yield (table := measures.measures(dossier))
    yield _signature(dossier, outcome.plan_closing(dossier), beside_table=table.wide)


def _results(dossier: Dossier) -> Iterator[Section | None]:
    yield opening.results_opening(dossier)
    yield outcome.progress(dossier)
    yield measures.results(dossier)
    yield outcome.outcome(dossier)
    yield comparison.comparison(dossier)
    yield scores.history(dossier, max(dossier.assessed_year, dossier.fiscal_year))
    yield outcome.obstacles(dossier)
    yield outcome.evidence(dossier)
    yield _signature(dossier, outcome.results_closing(dossier))
    yield analysis.annex(dossier)


def _signature(dossier: Dossier, closing: str, *, beside_table: bool = False) -> Signature:
    day = dossier.signatory.signed_on
    return Signature("", closing, dossier.signatory, written_date(day) if day else "", beside_table)


_KINDS: dict[str, Callable[[Dossier], Iterator[Section | None]]] = {"plan": _plan, "results": _results}
