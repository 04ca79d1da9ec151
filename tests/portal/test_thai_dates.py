"""Dates and fiscal years of the Buddhist era."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ita_portal.thai import (
    BUDDHIST_ERA,
    THAI_MONTHS_SHORT,
    fiscal_year_of,
    fiscal_year_span,
    fiscal_year_text,
    period_text,
    thai_date,
    thai_digits,
)
from ita_portal.typed import parse_buddhist_year, parse_thai_date

OCTOBER_FIRST, SEPTEMBER_LAST = date(2025, 10, 1), date(2026, 9, 30)


def outcome(parse, text):
    """What the parser makes of the text, or the sentence with which it refuses."""
    try:
        return parse(text)
    except ValueError as refusal:
        return str(refusal)


def test_thai_date():
    day = date(2021, 9, 7)
    assert thai_date(day) == "๗ กันยายน ๒๕๖๔"
    assert thai_date(day, thai=False) == "7 กันยายน 2564"


@pytest.mark.parametrize(
    "typed",
    [
        "7/9/2564",
        "07/09/2564",
        "๗/๙/๒๕๖๔",
        "7-9-2564",
        "7.9.2564",
        " 7 / 9 / 2564 ",
        "7 กันยายน 2564",
        "๗ กันยายน ๒๕๖๔",
        "7  กันยายน\u00a02564",
        "7กันยายน2564",
        "7 ก.ย. 2564",
        "7 ก.ย.2564",
        "7 กย 2564",
        "7 กันยายน พ.ศ. 2564",
        "วันที่ ๗ กันยายน พ.ศ. ๒๕๖๔",
        "2021-09-07",
        "๒๐๒๑-๐๙-๐๗",
        "๗ ก.ย. ๖๔",
        "7/9/64",
        "07/09/2564 00:00:00",
        "2021-09-07T00:00:00",
        "2021-09-07 00:00:00.000",
        "7 กันยายน 2564 เวลา 08.30 น.",
        "๗/๙/๒๕๖๔, 8:30",
        "๗ เดือน ๙ ปี ๒๕๖๔",
        "วันที่ 7 เดือน 9 พ.ศ. 2564",
        "7 เดือนที่ 9 ปี พ.ศ. 2564",
        "7 กันยา 2564",
        "วันที่ 7 เดือนกันยายน พ.ศ. 2564",
        "วันที่ 7 เดือน กันยายน ปี 2564",
        "7 กันยายน พุทธศักราช 2564",
        "วันอังคารที่ 7 กันยายน 2564",
        "วันอังคารที่ ๗ เดือนกันยายน พ.ศ.๒๕๖๔",
        "อังคาร 7/9/64",
        "ณ วันที่ 7 กันยายน 2564",
        "7/9/พ.ศ. 2564",
    ],
)
def test_parse_thai_date_reads(typed):
    assert parse_thai_date(typed) == date(2021, 9, 7)


FORM = "กรุณากรอกวันที่ เช่น 7 กันยายน 2564 หรือ 7/9/2564"
SHORT_YEAR = "กรุณากรอกปี พ.ศ. ให้ครบ 4 หลัก เช่น 2564"
YEARS = "ปี พ.ศ. ต้องอยู่ระหว่าง 2500 ถึง 2699"


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", FORM),
        ("พรุ่งนี้", FORM),
        ("7 กันยาย 2564", FORM),
        ("7 September 2564", FORM),
        ("7/9", FORM),
        ("7/9-2564", FORM),
        ("７/９/２５６４", FORM),
        ("7/9/25640", FORM),
        ("7/9/2564\x00", FORM),
        ("30/9/26", f"{SHORT_YEAR} เพราะปี 26 อาจเป็น พ.ศ. 2526 หรือ ค.ศ. 2026 (พ.ศ. 2569)"),
        ("7 ก.ย. ๐๑", f"{SHORT_YEAR} เพราะปี 01 อาจเป็น พ.ศ. 2501 หรือ ค.ศ. 2001 (พ.ศ. 2544)"),
        ("7/9/564", SHORT_YEAR),
        ("7/9/4", SHORT_YEAR),
        ("วันพุธที่ 7 กันยายน 2564", "7 กันยายน 2564 เป็นวันอังคาร กรุณาตรวจสอบวันและวันที่"),
        ("7/9/2021", "กรุณากรอกปีเป็น พ.ศ. (ค.ศ. 2021 คือ พ.ศ. 2564)"),
        ("7 กันยายน 2021", "กรุณากรอกปีเป็น พ.ศ. (ค.ศ. 2021 คือ พ.ศ. 2564)"),
        ("2564-09-07", "วันที่แบบ ปี-เดือน-วัน ต้องใช้ปี ค.ศ. เช่น 2021-09-07"),
        ("7/9/2400", YEARS),
        ("7/9/9999", YEARS),
        ("0000-01-01", YEARS),
        ("29 กุมภาพันธ์ 2566", "ไม่มีวันที่ 29/2/2566 ในปฏิทิน กรุณาตรวจสอบวันและเดือน"),
        ("31/13/2564", "ไม่มีวันที่ 31/13/2564 ในปฏิทิน กรุณาตรวจสอบวันและเดือน"),
        ("2023-02-29", "ไม่มีวันที่ 29/2/2566 ในปฏิทิน กรุณาตรวจสอบวันและเดือน"),
    ],
)
def test_parse_thai_date_refuses(typed, reason):
    assert outcome(parse_thai_date, typed) == reason


def test_parse_thai_date_leap_day():
    assert parse_thai_date("29/2/2567") == date(2024, 2, 29)


@given(st.dates(date(1957, 1, 1), date(2156, 12, 31)), st.booleans())
def test_parse_thai_date_reads_what_is_written(day, thai):
    assert parse_thai_date(thai_date(day, thai=thai)) == day
    short = f"{day.day} {THAI_MONTHS_SHORT[day.month - 1]} {day.year + BUDDHIST_ERA}"
    assert parse_thai_date(thai_digits(short) if thai else short) == day
    assert parse_thai_date(day.isoformat()) == day


@given(st.text(alphabet="0123456789๐๑๒/-. กันยพศมเ\u0e4d\x00") | st.text())
def test_parse_thai_date_any_text_is_read_or_refused_in_thai(text):
    found = outcome(parse_thai_date, text)
    if isinstance(found, str):
        assert found.startswith(("กรุณา", "ปี พ.ศ.", "วันที่แบบ", "ไม่มีวันที่")) or "เป็นวัน" in found


def test_parse_buddhist_year_reads():
    typed = ("2568", " ๒๕๖๘ ", "พ.ศ. 2568", "ปีงบประมาณ พ.ศ. ๒๕๖๘", "ปี 2568", "ประจำปีงบประมาณ 2568", "68")
    assert {parse_buddhist_year(text) for text in typed} == {2568}


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("568", SHORT_YEAR),
        ("2025", "กรุณากรอกปีเป็น พ.ศ. (ค.ศ. 2025 คือ พ.ศ. 2568)"),
        ("2400", YEARS),
        ("1e9", "กรุณากรอกปี พ.ศ. เป็นตัวเลข 4 หลัก เช่น 2568"),
        ("-2568", "กรุณากรอกปี พ.ศ. เป็นตัวเลข 4 หลัก เช่น 2568"),
        ("9" * 10_000, "กรุณากรอกปี พ.ศ. เป็นตัวเลข 4 หลัก เช่น 2568"),
    ],
)
def test_parse_buddhist_year_refuses(typed, reason):
    assert outcome(parse_buddhist_year, typed) == reason


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2025, 9, 30), 2568),
        (date(2025, 10, 1), 2569),
        (date(2026, 1, 1), 2569),
        (date(2026, 9, 30), 2569),
    ],
)
def test_fiscal_year_of_turns_on_1_october(day, year):
    assert fiscal_year_of(day) == year


def test_fiscal_year_span_is_that_year_and_no_more():
    assert fiscal_year_span(2569) == (OCTOBER_FIRST, SEPTEMBER_LAST)


def test_fiscal_year_text_holds_together():
    assert fiscal_year_text(2568) == "ปีงบประมาณ\u00a0พ.ศ.\u00a0๒๕๖๘"
    assert fiscal_year_text(2568, thai=False) == "ปีงบประมาณ\u00a0พ.ศ.\u00a02568"


@pytest.mark.parametrize(
    ("starts", "ends", "text"),
    [
        (OCTOBER_FIRST, SEPTEMBER_LAST, "ตลอดปีงบประมาณ พ.ศ. ๒๕๖๙ (๑ ตุลาคม ๒๕๖๘ – ๓๐ กันยายน ๒๕๖๙)"),
        (date(2026, 1, 1), date(2026, 3, 31), "๑ มกราคม ๒๕๖๙ – ๓๑ มีนาคม ๒๕๖๙"),
        (date(2024, 10, 1), SEPTEMBER_LAST, "๑ ตุลาคม ๒๕๖๗ – ๓๐ กันยายน ๒๕๖๙"),
        (date(2026, 1, 1), date(2026, 1, 1), "๑ มกราคม ๒๕๖๙"),
        (date(2026, 1, 1), None, "ตั้งแต่ ๑ มกราคม ๒๕๖๙"),
        (None, date(2026, 3, 31), "ภายใน ๓๑ มีนาคม ๒๕๖๙"),
        (None, None, ""),
    ],
)
def test_period_text_names_the_span(starts, ends, text):
    assert period_text(starts, ends).replace("\u00a0", " ") == text
