"""From a mail that is written to one that is sent: put into the queue, tried, tried again, given up.

A mail is a row and a task of the queue, written in the transaction of what it reports: it goes out if and
only if that is committed. A worker claims the row, sends the mail and deletes the row. Where it is killed
between the server's answer and the deletion, the mail is sent once more when the claim is over, under the
same Message-ID.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django_tasks import TaskContext, TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from outbox import faults
from outbox.models import Mail

QUEUE = "mail"  # its worker does nothing else: no mail waits for the printing of many documents
# What is waited after each try but the last, which is made nine hours after the first.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 25, 120, 390))
LEASE = timedelta(minutes=10)  # a worker that has held a mail for longer is dead
KEPT = timedelta(days=30)  # how long an admin sees what was given up

log = logging.getLogger(__name__)


def put(message: EmailMessage) -> Mail:
    """Put a mail into the queue, in the caller's transaction. Raises ValueError for what a row can't hold."""
    with transaction.atomic():
        mail = _stored(message)
        _queue(mail)
    return mail


def put_and_claim(message: EmailMessage, worker: str) -> Mail:
    """The same, already in the hands of this worker, which has to `deliver` it."""
    return _stored(message, claimed_by=worker, claimed_at=timezone.now())


def _stored(message: EmailMessage, **claim: object) -> Mail:
    """The row of a mail; only what is plain text to one person can be kept as one."""
    if len(message.recipients()) != 1 or message.attachments or getattr(message, "alternatives", []):
        raise ValueError("a mail of the portal is plain text to one person")
    return Mail.objects.create(
        sender=message.from_email,
        recipient=message.to[0],
        subject=str(message.subject),
        body=str(message.body),
        **claim,
    )


def _queue(mail: Mail) -> None:
    mail.task = send_queued.using(run_after=mail.next_try_at).enqueue(mail.pk).id
    mail.save(update_fields=["task"])


@task(takes_context=True, queue_name=QUEUE)
def send_queued(context: TaskContext, mail_pk: int) -> None:
    """Try a mail once; nothing where it is sent already, not due, or in the hands of another worker."""
    deliver(mail_pk, context.task_result.worker_ids[-1])


def deliver(mail_pk: int, worker: str) -> bool:
    """Try a mail once, if this worker can claim it; returns whether it went out.

    Where it did not, another try is queued if that can help; else the mail is given up.
    """
    mail = _claimed(mail_pk, worker)
    if mail is None:
        return False
    if mail.tries > len(PAUSES) + 1:  # each time, whoever sent it was killed
        _set_back(mail, faults.INTERRUPTED, next_try_at=None)
        return False
    try:
        headers = {"Message-ID": f"<{mail.key}@{urlsplit(settings.PORTAL_URL).hostname}>"}
        content = (mail.subject, mail.body, mail.sender, [mail.recipient])
        # As a context, the connection is closed also where the server refuses the sign-in.
        with get_connection(settings.MAIL_TRANSPORT) as connection:
            EmailMessage(*content, headers=headers, connection=connection).send()
    except (OSError, ValueError) as error:
        log.exception("mail %s not sent", mail.pk)
        final = faults.is_final(error) or mail.tries > len(PAUSES)
        next_try_at = None if final else timezone.now() + PAUSES[mail.tries - 1]
        _set_back(mail, faults.sentence(error), next_try_at=next_try_at, detail=str(error))
        return False
    mail.delete()
    return True


def _claimed(mail_pk: int, worker: str) -> Mail | None:
    """The mail, now in the hands of this worker: of several that ask at once, one gets it."""
    now = timezone.now()
    free = Q(claimed_by__in=["", worker]) | Q(claimed_at__lt=now - LEASE)
    rows = Mail.objects.filter(free, pk=mail_pk, next_try_at__lte=now)
    if not rows.update(claimed_by=worker, claimed_at=now, tries=F("tries") + 1):
        return None
    return Mail.objects.filter(pk=mail_pk, claimed_by=worker).first()


@transaction.atomic
def _set_back(mail: Mail, reason: str, *, next_try_at: datetime | None, detail: str = "") -> None:
    mail.claimed_by, mail.claimed_at = "", None
    mail.reason, mail.detail, mail.next_try_at = reason, detail, next_try_at
    mail.save(update_fields=["claimed_by", "claimed_at", "reason", "detail", "next_try_at"])
    if next_try_at:
        _queue(mail)


@transaction.atomic
def try_again(mails: Iterable[Mail]) -> int:
    """Begin anew with mails that were given up and still have their text; how many those were."""
    chosen = Mail.objects.given_up().exclude(body="").filter(pk__in=[mail.pk for mail in mails])
    found = list(chosen.select_for_update())
    for mail in found:
        mail.tries, mail.next_try_at = 0, timezone.now()
        mail.save(update_fields=["tries", "next_try_at"])
        _queue(mail)
    return len(found)


def hold_all(reason: str, *, using: str) -> None:
    """Give up all mails of that database which would be tried, for an admin to try again or not."""
    Mail.objects.using(using).waiting().update(next_try_at=None, reason=reason)


def look_after_mails() -> None:
    """Delete texts and mails whose time is over, and queue again what has lost its task.

    A text is kept as long as a link that it may hold can set a password.
    """
    now = timezone.now()
    Mail.objects.filter(written_at__lt=now - KEPT).delete()
    old = Mail.objects.filter(written_at__lt=now - timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT))
    old.exclude(body="").update(body="", next_try_at=None, reason=faults.EXPIRED)
    ready = DBTaskResult.objects.filter(pk=OuterRef("task"), status=TaskResultStatus.READY)
    for mail in Mail.objects.overdue(now - LEASE).exclude(Exists(ready)):
        _queue(mail)
