"""Steps of a report taken by somebody who has read it as it stands."""

from contextlib import AbstractContextManager
from typing import Any

from accounts.models import User
from reports import publishing, taking_down, workflow
from reports.models import Publication, Report


def read(report: Report) -> int:
    """The version of the report that whoever opens it now reads."""
    return Report.objects.values_list("version", flat=True).get(pk=report.pk)


def perform(report: Report, action: str, user: User, note: str = "") -> Report:
    if action == "withdraw":
        return taking_down.withdraw(report, user, note, seen=read(report))
    return workflow.perform(report, action, user, note, seen=read(report))


def step(report: Report, action: str, user: User, note: str = "") -> AbstractContextManager[Report]:
    return workflow.step(report, action, user, note, seen=read(report))


def publish(report: Report, user: User, **answers: Any) -> Publication:
    """Publish it, with the answers to what is asked before (`PublishingAnswers`); its plan may come later."""
    given = publishing.PublishingAnswers(**{"before_plan": True} | answers)
    return publishing.publish(report, user, seen=read(report), answers=given)
