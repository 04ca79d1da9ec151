"""What an officer may choose about a document, and which of it the year has decided already. Pure."""

from dataclasses import dataclass, replace
from enum import StrEnum

from assessments import framework
from ita_portal.thai import NBSP, fiscal_year_text, thai_digits

MOST_YEARS = 5  # that a history shows


class Grouping(StrEnum):
    """By what the table of measures is grouped."""

    ISSUE = "issue"
    INSTRUMENT = "instrument"
    NONE = "none"


class Reading(StrEnum):
    """How the analysis is arranged."""

    AS_WRITTEN = "as_written"
    INDICATOR = "indicator"
    INSTRUMENT = "instrument"


class Signing(StrEnum):
    """Who signs at the end."""

    SIGNATORY = "signatory"
    BOTH = "both"
    NONE = "none"


class Size(StrEnum):
    """How large the letters are."""

    SMALL = "small"
    NORMAL = "normal"
    LARGE = "large"

    @property
    def scale(self) -> float:
        """The size of letters beside the normal one, as document.css and the Word file set it."""
        return {Size.SMALL: 0.92, Size.NORMAL: 1.0, Size.LARGE: 1.15}[self]


GROUPINGS = [
    (Grouping.ISSUE.value, "ตามประเด็น"),
    (Grouping.INSTRUMENT.value, "ตามเครื่องมือ (IIT, EIT, OIT)"),
    (Grouping.NONE.value, "ไม่จัดกลุ่ม"),
]
READINGS = [
    (Reading.AS_WRITTEN.value, "ตามที่วิเคราะห์ไว้"),
    (Reading.INDICATOR.value, "รายตัวชี้วัดทุกตัว"),
    (Reading.INSTRUMENT.value, "รายเครื่องมือ (IIT, EIT, OIT)"),
]
SIGNINGS = [
    (Signing.SIGNATORY.value, "ผู้ลงนามหนึ่งคน"),
    (Signing.BOTH.value, "ผู้จัดทำและผู้ลงนาม"),
    (Signing.NONE.value, "ไม่มีช่องลงนาม"),
]
SIZES = [
    (Size.SMALL.value, "เล็ก (๑๔ พอยต์)"),
    (Size.NORMAL.value, "ปกติ (๑๖ พอยต์)"),
    (Size.LARGE.value, "ใหญ่ (๑๘ พอยต์)"),
]


@dataclass(frozen=True, kw_only=True)
class Choices:
    """How one document is to look and what it holds beyond its year's parts; as it stands, a good default.

    `history_years` counts 1 to MOST_YEARS; with one there is nothing to look back on, and no such section.
    `preparer_name` and `preparer_position` are of who prepared the document, where both sign.
    """

    grouping: Grouping = Grouping.ISSUE
    reading: Reading = Reading.AS_WRITTEN
    ranking: bool = True
    history_years: int = MOST_YEARS
    thai_numerals: bool = True
    cover: bool = True
    contents: bool = True
    charts: bool = True
    announcement: bool = False
    signing: Signing = Signing.SIGNATORY
    preparer_name: str = ""
    preparer_position: str = ""
    size: Size = Size.NORMAL


@dataclass(frozen=True)
class Decided:
    """A choice that the year has made: the field of Choices, its value, why (in Thai)."""

    field: str
    value: object
    reason: str


def decided(fiscal_year: int) -> tuple[Decided, ...]:
    """What the rules of a plan's year (B.E.) leave no choice of: confirmed issues group its measures.

    By issues that are not confirmed measures are grouped as long as nobody chooses otherwise.
    """
    rules = framework.load(fiscal_year)
    if not rules.issues_certain:
        return ()
    count = f"{thai_digits(str(len(rules.issues)))}{NBSP}ประเด็น"
    reason = f"หลักเกณฑ์ของ{fiscal_year_text(fiscal_year)} จัดมาตรการตามประเด็น {count} จึงจัดกลุ่มตามประเด็นเสมอ"
    return (Decided("grouping", Grouping.ISSUE, reason),)


def in_force(choices: Choices, fiscal_year: int) -> Choices:
    """The choices as they can take effect in a year's document, whatever was stored."""
    return replace(choices, **{each.field: each.value for each in decided(fiscal_year)})  # type: ignore[arg-type]
