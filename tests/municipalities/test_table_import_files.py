"""Tables: encodings, delimiters, titles of columns, limits; each refusal is a Thai sentence."""

import pytest
from django import forms

from ita_portal.fields import ScoreField
from municipalities.table_files import MAX_BYTES, MAX_ROWS, CellFault, TableColumn, TableRow, read_table
from municipalities.xlsx_reading import Unreadable
from tests.municipalities.tables import csv_file, xlsx_file

COLUMNS = (
    TableColumn("name", "ชื่อ", forms.CharField(), also=("ชื่อเทศบาล",), required=True),
    TableColumn("score", "ตัวชี้วัดที่ 1", ScoreField()),
)


def texts(content: bytes) -> list[tuple[int, dict[str, str]]]:
    return [(row.number, dict(row.texts)) for row in read_table(content, COLUMNS).rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874", "tis-620"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_of_any_program_is_read(encoding: str, delimiter: str):
    content = csv_file(["ชื่อ", "ตัวชี้วัดที่ ๑"], ["เมือง, ใหม่; เก่า", "90"], delimiter=delimiter, encoding=encoding)
    assert texts(content) == [(2, {"name": "เมือง, ใหม่; เก่า", "score": "90"})]


def test_xlsx_and_csv_give_the_same():
    rows = (["ตัวชี้วัดที่ 1", "ชื่อเทศบาล"], ["๙๐.๕", "เขลางค์นคร"])
    assert texts(xlsx_file(*rows)) == texts(csv_file(*rows)) == [(2, {"score": "๙๐.๕", "name": "เขลางค์นคร"})]


def test_blank_rows_are_left_out_and_numbers_stay_the_files():
    assert texts(csv_file(["ชื่อ"], [""], ["ก\nข"], ["ค"])) == [(3, {"name": "ก\nข"}), (5, {"name": "ค"})]


def test_unknown_column_is_told():
    assert read_table(csv_file(["ลำดับ", "ชื่อ"], ["1", "ก"]), COLUMNS).ignored == ("ลำดับ",)


def test_value_that_cannot_be_read_is_a_fault_of_its_column():
    values, faults = TableRow(2, {"name": "ก", "score": "95,59"}).read(COLUMNS)
    sentence = "กรุณาใช้จุด (.) คั่นทศนิยม และไม่ใช้เครื่องหมายจุลภาค (,) เช่น 95.59"
    assert (values, faults) == ({"name": "ก"}, [CellFault("ตัวชี้วัดที่ 1", sentence)])


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "ไฟล์นี้ว่างเปล่า"),
        (b"\n\n", "ไม่พบข้อมูล"),
        (b"x" * (MAX_BYTES + 1), "ไม่เกิน ๕ เมกะไบต์"),
        (csv_file(["ชื่อ"]), "มีแต่ชื่อคอลัมน์"),
        (csv_file(["คะแนน"], ["1"]), "ไม่พบคอลัมน์ ชื่อ"),
        (csv_file(["ชื่อ", "ชื่อเทศบาล"], ["ก", "ข"]), "มีคอลัมน์ซ้ำกัน: ชื่อ"),
        (csv_file(["ชื่อ"], *[["ก"]] * (MAX_ROWS + 1)), "มีเกิน 5,000 แถว"),
        ('ชื่อ\n"ก'.encode(), "อ่านบรรทัดที่ 2 ไม่ได้"),
        ("ชื่อ\n".encode() + b"x," * 60 + b"x", "บรรทัดที่ 2 มีข้อมูลเกินคอลัมน์ที่ 60"),
        (b"\xd0\xcf\x11\xe0rest", "Excel รุ่นเก่า"),
        (b"\x89PNG\r\n\x1a\n\0\0", "รับเฉพาะไฟล์"),
        ("ชื่อ\nก".encode("utf-16"), "รับเฉพาะไฟล์"),
    ],
)
def test_file_that_cannot_be_read_says_why(content: bytes, sentence: str):
    with pytest.raises(Unreadable, match=sentence):
        read_table(content, COLUMNS)
