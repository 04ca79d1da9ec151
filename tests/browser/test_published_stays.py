"""A published document in the browser: data change, the document does not, the mark leads to the revision."""

from hashlib import sha256

from playwright.sync_api import Page, expect

from assessments.models import Score
from tests import factories
from tests.browser.test_review_journey import TITLE, name_measure, planned, published_page
from tests.browser.walking import OpenPage, documents, press, take

MARK = "ข้อมูลปัจจุบันต่างจากฉบับที่เผยแพร่ ๑ แห่ง"


def got(page: Page, address: str) -> bytes:
    answer = page.request.get(address)
    assert answer.status == 200
    return answer.body()


def test_published_document_stays_until_its_revision_is_published(page_of: OpenPage) -> None:
    plan = planned()
    factories.assessment(fiscal_year=2566)
    officer, reviewer = page_of(factories.officer()), page_of(factories.reviewer())

    def published() -> str:
        officer.goto(documents(plan))
        take(officer, "ส่งตรวจทาน")
        reviewer.goto(documents(plan, "plan/"))
        take(reviewer, "ให้ผ่านการตรวจทาน")
        return published_page(officer, plan)

    address = published()
    pdf = got(officer, documents(plan, "plan.pdf"))
    assert pdf == got(officer, f"{address.removesuffix('/')}.pdf")

    # Another year that it prints: asked about, then marked, and the document is what it was.
    officer.goto(documents(plan).replace("plans/2568/documents/", "assessments/2566/"))
    officer.locator("[name=score_4]").fill("80.00")
    officer.locator("main form[method=post] button.btn-primary").last.click()
    expect(officer.get_by_role("heading", level=1)).to_have_text("การแก้ไขนี้มีผลต่อเอกสารที่เผยแพร่แล้ว")
    press(officer, "ยืนยันบันทึก")
    assert Score.objects.filter(assessment__fiscal_year=2566, code="4", value="80.00").exists()
    for reader in (officer, reviewer):
        reader.goto(documents(plan, "plan/"))
        expect(reader.get_by_role("main")).to_contain_text(MARK)
        assert got(reader, documents(plan, "plan.pdf")) == pdf
    officer.goto(f"/verify/?sha256={sha256(pdf).hexdigest()}")
    expect(officer.get_by_role("main")).to_contain_text("ฉบับที่เผยแพร่ล่าสุด")

    officer.goto(documents(plan))
    expect(officer.get_by_role("main")).to_contain_text(MARK)
    take(officer, "เริ่มฉบับปรับปรุง", note="คะแนนของปีก่อนผิด")
    name_measure(officer, plan, f"{TITLE}ออนไลน์")
    officer.goto(documents(plan, "plan/"))
    expect(officer.get_by_role("main")).to_contain_text("ร่างนี้ต่างจากฉบับที่เผยแพร่ ๒ แห่ง")
    published()
    officer.goto(documents(plan, "plan/"))
    expect(officer.get_by_role("main")).to_contain_text("ฉบับที่ ๒ ที่เผยแพร่")
    expect(officer.get_by_role("main")).not_to_contain_text("ต่างจากฉบับที่เผยแพร่")
