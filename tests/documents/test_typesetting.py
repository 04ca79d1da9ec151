from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.typesetting import LONGEST_WORD, MAY_BREAK, PIECE, bind, open_gaps, unbroken


@pytest.mark.parametrize(
    ("typed", "bound"),
    [
        ("ต่าง ๆ ที่", "ต่าง_ๆ ที่"),
        ("ปีงบประมาณ พ.ศ. ๒๕๖๘", "ปีงบประมาณ พ.ศ._๒๕๖๘"),
        ("ตัวชี้วัดที่ ๔ และตัวชี้วัดที่ 10", "ตัวชี้วัดที่_๔ และตัวชี้วัดที่_10"),
        ("ได้ ๙๖.๔๗ คะแนน", "ได้ ๙๖.๔๗_คะแนน"),
        ("ร้อยละ 85", "ร้อยละ_85"),
        ("วันที่ ๗ กันยายน ๒๕๖๔", "วันที่ ๗_กันยายน ๒๕๖๔"),
        ("7 ก.ย. 2564", "7_ก.ย. 2564"),
        ("๑.  จัดทำแผน\n๒) ประกาศ", "๑._จัดทำแผน\n๒)_ประกาศ"),
        ("ข้อ ที่หนึ่ง", "ข้อ ที่หนึ่ง"),
        (" ๆ", " ๆ"),
        ("", ""),
    ],
)
def test_bind_keeps_together_what_a_reader_would(typed: str, bound: str) -> None:
    assert bind(typed) == bound.replace("_", "\u00a0")


@given(st.text())
def test_bind_twice_changes_nothing_more(text: str) -> None:
    assert bind(bind(text)) == bind(text)


def test_open_gaps_prose_stays_as_it_is() -> None:
    text = "มาตรการ" * 10
    assert open_gaps(text, range(7, 70, 7), range(1, 70)) == text


def test_open_gaps_long_stretch_gets_pieces() -> None:
    text = "ไป " + "A" * 60
    opened = open_gaps(text, [3], range(1, len(text)))
    assert [len(piece) for piece in opened.split(MAY_BREAK)] == [3 + PIECE, 12, 12, 12, 12]


def test_open_gaps_never_parts_a_letter_from_its_marks() -> None:
    text = "กี่" * 20
    opened = open_gaps(text, [], range(3, 60, 3))
    assert {piece[0] for piece in opened.split(MAY_BREAK)} == {"ก"}


@given(st.integers(0, 300), st.sets(st.integers(1, 299)), st.sets(st.integers(1, 299)))
def test_open_gaps_adds_places_to_break_and_nothing_else(
    length: int, breaks: set[int], marks: set[int]
) -> None:
    text = "A" * length
    cursors = [place for place in range(1, length) if place not in marks]
    places = sorted(place for place in breaks if place < length)
    assert open_gaps(text, places, cursors).replace(MAY_BREAK, "") == text


@given(st.integers(1, 300), st.sets(st.integers(1, 299)))
def test_open_gaps_leaves_no_stretch_too_long(length: int, breaks: set[int]) -> None:
    places = sorted(place for place in breaks if place < length)
    opened = open_gaps("A" * length, places, range(1, length))
    added = [
        place - number for number, place in enumerate(p for p, sign in enumerate(opened) if sign == MAY_BREAK)
    ]
    stops = sorted([0, *places, *added, length])
    assert max(end - start for start, end in pairwise(stops)) <= LONGEST_WORD


@pytest.mark.parametrize(
    ("text", "breaks", "kept"),
    [
        ("ก ๒๕๖๘ ข", [2, 7], []),
        ("ให้ยืม-คืนของ", [3, 7, 10], ["ยืม-คืน"]),
        ("ยืม-คืน-ส่ง", [4, 8], ["ยืม-คืน-ส่ง"]),
        ("ก" * 50 + "-ข", [51], []),
    ],
)
def test_unbroken_is_what_hangs_together(text: str, breaks: list[int], kept: list[str]) -> None:
    assert [text[start:end] for start, end in unbroken(text, breaks)] == kept
