"""The Word files: everything that the page says, in styles that Word takes for Thai."""

import re
import subprocess
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Cm
from lxml import html
from PIL import Image

from documents.compose import Document, compose
from documents.dossier import Dossier
from printing.word import writing as word
from tests.documents.dossiers import PLACE, dossier, full, measure
from tests.documents.papers import KINDS, lost, shown, squeezed
from tests.documents.test_document_demo import CONTENTS, dossier_of
from tests.documents.test_document_paper import EXTREMES, hard

HOSTILE = (
    "<script>alert(1)</script>",
    "&amp; ]]> <w:p/>",
    "{{ document }} {% load %}",
    "A" * 50_000,
    "'\"\u200b\U0001f600",
    "\uf0a8\ue000\U0010fffd ● ✓ ➢ ①",
)


def opened(found: Dossier, kind: str, *, draft: bool = True) -> WordDocument:
    """The Word file of a dossier, read again."""
    return docx.Document(BytesIO(word.written(compose(found, kind, draft=draft))))


def text_of(root: Any) -> str:
    """All text below an element, white space left out."""
    return squeezed("".join(node.text or "" for node in root.iter(qn("w:t"))))


def both(found: Dossier) -> str:
    """The text of both documents."""
    return "".join(text_of(opened(found, kind).element.body) for kind in KINDS)


def words_of(document: Document) -> Iterator[str]:
    """Every text of the page but the contents and the charts, in order."""
    page = html.fromstring(shown(document))
    for part in page.xpath("//nav | //figure | //svg | //caption[contains(@class, 'hidden')]"):
        part.drop_tree()
    yield from filter(None, map(squeezed, page.itertext()))


@pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS)
@pytest.mark.django_db
def test_word_holds_everything_of_a_bundle(content: bytes) -> None:
    found = dossier_of(content)

    assert lost(found, both(found)) == []


@pytest.mark.parametrize("found", [full(), hard(), *EXTREMES.values()], ids=["full", "hard", *EXTREMES])
@pytest.mark.parametrize("kind", KINDS)
def test_word_says_what_the_page_says_in_its_order(found: Dossier, kind: str) -> None:
    told, place, missing = text_of(opened(found, kind).element.body), 0, []
    for words in words_of(compose(found, kind)):
        at = told.find(words, place)
        place = max(place, at + len(words) if at >= 0 else 0)
        missing += [words] if at < 0 else []

    assert missing == []


def test_hostile_text_stands_as_it_was_typed() -> None:
    found = replace(full(), obstacles=HOSTILE, measures=(measure(1, steps=HOSTILE, follow_up=HOSTILE[0]),))

    assert lost(found, both(found)) == []


def test_line_breaks_that_were_typed_remain() -> None:
    said = opened(dossier(measures=(measure(1, analysis="บรรทัดแรก\nบรรทัดที่สอง"),)), "plan")
    cells = {cell.text for table in said.tables for row in table.rows for cell in row.cells}

    assert any("บรรทัดแรก\nบรรทัดที่สอง" in text for text in cells)


def test_lists_and_tables_are_numbered_in_thai() -> None:
    said = opened(dossier(measures=(measure(1, steps=("ประชุม", "ลงมือทำ")),)), "plan")
    captions = [paragraph.text[:10] for paragraph in said.paragraphs if paragraph.style.name == "Caption"]
    steps = [cell.text for table in said.tables for row in table.rows for cell in row.cells]

    assert "๑.\tประชุม\n๒.\tลงมือทำ" in steps
    assert captions == [f"ตารางที่\u00a0{number}" for number in "๑๒๓"]


def test_headings_are_real_and_numbered() -> None:
    document = compose(full(), "plan")
    said = opened(full(), "plan")
    heads = [paragraph.text for paragraph in said.paragraphs if paragraph.style.name == "Heading 1"]

    assert heads == [
        f"{number}. {part.heading}" for number, part in document.numbered_sections if part.heading
    ]
    assert [p.text for p in said.paragraphs if p.style.name == "Title"] == [document.title]


@pytest.mark.parametrize("kind", KINDS)
def test_heads_of_tables_repeat_and_rows_stay_whole(kind: str) -> None:
    tables = [table for table in opened(full(), kind).tables if len(table.rows) > 1]  # but the score cards
    heads = [[row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in table.rows] for table in tables]

    assert heads == [[True] + [False] * (len(table.rows) - 1) for table in tables]
    assert all(row._tr.find(f".//{qn('w:cantSplit')}") is not None for table in tables for row in table.rows)


def test_row_that_is_taller_than_a_page_may_be_broken() -> None:
    rows = opened(EXTREMES["a cell of pages"], "plan").tables[-1].rows
    long = [any(len(cell.text) > 5000 for cell in row.cells) for row in rows]

    assert [row._tr.find(f".//{qn('w:cantSplit')}") is None for row in rows] == long
    assert any(long)


def test_every_style_has_the_font_and_size_of_thai() -> None:
    said = opened(full(), "results")
    for style in said.styles.element.iter(qn("w:style")):
        letters = style.find(qn("w:rPr"))
        if letters is None:  # the style of tables has no letters
            continue
        fonts = {letters.find(qn("w:rFonts")).get(qn(f"w:{kind}")) for kind in ("ascii", "hAnsi", "cs")}
        assert fonts == {"TH SarabunPSK"}
        assert letters.find(qn("w:lang")).get(qn("w:bidi")) == "th-TH"
        assert (letters.find(qn("w:b")) is None) == (letters.find(qn("w:bCs")) is None)
        sizes = [letters.find(qn(tag)) for tag in ("w:sz", "w:szCs")]
        assert len({None if size is None else size.get(qn("w:val")) for size in sizes}) == 1
    sizes_of = {name: said.styles[name].font.size.pt for name in ("Normal", "Table Text", "Table Head")}
    assert sizes_of == {"Normal": 16, "Table Text": 14, "Table Head": 14}


@pytest.mark.parametrize("kind", KINDS)
def test_every_style_is_known_and_no_text_has_a_language_of_its_own(kind: str) -> None:
    said = opened(full(), kind)
    known = {style.get(qn("w:styleId")) for style in said.styles.element.iter(qn("w:style"))}
    used = said.element.body.xpath(".//w:pStyle/@w:val | .//w:rStyle/@w:val | .//w:tblStyle/@w:val")
    languages = said.element.body.xpath(".//w:r//w:lang")  # all text is in that of its style, which is Thai

    assert (set(used) <= known, languages) == (True, [])


@pytest.mark.parametrize(
    ("kind", "wide"), [("plan", [False, False, True]), ("results", [False, False, True, False])]
)
def test_pages_have_the_form_of_official_papers(kind: str, wide: list[bool]) -> None:
    sheets = opened(full(), kind).sections
    margins = {(s.left_margin, s.right_margin, s.top_margin, s.bottom_margin) for s in sheets}

    assert [sheet.page_width > sheet.page_height for sheet in sheets] == wide
    assert {round(edge.cm, 1) for sheet in margins for edge in sheet} == {3.0, 2.0, 2.5}
    assert [round(edge.cm, 1) for edge in next(iter(margins))] == [3.0, 2.0, 2.5, 2.0]
    assert {s._sectPr.find(qn("w:pgNumType")).get(qn("w:fmt")) for s in sheets} == {"thaiNumbers"}
    assert max(sheet.page_width for sheet in sheets) == pytest.approx(Cm(29.7), abs=700)


def test_tables_are_as_wide_as_the_text() -> None:
    said = opened(full(), "results")
    rooms = {Cm(16), Cm(24.7)}
    widths = [sum(column.width for column in table.columns) for table in said.tables]

    assert [width for width in widths if min(abs(width - room) for room in rooms) > Cm(0.1)] == []


def test_every_page_names_the_document_and_its_number() -> None:
    for draft in (True, False):
        cover, *others = opened(full(), "plan", draft=draft).sections
        head, foot = others[0].header.paragraphs[0], others[0].footer.paragraphs[0]
        assert (cover.header.paragraphs[0].text, cover.footer.paragraphs[0].text) == ("", "")
        assert head.text.startswith("ร่าง มาตรการ") == draft
        assert PLACE.full_name in head.text
        assert re.search("PAGE", foot._p.xml)
        assert all(sheet.header.is_linked_to_previous for sheet in others[1:])


def test_examples_say_so_on_every_page() -> None:
    example = replace(full(), place=replace(PLACE, is_example=True))
    foot = opened(example, "plan").sections[1].footer.paragraphs

    assert "มิใช่เอกสารของเทศบาล" in foot[1].text


@pytest.mark.parametrize("kind", KINDS)
def test_signature_stays_with_what_is_signed(kind: str) -> None:
    paragraphs = opened(full(), kind).paragraphs
    closing = next(place for place, each in enumerate(paragraphs) if "ตามรายละเอียดข้างต้น" in each.text)
    signed = [each for each in paragraphs[closing + 1 :] if each.style.name == "Signature"]

    assert len(signed) == 4
    assert [each.paragraph_format.keep_with_next for each in signed] == [True, True, True, None]
    assert all(each.paragraph_format.keep_with_next for each in paragraphs[closing - 1 : closing + 1])


def test_file_tells_what_it_is_and_whose() -> None:
    document, about = compose(full(), "plan"), opened(full(), "plan").core_properties

    assert (about.title, about.author, about.language) == (document.full_title, PLACE.full_name, "th-TH")
    assert about.subject.startswith(document.title)
    assert (about.created, about.modified, about.comments) == (None, None, "")


def test_same_document_gives_the_same_bytes() -> None:
    first, second = (word.written(compose(full(), "plan")) for _ in range(2))
    with ZipFile(BytesIO(first)) as parts:
        names, dates = parts.namelist(), {part.date_time for part in parts.infolist()}

    assert first == second
    assert dates == {(1980, 1, 1, 0, 0, 0)}
    assert [name for name in names if "thumbnail" in name or "customXml" in name] == []


def test_only_addresses_on_the_web_are_links() -> None:
    found = full()
    evidence = [
        replace(each, url=url)
        for each, url in zip(
            [found.measures[0].evidence[0]] * 3,
            ("https://example.go.th/a", "javascript:alert(1)", "/evidence/7/"),
            strict=True,
        )
    ]
    said = opened(replace(found, measures=(replace(found.measures[0], evidence=tuple(evidence)),)), "results")

    assert {rel.target_ref for rel in said.part.rels.values() if rel.is_external} == {
        "https://example.go.th/a"
    }


def test_seal_stands_on_the_cover() -> None:
    file = BytesIO()
    Image.new("RGB", (30, 30), "navy").save(file, "PNG")
    seal = f"data:image/png;base64,{b64encode(file.getvalue()).decode()}"
    document = replace(compose(full(), "plan"), seal=seal)
    said = docx.Document(BytesIO(word.written(document)))

    assert [shape._inline.docPr.get("descr") for shape in said.inline_shapes] == [f"ตรา{PLACE.full_name}"]
    assert said.inline_shapes[0].height == Cm(3.2)


@pytest.mark.needs("soffice", "pdftotext")
def test_libreoffice_shows_the_same_text(tmp_path: Path) -> None:
    for kind in KINDS:
        (tmp_path / f"{kind}.docx").write_bytes(word.written(compose(full(), kind)))
    profile, files = f"-env:UserInstallation=file://{tmp_path}/profile", [f"{kind}.docx" for kind in KINDS]
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", *files],
        cwd=tmp_path,
        check=True,
        timeout=120,
        capture_output=True,
    )

    texts = [subprocess.check_output(["pdftotext", "-raw", tmp_path / f"{kind}.pdf", "-"]) for kind in KINDS]
    assert lost(full(), b"".join(texts).decode()) == []
