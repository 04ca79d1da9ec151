"""What every page is looked at for: barriers, a heading, a title, the language, a phone, large letters."""

import re
from collections.abc import Iterator
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# WCAG 2.2 AA with the size of targets, which axe asks only where its tag is named, and the good practice.
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
PORTAL = "· ระบบ ITA เทศบาล"
SCRIPT = Path(__file__).with_name("faults.js").read_text(encoding="utf-8")
SMALL, LARGE = 320, 1280
TWICE = 2 * 16  # pixels: letters of a browser as it comes are 16


def faults(page: Page) -> list[str]:
    """Everything that is wrong with the open page, at each size; [] when nothing is."""
    return [*_plain(page), *barriers(page), *_small(page), *_twice_as_large(page)]


def barriers(page: Page) -> list[str]:
    """What axe finds, as "rule: element"."""
    answer = Axe().run(page, options={"runOnly": {"type": "tag", "values": list(RULES)}})
    return [
        f"{rule['id']}: {' '.join(map(str, node['target']))}"
        for rule in answer.response["violations"]
        for node in rule["nodes"]
    ]


def _plain(page: Page) -> Iterator[str]:
    yield from page.evaluate(SCRIPT)["plain"]
    title = re.sub(r"\s+", " ", page.title()).strip()
    if not title.endswith(PORTAL) or title == PORTAL:
        yield f"title {title!r}"


def _small(page: Page) -> Iterator[str]:
    """On a phone of 320 px nothing is cut off, and nothing scrolls sideways but what is meant to."""
    page.set_viewport_size({"width": SMALL, "height": 900})
    yield from (f"320 px: {fault}" for fault in page.evaluate(SCRIPT)["size"])
    page.set_viewport_size({"width": LARGE, "height": 900})


def _twice_as_large(page: Page) -> Iterator[str]:
    """The same with letters of twice the size, as a reader sets them in the browser.

    The session stays open: when one ends, Chromium takes the page's virtual authenticator away.
    """
    session = page.context.new_cdp_session(page)
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    size = page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
    if size < TWICE:
        yield f"letters do not follow the browser's size: {size} px"
    yield from (f"200 %: {fault}" for fault in page.evaluate(SCRIPT)["size"])
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 16, "fixed": 13}})
