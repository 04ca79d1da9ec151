"""What keyboards, Word and PDFs put into text becomes what was meant; what nobody sees is no text."""

import re

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from documents.typesetting import bind
from ita_portal.signs import is_blank, meant, readable, without_shapeless
from municipalities.places import districts, provinces

TYPED = [
    ("จัดท\u0e4d\u0e32แผน", "จัดทำแผน"),
    ("น\u0e4d\u0e49\u0e32ดื่ม", "น้ำดื่ม"),
    ("น\u0e49\u0e4d\u0e32ดื่ม", "น้ำดื่ม"),
    ("น\u0e33\u0e49ดื่ม", "น้ำดื่ม"),
    ("ค\u0e4d\u0e33", "คำ"),
    ("จ\u0e33\u0e33นวน", "จำนวน"),
    ("หน\u0e49าท\u0e48\u0e35", "หน้าที่"),
    ("ผ\u0e49\u0e39รับบริการ", "ผู้รับบริการ"),
    ("สิทธ\u0e4c\u0e34", "สิทธิ์"),
    ("ท\u0e35\u0e35\u0e48", "ที่"),
    ("ท\u0e35\u0e48\u0e48", "ที่"),
    ("ท\u0e35\u0e48\u0e35", "ที่"),
    ("\u0e40\u0e40ละ\u0e40\u0e40ผน", "และแผน"),
    ("แม่\u200bทะ\u00ad แม่\ufeffเมาะ\u2060", "แม่ทะ แม่เมาะ"),
    ("ก\u200cข\u200d Wi\u200d-Fi", "กข Wi-Fi"),
    ("ท\u200b\u0e35\u200b\u0e35", "ที"),
    ("ก\u202eข\u202c\u200e", "กข"),
    ("ป\uf70aา ฝ\uf710น ญ\uf718", "ป่า ฝัน ญุ"),
    ("น\uf711\uf70bา", "น้ำ"),
    ("\uf0b7 ข้อหนึ่ง \uf0a7 ข้อสอง", "• ข้อหนึ่ง ▪ ข้อสอง"),
    ("\uf0d8 ทำแล้ว \uf0fc \uf0fe \uf076", "➢ ทำแล้ว ✓ ☑ ❖"),
    ("\ufeff \u200b", ""),
    ("", ""),
]


@pytest.mark.parametrize(("typed", "text"), TYPED)
def test_text_is_what_was_meant(typed, text):
    assert meant(typed) == text


@pytest.mark.parametrize(
    "text",
    [
        "👩\u200d👩\u200d👧",  # one emoji, made of three
        "ก็ ทฺรพฺย อํ น็อต ฤๅษี ๆ ฯลฯ",
        "\uf0a8",  # another sign in each of the two fonts
        "a\u0301",
        " ย่อหน้า\u00a0หนึ่ง\n\n  ย่อหน้าสอง ",
        "ทำ นา กก า เเ".replace("เเ", "แ"),
    ],
)
def test_text_that_may_be_right_stays(text):
    assert meant(text) == text


def test_text_of_the_portal_stays():
    """The rules of all years, the demo and every place: Thai that was proof-read."""
    folders = [settings.BASE_DIR / name for name in ("assessments/frameworks", "demo", "templates")]
    files = [
        path
        for folder in folders
        for path in folder.rglob("*.*")
        if path.suffix in (".toml", ".json", ".html")
    ]
    lines = [line for path in files for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    lines += [row.name for row in (*provinces(), *districts())]
    assert len(lines) > 5000
    assert [line for line in lines if meant(line) != line] == []


MARKS = "\u0e31\u0e33\u0e32\u0e34\u0e35\u0e38\u0e39\u0e3a\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d\u0e4e"
odd = st.text("กเแ 👩\u200b\u200c\u200d\u00ad\u2060\uf70a\uf711\uf0b7" + MARKS) | st.text()


@given(odd)
def test_meant_twice_is_once(text):
    assert meant(meant(text)) == meant(text)


@given(odd)
def test_readable_twice_is_once(text):
    assert readable(readable(text)) == readable(text)


ORDER = (
    "\u0e3a",
    "\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e47",
    "\u0e4d",
    "\u0e48\u0e49\u0e4a\u0e4b",
    "\u0e4c\u0e4e",
)
RANK = {mark: rank for rank, marks in enumerate(ORDER) for mark in marks}


@given(odd)
def test_marks_stand_in_order_and_once(text):
    read = readable(text)
    for run in re.findall("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]+", read):
        assert sorted(run, key=RANK.__getitem__) == list(run)
        assert len(set(run)) == len(run)
    assert not re.search(
        "\u0e4d[\u0e48-\u0e4b]?[\u0e32\u0e33]|\u0e33[\u0e33\u0e48-\u0e4b]|เเ|[\uf700-\uf71a\ufeff]", read
    )


@given(st.text("กขคงเแ 👩" + MARKS))
def test_no_letter_is_lost(text):
    letters = "กขคง 👩"
    kept = [sign for sign in meant(text) if sign in letters]
    assert kept == ([] if is_blank(text) else [sign for sign in text if sign in letters])


def test_long_noise_is_read_in_no_time():
    for noise in ("\u0e4d", "\u0e48\u0e33", "\u0e33\u0e48", "\u200d"):
        assert len(meant("ก" + noise * 100_000)) < 200_001


@pytest.mark.parametrize(
    "text", ["", " ", "\u00a0\u3000\n", "\u200b", "\ufeff\u00ad", "\u0e48\u0e35", "\u200d\u2060", "\u3164"]
)
def test_what_nobody_reads_is_blank(text):
    assert is_blank(text)
    assert meant(text) == ""


@pytest.mark.parametrize("text", ["ก", "-", "\u200b๑", "\ufffd", "\ue000"])
def test_what_is_drawn_is_text(text):
    assert not is_blank(text)


def test_address_keeps_the_marks_that_its_server_knows():
    assert without_shapeless("\ufeffhttps://example.go.th/เเผน\u200b") == "https://example.go.th/เเผน"


def test_paper_says_what_was_meant_also_of_text_stored_before():
    """The places that the portal sets for the ends of lines stay."""
    assert bind("น\u0e4d\u0e49\u0e32ดื่ม\u00ad ท\u0e48\u0e35\u2028ก\u2060ข") == "น้ำดื่ม ที่\nก\u2060ข"
