"""A draft on the device whose stored text changed since: both are shown, and nothing is replaced unasked."""

import pytest
from playwright.sync_api import Locator, Page, expect

from assessments.models import Analysis, Score
from measures.models import Measure
from tests import factories
from tests.browser.looking import faults
from tests.browser.test_drafts import (
    KEPT,
    LATER,
    OTHERS,
    TITLE,
    TYPED,
    crashed,
    fill,
    leaving,
    offers,
    planned,
)
from tests.browser.walking import OpenPage, press, save

FOLLOW_UP = "[name=follow_up]"


@pytest.fixture
def somsri(page_of: OpenPage) -> Page:
    """An officer's page, who leaves it whenever it asks."""
    return leaving(page_of(factories.officer()), [])


def changed_meanwhile(page: Page, **stored: str) -> Page:
    """TYPED is in the browser as the title of a measure; meanwhile it was stored with these values."""
    address = f"{planned('ทะเบียน')[1]}1/"
    page.goto(address)
    fill(page, TITLE, TYPED)
    page = crashed(page)
    Measure.objects.update(**stored)
    page.goto(address)
    expect(offers(page)).to_have_count(1)
    return page


def collision(page: Page) -> Locator:
    return page.locator(".collision")


def test_both_texts_are_shown_before_anything_is_put_back(somsri: Page) -> None:
    page = changed_meanwhile(somsri, title=OTHERS)
    expect(offers(page)).to_contain_text("เปลี่ยนไปหลังจากนั้น ๑ แห่ง")
    expect(collision(page).locator("legend")).to_have_text("มาตรการ/กิจกรรม")
    expect(collision(page)).to_contain_text(TYPED)
    expect(collision(page)).to_contain_text(OTHERS)
    expect(page.locator(TITLE)).to_have_value(OTHERS)
    assert faults(page) == []


def test_nothing_is_put_back_until_all_is_chosen(somsri: Page) -> None:
    page = changed_meanwhile(somsri, title=OTHERS)
    press(page, "นำกลับมา")
    expect(page.locator(TITLE)).to_have_value(OTHERS)
    expect(page.get_by_label("ใช้ที่พิมพ์ค้างไว้")).to_be_focused()
    expect(page.get_by_text("โปรดเลือกให้ครบทุกแห่ง")).to_be_visible()
    assert TYPED in page.evaluate(KEPT)


def test_chosen_draft_is_saved_without_asking_again(somsri: Page) -> None:
    page = changed_meanwhile(somsri, title=OTHERS)
    page.get_by_label("ใช้ที่พิมพ์ค้างไว้").check()
    press(page, "นำกลับมา")
    expect(page.locator(TITLE)).to_have_value(TYPED)
    save(page)
    assert (Measure.objects.get().title, page.evaluate(KEPT)) == (TYPED, "")


def test_chosen_stored_text_stays_and_the_rest_of_the_draft_comes_back(somsri: Page) -> None:
    address = f"{planned('ทะเบียน')[1]}1/"
    somsri.goto(address)
    fill(somsri, FOLLOW_UP, LATER)
    fill(somsri, TITLE, TYPED)
    page = crashed(somsri)
    Measure.objects.update(title=OTHERS)
    page.goto(address)
    expect(offers(page)).to_have_count(1)
    expect(collision(page)).to_have_count(1)
    page.get_by_label("ใช้ที่บันทึกไว้ในระบบ").check()
    press(page, "นำกลับมา")
    expect(page.locator(FOLLOW_UP)).to_have_value(LATER)
    save(page)
    stored = Measure.objects.get()
    assert (stored.title, stored.follow_up, page.evaluate(KEPT)) == (OTHERS, LATER, "")


def test_both_prose_texts_can_be_kept(somsri: Page) -> None:
    address = f"{planned('ทะเบียน')[1]}1/"
    somsri.goto(address)
    somsri.locator(FOLLOW_UP).fill(OTHERS)
    fill(somsri, FOLLOW_UP, TYPED)
    page = crashed(somsri)
    Measure.objects.update(follow_up=OTHERS)
    page.goto(address)
    page.get_by_label("ใช้ทั้งสอง").check()
    press(page, "นำกลับมา")
    expect(page.locator(FOLLOW_UP)).to_have_value(f"{OTHERS}\n{TYPED}")


def test_another_field_that_changed_is_no_question(somsri: Page) -> None:
    page = changed_meanwhile(somsri, follow_up=OTHERS)
    expect(collision(page)).to_have_count(0)
    press(page, "นำกลับมา")
    save(page)
    stored = Measure.objects.get()
    assert (stored.title, stored.follow_up) == (TYPED, OTHERS)


def test_same_text_stored_meanwhile_needs_no_draft(somsri: Page) -> None:
    address = f"{planned('ทะเบียน')[1]}1/"
    somsri.goto(address)
    fill(somsri, TITLE, TYPED)
    page = crashed(somsri)
    Measure.objects.update(title=TYPED)
    page.goto(address)
    expect(offers(page)).to_have_count(0)
    assert page.evaluate(KEPT) == ""


def test_chosen_stance_is_one_value_with_the_one_that_was_stored(somsri: Page) -> None:
    place = factories.assessment(factories.municipality(), 2567).municipality
    address = f"/municipalities/{place.pk}/assessments/2567/analyses/"
    somsri.goto(address)
    somsri.locator("[name='4-stance'][value=urgent]").check()
    fill(somsri, "[name='4-text']", TYPED)
    page = crashed(somsri)
    factories.analysis(place.assessments.get(), "4", stance="maintain", text=OTHERS)
    page.goto(address)
    expect(offers(page)).to_have_count(1)
    expect(collision(page)).to_have_count(2)
    expect(collision(page).first).to_contain_text("แก้ไขเร่งด่วน")
    expect(collision(page).first).to_contain_text("รักษาระดับ")
    collision(page).first.get_by_label("ใช้ที่บันทึกไว้ในระบบ").check()
    collision(page).last.get_by_label("ใช้ที่พิมพ์ค้างไว้").check()
    press(page, "นำกลับมา")
    expect(page.locator("[name='4-stance'][value=maintain]")).to_be_checked()
    save(page)
    stored = Analysis.objects.get()
    assert (stored.stance, stored.text) == ("maintain", TYPED)


def test_draft_of_a_page_that_refused_knows_what_had_been_stored(somsri: Page) -> None:
    """The page that is shown again has what was typed in its fields; that was never stored."""
    place = factories.assessment(factories.municipality(), 2567).municipality
    address = f"/municipalities/{place.pk}/assessments/2567/"
    somsri.goto(address)
    somsri.locator("[name=score_2]").fill("x")
    fill(somsri, "[name=score_1]", "91.11")
    press(somsri.get_by_role("main"), "บันทึก")
    expect(somsri.locator("#problems")).to_be_visible()
    page = crashed(somsri)
    page.goto(address)
    expect(offers(page)).to_have_count(1)
    expect(collision(page)).to_have_count(0)
    Score.objects.filter(code="1").update(value="92.22")
    page.goto(address)
    expect(offers(page)).to_have_count(1)
    expect(collision(page)).to_contain_text("91.11")
    expect(collision(page)).to_contain_text("92.22")
    expect(collision(page)).to_have_count(1)


def test_draft_of_another_window_shows_what_this_one_stored(somsri: Page) -> None:
    address = f"{planned('ทะเบียน')[1]}1/"
    other = leaving(somsri.context.new_page(), [])
    other.goto(address)
    fill(other, TITLE, TYPED)
    somsri.goto(address)
    expect(offers(somsri)).to_have_count(1)
    fill(somsri, TITLE, LATER)
    save(somsri)
    somsri.goto(address)
    expect(offers(somsri)).to_have_count(1)
    expect(collision(somsri)).to_contain_text(LATER)
    expect(collision(somsri)).to_contain_text(TYPED)
    assert TYPED in somsri.evaluate(KEPT)


def test_other_form_of_a_page_is_not_put_over_what_was_stored_meanwhile(somsri: Page) -> None:
    """What is put back without a question after a step of another form, asks where it would replace."""
    plan, address = planned("ทะเบียน", "อบรม")
    somsri.goto(address.replace("measures/", ""))
    fill(somsri, "[name=signatory_name]", TYPED)
    type(plan).objects.update(signatory_name=OTHERS)
    somsri.get_by_role("button", name="เลื่อน").first.click()
    expect(collision(somsri)).to_contain_text(OTHERS)
    expect(somsri.locator("[name=signatory_name]")).to_have_value(OTHERS)


def test_draft_of_a_page_that_is_locked_now_is_shown_to_be_copied(somsri: Page) -> None:
    plan = factories.complete_plan()
    address = f"/municipalities/{plan.municipality_id}/assessments/{plan.assessed_year}/analyses/"
    somsri.goto(address)
    fill(somsri, "[name='iit-text']", TYPED)
    page = crashed(somsri)
    factories.report(plan, state="submitted")
    page.goto(address)
    expect(offers(page)).to_have_count(1)
    press(page, "นำกลับมา")
    expect(page.get_by_label("ข้อความที่ไม่มีช่องในหน้านี้แล้ว")).to_have_value(TYPED)
    assert TYPED in page.evaluate(KEPT)


def test_draft_of_before_does_not_overwrite_a_colleague_unseen(somsri: Page) -> None:
    """Drafts that were typed before they carried what was seen have only the marks of the page."""
    address = f"{planned('ทะเบียน')[1]}1/"
    somsri.goto(address)
    fill(somsri, TITLE, TYPED)
    page = crashed(somsri)
    page.goto(address)
    page.evaluate(
        "for (const [key, kept] of Object.entries(localStorage).filter(([key]) => key.startsWith('draft')))"
        " localStorage.setItem(key, JSON.stringify({...JSON.parse(kept),"
        " values: JSON.parse(kept).values.map((value) => value.slice(0, 2))}))"
    )
    Measure.objects.update(title=OTHERS)
    page.goto(address)
    press(page, "นำกลับมา")
    press(page.get_by_role("main"), "บันทึก")
    expect(page.locator("#conflict")).to_contain_text(OTHERS)
    assert Measure.objects.get().title == OTHERS
