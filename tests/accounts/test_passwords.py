"""Changing a password, and getting another by e-mail."""

import re

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from accounts.models import User
from accounts.people import remove_second_factor
from outbox import faults
from outbox.models import Mail
from tests import factories
from tests.accounts.signing_in import app_code, sign_in, signed_in, with_second_factor
from tests.mails import SMTP, use_queue, work_off

pytestmark = pytest.mark.django_db
NEW = "รหัสใหม่-กระดาษเปล่า-2570"


def change(client: Client, *, old: str = factories.PASSWORD, new: str = NEW):
    data = {"oldpassword": old, "password1": new, "password2": new}
    return client.post(reverse("account_change_password"), data)


def ask_for_link(client: Client, email: str):
    return client.post(reverse("account_reset_password"), {"email": email})


def link(message: EmailMultiAlternatives) -> str:
    return re.search(r"http://127.0.0.1:8000(\S+/key/\S+)", message.body)[1]


def reset(client: Client, message: EmailMultiAlternatives, new: str = NEW):
    """Open the link of the mail and send another password."""
    opened = client.get(link(message), follow=True)
    data = {"password1": new, "password2": new}
    return client.post(opened.redirect_chain[-1][0], data) if opened.redirect_chain else opened


def test_changed_password_ends_every_session(client: Client):
    factories.officer()
    elsewhere = Client()
    for browser in (client, elsewhere):
        sign_in(browser, "somsri")
    assert change(client)["Location"] == reverse("account_login")
    assert (signed_in(client), signed_in(elsewhere)) == (False, False)
    assert sign_in(client, "somsri").status_code == 200
    assert sign_in(client, "somsri", NEW).status_code == 302


def test_password_change_needs_the_present_one(client: Client):
    client.force_login(factories.officer())
    answer = change(client, old="ผิด")
    assert answer.context["form"].errors["oldpassword"] == ["กรุณากรอกรหัสผ่านปัจจุบัน"]
    assert signed_in(client)


@pytest.mark.parametrize("weak", ["12345678901", "password", "somsri01", "สั้น"])
def test_weak_password_is_refused(client: Client, weak: str):
    client.force_login(factories.officer())
    assert "password1" in change(client, new=weak).context["form"].errors


def test_person_is_told_of_a_changed_password(client: Client):
    client.force_login(factories.officer())
    change(client)
    assert [(sent.to, sent.subject) for sent in mail.outbox] == [
        (["somsri@example.go.th"], "[ระบบ ITA เทศบาล] เปลี่ยนรหัสผ่านแล้ว")
    ]
    assert "หากท่านไม่ได้ทำรายการนี้ โปรดแจ้งผู้ดูแลระบบของหน่วยงานท่านทันที" in mail.outbox[0].body


def test_failing_mail_server_does_not_undo_the_change(client: Client, settings):
    use_queue(settings, SMTP, port=1)  # where nobody listens
    client.force_login(factories.officer())
    assert change(client).status_code == 302
    work_off()
    assert Mail.objects.get().reason == faults.UNREACHABLE
    assert sign_in(client, "somsri", NEW).status_code == 302


def test_link_in_the_mail_sets_another_password_once(client: Client):
    factories.officer()
    asked = ask_for_link(client, "Somsri@Example.go.th")
    assert asked["Location"] == reverse("account_reset_password_done")
    assert reset(client, mail.outbox[0])["Location"] == reverse("account_reset_password_from_key_done")
    assert sign_in(client, "somsri", NEW).status_code == 302
    again = Client().get(link(mail.outbox[0]))
    assert again.context["token_fail"]


def test_link_is_in_no_row_once_it_is_sent(client: Client, settings):
    use_queue(settings)
    factories.officer()
    ask_for_link(client, "somsri@example.go.th")
    assert "/key/" in Mail.objects.get().body
    (sent,) = work_off()
    assert Mail.objects.count() == 0
    assert "/key/" not in str(list(DBTaskResult.objects.values()))
    assert reset(client, sent)["Location"] == reverse("account_reset_password_from_key_done")


def test_reset_ends_sessions_elsewhere(client: Client):
    factories.officer()
    elsewhere = Client()
    sign_in(elsewhere, "somsri")
    ask_for_link(client, "somsri@example.go.th")
    reset(client, mail.outbox[0])
    assert not signed_in(elsewhere)


def test_asking_for_a_link_says_the_same_for_unknown_address(client: Client):
    factories.officer()
    answers = [ask_for_link(client, email) for email in ("somsri@example.go.th", "nobody@example.go.th")]
    assert [answer["Location"] for answer in answers] == [reverse("account_reset_password_done")] * 2
    assert "ไม่มีบัญชีในระบบที่ใช้อีเมลนี้" in mail.outbox[1].body


def test_asking_for_links_is_limited(client: Client):
    factories.officer()
    answers = [ask_for_link(client, "somsri@example.go.th").status_code for _ in range(6)]
    assert answers == [302] * 5 + [429]


def test_deactivated_person_gets_no_link(client: Client):
    person = factories.officer()
    person.is_active = False
    person.save()
    ask_for_link(client, person.email)
    assert [sent.body for sent in mail.outbox if "/key/" in sent.body] == []


@pytest.mark.parametrize("key", ["1-abc-def", "zzzzzzzzzzzzz-abc-def", "1-set-password", "0-a"])
def test_made_up_link_is_refused(client: Client, key: str):
    assert client.get(f"/accounts/password/reset/key/{key}/").context["token_fail"]


def with_short_password(person: User) -> str:
    """A password of eight signs, as who has a second factor may choose it."""
    person.set_password("ก7ฟื-xq2")
    person.save()
    return "ก7ฟื-xq2"


@pytest.mark.parametrize("how", ["by the person", "by an admin", "never had one"])
def test_who_has_no_second_factor_any_more_chooses_a_longer_password_first(client: Client, how: str):
    person = factories.officer()
    short = with_short_password(person)
    if how != "never had one":
        with_second_factor(person)
        sign_in(client, "somsri", short)
        client.post(reverse("mfa_authenticate"), {"code": app_code()})
        assert client.get(reverse("account")).status_code == 200  # good with a second factor
    if how == "by the person":
        client.post(reverse("account_reauthenticate"), {"password": short})
        client.post(reverse("mfa_deactivate_totp"))
        client.post(reverse("account_logout"))
    elif how == "by an admin":
        remove_second_factor(person, factories.admin())
    sign_in(client, "somsri", short)
    for name in ("account", "mfa_index", "sessions"):
        assert client.get(reverse(name))["Location"] == reverse("account_change_password")
    page = client.get(reverse("account_change_password")).content.decode()
    assert "สั้นกว่า ๑๒ ตัวอักษร" in page
    assert change(client, old=short, new="สั้นไป-8x").context["form"].errors
    change(client, old=short)
    sign_in(client, "somsri", NEW)
    assert client.get(reverse("account")).status_code == 200


def test_second_factor_makes_a_short_password_good_again(client: Client):
    short = with_short_password(factories.officer())
    sign_in(client, "somsri", short)
    client.post(reverse("account_reauthenticate"), {"password": short})
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": app_code(secret)})
    assert client.get(reverse("account")).status_code == 200


def test_strangers_requests_keep_nobody_from_asking_for_a_link():
    person = factories.officer()
    stranger = Client(REMOTE_ADDR="203.0.113.9")
    assert [ask_for_link(stranger, person.email).status_code for _ in range(6)] == [302] * 5 + [429]
    assert ask_for_link(Client(), person.email).status_code == 302
    assert len(mail.outbox) == 6


def test_no_more_than_ten_links_an_hour_are_mailed_but_to_a_known_browser():
    person = factories.officer()
    owner = Client()
    sign_in(owner, "somsri")
    owner.post(reverse("account_logout"))
    mail.outbox.clear()
    for number in range(4):
        for _ in range(5):
            assert ask_for_link(Client(REMOTE_ADDR=f"203.0.113.{number}"), person.email).status_code == 302
    assert len(mail.outbox) == 10
    assert ask_for_link(owner, person.email).status_code == 302
    assert len(mail.outbox) == 11
    assert reset(Client(), mail.outbox[0]).status_code == 302  # the first one is still good
