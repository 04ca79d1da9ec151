"""Tables of announced results as provinces keep them, by the command: what comes out of each row."""

import json
from collections.abc import Sequence
from decimal import Decimal
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from openpyxl import Workbook
from pytest_django import DjangoAssertNumQueries

from assessments import framework
from assessments.announced_columns import SHAPE
from assessments.models import Assessment, Score
from municipalities.models import Kind, Municipality
from municipalities.table_files import stored_table
from municipalities.table_reading import read_table
from municipalities.xlsx_reading import Unreadable
from tests import factories
from tests.municipalities.tables import csv_file, saved, xlsx_file

pytestmark = pytest.mark.django_db
WHO = "เทศบาลเมืองเขลางค์นคร"
SCORES = [float(score) for score in factories.SCORES_2567.values()]
NAMES = [indicator.name for indicator in framework.load(2567).indicators]
HEAD = ["เทศบาล", "ปีงบประมาณ", "คะแนนรวม", "ระดับ", *(f"ตัวชี้วัดที่ {number}" for number in range(1, 11))]


@pytest.fixture(autouse=True)
def place() -> Municipality:
    """เขลางค์นคร, with its code."""
    return factories.municipality(code="4520103")


@pytest.fixture
def run(tmp_path: Path) -> Any:
    """Run the command on a file; gives exit status and the rows that it told."""

    def told(content: bytes, name: str = "table.xlsx", **options: object) -> tuple[int, list[dict[str, Any]]]:
        path, out, status = tmp_path / name, StringIO(), 0
        path.write_bytes(content)
        try:
            call_command("import_announced", str(path), json=True, stdout=out, stderr=StringIO(), **options)
        except SystemExit as end:
            status = end.code
        return status, json.loads(out.getvalue())["rows"]

    return told


def row(**changes: object) -> list[object]:
    values: dict[str, object] = {"who": WHO, "year": 2567, "total": 90.65, "level": "ผ่าน", "scores": SCORES}
    who, year, total, level, scores = (values | changes).values()
    return [who, year, total, level, *scores]


HEADS: dict[str, Sequence[str]] = {
    "names": NAMES,
    "number and name": [f"ตัวชี้วัดที่ {number} {name}" for number, name in enumerate(NAMES, 1)],
    "in Thai digits": [f"ตัวชี้วัดที่ {'๑๒๓๔๕๖๗๘๙'[number - 1]}" for number in range(1, 10)] + ["ตัวชี้วัดที่ ๑๐"],
    "as a list": [f"{number}. {name}" for number, name in enumerate(NAMES, 1)],
    "with a colon": [f"ตัวชี้วัด {number} : {name}" for number, name in enumerate(NAMES, 1)],
    "broken": [f"ตัวชี้วัดที่ {number}\n{name}" for number, name in enumerate(NAMES, 1)],
    "keys": [f"score_{number}" for number in range(1, 11)],
}


@pytest.mark.parametrize("case", HEADS)
def test_indicators_are_known_by_every_name(run: Any, case: str):
    head = ["ที่", "หน่วยงาน", "ปีที่ประเมิน", "คะแนน\nรวม", "ระดับผล\nการประเมิน", *HEADS[case]]
    assert run(xlsx_file(["ผลการประเมิน ITA"], head, [1, *row()]), apply=True)[0] == 0
    stored = Assessment.objects.get()
    assert {code: str(value) for code, value in stored.score_values().items()} == factories.SCORES_2567
    assert (stored.announced_total, stored.announced_level) == (Decimal("90.65"), "ผ่าน")


BLANK = [""] * 4
TWO_ROWS: dict[str, tuple[Sequence[str], Sequence[str]]] = {
    "instruments over names": (
        ["IIT", *BLANK, "EIT", "", "", "OIT", ""],
        NAMES,
    ),
    "one heading over numbers": (["คะแนนตัวชี้วัดที่", *BLANK, *BLANK, ""], [str(n) for n in range(1, 11)]),
}


@pytest.mark.parametrize("merged", [True, False])
@pytest.mark.parametrize("case", TWO_ROWS)
def test_heads_of_two_rows_are_known_where_one_stands_over_several(run: Any, case: str, *, merged: bool):
    upper, lower = TWO_ROWS[case]
    book = Workbook()
    book.active.append(["ผลคะแนน ITA"])
    book.active.append(["ที่", "หน่วยงานที่รับการประเมิน", "ปีงบฯ", "รวม", "ระดับ", *upper])
    book.active.append(["", "", "", "", "", *lower])
    book.active.append([1, *row()])
    starts = [place for place, text in enumerate(upper) if text] + [len(upper)]
    for first, end in pairwise(starts) if merged else ():
        book.active.merge_cells(start_row=2, end_row=2, start_column=6 + first, end_column=5 + end)
    status, [told] = run(saved(book), apply=True)
    assert (status, told["doubts"]) == (0, [])
    scores = {code: str(value) for code, value in Assessment.objects.get().score_values().items()}
    assert scores == factories.SCORES_2567


@pytest.mark.parametrize("total", ["ผลคะแนน", "คะแนนที่ได้", "คะแนน\nประเมิน"])
def test_only_score_of_a_table_is_the_total(run: Any, total: str):
    head = ["หน่วยงาน", "ปีที่ประเมิน", total, "ระดับผลการประเมิน"]
    assert run(xlsx_file(head, ["เทศบาลเมืองเขลางค์นคร", 2567, 90.65, "ผ่าน"]), apply=True)[0] == 0
    assert Assessment.objects.get().announced_total == Decimal("90.65")


def test_indicators_are_known_by_the_names_of_their_year(run: Any):
    names = [indicator.name for indicator in framework.load(2565).indicators]
    head = ["ชื่อ อปท.", "ปี พ.ศ.", "คะแนน ITA", "ผลการประเมิน", *names]
    assert run(xlsx_file(head, row(year=2565, level="A")), apply=True)[0] == 0
    assert Assessment.objects.get().scores.count() == 10


@pytest.mark.parametrize(
    "year",
    [
        "พ.ศ. 2567",
        "2567.0",
        "ปี ๒๕๖๗",
        2567.0,
        "ปีงบประมาณ พ.ศ. 2567",
        " ๒๕๖๗ ",
        "1/1/2567",
        "FY2567",
        "พ.ศ.๒๕๖๗",
    ],
)
def test_year_is_read_as_people_write_it(run: Any, year: object):
    status, [told] = run(xlsx_file(HEAD, row(year=year)), apply=True)
    assert (status, told["verdict"], Assessment.objects.get().fiscal_year) == (0, "new", 2567)


@pytest.mark.parametrize(
    ("year", "said"),
    [("1924", "ต้องอยู่ระหว่าง"), ("1/10/2567", "เป็นวันที่"), ("2567/2568", "มีหลายปี"), ("-", "ไม่ได้กรอก")],
)
def test_year_that_is_none_is_told(run: Any, year: object, said: str):
    status, [told] = run(xlsx_file(HEAD, row(year=year)))
    assert (status, told["verdict"], said in told["doubts"][0]) == (1, "fault", True)


@pytest.mark.parametrize("number", [1, 12])
def test_new_results_are_stored_by_the_same_few_queries(
    run: Any, number: int, django_assert_max_num_queries: DjangoAssertNumQueries
):
    kept = factories.assessment(scores={})  # its scores are new, its total is not
    places = [factories.municipality(f"ที่{place}", kind=Kind.TAMBON) for place in range(number)]
    rows = [row(), *(row(who=place.full_name) for place in places)]
    with django_assert_max_num_queries(16):
        assert run(xlsx_file(HEAD, *rows), apply=True)[0] == 0
    assert Score.objects.count() == Score.history.count() == 10 * len(rows)
    assert Assessment.history.filter(history_type="+").count() == len(rows)
    assert len(kept.score_values()) == 10


@pytest.mark.parametrize("year", ["2024", "ค.ศ. 2024", "ปีงบประมาณ ค.ศ. ๒๐๒๔", 2024, "FY2024", "1/1/2024"])
def test_year_of_the_common_era_is_read_and_told(run: Any, year: object):
    status, [told] = run(xlsx_file(HEAD, row(year=year)), apply=True)
    assert (status, told["verdict"], Assessment.objects.get().fiscal_year) == (0, "new", 2567)
    assert told["doubts"] == ["ปีงบประมาณ: อ่านปี ค.ศ. 2024 เป็น พ.ศ. 2567"]


def test_formula_without_a_value_costs_only_its_cell(run: Any):
    status, [told] = run(
        xlsx_file(HEAD, row(total="=SUM(E2:N2)/10", level='=IF(C2>85,"ผ่าน","")')), apply=True
    )
    assert (status, told["verdict"], len(told["changes"]), len(told["doubts"])) == (0, "new", 10, 2)
    assert all("แล้วบันทึกอีกครั้ง สูตรจึงจะมีค่า" in doubt for doubt in told["doubts"])


@pytest.mark.parametrize(
    "score",
    ["90.64", "๙๐.๖๔", "90.64%", "90.64 คะแนน", "ร้อยละ 90.64", 90.64000000000001, 90.6400001, "90.64/100"],
)
def test_score_is_read_as_people_write_it(run: Any, score: object):
    _status, [told] = run(xlsx_file(HEAD, row(scores=[score, *SCORES[1:]])))
    assert (told["changes"]["score_1"], told["doubts"]) == ([None, "90.64"], [])


def test_score_of_more_than_two_decimals_waits_for_somebody_to_agree(run: Any):
    content = xlsx_file(HEAD, row(scores=[90.645, *SCORES[1:]]))
    _status, [told] = run(content, apply=True)
    assert told["changes"]["score_1"] == [None, "90.65"]
    assert told["doubts"] == ["ตัวชี้วัดที่ 1: 90.645 มีทศนิยมเกิน 2 ตำแหน่ง จะบันทึกเป็น 90.65"]
    assert Assessment.objects.exists() is False
    run(content, apply=True, agree="2")
    assert Assessment.objects.get().score_values()["1"] == Decimal("90.65")


def test_dash_is_a_score_that_is_not_known(run: Any):
    run(xlsx_file(HEAD, row(scores=["-", "–", *SCORES[2:]])), apply=True)
    assert Assessment.objects.get().scores.count() == 8


OF_TOTAL = "คะแนนรวม {} ไม่ตรงกับที่คำนวณจากตัวชี้วัด (90.65)"
OF_LEVEL = "ระดับ “{}” ต้องได้คะแนนรวมตั้งแต่ {} แต่คะแนนรวมคือ {}"
CONTRADICTIONS = [
    ({"total": 60}, [OF_TOTAL.format("60.00"), OF_LEVEL.format("ผ่าน", "85.00", "60.00")]),
    ({"scores": [""] * 10, "level": "ผ่านดีเยี่ยม"}, [OF_LEVEL.format("ผ่านดีเยี่ยม", "95.00", "90.65")]),
    ({"total": 9.07, "level": ""}, [OF_TOTAL.format("9.07")]),
]


@pytest.mark.parametrize(("changes", "doubts"), CONTRADICTIONS)
def test_row_that_contradicts_itself_waits_for_somebody_to_agree(
    run: Any, changes: dict[str, object], doubts: list[str]
):
    content = xlsx_file(HEAD, row(**changes))
    _status, [told] = run(content, apply=True)
    assert (told["verdict"], told["doubts"]) == ("new", doubts)
    assert Assessment.objects.exists() is False
    run(content, apply=True, agree="all")
    assert Assessment.objects.exists()


@pytest.mark.parametrize("total", [90.65, 90.66, 90.64])
def test_total_off_by_the_last_digit_is_no_contradiction(run: Any, total: float):
    assert run(xlsx_file(HEAD, row(total=total)))[1][0]["doubts"] == []


def test_level_of_other_years_is_refused_with_those_of_the_year(run: Any):
    status, [told] = run(xlsx_file(HEAD, row(level="AA")))
    assert (status, told["verdict"]) == (1, "fault")
    assert told["doubts"] == [
        "ระดับ: ไม่มีระดับ “AA” ในปี 2567 ซึ่งมี ผ่านดีเยี่ยม, ผ่านดี, ผ่าน, ต้องปรับปรุง, ต้องปรับปรุงโดยด่วน"
    ]


NAMED = [
    "ทม.เขลางค์นคร",
    "ทม. เขลางค์นคร",
    "เทศบาลเมือง เขลางค์นคร",
    "เทศบาลเมืองเขลางค์นคร จังหวัดลำปาง",
    "ทม.เขลางค์นคร อ.เมือง จ.ลำปาง",
    "เทศบาลเมืองเขลางค์นคร (เมืองลำปาง)",
    "เขลางค์\u200bนคร",
    "เทศบาลเมือง\nเขลางค์นคร",
]


@pytest.mark.parametrize("name", NAMED)
def test_municipality_is_found_by_every_spelling(run: Any, name: str):
    _status, [told] = run(csv_file(HEAD[:3], [name, "2567", "90"]), "table.csv")
    assert (told["verdict"], told["municipality"]) == ("new", WHO)


def test_code_and_name_of_two_municipalities_are_refused_with_both(run: Any):
    factories.municipality("แม่ฮ่องสอน", district="เมืองแม่ฮ่องสอน", province_name="แม่ฮ่องสอน")
    head = ["รหัส อปท.", *HEAD[:3]]
    status, [told] = run(csv_file(head, ["4520103", "เทศบาลเมืองแม่ฮ่องสอน", "2567", "90"]), "table.csv")
    assert (status, told["verdict"]) == (1, "fault")
    assert all(name in told["doubts"][0] for name in (WHO, "เทศบาลเมืองแม่ฮ่องสอน"))


def test_name_that_is_nearly_one_is_asked_about(run: Any):
    _status, [told] = run(csv_file(HEAD[:3], ["เทศบาลเมืองเขลางนคร", "2567", "90"]), "table.csv")
    assert f"หมายถึง {WHO} อำเภอเมืองลำปาง จังหวัดลำปาง หรือไม่" in told["doubts"][0]


def test_rows_of_other_bodies_and_without_a_result_are_skipped(run: Any):
    rows = [["อบต.นาแก", "2567", "90"], ["องค์การบริหารส่วนจังหวัดลำปาง", "2567", "90"], [WHO, "2567", "-"]]
    status, told = run(csv_file(HEAD[:3], *rows, [WHO, "2566", "90"]), "table.csv")
    assert (status, [one["verdict"] for one in told]) == (0, ["skip", "skip", "skip", "new"])


def test_table_of_the_province_goes_back_in(run: Any):
    factories.assessment()
    head = [
        "รหัส อปท.",
        "ประเภท",
        *HEAD[:1],
        "ปีงบประมาณของแผน",
        "ปีที่ประเมิน",
        "คะแนนรวม",
        "ระดับ",
        "มาตรการ: สถานะ",
    ]
    content = csv_file(head, ["4520103", "เทศบาลเมือง", WHO, "2568", "2567", "90.65", "ผ่าน", "ร่าง"])
    status, [told] = run(content, "province.csv")
    assert (status, told["verdict"]) == (0, "same")


def test_open_data_goes_back_in_without_what_the_portal_computed(run: Any):
    factories.municipality("ทุ่งผึ้ง", kind=Kind.TAMBON, district="แจ้ห่ม")
    known = ["municipality_code", "municipality", "district", "province", "is_example", "fiscal_year"]
    head = ["municipality_id", *known, "total", "level", "iit", "eit", "oit", "source"]
    figures = ["true", "2567", "90.65", "ผ่าน", "91.13", "90.00", "95.00", "https://x"]
    rows = [
        ["1", "4520103", WHO, "เมืองลำปาง", "ลำปาง", *figures],
        ["2", "", "เทศบาลตำบลทุ่งผึ้ง", "แจ้ห่ม", "ลำปาง", *figures],
    ]
    status, told = run(csv_file(head, *rows, encoding="utf-8"), "results.csv", apply=True)
    assert (status, [one["municipality"] for one in told]) == (0, [WHO, "เทศบาลตำบลทุ่งผึ้ง"])
    assert set(Assessment.objects.values_list("announced_iit", "announced_total")) == {
        (None, Decimal("90.65"))
    }


TITLE = "ผลการประเมิน ITA ของเทศบาล ประจำปีงบประมาณ พ.ศ. ๒๕๖๗"
WITHOUT_YEAR = [title for title in HEAD if title != "ปีงบประมาณ"]


def without_year() -> list[object]:
    return [row()[0], *row()[2:]]


@pytest.mark.parametrize(
    "lines",
    [
        [[TITLE], [], WITHOUT_YEAR, without_year()],
        [["ประจำปีงบประมาณ พ.ศ.2567"], WITHOUT_YEAR, without_year()],
        [["รายงานผล"], ["ปี พ.ศ. 2567"], WITHOUT_YEAR, without_year()],
        [[*WITHOUT_YEAR[:1], "คะแนนรวม ปี 2567", *WITHOUT_YEAR[2:]], without_year()],
        [[*WITHOUT_YEAR[:1], "คะแนน ปีงบประมาณ พ.ศ.2567", *WITHOUT_YEAR[2:]], without_year()],
    ],
    ids=["one title", "without a blank", "a title of two lines", "in the head", "behind a short name"],
)
def test_year_of_a_title_counts_where_no_column_has_it(run: Any, lines: list[list[object]]) -> None:
    status, (told,) = run(xlsx_file(*lines), apply=True)
    assert (status, told["verdict"]) == (0, "new")
    assert Assessment.objects.get().fiscal_year == 2567
    assert Assessment.objects.get().announced_total == Decimal("90.65")
    table = read_table(xlsx_file(*lines), SHAPE)
    assert "ปีงบประมาณ 2567 อ่านจากชื่อเรื่อง เพราะไม่มีคอลัมน์นี้" in list(table.remarks())
    assert stored_table(table.stored) == table


def test_year_of_the_column_counts_before_that_of_the_title() -> None:
    table = read_table(xlsx_file(["ประจำปี 2568"], HEAD, row()), SHAPE)
    assert (table.rows[0].texts["fiscal_year"], table.from_title) == ("2567", "")


def test_titles_of_two_years_or_of_none_are_refused() -> None:
    two = xlsx_file(["เปรียบเทียบปี 2567 กับปี 2568"], WITHOUT_YEAR, without_year())
    with pytest.raises(Unreadable, match="2567, 2568"):
        read_table(two, SHAPE)
    with pytest.raises(Unreadable, match="ไม่พบคอลัมน์ ปีงบประมาณ"):
        read_table(xlsx_file(["ผลคะแนน"], WITHOUT_YEAR, without_year()), SHAPE)


@pytest.mark.parametrize(
    "lines",
    [
        [["เทศบาล", "ปี 2567", "ปี 2568"], [WHO, 90, 91]],
        [["เทศบาล", "จังหวัด", "2567", "2568"], [WHO, "ลำปาง", 90, 91]],
        [
            ["เทศบาล", "คะแนน ปี 2567", "ระดับ ปี 2567", "คะแนน ปี 2568", "ระดับ ปี 2568"],
            [WHO, 90, "ผ่าน", 91, "ผ่าน"],
        ],
        [
            ["เทศบาล", "พ.ศ. 2567", "", "พ.ศ. 2568", ""],
            ["", "คะแนน", "ระดับ", "คะแนน", "ระดับ"],
            [WHO, 90, "ผ่าน", 91, "ผ่าน"],
        ],
    ],
    ids=["years", "bare years", "in each name", "above the names"],
)
def test_years_beside_each_other_are_refused_with_what_to_do(lines: list[list[object]]) -> None:
    with pytest.raises(Unreadable) as refused:
        read_table(xlsx_file(*lines), SHAPE)
    assert "มีหลายค่า (2567, 2568) กรุณาเพิ่มคอลัมน์ ปีงบประมาณ" in str(refused.value)
