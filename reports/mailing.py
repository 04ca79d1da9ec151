"""Mails about the steps of a report: who gets one, and what it says."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role, User
from ita_portal.thai import fiscal_year_text
from reports.models import Event, Report
from reports.states import EARLIER, Action

RECIPIENT_ROLES: dict[str, Role] = {
    Action.SUBMIT: Role.REVIEWER,
    Action.RETURN: Role.OFFICER,
    Action.ACCEPT: Role.OFFICER,
    Action.PUBLISH: Role.OFFICER,
    Action.WITHDRAW: Role.OFFICER,
    EARLIER: Role.OFFICER,
}
SUBJECTS: dict[str, str] = {
    Action.SUBMIT: "รอการตรวจทาน",
    Action.RETURN: "ส่งกลับให้แก้ไข",
    Action.ACCEPT: "ผ่านการตรวจทาน",
    Action.PUBLISH: "เผยแพร่แล้ว",
    Action.WITHDRAW: "ถูกถอนการเผยแพร่",
    EARLIER: "ฉบับก่อนหน้าถูกถอน",
}


def mail_step(event: Event) -> None:
    """Mail those whom a step concerns, each by themselves, in the transaction of the step."""
    if event.verb not in RECIPIENT_ROLES:
        return
    report, place = event.report, event.report.plan.municipality
    fiscal_year = report.plan.fiscal_year
    title = f"{report.get_kind_display()} {fiscal_year_text(fiscal_year)}"
    prefix = settings.ACCOUNT_EMAIL_SUBJECT_PREFIX
    subject = f"{prefix}{SUBJECTS[event.verb]}: {title} {place.full_name}"
    context = {
        "event": event,
        "title": title,
        "municipality": place,
        "address": settings.PORTAL_URL + reverse("documents", args=[place.pk, fiscal_year]),
        "portal": f"{settings.PORTAL_URL}/",
    }
    body = render_to_string(f"email/{event.verb}.txt", context)
    for person in recipients(report, event.verb):
        # A subject is one line, whatever stands in a name.
        EmailMessage(" ".join(subject.split()), body, to=[person.email]).send()


def recipients(report: Report, verb: str) -> QuerySet[User]:
    """The active people with an address: reviewers of the province, or officers of the municipality."""
    municipality = report.plan.municipality
    if RECIPIENT_ROLES[verb] == Role.OFFICER:
        people = User.objects.officers_of([municipality], timezone.localdate())
    else:
        people = User.objects.reviewers_of(municipality.province)
    return people.exclude(email="").order_by("pk")
