"""The look at a page finds what it is there to find."""

import re

from playwright.sync_api import Page

from tests.browser.looking import faults
from tests.browser.test_fixtures import show

GOOD = """<!DOCTYPE html><html lang="th-TH"><meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>งาน · ระบบ ITA เทศบาล</title><main><h1>งาน</h1>{}</main></html>"""
WORD = "x" * 60


def found(page: Page, markup: str) -> list[str]:
    """What is said of a good page with this in it."""
    show(page, GOOD.format(markup))
    return [re.sub(r"x{9,}", "…", fault) for fault in faults(page)]


def test_good_page_has_no_fault(page: Page) -> None:
    assert found(page, "<p>ข้อความ</p>") == []


def test_second_heading_and_second_id_are_found(page: Page) -> None:
    plain = [fault for fault in found(page, '<h1 id="a">อื่น</h1><p id="a">ก</p>') if ":" not in fault]
    assert plain == ["2 h1", "id a twice"]


def test_link_without_an_address_is_found(page: Page) -> None:
    assert "leads nowhere a.: กลับ" in found(page, '<p><a href="">กลับ</a></p>')


def test_barrier_is_found(page: Page) -> None:
    assert "label: input" in found(page, "<input>")


def test_what_is_too_wide_for_a_phone_is_found(page: Page) -> None:
    assert found(page, f'<p class="long">{WORD}</p>')[:2] == [
        "320 px: wider than the window",
        "320 px: wide p.long: …",
    ]


def test_what_is_cut_off_is_found_where_it_does_not_scroll(page: Page) -> None:
    box = (
        '<div tabindex="0" role="region" aria-label="ตาราง" style="overflow:{};width:9rem">' + WORD + "</div>"
    )
    assert found(page, box.format("auto")) == []
    assert found(page, box.format("hidden")) == ["320 px: cut div.: …", "200 %: cut div.: …"]


def test_letters_that_do_not_grow_are_found(page: Page) -> None:
    fixed = "<style>html { font-size: 17px }</style>"
    assert found(page, fixed) == ["letters do not follow the browser's size: 17 px"]


def test_page_without_title_and_in_another_language_is_found(page: Page) -> None:
    show(page, GOOD.format("").replace("th-TH", "en").replace("งาน · ระบบ ITA เทศบาล", "Work"))
    assert {"lang en", "title 'Work'"} <= set(faults(page))
