"""The second step of signing in: setting it up, using it, losing the telephone."""

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.urls import reverse

from ita_portal.thai import thai_digits
from tests import factories
from tests.accounts.signing_in import (
    app_code,
    recovery_codes,
    set_up_in_browser,
    sign_in,
    signed_in,
    with_second_factor,
)

pytestmark = pytest.mark.django_db


def send_code(client: Client, code: str):
    return client.post(reverse("mfa_authenticate"), {"code": code})


def test_setting_up_gives_recovery_codes_too(client: Client):
    person = factories.officer()
    set_up_in_browser(client)
    assert sorted(row.type for row in Authenticator.objects.filter(user=person)) == ["recovery_codes", "totp"]
    assert client.get(reverse("account")).context["second_factor"]


@pytest.mark.django_db(transaction=True)
def test_person_is_told_that_it_was_set_up(client: Client):
    factories.officer()
    set_up_in_browser(client)
    assert [sent.subject for sent in mail.outbox] == ["[ระบบ ITA เทศบาล] เปิดใช้แอปยืนยันตัวตนแล้ว"]


def test_password_alone_no_longer_signs_in(client: Client):
    with_second_factor(factories.officer())
    assert sign_in(client, "somsri")["Location"] == reverse("mfa_authenticate")
    assert not signed_in(client)


@pytest.mark.parametrize("typed", [str, thai_digits, lambda code: f" {code[:3]} {code[3:]} "])
def test_code_of_the_app_signs_in_as_it_is_typed(client: Client, typed):
    with_second_factor(factories.officer())
    sign_in(client, "somsri")
    assert send_code(client, typed(app_code()))["Location"] == "/"
    assert signed_in(client)


def test_code_is_used_once(client: Client):
    with_second_factor(factories.officer())
    with time_machine.travel("2027-01-15T08:00:00Z", tick=False):
        code = app_code()
        sign_in(client, "somsri")
        send_code(client, code)
        thief = Client()
        sign_in(thief, "somsri")
        assert send_code(thief, code).context["form"].errors["code"] == ["รหัสไม่ถูกต้อง"]
    assert not signed_in(thief)


def test_recovery_code_is_used_once(client: Client):
    person = factories.officer()
    set_up_in_browser(client)
    code = recovery_codes(person)[0]
    for expected in (True, False):
        browser = Client()
        sign_in(browser, "somsri")
        send_code(browser, code)
        assert signed_in(browser) is expected
    assert code not in recovery_codes(person)


def test_guessing_codes_is_limited(client: Client):
    with_second_factor(factories.officer())
    sign_in(client, "somsri")
    for _ in range(10):
        send_code(client, "000000")
    error = send_code(client, app_code()).context["form"].errors["code"]
    assert error == ["เข้าสู่ระบบไม่สำเร็จหลายครั้งเกินไป กรุณาลองใหม่ภายหลัง"]
    assert not signed_in(client)


@pytest.mark.parametrize(
    "data", [{}, {"code": ""}, {"code": "\0"}, {"code": "๑" * 10_000}, {"credential": "{}"}]
)
def test_odd_code_is_refused_on_the_page(client: Client, data: dict[str, str]):
    with_second_factor(factories.officer())
    sign_in(client, "somsri")
    assert client.post(reverse("mfa_authenticate"), data).status_code == 200
    assert not signed_in(client)


def test_removing_it_asks_for_the_password_again(client: Client):
    person = with_second_factor(factories.officer())
    client.force_login(person)
    answer = client.post(reverse("mfa_deactivate_totp"))
    assert answer.status_code == 302
    assert Authenticator.objects.filter(user=person).exists()


def test_admin_lets_in_who_lost_the_telephone(client: Client):
    person = with_second_factor(factories.officer())
    admin = Client()
    admin.force_login(factories.admin())
    page = admin.get(reverse("person", args=[person.pk])).content.decode()
    assert reverse("person_second_factor", args=[person.pk]) in page
    admin.post(reverse("person_second_factor", args=[person.pk]))
    reasons = person.history.filter(history_user=factories.admin()).values_list(
        "history_change_reason", flat=True
    )
    assert list(reasons) == ["ผู้ดูแลระบบปิดการยืนยันตัวตนสองขั้นตอน"]
    assert sign_in(client, "somsri")["Location"] == "/"


def test_admin_keeps_the_own_second_step_unless_the_password_is_asked_for(client: Client):
    admin = with_second_factor(factories.admin())
    client.force_login(admin)
    assert client.post(reverse("person_second_factor", args=[admin.pk])).status_code == 403
    assert Authenticator.objects.filter(user=admin).exists()
