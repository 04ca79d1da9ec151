"""The single values of a bundle, as the exchange format writes them. Pure but for the models' lengths.

Each reader raises a PydanticCustomError whose message is the Thai reason; what holds only in a certain fiscal
year is asked of `Around`, which knows the assessment or plan that is just being read.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Annotated, NoReturn
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo
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
from ita_portal.thai import BUDDHIST_ERA, YEARS, control_characters, fiscal_year_of
from measures.models import LAST_ISSUE
from municipalities.places import provinces

HIGHEST = Decimal(100)
LAST_NUMBER = 999
_SCORE = re.compile(r"[0-9]{1,3}(\.[0-9]{1,2})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def refuse(reason: str) -> NoReturn:
    """Refuse the value that is being read, for this Thai reason."""
    raise PydanticCustomError("refused", "{reason}", {"reason": reason})


@dataclass
class Around:
    """What surrounds a value: the fiscal year (B.E.) it belongs to, and what stood in its list before.

    `assessed_year` is that of the result: in an assessment the same, in a plan the one that it answers.
    """

    year: int | None = None
    assessed_year: int | None = None
    last_year: int = 0
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
        """The framework of the result's year; None while that is not known."""
        return None if self.assessed_year is None else framework.load(self.assessed_year)

    def once(self, what: str, value: object) -> None:
        """Refuse a value that stood in the same list before."""
        if value in self.seen[what]:
            refuse(f"ซ้ำกับรายการก่อนหน้า ({value})")
        self.seen[what].add(value)


def _possible(year: object) -> int | None:
    return year if isinstance(year, int) and FIRST_YEAR <= year <= LAST_YEAR else None


def around(info: ValidationInfo) -> Around:
    """The surroundings that the reader of the whole bundle keeps."""
    assert isinstance(info.context, Around)  # noqa: S101 - a bundle is only read by bundle_reading
    return info.context


# Text


def _whole(text: str) -> str:
    return _without_controls(text, multiline=True)


def _line(text: str) -> str:
    return _told(_without_controls(text, multiline=False))


def _told(text: str) -> str:
    return text if text.strip() else refuse("ต้องไม่ว่างเปล่า")


def _not_too_many(items: list[str]) -> list[str]:
    return items if len(items) <= LINE_COUNT else refuse(f"มีมากเกินไป ต้องไม่เกิน {LINE_COUNT} รายการ")


def _name(text: str) -> str:
    return text if text == text.strip() else refuse("ต้องไม่มีช่องว่างนำหน้าหรือต่อท้าย")


def _without_controls(text: str, *, multiline: bool) -> str:
    if complaint := control_characters(text, multiline=multiline):
        refuse(complaint)
    return text


WrittenText = Annotated[str, AfterValidator(_whole)]
"""Any number of lines, also none."""
Told = Annotated[WrittenText, AfterValidator(_told)]
"""Any number of lines that say something."""
WrittenLine = Annotated[str, AfterValidator(_line)]
"""One line that says something: an item of a list."""
WrittenLines = Annotated[
    list[Annotated[WrittenLine, Field(max_length=LINE_LENGTH)]], AfterValidator(_not_too_many)
]
"""A list of lines, within what a form takes."""
Name = Annotated[WrittenLine, AfterValidator(_name)]
"""The name of a place, exactly as it is looked up."""


# Places


def _without_prefix(name: str) -> str:
    prefixed = name.startswith(("เทศบาล", "ทน.", "ทม.", "ทต."))
    return refuse("ต้องเป็นชื่อที่ไม่มีคำนำหน้าเทศบาล") if prefixed else name


def _district(name: str) -> str:
    prefixed = name.startswith(("อำเภอ", "อ."))
    return refuse("ต้องเป็นชื่อที่ไม่มีคำว่าอำเภอนำหน้า") if prefixed else name


def _province(name: str) -> str:
    known = name in {row.name for row in provinces()}
    return name if known else refuse("ต้องเป็นชื่อหนึ่งใน 77 จังหวัดของประเทศไทย โดยไม่มีคำว่าจังหวัดนำหน้า")


def _dla_code(code: str) -> str:
    return code if re.fullmatch("[0-9]{7}", code) else refuse("ต้องเป็นรหัส อปท. ที่เป็นตัวเลขอารบิก 7 หลัก")


def _web_address(address: str) -> str:
    if not _leads_somewhere(address) or re.search(r"\s", address):
        refuse("ต้องเป็นที่อยู่เว็บที่ขึ้นต้นด้วย http:// หรือ https://")
    return _without_controls(address, multiline=False)


def _leads_somewhere(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a bracket that is never closed, a port that no machine has
        return False


MunicipalityName = Annotated[Name, AfterValidator(_without_prefix)]
DistrictName = Annotated[Name, AfterValidator(_district)]
ProvinceName = Annotated[str, AfterValidator(_province)]
DlaCode = Annotated[str, AfterValidator(_dla_code)]
WebAddress = Annotated[str, AfterValidator(_web_address)]


# Figures and days


def _score(value: object) -> Decimal:
    if not isinstance(value, str):
        refuse('ต้องเป็นตัวเลขในรูปข้อความ เช่น "95.50"')
    if not _SCORE.fullmatch(value):
        refuse("ต้องเป็นตัวเลขอารบิกระหว่าง 0 ถึง 100 ทศนิยมไม่เกิน 2 ตำแหน่ง")
    score = Decimal(value)
    return score if score <= HIGHEST else refuse("ต้องไม่เกิน 100")


def _day(value: object) -> date:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        refuse('ต้องเป็นวันที่แบบ ปี-เดือน-วัน ในปี ค.ศ. เช่น "2025-10-01"')
    if int(value[:4]) + BUDDHIST_ERA not in YEARS:
        refuse(f"ปีต้องเป็น ค.ศ. ระหว่าง {YEARS[0] - BUDDHIST_ERA} ถึง {YEARS[-1] - BUDDHIST_ERA}")
    try:
        return date.fromisoformat(value)
    except ValueError:
        refuse("ไม่มีวันที่นี้ในปฏิทิน")


def _in_the_plans_year(day: date, info: ValidationInfo) -> date:
    year = around(info).year
    if year is not None and fiscal_year_of(day) != year:
        refuse(f"ต้องอยู่ในปีงบประมาณ พ.ศ. {year} (1 ตุลาคม {year - 1} - 30 กันยายน {year})")
    return day


WrittenScore = Annotated[Decimal, BeforeValidator(_score)]
"""0 to 100, at most two places, written as a string."""
IsoDay = Annotated[date, BeforeValidator(_day)]
"""An ISO date of the Common Era."""
PlanDay = Annotated[IsoDay, AfterValidator(_in_the_plans_year)]
FiscalYear = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)]


# Codes and what a fiscal year knows


def _next_year(year: int, info: ValidationInfo) -> int:
    last, around(info).last_year = around(info).last_year, max(year, around(info).last_year)
    return year if year > last else refuse("ปีต้องเรียงจากน้อยไปมากและไม่ซ้ำกัน")


def _level(name: str, info: ValidationInfo) -> str:
    rules = around(info).rules
    if rules and name not in (names := [level.name for level in rules.levels]):
        refuse(f"ไม่ใช่ระดับผลการประเมินของปีงบประมาณ พ.ศ. {rules.fiscal_year} ({', '.join(names)})")
    return name


def _instrument(code: str, info: ValidationInfo) -> str:
    if code not in ANNOUNCED_CODES:
        refuse(f"ต้องเป็นรหัสเครื่องมือ ({', '.join(ANNOUNCED_CODES)})")
    rules = around(info).rules
    if rules and code not in (*rules.instrument_codes, *rules.part_codes):
        refuse(f"ปีงบประมาณ พ.ศ. {rules.fiscal_year} ไม่มีคะแนน {code}")
    return code


def _indicator(code: str, info: ValidationInfo) -> str:
    known = _indicators(info)
    return code if code in known else refuse(f"ต้องเป็นรหัสตัวชี้วัด {known[0]} ถึง {known[-1]}")


def _about(code: str, info: ValidationInfo) -> str:
    rules, indicators = around(info).assessed_rules, _indicators(info)
    instruments = rules.instrument_codes if rules else INSTRUMENT_CODES
    if code not in (*indicators, *instruments):
        said = f"รหัสตัวชี้วัด {indicators[0]} ถึง {indicators[-1]} หรือรหัสเครื่องมือ {', '.join(instruments)}"
        refuse(f"ต้องเป็น{said}")
    return code


def _indicators(info: ValidationInfo) -> tuple[str, ...]:
    """The indicators of the result's year; all that can be stored while that year is not known."""
    rules = around(info).assessed_rules
    return rules.score_codes if rules else INDICATOR_CODES


def _question(code: str, info: ValidationInfo) -> str:
    if not re.fullmatch(framework.QUESTION_CODE, code):
        refuse("ต้องเป็นรหัสข้อคำถามหรือข้อ OIT เช่น i2, e4, o6")
    rules = around(info).rules
    if rules and not rules.question_exists(code):
        refuse(f"ปีงบประมาณ พ.ศ. {rules.fiscal_year} ไม่มีข้อ {code}")
    around(info).once("question", code)
    return code


def _issue(number: int, info: ValidationInfo) -> int:
    """A year whose rules are known has no other issues; those of another year may yet be found."""
    rules = around(info).rules
    if rules and rules.complete and number not in [issue.number for issue in rules.issues]:
        refuse(f"หลักเกณฑ์ของปีงบประมาณ พ.ศ. {rules.fiscal_year} ไม่มีประเด็นที่ {number}")
    return number


def _number_once(number: int, info: ValidationInfo) -> int:
    around(info).once("number", number)
    return number


def _analysed_once(code: str, info: ValidationInfo) -> str:
    around(info).once("analysis", code)
    return code


def _answered_once(code: str, info: ValidationInfo) -> str:
    around(info).once("about", code)
    return code


NextYear = Annotated[FiscalYear, AfterValidator(_next_year)]
LevelName = Annotated[str, AfterValidator(_level)]
KnownInstrument = Annotated[str, AfterValidator(_instrument)]
IndicatorCode = Annotated[str, AfterValidator(_indicator)]
QuestionCode = Annotated[str, AfterValidator(_question)]
AnalysedCode = Annotated[str, AfterValidator(_about), AfterValidator(_analysed_once)]
AnsweredCode = Annotated[str, AfterValidator(_about), AfterValidator(_answered_once)]
IssueNumber = Annotated[int, Field(ge=1, le=LAST_ISSUE), AfterValidator(_issue)]
MeasureNumber = Annotated[int, Field(ge=1, le=LAST_NUMBER), AfterValidator(_number_once)]
