"""A document's way to the public and back: four people, each in a browser of their own, and two revisions."""

from pathlib import Path

from playwright.sync_api import Page, expect

from measures.models import Plan
from tests import factories
from tests.browser.walking import OpenPage, documents, follow, press, said, save, take

TITLE, MENDED, REVISED = "ทะเบียนยืมคืนทรัพย์สิน", "ทะเบียนยืมคืนทรัพย์สินกลาง", "ทะเบียนยืมคืนทรัพย์สินออนไลน์"
AT_MEASURE, ON_WHOLE = "โปรดระบุว่าทะเบียนอยู่ที่ใด", "โปรดตรวจชื่อผู้ลงนาม"


def planned() -> Plan:
    """A plan that may be submitted."""
    plan = factories.complete_plan()
    plan.measures.update(title=TITLE)
    return plan


def name_measure(officer: Page, plan: Plan, title: str) -> None:
    """Give the plan's measure another title."""
    officer.goto(documents(plan).replace("documents/", "measures/1/"))
    officer.locator("[name=title]").fill(title)
    save(officer)


def comment(reviewer: Page, body: str, place: str = "") -> None:
    """Open the form at the section where the place lies, or that of the whole document, and send."""
    form = reviewer.locator("details", has_text=place or "ให้ความเห็นต่อทั้งเอกสาร")
    form.locator("summary").click()
    if place:
        form.get_by_label("ตำแหน่ง").select_option(label=place)
    form.get_by_label("ความเห็น").fill(body)
    press(form, "ส่งความเห็น")
    said(reviewer, "บันทึกความเห็นแล้ว")


def return_with_comments(reviewer: Page) -> None:
    """From the desk to the document: a comment at the measure, one on the whole, and back to the officer."""
    reviewer.goto("/")
    expect(reviewer.get_by_role("heading", level=1)).to_have_text("งานรอดำเนินการ")
    follow(reviewer.get_by_role("region", name="รอจังหวัดตรวจทาน"), "เทศบาลเมืองเขลางค์นคร")
    comment(reviewer, AT_MEASURE, f"มาตรการที่ ๑ {TITLE}")
    comment(reviewer, ON_WHOLE)
    take(reviewer, "ส่งกลับให้แก้ไข", note="มีความเห็นสองข้อ")


def answer_all(officer: Page, plan: Plan) -> None:
    """Read why it came back, then answer each comment at its place."""
    officer.goto(documents(plan))
    expect(officer.get_by_text("มีความเห็นสองข้อ")).to_be_visible()
    officer.goto(documents(plan, "plan/"))
    for body in (AT_MEASURE, ON_WHOLE):
        thread = officer.locator("li.comment", has_text=body)
        thread.locator("summary", has_text="ตอบความเห็นนี้").click()
        thread.get_by_label("คำตอบ").fill("แก้ไขแล้ว")
        press(thread, "ส่งคำตอบ")
        said(officer, "บันทึกคำตอบแล้ว")


def close_all_and_accept(reviewer: Page, plan: Plan) -> None:
    """Every comment is answered: close them, accept."""
    reviewer.goto(documents(plan, "plan/"))
    expect(reviewer.get_by_role("main")).to_contain_text(MENDED)
    for _ in (AT_MEASURE, ON_WHOLE):
        reviewer.get_by_role("button", name="ปิดความเห็น").first.click()
        said(reviewer, "ปิดความเห็นแล้ว")
    expect(reviewer.get_by_text("ปิดครบทุกข้อแล้ว")).to_be_visible()
    take(reviewer, "ให้ผ่านการตรวจทาน")


def published_page(officer: Page, plan: Plan) -> str:
    """Publish, and take the permanent address from the page that follows."""
    officer.goto(documents(plan))
    officer.set_default_timeout(60_000)
    take(officer, "เผยแพร่")
    expect(officer.get_by_role("heading", level=1)).to_have_text("สำหรับเว็บไซต์ของเทศบาล")
    return officer.get_by_label("หน้าเอกสาร", exact=True).input_value()


def drop(page: Page, path: Path) -> None:
    """Drop a file from outside the browser on the page's file field."""
    box = page.locator("input[type=file]").bounding_box()
    where = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    session = page.context.new_cdp_session(page)
    for deed in ("dragEnter", "dragOver", "drop"):
        data = {"items": [], "files": [str(path)], "dragOperationsMask": 1}
        session.send("Input.dispatchDragEvent", {"type": deed, **where, "data": data})


def read_and_verify(visitor: Page, address: str, tmp_path: Path) -> None:
    """Find the municipality without signing in, read its document, download the file and have it verified."""
    visitor.goto("/published/")
    visitor.locator("[name=q]").fill("เขลาง")
    press(visitor, "ค้นหา")
    follow(visitor, "เทศบาลเมืองเขลางค์นคร")
    follow(visitor, "มาตรการ")
    expect(visitor).to_have_url(address)
    expect(visitor.get_by_role("main")).to_contain_text(MENDED)
    file = tmp_path / "downloaded.pdf"
    file.write_bytes(downloaded(visitor))
    visitor.get_by_text("ที่อยู่ถาวรและค่าตรวจสอบไฟล์").click()
    follow(visitor, "ตรวจสอบไฟล์")
    drop(visitor, file)
    press(visitor, "ตรวจสอบไฟล์นี้")
    expect(visitor.get_by_role("status")).to_contain_text("ไฟล์นี้ตรงกับฉบับที่เผยแพร่ล่าสุด")


def downloaded(visitor: Page) -> bytes:
    """The PDF behind the page's button."""
    answer = visitor.request.get(visitor.get_by_role("link", name="ไฟล์ PDF").get_attribute("href"))
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    return answer.body()


def test_document_goes_through_review_to_the_public_and_is_revised(page_of: OpenPage, tmp_path: Path) -> None:
    plan = planned()
    officer, reviewer = page_of(factories.officer()), page_of(factories.reviewer())
    visitor = page_of(None)
    officer.goto(documents(plan))
    take(officer, "ส่งตรวจทาน")
    return_with_comments(reviewer)
    answer_all(officer, plan)
    name_measure(officer, plan, MENDED)
    officer.goto(documents(plan))
    take(officer, "ส่งตรวจทาน")
    close_all_and_accept(reviewer, plan)
    address = published_page(officer, plan)
    read_and_verify(visitor, address, tmp_path)

    officer.goto(documents(plan))
    take(officer, "เริ่มฉบับปรับปรุง", note="เปลี่ยนเป็นทะเบียนออนไลน์")
    name_measure(officer, plan, REVISED)
    visitor.goto(address)
    expect(visitor.get_by_role("main")).not_to_contain_text(REVISED)
    officer.goto(documents(plan))
    take(officer, "ส่งตรวจทาน")
    reviewer.goto(documents(plan, "plan/"))
    take(reviewer, "ให้ผ่านการตรวจทาน")
    assert published_page(officer, plan) == address

    visitor.goto(address)
    expect(visitor.get_by_role("main")).to_contain_text(REVISED)
    second = downloaded(visitor)
    follow(visitor, "ฉบับที่ ๑")
    expect(visitor.get_by_role("note")).to_contain_text("ฉบับที่ ๑ นี้ถูกแทนที่แล้ว")
    expect(visitor.get_by_role("main")).to_contain_text(MENDED)
    assert downloaded(visitor) == (tmp_path / "downloaded.pdf").read_bytes() != second
    follow(visitor, "ไปยังฉบับล่าสุด")
    expect(visitor).to_have_url(address)
