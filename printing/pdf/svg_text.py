"""Thai inside SVG charts: WeasyPrint lays `<text>` out one code point at a time, so marks lose their letters.

`draw_whole_texts()` hands each text over in one piece, unless it asks for a place for each of its letters.
This is for right letters, not for speed, so it goes around WeasyPrint's function in every version; where that
draws whole texts by itself, a text of one piece changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from weasyprint import svg

PER_LETTER = ("x", "y", "dx", "dy", "rotate")
STRETCHED = ("letter-spacing", "textLength")


class _Run(str):
    """A text that iterates as one single letter: WeasyPrint draws letter by letter."""

    __slots__ = ()

    def __iter__(self) -> Iterator[str]:
        yield str(self)


_draw_letters = svg.text


def draw_run(image: Any, node: Any, font_size: float) -> None:
    """Draw one SVG text node; takes the place of WeasyPrint's own function."""
    lists = (node.get(name, "").replace(",", " ").split() for name in PER_LETTER)
    places_letters = any(len(values) > 1 for values in lists) or any(node.get(name) for name in STRETCHED)
    if node.text and not places_letters:
        node._etree_node.text = _Run(node.text)  # noqa: SLF001 - the node has no setter of its own
    _draw_letters(image, node, font_size)


def draw_whole_texts() -> None:
    """Put `draw_run` into WeasyPrint, for the whole process. A second call changes nothing."""
    svg.TAGS.update({tag: draw_run for tag, draw in svg.TAGS.items() if draw is _draw_letters})
    svg.text = draw_run  # WeasyPrint compares the table's entries with this name
