"""A province at a glance: its municipalities and where the two documents of each stand."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from oversight.asking import asked
from oversight.filters import DOCUMENTS, NO_PLAN, STATES, Filters
from oversight.rows import OverviewRow, counted


@dataclass(frozen=True)
class SortingHead:
    """The head of a column that sorts: `sorted` is its aria-sort or "", `onward` what a click asks for."""

    title: str
    sorted: str
    onward: str
    numeric: bool = False


@dataclass(frozen=True)
class StateCount:
    """How many municipalities have a document in a state; `state` as the filter names it."""

    state: str
    label: str
    number: int


@dataclass(frozen=True)
class Summary:
    """One of the two documents over all rows; `late` is how many are past their deadline."""

    kind: str
    title: str
    standings: tuple[StateCount, ...]
    late: int


@require_safe
def province(request: HttpRequest) -> HttpResponse:
    """The municipalities that are asked for, fifty a page, with what was counted in their documents."""
    question = asked(request, counts=True)
    page = question.page(request)
    page.object_list = counted(question.user, list(page))
    context = question.context("province", page) | {
        "columns": list(_columns(question.filters)),
        "summaries": [_summary(question.rows, kind) for kind in DOCUMENTS],
    }
    return render(request, "oversight/province.html", context)


def _columns(filters: Filters) -> Iterable[SortingHead]:
    heads = {
        "name": "เทศบาล",
        "district": "อำเภอ",
        "total": "คะแนนรวม",
        "change": "เทียบปีก่อน",
        "level": "ระดับ",
        "plan": DOCUMENTS["plan"],
        "results": DOCUMENTS["results"],
        "activity": "ความเคลื่อนไหวล่าสุด",
    }
    for sort, title in heads.items():
        mine = filters.order == sort
        direction = ("descending" if filters.descending else "ascending") if mine else ""
        onward = f"-{sort}" if direction == "ascending" else sort
        yield SortingHead(title, direction, onward, numeric=sort in ("total", "change"))


def _summary(rows: Iterable[OverviewRow], kind: str) -> Summary:
    cells = [cell for row in rows for cell in row.documents if cell.kind == kind]
    numbers = Counter(cell.state or NO_PLAN for cell in cells)
    standings = (
        StateCount(state, label, numbers[state]) for state, label in STATES.items() if numbers[state]
    )
    return Summary(kind, DOCUMENTS[kind], tuple(standings), sum(cell.is_late for cell in cells))
