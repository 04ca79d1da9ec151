"""The exchange format `ita-report-bundle` as models: its keys, in order, and what each may hold.

Of the plan see `plan_format.py`; what every object shares, `entry.py`.
"""

import re
from typing import Annotated, Literal

from pydantic import ValidationInfo, field_validator, model_validator

from assessments import framework
from assessments import models as assessments
from exchange.entry import FORMATS, Entry, StanceCode, fits
from exchange.plan_format import PlanEntry
from exchange.values import (
    AnalysedCode,
    AnnouncedCode,
    DistrictName,
    FiscalYear,
    IndicatorCode,
    IsoDay,
    MeantText,
    MunicipalityName,
    RequiredText,
    WebAddress,
    WrittenLines,
    WrittenScore,
    WrittenText,
    context_of,
    refuse,
)
from measures import models as measures
from municipalities import models as municipalities
from municipalities.places import provinces


class PlaceEntry(Entry):
    """A municipality as it was on the day of its paper; "sao": while it still was an อบต."""

    code: str | None = None
    kind: Literal["nakhon", "mueang", "tambon", "sao"]
    name: Annotated[MunicipalityName, fits(municipalities.Municipality, "name")]
    district: Annotated[DistrictName, fits(municipalities.District, "name")]
    province: MeantText
    website: Annotated[WebAddress, fits(municipalities.Municipality, "website")] | None = None

    @field_validator("code")
    @classmethod
    def _has_seven_digits(cls, code: str) -> str:
        known = re.fullmatch("[0-9]{7}", code)
        return code if known else refuse("ต้องเป็นรหัส อปท. ที่เป็นตัวเลขอารบิก 7 หลัก")

    @field_validator("province")
    @classmethod
    def _is_a_province(cls, name: str) -> str:
        known = name in {row.name for row in provinces()}
        return name if known else refuse("ต้องเป็นชื่อหนึ่งใน 77 จังหวัดของประเทศไทย โดยไม่มีคำว่าจังหวัดนำหน้า")


class FindingEntry(Entry):
    """An assessors' remark on one question or OIT item of the year."""

    question: str
    indicator: IndicatorCode
    issue: Annotated[RequiredText, fits(assessments.Finding, "issue")]
    advice: Annotated[WrittenText, fits(assessments.Finding, "advice")]

    @field_validator("question")
    @classmethod
    def _is_asked_in_the_year(cls, code: str, info: ValidationInfo) -> str:
        if not re.fullmatch(framework.QUESTION_CODE, code):
            refuse("ต้องเป็นรหัสข้อคำถามหรือข้อ OIT เช่น i2, e4, o6")
        rules = context_of(info).rules
        if rules and not rules.question_exists(code):
            refuse(f"ปีงบประมาณ พ.ศ. {rules.fiscal_year} ไม่มีข้อ {code}")
        context_of(info).once("question", code)
        return code


class AnalysisEntry(Entry):
    """The municipality's own analysis of an indicator or instrument."""

    about: AnalysedCode
    stance: StanceCode
    text: Annotated[RequiredText, fits(assessments.Analysis, "text")]
    guidelines: WrittenLines


class AssessmentEntry(Entry):
    """The scores of a fiscal year, what the assessors remarked and how the municipality analyses it.

    `assessed_as` names the อบต. that was assessed, before it was a municipality; an import leaves it alone.
    """

    fiscal_year: FiscalYear
    announced_total: WrittenScore | None = None
    announced_level: MeantText | None = None
    announced_instruments: dict[AnnouncedCode, WrittenScore] | None = None
    scores: dict[IndicatorCode, WrittenScore]
    findings: list[FindingEntry] | None = None
    analyses: list[AnalysisEntry] | None = None
    assessed_as: MeantText | None = None

    @model_validator(mode="before")
    @classmethod
    def _enter_the_year(cls, value: object, info: ValidationInfo) -> object:
        year = value.get("fiscal_year") if isinstance(value, dict) else None
        context_of(info).enter(year, year)
        return value

    @field_validator("fiscal_year")
    @classmethod
    def _after_the_year_before(cls, year: int, info: ValidationInfo) -> int:
        context = context_of(info)
        last, context.last_year = context.last_year, max(year, context.last_year)
        return year if year > last else refuse("ปีต้องเรียงจากน้อยไปมากและไม่ซ้ำกัน")

    @field_validator("announced_level")
    @classmethod
    def _is_a_level_of_the_year(cls, name: str, info: ValidationInfo) -> str:
        rules = context_of(info).rules
        if rules and name not in (names := [level.name for level in rules.levels]):
            refuse(f"ไม่ใช่ระดับผลการประเมินของปีงบประมาณ พ.ศ. {rules.fiscal_year} ({', '.join(names)})")
        return name


class SignatoryEntry(Entry):
    """Who signs the documents of the plan; each may be unknown."""

    name: Annotated[WrittenText, fits(measures.Plan, "signatory_name")] | None = None
    position: Annotated[WrittenText, fits(measures.Plan, "signatory_position")] | None = None
    signed_on: IsoDay | None = None


class Bundle(Entry):
    """What one municipality knows of one cycle."""

    format: Literal["ita-report-bundle/1", "ita-report-bundle/2"]
    municipality: PlaceEntry
    assessments: list[AssessmentEntry]
    plan: PlanEntry | None = None
    signatory: SignatoryEntry | None = None

    @model_validator(mode="before")
    @classmethod
    def _enter_the_version(cls, value: object, info: ValidationInfo) -> object:
        named = value.get("format") if isinstance(value, dict) else None
        context_of(info).version = FORMATS.index(named) + 1 if named in FORMATS else len(FORMATS)
        return value

    @field_validator("signatory")
    @classmethod
    def _signs_a_plan(cls, value: SignatoryEntry, info: ValidationInfo) -> SignatoryEntry:
        # A plan that was refused itself is not in `data`: its signatory is no second fault.
        without_plan = info.data.get("plan", value) is None
        return refuse("ผู้ลงนามต้องมาพร้อมแผนมาตรการ (plan)") if without_plan else value
