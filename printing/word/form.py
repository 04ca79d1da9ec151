"""The empty Word file that a document is written into.

How the files look stands in template.docx, which a designer opens and changes in Word or LibreOffice: styles,
pages, their head and foot, the colours of tables. Its own text only shows the styles and is left out. Here is
what differs between documents: their size of letters, their digits, which page is upright and which is wide.

Thai is a "complex script" to Word, which has a font, a size and a weight of its own for such text. Where only
the Latin ones are set, Thai comes out in another font and never bold; so the template always sets both.
"""

from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.section import Section as Sheet
from docx.shared import Length

TEMPLATE = Path(__file__).with_name("template.docx")
KINDS = ("head", "", "group", "foot")  # of the rows in the template's table, from above
_EDGES = "w:headerReference | w:footerReference"
# What the program of the designer adds: a picture of the first page, who worked how long, data of its own.
_LEFT_OUT = ("/thumbnail", "/extended-properties", "/custom-properties", "/customXml")


@dataclass(frozen=True)
class Form:
    """An empty document in the template's styles, and what else the template sets.

    `cover`, `upright` and `wide` are the properties of its three sections, without head and foot; `edges`
    refers to head and foot of the second. `shades` are the properties of cells, by the kind of their row.
    """

    word: WordDocument
    cover: Any
    upright: Any
    wide: Any
    edges: tuple[Any, ...]
    shades: dict[str, Any]

    def open_sheet(self) -> None:
        """Begin a page that can have another format than those before."""
        self.word.add_section()
        body = self.word.element.body
        *_, before, last = (child for child in body if child.tag != qn("w:sectPr"))
        if before.tag == qn("w:p") and before.xpath("not(w:pPr/w:sectPr)"):
            before.set_sectPr(last.pPr.sectPr)  # not in a paragraph of its own, which may make an empty page
            body.remove(last)

    def lay_out(self, section: Any) -> Length:
        """Make the last pages those of the template's section; the room between their margins."""
        body = self.word.element.body
        body.replace(body.sectPr, deepcopy(section))
        return Length(section.page_width - section.left_margin - section.right_margin)

    def add_edges(self, sheet: Sheet) -> None:
        """Give pages, and those behind them, the template's head and foot."""
        for place, edge in enumerate(self.edges):
            sheet._sectPr.insert(place, edge)


def empty_form(*, larger: int, thai_numerals: bool) -> Form:
    """The template without its text: letters larger by so many points, pages numbered ๑ or 1."""
    word = docx.Document(str(TEMPLATE))
    cover, upright, wide = (deepcopy(section._sectPr) for section in word.sections)
    edges = tuple(upright.xpath(_EDGES))
    for section in (cover, upright, wide):
        for each in section.xpath(f"{_EDGES} | w:titlePg"):
            section.remove(each)
        if not thai_numerals:
            section.find(qn("w:pgNumType")).set(qn("w:fmt"), "decimal")
    rows = zip(KINDS, word.tables[0].rows, strict=True)
    shades = {kind: row.cells[0]._tc.tcPr.find(qn("w:shd")) for kind, row in rows}
    word._body.clear_content()
    used = {edge.get(qn("r:id")) for edge in edges}
    for rels in (word.part.rels, word.part.package.rels):
        for key, relation in list(rels.items()):
            # Some programs write heads and feet of their own into the other sections, too.
            unused = relation.reltype.endswith(("/header", "/footer")) and key not in used
            if unused or relation.reltype.endswith(_LEFT_OUT):
                del rels[key]
    for size in word.styles.element.iter(qn("w:sz"), qn("w:szCs")):  # Latin and Thai letters, in half points
        size.set(qn("w:val"), str(int(size.get(qn("w:val"))) + 2 * larger))
    return Form(word, cover, upright, wide, edges, shades)


def style_id(name: str) -> str:
    """What paragraphs call a style. python-docx would look it up among all styles each time."""
    return name.replace(" ", "")
