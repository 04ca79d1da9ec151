"""An officer pastes a table of several years, chooses what to take and saves it, also without scripts."""

import pytest
from playwright.sync_api import expect

from assessments.models import Assessment
from tests import factories
from tests.browser.conftest import SCREENSHOTS
from tests.browser.looking import faults
from tests.browser.walking import OpenPage, press, save

NAMES = ("การปฏิบัติหน้าที่", "การใช้งบประมาณ", "การใช้อำนาจ")
TABLE = "\n".join(
    ["ตัวชี้วัด\t๒๕๖๖\t๒๕๖๗", *(f"{name}\t9{n}.50\t8{n}.25" for n, name in enumerate(NAMES)), "คะแนนรวม\t1OO\t90"]
)


@pytest.mark.slow
@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_officer_pastes_the_years_and_saves_what_was_chosen(page_of: OpenPage, script: bool) -> None:
    place = factories.assessment(fiscal_year=2567, scores={"1": "70.00"}, total=None, level="").municipality
    page = page_of(factories.officer(), java_script_enabled=script)
    page.goto(f"/municipalities/{place.pk}/")
    page.get_by_role("link", name="กรอกหรือวางผลการประเมินย้อนหลัง").click()
    page.get_by_text("วางคะแนนทั้งตาราง หรือเลือกไฟล์").click()
    page.get_by_label("วางตารางหรือข้อความที่มีคะแนน").fill(TABLE)
    press(page, "อ่านคะแนน")
    expect(page.get_by_text("อยู่ในตำแหน่งของตัวเลข")).to_be_visible()
    stored = page.locator("#use-y2567-score_1")
    expect(stored).not_to_be_checked()
    expect(page.locator("#use-y2567-score_2")).to_be_checked()
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=SCREENSHOTS / f"score-history-{width}.png", full_page=True)
    if script:
        assert faults(page) == []
    save(page)
    kept = {
        row.fiscal_year: {code: str(value) for code, value in row.score_values().items()}
        for row in Assessment.objects.all()
    }
    assert kept == {
        2566: {"1": "90.50", "2": "91.50", "3": "92.50"},
        2567: {"1": "70.00", "2": "81.25", "3": "82.25"},
    }
