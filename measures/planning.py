"""What is done with a plan and its measures: start, copy forward, put in order, copy, remove.

Callers hold the lock of the municipality (`access.writing`). Rows are saved one by one, for the history.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import F, Max, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from accounts.access import require
from assessments import framework
from assessments.models import LAST_YEAR
from assessments.years import year_refusal
from ita_portal.saving import save_rows
from ita_portal.thai import fiscal_year_text
from measures.models import Measure, Plan
from municipalities.models import Municipality

# A copy has its own place, origin and days, and an issue only where its year knows it; the rest is copied.
_MADE_ANEW = ("id", "plan", "number", "issue", "starts_on", "ends_on", "monitored_on", "copied_from")
COPIED_FIELDS = tuple(
    column.name
    for column in Measure._meta.concrete_fields  # noqa: SLF001 - Django's documented API
    if column.name not in _MADE_ANEW
)
OUT_OF_THE_WAY = 10_000  # beyond every number in use; a number is unique at each moment


def start_refusal(municipality: Municipality, fiscal_year: int) -> str:
    """Why a plan of this fiscal year can't be begun, in Thai; empty when it can.

    It answers the result of the year before, which exists or is stored already. Raises Http404 for a year
    without rules. One query at most.
    """
    if not framework.years()[0] < fiscal_year <= LAST_YEAR:
        raise Http404
    refusal = year_refusal(fiscal_year - 1, timezone.localdate())
    if not refusal or municipality.assessments.filter(fiscal_year=fiscal_year - 1).exists():
        return ""
    return f"ยังเริ่มแผนมาตรการ{fiscal_year_text(fiscal_year)} ไม่ได้ {refusal}"


def start_plan(municipality: Municipality, fiscal_year: int) -> Plan:
    """Begin the plan that answers the assessment of the year before. Its two reports are made with it."""
    return Plan.objects.create(
        municipality=municipality, fiscal_year=fiscal_year, assessed_year=fiscal_year - 1
    )


def previous_plan(municipality: Municipality, fiscal_year: int) -> Plan | None:
    """The newest plan before this fiscal year that has measures."""
    earlier = municipality.plans.filter(fiscal_year__lt=fiscal_year, measures__isnull=False)
    return earlier.order_by("-fiscal_year").first()


def copy_forward(source: Plan, plan: Plan) -> int:
    """Copy the measures of an earlier plan to the end of this one, dates moved to its year; returns how many.

    What came of them is not copied.
    """
    measures = source.measures.prefetch_related("targets")
    for measure in measures:
        copy_measure(measure, plan)
    return len(measures)


def copy_measure(measure: Measure, plan: Plan) -> Measure:
    """A copy at the end of the plan, which knows where it comes from; without result and evidence."""
    years = plan.fiscal_year - measure.plan.fiscal_year
    known_issues = {issue.number for issue in plan.framework.issues}
    copy = Measure.objects.create(
        plan=plan,
        number=next_number(plan),
        issue=measure.issue if measure.issue in known_issues else None,
        copied_from=measure,
        **days_later(measure, years),
        **{name: getattr(measure, name) for name in COPIED_FIELDS},
    )
    put_targets(copy, [target.about for target in measure.targets.all()])
    return copy


def claim_copies(measure: Measure) -> None:
    """Let the copies of a measure that came back know it again: they forgot it when it went."""
    copies = Measure.history.filter(copied_from_id=measure.pk).values("id")
    Measure.objects.filter(pk__in=copies, copied_from=None).update(copied_from=measure)


def put_targets(measure: Measure, about: Sequence[str]) -> None:
    """Let the measure be about these indicators and instruments.

    Those that it was about already keep their order, which may be the officer's own; new ones follow.
    """
    stored = [target.about for target in measure.targets.all()]
    if set(stored) == set(about):
        return
    wanted = [code for code in stored if code in about] + [code for code in about if code not in stored]
    save_rows(measure.targets, "about", {code: {"position": place} for place, code in enumerate(wanted)})


def years_later(day: date | None, years: int) -> date | None:
    """The same day so many years later; 29 February becomes the 28th in a year that has none."""
    if day is None:
        return None
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def days_later(measure: Measure, years: int) -> dict[str, Any]:
    """The days of a measure so many years later, by the names of their columns."""
    period = {name: years_later(getattr(measure, name), years) for name in ("starts_on", "ends_on")}
    days = [years_later(date.fromisoformat(day), years) for day in measure.monitored_on]
    return {**period, "monitored_on": [day.isoformat() for day in days if day]}


def next_number(plan: Plan) -> int:
    """The number of the next measure, behind all others."""
    highest: int | None = plan.measures.aggregate(highest=Max("number"))["highest"]
    return 1 + (highest or 0)


def move(measure: Measure, step: int) -> None:
    """Move a measure by so many places (-1 up, +1 down) within its plan; at the ends it stays where it is."""
    measures = list(measure.plan.measures.all())
    place = measures.index(measure) + step
    if 0 <= place < len(measures):
        measures.remove(measure)
        measures.insert(place, measure)
        renumber(measures)


def reported(plan: Plan) -> QuerySet[Measure]:
    """The measures with a result or evidence, which the results report shows: its lock keeps them."""
    return plan.measures.filter(Q(result__isnull=False) | Q(evidence__isnull=False)).distinct()


def remove_measure(measure: Measure) -> None:
    """Delete a measure with its result and evidence, and close the gap.

    Uploaded files stay on the disk: the history names them. Raises PermissionDenied with the Thai reason for
    a measure that was reported while the results report is locked.
    """
    plan = measure.plan
    if reported(plan).filter(pk=measure.pk).exists():
        require(plan.lock("results"))
    measure.delete()
    renumber(list(plan.measures.all()))


def renumber(measures: Sequence[Measure]) -> None:
    """Number the measures of one plan 1, 2, 3 … in this order; saves those whose number changes."""
    moved = [(number, measure) for number, measure in enumerate(measures, 1) if measure.number != number]
    # Two measures can't have one number even for a moment, so all step aside first, without history.
    Measure.objects.filter(pk__in=[measure.pk for _, measure in moved]).update(
        number=F("number") + OUT_OF_THE_WAY
    )
    for number, measure in moved:
        measure.number = number
        measure.save(update_fields=["number"])
