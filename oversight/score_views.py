"""The scores of a province by indicator: heat map, distribution and median, what changed since last year."""

from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments import framework, scoring
from assessments.framework import Framework
from ita_portal.thai import thai_digits
from oversight import statistics
from oversight.asking import Asked, asked
from oversight.overview import OverviewRow
from oversight.spread_chart import spread_chart
from oversight.statistics import Spread

ON_A_PAGE = 100
JUMP = Decimal(10)  # points within a year that are worth a sign in the heat map


@dataclass(frozen=True)
class HeatCell:
    """A score with its band (0 the highest, None unknown) and its change since the year before."""

    score: Decimal | None
    band: int | None
    change: Decimal | None

    @property
    def jump(self) -> str:
        """Whether it went far "up" or "down" since the year before; "" where it did not, or is not known."""
        if self.change is None or abs(self.change) < JUMP:
            return ""
        return "up" if self.change > 0 else "down"


@require_safe
def province_scores(request: HttpRequest) -> HttpResponse:
    """All of it for the municipalities that are asked for; the heat map a hundred a page."""
    question = asked(request)
    page = question.page(request, ON_A_PAGE)
    rules = framework.load(question.year - 1)
    spreads = _spreads(question, rules)
    names = [thai_digits(f"{row.code}. {row.name}") for row in rules.indicators]
    context = question.context("scores", page) | {
        "rules": rules,
        "lines": [(row, _cells(row, rules)) for row in page],
        "spreads": list(zip(rules.indicators, spreads, strict=True)),
        "chart": spread_chart(names, spreads, "การกระจายของคะแนนรายตัวชี้วัด", rules.pass_mark),
        "totals": _totals(question, rules),
        "bands": statistics.bands(rules.pass_mark),
        "jump": JUMP,
    }
    return render(request, "oversight/scores.html", context)


def _spreads(question: Asked, rules: Framework) -> list[Spread]:
    now = [row.scores for row in question.rows]
    before = [row.scores_before for row in question.rows]
    return [statistics.spread(code, now, before, rules.pass_mark) for code in rules.score_codes]


def _totals(question: Asked, rules: Framework) -> Spread:
    """The spread of the totals, as if the total were an indicator."""
    known = [row for row in question.rows if row.total is not None]
    now = [{"": row.total} for row in known if row.total is not None]
    before = [
        {} if row.change is None or row.total is None else {"": row.total - row.change} for row in known
    ]
    return statistics.spread("", now, before, rules.pass_mark)


def _cells(row: OverviewRow, rules: Framework) -> list[HeatCell]:
    edges = statistics.bands(rules.pass_mark)
    return [
        HeatCell(
            score=(score := row.scores.get(code)),
            band=statistics.band(score, edges),
            change=scoring.change(row.scores_before.get(code), score),
        )
        for code in rules.score_codes
    ]
