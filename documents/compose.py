"""The sections of the two documents of a plan, in their order. Pure, over a dossier.

One Document is shown by one template wherever it is read: as a page of the portal, and on paper as PDF.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from assessments import framework
from documents.choices import Choices, Signing, in_force
from documents.dossier import Dossier, PlaceFacts
from documents.sections import analysis, comparison, measures, opening, outcome, scores
from documents.sections.announcement import Announcement, announcement
from documents.sections.section import Section, written_date
from ita_portal.thai import NBSP, fiscal_year_text, numerals, thai_digits
from measures.own_texts import OwnText, SpokenPlace

__all__ = ["Document", "Section", "Signature", "Signer", "compose"]
DEFAULT = Choices()


@dataclass(frozen=True)
class Signer:
    """Who signs, in which `role` where several do; `signed_on` is "" while not known, None for no day."""

    name: str
    position: str
    role: str = ""
    signed_on: str | None = None


@dataclass(frozen=True)
class Signature(Section):
    """Who answers for the document, and for what; `beside_table` on landscape paper."""

    template = "documents/signature.html"
    anchor = "signature"
    numbered = False

    closing: str
    signers: tuple[Signer, ...]
    beside_table: bool = False

    @property
    def wide(self) -> bool:
        """On the last page of a landscape table."""
        return self.beside_table


@dataclass(frozen=True)
class Document:
    """One of the two documents. A `draft` names what is missing; `answers` are the OIT items it is for.

    `choices` are the officer's, as far as the year leaves them. `seal` and `garuda` are the municipality's as
    `data:` addresses, which whoever opens the document adds; without them the cover shows a drawn emblem, and
    the announcement leaves room. `revision` 1 is what was or will be published first.
    """

    template: ClassVar[str] = "documents/document.html"

    kind: str
    title: str
    fiscal_year: int
    place: PlaceFacts
    answers: tuple[str, ...]
    sections: tuple[Section, ...]
    draft: bool
    choices: Choices = DEFAULT
    announcement: Announcement | None = None
    seal: str = ""
    garuda: str = ""
    revision: int = 1

    @property
    def correction(self) -> int:
        """How often it was corrected after its first publication."""
        return self.revision - 1

    @property
    def full_title(self) -> str:
        """The title with the year of the measures: what the browser's tab and the file's properties show."""
        year = fiscal_year_text(self.fiscal_year, thai=self.choices.thai_numerals)
        return f"{self.title} ประจำ{year} {self.place.full_name}"

    @property
    def numbered_sections(self) -> Iterator[tuple[str, Section]]:
        """Each section with its number as the document prints it; "" for those that have none."""
        number = 0
        for section in self.sections:
            number += section.numbered
            text = thai_digits(str(number)) if self.choices.thai_numerals else str(number)
            yield (text if section.numbered else ""), section


def compose(dossier: Dossier, kind: str, *, choices: Choices = DEFAULT, draft: bool = True) -> Document:
    """The document of a kind ("plan" or "results"; KeyError for another) under the title of its OIT item.

    The year's own decisions stand above the choices.
    """
    choices, dossier = in_force(choices, dossier.fiscal_year), dossier.signed_as(kind)
    sections = _SECTIONS[kind]
    items = framework.answered_items(dossier.fiscal_year, kind)
    title = items[0][1].title
    own = dossier.results_own_texts if kind == "results" else dossier.own_texts
    with numerals(thai=choices.thai_numerals):
        return Document(
            kind=kind,
            title=title,
            fiscal_year=dossier.fiscal_year,
            place=dossier.place,
            answers=tuple(
                f"ข้อ{NBSP}{framework.load(year).printed(rule.item)} {fiscal_year_text(year)}"
                for year, rule in items
            ),
            sections=tuple(_with_own(section, own) for section in sections(dossier, choices) if section),
            draft=draft,
            choices=choices,
            announcement=announcement(dossier, kind, title) if choices.announcement else None,
        )


def _with_own(section: Section, own: Sequence[OwnText]) -> Section:
    """The section with the paragraphs of the municipality; of the opening they may be all it says."""
    mine = {one.place: one.paragraphs for one in own if one.section == section.anchor}
    if not mine:
        return section
    before, after = (mine.get(place, ()) for place in (SpokenPlace.BEFORE, SpokenPlace.AFTER))
    if isinstance(section, opening.Opening) and SpokenPlace.INSTEAD in mine:
        section = replace(section, paragraphs=mine[SpokenPlace.INSTEAD])
    return replace(section, said_before=before, said_after=after)


def _plan_sections(dossier: Dossier, choices: Choices) -> Iterator[Section | None]:
    yield opening.plan_opening(dossier)
    yield scores.overall(dossier)
    yield scores.history(dossier, dossier.assessed_year, choices.history_years)
    yield scores.indicators(dossier, ranked=choices.ranking)
    yield analysis.analyses(dossier, choices.reading)
    yield analysis.stances(dossier)
    yield (table := measures.measures(dossier, choices))
    yield _signature(dossier, choices, outcome.plan_closing(dossier), beside_table=table.wide)


def _results_sections(dossier: Dossier, choices: Choices) -> Iterator[Section | None]:
    yield opening.results_opening(dossier)
    yield outcome.progress(dossier)
    yield measures.results(dossier, choices)
    yield outcome.outcome(dossier)
    yield comparison.comparison(dossier)
    last = max(dossier.assessed_year, dossier.fiscal_year)
    yield scores.history(dossier, last, choices.history_years)
    yield outcome.obstacles(dossier)
    yield outcome.evidence(dossier)
    yield _signature(dossier, choices, outcome.results_closing(dossier))
    yield analysis.annex(dossier)


def _signature(dossier: Dossier, choices: Choices, closing: str, *, beside_table: bool = False) -> Signature:
    signatory, both = dossier.signatory, choices.signing is Signing.BOTH
    signers = []
    if both:
        signers.append(Signer(choices.preparer_name, choices.preparer_position, "ผู้จัดทำ"))
    if choices.signing is not Signing.NONE:
        day = written_date(signatory.signed_on) if signatory.signed_on else ""
        signers.append(Signer(signatory.name, signatory.position, "ผู้ลงนาม" if both else "", day))
    return Signature("", closing, tuple(signers), beside_table)


_SECTIONS: dict[str, Callable[[Dossier, Choices], Iterator[Section | None]]] = {
    "plan": _plan_sections,
    "results": _results_sections,
}
