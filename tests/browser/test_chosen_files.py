"""A chosen file: refused before the upload if it would be afterwards, kept where another field is wrong."""

import re
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.urls import reverse
from playwright.sync_api import Page, expect

from measures.models import Evidence
from tests import factories
from tests.browser.walking import OpenPage, documents, press, save
from tests.measures.conftest import pdf, picture
from tests.municipalities.tables import csv_file

FILE = "[name=evidence-0-file]"


@pytest.fixture(autouse=True)
def _media(settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "media")


def evidence_page(page: Page) -> Page:
    """The page of a measure's result and evidence."""
    factories.assessment()
    plan = factories.plan()
    factories.measure(plan)
    page.goto(documents(plan, "").replace("documents/", "results/1/"))
    return page


def chosen(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("script", [True, False])
def test_evidence_file_outlives_an_error(page_of: OpenPage, tmp_path: Path, *, script: bool) -> None:
    page = evidence_page(page_of(factories.officer(), java_script_enabled=script))
    page.locator(FILE).set_input_files(chosen(tmp_path, "รายงาน.pdf", pdf()))
    press(page.get_by_role("main"), "บันทึก")
    expect(page.locator("#problems")).to_be_visible()
    expect(page.get_by_text("ไฟล์ที่เลือกไว้: รายงาน.pdf")).to_be_visible()
    page.locator("[name=evidence-0-title]").fill("รายงานการประชุม")
    save(page)
    assert Evidence.objects.get().file_name == "รายงาน.pdf"


def test_kept_file_can_be_dropped_by_the_keyboard(page_of: OpenPage, tmp_path: Path) -> None:
    page = evidence_page(page_of(factories.officer()))
    page.locator(FILE).set_input_files(chosen(tmp_path, "รายงาน.pdf", pdf()))
    press(page.get_by_role("main"), "บันทึก")
    page.locator(FILE).focus()
    page.keyboard.press("Tab")
    expect(page.get_by_label("ไม่ใช้ไฟล์นี้")).to_be_focused()
    page.keyboard.press("Space")
    save(page)
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("คลิป.mp4", b"x", "ระบบรับเฉพาะไฟล์ PDF, PNG, JPEG, DOCX หรือ XLSX"),
        ("ใหญ่.pdf", bytes(11 * 1024 * 1024), "มีขนาด ๑๑ เมกะไบต์ เกิน ๑๐ เมกะไบต์"),
        ("ว่าง.pdf", b"", "เป็นไฟล์ว่างเปล่า"),
    ],
)
def test_file_is_refused_when_it_is_chosen(
    page_of: OpenPage, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    page = evidence_page(page_of(factories.officer()))
    field = page.locator(FILE)
    field.set_input_files(chosen(tmp_path, name, content))
    expect(page.get_by_role("alert").filter(has_text=name)).to_contain_text(said)
    expect(field).to_have_accessible_description(re.compile(re.escape(said)))
    expect(field).to_have_value("")
    field.set_input_files(chosen(tmp_path, "ภาพ.png", picture("PNG")))
    expect(page.get_by_role("alert").filter(has_text="ไม่ได้เลือกไฟล์")).to_have_count(0)
    expect(field).to_have_value(re.compile("ภาพ.png$"))


def test_file_of_an_import_is_sent_again_after_a_lost_connection_and_a_refusal(
    page_of: OpenPage, tmp_path: Path
) -> None:
    page = page_of(factories.admin())
    page.goto(reverse("import_municipalities"))
    state, button = page.locator("form [role=status]"), page.get_by_role("button", name="ตรวจไฟล์")
    page.locator("[name=file]").set_input_files(chosen(tmp_path, "a.csv", pdf()))
    page.route("**/*", lambda route: route.abort())
    button.click()
    expect(state).to_have_text("ส่งไฟล์ไม่สำเร็จ โปรดตรวจการเชื่อมต่อ แล้วกดอีกครั้ง")
    expect(button).to_be_enabled()

    page.unroute_all()
    button.click()
    expect(page.locator("#problems")).to_be_focused()
    expect(page.locator("#problems")).to_contain_text("PDF")
    expect(state).to_be_hidden()

    head, row = ["ประเภท", "ชื่อ", "อำเภอ", "จังหวัด"], ["ทต.", "ทดสอบ", "แม่ทะ", "ลำปาง"]
    page.locator("[name=file]").set_input_files(chosen(tmp_path, "b.csv", csv_file(head, row)))
    button.click()
    expect(page.get_by_role("main")).to_contain_text("เทศบาลตำบลทดสอบ")
