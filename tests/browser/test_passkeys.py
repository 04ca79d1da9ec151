"""A passkey in a real browser: added, used alone, used as the second step, refused by the device."""

import pytest
from allauth.mfa.models import Authenticator
from django.conf import LazySettings
from playwright.sync_api import CDPSession, Page, expect

from tests import factories
from tests.browser.walking import OpenPage, press, sign_in

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(page_of: OpenPage, settings: LazySettings) -> Page:
    """A visitor, where the portal is reached by a name under which browsers offer passkeys."""
    settings.PASSKEYS = True
    return page_of(None)


@pytest.fixture
def authenticator(page: Page) -> tuple[CDPSession, str]:
    """Chromium's own authenticator, for this page: the session that steers it and its number."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return session, made["authenticatorId"]


def sign_out(page: Page) -> None:
    page.goto("/accounts/logout/")
    page.locator("main form button").first.click()


def test_passkey_is_added_and_signs_in(page: Page, authenticator: tuple[CDPSession, str]) -> None:
    person = factories.officer()
    page.goto("/accounts/login/")
    sign_in(page)
    page.goto("/accounts/2fa/webauthn/add/")
    page.locator("[name=password]").fill(factories.PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.locator("[name=name]").fill("โทรศัพท์")
    page.locator("#mfa_webauthn_add").click()
    expect(page.locator(".messages .alert-success").first).to_contain_text("เพิ่มพาสคีย์แล้ว")
    assert [row.type for row in Authenticator.objects.filter(user=person).order_by("pk")] == [
        "webauthn",
        "recovery_codes",
    ]
    page.goto("/accounts/2fa/webauthn/")
    expect(page.get_by_role("row", name="โทรศัพท์")).to_be_visible()

    sign_out(page)
    page.goto("/accounts/login/")
    press(page, "ใช้พาสคีย์")
    page.wait_for_url("**/municipalities/**")

    sign_out(page)
    page.goto("/accounts/login/")
    sign_in(page)
    press(page, "ใช้พาสคีย์")
    page.wait_for_url("**/municipalities/**")

    sign_out(page)
    session, number = authenticator
    session.send("WebAuthn.setUserVerified", {"authenticatorId": number, "isUserVerified": False})
    page.goto("/accounts/login/")
    press(page, "ใช้พาสคีย์")
    expect(page.get_by_role("alert")).to_contain_text("ใช้พาสคีย์ไม่สำเร็จ")
