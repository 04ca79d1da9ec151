"""What happened to the demo documents: steps, comments, answers, by the portal's own rules, dated back."""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone

from accounts.models import Role, User
from ita_portal.thai import thai_digits
from reports import commenting, workflow
from reports.commenting.places import WHOLE, CommentPlace
from reports.models import Comment, Event, Publication, Report
from reports.publishing import publish
from reports.states import Action
from reports.taking_down import withdraw

STORIES = Path(__file__).resolve().parent / "stories.toml"
DATED = (
    (Event, "at"),
    (Comment, "written_at"),
    (Comment, "resolved_at"),
    (Publication, "published_at"),
    (Publication, "withdrawn_at"),
)


def stories() -> list[dict[str, Any]]:
    """Each with the `place` (name of its municipality), `fiscal_year`, and steps for "plan" and "results"."""
    return list(tomllib.loads(STORIES.read_text(encoding="utf-8"))["story"])


def date_back_history(began: datetime, to: datetime) -> None:
    """Give every history entry made since `began` the moment `to`."""
    for model in apps.get_models():
        if hasattr(model, "history_date"):
            models.QuerySet[models.Model](model).filter(history_date__gte=began).update(history_date=to)


def take_steps(report: Report, steps: Iterable[Mapping[str, Any]], people: Mapping[Role, User]) -> None:
    """Take the steps one after another; each says what to `do`, how many `days` ago, and its `note`.

    Besides the steps of the workflow: "comment" (at a `measure` by number, or on the whole), "answer" and
    "resolve" of the last comment. Raises what the workflow raises.
    """
    for step in steps:
        report = Report.objects.with_place().get(pk=report.pk)
        began = timezone.now()
        _take_step(report, step, people)
        for model, field in DATED:  # what the step has just written happened some days ago
            rows = models.QuerySet[models.Model](model).filter(report=report, **{f"{field}__gte": began})
            rows.update(**{field: models.F(field) - timedelta(days=step["days"])})


def _take_step(report: Report, step: Mapping[str, Any], people: Mapping[Role, User]) -> None:
    note = step.get("note", "")
    match step["do"]:
        case "comment":
            place = CommentPlace("", WHOLE)
            if "measure" in step:
                measure = report.plan.measures.get(number=step["measure"])
                title = f"มาตรการที่ {thai_digits(str(measure.number))} {measure.title}"
                place = CommentPlace(f"measure:{measure.pk}", title)
            commenting.add(report, people[Role.REVIEWER], place=place, body=note)
        case "answer":
            commenting.answer(_last_comment(report), people[Role.OFFICER], body=note)
        case "resolve":
            commenting.resolve(_last_comment(report), people[Role.REVIEWER])
        case "publish":
            publish(report, people[Role.OFFICER], seen=report.version)
        case "withdraw":
            withdraw(report, people[Role.OFFICER], note, seen=report.version)
        case action:
            actor = people[workflow.ROLES[Action(action)]]
            workflow.perform(report, action, actor, note, seen=report.version)


def _last_comment(report: Report) -> Comment:
    return report.comments.filter(answer_to=None).latest("pk")
