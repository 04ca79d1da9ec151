"""Signs that people paste: those that the font has, those that it lacks, and odd spellings."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from documents.glyphs import FONTS, NAMELESS
from printing import pdf
from tests.printing.conftest import Render, page
from tests.printing.test_pdf import ONE_SHEET, READERS, Reader, words

DRAWN = "• ● ▪ ■ □ ◆ ✓ ✔ ✗ ☐ ☑ ☒ ✅ ❌ ⭐ ➢ ➤ ► → ⇒ ➡ ↔ ① ⑳ ❶ ⑴ ⒈ Ⓐ ⁃ ‑ № ℃".split()  # noqa: SIM905 - as people read it
LACKING = ["\U0001f600", "\U0001f4cc", "\U0001f44d\U0001f3fd", "\U0001f468\u200d\U0001f469", "α", "漢"]
PRIVATE = ["\uf0a8", "\ue000", "\ue900", "\uf8ff", "\U0010fffd"]
SPELLED = {
    "ท\u0e4d\u0e32งาน": "ทำงาน",
    "น\u0e49\u0e4d\u0e32ดื่ม": "น้ำดื่ม",
    "น\u0e4d\u0e49\u0e32ใช้": "น้ำใช้",
    "ป\u0e49\u0e38": "ปุ้",
    "ผ\u0e49\u0e39": "ผู้",
    "ก\u0e48\u0e35": "กี่",
    "\uf0b7": "•",
    "\uf0a7": "▪",
    "\uf0d8": "➢",
    "\uf0fc": "✓",  # Word's bullets
}  # as typed, and as it is read
ORDINARY = ["น้ำหนัก", "หน้าที่", "ทำ", "จำนวน", "ปู่", "กู้", "ต่ำ", "ไฟล์", "office"]
EVERYTHING = [*DRAWN, *LACKING, *PRIVATE, *SPELLED, *ORDINARY]
READ = [*DRAWN, *LACKING, *[NAMELESS] * len(PRIVATE), *SPELLED.values(), *ORDINARY]
NO_FONTS = (
    '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig></fontconfig>'
)
PRINTS = (
    "import sys; from pathlib import Path; from printing import pdf;"
    "sys.stdout.buffer.write(pdf.render(sys.stdin.read(), stylesheet=Path(sys.argv[1])))"
)


def everything() -> str:
    """A page with every sign: in prose, in bold, in a list, in a table, in a drawing."""
    rows = "".join(f"<p>{text} คำ {text}</p>" for text in EVERYTHING)
    bold = " ".join(f"<b>{text}</b>" for text in EVERYTHING)
    cells = "".join(f"<tr><td>{text}<td>ค่า" for text in EVERYTHING[:5])
    svg = f'<svg viewBox="0 0 99 9" role="img"><title>ภาพ</title><text y="9">{LACKING[0]} ➢</text></svg>'
    table = f'<table><tr><th scope="col">ก<th scope="col">ข{cells}</table>'
    return f"<h1>หัวข้อ {LACKING[0]}</h1><ul><li>{PRIVATE[0]} ข้อ</li></ul>{rows}<p>{bold}</p>{table}{svg}"


def failures(content: bytes) -> list[object]:
    """What the validator finds against both standards."""
    validator = pytest.importorskip("page", reason="page-validation is not installed")
    profiles = (validator.ValidationProfile.PDF_UA_1, validator.ValidationProfile.PDF_A_3A)
    return [
        failure
        for profile in profiles
        for failure in validator.validate_pdf_bytes(content, profile=profile).failures
    ]


def fonts(content: bytes) -> set[str]:
    sheets = PdfReader(io.BytesIO(content)).pages
    return {
        font.get_object()["/BaseFont"].partition("+")[2]
        for sheet in sheets
        for font in sheet["/Resources"]["/Font"].values()
    }


@READERS
@pytest.mark.parametrize("tag", ["p", "b"])
def test_every_sign_is_read_as_it_was_typed(render: Render, read: Reader, tag: str) -> None:
    content = render(
        "".join(f"<div><{tag}>คำ {text} จบ</{tag}></div>" for text in EVERYTHING), head=ONE_SHEET
    )
    assert words(read(content))[:-2] == words(" ".join(f"คำ {text} จบ" for text in READ))


@READERS
def test_an_odd_spelling_changes_no_other_word(render: Render, read: Reader) -> None:
    texts = [*SPELLED, *ORDINARY]
    content = render("".join(f"<p>{text}</p>" for text in texts))
    assert words(read(content))[:-2] == [*SPELLED.values(), *ORDINARY]


def test_document_with_every_sign_conforms_to_both_standards(render: Render) -> None:
    content = render(everything())
    assert failures(content) == []
    assert fonts(content) == {"Sarabun-Doc", "Sarabun-Doc-Bold"}


@pytest.mark.needs("Pango")
def test_machine_without_any_font_prints_the_same_bytes(
    render: Render, stylesheet: Path, tmp_path: Path
) -> None:
    bare = tmp_path / "fonts.conf"
    bare.write_text(NO_FONTS, encoding="utf-8")
    command = [sys.executable, "-X", "utf8", "-W", "error::UserWarning", "-c", PRINTS, str(stylesheet)]
    other = subprocess.run(
        command,
        input=page(everything()).encode(),
        capture_output=True,
        check=True,
        cwd=pdf.STATIC.parent,
        env={"FONTCONFIG_FILE": str(bare)},
    )
    assert (other.stderr, other.stdout) == (b"", render(everything()))


def test_bookmarks_and_titles_keep_the_sign(render: Render) -> None:
    content = render("<h1>คำนำ \U0001f600</h1>", head="<title>\ue900</title>")
    reader = PdfReader(io.BytesIO(content))
    assert [entry.title for entry in reader.outline] == ["คำนำ \U0001f600"]


def test_more_different_signs_than_boxes_still_conform(render: Render) -> None:
    content = render(f"<h1>คำนำ</h1><p>{' '.join(map(chr, range(0x1F600, 0x1F650)))}</p>")
    assert failures(content) == []
    text = PdfReader(io.BytesIO(content)).pages[0].extract_text()
    assert (text.count(NAMELESS), chr(0x1F63F) in text, chr(0x1F640) in text) == (16, True, False)


def test_nothing_is_claimed_where_a_glyph_is_missing(render: Render, faults: list[str]) -> None:
    """A stylesheet is ours; should it ask for a sign that the font lacks, the file says no untruth."""
    content = render('<style>p::before { content: "\U0001f600" }</style><p>คำนำ</p>')
    faults.clear()
    assert b"pdfaid:part" not in content
    assert b"pdfuaid:part" not in content
    assert "คำนำ" in PdfReader(io.BytesIO(content)).pages[0].extract_text()


def test_stylesheet_asks_for_no_sign_without_a_glyph() -> None:
    style = pdf.STYLESHEET.read_text(encoding="utf-8")
    signs = set(json.loads((FONTS / "SarabunDoc.json").read_text(encoding="utf-8"))["signs"])
    assert set(style) - signs == {"\n"}
