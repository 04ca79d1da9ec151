"""Who gets which mail after a step, and that no mail can undo one."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.models import User
from municipalities.models import Municipality, Province
from outbox import faults
from outbox.models import Mail
from reports.models import Report
from tests import factories
from tests.mails import SMTP, silent_server, use_queue, work_off
from tests.steps import perform, step

pytestmark = pytest.mark.django_db
OFFICERS, REVIEWERS = ["somsri@example.go.th"], ["reviewer52@example.go.th"]


@pytest.fixture(autouse=True)
def _queue(settings: Settings) -> None:
    use_queue(settings)


def ready(state: str = "draft") -> Report:
    """A report without errors in a state, and the whole cast with an address."""
    factories.reviewer(), factories.reviewer("เชียงใหม่"), factories.officer(), factories.admin()
    factories.officer(factories.elsewhere())
    return factories.report(factories.complete_plan(), state=state)


def actor(action: str) -> User:
    if action in ("accept", "return"):
        return factories.reviewer()
    return factories.admin() if action == "withdraw" else factories.officer()


def take(report: Report, action: str, note: str = "เหตุผลของเรา") -> None:
    with step(report, action, actor(action), note):
        pass


@pytest.mark.parametrize(
    ("state", "action", "told", "word"),
    [
        ("draft", "submit", REVIEWERS, "รอการตรวจทาน"),
        ("submitted", "return", OFFICERS, "ส่งกลับให้แก้ไข"),
        ("submitted", "accept", OFFICERS, "ผ่านการตรวจทาน"),
        ("accepted", "publish", OFFICERS, "เผยแพร่แล้ว"),
        ("published", "withdraw", OFFICERS, "ถูกถอนการเผยแพร่"),
        ("submitted", "recall", [], ""),
        ("published", "revise", [], ""),
    ],
)
def test_step_is_told_to_those_whom_it_concerns(
    state: str,
    action: str,
    told: list[str],
    word: str,
) -> None:
    report = ready(state)

    take(report, action)

    named = "มาตรการส่งเสริมคุณธรรมและความโปร่งใส ปีงบประมาณ พ.ศ. ๒๕๖๘ เทศบาลเมืองเขลางค์นคร"
    sent = work_off()
    assert [mail.to for mail in sent] == [[address] for address in told]
    assert {mail.subject for mail in sent} == ({f"[ระบบ ITA เทศบาล] {word}: {named}"} if told else set())


@pytest.mark.parametrize(
    ("state", "action"),
    [("draft", "submit"), ("submitted", "return"), ("submitted", "accept"), ("published", "withdraw")],
)
def test_mail_tells_the_note_as_written_and_the_address(
    state: str,
    action: str,
    settings: Settings,
) -> None:
    settings.PORTAL_URL = "https://ita.example.go.th"
    report = ready(state)

    perform(report, action, actor(action), 'ตัวเลข < ๘๕ & "ขาดลายมือชื่อ"\nหน้า ๓')

    body = work_off()[0].body
    page = reverse("documents", args=[report.plan.municipality_id, 2568])
    assert 'ตัวเลข < ๘๕ & "ขาดลายมือชื่อ"\nหน้า ๓' in body
    assert f"\nhttps://ita.example.go.th{page}\n" in body
    assert body.startswith("เรียน ")


def test_mail_goes_to_active_people_with_an_address_each_alone() -> None:
    report, somsri = ready("submitted"), factories.officer()
    fields = {"role": somsri.role, "municipality": somsri.municipality}
    User.objects.create(username="left", email="left@example.go.th", is_active=False, **fields)
    User.objects.create(username="silent", email="", **fields)
    second = User.objects.create(username="second", email="second@example.go.th", **fields)
    factories.serve(second, factories.municipality())

    take(report, "accept")

    assert [mail.to for mail in work_off()] == [[somsri.email], ["second@example.go.th"]]


def test_submission_where_the_province_does_not_review_is_told_to_nobody() -> None:
    Province.objects.filter(name="ลำปาง").update(reviews=False)
    report = ready()

    take(report, "submit")

    assert work_off() == []


def test_step_that_is_rolled_back_is_told_to_nobody() -> None:
    report = ready()

    with transaction.atomic():
        take(report, "submit")
        transaction.set_rollback(True)

    assert work_off() == []


def test_step_waits_for_no_mail_server(settings: Settings) -> None:
    """Decided for four reports at once; the server takes the calls and says nothing."""
    reports = [ready("submitted"), *(submitted_elsewhere(number) for number in range(3))]
    client = Client()
    client.force_login(factories.reviewer())
    settings.ZEAL_ALLOWLIST = [  # each report is a transaction of its own
        {"model": model, "field": "get()"}
        for model in ("municipalities.Municipality", "measures.Plan", "reports.Report")
    ]
    with silent_server() as port:
        use_queue(settings, SMTP, port)
        ticks = [f"{report.pk}:0" for report in reports]
        answer = client.post(reverse("desk_accept"), {"report": ticks})
        waiting = list(Mail.objects.values_list("tries", "reason"))
        work_off()

    assert len(answer.context["done"]) == 4
    assert waiting == [(0, "")] * 4
    assert list(Mail.objects.values_list("tries", "reason")) == [(1, faults.UNANSWERED)] * 4
    assert [row.state for row in Report.objects.filter(state="accepted")] == ["accepted"] * 4


def submitted_elsewhere(number: int) -> Report:
    place = factories.municipality(f"แห่งที่{number}")
    factories.officer(place)
    return factories.report(factories.plan(place), state="submitted")


@pytest.mark.parametrize("broken", ["name", "address"])
def test_line_break_in_a_name_or_address_adds_no_header(
    broken: str,
) -> None:
    report = ready("submitted")
    evil = "เขลางค์นคร\r\nBcc: all@example.org"
    if broken == "name":
        Municipality.objects.filter(pk=report.plan.municipality_id).update(name=evil)
    else:
        User.objects.filter(username="somsri").update(email="somsri@example.go.th\nBcc: all@example.org")

    take(report, "accept")

    headers = [mail.message() for mail in work_off()]
    assert [(len(mail.get_all("To")), mail["Bcc"]) for mail in headers] == (
        [(1, None)] if broken == "name" else []
    )
    assert [mail.reason for mail in Mail.objects.all()] == [faults.UNFIT] * (broken == "address")
