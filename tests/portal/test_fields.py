"""Form fields: what they read, how they refuse, what stands in them, and when they count as changed."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from ita_portal.fields import (
    FiscalYearField,
    ScoreField,
    ThaiCharField,
    ThaiDateField,
    ThaiTextField,
    WebAddressField,
    typed_key,
)
from ita_portal.lines_field import LinesField

REQUIRED = "กรุณากรอกข้อมูลในช่องนี้"


class Sheet(forms.Form):
    """One field of each kind, none required."""

    score = ScoreField(required=False)
    day = ThaiDateField(required=False)
    year = FiscalYearField(required=False, first=2562, last=2570)
    steps = LinesField(required=False, max_items=3, max_length=10)
    name = ThaiCharField(required=False, max_length=10)
    text = ThaiTextField(required=False, max_length=20)


STORED = {
    "score": Decimal("95.50"),
    "day": date(2021, 9, 7),
    "year": 2568,
    "steps": ["ประชุม", "รายงาน"],
    "name": "ทุ่งผึ้ง",
    "text": "ก\nข",
}


def cleaned(name, typed):
    """What the field of the sheet makes of the text, or the sentences at the field."""
    sheet = Sheet({name: typed})
    return sheet.cleaned_data[name] if sheet.is_valid() else sheet.errors[name]


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("score", " ๙๕.๕ ", Decimal("95.50")),
        ("score", " ", None),
        ("day", "๗ กันยายน ๒๕๖๔", date(2021, 9, 7)),
        ("day", "", None),
        ("year", "๒๕๖๘", 2568),
        ("year", "", None),
        ("steps", "1. ประชุม \r\n\r\n รายงาน\r\n", ["1. ประชุม", "รายงาน"]),
        ("steps", " \r\n ", []),
        ("name", " ทุ่งผึ้ง ", "ทุ่งผึ้ง"),
        ("text", " ก\r\nข \r\n", " ก\nข \n"),
        ("text", " \r\n ", ""),
    ],
)
def test_field_reads(name, typed, value):
    assert cleaned(name, typed) == value


@pytest.mark.parametrize(
    ("name", "typed", "reasons"),
    [
        ("score", "95,59", ["กรุณาใช้จุด (.) คั่นทศนิยม และไม่ใช้เครื่องหมายจุลภาค (,) เช่น 95.59"]),
        ("score", "100.01", ["กรุณากรอกตัวเลขระหว่าง 0 ถึง 100"]),
        ("day", "29/2/2566", ["ไม่มีวันที่ 29/2/2566 ในปฏิทิน กรุณาตรวจสอบวันและเดือน"]),
        ("year", "2025", ["กรุณากรอกปีเป็น พ.ศ. (ค.ศ. 2025 คือ พ.ศ. 2568)"]),
        ("year", "2571", ["กรุณากรอกปีงบประมาณ พ.ศ. ระหว่าง 2562 ถึง 2570"]),
        ("steps", "ก\nข\nค\nง", ["กรุณากรอกไม่เกิน 3 รายการ (ขณะนี้มี 4 รายการ)"]),
        (
            "steps",
            "ก\nกขคงจฉชซฌญฎ",
            ["รายการที่ 2 ยาวเกินไป กรุณากรอกไม่เกิน 10 ตัวอักษร (ขณะนี้มี 11 ตัวอักษร)"],
        ),
        ("name", "ก\x00", ["มีอักขระที่ใช้ไม่ได้: อักขระควบคุม U+0000 กรุณาลบออก"]),
        ("name", "ก\nข", ["มีอักขระที่ใช้ไม่ได้: การขึ้นบรรทัดใหม่ กรุณาลบออก"]),
        ("text", "ก\x07\nข", ["มีอักขระที่ใช้ไม่ได้: อักขระควบคุม U+0007 กรุณาลบออก"]),
    ],
)
def test_field_refuses(name, typed, reasons):
    assert cleaned(name, typed) == reasons


@pytest.mark.parametrize("name", STORED)
def test_field_required_says_so_in_thai(name):
    field = type(Sheet.base_fields[name])()
    with pytest.raises(forms.ValidationError) as refusal:
        field.clean("")
    assert refusal.value.messages == [REQUIRED]


@pytest.mark.parametrize("typed", ["95,59", "๙๕.๕๕๕", "<b>"])
def test_score_field_keeps_what_was_typed(typed):
    sheet = Sheet({"score": typed})
    assert not sheet.is_valid()
    assert sheet["score"].value() == typed


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("score", "95.50"),
        ("day", "7 กันยายน 2564"),
        ("year", "2568"),
        ("steps", "ประชุม\nรายงาน"),
        ("name", "ทุ่งผึ้ง"),
        ("text", "ก\nข"),
    ],
)
def test_field_shows_the_stored_value_and_reads_it_back(name, shown):
    assert Sheet(initial=STORED)[name].value() == shown
    assert cleaned(name, shown) == STORED[name]


def test_fields_markup():
    sheet = Sheet(initial={"score": Decimal(1)})
    assert str(sheet["score"]) == (
        '<input type="text" name="score" value="1.00" autocomplete="off" inputmode="decimal" '
        'data-read="ScoreField" id="id_score">'
    )
    assert str(sheet["year"]) == (
        '<input type="text" name="year" autocomplete="off" inputmode="numeric" '
        'data-read="FiscalYearField" id="id_year">'
    )


def test_date_field_carries_a_hint():
    assert Sheet.base_fields["day"].help_text == "เช่น 7 กันยายน 2564 หรือ 7/9/2564"
    assert ThaiDateField(help_text="วันประชุม").help_text == "วันประชุม"


def test_fields_unchanged_when_typed_otherwise():
    same = {
        "score": "๙๕.๕",
        "day": "๗/๙/๒๕๖๔",
        "year": "๒๕๖๘",
        "steps": "ประชุม\r\n\r\n รายงาน ",
        "name": " ทุ่งผึ้ง",
        "text": "ก\r\nข",
    }
    assert Sheet(same, initial=STORED).changed_data == []


def test_fields_unchanged_when_empty_before_and_after():
    assert Sheet(QueryDict(), initial=dict.fromkeys(STORED)).changed_data == []
    assert Sheet(QueryDict(), initial={"steps": []}).changed_data == []


def test_fields_changed_when_emptied():
    assert Sheet(QueryDict(), initial=STORED).changed_data == list(STORED)


def test_fields_changed_when_filled_or_wrong():
    assert Sheet({"score": "0", "day": "เมื่อวาน", "steps": "ก\x00"}).changed_data == ["score", "day", "steps"]


@pytest.mark.parametrize(("name", "kept"), [("name", "ก ข"), ("text", "ก ข"), ("steps", ["ก ข"])])
def test_tab_of_a_pasted_table_becomes_a_space(name, kept):
    field = type(Sheet.base_fields[name])()
    assert field.clean("ก\tข") == kept


@pytest.mark.parametrize("typed", ["https://example.go.th", " http://example.go.th/ภาพ?a=1 "])
def test_web_address_is_kept_whole(typed: str):
    assert WebAddressField().clean(typed) == typed.strip()


@pytest.mark.parametrize(
    "typed",
    [
        "www.thungphueng.example.go.th",
        "thungphueng.example.go.th/ita?ปี=2569",
        "example.go.th:8080/",
        "eXample.com",
    ],
)
def test_web_address_may_begin_with_its_host(typed: str):
    assert WebAddressField().clean(f" {typed}\u200b") == f"https://{typed}"


@pytest.mark.parametrize(
    "typed",
    ["เว็บของเทศบาล", "ita@example.go.th", "javascript:alert(1)", "ftp://example.go.th/a", "https://", "ก.ย."],
)
def test_web_address_that_no_browser_opens_is_refused(typed: str):
    with pytest.raises(ValidationError) as refusal:
        WebAddressField().clean(typed)
    assert refusal.value.messages == ["กรุณากรอกที่อยู่เว็บให้ครบ ขึ้นต้นด้วย https:// หรือ http://"]


@pytest.mark.parametrize("text", ["7", "007", "999999999"])
def test_key_of_a_row_is_a_short_number(text: str) -> None:
    assert typed_key(text) == int(text)


@pytest.mark.parametrize("text", ["", "-1", "๗", "²", "x", " 7", "7\n", "1e3", "1234567890"])
def test_other_signs_are_no_key(text: str) -> None:
    assert typed_key(text) is None
