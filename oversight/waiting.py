"""What waits: for the reviewer, for the municipalities, and what is late."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from accounts.models import User
from accounts.vacancies import without_reviewer
from municipalities.models import MunicipalityQuerySet, Province
from reports.deadlines import Due, due, due_days
from reports.models import Correction, Deadline, Event, Report, ReportQuerySet
from reports.owing import binds, entered, missing_documents
from reports.states import OPEN_STATES, Action, State

_CORRECTION_ORDER = ("correction__opened_at", "correction", "report__plan__fiscal_year", "report__kind")
LATELY = 10  # how many of the last steps are shown


@dataclass(frozen=True)
class Waiting:
    """A report that waits; `since` is its last step into this state, None where none was recorded."""

    report: Report
    since: datetime | None
    days: int
    due: Due | None


@dataclass(frozen=True)
class Overdue:
    """A deadline, and how many municipalities still owe its document; `is_late` once it has passed."""

    deadline: Deadline
    missing: int
    is_late: bool


def in_state(user: User, places: MunicipalityQuerySet, state: State) -> ReportQuerySet:
    """The reports that wait in a state, those that have waited longest first."""
    reports = Report.objects.visible_to(user).filter(state=state, plan__municipality__in=places)
    return (
        reports.with_public()
        .annotate(since=entered(state))
        .with_place()
        .order_by(F("since").asc(nulls_first=True), "pk")
    )


def awaiting_review(user: User, places: MunicipalityQuerySet) -> ReportQuerySet:
    """What waits for a reviewer, longest first: submitted, in a province that reviews.

    Elsewhere a submitted document waits for its municipality alone, which may publish it.
    """
    return in_state(user, places, State.SUBMITTED).reviewed()


def awaiting_municipality(user: User, places: MunicipalityQuerySet, today: date) -> ReportQuerySet:
    """What the reviewer waits for, longest first: returned, and not left (see `DocumentStanding.is_left`)."""
    ends_later = Q(plan__municipality__ended_on=None) | Q(plan__municipality__ended_on__gt=today)
    corrected = Correction.objects.under_way().values("reports")
    return in_state(user, places, State.RETURNED).reviewed().filter(ends_later | Q(pk__in=corrected))


@dataclass(frozen=True)
class CorrectionInReview:
    """A correction of which something waits for a reviewer: what of it does, and what its officer writes.

    It is accepted together once nothing is `missing`.
    """

    correction: Correction
    submitted: tuple[Report, ...]
    missing: tuple[Report, ...]


@dataclass(frozen=True)
class VacantProvince:
    """A province that reviews and has no reviewer, and how many documents wait for one."""

    province: Province
    waiting: int


def vacant_provinces() -> list[VacantProvince]:
    """Those that the admin has to find a reviewer for, in the order of their names. One query."""
    of = "plan__municipality__district__province"
    reports = Report.objects.filter(state=State.SUBMITTED, **{of: OuterRef("pk")}).order_by()
    waiting = Subquery(reports.values(of).annotate(number=Count("pk")).values("number"))
    found = without_reviewer().annotate(waiting=waiting)
    return [VacantProvince(province, province.waiting or 0) for province in found]


def corrections_in_review(places: MunicipalityQuerySet) -> list[CorrectionInReview]:
    """The corrections under way in these places of which something waits for a reviewer, the oldest first.

    One query.
    """
    waiting = Report.objects.filter(state=State.SUBMITTED).reviewed()
    found = Correction.objects.under_way().filter(municipality__in=places, reports__in=waiting)
    links = Correction.reports.through.objects.filter(
        correction__in=found.order_by().values("pk"), report__state__in={State.SUBMITTED, *OPEN_STATES}
    )
    related = ("correction", "report__plan__municipality__district__province")
    of_each: dict[Correction, list[Report]] = defaultdict(list)
    for link in links.select_related(*related).order_by(*_CORRECTION_ORDER):
        of_each[link.correction].append(link.report)
    return [
        CorrectionInReview(
            correction,
            tuple(row for row in reports if row.state == State.SUBMITTED),
            tuple(row for row in reports if row.state != State.SUBMITTED),
        )
        for correction, reports in of_each.items()
    ]


def days_since(moment: datetime | None, today: date) -> int:
    """How many days by Bangkok's calendar have gone since; 0 where the moment is not known."""
    return (today - timezone.localdate(moment)).days if moment else 0


def waiting_reports(reports: Iterable[Report], deadlines: Iterable[Deadline], today: date) -> list[Waiting]:
    """The reports of `in_state` with how long they wait and how they stand to their deadlines."""
    days = due_days(deadlines)
    found = []
    for report in reports:
        since: datetime | None = report.since  # type: ignore[attr-defined] # annotated by in_state
        public: bool = report.is_public  # type: ignore[attr-defined] # annotated by in_state
        year, place = report.plan.fiscal_year, report.plan.municipality
        due_on = days.get((year, report.kind))
        if due_on and not binds(place, year, due_on, today):
            due_on = None
        how = due(report.state, due_on, today, published=public)
        found.append(Waiting(report, since, days_since(since, today), how))
    return found


def lately(places: MunicipalityQuerySet) -> QuerySet[Event]:
    """The last steps by which reports were accepted or published that still are."""
    ends = Event.objects.filter(
        verb__in=(Action.ACCEPT, Action.PUBLISH),
        report__plan__municipality__in=places,
        report__state__in=(State.ACCEPTED, State.PUBLISHED),
    )
    return ends.select_related("report__plan__municipality").order_by("-at", "-pk")[:LATELY]


def overdue(places: MunicipalityQuerySet, deadlines: Iterable[Deadline], today: date) -> list[Overdue]:
    """The deadlines for which something is missing, the latest first. Two queries."""
    newest = sorted(deadlines, key=lambda row: row.due_on, reverse=True)
    counted = missing_documents(places, newest, today)
    return [Overdue(deadline, missing, deadline.due_on < today) for deadline, missing in counted if missing]
