"""Fixtures of the browser tests: Debian's Chromium, Thai and Bangkok, no foreign host, pictures of a page."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import LazySettings
from django.conf import settings as portal
from playwright.sync_api import BrowserContext, Page, Request
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.browser.walking import OpenPage, enter

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
WIDTHS = (1280, 360)
SCREENSHOTS = portal.VAR_DIR / "screenshots"
QUIET = (
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # Whatever a page or Chromium itself asks for elsewhere is not even looked up.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test in this directory is a browser test."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session", autouse=True)
def _allow_database() -> Iterator[None]:
    """Playwright keeps an event loop in this thread, so Django takes the test for async code; it is not."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    """Debian's Chromium (or the one that CHROMIUM names); without any the tests are skipped."""
    names = (os.environ.get("CHROMIUM", ""), *CHROMIUM_NAMES)
    chromium = next((path for name in names if name and (path := shutil.which(name))), None)
    if chromium is None:
        pytest.skip("needs Chromium")
    sandbox = ("--no-sandbox",) if os.geteuid() == 0 else ()
    return {**browser_type_launch_args, "executable_path": chromium, "args": [*QUIET, *sandbox]}


@pytest.fixture(scope="session")
def base_url(live_server: LiveServer) -> str:
    """Addresses in the tests are relative to the portal: page.goto("/")."""
    return live_server.url


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    """A visitor in Thailand at an ordinary screen."""
    size = {"width": WIDTHS[0], "height": 900}
    return {**browser_context_args, "locale": "th-TH", "timezone_id": "Asia/Bangkok", "viewport": size}


@pytest.fixture
def foreign_requests() -> list[str]:
    """The addresses outside the portal that the pages of this test asked for."""
    return []


@pytest.fixture
def new_context(
    new_context: Callable[..., BrowserContext], base_url: str, foreign_requests: list[str]
) -> Iterator[Callable[..., BrowserContext]]:
    """The test fails where a page of any context asks another host for anything."""

    def watched(**arguments: object) -> BrowserContext:
        context = new_context(**arguments)
        context.on("request", lambda request: _note_foreign(request, base_url, foreign_requests))
        return context

    yield watched
    assert foreign_requests == []


def _note_foreign(request: Request, portal: str, foreign: list[str]) -> None:
    """Keep the address of a request that leaves the portal; data: and blob: stay in the page."""
    address = urlsplit(request.url)
    if address.scheme in ("http", "https", "ws", "wss") and address.netloc != urlsplit(portal).netloc:
        foreign.append(request.url)


@pytest.fixture
def page_of(new_context: Callable[..., BrowserContext], base_url: str, settings: LazySettings) -> OpenPage:
    """Call it with a user (None: a visitor) and options of the context: a page in a browser of their own."""
    settings.PORTAL_URL = base_url  # permanent addresses lead to this portal

    def opened(user: User | None, **arguments: object) -> Page:
        return enter(new_context(**arguments), base_url, user)

    return opened


@pytest.fixture
def take_pictures(page: Page) -> Callable[[str], None]:
    """Call it with a name: the page at each of WIDTHS goes to var/screenshots/NAME-WIDTH.png."""

    def take(name: str) -> None:
        before = page.viewport_size
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=SCREENSHOTS / f"{name}-{width}.png", full_page=True)
        if before:
            page.set_viewport_size(before)

    return take
