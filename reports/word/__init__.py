"""A document as a Word file, in which the officers can go on writing before they sign.

It has the sections, tables and words of the page and of the PDF, because all three come from the same
templates; the charts stay out, as the tables hold their figures.
"""

from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import count, groupby
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from django.template.loader import render_to_string
from docx.document import Document as WordDocument
from docx.shared import Length

from ita_portal.thai import fiscal_year_text
from reports.document import Document, Section, Signature
from reports.word.blocks import keep_with_next, write, write_field, write_paragraph
from reports.word.form import lay_out, open_sheet, shape
from reports.word.markup import Block, Look, Paragraph, Text, blocks, numbered, together

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NEW_PAGE = {"results", "annex"}  # sections that begin a page


def written(document: Document) -> bytes:
    """The document as docx; the same document always gives the same bytes."""
    word, tables = docx.Document(), count(1)
    shape(word)
    _describe(word, document)
    cover = blocks(render_to_string("reports/document/cover.html", {"document": document}))
    write(word, cover, room=lay_out(word, wide=False))
    for wide, group in groupby(document.numbered_sections, key=lambda found: found[1].wide):
        open_sheet(word)
        room = lay_out(word, wide=wide)
        for number, section in group:
            found = blocks(render_to_string(section.template, {"part": section, "document": document}))
            _write_section(word, number, section, numbered(found, tables), room)
    _write_edges(word, document, cover)
    return packed(word)


def _describe(word: WordDocument, document: Document) -> None:
    """What the properties of the file say. No time: the file is made anew whenever somebody asks for it."""
    about = word.core_properties
    about.title, about.author = document.full_title, document.place.full_name
    about.subject = f"{document.title} ประจำ{fiscal_year_text(document.fiscal_year)}"
    about.keywords = f"ITA, คุณธรรมและความโปร่งใส, {document.place.full_name}"
    about.language, about.comments = "th-TH", ""
    for child in list(about._element):
        if child.tag.endswith(("}created", "}modified")):
            about._element.remove(child)


def _write_section(
    word: WordDocument, number: str, section: Section, found: Iterator[Block], room: Length
) -> None:
    if isinstance(section, Signature):
        keep_with_next(word)
        found = together(found)
    if section.heading:
        heading = word.add_heading(level=1)
        heading.paragraph_format.page_break_before = section.anchor in NEW_PAGE or None
        write_paragraph(heading, _heading(number, section))
    write(word, found, room=room)


def _heading(number: str, section: Section) -> Paragraph:
    text = f"{number}. {section.heading}" if number else section.heading
    return Paragraph((Text(text, Look()),), "Heading 1", leads=True)


def _write_edges(word: WordDocument, document: Document, cover: Sequence[Block]) -> None:
    """Head and foot of every page but the cover: what this is, the page, what an example says of itself."""
    sheet = word.sections[1]
    sheet.header.is_linked_to_previous = sheet.footer.is_linked_to_previous = False
    head, foot = sheet.header.paragraphs[0], sheet.footer.paragraphs[0]
    draft = [Text("ร่าง", Look(mark="Missing")), Text(" ", Look())] if document.draft else []
    title = Text(f"{document.title} {document.place.full_name}", Look())
    write_paragraph(head, Paragraph((*draft, title), "Header"))
    write_paragraph(foot, Paragraph((Text("หน้า\u00a0", Look()),), "Footer"))
    write_field(foot, "PAGE", "๒")
    for notice in cover:
        if isinstance(notice, Paragraph) and notice.style == "Notice":
            write_paragraph(sheet.footer.add_paragraph(), notice)


def packed(word: WordDocument) -> bytes:
    """The file, without the time at which it was packed."""
    saved, content = BytesIO(), BytesIO()
    word.save(saved)
    with ZipFile(saved) as parts, ZipFile(content, "w", ZIP_DEFLATED) as undated:
        for name in parts.namelist():
            undated.writestr(ZipInfo(name), parts.read(name), ZIP_DEFLATED)
    return content.getvalue()
