"""Reading a workbook: what a spreadsheet program writes is understood, what attacks is refused at once."""

import time
import tracemalloc
import zipfile
from io import BytesIO

import pytest

from municipalities.xlsx_reading import DAMAGED, TOO_LARGE, Unreadable, read_sheet
from tests.municipalities.tables import sheet, with_sheet, xlsx_file


def test_numbers_and_texts_are_read_as_a_person_types_them():
    rows = read_sheet(
        xlsx_file(["ชื่อ", "รหัส", "คะแนน"], ["เขลางค์นคร", 5520101, 95.59], [None, 0.1 + 0.2, 100])
    )
    assert rows == [
        (1, {0: "ชื่อ", 1: "รหัส", 2: "คะแนน"}),
        (2, {0: "เขลางค์นคร", 1: "5520101", 2: "95.59"}),
        (3, {1: "0.3", 2: "100"}),
    ]


def test_cells_far_away_cost_nothing():
    cells = sheet(b'<row r="1048576"><c r="AB1048576" t="str"><v>x</v></c></row>')
    assert read_sheet(with_sheet(cells)) == [(1048576, {27: "x"})]


def test_stored_value_of_a_formula_is_read():
    assert read_sheet(with_sheet(sheet(b"<row><c><f>1+1</f><v>2</v></c></row>"))) == [(1, {0: "2"})]


def test_formula_without_a_value_is_named():
    with pytest.raises(Unreadable, match="ช่อง A2 เป็นสูตร"):
        read_sheet(xlsx_file(["ก"], ["=1+1"]))


def test_value_in_a_far_column_is_refused():
    with pytest.raises(Unreadable, match="แถวที่ 1 มีข้อมูลเกินคอลัมน์ที่ 60"):
        read_sheet(xlsx_file(["x"] * 61))


def test_rich_text_is_read_and_signs_of_pronunciation_are_not():
    row = b"<row><c t='inlineStr'><is><r><t>a</t></r><r><t>b</t></r></is></c></row>"
    assert read_sheet(with_sheet(sheet(row))) == [(1, {0: "ab"})]


BOMBS = {
    "171 MB of spaces": (sheet(b" " * 171_000_000), TOO_LARGE),
    "cells without end": (sheet(b"<row>" + b"<c/>" * 1_500_000 + b"</row>"), TOO_LARGE),
    "entities": (b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>', DAMAGED),
    "entities in UTF-16": (
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x [<!ENTITY a "a">]><x>&a;</x>'.encode("utf-16"),
        DAMAGED,
    ),
    "a file of this machine": (b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>', DAMAGED),
}


@pytest.mark.parametrize("name", BOMBS)
def test_bomb_is_refused_quickly_and_in_little_memory(name: str):
    xml, sentence = BOMBS[name]
    content = with_sheet(xml)
    began = time.process_time()
    with pytest.raises(Unreadable) as refused:
        read_sheet(content)
    took = time.process_time() - began
    tracemalloc.start()
    with pytest.raises(Unreadable):
        read_sheet(content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (str(refused.value), took < 1, peak < 50_000_000) == (sentence, True, True)


def test_size_that_the_directory_lies_about_is_not_believed():
    content = bytearray(with_sheet(sheet(b" " * 20_000_000)))
    place = content.find(b"PK\x01\x02")
    while content[place + 46 : place + 46 + 24] != b"xl/worksheets/sheet1.xml":
        place = content.find(b"PK\x01\x02", place + 4)
    content[place + 24 : place + 28] = (1000).to_bytes(4, "little")
    with pytest.raises(Unreadable, match=DAMAGED[:30]):
        read_sheet(bytes(content))


def test_directory_of_countless_entries_is_refused_unread():
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for number in range(6000):
            archive.writestr(f"{number}", "")
    with pytest.raises(Unreadable, match=TOO_LARGE):
        read_sheet(content.getvalue())


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04",
        xlsx_file(["ก"])[:-40],
        with_sheet(b"<worksheet"),
        with_sheet(sheet(b"<row><c t='s'><v>99</v></c></row>")),
        with_sheet(sheet(b"<row><c t='n'><v>x</v></c></row>")),
        with_sheet(sheet(b"<row r='x'/>")),
    ],
)
def test_broken_workbook_is_refused(content: bytes):
    with pytest.raises(Unreadable) as refused:
        read_sheet(content)
    assert str(refused.value) == DAMAGED


def test_archive_without_a_sheet_is_refused():
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("a.txt", "a")
    with pytest.raises(Unreadable):
        read_sheet(content.getvalue())
