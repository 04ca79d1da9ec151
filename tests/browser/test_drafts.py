"""What is typed and not stored: the browser keeps it for its account, form and row, and offers it again."""

import re
from contextlib import suppress

import pytest
from django.conf import settings
from playwright.sync_api import Dialog, Error, Locator, Page, expect

from assessments.models import Analysis
from measures import planning
from measures.models import Plan
from reports.models import Comment, Report
from tests import factories
from tests.browser.walking import OpenPage, documents, press, said, save, sign_in

TYPED, LATER, OTHERS = "ข้อความที่ยังไม่ได้บันทึก", "ข้อความที่พิมพ์ทีหลัง", "ข้อความของเพื่อนร่วมงาน"
KEPT = "Object.keys(localStorage).filter(key => key.startsWith('draft')).map(key => localStorage[key]).join()"
TITLE = "[name=title]"


@pytest.fixture
def questions() -> list[str]:
    """The questions before leaving a page that were asked in this test."""
    return []


@pytest.fixture
def somsri(page_of: OpenPage, questions: list[str]) -> Page:
    """An officer's page, who leaves it whenever it asks."""
    return leaving(page_of(factories.officer()), questions)


def leaving(page: Page, questions: list[str]) -> Page:
    def leave(dialog: Dialog) -> None:
        questions.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    return page


def fill(page: Page, field: str, text: str) -> None:
    """Type, and wait until the browser has a copy."""
    page.locator(field).fill(text)
    page.wait_for_function(f"text => {KEPT}.includes(text)", arg=text)


def offers(page: Page) -> Locator:
    """What offers a draft; looked for when the page has had the time to show it."""
    page.wait_for_timeout(400)
    return page.get_by_role("status").filter(has_text="พบข้อความที่พิมพ์ค้างไว้")


def planned(*titles: str) -> tuple[Plan, str]:
    """A plan with these measures, and the address of its measures."""
    factories.assessment()
    plan = factories.plan()
    for number, title in enumerate(titles, 1):
        factories.measure(plan, number, title=title)
    return plan, documents(plan).replace("documents/", "measures/")


def crashed(page: Page) -> Page:
    """Kill the page's process, so that nothing of it runs any more: a new page of the same browser."""
    with page.expect_event("crash"), suppress(Error):
        page.goto("chrome://crash")
    return page.context.new_page()


def test_text_goes_with_its_year_when_that_moves(somsri: Page) -> None:
    plan, _ = planned("ทะเบียน")
    address = documents(plan).removesuffix("documents/")
    somsri.goto(address)
    fill(somsri, "[name=signatory_name]", TYPED)
    Plan.objects.update(fiscal_year=2569, assessed_year=2568)
    somsri.goto(address.replace("2568", "2569"))
    expect(offers(somsri)).to_be_visible()


def test_text_outlives_a_crash_and_is_forgotten_when_it_is_saved(somsri: Page) -> None:
    address = f"{planned('ทะเบียน')[1]}1/"
    somsri.goto(address)
    fill(somsri, TITLE, TYPED)
    page = crashed(somsri)
    page.goto(address)
    expect(offers(page)).to_contain_text(f"“{TYPED}”")
    press(page, "นำกลับมา")
    expect(page.locator(TITLE)).to_have_value(TYPED)
    expect(page.get_by_role("status")).to_be_focused()
    save(page)
    assert page.evaluate(KEPT) == ""


def test_crash_on_a_page_that_refused_loses_nothing(somsri: Page) -> None:
    address = f"{planned('ทะเบียน')[1]}1/"
    somsri.goto(address)
    fill(somsri, TITLE, TYPED)
    somsri.locator("[name=starts_on]").fill("ไม่ใช่วันที่")
    press(somsri.get_by_role("main"), "บันทึก")
    expect(somsri.locator("#problems")).to_be_visible()
    expect(offers(somsri)).to_have_count(0)
    page = crashed(somsri)
    page.goto(address)
    expect(offers(page)).to_have_count(1)
    press(page, "นำกลับมา")
    expect(page.locator(TITLE)).to_have_value(TYPED)


def test_text_typed_before_the_session_ended_is_offered_to_its_account_alone(somsri: Page) -> None:
    place = factories.assessment(factories.municipality(), 2567).municipality
    factories._user("malee", "มาลี", role="officer", municipality=place)
    address = f"/municipalities/{place.pk}/assessments/2567/analyses/"
    somsri.goto(address)
    somsri.locator("[name='4-stance'][value=urgent]").check()
    fill(somsri, "[name='4-text']", TYPED)
    somsri.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    press(somsri.get_by_role("main"), "บันทึก")
    expect(somsri.get_by_role("heading", level=1)).to_have_text("การเข้าสู่ระบบหมดอายุ")
    expect(somsri.get_by_label("ข้อความที่ ๑")).to_have_value(TYPED)
    somsri.get_by_role("link", name="เข้าสู่ระบบอีกครั้ง").click()
    sign_in(somsri, "malee")
    somsri.goto(address)
    expect(offers(somsri)).to_have_count(0)
    press(somsri, "ออกจากระบบ")
    somsri.goto("/accounts/login/")
    sign_in(somsri)
    somsri.goto(address)
    expect(offers(somsri)).to_have_count(1)
    press(somsri, "นำกลับมา")
    save(somsri)
    assert Analysis.objects.get().text == TYPED


def test_drafts_of_an_account_leave_when_it_signs_out(somsri: Page, questions: list[str]) -> None:
    another = "draft:another:measure 1:x"
    somsri.goto(f"{planned('ทะเบียน')[1]}1/")
    fill(somsri, TITLE, TYPED)
    somsri.evaluate("key => localStorage.setItem(key, JSON.stringify({at: Date.now(), values: []}))", another)
    press(somsri, "ออกจากระบบ")
    expect(somsri.get_by_role("banner").get_by_role("link", name="เข้าสู่ระบบ")).to_be_visible()
    assert questions == ["beforeunload"]
    assert somsri.evaluate("Object.keys(localStorage)") == [another]


def test_drafts_leave_after_a_fortnight(somsri: Page) -> None:
    address = f"{planned('ทะเบียน')[1]}1/"
    somsri.goto(address)
    fill(somsri, TITLE, TYPED)
    somsri.evaluate(
        "for (const [key, value] of Object.entries(localStorage))"
        " localStorage.setItem(key, JSON.stringify({...JSON.parse(value), at: Date.now() - 15 * 86400000}))"
    )
    page = somsri.context.new_page()
    page.goto("/")
    assert page.evaluate(KEPT) == ""


def test_draft_follows_its_measure_when_measures_move(somsri: Page, questions: list[str]) -> None:
    plan, address = planned("ทะเบียน", "อบรม")
    somsri.goto(f"{address}1/")
    fill(somsri, TITLE, TYPED)
    planning.move(plan.measures.get(number=1), 1)
    somsri.goto(f"{address}1/")
    assert questions == ["beforeunload"]
    expect(offers(somsri)).to_have_count(0)
    somsri.goto(f"{address}2/")
    expect(offers(somsri)).to_have_count(1)
    press(somsri, "ทิ้ง")
    expect(somsri.get_by_role("status")).to_have_text("ทิ้งข้อความที่พิมพ์ค้างไว้แล้ว")
    assert somsri.evaluate(KEPT) == ""


def test_draft_of_a_row_finds_its_row_and_shows_what_has_none(somsri: Page) -> None:
    plan, address = planned("ทะเบียน")
    measure = plan.measures.get()
    rows = [measure.evidence.create(position=n, title=f"{n}", url="https://example.go.th") for n in range(3)]
    address = address.replace("measures/", "results/1/")
    somsri.goto(address)
    fill(somsri, "[name=evidence-0-title]", OTHERS)
    fill(somsri, "[name=evidence-2-title]", TYPED)
    fill(somsri, "[name=evidence-3-title]", LATER)
    rows[0].delete()
    page = crashed(somsri)
    page.goto(address)
    expect(offers(page)).to_have_count(1)
    press(page, "นำกลับมา")
    expect(page.locator("[name=evidence-0-title]")).to_have_value("1")
    expect(page.locator("[name=evidence-1-title]")).to_have_value(TYPED)
    expect(page.locator("[name=evidence-2-title]")).to_have_value(LATER)
    expect(page.get_by_label("ข้อความที่ไม่มีช่องในหน้านี้แล้ว")).to_have_value(OTHERS)


def test_row_added_to_a_form_keeps_what_is_typed(somsri: Page, questions: list[str]) -> None:
    """The buttons of this form are named "action", which hides its address from a script."""
    place = factories.assessment(factories.municipality(), 2567).municipality
    somsri.goto(f"/municipalities/{place.pk}/assessments/2567/findings/")
    somsri.locator("[name=findings-0-question]").fill("i10")
    fill(somsri, "[name=findings-0-issue]", TYPED)
    press(somsri, "เพิ่มแถว")
    expect(somsri.locator("[name=findings-3-issue]")).to_be_visible()
    expect(offers(somsri)).to_have_count(0)
    assert TYPED in somsri.evaluate(KEPT)
    save(somsri)
    assert (somsri.evaluate(KEPT), questions) == ("", [])


def test_note_of_a_decision_is_forgotten_when_it_is_sent(page_of: OpenPage, questions: list[str]) -> None:
    """The desk answers with a page of its own."""
    reviewed()
    page = leaving(page_of(factories.reviewer()), questions)
    page.goto("/desk/")
    fill(page, "[name=note]", TYPED)
    press(page, "ส่งเอกสารที่เลือกกลับให้แก้ไข")
    expect(page.locator("[name=note]")).to_have_value(TYPED)
    expect(offers(page)).to_have_count(0)
    page.get_by_role("checkbox").check()
    press(page, "ส่งเอกสารที่เลือกกลับให้แก้ไข")
    expect(page.get_by_role("heading", name="ดำเนินการแล้ว")).to_be_visible()
    assert (page.evaluate(KEPT), questions) == ("", [])


def test_two_views_of_one_address_share_no_draft(somsri: Page) -> None:
    place = factories.assessment(factories.municipality(), 2567).municipality
    address = f"/municipalities/{place.pk}/assessments/2567/analyses/?by="
    somsri.goto(f"{address}indicators")
    fill(somsri, "[name='4-text']", TYPED)
    somsri.goto(f"{address}instruments")
    expect(offers(somsri)).to_have_count(0)
    somsri.goto(f"{address}indicators")
    expect(offers(somsri)).to_have_count(1)


def test_what_is_typed_over_an_offer_does_not_replace_it(somsri: Page) -> None:
    address = f"{planned('ทะเบียน')[1]}1/"
    somsri.goto(address)
    fill(somsri, TITLE, TYPED)
    somsri.goto(address)
    fill(somsri, TITLE, LATER)
    somsri.goto(address)
    expect(offers(somsri)).to_have_text([re.compile(LATER), re.compile(TYPED)])


def test_other_form_of_a_page_is_put_back_after_the_step_of_one(somsri: Page, questions: list[str]) -> None:
    """The page of a plan: its own form, and a button that moves a measure."""
    plan, address = planned("ทะเบียน", "อบรม")
    somsri.goto(address.replace("measures/", ""))
    fill(somsri, "[name=signatory_name]", TYPED)
    somsri.get_by_role("button", name=re.compile("เลื่อน.*ลง")).first.click()
    expect(somsri.locator("[name=signatory_name]")).to_have_value(TYPED)
    expect(somsri.get_by_role("status").filter(has_text="นำข้อความที่พิมพ์ค้างไว้กลับมาแล้ว")).to_be_visible()
    assert questions == []
    save(somsri)
    plan.refresh_from_db()
    assert (plan.signatory_name, somsri.evaluate(KEPT)) == (TYPED, "")


def reviewed(comments: int = 1) -> tuple[Report, str]:
    """A submitted plan with so many comments, and the address of its page."""
    report = factories.report(factories.complete_plan(), state="submitted")
    for number in range(comments):
        factories.comment(report, body=f"ความเห็นเดิม {number}")
    return report, documents(report.plan, "plan/")


def unfold(page: Page, label: str, nth: int = 0) -> Locator:
    """The box behind the nth fold of this name."""
    fold = page.locator("details", has_text=label).nth(nth)
    fold.locator("summary").click()
    return fold.locator("textarea")


@pytest.mark.parametrize("script", [True, False])
def test_sending_one_comment_keeps_the_other_box(
    page_of: OpenPage, questions: list[str], *, script: bool
) -> None:
    _report, address = reviewed(0)
    page = leaving(page_of(factories.reviewer(), java_script_enabled=script), questions)
    page.goto(address)
    unfold(page, "ให้ความเห็นต่อทั้งเอกสาร").fill(TYPED)
    unfold(page, "ให้ความเห็นที่ส่วนนี้", 1).fill(LATER)
    page.get_by_role("button", name="ส่งความเห็น").first.click()
    said(page, "บันทึกความเห็นแล้ว")
    waiting = page.locator("textarea:visible")
    expect(waiting).to_have_value(LATER)
    expect(page.get_by_role("status").filter(has_text="ยังไม่ได้ส่ง")).to_contain_text(LATER)
    page.get_by_role("button", name="ส่งความเห็น").locator("visible=true").click()
    said(page, "บันทึกความเห็นแล้ว")
    expect(waiting).to_have_count(0)
    assert list(Comment.objects.order_by("pk").values_list("body", flat=True)) == [TYPED, LATER]
    assert questions == []


@pytest.mark.parametrize("script", [True, False])
def test_comment_answer_and_closing_keep_each_other(
    page_of: OpenPage, questions: list[str], *, script: bool
) -> None:
    _report, address = reviewed(2)
    page = leaving(page_of(factories.reviewer(), java_script_enabled=script), questions)
    page.goto(address)
    unfold(page, "ตอบความเห็นนี้", 0).fill(TYPED)
    unfold(page, "ให้ความเห็นต่อทั้งเอกสาร").fill(LATER)
    page.get_by_role("button", name="ปิดความเห็น").last.click()
    said(page, "ปิดความเห็นแล้ว")
    expect(page.locator("textarea:visible")).to_have_count(2)
    press(page, "ส่งคำตอบ")
    said(page, "บันทึกคำตอบแล้ว")
    expect(page.locator("textarea:visible")).to_have_value(LATER)
    assert (Comment.objects.get(body=TYPED).answer_to_id is None, questions) == (False, [])


def test_boxes_that_wait_are_asked_for_and_outlive_a_crash(page_of: OpenPage, questions: list[str]) -> None:
    _report, address = reviewed(1)
    page = leaving(page_of(factories.reviewer()), questions)
    page.goto(address)
    unfold(page, "ตอบความเห็นนี้").fill(TYPED)
    press(page, "ปิดความเห็น")
    said(page, "ปิดความเห็นแล้ว")
    expect(page.get_by_label("ข้อความที่ ๑")).to_have_value(TYPED)
    unfold(page, "ให้ความเห็นต่อทั้งเอกสาร")
    fill(page, "[name=comment-report-body]", LATER)
    page.goto("/")
    assert questions == ["beforeunload"]
    page.goto(address)
    expect(offers(page)).to_have_count(1)
    press(page, "นำกลับมา")
    expect(page.locator("[name=comment-report-body]")).to_be_visible()
    expect(page.locator("[name=comment-report-body]")).to_have_value(LATER)
