"""Pasted names of questions: several in one field, and zeros for the letter o."""

import pytest

from assessments.pasted.questions import (
    SEVERAL,
    WITH_ISSUE,
    ZERO,
    PastedQuestions,
    read_questions,
    zeros_for_o,
)

QUESTIONS = {
    "ข้อ e๗ และข้อ e๘ ประเด็น ป้ายอ่านยาก": (("e7", "e8"), "ป้ายอ่านยาก", SEVERAL),
    "e7 และ e8: ป้ายอ่านยาก": (("e7", "e8"), "ป้ายอ่านยาก", SEVERAL),
    "ข้อ E๗, E๘ และ E๙ ป้ายอ่านยาก": (("e7", "e8", "e9"), "ป้ายอ่านยาก", SEVERAL),
    "ข้อ e๗ และ ๘": (("e7", "e8"), "", SEVERAL),
    "e7/e8": (("e7", "e8"), "", SEVERAL),
    "e7 e8": (("e7", "e8"), "", SEVERAL),
    "i2 - i4": (("i2", "i3", "i4"), "", SEVERAL),
    "ข้อ i๒ ถึงข้อ i๔": (("i2", "i3", "i4"), "", SEVERAL),
    "ข้อ i2\nข้อ i5": (("i2", "i5"), "", SEVERAL),
    "e7, e7": (("e7",), "", SEVERAL),
    "๐๑๑": (("o11",), "", ZERO),
    "๐๗": (("o7",), "", ZERO),
    "07": (("o7",), "", ZERO),
    "ข้อ ๐๒๔": (("o24",), "", ZERO),
    "ข้อที่ 012 ไม่มีแผนผัง": (("o12",), "ไม่มีแผนผัง", ZERO),
    "๐๑๑ และ ๐๑๒": (("o11", "o12"), "", SEVERAL),
    "ข้อ o๗ ไม่มีแผนผัง": (("o7",), "ไม่มีแผนผัง", WITH_ISSUE),
    "ข้อ O๗": (("o7",), "", ""),
    "ข้อคำถาม i 3": (("i3",), "", ""),
    "OIT ข้อ ๑๑": (("o11",), "", ""),
}
NONE = ["", "ป้ายอ่านยาก", "7", "ข้อ ๗", "2568", "e", "e0", "e100", "eit", "03.45", "e4.5", "ข้อ ๐", "000"]


@pytest.mark.parametrize(("text", "expected"), QUESTIONS.items())
def test_questions_are_read(text, expected):
    assert read_questions(text) == PastedQuestions(*expected)


@pytest.mark.parametrize("text", NONE)
def test_what_names_no_question_is_none(text):
    assert read_questions(text) == PastedQuestions()


ZEROS = {
    "ปรับปรุงแล้ว (อ้างอิงจาก ๐๑๑, ๐๗)": "ปรับปรุงแล้ว (อ้างอิงจาก o๑๑, o๗)",
    "เผยแพร่ตามข้อ ๐๒๔": "เผยแพร่ตามข้อ o๒๔",
    "หัวข้อ ๐๒": None,
    "เผยแพร่ตาม ข้อ ๐๒๔ และข้อ 07": "เผยแพร่ตาม ข้อ o๒๔ และข้อ o7",
    "ตาม OIT ๐๗": "ตาม OIT o๗",
    "เปิดเวลา ๐๘.๓๐ น. โทร. 02-123 4567": None,
    "ข้อ ๐๘/๒๕๖๘": None,
    "ข้อ 08:30": None,
    "ข้อ o๑๑ และร้อยละ ๐.๕": None,
}


@pytest.mark.parametrize(("text", "expected"), ZEROS.items())
def test_zeros_are_offered_as_letters_where_an_item_is_named(text, expected):
    offer = zeros_for_o(text)
    assert (offer.items if offer else None) == ((expected,) if expected else None)
