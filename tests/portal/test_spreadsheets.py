import csv
import io
import unicodedata
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell

from ita_portal import spreadsheets

FORMULAS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "＝1+1",
    "=cmd|'/C calc'!A0",
]
ODD = ["", "เทศบาลเมืองเขลางค์นคร", "5\x00\x08", "ก,ข", 'เขาว่า "ดี"', "2569-01-02"]
HEAD = ["เทศบาล", "เปลี่ยนแปลง"]
ROWS = [["เขลางค์นคร", Decimal("-16.96")], ["ทุ่งผึ้ง", None]]


def cells(content: bytes) -> list[tuple[Cell, ...]]:
    return list(load_workbook(io.BytesIO(content)).active.iter_rows())


def lines(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_xlsx_holds_texts_as_texts_and_numbers_as_numbers():
    table = cells(spreadsheets.xlsx("ภาพรวม", HEAD, ROWS))
    assert [[cell.value for cell in row] for row in table] == [HEAD, ["เขลางค์นคร", -16.96], ["ทุ่งผึ้ง", None]]
    assert [cell.data_type for cell in table[1]] == ["s", "n"]
    assert table[1][1].number_format == "0.00"


def test_xlsx_keeps_its_head_in_sight_and_offers_filters():
    sheet = load_workbook(io.BytesIO(spreadsheets.xlsx("ภาพรวม", HEAD, ROWS))).active
    assert (sheet.title, sheet.freeze_panes, sheet.auto_filter.ref) == ("ภาพรวม", "B2", "A1:B3")


@pytest.mark.parametrize("text", [*FORMULAS, "#N/A"])
def test_xlsx_text_is_never_a_formula_or_an_error(text: str):
    (cell,) = cells(spreadsheets.xlsx("x", ["ก"], [[text]]))[1]
    assert cell.data_type == "s"
    assert cell.value.replace("_x000D_", "\r").strip() == text.strip()


@pytest.mark.parametrize("text", FORMULAS)
def test_csv_text_that_looks_like_a_formula_stands_behind_an_apostrophe(text: str):
    assert lines(spreadsheets.csv_file(["ก"], [[text]]))[1][0].startswith("'")


@pytest.mark.parametrize("text", ODD)
def test_both_kinds_give_other_texts_back_without_control_characters(text: str):
    shown = text.replace("\x00\x08", "")
    assert cells(spreadsheets.xlsx("x", ["ก"], [[text]]))[1][0].value == (shown or None)
    assert lines(spreadsheets.csv_file(["ก", "ข"], [[text, 1]]))[1] == [shown, "1"]


def test_csv_has_the_mark_of_utf8_and_plain_numbers():
    content = spreadsheets.csv_file(HEAD, ROWS)
    assert content == "\ufeffเทศบาล,เปลี่ยนแปลง\r\nเขลางค์นคร,-16.96\r\nทุ่งผึ้ง,\r\n".encode()


def test_moments_are_told_by_the_clock_of_bangkok():
    moment = datetime(2026, 11, 19, 20, 5, 6, 789, tzinfo=UTC)
    row = [moment, date(2026, 11, 20)]
    assert lines(spreadsheets.csv_file(["ก", "ข"], [row]))[1] == ["2026-11-20 03:05:06", "2026-11-20"]
    shown = cells(spreadsheets.xlsx("x", ["ก", "ข"], [row]))[1]
    assert [cell.value for cell in shown] == [datetime(2026, 11, 20, 3, 5, 6), datetime(2026, 11, 20)]
    assert [cell.number_format for cell in shown] == ["[$-107041E]d mmm yyyy h:mm", "[$-107041E]d mmm yyyy"]


def test_table_without_rows_is_its_head():
    assert [cell.value for cell in cells(spreadsheets.xlsx("x", HEAD, []))[0]] == HEAD
    assert lines(spreadsheets.csv_file(HEAD, [])) == [HEAD]


def test_a_column_has_no_room_for_marks_that_take_none():
    word = "ที่ปรึกษาผู้รู้กี่ปี่"
    bare = "".join(sign for sign in word if unicodedata.category(sign) != "Mn")
    sheet = load_workbook(io.BytesIO(spreadsheets.xlsx("ตาราง", [word, bare], []))).active
    with_marks, without = (sheet.column_dimensions[column].width for column in "AB")
    assert with_marks == without == len(bare) + 2
