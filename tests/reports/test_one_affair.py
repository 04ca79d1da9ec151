"""A correction is one thing to be done: in one person's next step, one line of a mail, one mail a step."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import User
from home.pressing import most_pressing
from municipalities.models import Municipality
from oversight.reminding import Agenda
from reports.correcting.together import accept_all, submit_all
from reports.models import Correction, Deadline, Report
from reports.open_papers import open_lines
from reports.taking_down import withdraw
from tests import factories
from tests.reports.test_correcting import accepted, address, begun, corrected_score, marks, public
from tests.steps import perform

pytestmark = pytest.mark.django_db
MONDAY, TUESDAY = date(2026, 10, 5), date(2026, 10, 6)  # on a month's first Monday all is mailed
TITLE = "แก้ไขผลการประเมินปีงบประมาณ พ.ศ. ๒๕๖๗ หลังเผยแพร่"


NEVER_PUBLIC = "รายงานผลการดำเนินการตามมาตรการ ปีงบประมาณ พ.ศ. ๒๕๖๙: "  # a draft beside the affair


def said(person: User, day: date) -> list[str]:
    items = [item.text.replace("\u00a0", " ") for item in Agenda(day, 14).for_person(person)]
    return [text for text in items if not text.startswith(NEVER_PUBLIC)]


def steps(client: Client) -> list[str]:
    page = client.get(reverse("municipality", args=[factories.municipality().pk]))
    return [step["text"].replace("\u00a0", " ") for step in page.context["steps"]]


def submitted(reports: list[Report]) -> list[Report]:
    for row in reports:
        row.refresh_from_db()
    submit_all(reports, factories.officer(), {}, seen=marks(reports))
    for row in reports:
        row.refresh_from_db()
    return reports


def taken_down(report: Report) -> None:
    report.refresh_from_db()
    withdraw(report, factories.officer(), "มีข้อมูลส่วนบุคคล", seen=report.version)


def at(day: date) -> time_machine.travel:
    return time_machine.travel(f"{day} 09:00+07:00", tick=False)


def test_what_is_written_is_one_step_and_one_line_of_the_monthly_mail(somsri: Client):
    reports = public()
    with at(MONDAY):
        begun(reports)
        sentence = f"{TITLE}: แก้ไขคะแนน แล้วส่งเอกสารทุกฉบับพร้อมกัน"
        officer = factories.officer()
        assert said(officer, MONDAY) == [sentence]
        assert said(officer, TUESDAY) == []
        assert steps(somsri)[0] == sentence
        assert not [text for text in steps(somsri)[1:] if "๒๕๖๘" in text or "มาตรการ ปี" in text]
        place = factories.municipality()
        assert most_pressing([place], MONDAY)[place.pk].replace("\u00a0", " ") == sentence


def test_what_waits_for_the_province_is_one_line_of_the_reviewers_and_none_of_the_officers():
    reports = public()
    begun(reports)
    with at(MONDAY - timedelta(days=3)):
        submitted(reports)
    assert said(factories.reviewer(), MONDAY) == [f"เทศบาลเมืองเขลางค์นคร {TITLE} ๓ ฉบับ: รอตรวจทาน ๓ วัน"]
    assert said(factories.officer(), MONDAY) == []


def test_one_that_was_returned_makes_the_whole_the_officers(client: Client, somsri: Client):
    reports = public()
    begun(reports)
    last = submitted(reports)[2]
    perform(last, "return", factories.reviewer(), "แก้เหตุที่ปรับปรุง")
    sentence = f"{TITLE}: แก้ไขคะแนน แล้วส่งเอกสารทุกฉบับพร้อมกัน (จังหวัดส่งกลับ ๑ ฉบับ)"
    assert said(factories.officer(), TUESDAY) == [sentence]
    assert sentence in steps(somsri)
    assert said(factories.reviewer(), TUESDAY) == []
    reviewer = Client()
    reviewer.force_login(factories.reviewer())
    desk = reviewer.get(reverse("desk"))
    [one] = desk.context["corrections"]
    assert (one.submitted, one.missing) == (tuple(reports[:2]), (reports[2],))
    assert "เทศบาลกำลังแก้ไขอีก ๑ ฉบับ" in desk.content.decode()


def test_comment_that_waits_for_an_answer_is_asked_for_beside_it():
    reports = public()
    begun(reports)
    submitted(reports)
    factories.comment(reports[1])
    [line] = said(factories.officer(), TUESDAY)
    assert "ยังไม่ได้ตอบ ๑ ข้อ" in line


def test_what_is_accepted_is_one_line_of_the_daily_mail(somsri: Client):
    reports = public()
    begun(reports)
    accepted(reports)
    sentence = f"{TITLE}: เผยแพร่เอกสารทุกฉบับพร้อมกันได้แล้ว"
    assert said(factories.officer(), TUESDAY) == [sentence]
    assert [text for text in steps(somsri) if "เผยแพร่" in text] == [sentence]


def test_document_that_was_withdrawn_and_is_late_is_named_in_the_same_line():
    reports = public()
    begun(reports)
    Deadline.objects.create(fiscal_year=2569, kind="plan", due_on=TUESDAY - timedelta(days=2))
    taken_down(reports[2])
    [line] = said(factories.officer(), TUESDAY)
    assert line.endswith("(ฉบับที่เผยแพร่ถูกถอน ๑ ฉบับ, เกินกำหนด ๒ วัน)")


def test_cancelled_each_document_is_its_own_again(somsri: Client):
    reports = public()
    with at(MONDAY):
        begun(reports)
        somsri.post(address("correction_cancel"))
        assert len(said(factories.officer(), MONDAY)) == 3


def test_each_step_of_all_is_one_mail():
    reports = public()
    reviewer, officer = factories.reviewer(), factories.officer()
    begun(reports)
    mail.outbox.clear()
    submitted(reports)
    [one] = [letter for letter in mail.outbox if letter.to == [reviewer.email]]
    assert "เอกสารที่แก้ไขผลการประเมินหลังเผยแพร่ ๓ ฉบับ" in one.subject
    assert one.body.count("\n- ") == 3
    assert reverse("desk") in one.body
    mail.outbox.clear()
    accept_all(reports, reviewer, seen=marks(reports))
    [one] = [letter for letter in mail.outbox if letter.to == [officer.email]]
    assert "ผ่านการตรวจทาน" in one.subject
    assert reverse("municipality", args=[officer.municipality_id]) in one.body


# Its page


def test_officer_says_later_whether_the_public_is_told(somsri: Client):
    begun(public(), told=False)
    publication = reverse("publication", args=[factories.municipality().pk, 2568, "plan"])
    for told, sent in ((True, "on"), (False, "off")):
        answer = somsri.post(address("correction_told"), {"told": sent})
        assert answer.url == address()
        assert Correction.objects.get().told_public is told
        assert ("อยู่ระหว่างแก้ไข" in Client().get(publication).content.decode()) is told


@pytest.mark.parametrize("who", ["reviewer", "admin"])
def test_nobody_else_says_it(who: str):
    begun(public(), told=False)
    client = Client()
    client.force_login(getattr(factories, who)())
    assert client.post(address("correction_told"), {"told": "on"}).status_code == 403
    assert not Correction.objects.get().told_public


def test_accepted_papers_are_published_not_sent_back(somsri: Client):
    reports = public()
    begun(reports)
    corrected_score()
    accepted(reports)
    page = somsri.get(address()).content.decode()
    assert "ส่งกลับ" not in page
    assert f'href="{address("correction_publish")}"' in page


def test_paper_that_changed_after_it_was_accepted_has_to_be_recalled(somsri: Client):
    reports = public()
    begun(reports)
    accepted(reports)
    corrected_score()
    page = somsri.get(address())
    recall = reverse("report_action", args=[factories.municipality().pk, 2568, "plan", "recall"])
    assert [one.recalled_first for one in page.context["papers"]] == [True] * 3
    assert f'href="{address("correction_publish")}"' not in page.content.decode()
    assert f'href="{recall}"' in page.content.decode()
    [line] = said(factories.officer(), TUESDAY)
    assert "เรียกคืนเอกสารที่เปลี่ยนไปหลังจากผ่านการตรวจทาน" in line


def test_step_and_mail_say_what_is_left_once_the_score_is_corrected(somsri: Client):
    begun(public())
    assert [TITLE + ": แก้ไขคะแนน แล้วส่ง" in text for text in steps(somsri)[:1]] == [True]
    corrected_score()
    left = TITLE + ": แก้ไขคะแนนแล้ว ให้ส่งเอกสารทุกฉบับพร้อมกัน"
    place = Municipality.objects.with_place().get(pk=factories.municipality().pk)
    [line, *_] = open_lines([place], MONDAY)[place.pk]
    assert [steps(somsri)[0], said(factories.officer(), MONDAY)[0], line.replace("\u00a0", " ")] == [left] * 3


def test_paper_that_was_withdrawn_meanwhile_stays_in_the_affair(somsri: Client):
    reports = public()
    begun(reports)
    taken_down(reports[1])
    page = somsri.get(address())
    assert [one.report for one in page.context["papers"]] == reports
    assert "ถอนจากการเผยแพร่แล้ว" in page.content.decode()
