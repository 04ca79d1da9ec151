"""Tables: encodings, delimiters, heads as offices write them, limits; each refusal is a Thai sentence."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from openpyxl import Workbook

from ita_portal.fields import ScoreField
from municipalities import table_reading
from municipalities.table_files import CellFault, FileTable, TableColumn, TableRow, TableShape, stored_table
from municipalities.table_reading import MAX_BYTES, read_table
from municipalities.xlsx_reading import Unreadable
from tests.municipalities.tables import csv_file, ods_file, saved, xlsx_file

SHAPE = TableShape(
    (
        TableColumn("name", "ชื่อ", forms.CharField(), also=("ชื่อเทศบาล",), required=True),
        TableColumn("score", "ตัวชี้วัดที่ 1", ScoreField()),
        TableColumn("total", "คะแนนรวม", ScoreField(), optional=True),
        TableColumn("district", "อำเภอ", forms.CharField()),
        TableColumn("province", "จังหวัด", forms.CharField()),
    )
)


def read(content: bytes, name: str = "") -> FileTable:
    return read_table(content, SHAPE, name=name)


def texts(content: bytes) -> list[tuple[int, dict[str, str]]]:
    return [(row.number, dict(row.texts)) for row in read(content).rows if not row.aside]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp874", "tis-620", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_of_any_program_is_read(encoding: str, delimiter: str):
    content = csv_file(["ชื่อ", "ตัวชี้วัดที่ ๑"], ["เมือง, ใหม่; เก่า", "90"], delimiter=delimiter, encoding=encoding)
    assert texts(content) == [(2, {"name": "เมือง, ใหม่; เก่า", "score": "90"})]


def test_line_that_names_the_separator_is_no_row():
    assert texts(b"\xef\xbb\xbfsep=;\r\n" + "ชื่อ;คะแนนรวม\r\nก, ข, ค;90\r\n".encode()) == [
        (2, {"name": "ก, ข, ค", "total": "90"})
    ]


def test_xlsx_ods_and_csv_give_the_same():
    rows = (["ตัวชี้วัดที่ 1", "ชื่อเทศบาล"], ["๙๐.๕", "เขลางค์นคร"])
    expected = [(2, {"score": "๙๐.๕", "name": "เขลางค์นคร"})]
    assert texts(xlsx_file(*rows)) == texts(csv_file(*rows)) == texts(ods_file(*rows)) == expected


def test_blank_rows_are_left_out_and_numbers_are_those_of_a_spreadsheet():
    assert texts(csv_file(["ชื่อ"], [""], ["ก\nข"], ["ค"])) == [(3, {"name": "ก\nข"}), (4, {"name": "ค"})]


def test_unknown_column_is_told():
    table = read(csv_file(["ลำดับ", "ชื่อ"], ["1", "ก"]))
    assert table.ignored == ("ลำดับ",)
    assert list(table.remarks()) == ["คอลัมน์ที่ระบบไม่รู้จักและไม่ใช้: ลำดับ"]


def test_value_that_cannot_be_read_is_a_fault_of_its_column():
    found = TableRow(2, {"name": "ก", "score": "95,59"}).read(SHAPE.columns)
    sentence = "กรุณาใช้จุด (.) คั่นทศนิยม และไม่ใช้เครื่องหมายจุลภาค (,) เช่น 95.59"
    assert (found.values, found.faults) == ({"name": "ก"}, [CellFault("ตัวชี้วัดที่ 1", sentence)])


def test_unreadable_cell_of_an_optional_column_costs_the_cell():
    found = TableRow(2, {"name": "ก", "total": "มาก"}).read(SHAPE.columns)
    assert (found.values, found.faults) == ({"name": "ก"}, [])
    assert [str(note) for note in found.notes] == [
        "คะแนนรวม: “มาก” อ่านไม่ได้ จึงไม่ใช้ช่องนี้ (กรุณากรอกเป็นตัวเลข เช่น 95.59)"
    ]


@pytest.mark.parametrize("dash", ["-", "–", "—", "N/A", ".", " - ", "ไม่มีข้อมูล", "ไม่มี", "ไม่พบข้อมูล"])
def test_dash_is_an_empty_cell(dash: str):
    assert texts(csv_file(["ชื่อ", "คะแนนรวม"], ["ก", dash])) == [(2, {"name": "ก"})]


HEADS: dict[str, tuple[list[list[object]], list[str]]] = {
    "titles above": ([["บัญชีรายชื่อ"], [], ["ชื่อ", "จังหวัด"]], []),
    "line breaks and signs": ([["ชื่อ\nเทศบาล :", "จังหวัด*"]], []),
    "two rows, merged": ([["ชื่อ", "ที่ตั้ง", ""], ["", "อำเภอ", "จังหวัด"]], ["A1:A2", "B1:C1"]),
    "two rows, not merged": ([["ชื่อ", "ที่ตั้ง", ""], ["", "อำเภอ", "จังหวัด"]], []),
    "a word over numbers": ([["ชื่อ", "ตัวชี้วัดที่", "จังหวัด"], ["", "1", ""]], []),
    "a part over the other": ([["ชื่อ", "คะแนน", "จังหวัด"], ["", "รวม", ""]], []),
}


@pytest.mark.parametrize("case", HEADS)
def test_head_is_found(case: str):
    rows, merged = HEADS[case]
    book = Workbook()
    for row in [*rows, ["ก", 90, 91]]:
        book.active.append(row)
    for cells in merged:
        book.active.merge_cells(cells)
    table = read(saved(book))
    assert ([row.number for row in table.rows], table.head_row) == ([len(rows) + 1], len(rows))
    assert table.rows[0].texts["name"] == "ก"


def test_head_beyond_the_twentieth_row_is_none():
    with pytest.raises(Unreadable, match="ไม่พบคอลัมน์ ชื่อ ใน 20 แถวแรก"):
        read(csv_file(*[["เรื่อง"]] * 20, ["ชื่อ", "จังหวัด"], ["ก", "ข"]))


def test_first_row_of_data_is_no_second_row_of_the_head():
    assert texts(csv_file(["ลำดับ", "ชื่อ"], ["1", "อำเภอ"])) == [(2, {"name": "อำเภอ"})]


ASIDE = {
    "total": ["รวมทั้งสิ้น", "", "4 แห่ง"],
    "remark": ["หมายเหตุ : จากระบบ"],
    "mean": ["ค่าเฉลี่ย", "", "", "90.00"],
    "prepared": ["7", "", ""],
    "head again": ["ลำดับ", "ชื่อ", "จังหวัด", "คะแนนรวม"],
    "section": ["อำเภอเกาะคา", "อำเภอเกาะคา", "อำเภอเกาะคา", "อำเภอเกาะคา"],
}


@pytest.mark.parametrize("case", ASIDE)
def test_what_is_no_row_is_named(case: str):
    table = read(csv_file(["ลำดับ", "ชื่อ", "จังหวัด", "คะแนนรวม"], ["1", "ก", "ข", "90"], ASIDE[case]))
    assert [bool(row.aside) for row in table.rows] == [False, True]


def test_numbers_of_the_columns_below_the_head_are_no_row():
    table = read(csv_file(["ชื่อ", "จังหวัด", "คะแนนรวม"], ["(1)", "(2)", "(3)"], ["ก", "ข", "90"]))
    assert [row.aside for row in table.rows] == ["แถวเลขลำดับคอลัมน์", ""]


def test_place_that_begins_like_a_total_is_a_row():
    assert texts(csv_file(["ชื่อ", "จังหวัด"], ["รวมไทยพัฒนา", "ตาก"])) == [
        (2, {"name": "รวมไทยพัฒนา", "province": "ตาก"})
    ]


def book_of_sheets(*states: tuple[str, str, bool]) -> bytes:
    """A workbook of sheets: name, visibility, whether the table is there."""
    book = Workbook()
    book.remove(book.active)
    for name, state, has_table in states:
        sheet = book.create_sheet(name)
        sheet.sheet_state = state
        for row in [["ชื่อ", "จังหวัด"], [name, "ข"]] if has_table else [["คำชี้แจง"]]:
            sheet.append(row)
    return saved(book)


def test_first_visible_sheet_with_the_head_is_read_and_the_others_are_named():
    content = book_of_sheets(
        ("คำชี้แจง", "visible", False),
        ("เก่า", "hidden", True),
        ("ใหม่", "visible", True),
        ("ปีก่อน", "visible", True),
    )
    table = read(content)
    assert (table.sheet, table.rows[0].texts["name"], table.other_sheets) == ("ใหม่", "ใหม่", ("ปีก่อน",))


def test_table_on_a_hidden_sheet_alone_is_told():
    with pytest.raises(Unreadable, match="“ลับ” ซึ่งซ่อนอยู่"):
        read(book_of_sheets(("คำชี้แจง", "visible", False), ("ลับ", "hidden", True)))


def test_hidden_rows_are_told():
    book = Workbook()
    for row in (["ชื่อ", "จังหวัด"], ["ก", "ข"], ["ค", "ง"], ["จ", "ฉ"], ["ช", "ซ"]):
        book.active.append(row)
    book.active.auto_filter.ref = "A1:B5"
    for number in (2, 4, 5):
        book.active.row_dimensions[number].hidden = True
    table = read(saved(book))
    assert [row.is_hidden for row in table.rows] == [True, False, True, True]
    assert "แถวที่ถูกซ่อนด้วยตัวกรอง 3 แถว: 2, 4–5" in list(table.remarks())


def test_of_two_columns_that_are_the_same_the_visible_one_counts():
    book = Workbook()
    for row in (["ชื่อ", "คะแนนรวม", "คะแนนรวม"], ["ก", 1, 90]):
        book.active.append(row)
    book.active.column_dimensions["B"].hidden = True
    assert texts(saved(book)) == [(2, {"name": "ก", "total": "90"})]


FORMATS: list[tuple[object, str, str]] = [
    (0.915, "0.00%", "91.5"),
    (0.91, "0%", "91"),
    (0.91, "t0%", "91"),
    (91.456, "0.00", "91.46"),
    (91.456, "General", "91.456"),
    (91.456, "0", "91.456"),
    (95.59, "[$-D000000]0.00", "95.59"),
    (95.59, "t0.00", "95.59"),
    (2567, "#,##0", "2567"),
    (2567, "yyyy-mm-dd", "2567"),
    (date(2024, 1, 1), "yyyy", "2024"),
    (date(2024, 1, 1), "[$-D07041E]yyyy", "2567"),
    (date(2024, 1, 1), "bbbb", "2567"),
    (date(2024, 10, 1), "d/m/yyyy", "1/10/2024"),
    (45292.25, '0.0 "วัน"', "45292.25"),
    (95.59000000000001, "General", "95.59"),
]


@pytest.mark.parametrize(("value", "number_format", "shown"), FORMATS)
def test_cell_is_read_as_it_is_shown(value: object, number_format: str, shown: str):
    book = Workbook()
    book.active.append(["ชื่อ", "คะแนนรวม"])
    book.active.append(["ก", value])
    book.active["B2"].number_format = number_format
    assert texts(saved(book)) == [(2, {"name": "ก", "total": shown})]


def test_merged_cells_count_in_each_row_and_blank_ones_in_none():
    book = Workbook()
    for row in (["จังหวัด", "ชื่อ"], ["ลำปาง", "ก"], ["", "ข"], ["", "ค"]):
        book.active.append(row)
    book.active.merge_cells("A2:A3")
    assert [found.get("province") for _number, found in texts(saved(book))] == ["ลำปาง", "ลำปาง", None]


def test_table_is_kept_and_comes_back_whole():
    table = read(xlsx_file(["เรื่อง"], ["ที่", "ชื่อ", "จังหวัด"], [1, "ก", "ข"], ["รวม"]))
    assert stored_table(table.stored) == table


def test_borders_around_nothing_cost_nothing():
    book = Workbook()
    book.active.append(["ชื่อ", "จังหวัด"])
    book.active.append(["ก", "ข"])
    for number in range(3, 3_000):
        for column in range(1, 21):
            book.active.cell(number, column).number_format = "0.00"
    assert texts(saved(book)) == [(2, {"name": "ก", "province": "ข"})]


def test_more_rows_than_may_be_are_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(table_reading, "MAX_ROWS", 3)
    for make in (csv_file, xlsx_file):
        assert len(read(make(["ชื่อ"], *[["ก"]] * 3)).rows) == 3
        with pytest.raises(Unreadable, match="มีเกิน 3 แถว"):
            read(make(["ชื่อ"], *[["ก"]] * 4))


PAGE = """<html><head><style>td{color:red}</style></head><body>
<table><tr><td colspan='3'><b>รายงาน</b></td></tr></table>
<table border=1><tr><th rowspan=2>ชื่อ&nbsp;เทศบาล<th colspan=2>ที่ตั้ง</tr>
<tr><th>อำเภอ</th><th>จัง<br>หวัด</th></tr>
<tr><td>ก<td><font color='red'>ข</font><td rowspan="2">ค</tr>
<tr><td>ง</td><td>จ</td></tr></table></body></html>"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874", "utf-16"])
def test_web_page_that_calls_itself_a_workbook_is_read_and_named(encoding: str):
    table = read(PAGE.encode(encoding), "export.xls")
    assert (table.sheet, table.head_row) == ("หน้าเว็บ (HTML)", 3)
    assert [(row.number, dict(row.texts)) for row in table.rows] == [
        (4, {"name": "ก", "district": "ข", "province": "ค"}),
        (5, {"name": "ง", "district": "จ", "province": "ค"}),
    ]


HTML = b"<html><head></head><body><p>1</p></body></html>"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "ไฟล์นี้ว่างเปล่า"),
        (b"\n\n", "ไม่พบข้อมูล"),
        (b"x" * (MAX_BYTES + 1), "ไม่เกิน ๓๒ เมกะไบต์"),
        (csv_file(["ชื่อ"]), "มีแต่ชื่อคอลัมน์"),
        (csv_file(["คะแนน"], ["1"]), "ไม่พบคอลัมน์ ชื่อ"),
        (csv_file(["อำเภอ", "จังหวัด"], ["1", "2"]), "ไม่พบคอลัมน์ ชื่อ"),
        (csv_file(["ชื่อ", "ชื่อเทศบาล"], ["ก", "ข"]), "มีคอลัมน์ซ้ำกัน: ชื่อ"),
        ('ชื่อ\n"ก'.encode(), "อ่านบรรทัดที่ 2 ไม่ได้"),
        ("ชื่อ\n".encode() + b"x," * 60 + b"x", "บรรทัดที่ 2 มีข้อมูลเกินคอลัมน์ที่ 60"),
        (b"\xd0\xcf\x11\xe0rest", "Excel รุ่นเก่า"),
        (b"\x89PNG\r\n\x1a\n\0\0", "รับเฉพาะไฟล์"),
        (b"%PDF-1.7", "PDF"),
        (HTML, "หน้าเว็บ .HTML. ที่ไม่มีตาราง"),
        (b"MIME-Version: 1.0\r\n", "MHT"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "XML ของ Excel 2003"),
    ],
)
def test_file_that_cannot_be_read_says_why(content: bytes, sentence: str):
    with pytest.raises(Unreadable, match=sentence):
        read(content)


def test_formula_without_a_value_costs_its_cell_and_where_that_is_needed_its_row():
    table = read(
        xlsx_file(
            ["ชื่อ", "คะแนนรวม", "ตัวชี้วัดที่ 1", "หมายเหตุ"],
            ["ก", "=1+1", 90, "=1+1"],
            ["=1+1", 90, "=1+1"],
            ["=1+1", "=1+1", "=1+1"],
        )
    )
    first, second = (row.read(SHAPE.columns) for row in table.rows)
    assert first.values == {"name": "ก", "score": Decimal("90.00")}
    assert [note.column for note in first.notes] == ["คะแนนรวม"]
    assert "แล้วบันทึกอีกครั้ง สูตรจึงจะมีค่า" in first.notes[0].text
    assert not first.faults
    assert [fault.column for fault in second.faults] == ["ชื่อ", "ตัวชี้วัดที่ 1"]
    assert second.values == {"total": Decimal("90.00")}


def ods_rows(*rows: str, table: str = 'table:name="ตาราง"') -> bytes:
    """A spreadsheet of LibreOffice whose rows are this XML, below a head of ชื่อ, คะแนนรวม, จังหวัด."""
    head = "".join(
        f"<table:table-cell><text:p>{name}</text:p></table:table-cell>"
        for name in ("ชื่อ", "คะแนนรวม", "จังหวัด")
    )
    body = f"<table:table-row>{head}</table:table-row>{''.join(rows)}"
    return ods_file(sheet_xml=f"<table:table {table}>{body}</table:table>")


def ods_row(cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{cells}</table:table-row>"


NAME = '<table:table-cell office:value-type="string"><text:p>ก</text:p></table:table-cell>'
BLANK = '<table:table-cell table:number-columns-repeated="1000"/>'


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ('office:value-type="percentage" office:value="0.915"><text:p>91.5%</text:p>', "91.5"),
        ('office:value-type="percentage" office:value="0.91"><text:p>91%</text:p>', "91"),
        ('office:value-type="float" office:value="91.456"><text:p>91.46</text:p>', "91.46"),
        ('office:value-type="float" office:value="91.456"><text:p>91.456</text:p>', "91.456"),
        ('office:value-type="float" office:value="95.59"><text:p>๙๕.๕๙</text:p>', "95.59"),
        ('office:value-type="date" office:date-value="2024-01-01"><text:p>2567</text:p>', "2567"),
        ('office:value-type="string"><text:p>ก<text:s/>ข</text:p><text:p>ค</text:p>', "ก ข\nค"),
        (
            'office:value-type="string"><office:annotation><text:p>หมาย</text:p></office:annotation><text:p>9</text:p>',
            "9",
        ),
    ],
)
def test_cell_of_libreoffice_is_read_as_it_is_shown(cell: str, shown: str):
    row = ods_row(f"{NAME}<table:table-cell {cell}</table:table-cell>{BLANK}")
    assert texts(ods_rows(row)) == [(2, {"name": "ก", "total": shown})]


def test_merged_repeated_and_hidden_rows_of_libreoffice():
    merged = '<table:table-cell table:number-rows-spanned="2"><text:p>ลำปาง</text:p></table:table-cell>'
    table = read(
        ods_rows(
            ods_row(f"{NAME}<table:table-cell/>{merged}"),
            ods_row(f"{NAME}<table:table-cell/><table:covered-table-cell/>"),
            ods_row(f"{NAME}{BLANK}", 'table:number-rows-repeated="2" table:visibility="filter"'),
            ods_row(BLANK, 'table:number-rows-repeated="1048000"'),
        )
    )
    assert [(row.number, row.texts.get("province"), row.is_hidden) for row in table.rows] == [
        (2, "ลำปาง", False),
        (3, "ลำปาง", False),
        (4, None, True),
        (5, None, True),
    ]
    assert table.filtered


@pytest.mark.parametrize(
    "content",
    [
        ods_rows(ods_row(NAME))[:-30],
        ods_rows("<table:table-row>"),
        ods_file(sheet_xml="<x/>"),
        ods_rows(
            ods_row(NAME.replace("<table:table-cell", '<table:table-cell table:number-columns-repeated="x"'))
        ),
    ],
    ids=["cut off", "half a row", "no table", "a count that is none"],
)
def test_broken_spreadsheet_of_libreoffice_is_refused(content: bytes):
    with pytest.raises(Unreadable, match="อ่านไฟล์นี้ไม่ได้"):
        read(content)


def test_bomb_of_repeated_cells_is_refused():
    cells = NAME.replace("<table:table-cell", '<table:table-cell table:number-columns-repeated="50"')
    row = ods_row(cells, 'table:number-rows-repeated="1000000"')
    with pytest.raises(Unreadable, match="ขนาดใหญ่ผิดปกติ"):
        read(ods_rows(row))
