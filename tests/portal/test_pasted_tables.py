"""Tables as they are pasted from Word and Excel, and periods as they write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ita_portal.pasted.periods import read_period
from ita_portal.pasted.tables import KnownColumn, pasted_rows, read_columns

KNOWN = (
    KnownColumn("number", "^(?:ที่|ลำดับ)"),
    KnownColumn("period", "ระยะเวลา"),
    KnownColumn("responsible", "รับผิดชอบ"),
    KnownColumn("steps", "ขั้นตอน"),
    KnownColumn("measure", "มาตรการ"),
)
ORDER = ("measure", "steps", "period", "responsible")


def test_cells_of_excel_with_line_breaks_are_one():
    text = 'มาตรการ\tขั้นตอน\r\nก\t"๑. ทำ\r\n๒. ""ติด"" ป้าย"\r\nข\t"ค" กับ "ง"'
    assert pasted_rows(text) == [["มาตรการ", "ขั้นตอน"], ["ก", '๑. ทำ\n๒. "ติด" ป้าย'], ["ข", '"ค" กับ "ง"']]


def test_cells_that_word_spreads_over_lines_are_put_together():
    text = "ที่\tมาตรการ\tขั้นตอน\tผู้รับผิดชอบ\n1\tก\t๑. ทำ\n๒. ติดป้าย\tสำนักปลัด\nกองคลัง\n2\tข\nต่อ\tค\tกองช่าง"
    assert pasted_rows(text)[1:] == [
        ["1", "ก", "๑. ทำ\n๒. ติดป้าย", "สำนักปลัด\nกองคลัง"],
        ["2", "ข\nต่อ", "ค", "กองช่าง"],
    ]


SPREAD = {
    "a title of two lines": ("ยืมคืน\nทรัพย์สิน\tทำ\tกองคลัง", [["ยืมคืน\nทรัพย์สิน", "ทำ", "กองคลัง"]]),
    "units end, and a title begins": (
        "ก\tทำ\tกองคลัง\nกองช่าง\nข\nค\tทำ\tสำนักปลัด",
        [["ก", "ทำ", "กองคลัง\nกองช่าง"], ["ข\nค", "ทำ", "สำนักปลัด"]],
    ),
    "days end": (
        "ก\tทำ\tต.ค. 68 – ก.ย. 69\nข\nค\tทำ\tตลอดปี",
        [["ก", "ทำ", "ต.ค. 68 – ก.ย. 69"], ["ข\nค", "ทำ", "ตลอดปี"]],
    ),
    "a list ends": (
        "ก\tกองคลัง\t๑. ทำ\n๒. ติด\nข\nค\tกองช่าง\tจัด",
        [["ก", "กองคลัง", "๑. ทำ\n๒. ติด"], ["ข\nค", "กองช่าง", "จัด"]],
    ),
    "titles with numbers": (
        "๑. ก\tทำ\n๒. ติด\tกองคลัง\n๒. ข\nค\tทำ\tกองช่าง",
        [["๑. ก", "ทำ\n๒. ติด", "กองคลัง"], ["๒. ข\nค", "ทำ", "กองช่าง"]],
    ),
    "a list goes on as titles would": (
        "๑. ก\tกองคลัง\t๑. ทำ\n๒. ติด\n๒. ข\tกองช่าง\tจัด",
        [["๑. ก", "กองคลัง", "๑. ทำ\n๒. ติด"], ["๒. ข", "กองช่าง", "จัด"]],
    ),
}


@pytest.mark.parametrize("case", SPREAD)
def test_rows_without_numbers_that_word_spreads_are_put_together(case):
    text, rows = SPREAD[case]
    assert pasted_rows(f"มาตรการ\tขั้นตอน\tระยะเวลา\n{text}", KNOWN)[1:] == rows


def test_title_above_the_head_is_no_row():
    found = read_columns("ตารางมาตรการ ปี ๒๕๖๙\nลำดับ\tมาตรการ\n1\tก", KNOWN, ORDER)
    assert (found.heads, found.rows) == (True, ({"number": "1", "measure": "ก"},))


def test_rows_without_cells_go_and_short_rows_stay():
    assert pasted_rows("ก\tข\tค\n\t\t\n\nง\tจ\tฉ\n") == [["ก", "ข", "ค"], ["ง", "จ", "ฉ"]]
    assert pasted_rows("") == pasted_rows("\t\n ") == []


def test_columns_are_known_by_their_heads_in_any_order():
    found = read_columns("ลำดับ\tผู้รับผิดชอบ\tงบประมาณ\tมาตรการ/กิจกรรม\n1\tกองคลัง\t-\tก", KNOWN, ORDER)
    assert found.rows == ({"number": "1", "responsible": "กองคลัง", "measure": "ก"},)
    assert (found.heads, found.unused) == (True, ("งบประมาณ",))


def test_without_heads_columns_are_taken_in_order_behind_their_number():
    rows = ({"number": "๑", "measure": "ก", "steps": "ข", "period": "ค"},)
    assert read_columns("๑\tก\tข\tค", KNOWN, ORDER).rows == rows
    assert read_columns("ก\tข", KNOWN, ORDER).rows == ({"measure": "ก", "steps": "ข"},)


def test_row_without_its_name_goes_on_from_the_row_before():
    text = "มาตรการ\tขั้นตอน\nก\t๑. ทำ\n\t๒. ติดป้าย\nข\tค"
    assert read_columns(text, KNOWN, ORDER).rows == (
        {"measure": "ก", "steps": "๑. ทำ\n๒. ติดป้าย"},
        {"measure": "ข", "steps": "ค"},
    )


@pytest.mark.parametrize("line", ["ตัวชี้วัดที่ ๔ การใช้ทรัพย์สิน", "ตัวชี้วัดที่ ๔ การใช้ทรัพย์สิน\t", "ประเด็นที่ 1 ก"])
def test_row_over_all_columns_is_a_group(line):
    found = read_columns(f"มาตรการ\tขั้นตอน\nก\tข\n{line}\nค\tง", KNOWN, ORDER).rows
    assert [row.get("group", "") for row in found] == ["", line.strip(), ""]


CELL = st.text("กข \t\n\"'๑1", max_size=8)


@given(st.lists(st.lists(CELL, min_size=2, max_size=4), min_size=1, max_size=4))
def test_no_letter_is_lost(rows):
    text = "\n".join("\t".join(cells) for cells in rows)
    found = "".join(cell for cells in pasted_rows(text) for cell in cells)
    assert [sign for sign in found if sign in "กข๑1"] == [sign for sign in text if sign in "กข๑1"]


PERIODS = {
    "ต.ค. 68 – ก.ย. 69": (date(2025, 10, 1), date(2026, 9, 30)),
    "ต.ค.68-ก.ย.69": (date(2025, 10, 1), date(2026, 9, 30)),
    "ตุลาคม ๒๕๖๘ - กันยายน ๒๕๖๙": (date(2025, 10, 1), date(2026, 9, 30)),
    "ตุลาคม - ธันวาคม 2568": (date(2025, 10, 1), date(2025, 12, 31)),
    "ธันวาคม - กุมภาพันธ์": (date(2025, 12, 1), date(2026, 2, 28)),
    "๑ ตุลาคม ๒๕๖๘ – ๓๑ มีนาคม ๒๕๖๙": (date(2025, 10, 1), date(2026, 3, 31)),
    "1/10/2568 - 31/3/2569": (date(2025, 10, 1), date(2026, 3, 31)),
    "ระหว่างวันที่ 1 ม.ค. 69 ถึงวันที่ 15 ม.ค. 69": (date(2026, 1, 1), date(2026, 1, 15)),
    "ตลอดปีงบประมาณ": (date(2025, 10, 1), date(2026, 9, 30)),
    "ปีงบประมาณ พ.ศ. ๒๕๖๙": (date(2025, 10, 1), date(2026, 9, 30)),
    "ตลอดปีงบประมาณ พ.ศ. ๒๕๖๙ (๑ ตุลาคม ๒๕๖๘ – ๓๐ กันยายน ๒๕๖๙)": (date(2025, 10, 1), date(2026, 9, 30)),
    "ไตรมาสที่ ๑": (date(2025, 10, 1), date(2025, 12, 31)),
    "ไตรมาส 2-3": (date(2026, 1, 1), date(2026, 6, 30)),
    "ไตรมาสที่ ๑ และ ๒": (date(2025, 10, 1), date(2026, 3, 31)),
    "ภายในมีนาคม 2569": (None, date(2026, 3, 31)),
    "ภายในวันที่ 15 มีนาคม 2569": (None, date(2026, 3, 15)),
    "มกราคม 2569": (date(2026, 1, 1), date(2026, 1, 31)),
    "๓๑ มีนาคม ๒๕๖๙": (date(2026, 3, 31), date(2026, 3, 31)),
}


@pytest.mark.parametrize(("text", "days"), PERIODS.items())
def test_period_is_read(text, days):
    assert read_period(text, 2569) == days


@pytest.mark.parametrize("text", ["", "-", "เร็ว ๆ นี้", "31 กุมภาพันธ์ 2569", "1 - 2 - 3", "ต.ค. 26"])
def test_period_that_can_not_be_read_is_refused(text):
    with pytest.raises(ValueError, match=r"[ก-๙]"):
        read_period(text, 2569)
