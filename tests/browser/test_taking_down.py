"""What was published by mistake, as an officer meets it: taken down, corrected, published again."""

import re

import pytest
from playwright.sync_api import Page, expect

from reports.models import Report
from tests import factories
from tests.browser.looking import faults
from tests.browser.walking import OpenPage, documents, follow, press, said, take

pytestmark = pytest.mark.slow


def look(page: Page) -> None:
    """No barrier on the page, at any size."""
    assert faults(page) == []


def two_revisions() -> Report:
    plan = factories.complete_plan()
    plan.measures.update(title="อบรมการจัดซื้อจัดจ้าง ติดต่อ somjai@example.go.th")
    report = factories.report(plan, state="published")
    for revision in (1, 2):
        factories.publication(report, revision=revision, days_ago=9 - revision)
    return report


def test_one_revision_comes_down_and_the_document_is_corrected(page_of: OpenPage) -> None:
    report = two_revisions()
    public = f"/published/{report.plan.municipality_id}/2568/plan/"
    officer, visitor = page_of(factories.officer()), page_of(None)

    officer.goto(documents(report.plan))
    follow(officer.get_by_role("main"), "ถอนการเผยแพร่")
    look(officer)
    officer.get_by_label("ฉบับที่ ๒ (ล่าสุด)").uncheck()
    officer.locator("[name=note]").fill("มีอีเมล somjai@example.go.th")
    press(officer, "ยืนยันถอน")
    expect(officer.get_by_role("main")).to_contain_text("ในฉบับที่จะถอน คือ “somjai@example.go.th”")
    look(officer)
    officer.locator("[name=note]").fill("มีข้อมูลส่วนบุคคล")
    press(officer, "ยืนยันถอน")
    said(officer, "ถอนการเผยแพร่แล้ว")
    visitor.goto(f"{public}1/")
    expect(visitor.get_by_role("heading", level=1)).to_have_text("เอกสารนี้ถูกถอนจากการเผยแพร่")
    look(visitor)
    visitor.goto(public)
    expect(visitor.get_by_role("link", name=re.compile("^ไฟล์ PDF"))).to_be_visible()

    take(officer, "ถอนการเผยแพร่", note="มีข้อมูลส่วนบุคคล")
    officer.goto(f"/municipalities/{report.plan.municipality_id}/")
    expect(officer.get_by_role("link", name=re.compile("^แก้ไขฉบับที่ถูกถอน")).first).to_be_visible()
    look(officer)
    assert visitor.goto(public).status == 410


def test_publishing_asks_about_what_is_public(page_of: OpenPage) -> None:
    report = two_revisions()
    report.publications.filter(revision=2).update(withdrawn_at="2026-01-01T00:00Z", reason="มีข้อมูลส่วนบุคคล")
    Report.objects.filter(pk=report.pk).update(state="accepted")
    officer = page_of(factories.officer())

    officer.goto(documents(report.plan, "plan/publish/"))
    look(officer)
    press(officer, "ยืนยันเผยแพร่")
    expect(officer.get_by_role("main")).to_contain_text("ไม่ต่างจากฉบับที่ถูกถอน")
    assert report.publications.count() == 2
