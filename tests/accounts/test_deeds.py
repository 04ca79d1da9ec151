"""Rules about accounts hold at every door, and also where two requests come at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connections
from django.test import Client
from django.urls import reverse

from accounts import people
from accounts.models import Role, User
from tests import factories
from tests.accounts.signing_in import sign_in, signed_in
from tests.pages import PageClient


def admin(number: int) -> User:
    return factories._user(
        f"admin{number}", f"ผู้ดูแล {number}", role=Role.ADMIN, is_staff=True, is_superuser=True
    )


def browser_of(person: User) -> Client:
    client = PageClient()
    client.force_login(person)
    return client


def demotion(person: User) -> dict[str, object]:
    return {"first_name": person.first_name, "email": person.email, "role": Role.OFFICER} | {
        "municipality": factories.municipality().full_name
    }


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("closing", [False, True])
@pytest.mark.parametrize("others", [0, 1])
def test_two_admins_take_each_others_role_at_once(closing: bool, others: int):
    """The second finds that it is an admin no more; also where a third would have been left."""
    factories.municipality()
    pair = [admin(number) for number in range(2 + others)][:2]
    start = Barrier(2)

    def strike(by: User, other: User) -> int:
        try:
            client = browser_of(by)
            name, data = ("person_state", {"active": "no"}) if closing else ("person", demotion(other))
            page = client.get(reverse("person", args=[other.pk]))
            data |= {"seen": page.context["guard"].token}
            start.wait(10)
            return client.post(reverse(name, args=[other.pk]), data).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(strike, pair, reversed(pair)))

    left = User.objects.filter(role=Role.ADMIN, is_active=True).count()
    assert left == 1 + others
    assert answers.count(302) >= 1


def change_in_djangos_admin(by: Client, person: User, **changes: object) -> int:
    """What the form of Django's admin for an account would send, whether or not it is still shown."""
    names = ("username", "first_name", "last_name", "position", "email", "role")
    own = {name: getattr(person, name) for name in names} | {"is_active": "on"}
    place = {"municipality": person.municipality_id or "", "province": person.province_id or ""}
    data = {name: value for name, value in (own | place | changes).items() if value is not None}
    return by.post(reverse("admin:accounts_user_change", args=[person.pk]), data).status_code


@pytest.mark.django_db
@pytest.mark.parametrize("changes", [{"role": Role.OFFICER}, {"is_active": None}])
def test_last_admin_stays_through_djangos_admin(changes: dict[str, object]):
    last = factories.admin()
    place = {"municipality": factories.municipality().pk} if "role" in changes else {}
    change_in_djangos_admin(browser_of(last), last, **changes, **place)
    last.refresh_from_db()
    assert (last.is_admin, last.is_active) == (True, True)


@pytest.mark.django_db
def test_reopened_account_has_no_old_session():
    """Not even where it was closed past the portal: by Django's admin or in the database."""
    person, browser, by = factories.officer(), Client(), browser_of(factories.admin())
    sign_in(browser, "somsri")
    change_in_djangos_admin(by, person, is_active=None)
    change_in_djangos_admin(by, person)
    User.objects.filter(pk=person.pk).update(is_active=False)
    by.post(reverse("person_state", args=[person.pk]), {"active": "yes"})
    assert not signed_in(browser)
    assert sign_in(browser, "somsri").status_code == 302


@pytest.mark.django_db
def test_account_that_is_open_keeps_its_session_when_it_is_opened_again():
    person, browser = factories.officer(), Client()
    sign_in(browser, "somsri")
    browser_of(factories.admin()).post(reverse("person_state", args=[person.pk]), {"active": "yes"})
    assert signed_in(browser)


@pytest.mark.django_db
@pytest.mark.parametrize("changes", [{"position": "ปลัด"}, {"role": Role.ADMIN, "municipality": ""}])
def test_session_stays_when_role_or_place_change_and_its_rights_change_at_once(changes: dict[str, str]):
    person, browser = factories.officer(), Client()
    sign_in(browser, "somsri")
    data = demotion(person) | changes
    browser_of(factories.admin()).post(reverse("person", args=[person.pk]), data)
    entry = browser.get(reverse("administration")).status_code
    assert (signed_in(browser), entry) == (True, 200 if "role" in changes else 403)


@pytest.mark.django_db
@pytest.mark.parametrize("deed", ["save", "close", "open", "password", "second factor"])
def test_deeds_are_refused_to_who_is_no_admin_any_more(deed: str):
    """The person who acts is looked up again, whatever the request believes."""
    person, by = factories.officer(), admin(1)
    admin(2)
    User.objects.filter(pk=by.pk).update(is_active=False)
    deeds: dict[str, Callable[[], object]] = {
        "save": lambda: people.save_person(person, {"position": "ปลัด"}, by),
        "close": lambda: people.set_active(person, by, active=False),
        "open": lambda: people.set_active(person, by, active=True),
        "password": lambda: people.give_password(person, "อีกรหัส-กระดาษเปล่า-2570", by),
        "second factor": lambda: people.remove_second_factor(person, by),
    }
    with pytest.raises(PermissionDenied, match=people.ADMIN_NO_MORE):
        deeds[deed]()
    assert list(User.objects.filter(pk=person.pk).values("position", "is_active", "password")) == [
        {"position": "", "is_active": True, "password": person.password}
    ]


@pytest.mark.django_db
def test_deed_knows_what_is_stored_and_not_what_the_caller_holds():
    """An officer in the caller's hands who has meanwhile become the one other admin is not demoted unseen."""
    by, risen = admin(1), factories.officer()
    User.objects.filter(pk=risen.pk).update(role=Role.ADMIN, municipality=None)
    people.save_person(risen, {"position": "ปลัด"}, by)
    assert User.objects.values_list("role", "position").get(pk=risen.pk) == (Role.ADMIN, "ปลัด")


@pytest.mark.django_db
@pytest.mark.parametrize("values", [{"email": "SOMSRI@example.go.th"}, {"username": "Somsri"}])
def test_deed_refuses_what_another_account_has(values: dict[str, str]):
    factories.officer()
    with pytest.raises(PermissionDenied, match="มีบัญชีอื่นใช้"):
        people.save_person(factories.reviewer(), values, factories.admin())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "email"), [("second", "ADMIN@example.go.th"), ("Admin", "second@example.go.th")]
)
def test_createsuperuser_refuses_what_another_account_has(monkeypatch, name: str, email: str):
    """An address or a name signs one person in, in whatever letter case."""
    factories.admin()
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", factories.PASSWORD)
    with pytest.raises(CommandError, match="มีบัญชีอื่นใช้"):
        call_command("createsuperuser", interactive=False, username=name, email=email)
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_createsuperuser_makes_an_admin_who_signs_in(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", factories.PASSWORD)
    call_command(
        "createsuperuser", interactive=False, username="first", email="First@Example.go.th", verbosity=0
    )
    made, browser = User.objects.get(), Client()
    sign_in(browser, "first@example.go.th")
    assert (made.email, made.is_admin, browser.get("/admin/").status_code) == (
        "first@example.go.th",
        True,
        200,
    )
