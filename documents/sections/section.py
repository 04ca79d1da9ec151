"""What every section of a document has, and the words that several of them share (pure)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from assessments.framework import Framework
from documents.dossier import Dossier
from ita_portal.thai import NBSP, fiscal_year_text, thai_date, thai_digits

_NUMBERED = re.compile(r"[(]?[0-9๐-๙]{1,2}[.)]|[-–•·*]")


@dataclass(frozen=True)
class Section:
    """One part of a document: `template` shows it, `anchor` is its address on the page.

    One that is not `numbered` stands outside the count of headings. `said_before` and `said_after` are
    paragraphs of the municipality around what the section shows.
    """

    template: ClassVar[str]
    anchor: ClassVar[str]
    numbered: ClassVar[bool] = True

    heading: str
    said_before: tuple[str, ...] = field(default=(), kw_only=True)
    said_after: tuple[str, ...] = field(default=(), kw_only=True)

    @property
    def wide(self) -> bool:
        """Whether the section needs landscape paper."""
        return False

    @property
    def parts(self) -> tuple[tuple[str, str], ...]:
        """Anchor and title of each thing inside that the contents name below the heading."""
        return ()


@dataclass(frozen=True)
class NumberedLines:
    """Items as the officers typed them; `numbered` when the document is to number them."""

    items: tuple[str, ...] = ()
    numbered: bool = False

    def __bool__(self) -> bool:
        return bool(self.items)


def numbered_lines(items: Sequence[str]) -> NumberedLines:
    """The items, numbered by us where there are several and nobody numbered them before."""
    typed = any(_NUMBERED.match(item) for item in items)
    return NumberedLines(tuple(items), numbered=len(items) > 1 and not typed)


def about_title(code: str, framework: Framework) -> str:
    """ "ตัวชี้วัดที่ ๔ การใช้ทรัพย์สินของราชการ", or an instrument's name with its abbreviation.

    An indicator that the year does not have is named by its number alone.
    """
    if code in framework.instrument_codes:
        return f"{framework.about_name(code)} ({framework.instrument(code).abbreviation})"
    return f"ตัวชี้วัดที่{NBSP}{thai_digits(code)} {framework.about_name(code)}".rstrip()


def assessment_named(dossier: Dossier) -> str:
    """ "ปีงบประมาณ พ.ศ. ๒๕๖๗", the assessed one, with the อบต. as which the municipality was assessed then."""
    year, named = dossier.assessed, fiscal_year_text(dossier.assessed_year)
    return f"{named} (ขณะเป็น{year.assessed_as})" if year and year.assessed_as else named


def planner(dossier: Dossier) -> str:
    """Who made the plan: the municipality, in its results with the name that it had then, if another."""
    name = dossier.place.full_name
    return f"{name} (ขณะนั้นเป็น{dossier.planned_as}) " if dossier.planned_as else name


def written_date(day: date) -> str:
    """A date in a sentence of an official paper: "๗ กันยายน พ.ศ. ๒๕๖๔"."""
    day_and_month, year = thai_date(day).rsplit(" ", 1)
    return NBSP.join((*day_and_month.split(), "พ.ศ.", year))


def listed(words: Iterable[str]) -> str:
    """Words as a Thai sentence lists them: "ก", "ก และ ข", "ก ข และ ค"."""
    *first, last = words
    return f"{' '.join(first)} และ {last}" if first else last
