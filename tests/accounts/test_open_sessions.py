"""The list of one's own sessions, and their end."""

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from accounts import open_sessions
from accounts.device_names import device_name
from accounts.models import OpenSession
from oversight.management.commands.worker import CARE
from tests import factories
from tests.accounts.signing_in import english, sign_in, signed_in

pytestmark = pytest.mark.django_db
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/143.0.0.0 Safari/537.36"
EDGE = f"{WINDOWS} Edg/143.0.0.0"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Safari/604.1"
)


def browser(user_agent: str = WINDOWS, login: str = "somsri") -> Client:
    """One in which somebody is signed in."""
    client = Client()
    sign_in(client, login, **{"user-agent": user_agent})
    return client


def confirm(client: Client) -> None:
    """Give the password again, as before anything sensitive."""
    assert client.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD}).status_code == 302


@pytest.mark.parametrize(
    ("line", "name"),
    [
        (WINDOWS, "Chrome บน Windows"),
        (EDGE, "Edge บน Windows"),
        (PHONE, "Safari บน iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) SamsungBrowser/27.0 Chrome/125.0", "Samsung Internet บน Android"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:146.0) Gecko/20100101 Firefox/146.0", "Firefox บน Linux"),
        ("curl/8", "เบราว์เซอร์อื่น"),
        ("", "เบราว์เซอร์อื่น"),
        ("<script>" * 99, "เบราว์เซอร์อื่น"),
    ],
)
def test_device_is_called_by_its_kind(line: str, name: str):
    assert device_name(line) == name


def test_own_sessions_are_listed_and_nobody_elses():
    factories.officer()
    factories.admin()
    here = browser()
    browser(PHONE)
    browser(EDGE, "admin")
    page = here.get(reverse("sessions"))
    shown = page.content.decode()
    assert [row.device for row in page.context["rows"]] == ["Safari บน iPhone", "Chrome บน Windows"]
    assert shown.count("เครื่องนี้</span>") == 1
    assert set(english(page)) <= {"Safari", "iPhone", "Chrome", "Windows"}


def test_last_use_is_noted_about_every_quarter_of_an_hour_by_one_query():
    factories.officer()
    with time_machine.travel("2027-01-15T08:00:00Z", tick=False) as clock:
        here = browser()
        noted = []
        for minutes in (5, 9, 2):
            clock.shift(minutes * 60)
            assert here.get(reverse("account")).status_code == 200
            noted.append(OpenSession.objects.get().used_at.minute)
    assert noted == [5, 5, 16]


def test_use_does_not_make_a_session_longer():
    factories.officer()
    with time_machine.travel("2027-01-15T08:00:00Z", tick=False) as clock:
        here = browser()
        ends = Session.objects.get().expire_date
        clock.shift(3600)
        here.get(reverse("account"))
    assert Session.objects.get().expire_date == ends


def test_one_other_session_is_ended():
    factories.officer()
    here, phone, other = browser(), browser(PHONE), browser(EDGE)
    row = OpenSession.objects.get(device="Safari บน iPhone")
    confirm(here)
    assert here.post(reverse("session_end", args=[row.pk]))["Location"] == reverse("sessions")
    assert [signed_in(client) for client in (here, phone, other)] == [True, False, True]


def test_all_other_sessions_are_ended_those_without_a_row_too():
    person = factories.officer()
    here, phone, before = browser(), browser(PHONE), Client()
    before.force_login(person)
    confirm(here)
    here.post(reverse("sessions_end"))
    assert [signed_in(client) for client in (here, phone, before)] == [True, False, False]
    assert OpenSession.objects.count() == 1


def test_somebody_elses_session_and_the_present_one_are_not_found():
    factories.officer()
    factories.admin()
    here, others = browser(), browser(EDGE, "admin")
    confirm(here)
    for row in OpenSession.objects.all():
        assert here.post(reverse("session_end", args=[row.pk])).status_code == 404
    assert signed_in(here)
    assert signed_in(others)


@pytest.mark.parametrize("name", ["session_end", "sessions_end"])
def test_who_finds_an_open_browser_ends_nothing_without_the_password(name: str):
    factories.officer()
    here, phone = browser(), browser(PHONE)
    rows = OpenSession.objects.filter(device="Safari บน iPhone")
    address = reverse(name, args=[rows.get().pk] if name == "session_end" else [])
    asked = here.post(address)
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    assert signed_in(phone)
    here.post(asked["Location"], {"password": factories.PASSWORD})  # what was pressed is done then
    assert not signed_in(phone)


def test_row_goes_with_the_session():
    factories.officer()
    here = browser()
    here.post(reverse("account_logout"))
    assert not OpenSession.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_list_asks_the_database_little(django_assert_num_queries, number: int):
    factories.officer()
    here = browser()
    for _ in range(number):
        browser(PHONE)
    here.get(reverse("account"))
    with django_assert_num_queries(3):  # session, person, rows
        here.get(reverse("sessions"))


def test_worker_deletes_sessions_that_have_expired(monkeypatch: pytest.MonkeyPatch):
    factories.officer()
    with time_machine.travel("2027-01-15T08:00:00Z", tick=False) as clock:
        for _ in range(5):
            browser()
        clock.shift(12 * 3600 - 60)
        here = browser()
        clock.shift(120)
        monkeypatch.setattr(open_sessions, "AT_ONCE", 2)
        for look_after in CARE["default"]:
            look_after()
        assert signed_in(here)
    assert list(Session.objects.values_list("pk", flat=True)) == [here.session.session_key]
    assert OpenSession.objects.count() == 1
