"""A line of the history in words: what was changed, how, and its old and new values."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Any

from django.db.models import Field, FileField

from assessments import framework
from assessments.framework import Framework
from documents.sections.section import about_title
from ita_portal.admin_history import UNKNOWN, in_words
from ita_portal.thai import decimal_text, fiscal_year_text, thai_digits
from measures.details import detail_words, has_words
from measures.models import Measure, Plan, Result
from municipalities.dated import FormerState
from reports.history.sources import CHANGED, HistorySource, shown_year
from reports.models import Report
from reports.states import ReviewSwitch, State, verb_said

LONG = 160  # characters; a longer text is folded
FieldValues = Mapping[str, Any]

_ACTIONS = {"+": "เพิ่ม", CHANGED: "แก้ไข", "-": "ลบ"}


@dataclass(frozen=True)
class FieldChange:
    """A field with its former and new value in words; one of the two is "" for a new or removed thing."""

    label: str
    old: str
    new: str

    @property
    def is_long(self) -> bool:
        """Whether the values are to be folded."""
        return max(len(self.old), len(self.new)) > LONG


@dataclass(frozen=True)
class HistoryItem:
    """What was done to one thing; `note` is what somebody wrote with a step or as a comment.

    `undo` names the row of the history where it is a deletion that can be undone.
    """

    action: str
    title: str
    changes: tuple[FieldChange, ...] = ()
    note: str = ""
    undo: str = field(default="", compare=False)

    @property
    def is_long(self) -> bool:
        """Whether the note is to be folded."""
        return len(self.note) > LONG


def item(
    source: HistorySource,
    sign: str,
    report: Report,
    *,
    now: FieldValues,
    before: FieldValues,
    measure_now: FieldValues,
) -> HistoryItem:
    """A row of the history in words. `sign` is simple_history's; `now` and `before` are its stored values."""
    if not source.keeps_former_states:
        return _REVIEW[source.name](now)
    rules, changes = framework.load(shown_year(report)), []
    for name in source.shown:
        field = source.model._meta.get_field(name)  # noqa: SLF001 - Django's documented API
        old = field_words(field, before.get(name), rules)
        new = field_words(field, now.get(name), rules)
        label = thai_digits(str(field.verbose_name))  # type: ignore[union-attr]
        if sign == CHANGED and old != new:
            changes.append(FieldChange(label, old, new))
        elif sign != CHANGED and new != UNKNOWN:
            changes.append(FieldChange(label, *(("", new) if sign == "+" else (new, ""))))
    return HistoryItem(_ACTIONS[sign], _title(source.name, now, measure_now, report), tuple(changes))


def field_words(field: Any, stored: Any, rules: Framework) -> str:
    """A value of a column, as JSON holds it, as the portal writes it; indicators are those of the rules."""
    if stored in (None, "", []):
        return UNKNOWN
    if field.name in ("about", "indicator"):
        return about_title(stored, rules)
    # In JSON days and decimals are text and numbers, lists may be text; a place came as its name.
    value = stored
    if field.get_internal_type() == "JSONField":
        value = json.loads(stored) if isinstance(stored, str) else stored
    elif not field.is_relation:
        value = field.to_python(stored)
    is_detail = field.model in (Plan, Measure, Result) and has_words(field.name)
    return detail_words(field.name, value) if is_detail else _written(field, value)


def _written(field: "Field[Any, Any]", value: Any) -> str:
    match value:
        case []:
            return UNKNOWN
        case list():
            return "\n".join(map(_item, value))
        case Decimal():
            return decimal_text(value)
        case bool():
            return str(in_words(field, value))
        case int():
            return thai_digits(str(value))
    return PurePosixPath(str(value)).name if isinstance(field, FileField) else str(in_words(field, value))


def _item(value: Any) -> str:
    """One of a list: a line as it was typed, or a state that a place had before."""
    return thai_digits(FormerState.read(value).words) if isinstance(value, dict) else str(value)


def _title(name: str, now: FieldValues, measure: FieldValues, report: Report) -> str:
    year = shown_year(report)
    rules = framework.load(year)
    match name:
        case "assessment":
            return f"ผลการประเมิน {fiscal_year_text(year)}"
        case "score":
            return f"คะแนน{about_title(now['code'], rules)}"
        case "finding":
            return f"ข้อสังเกตข้อ {now['question']}"
        case "analysis":
            return f"การวิเคราะห์{about_title(now['about'], rules)}"
        case "plan":
            return f"แผนมาตรการ {fiscal_year_text(report.plan.fiscal_year)}"
    return _measure_title(name, now, measure)


def _measure_title(name: str, now: FieldValues, measure: FieldValues) -> str:
    match name:
        case "measure":
            return _measure(now)
        case "measuretarget":
            return f"ตัวชี้วัดของ{_measure(measure)}"
        case "result":
            return f"ผลของ{_measure(measure)}"
        case "evidence":
            return f"หลักฐาน “{now['title']}” ของ{_measure(measure)}"
    return ""  # a thing of which a report has but one: its part says what it is


def _measure(values: FieldValues) -> str:
    return f"มาตรการที่ {thai_digits(str(values['number']))} {values['title']}" if values else "มาตรการ"


def _event(now: FieldValues) -> HistoryItem:
    reviewed = bool(now["reviewed"])
    switched = now["verb"] in ReviewSwitch.values()  # which leaves the state, and changes what it is called
    was_reviewed = reviewed != switched
    states = [
        State(now["from_state"]).said(reviews=was_reviewed),
        State(now["to_state"]).said(reviews=reviewed),
    ]
    moved = (FieldChange("สถานะ", *states),) if states[0] != states[1] else ()
    return HistoryItem(
        verb_said(now["verb"], reviewed=reviewed), f"({now['actor_role']})", moved, now["note"]
    )


def _comment(now: FieldValues) -> HistoryItem:
    if now["answer_to_id"]:
        return HistoryItem("ตอบความเห็น", "", note=now["body"])
    return HistoryItem("ให้ความเห็น", f"ที่ “{now['place']}”" if now["place"] else "", note=now["body"])


def _publication(now: FieldValues) -> HistoryItem:
    checksum = FieldChange("SHA-256", "", now["sha256"])
    return HistoryItem("จัดเก็บฉบับเผยแพร่", f"ฉบับที่ {thai_digits(str(now['revision']))}", (checksum,))


_REVIEW = {"event": _event, "comment": _comment, "publication": _publication}
