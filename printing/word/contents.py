"""The contents of a Word document: a field that Word can work out anew, with its entries already in it.

The entries say what the headings say. Only who sets the pages knows on which a heading stands: until the
field is updated the entries have no numbers, which is better than wrong ones.
"""

from typing import Any

from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as WordParagraph

INSTRUCTION = r' TOC \o "1-2" \h \z \u '  # to Word: two levels of headings, as links
LEVELS = {"Heading1": "TOC1", "Heading2": "TOC2"}  # style of a heading -> style of its line in the contents


def fill_contents(word: WordDocument, place: WordParagraph | None) -> None:
    """Put the contents where this paragraph stands, which goes: a line for each heading of two levels."""
    if place is None:
        return
    headings = [each for each in word.element.body.iterchildren(qn("w:p")) if each.style in LEVELS]
    for number, heading in enumerate(headings, 1):
        line, name, key = place.insert_paragraph_before(), f"_Toc{number:08}", str(number)
        line._p.style = LEVELS[heading.style]
        if number == 1:
            _mark_field(line, "begin").set(qn("w:dirty"), "true")  # Word works it out anew at opening
            line.add_run()._r.append(OxmlElement("w:instrText", {qn("xml:space"): "preserve"}))
            line.runs[-1]._r[0].text = INSTRUCTION
            _mark_field(line, "separate")
        # The line has the text of the heading and leads to it, ...
        link = OxmlElement("w:hyperlink", {qn("w:anchor"): name, qn("w:history"): "1"})
        link.append(line.add_run("".join(piece.text or "" for piece in heading.iter(qn("w:t"))))._r)
        line._p.append(link)
        if number == len(headings):
            _mark_field(line, "end")
        # ... so the heading becomes a bookmark of that name.
        heading.pPr.addnext(OxmlElement("w:bookmarkStart", {qn("w:id"): key, qn("w:name"): name}))
        heading.append(OxmlElement("w:bookmarkEnd", {qn("w:id"): key}))
    place._p.getparent().remove(place._p)


def _mark_field(line: WordParagraph, kind: str) -> Any:
    mark = OxmlElement("w:fldChar", {qn("w:fldCharType"): kind})
    line.add_run()._r.append(mark)
    return mark
