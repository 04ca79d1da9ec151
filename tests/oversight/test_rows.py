from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.http import QueryDict
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from measures.models import Plan
from municipalities.models import Kind, Municipality
from oversight.filters import OverviewForm
from oversight.rows import OverviewRow, counted, overview, plan_year
from reports.models import Deadline, Event
from reports.states import State
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(date(2025, 1, 15), tick=False):
        yield


def rows(user: User, query: str = "year=2568") -> list[OverviewRow]:
    form = OverviewForm(QueryDict(query), user=user)
    assert form.is_valid(), form.errors
    return overview(user, form.filters).rows


def names(user: User, query: str) -> list[str]:
    return [row.name.removeprefix(row.kind) for row in rows(user, f"year=2568&{query}")]


def place(name: str, **fields: str) -> Municipality:
    return factories.municipality(name, **fields)


def scored(
    name: str, total: str | None, *, level: str = "ผ่าน", plan: bool = True, **scores: str
) -> Plan | None:
    """A municipality of ลำปาง with a result of 2567, and perhaps the plan that answers it."""
    where = place(name)
    values = factories.SCORES_2567 | {code.removeprefix("i"): value for code, value in scores.items()}
    factories.assessment(where, scores=values, total=total, level=level)
    return factories.plan(where) if plan else None


def test_row_holds_the_result_and_both_documents() -> None:
    factories.assessment(fiscal_year=2566, total="94.22")
    factories.assessment()
    factories.report(factories.plan(), state="submitted")
    [row] = rows(factories.reviewer())

    assert (row.name, row.district, row.province) == ("เทศบาลเมืองเขลางค์นคร", "เมืองลำปาง", "ลำปาง")
    assert (row.fiscal_year, row.assessed_year) == (2568, 2567)
    assert (row.total, row.level, row.change) == (Decimal("90.65"), "ผ่าน", Decimal("-3.57"))
    assert row.weak == ("4", "8")
    assert [(cell.kind, cell.state, cell.readable) for cell in row.documents] == [
        ("plan", State.SUBMITTED, True),
        ("results", State.DRAFT, False),
    ]


def test_municipality_without_anything_has_its_row() -> None:
    place("ว่าง")
    [row] = rows(factories.reviewer())

    assert (row.total, row.level, row.change, row.weak, row.activity) == (None, "", None, (), None)
    assert [(cell.report, cell.state, cell.readable, cell.due) for cell in row.documents] == [
        (None, None, False, None)
    ] * 2


def test_total_that_was_not_announced_is_computed() -> None:
    scored("ก", None)

    assert [row.total for row in rows(factories.reviewer())] == [Decimal("90.65")]


def test_change_counts_from_the_year_that_the_plan_answers() -> None:
    here = place("ก")
    factories.assessment(here, 2566, total="80.00")
    factories.assessment(here, 2567, total="85.00")
    factories.assessment(here, 2568, total="99.00")
    plan = factories.plan(here)
    plan.assessed_year = 2568
    plan.save()

    assert [(row.assessed_year, row.change) for row in rows(factories.reviewer())] == [
        (2568, Decimal("14.00"))
    ]


def test_each_sees_the_own_scope() -> None:
    here, other = factories.municipality(), factories.elsewhere()
    seen = {
        who: names(who, "")
        for who in (factories.reviewer(), factories.reviewer("เชียงใหม่"), factories.admin())
    }

    assert list(seen.values()) == [[here.name], [other.name], [here.name, other.name]]
    assert names(factories.officer(), "") == [here.name]


def test_latest_year_with_plans_is_shown_where_none_is_named() -> None:
    factories.plan(fiscal_year=2567)
    factories.plan(place("ล่วงหน้า"), fiscal_year=2569)
    factories.plan(factories.elsewhere(), fiscal_year=2568)
    here, other = factories.reviewer(), factories.reviewer("เชียงใหม่")
    filters = OverviewForm(QueryDict(), user=here)
    assert filters.is_valid()

    assert (plan_year(here, filters.filters), plan_year(other, filters.filters)) == (2567, 2568)
    assert {row.fiscal_year for row in rows(here, "")} == {2567}


def test_year_without_any_plan_is_the_running_one() -> None:
    place("ก")

    assert [row.fiscal_year for row in rows(factories.reviewer(), "")] == [2568]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=tambon", ["ข"]),
        ("q=เทศบาลตำบลข", ["ข"]),
        ("q=งาว", ["ข"]),
        ("q=๕๕๒๐๑๐๑", ["ข"]),
        ("state=submitted", ["ข"]),
        ("state=submitted&document=results", []),
        ("state=draft&document=results", ["ก", "ข"]),
        ("state=none", ["ค"]),
        ("level=ผ่านดี", ["ข"]),
        ("level=unknown", ["ค"]),
        ("weak=any", ["ก"]),
        ("weak=8", ["ก"]),
        ("weak=๘", ["ก"]),
        ("weak=1", []),
        ("late=on", ["ก", "ค"]),
        ("late=on&document=plan", ["ก", "ค"]),
        ("late=on&document=results", []),
        ("late=on&state=draft", ["ก"]),
        ("late=on&state=submitted", []),
    ],
)
def test_rows_are_filtered(query: str, found: list[str]) -> None:
    scored("ก", "90.65")
    other = place("ข", kind=Kind.TAMBON, district="งาว", code="5520101")
    factories.assessment(
        other, scores=dict.fromkeys(factories.SCORES_2567, "92.00"), total="92.00", level="ผ่านดี"
    )
    factories.report(factories.plan(other), state="submitted")
    place("ค")
    Deadline.objects.create(fiscal_year=2568, kind="plan", due_on=date(2025, 1, 14))
    Deadline.objects.create(fiscal_year=2568, kind="results", due_on=date(2025, 1, 15))

    assert names(factories.reviewer(), query) == found


def test_district_is_a_filter() -> None:
    place("ก")
    other = place("ข", district="งาว")

    assert names(factories.reviewer(), f"district={other.district_id}") == ["ข"]


def test_admin_chooses_a_province() -> None:
    factories.municipality()
    other = factories.elsewhere()

    assert names(factories.admin(), f"province={other.province.code}") == [other.name]


@pytest.mark.parametrize(
    ("sort", "found"),
    [
        ("name", ["ก", "ข", "เขา", "ค"]),
        ("-name", ["ค", "เขา", "ข", "ก"]),
        ("total", ["เขา", "ก", "ข", "ค"]),
        ("-total", ["ข", "ก", "เขา", "ค"]),
        ("level", ["ก", "เขา", "ข", "ค"]),
        ("-level", ["ข", "ก", "เขา", "ค"]),
        ("change", ["ก", "ข", "เขา", "ค"]),
        ("-change", ["ข", "ก", "เขา", "ค"]),
        ("plan", ["ค", "ก", "ข", "เขา"]),
        ("-plan", ["เขา", "ก", "ข", "ค"]),
        ("due", ["ก", "ข", "ค", "เขา"]),
        ("activity", ["เขา", "ก", "ข", "ค"]),
    ],
)
def test_rows_are_sorted_and_unknown_ones_come_last(sort: str, found: list[str]) -> None:
    scored("ก", "90.00")
    scored("ข", "95.00", level="ผ่านดี")
    accepted = factories.report(scored("เขา", "85.00"), state="accepted")
    Event.objects.record(accepted, "accept", factories.reviewer(), came_from="submitted")
    place("ค")
    factories.assessment(place("ก"), 2566, total="91.00")
    factories.assessment(place("ข"), 2566, total="91.00")
    Deadline.objects.create(fiscal_year=2568, kind="plan", due_on=date(2025, 1, 14))

    assert names(factories.reviewer(), f"sort={sort}") == found


def test_rows_are_sorted_by_what_was_counted() -> None:
    factories.report(factories.complete_plan(place("ครบ")), state="submitted")
    factories.report(factories.plan(place("ขาด")), state="submitted")
    factories.plan(place("ร่าง"))

    assert names(factories.reviewer(), "sort=-errors") == ["ขาด", "ครบ", "ร่าง"]
    assert names(factories.reviewer(), "sort=errors") == ["ครบ", "ขาด", "ร่าง"]


def test_counts_are_those_of_documents_that_may_be_read() -> None:
    factories.report(factories.plan(), state="returned")
    [row] = counted(factories.reviewer(), rows(factories.reviewer()))

    assert (row.plan.errors, row.results.errors) == (2, None)
    assert row.warnings == row.plan.warnings

    [row] = counted(factories.admin(), rows(factories.admin()))
    assert (row.plan.errors, row.results.errors) == (2, 2)


def test_a_correction_of_a_published_document_is_not_late() -> None:
    report = factories.report(factories.complete_plan(), state="draft")
    factories.publication(report)
    Deadline.objects.create(fiscal_year=2568, kind="plan", due_on=date(2025, 1, 14))

    assert names(factories.reviewer(), "late=on") == []


def test_last_comment_is_activity() -> None:
    report = factories.report(state="submitted")
    said = factories.comment(report)
    [row] = rows(factories.reviewer())

    assert row.activity == said.written_at


@pytest.mark.parametrize("count", [1, 3])
def test_rows_take_a_fixed_number_of_queries(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        factories.report(scored(f"ทดสอบ{number}", "90.65"), state="submitted")
    user = factories.reviewer()

    with django_assert_num_queries(8):  # districts, year, three for the rows, three for the counts
        assert len(counted(user, rows(user, ""))) == count


def test_what_was_counted_before_is_counted_anew_once_it_changed() -> None:
    plan = factories.complete_plan()
    factories.report(plan, state="submitted")
    reviewer = factories.reviewer()

    def warnings() -> int | None:
        return counted(reviewer, rows(reviewer))[0].plan.warnings

    before = warnings()
    assert warnings() == before
    plan.measures.update(analysis="เทศบาลตำบลบ้านสาได้จัดทำมาตรการนี้ <br>")
    assert warnings() == (before or 0) + 2
