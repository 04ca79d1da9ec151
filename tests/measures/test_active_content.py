"""Files that act by themselves are refused; what merely looks so, or waits for a click, is not."""

import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from pypdf import PdfWriter
from pypdf.annotations import Link
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from measures import uploads
from measures.active_pdf import ENCRYPTED, UNREADABLE, acting
from tests.measures.conftest import office, pdf, upload

SCRIPT, PROGRAM = "สคริปต์ (JavaScript)", "คำสั่งเปิดโปรแกรมอื่น"
FORM, MEDIA, ELSEWHERE = "คำสั่งส่งหรือรับข้อมูลของแบบฟอร์ม", "สื่อที่เล่นเอง", "คำสั่งเปิดที่อยู่อื่นเองโดยไม่ต้องคลิก"
TEMPLATE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
FETCHES = "ไฟล์นี้ดึงแม่แบบหรือเนื้อหาจากที่อื่นเมื่อเปิด"


def part(**entries: object) -> DictionaryObject:
    """A dictionary of a PDF: a text that begins with "/" is a name."""
    made = DictionaryObject()
    for name, value in entries.items():
        if isinstance(value, str):
            value = NameObject(value) if value.startswith("/") else TextStringObject(value)  # noqa: PLW2901
        made[NameObject(f"/{name}")] = value
    return made


def written(change: Callable[[PdfWriter], object]) -> bytes:
    """A PDF of two pages after this change."""
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_blank_page(200, 200)
    change(writer)
    stream = BytesIO()
    writer.write(stream)
    return stream.getvalue()


def in_root(**entries: object) -> Callable[[PdfWriter], object]:
    return lambda writer: writer.root_object.update(part(**entries))


def on_page(annotation: DictionaryObject) -> Callable[[PdfWriter], object]:
    return lambda writer: writer.pages[1].update(part(Annots=ArrayObject([writer._add_object(annotation)])))


def link(writer: PdfWriter) -> None:
    """A link to a website on the first page, to which the file opens."""
    writer.add_annotation(0, Link(rect=(0, 0, 9, 9), url="https://www.nacc.go.th/"))
    writer.root_object.update(
        part(OpenAction=ArrayObject([writer.pages[0].indirect_reference, NameObject("/Fit")]))
    )


LAUNCH = part(S="/Launch", F="a")
URI = part(S="/URI", URI="https://ita.example.go.th/")
ACTS = [
    ("opens a script", in_root(OpenAction=part(S="/JavaScript", JS="app.beep()")), SCRIPT),
    ("script of the file", in_root(Names=part(JavaScript=part(Names=ArrayObject()))), SCRIPT),
    ("script of a field", on_page(part(Subtype="/Widget", AA=part(K=part(S="/JavaScript", JS="x")))), SCRIPT),
    ("second of two actions", in_root(OpenAction=part(S="/GoTo", Next=ArrayObject([LAUNCH]))), PROGRAM),
    ("program behind a link", on_page(part(Subtype="/Link", A=LAUNCH)), PROGRAM),
    ("form that is sent", on_page(part(Subtype="/Widget", A=part(S="/SubmitForm"))), FORM),
    ("opens a website", in_root(OpenAction=URI), ELSEWHERE),
    ("a page that opens a website", lambda writer: writer.pages[1].update(part(AA=part(O=URI))), ELSEWHERE),
    ("film", on_page(part(Subtype="/RichMedia")), MEDIA),
    ("form of XFA", in_root(AcroForm=part(XFA="x")), "แบบฟอร์มชนิด XFA ซึ่งมีสคริปต์ได้"),
    ("closed", lambda writer: writer.encrypt("secret", algorithm="AES-256"), ENCRYPTED),
]  # fmt: skip
STILL = [
    ("nothing", lambda _writer: None),
    ("link and place to open", link),
    ("may not be printed", lambda writer: writer.encrypt("", "owner", algorithm="AES-256")),
    ("speaks of it", lambda writer: writer.add_metadata({"/Title": "/JavaScript /Launch"})),
    ("attached data", lambda writer: writer.add_attachment("ข้อมูล.json", b"{}")),
    ("contents", lambda writer: writer.add_outline_item(title="หน้า ๑", page_number=0)),
]


@pytest.mark.parametrize(("change", "found"), [case[1:] for case in ACTS], ids=[name for name, *_ in ACTS])
def test_pdf_that_acts_by_itself_is_known(change: Callable[[PdfWriter], object], found: str):
    assert acting(written(change)).decode() == found


@pytest.mark.parametrize("change", [change for _, change in STILL], ids=[name for name, _ in STILL])
def test_pdf_that_does_nothing_by_itself_is_taken(change: Callable[[PdfWriter], object]):
    assert acting(written(change)) == b""


def test_name_that_is_written_otherwise_is_known_too():
    content = written(in_root(OpenAction=LAUNCH))
    assert acting(content.replace(b"/Launch", b"/La#75nch")).decode() == PROGRAM


def test_pdf_without_an_inside_is_no_pdf():
    assert acting(b"%PDF-1.7\n%%EOF\n").decode() == UNREADABLE


def harm(name: str, content: bytes) -> str:
    """The sentence with which a file is refused, or ""."""
    file = upload(name, content)
    try:
        uploads.refuse_harmful(file, uploads.kind_of_upload(file))
    except ValueError as refusal:
        return str(refusal)
    assert file.tell() == 0
    return ""


def test_refusal_of_a_pdf_says_what_to_do():
    assert harm("ก.pdf", pdf()) == ""
    assert harm("ก.pdf", written(ACTS[0][1])) == (
        "ไฟล์ PDF นี้มีสคริปต์ (JavaScript) จึงรับไว้ไม่ได้ กรุณาเปิดไฟล์แล้วสั่งพิมพ์หรือบันทึกเป็น PDF ใหม่ แล้วแนบไฟล์ใหม่นั้น"
    )


def letter(kind: str, target: str, *, of: str = "settings") -> bytes:
    """A Word file, a part of which belongs to something outside of it."""
    document = Document()
    owner = document.part._settings_part if of == "settings" else document.part
    owner.relate_to(target, kind, is_external=True)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


OUTSIDE = [
    "https://example.com/t.dotm",
    r"\\server\share\t.dotm",
    "file://server/t.dotm",
    "file:////server/t.dotm",
]
OUTSIDE += ["//server/t.dotm", "file:///%5C%5Cserver%5Ct.dotm", "mhtml:https://example.com/t.mht", "/t.dotm"]


@pytest.mark.parametrize("target", OUTSIDE)
def test_word_file_with_a_template_elsewhere_is_refused(target: str):
    assert harm("หนังสือ.docx", letter(TEMPLATE, target)).startswith(f"{FETCHES} ({target})")


@pytest.mark.parametrize(
    "target", [r"file:///C:\Users\somchai\Normal.dotm", "C:/แม่แบบ/ครุฑ.dotx", "Normal.dotm"]
)
def test_template_on_the_writers_own_machine_is_no_harm(target: str):
    assert harm("หนังสือ.docx", letter(TEMPLATE, target)) == ""


def test_picture_is_not_fetched_but_a_link_may_be_clicked():
    address = "https://www.example.go.th/a.png"
    assert harm("ก.docx", letter(RELATIONSHIP_TYPE.IMAGE, address, of="document")).startswith(FETCHES)
    assert harm("ก.docx", letter(RELATIONSHIP_TYPE.HYPERLINK, address, of="document")) == ""


def test_controls_are_refused():
    assert "ActiveX" in harm("ก.docx", office("word/document.xml", "word/activeX/activeX1.xml"))


@pytest.mark.parametrize(
    "content", [b"<a", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', b"x" * (1024 * 1024 + 1)]
)
def test_damaged_inside_is_refused(content: bytes):
    stream = BytesIO(office("xl/workbook.xml"))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("_rels/.rels", content)
    said = harm("ก.xlsx", stream.getvalue())
    assert bool(said) == (b"DOCTYPE" not in content)
