"""Writing a whole document as a Word file.

It has the sections, tables and words of the page and of the PDF, because all three come from the same
templates; the charts stay out, as the tables hold their figures.
"""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from itertools import count, groupby
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from django.template.loader import render_to_string
from docx.document import Document as WordDocument
from docx.section import _Footer as Footer
from docx.shared import Length
from docx.text.paragraph import Paragraph as WordParagraph

from documents.choices import Size
from documents.compose import Document, Section, Signature
from ita_portal.thai import fiscal_year_text, numerals, thai_digits
from printing.pdf.rendering import STATIC
from printing.word.blocks import keep_with_next, write, write_field, write_paragraph
from printing.word.contents import fill_contents
from printing.word.form import lay_out, open_sheet, shape
from printing.word.markup import Block, Look, Paragraph, Picture, Text, blocks, numbered, together

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NEW_PAGE = {"results", "annex"}  # sections that begin a page
LARGER = {Size.SMALL: -2, Size.NORMAL: 0, Size.LARGE: 2}  # points
EMBLEM = STATIC / "emblem.png"  # a picture of templates/documents/emblem.html: Word draws no SVG


def written(document: Document) -> bytes:
    """The document as docx; the same document always gives the same bytes."""
    with numerals(thai=document.choices.thai_numerals):
        return packed(_word(document))


def _word(document: Document) -> WordDocument:
    word, tables = docx.Document(), count(1)
    shape(word, LARGER[document.choices.size])
    _describe(word, document)
    contents = _write_front(word, document)
    for place, (wide, group) in enumerate(groupby(document.numbered_sections, lambda found: found[1].wide)):
        if place:  # the first sections follow what stands in front of them
            open_sheet(word)
        room = lay_out(word, wide=wide)
        for number, section in group:
            found = _blocks(section.template, document, part=section)
            fresh = section.anchor in NEW_PAGE or (section is document.sections[0] and _ends_page(document))
            _write_section(word, number, section, numbered(found, tables), room=room, fresh=fresh)
    fill_contents(word, contents)
    _write_edges(word, document)
    return word


def _blocks(template: str, document: Document, **more: object) -> list[Block]:
    return blocks(render_to_string(template, {"document": document, **more}))


def _ends_page(document: Document) -> bool:
    """Whether what stands before the first section ends with its page."""
    choices = document.choices
    return choices.contents or (choices.cover and document.announcement is not None)


def _write_front(word: WordDocument, document: Document) -> WordParagraph | None:
    """Cover, announcement, title and heading of the contents; gives the place for their lines."""
    room, choices = lay_out(word, wide=False), document.choices
    if choices.cover:
        write(word, [*_emblem(document), *_blocks("documents/cover.html", document)], room=room)
        open_sheet(word)
        lay_out(word, wide=False)
    write(word, _announced(document), room=room)
    if not choices.contents:
        return None
    heading = word.add_paragraph()
    write_paragraph(heading, Paragraph((Text("สารบัญ", Look()),), "TOC Heading", leads=True))
    heading.paragraph_format.page_break_before = (choices.cover and document.announcement is not None) or None
    return word.add_paragraph()


def _emblem(document: Document) -> Iterator[Block]:
    """The drawn emblem of the other covers, where there is no seal."""
    if not document.seal:
        yield Picture(EMBLEM.read_bytes(), "สัญลักษณ์กลางแทนตราเทศบาล")


def _announced(document: Document) -> Iterator[Block]:
    """The announcement, and the title where there is no cover, each on a page of its own."""
    if document.announcement:
        yield from _blocks("documents/announcement.html", document)
    if not document.choices.cover:
        first, *others = _blocks("documents/masthead.html", document)
        yield (
            replace(first, fresh=document.announcement is not None) if isinstance(first, Paragraph) else first
        )
        yield from others


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
    word: WordDocument, number: str, section: Section, found: Iterator[Block], *, room: Length, fresh: bool
) -> None:
    if isinstance(section, Signature):
        keep_with_next(word)
        found = together(found)
    if section.heading:
        heading = word.add_heading(level=1)
        heading.paragraph_format.page_break_before = fresh or None
        write_paragraph(heading, _heading(number, section))
    write(word, found, room=room)


def _heading(number: str, section: Section) -> Paragraph:
    text = f"{number}. {section.heading}" if number else section.heading
    return Paragraph((Text(text, Look()),), "Heading 1", leads=True)


def _write_edges(word: WordDocument, document: Document) -> None:
    """Head and foot of every page but the cover: what this is, the page, what an example says of itself."""
    sheet = word.sections[1 if document.choices.cover else 0]
    titled = document.announcement is not None or not document.choices.cover
    sheet.different_first_page_header_footer = titled  # such a page has no head
    sheet.header.is_linked_to_previous = False
    draft = [Text("ร่าง", Look(mark="Missing")), Text(" ", Look())] if document.draft else []
    title = Text(f"{document.title} {document.place.full_name}", Look())
    write_paragraph(sheet.header.paragraphs[0], Paragraph((*draft, title), "Header"))
    for footer in (sheet.footer, sheet.first_page_footer) if titled else (sheet.footer,):
        _write_foot(footer, document)


def _write_foot(footer: Footer, document: Document) -> None:
    footer.is_linked_to_previous = False
    write_paragraph(footer.paragraphs[0], Paragraph((Text("หน้า\u00a0", Look()),), "Footer"))
    write_field(footer.paragraphs[0], "PAGE", thai_digits("2"))
    for notice in _blocks("documents/example.html", document):
        if isinstance(notice, Paragraph):
            write_paragraph(footer.add_paragraph(), notice)


def packed(word: WordDocument) -> bytes:
    """The file, without the time at which it was packed."""
    saved, content = BytesIO(), BytesIO()
    word.save(saved)
    with ZipFile(saved) as parts, ZipFile(content, "w", ZIP_DEFLATED) as undated:
        for name in parts.namelist():
            undated.writestr(ZipInfo(name), parts.read(name), ZIP_DEFLATED)
    return content.getvalue()
