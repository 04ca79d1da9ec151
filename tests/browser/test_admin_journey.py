"""What an admin does through a year: people, deadlines, provinces, announced results, a withdrawal."""

import re

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from assessments.models import Assessment
from municipalities.models import Province
from reports.models import Deadline, Publication
from tests import factories
from tests.browser.walking import OpenPage, documents, follow, press, said, save, sign_in, take
from tests.municipalities.tables import csv_file

NEW_PASSWORD = "กุญแจดอกใหม่ของมานี-2570"


@pytest.fixture
def admin(page_of: OpenPage) -> Page:
    """The first page of the administration, opened by an admin."""
    page = page_of(factories.admin())
    page.goto("/")
    follow(page, "ผู้ดูแลระบบ")
    return page


def test_invited_person_sets_a_password_and_works(admin: Page, page_of: OpenPage) -> None:
    place = factories.municipality()
    follow(admin, "เชิญผู้ใช้ใหม่")
    admin.locator("[name=first_name]").fill("มานี")
    admin.locator("[name=email]").fill("manee@example.go.th")
    admin.get_by_label("บทบาท").select_option("officer")
    admin.locator("[name=municipality]").fill(place.full_name)
    save(admin)

    manee = page_of(None)
    manee.goto(re.search(r"https?://\S+", mail.outbox[0].body)[0])
    for name in ("password1", "password2"):
        manee.locator(f"[name={name}]").fill(NEW_PASSWORD)
    press(manee, "เปลี่ยนรหัสผ่าน")
    manee.get_by_role("main").get_by_role("link", name="เข้าสู่ระบบ").click()
    sign_in(manee, "manee", NEW_PASSWORD)
    expect(manee.get_by_role("heading", level=1)).to_have_text(place.full_name)


def test_deadline_and_province_are_set(admin: Page) -> None:
    follow(admin, "กำหนดส่ง")
    admin.locator("[name=fiscal_year]").fill("๒๕๗๐")
    admin.get_by_label("เอกสาร").select_option("plan")
    admin.locator("[name=due_on]").fill("๒๙ มกราคม ๒๕๗๐")
    press(admin, "เพิ่มกำหนดส่ง")
    said(admin, "บันทึกกำหนดส่ง")
    expect(admin.get_by_role("row", name="๒๕๗๐")).to_contain_text("๒๙ มกราคม ๒๕๗๐")
    assert Deadline.objects.get().due_on.isoformat() == "2027-01-29"

    follow(admin, "ผู้ดูแลระบบ")
    follow(admin, "ตั้งค่าการตรวจทานของจังหวัด")
    admin.get_by_label("ลำปาง").uncheck()
    save(admin)
    assert list(Province.objects.filter(reviews=False)) == [factories.province()]


def test_announced_results_are_tried_and_then_imported(admin: Page) -> None:
    row = factories.assessment(total=None, level="")
    name = row.municipality.full_name
    head = ["เทศบาล", "ปีงบประมาณ", "คะแนนรวม", "ระดับ"]
    file = csv_file(head, [name, "2567", "90.65", "ผ่าน"], ["เทศบาลตำบลไม่มีจริง", "2567", "80", "ผ่าน"])
    follow(admin, "นำเข้าผลการประเมินจากไฟล์")
    admin.locator("[name=file]").set_input_files(
        {"name": "ผล ๒๕๖๗.csv", "mimeType": "text/csv", "buffer": file}
    )
    press(admin, "ตรวจไฟล์")
    expect(admin.get_by_role("row", name=name)).to_contain_text("90.65")
    expect(admin.get_by_role("row", name="ไม่พบในระบบ")).to_be_visible()
    assert Assessment.objects.get().announced_total is None

    press(admin, "ยืนยันนำเข้า")
    expect(admin.get_by_text("ยังไม่ได้นำเข้า เพราะมีแถวที่ไม่ถูกต้อง")).to_be_visible()
    admin.get_by_label("นำเข้าเฉพาะแถวที่ถูกต้อง").check()
    press(admin, "ยืนยันนำเข้า")
    said(admin, "นำเข้า")
    stored = Assessment.objects.get()
    assert (str(stored.announced_total), stored.announced_level) == ("90.65", "ผ่าน")


def test_withdrawn_publication_shows_only_the_reason(admin: Page, page_of: OpenPage) -> None:
    plan = factories.complete_plan()
    publication = factories.publication(factories.report(plan, state="published"))
    address = f"/published/{plan.municipality_id}/{plan.fiscal_year}/plan/"
    visitor = page_of(None)
    visitor.goto(address)
    expect(visitor.get_by_role("link", name="ไฟล์ PDF")).to_be_visible()

    admin.goto(documents(plan))
    take(admin, "ถอนการเผยแพร่", note="มีข้อมูลส่วนบุคคล")

    visitor.reload()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("เอกสารนี้ถูกถอนจากการเผยแพร่")
    expect(visitor.get_by_role("main")).to_contain_text("มีข้อมูลส่วนบุคคล")
    expect(visitor.get_by_role("main")).not_to_contain_text("มาตรการที่")
    assert visitor.request.get(address.removesuffix("/") + ".pdf").status == 410
    assert Publication.objects.get(pk=publication.pk).withdrawn_at is not None
