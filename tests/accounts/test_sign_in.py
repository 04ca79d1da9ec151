"""Signing in: by name or address, with the same words for everybody, and slowly for who guesses."""

import time

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.test import Client, override_settings
from django.urls import reverse

from tests import factories
from tests.accounts.signing_in import sign_in, signed_in
from tests.pages import PageClient

pytestmark = pytest.mark.django_db
ARGON = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.Argon2PasswordHasher"])
LOCKED = "เข้าสู่ระบบไม่สำเร็จหลายครั้งเกินไป"


def alerts(response) -> list[str]:
    return response.context["form"].non_field_errors()


@pytest.mark.parametrize("login", ["somsri", "somsri@example.go.th", " SOMSRI@example.go.th "])
def test_sign_in_by_name_or_address(client: Client, login: str):
    factories.officer()
    response = sign_in(client, login)
    assert (response.status_code, response["Location"]) == (302, "/")
    assert signed_in(client)


def test_sign_in_says_the_same_for_unknown_person_and_wrong_password(client: Client):
    factories.officer()
    answers = [sign_in(client, login, "ไม่ใช่รหัสผ่าน") for login in ("somsri", "nobody")]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert alerts(answers[0]) == alerts(answers[1]) == ["ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง"]


@ARGON
def test_sign_in_takes_the_same_time_for_unknown_person(client: Client):
    factories.officer()

    def seconds(login: str) -> float:
        started = time.process_time()  # of the processor: what else the machine does is left out
        sign_in(client, login, "ไม่ใช่รหัสผ่าน")
        return time.process_time() - started

    known, unknown = min(seconds("somsri") for _ in range(3)), min(seconds("nobody") for _ in range(3))
    assert 0.5 < known / unknown < 2


def test_password_typed_is_not_sent_back(client: Client):
    factories.officer()
    assert b"secret-typed" not in sign_in(client, "somsri", "secret-typed").content


def test_sign_in_is_locked_after_five_failures_even_for_the_right_password(client: Client):
    factories.officer()
    for _ in range(5):
        sign_in(client, "somsri", "ผิด")
    answer = sign_in(client, "somsri")
    assert LOCKED in alerts(answer)[0]
    assert not signed_in(client)


def test_lock_out_is_not_escaped_by_a_forged_address_or_host(client: Client):
    factories.officer()
    for number in range(5):
        forged = {"x-forwarded-for": f"203.0.113.{number}", "host": f"localhost:{8000 + number}"}
        sign_in(client, "somsri", "ผิด", **forged)
    answer = sign_in(client, "somsri", **{"x-forwarded-for": "198.51.100.7", "host": "127.0.0.1:9"})
    assert LOCKED in alerts(answer)[0]


def test_one_persons_typos_lock_out_nobody_else_behind_the_same_address(client: Client):
    factories.officer()
    for _ in range(20):
        sign_in(Client(), "wichai", "ผิด")
    assert LOCKED in alerts(sign_in(Client(), "wichai", "ผิด"))[0]
    assert sign_in(client, "somsri").status_code == 302


def test_training_room_behind_one_address_gets_in(client: Client):
    factories.officer()
    for number in range(40):
        sign_in(Client(), f"name{number}", "ผิด")
    answers = [sign_in(Client(), "somsri").status_code for _ in range(40)]
    assert answers == [302] * 40


def test_guesses_from_one_address_are_limited_over_all_names(client: Client):
    factories.officer()
    for number in range(60):
        sign_in(client, f"name{number}", "ผิด", **{"x-forwarded-for": f"203.0.113.{number}"})
    assert LOCKED in alerts(sign_in(client, "somsri"))[0]


@override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1)
def test_declared_proxy_tells_the_address_and_its_forged_part_counts_nothing(client: Client):
    factories.officer()
    for number in range(60):
        sign_in(client, f"name{number}", "ผิด", **{"x-forwarded-for": f"203.0.113.{number}, 192.0.2.1"})
    assert LOCKED in alerts(sign_in(client, "somsri", **{"x-forwarded-for": "192.0.2.1"}))[0]
    assert sign_in(client, "somsri", **{"x-forwarded-for": "192.0.2.2"}).status_code == 302


@override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=2)
def test_request_beside_the_declared_proxies_is_refused_in_thai(client: Client):
    answer = sign_in(client, "somsri", **{"x-forwarded-for": "192.0.2.1"})
    assert answer.status_code == 403
    assert "ระบบไม่ทราบที่อยู่เครือข่ายของท่าน" in answer.content.decode()


def test_too_many_requests_are_answered_by_a_thai_page(client: Client):
    for _ in range(120):
        sign_in(client, "", "")
    answer = sign_in(client, "", "")
    assert answer.status_code == 429
    assert "ทำรายการถี่เกินไป" in answer.content.decode()


@pytest.mark.parametrize(
    "evil", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_sign_in_never_sends_elsewhere(client: Client, evil: str):
    factories.officer()
    data = {"login": "somsri", "password": factories.PASSWORD, "next": evil}
    assert client.post(reverse("account_login"), data)["Location"] == "/"


def test_sign_in_goes_on_to_the_page_that_was_asked_for(client: Client):
    factories.officer()
    closed = client.get(reverse("account"))
    assert closed["Location"] == "/accounts/login/?next=/accounts/"
    data = {"login": "somsri", "password": factories.PASSWORD, "next": "/accounts/"}
    assert client.post(reverse("account_login"), data)["Location"] == "/accounts/"


def test_deactivated_person_does_not_get_in(client: Client):
    person = factories.officer()
    person.is_active = False
    person.save()
    assert sign_in(client, "somsri")["Location"] == reverse("account_inactive")
    assert not signed_in(client)


def test_session_ends_when_the_person_is_deactivated(client: Client):
    person = factories.officer()
    client.force_login(person)
    assert signed_in(client)
    person.is_active = False
    person.save()
    assert not signed_in(client)


def test_session_gets_a_new_key_at_sign_in_and_ends_at_sign_out(client: Client):
    factories.officer()
    client.get(reverse("account_login"))
    sign_in(client, "somsri")
    stolen = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert client.get(reverse("account_logout")).status_code == 200
    assert client.post(reverse("account_logout"))["Location"] == "/"
    client.cookies[settings.SESSION_COOKIE_NAME] = stolen
    assert not signed_in(client)


def test_session_cookie_is_closed_to_scripts_and_other_sites(client: Client):
    factories.officer()
    cookie = sign_in(client, "somsri").cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")


def test_nobody_signs_up(client: Client):
    for answer in (client.get("/accounts/signup/"), client.post("/accounts/signup/", {"username": "new"})):
        assert "ระบบนี้ไม่เปิดให้สมัครด้วยตนเอง" in answer.content.decode()


def test_address_that_was_replaced_does_not_sign_in(client: Client):
    person = factories.officer()
    EmailAddress.objects.create(user=person, email=person.email)
    admin = PageClient()
    admin.force_login(factories.admin())
    data = {
        "first_name": "สมศรี",
        "email": "new@example.go.th",
        "role": "officer",
        "municipality": person.municipality.full_name,
    }
    assert admin.post(reverse("person", args=[person.pk]), data).status_code == 302
    assert sign_in(client, "somsri@example.go.th").status_code == 200
    assert sign_in(client, "new@example.go.th").status_code == 302
