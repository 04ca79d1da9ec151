"""Digits, scores, sorting, searching, clean text (dates: test_thai_dates)."""

import random
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ita_portal.thai import (
    THAI_MONTHS,
    arabic_digits,
    clean_text,
    control_characters,
    decimal_text,
    lines,
    number_text,
    search_key,
    signed_text,
    sort_key,
    thai_digits,
)
from ita_portal.typed import parse_decimal


def outcome(parse, text):
    """What the parser makes of the text, or the sentence with which it refuses."""
    try:
        return parse(text)
    except ValueError as refusal:
        return str(refusal)


# Digits and scores


def test_thai_digits_every_digit():
    assert thai_digits("0123456789 กข o26") == "๐๑๒๓๔๕๖๗๘๙ กข o๒๖"


def test_arabic_digits_only_thai_ones():
    assert arabic_digits("๐๑๒๓๔๕๖๗๘๙ ９ ٣") == "0123456789 ９ ٣"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("96.474", "๙๖.๔๗"),
        ("96.475", "๙๖.๔๘"),
        ("0.005", "๐.๐๑"),
        ("100", "๑๐๐.๐๐"),
        ("-7.105", "\u2212๗.๑๑"),
        ("-0.004", "๐.๐๐"),
        ("0", "๐.๐๐"),
        ("1E+2", "๑๐๐.๐๐"),
    ],
)
def test_decimal_text_rounds_half_up(value, text):
    assert decimal_text(Decimal(value)) == text


@pytest.mark.parametrize(
    ("value", "text"), [("85.00", "๘๕"), ("82.50", "๘๒.๕"), ("3E+1", "๓๐"), ("0", "๐"), ("0.01", "๐.๐๑")]
)
def test_number_of_a_rule_is_not_rounded(value, text):
    assert number_text(Decimal(value)) == text
    assert number_text(Decimal(value), thai=False) == arabic_digits(text)


def test_decimal_text_arabic_digits_and_other_places():
    assert decimal_text(Decimal("95.45"), thai=False, places=1) == "95.5"
    assert decimal_text(Decimal("95.5"), thai=False, places=0) == "96"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("1.72", "+๑.๗๒"),
        ("-7.11", "\u2212๗.๑๑"),
        ("0", "๐.๐๐"),
        ("-0.004", "๐.๐๐"),
        ("0.004", "๐.๐๐"),
        ("0.005", "+๐.๐๑"),
    ],
)
def test_signed_text_sign_of_the_rounded_value(value, text):
    assert signed_text(Decimal(value)) == text


def test_signed_text_arabic_digits():
    assert signed_text(Decimal("-16.96"), thai=False) == "\u221216.96"
    assert signed_text(Decimal(0), thai=False) == "0.00"


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("๙๕.๕๙", "95.59"),
        ("95.59", "95.59"),
        ("๙5.๕9", "95.59"),
        (" 95.5 ", "95.50"),
        ("\u00a095\u200b", "95.00"),
        ("0", "0.00"),
        ("100", "100.00"),
        ("๑๐๐.๐๐", "100.00"),
        ("095", "95.00"),
        ("95.59 คะแนน", "95.59"),
        ("๙๕.๕๙%", "95.59"),
        ("ร้อยละ ๙๕.๕๙", "95.59"),
        ("95.59/100", "95.59"),
    ],
)
def test_parse_decimal_reads(typed, value):
    assert str(parse_decimal(typed)) == value


COMMA = "กรุณาใช้จุด (.) คั่นทศนิยม และไม่ใช้เครื่องหมายจุลภาค (,) เช่น 95.59"
SIGN = "กรุณากรอกเฉพาะตัวเลข ไม่ต้องใส่เครื่องหมายบวกหรือลบ"
NUMBER = "กรุณากรอกเป็นตัวเลข เช่น 95.59"
PLACES = "กรุณากรอกทศนิยมไม่เกิน 2 ตำแหน่ง"
RANGE = "กรุณากรอกตัวเลขระหว่าง 0 ถึง 100"
LETTERS = "มีตัวอักษร {} อยู่ในตำแหน่งของตัวเลข หากหมายถึง {} กรุณาพิมพ์เป็นตัวเลข"


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("95,59", COMMA),
        ("1,000", COMMA),
        ("-0", SIGN),
        ("-5", SIGN),
        ("\u22125", SIGN),
        ("+5", SIGN),
        ("1e2", NUMBER),
        ("NaN", NUMBER),
        ("Infinity", NUMBER),
        ("９５", NUMBER),
        ("٩٥", NUMBER),
        ("1_0", NUMBER),
        ("9 5", NUMBER),
        (".5", NUMBER),
        ("5.", NUMBER),
        ("1.2.3", NUMBER),
        ("95%5", NUMBER),
        ("95 บาท", NUMBER),
        ("1OO", LETTERS.format("O", "100")),
        ("9l.5O %", LETTERS.format("l O", "91.50")),
        ("O", NUMBER),
        ("", NUMBER),
        ("95\x00", NUMBER),
        ("100.001", PLACES),
        ("95.590", PLACES),
        ("100.01", RANGE),
        ("101", RANGE),
        ("9" * 10_000, RANGE),
    ],
)
def test_parse_decimal_refuses(typed, reason):
    assert outcome(parse_decimal, typed) == reason


def test_parse_decimal_other_range_and_places():
    assert parse_decimal("๑๕๐", high=Decimal(200), places=0) == Decimal(150)
    with pytest.raises(ValueError, match="ระหว่าง 1 ถึง 3"):
        parse_decimal("0", low=Decimal(1), high=Decimal(3))


@given(st.decimals(min_value=0, max_value=100, places=2), st.booleans())
def test_parse_decimal_reads_what_decimal_text_writes(value, thai):
    assert parse_decimal(decimal_text(value, thai=thai)) == value


@given(st.text())
def test_parse_decimal_any_text_is_read_or_refused_in_thai(text):
    found = outcome(parse_decimal, text)
    assert found.startswith(("กรุณา", "มีตัวอักษร")) if isinstance(found, str) else 0 <= found <= 100


# Sorting and searching


def test_sort_key_dictionary_order():
    names = ["กก", "กา", "ก่า", "ก้า", "กำ", "เก", "เก่า", "แก", "ไก", "ขอนแก่น", "แขวง", "เลย", "อ่างทอง"]
    shuffled = random.Random(1).sample(names, len(names))
    assert sorted(shuffled, key=sort_key) == names


def test_sort_key_tone_counts_only_between_equal_words():
    assert sorted(["น่าน", "นาน", "น่านก", "นานข"], key=sort_key) == ["นาน", "น่าน", "น่านก", "นานข"]


def test_sort_key_ignores_spaces_and_punctuation():
    assert sort_key("บ้าน (ใหม่)") == sort_key("บ้านใหม่")


def test_sort_key_same_for_what_looks_the_same():
    assert sort_key("ลําพูน") == sort_key("ลำพูน")
    assert sort_key("เเพร่") == sort_key("แพร่")


def test_sort_key_of_a_mark_without_letter():
    assert sort_key("\u0e48ก") == "\u0e48ก\x1f"


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("ลํ\u0e32พูน", "ล\u0e33พูน"),
        ("น\u0e49\u0e4d\u0e32", "น\u0e49\u0e33"),
        ("น\u0e4d\u0e49\u0e32", "น\u0e49\u0e33"),
        ("เเม่ริม", "แม่ริม"),
        ("หมู่ ๑๒", "หมู่ 12"),
        ("ทุ่ง\u200bผึ้ง\ufeff", "ทุ่งผึ้ง"),
        ("  เมือง \u00a0 เขลางค์ ", "เมือง เขลางค์"),
        ("ITA", "ita"),
        ("ผ\u0e49\u0e39ใหญ่", "ผ\u0e39\u0e49ใหญ่"),
        ("ป\uf70aาซาง", "ป่าซาง"),
        ("", ""),
    ],
)
def test_search_key_normalises(typed, key):
    assert search_key(typed) == key


@given(st.text())
def test_search_key_twice_is_once(text):
    assert search_key(search_key(text)) == search_key(text)


# Clean text


def test_clean_text_line_breaks_only():
    assert clean_text(" ก\r\nข\rค\n ง\u2028จ\u2029ฉ") == " ก\nข\nค\n ง\nจ\nฉ"


def test_lines_one_item_a_line_as_typed():
    assert lines("1. จัดประชุม \r\n\r\n  - รายงานผล\n\t\n") == ["1. จัดประชุม", "- รายงานผล"]


def test_lines_of_nothing():
    assert lines(" \n \u200b") == []


@pytest.mark.parametrize("text", ["", "ทุ่งผึ้ง", "ก\u200bข", "๑ 😀 \u00a0", "".join(THAI_MONTHS)])
def test_control_characters_none(text):
    assert control_characters(text, multiline=False) == ""


def test_control_characters_line_break_where_allowed():
    assert control_characters("ก\nข", multiline=True) == ""
    assert control_characters("ก\nข", multiline=False) == "มีอักขระที่ใช้ไม่ได้: การขึ้นบรรทัดใหม่ กรุณาลบออก"


@pytest.mark.parametrize(
    ("sign", "name"),
    [
        ("\t", "แท็บ (Tab)"),
        ("\r", "การขึ้นบรรทัดใหม่"),
        ("\x00", "อักขระควบคุม U+0000"),
        ("\x1b", "อักขระควบคุม U+001B"),
        ("\x7f", "อักขระควบคุม U+007F"),
        ("\x85", "อักขระควบคุม U+0085"),
        ("\ud800", "อักขระควบคุม U+D800"),
        ("\ufdd0", "อักขระควบคุม U+FDD0"),
        ("\uffff", "อักขระควบคุม U+FFFF"),
        ("\U0010fffe", "อักขระควบคุม U+10FFFE"),
    ],
)
def test_control_characters_named(sign, name):
    assert control_characters(f"ก{sign}ข{sign}", multiline=True) == f"มีอักขระที่ใช้ไม่ได้: {name} กรุณาลบออก"


def test_control_characters_each_named_once():
    reason = "มีอักขระที่ใช้ไม่ได้: แท็บ (Tab), อักขระควบคุม U+0007 กรุณาลบออก"
    assert control_characters("\t\x07\t", multiline=True) == reason
