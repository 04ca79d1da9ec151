"""Hands that only have a keyboard: Tab reaches every action in order, and one sees where one is."""

import pytest
from playwright.sync_api import Page, expect

from tests import factories
from tests.browser.walking import OpenPage, documents

MOST = 200  # presses of Tab: no page has so many stops
# What has the keyboard: its name, whether it lies open to the eye at its first line, whether it is marked.
WHERE_JS = """() => {
  const one = document.activeElement, style = getComputedStyle(one);
  if (one === document.body) return null;
  const box = one.getClientRects()[0];
  const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
  const there = document.elementFromPoint(box.left + box.width / 2, (top + bottom) / 2);
  const marked = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const by = one.labels?.[0] ?? document.getElementById(one.getAttribute("aria-labelledby"));
  const name = one.getAttribute("aria-label") || (by ?? one).textContent || one.value || "";
  return { name: name.replace(/\\s+/g, " ").trim(), open: one.contains(there), marked };
}"""


def stops(page: Page) -> list[str]:
    """The names of all that Tab stops at; nothing covers what has the keyboard, and it is marked."""
    names, unseen = [], []
    for _ in range(MOST):
        page.keyboard.press("Tab")
        here = page.evaluate(WHERE_JS)
        if here is None:
            break
        names.append(here["name"])
        if not (here["open"] and here["marked"]):
            unseen.append(here)
    assert unseen == []
    return names


def in_order(names: list[str], *wanted: str) -> list[str]:
    """Which of these beginnings were not met in this order."""
    rest = iter(names)
    return [begin for begin in wanted if not any(name.startswith(begin) for name in rest)]


def press_until(page: Page, name: str) -> None:
    """Tab to what is called so."""
    for _ in range(MOST):
        page.keyboard.press("Tab")
        if (here := page.evaluate(WHERE_JS)) and here["name"].startswith(name):
            return
    pytest.fail(f"Tab never reaches {name}")


def test_tab_reaches_every_action_of_the_documents(page_of: OpenPage) -> None:
    plan = factories.complete_plan()
    page = page_of(factories.officer())
    page.goto(documents(plan))
    first = ("ดูตัวอย่าง", "ไฟล์ PDF", "ไฟล์ Word", "ตรวจความครบถ้วน", "ประวัติ", "ส่งตรวจทาน")
    assert in_order(stops(page), "ข้ามไปยังเนื้อหา", *first, *first, "ดาวน์โหลดข้อมูล") == []


def test_comment_is_written_by_keyboard(page_of: OpenPage) -> None:
    report = factories.report(factories.complete_plan(), state="submitted")
    page = page_of(factories.reviewer())
    page.goto(documents(report.plan, "plan/"))
    press_until(page, "ให้ความเห็นต่อทั้งเอกสาร")
    page.keyboard.press("Enter")
    press_until(page, "ความเห็น")
    page.keyboard.type("โปรดเพิ่มหลักฐาน")
    press_until(page, "ส่งความเห็น")
    page.keyboard.press("Enter")
    expect(page.locator("li.comment")).to_contain_text("โปรดเพิ่มหลักฐาน")


def test_tab_reaches_every_part_of_a_preview(page_of: OpenPage) -> None:
    report = factories.report(factories.complete_plan(), state="submitted")
    factories.comment(report)
    page = page_of(factories.reviewer())
    page.goto(documents(report.plan, "plan/"))
    wanted = ("ไฟล์ PDF", "ให้ผ่านการตรวจทาน", "ส่งกลับให้แก้ไข", "ปิดความเห็น", "ตอบความเห็นนี้", "ให้ความเห็นต่อทั้งเอกสาร")
    assert in_order(stops(page), *wanted, "ให้ความเห็นที่ส่วนนี้", "ให้ความเห็นที่ส่วนนี้") == []


@pytest.mark.parametrize("width", [320, 1280])
def test_documents_are_accepted_on_the_desk_by_keyboard(width: int, page_of: OpenPage) -> None:
    plan = factories.complete_plan()
    for kind in ("plan", "results"):
        factories.report(plan, kind, state="submitted")
    page = page_of(factories.reviewer())
    page.set_viewport_size({"width": width, "height": 640})
    page.goto("/desk/")
    wanted = ("เลือก", "เทศบาลเมืองเขลางค์นคร", "เหตุผลที่ส่งกลับ", "ตรวจดูก่อนให้เอกสารที่เลือกผ่าน", "ส่งเอกสารที่เลือกกลับ")
    assert in_order(stops(page), *wanted) == []
    press_until(page, "เลือก")
    page.keyboard.press("Space")
    press_until(page, "ตรวจดูก่อนให้เอกสารที่เลือกผ่าน")
    page.keyboard.press("Enter")
    expect(page.get_by_role("checkbox")).to_be_checked()
    press_until(page, "ยืนยันให้เอกสารที่เลือกผ่านการตรวจทาน")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="ดำเนินการแล้ว")).to_be_visible()


def test_focus_goes_to_what_is_wrong_in_a_form(page_of: OpenPage) -> None:
    plan = factories.complete_plan()
    page = page_of(factories.officer())
    page.goto(documents(plan).replace("documents/", "measures/add/"))
    page.locator("main form[method=post] .btn-primary").last.press("Enter")
    link = page.locator("#problems a").first
    link.press("Enter")
    expect(page.locator(link.get_attribute("href"))).to_be_focused()
