"""What is pasted with JavaScript: read beside its field, and a table taken with its cells."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from measures.models import Measure
from tests import factories
from tests.browser.looking import faults
from tests.browser.walking import OpenPage, press, said

pytestmark = pytest.mark.slow
TABLE = """
<table>
<tr><td><p>ลำดับ</p></td><td>มาตรการ</td><td>ขั้นตอน</td><td>ผู้รับผิดชอบ</td></tr>
<tr><td colspan=4><p>ตัวชี้วัดที่ ๔ การใช้ทรัพย์สินของราชการ</p></td></tr>
<tr><td>๑</td><td>จัดทำคู่มือ</td><td><p>๑.&nbsp;ประชุม</p><p>๒.&nbsp;ติด "ป้าย"</p></td>
    <td rowspan=2><p>สำนักปลัด</p><p>กองคลัง</p></td></tr>
<tr><td>๒</td><td>อบรม</td><td>จัดอบรม</td></tr>
</table>
"""
PASTE = """([field, html]) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/html", html);
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


def test_text_is_read_while_it_is_typed_and_said_once(page_of: OpenPage) -> None:
    plan = factories.plan()
    page = page_of(factories.officer())
    page.goto(reverse("measure_add", args=[plan.municipality_id, 2568]) + "?about=4")
    page.locator("[name=title]").fill("มาตรการยืมคืน")
    steps, units = page.locator("[name=steps]"), page.locator("[name=responsible]")
    steps.fill("๑. ทบทวนคู่มือ ๒. ติดป้าย")
    units.fill("กองคลังและกองช่าง")
    expect(steps).to_have_value("ทบทวนคู่มือ\nติดป้าย")
    page.locator("[name=starts_on]").fill("๒๐ ธ.ค. ๖๗")
    page.locator("[name=ends_on]").fill("31/3/2568")
    expect(page.locator("#div_id_starts_on")).to_contain_text("ว่า ๒๐ ธันวาคม ๒๕๖๗")
    assert faults(page) == []

    press(page.locator("#div_id_steps"), "ใช้ข้อความตามที่พิมพ์")
    expect(steps).to_have_value("๑. ทบทวนคู่มือ ๒. ติดป้าย")
    press(page.locator("#div_id_responsible"), "แยกเป็น")
    expect(units).to_have_value("กองคลัง\nกองช่าง")
    page.get_by_role("button", name="เพิ่มมาตรการ").click()
    said(page)
    expect(page).to_have_url(re.compile("/plans/2568/$"))
    row = Measure.objects.get()
    assert (row.steps, row.responsible) == (["๑. ทบทวนคู่มือ ๒. ติดป้าย"], ["กองคลัง", "กองช่าง"])


def test_table_of_the_clipboard_is_taken_with_its_cells(page_of: OpenPage) -> None:
    plan = factories.plan()
    page = page_of(factories.officer())
    page.goto(reverse("plan", args=[plan.municipality_id, 2568]))
    page.get_by_role("link", name="วางตารางจาก Word หรือ Excel").click()
    pasted = page.locator("[name=pasted]")
    pasted.evaluate("(field, html) => (" + PASTE + ")([field, html])", TABLE)
    press(page, "อ่านตาราง")
    expect(page.get_by_role("heading", name="อ่านได้ ๒ แถว")).to_be_visible()
    assert faults(page) == []
    press(page, "บันทึกสิ่งที่เลือก")
    said(page, "เพิ่มมาตรการ ๒ รายการ")
    first, second = plan.measures.all()
    assert (first.title, first.steps) == ("จัดทำคู่มือ", ["ประชุม", 'ติด "ป้าย"'])
    assert first.responsible == second.responsible == ["สำนักปลัด", "กองคลัง"]
    assert [each.about for each in first.targets.all()] == ["4"]
