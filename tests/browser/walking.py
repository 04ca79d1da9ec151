"""Steps that several walks take: entering, fields and buttons by their Thai names, a step of the workflow."""

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Locator, Page, expect

from accounts.models import User
from measures.models import Plan
from tests import factories

PATIENCE = 60_000  # milliseconds for one thing to appear: a busy machine is no fault of the code
OpenPage = Callable[..., Page]
expect.set_options(timeout=PATIENCE)


def enter(context: BrowserContext, portal: str, user: User | None) -> Page:
    """A page of a browser in which this person is signed in already; None for a visitor."""
    if user:
        client = Client()
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": portal}])
    context.set_default_timeout(PATIENCE)
    return context.new_page()


def sign_in(page: Page, username: str = "somsri", password: str = factories.PASSWORD) -> None:
    """Fill in the sign-in page."""
    page.get_by_label("ชื่อผู้ใช้หรืออีเมล").fill(username)
    page.locator("[name=password]").fill(password)
    page.get_by_role("main").get_by_role("button", name="เข้าสู่ระบบ").click()


def documents(plan: Plan, after: str = "") -> str:
    """The address of a plan's documents, or of one page below it."""
    return f"/municipalities/{plan.municipality_id}/plans/{plan.fiscal_year}/documents/{after}"


def field(page: Page, label: str) -> Locator:
    """The text field with exactly this label (and the star of a required one)."""
    return page.get_by_role("textbox", name=re.compile(rf"^{label.replace('/', '.')}\*?$"))


def save(page: Page) -> None:
    """Press the page's main button and see that it was saved."""
    page.locator("main form[method=post] button.btn-primary").last.click()
    said(page)


def said(page: Page, sentence: str = "") -> None:
    """The page says that it is done, and what."""
    expect(page.locator(".messages .alert-success")).to_contain_text(sentence)


def press(within: Any, name: str) -> None:
    """Press the button whose name begins so."""
    within.get_by_role("button", name=re.compile(f"^{name}")).click()


def follow(within: Any, name: str) -> None:
    """Follow the first link whose name begins so."""
    within.get_by_role("link", name=re.compile(f"^{name}")).first.click()


def take(page: Page, step: str, *, note: str = "") -> None:
    """From a page with the buttons of a document: take this step, with a note where it needs one."""
    follow(page.get_by_role("main"), rf"{step}\s")
    if note:
        page.locator("[name=note]").fill(note)
    press(page.get_by_role("main"), f"ยืนยัน{step}")
    said(page, f"{step}แล้ว")
