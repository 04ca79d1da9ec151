"""What a province's measures answer: which issues they address, which indicators still need a measure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments import framework, scoring
from assessments.framework import Framework, Indicator, Issue
from measures.models import Measure, MeasureTarget
from oversight.asking import ON_A_PAGE, Asked, asked
from oversight.overview import OverviewRow
from reports.models import Report, ReportKind


@dataclass(frozen=True)
class Answers:
    """What the measures of one plan are about: how many, their issues, their indicators and tools."""

    measures: int
    issues: Mapping[int, int]
    about: frozenset[str]


@dataclass(frozen=True)
class AnsweringPlace:
    """A municipality whose plan may be read.

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
    """The plans that this person may read, and what the whole province left without an answer."""
    question = asked(request)
    rules = framework.load(question.year)
    lines = _lines(question)
    page = Paginator(lines, ON_A_PAGE).get_page(request.GET.get("page"))
    context = question.context("measures", page) | {
        "rules": rules,
        "unread": len(question.rows) - len(lines),
        "issues": _issues(lines, rules),
        "demands": _demands(lines, framework.load(question.year - 1)),
        "read": len(lines),
    }
    return render(request, "oversight/measures.html", context)


def _lines(question: Asked) -> list[AnsweringPlace]:
    answers = _answers(question)
    nothing = Answers(0, {}, frozenset())
    found = []
    for row in question.rows:
        if row.plan.readable and row.plan.report is not None:
            mine = answers.get(row.plan.report, nothing)
            rules = framework.load(row.assessed_year)
            needing = scoring.needing_measures(row.scores, rules)
            missing = scoring.unanswered(row.scores, mine.about, rules)
            found.append(AnsweringPlace(row, mine.measures, mine.issues, needing, missing))
    return found


def _answers(question: Asked) -> dict[int, Answers]:
    """By report, of the plans that this person may read. Two queries."""
    reports = Report.objects.visible_to(question.user).filter(
        plan__fiscal_year=question.year, kind=ReportKind.PLAN
    )
    measures = Measure.objects.filter(plan__reports__in=reports)
    numbers, about = defaultdict(list), defaultdict(set)
    for report, issue in measures.filter(plan__reports__kind=ReportKind.PLAN).values_list(
        "plan__reports", "issue"
    ):
        numbers[report].append(issue)
    targets = MeasureTarget.objects.filter(measure__plan__reports__in=reports)
    for report, code in targets.values_list("measure__plan__reports", "about"):
        about[report].add(code)
    return {
        report: Answers(len(issues), Counter(filter(None, issues)), frozenset(about[report]))
        for report, issues in numbers.items()
    }


def _issues(lines: Iterable[AnsweringPlace], rules: Framework) -> list[tuple[Issue, int, int]]:
    """Each issue of the year with how many plans and how many measures address it."""
    listed = list(lines)
    return [
        (
            issue,
            sum(issue.number in line.issues for line in listed),
            sum(line.issues.get(issue.number, 0) for line in listed),
        )
        for issue in rules.issues
    ]


def _demands(lines: Iterable[AnsweringPlace], rules: Framework) -> list[Demand]:
    """Each indicator that some plan must answer, in official order."""
    listed = list(lines)
    weak = Counter(code for line in listed for code in line.row.weak)
    needing = Counter(code for line in listed for code in line.needing)
    missing = Counter(code for line in listed for code in line.missing)
    return [
        Demand(row, weak[row.code], needing[row.code], missing[row.code])
        for row in rules.indicators
        if needing[row.code]
    ]
