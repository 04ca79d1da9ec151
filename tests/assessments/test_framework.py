"""The framework files: what each year says, how a missing year is carried."""

from dataclasses import fields, is_dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from assessments.framework import (
    FOLDER,
    Confidence,
    Fact,
    Framework,
    UnknownYear,
    answered_items,
    load,
    read_framework,
    years,
)
from assessments.framework_faults import faults
from tests.planting import LAST, planted, write

# The years whose facts are written down in these tests; later files need none here.
ALL_YEARS = tuple(range(2562, 2570))


def facts_in(thing: Any) -> list[Fact]:
    if isinstance(thing, Fact):
        return [thing]
    if isinstance(thing, tuple):
        return [fact for row in thing for fact in facts_in(row)]
    return (
        facts_in(tuple(getattr(thing, field.name) for field in fields(thing))) if is_dataclass(thing) else []
    )


def codes(rows: tuple[Any, ...]) -> list[str]:
    return [row.code for row in rows]


# All years


def test_years_of_the_files_have_no_gap() -> None:
    assert years() == tuple(range(ALL_YEARS[0], LAST + 1))
    assert set(ALL_YEARS) <= set(years())


@pytest.mark.parametrize("year", ALL_YEARS)
def test_every_fact_names_its_source(year: int) -> None:
    assert [fact for fact in facts_in(load(year)) if not fact.source.strip()] == []


@pytest.mark.parametrize("year", ALL_YEARS)
def test_every_year_has_ten_indicators_in_three_instruments(year: int) -> None:
    framework = load(year)
    assert framework.score_codes == ("1", "2", "3", "4", "5", "6", "7", "8", "9", "10")
    shares = {tool.code: codes(framework.indicators_of(tool.code)) for tool in framework.instruments}
    assert shares == {"iit": ["1", "2", "3", "4", "5"], "eit": ["6", "7", "8"], "oit": ["9", "10"]}
    assert [str(tool.weight) for tool in framework.instruments] == ["0.30", "0.30", "0.40"]
    assert (framework.pass_mark, framework.tolerance) == (Decimal(85), Decimal("0.01"))


@pytest.mark.parametrize("year", ALL_YEARS)
def test_oit_items_are_numbered_without_a_gap(year: int) -> None:
    count = {2562: 0, 2563: 0, 2564: 43, 2565: 43, 2566: 43, 2567: 35, 2568: 28, 2569: 26}[year]
    expected = [f"o{number}" for number in range(1, count + 1)] or ["o42", "o43"]
    assert codes(load(year).oit_items) == expected
    assert load(year).instrument("oit").questions == (count or None)


@pytest.mark.parametrize(
    ("year", "last_items"),
    [
        (2564, [9, 17, 24, 28, 33, 41, 43]),
        (2565, [9, 17, 24, 28, 33, 41, 43]),
        (2566, [10, 18, 22, 26, 30, 38, 43]),
        (2567, [6, 13, 17, 21, 25, 33, 35]),
        (2568, [4, 11, 13, 16, 20, 24, 28]),
    ],
)
def test_sub_indicators_hold_their_items(year: int, last_items: list[int]) -> None:
    framework = load(year)
    assert codes(framework.sub_indicators) == ["9.1", "9.2", "9.3", "9.4", "9.5", "10.1", "10.2"]
    last = [framework.items_of(sub.code)[-1].code for sub in framework.sub_indicators]
    assert last == [f"o{number}" for number in last_items]


def test_years_that_are_not_completely_known() -> None:
    assert [year for year in ALL_YEARS if not load(year).complete] == [2562, 2563, 2569]
    assert [year for year in ALL_YEARS if not load(year).note] == []


# Names that differ by year


@pytest.mark.parametrize("year", ALL_YEARS)
def test_indicator_8_has_the_name_of_its_year(year: int) -> None:
    eight = load(year).indicator("8")
    old, new = "การปรับปรุงระบบการทำงาน", "การปรับปรุงการทำงาน"
    assert (eight.name, eight.also) == ((old, (new,)) if year <= 2566 else (new, ()))


def test_oit_has_an_older_name_up_to_2567() -> None:
    oit = [load(year).instrument("oit") for year in ALL_YEARS]
    assert {tool.name for tool in oit} == {"แบบวัดการเปิดเผยข้อมูลสาธารณะ"}
    assert [tool.also for tool in oit] == [("แบบตรวจการเปิดเผยข้อมูลสาธารณะ",)] * 6 + [()] * 2


def test_items_of_2565_are_those_of_2564_but_for_o34() -> None:
    before, after = ({item.code: item.title for item in load(year).oit_items} for year in (2564, 2565))
    assert set(after.items()) - set(before.items()) == {("o34", "นโยบายไม่รับของขวัญ (No Gift Policy)")}
    assert before["o34"] == "เจตจำนงสุจริตของผู้บริหาร"


def test_item_numbers_are_printed_as_the_year_prints_them() -> None:
    assert [load(year).oit_items[-1].number for year in ALL_YEARS] == ["O43"] * 5 + ["o35", "o28", "o26"]


def test_titles_of_2569_name_the_year_of_the_data() -> None:
    assert load(2569).theme_of("o13").endswith("(ปีงบประมาณ พ.ศ. 2569)")
    assert load(2569).theme_of("o14").endswith("(ปีงบประมาณ พ.ศ. 2568)")


def test_eit_has_two_parts_from_2566() -> None:
    parts = {year: load(year).part_codes for year in ALL_YEARS}
    assert parts == {year: ("eit1", "eit2") if year >= 2566 else () for year in ALL_YEARS}


def test_levels_by_year() -> None:
    old = ["AA", "A", "B", "C", "D", "E", "F"]
    new = ["ผ่านดีเยี่ยม", "ผ่านดี", "ผ่าน", "ต้องปรับปรุง", "ต้องปรับปรุงโดยด่วน"]
    names = [[level.name for level in load(year).levels] for year in ALL_YEARS]
    assert names == [old] * 4 + [new] * 4


def test_passing_levels_start_at_the_pass_mark() -> None:
    for year in ALL_YEARS:
        framework = load(year)
        passing = [level.min_total >= framework.pass_mark for level in framework.levels]
        assert [level.passing for level in framework.levels] == passing


def test_level_rule_is_certain_up_to_2565_only() -> None:
    assert [load(year).level_rule.mark.certain for year in ALL_YEARS] == [True] * 4 + [False] * 4


def test_issues_are_certain_in_2567_and_not_in_2568() -> None:
    assert [len(load(year).issues) for year in ALL_YEARS] == [0, 0, 0, 0, 0, 7, 7, 0]
    assert [year for year in ALL_YEARS if load(year).issues_certain] == [2567]
    assert load(2567).issue(4).name == "กระบวนการกำกับดูแลการใช้ทรัพย์สินของราชการ"
    assert [issue.number for issue in load(2568).issues if issue.fact.mark == Confidence.BACKGROUND] == [4]


# Questions


@pytest.mark.parametrize(
    ("year", "code", "indicator"),
    [
        (2562, "i1", "1"), (2564, "i6", "1"), (2564, "i7", "2"), (2566, "i30", "5"), (2566, "i31", None),
        (2562, "e1", "6"), (2564, "e5", "6"), (2564, "e6", "7"), (2566, "e15", "8"), (2566, "e16", None),
        (2567, "i3", "1"), (2567, "i4", "2"), (2568, "i15", "5"), (2568, "i16", None),
        (2568, "e4", "7"), (2568, "e9", "8"), (2569, "e3", "6"), (2568, "e10", None),
        (2564, "o33", "9"), (2564, "o34", "10"), (2568, "o6", "9"), (2568, "o28", "10"), (2568, "o29", None),
        (2562, "o42", "10"), (2562, "o1", None),
        (2568, "x1", None), (2568, "i0", None), (2568, "i01", None), (2568, "", None), (2568, "I1", None),
        (2568, "i๑", None), (2568, "i1\n", None),
    ],
)  # fmt: skip
def test_question_indicator(year: int, code: str, indicator: str | None) -> None:
    assert load(year).question_indicator(code) == indicator


def test_question_exists_up_to_the_number_of_the_year() -> None:
    framework = load(2568)
    found = [
        code for code in ("i15", "i16", "e9", "e10", "o28", "o29", "i") if framework.question_exists(code)
    ]
    assert found == ["i15", "e9", "o28"]


def test_question_exists_wherever_the_items_are_not_known() -> None:
    assert load(2563).question_exists("o6")
    assert not load(2563).question_exists("i31")


def test_questions_known_by_year() -> None:
    assert [len(load(year).questions) for year in ALL_YEARS] == [0, 0, 5, 0, 0, 24, 24, 24]


def test_theme_of_a_question_an_item_and_something_unknown() -> None:
    framework = load(2568)
    assert framework.theme_of("e4") == "ช่องทางการเผยแพร่ข้อมูลเข้าถึงได้ง่าย"
    assert framework.theme_of("o8") == "คู่มือหรือแนวทางการปฏิบัติงานของเจ้าหน้าที่"
    assert load(2565).theme_of("i2") == ""


# Look-ups


def test_about_names() -> None:
    framework = load(2568)
    assert framework.about_codes == (*framework.score_codes, "iit", "eit", "oit")
    assert framework.about_name("4") == "การใช้ทรัพย์สินของราชการ"
    assert framework.about_name("iit") == "แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน"
    assert framework.instrument_of("10") == framework.instrument("oit")


@pytest.mark.parametrize(
    ("look_up", "key"),
    [
        ("indicator", "11"),
        ("instrument", "xit"),
        ("issue", 8),
        ("level", "AA"),
        ("document", "x"),
    ],
)
def test_look_up_of_something_unknown(look_up: str, key: object) -> None:
    with pytest.raises(KeyError):
        getattr(load(2568), look_up)(key)


def test_confidence_in_words() -> None:
    assert [mark.value for mark in Confidence if mark.certain] == ["S", "D"]
    assert len({mark.label for mark in Confidence}) == 4


# Documents


@pytest.mark.parametrize(
    ("year", "items"),
    [
        *((year, ["o42", "o43"]) for year in (2562, 2563, 2564, 2565, 2566)),
        (2567, ["o34", "o35"]),
        (2568, ["o27", "o28"]),
        (2569, ["o25", "o26"]),
    ],
)
def test_documents_answer_their_items(year: int, items: list[str]) -> None:
    assert [rule.item for rule in load(year).documents] == items
    assert [rule.kind for rule in load(year).documents] == ["plan", "results"]


def test_document_items_are_background_before_2564_and_in_2567() -> None:
    marks = [load(year).document("plan").fact.mark.value for year in ALL_YEARS]
    assert marks == ["B", "B", "S", "S", "S", "B", "1", "1"]


@pytest.mark.parametrize("kind", ["plan", "results"])
@pytest.mark.parametrize("year", ALL_YEARS)
def test_every_document_has_measure_steps_period_and_responsible(year: int, kind: str) -> None:
    keys = {column.key for column in load(year).document(kind).columns}
    results = {"done", "outcome"}
    assert {"measure", "steps", "period", "responsible"} <= keys
    assert keys & results == (results if kind == "results" else set())


def test_columns_of_2565_and_2569() -> None:
    assert [column.heading for column in load(2565).document("plan").columns] == [
        "มาตรการ/แนวทาง", "วิธีการดำเนินการ", "ผู้รับผิดชอบ", "ระยะเวลาดำเนินการ", "การติดตามผล",
    ]  # fmt: skip
    assert [column.key for column in load(2569).document("plan").columns] == [
        "measure", "analysis", "steps", "period", "responsible",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("plan_year", "kind", "items"),
    [
        (2565, "plan", [(2565, "o42")]),
        (2565, "results", [(2565, "o43")]),
        (2566, "results", [(2566, "o43")]),
        (2567, "plan", [(2567, "o34")]),
        (2567, "results", [(2567, "o35"), (2568, "o28")]),
        (2568, "results", [(2569, "o26")]),
        (2569, "plan", [(2569, "o25")]),
    ],
)
def test_answered_items(plan_year: int, kind: str, items: list[tuple[int, str]]) -> None:
    assert [(year, rule.item) for year, rule in answered_items(plan_year, kind)] == items


def test_results_of_the_last_year_answer_the_item_of_the_next_one() -> None:
    rule = load(LAST).document("results")
    assert [(year, found.item) for year, found in answered_items(LAST, "results")] == [
        (LAST + rule.lag, rule.item)
    ]


def test_results_that_no_item_asks_for_answer_their_own_years(tmp_path: Path) -> None:
    with planted(tmp_path / "files") as folder:
        write(folder, LAST, lambda text: text.replace("lag = 0", "lag = 1"))
        write(folder, LAST + 1, lambda text: text.replace("lag = 1", "lag = 0"))
        found = answered_items(LAST, "results")
        assert found == ((LAST, load(LAST).document("results")),)


# Years without a file


def test_year_before_the_first_is_unknown() -> None:
    with pytest.raises(UnknownYear, match="2561"):
        load(2561)


def test_later_year_is_carried_from_the_newest_file() -> None:
    year = LAST + 3
    carried, newest = load(year), load(LAST)
    assert (carried.fiscal_year, carried.carried_from, carried.complete) == (year, LAST, False)
    assert [row.name for row in carried.indicators] == [row.name for row in newest.indicators]
    assert codes(carried.oit_items) == codes(newest.oit_items)
    assert faults(carried) == []


def test_titles_of_a_carried_year_name_that_year() -> None:
    assert read_framework(FOLDER / "2569.toml", 2572).theme_of("o13").endswith("(ปีงบประมาณ พ.ศ. 2572)")


def test_carried_year_is_an_expectation_throughout() -> None:
    assert {fact.mark for fact in facts_in(load(LAST + 1))} == {Confidence.BACKGROUND}


def test_carried_year_is_incomplete_even_when_its_source_is_complete() -> None:
    assert load(2568).complete
    assert not read_framework(FOLDER / "2568.toml", 2569).complete


def test_frameworks_are_read_once() -> None:
    assert load(2568) is load(2568)


def test_framework_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        load(2568).note = ""  # type: ignore[misc]
    assert isinstance(load(2568), Framework)
