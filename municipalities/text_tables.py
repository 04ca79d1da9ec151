"""Tables in files of text (CSV, tabs), and what a file really is that is none of the kinds read. Pure."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator

from ita_portal.signs import is_blank
from municipalities.xlsx_reading import MAX_COLUMNS, Unreadable

_DELIMITERS = ",;\t|"
_QUOTED = re.compile('"[^"]*"')
_MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))
_SEPARATOR = re.compile(r'\s*"?sep=(.)"?\s*\r?\n', re.IGNORECASE)
_SAVE = "กรุณาเปิดในโปรแกรมตารางคำนวณแล้วบันทึกเป็น XLSX"
_PAGE = re.compile(rb"\s*<(?:!doctype\s+html|html|head|body|table|meta|style|div)\b", re.IGNORECASE)
_KINDS = (
    (re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?<\?mso-application", re.IGNORECASE), "XML ของ Excel 2003"),
    (re.compile(rb"\s*<\?xml"), "XML"),
    (re.compile(rb"MIME-Version:", re.IGNORECASE), "หน้าเว็บไฟล์เดียว (MHT)"),
)
_ARCHIVES = (
    ("xl/workbook.bin", "XLSB"),
    ("word/document.xml", "เอกสาร Word (DOCX)"),
    ("ppt/presentation.xml", "งานนำเสนอ (PPTX)"),
    ("Index/Document.iwa", "Numbers ของ Apple"),
)


def refuse_other_kind(content: bytes, name: str = "") -> None:
    """Raise Unreadable with the kind of a file that is read by its look, where that is none of ours."""
    if content.startswith(b"%PDF"):
        raise Unreadable("ไฟล์นี้เป็น PDF กรุณาใช้ไฟล์ตารางต้นฉบับ (XLSX หรือ CSV)")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(f"ไฟล์นี้เป็น Excel รุ่นเก่า (XLS) หรือถูกตั้งรหัสผ่าน {_SAVE} โดยไม่ตั้งรหัสผ่าน")
    beginning = _beginning(content)
    if _PAGE.match(beginning) and not is_web_page(content):
        raise Unreadable(f"ไฟล์นี้เป็นหน้าเว็บ (HTML) ที่ไม่มีตาราง {_SAVE}")
    for sign, kind in _KINDS:
        if sign.match(beginning):
            called = " แม้ชื่อไฟล์ลงท้ายด้วย .xls" if name.lower().endswith((".xls", ".xlsx")) else ""
            raise Unreadable(f"ไฟล์นี้เป็น{kind}{called} {_SAVE} (เมนู บันทึกเป็น/Save As แล้วเลือกชนิด XLSX)")


def is_web_page(content: bytes) -> bool:
    """Whether a file is a web page with a table, whatever its name says."""
    page = content.replace(b"\0", b"") if content.startswith((b"\xff\xfe", b"\xfe\xff")) else content
    return bool(_PAGE.match(_beginning(content))) and b"<table" in page.lower()


def _beginning(content: bytes) -> bytes:
    plain = content[:4096].replace(b"\0", b"")
    return plain.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")


def refuse_other_archive(content: bytes) -> None:
    """The same of an archive: documents, presentations, workbooks of another form."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return  # reading it says what is wrong
    for part, kind in _ARCHIVES:
        if part in names:
            raise Unreadable(f"ไฟล์นี้เป็น{kind} {_SAVE}")


def decoded(content: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or the Thai encoding of Windows, which TIS-620 is a part of."""
    named = [encoding for mark, encoding in _MARKS if content.startswith(mark)]
    for encoding in (*named, *_wide(content), "utf-8", "cp874"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text.removeprefix("\ufeff")
    raise Unreadable("อ่านไฟล์นี้ไม่ได้ รับเฉพาะไฟล์ XLSX, ODS หรือ CSV (UTF-8, UTF-16 หรือ TIS-620)")


def _wide(content: bytes) -> list[str]:
    """UTF-16 without its mark, which every second byte of plain signs gives away."""
    beginning = content[:1000]
    low, high = beginning[::2].count(0), beginning[1::2].count(0)
    tells = len(beginning) // 20
    return ["utf-16-le"] if high > tells > low else ["utf-16-be"] if low > tells > high else []


def _delimiter(body: str) -> str:
    """What stands between the cells: the sign of the most lines, and of those the most frequent."""
    lines = _QUOTED.sub("", body[:20_000]).splitlines()[:20]
    return max(
        _DELIMITERS,
        key=lambda sign: (sum(sign in line for line in lines), sum(map(str.count, lines, sign * len(lines)))),
    )


def text_lines(text: str) -> Iterator[tuple[int, dict[int, str]]]:
    """The rows of a table in text, by the numbers that a spreadsheet program would give them.

    Raises Unreadable for quotation marks that do not match, and for data far to the right.
    """
    told = _SEPARATOR.match(text)
    body = text[told.end() :] if told else text
    delimiter = told[1] if told else _delimiter(body)
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter, strict=True)
    number = 0
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            line = reader.line_num + bool(told)
            raise Unreadable(f'อ่านบรรทัดที่ {line} ไม่ได้ โปรดตรวจเครื่องหมายคำพูด (") ให้ครบคู่') from error
        if cells is None:
            return
        number += 1
        if len(cells) > MAX_COLUMNS and not all(map(is_blank, cells[MAX_COLUMNS:])):
            raise Unreadable(f"บรรทัดที่ {number} มีข้อมูลเกินคอลัมน์ที่ {MAX_COLUMNS} กรุณาลบคอลัมน์ที่ไม่ใช้")
        yield (
            number,
            {place: cell for place, cell in enumerate(cells) if cell[:1].isalnum() or not is_blank(cell)},
        )
