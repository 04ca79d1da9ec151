"""Linking one's account to an outside provider, and signing in by it: real HTTP, real signatures."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts import linking, people
from accounts.models import LinkedIdentity, User
from tests import factories
from tests.accounts.by_provider import by_provider, leads_to, link, linked, refusal
from tests.accounts.signing_in import app_code, english, sign_in, signed_in, with_second_factor
from tests.oidc_provider import Provider
from tests.racing import overtaken

pytestmark = pytest.mark.django_db


def test_person_links_the_account_once_and_signs_in_by_it_from_then_on(client: Client, provider: Provider):
    person = factories.officer()
    sign_in(client, "somsri")
    assert "ยังไม่ได้ผูกบัญชี" in client.get(reverse("account")).content.decode()
    assert link(client, provider)["Location"] == reverse("account")
    page = client.get(reverse("account")).content.decode()
    assert "ผูกบัญชีแล้ว" in page
    assert "ผูกบัญชีกับ ThaID แล้ว" in page
    assert person.history.first().history_change_reason == "ผูกบัญชีกับ ThaID"
    assert [message.subject for message in mail.outbox] == ["[ระบบ ITA เทศบาล] ผูกบัญชีกับ ThaID"]
    other = Client()
    assert by_provider(other, provider)["Location"] == reverse("home")
    assert other.get(reverse("account")).context["user"] == person


def test_nothing_is_kept_of_what_the_provider_tells(client: Client, provider: Provider):
    linked(provider, factories.officer())
    by_provider(client, provider)
    row = LinkedIdentity.objects.values("issuer", "subject").get()
    assert row["issuer"] == provider.issuer
    assert re.fullmatch("[0-9a-f]{64}", row["subject"])
    kept = str(dict(client.session)) + str(LinkedIdentity.objects.values_list().get())
    assert not any(
        told in kept for told in (provider.subject, "1234567890123", "eyJ", "code_verifier", "nonce")
    )


def test_stranger_to_the_portal_is_told_to_link_and_no_account_is_made(client: Client, provider: Provider):
    factories.officer()
    provider.claims = {"email": "somsri@example.go.th", "email_verified": True}
    assert "ผูกบัญชีกับ ThaID ที่หน้า “บัญชีของฉัน”" in refusal(by_provider(client, provider))
    assert not signed_in(client)
    assert (User.objects.count(), LinkedIdentity.objects.count()) == (1, 0)


def test_second_step_is_asked_for_all_the_same(client: Client, provider: Provider):
    linked(provider, factories.officer())
    with_second_factor(User.objects.get())
    assert by_provider(client, provider)["Location"] == reverse("mfa_authenticate")
    assert not signed_in(client)
    client.post(reverse("mfa_authenticate"), {"code": app_code()})
    assert signed_in(client)


def test_who_must_have_a_second_factor_is_led_to_it(client: Client, provider: Provider, settings: Any):
    linked(provider, factories.admin())
    settings.SECOND_FACTOR_REQUIRED = True
    by_provider(client, provider)
    assert client.get(reverse("account"))["Location"] == reverse("mfa_activate_totp")


def test_closed_account_is_refused_as_by_the_password(client: Client, provider: Provider):
    person = linked(provider, factories.officer())
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert by_provider(client, provider)["Location"] == reverse("account_inactive")
    assert not signed_in(client)


def test_wrong_passwords_of_strangers_do_not_keep_the_owner_out(client: Client, provider: Provider):
    linked(provider, factories.officer())
    for _ in range(6):
        sign_in(Client(), "somsri", "wrong")
    assert "Location" not in sign_in(Client(), "somsri").headers
    by_provider(client, provider)
    assert signed_in(client)


def test_page_that_was_asked_for_comes_next_if_it_is_the_portals(client: Client, provider: Provider):
    linked(provider, factories.officer())
    assert by_provider(client, provider, next=reverse("account"))["Location"] == reverse("account")
    for elsewhere in ("https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"):
        assert by_provider(Client(), provider, next=elsewhere)["Location"] == reverse("home")


def test_link_ends_on_the_own_page_by_the_password(client: Client, provider: Provider):
    person = linked(provider, factories.officer())
    sign_in(client, "somsri")
    asked = client.post(reverse("provider_unlink"))
    assert reverse("account_reauthenticate") in asked["Location"]
    assert LinkedIdentity.objects.exists()
    assert client.post(asked["Location"], {"password": factories.PASSWORD})["Location"] == reverse("account")
    assert not LinkedIdentity.objects.exists()
    assert person.history.first().history_change_reason == "ยกเลิกการผูกบัญชีกับ ThaID"
    assert mail.outbox[-1].subject.endswith("ยกเลิกการผูกบัญชีกับ ThaID")
    refusal(by_provider(Client(), provider))
    assert client.post(reverse("provider_unlink"))["Location"] == reverse("account")  # nothing left: no fault
    assert len(mail.outbox) == 2


def test_linking_and_its_end_close_the_other_sessions(client: Client, provider: Provider):
    factories.officer()
    elsewhere = Client()
    sign_in(elsewhere, "somsri")
    sign_in(client, "somsri")
    link(client, provider)
    assert (signed_in(client), signed_in(elsewhere)) == (True, False)
    by_provider(elsewhere, provider)
    client.post(reverse("provider_unlink"))
    assert (signed_in(client), signed_in(elsewhere)) == (True, False)


def test_identity_belongs_to_one_account(client: Client, provider: Provider):
    linked(provider, factories.officer())
    factories.admin()
    sign_in(client, "admin")
    assert "ผูกกับบัญชีอื่นในระบบแล้ว" in refusal(link(client, provider))
    assert LinkedIdentity.objects.get().person.username == "somsri"


def test_other_identity_takes_the_place_of_the_former_one(client: Client, provider: Provider):
    person = linked(provider, factories.officer())
    provider.subject = "another"
    linked(provider, person)
    by_provider(client, provider)
    assert signed_in(client)
    provider.subject = "1-2345-67890-12-3"
    refusal(by_provider(Client(), provider))


def test_link_to_another_provider_signs_nobody_in(client: Client, provider: Provider):
    linked(provider, factories.officer())
    LinkedIdentity.objects.update(issuer="https://other.example")
    refusal(by_provider(client, provider))
    sign_in(client, "somsri")
    assert "ยังไม่ได้ผูกบัญชี" in client.get(reverse("account")).content.decode()


def test_former_key_of_the_portal_still_finds_the_link(client: Client, provider: Provider, settings: Any):
    linked(provider, factories.officer())
    settings.SECRET_KEY, former = "x" * 50, settings.SECRET_KEY
    refusal(by_provider(client, provider))
    settings.SECRET_KEY_FALLBACKS = [former]
    by_provider(client, provider)
    assert signed_in(client)
    settings.SECRET_KEY_FALLBACKS = []
    by_provider(other := Client(), provider)
    assert signed_in(other)


@pytest.mark.django_db(transaction=True)
def test_of_two_accounts_that_link_one_identity_at_once_one_is_refused(provider: Provider):
    factories.admin()
    factories.officer()
    first, second = Client(), Client()
    backs = []
    for client, name in ((first, "admin"), (second, "somsri")):
        sign_in(client, name)
        asked = client.post(
            client.post(reverse("provider_link"))["Location"], {"password": factories.PASSWORD}
        )
        backs.append(provider.comes_back(leads_to(asked)))
    late = overtaken(lambda: second.get(backs[1]), by=lambda: first.get(backs[0]))
    assert "ผูกกับบัญชีอื่นในระบบแล้ว" in refusal(late)
    assert [row.person.username for row in LinkedIdentity.objects.all()] == ["admin"]


def test_database_itself_holds_one_account_to_an_identity(client: Client, provider: Provider):
    """Whatever does not take the lock; the page says the same."""
    linked(provider, factories.officer())
    factories.admin()
    sign_in(client, "admin")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(linking, "identity_of", lambda *_: None)
        assert "ผูกกับบัญชีอื่นในระบบแล้ว" in refusal(link(client, provider))


DEEDS: dict[str, Callable[[User, User], object]] = {
    "another password": lambda person, by: people.give_password(person, "อีกรหัส-กระดาษเปล่า-2570", by),
    "closing": lambda person, by: people.set_active(person, by, active=False),
    "a lost telephone": lambda person, by: people.remove_second_factor(with_second_factor(person), by),
    "the same on the machine": lambda person, _by: people.remove_lost_factor(with_second_factor(person)),
}


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
def test_account_won_back_or_closed_is_linked_no_more(provider: Provider, deed: Callable[..., object]):
    person = linked(provider, factories.officer())
    deed(person, factories.admin())
    assert not LinkedIdentity.objects.exists()


def test_forgotten_password_ends_the_link_and_a_changed_one_does_not(client: Client, provider: Provider):
    person = linked(provider, factories.officer())
    sign_in(client, "somsri")
    changed = {
        "oldpassword": factories.PASSWORD,
        "password1": "สี่คำ ที่ไม่ เกี่ยวกัน เลย",
        "password2": "สี่คำ ที่ไม่ เกี่ยวกัน เลย",
    }
    assert client.post(reverse("account_change_password"), changed).status_code == 302
    by_provider(other := Client(), provider)
    assert signed_in(other)
    uid, _, key = people.password_key(User.objects.get(pk=person.pk)).partition("-")
    address = Client().get(reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": key}))
    visitor = Client()
    visitor.get(reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": key}))
    del changed["oldpassword"]
    assert visitor.post(address["Location"], changed).status_code == 302
    refusal(by_provider(Client(), provider))


def test_without_a_provider_nothing_speaks_of_one_and_its_addresses_are_not_there(client: Client):
    assert "provider" not in client.get(reverse("account_login")).content.decode()
    factories.officer()
    for name in ("provider_sign_in", "provider_callback"):
        assert {client.get(reverse(name)).status_code, client.post(reverse(name)).status_code} == {404}
    sign_in(client, "somsri")
    assert "provider" not in client.get(reverse("account")).content.decode()
    for name in ("provider_sign_in", "provider_callback", "provider_link", "provider_unlink"):
        assert {client.get(reverse(name)).status_code, client.post(reverse(name)).status_code} == {404}


def test_pages_are_thai_and_cost_one_question_more(client: Client, provider: Provider):
    page = client.get(reverse("account_login"))
    assert "เข้าสู่ระบบด้วย ThaID" in page.content.decode()
    assert set(english(page)) <= {"ThaID"}
    assert provider.asked == []
    factories.officer()
    sign_in(client, "somsri")
    assert set(english(client.get(reverse("account")))) <= {"ThaID"}
    away = client.post(client.post(reverse("provider_link"))["Location"], {"password": factories.PASSWORD})
    assert set(english(away)) <= {"ThaID"}
