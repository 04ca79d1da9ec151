"""WeasyPrint set up for Thai reports.

Imported by `printing.pdf.rendering` only, and late: where Pango is missing this import raises OSError.
"""

import os
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache, partial
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

from documents.glyphs import Boxes
from documents.typesetting import LONGEST_WORD, bind, open_gaps, unbroken
from ita_portal.signs import readable
from printing.pdf import speed, svg_text
from printing.pdf.finishing import finish
from printing.pdf.rendering import Attachment
from printing.pdf.tree import parsed_page

VARIANT = "pdf/a-3a"
FONTS = Path(__file__).resolve().parents[2] / "static" / "fonts"
NO_FONTS = Path(__file__).resolve().with_name("fonts.conf")
_IMAGE = re.compile(r"data:image/(png|jpeg);base64,", re.IGNORECASE)
_LONG = re.compile(rf"\S{{{LONGEST_WORD + 1}}}")
_NOT_PROSE = {"style", "script"}

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
        with _no_fonts_of_the_machine():
            self.fonts = FontConfiguration()
        self.sheet = weasyprint.CSS(filename=path, font_config=self.fonts, url_fetcher=OwnFiles(path))


@contextmanager
def _no_fonts_of_the_machine() -> Iterator[None]:
    """Whatever fonts this machine has, a document is printed with those of its stylesheet."""
    before = os.environ.get("FONTCONFIG_FILE")
    os.environ["FONTCONFIG_FILE"] = str(NO_FONTS)
    try:
        yield
    finally:
        del os.environ["FONTCONFIG_FILE"]
        if before is not None:
            os.environ["FONTCONFIG_FILE"] = before


@lru_cache(maxsize=2)
def _style(path: Path, _changed: int) -> Style:
    return Style(path)


@speed.without_collecting()
def printed(html: str, attachments: Sequence[Attachment], stylesheet: Path) -> bytes:
    """See `printing.pdf.rendering.render`. One call at a time."""
    style = _style(stylesheet, stylesheet.stat().st_mtime_ns)
    boxes = Boxes()
    tree, drawings = parsed_page(html)
    drawings = {address: boxes.boxed(readable(svg.decode())).encode() for address, svg in drawings.items()}
    document = weasyprint.HTML(string="<html>", url_fetcher=OwnFiles(stylesheet, drawings))
    document.etree_element.attrib.update(tree.attrib)
    document.etree_element[:] = tree
    typeset(document.etree_element, boxes)
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
            finisher=partial(finish, boxes=boxes),
        )
    return pdf


def breaks_thai_lines() -> bool:
    """Is libthai's dictionary there? Without it Thai lines run off the page, and nothing says so."""
    return bool(_breaks("มาตรการส่งเสริมคุณธรรมและความโปร่งใส", "is_line_break"))


def _breaks(text: str, attribute: str) -> list[int]:
    attributes = get_log_attrs(text, "th")
    return [place for place in range(1, len(text)) if getattr(attributes[place], attribute)]


def typeset(html: Element, boxes: Boxes) -> None:
    """Prepare the text of a parsed document for paper, in place; leave what belongs to the screen aside."""
    for head in html.findall("head"):
        for link in head.findall("link"):
            head.remove(link)
    for body in html.findall("body"):
        _typeset_prose(body, boxes)


def _typeset_prose(element: Element, boxes: Boxes, *, in_link: bool = False) -> None:
    in_link = in_link or element.tag == "a"
    element.text, inside = _for_paper(element.text or "", boxes, in_link=in_link)
    for child in list(element):
        if child.tag not in _NOT_PROSE:
            _typeset_prose(child, boxes, in_link=in_link)
        child.tail, behind = _for_paper(child.tail or "", boxes, in_link=in_link)
        inside += [child, *behind]
    element[:] = inside


def _for_paper(text: str, boxes: Boxes, *, in_link: bool) -> tuple[str, list[Element]]:
    """The text for paper: its beginning, then the stretches that stay on one line, with what follows each.

    A link is one piece: an element inside it would be a link without a tag (PDF/UA-1, 7.18.5).
    """
    if _LONG.search(text):
        text = open_gaps(text, _breaks(text, "is_line_break"), _breaks(text, "is_cursor_position"))
    text = boxes.boxed(bind(text))
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
