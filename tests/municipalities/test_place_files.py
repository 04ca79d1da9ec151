"""Lists of municipalities as offices keep them, by the command: what comes out of each row."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from openpyxl import Workbook
from pytest_django import DjangoAssertNumQueries

from municipalities.models import Kind, Municipality
from tests import factories
from tests.municipalities.tables import csv_file, saved, xlsx_file

pytestmark = pytest.mark.django_db
HEAD = ["รหัส อปท.", "ประเภท", "ชื่อ", "อำเภอ", "จังหวัด", "เว็บไซต์"]
NEW = ["5521099", "ทต.", "ทดสอบ", "แม่ทะ", "ลำปาง", ""]


@pytest.fixture
def run(tmp_path: Path) -> Any:
    """Run the command on a file; gives exit status, what it told as JSON, and what it said of errors."""

    def told(content: bytes, name: str = "list.xlsx", **options: object) -> tuple[int, Any, str]:
        path, out, err, status = tmp_path / name, StringIO(), StringIO(), 0
        path.write_bytes(content)
        try:
            call_command("import_places", str(path), json=True, stdout=out, stderr=err, **options)
        except SystemExit as end:
            status = end.code
        return status, json.loads(out.getvalue() or "null"), err.getvalue()

    return told


def verdicts(told: Any) -> list[tuple[int, str, str | None]]:
    return [(row["row"], row["verdict"], row["municipality"]) for row in told["rows"]]


@pytest.mark.parametrize("number", [1, 30])
def test_new_places_are_stored_by_the_same_few_queries(
    run: Any, number: int, django_assert_max_num_queries: DjangoAssertNumQueries
):
    rows = [["", "ทต.", f"บ้านที่{'ก' * (place + 1)}", "แม่ทะ", "ลำปาง", ""] for place in range(number)]
    with django_assert_max_num_queries(7):
        assert run(xlsx_file(HEAD, *rows), apply=True)[0] == 0
    assert Municipality.objects.count() == number == Municipality.history.filter(history_type="+").count()
    last = Municipality.objects.get(name=rows[-1][2])
    last.set_keys()
    stored = Municipality.objects.get(pk=last.pk)
    assert (stored.sort_key, stored.search_key) == (last.sort_key, last.search_key)
    assert stored.search_key


def test_websites_of_many_rows_of_one_place_are_used_or_named_once(run: Any):
    def site(address: str, code: str = "5521099") -> list[str]:
        return [code, *NEW[1:5], address]

    _status, told, _err = run(
        xlsx_file(
            HEAD,
            site("www,x.go.th"),
            site("www,x.go.th"),
            site("www.y.go.th"),
            site("www.z.go.th"),
            site("y.go"),
        )
    )
    first, *others = told["rows"]
    assert first["changes"]["website"] == [None, "https://www.y.go.th"]
    assert [doubt.partition(" (")[0] for doubt in first["doubts"]] == [
        "เว็บไซต์: “www,x.go.th” อ่านไม่ได้ จึงไม่ใช้ช่องนี้",
        "เว็บไซต์: ใช้ของแถวที่ 4 แทน",
    ]
    same = "เป็นเทศบาลเดียวกับแถวที่ 2"
    other = "เว็บไซต์: “https://{}” ต่างจากแถวที่ 2 จึงใช้ “https://www.y.go.th”"
    assert [row["doubts"] for row in others] == [
        [same], [same], [same, other.format("www.z.go.th")], [same, other.format("y.go")],
    ]  # fmt: skip


def titled(*titles: str) -> bytes:
    """A list of one municipality without a column of provinces, below these titles."""
    head, row = ["ที่", "ชื่อ อปท. (เทศบาล)", "อำเภอ"], [1, "ทต.บ้านสา", "แจ้ห่ม"]
    return xlsx_file(*([title] for title in titles), head, row)


@pytest.mark.parametrize("title", ["รายชื่อเทศบาลในจังหวัดลำปาง ปี 2568", "จ.ลำปาง", "ลำปาง"])
def test_province_of_all_rows_may_stand_in_the_title(run: Any, title: str):
    status, told, _err = run(titled("รายชื่อเทศบาล", title))
    assert (status, verdicts(told)) == (0, [(4, "new", "เทศบาลตำบลบ้านสา")])
    assert told["rows"][0]["changes"]["district"] == [None, "อำเภอแจ้ห่ม จังหวัดลำปาง"]


@pytest.mark.parametrize(
    ("title", "said"),
    [("จังหวัดลำปาง และจังหวัดลำพูน", "ชื่อคอลัมน์มีหลายค่า (ลำปาง, ลำพูน)"), ("รายชื่อเทศบาล", "ไม่พบคอลัมน์ จังหวัด")],
)
def test_title_that_names_no_province_or_two_is_no_column(run: Any, title: str, said: str):
    status, told, err = run(titled(title))
    assert (status, told, said in err) == (1, None, True)


def test_trial_stores_nothing_and_tells_each_row(run: Any):
    status, told, _err = run(xlsx_file(HEAD, NEW))
    assert (status, Municipality.objects.count()) == (0, 0)
    assert told == {
        "sheet": "Sheet",
        "rows": [
            {
                "row": 2,
                "verdict": "new",
                "municipality": "เทศบาลตำบลทดสอบ",
                "changes": {
                    "code": [None, "5521099"],
                    "kind": [None, "เทศบาลตำบล"],
                    "name": [None, "ทดสอบ"],
                    "district": [None, "อำเภอแม่ทะ จังหวัดลำปาง"],
                },
                "doubts": [],
            }
        ],
    }


def test_apply_stores_and_the_same_file_again_changes_nothing(run: Any):
    assert run(xlsx_file(HEAD, NEW), apply=True)[0] == 0
    assert Municipality.objects.get(code="5521099").full_name == "เทศบาลตำบลทดสอบ"
    assert verdicts(run(xlsx_file(HEAD, NEW), apply=True)[1]) == [(2, "same", "เทศบาลตำบลทดสอบ")]
    assert Municipality.history.count() == 1


def test_faulty_row_is_exit_status_1_and_leaves_the_others(run: Any):
    status, told, _err = run(xlsx_file(HEAD, NEW, ["", "", "ก", "แม่ทะ", "ลำปาง"]), apply=True)
    assert (status, verdicts(told)) == (1, [(2, "new", "เทศบาลตำบลทดสอบ"), (3, "fault", "ก")])
    assert told["rows"][1]["doubts"] == ["ประเภท: ไม่ได้กรอก และชื่อไม่มีคำนำหน้า เช่น เทศบาลตำบล"]
    assert Municipality.objects.count() == 1


@pytest.mark.parametrize(("content", "sentence"), [(b"", "ว่างเปล่า"), (b"a,b\n1,2\n", "ไม่พบคอลัมน์ ชื่อ")])
def test_refused_file_is_exit_status_1_with_its_sentence(run: Any, content: bytes, sentence: str):
    status, told, err = run(content)
    assert (status, told, sentence in err) == (1, None, True)


def test_file_that_is_not_there_is_told():
    err = StringIO()
    with pytest.raises(SystemExit):
        call_command("import_places", "/nowhere.csv", stderr=err)
    assert "ไม่พบไฟล์นี้" in err.getvalue()


def test_lines_for_people_name_sheet_row_and_what_is_stored(tmp_path: Path):
    path, out = tmp_path / "a.xlsx", StringIO()
    path.write_bytes(xlsx_file(["รายชื่อ"], HEAD, NEW, ["รวมทั้งสิ้น"]))
    call_command("import_places", str(path), stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[0] == "อ่านจากแผ่นงาน “Sheet” ชื่อคอลัมน์อยู่ในแถวที่ 2"
    assert lines[2].startswith("แถวที่ 3 | เพิ่มใหม่ | เทศบาลตำบลทดสอบ")
    assert lines[-1].startswith("ทดลองเท่านั้น")


MINISTRY = ["จังหวัด", "อำเภอ", "ตำบล", "รหัส อปท.", "ประเภท อปท.", "อปท.", "เว็ปไซต์ของอปท"]


def listed(
    subdistrict: str, name: str, site: str, code: str = "5521099", kind: str = "เทศบาลตำบล"
) -> list[str]:
    return ["ลำปาง", "แม่ทะ", subdistrict, code, kind, name, site]


def test_list_with_a_row_for_each_subdistrict_and_other_bodies(run: Any):
    rows = [
        listed("ก", "ทดสอบ", "www.test.example.go.th"),
        listed("ข", "ทดสอบ", "www.test.example.go.th"),
        listed("ค", "นาแก", "-", "6521005", "อบต."),
        listed("ง", "องค์การบริหารส่วนตำบลนาโป่ง", "", "6521006", ""),
        listed("จ", "ลำปาง", "", "2520101", "อบจ."),
    ]
    status, told, _err = run(csv_file(MINISTRY, *rows), "list.csv", apply=True)
    assert (status, [row["verdict"] for row in told["rows"]]) == (0, ["new", *["skip"] * 4])
    assert Municipality.objects.get().website == "https://www.test.example.go.th"


def test_what_is_skipped_is_counted_with_its_reasons(tmp_path: Path):
    path, out = tmp_path / "a.csv", StringIO()
    rows = [listed("ก", "ทดสอบ", ""), listed("ข", "ทดสอบ", ""), listed("ค", "นาแก", "", "6521005", "อบต.")]
    path.write_bytes(csv_file(MINISTRY, *rows, ["หมายเหตุ"]))
    call_command("import_places", str(path), stdout=out)
    assert "ข้าม 3 แถว: หน่วยงานที่ไม่ใช่เทศบาล 1, เทศบาลเดียวกับแถวอื่น 1, อื่น ๆ 1" in out.getvalue()


def test_name_that_is_a_word_of_every_page_is_a_name(run: Any):
    row = ["5551104", "เทศบาลตำบล", "และ", "ทุ่งช้าง", "น่าน", ""]
    _status, told, _err = run(csv_file(HEAD, row))
    assert told["rows"][0]["municipality"] == "เทศบาลตำบลและ"


SITES = [
    ("www.x.example.go.th", "https://www.x.example.go.th"),
    ("x.example.go.th/main.php?a=1", "https://x.example.go.th/main.php?a=1"),
    ("http://x.example.go.th", "http://x.example.go.th"),
    (" WWW.X.example.go.th ", "https://WWW.X.example.go.th"),
    ("-", ""),
    ("ไม่มี", ""),
]


@pytest.mark.parametrize(("typed", "stored"), SITES)
def test_address_is_read_as_people_type_it(run: Any, typed: str, stored: str):
    assert run(csv_file(HEAD, [*NEW[:5], typed]), apply=True)[0] == 0
    assert Municipality.objects.get().website == stored


@pytest.mark.parametrize(
    "typed", ["www,x.go.th", "www.x go.th", "www..x.go.th", "a@x.go.th", "ftp://x.go.th"]
)
def test_what_is_no_address_leaves_the_website_alone_with_a_note(run: Any, typed: str):
    factories.municipality("ทดสอบ", kind=Kind.TAMBON, district="แม่ทะ", code="5521099")
    Municipality.objects.update(website="https://old.example.go.th")
    _status, told, _err = run(csv_file(HEAD, [*NEW[:5], typed]), apply=True)
    assert verdicts(told) == [(2, "same", "เทศบาลตำบลทดสอบ")]
    assert f"“{typed}” อ่านไม่ได้" in told["rows"][0]["doubts"][0]
    assert Municipality.objects.get().website == "https://old.example.go.th"


@pytest.mark.parametrize(
    "typed", ["www.old.example.go.th", "WWW.old.example.go.th/", "http://www.old.example.go.th/"]
)
def test_address_that_is_stored_already_stays_as_it_is(run: Any, typed: str):
    factories.municipality("ทดสอบ", kind=Kind.TAMBON, district="แม่ทะ", code="5521099")
    Municipality.objects.update(website="http://www.old.example.go.th/")
    assert verdicts(run(csv_file(HEAD, [*NEW[:5], typed]))[1]) == [(2, "same", "เทศบาลตำบลทดสอบ")]


SPELLINGS = [
    ["ทต.", "ทต.นํ้าโจ้", "แม่ทะ", "ลำปาง"],
    ["", "เทศบาลตำบล  นำ้โจ้", "อ.แม่ทะ", "จ.ลำปาง"],
    ["เทศบาลตำบล", "น้ำ\u200bโจ้\xa0", "อำเภอแม่ทะ", "ลํำปาง"],
    ["", "ทต.น้ำโจ้ อ.แม่ทะ จ.ลำปาง", "แม่ทะ", "ลําปาง"],
    ["ตำบล", "เทศบาลตำบลน้ำโจ้\nจังหวัดลำปาง", "แม่\nทะ", "จังหวัด ลำปาง"],
]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_name_is_stored_clean_whatever_it_was_written_like(run: Any, spelling: list[str]):
    assert run(csv_file(HEAD, ["5521002", *spelling, ""]), apply=True)[0] == 0
    place = Municipality.objects.get()
    assert (place.full_name, place.place) == ("เทศบาลตำบลน้ำโจ้", "อำเภอแม่ทะ จังหวัดลำปาง")


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_no_second_municipality_is_made_where_one_stands(run: Any, spelling: list[str]):
    factories.municipality("น้ำโจ้", kind=Kind.TAMBON, district="แม่ทะ")
    assert verdicts(run(csv_file(HEAD, ["", *spelling, ""]))[1]) == [(2, "same", "เทศบาลตำบลน้ำโจ้")]


def test_district_of_the_town_may_be_called_only_town(run: Any):
    factories.municipality()
    row = ["", "ทม.", "เขลางค์นคร", "อ.เมือง", "ลำปาง", ""]
    assert verdicts(run(csv_file(HEAD, row))[1]) == [(2, "same", "เทศบาลเมืองเขลางค์นคร")]


@pytest.mark.parametrize("code", ["05521099", "๕๕๒๑๐๙๙", "5521099.0", "5 5210 99", 5521099])
def test_code_is_read_as_files_hold_it(run: Any, code: object):
    assert run(xlsx_file(HEAD, [code, *NEW[1:]]), apply=True)[0] == 0
    assert Municipality.objects.get().code == "5521099"


@pytest.mark.parametrize("code", ["15520602", "552109", "55210999"])
def test_code_that_is_none_is_told_with_what_was_read(run: Any, code: str):
    status, told, _err = run(csv_file(HEAD, [code, *NEW[1:]]))
    assert (status, told["rows"][0]["verdict"]) == (1, "fault")
    assert told["rows"][0]["doubts"] == [f"รหัส อปท.: “{code}” ไม่ใช่รหัส อปท. ซึ่งเป็นตัวเลข 7 หลัก เช่น 5520603"]


@pytest.mark.parametrize("code", ["4521099", "5520999"])
def test_code_of_another_kind_or_district_waits_for_somebody_to_agree(run: Any, code: str):
    row = [code, *NEW[1:]]
    _status, told, _err = run(csv_file(HEAD, row), apply=True)
    assert (len(told["rows"][0]["doubts"]), Municipality.objects.count()) == (1, 0)
    run(csv_file(HEAD, row), apply=True, agree="2")
    assert Municipality.objects.get().code == code


def test_changed_code_is_for_the_page_alone(run: Any):
    factories.municipality("ทดสอบ", kind=Kind.TAMBON, district="แม่ทะ", code="5521001")
    _status, told, _err = run(csv_file(HEAD, NEW), apply=True, agree="all")
    assert told["rows"][0]["changes"] == {"code": ["5521001", "5521099"]}
    assert Municipality.objects.get().code == "5521001"


def test_blank_cell_is_never_filled_from_above(run: Any):
    book = Workbook()
    for row in (
        ["จังหวัด", "อำเภอ", "ชื่อเทศบาล"],
        ["ลำปาง", "แม่ทะ", "ทต.ก"],
        ["", "", "ทต.ข"],
        ["", "", "ทต.ค"],
    ):
        book.active.append(row)
    for cells in ("A2:A3", "B2:B3"):
        book.active.merge_cells(cells)
    _status, told, _err = run(saved(book))
    assert [row["verdict"] for row in told["rows"]] == ["new", "new", "fault"]
    assert told["rows"][2]["doubts"] == ["อำเภอ: ไม่ได้กรอก", "จังหวัด: ไม่ได้กรอก"]


def test_hidden_rows_may_be_left_out(run: Any):
    book = Workbook()
    for row in (HEAD, NEW, ["5521098", "ทต.", "อื่น", "แม่ทะ", "ลำปาง"]):
        book.active.append(row)
    book.active.row_dimensions[2].hidden = True
    _status, told, _err = run(saved(book), apply=True, without_hidden=True)
    assert "แถวนี้ถูกซ่อนไว้ในไฟล์" in told["rows"][0]["doubts"][0]
    assert Municipality.objects.get().name == "อื่น"


def test_name_that_is_spelt_otherwise_is_stored_only_where_its_row_is_named(run: Any):
    place = factories.municipality("หนองบัว")
    row = [place.get_kind_display(), "หนอง บัว", place.district.name, place.province.name]
    content = csv_file(["ประเภท", "ชื่อ", "อำเภอ", "จังหวัด"], row)
    _, told, _ = run(content, "list.csv", apply=True)
    assert [one["verdict"] for one in told["rows"]] == ["change"]
    assert "--confirmed 2" in told["rows"][0]["doubts"][0]
    place.refresh_from_db()
    assert place.name == "หนองบัว"
    run(content, "list.csv", apply=True, confirmed="2")
    place.refresh_from_db()
    assert place.name == "หนอง บัว"
