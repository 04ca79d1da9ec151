"""A budget as people type it, and as the portal writes it."""

from decimal import Decimal

import pytest

from ita_portal.fields import BahtField
from ita_portal.lines_field import DaysField
from ita_portal.thai import baht_text, quarter_span
from ita_portal.typed import parse_baht

READ = [
    ("15000", "15000.00"),
    ("15,000", "15000.00"),
    ("๑๕,๐๐๐", "15000.00"),
    ("1,234,567.89 บาท", "1234567.89"),
    ("๑,๒๓๔,๕๖๗.๘๙ บาท", "1234567.89"),
    ("15,000.- บาท", "15000.00"),
    ("15,000.-", "15000.00"),
    ("15,000 บาท (หนึ่งหมื่นห้าพันบาทถ้วน)", "15000.00"),
    ("งบประมาณ 30,000 บาท", "30000.00"),
    ("จำนวนเงิน ๓๐,๐๐๐.๐๐ บาทถ้วน", "30000.00"),
    ("500 บาท 50 สตางค์", "500.50"),
    ("1.5 ล้านบาท", "1500000.00"),
    ("2 แสน", "200000.00"),
    ("฿500", "500.00"),
    ("0.5", "0.50"),
    ("0", "0.00"),
    ("0.00 บาท", "0.00"),
    ("ไม่ใช้งบประมาณ", "0.00"),
    ("ไม่ได้ใช้งบประมาณ", "0.00"),
    ("ไม่ใช้งบ", "0.00"),
    ("ไม่ใช้งบประมาณดำเนินการ", "0.00"),
    ("ไม่มีงบประมาณ", "0.00"),
]


@pytest.mark.parametrize(("typed", "value"), READ)
def test_budget_is_read(typed: str, value: str) -> None:
    assert parse_baht(typed) == Decimal(value)


REFUSED = [
    ("-", "หากไม่ใช้งบประมาณ กรุณาพิมพ์ว่า ไม่ใช้งบประมาณ"),
    ("15,00", "เครื่องหมายจุลภาคต้องคั่นทุกสามหลัก"),
    ("1,5000 บาท", "เครื่องหมายจุลภาคต้องคั่นทุกสามหลัก"),
    ("10,000 + 5,000", "กรุณากรอกจำนวนเงินเป็นบาท"),
    ("-500", "กรุณากรอกจำนวนเงินเป็นบาท"),
    ("ตามข้อบัญญัติ", "กรุณากรอกจำนวนเงินเป็นบาท"),
    ("1OO", "กรุณากรอกจำนวนเงินเป็นบาท"),
    ("12.345", "กรุณากรอกจำนวนเงินเป็นบาท"),
    ("99999999999", "จำนวนเงินต้องไม่เกิน"),
]


@pytest.mark.parametrize(("typed", "sentence"), REFUSED)
def test_what_is_no_budget_says_why(typed: str, sentence: str) -> None:
    with pytest.raises(ValueError, match="^" + sentence):
        parse_baht(typed)


@pytest.mark.parametrize(
    ("value", "words"), [("0", "ไม่ใช้งบประมาณ"), ("15000", "๑๕,๐๐๐ บาท"), ("0.5", "๐.๕๐ บาท")]
)
def test_budget_is_written(value: str, words: str) -> None:
    assert baht_text(Decimal(value)).replace("\u00a0", " ") == words


def test_what_a_field_shows_is_read_again() -> None:
    field = BahtField()
    for _, value in READ:
        assert field.clean(field.prepare_value(Decimal(value))) == Decimal(value)


def test_quarters_cover_the_fiscal_year() -> None:
    spans = [quarter_span(2569, quarter) for quarter in (1, 2, 3, 4)]
    assert [f"{first} {last}" for first, last in spans] == [
        "2025-10-01 2025-12-31",
        "2026-01-01 2026-03-31",
        "2026-04-01 2026-06-30",
        "2026-07-01 2026-09-30",
    ]


def test_days_are_read_one_a_line_or_with_commas() -> None:
    field = DaysField()
    assert field.clean("15 ก.ค. 2569\n๑๕/๑/๒๕๖๙, 15 มกราคม 2569") == ["2026-01-15", "2026-07-15"]
    assert field.prepare_value(["2026-01-15"]) == "15 มกราคม 2569"
    assert not field.has_changed(["2026-01-15"], "15/1/2569")
    assert field.has_changed(["2026-01-15"], "15/2/2569")


def test_day_that_cannot_be_read_is_named_by_its_place() -> None:
    field = DaysField()
    assert field.has_changed([], "เมื่อวาน")
    with pytest.raises(Exception, match="วันที่ลำดับที่ 2: กรุณากรอกวันที่"):
        field.clean("15/1/2569\nเมื่อวาน")
