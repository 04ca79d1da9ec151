"""WeasyPrint set up for Thai reports.

Imported by `printing.pdf.rendering` only, and late: where Pango is missing this import raises OSError.
"""

import re
import warnings
from collections.abc import Mapping, Sequence
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname
from xml.etree.ElementTree import Element

import pydyf
import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.text.line_break import get_log_attrs
from weasyprint.urls import URLFetcher, URLFetcherResponse

from documents.typesetting import LONGEST_WORD, bind, open_gaps, unbroken
from printing.pdf import speed, svg_text
from printing.pdf.rendering import Attachment
from printing.pdf.tree import parsed_page

VARIANT = "pdf/a-3a"
FONTS = Path(__file__).resolve().parents[2] / "static" / "fonts"
_IMAGE = re.compile(r"data:image/(png|jpeg);base64,", re.IGNORECASE)
_LONG = re.compile(rf"\S{{{LONGEST_WORD + 1}}}")
_NOT_PROSE = {"style", "script"}

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

svg_text.draw_whole_texts()
speed.install()

# Compressed data may end with a carriage return; before a bare line feed a strict reader takes it for half of
# the line's end and finds the stream too short. So both stand there (ISO 19005-3, 6.1.7). It is put around a
# public property, whatever the version: pydyf writes its last streams after our finisher.
_stream_data = pydyf.Stream.data.fget
pydyf.Stream.data = property(
    lambda stream: _stream_data(stream).removesuffix(b"\nendstream") + b"\r\nendstream"
)


class OwnFiles(URLFetcher):
    """Fetches the stylesheet, our fonts, images written into the document and its drawings. Nothing else."""

    def __init__(self, stylesheet: Path, drawings: Mapping[str, bytes] | None = None) -> None:
        super().__init__(allowed_protocols={"file", "data"}, allow_redirects=False)
        self._files = {stylesheet.resolve(), *FONTS.glob("*.ttf")}
        self._drawings = drawings or {}

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
        if url in self._drawings:
            return URLFetcherResponse(url, self._drawings[url], {"Content-Type": "image/svg+xml"})
        if not _IMAGE.match(url):
            parts = urlsplit(url)
            local = parts.scheme == "file" and not parts.netloc
            if not (local and Path(url2pathname(parts.path)).resolve() in self._files):
                raise PermissionError("not a file of ours")
        return super().fetch(url, headers)


class Style:
    """A parsed stylesheet with its loaded fonts: the part of the work that all reports share."""

    def __init__(self, path: Path) -> None:
        self.fonts = FontConfiguration()
        self.sheet = weasyprint.CSS(filename=path, font_config=self.fonts, url_fetcher=OwnFiles(path))


@lru_cache(maxsize=2)
def _style(path: Path, _changed: int) -> Style:
    return Style(path)


@speed.without_collecting()
def printed(html: str, attachments: Sequence[Attachment], stylesheet: Path) -> bytes:
    """See `printing.pdf.rendering.render`. One call at a time."""
    style = _style(stylesheet, stylesheet.stat().st_mtime_ns)
    tree, drawings = parsed_page(html)
    document = weasyprint.HTML(string="<html>", url_fetcher=OwnFiles(stylesheet, drawings))
    document.etree_element.attrib.update(tree.attrib)
    document.etree_element[:] = tree
    typeset(document.etree_element)
    enclosed = [
        weasyprint.Attachment(
            file_obj=BytesIO(attachment.content),
            name=attachment.name,
            description=attachment.description,
            created=attachment.dated,
            modified=attachment.dated,
            relationship=attachment.relationship,
        )
        for attachment in attachments
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # WeasyPrint leaves its colour profile open
        pdf: bytes = document.write_pdf(
            stylesheets=[style.sheet],
            font_config=style.fonts,
            attachments=enclosed,
            pdf_variant=VARIANT,
            finisher=finish,
        )
    return pdf


def breaks_thai_lines() -> bool:
    """Is libthai's dictionary there? Without it Thai lines run off the page, and nothing says so."""
    return bool(_breaks("มาตรการส่งเสริมคุณธรรมและความโปร่งใส", "is_line_break"))


def _breaks(text: str, attribute: str) -> list[int]:
    attributes = get_log_attrs(text, "th")
    return [place for place in range(1, len(text)) if getattr(attributes[place], attribute)]


def typeset(html: Element) -> None:
    """Prepare the text of a parsed document for paper, in place; leave what belongs to the screen aside."""
    for head in html.findall("head"):
        for link in head.findall("link"):
            head.remove(link)
    for body in html.findall("body"):
        _typeset_prose(body)


def _typeset_prose(element: Element, *, in_link: bool = False) -> None:
    in_link = in_link or element.tag == "a"
    element.text, inside = _for_paper(element.text or "", in_link=in_link)
    for child in list(element):
        if child.tag not in _NOT_PROSE:
            _typeset_prose(child, in_link=in_link)
        child.tail, behind = _for_paper(child.tail or "", in_link=in_link)
        inside += [child, *behind]
    element[:] = inside


def _for_paper(text: str, *, in_link: bool) -> tuple[str, list[Element]]:
    """The text for paper: its beginning, then the stretches that stay on one line, with what follows each.

    A link is one piece: an element inside it would be a link without a tag (PDF/UA-1, 7.18.5).
    """
    if _LONG.search(text):
        text = open_gaps(text, _breaks(text, "is_line_break"), _breaks(text, "is_cursor_position"))
    text = bind(text)
    stretches = unbroken(text, _breaks(text, "is_line_break")) if "-" in text and not in_link else []
    if not stretches:
        return text, []
    spans = []
    nexts = [start for start, _ in stretches[1:]] + [len(text)]
    for (start, end), following in zip(stretches, nexts, strict=True):
        span = Element("span", style="white-space: nowrap")
        span.text, span.tail = text[start:end], text[end:following]
        spans.append(span)
    return text[: stretches[0][0]], spans


def finish(document: Any, pdf: Any) -> None:
    """Last touches before the file is written: the claim of PDF/UA, and plain spaces in the text layer."""
    metadata = _referenced(pdf, pdf.catalog["Metadata"])
    metadata.compress = False  # a plain text that every checker and archive can read
    metadata.stream = [b"\n".join(metadata.stream).replace(b"</rdf:RDF>", _UA_CLAIM + b"</rdf:RDF>", 1)]
    for item in pdf.objects:
        if isinstance(item, dict) and "ToUnicode" in item:
            # For a sign that no font has WeasyPrint names a table of its own here, by which some readers take
            # every letter of the font for another; what a letter is stands in ToUnicode anyway.
            item["Encoding"] = "/Identity-H"
            # No-break spaces are ours: who searches or copies gets the space that was typed.
            letters = _referenced(pdf, item["ToUnicode"])
            letters.stream = [line.replace(b"> <00a0>", b"> <0020>") for line in letters.stream]
    speed.seal(pdf)


def _referenced(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]
