"""Pasted lists, titles and names of units: what is repaired at once, what is only offered, what stays."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ita_portal.pasted import PastedItems, read_changes, read_items, read_title, read_units
from ita_portal.pasted.tags import without_tags

SURE = {
    "numbers in a line": (
        "๑. ซักซ้อมแนวทาง ๒. ติดประกาศ ๓. ทบทวนทุกเดือน",
        ["ซักซ้อมแนวทาง", "ติดประกาศ", "ทบทวนทุกเดือน"],
        3,
    ),
    "on lines": ("๑. ซักซ้อม\n๒. ติดประกาศ", ["ซักซ้อม", "ติดประกาศ"], 2),
    "with a blank line between": ("1. ซักซ้อม\n\n2. ติดประกาศ", ["ซักซ้อม", "ติดประกาศ"], 2),
    "two lines of two": ("๑. ก่อน ๒. หลัง\n๓. บน ๔. ล่าง", ["ก่อน", "หลัง", "บน", "ล่าง"], 4),
    "without a blank behind": ("๑.ซักซ้อม\n๒.ติดประกาศ", ["ซักซ้อม", "ติดประกาศ"], 2),
    "without a blank, in a line": ("๑.ซักซ้อม ๒.ติดประกาศ", ["ซักซ้อม", "ติดประกาศ"], 2),
    "Thai and Arabic digits": ("๑. ซักซ้อม\n2. ติดประกาศ", ["ซักซ้อม", "ติดประกาศ"], 2),
    "brackets": ("(๑) ซักซ้อม\n(๒) ติดประกาศ", ["ซักซ้อม", "ติดประกาศ"], 2),
    "brackets in a line": ("(1) ซักซ้อม (2) ติดประกาศ", ["ซักซ้อม", "ติดประกาศ"], 2),
    "semicolons": ("๑. ซักซ้อม; ๒. ติดประกาศ;", ["ซักซ้อม", "ติดประกาศ"], 2),
    "semicolons on lines": ("(๑) ซักซ้อม;\n(๒) ทบทวน; และ\n(๓) แจ้ง", ["ซักซ้อม", "ทบทวน", "แจ้ง"], 3),
    "semicolons behind bullets": ("- ซักซ้อม;\n- ทบทวน,", ["ซักซ้อม", "ทบทวน"], 2),
    "nothing but semicolons": ("ซักซ้อม;\nทบทวน;\nแจ้ง", ["ซักซ้อม", "ทบทวน", "แจ้ง"], 2),
    "letters": ("ก. ซักซ้อม\nข. ติดประกาศ\nค. ทบทวน", ["ซักซ้อม", "ติดประกาศ", "ทบทวน"], 3),
    "letters in a line": ("(ก) ซักซ้อม (ข) ติดประกาศ", ["ซักซ้อม", "ติดประกาศ"], 2),
    "letters with half brackets": ("ก) ซักซ้อม\nข)ติดประกาศ", ["ซักซ้อม", "ติดประกาศ"], 2),
    "letters within a number": ("๑. งาน ก. ลด ข. เพิ่ม\n๒. แจ้ง", ["งาน ก. ลด ข. เพิ่ม", "แจ้ง"], 2),
    "bullets that became letters": ("o ซักซ้อม\n§ ทบทวน\nØ แจ้ง", ["ซักซ้อม", "ทบทวน", "แจ้ง"], 3),
    "numbers that nobody filled in": ("๑. ซักซ้อม\n๒. ทบทวน\n๓.\n๔. ", ["ซักซ้อม", "ทบทวน"], 4),
    "dashes that nobody filled in": ("- ซักซ้อม\n-\n- ทบทวน", ["ซักซ้อม", "ทบทวน"], 3),
    "half brackets": ("1) ซักซ้อม 2) ติดประกาศ 3) ทบทวน", ["ซักซ้อม", "ติดประกาศ", "ทบทวน"], 3),
    "a tab behind the number": ("๑.\tซักซ้อม\n๒.\tติดประกาศ", ["ซักซ้อม", "ติดประกาศ"], 2),
    "no-break blanks": ("๑.\u00a0ซักซ้อม\u00a0๒.\u00a0ติดประกาศ", ["ซักซ้อม", "ติดประกาศ"], 2),
    "more than nine": (
        " ".join(f"{number}. งาน{chr(0x0E00 + number)}" for number in range(1, 13)),
        [f"งาน{chr(0x0E00 + number)}" for number in range(1, 13)],
        12,
    ),
    "one item": ("๑. ซักซ้อมแนวทาง", ["ซักซ้อมแนวทาง"], 1),
    "an amount within": ("๑. อบรมปีละ ๒ ครั้ง ๒. วัดผลร้อยละ ๘๐.๕", ["อบรมปีละ ๒ ครั้ง", "วัดผลร้อยละ ๘๐.๕"], 2),
    "another list is named": ("๑. ทำตามข้อ ๕. ของคู่มือ ๒. ติดประกาศ", ["ทำตามข้อ ๕. ของคู่มือ", "ติดประกาศ"], 2),
    "words that end like a reference": (
        "๑. อบรมเจ้าหน้าที่ ๒. ติดตาม ๓. แจ้งให้ทั่วถึง ๔. กำกับ ๕. วัดคุณภาพ ๖. แจ้ง",
        ["อบรมเจ้าหน้าที่", "ติดตาม", "แจ้งให้ทั่วถึง", "กำกับ", "วัดคุณภาพ", "แจ้ง"],
        6,
    ),
    "dashes": ("- ซักซ้อม\n- ติดประกาศ", ["ซักซ้อม", "ติดประกาศ"], 2),
    "dashes without a blank": ("-ซักซ้อม\n–ติดประกาศ\n—ทบทวน", ["ซักซ้อม", "ติดประกาศ", "ทบทวน"], 3),
    "bullets": ("• ซักซ้อม\n●\tติดประกาศ\n▪ ทบทวน", ["ซักซ้อม", "ติดประกาศ", "ทบทวน"], 3),
    "bullets in a line": ("• ซักซ้อม • ติดประกาศ", ["ซักซ้อม", "ติดประกาศ"], 2),
    "stars": ("* ซักซ้อม\n* ติดประกาศ", ["ซักซ้อม", "ติดประกาศ"], 2),
    "a word processor's bullets": (
        "\uf0b7\tซักซ้อม\n\uf0a7\tติดประกาศ\n\uf0d8 ทบทวน",
        ["ซักซ้อม", "ติดประกาศ", "ทบทวน"],
        3,
    ),
    "paragraphs of a web page": (
        "<p>๑. ซักซ้อม&nbsp;๒ ครั้ง</p><p>๒. ทบทวน<br/></p>",
        ["ซักซ้อม ๒ ครั้ง", "ทบทวน"],
        8,
    ),
    "a list of a web page": (
        '<ul class="x"><li>ซักซ้อม</li>\n<li><b>ติด</b>ประกาศ</li></ul>',
        ["ซักซ้อม", "ติดประกาศ"],
        8,
    ),
    "coded signs": ("ซักซ้อม&nbsp;&amp;&nbsp;ทบทวน", ["ซักซ้อม & ทบทวน"], 3),
}


@pytest.mark.parametrize(("text", "items", "repairs"), SURE.values(), ids=SURE)
def test_sure_lists_become_items(text, items, repairs):
    assert read_items(text) == PastedItems(tuple(items), repairs)


AS_IT_IS = [
    "ทำตามข้อ ๕. ของระเบียบ และรายงานในไตรมาสที่ ๑ และ ๒ ตามมาตรา ๑๐๓/๑",
    "ตามมาตรา ๙ (๑) และ (๒) ให้ติดประกาศ",
    "คณะทำงาน (๑) ตรวจสอบ (๒) รายงาน ตามคำสั่ง",
    "๒๕๖๘ เป็นปีแรก",
    "๑.๕ ล้านบาท",
    "๓๐.๙.๒๕๖๘ ประชุม",
    "๕ ส ทุกวันศุกร์",
    "-ไม่มี-",
    "-",
    "-๕ องศา",
    "เวลา ๘.๐๐ - ๑๖.๓๐ น.",
    "ร้อยละ < ๑ เมตร > ๒",
    "<ชื่อโครงการ>",
    "*หมายเหตุ ดูท้ายเล่ม",
    "ซักซ้อม\nติดประกาศ",
    "๑. เมตร",
    "๑. ครั้ง\n๒. ครั้ง",
    "ก.พ. กำหนดแล้ว ๑๒. ",
]


@pytest.mark.parametrize("text", AS_IT_IS)
def test_what_is_no_list_stays(text):
    lines = tuple(line.strip() for line in text.split("\n"))
    assert read_items(text) == PastedItems(lines)


OFFERED = {
    "parts of an item": (
        "๑. ด้านคน ๑.๑ เพิ่มคน ๑.๒ สอนคน ๒. ด้านของ",
        ["ด้านคน ๑.๑ เพิ่มคน ๑.๒ สอนคน", "ด้านของ"],
    ),
    "parts on lines": ("๑. ด้านคน\n๑.๑ เพิ่มคน\n๑.๒ สอนคน\n๒. ด้านของ", ["ด้านคน ๑.๑ เพิ่มคน ๑.๒ สอนคน", "ด้านของ"]),
    "dashes in numbers": ("๑. ด้านคน\n- เพิ่มคน\n- สอนคน\n๒. ด้านของ", ["ด้านคน - เพิ่มคน - สอนคน", "ด้านของ"]),
    "half brackets in numbers": (
        "๑. ด้านคน\n๑) เพิ่มคน\n๒) สอนคน\n๒. ด้านของ",
        ["ด้านคน ๑) เพิ่มคน ๒) สอนคน", "ด้านของ"],
    ),
    "numbers with a gap": ("๑. ก่อน\n๓. หลัง", ["ก่อน", "หลัง"]),
    "all are ๑": ("๑. ก่อน\n๑. หลัง", ["ก่อน", "หลัง"]),
    "from ๓ on": ("๓. ก่อน ๔. หลัง", ["ก่อน", "หลัง"]),
    "one from the midst": ("๔. ก่อน", ["ก่อน"]),
    "another list may be named": ("๑. ทำตามข้อ ๒. ของคู่มือ ๒. ทบทวน", ["ทำตามข้อ ๒. ของคู่มือ", "ทบทวน"]),
    "a part of another list": ("๑. ดูแบบ ๒. ของคู่มือ\nทุกวัน", ["ดูแบบ ๒. ของคู่มือ ทุกวัน"]),
    "joined by commas": ("๑. อบรม, ๒. วัดผล และ ๓. แจ้ง", ["อบรม", "วัดผล", "แจ้ง"]),
    "letters with a gap": ("ก. อบรม\nค. แจ้ง", ["อบรม", "แจ้ง"]),
    "joined by a word": ("๑. อบรม และ ๒. วัดผล", ["อบรม", "วัดผล"]),
    "words before it": ("ดำเนินการดังนี้ ๑. อบรม ๒. วัดผล", ["ดำเนินการดังนี้", "อบรม", "วัดผล"]),
    "a heading": ("ดังนี้\n(๑) อบรม\n(๒) วัดผล", ["ดังนี้", "อบรม", "วัดผล"]),
    "a heading of bullets": ("ดังนี้\n• อบรม\n• วัดผล", ["ดังนี้", "อบรม", "วัดผล"]),
    "bullets between": ("อบรม • วัดผล • แจ้ง", ["อบรม", "วัดผล", "แจ้ง"]),
    "dashes between": ("- อบรม - วัดผล", ["อบรม", "วัดผล"]),
    "numbers without a sign": ("๑ อบรม\n๒ วัดผล", ["อบรม", "วัดผล"]),
    "a blank before the sign": ("๑ . อบรม\n๒ . วัดผล", ["อบรม", "วัดผล"]),
    "with a word": ("ขั้นตอนที่ ๑ อบรม\nขั้นตอนที่ ๒ วัดผล", ["อบรม", "วัดผล"]),
    "of two parts": ("๑.๑ อบรม\n๑.๒ วัดผล", ["อบรม", "วัดผล"]),
}


@pytest.mark.parametrize(("text", "items"), OFFERED.values(), ids=OFFERED)
def test_doubtful_lists_stay_and_are_offered(text, items):
    found = read_items(text)
    assert found.text == text
    assert found.repairs == 0
    assert found.accepted() == tuple(items)
    assert all(offer.reason for offer in found.offers)


def test_a_line_that_goes_on_is_offered_apart():
    found = read_items("- ซักซ้อม\n– ทำทะเบียน\n\n• ตรวจนับ\nทุกสิ้นเดือน")
    assert found.items == ("ซักซ้อม", "ทำทะเบียน", "ตรวจนับ", "ทุกสิ้นเดือน")
    assert found.repairs == 3
    assert [offer.text for offer in found.offers] == ["ตรวจนับ\nทุกสิ้นเดือน"]
    assert found.accepted() == ("ซักซ้อม", "ทำทะเบียน", "ตรวจนับ ทุกสิ้นเดือน")


def test_of_several_offers_each_can_be_taken_alone():
    found = read_items("๑. ซักซ้อม\nทุกกอง\n๒. ตรวจนับ\nทุกเดือน")
    assert found.accepted() == ("ซักซ้อม ทุกกอง", "ตรวจนับ ทุกเดือน")
    assert found.accepted(found.offers[:1]) == ("ซักซ้อม ทุกกอง", "ตรวจนับ", "ทุกเดือน")
    assert found.accepted([]) == found.items


TITLES = {
    "๑.มาตรการยืมของ": ("มาตรการยืมของ", 1, None),
    "(๒) มาตรการยืมของ": ("มาตรการยืมของ", 1, None),
    "12) มาตรการยืมของ": ("มาตรการยืมของ", 1, None),
    "• มาตรการยืมของ": ("มาตรการยืมของ", 1, None),
    "<b>๑. มาตรการยืมของ</b>": ("มาตรการยืมของ", 3, None),
    "มาตรการที่ ๑ ยืมของ": ("มาตรการที่ ๑ ยืมของ", 0, "ยืมของ"),
    "มาตรการที่ ๑: ยืมของ": ("มาตรการที่ ๑: ยืมของ", 0, "ยืมของ"),
    "โครงการที่ 12 ยืมของ": ("โครงการที่ 12 ยืมของ", 0, "ยืมของ"),
    "กิจกรรม ๒. ยืมของ": ("กิจกรรม ๒. ยืมของ", 0, "ยืมของ"),
    "๑. มาตรการที่ ๑ ยืมของ": ("มาตรการที่ ๑ ยืมของ", 1, "ยืมของ"),
    "๑.๒ มาตรการยืมของ": ("๑.๒ มาตรการยืมของ", 0, "มาตรการยืมของ"),
    "กิจกรรม ๕ ส ทุกวันศุกร์": ("กิจกรรม ๕ ส ทุกวันศุกร์", 0, None),
    "มาตรการยืมของตามข้อ ๕. ของระเบียบ": ("มาตรการยืมของตามข้อ ๕. ของระเบียบ", 0, None),
    "มาตรการที่ ๑": ("มาตรการที่ ๑", 0, None),
    "๕๐.๕ ล้านบาท": ("๕๐.๕ ล้านบาท", 0, None),
}


@pytest.mark.parametrize(("text", "expected"), TITLES.items())
def test_numbers_go_off_titles(text, expected):
    found = read_title(text)
    offered = found.offers[0].items[0] if found.offers else None
    assert (*found.items, found.repairs, offered) == expected


KNOWN = ("สำนักปลัด", "กองคลัง", "กองช่างและผังเมือง", "สถานธนานุบาล")
UNITS = {
    "สำนักปลัด, กองคลัง, กองช่าง": (["สำนักปลัด", "กองคลัง", "กองช่าง"], None),
    "สำนักปลัด,กองคลัง": (["สำนักปลัด", "กองคลัง"], None),
    "สำนักปลัด; กองคลัง": (["สำนักปลัด", "กองคลัง"], None),
    "สำนักปลัด, กองคลัง, และกองช่าง": (["สำนักปลัด", "กองคลัง", "กองช่าง"], None),
    "๑. สำนักปลัด\n๒. กองคลัง": (["สำนักปลัด", "กองคลัง"], None),
    "สำนักปลัด\nกองคลัง": (["สำนักปลัด", "กองคลัง"], None),
    "ทุกสำนัก/กอง": (["ทุกสำนัก/กอง"], None),
    "สำนัก/กองที่เกี่ยวข้อง": (["สำนัก/กองที่เกี่ยวข้อง"], None),
    "หัวหน้าสำนัก/ผู้อำนวยการกอง": (["หัวหน้าสำนัก/ผู้อำนวยการกอง"], None),
    "กองสาธารณสุขและสิ่งแวดล้อม": (["กองสาธารณสุขและสิ่งแวดล้อม"], None),
    "กองยุทธศาสตร์และงบประมาณ": (["กองยุทธศาสตร์และงบประมาณ"], None),
    "กองการศึกษา ศาสนาและวัฒนธรรม": (["กองการศึกษา ศาสนาและวัฒนธรรม"], None),
    "กองสวัสดิการและกองทุนชุมชน": (["กองสวัสดิการและกองทุนชุมชน"], None),
    "กองช่างและผังเมือง": (["กองช่างและผังเมือง"], None),
    "นายดำ ขาวดี, งานพัสดุ": (["นายดำ ขาวดี, งานพัสดุ"], None),
    "คณะทำงาน (กองคลัง, กองช่าง)": (["คณะทำงาน (กองคลัง, กองช่าง)"], None),
    "งานพัสดุ กองพัสดุ": (["งานพัสดุ กองพัสดุ"], ["งานพัสดุ", "กองพัสดุ"]),
    "กองคลัง & กองช่าง+สำนักปลัด": (["กองคลัง & กองช่าง+สำนักปลัด"], ["กองคลัง", "กองช่าง", "สำนักปลัด"]),
    "สำนักปลัด/กองคลัง/กองช่าง": (["สำนักปลัด/กองคลัง/กองช่าง"], ["สำนักปลัด", "กองคลัง", "กองช่าง"]),
    "กองคลังและกองช่าง": (["กองคลังและกองช่าง"], ["กองคลัง", "กองช่าง"]),
    "กองคลัง และ กองช่าง": (["กองคลัง และ กองช่าง"], ["กองคลัง", "กองช่าง"]),
    "กองคลังและสถานธนานุบาล": (["กองคลังและสถานธนานุบาล"], ["กองคลัง", "สถานธนานุบาล"]),
    "สำนักปลัด กองคลัง กองช่าง": (["สำนักปลัด กองคลัง กองช่าง"], ["สำนักปลัด", "กองคลัง", "กองช่าง"]),
    "สำนักปลัดกองคลัง": (["สำนักปลัดกองคลัง"], ["สำนักปลัด", "กองคลัง"]),
    "กองคลัง/กองช่างและผังเมือง": (["กองคลัง/กองช่างและผังเมือง"], ["กองคลัง", "กองช่างและผังเมือง"]),
    "สำนักปลัด, กองคลังและกองช่าง": (["สำนักปลัด", "กองคลังและกองช่าง"], ["สำนักปลัด", "กองคลัง", "กองช่าง"]),
}


@pytest.mark.parametrize(("text", "expected"), UNITS.items())
def test_units_are_told_apart(text, expected):
    found = read_units(text, KNOWN)
    accepted = found.accepted() if found.offers else None
    assert (list(found.items), accepted and list(accepted)) == expected


def test_repairs_of_units_are_counted():
    assert read_units("๑. สำนักปลัด, กองคลัง\n๒. กองช่าง").repairs == 3


def test_only_new_lines_of_an_edited_list_are_read():
    stored = ["- ซักซ้อม", "ติดประกาศ", "๑. ทบทวน  ทุกเดือน"]
    found = read_changes("- ซักซ้อม\n• แจ้ง\n• สรุป\nติดประกาศ\n๑. ทบทวน ทุกเดือน", stored, read_items)
    assert found == PastedItems(("- ซักซ้อม", "แจ้ง", "สรุป", "ติดประกาศ", "๑. ทบทวน  ทุกเดือน"), 2)


def test_stored_lines_that_only_moved_are_not_read():
    stored = ["๑. ก่อน", "๒. หลัง"]
    assert read_changes("๒. หลัง\n๑. ก่อน", stored, read_items) == PastedItems(("๒. หลัง", "๑. ก่อน"))


def test_what_was_taken_back_stays():
    pasted = "๑. ก่อน ๒. หลัง"
    assert read_changes(pasted, [], read_items).items == ("ก่อน", "หลัง")
    assert read_changes(pasted, [pasted], read_items) == PastedItems((pasted,))


def test_offers_know_their_place_among_kept_lines():
    found = read_changes("บน\n- ซักซ้อม\nทุกกอง\nล่าง", ["บน", "ล่าง"], read_items)
    assert found.items == ("บน", "ซักซ้อม", "ทุกกอง", "ล่าง")
    assert found.accepted() == ("บน", "ซักซ้อม ทุกกอง", "ล่าง")


WORDS = ["อบรม", "น้ำดื่ม", "ผู้รับ", "ข้อ", "และ", "ที่", "มาตรการ", "กองคลัง", "สำนักปลัด", "เมตร", "ITA", "ครั้ง"]
MARKS = [
    "๑. ",
    "๒. ",
    "1) ",
    "2)",
    "(๑) ",
    "(๒)",
    "๑.๑ ",
    "- ",
    "–",
    "• ",
    "\uf0b7\t",
    "* ",
    "๑",
    "25",
    ".",
    ")",
    "(",
    ",",
    "/",
]
GAPS = [" ", "\n", "\u00a0", "\t", "", "\n\n", "\u200b"]
PASTES = st.lists(st.sampled_from([*WORDS, *MARKS, *GAPS]), max_size=24).map("".join)
READERS = [read_items, read_title, read_units]


def letters(text: str) -> str:
    """What no reading may lose: every letter and its marks, but of words that join an item to the next."""
    return re.sub(r"[^ก-ฺเ-๎a-zA-Z]|และ|หรือ", "", text)


@pytest.mark.parametrize("text", ["- อบรม๑. และ", "- ก\n- อบรม หรือ", "ก;\nข;\nอบรม และ"])
def test_a_word_that_joins_the_last_item_to_nothing_stays(text):
    assert read_items(text).items[-1].endswith(text.split()[-1])


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("text", ["", " \n\u200b", "\uf0b7\t\u0e49", "๑. \u0e4d"])
def test_what_nobody_reads_is_no_item(read, text):
    assert read(text).items == ()


@pytest.mark.parametrize("read", READERS)
@given(text=PASTES)
def test_no_letter_is_lost_and_once_is_enough(read, text):
    found = read(text)
    assert letters(found.text) == letters(text)
    again = read(found.text)
    assert (again.items, again.repairs) == (found.items, 0)


@given(text=PASTES)
def test_what_is_stored_is_never_read_again(text):
    found = read_changes(text, [], read_items)
    assert read_changes(found.text, found.items, read_items) == PastedItems(found.items)


@given(text=PASTES)
def test_an_offered_list_loses_no_letter(text):
    found = read_items(text)
    for offer in found.offers:
        assert offer.text == "\n".join(found.items[offer.first : offer.first + offer.count])
        words = re.sub("ข้อ ?(?:ที่)?|มาตรการ ?(?:ที่)?|ที่", "", offer.text)
        assert letters(words) == letters(re.sub("ข้อ ?(?:ที่)?|มาตรการ ?(?:ที่)?|ที่", "", "\n".join(offer.items)))


@given(st.text(st.sampled_from("<>/pbr &;naolti๑ก\n\u00a0="), max_size=30))
def test_tags_go_in_one_reading(text):
    plain, _places = without_tags(text)
    assert without_tags(plain) == (plain, 0)


@pytest.mark.parametrize("tick", ["\uf0fc", "✓", "✔"])
def test_tick_that_word_puts_before_each_item_is_a_bullet(tick: str) -> None:
    assert read_items(f"{tick}\tจัดทำทะเบียน\n{tick} รายงาน").items == ("จัดทำทะเบียน", "รายงาน")


def test_tick_beside_a_cross_says_what_is_done() -> None:
    lines = ("✓ จัดทำทะเบียน", "✗ รายงาน")
    assert read_items("\n".join(lines)).items == lines
