from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from home.overview import Glance, PlanStanding, Step, glances, next_steps
from reports.deadlines import due
from reports.duties import DocumentStanding, is_expected
from reports.workflow import State

TODAY, DAYS = date(2024, 12, 1), 14  # fiscal year 2568; the latest result is of 2567
PAST = date(2024, 11, 28)
RESULT = Glance(2567, Decimal("90.65"), "ผ่าน", complete=True, analysed=True)
DRAFT, SENT, OUT = State.DRAFT, State.SUBMITTED, State.PUBLISHED
PLAN = PlanStanding(2568, 2567, {"plan": DRAFT, "results": DRAFT}, measures=3, reported=0)


def standing(
    year: int, kind: str, state: State = DRAFT, due_on: date | None = None, **more: object
) -> DocumentStanding:
    found = DocumentStanding(year, kind, state, started=True, due=due(state, due_on, TODAY))
    return DocumentStanding(**{**vars(found), **more})


def steps(
    results: Sequence[Glance], plans: Sequence[PlanStanding] = (), documents: Sequence[DocumentStanding] = ()
) -> list[Step]:
    """The steps of these years; without `documents` those that the states of the plans say."""
    rows = documents or [
        standing(plan.fiscal_year, kind, state) for plan in plans for kind, state in plan.states.items()
    ]
    of_plans = {row.fiscal_year: row for row in rows if row.kind == "plan"}
    judged = [replace(row, expected=is_expected(row, of_plans.get(row.fiscal_year), TODAY)) for row in rows]
    return next_steps(glances(results, plans), judged, TODAY, DAYS)


def step(result: Glance | None, plan: PlanStanding | None = None) -> tuple[str, int]:
    found = steps([result] if result else [], [plan] if plan else [])[0]
    return found.page, found.keys[0]


def states(plan: State, results: State = DRAFT) -> dict[str, State]:
    return {"plan": plan, "results": results}


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
        (RESULT, replace(PLAN, states=states(SENT)), ("results", 2568)),
        (RESULT, replace(PLAN, states=states(SENT), reported=3), ("checks", 2568)),
        (RESULT, replace(PLAN, states=states(OUT, OUT), reported=3), ("documents", 2568)),
    ],
)  # fmt: skip
def test_next_step_follows_the_cycle(
    result: Glance | None, plan: PlanStanding | None, expected: tuple[str, int]
) -> None:
    assert step(result, plan) == expected


def test_results_are_not_asked_for_before_their_year_begins() -> None:
    plan = replace(PLAN, fiscal_year=2569, states=states(SENT))

    assert step(RESULT, plan) == ("documents", 2569)


def test_older_plan_that_was_returned_comes_before_the_new_years_scores() -> None:
    returned = replace(PLAN, fiscal_year=2567, assessed_year=2566, states=states(State.RETURNED))
    rows = [
        standing(2567, "plan", State.RETURNED, PAST, unanswered=2),
        standing(2567, "results", DRAFT),
    ]
    found = steps([replace(RESULT, fiscal_year=2566)], [returned], rows)

    assert [(one.page, one.keys, one.anchor, one.urgent) for one in found] == [
        ("documents", (2567,), "#document-plan", True),
        ("preview", (2567, "plan"), "#comments-heading", True),
        ("assessment", (2567,), "", False),
    ]
    assert "เกินกำหนด ๓ วัน" in found[0].text
    assert found[1].text.endswith("ที่ยังไม่ได้ตอบ ๒ ข้อ")


def test_steps_of_all_years_stand_in_order_of_urgency() -> None:
    years = [replace(RESULT, fiscal_year=year) for year in range(2562, 2568)]
    plans = [
        replace(PLAN, fiscal_year=year + 1, assessed_year=year, states=states(OUT, OUT))
        for year in range(2562, 2568)
    ]
    plans[-1] = replace(PLAN, states=states(DRAFT))
    rows = [
        standing(2563, "plan", State.ACCEPTED),
        standing(2564, "plan", ready=True),
        standing(2565, "plan", State.SUBMITTED, unanswered=1),
        standing(2566, "plan", State.RETURNED),
        standing(2567, "results", due_on=PAST, ready=True),
        standing(2568, "plan", due_on=date(2024, 12, 10)),
        standing(2563, "results", OUT),
    ]
    found = steps(years, plans, rows)

    assert [(one.button, one.page, one.keys[0]) for one in found] == [
        ("แก้ไขตามที่จังหวัดขอ", "documents", 2566),
        ("ตอบความเห็น", "preview", 2565),
        ("ส่งตรวจทาน", "report_action", 2567),
        ("ส่งตรวจทาน", "report_action", 2564),
        ("เผยแพร่", "report_action", 2563),
        ("ตรวจความครบถ้วน", "checks", 2568),
    ]
    assert [one.keys for one in found if one.page == "report_action"] == [
        (2567, "results", "submit"),
        (2564, "plan", "submit"),
        (2563, "plan", "publish"),
    ]
    assert [one.urgent for one in found] == [True, True, True, False, False, False]


def test_plan_that_is_late_and_not_begun_leads_to_what_is_missing_first() -> None:
    rows = [standing(2568, kind, due_on=PAST, started=False) for kind in ("plan", "results")]

    assert [(one.page, one.keys, one.urgent) for one in steps([], (), rows)] == [
        ("assessment", (2567,), True)
    ]
    assert [(one.page, one.keys) for one in steps([RESULT], (), rows)] == [("plan", (2568,))]


def test_of_two_steps_to_one_page_the_most_urgent_stays_in_its_place() -> None:
    rows = [standing(2568, "plan", due_on=PAST, started=False), standing(2567, "plan", State.ACCEPTED)]

    assert [one.page for one in steps([], (), rows)] == ["assessment", "report_action"]


def test_what_waits_for_the_province_is_no_step() -> None:
    plan = replace(PLAN, states=states(SENT, SENT))

    assert [one.text for one in steps([RESULT], [plan])] == ["ไม่มีงานที่รอท่านในขณะนี้"]
