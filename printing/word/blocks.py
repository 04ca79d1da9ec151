"""Paragraphs and tables (printing.word.markup) written into a Word document."""

from collections.abc import Iterable
from copy import deepcopy
from io import BytesIO
from typing import Any

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length
from docx.table import _Row as WordRow
from docx.text.paragraph import Paragraph as WordParagraph

from printing.word.form import Form, style_id
from printing.word.markup import WHOLE, Block, Look, Paragraph, Picture, Row, Table, Text

HANGING = Cm(0.65)  # of the items of a list behind their numbers


def write(form: Form, found: Iterable[Block], *, room: Length) -> None:
    """Append the blocks to the document; a table takes the room from margin to margin."""
    word = form.word
    for block in found:
        if isinstance(block, Table):
            target = word.add_table(rows=0, cols=len(block.widths), style="Table Grid")
            target.autofit = False
            for column, width in zip(target.columns, block.widths, strict=True):
                column.width = Length(int(room * width / WHOLE))
            if block.caption:  # for whoever hears the table read
                caption = OxmlElement("w:tblCaption", {qn("w:val"): block.caption})
                look = target._tblPr.find(qn("w:tblLook"))
                (target._tblPr.append if look is None else look.addnext)(caption)
            for row in block.rows:
                _write_row(target.add_row(), row, form.shades[row.kind])
            word.add_paragraph(style="Gap")  # Word takes two tables without a paragraph between them for one
        elif isinstance(block, Picture):
            word.add_picture(BytesIO(block.content), height=Cm(block.height))
            word.paragraphs[-1].style = "Cover"
            word.inline_shapes[-1]._inline.docPr.set("descr", block.meaning)
        else:
            write_paragraph(word.add_paragraph(), block)


def write_paragraph(target: WordParagraph, paragraph: Paragraph) -> None:
    """Fill an empty paragraph."""
    target._p.style = style_id(paragraph.style)
    if paragraph.leads:
        target.paragraph_format.keep_with_next = True
    if paragraph.fresh:
        target.paragraph_format.page_break_before = True
    if paragraph.item:
        target.paragraph_format.left_indent, target.paragraph_format.first_line_indent = HANGING, -HANGING
        _write_text(target, Text(f"{paragraph.item}\t", Look()))
    for text in paragraph.texts:
        _write_text(target, text)


def _write_text(target: WordParagraph, text: Text) -> None:
    """Add the text; an address on the web leads there."""
    run = target.add_run(text.text)
    leads_out = text.look.address.startswith(("https://", "http://"))
    if mark := "Hyperlink" if leads_out else text.look.mark:
        run._r.style = style_id(mark)
    if leads_out:
        key = target.part.relate_to(text.look.address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link = OxmlElement("w:hyperlink", {qn("r:id"): key})
        run._r.addprevious(link)
        link.append(run._r)


def keep_with_next(word: WordDocument) -> None:
    """Keep what stands last in the document (a paragraph, a row) on the page of what comes next."""
    parts = [child for child in word.element.body if child.tag != qn("w:sectPr")]
    for part in parts[-2:]:  # a table, and the gap behind it
        # A paragraph comes as itself, a table as the paragraphs of its last row.
        last = part if part.tag == qn("w:p") else part.tr_lst[-1]
        for paragraph in last.iter(qn("w:p")):
            paragraph.get_or_add_pPr().get_or_add_keepNext()


def _write_row(target: WordRow, row: Row, shade: Any) -> None:
    """Fill a new row; `shade` is the colour behind its cells, if they have one."""
    properties = target._tr.get_or_add_trPr()
    if not row.splits:
        properties.append(OxmlElement("w:cantSplit"))
    if row.kind == "head":
        properties.append(OxmlElement("w:tblHeader"))
    free = list(target.cells)
    for found in row.cells:
        taken, free = free[: found.span], free[found.span :]
        cell = taken[0].merge(taken[-1]) if found.span > 1 else taken[0]
        if shade is not None:
            cell._tc.get_or_add_tcPr().append(deepcopy(shade))
        place = cell.paragraphs[0]  # the empty one that a new cell has
        place._p.style = style_id("Table Text")
        for number, paragraph in enumerate(found.paragraphs):
            place = cell.add_paragraph() if number else place
            write_paragraph(place, paragraph)
            if row.leads:
                place.paragraph_format.keep_with_next = True
