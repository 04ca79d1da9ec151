"""What happened to a report, newest first: asked of all its tables at once, shown by days."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localtime

from accounts.models import User
from reports.history.sources import SOURCES, HistoryPart, HistorySource
from reports.history.words import HistoryItem, item
from reports.models import Report
from reports.states import Action

LIGHT = ("source", "key", "happened_at")
NOBODY = "ระบบ"  # who wrote what no signed-in person wrote: an import by command, the demonstration
WHOLE = (*LIGHT, "who", "who_then", "sign", "now", "before", "measure_now", "can_come_back")


@dataclass(frozen=True)
class HistoryEntry:
    """What a person did to one part of a report at one time."""

    at: datetime
    who: str
    part: HistoryPart
    items: tuple[HistoryItem, ...]


@dataclass(frozen=True)
class Day:
    """What was done on a day, newest first."""

    day: date
    entries: tuple[HistoryEntry, ...]


@dataclass(frozen=True)
class HistoryQuestion:
    """Which part of a report's history is wanted.

    `since` hides what was written before: a reviewer does not see the drafts of the first submission; None
    hides all that was written. The review itself is never hidden.
    """

    report: Report
    everything: bool
    since: datetime | None = None
    part: str = ""
    person: int | None = None

    @property
    def sources(self) -> tuple[HistorySource, ...]:
        """The tables to be asked."""
        of_part = (source for source in SOURCES[self.report.kind] if self.part in ("", source.part))
        sees_edits = self.everything or self.since is not None
        return tuple(source for source in of_part if sees_edits or not source.keeps_former_states)

    def rows(self, source: HistorySource) -> QuerySet[Any]:
        """Those of one table."""
        rows = source.rows(self.report)
        if source.keeps_former_states and not self.everything:
            rows = rows.filter(happened_at__gte=self.since)
        return rows if self.person is None else rows.filter(who=self.person)


def asked_by(user: User, report: Report) -> HistoryQuestion:
    """All that this person may see of a report's history; one query for a reviewer, none for others."""
    if not user.is_reviewer:
        return HistoryQuestion(report, everything=True)
    submitted = report.events.filter(verb=Action.SUBMIT).order_by("pk").values_list("at", flat=True)
    return HistoryQuestion(report, everything=False, since=submitted.first())


def people_of(asked: HistoryQuestion) -> dict[int, str]:
    """Those who did any of it, by key, with all the names that they had then; sorted by name. One query."""
    rows = _together(asked.rows(source).values("who", "who_then").distinct() for source in asked.sources)
    names: dict[int, set[str]] = defaultdict(set)
    for row in rows:
        if row["who"] is not None:
            names[row["who"]].add(str(row["who_then"]))
    written = {key: ", ".join(sorted(found)) for key, found in names.items()}
    return dict(sorted(written.items(), key=lambda person: person[1]))


def light_rows(asked: HistoryQuestion) -> QuerySet[Any]:
    """Everything asked for, newest first, as (source, key, happened_at): what is needed to cut pages."""
    rows = _together(asked.rows(source).values(*LIGHT) for source in asked.sources)
    return rows.order_by("-happened_at", "source", "-key")


def days(asked: HistoryQuestion, light: Sequence[dict[str, Any]]) -> list[Day]:
    """These rows (of `light_rows`) with all their values, by days; one query."""
    keys: dict[str, list[int]] = {}
    for row in light:
        keys.setdefault(row["source"], []).append(row["key"])
    wanted = [source for source in asked.sources if source.name in keys]
    if not wanted:
        return []
    found = _together([asked.rows(one).filter(pk__in=keys[one.name]).values(*WHOLE) for one in wanted])
    by_key = {(row["source"], row["key"]): row for row in found}
    rows = [by_key[row["source"], row["key"]] for row in light]
    by_day = groupby(rows, key=lambda row: localtime(row["happened_at"]).date())
    return [Day(day, tuple(_entries(of_day, asked))) for day, of_day in by_day]


def _entries(rows: Iterable[dict[str, Any]], asked: HistoryQuestion) -> Iterator[HistoryEntry]:
    """What one person did to one part within a minute is one entry: all ten scores of a form, say."""
    sources = {source.name: source for source in asked.sources}

    def together(row: dict[str, Any]) -> tuple[datetime, Any, str, HistoryPart]:
        minute = localtime(row["happened_at"]).replace(second=0, microsecond=0)
        return minute, row["who"], str(row["who_then"] or NOBODY), sources[row["source"]].part

    for (_, _, name, part), found in groupby(rows, key=together):
        items, times = [], []
        for row in found:
            values = {name: _values(row[name]) for name in ("now", "before", "measure_now")}
            told = item(sources[row["source"]], row["sign"], asked.report, **values)
            undo = f"{row['source']}:{row['key']}" if row["can_come_back"] else ""
            items.append(replace(told, undo=undo))
            times.append(row["happened_at"])
        yield HistoryEntry(times[0], name, part, tuple(items))


def _values(text: str | None) -> dict[str, Any]:
    """Scores are read as Decimal: a float would no longer be what was typed."""
    read: dict[str, Any] = json.loads(text, parse_float=Decimal) if text else {}
    return read


def _together(rows: Iterable[QuerySet[Any]]) -> QuerySet[Any]:
    """The rows of several tables as one."""
    first, *others = (one.order_by() for one in rows)
    return first.union(*others, all=True) if others else first
