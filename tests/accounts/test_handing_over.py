"""An account belongs to one person: work goes to a successor who was invited, and who accepts it."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.auth import SESSION_KEY
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertRedirects

from accounts.handing_over import accept_handover, begin_handover
from accounts.linked_identities import store_identity
from accounts.models import Handover, LinkedIdentity, Role, ServiceTerm, User
from municipalities.models import Municipality
from oversight.reminder_mails import remind
from reports.models import Deadline, Event
from tests import factories
from tests.accounts.signing_in import sign_in, signed_in
from tests.racing import overtaken

pytestmark = pytest.mark.django_db
NEW = {"first_name": "อรทัย", "last_name": "มาใหม่", "email": "orathai@example.go.th"}


def today() -> date:
    return timezone.localdate()


@pytest.fixture
def admin(page_client: Client) -> Client:
    """Signed in as the admin."""
    page_client.force_login(factories.admin())
    return page_client


@pytest.fixture
def leaving(client: Client) -> Client:
    """Signed in as สมศรี, who leaves เขลางค์นคร."""
    client.force_login(factories.officer())
    return client


def typed(person: User, **changes: object) -> dict[str, object]:
    own = {name: getattr(person, name) for name in ("first_name", "last_name", "position", "email", "role")}
    place = person.municipality.full_name if person.municipality else ""
    return {**own, "municipality": place, "province": person.province_id or "", **changes}


def offer(browser: Client, place: Municipality | None = None, **changes: object) -> None:
    """The form of one's own handover, of เขลางค์นคร if of no other municipality, from today on."""
    where = {
        "municipality": (place or factories.municipality()).pk,
        "since": f"{today():%d/%m}/{today().year + 543}",
    }
    page = browser.post(reverse("handover"), {**NEW, **where, "hand_over": "yes", **changes})
    assert page.status_code == 302, page.context["form"].errors


def link() -> str:
    """The path in the last invitation."""
    [body] = [message.body for message in mail.outbox if "กด “รับช่วงงาน”" in message.body][-1:]
    [found] = re.findall(r"https?://[^/]+(/accounts/handover/\S+)", body)
    return str(found)


def accept(browser: Client | None = None, path: str = "") -> User:
    """Whoever the browser is, a visitor by default, accepts the last invitation."""
    (browser or Client()).post(path or link(), {"accept": "yes"})
    return User.objects.get(email=NEW["email"])


# Name and address at once: the same person?


def test_name_and_address_at_once_are_asked_about(admin: Client):
    person = factories.officer()
    User.objects.filter(pk=person.pk).update(last_login=timezone.now())
    address = reverse("person", args=[person.pk])
    page = admin.post(address, typed(person, **NEW))
    person.refresh_from_db()
    assert (page.context["asks"], person.first_name, mail.outbox) == (True, "สมศรี", [])
    assert reverse("person_handover", args=[person.pk]) in page.content.decode()
    admin.post(address, typed(person, **NEW, same_person="yes"))
    person.refresh_from_db()
    assert (person.first_name, person.email, len(mail.outbox)) == ("อรทัย", NEW["email"], 2)


@pytest.mark.parametrize(
    "changes", [{"first_name": "อรทัย"}, {"email": "a@example.go.th"}, {"position": "ปลัด"}]
)
def test_one_of_them_alone_is_stored_at_once(admin: Client, changes: dict[str, str]):
    person = factories.officer()
    User.objects.filter(pk=person.pk).update(last_login=timezone.now())
    admin.post(reverse("person", args=[person.pk]), typed(person, **changes))
    person.refresh_from_db()
    assert {name: getattr(person, name) for name in changes} == changes


def test_account_that_nobody_ever_used_is_mended_without_a_question(admin: Client):
    person = factories.officer()
    admin.post(reverse("person", args=[person.pk]), typed(person, **NEW))
    person.refresh_from_db()
    assert person.first_name == "อรทัย"


def test_what_was_typed_is_proposed_for_the_successor_and_nothing_is_done(admin: Client):
    person = factories.officer()
    page = admin.post(reverse("person_handover", args=[person.pk]), typed(person, **NEW))
    assert page.context["form"]["first_name"].value() == "อรทัย"
    assert (Handover.objects.count(), mail.outbox) == (0, [])


# An officer's municipality


def test_nothing_changes_until_the_successor_accepts(leaving: Client):
    offer(leaving)
    assert (User.objects.count(), mail.outbox[-1].to) == (1, [NEW["email"]])
    assert factories.officer().serves(factories.municipality())
    page = Client().get(link())
    assert (page.status_code, User.objects.count()) == (200, 1)


def test_acceptance_moves_the_service_and_leaves_the_account(leaving: Client):
    offer(leaving)
    new, old = accept(), factories.officer()
    assert (new.role, new.username, new.has_usable_password()) == (Role.OFFICER, "orathai", False)
    assert new.municipalities == (factories.municipality(),)
    assert (old.is_active, old.municipalities, old.services.get().until) == (True, (), today())
    row = new.services.get()
    assert (row.since, row.until, row.taken_over_from) == (today(), None, old)
    place = reverse("municipality", args=[factories.municipality().pk])
    assert (
        leaving.get(place).status_code,
        "ไม่ได้ดูแลเทศบาลใด" in leaving.get("/", follow=True).content.decode(),
    ) == (404, True)


def test_new_successor_sets_a_password_and_stands_before_the_open_work(leaving: Client, client: Client):
    factories.report(factories.plan(), state="returned")
    offer(leaving)
    browser = Client()
    page = browser.post(link(), {"accept": "yes"}, follow=True)
    words = {"password1": "ทดสอบ-รหัส-ใหม่-2569", "password2": "ทดสอบ-รหัส-ใหม่-2569"}
    browser.post(page.redirect_chain[-1][0], words)
    sign_in(browser, "orathai", "ทดสอบ-รหัส-ใหม่-2569")
    assert signed_in(browser)
    page = browser.get("/", follow=True).content.decode()
    assert "งานที่ท่านรับช่วงจาก สมศรี" in page
    assert "สถานะ “ส่งกลับให้แก้ไข”" in page


def test_first_page_says_what_was_taken_over_for_a_month(leaving: Client):
    factories.report(factories.plan(), state="returned")
    offer(leaving)
    new, browser = accept(), Client()
    browser.force_login(new)
    address = reverse("municipality", args=[factories.municipality().pk])
    assert "งานที่ท่านรับช่วงจาก สมศรี" in browser.get(address).content.decode()
    new.services.update(since=today() - timedelta(days=31))
    assert "งานที่ท่านรับช่วงจาก" not in browser.get(address).content.decode()


def test_one_municipality_is_handed_over_and_the_other_stays(leaving: Client):
    person = factories.officer()
    factories.serve(person, factories.elsewhere())
    offer(leaving, factories.municipality())
    new, old = accept(), User.objects.get(pk=person.pk)
    assert (new.municipalities, old.municipalities) == ((factories.municipality(),), (factories.elsewhere(),))
    assert old.municipality == factories.elsewhere()


def test_form_of_a_municipality_that_is_served_no_more_writes_nothing(leaving: Client):
    """Opened for เขลางค์นคร; in the meantime the officer serves another one alone."""
    person, left = factories.officer(), factories.municipality()
    factories.serve(person, factories.elsewhere())
    person.services.filter(municipality=left).update(until=today())
    page = leaving.post(
        reverse("handover"), {**NEW, "municipality": left.pk, "since": "1/1/2600", "hand_over": "yes"}
    )
    assert "municipality" in page.context["form"].errors
    assert Handover.objects.count() == 0


def test_named_day_is_the_day_of_both(leaving: Client):
    day = today() + timedelta(days=9)
    offer(leaving, since=f"{day:%d/%m}/{day.year + 543}")
    new, old = accept(), factories.officer()
    place = factories.municipality()
    assert (old.serves(place), new.serves(place)) == (True, False)
    assert (old.services.get().until, new.services.get().since) == (day, day)
    with time_machine.travel(day):
        old, new = User.objects.get(pk=old.pk), User.objects.get(pk=new.pk)
        assert (old.serves(place), new.serves(place)) == (False, True)


def test_named_day_that_passed_before_the_answer_is_the_day_of_the_answer(leaving: Client):
    offer(leaving)
    with time_machine.travel(today() + timedelta(days=5), tick=False):
        new = accept()
        assert new.services.get().since == factories.officer().services.get().until == today()


def test_acting_officers_last_day_goes_with_the_work(leaving: Client):
    until = today() + timedelta(days=30)
    factories.officer().services.update(until=until)
    offer(leaving)
    assert accept().services.get().until == until


def test_who_has_an_account_goes_on_with_it(leaving: Client):
    other = factories._user("second", "มาลี", role=Role.OFFICER, municipality=factories.elsewhere())
    offer(leaving, email="second@example.go.th")
    path = link()
    assert "โปรดเข้าสู่ระบบ" in Client().get(path).content.decode()
    Client().post(path, {"accept": "yes"})
    assert User.objects.get(pk=other.pk).municipalities == (factories.elsewhere(),)
    browser = Client()
    browser.force_login(other)
    assertRedirects(browser.post(path, {"accept": "yes"}), "/", fetch_redirect_response=False)
    assert set(User.objects.get(pk=other.pk).municipalities) == {
        factories.elsewhere(),
        factories.municipality(),
    }
    assert User.objects.count() == 2


def test_colleague_who_serves_there_already_goes_on_alone(leaving: Client):
    other = factories._user("second", "มาลี", role=Role.OFFICER, municipality=factories.municipality())
    offer(leaving, email="second@example.go.th")
    browser = Client()
    browser.force_login(other)
    browser.post(link(), {"accept": "yes"})
    assert list(ServiceTerm.objects.on(today()).values_list("person", flat=True)) == [other.pk]
    assert other.services.count() == 1


def test_address_of_the_office_goes_with_the_work(leaving: Client):
    offer(leaving, email="somsri@example.go.th")
    Client().post(link(), {"accept": "yes"})
    new, old = User.objects.get(email="somsri@example.go.th"), User.objects.get(username="somsri")
    assert (new.pk != old.pk, old.email, new.municipalities) == (True, "", (factories.municipality(),))


@pytest.mark.parametrize("why", ["another municipality", "a later day"])
def test_address_that_the_old_officer_still_needs_stays(leaving: Client, why: str):
    """Else the mails about what the old officer goes on serving would reach nobody."""
    person, day = factories.officer(), today() + timedelta(days=9 if why == "a later day" else 0)
    if why == "another municipality":
        factories.serve(person, factories.elsewhere())
    where = {"municipality": factories.municipality().pk, "since": f"{day:%d/%m}/{day.year + 543}"}
    page = leaving.post(reverse("handover"), {**NEW, **where, "email": person.email, "hand_over": "yes"})
    assert "ต้องใช้อีเมลนี้" in str(page.context["form"].errors["email"])


def test_one_who_is_signed_in_as_another_takes_nothing(leaving: Client):
    offer(leaving)
    page = leaving.post(link(), {"accept": "yes"})
    assert (page.status_code, User.objects.count()) == (200, 1)
    assert "ออกจากระบบ" in page.content.decode()


def test_opened_link_alone_does_nothing(leaving: Client):
    offer(leaving)
    for answer in (Client().get(link()), Client().post(link())):
        assert (answer.status_code, User.objects.count()) == (200, 1)


@pytest.mark.parametrize("key", ["abc", "1.abc.def", "1"])
def test_key_that_is_not_the_portals_opens_nothing(key: str):
    assert Client().get(reverse("handover_accept", args=[key])).status_code == 404


def test_link_works_for_a_fortnight_and_another_can_be_mailed(leaving: Client):
    offer(leaving)
    first = link()
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        assert Client().post(first, {"accept": "yes"}).status_code == 404
        leaving.force_login(factories.officer())
        leaving.post(reverse("handover_again", args=[Handover.objects.get().pk]))
        assert accept().municipalities == (factories.municipality(),)


def test_second_click_finds_it_accepted(leaving: Client):
    offer(leaving)
    path = link()
    accept(path=path)
    page = Client().post(path, {"accept": "yes"}).content.decode()
    assert ("มีผู้รับช่วงงานนี้แล้วเมื่อ" in page, User.objects.count()) == (True, 2)


# Who may begin, who is told, what ends it


def test_admin_hands_over_for_who_has_left(admin: Client):
    person = factories.officer()
    page = admin.post(
        reverse("person_handover", args=[person.pk]),
        {**NEW, "hand_over": "yes", "municipality": factories.municipality().pk, "since": "1/1/2600"},
    )
    assert page.status_code == 302
    assert [message.to for message in mail.outbox] == [[NEW["email"]]]
    assert "ผู้ส่งคำเชิญ ผู้ดูแล (ผู้ดูแลระบบ)" in mail.outbox[0].body


def test_admins_are_told_of_what_none_of_them_began(leaving: Client):
    told = factories.admin()
    offer(leaving)
    assert [message.to for message in mail.outbox] == [[told.email], [NEW["email"]]]
    assert reverse("person_handover", args=[factories.officer().pk]) in mail.outbox[0].body


def test_who_leaves_and_who_began_it_are_told_of_the_acceptance(leaving: Client):
    offer(leaving)
    accept()
    assert mail.outbox[-1].to == ["somsri@example.go.th"]
    assert (
        "อรทัย มาใหม่ (orathai@example.go.th) รับช่วงงาน ITA ของเทศบาลเมืองเขลางค์นครจาก สมศรี แล้ว"
        in mail.outbox[-1].body
    )


@pytest.mark.parametrize("by", ["officer", "admin"])
def test_cancelled_invitation_accepts_nothing(leaving: Client, admin: Client, by: str):
    offer(leaving)
    path, row = link(), Handover.objects.get()
    browser = leaving if by == "officer" else admin
    browser.post(reverse("handover_cancel", args=[row.pk]))
    assert "รับช่วงงาน" in Client().get(path).content.decode()
    browser.post(reverse("handover_cancel", args=[row.pk]), {"cancel": "yes"})
    row.refresh_from_db()
    assert row.cancelled_by in (factories.officer(), factories.admin())
    page = Client().post(path, {"accept": "yes"}).content.decode()
    assert ("คำเชิญนี้ถูกยกเลิกแล้ว" in page, User.objects.filter(email=NEW["email"]).exists()) == (True, False)


def test_who_was_invited_declines_and_both_are_told(leaving: Client):
    offer(leaving)
    path, before = link(), len(mail.outbox)
    assert "ไม่รับช่วงงาน" in Client().get(path).content.decode()
    page = Client().post(path, {"decline": "yes"}).content.decode()
    assert "ผู้ได้รับเชิญไม่รับช่วงงานนี้" in page
    [letter] = mail.outbox[before:]
    assert letter.to == [factories.officer().email]
    assert "แจ้งว่าไม่รับช่วง" in letter.body
    assert Client().post(path, {"accept": "yes"}).status_code == 200
    assert not User.objects.filter(email=NEW["email"]).exists()
    Client().post(path, {"decline": "yes"})  # the second click
    assert len(mail.outbox) == before + 1
    offer(leaving)


def test_another_officer_neither_cancels_nor_mails_again(leaving: Client):
    offer(leaving)
    row, browser = Handover.objects.get(), Client()
    browser.force_login(factories.officer(factories.elsewhere()))
    for name in ("handover_cancel", "handover_again"):
        assert browser.post(reverse(name, args=[row.pk]), {"cancel": "yes"}).status_code == 404
    row.refresh_from_db()
    assert row.cancelled_at is None


def test_invitation_of_who_was_taken_off_is_void(leaving: Client):
    """An account that an admin closes, or takes the municipality from, lets nobody in any more."""
    offer(leaving)
    path, person = link(), factories.officer()
    person.services.update(until=today())
    Client().post(path, {"accept": "yes"})
    person.services.update(until=None)
    User.objects.filter(pk=person.pk).update(is_active=False)
    Client().post(path, {"accept": "yes"})
    assert not User.objects.filter(email=NEW["email"]).exists()


def test_invitation_to_review_is_void_where_the_reviewer_has_another_province(client: Client):
    person = factories.reviewer()
    client.force_login(person)
    client.post(reverse("handover"), {**NEW, "hand_over": "yes"})
    User.objects.filter(pk=person.pk).update(province=factories.province("เชียงใหม่"))
    Client().post(link(), {"accept": "yes"})
    assert not User.objects.filter(email=NEW["email"]).exists()


def test_work_is_offered_to_one_at_a_time(leaving: Client):
    offer(leaving)
    page = leaving.post(
        reverse("handover"),
        {
            **NEW,
            "email": "b@example.go.th",
            "municipality": factories.municipality().pk,
            "since": "1/1/2600",
            "hand_over": "yes",
        },
    )
    assert "รอตอบรับอยู่แล้ว" in page.content.decode()
    assert Handover.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"first_name": ""}, "first_name"),
        ({"email": "admin@example.go.th"}, "email"),
        ({"email": "reviewer52@example.go.th"}, "email"),
        ({"email": "ไม่ใช่"}, "email"),
        ({"since": "1/1/2560"}, "since"),
    ],
)
def test_what_is_wrong_stands_at_its_field(leaving: Client, changes: dict[str, str], field: str):
    factories.admin()
    factories.reviewer()
    where = {"municipality": factories.municipality().pk, "since": "1/1/2600", "hand_over": "yes"}
    page = leaving.post(reverse("handover"), {**NEW, **where, **changes})
    assert list(page.context["form"].errors) == [field]
    assert (Handover.objects.count(), mail.outbox) == (0, [])


def test_officer_of_nothing_hands_nothing_over(leaving: Client):
    factories.officer().services.update(until=today())
    assert "ไม่ได้ดูแลเทศบาลใดในวันนี้ จึงไม่มีงานให้ส่งมอบ" in leaving.get(reverse("handover")).content.decode()


# Reviewers and admins


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.ADMIN])
def test_account_of_a_reviewer_or_an_admin_is_closed(client: Client, role: Role):
    person = factories.reviewer() if role == Role.REVIEWER else factories.admin()
    store_identity(person, "https://id.example", "somebody")
    client.force_login(person)
    client.post(reverse("handover"), {**NEW, "hand_over": "yes"})
    assert User.objects.get(pk=person.pk).is_active
    new = accept()
    person.refresh_from_db()
    assert (new.role, new.province, new.is_superuser) == (role, person.province, role == Role.ADMIN)
    assert (person.is_active, SESSION_KEY in client.session) == (False, False)
    assert not LinkedIdentity.objects.exists()


def test_reviewers_invitation_says_what_waits_for_the_province(client: Client):
    report = factories.report(factories.plan(), state="submitted")
    Event.objects.record(report, "submit", factories.officer(), came_from="draft")
    client.force_login(factories.reviewer())
    client.post(reverse("handover"), {**NEW, "hand_over": "yes"})
    assert "เทศบาลเมืองเขลางค์นคร มาตรการส่งเสริมคุณธรรมและความโปร่งใส" in mail.outbox[-1].body


# What is open


def test_invitation_says_what_is_open_in_all_years(leaving: Client):
    old, later = factories.report(factories.plan(fiscal_year=2566)), factories.plan(fiscal_year=2569)
    factories.report(later, state="returned")
    factories.comment(factories.report(later, "results", state="submitted"), body="โปรดเพิ่ม")
    factories.report(old.plan, "results", state="published")
    Deadline.objects.create(fiscal_year=2569, kind="plan", due_on=date(2026, 1, 30))
    offer(leaving)
    lines = re.findall(r"^[๐-๙]+\. (.*)$", mail.outbox[-1].body, re.MULTILINE)
    assert ["๒๕๖๙" in line for line in lines] == [True, True, False]
    assert "สถานะ “ส่งกลับให้แก้ไข” · รอเทศบาลดำเนินการ · กำหนดส่ง ๓๐ มกราคม ๒๕๖๙" in lines[0]
    assert lines[1].endswith("สถานะ “รอจังหวัดตรวจทาน” · ความเห็นที่รอตอบ ๑ ข้อ")
    assert "ร่าง" in lines[2]


def test_officer_whom_an_admin_invites_reads_what_is_open(admin: Client):
    factories.plan()
    place = factories.municipality().full_name
    admin.post(reverse("person_invite"), {**NEW, "role": "officer", "municipality": place})
    assert "งานที่ยังไม่เสร็จ" in mail.outbox[0].body
    assert "สถานะ “ร่าง”" in mail.outbox[0].body


@time_machine.travel("2026-11-02")
def test_reminders_go_to_who_serves_today(leaving: Client):
    Deadline.objects.create(fiscal_year=2570, kind="plan", due_on=date(2026, 11, 3))
    offer(leaving)
    mail.outbox.clear()
    remind(today())
    before = [message.to for message in mail.outbox]
    offers = Handover.objects.get()
    accept_handover(offers, None)
    mail.outbox.clear()
    remind(today())
    assert (before, [message.to for message in mail.outbox]) == ([["somsri@example.go.th"]], [[NEW["email"]]])


def test_what_was_done_keeps_the_name_of_who_did_it(leaving: Client):
    person, report = factories.officer(), factories.report(factories.plan())
    Event.objects.record(report, "submit", person)
    offer(leaving)
    accept()
    assert Event.objects.get().actor == person


# Counted


@pytest.mark.parametrize("number", [1, 3])
def test_first_page_asks_nothing_more(
    leaving: Client, number: int, django_assert_num_queries: DjangoAssertNumQueries
):
    for year in range(number):
        factories.plan(fiscal_year=2568 - year)
    address = reverse("municipality", args=[factories.municipality().pk])
    with CaptureQueriesContext(connection) as before:
        leaving.get(address)
    asked = len(before)
    offer(leaving)
    browser = Client()
    browser.force_login(accept())
    with django_assert_num_queries(asked):
        assert "งานที่ท่านรับช่วง" in browser.get(address).content.decode()
    assert asked <= 10


@pytest.mark.parametrize("number", [1, 3])
def test_page_of_a_handover_asks_a_fixed_number(
    leaving: Client, number: int, django_assert_num_queries: DjangoAssertNumQueries
):
    for year in range(number):
        factories.plan(fiscal_year=2568 - year)
        factories.serve(factories.officer(), factories.municipality(f"ที่{year}"))
    with django_assert_num_queries(8):
        leaving.get(reverse("handover"))
    offer(leaving)
    with django_assert_num_queries(8):
        Client().get(link())


@pytest.mark.django_db(transaction=True)
def test_two_accept_at_once():
    """A double click from two windows: one account, and a sentence for the second."""
    person = factories.officer()
    row = begin_handover(person, factories.municipality(), {**NEW, "position": "", "since": today()}, person)

    def second() -> str:
        try:
            accept_handover(Handover.objects.get(pk=row.pk), None)
        except PermissionDenied as refused:
            return str(refused)
        return ""

    answer = overtaken(second, by=lambda: accept_handover(Handover.objects.get(pk=row.pk), None))
    assert answer.startswith("มีผู้รับช่วงงานนี้แล้ว")
    assert User.objects.filter(role=Role.OFFICER).count() == 2
