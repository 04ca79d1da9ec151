"""The places of a document at which a comment can stand: the whole, sections, measures, indicators."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from assessments import framework
from assessments.framework import Framework
from documents.compose import Document
from documents.sections.analysis import Analyses
from documents.sections.comparison import ComparisonSection
from documents.sections.measures import Measures
from documents.sections.section import Section, about_title
from ita_portal.thai import thai_digits
from reports.models import Report

WHOLE = "ทั้งเอกสาร"
_WITHOUT_HEADING = {"opening": "ส่วนนำ", "signature": "การลงนาม"}
# The section in which an indicator is discussed; the plan has the first, the report of results the second.
_ABOUT_SECTIONS = (Analyses.anchor, ComparisonSection.anchor)


@dataclass(frozen=True)
class CommentPlace:
    """A place: `anchor` as of `models.Comment`, what it is called, and the id of its element on the page."""

    anchor: str
    title: str
    target: str = ""


def places_of(report: Report, document: Document) -> dict[str, tuple[CommentPlace, ...]]:
    """The places by the anchor of their section ("" for the whole document), in the order of the page.

    A section stands before what lies in it. One query, for the keys of the measures.
    """
    measures = list(report.plan.measures.order_by("number").values_list("pk", "number", "title"))
    rules = framework.load(report.plan.assessed_year)
    found: dict[str, tuple[CommentPlace, ...]] = {"": (CommentPlace("", WHOLE),)}
    for number, part in document.numbered_sections:
        title = part.heading or _WITHOUT_HEADING.get(part.anchor, "ส่วนที่ไม่มีหัวข้อ")
        whole = CommentPlace(f"section:{part.anchor}", f"{number}. {title}" if number else title, part.anchor)
        listed = measures if isinstance(part, Measures) else ()
        inner = [
            CommentPlace(f"measure:{pk}", f"มาตรการที่ {thai_digits(str(place))} {name}", f"measure-{place}")
            for pk, place, name in listed
        ]
        found[part.anchor] = (whole, *inner, *_about_places(part, rules))
    return found


def by_anchor(found: Mapping[str, Iterable[CommentPlace]]) -> dict[str, CommentPlace]:
    """Every place by its own anchor."""
    return {place.anchor: place for members in found.values() for place in members}


def _about_places(part: Section, rules: Framework) -> Iterator[CommentPlace]:
    if part.anchor not in _ABOUT_SECTIONS:
        return
    shown = {anchor for anchor, _ in part.parts}
    for instrument in rules.instruments:
        members = (indicator.code for indicator in rules.indicators_of(instrument.code))
        for code in (str(instrument.code), *members):
            entry = f"about-{code}"
            yield CommentPlace(
                f"about:{code}", about_title(code, rules), entry if entry in shown else part.anchor
            )
