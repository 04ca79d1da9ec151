from datetime import date

import pytest
import time_machine

from measures import planning
from measures.models import Measure, MeasureTarget, Plan
from tests.factories import assessment, elsewhere, measure, municipality, plan, result

pytestmark = pytest.mark.django_db


def titles(row: Plan) -> list[tuple[int, str]]:
    return list(row.measures.values_list("number", "title"))


def about(row: Measure) -> list[str]:
    return list(row.targets.values_list("about", flat=True))


@pytest.mark.parametrize(("year", "allowed"), [(2563, True), (2570, True), (2571, False), (2600, False)])
@time_machine.travel("2026-11-20T12:00:00+07:00")
def test_plans_begin_up_to_the_one_that_answers_the_last_result(year: int, allowed: bool) -> None:
    assert (planning.start_refusal(municipality(), year) == "") is allowed


@time_machine.travel("2026-11-20T12:00:00+07:00")
def test_plan_that_answers_a_stored_result_may_begin() -> None:
    assessment(fiscal_year=2570)

    assert planning.start_refusal(municipality(), 2571) == ""


def test_start_plan_answers_the_year_before_and_has_two_reports() -> None:
    row = planning.start_plan(municipality(), 2569)

    assert row.assessed_year == 2568
    assert sorted(row.reports.values_list("kind", flat=True)) == ["plan", "results"]


def test_previous_plan_is_the_newest_with_measures() -> None:
    measure(plan(fiscal_year=2565))
    wanted = plan(fiscal_year=2566)
    measure(wanted)
    plan(fiscal_year=2567)
    measure(plan(fiscal_year=2569))
    measure(plan(elsewhere(), 2567))

    assert planning.previous_plan(municipality(), 2568) == wanted


def test_previous_plan_of_the_first_year_is_none() -> None:
    assert planning.previous_plan(municipality(), 2568) is None


def test_copy_forward_moves_dates_and_leaves_results() -> None:
    old, new = plan(fiscal_year=2567), plan(fiscal_year=2568)
    source = measure(old, 1, about=["9", "1"], title="เดิม", issue=2, ends_on=date(2024, 2, 29))
    result(source)
    measure(old, 2, title="ที่สอง", starts_on=None)

    assert planning.copy_forward(old, new) == 2

    first, second = new.measures.all()
    assert (first.title, first.number, first.copied_from, first.issue) == ("เดิม", 1, source, 2)
    assert (first.starts_on, first.ends_on) == (date(2024, 10, 1), date(2025, 2, 28))
    assert about(first) == ["9", "1"]
    assert not hasattr(first, "result")
    assert (second.number, second.starts_on) == (2, None)


def test_copy_forward_to_a_year_without_issues_drops_them() -> None:
    old, new = plan(fiscal_year=2565), plan(fiscal_year=2566)
    measure(old, issue=2)

    planning.copy_forward(old, new)

    assert new.measures.get().issue is None


@pytest.mark.parametrize(
    ("number", "step", "order"), [(2, -1, "ขกค"), (2, 1, "กคข"), (1, -1, "กขค"), (3, 1, "กขค")]
)
def test_move_keeps_numbers_from_1(number: int, step: int, order: str) -> None:
    row = plan()
    for place, title in enumerate("กขค", 1):
        measure(row, place, title=title)

    planning.move(row.measures.get(number=number), step)

    assert titles(row) == list(enumerate(order, 1))


def test_move_writes_the_history_of_what_moved_only() -> None:
    row = plan()
    first, second, third = (measure(row, number) for number in (1, 2, 3))

    planning.move(second, -1)

    assert [one.history.count() for one in (first, second, third)] == [2, 2, 1]
    assert [one.number for one in (first.history.first(), second.history.first())] == [2, 1]


def test_remove_closes_the_gap_of_forty() -> None:
    row = plan()
    for number in range(1, 41):
        measure(row, number, title=f"เรื่อง {number}")
    gone = row.measures.get(number=7)
    result(gone)

    planning.remove_measure(gone)

    assert [number for number, _ in titles(row)] == list(range(1, 40))
    assert titles(row)[6] == (7, "เรื่อง 8")
    assert list(Measure.history.filter(history_type="-").values_list("title", flat=True)) == ["เรื่อง 7"]


def test_remove_of_a_copied_measure_leaves_its_copy() -> None:
    row = plan()
    source = measure(row, 1)
    copy = planning.copy_measure(source, row)

    planning.remove_measure(source)

    copy.refresh_from_db()
    assert (copy.number, copy.copied_from) == (1, None)


def test_renumber_closes_gaps_of_an_import() -> None:
    row = plan()
    for number in (2, 5, 9):
        measure(row, number, title=str(number))

    planning.renumber(list(row.measures.all()))

    assert titles(row) == [(1, "2"), (2, "5"), (3, "9")]


def test_put_targets_keeps_the_officers_order() -> None:
    row = measure(plan(), about=["9", "1"])

    planning.put_targets(row, ["1", "4", "9"])

    assert about(row) == ["9", "1", "4"]


def test_put_targets_writes_nothing_where_nothing_changes() -> None:
    row = measure(plan(), about=["9", "1"])
    before = set(MeasureTarget.objects.values_list("pk", flat=True))

    planning.put_targets(row, ["1", "9"])

    assert set(MeasureTarget.objects.values_list("pk", flat=True)) == before
