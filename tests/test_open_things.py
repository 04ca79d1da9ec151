"""One source for what is to be done: next step, desk, overview, deadlines and mails agree, over all years."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from ita_portal.thai import fiscal_year_text
from municipalities.changing import end_place
from municipalities.models import Municipality
from oversight.reminding import Agenda
from reports.models import Deadline, Event, Report, ReportKind
from reports.states import SHORT_TITLES, State
from tests import factories

pytestmark = pytest.mark.django_db
YEARS = range(2565, 2571)
# Fiscal year 2570 begins at midnight in Bangkok, seven hours before it does in Greenwich; on Monday 5 October
# all that is open is mailed.
LAST_MINUTE, MIDNIGHT = "2026-09-30 23:59+07:00", "2026-10-01 00:00+07:00"
MONDAY, TUESDAY = "2026-10-05 09:00+07:00", "2026-10-06 09:00+07:00"
Document = tuple[int, str]


@dataclass(frozen=True)
class Paper:
    """How a document stands; `ago` are the days since its deadline, None without one."""

    state: str = "draft"
    public: bool = False
    withdrawn: bool = False
    comment: bool = False
    ago: int | None = None


@dataclass(frozen=True)
class Situation:
    """The plans of a municipality by year, each with both documents; the province may not review.

    The municipality may have `ended`.
    """

    papers: dict[int, tuple[Paper, Paper]] = field(default_factory=dict)
    reviews: bool = True
    now: str = MONDAY
    ended: bool = False

    @property
    def today(self) -> date:
        return datetime.fromisoformat(self.now).date()

    @property
    def documents(self) -> dict[Document, Paper]:
        kinds = ReportKind.values
        return {
            (year, kind): paper
            for year, pair in self.papers.items()
            for kind, paper in zip(kinds, pair, strict=True)
        }


SENT, OUT = Paper("submitted"), Paper("published", public=True)
CASES = {
    "returned and due on the day on which a new year began": Situation(
        {2568: (OUT, Paper("returned", comment=True, ago=0))}, now=MIDNIGHT
    ),
    "the last minute of the year before": Situation(
        {2568: (OUT, Paper("returned", ago=0)), 2569: (OUT, Paper())}, now=LAST_MINUTE
    ),
    "two years' results open at once": Situation(
        {2568: (OUT, Paper(ago=40)), 2569: (OUT, Paper(ago=-5)), 2570: (Paper(ago=-90), Paper())}
    ),
    "a revision of an old paper begun and forgotten": Situation({2565: (Paper(public=True), OUT)}),
    "an old report of results opened again, its plan too": Situation(
        {2566: (Paper(public=True), Paper(public=True, ago=700))}
    ),
    "an old paper that was begun and never sent": Situation({2566: (Paper(ago=900), Paper(ago=500))}),
    "an old deadline moved to a day ahead": Situation({2567: (Paper(ago=-3), Paper(ago=-3))}),
    "withdrawn, to be corrected": Situation({2567: (Paper("accepted", withdrawn=True), OUT)}),
    "withdrawn while its revision was written": Situation({2567: (Paper(withdrawn=True), SENT)}),
    "waiting for the province": Situation({2569: (SENT, Paper("submitted", comment=True))}),
    "waiting for nobody but the officer": Situation({2569: (SENT, SENT)}, reviews=False),
    "returned when its revision was reviewed": Situation(
        {2568: (Paper("returned", public=True, ago=9), OUT)}
    ),
    "left open where the municipality has ended": Situation(
        {
            2567: (Paper(public=True), Paper("accepted")),
            2568: (OUT, SENT),
            2569: (Paper("returned"), Paper()),
        },
        ended=True,
    ),
    "late when the municipality ended": Situation(
        {2568: (SENT, Paper("returned", comment=True, ago=200)), 2569: (Paper(ago=1), Paper())}, ended=True
    ),
    "nothing open where the municipality has ended": Situation({2568: (OUT, Paper())}, ended=True),
    "nothing begun where the municipality has ended": Situation({}, ended=True),
    "nothing open": Situation({2568: (OUT, OUT)}),
    "nothing begun": Situation({}),
}


def papers() -> st.SearchStrategy[Paper]:
    return st.builds(
        Paper,
        st.sampled_from(State.values()),
        st.booleans(),
        comment=st.booleans(),
        ago=st.none() | st.sampled_from([-400, -14, -1, 0, 1, 200, 500, 1500]),
    ).map(lambda one: one if one.state != "published" else Paper("published", public=True, ago=one.ago))


SITUATIONS = st.builds(
    Situation,
    st.dictionaries(st.sampled_from(list(YEARS)), st.tuples(papers(), papers()), max_size=3),
    st.booleans(),
    st.sampled_from([LAST_MINUTE, MIDNIGHT, MONDAY, TUESDAY]),
    st.booleans(),
)


def lived(situation: Situation) -> None:
    """Put เขลางค์นคร into the situation; beside it stands a municipality that never began anything."""
    factories.municipality("ไม่เคยเริ่ม")
    factories.elsewhere()
    province = factories.province()
    province.reviews = situation.reviews
    province.save()
    for year in situation.papers:
        factories.plan(fiscal_year=year)
    for (year, kind), paper in situation.documents.items():
        report = factories.report(
            Report.objects.get(plan__fiscal_year=year, kind=kind).plan, kind, state=paper.state
        )
        if paper.public or paper.withdrawn:
            row = factories.publication(report)
            Event.objects.record(report, "publish", factories.officer(), came_from="accepted")
            if paper.withdrawn:
                row.withdrawn_at, row.reason = timezone.now(), "มีข้อมูลส่วนบุคคล"
                row.save()
                Event.objects.record(report, "withdraw", factories.admin(), row.reason)
        if paper.comment:
            factories.comment(report)
        if paper.ago is not None:
            day = situation.today - timedelta(days=paper.ago)
            Deadline.objects.create(fiscal_year=year, kind=kind, due_on=day)
    if situation.ended:
        end_place(factories.municipality(), date(2026, 6, 1), factories.municipality("ไม่เคยเริ่ม"))


def seen(user: User, name: str, *keys: object, query: str = "") -> Any:
    client = Client()
    client.force_login(user)
    return client.get(f"{reverse(name, args=keys)}{query}").context


def named(texts: list[str], titles: dict[str, str], year: int, kind: str) -> int:
    """How many of the texts name the document otherwise than for its comments."""
    title = f"{titles[kind]} {fiscal_year_text(year)}"
    return sum(title in text and "ที่ยังไม่ได้ตอบ" not in text for text in texts)


def waits_for(situation: Situation, year: int, kind: str) -> str:
    """Who has to do the next thing with a document: "officer", "reviewer" or "" for nobody."""
    paper, plan = situation.documents[year, kind], situation.documents[year, "plan"]
    if paper.state == "published":
        return ""
    if paper.state == "submitted" and situation.reviews:
        return "reviewer"
    if situation.ended and paper.state in ("draft", "returned"):
        return ""
    began = kind == "plan" or paper.public or paper.state != "draft"
    plan_is_out = plan.public or plan.state not in ("draft", "returned")
    this_year = 2569 if situation.now == LAST_MINUTE else 2570
    presses = paper.ago is not None and paper.ago >= -14
    return "officer" if began or presses or (plan_is_out and year <= this_year) else ""


def assert_doors_agree(situation: Situation) -> None:
    lived(situation)
    officer, reviewer, today = factories.officer(), factories.reviewer(), situation.today
    home = seen(officer, "municipality", officer.municipality_id)
    desk = seen(reviewer, "desk")
    steps = [step["text"] for step in home["steps"]]
    agenda = Agenda(today, 14)
    mailed, reviewers = ([item.text for item in agenda.for_person(person)] for person in (officer, reviewer))
    labels = dict(ReportKind.choices)
    on_desk = Counter((one.report.plan.fiscal_year, one.report.kind) for one in desk["waiting"])
    for (year, kind), paper in situation.documents.items():
        who = waits_for(situation, year, kind)
        at_home = named(steps, SHORT_TITLES, year, kind)
        in_mail = named(mailed, labels, year, kind)
        assert at_home == (who == "officer"), (year, kind, steps)
        if situation.now == MONDAY:
            assert in_mail == at_home, (year, kind, mailed)
        assert in_mail <= at_home
        assert on_desk[year, kind] == (who == "reviewer")
        waiting = [text for text in reviewers if "รอตรวจทาน" in text]
        assert named(waiting, labels, year, kind) == (who == "reviewer")
        is_left = situation.ended and paper.state in ("draft", "returned")
        comments = paper.comment and paper.state != "published" and not is_left
        for texts, titles in ((steps, SHORT_TITLES), (mailed, labels)):
            asked = [text for text in texts if "ที่ยังไม่ได้ตอบ" in text]
            assert sum(f"{titles[kind]} {fiscal_year_text(year)}" in text for text in asked) == comments
    assert_numbers_agree(situation, home, desk, mailed, reviewers)


def assert_numbers_agree(
    situation: Situation, home: Any, desk: Any, mailed: list[str], reviewers: list[str]
) -> None:
    """Late and missing mean the same on the desk, in the overview, on the page of deadlines and in mails."""
    labels = dict(ReportKind.choices)
    page = {
        (row.fiscal_year, row.kind): missing
        for row, _, missing in seen(factories.admin(), "deadlines")["lines"]
    }
    assert page.keys() == {key for key, paper in situation.documents.items() if paper.ago is not None}
    counted = {(one.deadline.fiscal_year, one.deadline.kind): one for one in desk["overdue"]}
    marks = {(row.fiscal_year, row.kind): row.due for _, row in home["dues"]}
    of_country = Counter[Document]()
    for year in {year for year, _ in page}:
        for user in (factories.reviewer(), factories.reviewer("เชียงใหม่")):
            rows = seen(user, "province", query=f"?year={year}")["page"]
            cells = [(row, cell) for row in rows for cell in row.documents if cell.due]
            owing = Counter((year, cell.kind) for _, cell in cells if cell.due.mark != "done")
            of_country += owing
            if user.province != factories.province():
                continue
            for kind in ReportKind.values:
                key = (year, kind)
                one = counted.get(key)
                assert (one.missing if one else 0) == owing[key], key
                late = [row for row, cell in cells if cell.kind == kind and cell.is_late]
                title = f"{labels[kind]} {fiscal_year_text(year)}"
                [line] = [text for text in reviewers if title in text and "ยังไม่ส่ง" in text] or [""]
                assert bool(late) == bool(line) == bool(one and one.is_late), key
                assert all(row.name in line for row in late)
                mine = [
                    cell.due for row, cell in cells if cell.kind == kind and row.name.endswith("เขลางค์นคร")
                ]
                if key in marks:
                    assert mine == [marks[key]], key
                else:
                    assert not [due for due in mine if due.mark != "done"], key
    assert +Counter(page) == of_country


@pytest.mark.parametrize("situation", CASES.values(), ids=CASES.keys())
def test_every_door_says_the_same(situation: Situation):
    with time_machine.travel(situation.now, tick=False):
        assert_doors_agree(situation)


@pytest.mark.slow
@given(situation=SITUATIONS)
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_door_says_the_same_of_whatever_is_open(situation: Situation):
    with time_machine.travel(situation.now, tick=False), transaction.atomic():
        assert_doors_agree(situation)
        transaction.set_rollback(True)


def test_returned_and_due_today_is_urgent_at_every_door_though_a_new_year_began():
    situation = CASES["returned and due on the day on which a new year began"]
    with time_machine.travel(situation.now, tick=False):
        lived(situation)
        officer = factories.officer()
        home = seen(officer, "municipality", officer.municipality_id)
        mailed = [item.text for item in Agenda(situation.today, 14).for_person(officer)]
        [returned] = seen(factories.reviewer(), "desk")["returned"]

    assert "ครบกำหนดวันนี้" in home["steps"][0]["text"]
    assert "ครบกำหนดวันนี้" in mailed[0]
    assert [row.due.text for _, row in home["dues"]] == [returned.due.text] == ["ครบกำหนดวันนี้"]


def test_desk_does_not_call_a_correction_of_what_is_public_late():
    situation = CASES["returned when its revision was reviewed"]
    with time_machine.travel(situation.now, tick=False):
        lived(situation)
        [returned] = seen(factories.reviewer(), "desk")["returned"]

    assert returned.due.is_late is False


def test_what_was_begun_and_forgotten_is_mailed_on_the_first_monday_of_a_month():
    situation = CASES["a revision of an old paper begun and forgotten"]
    with time_machine.travel(situation.now, tick=False):
        lived(situation)
        officer = factories.officer()
        mailed = {
            day: [item.text for item in Agenda(date(2026, 10, day), 14).for_person(officer)]
            for day in (4, 5, 6, 12)
        }

    assert [day for day, texts in mailed.items() if texts] == [5]
    assert mailed[5][0].endswith("เริ่มแก้ไขฉบับที่เผยแพร่แล้ว แต่ยังไม่ได้ส่งตรวจทาน")
    assert Municipality.objects.count() == 3
