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
    DistrictName,
    DlaCode,
    FiscalYear,
    IndicatorCode,
    IsoDay,
    IssueNumber,
    KnownInstrument,
    LevelName,
    MeasureNumber,
    MunicipalityName,
    NextYear,
    PlanDay,
    ProvinceName,
    QuestionCode,
    Told,
    WebAddress,
    WrittenLines,
    WrittenScore,
    WrittenText,
    around,
    refuse,
)
from measures import models as measures
from municipalities import models as municipalities

StanceCode = Literal["urgent", "improve", "maintain"]


def _fits(model: type[Model], name: str) -> Any:
    """As long as the column that keeps it."""
    column = model._meta.get_field(name)  # noqa: SLF001 - Django's documented API
    return Field(max_length=getattr(column, "max_length", None))


class Entry(BaseModel):
    """Any object of a bundle: no unknown keys, no guessing of types, no null."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    @field_validator("*", mode="before")
    @classmethod
    def _known(cls, value: object) -> object:
        return refuse("ต้องไม่เป็น null หากไม่ทราบค่าให้ละคีย์นี้ไว้") if value is None else value


class PlaceEntry(Entry):
    """A municipality."""

    code: DlaCode | None = None
    kind: Literal["nakhon", "mueang", "tambon"]
    name: Annotated[MunicipalityName, _fits(municipalities.Municipality, "name")]
    district: Annotated[DistrictName, _fits(municipalities.District, "name")]
    province: ProvinceName
    website: Annotated[WebAddress, _fits(municipalities.Municipality, "website")] | None = None


class FindingEntry(Entry):
    """An assessors' remark on one question or OIT item of the year."""

    question: QuestionCode
    indicator: IndicatorCode
    issue: Annotated[Told, _fits(assessments.Finding, "issue")]
    advice: Annotated[WrittenText, _fits(assessments.Finding, "advice")]


class AnalysisEntry(Entry):
    """The municipality's own analysis of an indicator or instrument."""

    about: AnalysedCode
    stance: StanceCode
    text: Annotated[Told, _fits(assessments.Analysis, "text")]
    guidelines: WrittenLines


class AssessmentEntry(Entry):
    """The result of a fiscal year."""

    fiscal_year: NextYear
    announced_total: WrittenScore | None = None
    announced_level: LevelName | None = None
    announced_instruments: dict[KnownInstrument, WrittenScore] | None = None
    scores: dict[IndicatorCode, WrittenScore]
    findings: list[FindingEntry] | None = None
    analyses: list[AnalysisEntry] | None = None

    @model_validator(mode="before")
    @classmethod
    def _begin(cls, value: object, info: ValidationInfo) -> object:
        year = value.get("fiscal_year") if isinstance(value, dict) else None
        around(info).enter(year, year)
        return value


class ResultEntry(Entry):
    """What came of a measure."""

    status: Literal["not_started", "underway", "done", "dropped"]
    done: WrittenLines
    outcome: WrittenLines
    reported_on: IsoDay | None = None


class EvidenceEntry(Entry):
    """What shows that a measure was carried out."""

    title: Annotated[Told, _fits(measures.Evidence, "title")]
    url: Annotated[WebAddress, _fits(measures.Evidence, "url")]
    dated_on: IsoDay | None = None


class MeasureEntry(Entry):
    """One measure of the plan."""

    number: MeasureNumber
    title: Annotated[Told, _fits(measures.Measure, "title")]
    issue: IssueNumber | None = None
    about: list[AnsweredCode]
    stance: StanceCode
    analysis: Annotated[WrittenText, _fits(measures.Measure, "analysis")] | None = None
    steps: WrittenLines
    responsible: WrittenLines
    starts_on: PlanDay | None = None
    ends_on: PlanDay | None = None
    follow_up: Annotated[WrittenText, _fits(measures.Measure, "follow_up")] | None = None
    result: ResultEntry | None = None
    evidence: list[EvidenceEntry] | None = None

    @model_validator(mode="before")
    @classmethod
    def _begin(cls, value: object, info: ValidationInfo) -> object:
        around(info).seen.pop("about", None)
        return value

    @field_validator("ends_on")
    @classmethod
    def _not_before_it_starts(cls, value: IsoDay, info: ValidationInfo) -> IsoDay:
        starts_on = info.data.get("starts_on")
        return refuse("วันสิ้นสุดต้องไม่ก่อนวันเริ่มต้น") if starts_on and value < starts_on else value


class PlanEntry(Entry):
    """The measures of a fiscal year, which answer the result of `assessed_year`."""

    assessed_year: FiscalYear
    fiscal_year: FiscalYear
    decided_on: IsoDay | None = None
    measures: list[MeasureEntry]
    overall_outcome: WrittenLines | None = None
    obstacles: WrittenLines | None = None
    suggestions: WrittenLines | None = None

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
        without = info.data.get("plan", value) is None
        return refuse("ผู้ลงนามต้องมาพร้อมแผนมาตรการ (plan)") if without else value
