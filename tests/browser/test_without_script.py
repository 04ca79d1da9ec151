"""The way of a document where JavaScript is off: every step is a link or a form."""

from playwright.sync_api import expect

from assessments.models import Score
from reports.models import Comment, Publication, Report
from reports.states import State
from tests import factories
from tests.browser.walking import OpenPage, documents, follow, press, said, take
from tests.steps import perform


def test_document_is_commented_submitted_and_published_without_script(page_of: OpenPage) -> None:
    plan = factories.complete_plan()
    officer = page_of(factories.officer(), java_script_enabled=False)
    reviewer = page_of(factories.reviewer(), java_script_enabled=False)
    officer.goto(documents(plan))
    take(officer, "ส่งตรวจทาน")

    reviewer.goto(documents(plan, "plan/"))
    form = reviewer.locator("details", has_text="ให้ความเห็นต่อทั้งเอกสาร")
    form.locator("summary").click()
    form.get_by_label("ความเห็น").fill("โปรดเพิ่มหลักฐาน")
    press(form, "ส่งความเห็น")
    said(reviewer, "บันทึกความเห็นแล้ว")
    press(reviewer, "ปิดความเห็น")
    reviewer.goto("/desk/")
    reviewer.get_by_role("checkbox").check()
    press(reviewer, "ตรวจดูก่อนให้เอกสารที่เลือกผ่าน")
    press(reviewer, "ยืนยันให้เอกสารที่เลือกผ่านการตรวจทาน")
    expect(reviewer.get_by_role("heading", name="ดำเนินการแล้ว")).to_be_visible()

    officer.goto(documents(plan))
    officer.set_default_timeout(60_000)
    take(officer, "เผยแพร่")
    follow(officer, "เปิดหน้าที่ประชาชนเห็น")
    expect(officer.get_by_role("link", name="ไฟล์ PDF")).to_be_visible()
    assert Report.objects.get(plan=plan, kind="plan").state == State.PUBLISHED
    assert (Publication.objects.count(), Comment.objects.get().resolved_by) == (1, factories.reviewer())


def test_edit_that_spoils_an_accepted_plan_is_asked_about_without_script(page_of: OpenPage) -> None:
    factories.assessment(fiscal_year=2566)
    report = factories.complete_plan().reports.get(kind="plan")
    perform(report, "submit", factories.officer())
    perform(report, "accept", factories.reviewer())
    page = page_of(factories.officer(), java_script_enabled=False)
    page.goto(f"/municipalities/{report.plan.municipality_id}/assessments/2566/")
    expect(page.locator("#shown-documents")).to_contain_text("ผ่านการตรวจทานแล้ว")
    page.locator("[name=score_4]").fill("๗๕.๐๐")
    press(page, "บันทึก$")
    press(page, "กลับไปที่แบบฟอร์ม")
    expect(page.locator("[name=score_4]")).to_have_value("๗๕.๐๐")
    expect(page.locator(".messages .alert-success")).to_have_count(0)
    press(page, "บันทึก$")
    press(page, "ยืนยันบันทึก")
    said(page, "บันทึกผลการประเมิน")
    assert str(Score.objects.get(assessment__fiscal_year=2566, code="4").value) == "75.00"
