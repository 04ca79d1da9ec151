"""An error is mailed with its place, and without anything that somebody typed."""

import logging
import os
import subprocess
import sys
from typing import Any

import pytest
from django.core import mail
from django.test import RequestFactory

from operations.error_mails import ErrorMails
from tests.operations.conftest import ROOT

SECRET = "ความลับ-ที่พิมพ์"


def outer(value: str) -> None:
    try:
        int(value)
    except ValueError as error:
        raise LookupError(f"no {value}") from error


@pytest.fixture
def mails() -> ErrorMails:
    return ErrorMails(["it@example.go.th"])


def tell(handler: ErrorMails, deed: Any = outer) -> None:
    """An error as Django logs it."""
    request = RequestFactory().post(f"/accounts/password/reset/key/5-abc/?q={SECRET}", {"text": SECRET})
    request.COOKIES["session"] = SECRET
    try:
        deed(SECRET)
    except Exception:
        record = logging.LogRecord("django.request", 40, __file__, 1, "Error: %s", (SECRET,), sys.exc_info())
    record.request, record.status_code = request, 500
    handler.emit(record)
    handler._pool.submit(lambda: None).result()  # the mail before it is sent


def test_mail_tells_where_it_happened_and_nothing_that_was_typed(mails: ErrorMails):
    tell(mails)
    (one,) = mail.outbox
    text = one.subject + one.body + str(one.message())
    assert SECRET not in text
    assert one.to == ["it@example.go.th"]
    assert one.body.startswith("POST /accounts/password/reset/key/***/ 500\n")
    assert one.body.rstrip().endswith("ValueError")
    assert "tests/operations/test_error_mails.py" in one.subject
    assert "LookupError" in one.body


def test_same_place_is_mailed_once_and_another_one_at_once(mails: ErrorMails):
    for _ in range(3):
        tell(mails)
    assert len(mail.outbox) == 1
    tell(mails, lambda value: {}[value])
    assert len(mail.outbox) == 2


def test_mail_server_that_is_away_breaks_nothing(mails: ErrorMails, settings: Any):
    settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    tell(mails)
    assert mail.outbox == []


@pytest.mark.slow
def test_setting_switches_it_on_and_is_judged():
    code = (
        "import django, logging; django.setup(); "
        "print([each.to for each in logging.getLogger('django.request').handlers])"
    )
    for value, said in (
        ("it@example.go.th", "[['it@example.go.th']]"),
        ("", "[[]]"),
        ("nobody", "ERROR_MAILS=nobody"),
    ):
        environment = {**os.environ, "ERROR_MAILS": value, "DJANGO_SETTINGS_MODULE": "ita_portal.settings"}
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert said in done.stdout + done.stderr
