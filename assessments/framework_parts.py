"""The rows of a fiscal year's framework: what the assessment consists of, and how sure that is. Pure."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from pydantic import ConfigDict

InstrumentCode = Literal["iit", "eit", "oit"]
ANNOUNCED_CODES = ("iit", "eit", "eit1", "eit2", "oit")
"""The instruments and parts whose announced score has a column: announced_iit, announced_eit1 …"""
DocumentKind = Literal["plan", "results"]

COLUMN_KEYS = ("measure", "analysis", "steps", "period", "responsible", "follow_up", "done", "outcome")
PART_KEYS = ("stances", "measures", *(key for key in COLUMN_KEYS if key != "measure"))


class Confidence(StrEnum):
    """How sure a fact is."""

    SEVERAL = "S"
    ONE = "1"
    DERIVED = "D"
    BACKGROUND = "B"

    @property
    def label(self) -> str:
        """In Thai, as the page of the framework shows it."""
        return _LABELS[self]

    @property
    def certain(self) -> bool:
        """Whether sources agree or numbers prove it; what is not certain is the portal's expectation."""
        return self in (Confidence.SEVERAL, Confidence.DERIVED)


_LABELS = {
    Confidence.SEVERAL: "ยืนยันจากหลายแหล่ง",
    Confidence.ONE: "พบจากแหล่งเดียว",
    Confidence.DERIVED: "พิสูจน์ด้วยการคำนวณจากคะแนนที่ประกาศ",
    Confidence.BACKGROUND: "ข้อสันนิษฐานของระบบ ยังไม่พบเอกสารยืนยัน",
}


@dataclass(frozen=True)
class Fact:
    """How sure something is, and its source (in Thai)."""

    mark: Confidence
    source: str


@dataclass(frozen=True, kw_only=True)
class ListedRow:
    """Whatever a framework file lists; a key that is not a field is refused."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    fact: Fact


@dataclass(frozen=True, kw_only=True)
class InstrumentPart(ListedRow):
    """A part of an instrument with a score of its own: "eit1" and "eit2" from 2566."""

    code: str
    name: str
    respondents: str


@dataclass(frozen=True, kw_only=True)
class Instrument(ListedRow):
    """A tool of measurement (แบบวัด): weight in the total (0-1), number of questions or OIT items if known."""

    code: InstrumentCode
    abbreviation: str
    name: str
    english: str
    respondents: str
    weight: Decimal
    questions: int | None = None
    also: tuple[str, ...] = ()
    parts: tuple[InstrumentPart, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Indicator(ListedRow):
    """A ตัวชี้วัด, "1" to "10"; `also` are other names in use in the same year."""

    code: str
    name: str
    english: str
    instrument: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SubIndicator(ListedRow):
    """A ตัวชี้วัดย่อย of the OIT, "9.1" to "10.2"; its fact covers the name and which items belong to it.

    `also` are other names in use in the same year.
    """

    code: str
    name: str
    indicator: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Question(ListedRow):
    """A question of IIT ("i2") or EIT ("e4") whose theme is known."""

    code: str
    theme: str
    indicator: str


@dataclass(frozen=True, kw_only=True)
class OITItem(ListedRow):
    """A ข้อ of the OIT: code "o42", number as that year prints it ("O42" up to 2566, "o34" from 2567)."""

    code: str
    number: str
    title: str
    indicator: str
    sub_indicator: str = ""


@dataclass(frozen=True, kw_only=True)
class ItemGroup(ListedRow):
    """A heading under which the year's manual lists OIT items, from the code `first` to the code `last`."""

    name: str
    first: str
    last: str


@dataclass(frozen=True, kw_only=True)
class Issue(ListedRow):
    """A ประเด็น by which the year wants measures grouped, numbered from 1."""

    number: int
    name: str


@dataclass(frozen=True, kw_only=True)
class Level(ListedRow):
    """A level of the assessment: reached by this total, where each that is named has its minimum (0-100) too.

    `each_of` are codes of indicators, instruments or parts of one; of an instrument's parts all or none.
    """

    name: str
    english: str = ""
    min_total: Decimal
    min_each: Decimal = Decimal(0)
    each_of: tuple[str, ...] = ()
    passing: bool

    def asks_no_more_than(self, other: "Level") -> bool:
        """Whether every result that reaches the other level reaches this one."""
        if self.min_total > other.min_total:
            return False
        return not self.min_each or (self.min_each <= other.min_each and {*self.each_of} <= {*other.each_of})


@dataclass(frozen=True, kw_only=True)
class Column(ListedRow):
    """A column of a document's table of measures; the key is one of COLUMN_KEYS."""

    key: str
    heading: str


@dataclass(frozen=True, kw_only=True)
class RequiredPart(ListedRow):
    """A part that a document must have (องค์ประกอบ); the key is one of PART_KEYS."""

    key: str
    name: str


@dataclass(frozen=True, kw_only=True)
class DocumentRule(ListedRow):
    """One of the two documents: the OIT item that it answers, title without the year, parts and columns.

    `lag` is how many fiscal years the plan lies before the framework's year: 0 when the item asks for the
    current year's measures, 1 when it asks for the results of last year's; `lag_fact` says how sure that is.
    With `one_indicator` measures for one chosen indicator may be enough, so that another one which lacks
    a measure is no fault, only worth a warning.
    """

    kind: DocumentKind
    item: str
    title: str
    lag: Literal[0, 1] = 0
    lag_fact: Fact
    one_indicator: bool = False
    parts: tuple[RequiredPart, ...]
    columns: tuple[Column, ...]


@dataclass(frozen=True, kw_only=True)
class BackgroundSentence(ListedRow):
    """A sentence on the assessment with which the proposal of a document's opening begins."""

    text: str


@dataclass(frozen=True, kw_only=True)
class YearRemark(ListedRow):
    """Something else that is known of the year: a national average, a date, how items were scored."""

    text: str
