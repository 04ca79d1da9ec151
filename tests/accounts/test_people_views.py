"""An admin's pages of people: who is listed, invited, changed, closed and opened again."""

import re

import pytest
from django.conf import LazySettings
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import Role, User
from accounts.people import LAST_ADMIN, deactivation_refusal, free_username, person_role_refusal
from outbox import faults
from tests import factories
from tests.accounts.signing_in import english, sign_in, signed_in
from tests.mails import SMTP, use_queue, work_off

pytestmark = pytest.mark.django_db
NEW = {"first_name": "มานี", "email": "Manee@Example.go.th", "role": "officer"}
OTHER_PASSWORD = "อีกรหัส-กระดาษเปล่า-2570"


@pytest.fixture
def admin(page_client: Client) -> Client:
    """Signed in as the admin."""
    page_client.force_login(factories.admin())
    return page_client


def invite(admin: Client, **changes: str) -> User:
    admin.post(
        reverse("person_invite"), {**NEW, "municipality": factories.municipality().full_name, **changes}
    )
    return User.objects.exclude(username="admin").latest("pk")


def typed(person: User, **changes: object) -> dict[str, object]:
    municipality = person.municipality.full_name if person.municipality else ""
    own = {name: getattr(person, name) for name in ("first_name", "last_name", "position", "email", "role")}
    return {**own, "municipality": municipality, "province": person.province_id or "", **changes}


def errors(answer) -> list[str]:
    return list(answer.context["form"].errors)


def test_invited_person_has_role_place_and_no_password(admin: Client):
    person = invite(admin)
    stored = (person.username, person.email, person.role, person.municipality, person.has_usable_password())
    assert stored == ("manee", "manee@example.go.th", Role.OFFICER, factories.municipality(), False)
    assert person.history.get().history_user == factories.admin()


def test_invited_person_sets_the_password_by_the_link_once(admin: Client, client: Client):
    invite(admin)
    body = mail.outbox[0].body
    assert (mail.outbox[0].to, "manee" in body, factories.PASSWORD in body) == (
        ["manee@example.go.th"],
        True,
        False,
    )
    link = re.search(r"http://127.0.0.1:8000(\S+)", body)[1]
    browser = Client()
    form = browser.get(link, follow=True)
    passwords = {"password1": OTHER_PASSWORD, "password2": OTHER_PASSWORD}
    browser.post(form.redirect_chain[-1][0], passwords)
    sign_in(browser, "manee", OTHER_PASSWORD)
    assert signed_in(browser)
    assert Client().get(link).status_code == 200  # no form any more, but the page that says so


def test_mail_of_an_invitation_is_thai(admin: Client):
    invite(admin)
    text = re.sub(r"https?://\S+|manee|ITA", "", mail.outbox[0].subject + mail.outbox[0].body)
    assert re.findall("[A-Za-z]{3,}", text) == []


def test_invitation_that_fails_leaves_the_account_and_shows_on_the_page_of_mails(
    admin: Client, settings: LazySettings
):
    use_queue(settings, SMTP, port=1)  # where nobody listens
    person = invite(admin)
    page = admin.get(reverse("person", args=[person.pk])).content.decode()
    work_off()
    assert (person.username, "หากส่งไม่สำเร็จจะแสดงในหน้าอีเมลที่ยังไม่ได้ส่ง" in page) == ("manee", True)
    assert faults.UNREACHABLE in admin.get(reverse("mail_list")).content.decode()


def test_invitation_is_sent_again(admin: Client):
    person = invite(admin)
    admin.post(reverse("person_invite_again", args=[person.pk]))
    assert [message.to for message in mail.outbox] == [["manee@example.go.th"]] * 2


def test_closed_account_is_not_invited(admin: Client):
    person = invite(admin)
    admin.post(reverse("person_state", args=[person.pk]), {"active": "no"})
    assert admin.post(reverse("person_invite_again", args=[person.pk])).status_code == 403


def test_double_click_makes_one_account(admin: Client):
    invite(admin)
    invite(admin)
    assert User.objects.filter(email="manee@example.go.th").count() == 1


def test_names_made_from_addresses_differ(db: None):
    for number in ("", "2", "3"):
        assert free_username("Somchai@a.go.th") == f"somchai{number}"
        User.objects.create(username=f"somchai{number}")
    assert free_username("สมชาย@a.go.th") == "user"


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"first_name": ""}, ["first_name"]),
        ({"first_name": "มี\0"}, ["first_name"]),
        ({"email": ""}, ["email"]),
        ({"email": "ไม่ใช่อีเมล"}, ["email"]),
        ({"email": "a@b.go.th\nBcc: c@d.go.th"}, ["email"]),
        ({"email": "ADMIN@example.go.th"}, ["email"]),
        ({"username": "สมชาย"}, ["username"]),
        ({"username": "a@b"}, ["username"]),
        ({"username": "ADMIN"}, ["username"]),
        ({"role": "x"}, ["role"]),
        ({"municipality": ""}, ["municipality"]),
        ({"municipality": "เทศบาลตำบลไม่มี"}, ["municipality"]),
        ({"role": "reviewer", "municipality": ""}, ["province"]),
        ({"role": "reviewer"}, ["province", "municipality"]),
        ({"role": "admin"}, ["municipality"]),
        ({"province": "999999"}, ["province"]),
    ],
)
def test_what_is_wrong_stands_at_its_field_in_thai(admin: Client, changes: dict[str, str], fields: list[str]):
    place = {"municipality": factories.municipality().full_name}
    answer = admin.post(reverse("person_invite"), {**NEW, **place, **changes})
    for value in (*changes.values(), NEW["email"]):
        if value:
            answer.content = answer.content.replace(value.encode(), b"")
    assert (sorted(errors(answer)), english(answer), len(mail.outbox)) == (sorted(fields), [], 0)


def test_municipality_is_proposed_from_its_page(admin: Client):
    place = factories.municipality()
    page = admin.get(reverse("person_invite"), {"municipality": place.pk})
    assert page.context["form"]["municipality"].value() == "เทศบาลเมืองเขลางค์นคร อำเภอเมืองลำปาง จังหวัดลำปาง"
    for typed_key in ("x", "\0", "9" * 30, "๑"):
        assert admin.get(reverse("person_invite"), {"municipality": typed_key}).status_code == 200


def test_change_is_stored_and_the_history_knows_who(admin: Client):
    person = factories.officer()
    changes = {
        "role": "reviewer",
        "municipality": "",
        "province": factories.province().pk,
        "position": "ท้องถิ่นจังหวัด",
    }
    admin.post(reverse("person", args=[person.pk]), typed(person, **changes))
    person = User.objects.get(pk=person.pk)
    assert (person.role, person.municipality, person.province) == ("reviewer", None, factories.province())
    assert person.history.first().history_user == factories.admin()


def test_admin_role_opens_djangos_admin_and_its_loss_closes_it(admin: Client):
    person = factories.officer()
    address = reverse("person", args=[person.pk])
    admin.post(address, typed(person, role="admin", municipality=""))
    risen = User.objects.get(pk=person.pk)
    admin.post(address, typed(risen, role="officer", municipality=factories.municipality().full_name))
    fallen = User.objects.get(pk=person.pk)
    assert [(row.is_staff, row.is_superuser) for row in (risen, fallen)] == [(True, True), (False, False)]


def test_fields_that_are_not_in_the_form_change_nothing(admin: Client):
    person = factories.officer()
    more = {"position": "ปลัด", "is_superuser": "on", "is_active": "", "username": "x", "password": "x"}
    admin.post(reverse("person", args=[person.pk]), typed(person, **more))
    after = User.objects.get(pk=person.pk)
    assert (after.position, after.is_superuser, after.is_active, after.username, after.password) == (
        "ปลัด",
        False,
        True,
        person.username,
        person.password,
    )


def test_second_window_does_not_overwrite_unseen(admin: Client):
    person = factories.officer()
    address = reverse("person", args=[person.pk])
    seen = admin.get(address).context["guard"].token
    admin.post(address, typed(person, position="หนึ่ง", seen=seen))
    answer = admin.post(address, typed(person, position="สอง", seen=seen))
    assert (User.objects.get(pk=person.pk).position, answer.context["guard"].conflict) == ("หนึ่ง", True)


def test_own_role_and_own_account_stay(admin: Client):
    me = factories.admin()
    factories._user("second", "คนที่สอง", role=Role.ADMIN)
    place = factories.municipality().full_name
    answer = admin.post(reverse("person", args=[me.pk]), typed(me, role="officer", municipality=place))
    closing = admin.post(reverse("person_state", args=[me.pk]), {"active": "no"})
    assert (errors(answer), closing.status_code) == (["role"], 403)
    assert User.objects.get(pk=me.pk).is_active


def test_last_admin_stays():
    last, closed = factories.admin(), factories._user("second", "คนที่สอง", role=Role.ADMIN, is_active=False)
    refusals = (deactivation_refusal(last, closed), person_role_refusal(last, closed, Role.OFFICER))
    assert refusals == (LAST_ADMIN, LAST_ADMIN)


def test_closing_an_account_ends_its_sessions_for_good(admin: Client):
    person, browser = factories.officer(), Client()
    sign_in(browser, "somsri")
    address = reverse("person_state", args=[person.pk])
    admin.post(address, {"active": "no"})
    closed = signed_in(browser)
    admin.post(address, {"active": "yes"})
    assert (closed, signed_in(browser), signed_in(admin)) == (False, False, True)
    assert Session.objects.count() == 1
    sign_in(browser, "somsri")
    assert signed_in(browser)
    changed = person.history.filter(history_user=factories.admin())
    assert [row.is_active for row in changed] == [True, False]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, ["admin", "somsri", "reviewer52"]),
        ({"q": "เขลางค์"}, ["somsri"]),
        ({"q": "สมศรี somsri@"}, ["somsri"]),
        ({"role": "reviewer"}, ["reviewer52"]),
        ({"active": "no"}, []),
        ({"q": "\0"}, []),
        ({"role": "x"}, []),
        ({"page": "1e9"}, ["admin", "somsri", "reviewer52"]),
    ],
)
def test_list_finds_whom_is_asked_for(admin: Client, query: dict[str, str], names: list[str]):
    factories.officer()
    factories.reviewer()
    page = admin.get(reverse("people"), query).context["page"]
    assert sorted(person.username for person in page) == sorted(names)


def test_province_lists_its_reviewers_and_officers(admin: Client):
    factories.officer()
    factories.reviewer()
    factories.officer(factories.elsewhere())
    page = admin.get(reverse("people"), {"province": factories.province().pk}).context["page"]
    assert sorted(person.username for person in page) == ["reviewer52", "somsri"]


@pytest.mark.parametrize("number", [1, 3])
def test_list_asks_the_database_little(
    admin: Client, number: int, django_assert_num_queries: DjangoAssertNumQueries
):
    for place in range(number):
        factories.officer(factories.municipality(f"ที่{place}"))
    with django_assert_num_queries(5):  # session, person, provinces, how many, the page
        admin.get(reverse("people"))


@pytest.mark.parametrize("name", ["people", "person_invite", "person", "person_password"])
def test_page_has_no_english(admin: Client, name: str):
    person = factories.officer()
    page = admin.get(reverse(name, args=[person.pk] if name in ("person", "person_password") else []))
    page.content = page.content.replace(b"admin@example.go.th", b"").replace(b"admin", b"")
    assert english(page) == []


def test_admin_gives_a_password_and_the_sessions_end(admin: Client):
    person, browser = factories.officer(), Client()
    sign_in(browser, "somsri")
    passwords = {"password1": OTHER_PASSWORD, "password2": OTHER_PASSWORD}
    answer = admin.post(reverse("person_password", args=[person.pk]), passwords)
    assert (answer.status_code, signed_in(browser), signed_in(admin)) == (302, False, True)
    assert sign_in(browser, "somsri", OTHER_PASSWORD).status_code == 302
    changed = person.history.filter(history_user=factories.admin()).first()
    assert changed.history_change_reason == "ผู้ดูแลระบบตั้งรหัสผ่านใหม่"


@pytest.mark.parametrize(
    ("passwords", "field"),
    [
        ((OTHER_PASSWORD, "อีกอย่าง-2570"), "password2"),
        (("12345678", "12345678"), "password1"),
        (("", ""), "password1"),
    ],
)
def test_poor_password_is_refused_in_thai(admin: Client, passwords: tuple[str, str], field: str):
    person = factories.officer()
    data = dict(zip(("password1", "password2"), passwords, strict=True))
    page = admin.post(reverse("person_password", args=[person.pk]), data)
    person.refresh_from_db()
    assert (field in errors(page), english(page)) == (True, [])
    assert person.check_password(factories.PASSWORD)


def test_own_password_is_changed_where_the_present_one_is_asked_for(admin: Client):
    me = factories.admin()
    passwords = {"password1": OTHER_PASSWORD, "password2": OTHER_PASSWORD}
    assert admin.post(reverse("person_password", args=[me.pk]), passwords).status_code == 403
    assert (
        reverse("person_password", args=[me.pk])
        not in admin.get(reverse("person", args=[me.pk])).content.decode()
    )
    me.refresh_from_db()
    assert me.check_password(factories.PASSWORD)


def test_place_with_a_slip_is_asked_about_and_what_was_typed_stays(admin: Client):
    place = factories.municipality()
    typed_values = {**NEW, "position": "นิติกร", "municipality": "ทม.เขลางนคร"}
    answer = admin.post(reverse("person_invite"), typed_values)
    choices = re.findall(r'type="radio"[^>]+name="municipality"\s+value="([^"]+)"', answer.text)
    assert choices == [f"{place.full_name} {place.place}"]
    assert 'value="นิติกร"' in answer.text
    assert 'value="ทม.เขลางนคร"' in answer.text
    admin.post(reverse("person_invite"), typed_values | {"municipality": ["ทม.เขลางนคร", *choices]})
    person = User.objects.get(email="manee@example.go.th")
    assert (person.municipality, person.position, len(mail.outbox)) == (place, "นิติกร", 1)
