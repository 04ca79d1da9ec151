"""The Word template: a designer may change how it looks, but not take away what the files are made with."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from documents.compose import compose
from printing.word import contents, form, looks
from printing.word import writing as word
from tests.documents.dossiers import full
from tests.documents.papers import KINDS

# The writer asks for these by name; those of the classes of the page stand in printing.word.looks.
WRITTEN = {"Normal", "Gap", "TOC Heading", "Header", "Footer", "Table Text", "Table Head", "Signature"}
PARAGRAPHS = WRITTEN | set(looks.STYLES.values()) | set(looks.CELLS.values())
MARKS = {"Hyperlink", *looks.MARKS.values()}
DESIGNER = "นายช่าง ออกแบบ"


@pytest.fixture(scope="module")
def template() -> WordDocument:
    return docx.Document(str(form.TEMPLATE))


@pytest.fixture
def redesigned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[WordDocument], None]:
    """Let the files be made from this template."""

    def save(changed: WordDocument) -> None:
        changed.save(str(tmp_path / "template.docx"))
        monkeypatch.setattr(form, "TEMPLATE", tmp_path / "template.docx")

    return save


def written(kind: str = "results") -> WordDocument:
    return docx.Document(BytesIO(word.written(compose(full(), kind))))


def test_template_has_every_style_of_the_writer(template: WordDocument) -> None:
    ids: dict[WD_STYLE_TYPE, set[str]] = {kind: set() for kind in WD_STYLE_TYPE}
    for style in template.styles:
        ids[style.type].add(style.style_id)

    assert {form.style_id(name) for name in PARAGRAPHS} - ids[WD_STYLE_TYPE.PARAGRAPH] == set()
    assert {*contents.LEVELS, *contents.LEVELS.values()} - ids[WD_STYLE_TYPE.PARAGRAPH] == set()
    assert {form.style_id(name) for name in MARKS} - ids[WD_STYLE_TYPE.CHARACTER] == set()
    assert ids[WD_STYLE_TYPE.TABLE] == {"TableGrid"}


def test_template_is_thai_throughout(template: WordDocument) -> None:
    [default] = template.styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr")
    theme = template.settings.element.find(qn("w:themeFontLang"))

    assert default.find(qn("w:rFonts")).get(qn("w:cs")) == "TH SarabunPSK"
    assert default.find(qn("w:lang")).get(qn("w:bidi")) == theme.get(qn("w:bidi")) == "th-TH"
    assert template.styles["Body Text"].element.pPr.jc.get(qn("w:val")) == "thaiDistribute"
    assert template.settings.element.xpath(
        "w:compat/w:compatSetting[@w:name='compatibilityMode']/@w:val"
    ) == ["15"]


def test_template_has_a_cover_upright_and_wide_pages(template: WordDocument) -> None:
    cover, upright, wide = template.sections
    formats = [sheet._sectPr.find(qn("w:pgNumType")).get(qn("w:fmt")) for sheet in template.sections]

    assert [sheet.orientation for sheet in template.sections] == [
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.LANDSCAPE,
    ]
    assert (upright.page_width, upright.page_height) == (wide.page_height, wide.page_width)
    assert formats == ["thaiNumbers"] * 3
    assert (cover.header.paragraphs[0].text, cover.footer.paragraphs[0].text) == ("", "")


def test_template_has_one_head_and_the_foot_of_the_first_and_other_pages(template: WordDocument) -> None:
    sheet = template.sections[1]
    feet = [
        foot._element.xpath(".//w:fldSimple/@w:instr") for foot in (sheet.footer, sheet.first_page_footer)
    ]

    assert (len(sheet.header.paragraphs), sheet.first_page_header.is_linked_to_previous) == (1, True)
    assert feet == [["PAGE"], ["PAGE"]]


def test_template_has_the_colour_of_each_kind_of_row(template: WordDocument) -> None:
    shades = form.empty_form(larger=0, thai_numerals=True).shades

    assert [shade is None for shade in shades.values()] == [kind == "" for kind in form.KINDS]
    assert len(template.tables) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_of_the_template_s_text_is_left(kind: str, template: WordDocument) -> None:
    content = word.written(compose(full(), kind))
    samples = [paragraph.text for paragraph in template.paragraphs if paragraph.text]
    samples += [template.sections[1].header.paragraphs[0].text, template.core_properties.title]
    with ZipFile(BytesIO(content)) as file:
        parts = {
            name: file.read(name).decode() for name in file.namelist() if name.endswith((".xml", ".rels"))
        }

    assert [text for text in samples if any(text in part for part in parts.values())] == []
    assert len(samples) > 20


def test_designer_changes_styles_margins_foot_and_colours(
    redesigned: Callable[[WordDocument], None],
) -> None:
    changed = docx.Document(str(form.TEMPLATE))
    changed.styles["Heading 1"].font.color.rgb = RGBColor(0x11, 0x66, 0x33)
    changed.styles["Table Text"].font.size = Pt(13)
    changed.sections[1].left_margin, changed.sections[2].right_margin = Cm(4), Cm(3)
    for foot in (changed.sections[1].footer, changed.sections[1].first_page_footer):
        foot.paragraphs[0].insert_paragraph_before("แบบ ๗")
    changed.tables[0].rows[0].cells[0]._tc.tcPr.find(qn("w:shd")).set(qn("w:fill"), "116633")
    redesigned(changed)

    said = written()
    shades = said.element.body.xpath("//w:tr[w:trPr/w:tblHeader]//w:shd/@w:fill")

    assert said.styles["Heading 1"].font.color.rgb == RGBColor(0x11, 0x66, 0x33)
    assert said.styles["Table Text"].font.size == Pt(13)
    assert [round(sheet.left_margin.cm, 1) for sheet in said.sections] == [3.0, 4.0, 3.0, 4.0]
    assert [round(sheet.right_margin.cm, 1) for sheet in said.sections] == [2.0, 2.0, 3.0, 2.0]
    assert [paragraph.text[:5] for paragraph in said.sections[1].footer.paragraphs] == ["แบบ ๗", "หน้า\u00a0"]
    assert set(shades) == {"116633"}
    assert all(
        sum(column.width for column in table.columns) <= Cm(23.7) for table in said.tables if table.columns
    )


def test_designer_s_name_and_program_are_not_in_the_files(
    redesigned: Callable[[WordDocument], None],
) -> None:
    changed = docx.Document(str(form.TEMPLATE))
    about = changed.core_properties
    about.author = about.last_modified_by = about.comments = about.category = DESIGNER
    changed.sections[2].header.is_linked_to_previous = False  # as LibreOffice does
    changed.sections[2].header.paragraphs[0].text = DESIGNER
    package = changed.part.package
    company = Part(
        PackURI("/docProps/app.xml"), CONTENT_TYPE.OFC_EXTENDED_PROPERTIES, DESIGNER.encode(), package
    )
    package.relate_to(company, RELATIONSHIP_TYPE.EXTENDED_PROPERTIES)
    redesigned(changed)

    with ZipFile(BytesIO(word.written(compose(full(), "plan")))) as file:
        told = [name for name in file.namelist() if DESIGNER.encode() in file.read(name)]

    assert told == []
