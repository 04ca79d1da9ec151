"""Where the history of a report lies: the former states of the rows that it shows, its steps, its comments.

Thirteen tables are asked as one: each gives the same columns, and the database puts them together.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    BooleanField,
    Exists,
    F,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    TextField,
    Value,
)
from django.db.models.functions import Cast, JSONObject

from accounts.names_then import person_then
from assessments.models import Analysis, Assessment, Finding, Score
from measures.models import REPORTED, Evidence, Measure, MeasureTarget, Plan, Result
from municipalities.models import Municipality
from reports.chosen import DocumentChoices
from reports.history.undoing import can_come_back
from reports.models import Comment, Event, Publication, Report, ReportKind

CHANGED = "~"  # how simple_history marks a change; "+" is a new row, "-" one that was removed


class HistoryPart(TextChoices):
    """What a line of the history is about."""

    SCORES = "scores", "ผลคะแนน"
    FINDINGS = "findings", "ข้อสังเกต"
    ANALYSES = "analyses", "การวิเคราะห์"
    PLAN = "plan", "แผน"
    MEASURES = "measures", "มาตรการ"
    RESULTS = "results", "ผลการดำเนินการ"
    EVIDENCE = "evidence", "หลักฐาน"
    LAYOUT = "layout", "รูปแบบเอกสาร"
    PLACE = "place", "ข้อมูลเทศบาล"
    REVIEW = "review", "ขั้นตอนของเอกสาร"


@dataclass(frozen=True)
class HistorySource:
    """A table of which the history is made.

    `shown` are the fields whose values are shown; `named` those that only identify the row. For a table that
    keeps former states, `scope` picks those of a report. A table of steps or comments is asked for `report`;
    `person` and `at` name its columns.
    """

    part: HistoryPart
    model: type[Model]
    shown: tuple[str, ...]
    named: tuple[str, ...] = ()
    scope: Callable[[Report], Q] | None = None
    person: str = "history_user"
    at: str = "history_date"

    @property
    def name(self) -> str:
        """Its name in the column `source`."""
        return self.model._meta.model_name or ""  # noqa: SLF001 - Django's documented API

    @property
    def keeps_former_states(self) -> bool:
        """Whether a change lies between two of its rows; else each row is a step of its own."""
        return self.scope is not None

    def rows(self, report: Report) -> QuerySet[Any]:
        """The rows of a report with their values (`now`, and `before` the change, as JSON)."""
        if self.scope is None:
            rows: QuerySet[Any] = self.model._default_manager.filter(report=report)  # noqa: SLF001 - as above
            nothing = Value(False, BooleanField())  # noqa: FBT003 - of an expression
            return rows.annotate(**self._columns(sign=_text(""), before=_text(""), can_come_back=nothing))
        history = _former(self.model)
        earlier = history.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id"))
        before = Subquery(earlier.order_by("-history_id").values(as_json=self._values())[:1])
        rows = history.filter(self.scope(report))
        rows = rows.annotate(
            **self._columns(sign=F("history_type"), before=before, can_come_back=can_come_back(self.model))
        )
        return rows.filter(~Q(sign=CHANGED) | Q(before=None) | ~Q(now=F("before")))

    def _columns(self, **more: Any) -> dict[str, Any]:
        measure_now: Any = _text("")
        if self.model in (
            MeasureTarget,
            Result,
            Evidence,
        ):  # the measure to which the row belongs, as it was last
            measure = _former(Measure).filter(id=OuterRef("measure_id")).order_by("-history_id")
            title = Cast(JSONObject(number=F("number"), title=F("title")), TextField())
            measure_now = Subquery(measure.values(as_json=title)[:1])
        return {
            "source": _text(self.name),
            "key": F("pk"),
            "happened_at": F(self.at),
            "who": F(f"{self.person}_id"),
            "who_then": person_then(self.person, self.at),
            "now": self._values(),
            "measure_now": measure_now,
        } | more

    def _values(self) -> Cast:
        columns = {}
        for name in (*self.shown, *self.named):
            column = self.model._meta.get_field(name)  # noqa: SLF001 - as above
            points_at_place = column.is_relation and column.name == name  # shown by its name
            columns[name] = F(f"{name}__name") if points_at_place else F(name)
        return Cast(JSONObject(**columns), TextField())


def _kept(
    part: HistoryPart,
    model: type[Model],
    scope: Callable[[Report], Q],
    *,
    named: tuple[str, ...] = (),
    left_out: tuple[str, ...] = (),
) -> HistorySource:
    """A table that keeps former states, of which every column is shown but the key and what is left out."""
    apart = {"id", *named, *left_out}
    columns = model._meta.concrete_fields  # noqa: SLF001 - as above
    shown = tuple(column.name for column in columns if column.name not in apart)
    return HistorySource(part, model, shown, named, scope)


def _former(model: Any) -> QuerySet[Any]:
    rows: QuerySet[Any] = model.history.order_by()
    return rows


def _text(value: str) -> Cast:
    return Cast(Value(value), TextField())


def shown_year(report: Report) -> int:
    """The fiscal year (B.E.) whose assessment the document is the first to show."""
    plan = report.plan
    return plan.assessed_year if report.kind == ReportKind.PLAN else plan.fiscal_year


def _assessments(report: Report) -> QuerySet[Any]:
    """The keys of those of its year, or that were of it when they went.

    One that moved to another year has its whole history there.
    """
    states = _former(Assessment)
    later = states.filter(id=OuterRef("id"), history_id__gt=OuterRef("history_id"))
    of_year = states.filter(municipality_id=report.plan.municipality_id, fiscal_year=shown_year(report))
    return of_year.exclude(Exists(later)).values("id")


def _assessment_scope(report: Report) -> Q:
    return Q(id__in=_assessments(report))


def _in_assessment(report: Report) -> Q:
    return Q(assessment_id__in=_assessments(report))


def _in_plan(report: Report) -> Q:
    return Q(measure_id__in=_former(Measure).filter(plan_id=report.plan_id).values("id"))


def _plan_scope(report: Report) -> Q:
    return Q(id=report.plan_id)


# Left out is what never changes because it says whose row it is, where a row stands in its list, and what is
# made from other columns. A column that is not named here is shown.
_YEAR = (
    _kept(HistoryPart.SCORES, Assessment, _assessment_scope, left_out=("municipality", "fiscal_year")),
    _kept(HistoryPart.SCORES, Score, _in_assessment, named=("code",), left_out=("assessment",)),
    _kept(
        HistoryPart.FINDINGS,
        Finding,
        _in_assessment,
        named=("question",),
        left_out=("assessment", "position"),
    ),
    _kept(HistoryPart.ANALYSES, Analysis, _in_assessment, named=("about",), left_out=("assessment",)),
)
_FRAME = (
    _kept(HistoryPart.LAYOUT, DocumentChoices, lambda report: Q(report_id=report.pk), left_out=("report",)),
    _kept(
        HistoryPart.PLACE,
        Municipality,
        lambda report: Q(id=report.plan.municipality_id),
        left_out=("sort_key", "search_key", "former_key"),
    ),
    HistorySource(
        HistoryPart.REVIEW,
        Event,
        ("verb", "note", "from_state", "to_state", "reviewed", "actor_name", "actor_role"),
        person="actor",
        at="at",
    ),
    HistorySource(
        HistoryPart.REVIEW,
        Comment,
        ("body", "place", "anchor", "answer_to_id"),
        person="author",
        at="written_at",
    ),
    HistorySource(
        HistoryPart.REVIEW, Publication, ("revision", "sha256"), person="published_by", at="published_at"
    ),
)
SOURCES: dict[str, tuple[HistorySource, ...]] = {
    ReportKind.PLAN: (
        *_YEAR,
        _kept(HistoryPart.PLAN, Plan, _plan_scope, left_out=("municipality", "fiscal_year", *REPORTED)),
        # Where a measure was copied from stands beside it while it is written.
        _kept(
            HistoryPart.MEASURES,
            Measure,
            lambda report: Q(plan_id=report.plan_id),
            left_out=("plan", "copied_from"),
        ),
        _kept(HistoryPart.MEASURES, MeasureTarget, _in_plan, left_out=("measure", "position")),
        *_FRAME,
    ),
    ReportKind.RESULTS: (
        *_YEAR,
        HistorySource(HistoryPart.PLAN, Plan, REPORTED, scope=_plan_scope),
        _kept(HistoryPart.RESULTS, Result, _in_plan, left_out=("measure",)),
        _kept(
            HistoryPart.EVIDENCE,
            Evidence,
            _in_plan,
            left_out=("measure", "position", "file_sha256", "file_size"),
        ),
        *_FRAME,
    ),
}
