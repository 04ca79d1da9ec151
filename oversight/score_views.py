"""The scores of a province by indicator: heat map, distribution and median, what changed since last year."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments import framework, scoring
from ita_portal.thai import thai_digits
from oversight import statistics
from oversight.asking import asked
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
    now = [row.scores for row in question.rows]
    before = [row.scores_before for row in question.rows]
    spreads = [statistics.spread(code, now, before, rules.pass_mark) for code in rules.score_codes]
    names = [thai_digits(f"{row.code}. {row.name}") for row in rules.indicators]
    edges, lines = statistics.bands(rules.pass_mark), []
    for row in page:
        both = [(row.scores_before.get(code), row.scores.get(code)) for code in rules.score_codes]
        cells = [HeatCell(new, statistics.band(new, edges), scoring.change(old, new)) for old, new in both]
        lines.append((row, cells))
    context = question.context("scores", page) | {
        "rules": rules,
        "lines": lines,
        "spreads": list(zip(rules.indicators, spreads, strict=True)),
        "chart": spread_chart(names, spreads, "การกระจายของคะแนนรายตัวชี้วัด", rules.pass_mark),
        "totals": _spread_of_totals(question.rows, rules.pass_mark),
        "bands": edges,
        "jump": JUMP,
    }
    return render(request, "oversight/scores.html", context)


def _spread_of_totals(rows: Iterable[OverviewRow], pass_mark: Decimal) -> Spread:
    """The spread of the totals, as if the total were an indicator."""
    now, before = [], []
    for row in rows:
        if row.total is not None:
            now.append({"": row.total})
            before.append({} if row.change is None else {"": row.total - row.change})
    return statistics.spread("", now, before, pass_mark)
