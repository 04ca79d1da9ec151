"""What a removed year holds, to be read: each row that somebody filled in, as the history tells of it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from measures.models import Evidence, Plan
from reports.history.sources import SOURCES, HistorySource
from reports.history.words import HistoryItem, item
from reports.models import RemovedYear, Report, ReportKind

# Of the tables that the histories of the two documents show; a plan's columns stand in both.
_SHOWN = {
    (kind, source.model._meta.label_lower): source  # noqa: SLF001 - Django's documented API
    for kind, sources in SOURCES.items()
    for source in sources
    if source.keeps_former_states
}


def removed_items(removed: RemovedYear) -> list[HistoryItem]:
    """The rows in words, those that say something, in the order of the tables. No query."""
    found: dict[tuple[ReportKind, str], list[HistoryItem]] = {}
    measures = _rows(removed, "measures.measure")
    plans = _rows(removed, "measures.plan")
    for entry in removed.content:
        name, row = entry["model"], entry["fields"] | {"id": entry["pk"]}
        kinds = [kind for kind in ReportKind if (kind, name) in _SHOWN]
        for kind in kinds if name == "measures.plan" else kinds[:1]:
            measure = measures.get(row.get("measure"), {})
            plan = plans.get(measure.get("plan") or entry["pk"]) or {"fiscal_year": removed.assessed_year + 1}
            stood = Plan(assessed_year=removed.assessed_year, fiscal_year=plan["fiscal_year"])
            report = Report(plan=stood, kind=ReportKind.PLAN)
            told = item(_SHOWN[kind, name], "+", report, now=row, before={}, measure_now=measure)
            if told.changes:
                found.setdefault((kind, name), []).append(told)
    return [one for (kind, name), items in found.items() for one in _joined(_SHOWN[kind, name], items)]


def removed_files(removed: RemovedYear) -> list[Evidence]:
    """The uploaded files that the year holds, as rows that are not stored, by their former keys. No query."""
    columns = ("title", "file", "file_name")
    return [
        Evidence(pk=key, **{name: fields.get(name) or "" for name in columns})
        for key, fields in sorted(_rows(removed, "measures.evidence").items())
        if fields.get("file")
    ]


def _joined(source: HistorySource, items: list[HistoryItem]) -> list[HistoryItem]:
    """Rows of a single column, such as scores, as one item that has them all."""
    if len(source.shown) > 1:
        return items
    changes = tuple(replace(one.changes[0], label=one.title) for one in items)
    return [HistoryItem("", str(source.model._meta.verbose_name), changes)]  # noqa: SLF001 - as above


def _rows(removed: RemovedYear, name: str) -> Mapping[Any, dict[str, Any]]:
    return {entry["pk"]: entry["fields"] for entry in removed.content if entry["model"] == name}
