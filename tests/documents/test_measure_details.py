"""What a measure may say beside its required parts: in the tables only where some measure says it."""

import re
from decimal import Decimal

import pytest
from django.template.loader import render_to_string

from documents.compose import compose
from documents.dossier import Dossier, MeasureFacts, ResultFacts
from measures.quarters import quarters_span
from tests.documents.dossiers import dossier, measure
from tests.documents.papers import section, squeezed

BUDGET, GOALS = "งบประมาณ", "เป้าหมาย/ตัวชี้วัดความสำเร็จ"


def table(found: Dossier, kind: str) -> tuple[list[str], str]:
    """The heads of the table of measures, and what it says, without blanks."""
    document = compose(found, kind)
    part = section(document, {"plan": "measures", "results": "results"}[kind])
    said = render_to_string("documents/measure_table.html", {"part": part})
    return [column.heading for column in part.columns], squeezed(said)


def plan_of(year: int, *found: MeasureFacts) -> Dossier:
    return dossier(fiscal_year=year, assessed_year=year - 1, measures=found)


@pytest.mark.parametrize("year", [2566, 2567, 2568, 2569])
@pytest.mark.parametrize("kind", ["plan", "results"])
def test_documents_that_say_nothing_more_are_as_before(year: int, kind: str) -> None:
    heads, said = table(plan_of(year, measure(1, result=ResultFacts("done"))), kind)

    assert not {BUDGET, GOALS} & set(heads)
    assert not [word for word in ("งบประมาณ:", "ประเภท:", "วันที่ติดตามผล", "เป้าหมาย") if word in said]


@pytest.mark.parametrize(
    ("year", "columns", "in_cells"),
    [
        (2566, [BUDGET], [GOALS]),  # five columns: the goals have no room
        (2567, [GOALS, BUDGET], []),
        (2569, [BUDGET], [GOALS]),
    ],
)
def test_columns_come_where_they_have_room(year: int, columns: list[str], in_cells: list[str]) -> None:
    found = (measure(1, goals=("ครบ",), budget=Decimal(15000)), measure(2))
    heads, said = table(plan_of(year, *found), "plan")

    assert [head for head in heads if head in (BUDGET, GOALS)] == columns
    assert "๑๕,๐๐๐บาท" in said
    assert [squeezed(f"{head}ของมาตรการที่ ๑") in said for head in in_cells] == [True] * len(in_cells)
    assert said.count("ครบ<") == 1


def test_goals_alone_have_a_column_where_the_year_has_many() -> None:
    heads, _ = table(plan_of(2569, measure(1, goals=("ครบ",))), "plan")

    assert GOALS in heads


def test_budget_of_none_is_said_in_words() -> None:
    for kind in ("plan", "results"):
        assert "ไม่ใช้งบประมาณ" in table(plan_of(2568, measure(1, budget=Decimal(0))), kind)[1]


def test_kind_quarters_and_days_of_monitoring_are_said() -> None:
    starts_on, ends_on = quarters_span(2568, (2, 3))
    found = measure(
        1,
        kind="activity",
        monitored_on=("2025-01-15", "2025-07-15"),
        quarters=(2, 3),
        starts_on=starts_on,
        ends_on=ends_on,
    )
    said = re.sub("<[^>]*>", "", table(plan_of(2568, found), "plan")[1])

    for words in ("ประเภท: กิจกรรม", "ไตรมาสที่ ๒–๓ ปีงบประมาณ พ.ศ. ๒๕๖๘", "๑๕ มกราคม ๒๕๖๘, ๑๕ กรกฎาคม ๒๕๖๘"):
        assert squeezed(words) in said


def test_results_show_the_goals_before_what_came_and_obstacles_below() -> None:
    result = ResultFacts("done", ("ทำแล้ว",), ("น้ำใสกว่าเดิม",), None, ("คนน้อย", "ฝนตก"), ("อบรมเพิ่ม",))
    heads, said = table(plan_of(2568, measure(1, goals=("ครบทุกกอง",), result=result)), "results")

    assert GOALS not in heads
    assert said.index("ครบทุกกอง") < said.index("น้ำใสกว่าเดิม") < said.index("๑.คนน้อย") < said.index("อบรมเพิ่ม")
    assert squeezed("ปัญหา/อุปสรรคของมาตรการที่ ๑") in said
