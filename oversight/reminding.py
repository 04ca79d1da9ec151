"""What waits for each officer and each reviewer, gathered for all of them in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Count
from django.urls import reverse

from accounts.models import User
from ita_portal.thai import fiscal_year_of, fiscal_year_text, thai_date, thai_digits
from municipalities.models import Municipality
from oversight.waiting import days_since, entered
from reports import commenting
from reports.commenting.comments import COMMENTED_STATES
from reports.deadlines import Due, due, due_days
from reports.models import Deadline, Report, ReportKind
from reports.states import State

NAMED = 10  # how many are listed by name; the others are counted


@dataclass(frozen=True)
class WaitingItem:
    """One thing that waits: a Thai sentence, and the path of the page where it is done."""

    text: str
    path: str


@dataclass(frozen=True)
class OwedDocument:
    """One document that a municipality owes or has handed in; `started` is False while there is no plan.

    `since` is when it was last submitted, `unanswered` counts the comments that wait for the municipality.
    """

    municipality: Municipality
    fiscal_year: int
    kind: str
    state: str = State.DRAFT
    started: bool = False
    published: bool = False
    since: datetime | None = None
    unanswered: int = 0
    due: Due | None = None

    @property
    def title(self) -> str:
        """Its name and year."""
        return f"{ReportKind(self.kind).label} {fiscal_year_text(self.fiscal_year)}"

    @property
    def path(self) -> str:
        """Where it is worked on: the page of its plan, the municipality's while there is none."""
        if self.started:
            return reverse("documents", args=[self.municipality.pk, self.fiscal_year])
        return reverse("municipality", args=[self.municipality.pk])


class Agenda:
    """Everything that may wait for somebody on a day; asks the database once, in six queries.

    Deadlines count for plans of the running fiscal year and the one before: what is older reminds nobody.
    """

    def __init__(self, today: date, days: int) -> None:
        self._today, self._days = today, days
        deadlines = Deadline.objects.filter(fiscal_year__gte=fiscal_year_of(today) - 1).order_by("due_on")
        self._due_days = due_days(deadlines)
        self._of: dict[int, list[OwedDocument]] = defaultdict(list)
        self._in: dict[int, list[OwedDocument]] = defaultdict(list)
        for document in self._documents():
            self._of[document.municipality.pk].append(document)
            self._in[document.municipality.district.province_id].append(document)

    def for_person(self, person: User) -> list[WaitingItem]:
        """What waits for an officer or a reviewer; nothing for an admin."""
        if person.municipality_id:
            return officers_items(self._of[person.municipality_id], self._days)
        if person.province_id:
            return reviewers_items(self._in[person.province_id], self._today)
        return []

    def _documents(self) -> Iterable[OwedDocument]:
        """Those that have begun, and those with a deadline that have not."""
        places = {place.pk: place for place in Municipality.objects.with_place()}
        reports = Report.objects.select_related("plan").with_public().annotate(since=entered(State.SUBMITTED))
        begun = {
            (report.plan.municipality_id, report.plan.fiscal_year, report.kind): report for report in reports
        }
        threads = commenting.waiting_comments().filter(report__state__in=COMMENTED_STATES)
        unanswered = dict(threads.values_list("report").annotate(number=Count("pk")).order_by())
        owed = {(pk, *document) for pk in places for document in self._due_days}
        for pk, year, kind in sorted({*begun, *owed}):
            document = OwedDocument(places[pk], year, kind)
            if report := begun.get((pk, year, kind)):
                document = replace(
                    document,
                    state=report.state,
                    started=True,
                    published=report.is_public,  # type: ignore[attr-defined] # annotated by with_public
                    since=report.since,
                    unanswered=unanswered.get(report.pk, 0),
                )
            due_on = self._due_days.get((year, kind))
            yield replace(
                document, due=due(document.state, due_on, self._today, published=document.published)
            )


def officers_items(documents: Iterable[OwedDocument], days: int) -> list[WaitingItem]:
    """What waits for a municipality: what is due within `days`, returned, ready to publish, unanswered."""
    items = []
    for row in documents:
        reasons = []
        if row.state == State.RETURNED:
            reasons.append("จังหวัดส่งกลับให้แก้ไข")
        if row.unanswered:
            reasons.append(f"มีความเห็นของผู้ตรวจทานที่ยังไม่ได้ตอบ {row.unanswered} ข้อ")
        unreviewed = row.state == State.SUBMITTED and not row.municipality.province.reviews
        if row.state == State.ACCEPTED or unreviewed:
            reasons.append("พร้อมให้ท่านเผยแพร่")
        if row.due and row.due.within(days):
            reasons.append(f"{row.due.text} (กำหนดส่ง {thai_date(row.due.due_on)})")
        items += [WaitingItem(f"{row.title}: {thai_digits(text)}", row.path) for text in reasons]
    return items


def reviewers_items(documents: Sequence[OwedDocument], today: date) -> list[WaitingItem]:
    """What waits for a province: what was submitted, longest first, and which municipalities are late."""
    rows = [row for row in documents if row.state == State.SUBMITTED and row.municipality.province.reviews]
    waited = sorted(((days_since(row.since, today), row) for row in rows), key=lambda pair: -pair[0])
    items = [
        WaitingItem(thai_digits(f"{row.municipality.full_name} {row.title}: รอตรวจทาน {days} วัน"), row.path)
        for days, row in waited[:NAMED]
    ]
    if (more := len(waited) - NAMED) > 0:
        items.append(WaitingItem(thai_digits(f"และอีก {more} ฉบับรอตรวจทาน"), reverse("desk")))
    return [*items, *_late_items(documents)]


def _late_items(documents: Iterable[OwedDocument]) -> list[WaitingItem]:
    """One line a deadline that has passed, with the municipalities that have not handed in."""
    late: dict[str, list[OwedDocument]] = defaultdict(list)
    for row in documents:
        if row.due and row.due.is_late:
            late[f"{row.title}: {row.due.text}"].append(row)
    items = []
    for deadline, rows in late.items():
        by_name = sorted((row.municipality for row in rows), key=lambda place: place.sort_key)
        names = ", ".join(place.full_name for place in by_name[:NAMED])
        more = f" และอีก {len(rows) - NAMED} แห่ง" if len(rows) > NAMED else ""
        missing = thai_digits(f"เทศบาลที่ยังไม่ส่ง {len(rows)} แห่ง: {names}{more}")
        items.append(WaitingItem(f"{deadline} {missing}", reverse("desk")))
    return items
