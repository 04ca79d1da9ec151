"""A plan in the exchange format: its measures, what came of them, what shows it; keys in their order."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationInfo, ValidatorFunctionWrapHandler, field_validator, model_validator

from exchange.entry import SECOND, Entry, StanceCode, fits
from exchange.values import (
    AnsweredCode,
    FiscalYear,
    IsoDay,
    IsoDays,
    IssueNumber,
    MeantText,
    MeasureNumber,
    OwnSection,
    PerCent,
    QuarterNumber,
    QuarterNumbers,
    RequiredText,
    WebAddress,
    WrittenBaht,
    WrittenLine,
    WrittenLines,
    WrittenText,
    context_of,
    refuse,
)
from ita_portal.thai import fiscal_year_of
from measures import models as measures
from measures.progress import NOTE_LENGTH
from measures.quarters import fitting


class QuarterEntry(Entry):
    """How far a measure had come by the end of a quarter: per cent of the whole, planned and reached."""

    quarter: QuarterNumber
    planned: PerCent | None = None
    actual: PerCent | None = None
    note: Annotated[WrittenLine, Field(max_length=NOTE_LENGTH)] | None = None


class ResultEntry(Entry):
    """What came of a measure."""

    status: Literal["not_started", "underway", "done", "dropped"]
    done: WrittenLines
    outcome: WrittenLines
    reported_on: IsoDay | None = None
    obstacles: Annotated[WrittenLines | None, SECOND] = None
    suggestions: Annotated[WrittenLines | None, SECOND] = None
    progress: Annotated[list[QuarterEntry] | None, SECOND] = None

    @field_validator("progress")
    @classmethod
    def _quarter_by_quarter(cls, found: list[QuarterEntry]) -> list[QuarterEntry]:
        quarters = [one.quarter for one in found]
        return found if quarters == sorted(set(quarters)) else refuse("ไตรมาสต้องเรียงจากน้อยไปมากและไม่ซ้ำกัน")


class EvidenceEntry(Entry):
    """What shows that a measure was carried out.

    What is `named_only` may have the address "". A published bundle describes the file at the address.
    """

    title: Annotated[RequiredText, fits(measures.Evidence, "title")]
    named_only: bool | None = None
    url: Annotated[WebAddress, fits(measures.Evidence, "url")]
    dated_on: IsoDay | None = None
    file_name: Annotated[WrittenText, fits(measures.Evidence, "file_name")] | None = None
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
    title: Annotated[RequiredText, fits(measures.Measure, "title")]
    issue: IssueNumber | None = None
    about: list[AnsweredCode]
    stance: StanceCode
    analysis: Annotated[WrittenText, fits(measures.Measure, "analysis")] | None = None
    steps: WrittenLines
    responsible: WrittenLines
    starts_on: IsoDay | None = None
    ends_on: IsoDay | None = None
    follow_up: Annotated[WrittenText, fits(measures.Measure, "follow_up")] | None = None
    kind: Annotated[Literal["measure", "project", "activity"] | None, SECOND] = None
    goals: Annotated[WrittenLines | None, SECOND] = None
    budget: Annotated[WrittenBaht | None, SECOND] = None
    quarters: Annotated[QuarterNumbers | None, SECOND] = None
    monitored_on: Annotated[IsoDays | None, SECOND] = None
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

    @field_validator("quarters")
    @classmethod
    def _say_its_days(cls, quarters: list[int], info: ValidationInfo) -> list[int]:
        if not {"starts_on", "ends_on"} <= info.data.keys():  # one was refused itself
            return quarters
        fits = fitting(quarters, info.data["starts_on"], info.data["ends_on"])
        return quarters if fits else refuse("ต้องตรงกับ starts_on และ ends_on ของมาตรการ")


class OwnTextEntry(Entry):
    """Paragraphs of the municipality at one place of a section of a document."""

    section: OwnSection
    place: Literal["instead", "before", "after"]
    paragraphs: WrittenLines


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
    own_texts: Annotated[list[OwnTextEntry] | None, SECOND] = None
    results_own_texts: Annotated[list[OwnTextEntry] | None, SECOND] = None

    @field_validator("own_texts", "results_own_texts")
    @classmethod
    def _each_place_once(cls, found: list[OwnTextEntry]) -> list[OwnTextEntry]:
        places = [(one.section, one.place) for one in found]
        return found if len(set(places)) == len(places) else refuse("แต่ละตำแหน่งของหัวข้อมีได้ครั้งเดียว")

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
