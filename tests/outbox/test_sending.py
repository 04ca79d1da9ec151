"""A mail in the queue: sent once, tried again, given up, and what is left of it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest
import time_machine
from django.conf import LazySettings
from django.conf import settings as portal
from django.core import mail
from django.core.mail import EmailMessage, EmailMultiAlternatives, send_mail
from django.db import connections, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from outbox import faults, sending
from outbox.models import Mail
from outbox.sending import PAUSES, deliver, look_after_mails, put, put_and_claim, try_again
from tests.mails import SMTP, MailServer, silent_server, use_queue, work_off
from tests.oversight.test_worker import environment
from tests.processes import running

pytestmark = pytest.mark.django_db
NOBODY_LISTENS = 1  # a port


@pytest.fixture(autouse=True)
def _queue(settings: LazySettings) -> None:
    use_queue(settings)


def written(recipient: str = "somsri@example.go.th", subject: str = "เรื่อง", body: str = "ข้อความ") -> Mail:
    return put(EmailMessage(subject, body, to=[recipient]))


def later(moment: datetime) -> time_machine.travel:
    return time_machine.travel(moment, tick=False)


def test_sending_puts_into_the_queue_and_the_worker_sends():
    send_mail("เรื่อง", "ข้อความ", "portal@example.go.th", ["somsri@example.go.th"])

    assert (mail.outbox, Mail.objects.count(), DBTaskResult.objects.ready().count()) == ([], 1, 1)
    (sent,) = work_off()
    assert (sent.subject, sent.body, sent.from_email, sent.to) == (
        "เรื่อง",
        "ข้อความ",
        "portal@example.go.th",
        ["somsri@example.go.th"],
    )
    assert Mail.objects.count() == 0


def test_mail_of_what_is_rolled_back_is_not_there():
    with transaction.atomic():
        written()
        transaction.set_rollback(True)

    assert (Mail.objects.count(), DBTaskResult.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "message",
    [
        EmailMessage("เรื่อง", "", to=["a@example.go.th", "b@example.go.th"]),
        EmailMessage("เรื่อง", "", to=["a@example.go.th"], bcc=["b@example.go.th"]),
        EmailMessage("เรื่อง", "", to=["a@example.go.th"], attachments=[("a.txt", "a", "text/plain")]),
        EmailMultiAlternatives("เรื่อง", "", to=["a@example.go.th"], alternatives=[("<p>", "text/html")]),
    ],
)
def test_mail_that_a_row_cannot_hold_is_refused(message: EmailMessage):
    with pytest.raises(ValueError, match="plain text to one person"):
        message.send()


# What goes wrong


def test_silent_server_is_given_up_and_asked_again(settings: LazySettings):
    row = written()
    with silent_server() as port:
        use_queue(settings, SMTP, port)
        assert not deliver(row.pk, "worker")

    row.refresh_from_db()
    assert (row.reason, row.tries, row.claimed_by) == (faults.UNANSWERED, 1, "")
    assert timedelta(seconds=50) < row.next_try_at - timezone.now() <= PAUSES[0]
    task = DBTaskResult.objects.get(pk=row.task)
    assert (task.run_after, task.args_kwargs["args"]) == (row.next_try_at, [row.pk])


def test_mail_is_not_tried_before_its_pause_is_over(settings: LazySettings):
    use_queue(settings, SMTP, NOBODY_LISTENS)
    row = written()
    deliver(row.pk, "worker")
    use_queue(settings)

    assert not deliver(row.pk, "worker")
    with later(timezone.now() + PAUSES[0]):
        assert deliver(row.pk, "worker")
    assert len(mail.outbox) == 1


def test_pauses_grow_and_come_to_an_end(settings: LazySettings):
    use_queue(settings, SMTP, NOBODY_LISTENS)
    row, pauses = written(), []
    while row.next_try_at:
        with later(row.next_try_at):
            deliver(row.pk, "worker")
            row.refresh_from_db()
            pauses += [row.next_try_at - timezone.now()] if row.next_try_at else []

    assert pauses == sorted(set(PAUSES))
    assert (row.tries, row.reason) == (len(PAUSES) + 1, faults.UNREACHABLE)


@pytest.mark.parametrize(
    ("answers", "reason", "again"),
    [
        ({"RCPT": "550 5.1.1 no such user"}, faults.RECIPIENT, False),
        ({"RCPT": "451 4.2.1 greylisted"}, faults.RECIPIENT, True),
        ({"DATA": "554 5.7.1 spam"}, faults.REFUSED, False),
        ({"DATA": "452 4.3.1 disk full"}, faults.REFUSED, True),
        ({"EHLO": "250-here\r\n250 AUTH PLAIN", "AUTH": "535 5.7.8 wrong"}, faults.SIGN_IN, True),
    ],
)
def test_answer_of_the_server_decides_whether_to_try_again(
    settings: LazySettings, answers: dict[str, str], reason: str, again: bool
):
    row = written()
    with MailServer(**answers) as server:
        use_queue(settings, SMTP, server.port)
        if "AUTH" in answers:
            settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "portal", "wrong"
        deliver(row.pk, "worker")

    row.refresh_from_db()
    assert (row.reason, row.next_try_at is not None) == (reason, again)
    assert list(answers.values())[-1][4:] in row.detail


def test_line_break_in_an_address_is_given_up_at_once():
    row = written("somsri@example.go.th\nBcc: all@example.org")

    assert not deliver(row.pk, "worker")
    assert (Mail.objects.given_up().get().reason, mail.outbox) == (faults.UNFIT, [])


def test_mail_that_kills_its_workers_is_given_up():
    row = written()
    Mail.objects.update(tries=len(PAUSES) + 1)

    assert not deliver(row.pk, "worker")
    assert (Mail.objects.given_up().get().reason, mail.outbox) == (faults.INTERRUPTED, [])


def test_reason_is_of_the_last_try_and_the_identity_stays(settings: LazySettings):
    """A mail that comes twice to a mailbox is one mail there."""
    row = written()
    with MailServer(QUIT="421 gone") as server:
        use_queue(settings, SMTP, server.port)
        assert deliver(row.pk, "worker")
    assert f"Message-ID: <{row.key}@127.0.0.1>" in server.mails[0]


# Two workers, and one that is killed


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_a_mail_once(settings: LazySettings):
    rows = [written(f"{number}@example.go.th") for number in range(10)]
    together = Barrier(2)

    def work(name: str) -> list[bool]:
        try:
            found = []
            for row in rows:
                together.wait(60)
                found.append(deliver(row.pk, name))
            return found
        finally:
            connections.close_all()

    with MailServer() as server, ThreadPoolExecutor(2) as pool:
        use_queue(settings, SMTP, server.port)
        first, second = pool.map(work, ["first", "second"])

    assert [one + other for one, other in zip(first, second, strict=True)] == [1] * 10
    assert len(server.mails) == 10
    assert Mail.objects.count() == 0


def test_mail_of_a_dead_worker_is_sent_after_its_claim_is_over():
    row = put_and_claim(EmailMessage("เรื่อง", "ข้อความ", to=["somsri@example.go.th"]), "dead")
    look_after_mails()
    assert (deliver(row.pk, "worker"), DBTaskResult.objects.count()) == (False, 0)

    with later(timezone.now() + sending.LEASE + timedelta(seconds=1)):
        look_after_mails()
        assert DBTaskResult.objects.ready().count() == 1
        look_after_mails()
        assert DBTaskResult.objects.ready().count() == 1
        assert deliver(row.pk, "worker")


def wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 120
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.1)


@pytest.mark.django_db(transaction=True)
def test_killed_worker_loses_no_mail(tmp_path: Path):
    """The first worker is killed while a silent server lets it wait; the next one finds one that answers."""

    def worker(port: int, *options: str) -> AbstractContextManager["subprocess.Popen[bytes]"]:
        command = [sys.executable, "manage.py", "worker", "--queue", "mail", *options]
        own = {"EMAIL_URL": f"smtp://127.0.0.1:{port}"}
        return running(command, cwd=portal.BASE_DIR, env={**environment(tmp_path), **own})

    row = written()
    with silent_server() as port, worker(port) as first:
        wait_until(lambda: Mail.objects.exclude(claimed_by="").exists())
        os.kill(first.pid, signal.SIGKILL)
    with MailServer() as server, worker(server.port, "--once") as second:
        assert second.wait(120) == 0

    assert [letter.count(str(row.key)) for letter in server.mails] == [1]
    assert Mail.objects.count() == 0


# What stays, and for how long


def test_text_is_kept_as_long_as_a_link_in_it_works(settings: LazySettings):
    row = written()
    with later(timezone.now() + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT + 1)):
        look_after_mails()
        row.refresh_from_db()
        assert (row.body, row.reason, row.next_try_at) == ("", faults.EXPIRED, None)
        assert (try_again([row]), work_off()) == (0, [])
    with later(timezone.now() + sending.KEPT + timedelta(seconds=1)):
        look_after_mails()
    assert Mail.objects.count() == 0


def test_mail_that_lost_its_task_is_queued_again():
    row = written()
    DBTaskResult.objects.all().delete()
    with later(timezone.now() + sending.LEASE + timedelta(seconds=1)):
        look_after_mails()
    assert DBTaskResult.objects.get().args_kwargs["args"] == [row.pk]
