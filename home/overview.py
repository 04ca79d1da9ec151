"""A municipality's years at a glance, and what is to be done next (pure)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from assessments import framework, scoring
from documents import charts
from ita_portal.thai import fiscal_year_of, fiscal_year_text
from reports.states import OPEN_STATES, State

ANNOUNCED_FROM = 9  # scores come out in July or August; from this month on the year's own can be expected
YEARS_DRAWN = 5
FEWEST_DRAWN = 2  # one point is no line


@dataclass(frozen=True)
class PlanStanding:
    """A plan: its years (B.E.), the states of its reports by kind, its measures, how many are reported.

    `issues` are those whose measures have an analysis.
    """

    fiscal_year: int
    assessed_year: int
    states: Mapping[str, State]
    measures: int = 0
    reported: int = 0
    issues: tuple[int | None, ...] = ()


@dataclass(frozen=True)
class Glance:
    """One assessed fiscal year (B.E.) in a line; `plan` answers its scores.

    `complete` when all its scores are known, `analysed` when no indicator lacks an analysis (see
    `subjects.unanalysed`). `change` is since the year before, in points. `weak` names the indicators below
    the pass mark.
    """

    fiscal_year: int
    total: Decimal | None = None
    level: str = ""
    complete: bool = False
    analysed: bool = False
    change: Decimal | None = None
    plan: PlanStanding | None = None
    weak: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """What to do next: a sentence, the name of the page, the fiscal year in its address."""

    text: str
    page: str
    fiscal_year: int


def announced_year(today: date) -> int:
    """The latest fiscal year (B.E.) whose scores can be expected to be out."""
    year = fiscal_year_of(today)
    return year if today.month == ANNOUNCED_FROM else year - 1


def totals_chart(totals: Mapping[int, Decimal | None], title: str) -> str:
    """The totals of the last years, given the newest first, as a small chart; "" while there are not two."""
    known = [(year, total) for year, total in totals.items() if total is not None][:YEARS_DRAWN][::-1]
    if len(known) < FEWEST_DRAWN:
        return ""
    years, drawn = zip(*known, strict=True)
    return charts.trend(years, drawn, title, pass_mark=framework.load(years[-1]).pass_mark)


def glances(assessments: Sequence[Glance], plans: Sequence[PlanStanding]) -> tuple[Glance, ...]:
    """One line for each year with an assessment or with a plan that answers it, newest first."""
    known = {assessment.fiscal_year: assessment for assessment in assessments}
    answers = {plan.assessed_year: plan for plan in plans}
    lines = []
    for year in sorted({*known, *answers}, reverse=True):
        now, before = known.get(year, Glance(year)), known.get(year - 1, Glance(year - 1))
        change = scoring.change(before.total, now.total)
        lines.append(replace(now, change=change, plan=answers.get(year)))
    return tuple(lines)


def next_step(years: Sequence[Glance], today: date) -> Step:
    """What the officer does next: first the latest assessment, then what follows from it.

    `years` as `glances` gives them. A plan's results are asked for once its fiscal year has begun.
    """
    latest = announced_year(today)
    if not years or years[0].fiscal_year < latest:
        return Step(f"กรอกผลคะแนน ITA ของ{fiscal_year_text(latest)}", "assessment", latest)
    year = years[0]
    named = fiscal_year_text(year.fiscal_year)
    if not year.complete:
        return Step(f"กรอกคะแนนตัวชี้วัดของ{named} ให้ครบ", "assessment", year.fiscal_year)
    if not year.analysed:
        return Step(f"วิเคราะห์ผลการประเมิน{named} ให้ครบทุกตัวชี้วัด", "analyses", year.fiscal_year)
    if year.plan is None:
        following = year.fiscal_year + 1
        return Step(f"เริ่มแผนมาตรการ{fiscal_year_text(following)}", "plan", following)
    return _step_of_plan(year.plan, today)


def _step_of_plan(plan: PlanStanding, today: date) -> Step:
    year, named = plan.fiscal_year, fiscal_year_text(plan.fiscal_year)
    if not plan.measures:
        return Step(f"เพิ่มมาตรการของ{named}", "plan", year)
    if plan.states.get("plan", State.DRAFT) in OPEN_STATES:
        return Step(f"ตรวจความครบถ้วนของเอกสารมาตรการ {named}", "checks", year)
    if year <= fiscal_year_of(today) and plan.reported < plan.measures:
        return Step(f"บันทึกผลการดำเนินการของ{named}", "results", year)
    if plan.reported and plan.states.get("results", State.DRAFT) in OPEN_STATES:
        return Step(f"ตรวจความครบถ้วนของรายงานผล {named}", "checks", year)
    return Step(f"เปิดดูเอกสารของ{named}", "documents", year)
