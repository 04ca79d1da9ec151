"""The exchange format `ita-report-bundle/1` as models: its keys, in order, and what each may hold.

What has no default must be given. A key that may be left out is None when it is; null itself is refused.
"""

from typing import Annotated, Any, Literal

from django.db.models import Model
from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator

from assessments import models as assessments
from exchange.values import (
    AnalysedCode,
    AnsweredCode,
    Day,
    DistrictName,
    DlaCode,
    FiscalYear,
    IndicatorCode,
    InstrumentCode,
    IssueNumber,
    LevelName,
    Lines,
    MeasureNumber,
    MunicipalityName,
    NextYear,
    PlanDay,
    ProvinceName,
    QuestionCode,
    Score,
    Text,
    Told,
    WebAddress,
    around,
    refuse,
)
from measures import models as measures
from municipalities import models as municipalities

Stance = Literal["urgent", "improve", "maintain"]


def _fits(model: type[Model], name: str) -> Any:
    """As long as the column that keeps it."""
    column = model._meta.get_field(name)  # noqa: SLF001 - Django's documented API
    return Field(max_length=getattr(column, "max_length", None))


class Part(BaseModel):
    """Any object of a bundle: no unknown keys, no guessing of types, no null."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    @field_validator("*", mode="before")
    @classmethod
    def _known(cls, value: object) -> object:
        return refuse("ต้องไม่เป็น null หากไม่ทราบค่าให้ละคีย์นี้ไว้") if value is None else value


class Place(Part):
    """A municipality."""

    code: DlaCode | None = None
    kind: Literal["nakhon", "mueang", "tambon"]
    name: Annotated[MunicipalityName, _fits(municipalities.Municipality, "name")]
    district: Annotated[DistrictName, _fits(municipalities.District, "name")]
    province: ProvinceName
    website: Annotated[WebAddress, _fits(municipalities.Municipality, "website")] | None = None


class Finding(Part):
    """An assessors' remark on one question or OIT item of the year."""

    question: QuestionCode
    indicator: IndicatorCode
    issue: Annotated[Told, _fits(assessments.Finding, "issue")]
    advice: Annotated[Text, _fits(assessments.Finding, "advice")]


class Analysis(Part):
    """The municipality's own analysis of an indicator or instrument."""

    about: AnalysedCode
    stance: Stance
    text: Annotated[Told, _fits(assessments.Analysis, "text")]
    guidelines: Lines


class Assessment(Part):
    """The result of a fiscal year."""

    fiscal_year: NextYear
    announced_total: Score | None = None
    announced_level: LevelName | None = None
    announced_instruments: dict[InstrumentCode, Score] | None = None
    scores: dict[IndicatorCode, Score]
    findings: list[Finding] | None = None
    analyses: list[Analysis] | None = None

    @model_validator(mode="before")
    @classmethod
    def _begin(cls, value: object, info: ValidationInfo) -> object:
        year = value.get("fiscal_year") if isinstance(value, dict) else None
        around(info).enter(year, year)
        return value


class Result(Part):
    """What came of a measure."""

    status: Literal["not_started", "underway", "done", "dropped"]
    done: Lines
    outcome: Lines
    reported_on: Day | None = None


class Evidence(Part):
    """What shows that a measure was carried out."""

    title: Annotated[Told, _fits(measures.Evidence, "title")]
    url: Annotated[WebAddress, _fits(measures.Evidence, "url")]
    dated_on: Day | None = None


class Measure(Part):
    """One measure of the plan."""

    number: MeasureNumber
    title: Annotated[Told, _fits(measures.Measure, "title")]
    issue: IssueNumber | None = None
    about: list[AnsweredCode]
    stance: Stance
    analysis: Annotated[Text, _fits(measures.Measure, "analysis")] | None = None
    steps: Lines
    responsible: Lines
    starts_on: PlanDay | None = None
    ends_on: PlanDay | None = None
    follow_up: Annotated[Text, _fits(measures.Measure, "follow_up")] | None = None
    result: Result | None = None
    evidence: list[Evidence] | None = None

    @model_validator(mode="before")
    @classmethod
    def _begin(cls, value: object, info: ValidationInfo) -> object:
        around(info).seen.pop("about", None)
        return value

    @field_validator("ends_on")
    @classmethod
    def _not_before_it_starts(cls, value: Day, info: ValidationInfo) -> Day:
        starts_on = info.data.get("starts_on")
        return refuse("วันสิ้นสุดต้องไม่ก่อนวันเริ่มต้น") if starts_on and value < starts_on else value


class Plan(Part):
    """The measures of a fiscal year, which answer the result of `assessed_year`."""

    assessed_year: FiscalYear
    fiscal_year: FiscalYear
    decided_on: Day | None = None
    measures: list[Measure]
    overall_outcome: Lines | None = None
    obstacles: Lines | None = None
    suggestions: Lines | None = None

    @model_validator(mode="before")
    @classmethod
    def _begin(cls, value: object, info: ValidationInfo) -> object:
        told = value if isinstance(value, dict) else {}
        around(info).enter(told.get("fiscal_year"), told.get("assessed_year"))
        return value

    @field_validator("fiscal_year")
    @classmethod
    def _not_before_its_result(cls, value: int, info: ValidationInfo) -> int:
        early = value < info.data.get("assessed_year", value)
        return refuse("ปีที่ดำเนินการต้องไม่ก่อนปีของผลการประเมิน (assessed_year)") if early else value


class Signatory(Part):
    """Who signs the documents of the plan; each may be unknown."""

    name: Annotated[Text, _fits(measures.Plan, "signatory_name")] | None = None
    position: Annotated[Text, _fits(measures.Plan, "signatory_position")] | None = None
    signed_on: Day | None = None


class Bundle(Part):
    """What one municipality knows of one cycle."""

    format: Literal["ita-report-bundle/1"]
    municipality: Place
    assessments: list[Assessment]
    plan: Plan | None = None
    signatory: Signatory | None = None

    @field_validator("signatory")
    @classmethod
    def _signs_a_plan(cls, value: Signatory, info: ValidationInfo) -> Signatory:
        without = info.data.get("plan", value) is None
        return refuse("ผู้ลงนามต้องมาพร้อมแผนมาตรการ (plan)") if without else value
