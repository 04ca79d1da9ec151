"""The whole way of an officer, as สมศรี walks it once a year: from the ten scores to both documents."""

import io
import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import time_machine
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests import factories
from tests.browser.walking import PATIENCE, field, save, sign_in

NOW = datetime(2025, 10, 20, 3, tzinfo=UTC)
SCORES = dict(
    zip(
        range(1, 11),
        ["๙๐.๖๔", "๙๒.๑๒", "๙๕.๕๕", "๗๔.๕๔", "๘๙.๙๘", "๙๒.๑๑", "๘๙.๘๑", "๗๘.๘๙", "๙๐", "๑๐๐"],
        strict=True,
    )
)
MEASURES = (
    ("ทะเบียนยืมคืนทรัพย์สินกลาง", ["4"], "แก้ไขเร่งด่วน", "กองคลัง"),
    ("ติดตามข้อเสนอของประชาชน", ["8"], "แก้ไขเร่งด่วน", "สำนักปลัดเทศบาล"),
    ("รักษามาตรฐานการป้องกันการทุจริต", ["10", "3"], "รักษาระดับ", "ทุกกอง"),
)


@pytest.fixture
def officer_page(page: Page) -> Page:
    """A page in which สมศรี has just signed in."""
    place = factories.officer().municipality
    place.website = "https://khelang.example.go.th"
    place.save()
    page.set_default_timeout(PATIENCE)
    page.goto("/accounts/login/")
    sign_in(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("เทศบาลเมืองเขลางค์นคร")
    return page


def step(page: Page, name: str) -> None:
    """Go to a step of the cycle by its tab."""
    tab = page.get_by_role("navigation", name="ขั้นตอนของรอบการประเมิน").get_by_role(
        "link", name=re.compile(f"^{name} ")
    )
    tab.click()
    expect(tab).to_have_attribute("aria-current", "page")


def enter_scores(page: Page) -> None:
    """Ten scores in Thai digits; the total and the level stand beside them before anything is saved."""
    for number, score in SCORES.items():
        page.locator(f"[name=score_{number}]").fill(score)
    field(page, "คะแนนรวมที่ประกาศ").fill("๙๐.๖๕")
    page.get_by_label("ระดับที่ประกาศ").select_option("ผ่าน")
    expect(page.locator("#comparison")).to_contain_text("คำนวณได้ ๙๐.๖๕ ตรงกับคะแนนรวมที่ประกาศ")
    save(page)
    expect(page.locator("[name=score_4]")).to_have_value("74.54")


def analyse(page: Page) -> None:
    """One analysis for each of the ten indicators."""
    for number in SCORES:
        stance = {4: "urgent", 8: "urgent", 10: "maintain", 3: "maintain"}.get(number, "improve")
        page.locator(f"[name='{number}-stance'][value={stance}]").check()
        page.locator(f"[name='{number}-text']").fill(f"ผลวิเคราะห์ของตัวชี้วัดที่ {number}")
    save(page)


def plan_measures(page: Page) -> None:
    """Start the plan and add three measures."""
    page.get_by_role("button", name=re.compile("^เริ่มแผน")).click()
    for title, about, stance, unit in MEASURES:
        page.get_by_role("link", name=re.compile("^เพิ่มมาตรการ(แรก)?$")).first.click()
        field(page, "มาตรการ/กิจกรรม").fill(title)
        page.get_by_label("ประเด็น").select_option(index=1 + MEASURES.index((title, about, stance, unit)))
        for code in about:
            page.locator(f"[name=about][value='{code}']").check()
        page.get_by_label(stance).check()
        field(page, "ขั้นตอน/วิธีการปฏิบัติ").fill("ประชุมชี้แจง\nดำเนินการ\nสรุปผล")
        field(page, "ผู้รับผิดชอบ").fill(unit)
        save(page)
        step(page, "แผนมาตรการ")
    field(page, "วันที่ประชุมผู้บริหาร").fill("๗ กันยายน ๒๕๖๗")
    field(page, "ชื่อผู้ลงนาม").fill("นายทดสอบ เดินทาง")
    field(page, "ตำแหน่งผู้ลงนาม").fill("นายกเทศมนตรีเมืองเขลางค์นคร")
    field(page, "วันที่ลงนาม").fill("30/9/2567")
    save(page)


def report_results(page: Page) -> None:
    """What came of each measure, and of all together."""
    for number in range(1, len(MEASURES) + 1):
        page.goto(re.sub(r"results/.*", f"results/{number}/", page.url))
        page.get_by_label("ดำเนินการแล้วเสร็จ").check()
        field(page, "ผลการดำเนินการ").fill(f"ดำเนินการตามมาตรการที่ {number} ครบทุกขั้นตอน")
        field(page, "ผลลัพธ์หรือความสำเร็จ").fill(f"ผลของมาตรการที่ {number} เป็นไปตามเป้าหมาย")
        save(page)
    page.goto(re.sub(r"results/.*", "results/", page.url))
    field(page, "ผลลัพธ์หรือความสำเร็จในภาพรวม").fill("ทุกมาตรการแล้วเสร็จ")
    save(page)


def pdf_text(page: Page, kind: str) -> str:
    """The text of a document's PDF, opened with the session of the page."""
    answer = page.request.get(re.sub(r"documents/.*", f"documents/{kind}.pdf", page.url))
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    pages = PdfReader(io.BytesIO(answer.body())).pages
    return re.sub(r"\s", "", "".join(sheet.extract_text() for sheet in pages))


def test_officer_walks_from_scores_to_both_documents(
    officer_page: Page, take_pictures: Callable[[str], None]
) -> None:
    page = officer_page
    place = factories.municipality()
    with time_machine.travel(NOW):
        page.goto(f"/municipalities/{place.pk}/assessments/2567/")
        enter_scores(page)
        step(page, "การวิเคราะห์")
        analyse(page)
        step(page, "แผนมาตรการ")
        plan_measures(page)
        step(page, "ตรวจความครบถ้วน")
        expect(page.get_by_text("ต้องแก้ไข: ทุกมาตรการมีผลการดำเนินการและผลลัพธ์")).to_be_visible()
        step(page, "ผลการดำเนินการ")
        report_results(page)
        step(page, "ตรวจความครบถ้วน")
        expect(page.locator(".checklist__sign--error")).to_have_count(0)
        take_pictures("journey-checks")
        step(page, "เอกสาร")
        plan, results = pdf_text(page, "plan"), pdf_text(page, "results")
    for title, *_ in MEASURES:
        assert title in plan
        assert title in results
    assert "๙๐.๖๕" in plan
    assert "ทุกมาตรการแล้วเสร็จ" in results
