"""What waits for each officer and each reviewer, gathered for all of them in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from accounts.models import User
from ita_portal.thai import fiscal_year_text, thai_digits
from municipalities.models import Municipality
from oversight.waiting import days_since
from reports.correcting.contradictions import contradicted_years, with_printed
from reports.correcting.notices import due_notices
from reports.correcting.open_affair import open_affairs
from reports.correcting.to_begin import CorrectionToBegin, corrections_to_begin
from reports.duties import DocumentStanding, Duty, duty_reason, in_order_of_urgency, mailed_on
from reports.models import Deadline, Report, ReportKind
from reports.owing import judged_dossiers, owed_reports, standings
from reports.states import State

NAMED = 10  # how many are listed by name; the others are counted


@dataclass(frozen=True)
class WaitingItem:
    """One thing that waits: a Thai sentence, and the path of the page where it is done."""

    text: str
    path: str


@dataclass(frozen=True)
class OwedDocument:
    """One document that a municipality owes or has handed in, and how it stands."""

    municipality: Municipality
    standing: DocumentStanding

    @property
    def title(self) -> str:
        """Its name and year."""
        return f"{ReportKind(self.standing.kind).label} {fiscal_year_text(self.standing.fiscal_year)}"

    @property
    def path(self) -> str:
        """Where it is worked on: the page of its plan, the municipality's while there is none."""
        if self.standing.started:
            return reverse("documents", args=[self.municipality.pk, self.standing.fiscal_year])
        return reverse("municipality", args=[self.municipality.pk])


@dataclass(frozen=True)
class OfficersAgenda:
    """What may wait for the officer of one municipality: its documents, the corrections to begin."""

    municipality: Municipality
    documents: Sequence[OwedDocument]
    to_begin: Sequence[CorrectionToBegin] = ()


class Agenda:
    """Everything that may wait for somebody on a day; asks the database once, in six queries.

    Three more where documents are accepted, or a correction is under way.
    """

    def __init__(self, today: date, days: int) -> None:
        self._today, self._days = today, days
        self._of: dict[int, OfficersAgenda] = {}
        self._in: dict[int, list[OwedDocument]] = defaultdict(list)
        # Also of those that have ended: what is left open there is finished or given up by somebody.
        places = {place.pk: place for place in Municipality.objects.with_place()}
        reports = owed_reports(Report.objects.all())
        deadlines, dossiers = Deadline.objects.order_by("due_on"), judged_dossiers(places.values(), reports)
        found = standings(places.values(), reports, deadlines, today, dossiers)
        published = with_printed(Report.objects.filter(state=State.PUBLISHED).select_related("plan"))
        # One municipality after the other: what all have published would not fit into memory.
        contradicted = contradicted_years(published.order_by("plan__municipality_id").iterator())
        to_begin: dict[int, list[CorrectionToBegin]] = defaultdict(list)
        for one in corrections_to_begin(due_notices(), contradicted):
            to_begin[one.municipality].append(one)
        for pk in sorted(found):
            documents = [OwedDocument(places[pk], standing) for standing in found[pk]]
            self._of[pk] = OfficersAgenda(places[pk], documents, to_begin[pk])
            self._in[places[pk].district.province_id] += documents

    def for_person(self, person: User) -> list[WaitingItem]:
        """What waits for an officer or a reviewer; nothing for an admin."""
        if places := person.municipalities:
            return officers_items(
                [self._of[place.pk] for place in places], mailed_on(self._today), self._days
            )
        if person.province_id:
            return reviewers_items(self._in[person.province_id], self._today)
        return []

    def open_in(self, place: Municipality) -> list[WaitingItem]:
        """All that its officer has to do, whatever is mailed that day, and whether or not there is one."""
        return officers_items([self._of[place.pk]], frozenset(Duty), self._days)


def officers_items(
    municipalities: Sequence[OfficersAgenda], mailed: Collection[Duty], days: int
) -> list[WaitingItem]:
    """What waits for an officer: each of the duties that are mailed, in the order of the next steps, which
    begin with the corrections of what is public.

    Where the officer serves several municipalities, each line names its own.
    """
    items = []
    for one in municipalities:
        place = one.municipality
        named = f"{place.full_name} " if len(municipalities) > 1 else ""
        for text, page, year in _corrections(one, mailed):
            items.append(WaitingItem(f"{named}{text}", reverse(page, args=[place.pk, year])))
        rows = {(row.standing.fiscal_year, row.standing.kind): row for row in one.documents}
        for duty, standing in in_order_of_urgency([row.standing for row in one.documents], days):
            if duty in mailed:
                row = rows[standing.fiscal_year, standing.kind]
                items.append(
                    WaitingItem(f"{named}{row.title}: {duty_reason(duty, standing, days)}", row.path)
                )
    return items


def _corrections(one: OfficersAgenda, mailed: Collection[Duty]) -> Iterator[tuple[str, str, int]]:
    """Text, page and fiscal year of each correction that is mailed: to be begun, or under way."""
    if Duty.CORRECT in mailed:
        yield from ((first.text, first.page, first.fiscal_year) for first in one.to_begin)
    for affair in open_affairs(row.standing for row in one.documents):
        if affair.duty in mailed:
            yield affair.text, "correction", affair.fiscal_year


def reviewers_items(documents: Sequence[OwedDocument], today: date) -> list[WaitingItem]:
    """What waits for a province: what was submitted, longest first, and which municipalities are late.

    A correction of several documents is one thing.
    """
    waits = [
        (days_since(since, today), text, path)
        for since, text, path in (*_single(documents), *_affairs(documents))
    ]
    waited = sorted(waits, key=lambda one: -one[0])
    items = [
        WaitingItem(thai_digits(f"{text}: รอตรวจทาน {days} วัน"), path) for days, text, path in waited[:NAMED]
    ]
    if (more := len(waited) - NAMED) > 0:
        items.append(WaitingItem(thai_digits(f"และอีก {more} เรื่องรอตรวจทาน"), reverse("desk")))
    return [*items, *_late_items(documents)]


_Waits = tuple[datetime | None, str, str]  # since when, whose what, the path of the page


def _single(documents: Iterable[OwedDocument]) -> Iterator[_Waits]:
    for row in documents:
        if row.standing.awaits_review and not row.standing.corrections:
            yield row.standing.since, f"{row.municipality.full_name} {row.title}", row.path


def _affairs(documents: Iterable[OwedDocument]) -> Iterator[_Waits]:
    corrected: dict[Municipality, list[DocumentStanding]] = defaultdict(list)
    for row in documents:
        if row.standing.corrections:
            corrected[row.municipality].append(row.standing)
    for place, standings_ in corrected.items():
        for affair in open_affairs(standings_):
            if waiting := affair.awaits_review:
                text = f"{place.full_name} {affair.title} {len(waiting)} ฉบับ"
                yield min((row.since for row in waiting if row.since), default=None), text, reverse("desk")


def _late_items(documents: Iterable[OwedDocument]) -> list[WaitingItem]:
    """One line a deadline that has passed, with the municipalities that have not handed in."""
    late: dict[str, list[OwedDocument]] = defaultdict(list)
    for row in documents:
        if (due := row.standing.due) and due.is_late:
            late[f"{row.title}: {due.text}"].append(row)
    items = []
    for deadline, rows in late.items():
        by_name = sorted((row.municipality for row in rows), key=lambda place: place.sort_key)
        names = ", ".join(place.full_name for place in by_name[:NAMED])
        more = f" และอีก {len(rows) - NAMED} แห่ง" if len(rows) > NAMED else ""
        missing = thai_digits(f"เทศบาลที่ยังไม่ส่ง {len(rows)} แห่ง: {names}{more}")
        items.append(WaitingItem(f"{deadline} {missing}", reverse("desk")))
    return items
