from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from home.overview import Glance, PlanStanding, Step, announced_year, glances, next_step
from reports.workflow import State

TODAY = date(2024, 12, 1)  # fiscal year 2568; the latest result is of 2567
RESULT = Glance(2567, Decimal("90.65"), "ผ่าน", complete=True, analysed=True)
DRAFTS = {"plan": State.DRAFT, "results": State.DRAFT}
SENT = {"plan": State.SUBMITTED, "results": State.DRAFT}
OUT = {"plan": State.PUBLISHED, "results": State.PUBLISHED}
PLAN = PlanStanding(2568, 2567, DRAFTS, measures=3, reported=0)


def step(result: Glance | None, plan: PlanStanding | None = None) -> tuple[str, int]:
    found: Step = next_step(glances([result] if result else [], [plan] if plan else []), TODAY)
    return found.page, found.fiscal_year


@pytest.mark.parametrize(
    ("today", "year"),
    [
        (date(2024, 8, 31), 2566),
        (date(2024, 9, 1), 2567),
        (date(2024, 10, 1), 2567),
        (date(2025, 1, 1), 2567),
    ],
)
def test_announced_year_changes_in_september(today: date, year: int) -> None:
    assert announced_year(today) == year


def test_glances_run_from_the_newest_year_with_their_change() -> None:
    years = glances([Glance(2566, Decimal("94.22")), RESULT], [PLAN])

    assert [(year.fiscal_year, year.change, year.plan) for year in years] == [
        (2567, Decimal("-3.57"), PLAN),
        (2566, None, None),
    ]


def test_plan_without_a_result_has_a_line_of_its_own() -> None:
    assert glances([], [PLAN]) == (Glance(2567, plan=PLAN),)


@pytest.mark.parametrize(
    ("result", "plan", "expected"),
    [
        (None, None, ("assessment", 2567)),
        (replace(RESULT, fiscal_year=2566), None, ("assessment", 2567)),
        (replace(RESULT, complete=False), None, ("assessment", 2567)),
        (replace(RESULT, analysed=False), PLAN, ("analyses", 2567)),
        (RESULT, None, ("plan", 2568)),
        (RESULT, replace(PLAN, measures=0), ("plan", 2568)),
        (RESULT, PLAN, ("checks", 2568)),
        (RESULT, replace(PLAN, states=SENT), ("results", 2568)),
        (RESULT, replace(PLAN, states=SENT, reported=3), ("checks", 2568)),
        (RESULT, replace(PLAN, states=OUT, reported=3), ("documents", 2568)),
    ],
)  # fmt: skip
def test_next_step_follows_the_cycle(
    result: Glance | None, plan: PlanStanding | None, expected: tuple[str, int]
) -> None:
    assert step(result, plan) == expected


def test_results_are_not_asked_for_before_their_year_begins() -> None:
    plan = replace(PLAN, fiscal_year=2569, states=SENT)

    assert step(RESULT, plan) == ("documents", 2569)
