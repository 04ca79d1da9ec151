"""What the page of verification says of copies, working files and other files, and how it reads them."""

from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.db import connection
from django.test import Client
from django.utils import timezone
from pypdf import PdfWriter

from public.hashing import MOST_ENDS, HashedFile, HashingHandler
from public.verifying import FileIs, recognised, with_file
from reports.models import Publication, PublishedEvidence, Report
from tests import factories

pytestmark = pytest.mark.django_db
SIGNED = "สำเนาที่ลงลายมือชื่อดิจิทัลของฉบับที่เผยแพร่"
APPENDED = "สำเนาของฉบับที่เผยแพร่ ซึ่งมีข้อมูลเพิ่มต่อท้าย"
SIGNATURE = b"9 0 obj<</Type/Sig/ByteRange[0 10 20 30]/Contents<00>>>endobj\nstartxref\n1\n%%EOF\n"


def made_pdf() -> bytes:
    """A PDF as another program writes it."""
    writer, stream = PdfWriter(), BytesIO()
    writer.add_blank_page(200, 200)
    writer.write(stream)
    return stream.getvalue()


def updated(pdf: bytes) -> bytes:
    """The same with an incremental update: a note on its page."""
    stream = BytesIO(pdf)
    writer = PdfWriter(stream, incremental=True)
    writer.add_metadata({"/Keywords": "เพิ่มภายหลัง"})
    writer.write(stream)
    return stream.getvalue()


@pytest.fixture
def report() -> Report:
    factories.assessment()
    return factories.report(state="published")


def publication(report: Report, pdf: bytes, *, revision: int = 1) -> Publication:
    row = factories.publication(report, revision=revision)
    Publication.objects.filter(pk=row.pk).update(pdf=pdf, sha256=sha256(pdf).hexdigest())
    return row


def page(client: Client, content: bytes, name: str = "ไฟล์.pdf") -> str:
    answer = client.post("/verify/", {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 200
    return str(answer.text)


# Copies to which something was appended


@pytest.mark.parametrize("line_end", [b"", b"\n", b"\r\n", b"\r"])
def test_signed_copy_is_recognised_by_the_bytes_it_begins_with(
    client: Client, report: Report, line_end: bytes
) -> None:
    pdf = made_pdf().rstrip() + line_end
    publication(report, pdf)

    text = page(client, pdf + SIGNATURE)

    assert SIGNED in text
    assert "ระบบนี้ไม่ได้ตรวจว่าลายมือชื่อถูกต้อง" in text
    assert APPENDED not in text
    assert "alert-success" not in text  # what was appended may change what the file shows


def test_copy_with_something_else_appended_is_not_called_signed(client: Client, report: Report) -> None:
    pdf = made_pdf()
    publication(report, pdf)
    text = page(client, updated(pdf))
    assert APPENDED in text
    assert "ไม่พบลายมือชื่อดิจิทัล" in text
    assert "alert-success" not in text


def test_signature_in_what_was_published_makes_no_signed_copy(client: Client, report: Report) -> None:
    pdf = made_pdf().rstrip(b"\n") + b"\n" + SIGNATURE
    publication(report, pdf)
    assert APPENDED in page(client, pdf + b"% note\n%%EOF\n")


def test_copy_signed_twice_is_recognised(client: Client, report: Report) -> None:
    pdf = made_pdf()
    publication(report, pdf)
    assert SIGNED in page(client, pdf + SIGNATURE + SIGNATURE)


def test_changed_byte_within_the_published_ones_is_noticed(client: Client, report: Report) -> None:
    pdf = made_pdf()
    publication(report, pdf)
    assert "ไม่พบไฟล์นี้" in page(client, pdf.replace(b"200", b"201", 1) + SIGNATURE)


def test_signed_copy_of_an_older_revision_leads_to_the_new_one(client: Client, report: Report) -> None:
    pdf = made_pdf()
    publication(report, pdf)
    factories.publication(report, revision=2)
    text = page(client, pdf + SIGNATURE)
    assert "มีฉบับใหม่แทนแล้ว" in text
    assert "ไปยังฉบับล่าสุด (ฉบับที่&nbsp;๒)" in text
    assert f'href="/published/{report.plan.municipality_id}/2568/plan/"' in text


def test_signed_copy_of_what_was_withdrawn_says_so(client: Client, report: Report) -> None:
    pdf = made_pdf()
    publication(report, pdf)
    Publication.objects.update(withdrawn_at=timezone.now(), reason="ผิด")
    text = page(client, pdf + SIGNATURE)
    assert SIGNED in text
    assert "ฉบับที่เผยแพร่นั้นถูกถอนแล้ว" in text
    assert "alert-danger" in text
    assert "โปรดอ่านจากหน้าเอกสารด้านล่าง" not in text


@pytest.mark.parametrize("withdrawn", [(1, 2), (1,)])
def test_what_was_withdrawn_leads_to_a_newer_revision_only_where_that_is_public(
    client: Client, report: Report, withdrawn: tuple[int, ...]
) -> None:
    pdf = made_pdf()
    publication(report, pdf)
    factories.publication(report, revision=2)
    Publication.objects.filter(revision__in=withdrawn).update(withdrawn_at=timezone.now(), reason="ผิด")
    assert ("ไปยังฉบับล่าสุด" in page(client, pdf + SIGNATURE)) == (withdrawn == (1,))


def test_file_published_as_it_is_is_no_copy(client: Client, report: Report) -> None:
    """A revision may begin with the bytes of another; what is published itself counts."""
    pdf = made_pdf()
    publication(report, pdf)
    publication(report, pdf + SIGNATURE, revision=2)
    text = page(client, pdf + SIGNATURE)
    assert "ไฟล์นี้ตรงกับฉบับที่เผยแพร่ล่าสุด" in text
    assert SIGNED not in text


def test_older_file_leads_to_the_new_one(client: Client, report: Report) -> None:
    first = factories.publication(report)
    factories.publication(report, revision=2)
    assert "ไปยังฉบับล่าสุด (ฉบับที่&nbsp;๒)" in page(client, bytes(first.pdf))


# How the bytes are read


def hashed(content: bytes, chunk: int) -> HashedFile:
    handler: FileUploadHandler = HashingHandler()
    handler.new_file("file", "ก.pdf", "application/pdf", len(content))
    for start in range(0, len(content), chunk):
        handler.receive_data_chunk(content[start : start + chunk], start)
    found: Any = handler.file_complete(len(content))
    return found


@pytest.mark.parametrize("chunk", [1, 2, 5, 7, 16, 17, 64 * 1024])
def test_ends_are_found_wherever_the_chunks_are_cut(chunk: int) -> None:
    first, content = made_pdf(), made_pdf() + SIGNATURE
    file = hashed(content, chunk)
    assert file.sha256 == sha256(content).hexdigest()
    assert file.ends[sha256(first).hexdigest()] == len(first)
    assert all(sha256(content[:length]).hexdigest() == digest for digest, length in file.ends.items())
    assert file.signature == content.rfind(b"/ByteRange")


def test_file_full_of_ends_is_noted_at_few_of_them() -> None:
    content = b"%PDF-1.7\n" + b"%%EOF\n" * 100_000
    file = hashed(content, 64 * 1024)
    assert MOST_ENDS <= len(file.ends) < MOST_ENDS + 4
    assert file.sha256 == sha256(content).hexdigest()


def test_what_is_no_pdf_has_no_ends() -> None:
    content = b"PK\x03\x04" + b"%%EOF\n" * 10
    file = hashed(content, 7)
    assert (file.ends, file.signature, file.sha256) == ({}, -1, sha256(content).hexdigest())


# Other files


def test_word_file_as_downloaded_is_a_working_copy_of_its_document(client: Client, report: Report) -> None:
    row = factories.publication(report)
    text = page(client, bytes(row.docx), "เอกสาร.docx")
    assert "ไฟล์ Word สำหรับใช้งานต่อ ไม่ใช่ฉบับที่เผยแพร่" in text
    assert row.title in text
    assert "alert-success" not in text


@pytest.mark.parametrize(
    ("name", "content", "heading"),
    [
        ("แก้แล้ว.docx", b"PK\x03\x04 word/document.xml", "นี่คือไฟล์ Word ไม่ใช่ฉบับที่เผยแพร่"),
        ("เก่า.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "นี่คือไฟล์ Word ไม่ใช่ฉบับที่เผยแพร่"),
        ("รวม.zip", b"PK\x03\x04 evidence/1-1.pdf", "นี่คือไฟล์ ZIP ไม่ใช่ฉบับที่เผยแพร่"),
        ("ข้อมูล.json", b'{"format": "ita-report-bundle/1"}', "นี่คือไฟล์ข้อมูล ไม่ใช่ฉบับที่เผยแพร่"),
        ("ภาพ.png", b"\x89PNG\r\n\x1a\n", "ไฟล์นี้ไม่ใช่ไฟล์ PDF และไม่พบในไฟล์ที่เผยแพร่"),
        ("อื่น.pdf", b"%PDF-1.7 %%EOF", "ไม่พบไฟล์นี้ในเอกสารที่เผยแพร่"),
    ],
)
def test_file_of_no_publication_is_told_what_it_is(
    client: Client, report: Report, name: str, content: bytes, heading: str
) -> None:
    factories.publication(report)
    assert heading in page(client, content, name)


def test_data_and_evidence_are_recognised(client: Client, report: Report) -> None:
    row = factories.publication(report)
    proof = b"%PDF-1.7 proof"
    PublishedEvidence.objects.create(
        publication=row,
        measure=1,
        place=1,
        name="1-1.pdf",
        title="หลักฐาน",
        sha256=sha256(proof).hexdigest(),
        size=len(proof),
    )
    assert "ไฟล์ข้อมูลของเอกสารที่เผยแพร่" in page(client, row.bundle.encode(), "ข้อมูล.json")
    assert "ไฟล์หลักฐานที่เผยแพร่พร้อมเอกสาร" in page(client, proof)
    assert [one.what for one in recognised(sha256(proof).hexdigest())] == [FileIs.EVIDENCE]


def test_copy_is_looked_up_in_one_query(report: Report, django_assert_num_queries: Any) -> None:
    pdf = made_pdf()
    publication(report, pdf)
    file = hashed(pdf + SIGNATURE, 1000)
    with django_assert_num_queries(1):
        assert [one.what for one in recognised(file.sha256, file)] == [FileIs.SIGNED]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite reads through the files of a row")
def test_lookup_reads_through_no_stored_file(report: Report) -> None:
    plan = with_file("a" * 64, ["b" * 64]).explain()
    assert "MULTI-INDEX OR" in plan
    assert "SCAN reports_publication" not in plan
