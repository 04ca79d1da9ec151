"""What a province's measures answer: which issues they address, which indicators still need a measure."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments import framework, scoring
from assessments.framework import Framework, Indicator
from measures.models import Measure, MeasureTarget
from oversight.asking import ON_A_PAGE, Asked, asked
from oversight.overview import OverviewRow
from reports.models import Report, ReportKind


@dataclass(frozen=True)
class AnsweringPlace:
    """A municipality whose plan may be read: how many measures it has, and how many address each issue.

    `needing` are the codes of the indicators that its plan must answer, `missing` those without a measure.
    """

    row: OverviewRow
    measures: int
    issues: Mapping[int, int]
    needing: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def issue_numbers(self) -> list[int]:
        """The issues that its measures address, in order."""
        return sorted(self.issues)

    @property
    def named_missing(self) -> list[Indicator]:
        """The indicators without a measure, as the assessed year calls them."""
        return [framework.load(self.row.assessed_year).indicator(code) for code in self.missing]


@dataclass(frozen=True)
class Demand:
    """An indicator over all plans: below the pass mark, to be answered, and without a measure in how many."""

    indicator: Indicator
    weak: int
    needing: int
    missing: int


@require_safe
def province_measures(request: HttpRequest) -> HttpResponse:
    """The plans that this person may read, and which issues and indicators they leave without a measure."""
    question = asked(request)
    rules = framework.load(question.year)
    places = _answering_places(question)
    page = Paginator(places, ON_A_PAGE).get_page(request.GET.get("page"))
    context = question.context("measures", page) | {
        "rules": rules,
        "unread": len(question.rows) - len(places),
        "issues": [  # each issue of the year with how many plans and how many measures address it
            (
                issue,
                sum(issue.number in place.issues for place in places),
                sum(place.issues.get(issue.number, 0) for place in places),
            )
            for issue in rules.issues
        ],
        "demands": _demands(places, framework.load(question.year - 1)),
        "read": len(places),
    }
    return render(request, "oversight/measures.html", context)


def _answering_places(question: Asked) -> list[AnsweringPlace]:
    """The rows whose plan this person may read, each with what its measures are about. Two queries."""
    reports = Report.objects.visible_to(question.user).filter(
        plan__fiscal_year=question.year, kind=ReportKind.PLAN
    )
    issues: dict[int, list[int | None]] = defaultdict(list)
    about: dict[int, set[str]] = defaultdict(set)
    measures = Measure.objects.filter(plan__reports__in=reports).filter(plan__reports__kind=ReportKind.PLAN)
    for report, issue in measures.values_list("plan__reports", "issue"):
        issues[report].append(issue)
    targets = MeasureTarget.objects.filter(measure__plan__reports__in=reports)
    for report, code in targets.values_list("measure__plan__reports", "about"):
        about[report].add(code)
    places = []
    for row in question.rows:
        if row.plan.readable and row.plan.report is not None:
            chosen, rules = issues[row.plan.report], framework.load(row.assessed_year)
            needing = scoring.needing_measures(row.scores, rules)
            missing = scoring.unanswered(row.scores, about[row.plan.report], rules)
            places.append(AnsweringPlace(row, len(chosen), Counter(filter(None, chosen)), needing, missing))
    return places


def _demands(places: Sequence[AnsweringPlace], rules: Framework) -> list[Demand]:
    """Each indicator that some plan must answer, in official order."""
    weak = Counter(code for place in places for code in place.row.weak)
    needing = Counter(code for place in places for code in place.needing)
    missing = Counter(code for place in places for code in place.missing)
    return [
        Demand(row, weak[row.code], needing[row.code], missing[row.code])
        for row in rules.indicators
        if needing[row.code]
    ]
