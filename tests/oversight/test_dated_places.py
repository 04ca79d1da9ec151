"""A place that has ended, or not begun, owes nothing and is counted nowhere; its papers stay."""

from datetime import date, timedelta

import pytest
import time_machine
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from municipalities.changing import begin_place, end_place
from municipalities.models import Kind, Municipality
from oversight.filters import Filters
from oversight.reminding import Agenda
from oversight.rows import overview
from oversight.waiting import in_state, overdue, waiting_reports
from reports.models import Deadline
from reports.states import State
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 30)


@pytest.fixture
def town() -> Municipality:
    """A second municipality of the province, beside เขลางค์นคร, with the deadlines of a year for both."""
    factories.municipality()
    for kind, day in (("plan", date(2026, 10, 31)), ("results", date(2027, 4, 30))):
        Deadline.objects.create(fiscal_year=2569, kind=kind, due_on=day)
    return factories.municipality("ทุ่งผึ้ง", kind=Kind.TAMBON, district="แม่ทะ")


def missing(today: date = TODAY) -> list[int]:
    """How many owe each document of 2569, the latest deadline first."""
    return [row.missing for row in overdue(Municipality.objects.all(), Deadline.objects.all(), today)]


def mailed(place: Municipality) -> list[str]:
    with time_machine.travel(TODAY, tick=False):
        return [item.text for item in Agenda(TODAY, 365).for_person(factories.officer(place))]


def listed(year: int = 2569) -> list[str]:
    with time_machine.travel(TODAY, tick=False):
        return [row.name for row in overview(factories.admin(), Filters(year=year)).rows]


def test_both_are_counted_before(town: Municipality):
    assert missing() == [2, 2]
    assert mailed(town)
    assert len(listed()) == 2


def test_ended_place_leaves_denominators_and_mails(town: Municipality):
    end_place(town, date(2026, 9, 15), factories.municipality())
    assert missing() == [1, 1]
    assert mailed(town) == []
    assert listed() == ["เทศบาลเมืองเขลางค์นคร"]
    assert len(listed(2568)) == 2  # a year that was over before is told as it was


def test_place_that_ends_later_owes_what_is_due_until_then(town: Municipality):
    end_place(town, date(2027, 1, 1), None)
    assert missing() == [1, 2]
    assert missing(date(2027, 1, 1)) == [1, 1]


def test_no_deadline_before_the_first_day(town: Municipality):
    begin_place(town, date(2026, 11, 1), "ทุ่งผึ้ง", "")
    assert missing() == [1, 1]
    assert mailed(town) == []


def test_first_year_as_a_municipality_is_owed(town: Municipality):
    begin_place(town, date(2026, 9, 1), "ทุ่งผึ้ง", "")
    assert missing() == [2, 2]
    assert len(mailed(town)) == 2


def test_late_mark_of_the_overview_knows_the_first_day(town: Municipality):
    begin_place(town, date(2026, 9, 20), "ทุ่งผึ้ง", "")
    Deadline.objects.filter(kind="plan").update(due_on=date(2026, 9, 1))
    with time_machine.travel(TODAY, tick=False):
        rows = {row.name: row for row in overview(factories.admin(), Filters(year=2569)).rows}
    assert rows["เทศบาลตำบลทุ่งผึ้ง"].plan.due is None
    assert rows["เทศบาลเมืองเขลางค์นคร"].plan.is_late


def test_desk_marks_what_an_ended_place_left_without_its_deadline(town: Municipality):
    for place in (town, factories.municipality()):
        factories.report(factories.plan(place, 2569), state="returned")
    end_place(town, date(2026, 10, 15), None)
    reader, everywhere = factories.reviewer(), Municipality.objects.all()
    found = in_state(reader, everywhere, State.RETURNED)
    rows = waiting_reports(found, Deadline.objects.all(), TODAY)
    marks = {row.report.plan.municipality.name: row.due for row in rows}
    assert marks["ทุ่งผึ้ง"] is None
    assert marks["เขลางค์นคร"].is_late


def test_public_page_says_what_became_of_a_place(client: Client, town: Municipality):
    factories.publication(factories.report(factories.plan(town), state="published"))
    end_place(town, date(2026, 9, 15), factories.municipality())
    page = client.get(reverse("published_municipality", args=[town.pk])).text
    assert "รวมเข้ากับเทศบาลเมืองเขลางค์นครตั้งแต่วันที่ ๑๕ กันยายน ๒๕๖๙" in page
    assert client.get(reverse("publication", args=[town.pk, 2568, "plan"])).status_code == 200


@pytest.mark.parametrize(("days", "said"), [(-1, "สิ้นสภาพ"), (0, "สิ้นสภาพ"), (1, "จะสิ้นสภาพ")])
def test_end_that_is_to_come_is_told_as_such(days: int, said: str) -> None:
    place = Municipality(name="ทุ่งผึ้ง", ended_on=timezone.localdate() + timedelta(days=days))
    badge = render_to_string("municipalities/ended.html", {"place": place})
    assert f">{said} " in badge
