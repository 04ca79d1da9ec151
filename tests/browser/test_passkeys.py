"""A passkey in a real browser: added, used, removed and refused; each page is looked at."""

from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from django.conf import LazySettings
from django.urls import resolve
from playwright.sync_api import CDPSession, Page, expect

from tests import factories
from tests.browser.looking import faults
from tests.browser.test_every_page import PASSKEYS
from tests.browser.walking import OpenPage, follow, press, sign_in

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


def add_one(page: Page) -> None:
    """From the page that adds one to the list of the person's own."""
    page.locator("[name=name]").fill("โทรศัพท์")
    press(page, "เพิ่มพาสคีย์")
    expect(page.locator(".messages .alert-success").first).to_contain_text("เพิ่มพาสคีย์แล้ว")
    page.goto("/accounts/2fa/webauthn/")


def verify_no_more(authenticator: tuple[CDPSession, str]) -> None:
    """From now on the device finds that somebody else holds it."""
    session, number = authenticator
    session.send("WebAuthn.setUserVerified", {"authenticatorId": number, "isUserVerified": False})


def refused(page: Page, sentence: str = "ใช้พาสคีย์ไม่สำเร็จ") -> None:
    expect(page.get_by_role("alert").filter(visible=True)).to_contain_text(sentence)


def test_passkey_is_added_signs_in_and_is_removed(page: Page, authenticator: tuple[CDPSession, str]) -> None:
    person = factories.officer()
    page.goto("/accounts/login/")
    sign_in(page)
    page.goto("/accounts/2fa/webauthn/add/")
    page.locator("[name=password]").fill(factories.PASSWORD)
    press(page, "ยืนยัน")
    add_one(page)
    assert [row.type for row in Authenticator.objects.filter(user=person).order_by("pk")] == [
        "webauthn",
        "recovery_codes",
    ]
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

    page.goto("/accounts/2fa/webauthn/")
    follow(page, "ลบ โทรศัพท์")
    follow(page, "ใช้พาสคีย์")
    press(page, "ใช้พาสคีย์")
    press(page, "ลบพาสคีย์")
    expect(page.get_by_role("main")).to_contain_text("ยังไม่มีพาสคีย์")
    sign_out(page)
    page.goto("/accounts/login/")
    press(page, "ใช้พาสคีย์")  # the device has it still
    expect(page.locator(".messages")).to_contain_text("อาจถูกลบออกจากบัญชีแล้ว")


class Look:
    """What is wrong with the pages of a walk, by their states, and which pages those were."""

    def __init__(self, page: Page) -> None:
        self.page, self.found, self.seen = page, dict[str, list[str]](), set[str]()

    def at(self, state: str) -> None:
        """Look at the open page."""
        self.found[state] = faults(self.page)
        self.seen.add(resolve(urlsplit(self.page.url).path).url_name)

    @property
    def wrong(self) -> dict[str, list[str]]:
        return {state: faults for state, faults in self.found.items() if faults}


def test_pages_that_keep_passkeys_have_no_fault_in_any_state(
    page: Page, authenticator: tuple[CDPSession, str]
) -> None:
    """None yet, to add one, one, a second one for the same device, renamed, to remove it."""
    look = Look(page)
    factories.officer()
    page.goto("/accounts/login/")
    sign_in(page)
    page.goto("/accounts/2fa/webauthn/")
    look.at("none yet")
    follow(page, "เพิ่มพาสคีย์")
    page.locator("[name=password]").fill(factories.PASSWORD)
    press(page, "ยืนยัน")
    look.at("to add one")
    add_one(page)
    look.at("one")
    follow(page, "เพิ่มพาสคีย์")
    press(page, "เพิ่มพาสคีย์")
    refused(page, "มีพาสคีย์ของบัญชีนี้อยู่แล้ว")
    look.at("a second one for the same device")
    page.goto("/accounts/2fa/webauthn/")
    follow(page, "เปลี่ยนชื่อ โทรศัพท์")
    look.at("to rename it")
    page.locator("[name=name]").fill(" ")
    page.locator("#mfa_webauthn_edit").click()
    expect(page.locator(".invalid-feedback")).to_be_visible()
    look.at("renamed to nothing")
    page.locator("[name=name]").fill("กุญแจสีดำ")
    page.locator("#mfa_webauthn_edit").click()
    follow(page, "ลบ กุญแจสีดำ")
    expect(page.locator("h1")).to_contain_text("กุญแจสีดำ")
    look.at("to remove it")
    assert look.wrong == {}
    assert look.seen == PASSKEYS - {"mfa_login_webauthn", "mfa_reauthenticate_webauthn"}


def test_pages_that_ask_for_a_passkey_have_no_fault_in_any_state(
    page: Page, authenticator: tuple[CDPSession, str]
) -> None:
    """Signing in, the second step, the page before something sensitive; each as it is, and refused."""
    look = Look(page)
    factories.officer()
    page.goto("/accounts/login/")
    look.at("sign-in")
    sign_in(page)
    page.goto("/accounts/2fa/webauthn/add/")
    page.locator("[name=password]").fill(factories.PASSWORD)
    press(page, "ยืนยัน")
    add_one(page)
    verify_no_more(authenticator)
    page.goto("/accounts/2fa/webauthn/reauthenticate/")
    look.at("again")
    press(page, "ใช้พาสคีย์")
    refused(page)
    look.at("again, refused")
    sign_out(page)
    page.goto("/accounts/login/")
    press(page, "ใช้พาสคีย์")
    refused(page)
    look.at("sign-in, refused")
    sign_in(page)
    expect(page.locator("[name=code]")).to_be_visible()
    look.at("second step")
    press(page, "ใช้พาสคีย์")
    refused(page)
    look.at("second step, refused")
    assert look.wrong == {}
    assert look.seen == {"account_login", "mfa_authenticate", "mfa_reauthenticate_webauthn"}
