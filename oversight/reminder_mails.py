"""One mail a person and day with all that waits for them."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from accounts.models import Role, User
from ita_portal.thai import thai_digits
from oversight.models import Reminder
from oversight.reminding import Agenda, Item

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sent:
    """How many mails went out, and how many could not be sent."""

    sent: int = 0
    failed: int = 0


def mails(today: date) -> Iterator[tuple[User, EmailMessage]]:
    """The mails of a day to all active people with an address for whom anything waits.

    Whoever has had theirs is among them. What is due is told `REMIND_DAYS` days before.
    """
    agenda = Agenda(today, settings.REMIND_DAYS)
    people = User.objects.filter(is_active=True, role__in=(Role.OFFICER, Role.REVIEWER)).exclude(email="")
    for person in people.order_by("pk"):
        if items := agenda.for_person(person):
            yield person, _mail(person, items)


def _mail(person: User, items: list[Item]) -> EmailMessage:
    subject = thai_digits(f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}มี {len(items)} เรื่องรอท่าน")
    lines = [(item.text, f"{settings.PORTAL_URL}{item.path}") for item in items]
    context = {"person": person, "lines": lines, "portal": f"{settings.PORTAL_URL}/"}
    return EmailMessage(subject, render_to_string("email/reminder.txt", context), to=[person.email])


def remind(today: date) -> Sent:
    """Send the mails of a day to those who have had none on it. One that fails is logged and tried next time.

    The row that says so is written first: of two commands that run at once only one sends.
    """
    sent = failed = 0
    for person, mail in mails(today):
        reminder, is_new = Reminder.objects.get_or_create(user=person, sent_on=today)
        if not is_new:
            continue
        try:
            mail.send()
        except (OSError, ValueError):  # the server's refusal; a line break in an address
            log.exception("reminder not sent to person %s", person.pk)
            reminder.delete()
            failed += 1
        else:
            sent += 1
    return Sent(sent, failed)
