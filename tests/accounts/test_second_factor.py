"""The second step of signing in: setting it up, using it, losing the telephone."""

import json
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from io import StringIO

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connections
from django.test import Client, override_settings
from django.urls import reverse

from accounts.factor_secrets import factors_are_readable
from accounts.second_factors import use_code
from ita_portal.thai import thai_digits
from tests import factories
from tests.accounts.signing_in import (
    SECRET,
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
    assert client.get(reverse("account")).context["person"].has_second_factor


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


@pytest.mark.parametrize(
    ("seconds", "gets_in"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)]
)
def test_clock_may_be_one_step_wrong(client: Client, seconds: int, gets_in: bool):
    with_second_factor(factories.officer())
    with time_machine.travel("2027-01-15T08:00:00Z", tick=False) as clock:
        code = app_code()
        clock.shift(seconds)
        sign_in(client, "somsri")
        send_code(client, code)
        assert signed_in(client) is gets_in


@pytest.mark.parametrize("seconds", [0, 29, 31, 59])
def test_code_is_used_once(client: Client, seconds: int):
    with_second_factor(factories.officer())
    with time_machine.travel("2027-01-15T08:00:00Z", tick=False) as clock:
        before = app_code()
        clock.shift(30)
        code = app_code()
        sign_in(client, "somsri")
        send_code(client, code)
        assert signed_in(client)
        clock.shift(seconds)
        for used in (code, before):
            thief = Client()
            sign_in(thief, "somsri")
            assert send_code(thief, used).context["form"].errors["code"] == ["รหัสไม่ถูกต้อง"]
            assert not signed_in(thief)


def test_code_that_switched_it_on_signs_nobody_in(client: Client):
    factories.officer()
    with time_machine.travel("2027-01-15T08:00:00Z", tick=False) as clock:
        set_up_in_browser(client)
        for _ in range(3):
            thief = Client()
            sign_in(thief, "somsri")
            with time_machine.travel("2027-01-15T08:00:00Z", tick=False):
                code = app_code(decrypt(Authenticator.objects.get(type="totp").data["secret"]))
            send_code(thief, code)
            assert not signed_in(thief)
            clock.shift(29)


@pytest.mark.django_db(transaction=True)
def test_two_who_send_the_same_code_at_once_are_not_both_let_in():
    person = with_second_factor(factories.officer())
    code = app_code()

    def send(_number: int) -> bool:
        try:
            return use_code(person, code) is not None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(send, range(4))) == [False, False, False, True]


def test_owner_who_is_known_gets_in_while_a_thief_of_the_password_guesses_codes(client: Client):
    with_second_factor(factories.officer())
    with time_machine.travel("2027-01-15T08:00:00Z", tick=False) as clock:
        sign_in(client, "somsri")
        send_code(client, app_code())
        client.post(reverse("account_logout"))
        thief = Client()
        sign_in(thief, "somsri")
        for _ in range(6):
            answer = send_code(thief, "000000")
        assert "หลายครั้งเกินไป" in answer.content.decode()
        clock.shift(30)
        sign_in(client, "somsri")
        send_code(client, app_code())
        assert signed_in(client)


def test_switching_it_on_ends_the_other_sessions(client: Client):
    factories.officer()
    elsewhere, before = Client(), Client()
    sign_in(elsewhere, "somsri")
    before.force_login(factories.officer())  # as a session from before there were rows of them
    set_up_in_browser(client)
    assert [signed_in(browser) for browser in (client, elsewhere, before)] == [True, False, False]


def test_secrets_are_stored_encrypted(client: Client):
    factories.officer()
    sign_in(client, "somsri")
    client.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD})
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    waiting = json.dumps([session.get_decoded() for session in Session.objects.all()])
    client.post(reverse("mfa_activate_totp"), {"code": app_code(secret)})
    stored = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in waiting + stored
    assert decrypt(Authenticator.objects.get(type="totp").data["secret"]) == secret
    assert "gAAAA" in Authenticator.objects.get(type="recovery_codes").data["seed"]


def test_another_secret_key_says_so_and_the_former_one_opens_them(client: Client):
    person = with_second_factor(factories.officer())
    former = settings.SECRET_KEY
    with override_settings(SECRET_KEY="of another machine"):
        sign_in(client, "somsri")
        refused = send_code(client, app_code())
        assert (refused.status_code, "SECRET_KEY_FALLBACKS" in refused.content.decode()) == (403, True)
        client.force_login(person)
        assert client.get(reverse("mfa_index")).status_code == 200
        assert not factors_are_readable()
    with override_settings(SECRET_KEY="of another machine", SECRET_KEY_FALLBACKS=[former]):
        assert factors_are_readable()
        again = Client()
        sign_in(again, "somsri")
        send_code(again, app_code())
        assert signed_in(again)


def test_migration_encrypts_what_is_stored_and_takes_it_back():
    factor = Authenticator.objects.create(
        user=factories.officer(), type="totp", data={"secret": SECRET, "other": 1}
    )
    migration = import_module("accounts.migrations.0008_encrypted_factors")
    migration.encrypt(apps, None)
    factor.refresh_from_db()
    assert (decrypt(factor.data["secret"]), factor.data["other"]) == (SECRET, 1)
    migration.decrypt(apps, None)
    factor.refresh_from_db()
    assert factor.data == {"secret": SECRET, "other": 1}


def test_command_lets_in_who_lost_the_telephone_and_the_last_admin():
    person = with_second_factor(factories.admin())
    browser = Client()
    browser.force_login(person)
    said = StringIO()
    call_command("remove_second_factor", "ADMIN", stdout=said)
    assert "removed" in said.getvalue()
    assert not Authenticator.objects.exists()
    assert not signed_in(browser)
    with pytest.raises(CommandError, match="ไม่พบบัญชี"):
        call_command("remove_second_factor", "nobody")


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
