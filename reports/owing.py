"""How the documents of municipalities stand, read for one of them or for all in three queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery

from ita_portal.thai import fiscal_year_of
from measures.models import Plan
from municipalities.models import Municipality
from reports import commenting
from reports.deadlines import due, due_days
from reports.duties import DocumentStanding
from reports.models import Deadline, Event, Report, ReportQuerySet
from reports.states import State


def entered(state: State) -> Subquery:
    """Annotates reports: when each came into this state. What is noted meanwhile begins no new wait."""
    steps = Event.objects.filter(report=OuterRef("pk"), to_state=state).exclude(from_state=state)
    return Subquery(steps.order_by("-at", "-pk").values("at")[:1])


def states_of(plan: Plan) -> dict[str, State]:
    """The states of a plan's reports by kind, the plan's own document first."""
    reports = sorted(plan.reports.all(), key=lambda report: report.kind)
    return {report.kind: State(report.state) for report in reports}


def pressing_deadlines(today: date) -> QuerySet[Deadline]:
    """Those of the running fiscal year's plans and the last one's, the first day first.

    What is older reminds nobody.
    """
    return Deadline.objects.filter(fiscal_year__gte=fiscal_year_of(today) - 1).order_by("due_on")


def owed_reports(reports: ReportQuerySet) -> ReportQuerySet:
    """The reports with what `standings` needs of each: plan, is_public, withdrawal, since."""
    return (
        reports.select_related("plan")
        .with_public()
        .with_withdrawal()
        .annotate(since=entered(State.SUBMITTED))
    )


def standings(
    places: Iterable[Municipality], reports: ReportQuerySet, deadlines: Iterable[Deadline], today: date
) -> dict[int, list[DocumentStanding]]:
    """The documents of each municipality by its key: those that have begun, and those that are due.

    `places` come with their provinces, `reports` as `owed_reports` gives them: read here, where they have not
    been before. One query more, for the comments.
    """
    begun: dict[int, dict[tuple[int, str], Report]] = defaultdict(dict)
    for report in reports:
        begun[report.plan.municipality_id][report.plan.fiscal_year, report.kind] = report
    threads = commenting.waiting_comments().filter(report__in=reports.values("pk"))
    unanswered = dict(threads.values_list("report").annotate(number=Count("pk")).order_by())
    days = due_days(deadlines)
    found: dict[int, list[DocumentStanding]] = {}
    for place in places:
        mine = begun[place.pk]
        found[place.pk] = []
        for year, kind in sorted({*mine, *days}):
            owed = DocumentStanding(year, kind, reviewed=place.province.reviews)
            if row := mine.get((year, kind)):
                owed = _begun(owed, row, unanswered.get(row.pk, 0))
            due_on = days.get((year, kind))
            how = due(owed.state, due_on, today, published=owed.published)
            found[place.pk].append(replace(owed, due=how))
    return found


def _begun(owed: DocumentStanding, report: Any, unanswered: int) -> DocumentStanding:
    """The same once there is a plan; `report` is annotated as by `owed_reports`."""
    return replace(
        owed,
        state=State(report.state),
        started=True,
        published=report.is_public,
        withdrawn=bool(report.withdrawal),
        since=report.since,
        unanswered=unanswered,
    )
