"""Mails about the steps of a report: who gets one, and what it says."""

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role, User
from accounts.vacancies import lacks_reviewer, tell_admins
from ita_portal.thai import fiscal_year_text, thai_digits
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


def mail_steps(events: Sequence[Event]) -> None:
    """Mail those whom one step with one report or several concerns, each by themselves and once.

    Inside the transaction of the step. The reports are of one municipality.
    """
    if not events or events[0].verb not in RECIPIENT_ROLES:
        return
    event, place = events[0], events[0].report.plan.municipality
    if event.verb == Action.SUBMIT and lacks_reviewer(place.province):
        tell_admins()
    title, path = _about(events)
    prefix = settings.ACCOUNT_EMAIL_SUBJECT_PREFIX
    subject = f"{prefix}{SUBJECTS[event.verb]}: {title} {place.full_name}"
    context = {
        "event": event,
        "title": title,
        "named": [_title(one.report) for one in events] if len(events) > 1 else (),
        "municipality": place,
        "submit": Action.SUBMIT.said(reviews=place.province.reviews),
        "address": settings.PORTAL_URL + path,
        "portal": f"{settings.PORTAL_URL}/",
    }
    body = render_to_string(f"email/{event.verb}.txt", context)
    for person in recipients(event.report, event.verb):
        # A subject is one line, whatever stands in a name.
        EmailMessage(" ".join(subject.split()), body, to=[person.email]).send()


def _about(events: Sequence[Event]) -> tuple[str, str]:
    """What a mail about the steps is about, and the path of the page on which its reader goes on."""
    plan = events[0].report.plan
    if len(events) == 1:
        return _title(events[0].report), reverse("documents", args=[plan.municipality_id, plan.fiscal_year])
    title = thai_digits(f"เอกสารที่แก้ไขผลการประเมินหลังเผยแพร่ {len(events)} ฉบับ")
    to_officer = RECIPIENT_ROLES[events[0].verb] == Role.OFFICER
    return title, reverse("municipality", args=[plan.municipality_id]) if to_officer else reverse("desk")


def _title(report: Report) -> str:
    return f"{report.get_kind_display()} {fiscal_year_text(report.plan.fiscal_year)}"


def recipients(report: Report, verb: str) -> QuerySet[User]:
    """The active people with an address: reviewers of the province, or officers of the municipality."""
    municipality = report.plan.municipality
    if RECIPIENT_ROLES[verb] == Role.OFFICER:
        people = User.objects.officers_of([municipality], timezone.localdate())
    else:
        people = User.objects.reviewers_of(municipality.province)
    return people.exclude(email="").order_by("pk")
