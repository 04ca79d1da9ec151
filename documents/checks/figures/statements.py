"""A statement of a text on where scores stand, and how a year judges it. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from documents.checks.figures.mentions import ReadText, SubjectMention
from documents.checks.passages import Passage
from documents.dossier import Year
from ita_portal.thai import decimal_text, thai_digits

Judged = Callable[[Year], str]
"""What a year with all its scores contradicts, in Thai; "" where the statement holds."""


@dataclass(frozen=True)
class Statement:
    """The words between two places of a text, and what a year knows against them."""

    start: int
    end: int
    judged: Judged


def of_year_known(year: Year) -> str:
    """ปี ๒๕๖๘."""
    return f"ปี {thai_digits(str(year.fiscal_year))}"


def with_scores(year: Year, codes: Iterable[str]) -> str:
    """ตัวชี้วัดที่ ๔ (๗๔.๕๔), ๘ (๗๘.๘๙)."""
    figures = (f"{thai_digits(code)} ({decimal_text(year.scores[code])})" for code in codes)
    return f"ตัวชี้วัดที่ {', '.join(figures)}"


def indicators_meant(
    year: Year, reading: ReadText, passage: Passage, start: int, end: int
) -> tuple[str, ...]:
    """The indicators that "ทุกตัวชี้วัด" may mean there: those of an instrument that is named near, else all."""
    near = (mention for mention in reading.near(start - 60, end + 30) if isinstance(mention, SubjectMention))
    own = passage.about if len(passage.about) == 1 else ()
    named = [*own, *(code for mention in near for code in mention.codes)]
    tools = [code for code in named if code in year.framework.instrument_codes]
    return (
        tuple(row.code for row in year.framework.indicators_of(tools[-1]))
        if tools
        else year.framework.score_codes
    )
