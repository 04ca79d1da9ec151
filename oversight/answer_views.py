"""What a province's measures answer: which issues they address, which weak indicators no measure answers."""

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
class Line:
    """A municipality whose plan may be read; `missing` are its weak indicators without a measure."""

    row: OverviewRow
    measures: int
    issues: Mapping[int, int]
    missing: tuple[Indicator, ...]

    @property
    def issue_numbers(self) -> list[int]:
        """The issues that its measures address, in order."""
        return sorted(self.issues)


@require_safe
def province_measures(request: HttpRequest) -> HttpResponse:
    """The plans that this person may read, and what the whole province left without an answer."""
    question = asked(request)
    rules, answered_rules = framework.load(question.year), framework.load(question.year - 1)
    lines = _lines(question, answered_rules)
    page = Paginator(lines, ON_A_PAGE).get_page(request.GET.get("page"))
    context = question.context("measures", page) | {
        "rules": rules,
        "unread": len(question.rows) - len(lines),
        "issues": _issues(lines, rules),
        "missing": _missing(lines, answered_rules),
        "read": len(lines),
    }
    return render(request, "oversight/measures.html", context)


def _lines(question: Asked, rules: Framework) -> list[Line]:
    answers = _answers(question)
    nothing = Answers(0, {}, frozenset())
    found = []
    for row in question.rows:
        if row.plan.readable and row.plan.report is not None:
            mine = answers.get(row.plan.report, nothing)
            codes = scoring.unanswered(row.weak, mine.about, rules)
            missing = tuple(map(rules.indicator, codes))
            found.append(Line(row, mine.measures, mine.issues, missing))
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


def _issues(lines: Iterable[Line], rules: Framework) -> list[tuple[Issue, int, int]]:
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


def _missing(lines: Iterable[Line], rules: Framework) -> list[tuple[Indicator, int, int]]:
    """Each indicator that is weak somewhere: in how many plans, and in how many without a measure."""
    listed = list(lines)
    weak = Counter(code for line in listed for code in line.row.weak)
    missing = Counter(indicator.code for line in listed for indicator in line.missing)
    return [(row, weak[row.code], missing[row.code]) for row in rules.indicators if weak[row.code]]
