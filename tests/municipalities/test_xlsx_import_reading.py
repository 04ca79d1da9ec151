"""Reading a workbook: what programs write is understood, what attacks is refused within limits."""

import json
import subprocess
import sys
import time as clock
import tracemalloc
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from municipalities import xlsx_reading
from municipalities.xlsx_reading import (
    DAMAGED,
    MEGABYTES,
    TOO_LARGE,
    TOO_LONG,
    UNCOMPUTED,
    SheetCell,
    Unreadable,
    read_sheets,
)
from tests.municipalities.tables import (
    NAMESPACE,
    SHEET,
    packed,
    parts,
    saved,
    sheet,
    with_sheet,
    with_strings,
    xlsx_file,
)

ROWS = 5_002


def texts(content: bytes) -> list[tuple[int, dict[int, str]]]:
    """The filled rows of the first sheet as texts."""
    (first,) = read_sheets(content, rows=ROWS)
    return [(number, {column: cell.text for column, cell in cells.items()}) for number, cells in first.rows]


def refusal(content: bytes) -> str:
    """Why a file is refused."""
    with pytest.raises(Unreadable) as refused:
        read_sheets(content, rows=ROWS)
    return str(refused.value)


def test_numbers_and_texts_are_read_as_a_person_types_them():
    rows = texts(xlsx_file(["ชื่อ", "รหัส", "คะแนน"], ["เขลางค์นคร", 5520101, 95.59], [None, 0.1 + 0.2, 100]))
    assert rows == [
        (1, {0: "ชื่อ", 1: "รหัส", 2: "คะแนน"}),
        (2, {0: "เขลางค์นคร", 1: "5520101", 2: "95.59"}),
        (3, {1: "0.3", 2: "100"}),
    ]


def test_every_kind_of_cell_gives_the_text_that_is_stored():
    """Days and times are the numbers that Excel counts them by."""
    rich = CellRichText("เขลางค์", TextBlock(InlineFont(b=True), "นคร"))
    rows = texts(
        xlsx_file(
            [True, False, 0, -1.5, 1e21, 1234567890123, "  ", " ก ", "a\nb", "0012"],
            [],
            [datetime(2024, 1, 1, 12), date(2024, 1, 1), time(18), timedelta(days=2, hours=6), "#N/A", rich],
        )
    )
    numbers = {2: "0", 3: "-1.5", 4: "1e+21", 5: "1.23456789e+12"}
    assert rows == [
        (1, {0: "1", 1: "0", **numbers, 7: " ก ", 8: "a\nb", 9: "0012"}),
        (3, {0: "45292.5", 1: "45292", 2: "0.75", 3: "2.25", 4: "#N/A", 5: "เขลางค์นคร"}),
    ]


def test_days_that_no_calendar_has_stay_numbers():
    book = Workbook()
    book.active["A1"], book.active["A1"].number_format = 5520101, "yyyy-mm-dd"
    assert texts(saved(book)) == [(1, {0: "5520101"})]


def test_formats_visibility_merged_ranges_and_the_calendar_are_told():
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.title = "คำชี้แจง"
    scores = book.create_sheet("คะแนน")
    scores.sheet_state = "hidden"
    for row in (["จังหวัด", 0.915, date(2024, 1, 1)], ["", 2567]):
        scores.append(row)
    scores["B1"].number_format, scores["B2"].number_format = "0.00%", "[$-D00041E]0"
    scores.merge_cells("A1:A2")
    book.create_sheet("ลับ").sheet_state = "veryHidden"
    first, second, third = read_sheets(saved(book), rows=ROWS, sheets=3)
    assert [(one.name, one.visibility) for one in (first, second, third)] == [
        ("คำชี้แจง", "visible"),
        ("คะแนน", "hidden"),
        ("ลับ", "veryHidden"),
    ]
    assert (list(first.rows), second.day_zero) == ([], datetime(1904, 1, 1))
    assert list(second.rows) == [
        (1, {0: SheetCell("จังหวัด"), 1: SheetCell(0.915, "0.00%"), 2: SheetCell(43830, "yyyy-mm-dd")}),
        (2, {0: SheetCell("จังหวัด"), 1: SheetCell(2567, "[$-D00041E]0")}),
    ]


def test_only_the_wanted_sheets_and_rows_are_read():
    book = Workbook()
    for number in range(5):
        book.active.append([number])
    book.create_sheet().append(["=1+1"])
    (first,) = read_sheets(saved(book), rows=2)
    assert [number for number, _cells in first.rows] == [1, 2]


def test_cells_that_leave_others_out_are_in_order():
    row = b"<row><c r='B1'><v>1</v></c><c r='Z1'><v>2</v></c><c r='AA1'><v>3</v></c></row>"
    assert texts(with_sheet(sheet(row))) == [(1, {1: "1", 25: "2", 26: "3"})]


def test_cells_far_away_cost_nothing():
    cells = sheet(b'<row r="1048576"><c r="AB1048576" t="str"><v>x</v></c></row>')
    assert texts(with_sheet(cells)) == [(1048576, {27: "x"})]


def test_size_that_a_sheet_says_it_has_is_not_believed():
    said = b'<dimension ref="A1:XFD1048576"/><sheetData><row r="2"><c r="B2"><v>1</v></c></row></sheetData>'
    xml = sheet(b"").replace(b"<sheetData></sheetData>", said)
    assert texts(with_sheet(xml)) == [(2, {1: "1"})]


def test_stored_value_of_a_formula_is_read():
    assert texts(with_sheet(sheet(b"<row><c><f>1+1</f><v>2</v></c></row>"))) == [(1, {0: "2"})]


def test_formula_whose_value_is_an_empty_text_is_an_empty_cell():
    row = b'<row><c><v>1</v></c><c t="str"><f>IF(A1=1,"","x")</f><v></v></c></row>'
    assert texts(with_sheet(sheet(row))) == [(1, {0: "1"})]


@pytest.mark.parametrize(
    "cell", [b"<c><f>1+1</f></c>", b'<c r="A2" t="str"><f>A1&amp;"x"</f></c>', b"<c><f/><v/></c>"]
)
def test_formula_without_a_value_says_so_in_its_cell(cell: bytes):
    row = b'<row r="2">%s<c r="B2"><v>1</v></c></row><row r="3"><c><f>1+1</f></c></row>'
    assert texts(with_sheet(sheet(row % cell))) == [(2, {0: UNCOMPUTED, 1: "1"})]


def test_formula_that_a_program_never_computed_says_so_in_its_cell():
    assert texts(xlsx_file(["ก"], ["ข", "=1+1"], ["=1+1"])) == [(1, {0: "ก"}), (2, {0: "ข", 1: UNCOMPUTED})]


def test_value_in_a_far_column_is_refused():
    assert refusal(xlsx_file(["x"] * 61)).startswith("แถวที่ 1 มีข้อมูลเกินคอลัมน์ที่ 60")


def test_rich_text_is_read_and_signs_of_pronunciation_are_not():
    rich = b"<r><t>a</t></r><r><t xml:space='preserve'> b</t></r><rPh sb='0' eb='1'><t>x</t></rPh>"
    row = b"<row><c t='inlineStr'><is>%s</is></c><c t='s'><v>1</v></c></row>" % rich
    content = with_strings(sheet(row), b"<si><t>other</t></si><si>%s</si>" % rich)
    assert texts(content) == [(1, {0: "a b", 1: "a b"})]


def test_strict_workbook_is_read():
    """Excel's "Strict Open XML Spreadsheet" has other namespaces and days in words."""
    row = b'<row><c t="s"><v>0</v></c><c t="d"><v>2024-01-01</v></c></row>'
    renamed = (
        (NAMESPACE, "http://purl.oclc.org/ooxml/spreadsheetml/main"),
        (
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        ),
    )
    strict = parts(with_strings(sheet(row), "<si><t>ก</t></si>".encode()))
    for usual, other in renamed:
        strict = {name: part.replace(usual.encode(), other.encode()) for name, part in strict.items()}
    assert texts(packed(strict)) == [(1, {0: "ก", 1: "45292"})]


def test_what_follows_the_rows_of_a_sheet_harms_nothing():
    """Programs write rules and extensions there that openpyxl does not know."""
    xml = sheet(b"<row><c><v>1</v></c></row>").replace(
        b"</worksheet>", b'<dataValidations><dataValidation type="odd"/></dataValidations></worksheet>'
    )
    assert texts(with_sheet(xml)) == [(1, {0: "1"})]


def test_bomb_that_the_directory_admits_starts_no_process():
    """516 KB that unpack to 171 MB."""
    content = with_sheet(sheet(b" " * 171_000_000))
    tracemalloc.start()
    began = clock.perf_counter()
    assert refusal(content) == TOO_LARGE
    took, peak = clock.perf_counter() - began, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (took < 1, peak < 50_000_000) == (True, True)


ENTITY = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
POINTING = b"<row>%s</row>" % (b'<c t="s"><v>0</v></c>' * 50)
MERGES = b"<mergeCells>%s</mergeCells></worksheet>" % (b'<mergeCell ref="A1:B2"/>' * 600_000)
BOMBS = {
    "cells without end": (with_sheet(sheet((b"<row>%s</row>" % (b"<c/>" * 16_000)) * 300)), TOO_LARGE),
    "a row without end": (with_sheet(sheet(b"<row>" + b"<c/>" * 1_500_000 + b"</row>")), DAMAGED),
    "texts without end": (with_strings(sheet(b""), b"<si/>" * 1_500_000), TOO_LARGE),
    "one long text in every cell": (
        with_strings(sheet(POINTING * 4_000), b"<si><t>%s</t></si>" % (b"x" * 32_000)),
        TOO_LARGE,
    ),
    "merged ranges without end": (with_sheet(sheet(b"").replace(b"</worksheet>", MERGES)), TOO_LARGE),
    "an archive in an archive": (packed({SHEET: packed({"0": b" " * 15_000_000})}), DAMAGED),
    "entities": (with_sheet(ENTITY), DAMAGED),
    "entities in UTF-16": (
        with_sheet(('<?xml version="1.0" encoding="utf-16"?>' + ENTITY.decode()).encode("utf-16")),
        DAMAGED,
    ),
    "entities in the styles": (with_sheet(sheet(b""), styles=ENTITY), DAMAGED),
    "a file of this machine": (
        with_sheet(b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'),
        DAMAGED,
    ),
    "a row beyond the last": (with_sheet(sheet(b'<row r="99999999999"><c><v>1</v></c></row>')), DAMAGED),
    "the last cell of all": (
        with_sheet(sheet(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')),
        "แถวที่ 1048576 มีข้อมูลเกินคอลัมน์ที่ 60 กรุณาลบคอลัมน์ที่ไม่ใช้",
    ),
}
READING = """
import json, resource, sys, time
from pathlib import Path
from municipalities.xlsx_reading import Unreadable, read_sheets

def peak():
    return int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]) // 1024

before = peak()
for path in sys.argv[1:]:
    content, began = Path(path).read_bytes(), time.process_time()
    try:
        said = [len(list(sheet.rows)) for sheet in read_sheets(content, rows=5002)]
    except Unreadable as refusal:
        said = str(refusal)
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(json.dumps([said, time.process_time() - began, peak() - before, used]))
"""


@pytest.mark.slow
def test_bombs_are_refused_within_limits_and_the_portal_does_not_grow(tmp_path: Path):
    """In a process that has done nothing else: megabytes of itself, and of the other that reads for it."""
    paths = [tmp_path / str(number) for number in range(len(BOMBS))]
    for path, (content, _sentence) in zip(paths, BOMBS.values(), strict=True):
        path.write_bytes(content)
    command = [sys.executable, "-c", READING, *paths]
    done = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, check=True, text=True)
    said, own_seconds, grown, used = zip(*map(json.loads, done.stdout.splitlines()), strict=True)
    assert dict(zip(BOMBS, said, strict=True)) == {name: sentence for name, (_, sentence) in BOMBS.items()}
    assert (done.stderr, max(own_seconds) < 1, max(grown) < 20, max(used) < MEGABYTES) == (
        "",
        True,
        True,
        True,
    )


def test_workbook_that_takes_too_long_is_given_up_and_the_next_is_read(monkeypatch: pytest.MonkeyPatch):
    """Half a million formats, each an object of many for openpyxl."""
    formats = b'<styleSheet xmlns="%s"><cellXfs>%s</cellXfs></styleSheet>'
    slow = with_sheet(sheet(b""), styles=formats % (NAMESPACE.encode(), b"<xf/>" * 590_000))
    monkeypatch.setattr(xlsx_reading, "SECONDS", 2.0)
    assert refusal(slow) == TOO_LONG
    monkeypatch.undo()
    assert texts(xlsx_file(["ก"])) == [(1, {0: "ก"})]


def test_size_that_the_directory_lies_about_is_not_believed():
    content = bytearray(with_sheet(sheet(b" " * 20_000_000)))
    place = content.find(b"PK\x01\x02")
    while content[place + 46 : place + 46 + len(SHEET)] != SHEET.encode():
        place = content.find(b"PK\x01\x02", place + 4)
    content[place + 24 : place + 28] = (1000).to_bytes(4, "little")
    assert refusal(bytes(content)) == DAMAGED


def test_directory_of_countless_entries_is_refused_unread():
    assert refusal(packed({str(number): b"" for number in range(6000)})) == TOO_LARGE


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04",
        xlsx_file(["ก"])[:-40],
        xlsx_file(["ก"])[:2000] + xlsx_file(["ก"])[2100:],
        with_sheet(b"<worksheet"),
        with_sheet(sheet(b"<row><c><v>1</v></c></row>")[:-30]),
        with_sheet(sheet(b"<row><c t='s'><v>99</v></c></row>")),
        with_sheet(sheet(b"<row><c t='n'><v>x</v></c></row>")),
        with_sheet(sheet(b"<row r='x'/>")),
        with_sheet(sheet(b"<row r='2'><c><v>1</v></c></row><row r='1'><c><v>2</v></c></row>")),
        with_sheet(sheet(b"<row><c r='B1'><v>1</v></c><c r='A1'><v>2</v></c></row>")),
        with_sheet(sheet(b""), workbook=b"<workbook/>"),
        packed({"a.txt": b"a"}),
        packed({"word/document.xml": b"<document/>", "[Content_Types].xml": b"<Types/>"}),
    ],
    ids=[
        *(
            "a beginning alone",
            "cut off",
            "a hole in it",
            "no XML",
            "half a sheet",
            "a text that is not there",
        ),
        *("a number that is none", "a row that has no number"),
        *("rows in disorder", "cells in disorder", "no sheet", "no workbook", "another document"),
    ],
)
def test_broken_workbook_is_refused(content: bytes):
    assert refusal(content) == DAMAGED


def test_refused_file_lets_the_next_one_in_at_once():
    """While its refusal is still in somebody's hands."""
    with pytest.raises(Unreadable) as refused:
        read_sheets(with_sheet(b"<worksheet"), rows=ROWS)
    assert texts(xlsx_file(["ก"])) == [(1, {0: "ก"})]
    assert str(refused.value) == DAMAGED


def test_encrypted_part_is_refused():
    """As an archive program locks it; a workbook with a password is another kind of file altogether."""
    content = bytearray(xlsx_file(["ก"]))
    for sign, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(sign)
        while place >= 0:
            content[place + flags] |= 1
            place = content.find(sign, place + 4)
    assert refusal(bytes(content)) == DAMAGED
