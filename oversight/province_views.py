"""A province at a glance: its municipalities and where the two documents of each stand."""

from collections import Counter
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from oversight.asking import asked
from oversight.filters import DOCUMENTS, NO_PLAN, states_said
from oversight.rows import counted
from oversight.waiting import vacant_provinces

_SORTING_COLUMNS = {
    "name": "เทศบาล",
    "district": "อำเภอ",
    "total": "คะแนนรวม",
    "change": "เทียบปีก่อน",
    "level": "ระดับ",
    "plan": DOCUMENTS["plan"],
    "results": DOCUMENTS["results"],
    "activity": "ความเคลื่อนไหวล่าสุด",
    "oit": "รายการ OIT",
}


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
    columns, filters = [], question.filters
    for sort, title in _SORTING_COLUMNS.items():
        direction = ("descending" if filters.descending else "ascending") if filters.order == sort else ""
        onward = f"-{sort}" if direction == "ascending" else sort
        columns.append(SortingHead(title, direction, onward, numeric=sort in ("total", "change", "oit")))
    kinds = {row.reviews for row in question.rows}
    states, summaries = states_said(kinds.pop() if len(kinds) == 1 else None), []
    for kind, title in DOCUMENTS.items():
        cells = [cell for row in question.rows for cell in row.documents if cell.kind == kind]
        numbers = Counter(cell.state or NO_PLAN for cell in cells)
        counts = (
            StateCount(state, label, numbers[state]) for state, label in states.items() if numbers[state]
        )
        summaries.append(Summary(kind, title, tuple(counts), sum(cell.is_late for cell in cells)))
    context = question.context("province", page) | {"columns": columns, "summaries": summaries}
    # Not beside a search, for which the page needs all its queries: who looks for one asks for no other.
    tells = question.user.is_admin and not filters.q
    context |= {"vacant": vacant_provinces() if tells else ()}
    return render(request, "oversight/province.html", context)
