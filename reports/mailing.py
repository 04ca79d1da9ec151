"""Mails about the steps of a report: who is told, and in which words."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import Role, User
from ita_portal.thai import fiscal_year_text
from reports.models import Event, Report
from reports.states import Action

TOLD = {
    Action.SUBMIT: Role.REVIEWER,
    Action.RETURN: Role.OFFICER,
    Action.ACCEPT: Role.OFFICER,
    Action.PUBLISH: Role.OFFICER,
    Action.WITHDRAW: Role.OFFICER,
}
SUBJECTS = {
    Action.SUBMIT: "รอการตรวจทาน",
    Action.RETURN: "ส่งกลับให้แก้ไข",
    Action.ACCEPT: "ผ่านการตรวจทาน",
    Action.PUBLISH: "เผยแพร่แล้ว",
    Action.WITHDRAW: "ถูกถอนการเผยแพร่",
}


def tell(event: Event) -> None:
    """Mail those whom a step concerns, each by themselves, in the transaction of the step."""
    if event.verb not in TOLD:
        return
    subject, body = _subject(event), _body(event)
    for person in recipients(event.report, Action(event.verb)):
        EmailMessage(subject, body, to=[person.email]).send()


def recipients(report: Report, action: Action) -> QuerySet[User]:
    """The active people with an address: reviewers of the province, or officers of the municipality."""
    municipality = report.plan.municipality
    people = User.objects.filter(is_active=True, role=TOLD[action]).exclude(email="").order_by("pk")
    if TOLD[action] == Role.OFFICER:
        return people.filter(municipality=municipality)
    province = municipality.province
    return people.filter(province=province) if province.reviews else people.none()


def _subject(event: Event) -> str:
    """One line, whatever stands in a name."""
    report = event.report
    told = f"{SUBJECTS[Action(event.verb)]}: {_title(report)} {report.plan.municipality.full_name}"
    return " ".join(f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{told}".split())


def _title(report: Report) -> str:
    return f"{report.get_kind_display()} {fiscal_year_text(report.plan.fiscal_year)}"


def _body(event: Event) -> str:
    report = event.report
    place = report.plan.municipality
    context = {
        "event": event,
        "title": _title(report),
        "municipality": place,
        "address": settings.PORTAL_URL + reverse("documents", args=[place.pk, report.plan.fiscal_year]),
        "portal": f"{settings.PORTAL_URL}/",
    }
    return render_to_string(f"email/{event.verb}.txt", context)
