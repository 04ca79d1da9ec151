"""How a Word document of the portal looks: its styles, lists and pages, in the form of official Thai papers.

Thai is a "complex script" to Word, which has a font, a size and a weight of its own for such text. Where only
the Latin ones are set, Thai comes out in another font and never bold; so both are always set, to the same.
"""

import re
from dataclasses import dataclass, replace
from typing import Any

from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Length

from ita_portal.thai import thai_digits

FONT = "TH SarabunPSK"  # the font of official papers, which every municipality has
BODY, CELL = 16, 14  # points
BLUE, RED, GREY = "1F4E79", "9A2B1D", "4D5A69"
LANGUAGE = '<w:lang w:val="en-US" w:eastAsia="en-US" w:bidi="th-TH"/>'
SHORT, LONG = Cm(21), Cm(29.7)  # A4
LEFT, RIGHT, TOP, BOTTOM = Cm(3), Cm(2), Cm(2.5), Cm(2)
EDGE = Cm(1.25)  # from the edge of the paper to its head and foot


@dataclass(frozen=True)
class Style:
    """A paragraph style: size and spaces in points, indents in twentieths, `align` as Word calls it."""

    name: str
    size: int = BODY
    bold: bool = False
    color: str = ""
    align: str = "left"
    before: int = 0
    after: int = 6
    left: int = 0
    first: int = 0
    leads: bool = False
    level: int | None = None

    @property
    def xml(self) -> str:
        """The style as Word writes it."""
        default = ' w:default="1"' if self.name == "Normal" else ""
        based = "" if default else '<w:basedOn w:val="Normal"/>'
        return (
            f'<w:style w:type="paragraph"{default} w:styleId="{style_id(self.name)}">'
            f'<w:name w:val="{_word_name(self.name)}"/>{based}<w:qFormat/><w:pPr>{self._lines}</w:pPr>'
            f"<w:rPr>{letters(size=self.size, bold=self.bold, color=self.color)}</w:rPr></w:style>"
        )

    @property
    def _lines(self) -> str:
        """The properties of the paragraph, in the order in which Word wants them."""
        kept = "<w:keepNext/><w:keepLines/>" if self.leads else ""
        level = "" if self.level is None else f'<w:outlineLvl w:val="{self.level}"/>'
        before, after = 20 * self.before, 20 * self.after
        return (
            f'{kept}<w:spacing w:before="{before}" w:after="{after}" w:line="240" w:lineRule="auto"/>'
            f'<w:ind w:left="{self.left}" w:firstLine="{self.first}"/><w:jc w:val="{self.align}"/>{level}'
        )


STYLES = (
    Style("Normal"),
    Style("Title", 26, bold=True, color=BLUE, align="center", before=120, after=30),
    Style("Subtitle", 22, bold=True, align="center", after=24),
    Style("Masthead", 22, bold=True, color=BLUE, align="center", after=2),
    Style("Cover", align="center"),
    Style("Announcement", bold=True, align="center", after=2),
    Style("Notice", 12, color=RED, align="center", after=0),
    Style("Gap", 4, after=0),
    Style("Heading 1", 20, bold=True, color=BLUE, before=12, leads=True, level=0),
    Style("Heading 2", 18, bold=True, color=BLUE, before=8, after=4, leads=True, level=1),
    Style("Heading 3", bold=True, color=BLUE, before=6, after=4, leads=True, level=2),
    Style("Body Text", align="thaiDistribute", first=720),
    Style("Note", CELL, color=GREY),
    Style("Remark", left=340),
    Style("Signature", align="center", after=2, left=3600),
    Style("TOC Heading", 20, bold=True, color=BLUE, before=12),
    Style("TOC 1", bold=True, before=4, after=0),
    Style("TOC 2", after=0, left=340),
    Style("Caption", bold=True, before=6, after=3, leads=True),
    Style("Table Text", CELL, after=0),
    Style("Table Head", CELL, bold=True, align="center", after=0),
    Style("Table Number", CELL, align="right", after=0),
    Style("Table Code", CELL, align="center", after=0),
    Style("Table Part", CELL, after=0, left=340),
    Style("Score", 22, bold=True, color=BLUE, align="center", after=0),
    Style("Header", 12, color=GREY, align="right", after=0),
    Style("Footer", CELL, align="center", after=0),
)


def letters(*, size: int | None = None, bold: bool = False, color: str = "") -> str:
    """The properties of letters, for Latin and Thai alike."""
    weight = "<w:b/><w:bCs/>" if bold else ""
    tint = f'<w:color w:val="{color}"/>' if color else ""
    points = f'<w:sz w:val="{2 * size}"/><w:szCs w:val="{2 * size}"/>' if size else ""
    return f"{FONTS}{weight}{tint}{points}{LANGUAGE}"


FONTS = f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
MARKS = {
    "Strong": letters(bold=True),
    "Missing": letters(bold=True, color=RED),
    "Muted": letters(color=GREY),
    "Hyperlink": letters(color=BLUE),
}
_EDGES = "".join(
    f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="7F8FA1"/>'
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
)
GRID = (
    f'<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:tblPr>'
    f"<w:tblBorders>{_EDGES}</w:tblBorders><w:tblCellMar>"
    '<w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
)


def style_id(name: str) -> str:
    """What paragraphs call a style. python-docx would look it up among all styles each time."""
    return name.replace(" ", "")


def _word_name(name: str) -> str:
    """Word's own styles have names of small letters in the file."""
    return (
        name.lower()
        if name.startswith(("Heading", "Header", "Footer", "Caption", "TOC 1", "TOC 2"))
        else name
    )


def shape(word: WordDocument, larger: int = 0) -> None:
    """Give python-docx's empty document the form of ours, its letters larger by so many points."""
    _set_styles(word, larger)
    _set_settings(word)
    _drop_the_template_s_own(word)


def _set_styles(word: WordDocument, larger: int) -> None:
    root = word.styles.element
    root.clear()
    defaults = f"<w:rPrDefault><w:rPr>{letters(size=BODY + larger)}</w:rPr></w:rPrDefault><w:pPrDefault/>"
    root.append(parse_xml(f"<w:docDefaults {nsdecls('w')}>{defaults}</w:docDefaults>"))
    for style in STYLES:
        root.append(element(replace(style, size=style.size + larger).xml))
    for name, properties in MARKS.items():
        root.append(element(_mark(name, properties)))
    root.append(element(GRID))


def _mark(name: str, properties: str) -> str:
    head = f'<w:style w:type="character" w:styleId="{name}"><w:name w:val="{name}"/>'
    return f"{head}<w:rPr>{properties}</w:rPr></w:style>"


def _set_settings(word: WordDocument) -> None:
    """Thai as the language of complex script; no compatibility mode."""
    root = word.settings.element
    root.find(qn("w:themeFontLang")).set(qn("w:bidi"), "th-TH")
    mode = root.find(f"{qn('w:compat')}/{qn('w:compatSetting')}[@{qn('w:name')}='compatibilityMode']")
    mode.set(qn("w:val"), "15")


def _drop_the_template_s_own(word: WordDocument) -> None:
    """A picture and figures of another document, its customised parts, lists and styles for old programs."""
    for rels in (word.part.rels, word.part.package.rels):
        for key, relation in list(rels.items()):
            if relation.reltype.endswith(
                ("/thumbnail", "/customXml", "/extended-properties", "/numbering", "/stylesWithEffects")
            ):
                del rels[key]


def open_sheet(word: WordDocument) -> None:
    """Begin a page that can have another format than those before."""
    word.add_section()
    *_, before, last = (child for child in word.element.body if child.tag != qn("w:sectPr"))
    if before.tag == qn("w:p") and before.xpath("not(w:pPr/w:sectPr)"):
        before.set_sectPr(last.pPr.sectPr)  # not in a paragraph of its own, which may make an empty page
        word.element.body.remove(last)


def lay_out(word: WordDocument, *, wide: bool) -> Length:
    """Make the last pages A4, numbered in our digits; the room between the margins of official papers."""
    sheet = word.sections[-1]
    sheet.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    width, height = (LONG, SHORT) if wide else (SHORT, LONG)
    sheet.page_width, sheet.page_height = width, height
    sheet.left_margin, sheet.right_margin, sheet.top_margin, sheet.bottom_margin = LEFT, RIGHT, TOP, BOTTOM
    sheet.header_distance = sheet.footer_distance = EDGE
    if sheet._sectPr.find(qn("w:pgNumType")) is None:
        sheet._sectPr.find(qn("w:pgMar")).addnext(element(_page_numbers()))
    return Length(width - LEFT - RIGHT)


def _page_numbers() -> str:
    """The digits that are printed now, by Word's name for them."""
    return f'<w:pgNumType w:fmt="{"thaiNumbers" if thai_digits("1") == "๑" else "decimal"}"/>'


def element(markup: str) -> Any:
    """An element of Word's markup, written without its namespace."""
    return parse_xml(re.sub("^<[a-z:A-Z]+", rf"\g<0> {nsdecls('w', 'r')}", markup))
