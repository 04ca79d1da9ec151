"""What was deleted comes back from the history, with its own key: addresses and comments find it again.

A measure comes with its targets, its result and its evidence, at the end of the plan; the files of deleted
evidence are still there, because the history names them.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q

from accounts.access import require
from assessments.models import Analysis, Finding
from measures import planning
from measures.models import Evidence, Measure, MeasureTarget, Plan, Result
from reports.models import Report

DELETED = "-"
AT_ONCE = timedelta(seconds=10)  # what goes with a measure goes in one transaction, before it
_PARTS: tuple[Any, ...] = (MeasureTarget, Result, Evidence)


def can_come_back(model: type[Model]) -> Any:
    """Of rows of the history: the deletion of a row that is not there now and could be again."""
    there = model._default_manager.filter  # noqa: SLF001 - Django's documented API
    gone = Q(history_type=DELETED) & ~Exists(there(pk=OuterRef("id")))
    match model.__name__:
        case "Measure":
            return gone
        case "Evidence":
            return gone & Exists(Measure.objects.filter(pk=OuterRef("measure_id")))
        case "Finding":
            same = there(assessment=OuterRef("assessment_id"), question=OuterRef("question"))
            return gone & ~Exists(same)
        case "Analysis":
            return gone & ~Exists(there(assessment=OuterRef("assessment_id"), about=OuterRef("about")))
    return Q(pk=None)


def bring_back(report: Report, name: str, key: int) -> str:
    """Undo a deletion that the report's history shows; the sentence that says so, "" where there is none.

    `name` is that of the table, `key` that of the row of its history. Callers hold the lock of the
    municipality. Raises PermissionDenied with the Thai reason while what it belongs to is locked.
    """
    if name not in _WAYS:
        return ""
    model, way = _WAYS[name]
    row = model.history.filter(can_come_back(model), pk=key).first()
    return way(report.plan, row) if row else ""


def _measure(plan: Plan, row: Any) -> str:
    if row.plan_id != plan.pk:
        return ""
    since = row.history_date - AT_ONCE
    parts = [
        part
        for model in _PARTS
        for part in model.history.filter(
            measure_id=row.id, history_type=DELETED, history_date__range=(since, row.history_date)
        )
    ]
    require(plan.lock("plan"))
    if any(not isinstance(part.instance, MeasureTarget) for part in parts):
        require(plan.lock("results"))
    measure: Measure = row.instance
    measure.number = planning.next_number(plan)
    measure.copied_from = Measure.objects.filter(pk=row.copied_from_id).first()
    for restored in (measure, *(part.instance for part in parts)):
        restored.save(force_insert=True)
    planning.claim_copies(measure)
    return f"นำมาตรการ “{measure.title}” กลับมาไว้ท้ายแผนแล้ว"


def _evidence(plan: Plan, row: Any) -> str:
    if row.measure.plan_id != plan.pk:
        return ""
    require(plan.lock("results"))
    row.instance.save(force_insert=True)
    return f"นำหลักฐาน “{row.title}” กลับมาแล้ว"


def _remark(plan: Plan, row: Any) -> str:
    """A finding or an analysis, of either of the years that the plan's two documents show."""
    assessment = row.assessment
    shown = (plan.assessed_year, plan.fiscal_year)
    if assessment.municipality_id != plan.municipality_id or assessment.fiscal_year not in shown:
        return ""
    require(assessment.lock())
    row.instance.save(force_insert=True)
    return "นำรายการที่ลบกลับมาแล้ว"


_WAYS: dict[str, tuple[Any, Callable[[Plan, Any], str]]] = {
    "measure": (Measure, _measure),
    "evidence": (Evidence, _evidence),
    "finding": (Finding, _remark),
    "analysis": (Analysis, _remark),
}
