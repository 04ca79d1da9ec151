"""Last touches before a PDF is written: the text of its glyphs, and what it claims to be."""

import logging
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import pydyf

from documents.glyphs import GLYPHS, Boxes
from printing.pdf import speed

log = logging.getLogger(__name__)
_OUR_FONT = "+Sarabun-Doc"  # as WeasyPrint names it, behind six letters
# A line of ToUnicode: a glyph and its text in UTF-16. Glyph 0 is none, its line says how far the codes reach.
_LETTER = re.compile(rb"<(?!0000)([0-9a-f]{4})> <([0-9a-f]*)>")
_ARCHIVE_CLAIM = re.compile(rb"<rdf:Description[^>]*pdfaid:part[^>]*/>")

# PDF/UA asks for this claim, PDF/A for a description of it, with these prefixes (ISO 19005-3, 6.6.2.3).
_UA_CLAIM = b"""\
<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>PDF/UA version identifier</pdfaProperty:description>
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""


def finish(_document: Any, pdf: Any, boxes: Boxes) -> None:
    """Write what the glyphs mean; claim PDF/A and PDF/UA where each is there and means something."""
    fonts = [item for item in pdf.objects if isinstance(item, dict) and "ToUnicode" in item]
    complete = all(font["Encoding"] == "/Identity-H" for font in fonts)  # else it tells of glyphs that lack
    for font in fonts:
        # For a sign that no font has WeasyPrint names a table of its own here, by which some readers take
        # every letter of the font for another; what a letter is stands in ToUnicode anyway.
        font["Encoding"] = "/Identity-H"
        letters = _referenced(pdf, font["ToUnicode"])
        name = str(font["BaseFont"])
        meanings = GLYPHS["Bold" if "Bold" in name else "Regular"] if _OUR_FONT in name else []
        letters.stream = list(_meant(letters.stream, meanings, boxes))
        complete = complete and all(map(_means_something, letters.stream))
    for item in pdf.objects:
        if isinstance(item, dict) and "Title" in item and "Dest" in item:  # a bookmark
            item["Title"] = pydyf.String(boxes.meant(item["Title"].string))
    _claim(_referenced(pdf, pdf.catalog["Metadata"]), holds=complete)
    speed.seal(pdf)


def _meant(lines: list[bytes], meanings: list[str | None], boxes: Boxes) -> Iterator[bytes]:
    """The lines of ToUnicode by the font's own table, `meanings` by glyph; none of a font that is not ours.

    WeasyPrint writes the text in which a glyph stood first, and there its neighbours may have been joined
    with it: one odd spelling would change the same glyph in every other word.
    """
    for line in lines:
        letter = _LETTER.fullmatch(line)
        number = int(letter[1], 16) if letter else len(meanings)
        text = meanings[number] if number < len(meanings) else None
        if text is None:
            yield line
        else:
            yield line[:6] + b" <%s>" % boxes.meant(text).encode("utf-16-be").hex().encode()


def _means_something(line: bytes) -> bool:
    """Whether a line of ToUnicode that names a glyph gives it a text that others understand, too."""
    letter = _LETTER.fullmatch(line)
    text = bytes.fromhex(letter[2].decode()).decode("utf-16-be") if letter else "-"
    return bool(text) and all(unicodedata.category(sign) not in ("Co", "Cn", "Cs", "Cc") for sign in text)


def _claim(metadata: Any, *, holds: bool) -> None:
    metadata.compress = False  # a plain text that every checker and archive can read
    written = b"\n".join(metadata.stream)
    if holds:
        written = written.replace(b"</rdf:RDF>", _UA_CLAIM + b"</rdf:RDF>", 1)
    else:
        log.warning("a PDF has signs without a glyph, and claims neither PDF/A nor PDF/UA")
        written = _ARCHIVE_CLAIM.sub(b"", written)
    metadata.stream = [written]


def _referenced(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]
