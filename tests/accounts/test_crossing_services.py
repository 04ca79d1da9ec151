"""Days of services that cross each other: future ones, ones that never ran, and the first municipality."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.assigning import assign, end_service
from accounts.handing_over import accept_handover, begin_handover
from accounts.models import Role, ServiceTerm, User
from accounts.people import save_person
from municipalities.models import Municipality
from oversight.reminder_mails import remind
from tests import factories

pytestmark = pytest.mark.django_db


def in_days(number: int) -> date:
    return timezone.localdate() + timedelta(days=number)


def days(person: User, place: Municipality) -> list[tuple[date, date | None]]:
    return list(person.services.filter(municipality=place).order_by("pk").values_list("since", "until"))


def test_service_that_never_ran_stands_in_no_way():
    person, place, by = factories.officer(), factories.elsewhere(), factories.admin()
    end_service(assign(person, place, by, since=in_days(10)), by)
    assign(person, place, by, since=in_days(0))
    assert days(person, place) == [(in_days(10), in_days(10)), (in_days(0), None)]


def test_service_that_never_ran_is_not_handed_over():
    person, place, by = factories.officer(), factories.municipality(), factories.admin()
    ServiceTerm.objects.update(until=in_days(5))
    end_service(assign(person, place, by, since=in_days(10)), by)
    who = {"first_name": "อรทัย", "last_name": "", "position": "", "email": "o@example.go.th"}
    offered = begin_handover(person, place, {**who, "since": in_days(0)}, person)
    new = accept_handover(offered, None)
    assert days(new, place) == [(in_days(0), in_days(5))]


def test_first_municipality_that_was_to_begin_later_begins_today():
    person, place, by = factories.officer(), factories.elsewhere(), factories.admin()
    assign(person, place, by, since=in_days(10))
    save_person(person, {"municipality": place}, by)
    assert person.municipalities == (place,)
    assert days(person, place) == [(in_days(10), in_days(10)), (in_days(0), None)]


def test_first_municipality_with_a_later_spell_is_served_once():
    person, place, by = factories.officer(), factories.elsewhere(), factories.admin()
    assign(person, place, by, since=in_days(10), until=in_days(20))
    save_person(person, {"municipality": place}, by)
    with time_machine.travel(in_days(12)):
        assert User.objects.get(pk=person.pk).municipalities == (place,)
    with time_machine.travel(in_days(25)):
        assert User.objects.get(pk=person.pk).municipalities == (place,)


def test_address_that_has_an_account_leads_to_its_municipalities(page_client: Client):
    page_client.force_login(factories.admin())
    person = factories.officer()
    typed = {"first_name": "สมศรี", "email": "SOMSRI@example.go.th", "role": "officer"}
    page = page_client.post(
        reverse("person_invite"), typed | {"municipality": factories.elsewhere().full_name}
    )
    assert reverse("person_services", args=[person.pk]) in page.content.decode()
    assert (User.objects.count(), mail.outbox) == (2, [])


def test_address_of_a_reviewer_leads_to_the_account(page_client: Client):
    page_client.force_login(factories.admin())
    person = factories.reviewer()
    typed = {"first_name": "วิชัย", "email": person.email, "role": "officer"}
    page = page_client.post(
        reverse("person_invite"), typed | {"municipality": factories.elsewhere().full_name}
    )
    assert reverse("person", args=[person.pk]) in page.content.decode()


@time_machine.travel("2026-11-03 10:00")
def test_admin_is_told_on_the_day_on_which_the_last_officer_is_gone():
    told, reviewer = factories.admin(), factories.reviewer()
    person, place = factories.officer(), factories.municipality()
    person.services.update(until=in_days(2))
    for day in (0, 1, 2, 3):
        remind(in_days(day))
    [letter] = [message for message in mail.outbox if message.to == [reviewer.email]]
    assert f"{place.full_name}ไม่มีเจ้าหน้าที่แล้ว" in letter.body
    assert reverse("municipality", args=[place.pk]) in letter.body
    [message] = [message for message in mail.outbox if message.to == [told.email]]
    assert f"{place.full_name}ไม่มีเจ้าหน้าที่แล้ว" in message.body
    assert f"{reverse('person_invite')}?municipality={place.pk}" in message.body


@time_machine.travel("2026-11-03 10:00")
def test_nothing_is_told_where_somebody_goes_on():
    told, place = factories.admin(), factories.municipality()
    factories.officer().services.update(until=in_days(2))
    factories._user("second", "มาลี", role=Role.OFFICER, municipality=place)
    remind(in_days(2))
    assert [message for message in mail.outbox if message.to == [told.email]] == []


@time_machine.travel("2026-12-01 10:00")
def test_admin_is_reminded_once_a_month():
    told = factories.admin()
    User.objects.filter(pk=factories.officer().pk).update(is_active=False)
    for day in range(10):  # the month's first Monday is the seventh
        remind(in_days(day))
    assert len([message for message in mail.outbox if message.to == [told.email]]) == 1


def test_officer_who_begins_later_is_told_when(client: Client):
    person = factories.officer()
    person.services.update(since=date(2099, 1, 1))
    client.force_login(person)
    assert "จะดูแลเทศบาลเมืองเขลางค์นครตั้งแต่ ๑ มกราคม ๒๖๔๒" in client.get("/", follow=True).content.decode()


def test_form_of_one_municipality_writes_into_no_other(page_client: Client):
    """Sent from a window that was opened for เขลางค์นคร, after the other one was chosen in a second window."""
    person, here, there = factories.officer(), factories.municipality(), factories.elsewhere()
    factories.serve(person, there)
    page_client.force_login(person)
    address = reverse("profile", args=[here.pk])
    page = page_client.get(address)
    page_client.get(reverse("municipality", args=[there.pk]))
    before = Municipality.objects.filter(pk=there.pk).values().get()
    typed = {"website": "https://here.example.go.th", "seen": page.context["guard"].token}
    page_client.post(address, typed)
    assert Municipality.objects.get(pk=here.pk).website == "https://here.example.go.th"
    assert Municipality.objects.filter(pk=there.pk).values().get() == before
