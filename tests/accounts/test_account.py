"""A person's own account, and the Thai of every page about it."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from pytest_django.asserts import assertInHTML

from tests import factories
from tests.accounts.signing_in import english, set_up_in_browser, sign_in, with_second_factor

pytestmark = pytest.mark.django_db
PAGES_FOR_ALL = [
    "account_login",
    "account_signup",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
]
OWN_PAGES = [
    "account",
    "account_logout",
    "account_change_password",
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
]
PAGES_OF_SECOND_FACTOR = [
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
]


def confirm_password(client: Client) -> None:
    client.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD})


@pytest.mark.parametrize(
    ("person", "role", "place"),
    [
        (factories.officer, "เจ้าหน้าที่ ITA ของเทศบาล", "เทศบาลเมืองเขลางค์นคร"),
        (factories.reviewer, "ผู้ตรวจทานระดับจังหวัด", "จังหวัดลำปาง"),
        (factories.admin, "ผู้ดูแลระบบ", "ทั้งระบบ"),
    ],
)
def test_account_shows_role_and_place(client: Client, person, role: str, place: str):
    client.force_login(person())
    page = client.get(reverse("account")).content.decode()
    assertInHTML(f"<dd>{role}</dd>", page, count=1)
    assertInHTML(f"<dd>{place}</dd>", page, count=1)


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'])
def test_account_escapes_what_was_typed(client: Client, text: str):
    person = factories.officer()
    person.first_name = person.position = text
    person.save()
    client.force_login(person)
    page = client.get(reverse("account")).content.decode()
    assert (text in page, escape(text) in page) == (False, True)


def test_account_asks_the_database_little(client: Client, django_assert_num_queries):
    client.force_login(factories.officer())
    with django_assert_num_queries(2):  # session, person with place and second factor
        client.get(reverse("account"))


@pytest.mark.parametrize("name", PAGES_FOR_ALL)
def test_page_for_all_has_no_english(client: Client, name: str):
    assert english(client.get(reverse(name))) == []


@pytest.mark.parametrize("name", OWN_PAGES)
def test_own_page_has_no_english(client: Client, name: str):
    factories.officer()
    sign_in(client, "somsri")
    confirm_password(client)
    shown = client.get(reverse(name))
    if name == "mfa_activate_totp":
        shown.content = shown.content.replace(shown.context["form"].secret.encode(), b"")
    assert english(shown) == []


@pytest.mark.parametrize("name", PAGES_OF_SECOND_FACTOR)
def test_page_of_second_factor_has_no_english(client: Client, name: str):
    factories.officer()
    set_up_in_browser(client)
    assert english(client.get(reverse(name), follow=True)) == []


def test_second_step_has_no_english(client: Client):
    with_second_factor(factories.officer())
    sign_in(client, "somsri")
    assert english(client.get(reverse("mfa_authenticate"))) == []


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("account_login", {}),
        ("account_login", {"login": "a\0b", "password": "x"}),
        ("account_login", {"login": "x" * 10_000, "password": "x"}),
        ("account_reset_password", {"email": "ไม่ใช่อีเมล"}),
        ("account_change_password", {"oldpassword": "x", "password1": "12345", "password2": "123"}),
        ("account_reauthenticate", {"password": "x"}),
        ("mfa_activate_totp", {"code": "000000"}),
    ],
)
def test_refusal_has_no_english(client: Client, name: str, data: dict[str, str]):
    factories.officer()
    if not name.startswith(("account_login", "account_reset")):
        sign_in(client, "somsri")
        confirm_password(client)
    shown = client.post(reverse(name), data)
    if name == "mfa_activate_totp":
        shown.content = shown.content.replace(shown.context["form"].secret.encode(), b"")
    shown.content = shown.content.replace(b"x" * 10_000, b"")
    assert shown.status_code == 200
    assert b"is-invalid" in shown.content or b"alert-danger" in shown.content
    assert english(shown) == []
