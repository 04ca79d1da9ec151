"""The reviewer's other work: the province by filters in the address, several at once, files to take along."""

import io
import json
import re
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from assessments.models import Assessment
from ita_portal.thai import arabic_digits
from measures.models import Plan
from reports.models import Report
from reports.states import State
from tests import factories
from tests.browser.walking import OpenPage, documents, follow, press, said

BETTER, WORSE = {"4": "86.00"}, {"4": "60.25"}


def planned(number: int, scores: dict[str, str], *, state: str = "submitted") -> Plan:
    """The plan of an invented municipality, its document in a state, after a result with these scores."""
    plan = factories.complete_plan(factories.municipality(f"ตัวอย่าง{number}"))
    for code, value in scores.items():
        Assessment.objects.get(municipality=plan.municipality).scores.filter(code=code).update(value=value)
    factories.report(plan, state=state)
    return plan


@pytest.fixture
def plans(db: None) -> list[Plan]:
    """Four documents of ลำปาง: three wait for the province, one is accepted; one result of a year before."""
    found = [planned(1, BETTER), planned(2, WORSE), planned(3, {}), planned(4, WORSE, state="accepted")]
    factories.assessment(found[1].municipality, 2566)
    before = factories.measure(factories.plan(found[0].municipality, 2567), title="มาตรการของปีก่อน").plan
    factories.report(before, state="accepted")
    return found


def names(page: Page) -> list[str]:
    """The municipalities of the table, from the top."""
    texts = page.locator("table.overview tbody th").all_inner_texts()
    return [re.sub(r"\D", "", arabic_digits(text)) for text in texts]


def test_province_is_filtered_sorted_and_bookmarked(page_of: OpenPage, plans: list[Plan]) -> None:
    page = page_of(factories.reviewer())
    page.goto("/desk/")
    follow(page, "ภาพรวม")
    assert names(page) == ["1", "2", "3", "4"]
    page.get_by_label("สถานะเอกสาร", exact=True).select_option(label="รอจังหวัดตรวจทาน")
    press(page, "แสดง")
    assert names(page) == ["1", "2", "3"]
    follow(page, "เทศบาล ?$")
    assert "state=submitted" in page.url
    again = page_of(factories.reviewer())
    again.goto(page.url)
    assert names(again) == names(page) == ["3", "2", "1"]
    follow(again, "คะแนนรายตัวชี้วัด")
    heat = again.get_by_role("region", name="คะแนนของแต่ละเทศบาล")
    expect(heat.get_by_role("row")).to_have_count(4)
    row = heat.get_by_role("row", name="ตัวอย่าง๒").or_(heat.get_by_role("row", name="ตัวอย่าง2"))
    expect(row.locator(".heat--4")).to_contain_text("๖๐.๒๕")
    expect(row.locator(".heat--4")).to_contain_text("▼")


def test_document_stands_beside_last_years(page_of: OpenPage, plans: list[Plan]) -> None:
    page = page_of(factories.reviewer())
    page.goto(documents(plans[0], "plan/"))
    follow(page, "สิ่งที่เปลี่ยนแปลง")
    expect(page.get_by_text("เทียบกับ").first).to_be_visible()
    expect(page.locator(".changed ins, .changed del").first).to_be_visible()
    follow(page, "เทียบกับฉบับที่เผยแพร่")
    expect(page.locator("[aria-current=page]", has_text="เทียบกับฉบับที่เผยแพร่")).to_be_visible()


def test_several_are_decided_at_once(page_of: OpenPage, plans: list[Plan], settings: LazySettings) -> None:
    locked = ("municipalities.Municipality", "measures.Plan", "reports.Report")
    settings.ZEAL_ALLOWLIST = [{"model": model, "field": "get()"} for model in locked]  # each is a step
    page = page_of(factories.reviewer())
    page.goto("/desk/")
    for box in page.get_by_role("checkbox").all()[:2]:
        box.check()
    press(page, "ส่งเอกสารที่เลือกกลับให้แก้ไข")
    expect(page.get_by_role("alert")).to_contain_text("กรุณาระบุเหตุผล")
    page.get_by_label("เหตุผลที่ส่งกลับ").fill("โปรดเพิ่มหลักฐาน")
    press(page, "ส่งเอกสารที่เลือกกลับให้แก้ไข")
    expect(page.get_by_role("heading", name="ดำเนินการแล้ว")).to_contain_text("๒")
    follow(page, "กลับไปงานรอดำเนินการ")
    page.get_by_role("checkbox").check()
    press(page, "ตรวจดูก่อนให้เอกสารที่เลือกผ่าน")
    press(page, "ยืนยันให้เอกสารที่เลือกผ่านการตรวจทาน")
    expect(page.get_by_role("heading", name="ดำเนินการแล้ว")).to_contain_text("๑")
    states = sorted(Report.objects.filter(plan__in=plans, kind="plan").values_list("state", flat=True))
    assert states == [State.ACCEPTED, State.ACCEPTED, State.RETURNED, State.RETURNED]


def test_zip_and_spreadsheet_hold_what_the_filters_show(
    page_of: OpenPage, plans: list[Plan], settings: LazySettings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    page = page_of(factories.reviewer())
    page.goto("/province/?document=plan&state=submitted")
    table = page.request.get(page.get_by_role("link", name="ตาราง XLSX").get_attribute("href"))
    rows = list(load_workbook(io.BytesIO(table.body())).active.iter_rows(values_only=True))
    column = rows[0].index("คะแนนตัวชี้วัดที่ 4")
    assert [Decimal(str(row[column])) for row in rows[1:]] == [
        Decimal(86),
        Decimal("60.25"),
        Decimal("74.54"),
    ]

    press(page, "รวมข้อมูล JSON")
    said(page, "รับคำสั่งแล้ว")
    expect(page.get_by_text("๐ จาก ๓").first).to_be_visible()
    call_command("worker", "--once")
    follow(page, "ตรวจดูความคืบหน้า")
    page.reload()
    with page.expect_download() as download:
        follow(page, "ดาวน์โหลด ๓ ฉบับ")
    with ZipFile(download.value.path()) as archive:
        files = [name for name in archive.namelist() if name.endswith(".json")]
        held = {json.loads(archive.read(name))["municipality"]["name"] for name in files}
    assert held == {"ตัวอย่าง1", "ตัวอย่าง2", "ตัวอย่าง3"}
