"""Steps of a report taken by somebody who has read it as it stands."""

from contextlib import AbstractContextManager

from accounts.models import User
from reports import publishing, workflow
from reports.models import Publication, Report


def read(report: Report) -> int:
    """The version of the report that whoever opens it now reads."""
    return Report.objects.values_list("version", flat=True).get(pk=report.pk)


def perform(report: Report, action: str, user: User, note: str = "") -> Report:
    return workflow.perform(report, action, user, note, seen=read(report))


def step(report: Report, action: str, user: User, note: str = "") -> AbstractContextManager[Report]:
    return workflow.step(report, action, user, note, seen=read(report))


def publish(report: Report, user: User) -> Publication:
    return publishing.publish(report, user, seen=read(report))
