"""One officer, several municipalities, one account: who may what on which day, at every door."""

from datetime import date, timedelta
from importlib import import_module

import pytest
import time_machine
from django.apps import apps
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertRedirects

from accounts.access import edit_refusal
from accounts.assigning import assign
from accounts.models import Role, ServiceTerm, User
from municipalities.models import Municipality
from oversight.reminder_mails import remind
from reports.mailing import recipients
from reports.models import Deadline
from reports.states import Action
from reports.workflow import role_refusal
from tests import factories
from tests.racing import overtaken

pytestmark = pytest.mark.django_db


def today() -> date:
    return timezone.localdate()


def of_two() -> User:
    """สมศรี, who serves สันนาเม็ง as well."""
    person = factories.officer()
    factories.serve(person, factories.elsewhere())
    return User.objects.get(pk=person.pk)


def test_officer_of_two_municipalities_writes_for_both_and_no_third():
    person, third = of_two(), factories.municipality("แห่งที่สาม")
    both = (factories.municipality(), factories.elsewhere())
    assert [edit_refusal(person, place) for place in both] == ["", ""]
    assert edit_refusal(person, third)
    assert set(Municipality.objects.visible_to(person)) == set(both)
    assert person.municipalities == both


@pytest.mark.parametrize(
    ("since", "until", "serves"),
    [(0, None, True), (1, None, False), (-5, 1, True), (-5, 0, False), (0, 0, False)],
)
def test_service_runs_from_its_first_day_to_the_day_before_its_end(
    since: int, until: int | None, serves: bool
):
    person, place = factories.officer(), factories.elsewhere()
    end = None if until is None else today() + timedelta(days=until)
    factories.serve(person, place, today() + timedelta(days=since), until=end)
    for known in (person, User.objects.get(pk=person.pk)):
        assert known.serves(place) is serves
    assert Municipality.objects.visible_to(person).filter(pk=place.pk).exists() is serves


def test_service_that_ends_by_its_day_ends_by_itself():
    person, place = factories.officer(), factories.elsewhere()
    with time_machine.travel("2026-06-01"):
        factories.serve(person, place, today(), until=date(2026, 7, 1))
        assert person.serves(place)
    with time_machine.travel("2026-07-01"):
        assert not person.serves(place)


def test_who_is_no_officer_any_more_serves_nobody():
    person = of_two()
    User.objects.filter(pk=person.pk).update(role=Role.ADMIN, municipality=None)
    assert User.objects.get(pk=person.pk).municipalities == ()


def test_services_are_read_with_the_person(django_assert_num_queries: DjangoAssertNumQueries):
    key = of_two().pk
    with django_assert_num_queries(1):
        person = User.objects.get(pk=key)
        assert [place.full_name for place in person.municipalities] == [
            "เทศบาลเมืองเขลางค์นคร",
            "เทศบาลตำบลสันนาเม็ง",
        ]
        assert person.scope_name == "เทศบาลเมืองเขลางค์นคร, เทศบาลตำบลสันนาเม็ง"


def test_steps_are_theirs_in_both_places_and_so_are_the_mails():
    person = of_two()
    reports = [factories.report(factories.plan(place)) for place in person.municipalities]
    for report in reports:
        assert role_refusal(report, Action.SUBMIT, person) == ""
        assert list(recipients(report, Action.RETURN)) == [person]
    ServiceTerm.objects.filter(municipality=factories.elsewhere()).update(until=today())
    assert [role_refusal(report, Action.SUBMIT, User.objects.get()) == "" for report in reports] == [
        True,
        False,
    ]
    assert [list(recipients(report, Action.RETURN)) for report in reports] == [[person], []]


def test_home_is_the_one_municipality_or_the_list_of_several(client: Client):
    person = factories.officer()
    client.force_login(person)
    assertRedirects(
        client.get("/"), reverse("municipality", args=[person.municipality_id]), fetch_redirect_response=False
    )
    factories.serve(person, factories.elsewhere())
    assertRedirects(client.get("/"), reverse("municipality_list"))


@time_machine.travel("2026-11-01")
@pytest.mark.parametrize("number", [1, 3])
def test_list_of_several_names_what_presses_in_each(
    client: Client, number: int, django_assert_num_queries: DjangoAssertNumQueries
):
    person = of_two()
    for one in range(number):
        place = factories.municipality(f"ที่{one}")
        factories.serve(person, place)
        factories.plan(place, 2570)
    Deadline.objects.create(fiscal_year=2570, kind="plan", due_on=today() + timedelta(days=1))
    client.force_login(person)
    with django_assert_num_queries(10):
        page = client.get(reverse("municipality_list")).content.decode()
    assert page.count("กำหนดส่ง") >= number


def test_header_leads_to_the_other_municipality_and_marks_the_one_at_hand(client: Client):
    person = of_two()
    client.force_login(person)
    here, there = person.municipalities
    page = " ".join(client.get(reverse("municipality", args=[here.pk])).content.decode().split())
    header = page[: page.index("</header>")]
    assert f'<a href="{reverse("municipality", args=[there.pk])}" >{there.full_name}</a>' in header
    assert f'aria-current="true">{here.full_name}</a>' in header


def test_header_of_an_officer_of_one_has_nothing_to_choose(client: Client):
    client.force_login(factories.officer())
    page = client.get(reverse("municipality", args=[factories.municipality().pk])).content.decode()
    assert 'class="who__places"' not in page


def test_officer_of_none_is_told_so(client: Client):
    person = factories.officer()
    ServiceTerm.objects.update(until=today())
    client.force_login(person)
    page = client.get("/", follow=True).content.decode()
    assert "ไม่ได้ดูแลเทศบาลใดในวันนี้" in page
    assert client.get(reverse("municipality", args=[person.municipality_id])).status_code == 404


@time_machine.travel("2026-11-01")
def test_one_mail_names_the_municipality_of_each_line_where_there_are_several():
    person = of_two()
    Deadline.objects.create(fiscal_year=2570, kind="plan", due_on=date(2026, 11, 2))
    remind(today())
    [message] = mail.outbox
    assert message.to == [person.email]
    for place in person.municipalities:
        assert f"{place.full_name} มาตรการส่งเสริมคุณธรรม" in message.body


def test_municipality_counts_its_officers_of_today():
    of_two()
    places = Municipality.objects.with_officers(today()).filter(officer_count=1)
    assert places.count() == 2
    User.objects.update(is_active=False)
    assert not Municipality.objects.with_officers(today()).filter(officer_count=1)


def test_accounts_from_before_serve_what_their_history_names():
    migration = import_module("accounts.migrations.0004_services_of_officers")
    person, other = factories.officer(), factories.elsewhere()
    person.municipality = other
    person.save()
    became = factories.officer(factories.municipality("เดิม"))
    became.role, became.municipality = Role.ADMIN, None
    became.save()
    past_the_history = factories.officer(factories.municipality("ใหม่"))
    past_the_history.history.all().delete()
    ServiceTerm.objects.all().delete()
    migration._begin(apps, None)
    now = today()
    assert list(
        ServiceTerm.objects.order_by("pk").values_list("person", "municipality__name", "since", "until")
    ) == [
        (person.pk, "เขลางค์นคร", now, now),
        (person.pk, "สันนาเม็ง", now, None),
        (became.pk, "เดิม", now, now),
        (past_the_history.pk, "ใหม่", now, None),
    ]


# The admin's pages


@pytest.fixture
def admin(page_client: Client) -> Client:
    """Signed in as the admin."""
    page_client.force_login(factories.admin())
    return page_client


def services(person: User) -> list[tuple[object, ...]]:
    rows = person.services.order_by("pk")
    return list(rows.values_list("municipality__name", "since", "until"))


def test_admin_gives_an_officer_a_second_municipality_until_a_last_day(admin: Client):
    person, place = factories.officer(), factories.elsewhere()
    typed = {"municipality": place.full_name, "since": "1/12/2569", "last_day": "31 ธันวาคม 2569"}
    admin.post(reverse("person_services", args=[person.pk]), typed)
    assert services(person)[1:] == [("สันนาเม็ง", date(2026, 12, 1), date(2027, 1, 1))]
    page = admin.get(reverse("person_services", args=[person.pk])).content.decode()
    assert ("๓๑ ธันวาคม ๒๕๖๙" in page, "๑ มกราคม ๒๕๗๐" in page) == (True, False)
    assert person.services.first().history.get().history_user == factories.admin()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"municipality": ""}, "municipality"),
        ({"since": ""}, "since"),
        ({"since": "2 ธันวาคม 2569", "last_day": "1 ธันวาคม 2569"}, "last_day"),
        ({"municipality": "เทศบาลเมืองเขลางค์นคร"}, "municipality"),
        (
            {"municipality": "เทศบาลเมืองเขลางค์นคร", "since": "1/1/2540", "last_day": "1/1/2556"},
            "municipality",
        ),
    ],
)
def test_what_is_wrong_with_a_service_stands_at_its_field(admin: Client, typed: dict[str, str], field: str):
    person, place = factories.officer(), factories.elsewhere()
    first = {"municipality": place.full_name, "since": "1/12/2569", "last_day": ""}
    page = admin.post(reverse("person_services", args=[person.pk]), first | typed)
    assert (list(page.context["form"].errors), person.services.count()) == ([field], 1)


def test_days_before_an_open_service_are_free(admin: Client):
    person = factories.officer()
    typed = {"municipality": "เทศบาลเมืองเขลางค์นคร", "since": "1/1/2540", "last_day": "31/12/2555"}
    admin.post(reverse("person_services", args=[person.pk]), typed)
    assert person.services.count() == 2


def test_double_click_makes_one_service(admin: Client):
    person, place = factories.officer(), factories.elsewhere()
    typed = {"municipality": place.full_name, "since": "1/12/2569", "last_day": ""}
    for _ in range(2):
        admin.post(reverse("person_services", args=[person.pk]), typed)
    assert person.services.count() == 2


def test_who_is_no_officer_is_given_no_municipality(admin: Client):
    person = factories.reviewer()
    typed = {"municipality": factories.elsewhere().full_name, "since": "1/12/2569", "last_day": ""}
    page = admin.post(reverse("person_services", args=[person.pk]), typed)
    assert "municipality" in page.context["form"].errors


def test_service_ends_at_once_and_the_last_one_leaving_is_said(admin: Client):
    person, browser = of_two(), Client()
    browser.force_login(person)
    first, second = person.services.order_by("pk")
    address = reverse("person_service_end", args=[person.pk, first.pk])
    page = admin.post(address, {"end": "yes"}, follow=True).content.decode()
    assert "เทศบาลเมืองเขลางค์นครไม่มีเจ้าหน้าที่แล้ว" in page
    assert browser.get(reverse("municipality", args=[first.municipality_id])).status_code == 404
    assertRedirects(browser.get("/"), reverse("municipality", args=[second.municipality_id]))
    person.refresh_from_db()
    assert person.municipality_id == second.municipality_id
    assert services(person)[0] == ("เขลางค์นคร", date(2013, 1, 1), today())


def test_nothing_is_said_while_another_officer_is_there(admin: Client):
    person = of_two()
    factories._user("second", "มาลี", role=Role.OFFICER, municipality=factories.municipality())
    first = person.services.order_by("pk")[0]
    address = reverse("person_service_end", args=[person.pk, first.pk])
    page = admin.post(address, {"end": "yes"}, follow=True).content.decode()
    assert "ไม่มีเจ้าหน้าที่แล้ว" not in page


def test_last_officers_closed_account_is_said(admin: Client):
    person = factories.officer()
    page = admin.post(reverse("person_state", args=[person.pk]), {"active": "no"}, follow=True)
    assert "เทศบาลเมืองเขลางค์นครไม่มีเจ้าหน้าที่แล้ว" in page.content.decode()


@pytest.mark.parametrize("deed", ["close", "end", "demote"])
def test_whom_it_concerns_is_mailed_at_once_when_a_deed_takes_the_last_officer(admin: Client, deed: str):
    person, reviewer = factories.officer(), factories.reviewer()
    other = factories._user("other", "มานะ", role=Role.ADMIN)
    factories._user("far", "ไกล", role=Role.REVIEWER, province=factories.province("เชียงใหม่"))
    for page in ("person", "person_services"):
        assert "ไม่มีเจ้าหน้าที่" in admin.get(reverse(page, args=[person.pk])).content.decode(), page
    typed = {"first_name": "สมศรี", "email": person.email, "role": "reviewer", "municipality": ""}
    name, arguments, data = {
        "close": ("person_state", [person.pk], {"active": "no"}),
        "end": ("person_service_end", [person.pk, person.services.get().pk], {"end": "yes"}),
        "demote": ("person", [person.pk], typed | {"province": factories.province("เชียงใหม่").pk}),
    }[deed]
    admin.post(reverse(name, args=arguments), data)
    told = {letter.to[0]: letter.body for letter in mail.outbox if "ไม่มีเจ้าหน้าที่แล้ว" in letter.subject}
    assert sorted(told) == sorted([reviewer.email, other.email])
    assert all("- เทศบาลเมืองเขลางค์นคร อำเภอ" in body for body in told.values())
    assert reverse("person_invite") in told[other.email]
    assert reverse("person_invite") not in told[reviewer.email]


def test_nobody_is_warned_or_mailed_while_another_officer_is_there(admin: Client):
    person = factories.officer()
    factories._user("second", "มาลี", role=Role.OFFICER, municipality=factories.municipality())
    factories.reviewer()
    for page in ("person", "person_services"):
        assert "ไม่มีเจ้าหน้าที่" not in admin.get(reverse(page, args=[person.pk])).content.decode()
    admin.post(reverse("person_state", args=[person.pk]), {"active": "no"})
    assert mail.outbox == []


def test_another_first_municipality_is_served_instead_and_the_day_is_kept(admin: Client):
    person = of_two()
    typed = {"first_name": "สมศรี", "email": person.email, "role": "officer"}
    typed["municipality"] = factories.municipality("แห่งที่สาม").full_name
    page = admin.post(reverse("person", args=[person.pk]), typed, follow=True).content.decode()
    assert services(person) == [
        ("เขลางค์นคร", date(2013, 1, 1), today()),
        ("สันนาเม็ง", date(2013, 1, 1), None),
        ("แห่งที่สาม", today(), None),
    ]
    assert "เทศบาลเมืองเขลางค์นครไม่มีเจ้าหน้าที่แล้ว" in page


def test_who_becomes_reviewer_serves_no_municipality_any_more(admin: Client):
    person = of_two()
    typed = {"first_name": "สมศรี", "email": person.email, "role": "reviewer", "municipality": ""}
    admin.post(reverse("person", args=[person.pk]), typed | {"province": factories.province().pk})
    assert [until for _, _, until in services(person)] == [today(), today()]


def test_invited_officer_serves_from_today(admin: Client):
    typed = {"first_name": "มานี", "email": "manee@example.go.th", "role": "officer"}
    admin.post(reverse("person_invite"), typed | {"municipality": factories.municipality().full_name})
    assert services(User.objects.latest("pk")) == [("เขลางค์นคร", today(), None)]


def test_who_has_served_a_municipality_is_found_by_its_name(admin: Client):
    person = of_two()
    for query in ({"q": "สันนาเม็ง"}, {"province": factories.province("เชียงใหม่").pk}):
        assert list(admin.get(reverse("people"), query).context["page"]) == [person]


@pytest.mark.django_db(transaction=True)
def test_two_admins_give_the_same_municipality_at_once():
    """The second finds it given: one service, and a sentence instead of a fault."""
    person, place, by = factories.officer(), factories.elsewhere(), factories.admin()
    other = factories._user("second", "คนที่สอง", role=Role.ADMIN)

    def second() -> str:
        try:
            assign(User.objects.get(pk=person.pk), place, other, since=today())
        except PermissionDenied as refused:
            return str(refused)
        return ""

    answer = overtaken(second, by=lambda: assign(person, place, by, since=today()))
    assert answer.startswith("ผู้ใช้ดูแลเทศบาลตำบลสันนาเม็งอยู่แล้ว")
    assert person.services.count() == 2
