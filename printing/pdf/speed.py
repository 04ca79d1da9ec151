"""Quicker ways for some parts of WeasyPrint: the same pages, byte for byte, in less time.

A part stands in for private functions of WeasyPrint. It is put in place only where these functions, and those
that it builds upon, are the ones that it was written for, which the fingerprint of their source tells. Any
other WeasyPrint stays as it comes, slower and right. docs/decisions/0007 has what each part gains.
"""

from __future__ import annotations

import gc
import inspect
import logging
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import reduce
from hashlib import sha256
from importlib import import_module
from typing import Any

import pydyf
import weasyprint
from weasyprint.css import ComputedStyle
from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES
from weasyprint.text.ffi import pango
from weasyprint.text.line_break import Layout

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Part:
    """A quicker way: `written_for` names functions (module:path) with their fingerprints."""

    name: str
    written_for: Mapping[str, str]
    install: Callable[[], None]

    def fits(self) -> bool:
        """Whether the installed WeasyPrint has these very functions."""
        return all(fingerprint(name) == known for name, known in self.written_for.items())


def fingerprint(name: str) -> str:
    """The first 12 digits of the sha256 of a function's source; "" where there is none to be read."""
    module, path = name.split(":")
    try:
        source = inspect.getsource(reduce(getattr, path.split("."), import_module(module)))
    except (ImportError, AttributeError, OSError):
        return ""
    return sha256(source.encode()).hexdigest()[:12]


def install() -> list[str]:
    """Put in place what fits the installed WeasyPrint, for the whole process; the names of what does."""
    fitting = [part for part in PARTS if part.fits()]
    for part in fitting:
        part.install()
    if len(fitting) < len(PARTS):
        log.info("WeasyPrint %s prints with its own parts, slower (printing.pdf.speed)", weasyprint.VERSION)
    return [part.name for part in fitting]


# --- Styles: initial values written down at once, inherited ones taken directly -----------------------------

_ASKED_FOR = {"position", "float", "display", "page", *INITIAL_NOT_COMPUTED}
_PLAIN = {
    name: value
    for name, value in INITIAL_VALUES.items()
    if name not in _ASKED_FOR and not name.startswith("text_decoration_")
}
_INITIAL = {name: value for name, value in _PLAIN.items() if name not in INHERITED}
_LOGICAL = {
    logical(block="ttb", inline=way) for logical in PHYSICAL_FUNCTIONS.values() for way in ("ltr", "rtl")
}
_ASKED_OF_ALL = "anchor"  # at once, of what is never laid out too: not worth writing a table down


def _install_style() -> None:
    original = ComputedStyle.__missing__

    def value_of(style: Any, name: str) -> Any:
        """A property that no rule sets has its parent's or its initial value: two of three asked for."""
        cascaded = style.cascaded
        if name in cascaded or name not in _PLAIN or style.parent_style is None:
            return original(style, name)
        if name in INHERITED:
            value = style[name] = style.parent_style[name]
            return value
        if name == _ASKED_OF_ALL or not _LOGICAL.isdisjoint(cascaded):
            return original(style, name)
        initial = _INITIAL.copy()
        for known in cascaded:
            initial.pop(known, None)
        style.update(initial | style)
        return style[name]

    ComputedStyle.__missing__ = value_of


# --- Text: a line stays as Pango set it until it is drawn ---------------------------------------------------

_END_OF_PARAGRAPH = re.compile("[\n\r\u2028\u2029]")


def _install_text() -> None:
    their_set_text, their_deactivate, their_reactivate = Layout.set_text, Layout.deactivate, Layout.reactivate

    def set_text(layout: Any, text: str, justify: bool = False) -> None:  # noqa: FBT001, FBT002 - theirs
        """Say at once that it is one paragraph: drawing says so later, and then Pango begins anew."""
        pango.pango_layout_set_single_paragraph_mode(layout.layout, not _END_OF_PARAGRAPH.search(text))
        their_set_text(layout, text, justify)

    def deactivate(layout: Any) -> None:
        """Keep what Pango has set, unless drawing has to set it otherwise."""
        if layout.justification_spacing or _END_OF_PARAGRAPH.search(layout.text):
            their_deactivate(layout)

    def reactivate(layout: Any, style: Any) -> None:
        """Set only what was not kept."""
        if not hasattr(layout, "layout"):
            their_reactivate(layout, style)

    Layout.set_text, Layout.deactivate, Layout.reactivate = set_text, deactivate, reactivate


# --- Pages: their references listed once a document, not once for each element ------------------------------


def _install_pages() -> None:
    def page_references(pdf: Any) -> tuple[bytes, ...]:
        """References of the pages; they are listed anew only when there are more."""
        kids = pdf.pages["Kids"]  # number, generation and "R" of each page
        listed: tuple[bytes, ...] = pdf.__dict__.get("_listed_pages", ())
        if len(listed) * 3 != len(kids):
            listed = pdf.__dict__["_listed_pages"] = tuple(b"%d 0 R" % number for number in kids[::3])
        return listed

    pydyf.PDF.page_references = property(page_references)


PARTS = (
    Part(
        "style",
        {
            "weasyprint.css:ComputedStyle.__init__": "ffbc48647d0d",
            "weasyprint.css:ComputedStyle.__missing__": "b318d8efc8ac",
            "weasyprint.css:ComputedStyle.copy": "4398a49b631b",
            "weasyprint.css:text_decoration": "4fa9ec3b45ef",
        },
        _install_style,
    ),
    Part(
        "text",
        {
            "weasyprint.draw.text:draw_first_line": "1bb8eae6d88e",
            "weasyprint.draw.text:draw_text": "ebaf96239c6c",
            "weasyprint.svg.text:text": "67a30c3e181b",
            "weasyprint.text.line_break:Layout.__init__": "c17d3975d808",
            "weasyprint.text.line_break:Layout.setup": "fb227a55094f",
            "weasyprint.text.line_break:Layout.set_text": "fe23ca9937db",
            "weasyprint.text.line_break:Layout.deactivate": "bfec3ec8406e",
            "weasyprint.text.line_break:Layout.reactivate": "0b89ee097104",
            "weasyprint.text.line_break:create_layout": "6587192cc0ab",
            "weasyprint.text.line_break:first_line_metrics": "55ec5d0b58b2",
            "weasyprint.text.line_break:split_first_line": "39ad1016863c",
        },
        _install_text,
    ),
    Part("pages", {"pydyf:PDF.page_references.fget": "060bf90aad55"}, _install_pages),
)


# --- By public means ----------------------------------------------------------------------------------------


class _Written(pydyf.Object):
    """An object of the file whose bytes are final."""

    data = b""

    def __init__(self, original: Any) -> None:
        super().__init__()
        self.number, self.generation, self.free = original.number, original.generation, original.free
        self.data = original.data
        self._compressible = original.compressible

    @property
    def compressible(self) -> bool:
        """Whether it may stand in a compressed stream with others."""
        return self._compressible


def seal(pdf: Any) -> None:
    """Turn the objects into bytes now: pydyf would do it twice, for the file and for its identifier."""
    pdf.objects[1:] = map(_Written, pdf.objects[1:])


@contextmanager
def without_collecting() -> Iterator[None]:
    """Look for garbage after a report, not forty times while its boxes are all in use."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
