"""WeasyPrint without the work that a report doesn't need: the same pages, byte for byte, in less time.

`install()` puts quicker ways in the place of private parts of WeasyPrint 70.0 and pydyf 0.13.0. Each asks for
the common case and leaves the others to the part that it replaces. tests/reports/test_pdf_speed.py knows the
parts and fails when a new version changes one; it also compares the pages with those of plain WeasyPrint.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib import import_module
from importlib.resources import files
from typing import Any

import pydyf
import weasyprint
from weasyprint.css import AnonymousStyle, ComputedStyle
from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
from weasyprint.css.counters import CounterStyle
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES, Dimension
from weasyprint.formatting_structure.boxes import Box, PageBox
from weasyprint.layout import inline, percent, preferred
from weasyprint.text.ffi import pango
from weasyprint.text.line_break import Layout, split_first_line

# --- The stylesheet of the browser -------------------------------------------------------------------------

_NOTES = re.compile(r"^::(foot)?note-.*$", re.MULTILINE)


class Page(weasyprint.HTML):
    """A document without footnotes, and with list marks at list items only.

    For notes and marks WeasyPrint styles six unseen parts of every element, which is a tenth of all work.
    """

    def _ua_stylesheets(self, forms: bool = False) -> list[weasyprint.CSS]:  # noqa: FBT001, FBT002 - theirs
        del forms
        return [_ua_stylesheet()]


@lru_cache(maxsize=1)
def _ua_stylesheet() -> weasyprint.CSS:
    whole = (files("weasyprint") / "css" / "html5_ua.css").read_text(encoding="utf-8")
    return weasyprint.CSS(
        string=_NOTES.sub("", whole).replace("\n::marker", "\nli::marker"), counter_style=CounterStyle()
    )


# --- Styles ------------------------------------------------------------------------------------------------

_ASKED_FOR = {"position", "float", "display", "page", *INITIAL_NOT_COMPUTED}
_PLAIN = {
    name: value
    for name, value in INITIAL_VALUES.items()
    if name not in _ASKED_FOR and not name.startswith("text_decoration_")
}
_LOGICAL = {
    logical(block="ttb", inline=way) for logical in PHYSICAL_FUNCTIONS.values() for way in ("ltr", "rtl")
}
_INITIAL = {name: value for name, value in _PLAIN.items() if name not in INHERITED}
_missing, _begin = ComputedStyle.__missing__, ComputedStyle.__init__
_begin_anonymous = AnonymousStyle.__init__


def _style(style: Any, parent_style: Any, cascaded: Any, *rest: Any) -> None:
    """Write the initial values down at once, for one copy of a table is quicker than fifty questions."""
    if parent_style is not None and _LOGICAL.isdisjoint(cascaded):
        style.update(_INITIAL)
        for name in cascaded:
            style.pop(name, None)
    _begin(style, parent_style, cascaded, *rest)


def _anonymous_style(style: Any, parent_style: Any) -> None:
    style.update(_INITIAL)
    _begin_anonymous(style, parent_style)


def _style_value(style: Any, name: str) -> Any:
    """A property that no rule sets has its parent's or its initial value: two of three that are asked for."""
    cascaded = style.cascaded
    if name in cascaded or name not in _PLAIN or style.parent_style is None:
        return _missing(style, name)
    if cascaded and name in PHYSICAL_FUNCTIONS and not _LOGICAL.isdisjoint(cascaded):
        return _missing(style, name)
    value = style[name] = style.parent_style[name] if name in INHERITED else _PLAIN[name]
    return value


# --- Boxes -------------------------------------------------------------------------------------------------

_is_in_normal_flow = Box.is_in_normal_flow
_SIZES = ("margin_left", "margin_right", "padding_left", "padding_right", "width", "min_width", "max_width")
_HEIGHTS = ("margin_top", "margin_bottom", "padding_top", "padding_bottom")
_BORDERS = ("border_top_width", "border_right_width", "border_bottom_width", "border_left_width")


def _box_is_in_normal_flow(box: Any) -> bool:
    style = box.style
    if style["float"] == "none" and style["position"] == "static":
        return True
    return bool(_is_in_normal_flow(box))


_LAYOUTS = ("absolute", "block", "column", "float", "grid", "inline", "page", "percent", "table")
_resolve_percentages = percent.resolve_percentages


def _resolve(box: Any, containing_block: Any) -> None:
    """Set the used sizes of a box, as `percent.resolve_percentages` does, with one question for each."""
    if isinstance(box, PageBox) or box.style["border_collapse"] == "collapse":
        _resolve_percentages(box, containing_block)
        return
    width, height = (
        (containing_block.width, containing_block.height)
        if isinstance(containing_block, Box)
        else containing_block
    )
    if height == "auto" and type(box.style["height"]) is not str:
        _resolve_percentages(box, containing_block)
        return
    used, style = box.__dict__, box.style
    for name in _SIZES + _HEIGHTS:
        used[name] = _used(style[name], style, width)
    for name in _BORDERS:
        used[name] = style[name]
    used["height"] = _used(style["height"], style, height)
    used["min_height"] = _used(style["min_height"], style, 0 if height == "auto" else height)
    used["max_height"] = _used(style["max_height"], style, float("inf") if height == "auto" else height)
    for name in ("min_width", "min_height"):
        if used[name] == "auto":
            used[name] = 0
    if style["box_sizing"] != "content-box":
        percent.adjust_box_sizing(box, "width")
        percent.adjust_box_sizing(box, "height")


def _used(value: Any, style: Any, whole: Any) -> Any:
    if type(value) is Dimension and value[1] != "%":
        return value[0]
    return value if value == "auto" else percent.percentage(value, style, whole)


# --- Text --------------------------------------------------------------------------------------------------

_set_text, _deactivate, _reactivate = Layout.set_text, Layout.deactivate, Layout.reactivate
_END_OF_PARAGRAPH = re.compile("[\n\r\u2028\u2029]")


def _set(layout: Any, text: str, justify: bool = False) -> None:  # noqa: FBT001, FBT002 - theirs
    """Say at once that it is one paragraph: drawing says so later, and then Pango begins anew."""
    pango.pango_layout_set_single_paragraph_mode(layout.layout, not _END_OF_PARAGRAPH.search(text))
    _set_text(layout, text, justify)


def _keep(layout: Any) -> None:
    """Keep the line as Pango set it, until it is drawn."""
    if layout.justification_spacing or _END_OF_PARAGRAPH.search(layout.text):
        _deactivate(layout)


def _take_up(layout: Any, style: Any) -> None:
    if not hasattr(layout, "layout"):
        _reactivate(layout, style)


def _split(
    text: str, style: Any, context: Any, max_width: Any, justification_spacing: Any, *how: bool, **more: bool
) -> Any:
    """Set a line once a document: a column's width, a table and a page ask for the same line again."""
    lines = context.__dict__.setdefault("_lines_set", {})
    key = (text, id(style), max_width, justification_spacing, how, *more.items())
    if key not in lines:
        made = split_first_line(text, style, context, max_width, justification_spacing, *how, **more)
        lines[key] = made, style  # which must live as long as its identity counts
    return lines[key][0]


# --- The file ----------------------------------------------------------------------------------------------

_to_bytes = pydyf._to_bytes  # noqa: SLF001 - see above


def _as_bytes(item: Any) -> bytes:
    """Most of what is written are names and numbers: no need to ask whether they are objects."""
    kind = type(item)
    if kind is bytes:
        return item
    if kind is str:
        return item.encode("ascii")
    if kind is int:
        return b"%d" % item
    if kind is float:
        return b"%d" % item if item.is_integer() else (b"%f" % item).rstrip(b"0")
    return _to_bytes(item)


class _Written(pydyf.Object):
    """An object of the file whose bytes are final."""

    data = b""

    def __init__(self, original: Any) -> None:
        self.number, self.generation, self.free = original.number, original.generation, original.free
        self.offset = 0
        self.data = original.data
        self._compressible = original.compressible

    @property
    def compressible(self) -> bool:
        return self._compressible


def _page_references(pdf: Any) -> tuple[bytes, ...]:
    """References of the pages, made once for all the elements that ask where they stand."""
    kids = pdf.pages["Kids"]
    if len(pdf.__dict__.get("_references", ())) * 3 != len(kids):
        pdf._references = tuple(b"%d 0 R" % number for number in kids[::3])  # noqa: SLF001 - a note of ours
    return pdf._references  # noqa: SLF001


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


def install() -> None:
    """Put the quicker ways in place, for the whole process."""
    ComputedStyle.__init__, ComputedStyle.__missing__ = _style, _style_value
    AnonymousStyle.__init__ = _anonymous_style
    Box.is_in_normal_flow = _box_is_in_normal_flow
    for name in _LAYOUTS:  # each of them holds the function under its own name
        vars(import_module(f"weasyprint.layout.{name}"))["resolve_percentages"] = _resolve
    inline.split_first_line = preferred.split_first_line = _split
    Layout.set_text, Layout.deactivate, Layout.reactivate = _set, _keep, _take_up
    pydyf.PDF.page_references = property(_page_references)
    pydyf._to_bytes = _as_bytes  # noqa: SLF001 - see above
