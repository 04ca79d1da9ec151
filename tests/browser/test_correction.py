"""The correction of a figure that stands in three public papers, in the browser, counted."""

import sys

import pytest
from django.conf import LazySettings
from playwright.sync_api import Page, Request, expect

from reports.models import Correction, Publication
from tests import factories
from tests.browser.walking import OpenPage, follow, press, said
from tests.reports.test_correcting import YEAR, public

MOST_ACTS = 5


class Counted:
    """A person's page with its presses: links followed, and buttons that send something."""

    def __init__(self, page: Page, acts: list[str], clicks: list[str]) -> None:
        self.page, self.clicks = page, clicks
        page.on("request", lambda request: self._sent(request, acts))

    @staticmethod
    def _sent(request: Request, acts: list[str]) -> None:
        if request.method == "POST" and request.is_navigation_request():
            acts.append(request.url)

    def follow(self, name: str) -> None:
        """Follow the first link whose name begins so."""
        follow(self.page.get_by_role("main"), name)
        self.clicks.append(name)

    def press(self, name: str) -> None:
        """Press the button whose name begins so."""
        press(self.page.get_by_role("main"), name)
        self.clicks.append(name)


@pytest.mark.needs("Pango")
@pytest.mark.slow
@pytest.mark.parametrize("reviews", [True, False])
def test_figure_in_three_public_papers_is_corrected_with_five_acts(
    page_of: OpenPage, capsys: pytest.CaptureFixture[str], settings: LazySettings, reviews: bool
) -> None:
    # Each report takes its own step, with its own locks.
    locked = ("municipalities.Municipality", "reports.Report", "measures.Plan")
    settings.ZEAL_ALLOWLIST = [{"model": model, "field": "get()"} for model in locked]
    reports = public()
    province = factories.province()
    province.reviews = reviews
    province.save()
    place, acts, clicks = factories.municipality(), list[str](), list[str]()
    officer = Counted(page_of(factories.officer()), acts, clicks)
    officer.page.goto(f"/municipalities/{place.pk}/")

    officer.follow("พ.ศ. ๒๕๖๗")
    officer.follow("แก้ไขผลการประเมินหลังเผยแพร่")
    officer.page.get_by_label("เหตุที่ต้องแก้ไข").fill("ป.ป.ช. แก้ไขตัวชี้วัดที่ ๔")
    officer.press("เริ่มแก้ไขเอกสารทั้ง ๓ ฉบับ")
    officer.follow("แก้ไขคะแนน")
    officer.page.locator("[name=score_4]").fill("84.54")
    officer.press("บันทึก$")
    said(officer.page)
    officer.follow("เปิดเรื่องนี้")
    officer.follow("ส่งเอกสารทุกฉบับพร้อมกัน" if reviews else "ยืนยันความครบถ้วนทุกฉบับพร้อมกัน")
    officer.press("ยืนยัน.*ทั้ง ๓ ฉบับ")
    said(officer.page)
    if reviews:
        reviewer = Counted(page_of(factories.reviewer()), acts, clicks)
        reviewer.page.goto("/desk/")
        reviewer.follow("ตรวจดูก่อนให้ผ่านทั้ง ๓ ฉบับ")
        reviewer.press("ยืนยันให้เอกสารที่เลือกผ่าน")
        expect(reviewer.page.get_by_role("main")).to_contain_text("ผลการทำรายการ")
        officer.page.goto(f"/municipalities/{place.pk}/")
        officer.follow("เปิดเรื่องนี้")
    officer.follow("เผยแพร่เอกสารทุกฉบับพร้อมกัน")
    officer.press("ยืนยันเผยแพร่ทั้ง ๓ ฉบับ")
    said(officer.page, "เผยแพร่ฉบับปรับปรุงพร้อมกันแล้ว ๓ ฉบับ")

    newest = Publication.objects.filter(report__in=reports, revision=2)
    assert {row.printed_years.get(fiscal_year=YEAR).figures["score_4"] for row in newest} == {"84.54"}
    assert Correction.objects.get().closed_at is not None
    with capsys.disabled():
        counted = f"\n{len(acts)} acts, {len(clicks)} presses (reviewed: {reviews}): {'; '.join(clicks)}\n"
        sys.stdout.write(counted)
    assert len(newest) == len(reports)
    assert len(acts) == MOST_ACTS - (not reviews)
