import base64
import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pdfminer.high_level import extract_text
from PIL import Image
from pypdf import PdfReader

from printing import pdf
from tests.printing.conftest import Render, page

CONSONANTS = [chr(code) for code in range(0x0E01, 0x0E2F)]
MARKS = "ั ิ ี ึ ื ็ ุ ู ่ ้ ๊ ๋ ์ ํ ี่ ี้ ื่ ื้ ั้ ึ้ ุ่ ู้ ิ์ ุ์ ำ ่ำ ้ำ ๊ำ ๋ำ".split(" ")  # noqa: SIM905 - as below
WORDS = """
ก็ กำกับ กำแพง กำลัง กำหนด ขำ ขยำ คำนำ คำว่า คว่ำ ค่ำ ค้ำประกัน จำนวน จำเป็น จำกัด จดจำ ฉ่ำ ชำระ ช้ำ
ชำนาญ ซ้ำ ซำ ดำเนินการ ดำริ ด่ำ ดื่มด่ำ ตำบล ตำแหน่ง ต่ำ ต่ำกว่า ถ้ำ ทำ ทำงาน ธำรง นำ นำเสนอ น้ำ
น้ำใจ บำบัด บำรุง บำเพ็ญ ประจำ ประจำปี ป้ำ ผู้นำ พร่ำ ฟ้ำ มัคคุเทศก์ ย้ำ ย่ำ รำ ร่ำรวย ร่ำ ลำดับ
ลำปาง ล้ำ ล่ำ วลำ สำคัญ สำนักงาน สำเร็จ สม่ำเสมอ ส่ำ หมู่ หนำ อำนาจ อำเภอ อำนวย เป็น ปี่ ปู่ ฝืน
ฟื้นฟู ญาติ ญี่ปุ่น กฎ ฎีกา ฐานะ ฐู ฏิ ปฏิบัติหน้าที่ ศิษย์ ทรัพย์สิน สิทธิ์ ซื้อจัดจ้าง ให้ ไม่ ใช้
เพื่อ ทั้งสิ้น ขึ้น ต่าง ๆ ฯลฯ ฤๅ ฤดู ฬ่อ ๙๖.๔๗ ฿
""".split()  # noqa: SIM905 - a list of a hundred words in quotes is harder to read


def words(text: str) -> list[str]:
    return text.split()


def pypdf_text(content: bytes) -> str:
    return "\n".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(content)).pages)


def pdfminer_text(content: bytes) -> str:
    return extract_text(io.BytesIO(content))


def pdftotext_text(content: bytes) -> str:
    return subprocess.check_output(["pdftotext", "-", "-"], input=content).decode()


ONE_SHEET = "<style>@page { size: 300mm 4000mm }</style>"  # no foot of a page among the words
POPPLER = pytest.param(pdftotext_text, marks=pytest.mark.needs("pdftotext"))
READERS = pytest.mark.parametrize("read", [pypdf_text, pdfminer_text, POPPLER])
Reader = Callable[[bytes], str]


@READERS
@pytest.mark.parametrize("tag", ["p", "b"])
def test_text_layer_hard_words_are_exact(render: Render, read: Reader, tag: str) -> None:
    content = render(f"<{tag}>{'<br>'.join(WORDS)}</{tag}>", head=ONE_SHEET)
    assert words(read(content)) == [*WORDS, "หน้า", "๑"]


@READERS
def test_text_layer_every_syllable_is_exact(render: Render, read: Reader) -> None:
    rows = [" ".join(base + mark for mark in MARKS) for base in CONSONANTS]
    content = render("".join(f"<div>{row}</div>" for row in rows), head=ONE_SHEET)
    assert words(read(content)) == words(" ".join([*rows, "หน้า ๑"]))


@READERS
def test_text_layer_of_a_table_is_exact(render: Render, read: Reader) -> None:
    rows = "".join(f"<tr><td>{word}<td>{word}ต่ำกว่า" for word in WORDS)
    content = render(f'<table><tr><th scope="col">คำ<th scope="col">ซ้ำ{rows}</table>', head=ONE_SHEET)
    expected = [*WORDS, *(f"{word}ต่ำกว่า" for word in WORDS), "คำ", "ซ้ำ", "หน้า", "๑"]
    assert sorted(words(read(content))) == sorted(expected)


@READERS
def test_text_layer_of_a_chart_is_exact(render: Render, read: Reader) -> None:
    texts = "".join(
        f'<text x="{100 * (place % 4)}" y="{20 * (place // 4 + 1)}">{word}</text>'
        for place, word in enumerate(WORDS)
    )
    svg = f'<svg viewBox="0 0 400 600" role="img" font-family="Sarabun Doc"><title>คำ</title>{texts}</svg>'
    assert sorted(words(read(render(svg)))) == sorted([*WORDS, "หน้า", "๑"])


@READERS
def test_text_layer_has_the_spaces_that_were_typed(render: Render, read: Reader) -> None:
    content = render("<p>ปีงบประมาณ พ.ศ. ๒๕๖๘ ตัวชี้วัดที่ ๔ ได้ ๗๔.๕๔ คะแนน</p>")
    assert "ปีงบประมาณ พ.ศ. ๒๕๖๘ ตัวชี้วัดที่ ๔ ได้ ๗๔.๕๔ คะแนน" in read(content)


def test_long_addresses_are_whole_in_the_text_layer(render: Render) -> None:
    address = "https://www.example.go.th/" + "integrity-and-transparency/" * 6
    content = render(f'<table style="table-layout: fixed; width: 40mm"><tr><td>{address}</td></tr></table>')
    assert address in pypdf_text(content).replace("\n", "")


@READERS
def test_hyphens_inside_words_survive_the_end_of_a_line(render: Render, read: Reader) -> None:
    text = "บริการ E-Service และยืม-คืนทรัพย์สิน No-Gift ของหน่วยงาน"
    columns = "".join(f'<p style="width: {width}mm">{text}</p>' for width in range(20, 60, 2))
    found = "".join(read(render(columns, head=ONE_SHEET)).split())
    assert found.count("".join(text.split())) == len(range(20, 60, 2))


@READERS
def test_sign_that_no_font_has_leaves_the_rest_readable(
    render: Render, read: Reader, faults: list[str]
) -> None:
    assert "สำนักงาน ต่ำกว่า" in read(render("<p>สำนักงาน ต่ำกว่า \U0010fffd จบ</p>"))
    faults.clear()


def test_narrow_thai_lines_break(render: Render) -> None:
    content = render(f'<p style="width: 40mm">{"มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน" * 2}</p>')
    assert len(pypdf_text(content).splitlines()) > 3


def test_same_input_same_bytes_whatever_came_between(render: Render) -> None:
    body = f"<h1>คำนำ</h1><p>{' '.join(WORDS)}</p>"
    bundle = (pdf.Attachment("bundle.json", b"{}", "ข้อมูล"),)
    first = render(body, attachments=bundle)
    render("<p>อื่น ๆ <b>น้ำ</b> 123</p>")
    assert render(body, attachments=bundle) == first


@pytest.mark.needs("Pango")
def test_same_input_same_bytes_in_another_process(render: Render, stylesheet: Path) -> None:
    html = page(f"<p>{' '.join(WORDS)}</p>")
    program = (
        "import sys; from pathlib import Path; from printing import pdf;"
        "sys.stdout.buffer.write(pdf.render(sys.stdin.read(), stylesheet=Path(sys.argv[1])))"
    )
    command = [sys.executable, "-X", "utf8", "-c", program, str(stylesheet)]
    other = subprocess.run(
        command,
        input=html.encode(),
        capture_output=True,
        check=True,
        cwd=pdf.STATIC.parent,
        env={"PYTHONHASHSEED": "7"},
    )
    assert other.stdout == render(f"<p>{' '.join(WORDS)}</p>")


def test_document_claims_archive_and_access(render: Render) -> None:
    head = '<meta name="author" content="เทศบาลตำบลทุ่งผึ้ง"><meta name="description" content="มาตรการ">'
    reader = PdfReader(io.BytesIO(render("<h1>คำนำ</h1>", head=head)))
    metadata = reader.root_object["/Metadata"].get_data().decode()
    assert [
        claim
        for claim in ('pdfaid:part="3"', 'pdfaid:conformance="A"', 'pdfuaid:part="1"')
        if claim in metadata
    ] == [
        'pdfaid:part="3"',
        'pdfaid:conformance="A"',
        'pdfuaid:part="1"',
    ]
    assert (reader.root_object["/Lang"], reader.root_object["/MarkInfo"]["/Marked"]) == ("th-TH", True)
    assert (reader.metadata.title, reader.metadata.author, reader.metadata.subject) == (
        "รายงาน",
        "เทศบาลตำบลทุ่งผึ้ง",
        "มาตรการ",
    )


def test_document_conforms_to_both_standards(render: Render) -> None:
    validator = pytest.importorskip("page", reason="page-validation is not installed")
    table = '<table><tr><th scope="col">ตัวชี้วัด<th scope="col">คะแนน<tr><td>น้ำ<td>๙๖.๔๗</table>'
    chart = '<svg viewBox="0 0 9 9" role="img"><title>แผนภูมิ</title><path d="M0 0L9 9" stroke="#000"/></svg>'
    bundle = (pdf.Attachment("bundle.json", b"{}", "ข้อมูล"),)
    for length in range(1, 40):  # the last byte of some stream is a carriage return
        content = render(f"<h1>คำนำ</h1><p>{'ก ' * length}</p>{table}{chart}", attachments=bundle)
        for profile in (validator.ValidationProfile.PDF_UA_1, validator.ValidationProfile.PDF_A_3A):
            assert list(validator.validate_pdf_bytes(content, profile=profile).failures) == []


def test_link_with_a_hyphen_in_it_conforms(render: Render) -> None:
    validator = pytest.importorskip("page", reason="page-validation is not installed")
    content = render('<h1>คำนำ</h1><p>ดู<a href="https://example.go.th/">ทะเบียนยืม-คืน</a></p>')
    assert (
        list(validator.validate_pdf_bytes(content, profile=validator.ValidationProfile.PDF_UA_1).failures)
        == []
    )


def test_no_stream_ends_where_a_reader_could_miss_it(render: Render) -> None:
    content = render("<p>น้ำ</p>")
    assert content.count(b"endstream") == content.count(b"\r\nendstream") > 3


def test_attachment_rides_along_with_its_relationship(render: Render) -> None:
    bundle = pdf.Attachment("bundle.json", b'{"year": 2568}', "ข้อมูลของรายงาน", relationship="Source")
    reader = PdfReader(io.BytesIO(render("<p>น้ำ</p>", attachments=(bundle,))))
    assert dict(reader.attachments) == {"bundle.json": [b'{"year": 2568}']}
    file = reader.root_object["/AF"][0].get_object()
    assert (file["/AFRelationship"], file["/Desc"]) == ("/Source", "ข้อมูลของรายงาน")
    assert file["/EF"]["/F"]["/Subtype"] == "/application/json"


def test_only_our_fonts_are_embedded(render: Render) -> None:
    reader = PdfReader(io.BytesIO(render("<h1>คำนำ</h1><p>น้ำ – ร้อยละ 95 “ๆ” • ≥ → × …</p>")))
    fonts = {str(font.get_object()["/BaseFont"]) for font in reader.pages[0]["/Resources"]["/Font"].values()}
    assert {name.partition("+")[2] for name in fonts} == {"Sarabun-Doc", "Sarabun-Doc-Bold"}


@pytest.mark.parametrize(
    "markup",
    [
        '<img alt="x" src="file:///etc/passwd">',
        '<img alt="x" src="http://127.0.0.1:9/x.png">',
        '<img alt="x" src="x.png">',
        '<img alt="x" src="data:image/svg+xml;base64,PHN2Zy8+">',
        '<object data="file:///etc/passwd"></object>',
        '<style>@import "file:///etc/passwd";</style>',
        '<style>@font-face { font-family: x; src: url("file:///etc/passwd") } p { font: 9pt x }</style><p>',
        '<p style="background: url(http://127.0.0.1:9/)">น้ำ</p>',
        '<a rel="attachment" href="file:///etc/passwd">น้ำ</a>',
        '<svg viewBox="0 0 9 9"><title>x</title><image width="9" height="9" href="file:///etc/passwd"/></svg>',
        '<svg viewBox="0 0 9 9"><title>x</title><use href="file:///etc/passwd#a"/></svg>',
    ],
)
def test_nothing_else_is_fetched_or_embedded(render: Render, faults: list[str], markup: str) -> None:
    content = render(markup)
    faults.clear()
    assert b"root:" not in content
    assert dict(PdfReader(io.BytesIO(content)).attachments) == {}


def test_files_beside_ours_are_not_ours(render: Render, faults: list[str]) -> None:
    neighbour = (pdf.STATIC / "fonts" / "OFL.txt").as_uri()
    through = f"{(pdf.STATIC / 'fonts').as_uri()}/../fonts/OFL.txt"
    for address in (neighbour, through):
        render(f'<object data="{address}"></object>')
    assert len(faults) == 2
    faults.clear()


def test_links_to_styles_of_the_screen_are_left_aside(render: Render) -> None:
    head = '<link rel="stylesheet" href="/static/document.css"><link rel="icon" href="/favicon.ico">'
    assert render("<p>น้ำ</p>", head=head) == render("<p>น้ำ</p>")


@pytest.mark.parametrize("kind", ["png", "jpeg"])
def test_images_in_the_document_are_shown(render: Render, kind: str) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (4, 4), "red").save(buffer, kind)
    source = f"data:image/{kind};base64,{base64.b64encode(buffer.getvalue()).decode()}"
    reader = PdfReader(io.BytesIO(render(f'<img alt="ตราเทศบาล" src="{source}">')))
    assert len(reader.pages[0].images) == 1


def test_this_machine_can_print() -> None:
    assert pdf.obstacle() == ""


def test_without_pango_the_command_to_type_is_said() -> None:
    program = (
        "import sys\n"
        "class NoPango:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'weasyprint': raise OSError('cannot load library')\n"
        "sys.meta_path.insert(0, NoPango())\n"
        "from printing import pdf\n"
        "try: pdf.render('<p>')\n"
        "except pdf.PdfUnavailable as refusal: print(refusal)\n"
    )
    command = [sys.executable, "-X", "utf8", "-c", program]
    said = subprocess.run(command, capture_output=True, check=True, cwd=pdf.STATIC.parent).stdout.decode()
    assert said.strip().endswith(pdf.INSTALL)
