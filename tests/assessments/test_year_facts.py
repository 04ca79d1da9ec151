"""What is known of each year by the end of fiscal year 2569, and how sure that is: the files say no more."""

import re
from decimal import Decimal

import pytest

from assessments.framework import Fact, Framework, load, years

FOUR = ("iit", "eit1", "eit2", "oit")


def remark(rules: Framework, words: str) -> Fact:
    """The fact of the one remark of the year that holds these words."""
    (found,) = (row for row in rules.remarks if words in row.text)
    return found.fact


@pytest.mark.parametrize("year", [2566, 2567, 2568, 2569])
def test_level_asks_the_minimum_of_iit_of_both_parts_of_eit_and_of_oit(year: int) -> None:
    best, good, passed, *failed = load(year).levels
    assert [(level.min_each, level.each_of) for level in (best, good)] == [(95, FOUR), (85, FOUR)]
    assert [level.min_total for level in load(year).levels] == [95, 85, 85, 70, 0]
    assert not any(level.each_of for level in (passed, *failed))


@pytest.mark.parametrize("year", [2562, 2563, 2564, 2565])
def test_level_is_a_matter_of_the_total_up_to_2565(year: int) -> None:
    assert [level.min_total for level in load(year).levels] == [95, 85, 75, 65, 55, 50, 0]
    assert not any(level.each_of for level in load(year).levels)


@pytest.mark.parametrize(("year", "mark"), [(2565, "S"), (2566, "1"), (2567, "1"), (2568, "1"), (2569, "B")])
def test_level_rule_has_its_mark(year: int, mark: str) -> None:
    rules = load(year)
    assert rules.level_rule.mark == mark
    assert "ทุกตัวชี้วัดไม่ต่ำกว่า 85" not in rules.level_note
    assert ("EIT ส่วนที่ 2" in rules.level_note) == (year > 2565)


@pytest.mark.parametrize("year", [2566, 2567, 2568])
def test_other_reading_of_the_level_is_a_remark(year: int) -> None:
    assert remark(load(year), "ผ่านดีเมื่อทุกตัวชี้วัดไม่ต่ำกว่า 85").mark == "D"
    assert remark(load(year), "EIT ส่วนที่ 1 EIT ส่วนที่ 2 และ OIT ตรงกับผลที่ประกาศ").mark == "D"


ITEMS_2568 = {
    "o5": ("แผนยุทธศาสตร์หรือแผนพัฒนาหน่วยงาน", "1"),
    "o6": ("แผนและความก้าวหน้าในการดำเนินงานและการใช้งบประมาณประจำปี พ.ศ. 2568", "S"),
    "o7": ("รายงานผลการดำเนินงานประจำปี พ.ศ. 2567", "1"),
    "o27": ("มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน", "1"),
    "o28": ("รายงานผลการดำเนินการเพื่อส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ประจำปี พ.ศ. 2567", "S"),
}


@pytest.mark.parametrize(("code", "said"), ITEMS_2568.items())
def test_item_of_2568_as_it_is_printed(code: str, said: tuple[str, str]) -> None:
    (item,) = (row for row in load(2568).oit_items if row.code == code)
    assert (item.title, item.fact.mark) == said


def test_items_of_2568_name_their_year() -> None:
    named = {
        row.code: year for row in load(2568).oit_items for year in re.findall(r" พ\.ศ\. (\d{4})$", row.title)
    }
    of_2567 = dict.fromkeys(("o7", "o13", "o15", "o19", "o24", "o28"), "2567")
    assert named == dict.fromkeys(("o6", "o14", "o23"), "2568") | of_2567
    assert {row.fact.mark for row in load(2568).oit_items} == {"S", "1"}


@pytest.mark.parametrize(
    ("year", "kind", "mark", "lag", "lag_mark"),
    [
        (2566, "results", "S", 0, "1"),
        (2567, "plan", "B", 0, "B"),
        (2567, "results", "B", 0, "B"),
        (2568, "plan", "1", 0, "1"),
        (2568, "results", "S", 1, "S"),
        (2569, "plan", "1", 0, "1"),
        (2569, "results", "1", 1, "1"),
    ],
)
def test_documents_and_how_far_back_they_look(
    year: int, kind: str, mark: str, lag: int, lag_mark: str
) -> None:
    rule = load(year).document(kind)
    assert (rule.fact.mark, rule.lag, rule.lag_fact.mark) == (mark, lag, lag_mark)


@pytest.mark.parametrize(("year", "mark"), [(2567, "1"), (2568, "1"), (2569, "B")])
def test_name_of_9_2(year: int, mark: str) -> None:
    (row,) = (row for row in load(year).sub_indicators if row.code == "9.2")
    assert (row.name, row.also, row.fact.mark) == (
        "การบริหารงานและการใช้จ่ายงบประมาณ",
        ("การบริหารงาน",),
        mark,
    )


@pytest.mark.parametrize(("year", "mark"), [(2568, "1"), (2569, "B")])
def test_names_of_10_1_and_10_2(year: int, mark: str) -> None:
    *_, first, second = load(year).sub_indicators
    assert (first.name, second.name) == (
        "การดำเนินการเพื่อป้องกันการทุจริตในประเด็นสินบน",
        "การส่งเสริมคุณธรรมและความโปร่งใส",
    )
    assert (first.fact.mark, second.fact.mark) == (mark, mark)


def test_headings_of_2568_hold_every_item_once() -> None:
    codes = [item.code for item in load(2568).oit_items]
    groups = load(2568).item_groups
    held = [codes[codes.index(row.first) : codes.index(row.last) + 1] for row in groups]
    assert [code for row in held for code in row] == codes
    assert [row.name for row in groups if row.first == "o9"] == ["การให้บริการและการติดต่อประสานงาน"]
    assert {row.fact.mark for row in groups} == {"1"}


@pytest.mark.parametrize(
    ("year", "words", "mark"),
    [
        (2565, "87.57 คะแนน จาก 8,303 หน่วยงาน ได้ 85 คะแนนขึ้นไป 5,855 หน่วยงาน หรือร้อยละ 70.52", "S"),
        (2567, "93.05 คะแนน หน่วยงานที่ผ่านเกณฑ์มีร้อยละ 92.44 ค่าเฉลี่ยของตัวชี้วัดที่ 8 เท่ากับ 84.49", "D"),
        (2568, "93.82 คะแนน ผ่านเกณฑ์ 7,832 จาก 8,317 หน่วยงาน หรือร้อยละ 94.17", "S"),
        (2569, "มากกว่า 7,300 แห่ง", "1"),
        (2569, "ตัวชี้วัดหนึ่งตัว", "1"),
        *((year, "ทั้งฝ่ายการเมืองและฝ่ายข้าราชการประจำ", "1") for year in (2567, 2568, 2569)),
        (2566, "ทั้งฝ่ายการเมืองและฝ่ายข้าราชการประจำ", "S"),
    ],
)
def test_remark_has_its_mark(year: int, words: str, mark: str) -> None:
    assert remark(load(year), words).mark == mark


@pytest.mark.parametrize("year", years())
def test_the_resolution_of_the_cabinet_is_named_for_its_own_years_alone(year: int) -> None:
    said = " ".join(sentence.text for sentence in load(year).background)
    assert ("คณะรัฐมนตรี" in said) == (year <= 2564)  # the resolution is for 2561 to 2564
    assert "ลงนาม" not in said  # which no source says of the agreement
    assert "ในการพัฒนาระบบการประเมิน" in said


def test_shares_of_the_remarks_compute() -> None:
    assert round(Decimal(7832) / 8317 * 100, 2) == Decimal("94.17")
    assert Decimal("94.17") - Decimal("1.73") == Decimal("92.44")
    assert Decimal("94.39") - Decimal("9.9") == Decimal("84.49")


def test_o15_of_2569_has_the_word_that_its_source_lost() -> None:
    assert load(2569).theme_of("o15") == load(2568).theme_of("o16") == "ประมวลจริยธรรมและการขับเคลื่อนจริยธรรม"


def test_one_chosen_indicator_may_do_from_2569() -> None:
    found = [year for year in range(2562, 2571) if load(year).document("plan").one_indicator]
    assert found == [2569, 2570]


def test_everything_of_2570_is_expected_from_2569() -> None:
    rules = load(2570)
    assert (rules.carried_from, rules.complete) == (None, False)
    assert "ทุกรายการคาดว่าเหมือนปี 2569" in rules.note
    marked = (rules.instruments, rules.indicators, rules.oit_items, rules.levels, rules.documents)
    assert {row.fact.mark for rows in marked for row in rows} == {"B"}
    assert {row.fact.source for row in rules.oit_items} == {"คาดว่าเหมือนปี 2569"}
    assert rules.theme_of("o13").endswith("(ปีงบประมาณ พ.ศ. 2570)")
    assert rules.theme_of("o14").endswith("(ปีงบประมาณ พ.ศ. 2569)")
    assert remark(rules, "85 คะแนนหรือระดับผ่านดี").mark == "1"
