"""The contents of a Word document: a field that Word can work out anew, with its entries already in it.

The entries say what the headings say. Only who sets the pages knows on which a heading stands: until the
field is updated the entries have no numbers, which is better than wrong ones.
"""

from collections.abc import Iterator
from html import escape
from typing import Any

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as WordParagraph

from printing.word.form import LANGUAGE, element

LETTERS = f"<w:rPr>{LANGUAGE}</w:rPr>"
BEGINS = (
    f'<w:r>{LETTERS}<w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>'
    rf'<w:r>{LETTERS}<w:instrText xml:space="preserve"> TOC \o "1-2" \h \z \u </w:instrText></w:r>'
    f'<w:r>{LETTERS}<w:fldChar w:fldCharType="separate"/></w:r>'
)
ENDS = f'<w:r>{LETTERS}<w:fldChar w:fldCharType="end"/></w:r>'
LEVELS = {"Heading1": "TOC1", "Heading2": "TOC2"}  # style of a heading -> style of its line in the contents


def fill_contents(word: WordDocument, place: WordParagraph | None) -> None:
    """Put the contents where this paragraph stands, which goes: a line for each heading of two levels."""
    if place is None:
        return
    headings = list(_headings(word))
    for number, heading in enumerate(headings, 1):
        before = BEGINS if number == 1 else ""
        after = ENDS if number == len(headings) else ""
        place._p.addprevious(element(_line(heading, number, before, after)))
        _mark(heading, number)
    place._p.getparent().remove(place._p)


def _headings(word: WordDocument) -> Iterator[Any]:
    return (each for each in word.element.body.iterchildren(qn("w:p")) if each.style in LEVELS)


def _line(heading: Any, number: int, before: str, after: str) -> str:
    """The line of a heading, which leads to it."""
    text = "".join(piece.text or "" for piece in heading.iter(qn("w:t"), qn("w:tab")))
    letters = f'<w:r>{LETTERS}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    link = f'<w:hyperlink w:anchor="{_name(number)}" w:history="1">{letters}</w:hyperlink>'
    return f'<w:p><w:pPr><w:pStyle w:val="{LEVELS[heading.style]}"/></w:pPr>{before}{link}{after}</w:p>'


def _mark(heading: Any, number: int) -> None:
    """Make the heading a place to which a line can lead."""
    first = heading.pPr.getnext()
    first.addprevious(element(f'<w:bookmarkStart w:id="{number}" w:name="{_name(number)}"/>'))
    heading.append(element(f'<w:bookmarkEnd w:id="{number}"/>'))


def _name(number: int) -> str:
    return f"_Toc{number:08}"
