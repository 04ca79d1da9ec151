"""Passkeys without a device: what was made up is refused; tests/browser/test_passkeys.py has a real one."""

import json

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client, override_settings
from django.urls import reverse

from accounts.models import User
from tests import factories
from tests.accounts.signing_in import app_code, english, sign_in, signed_in, with_second_factor

pytestmark = [pytest.mark.django_db]
OFFERED = override_settings(PASSKEYS=True)
MADE_UP = [
    "", "null", "1", "[]", "{}", '"x"', '{"id": "x"}', "\0", "{" * 5000, "9" * 5000, "[" * 100_000,
    json.dumps({"id": "eHg", "rawId": "eHg", "type": "public-key", "response": {}}),
    json.dumps({"id": "eHg", "rawId": "eHg", "type": "public-key", "response": {
        "clientDataJSON": "e30", "authenticatorData": "eHg", "signature": "eHg", "userHandle": "MQ"}}),
    json.dumps({"id": "eHg", "rawId": "eHg", "type": "public-key", "response": {
        "clientDataJSON": "e30", "attestationObject": "oA", "userHandle": 7}}),
]  # fmt: skip


def with_passkey(person: User, name: str = "โทรศัพท์") -> Authenticator:
    """A row of one, of which no device has the other half."""
    return Authenticator.objects.create(user=person, type="webauthn", data={"name": name, "credential": {}})


@pytest.mark.parametrize("credential", MADE_UP)
def test_made_up_credential_signs_nobody_in(client: Client, credential: str):
    factories.officer()
    address = reverse("mfa_login_webauthn")
    client.get(address, headers={"accept": "application/json"})
    assert client.post(address, {"credential": credential})["Location"] == reverse("account_login")
    assert not signed_in(client)


@pytest.mark.parametrize("credential", MADE_UP)
def test_made_up_credential_is_no_second_step_and_no_new_passkey(client: Client, credential: str):
    with_second_factor(factories.officer())
    sign_in(client, "somsri")
    assert client.post(reverse("mfa_authenticate"), {"credential": credential}).status_code == 200
    assert not signed_in(client)
    client.post(reverse("mfa_authenticate"), {"code": app_code()})
    client.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD})
    client.get(reverse("mfa_add_webauthn"))
    assert (
        client.post(reverse("mfa_add_webauthn"), {"name": "x", "credential": credential}).status_code == 200
    )
    assert not Authenticator.objects.filter(type="webauthn").exists()


def test_address_of_the_portal_is_whom_it_is_made_for(client: Client):
    with override_settings(PORTAL_URL="https://ita.example.go.th", ALLOWED_HOSTS=["*"]):
        options = client.get(
            reverse("mfa_login_webauthn"), headers={"accept": "application/json"}, HTTP_HOST="evil.example"
        )
        asked = options.json()["request_options"]["publicKey"]
        assert (asked["rpId"], asked["userVerification"]) == ("ita.example.go.th", "required")
        assert get_adapter().get_public_key_credential_rp_entity()["id"] == "ita.example.go.th"


@OFFERED
def test_pages_offer_it_in_thai(client: Client):
    person = factories.officer()
    assert "ใช้พาสคีย์" in client.get(reverse("account_login")).content.decode()
    client.force_login(person)
    client.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD})
    row = with_passkey(person)
    for name, args in [
        ("account_login", []),
        ("mfa_list_webauthn", []),
        ("mfa_edit_webauthn", [row.pk]),
        ("mfa_remove_webauthn", [row.pk]),
    ]:
        assert set(english(client.get(reverse(name, args=args)))) <= {"JavaScript"}, name
    Authenticator.objects.all().delete()
    for name in ("mfa_index", "mfa_add_webauthn", "mfa_list_webauthn"):
        assert set(english(client.get(reverse(name)))) <= {"PIN", "JavaScript"}, name


def test_no_page_speaks_of_it_where_no_browser_offers_it(client: Client):
    assert not settings.PASSKEYS  # http://127.0.0.1
    assert "พาสคีย์" not in client.get(reverse("account_login")).content.decode()
    client.force_login(factories.officer())
    assert "พาสคีย์" not in client.get(reverse("mfa_index")).content.decode()
    client.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD})
    assert "https เท่านั้น" in client.get(reverse("mfa_add_webauthn")).content.decode()


@OFFERED
def test_second_step_offers_it_to_nobody_who_has_none(client: Client):
    with_second_factor(factories.officer())
    sign_in(client, "somsri")
    assert "ใช้พาสคีย์" not in client.get(reverse("mfa_authenticate")).content.decode()


def test_wrong_ones_are_counted_where_it_is_known_whose_they_should_be(client: Client):
    with_second_factor(factories.officer())
    sign_in(client, "somsri")
    for _ in range(6):
        page = client.post(reverse("mfa_authenticate"), {"credential": '{"id": "x"}'})
    assert "หลายครั้งเกินไป" in str(page.context["webauthn_form"].errors)
