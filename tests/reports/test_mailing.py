"""Who gets which mail after a step, and that no mail can undo one."""

import logging

import pytest
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from accounts.models import User
from municipalities.models import Municipality, Province
from reports.models import Report
from tests import factories
from tests.steps import perform, step

pytestmark = pytest.mark.django_db
Capture = DjangoCaptureOnCommitCallbacks
Outbox = list[EmailMessage]
OFFICERS, REVIEWERS = ["somsri@example.go.th"], ["reviewer52@example.go.th"]


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
    mailoutbox: Outbox,
    django_capture_on_commit_callbacks: Capture,
) -> None:
    report = ready(state)

    with django_capture_on_commit_callbacks(execute=True):
        take(report, action)

    named = "มาตรการส่งเสริมคุณธรรมและความโปร่งใส ปีงบประมาณ พ.ศ. ๒๕๖๘ เทศบาลเมืองเขลางค์นคร"
    assert [mail.to for mail in mailoutbox] == [[address] for address in told]
    assert {mail.subject for mail in mailoutbox} == (
        {f"[ระบบ ITA เทศบาล] {word}: {named}"} if told else set()
    )


@pytest.mark.parametrize(
    ("state", "action"),
    [("draft", "submit"), ("submitted", "return"), ("submitted", "accept"), ("published", "withdraw")],
)
def test_mail_tells_the_note_as_written_and_the_address(
    state: str,
    action: str,
    mailoutbox: Outbox,
    settings: Settings,
    django_capture_on_commit_callbacks: Capture,
) -> None:
    settings.PORTAL_URL = "https://ita.example.go.th"
    report = ready(state)

    with django_capture_on_commit_callbacks(execute=True):
        perform(report, action, actor(action), 'ตัวเลข < ๘๕ & "ขาดลายมือชื่อ"\nหน้า ๓')

    body = mailoutbox[0].body
    page = reverse("documents", args=[report.plan.municipality_id, 2568])
    assert 'ตัวเลข < ๘๕ & "ขาดลายมือชื่อ"\nหน้า ๓' in body
    assert f"\nhttps://ita.example.go.th{page}\n" in body
    assert body.startswith("เรียน ")


def test_mail_goes_to_active_people_with_an_address_each_alone(
    mailoutbox: Outbox, django_capture_on_commit_callbacks: Capture
) -> None:
    report, somsri = ready("submitted"), factories.officer()
    fields = {"role": somsri.role, "municipality": somsri.municipality}
    User.objects.create(username="left", email="left@example.go.th", is_active=False, **fields)
    User.objects.create(username="silent", email="", **fields)
    User.objects.create(username="second", email="second@example.go.th", **fields)

    with django_capture_on_commit_callbacks(execute=True):
        take(report, "accept")

    assert [mail.to for mail in mailoutbox] == [[somsri.email], ["second@example.go.th"]]


def test_submission_where_the_province_does_not_review_is_told_to_nobody(
    mailoutbox: Outbox, django_capture_on_commit_callbacks: Capture
) -> None:
    Province.objects.filter(name="ลำปาง").update(reviews=False)
    report = ready()

    with django_capture_on_commit_callbacks(execute=True):
        take(report, "submit")

    assert mailoutbox == []


def test_step_that_is_rolled_back_is_told_to_nobody(
    mailoutbox: Outbox, django_capture_on_commit_callbacks: Capture
) -> None:
    report = ready()

    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        take(report, "submit")
        transaction.set_rollback(True)

    assert mailoutbox == []


def test_step_stands_when_the_mail_server_is_away(
    settings: Settings,
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: Capture,
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # where nobody listens
    report = ready()

    with caplog.at_level(logging.ERROR), django_capture_on_commit_callbacks(execute=True):
        take(report, "submit")

    report.refresh_from_db()
    assert report.state == "submitted"
    assert [record.levelname for record in caplog.records] == ["ERROR"]


@pytest.mark.parametrize("broken", ["name", "address"])
def test_line_break_in_a_name_or_address_adds_no_header(
    broken: str,
    mailoutbox: Outbox,
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: Capture,
) -> None:
    report = ready("submitted")
    evil = "เขลางค์นคร\r\nBcc: all@example.org"
    if broken == "name":
        Municipality.objects.filter(pk=report.plan.municipality_id).update(name=evil)
    else:
        User.objects.filter(username="somsri").update(email="somsri@example.go.th\nBcc: all@example.org")

    with caplog.at_level(logging.ERROR), django_capture_on_commit_callbacks(execute=True):
        take(report, "accept")

    headers = [mail.message() for mail in mailoutbox]
    assert [(len(mail.get_all("To")), mail["Bcc"]) for mail in headers] == (
        [(1, None)] if broken == "name" else []
    )
    assert len(caplog.records) == (broken == "address")
