"""The single values of a bundle, as the exchange format writes them. Pure but for the models' lengths.

Each validator raises a PydanticCustomError whose message is the Thai reason. What holds only in a certain
fiscal year is asked of `ReadingContext`, which knows the assessment or plan that is being read.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Annotated, NoReturn
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from assessments import framework
from assessments.framework_parts import ANNOUNCED_CODES
from assessments.models import (
    FIRST_YEAR,
    INDICATOR_CODES,
    INSTRUMENT_CODES,
    LAST_YEAR,
    LINE_COUNT,
    LINE_LENGTH,
)
from ita_portal.signs import is_blank, meant, without_shapeless
from ita_portal.thai import BUDDHIST_ERA, YEARS, control_characters
from measures.models import LAST_ISSUE
from measures.own_texts import SECTION_NAMES
from measures.quarters import QUARTERS

HIGHEST = Decimal(100)
LAST_NUMBER = 999
_SCORE = re.compile(r"[0-9]{1,3}(\.[0-9]{1,2})?")
_BAHT = re.compile(r"[0-9]{1,10}\.[0-9]{2}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def refuse(reason: str) -> NoReturn:
    """Refuse the value that is being read, for this Thai reason."""
    raise PydanticCustomError("refused", "{reason}", {"reason": reason})


@dataclass
class ReadingContext:
    """Where in a bundle a value stands: the fiscal year (B.E.) it belongs to, what its list held before it.

    `assessed_year` is that of the scores: in an assessment the same year, in a plan the one that it answers.
    `last_year` is the year of the assessment before, `version` that of the format which the bundle names.
    """

    year: int | None = None
    assessed_year: int | None = None
    last_year: int = 0
    version: int = 2
    seen: defaultdict[str, set[object]] = field(default_factory=lambda: defaultdict(set))

    def enter(self, year: object, assessed_year: object) -> None:
        """Begin an assessment or a plan; nothing in it is judged by a year that can't be right."""
        self.year, self.assessed_year = _possible(year), _possible(assessed_year)
        self.seen.clear()

    @property
    def rules(self) -> framework.Framework | None:
        """The framework of the year; None while the year is not known."""
        return None if self.year is None else framework.load(self.year)

    @property
    def assessed_rules(self) -> framework.Framework | None:
        """The framework of the assessed year; None while that is not known."""
        return None if self.assessed_year is None else framework.load(self.assessed_year)

    def once(self, what: str, value: object) -> None:
        """Refuse a value that stood in the same list before."""
        if value in self.seen[what]:
            refuse(f"ซ้ำกับรายการก่อนหน้า ({value})")
        self.seen[what].add(value)


def _possible(year: object) -> int | None:
    return year if isinstance(year, int) and FIRST_YEAR <= year <= LAST_YEAR else None


def context_of(info: ValidationInfo) -> ReadingContext:
    """The context that `read_bundle` gives to every validator."""
    assert isinstance(info.context, ReadingContext)  # noqa: S101 - a bundle is only read by read_bundle
    return info.context


# Text


def _without_controls(text: str, *, multiline: bool) -> str:
    if fault := control_characters(text, multiline=multiline):
        refuse(fault)
    return text


def _not_blank(text: str) -> str:
    return refuse("ต้องไม่ว่างเปล่า") if is_blank(text) else text


def _short_list(items: list[str]) -> list[str]:
    return items if len(items) <= LINE_COUNT else refuse(f"มีมากเกินไป ต้องไม่เกิน {LINE_COUNT} รายการ")


_LINE = AfterValidator(partial(_without_controls, multiline=False))

MeantText = Annotated[str, AfterValidator(meant)]
"""Text or a name, each sign of it the one that was meant; all that people write in a bundle is read so."""
WrittenText = Annotated[MeantText, AfterValidator(partial(_without_controls, multiline=True))]
"""Any number of lines, also none."""
RequiredText = Annotated[WrittenText, AfterValidator(_not_blank)]
"""Any number of lines, not all of them blank."""
WrittenLine = Annotated[MeantText, _LINE, AfterValidator(_not_blank)]
"""One line that is not blank: an item of a list."""
WrittenLines = Annotated[
    list[Annotated[WrittenLine, Field(max_length=LINE_LENGTH)]], AfterValidator(_short_list)
]
"""A list of lines, within what a form takes."""


# Places


def _name_without(prefixes: tuple[str, ...], reason: str) -> AfterValidator:
    """A name exactly as it is looked up: without blanks around it and none of the prefixes before it."""

    def check(name: str) -> str:
        if name != name.strip():
            refuse("ต้องไม่มีช่องว่างนำหน้าหรือต่อท้าย")
        return refuse(reason) if name.startswith(prefixes) else name

    return AfterValidator(check)


def _web_address(address: str) -> str:
    try:
        parts = urlsplit(address)
        leads_somewhere = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a bracket that is never closed, a port that no machine has
        leads_somewhere = False
    if not leads_somewhere or re.search(r"\s", address):
        refuse("ต้องเป็นที่อยู่เว็บที่ขึ้นต้นด้วย http:// หรือ https://")
    return address


MunicipalityName = Annotated[
    WrittenLine, _name_without(("เทศบาล", "ทน.", "ทม.", "ทต."), "ต้องเป็นชื่อที่ไม่มีคำนำหน้าเทศบาล")
]
DistrictName = Annotated[WrittenLine, _name_without(("อำเภอ", "อ."), "ต้องเป็นชื่อที่ไม่มีคำว่าอำเภอนำหน้า")]
WebAddress = Annotated[str, AfterValidator(without_shapeless), AfterValidator(_web_address), _LINE]


# Figures and days


def _score(value: object) -> Decimal:
    if not isinstance(value, str):
        refuse('ต้องเป็นตัวเลขในรูปข้อความ เช่น "95.50"')
    if not _SCORE.fullmatch(value):
        refuse("ต้องเป็นตัวเลขอารบิกระหว่าง 0 ถึง 100 ทศนิยมไม่เกิน 2 ตำแหน่ง")
    score = Decimal(value)
    return score if score <= HIGHEST else refuse("ต้องไม่เกิน 100")


def _baht(value: object) -> Decimal:
    if not isinstance(value, str) or not _BAHT.fullmatch(value):
        refuse('ต้องเป็นจำนวนเงินในรูปข้อความ เช่น "15000.00" ("0.00" คือไม่ใช้งบประมาณ)')
    return Decimal(value)


def _quarters(numbers: list[int]) -> list[int]:
    known = bool(numbers) and numbers == sorted(set(numbers) & set(QUARTERS))
    return numbers if known else refuse("ต้องเป็นเลขไตรมาส 1 ถึง 4 เรียงจากน้อยไปมากและไม่ซ้ำกัน")


def _days(days: list[str]) -> list[str]:
    for day in days:
        _day(day)
    return days if days == sorted(set(days)) else refuse("วันที่ต้องเรียงจากก่อนไปหลังและไม่ซ้ำกัน")


def _day(value: object) -> date:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        refuse('ต้องเป็นวันที่แบบ ปี-เดือน-วัน ในปี ค.ศ. เช่น "2025-10-01"')
    if int(value[:4]) + BUDDHIST_ERA not in YEARS:
        refuse(f"ปีต้องเป็น ค.ศ. ระหว่าง {YEARS[0] - BUDDHIST_ERA} ถึง {YEARS[-1] - BUDDHIST_ERA}")
    try:
        return date.fromisoformat(value)
    except ValueError:
        refuse("ไม่มีวันที่นี้ในปฏิทิน")


def _as_text(pattern: re.Pattern[str], meaning: str) -> WithJsonSchema:
    """How a value that is written as text stands in the JSON Schema."""
    return WithJsonSchema({"type": "string", "pattern": f"^{pattern.pattern}$", "description": meaning})


WrittenScore = Annotated[Decimal, BeforeValidator(_score), _as_text(_SCORE, "0 to 100")]
"""0 to 100, at most two places, written as a string."""
WrittenBaht = Annotated[Decimal, BeforeValidator(_baht), _as_text(_BAHT, "baht; 0.00: no budget is used")]
"""Baht with two places, written as a string; 0.00 where none is used."""
IsoDay = Annotated[date, BeforeValidator(_day), _as_text(_DAY, "ISO date of the Common Era")]
"""An ISO date of the Common Era."""
IsoDays = Annotated[
    list[Annotated[str, _as_text(_DAY, "ISO date")]], AfterValidator(_days), AfterValidator(_short_list)
]
"""ISO dates, rising, each once."""
OwnSection = Annotated[str, Field(pattern=f"^({'|'.join(SECTION_NAMES)})$")]
"""A section of a document that may have paragraphs of the municipality around it."""
QuarterNumber = Annotated[int, Field(ge=1, le=4)]
PerCent = Annotated[int, Field(ge=0, le=100)]
QuarterNumbers = Annotated[list[QuarterNumber], AfterValidator(_quarters)]
"""Quarters of the fiscal year, 1 to 4, rising, each once."""
FiscalYear = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)]
IssueNumber = Annotated[int, Field(ge=1, le=LAST_ISSUE)]
MeasureNumber = Annotated[int, Field(ge=1, le=LAST_NUMBER)]


# Codes that a fiscal year knows


def _announced_code(code: str, info: ValidationInfo) -> str:
    if code not in ANNOUNCED_CODES:
        refuse(f"ต้องเป็นรหัสเครื่องมือ ({', '.join(ANNOUNCED_CODES)})")
    rules = context_of(info).rules
    if rules and code not in (*rules.instrument_codes, *rules.part_codes):
        refuse(f"ปีงบประมาณ พ.ศ. {rules.fiscal_year} ไม่มีคะแนน {code}")
    return code


def _code_of_the_assessed_year(code: str, info: ValidationInfo, *, or_instrument: bool) -> str:
    # While the year is not known, all codes that can be stored: its fault is named at the year itself.
    rules = context_of(info).assessed_rules
    indicators = rules.score_codes if rules else INDICATOR_CODES
    instruments = (rules.instrument_codes if rules else INSTRUMENT_CODES) if or_instrument else ()
    if code in (*indicators, *instruments):
        return code
    known = f"รหัสตัวชี้วัด {indicators[0]} ถึง {indicators[-1]}"
    refuse(f"ต้องเป็น{known} หรือรหัสเครื่องมือ {', '.join(instruments)}" if or_instrument else f"ต้องเป็น{known}")


def _once(what: str) -> AfterValidator:
    def check(code: str, info: ValidationInfo) -> str:
        context_of(info).once(what, code)
        return code

    return AfterValidator(check)


_SUBJECT = AfterValidator(partial(_code_of_the_assessed_year, or_instrument=True))

AnnouncedCode = Annotated[str, AfterValidator(_announced_code)]
"""An instrument, or a part of one, whose score is announced."""
IndicatorCode = Annotated[str, AfterValidator(partial(_code_of_the_assessed_year, or_instrument=False))]
AnalysedCode = Annotated[str, _SUBJECT, _once("analysis")]
"""The indicator or instrument that an analysis is about; each has one."""
AnsweredCode = Annotated[str, _SUBJECT, _once("about")]
"""An indicator or instrument that a measure answers; named once in a measure."""
