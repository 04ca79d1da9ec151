"""A text is found and replaced however it is written, and nothing else is."""

import json
from urllib.parse import quote

import pytest

from oversight.erasing.sought import SoughtText

PHONE, NAME, HONEY = "โทร 0812345678", "สมปอง หาไม่พบ", "น้ำผึ้งป่า"


@pytest.mark.parametrize(
    ("text", "stored", "left"),
    [
        (PHONE, "โทร ๐๘๑๒๓๔๕๖๗๘ ค่ะ", "[x] ค่ะ"),
        (PHONE, "โทร. 081-234-5678", "[x]"),
        (PHONE, "โทร 081 234 5678", "[x]"),
        ("081-234-5678", "ติดต่อ 0812345678", "ติดต่อ [x]"),
        (NAME, "นายสมปอง  หาไม่พบ และคณะ", "นาย[x] และคณะ"),
        (NAME, "สมปอง\nหาไม่พบ", "[x]"),
        (NAME, "สมปอง\u00a0หาไม่พบสมปองหาไม่พบ", "[x][x]"),
        (NAME, "สม\u200bปอง หา\u00adไม่พบ", "[x]"),
        (HONEY, "น\u0e4d\u0e49าผึ้งป่า", "[x]"),  # ํ ้ า
        (HONEY, "น\u0e49\u0e4dาผึ้งป่า", "[x]"),  # ้ ํ า
        (HONEY, "น\u0e33\u0e49ผึ้งป่า", "[x]"),  # ำ ้
        ("น\u0e4d\u0e49าผึ้งป่า", "น้ำผึ้งป่าแท้", "[x]แท้"),
        (HONEY, "น\uf70b\u0e33ผึ้งป่า", "[x]"),  # a tone mark of an old font
        ("แม่มดดำ", "เเม่มดด\u0e4dา", "[x]"),
        ("Somsri@Example.go.th", "ส่งถึง somsri@example.go.th", "ส่งถึง [x]"),
    ],
)
def test_found_however_it_is_written(text: str, stored: str, left: str):
    sought = SoughtText(text)
    assert sought.stands_in(stored)
    assert sought.replaced(stored, "[x]") == left
    assert not sought.stands_in(left)


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("0812345678", "1081234567899"),  # a part of another number
        ("ann lee", "joann leeward"),
        ("somsri@example.go.th", "xsomsri@example.go.th"),
        (NAME, "สมปอง หาพบ"),
        ("ปลาดุก", "ปล\u0e33ดุก"),
        ("123456", "1,23,456"),
    ],
)
def test_something_else_is_left_alone(text: str, other: str):
    assert not SoughtText(text).stands_in(other)
    assert SoughtText(text).replaced(other, "[x]") == other


def test_lists_keys_and_json_that_is_a_text():
    sought = SoughtText(NAME)
    value = {"a": [f"โดย {NAME}", 1, None], NAME: {"b": True}}
    assert sought.replaced(value, "[x]") == {"a": ["โดย [x]", 1, None], "[x]": {"b": True}}
    escaped = json.dumps([{"changed": {"name": NAME}}])  # as Django's admin stores it
    assert sought.stands_in(escaped)
    assert sought.replaced(escaped, "[x]") == '[{"changed": {"name": "[x]"}}]'


def test_address_with_the_text_in_its_signs_goes_whole():
    address = f"https://example.go.th/{quote(NAME)}.pdf"
    assert SoughtText(NAME).replaced(address, "[x]") == "[x]"


@pytest.mark.parametrize(
    ("html", "is_there"),
    [
        ("<p>โดย <b>สมปอง</b> หาไม่พบ</p>", True),
        ("<p>สมปอง<wbr>&nbsp;หาไม่พบ &amp; คณะ</p>", True),
        ("<td>สมปอง</td><td>หาไม่พบ</td>", False),
        ('<img alt="สมปอง หาไม่พบ">', True),
    ],
)
def test_page_as_somebody_reads_it(html: str, is_there: bool):
    assert SoughtText(NAME).stands_in_page(html) == is_there


@pytest.mark.parametrize(
    ("text", "is_too_short"),
    [("ปลา", True), ("ก ข ค", True), ("มานะ", False), ("2568", True), ("๑๒๓๔๕", True), ("123456", False)],
)
def test_what_stands_in_half_of_all_words_is_too_short(text: str, is_too_short: bool):
    assert SoughtText(text).is_too_short == is_too_short


def test_what_stands_beside_it_is_shown_without_it():
    assert SoughtText(NAME).around(f"ผู้รับผิดชอบคือ {NAME}มาก", 8) == "“ดชอบคือ […]มาก”"


def test_found_in_a_text_that_looks_like_json_without_end():
    assert SoughtText(NAME).replaced("[" * 5000 + NAME, "x") == "[" * 5000 + "x"
