"""manage.py remind: one mail a person and day, with all that waits and nothing else."""

import re
from datetime import date, timedelta
from io import StringIO

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from municipalities.models import Kind
from outbox import faults
from outbox.models import Mail
from outbox.sending import PAUSES
from oversight.models import Reminder
from oversight.reminder_mails import Sent, remind
from oversight.reminding import Agenda
from reports.models import Deadline, Event, Report
from tests import factories
from tests.mails import SMTP, use_queue, work_off

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 10)
TITLE = "มาตรการส่งเสริมคุณธรรมและความโปร่งใส ปีงบประมาณ พ.ศ. ๒๕๖๙"


def said(person) -> list[str]:
    """What waits for the person, the spaces of the year as ordinary ones."""
    return [item.text.replace("\u00a0", " ") for item in Agenda(TODAY, 14).for_person(person)]


def deadline(day: date, *, fiscal_year: int = 2569) -> None:
    Deadline.objects.create(fiscal_year=fiscal_year, kind="plan", due_on=day)


def report(state: str = "draft", **place: str) -> Report:
    where = factories.municipality(**place)
    return factories.report(factories.plan(where, 2569), state=state)


def submitted(days_ago: int, **place: str) -> Report:
    row = report("submitted", **place)
    with time_machine.travel(f"{TODAY - timedelta(days=days_ago)} 09:00+07:00", tick=False):
        actor = {"actor": factories.officer(), "actor_name": "สมศรี", "actor_role": "เจ้าหน้าที่"}
        Event.objects.create(report=row, verb="submit", from_state="draft", to_state="submitted", **actor)
    return row


def test_nothing_waits_for_anybody():
    people = [factories.officer(), factories.reviewer(), factories.admin()]
    report("published")
    assert [said(person) for person in people] == [[], [], []]


@pytest.mark.parametrize(
    ("day", "texts"),
    [
        (date(2026, 5, 25), []),
        (date(2026, 5, 24), [f"{TITLE}: เหลือ ๑๔ วัน (กำหนดส่ง ๒๔ พฤษภาคม ๒๕๖๙)"]),
        (date(2026, 5, 9), [f"{TITLE}: เกินกำหนด ๑ วัน (กำหนดส่ง ๙ พฤษภาคม ๒๕๖๙)"]),
    ],
)
@pytest.mark.parametrize("begun", [True, False])
def test_officer_is_told_what_is_due_and_late(day: date, texts: list[str], begun: bool):
    officer = factories.officer()
    deadline(day)
    if begun:
        report()
    assert said(officer) == texts


def test_deadlines_of_long_ago_remind_nobody():
    officer = factories.officer()
    deadline(date(2024, 4, 30), fiscal_year=2567)
    assert said(officer) == []


def test_officer_is_told_what_was_returned_with_its_comments():
    officer, row = factories.officer(), report("returned")
    first, second = factories.comment(row), factories.comment(row)
    factories.comment(row, officer, answer_to=first)
    factories.comment(row, answer_to=second)
    assert said(officer) == [
        f"{TITLE}: จังหวัดส่งกลับให้แก้ไข",
        f"{TITLE}: มีความเห็นของผู้ตรวจทานที่ยังไม่ได้ตอบ ๑ ข้อ",
    ]


def test_officer_is_told_what_is_ready_to_be_published():
    officer = factories.officer()
    report("accepted")
    assert said(officer) == [f"{TITLE}: พร้อมให้ท่านเผยแพร่"]


def test_officer_publishes_where_the_province_does_not_review():
    officer, reviewer = factories.officer(), factories.reviewer()
    report("submitted")
    assert said(officer) == []
    province = factories.province()
    province.reviews = False
    province.save()
    assert (said(officer), said(reviewer)) == ([f"{TITLE}: พร้อมให้ท่านเผยแพร่"], [])


def test_reviewer_is_told_what_was_submitted_longest_first():
    submitted(2)
    submitted(12, name="ทุ่งผึ้ง", kind=Kind.TAMBON, district="แจ้ห่ม")
    assert said(factories.reviewer()) == [
        f"เทศบาลตำบลทุ่งผึ้ง {TITLE}: รอตรวจทาน ๑๒ วัน",
        f"เทศบาลเมืองเขลางค์นคร {TITLE}: รอตรวจทาน ๒ วัน",
    ]


def test_what_is_noted_meanwhile_begins_no_new_wait():
    row = submitted(12)
    with time_machine.travel(f"{TODAY - timedelta(days=2)} 09:00+07:00", tick=False):
        Event.objects.record(row, "withdraw", factories.admin(), "มีข้อมูลส่วนบุคคล")
    assert said(factories.reviewer()) == [f"เทศบาลเมืองเขลางค์นคร {TITLE}: รอตรวจทาน ๑๒ วัน"]


def test_reviewer_is_told_who_is_late():
    deadline(date(2026, 5, 9))
    report()
    factories.municipality("ทุ่งผึ้ง", kind=Kind.TAMBON, district="แจ้ห่ม")
    late = "เกินกำหนด ๑ วัน เทศบาลที่ยังไม่ส่ง ๒ แห่ง: เทศบาลเมืองเขลางค์นคร, เทศบาลตำบลทุ่งผึ้ง"
    assert said(factories.reviewer()) == [f"{TITLE}: {late}"]


def test_nobody_is_told_of_another_place():
    deadline(date(2026, 5, 9))
    submitted(2)
    outsiders = [factories.officer(factories.elsewhere()), factories.reviewer("เชียงใหม่")]
    texts = " ".join(text for person in outsiders for text in said(person))
    assert ("เขลางค์นคร" in texts, "สันนาเม็ง" in texts) == (False, True)


@pytest.mark.parametrize("number", [1, 3])
def test_queries_are_the_same_whatever_the_number(number: int, django_assert_num_queries):
    deadline(date(2026, 5, 9))
    for place in range(number):
        where = factories.municipality(f"ที่{place}", kind=Kind.TAMBON)
        row = factories.report(factories.plan(where, 2569), state="returned")
        factories.comment(row)
        factories.officer(where)
    # municipalities, reports, deadlines, comments; what was announced anew, what contradicts itself
    with django_assert_num_queries(6):
        Agenda(TODAY, 14)


def test_one_mail_a_person_and_day():
    factories.officer()
    report("accepted")
    assert [remind(TODAY), remind(TODAY), remind(TODAY + timedelta(days=1))] == [Sent(1), Sent(), Sent(1)]
    assert [message.to for message in mail.outbox] == [["somsri@example.go.th"]] * 2


def test_mail_is_thai_and_leads_to_the_page(settings):
    settings.PORTAL_URL = "https://ita.example.go.th"
    factories.officer()
    row = report("accepted")
    remind(TODAY)
    address = f"https://ita.example.go.th/municipalities/{row.plan.municipality_id}/plans/2569/documents/"
    message = mail.outbox[0]
    assert (message.subject, address in message.body) == ("[ระบบ ITA เทศบาล] มี ๑ เรื่องรอท่าน", True)
    assert re.findall("[A-Za-z]{3,}", re.sub(r"https?://\S+|ITA", "", message.body)) == []


def test_names_are_not_escaped_in_a_mail():
    person = factories.officer()
    person.first_name = "<สมศรี> & คณะ"
    person.save()
    report("accepted")
    remind(TODAY)
    assert "เรียน <สมศรี> & คณะ" in mail.outbox[0].body


def test_closed_accounts_and_those_without_an_address_get_none():
    person = factories.officer()
    report("accepted")
    for changes in ({"is_active": False}, {"is_active": True, "email": ""}):
        type(person).objects.filter(pk=person.pk).update(**changes)
        assert remind(TODAY) == Sent()


def test_mail_that_fails_stops_nobody_else_and_is_left_to_the_worker(settings):
    first, second = factories.officer(), factories.reviewer()
    report("accepted")
    submitted(2, name="ทุ่งผึ้ง", kind=Kind.TAMBON, district="แจ้ห่ม")
    type(first).objects.filter(pk=first.pk).update(email="somsri@example.go.th\nBcc: all@example.org")
    assert remind(TODAY) == Sent(1, 1)
    assert [message.to for message in mail.outbox] == [[second.email]]

    use_queue(settings, SMTP, port=1)  # where nobody listens
    tomorrow = TODAY + timedelta(days=1)
    assert remind(tomorrow) == Sent(0, 2)
    assert remind(tomorrow) == Sent()
    assert [(row.reason, row.next_try_at is None) for row in Mail.objects.order_by("pk")] == [
        (faults.UNFIT, True),  # given up at once
        (faults.UNREACHABLE, False),
        (faults.UNREACHABLE, False),
    ]

    use_queue(settings)
    with time_machine.travel(timezone.now() + PAUSES[0], tick=False):
        assert [message.to for message in work_off()] == [[second.email]] * 2


def test_dry_run_prints_and_sends_nothing():
    factories.officer()
    report("accepted")
    out = StringIO()
    call_command("remind", dry_run=True, today=TODAY, stdout=out)
    assert ("พร้อมให้ท่านเผยแพร่" in out.getvalue(), len(mail.outbox), Reminder.objects.count()) == (True, 0, 0)


def test_command_sends_for_today_and_says_how_many():
    factories.officer()
    report("accepted")
    out = StringIO()
    call_command("remind", stdout=out)
    assert out.getvalue() == "ส่งอีเมลเตือน 1 ฉบับ ส่งไม่สำเร็จ 0 ฉบับ\n"
    assert Reminder.objects.get().sent_on == timezone.localdate()


def test_command_takes_a_day_and_refuses_what_is_none():
    factories.officer()
    report("accepted")
    call_command("remind", "--today", "2026-05-10", stdout=StringIO())
    assert Reminder.objects.get().sent_on == TODAY
    with pytest.raises(CommandError, match="วันที่ต้องเป็นแบบ"):
        call_command("remind", "--today", "10/5/2569")


def test_command_that_could_not_send_exits_with_1(settings):
    use_queue(settings, SMTP, port=1)  # where nobody listens
    factories.officer()
    report("accepted")
    with pytest.raises(SystemExit) as left:
        call_command("remind", stdout=StringIO())
    assert left.value.code == 1
