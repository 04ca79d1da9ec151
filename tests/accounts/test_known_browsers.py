"""A stranger's wrong passwords never keep the owner out; guessing stays slow, also with a stolen cookie."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.db import connections
from django.test import Client, override_settings
from django.urls import reverse

from accounts.known_browsers import MOST_ACCOUNTS, SALT
from accounts.people import password_key
from tests import factories
from tests.accounts.signing_in import app_code, sign_in, signed_in, with_second_factor

pytestmark = pytest.mark.django_db
COOKIE = settings.KNOWN_BROWSER_COOKIE_NAME
RATES = settings.ACCOUNT_RATE_LIMITS
ELSEWHERE = "203.0.113.9"
LOCKED = "เข้าสู่ระบบไม่สำเร็จหลายครั้งเกินไป"


def known_browser(login: str = "somsri") -> Client:
    """A browser in which somebody signed in and out."""
    client = Client()
    assert sign_in(client, login).status_code == 302
    client.post(reverse("account_logout"))
    return client


def guess(client: Client, number: int, login: str = "somsri", address: str = ELSEWHERE) -> list[str]:
    """What each of so many wrong passwords is answered with: LOCKED, or "" for "wrong"."""
    answers = []
    for tried in range(number):
        data = {"login": login, "password": f"ผิด{tried}"}
        page = client.post(reverse("account_login"), data, REMOTE_ADDR=address)
        answers.append(LOCKED if page.status_code == 429 or LOCKED in page.content.decode() else "")
    return answers


def with_cookie(value: str) -> Client:
    """Another browser with that cookie."""
    client = Client()
    client.cookies[COOKIE] = value
    return client


@pytest.mark.parametrize("login", ["somsri", "Somsri@example.go.th"])
def test_owner_gets_in_by_name_or_address_while_strangers_guess(login: str):
    factories.officer()
    owner = known_browser()
    for name in ("somsri", "somsri@example.go.th"):
        assert guess(Client(), 8, name) == [""] * 5 + [LOCKED] * 3
    assert sign_in(owner, login).status_code == 302
    assert signed_in(owner)


@override_settings(ACCOUNT_RATE_LIMITS=RATES | {"login": "8/m/ip", "login_failed": "5/5m/key,6/m/ip"})
def test_owner_gets_in_where_a_stranger_behind_the_same_address_has_used_it_up():
    factories.officer()
    owner = known_browser()
    for number in range(8):
        guess(Client(), 1, f"name{number}", address="127.0.0.1")
    assert sign_in(Client(), "somsri").status_code == 429
    assert sign_in(owner, "somsri").status_code == 302


def test_owner_confirms_the_password_while_strangers_guess():
    factories.officer()
    owner = Client()
    sign_in(owner, "somsri")
    guess(Client(), 6)
    answer = owner.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD})
    assert answer.status_code == 302


@pytest.mark.parametrize("way", ["change", "link"])
def test_browser_in_which_the_password_was_set_is_known_by_the_new_one(way: str):
    person, new, owner = factories.officer(), "รหัสใหม่-กระดาษเปล่า-2570", Client()
    both = {"password1": new, "password2": new}
    if way == "change":
        sign_in(owner, "somsri")
        owner.post(reverse("account_change_password"), {"oldpassword": factories.PASSWORD, **both})
    else:
        opened = owner.get(f"/accounts/password/reset/key/{password_key(person)}/", follow=True)
        owner.post(opened.redirect_chain[-1][0], both)
    assert guess(Client(), 6)[-1] == LOCKED
    assert sign_in(owner, "somsri", new).status_code == 302


def test_known_browser_is_refused_after_its_own_failures_and_those_of_a_stranger():
    factories.officer()
    owner = known_browser()
    assert guess(owner, 12) == [""] * 10 + [LOCKED] * 2
    assert LOCKED in sign_in(owner, "somsri").content.decode()


def test_copies_of_a_cookie_share_one_count_and_so_do_later_ones_of_the_same_browser():
    factories.officer()
    owner = known_browser()
    stolen = [owner.cookies[COOKIE].value]
    sign_in(owner, "somsri")
    stolen.append(owner.cookies[COOKIE].value)
    guess(Client(), 6)  # strangers have used up theirs
    answers = [answer for value in stolen * 5 for answer in guess(with_cookie(value), 1)]
    assert answers == [""] * 5 + [LOCKED] * 5


def test_stolen_cookie_is_good_for_few_guesses_a_day():
    factories.officer()
    assert RATES["login_failed_where_known"] == "5/5m/key,50/d/key"
    stolen, tried = known_browser().cookies[COOKIE].value, 0
    few = override_settings(ACCOUNT_RATE_LIMITS=RATES | {"login_failed_where_known": "5/5m/key,10/d/key"})
    with few, time_machine.travel("2027-01-15T08:00:00Z", tick=False) as clock:
        for _ in range(3):  # with strangers who use up theirs each time
            guess(Client(), 5)
            tried += guess(with_cookie(stolen), 5).count("")
            clock.shift(301)
    assert tried == 10


def test_forged_cookie_is_a_strangers():
    person = factories.officer()
    with override_settings(SECRET_KEY="another"):
        made_up = signing.get_cookie_signer(salt=COOKIE + SALT).sign(f'[[{person.pk},"a","b"]]')
    owners = known_browser().cookies[COOKIE].value
    for value in (made_up, owners[:-1] + "xy", "[[1]]", "", "\0", "x" * 4000):
        guess(Client(), 5)
        assert guess(with_cookie(value), 1) == [LOCKED]


def test_cookie_of_one_account_is_worth_nothing_for_another():
    factories.officer()
    factories.reviewer()
    reviewers = known_browser(factories.reviewer().username)
    guess(Client(), 5)
    assert guess(reviewers, 1) == [LOCKED]


def test_cookie_dies_with_the_password():
    person = factories.officer()
    owner = known_browser()
    person.set_password("รหัสใหม่-กระดาษเปล่า-2570")
    person.save()
    guess(Client(), 5)
    assert guess(owner, 1) == [LOCKED]


def test_cookie_outlives_a_change_of_the_secret_key():
    factories.officer()
    owner = known_browser()
    guess(Client(), 5)
    with override_settings(SECRET_KEY="another", SECRET_KEY_FALLBACKS=[settings.SECRET_KEY]):
        assert sign_in(owner, "somsri").status_code == 302
    with override_settings(SECRET_KEY="another", SECRET_KEY_FALLBACKS=[]):
        assert sign_in(owner, "somsri").status_code == 302  # what it was given then is of the new key
        with override_settings(SECRET_KEY="a third"):
            assert guess(owner, 1) == [LOCKED]


def test_half_a_sign_in_makes_no_browser_known():
    with_second_factor(factories.officer())
    thief = Client()
    sign_in(thief, "somsri")
    assert COOKIE not in thief.cookies
    thief.post(reverse("mfa_authenticate"), {"code": app_code()})
    assert COOKIE in thief.cookies


def test_cookie_is_closed_to_scripts_and_holds_few_accounts():
    names = ("เชียงใหม่", "ลำพูน", "ลำปาง", "แพร่", "น่าน", "พะเยา", "เชียงราย", "ตาก", "ยะลา")
    assert len(names) == MOST_ACCOUNTS + 1
    people = [factories.reviewer(name) for name in names]
    shared = Client()
    for person in people:
        sign_in(shared, person.username)
        shared.post(reverse("account_logout"))
    cookie = shared.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert len(cookie.value) < 1000
    for person in (people[0], people[-1]):
        guess(Client(), 5, person.username)
    answers = [sign_in(shared, person.username).status_code for person in (people[0], people[-1])]
    assert answers == [200, 302]  # the one that signed in longest ago is forgotten


def test_other_entries_of_the_cache_push_no_count_out():
    factories.officer()
    guess(Client(), 5)
    for number in range(310):  # more than Django's cache keeps unless it is told to
        cache.set(f"name{number}", [], 300)
    assert guess(Client(), 1) == [LOCKED]


@pytest.mark.django_db(transaction=True)
def test_parallel_guesses_are_counted_one_by_one():
    factories.officer()
    stolen = known_browser().cookies[COOKIE].value

    def guess_once(_number: int) -> str:
        try:
            return guess(with_cookie(stolen), 1)[0]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(guess_once, range(24)))
    cache.clear()  # which is no table of a model, and is left as it is when the test's rows go
    assert answers.count("") <= 10  # five of the browser's own, five of a stranger's
