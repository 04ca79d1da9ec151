"""The rules of the assessment in one fiscal year, read from frameworks/<year>.toml. Pure: no Django here."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from pydantic import ConfigDict, TypeAdapter, ValidationError

from assessments import framework_file
from assessments.framework_parts import (
    BackgroundSentence,
    Column,
    Confidence,
    DocumentRule,
    Fact,
    Indicator,
    Instrument,
    InstrumentPart,
    Issue,
    ItemGroup,
    Level,
    OITItem,
    Question,
    RequiredPart,
    SubIndicator,
    YearRemark,
)

__all__ = [
    "BackgroundSentence",
    "Column",
    "Confidence",
    "DocumentRule",
    "Fact",
    "Framework",
    "Indicator",
    "Instrument",
    "InstrumentPart",
    "Issue",
    "ItemGroup",
    "Level",
    "MalformedFramework",
    "OITItem",
    "Question",
    "RequiredPart",
    "SubIndicator",
    "UnknownYear",
    "YearRemark",
    "answered_items",
    "load",
    "read_framework",
    "years",
]

FOLDER = Path(__file__).parent / "frameworks"
QUESTION_CODE = r"^[ieo][1-9][0-9]?$"
"""A question or OIT item: the first letter of its instrument and its number up to 99."""
INSTRUMENT_OF_PREFIX = {"i": "iit", "e": "eit", "o": "oit"}


class UnknownYear(LookupError):  # noqa: N818 - the name says it
    """The fiscal year lies before the first one that the portal knows."""


class MalformedFramework(ValueError):  # noqa: N818 - the name says it
    """A framework file that can't be read; the message names the file and the place."""


@dataclass(frozen=True, kw_only=True)
class Framework:
    """Everything that holds in one fiscal year (B.E.); lists are in official order, levels highest first.

    `complete` is False where parts of the year's rules were not found; `note` says in Thai which. A framework
    with `carried_from` has no file of its own: it repeats that year's rules until its own are known.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    fiscal_year: int
    complete: bool
    note: str
    carried_from: int | None = None
    pass_mark: Decimal
    tolerance: Decimal
    instruments: tuple[Instrument, ...]
    indicators: tuple[Indicator, ...]
    sub_indicators: tuple[SubIndicator, ...] = ()
    question_rule: Fact
    questions: tuple[Question, ...] = ()
    oit_items: tuple[OITItem, ...] = ()
    item_groups: tuple[ItemGroup, ...] = ()
    issues: tuple[Issue, ...] = ()
    level_rule: Fact
    level_note: str
    levels: tuple[Level, ...]
    documents: tuple[DocumentRule, ...]
    background: tuple[BackgroundSentence, ...]
    remarks: tuple[YearRemark, ...] = ()

    @property
    def score_codes(self) -> tuple[str, ...]:
        """The codes of the indicators, which are what is scored."""
        return tuple(indicator.code for indicator in self.indicators)

    @property
    def instrument_codes(self) -> tuple[str, ...]:
        """The codes of the instruments."""
        return tuple(str(instrument.code) for instrument in self.instruments)

    @property
    def part_codes(self) -> tuple[str, ...]:
        """The codes of instrument parts with a score of their own; empty before 2566."""
        return tuple(part.code for instrument in self.instruments for part in instrument.parts)

    @property
    def about_codes(self) -> tuple[str, ...]:
        """What an analysis or a measure may be about: every indicator and every instrument."""
        return self.score_codes + self.instrument_codes

    @property
    def issues_certain(self) -> bool:
        """Whether the year's list of issues is confirmed, so that a missing one is a real fault."""
        return bool(self.issues) and all(issue.fact.mark.certain for issue in self.issues)

    def indicator(self, code: str) -> Indicator:
        """The indicator with this code; KeyError when there is none."""
        return {indicator.code: indicator for indicator in self.indicators}[code]

    def instrument(self, code: str) -> Instrument:
        """The instrument with this code; KeyError when there is none."""
        return {str(instrument.code): instrument for instrument in self.instruments}[code]

    def issue(self, number: int) -> Issue:
        """The issue with this number; KeyError when the year has none such."""
        return {issue.number: issue for issue in self.issues}[number]

    def level(self, name: str) -> Level:
        """The level with this name; KeyError when it is not a level of this year."""
        return {level.name: level for level in self.levels}[name]

    def document(self, kind: str) -> DocumentRule:
        """The rule of the "plan" or the "results" document; KeyError for another kind."""
        return {str(rule.kind): rule for rule in self.documents}[kind]

    def indicators_of(self, instrument_code: str) -> tuple[Indicator, ...]:
        """The indicators that this instrument measures."""
        return tuple(indicator for indicator in self.indicators if indicator.instrument == instrument_code)

    def instrument_of(self, indicator_code: str) -> Instrument:
        """The instrument that measures this indicator."""
        return self.instrument(self.indicator(indicator_code).instrument)

    def items_of(self, sub_indicator_code: str) -> tuple[OITItem, ...]:
        """The OIT items of this sub-indicator."""
        return tuple(item for item in self.oit_items if item.sub_indicator == sub_indicator_code)

    def about_name(self, code: str) -> str:
        """The Thai name of an indicator or instrument; empty for a code that the year does not have.

        Such codes are stored where a year was carried over before its own rules came with fewer indicators.
        """
        names = {instrument.code: instrument.name for instrument in self.instruments}
        return (names | {indicator.code: indicator.name for indicator in self.indicators}).get(code, "")

    def scored_name(self, code: str) -> str:
        """What a level asks something of: "IIT", "EIT ส่วนที่ 1 (EIT Public)", "ตัวชี้วัดที่ 4"; else KeyError."""
        names = {row.code: f"ตัวชี้วัดที่ {row.code}" for row in self.indicators}
        for tool in self.instruments:
            names[tool.code] = tool.abbreviation
            names |= {part.code: f"{tool.abbreviation} {part.name}" for part in tool.parts}
        return names[code]

    def theme_of(self, code: str) -> str:
        """What the question or OIT item is about; empty when that is not known."""
        titles = {question.code: question.theme for question in self.questions}
        return (titles | {item.code: item.title for item in self.oit_items}).get(code, "")

    def printed(self, code: str) -> str:
        """A question or OIT item as the year prints it: "i2", "O42" up to 2566, "o34" from 2567."""
        numbers = {item.code: item.number for item in self.oit_items}
        in_capitals = code.startswith("o") and any(number.isupper() for number in numbers.values())
        return numbers.get(code, code.upper() if in_capitals else code)

    def question_exists(self, code: str) -> bool:
        """Whether the year has this question or OIT item; any number, where the count is not known."""
        if not re.fullmatch(QUESTION_CODE, code):
            return False
        counts = {str(instrument.code): instrument.questions for instrument in self.instruments}
        count = counts.get(INSTRUMENT_OF_PREFIX[code[0]], 0)
        return count is None or int(code[1:]) <= count

    def question_indicator(self, code: str) -> str | None:
        """The indicator that a question ("i2", "e4") or OIT item ("o6") belongs to; None when not known."""
        if not self.question_exists(code):
            return None
        if code.startswith("o"):
            return {item.code: item.indicator for item in self.oit_items}.get(code)
        instrument = self.instrument(INSTRUMENT_OF_PREFIX[code[0]])
        if instrument.questions is None:
            return None
        # IIT and EIT have the same number of questions for each indicator, in the indicators' order.
        indicators = self.indicators_of(instrument.code)
        return indicators[(int(code[1:]) - 1) * len(indicators) // instrument.questions].code


_FRAMEWORK = TypeAdapter(Framework)


@lru_cache(maxsize=1)
def years() -> tuple[int, ...]:
    """The fiscal years that have a file, ascending."""
    return tuple(sorted(int(path.stem) for path in FOLDER.glob("*.toml")))


@lru_cache(maxsize=64)
def load(fiscal_year: int) -> Framework:
    """The framework of a fiscal year (B.E.); a year without a file gets the newest earlier one, carried over.

    Raises UnknownYear before the first year, MalformedFramework for a broken file.
    """
    known = [year for year in years() if year <= fiscal_year]
    if not known:
        raise UnknownYear(f"ไม่มีหลักเกณฑ์การประเมินของปีงบประมาณ พ.ศ. {fiscal_year} ในระบบ")
    return read_framework(FOLDER / f"{known[-1]}.toml", fiscal_year)


def read_framework(path: Path, fiscal_year: int) -> Framework:
    """The framework in this file as it holds in this fiscal year; raises MalformedFramework."""
    try:
        return _FRAMEWORK.validate_python(framework_file.fields(path, fiscal_year))
    except ValidationError as error:
        places = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        raise MalformedFramework(f"{path.name}: {places}") from error
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise MalformedFramework(f"{path.name}: {error!r}") from error


def answered_items(plan_year: int, kind: str) -> tuple[tuple[int, DocumentRule], ...]:
    """The (fiscal year, rule) whose OIT item a document of this year's plan answers.

    A plan answers its own year's item. Results answer the same year's item up to 2567 and the next year's
    from 2568 on; the results of 2567 stand between the two and answer both. Where the next year's item again
    asks for its own year, nobody asks for these results: then the year's own item is answered late.
    """
    rules = [(year, load(year).document(kind)) for year in (plan_year, plan_year + 1)]
    return tuple((year, rule) for year, rule in rules if year - rule.lag == plan_year) or (rules[0],)
