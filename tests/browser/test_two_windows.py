"""Two officers with one page each in the same form: what each typed is there, and collisions are asked."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests import factories
from tests.browser.conftest import SCREENSHOTS
from tests.browser.looking import faults
from tests.browser.test_keyboard import press_until
from tests.browser.walking import OpenPage, said, save
from tests.portal.test_two_windows import ONE_FIELD, PAGES, EditedPage, named

ASKED = "#conflict"


def scores() -> str:
    factories.assessment()
    return reverse("assessment", args=[factories.municipality().pk, 2567])


def analyses() -> str:
    row = factories.assessment()
    for about in ("4", "8"):
        factories.analysis(row, about)
    return reverse("analyses", args=[factories.municipality().pk, 2567])


def measure() -> str:
    factories.measure(factories.plan(), follow_up="เดิม", analysis="เดิม")
    return reverse("measure", args=[factories.municipality().pk, 2568, 1])


FORMS = [
    (scores, "score_1", "91.00", "92.00", "score_2", "93.00"),
    (analyses, "4-text", "ข้อความของเขา", "ข้อความของเรา", "8-text", "อีกช่องหนึ่ง"),
    (measure, "analysis", "ข้อความของเขา", "ข้อความของเรา", "follow_up", "อีกช่องหนึ่ง"),
]


def typed(page: Page, name: str) -> Any:
    """The field, unfolded where it is folded away."""
    field = page.locator(f"#editing [name='{name}']")
    folded = page.locator("#editing details:not([open])").filter(has=page.locator(f"[name='{name}']"))
    if folded.count():
        folded.locator("summary").first.click()
    return field


@pytest.mark.slow
@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form[0].__name__)
def test_two_windows_of_one_form(
    page_of: OpenPage, form: tuple[Callable[[], str], str, str, str, str, str], script: bool
) -> None:
    opened, name, theirs, mine, other, value = form
    address, first = opened(), page_of(factories.officer(), java_script_enabled=script)
    second = page_of(factories.officer(), java_script_enabled=script)
    first.goto(address)
    second.goto(address)
    typed(first, name).fill(theirs)
    save(first)

    typed(second, other).fill(value)
    save(second)
    expect(second.locator(".messages")).to_contain_text("ระบบรวมให้แล้ว")

    second.goto(address)
    first.goto(address)
    typed(first, name).fill(mine)
    save(first)
    typed(second, name).fill("90.00" if theirs[0].isdigit() else "ข้อความที่สาม")
    second.locator("#editing button.btn-primary").last.click()
    expect(second.locator(ASKED)).to_contain_text("แก้ไขไม่ตรงกัน ๑ แห่ง")
    expect(second.locator(ASKED)).to_contain_text(mine)
    if script:
        assert faults(second) == []
    second.get_by_label("ใช้ที่ผู้อื่นบันทึกไว้").check()
    second.get_by_role("button", name="บันทึกตามที่เลือก").click()
    said(second)
    second.goto(address)
    expect(typed(second, name)).to_have_value(mine)
    expect(typed(second, other)).to_have_value(value)


@pytest.mark.slow
def test_both_texts_are_kept_by_the_keyboard_alone(page_of: OpenPage) -> None:
    address, first, second = measure(), page_of(factories.officer()), page_of(factories.officer())
    first.goto(address)
    second.goto(address)
    for page, text in ((first, "ข้อความของเขา"), (second, "ข้อความของเรา")):
        typed(page, "analysis").fill(text)
        page.locator("#editing button.btn-primary").last.click()
    expect(second.locator(ASKED)).to_be_visible()
    second.screenshot(path=SCREENSHOTS / "two-windows.png", full_page=True)
    press_until(second, "ใช้ของท่าน")
    for _ in range(2):
        second.keyboard.press("ArrowDown")
    press_until(second, "บันทึกตามที่เลือก")
    second.keyboard.press("Enter")
    said(second)
    second.goto(address)
    expect(typed(second, "analysis")).to_have_value(re.compile("^ข้อความของเขา\nข้อความของเรา$"))


def put(page: Page, name: str, value: str) -> None:
    """Give a field of the form another value, as a person does: type, choose, tick."""
    found = typed(page, name)
    match found.first.evaluate("field => field.type"):
        case "radio":
            page.locator(f"#editing [name='{name}'][value='{value}']").check()
        case "select-one":
            found.select_option(value)
        case _:
            found.fill(value)


def shown(page: Page, name: str) -> str:
    """The value that the form shows."""
    return str(page.evaluate("name => new FormData(document.getElementById('editing')).get(name)", name))


def send(page: Page) -> None:
    main = page.locator("#editing button.btn-primary")
    (main if main.count() else page.locator("#editing button[type=submit]")).last.click()


@pytest.mark.slow
@pytest.mark.parametrize("form", PAGES + ONE_FIELD, ids=named)
def test_two_windows_of_every_form(page_of: OpenPage, form: EditedPage) -> None:
    address, first, second = form.address, page_of(form.who()), page_of(form.who())

    first.goto(address)
    second.goto(address)
    put(first, form.field, form.theirs)
    send(first)
    said(first)
    put(second, form.field, form.mine)
    send(second)
    expect(second.locator(ASKED)).to_be_visible()
    second.get_by_label("ใช้ของท่าน").check()
    second.get_by_role("button", name="บันทึกตามที่เลือก").click()
    said(second)
    first.goto(address)
    second.goto(address)
    assert shown(second, form.field) == form.mine
    if not form.other:
        return

    put(first, form.field, form.theirs)
    send(first)
    said(first)
    put(second, form.other, form.value)
    send(second)
    said(second)
    second.goto(address)
    assert shown(second, form.field) == form.theirs
    assert shown(second, form.other) == form.value
