"""Signs and blanks of pasted text: what the fields of a form make of them, whoever typed or copied them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ita_portal.fields import ThaiCharField, ThaiTextField
from ita_portal.lines_field import LinesField
from ita_portal.pasted.damage import copying_damage
from ita_portal.signs import in_plain_blanks, meant

AM, NIKHAHIT, AA = "\u0e33", "\u0e4d", "\u0e32"
MEANT = {
    f"จัดท{NIKHAHIT}{AA}คู่มือ": f"จัดท{AM}คู่มือ",
    f"น{NIKHAHIT}\u0e49{AA}ประปา": f"น\u0e49{AM}ประปา",
    f"น\u0e49{NIKHAHIT}{AA}ประปา": f"น\u0e49{AM}ประปา",
    "\u0e40\u0e40ผน": "แผน",
    "ท\u0e35\u0e35่": "ที่",
    "ท\u0e35่่": "ที่",
    "แม่\u200bสาย": "แม่สาย",
    "พ.ศ.\u00a0\u00a02570": "พ.ศ. 2570",
    "พ.ศ.\u00a02570": "พ.ศ. 2570",
    "ห้าม   จอด": "ห้าม จอด",
    "ห้าม\t\tจอด": "ห้าม จอด",
    f"ส {AM}รวจ": f"ส{AM}รวจ",
    f"ก  {AM}กับ ส\u00a0{AM}เนา": f"ก{AM}กับ ส{AM}เนา",
    f"ส {NIKHAHIT}{AA}รวจ": f"ส{AM}รวจ",
    f"น \u0e49{AM}ใช้": f"น\u0e49{AM}ใช้",
    f"น\u0e49 {AM}ใช้": f"น\u0e49{AM}ใช้",
    "ผ\u0e49\u0e39ใช้": "ผ\u0e39\u0e49ใช้",
    "\uf0b7 ระเบียบ \uf0a7 คำสั่ง": "• ระเบียบ ▪ คำสั่ง",
}
FIELDS = [ThaiCharField(), ThaiTextField(), LinesField()]


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: type(field).__name__)
@pytest.mark.parametrize(("typed", "expected"), MEANT.items())
def test_signs_that_mean_one_thing_are_put_right(field, typed, expected):
    assert field.clean(typed) == ([expected] if isinstance(field, LinesField) else expected)


STAYS = [
    "ทำ แผน",
    "การการ",
    "ต่างๆ ๆ",
    "ฯลฯ",
    "ร้อยละ ๑๐ จาก 1,000",
    "Wi-Fi “ศูนย์”",
    "ข้อ ก\n\nข้อ ข",
    "ท้าย\n  ย่อหน้า",
]


@pytest.mark.parametrize("text", STAYS)
def test_what_may_be_right_stays(text):
    assert ThaiTextField().clean(text) == text


OFFERED = {f"จ{AM} นวนคน": f"จ{AM}นวนคน", f"ด{AM} เนินงาน": f"ด{AM}เนินงาน", "เทศบ\ufffdลเมือง": ""}


@pytest.mark.parametrize(("text", "proposal"), OFFERED.items())
def test_what_may_be_wrong_stays_and_is_shown(text, proposal):
    assert ThaiTextField().clean(text) == text
    (place,) = copying_damage(text)
    assert place.proposal == proposal
    assert text[place.start : place.end] == place.words


SIGNS = st.text(st.sampled_from(f"กสนท\u0e49\u0e35{AM}{NIKHAHIT}{AA}เ \u00a0\t\n๑a"), max_size=20)


@given(SIGNS)
def test_blanks_are_put_right_in_one_reading_and_nothing_else_goes(text):
    before = meant(text.replace("\t", " "))
    once = in_plain_blanks(before)
    assert in_plain_blanks(meant(once)) == once
    assert "".join(once.split()) == "".join(before.split())
