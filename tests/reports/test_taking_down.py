"""Withdrawing a revision: by whom, which, for what reason; what comes after it; what publishing asks."""

import json
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connections
from django.test import Client
from django.urls import reverse

from accounts.models import User
from measures.models import Evidence
from public.publications import live
from reports import publishing
from reports.models import Publication, Report
from reports.publishing import PublishingAnswers, publish, questions_before_publishing
from reports.taking_down import reason_refusal, withdraw
from reports.withdrawing import content_said, identity_number, repeated_words
from reports.workflow import Outdated, Refused, refusal
from tests import factories, steps
from tests.steps import perform, read

pytestmark = pytest.mark.django_db
REASON = "มีข้อมูลส่วนบุคคล"
PERSON, PHONE = "นางสาวพิมพ์ใจ ตัวอย่างดี", "081-234-5678"


@pytest.fixture(autouse=True)
def _printed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Printing takes seconds; here the page is the PDF."""
    monkeypatch.setattr(publishing, "pdf_of", lambda html, attachments: b"%PDF-" + html.encode())


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def attached(report: Report, title: str = "รายชื่อผู้เข้าอบรม", content: bytes = b"%PDF-1.4") -> Evidence:
    return Evidence.objects.create(
        measure=report.plan.measures.get(),
        title=title,
        file=ContentFile(content, name="1.pdf"),
        file_name="รายชื่อ.pdf",
        file_sha256=sha256(content).hexdigest(),
        file_size=len(content),
    )


def accepted(kind: str = "results") -> Report:
    report = factories.report(factories.complete_plan(), kind)
    if kind == "results":
        attached(report)
    return again(report)


def again(report: Report) -> Report:
    return perform(perform(report, "submit", factories.officer()), "accept", factories.reviewer())


def published(report: Report, **answers: Any) -> Report:
    steps.publish(report, factories.officer(), **answers)
    return Report.objects.with_place().get(pk=report.pk)


def two_revisions(**answers: Any) -> Report:
    report = published(accepted())
    report = again(perform(report, "revise", factories.officer(), "แก้คำผิด"))
    return published(report, **answers)


def take_down(report: Report, *revisions: int, user: User | None = None, reason: str = REASON) -> Report:
    who = user or factories.officer()
    return withdraw(report, who, reason, seen=read(report), revisions=revisions or None)


def statuses(report: Report, revision: int | None, client: Client) -> set[int]:
    """What the public gets of a revision, of None of the document: page, files, data, evidence."""
    keys: list[object] = [report.plan.municipality_id, report.plan.fiscal_year, report.kind]
    page = reverse("publication", args=keys)
    page = page if revision is None else f"{page}{revision}/"
    evidence = [f"{page}evidence/1-1.pdf"] if revision else []
    files = [f"{page.removesuffix('/')}.{end}" for end in ("pdf", "docx", "json", "zip")]
    found = set()
    for path in [page, *files, *evidence]:
        answer = client.get(path)
        found.add(answer.status_code)
        b"".join(answer.streaming_content) if answer.streaming else None
    return found


# Who, which, and what follows


@pytest.mark.parametrize("who", [factories.officer, factories.admin], ids=["officer", "admin"])
def test_officer_and_admin_withdraw_at_once_and_the_officer_corrects(who: Callable[[], User]) -> None:
    report = take_down(published(accepted()), user=who())

    assert (report.state, report.lock, report.fingerprint) == ("draft", "", "")
    assert list(report.publications.values_list("reason", flat=True)) == [REASON]
    assert "ร่าง" in refusal(report, "publish", factories.officer())


@pytest.mark.parametrize("who", [factories.reviewer, lambda: factories.officer(factories.elsewhere())])
def test_nobody_else_withdraws(who: Callable[[], User]) -> None:
    report = published(accepted())

    with pytest.raises(Refused, match="เฉพาะเจ้าหน้าที่"):
        take_down(report, user=who())

    assert report.publications.public().count() == 1


def test_earlier_revision_comes_down_alone_with_all_that_it_holds(client: Client) -> None:
    report = two_revisions(earlier="")
    after = take_down(report, 1)

    assert after.state == "published"
    assert [statuses(report, which, client) for which in (1, 2, None)] == [{410}, {200}, {200}]
    found = Report.objects.with_review().get(pk=report.pk)
    assert (found.is_public, found.is_live, found.withdrawal) == (True, True, "")
    assert found.events.last().note == f"ฉบับที่ ๑\n{REASON}"


def test_newest_comes_down_alone_and_speaks_for_the_document(client: Client) -> None:
    report = two_revisions(earlier="")
    after = take_down(report, 2)

    assert after.state == "draft"
    assert [statuses(report, which, client) for which in (1, 2, None)] == [{200}, {410}, {410}]
    found = Report.objects.with_review().get(pk=report.pk)
    assert (found.is_public, found.is_live, found.withdrawal) == (False, True, REASON)
    assert not live().exists()
    assert take_down(report).publications.public().count() == 0


@pytest.mark.parametrize(
    ("withdrawn", "expected"), [(1, (True, True)), (2, (False, True)), (0, (True, True))]
)
def test_newest_revision_says_whether_a_document_is_public(
    withdrawn: int, expected: tuple[bool, bool]
) -> None:
    for place in (factories.elsewhere(), factories.municipality()):  # keys of another order than the rows
        report = factories.report(factories.plan(place), "plan", state="published")
        for revision in (1, 2):
            factories.publication(report, revision=revision)
    report.publications.filter(revision=withdrawn).update(withdrawn_at="2026-01-01T00:00Z", reason=REASON)

    found = Report.objects.with_public().get(pk=report.pk)
    assert (found.is_public, found.is_live) == expected


def test_several_are_named_in_the_history() -> None:
    report = again(perform(two_revisions(earlier=""), "revise", factories.officer(), "แก้คำผิด"))
    report = published(report, earlier="")
    assert take_down(report, 2, 1).events.last().note.startswith("ฉบับที่ ๑ และ ๒\n")


@pytest.mark.parametrize("revisions", [[3], []])
def test_what_is_not_public_is_not_withdrawn(revisions: list[int]) -> None:
    report = published(accepted())

    with pytest.raises(Refused, match="ยังไม่ได้เลือกฉบับ"):
        withdraw(report, factories.officer(), REASON, seen=read(report), revisions=revisions)


def test_second_withdrawal_is_told_that_it_comes_too_late() -> None:
    report = two_revisions(earlier="")
    seen = read(report)
    take_down(report, 1)

    with pytest.raises(Outdated):
        withdraw(report, factories.officer(), REASON, seen=seen, revisions=[1])


# The reason


def hiding() -> Report:
    report = factories.report(factories.complete_plan(), "results")
    report.plan.measures.update(title=f"ประชุมชี้แจงแนวปฏิบัติร่วมกับ{PERSON} โทร. {PHONE} somchai@example.go.th")
    attached(report)
    return published(again(report))


@pytest.mark.parametrize(
    "reason",
    [
        f"มีชื่อ {PERSON}",
        "มีชื่อนางสาวพิมพ์ใจ  ตัวอย่างดี อยู่",
        "มีชื่อนางสาวพิมพ์ใจอยู่ในเอกสาร",
        "มีหมายเลข ๐๘๑๒๓๔๕๖๗๘",
        "มีหมายเลข 081 2345678",
        "มีอีเมล Somchai@example.go.th",
        "ข้อความว่า ประชุมชี้แจง แนวปฏิบัติร่วมกับ ไม่ถูกต้อง",
        "ไฟล์ รายชื่อผู้เข้าอบรม ไม่ควรเปิด",
    ],
)
def test_reason_that_repeats_what_it_hides_is_refused_with_the_words(reason: str) -> None:
    report = hiding()

    with pytest.raises(Refused, match=r"เหตุผลมีข้อความที่อยู่ในฉบับที่จะถอน คือ “.+”"):
        take_down(report, reason=reason)

    assert report.publications.public().count() == 1


@pytest.mark.parametrize(
    "reason",
    [
        REASON,
        "มีชื่อและหมายเลขโทรศัพท์ของบุคคล",
        "นายกเทศมนตรีสั่งให้แก้ไข",
        "คะแนนตัวชี้วัดที่ ๔ พิมพ์ผิด ของเทศบาลเมืองเขลางค์นคร",
        "เผยแพร่รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใสผิดปี",
    ],
)
def test_reason_that_says_why_is_taken(reason: str) -> None:
    assert take_down(hiding(), reason=reason).publications.get().reason == reason


@pytest.mark.parametrize("number", ["1101800000001", "1-1018-00000-00-1", "๑ ๑๐๑๘ ๐๐๐๐๐ ๐๐ ๑"])
def test_reason_has_no_number_of_a_card_though_only_a_file_may_hold_it(number: str) -> None:
    report = hiding()
    with pytest.raises(Refused, match="เหตุผลมีเลข ๑๓ หลัก"):
        take_down(report, reason=f"ไฟล์หลักฐานมีเลขประจำตัว {number}")
    assert report.publications.public().count() == 1
    assert identity_number("คำสั่งที่ 12345678901/2569 ลงวันที่ 1") == ""


def test_reason_is_compared_with_what_comes_down_alone() -> None:
    report = hiding()
    report = perform(report, "revise", factories.officer(), "ตัดชื่อออก")
    report.plan.measures.update(title="มาตรการ")
    report = published(again(report), earlier="")

    assert reason_refusal(f"มีชื่อ {PERSON}", report.publications.filter(revision=2)) == ""
    assert "พิมพ์ใจ ตัวอย่างดี" in reason_refusal(f"มีชื่อ {PERSON}", report.publications.filter(revision=1))


def test_words_of_an_empty_bundle_are_none() -> None:
    assert repeated_words(REASON, ["", json.dumps({"municipality": {"name": "ก"}})]) == ""


# Publishing again


def test_same_contents_are_not_published_again_by_one_click() -> None:
    report = again(take_down(published(accepted())))

    assert questions_before_publishing([report])[report].repeated
    with pytest.raises(Refused, match="ไม่ต่างจากฉบับที่ถูกถอน"):
        publish(report, factories.officer(), seen=read(report), answers=PublishingAnswers(before_plan=True))
    assert published(report, repeated=True).publications.count() == 2


@pytest.mark.parametrize("middle_stays", [True, False])
def test_contents_of_a_withdrawn_revision_are_asked_about_behind_later_ones(middle_stays: bool) -> None:
    report = published(accepted())
    for title in ("ชื่อบุคคล", "แก้ไขแล้ว"):
        report = perform(report, "revise", factories.officer(), "แก้ไข")
        report.plan.measures.update(title=title)
        report = published(again(report))
    if not middle_stays:
        take_down(report, 2)
    report = perform(report, "revise", factories.officer(), "แก้คำผิด")
    report.plan.measures.update(title="ชื่อบุคคล")

    assert questions_before_publishing([again(report)])[report].repeated is not middle_stays


def test_corrected_contents_are_published_without_a_question() -> None:
    report = take_down(published(accepted()))
    report.plan.measures.update(title="แก้ไขแล้ว")

    assert published(again(report)).state == "published"


def test_another_host_or_code_makes_no_other_contents(settings: Any) -> None:
    report = published(accepted())
    before = report.publications.get().bundle
    settings.PORTAL_URL = "https://other.example.go.th"
    report = published(again(perform(report, "revise", factories.officer(), "แก้คำผิด")), earlier="")
    after = report.publications.get(revision=2).bundle

    assert before != after
    assert content_said(before) == content_said(after)


def test_evidence_that_is_only_named_now_is_asked_about() -> None:
    report = perform(published(accepted()), "revise", factories.officer(), "ปิดรายชื่อ")
    Evidence.objects.update(named_only=True)
    report = again(report)

    assert questions_before_publishing([report])[report].uncovered == ("รายชื่อผู้เข้าอบรม",)
    with pytest.raises(Refused, match="ฉบับก่อนหน้ายังเปิดหลักฐาน"):
        publish(report, factories.officer(), seen=read(report), answers=PublishingAnswers(before_plan=True))
    assert report.publications.count() == 1


@pytest.mark.parametrize(("reason", "public"), [("", [2, 1]), ("มีฉบับปรับปรุงแทนแล้ว", [2])])
def test_earlier_revisions_stay_or_come_down_as_answered(
    reason: str, public: list[int], client: Client
) -> None:
    report = two_revisions(earlier=reason)

    assert list(report.publications.public().values_list("revision", flat=True)) == public
    assert statuses(report, 1, client) == ({200} if 1 in public else {410})
    assert [event.verb for event in report.events.all()].count("withdraw_earlier") == (1 not in public)
    assert Report.objects.with_review().get(pk=report.pk).withdrawal == ""


# The pages


def page_of(report: Report, action: str) -> str:
    return reverse("report_action", args=[report.plan.municipality_id, 2568, report.kind, action])


def seen_by(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def send(client: Client, report: Report, action: str, **typed: object) -> Any:
    return client.post(page_of(report, action), {"seen": read(report)} | typed)


def test_page_offers_each_revision_and_all_are_ticked() -> None:
    report, officer = two_revisions(earlier=""), seen_by(factories.officer())
    page = officer.get(page_of(report, "withdraw")).content.decode()

    assert len(re.findall(r'<input[^>]*name="revisions"[^>]*checked', page)) == 2
    assert "เหตุผลเป็นข้อความสาธารณะ" in page
    assert send(officer, report, "withdraw", revisions=["1"], note=REASON).status_code == 302
    assert list(report.publications.public().values_list("revision", flat=True)) == [2]


def test_page_of_withdrawing_shows_the_refused_reason_again() -> None:
    report = hiding()
    page = send(seen_by(factories.officer()), report, "withdraw", note=f"มีชื่อ {PERSON}").content.decode()

    assert "เหตุผลมีข้อความที่อยู่ในฉบับที่จะถอน" in page
    assert report.publications.public().count() == 1


def test_page_of_publishing_asks_and_tells_what_would_stay_open() -> None:
    report = perform(published(accepted()), "revise", factories.officer(), "ปิดรายชื่อ")
    Evidence.objects.update(named_only=True)
    report, officer = again(report), seen_by(factories.officer())
    page = officer.get(page_of(report, "publish")).content.decode()

    assert "ฉบับก่อนหน้ายังเปิดหลักฐานที่ฉบับใหม่ไม่แสดงแล้ว ๑ รายการ" in page
    assert not re.search(r'<input[^>]*name="earlier"[^>]*checked', page)
    assert "กรุณาเลือกว่าจะให้ฉบับก่อนหน้าเปิดต่อหรือถอน" in send(officer, report, "publish").content.decode()
    told = {"earlier": "withdraw", "earlier_reason": ""}
    assert "กรุณาระบุเหตุที่ถอนฉบับก่อนหน้า" in send(officer, report, "publish", **told).content.decode()
    send(officer, report, "publish", **told | {"earlier_reason": REASON, "before_plan": "on"})
    assert list(report.publications.public().values_list("revision", flat=True)) == [2]


def test_page_of_publishing_the_same_again_asks_for_a_tick() -> None:
    report, officer = again(take_down(published(accepted()))), seen_by(factories.officer())

    assert "ไม่ต่างจากฉบับที่ถูกถอน" in officer.get(page_of(report, "publish")).content.decode()
    assert send(officer, report, "publish").status_code == 200
    assert send(officer, report, "publish", repeated="on", before_plan="on").status_code == 302
    assert report.publications.public().count() == 1


def test_next_step_after_a_withdrawal_is_correction() -> None:
    report = take_down(published(accepted()))
    home = seen_by(factories.officer()).get(reverse("municipality", args=[report.plan.municipality_id]))

    assert "แก้ไขฉบับที่ถูกถอน" in home.content.decode()


# At once


@pytest.mark.django_db(transaction=True)
def test_withdrawing_and_publishing_at_once_take_one_step() -> None:
    """What was published meanwhile is never withdrawn unseen, nor what was withdrawn published over."""
    report = published(accepted())
    report = again(perform(report, "revise", factories.officer(), "แก้คำผิด"))
    seen, steps = read(report), report.events.count()

    def act(number: int) -> str:
        try:
            if number % 2:
                withdraw(report, factories.officer(), REASON, seen=seen)
            else:
                publish(
                    report,
                    factories.officer(),
                    seen=seen,
                    answers=PublishingAnswers(earlier="", before_plan=True),
                )
        except Refused as refused:
            return str(refused)
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(act, range(8)))

    public = list(Publication.objects.public().values_list("revision", flat=True))
    assert told.count("done") == 1
    assert public in ([2, 1], [])
    assert report.events.count() == steps + 1
