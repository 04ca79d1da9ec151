"""The exchange format `ita-report-bundle/1` as models: its keys, in order, and what each may hold.

What has no default must be given. A key that may be left out is None when it is; null itself is refused.
"""

import re
from datetime import date
from typing import Annotated, Any, Literal

from django.db.models import Model
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    field_validator,
    model_validator,
)

from assessments import framework
from assessments import models as assessments
from exchange.values import (
    AnalysedCode,
    AnnouncedCode,
    AnsweredCode,
    DistrictName,
    FiscalYear,
    IndicatorCode,
    IsoDay,
    IssueNumber,
    MeantText,
    MeasureNumber,
    MunicipalityName,
    RequiredText,
    WebAddress,
    WrittenLines,
    WrittenScore,
    WrittenText,
    context_of,
    refuse,
)
from ita_portal.thai import fiscal_year_of
from measures import models as measures
from municipalities import models as municipalities
from municipalities.places import provinces

StanceCode = Literal["urgent", "improve", "maintain"]


def _fits(model: type[Model], name: str) -> Any:
    """The bound of a text that is stored in this column."""
    column = model._meta.get_field(name)  # noqa: SLF001 - Django's documented API
    return Field(max_length=getattr(column, "max_length", None))


class Entry(BaseModel):
    """Any object of a bundle: no unknown keys, no guessing of types, no null."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    @field_validator("*", mode="before")
    @classmethod
    def _not_null(cls, value: object) -> object:
        return refuse("ต้องไม่เป็น null หากไม่ทราบค่าให้ละคีย์นี้ไว้") if value is None else value


class PlaceEntry(Entry):
    """A municipality as it was on the day of its paper; "sao": while it still was an อบต."""

    code: str | None = None
    kind: Literal["nakhon", "mueang", "tambon", "sao"]
    name: Annotated[MunicipalityName, _fits(municipalities.Municipality, "name")]
    district: Annotated[DistrictName, _fits(municipalities.District, "name")]
    province: MeantText
    website: Annotated[WebAddress, _fits(municipalities.Municipality, "website")] | None = None

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
    issue: Annotated[RequiredText, _fits(assessments.Finding, "issue")]
    advice: Annotated[WrittenText, _fits(assessments.Finding, "advice")]

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
    text: Annotated[RequiredText, _fits(assessments.Analysis, "text")]
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


class ResultEntry(Entry):
    """What came of a measure."""

    status: Literal["not_started", "underway", "done", "dropped"]
    done: WrittenLines
    outcome: WrittenLines
    reported_on: IsoDay | None = None


class EvidenceEntry(Entry):
    """What shows that a measure was carried out.

    What is `named_only` may have the address "". A published bundle describes the file at the address.
    """

    title: Annotated[RequiredText, _fits(measures.Evidence, "title")]
    named_only: bool | None = None
    url: Annotated[WebAddress, _fits(measures.Evidence, "url")]
    dated_on: IsoDay | None = None
    file_name: Annotated[WrittenText, _fits(measures.Evidence, "file_name")] | None = None
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")] | None = None
    size: Annotated[int, Field(ge=1)] | None = None

    @field_validator("url", mode="wrap")
    @classmethod
    def _none_where_only_named(
        cls, address: Any, judged: ValidatorFunctionWrapHandler, info: ValidationInfo
    ) -> Any:
        return address if address == "" and info.data.get("named_only") else judged(address)


class MeasureEntry(Entry):
    """One measure of the plan."""

    number: MeasureNumber
    title: Annotated[RequiredText, _fits(measures.Measure, "title")]
    issue: IssueNumber | None = None
    about: list[AnsweredCode]
    stance: StanceCode
    analysis: Annotated[WrittenText, _fits(measures.Measure, "analysis")] | None = None
    steps: WrittenLines
    responsible: WrittenLines
    starts_on: IsoDay | None = None
    ends_on: IsoDay | None = None
    follow_up: Annotated[WrittenText, _fits(measures.Measure, "follow_up")] | None = None
    result: ResultEntry | None = None
    evidence: list[EvidenceEntry] | None = None

    @model_validator(mode="before")
    @classmethod
    def _enter_the_measure(cls, value: object, info: ValidationInfo) -> object:
        context_of(info).seen.pop("about", None)
        return value

    @field_validator("number")
    @classmethod
    def _has_its_own_number(cls, number: int, info: ValidationInfo) -> int:
        context_of(info).once("number", number)
        return number

    @field_validator("issue")
    @classmethod
    def _is_an_issue_of_the_year(cls, number: int, info: ValidationInfo) -> int:
        # Only where the year's rules are all known: for another year further issues may yet be published.
        rules = context_of(info).rules
        if rules and rules.complete and number not in [issue.number for issue in rules.issues]:
            refuse(f"หลักเกณฑ์ของปีงบประมาณ พ.ศ. {rules.fiscal_year} ไม่มีประเด็นที่ {number}")
        return number

    @field_validator("starts_on", "ends_on")
    @classmethod
    def _lies_in_the_plans_year(cls, day: date, info: ValidationInfo) -> date:
        year = context_of(info).year
        if year is not None and fiscal_year_of(day) != year:
            refuse(f"ต้องอยู่ในปีงบประมาณ พ.ศ. {year} (1 ตุลาคม {year - 1} - 30 กันยายน {year})")
        return day

    @field_validator("ends_on")
    @classmethod
    def _not_before_it_starts(cls, day: date, info: ValidationInfo) -> date:
        starts_on = info.data.get("starts_on")
        return refuse("วันสิ้นสุดต้องไม่ก่อนวันเริ่มต้น") if starts_on and day < starts_on else day


class PlanEntry(Entry):
    """The measures of a fiscal year, which answer the assessment of `assessed_year`.

    `planned_as` is the name under which they were planned, where the municipality of the bundle has another;
    an import leaves it alone.
    """

    assessed_year: FiscalYear
    fiscal_year: FiscalYear
    decided_on: IsoDay | None = None
    measures: list[MeasureEntry]
    overall_outcome: WrittenLines | None = None
    obstacles: WrittenLines | None = None
    suggestions: WrittenLines | None = None
    planned_as: MeantText | None = None

    @model_validator(mode="before")
    @classmethod
    def _enter_the_years(cls, value: object, info: ValidationInfo) -> object:
        given = value if isinstance(value, dict) else {}
        context_of(info).enter(given.get("fiscal_year"), given.get("assessed_year"))
        return value

    @field_validator("fiscal_year")
    @classmethod
    def _not_before_its_assessment(cls, value: int, info: ValidationInfo) -> int:
        early = value < info.data.get("assessed_year", value)
        return refuse("ปีที่ดำเนินการต้องไม่ก่อนปีของผลการประเมิน (assessed_year)") if early else value


class SignatoryEntry(Entry):
    """Who signs the documents of the plan; each may be unknown."""

    name: Annotated[WrittenText, _fits(measures.Plan, "signatory_name")] | None = None
    position: Annotated[WrittenText, _fits(measures.Plan, "signatory_position")] | None = None
    signed_on: IsoDay | None = None


class Bundle(Entry):
    """What one municipality knows of one cycle."""

    format: Literal["ita-report-bundle/1"]
    municipality: PlaceEntry
    assessments: list[AssessmentEntry]
    plan: PlanEntry | None = None
    signatory: SignatoryEntry | None = None

    @field_validator("signatory")
    @classmethod
    def _signs_a_plan(cls, value: SignatoryEntry, info: ValidationInfo) -> SignatoryEntry:
        # A plan that was refused itself is not in `data`: its signatory is no second fault.
        without_plan = info.data.get("plan", value) is None
        return refuse("ผู้ลงนามต้องมาพร้อมแผนมาตรการ (plan)") if without_plan else value
