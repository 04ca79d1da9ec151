"""Paragraphs and tables (printing.word.markup) written into a Word document."""

from collections.abc import Iterable, Sequence
from copy import deepcopy
from io import BytesIO
from typing import Any

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length
from docx.table import Table as WordTable
from docx.table import _Cell as WordCell
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
            _write_table(form, block, room)
            word.add_paragraph(style="Gap")  # Word takes two tables without a paragraph between them for one
        elif isinstance(block, Picture):
            _write_picture(word, block)
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
    if mark := _mark(text):
        run._r.style = style_id(mark)
    if _leads_out(text):
        key = target.part.relate_to(text.look.address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link = OxmlElement("w:hyperlink", {qn("r:id"): key})
        run._r.addprevious(link)
        link.append(run._r)


def _mark(text: Text) -> str | None:
    return "Hyperlink" if _leads_out(text) else text.look.mark or None


def _leads_out(text: Text) -> bool:
    return text.look.address.startswith(("https://", "http://"))


def keep_with_next(word: WordDocument) -> None:
    """Keep what stands last in the document (a paragraph, a row) on the page of what comes next."""
    *_, before, last = [None, *(child for child in word.element.body if child.tag != qn("w:sectPr"))]
    for part in (before, last):
        for paragraph in _last_paragraphs(part):
            paragraph.get_or_add_pPr().get_or_add_keepNext()


def _last_paragraphs(part: Any) -> Sequence[Any]:
    if part is None or part.tag == qn("w:p"):
        return [] if part is None else [part]
    return list(part.tr_lst[-1].iter(qn("w:p")))


def _write_picture(word: WordDocument, picture: Picture) -> None:
    word.add_picture(BytesIO(picture.content), height=Cm(picture.height))
    word.paragraphs[-1].style = "Cover"
    word.inline_shapes[-1]._inline.docPr.set("descr", picture.meaning)


def _write_table(form: Form, table: Table, room: Length) -> None:
    target = form.word.add_table(rows=0, cols=len(table.widths), style="Table Grid")
    target.autofit = False
    for column, width in zip(target.columns, table.widths, strict=True):
        column.width = Length(int(room * width / WHOLE))
    if table.caption:
        _describe(target, table.caption)
    for row in table.rows:
        _write_row(target.add_row(), row, form.shades[row.kind])


def _describe(target: WordTable, name: str) -> None:
    """The name of the table, for whoever hears it read."""
    look = target._tblPr.find(qn("w:tblLook"))
    caption = OxmlElement("w:tblCaption", {qn("w:val"): name})
    (target._tblPr.append if look is None else look.addnext)(caption)


def _write_row(target: WordRow, row: Row, shade: Any) -> None:
    """Fill a new row; `shade` is the colour behind its cells, if they have one."""
    properties = target._tr.get_or_add_trPr()
    if not row.splits:
        properties.append(OxmlElement("w:cantSplit"))
    if row.kind == "head":
        properties.append(OxmlElement("w:tblHeader"))
    for cell, found in zip(_cells(target, row), row.cells, strict=True):
        if shade is not None:
            cell._tc.get_or_add_tcPr().append(deepcopy(shade))
        _fill(cell, found.paragraphs, leads=row.leads)


def _cells(target: WordRow, row: Row) -> list[WordCell]:
    """The cells of a new row, joined where one takes several columns."""
    free, cells = list(target.cells), []
    for cell in row.cells:
        taken, free = free[: cell.span], free[cell.span :]
        cells.append(taken[0].merge(taken[-1]) if cell.span > 1 else taken[0])
    return cells


def _fill(cell: WordCell, paragraphs: Sequence[Paragraph], *, leads: bool) -> None:
    """Write the paragraphs; the empty one of a new cell becomes the first of them."""
    empty = cell.paragraphs[0]
    for paragraph in paragraphs:
        target = empty if paragraph is paragraphs[0] else cell.add_paragraph()
        write_paragraph(target, paragraph)
        if leads:
            target.paragraph_format.keep_with_next = True
    if not paragraphs:
        empty._p.style = style_id("Table Text")
