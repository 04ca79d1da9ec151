"""What is left open where a municipality has ended waits for somebody until it is finished or given up."""

from datetime import date

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.assigning import assign, end_service
from accounts.models import ServiceTerm, User
from municipalities.changing import end_place
from municipalities.models import Kind, Municipality
from oversight.reminder_mails import remind
from oversight.reminding import Agenda
from reports.models import Correction, Report
from tests import factories
from tests.reports.test_correcting import address, begun, public

pytestmark = pytest.mark.django_db
MONDAY, TUESDAY = date(2026, 10, 5), date(2026, 10, 6)  # on a month's first Monday all is mailed
UNDER_CORRECTION = "อยู่ระหว่างแก้ไขตามผลการประเมิน"


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel("2026-10-05 09:00+07:00", tick=False) as clock:
        yield clock


@pytest.fixture
def town() -> Municipality:
    """เขลางค์นคร with a correction under way of which the public is told; it ended on 1 October."""
    begun(public())
    return ended(factories.municipality())


def ended(place: Municipality) -> Municipality:
    end_place(place, date(2026, 10, 1), factories.municipality("ทุ่งผึ้ง", kind=Kind.TAMBON, district="แม่ทะ"))
    return Municipality.objects.with_place().get(pk=place.pk)


def of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def steps(person: User, place: Municipality) -> list[str]:
    page = of(person).get(reverse("municipality", args=[place.pk]))
    return [step["text"] for step in page.context["steps"]]


def mailed(day: date, person: User) -> list[str]:
    """The lines of the person's mail of a day."""
    remind(day)
    letters = [one.body for one in mail.outbox if one.to == [person.email]]
    mail.outbox.clear()
    return [line for letter in letters for line in letter.splitlines() if line[:1] in "๑๒๓๔๕๖๗๘๙" and line]


def all_leave() -> None:
    for service in ServiceTerm.objects.select_related("person", "municipality"):
        end_service(service, factories.admin())


def is_marked() -> bool:
    page = Client().get(reverse("publication", args=[factories.municipality().pk, 2568, "plan"]))
    return UNDER_CORRECTION in page.text


def test_correction_waits_for_the_officer_on_page_and_in_the_mail(town: Municipality):
    officer = factories.officer()
    [step] = steps(officer, town)
    [line] = mailed(MONDAY, officer)
    assert step.startswith("แก้ไขผลการประเมิน")
    assert step in line


def test_officer_gives_it_up_and_the_public_mark_goes(town: Municipality):
    officer = factories.officer()
    assert is_marked()
    assert of(officer).post(address("correction_cancel")).status_code == 302
    assert not is_marked()
    assert steps(officer, town) == ["ไม่มีงานที่รอท่านในขณะนี้"]
    assert mailed(MONDAY, officer) == []


def test_admin_is_told_once_nobody_serves_it(town: Municipality):
    all_leave()
    told = "สิ้นสภาพแล้ว แต่ยังมีเรื่องค้าง ๑ เรื่องและไม่มีเจ้าหน้าที่"
    lines = {day: mailed(day, factories.admin()) for day in (MONDAY, TUESDAY)}
    assert [told in line for line in lines[MONDAY]] == [True]
    assert lines[TUESDAY] == []


def test_whoever_is_given_the_place_gives_it_up(town: Municipality):
    all_leave()
    successor = factories.officer(factories.municipality("ทุ่งผึ้ง", kind=Kind.TAMBON, district="แม่ทะ"))
    assign(successor, town, factories.admin(), since=MONDAY)
    assert mailed(MONDAY, factories.admin()) == []
    assert of(successor).post(address("correction_cancel")).status_code == 302
    assert not is_marked()


def test_admin_is_not_told_of_a_place_where_nothing_waits():
    place = factories.municipality()
    factories.officer()
    factories.report(factories.plan(place, 2569))
    ended(place)
    all_leave()
    assert mailed(MONDAY, factories.admin()) == []


def test_submitted_paper_waits_for_the_reviewer_then_for_the_officer():
    place, reader = factories.municipality(), factories.reviewer()
    report = factories.report(factories.plan(place, 2569), state="submitted")
    ended(place)
    assert [line.count("รอตรวจทาน") for line in mailed(MONDAY, reader)] == [1]
    assert [row.report for row in of(reader).get(reverse("desk")).context["waiting"]] == [report]
    Report.objects.filter(pk=report.pk).update(state="accepted")
    assert ["พร้อมให้ท่านเผยแพร่" in line for line in mailed(TUESDAY, factories.officer())] == [True]
    assert mailed(TUESDAY, reader) == []


@pytest.mark.parametrize("state", ["draft", "returned"])
def test_what_was_not_handed_in_waits_for_nobody(state: str):
    place, officer, reader = factories.municipality(), factories.officer(), factories.reviewer()
    factories.comment(factories.report(factories.plan(place, 2569), state=state))
    assert steps(officer, place) != ["ไม่มีงานที่รอท่านในขณะนี้"]
    ended(place)
    assert steps(officer, place) == ["ไม่มีงานที่รอท่านในขณะนี้"]
    assert mailed(MONDAY, officer) == []
    assert of(reader).get(reverse("desk")).context["returned"] == []


def test_returned_paper_of_a_correction_stays_on_the_desk(town: Municipality):
    first = Correction.objects.get().reports.earliest("pk")
    Report.objects.filter(pk=first.pk).update(state="returned")
    shown = of(factories.reviewer()).get(reverse("desk")).context["returned"]
    assert [row.report.pk for row in shown] == [first.pk]


def test_no_new_year_is_offered(town: Municipality):
    page = of(factories.officer()).get(reverse("municipality", args=[town.pk]))
    assert (page.context["new_years"], "กรอกผลคะแนน ITA" in page.text) == ([], False)


def test_officer_of_a_place_that_never_had_anything_is_asked_for_nothing():
    place = ended(factories.municipality())
    page = of(factories.officer()).get(reverse("municipality", args=[place.pk]))
    assert [step["address"] for step in page.context["steps"]] == [reverse("profile", args=[place.pk])]


@pytest.mark.parametrize("number", [1, 3])
def test_ended_places_ask_no_query_more(number: int, django_assert_num_queries):
    for one in range(number):
        place = factories.municipality(f"ที่{one}", kind=Kind.TAMBON)
        factories.report(factories.plan(place, 2569), state="returned")
        factories.officer(place)
        ended(place)
    with django_assert_num_queries(6):
        Agenda(TUESDAY, 14)


def test_admin_who_closes_the_last_account_is_asked_whether_something_is_left(town: Municipality):
    answers = [
        of(factories.admin()).post(
            reverse("person_service_end", args=[term.person_id, term.pk]), {"end": "yes"}, follow=True
        )
        for term in ServiceTerm.objects.filter(municipality=town)
    ]
    assert "ไม่มีเจ้าหน้าที่แล้ว หากยังมีเรื่องค้าง โปรดเชิญผู้รับช่วงงาน" in answers[-1].text
