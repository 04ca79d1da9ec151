"""Admin and reviewer set up a second factor before anything else, where the operator or https asks for it."""

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.urls import reverse

from ita_portal.environment import read_environment
from tests import factories
from tests.accounts.signing_in import set_up_in_browser, sign_in, with_second_factor

pytestmark = [pytest.mark.django_db]
REQUIRED = override_settings(SECOND_FACTOR_REQUIRED=True)
SET_UP = "/accounts/2fa/totp/activate/"


@REQUIRED
@pytest.mark.parametrize("person", [factories.admin, factories.reviewer])
def test_who_has_none_is_led_to_switching_it_on(client: Client, person):
    name = person().username
    sign_in(client, name)
    for name in ("desk", "account", "mfa_index", "people", "admin:index", "municipality_list"):
        address = reverse(name)
        assert client.get(address).headers.get("Location") == SET_UP, address
    assert client.post("/accounts/people/invite/", {"email": "x@example.go.th"})["Location"] == SET_UP
    page = client.get(SET_UP)  # at once: the password was given just now
    assert "ต้องใช้การยืนยันตัวตนสองขั้นตอน" in page.content.decode()
    assert client.get(reverse("account_logout")).status_code == 200


@REQUIRED
def test_who_has_switched_it_on_goes_on(client: Client):
    factories.admin()
    set_up_in_browser(client, "admin")
    assert client.get(reverse("mfa_view_recovery_codes")).status_code == 200
    assert client.get(reverse("people")).status_code == 200


@REQUIRED
def test_who_has_switched_it_off_is_led_back(client: Client):
    factories.reviewer()
    set_up_in_browser(client, factories.reviewer().username)
    client.post(reverse("mfa_deactivate_totp"))
    assert client.get("/desk/").headers.get("Location") == SET_UP


@REQUIRED
def test_officer_and_public_pages_are_left_alone(client: Client):
    factories.officer()
    sign_in(client, "somsri")
    assert client.get(reverse("account")).status_code == 200
    admin = Client()
    admin.force_login(factories.admin())
    assert admin.get(reverse("account_reset_password")).status_code == 200


@REQUIRED
def test_it_costs_no_query(client: Client, django_assert_num_queries):
    client.force_login(with_second_factor(factories.admin()))
    with django_assert_num_queries(2):  # session, person
        client.get(reverse("account"))


@pytest.mark.parametrize(
    ("variables", "required"),
    [
        ({}, False),
        ({"PORTAL_URL": "https://ita.example.go.th"}, True),
        ({"PORTAL_URL": "https://ita.example.go.th", "REQUIRE_SECOND_FACTOR": "no"}, False),
        ({"REQUIRE_SECOND_FACTOR": "yes"}, True),
    ],
)
def test_https_asks_for_it_unless_the_operator_says_otherwise(variables: dict[str, str], required: bool):
    assert read_environment(variables, settings.BASE_DIR).require_second_factor is required
