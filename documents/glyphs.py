"""Which signs the font of the documents can show, and what stands in for those that it cannot (pure).

The font's own table, written by `scripts/build_font.py`, is the one source. Emoji and the private signs of
Word's and other programs' fonts have no glyph in it; another font must not step in, for it would be there on
one machine and not on the next, and no standard for archives bears a sign without a glyph.
"""

import json
import re
import unicodedata
from pathlib import Path

from ita_portal.signs import readable

FONTS = Path(__file__).resolve().parents[1] / "static" / "fonts"
NAMELESS = "□"  # what is said for a sign that means nothing outside of its own font

_TABLE = json.loads((FONTS / "SarabunDoc.json").read_text(encoding="utf-8"))
_BOXES: str = _TABLE["boxes"]
GLYPHS: dict[str, list[str | None]] = _TABLE["glyphs"]  # by weight: what each glyph of the font stands for

# Spaces, line breaks and what never has a shape: every font shows them.
_SHAPELESS = (
    "\t\n\r \u00a0\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff"
)
_SIGN = f"[^{_SHAPELESS}{re.escape(_TABLE['signs'])}]"
# With what belongs to it: a choice of look or skin, or a further emoji that it is joined with.
_WITHOUT_GLYPH = re.compile(f"{_SIGN}(?:[\ufe00-\ufe0f\U0001f3fb-\U0001f3ff]|\u200d{_SIGN})*")


def places_without_glyph(text: str) -> list[tuple[int, int]]:
    """From where to where each sign stands that the font of the documents has no glyph for, in order.

    A sign may be several characters (an emoji and its colour). Signs without a shape are no such signs, nor
    are those that the printer reads as another sign (`readable`).
    """
    found = _WITHOUT_GLYPH.finditer(text)
    return [sign.span() for sign in found if _WITHOUT_GLYPH.search(readable(sign[0]))]


def visible(text: str) -> str:
    """One line with NAMELESS for private signs: without their own font a reader sees nothing there."""
    return "".join(NAMELESS if unicodedata.category(sign) in ("Co", "Cn", "Cc") else sign for sign in text)


class Boxes:
    """One document's signs without a glyph: each gets a box of the font, which says which sign it is."""

    def __init__(self) -> None:
        self._boxes: dict[str, str] = {}

    def boxed(self, text: str) -> str:
        """The text as the font can show it. More different signs than the font has boxes become NAMELESS."""
        return _WITHOUT_GLYPH.sub(lambda found: self._box(found[0]), text)

    def _box(self, sign: str) -> str:
        if sign not in self._boxes and len(self._boxes) < len(_BOXES):
            self._boxes[sign] = _BOXES[len(self._boxes)]
        return self._boxes.get(sign, NAMELESS)

    def meant(self, text: str) -> str:
        """A boxed text with the signs that were typed; private ones mean nothing here and are NAMELESS."""
        signs = {ord(box): visible(sign) for sign, box in self._boxes.items()}
        return text.translate(signs) if signs else text
