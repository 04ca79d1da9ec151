"""Writing a whole document as a Word file.

It has the sections, tables and words of the page and of the PDF, because all three come from the same
templates; the charts stay out, as the tables hold their figures.
"""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from itertools import count, groupby
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.template.loader import render_to_string
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Length
from docx.text.paragraph import Paragraph as WordParagraph

from documents.choices import Size
from documents.compose import Document, Section, Signature
from ita_portal.thai import arabic_digits, fiscal_year_text, numerals, thai_digits
from printing.pdf.rendering import STATIC
from printing.word.blocks import keep_with_next, write, write_paragraph
from printing.word.contents import fill_contents
from printing.word.form import Form, empty_form
from printing.word.markup import Block, Look, Paragraph, Picture, Text, blocks, numbered, together

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NEW_PAGE = {"results", "annex"}  # sections that begin a page
LARGER = {Size.SMALL: -2, Size.NORMAL: 0, Size.LARGE: 2}  # points
EMBLEM = STATIC / "emblem.png"  # a picture of templates/documents/emblem.html: Word draws no SVG


def written(document: Document) -> bytes:
    """The document as docx; the same document always gives the same bytes."""
    choices, tables = document.choices, count(1)
    with numerals(thai=choices.thai_numerals):
        form = empty_form(larger=LARGER[choices.size], thai_numerals=choices.thai_numerals)
        _describe(form.word, document)
        contents = _write_front(form, document)
        front_ends_page = choices.contents or (choices.cover and document.announcement is not None)
        sheets = groupby(document.numbered_sections, lambda found: found[1].wide)
        for place, (wide, group) in enumerate(sheets):
            if place:  # the first sections follow what stands in front of them
                form.open_sheet()
            room = form.lay_out(form.wide if wide else form.upright)
            for number, section in group:
                found = numbered(_blocks("documents/part.html", document, part=section), tables)
                first = section is document.sections[0]
                fresh = section.anchor in NEW_PAGE or (first and front_ends_page)
                _write_section(form, number, section, found, room=room, fresh=fresh)
        fill_contents(form.word, contents)
        _write_edges(form, document)
        return packed(form.word)


def _blocks(template: str, document: Document, **more: object) -> list[Block]:
    return blocks(render_to_string(template, {"document": document, **more}))


def _write_front(form: Form, document: Document) -> WordParagraph | None:
    """Cover, announcement, title and heading of the contents; gives the place where their lines come."""
    choices, announced = document.choices, document.announcement is not None
    if choices.cover:
        room = form.lay_out(form.cover)
        emblem = [] if document.seal else [Picture(EMBLEM.read_bytes(), "สัญลักษณ์กลางแทนตราเทศบาล")]
        write(form, [*emblem, *_blocks("documents/cover.html", document)], room=room)
        form.open_sheet()
    room = form.lay_out(form.upright)
    if announced:
        write(form, _blocks("documents/announcement.html", document), room=room)
    if not choices.cover:
        first, *others = _blocks("documents/masthead.html", document)
        if isinstance(first, Paragraph):
            first = replace(first, fresh=announced)
        write(form, [first, *others], room=room)
    if not choices.contents:
        return None
    heading = form.word.add_paragraph()
    write_paragraph(heading, Paragraph((Text("สารบัญ", Look()),), "TOC Heading", leads=True))
    heading.paragraph_format.page_break_before = (choices.cover and announced) or None
    return form.word.add_paragraph()


def _describe(word: WordDocument, document: Document) -> None:
    """What the properties of the file say. No time: the file is made anew whenever somebody asks for it."""
    about = word.core_properties
    about._element[:] = []  # what is said of the template and its designer
    about.title, about.author = document.full_title, document.place.full_name
    about.subject = f"{document.title} ประจำ{fiscal_year_text(document.fiscal_year)}"
    about.keywords = f"ITA, คุณธรรมและความโปร่งใส, {document.place.full_name}"
    about.language = "th-TH"


def _write_section(
    form: Form, number: str, section: Section, found: Iterator[Block], *, room: Length, fresh: bool
) -> None:
    if isinstance(section, Signature):
        keep_with_next(form.word)
        found = together(found)
    if section.heading:
        heading = form.word.add_paragraph()
        heading.paragraph_format.page_break_before = fresh or None
        title = Text(f"{number}. {section.heading}" if number else section.heading, Look())
        write_paragraph(heading, Paragraph((title,), "Heading 1", leads=True))
    write(form, found, room=room)


def _write_edges(form: Form, document: Document) -> None:
    """Head and foot of every page but the cover: what this is, the page, what an example says of itself."""
    sheet = form.word.sections[1 if document.choices.cover else 0]
    form.add_edges(sheet)
    titled = document.announcement is not None or not document.choices.cover
    sheet.different_first_page_header_footer = titled  # such a page has no head
    draft = [Text("ร่าง", Look(mark="Missing")), Text(" ", Look())] if document.draft else []
    title = Text(f"{document.title} {document.place.full_name}", Look())
    head = sheet.header.paragraphs[0].clear()
    write_paragraph(head, Paragraph((*draft, title), "Header"))
    notices = [each for each in _blocks("documents/example.html", document) if isinstance(each, Paragraph)]
    for foot in (sheet.footer, sheet.first_page_footer):
        for text in foot._element.iter(qn("w:t")):  # what the template says, in the digits of the document
            text.text = thai_digits(arabic_digits(text.text))
        for notice in notices:
            write_paragraph(foot.add_paragraph(), notice)


def packed(word: WordDocument) -> bytes:
    """The file, without the time at which it was packed."""
    saved, content = BytesIO(), BytesIO()
    word.save(saved)
    with ZipFile(saved) as parts, ZipFile(content, "w", ZIP_DEFLATED) as undated:
        for name in parts.namelist():
            undated.writestr(ZipInfo(name), parts.read(name), ZIP_DEFLATED)
    return content.getvalue()
