import struct
import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from measures import uploads
from tests.measures.conftest import office, pdf, picture, upload

HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def with_declared_size(archive: bytes, size: int) -> bytes:
    """The archive with another uncompressed size in the last entry of its directory."""
    at = archive.rindex(b"PK\x01\x02") + 24
    return archive[:at] + struct.pack("<L", size) + archive[at + 4 :]


def with_entries(count: int) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(count):
            archive.writestr(f"n{number}", b"")
    return stream.getvalue()


ACCEPTED = [
    ("รายงาน.pdf", pdf(), uploads.PDF),
    ("ภาพ.PNG", picture("PNG"), uploads.PNG),
    ("ภาพ.jpeg", picture("JPEG"), uploads.JPEG),
    ("หนังสือ.docx", office("word/document.xml"), uploads.DOCX),
    ("ตาราง.xlsx", office("xl/workbook.xml"), uploads.XLSX),
]


@pytest.mark.parametrize(("name", "contents", "kind"), ACCEPTED, ids=[name for name, *_ in ACCEPTED])
def test_examine_file_of_an_accepted_kind(name: str, contents: bytes, kind: uploads.FileKind) -> None:
    file = upload(name, contents)

    assert uploads.kind_of_upload(file) == kind
    assert file.tell() == 0


OTHER = "รับเฉพาะไฟล์ PDF, PNG, JPEG, DOCX หรือ XLSX เท่านั้น เนื้อหาของไฟล์นี้ไม่ใช่ชนิดดังกล่าว"
DISGUISED = "ไฟล์นี้มีเนื้อหาชนิดอื่นซ่อนอยู่ด้วย จึงรับไว้ไม่ได้ กรุณาบันทึกเป็นไฟล์ใหม่แล้วแนบอีกครั้ง"
BOMB = "ไฟล์นี้เมื่อคลายออกแล้วมีขนาดใหญ่ผิดปกติ จึงรับไว้ไม่ได้"
BROKEN_JPEG = "อ่านไฟล์ JPEG นี้ไม่ได้ ไฟล์อาจเสียหายหรือไม่ใช่ JPEG จริง กรุณาเลือกไฟล์ใหม่"
MACRO = "ไฟล์นี้มีมาโคร จึงรับไว้ไม่ได้ กรุณาบันทึกเป็นไฟล์ที่ไม่มีมาโคร"
BROKEN_OFFICE = "อ่านไฟล์ DOCX หรือ XLSX นี้ไม่ได้ ไฟล์อาจเสียหายหรือไม่ใช่ DOCX หรือ XLSX จริง กรุณาเลือกไฟล์ใหม่"


REFUSED = [
    ("ว่าง.pdf", b"", "ไฟล์นี้ว่างเปล่า กรุณาเลือกไฟล์ใหม่"),
    ("page.pdf", HTML, OTHER),
    ("drawing.png", SVG, OTHER),
    ("run.pdf", b"MZ\x90\x00", OTHER),
    ("late.pdf", HTML + pdf(), OTHER),
    ("half.pdf", b"%PDF-1.7\n1 0 obj", "อ่านไฟล์ PDF นี้ไม่ได้ ไฟล์อาจเสียหายหรือไม่ใช่ PDF จริง กรุณาเลือกไฟล์ใหม่"),
    ("page.pdf", b"%PDF-1.7\n" + HTML + pdf(), DISGUISED),
    ("zip.pdf", pdf() + office("word/document.xml"), DISGUISED),
    ("zip.png", picture("PNG") + office("word/document.xml"), DISGUISED),
    ("page.jpg", picture("JPEG") + HTML, DISGUISED),
    ("half.png", picture("PNG")[:40], "อ่านไฟล์ PNG นี้ไม่ได้ ไฟล์อาจเสียหายหรือไม่ใช่ PNG จริง กรุณาเลือกไฟล์ใหม่"),
    ("fake.jpg", b"\xff\xd8\xff\xe0 nothing", BROKEN_JPEG),
    ("other.docx", office("ppt/presentation.xml"), OTHER),
    ("both.docx", office("word/document.xml", "xl/workbook.xml"), OTHER),
    ("macro.xlsx", office("xl/workbook.xml", "xl/vbaProject.bin"), MACRO),
    ("half.xlsx", office("xl/workbook.xml")[:60], BROKEN_OFFICE),
    ("tail.xlsx", office("xl/workbook.xml") + b"tail", BROKEN_OFFICE),
    ("tiny.xlsx", b"PK\x03\x04", BROKEN_OFFICE),
    ("bomb.xlsx", office("xl/workbook.xml", contents=b"0" * 60 * uploads.MEGABYTE), BOMB),
    ("says.xlsx", with_declared_size(office("xl/workbook.xml"), 4_000_000_000), BOMB),
    ("many.xlsx", with_entries(2_100), BOMB),
    ("more.xlsx", with_entries(8_000), BOMB),
    ("../../etc/passwd", pdf(), "นามสกุลของชื่อไฟล์ไม่ตรงกับเนื้อหา ซึ่งเป็นไฟล์ PDF กรุณาใช้นามสกุล .pdf"),
    ("photo.pdf", picture("PNG"), "นามสกุลของชื่อไฟล์ไม่ตรงกับเนื้อหา ซึ่งเป็นไฟล์ PNG กรุณาใช้นามสกุล .png"),
    ("report.pdf.exe", pdf(), "นามสกุลของชื่อไฟล์ไม่ตรงกับเนื้อหา ซึ่งเป็นไฟล์ PDF กรุณาใช้นามสกุล .pdf"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "contents", "sentence"), REFUSED, ids=[name for name, *_ in REFUSED])
def test_examine_hostile_or_broken_file_is_refused(name: str, contents: bytes, sentence: str) -> None:
    with pytest.raises(ValueError, match=r".") as refusal:
        uploads.kind_of_upload(upload(name, contents))

    assert str(refusal.value) == sentence


def test_examine_file_over_the_limit_is_refused_without_reading_it() -> None:
    file = SimpleUploadedFile("ใหญ่.pdf", pdf())
    file.size = 10 * uploads.MEGABYTE + 1

    with pytest.raises(ValueError, match="ไม่เกิน ๑๐ เมกะไบต์"):
        uploads.kind_of_upload(file)


def test_examine_huge_picture_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MAX_PIXELS", 63)

    with pytest.raises(ValueError, match="รูปภาพใหญ่เกินไป"):
        uploads.kind_of_upload(upload("ใหญ่.png", picture("PNG")))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("ผ\u0e49\u0e39น\u0e4d\u0e32.pdf", "ผู้นำ.pdf"),
        ("รายงาน ปี ๒๕๖๘.pdf", "รายงาน ปี ๒๕๖๘.pdf"),
        ("../../x.pdf", "x.pdf"),
        ("C:\\temp\\x.pdf", "x.pdf"),
        ("a\u202efdp.pdf", "afdp.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("ก" * 300 + ".pdf", "ก" * 146 + ".pdf"),
    ],
)
def test_shown_name_is_harmless(name: str, shown: str) -> None:
    assert uploads.shown_name(name) == shown


def test_stored_name_says_only_the_kind() -> None:
    names = {uploads.stored_name(uploads.JPEG) for _ in range(100)}

    assert len(names) == 100
    assert {name[32:] for name in names} == {".jpg"}


@pytest.mark.parametrize("kind", uploads.KINDS)
def test_content_type_of_a_stored_file(kind: uploads.FileKind) -> None:
    assert uploads.content_type(f"evidence/{uploads.stored_name(kind)}") == kind.content_type
