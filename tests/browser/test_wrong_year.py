"""A year begun by mistake, as สมศรี mends it: the wrong year gets scores, and moves to the right one."""

from datetime import UTC, datetime

import pytest
import time_machine
from playwright.sync_api import Page, expect

from assessments.models import Assessment, Score
from measures.models import Measure, Plan
from tests import factories
from tests.browser.looking import faults
from tests.browser.walking import OpenPage, follow, press, said, save

NOW = datetime(2025, 10, 20, 3, tzinfo=UTC)


@pytest.fixture
def somsri(page_of: OpenPage) -> Page:
    """An officer's page."""
    return page_of(factories.officer())


@time_machine.travel(NOW)
def test_scores_typed_into_the_wrong_year_move_to_the_right_one(somsri: Page) -> None:
    home = f"/municipalities/{factories.municipality().pk}/"
    somsri.goto(f"{home}assessments/2567/")
    for code, value in factories.SCORES_2567.items():
        somsri.locator(f"[name=score_{code}]").fill(value)
    save(somsri)
    somsri.goto(f"{home}plans/2568/")
    press(somsri.get_by_role("main"), "เริ่มแผน")
    factories.measure(Plan.objects.get())

    somsri.goto(f"{home}assessments/2567/")
    somsri.get_by_text("เริ่มผิดปีหรือไม่").click()
    follow(somsri.get_by_role("main"), "ย้ายไปปีที่ถูกต้อง")
    assert faults(somsri) == []
    expect(somsri.locator(".further-steps li").first).to_contain_text("ผลที่ประกาศล่าสุด")
    somsri.locator(".further-steps a").first.click()
    expect(somsri.get_by_role("main")).to_contain_text("คะแนนตัวชี้วัด ๑๐ ตัว")
    assert faults(somsri) == []

    press(somsri.get_by_role("main"), "ยืนยันการย้าย")
    expect(somsri.get_by_role("main")).to_contain_text("กรุณาเลือกว่าจะเลื่อนระยะเวลา")
    somsri.get_by_label("เลื่อนไปข้างหน้า ๑ ปี").check()
    press(somsri.get_by_role("main"), "ยืนยันการย้าย")
    said(somsri, "ย้าย")

    assert [row.fiscal_year for row in Assessment.objects.all()] == [2568]
    assert [str(row.value) for row in Score.objects.order_by("pk")] == list(factories.SCORES_2567.values())
    assert [(row.plan.fiscal_year, row.starts_on.year) for row in Measure.objects.all()] == [(2569, 2025)]


@time_machine.travel(NOW)
def test_removed_year_is_brought_back_from_the_page_of_the_municipality(somsri: Page) -> None:
    factories.complete_plan()
    before = list(Score.objects.order_by("pk").values())
    somsri.goto(f"/municipalities/{factories.municipality().pk}/assessments/2567/remove/")
    assert faults(somsri) == []
    somsri.get_by_label("ผลการประเมิน").check()
    press(somsri.get_by_role("main"), "ยืนยันการลบ")
    said(somsri, "ลบผลการประเมิน")
    assert not Plan.objects.exists()

    somsri.locator("summary", has_text="ปีที่ลบไว้").click()
    assert faults(somsri) == []
    follow(somsri.get_by_role("main"), "เปิดดูหรือนำกลับมา")
    expect(somsri.get_by_role("main")).to_contain_text("คะแนนตัวชี้วัดที่ ๔")
    assert faults(somsri) == []
    press(somsri.get_by_role("main"), "นำกลับมา")
    said(somsri, "นำผลการประเมิน")
    assert list(Score.objects.order_by("pk").values()) == before
