"""One mail a person and day with all that waits for them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string

from accounts.models import User
from ita_portal.thai import thai_digits
from outbox import sending
from outbox.models import Mail
from oversight.models import Reminder
from oversight.reminding import Agenda
from oversight.unserved import Unserved


@dataclass(frozen=True)
class Sent:
    """How many mails went out, and how many could not be sent at the first try."""

    sent: int = 0
    failed: int = 0


def mails(today: date) -> Iterator[tuple[User, EmailMessage]]:
    """The mails of a day to all active people with an address for whom anything waits.

    Whoever has had theirs is among them. A deadline is mailed from `REMIND_DAYS` days before it.
    """
    agenda = Agenda(today, settings.REMIND_DAYS)
    unserved = Unserved(today, agenda)
    for person in User.objects.filter(is_active=True).exclude(email="").order_by("pk"):
        if items := agenda.for_person(person) + unserved.for_person(person):
            subject = thai_digits(f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}มี {len(items)} เรื่องรอท่าน")
            lines = [(item.text, f"{settings.PORTAL_URL}{item.path}") for item in items]
            context = {"person": person, "lines": lines, "portal": f"{settings.PORTAL_URL}/"}
            body = render_to_string("email/reminder.txt", context)
            yield person, EmailMessage(subject, body, to=[person.email])


def remind(today: date) -> Sent:
    """Send the mails of a day to those who have had none on it. One that fails is left to the worker.

    The mail and the note that this person has had it are stored in one transaction: of two commands that run
    at once only one sends, and a mail whose command is killed goes out all the same.
    """
    worker = f"remind-{uuid4().hex}"
    sent = failed = 0
    for person, message in mails(today):
        if mail := _written(person, today, message, worker):
            went_out = sending.deliver(mail.pk, worker)
            sent, failed = sent + went_out, failed + (not went_out)
    return Sent(sent, failed)


@transaction.atomic
def _written(person: User, today: date, message: EmailMessage, worker: str) -> Mail | None:
    """The mail in the hands of this worker; None where the person has had theirs."""
    _, is_new = Reminder.objects.get_or_create(user=person, sent_on=today)
    return sending.put_and_claim(message, worker) if is_new else None
