"""Build the family "Sarabun Doc" from the font Sarabun (OFL): its Thai can be searched and copied in a PDF.

A PDF maps each glyph to one text. Sarabun shares glyphs: it splits SARA AM (ำ) into two glyphs that also
stand for other characters, and it places marks by offsets, which readers take for spaces. So this copy draws
each placed mark and each SARA AM (with or without a tone mark) as a glyph of its own. On paper nothing
changes its shape or place.

It also draws the usual bullets, ticks, arrows and numbers in circles (`font_signs.py`), and writes down what
every glyph stands for: SarabunDoc.json, by which the text layer of a PDF is made.

    python -m scripts.build_font            # writes static/fonts; the same input gives the same bytes
"""

from __future__ import annotations

import io
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

import fontpkg_sarabun
import uharfbuzz as hb
from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables
from fontTools.varLib.featureVars import sortFeatureList

from scripts.font_signs import BOXES, add_signs

FAMILY = "Sarabun Doc"
WEIGHTS = ("Regular", "Bold")
TARGET = Path(__file__).resolve().parents[1] / "static" / "fonts"

CONSONANTS = [chr(code) for code in range(0x0E01, 0x0E2F)]
ABOVE = "ัิีึื็"
BELOW = "ุู"
TONES = "่้๊๋์"
NIKHAHIT = "ํ"
SARA_AM = "ำ"
MEANT_OTHERWISE = {
    "uni00A0": " ",
    "fi": "fi",
    "fl": "fl",
    "yoYingthai": "ญ",
    "doChadathai": "ฎ",
    "toPatakthai": "ฏ",
    "thoThanthai": "ฐ",
    "loChulathai": "ฬ",
}  # glyphs whose name and code point don't say what they are in a text
BASE_GLYPH, MARK_GLYPH = 1, 3  # classes of the GDEF table

Part = tuple[str, int, int]  # glyph, horizontal and vertical offset from the pen, in font units
Rule = tuple[tuple[str, ...], tuple[str, ...]]  # glyphs as shaped, glyphs that replace them


def sequences() -> Iterator[str]:
    """Every sequence of marks that Thai puts on one consonant."""
    yield from ABOVE + BELOW + TONES + NIKHAHIT + "๎" + "ฺ"
    yield from map("".join, product(ABOVE + BELOW + NIKHAHIT, TONES))
    yield from [SARA_AM, *(tone + SARA_AM for tone in TONES if tone != "์")]


@dataclass
class Baker:
    """Collects the new glyphs of one font and the rules that choose them."""

    font: TTFont
    shaper: hb.Font
    glyphs: dict[tuple[tuple[Part, ...], int], str] = field(default_factory=dict)
    classes: dict[str, int] = field(default_factory=dict)
    rules: dict[Rule, set[str]] = field(default_factory=lambda: defaultdict(set))
    texts: dict[str, str] = field(default_factory=dict)

    def learn(self, consonant: str, marks: str) -> None:
        """Shape one syllable as the source font does and keep its marks as glyphs."""
        base, *placed = self._shape(consonant + marks)
        sequence = tuple(glyph for (glyph, _, _), _ in placed)
        self.rules[sequence, self._baked(marks, placed)].add(base[0][0])

    def _baked(self, marks: str, placed: list[tuple[Part, int]]) -> tuple[str, ...]:
        if marks.endswith(SARA_AM):
            parts = tuple(part for part, _ in placed)
            return (self._bake(parts, placed[-1][1], BASE_GLYPH, marks),)
        texts = marks if len(marks) == len(placed) else [marks]  # a ring and its tone are one glyph
        # One unit wide, not none: pdfminer starts a new line at two glyphs without width.
        pairs = zip(placed, texts, strict=True)
        return tuple(self._bake((part,), 1, MARK_GLYPH, text) for (part, _), text in pairs)

    def _shape(self, text: str) -> list[tuple[Part, int]]:
        """Glyphs with their offsets from the end of the base glyph, and their advances."""
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.script, buffer.language, buffer.direction = "Thai", "th", "ltr"
        hb.shape(self.shaper, buffer)
        order = self.font.getGlyphOrder()
        shaped, pen = [], 0
        for number, (info, place) in enumerate(zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)):
            shaped.append(((order[info.codepoint], pen + place.x_offset, place.y_offset), place.x_advance))
            pen += place.x_advance if number else 0
        return shaped

    def _bake(self, parts: tuple[Part, ...], advance: int, glyph_class: int, text: str) -> str:
        name = self.glyphs.setdefault((parts, advance), f"thai{len(self.glyphs):04d}")
        self.classes[name] = glyph_class
        if self.texts.setdefault(name, text) != text:
            raise ValueError(f"one glyph, two meanings: {self.texts[name]} and {text}")
        return name

    def draw(self) -> None:
        """Put the new glyphs into the font."""
        drawn = {name: self._outline(parts) for (parts, _), name in self.glyphs.items()}
        self.font.setGlyphOrder([*self.font.getGlyphOrder(), *drawn])
        for (_, advance), name in self.glyphs.items():
            self.font["glyf"][name] = drawn[name]
            drawn[name].recalcBounds(self.font["glyf"])
            self.font["hmtx"][name] = (advance, drawn[name].xMin)
        self.font["GDEF"].table.GlyphClassDef.classDefs.update(self.classes)

    def _outline(self, parts: tuple[Part, ...]) -> Any:
        glyphs = self.font.getGlyphSet()
        pen = TTGlyphPen(None)
        for glyph, x, y in parts:
            _decomposed(glyphs, glyph, TransformPen(pen, (1, 0, 0, 1, x, y)))
        return pen.glyph()


def _decomposed(glyphs: Any, name: str, pen: TransformPen) -> None:
    """Draw a glyph without references to other glyphs."""
    recording = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(recording)
    recording.replay(pen)


def feature_text(rules: dict[Rule, set[str]]) -> str:
    """The rules in the OpenType feature language: longest sequences first."""
    lookups: dict[Rule, str] = {}
    lines = []
    for (sequence, names), bases in sorted(rules.items(), key=lambda rule: (-len(rule[0][0]), rule[0])):
        marked = _marked(sequence, names, lookups)
        lines.append(f"sub [{' '.join(sorted(bases))}] {marked};")
    steps = [
        f"lookup {name} {{ sub {' '.join(old)} by {' '.join(new)}; }} {name};"
        for (old, new), name in lookups.items()
    ]
    bake = ["lookup BAKE {", *lines, "} BAKE;", "feature rlig { lookup BAKE; } rlig;"]
    return "\n".join(["languagesystem thai dflt;", *steps, *bake])


def _marked(sequence: tuple[str, ...], names: tuple[str, ...], lookups: dict[Rule, str]) -> str:
    """The input of a contextual rule; the lookups that it calls are added to `lookups`."""

    def called(rule: Rule) -> str:
        return lookups.setdefault(rule, f"STEP{len(lookups)}")

    if len(names) < len(sequence):
        return " ".join(
            [f"{sequence[0]}' lookup {called((sequence, names))}", *(f"{g}'" for g in sequence[1:])]
        )
    pairs = zip(sequence, names, strict=True)
    return " ".join(f"{old}' lookup {called(((old,), (new,)))}" for old, new in pairs)


def add_feature(font: TTFont, text: str) -> None:
    """Append the lookups of `text` to the font's own substitutions and switch them on for Thai."""
    extra = TTFont()
    extra.setGlyphOrder(font.getGlyphOrder())
    extra["cmap"] = font["cmap"]
    addOpenTypeFeaturesFromString(extra, text, tables=["GSUB"])
    table, added = font["GSUB"].table, extra["GSUB"].table
    shift = len(table.LookupList.Lookup)
    _shift_lookups(added.LookupList, shift)
    table.LookupList.Lookup += added.LookupList.Lookup
    table.LookupList.LookupCount = len(table.LookupList.Lookup)
    record = added.FeatureList.FeatureRecord[0]
    record.Feature.LookupListIndex = [index + shift for index in record.Feature.LookupListIndex]
    _switch_on(table, record)


def _shift_lookups(node: Any, shift: int) -> None:
    """Add `shift` to every reference from one lookup to another."""
    if isinstance(node, otTables.SubstLookupRecord):
        node.LookupListIndex += shift
    values = node if isinstance(node, list) else vars(node).values()
    for value in values:
        if isinstance(value, (list, otTables.BaseTable)):
            _shift_lookups(value, shift)


def _switch_on(table: Any, record: Any) -> None:
    table.FeatureList.FeatureRecord.append(record)
    table.FeatureList.FeatureCount = len(table.FeatureList.FeatureRecord)
    for script in table.ScriptList.ScriptRecord:
        if script.ScriptTag in ("thai", "DFLT"):
            language = script.Script.DefaultLangSys
            language.FeatureIndex.append(table.FeatureList.FeatureCount - 1)
            language.FeatureCount = len(language.FeatureIndex)
    sortFeatureList(table)  # readers look features up by their tag


def rename(font: TTFont) -> None:
    """Give the copy its own name; copyright and licence stay as they are."""
    source = font["name"].getDebugName(1)
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 6):
            family = FAMILY.replace(" ", "") if record.nameID in (3, 6) else FAMILY
            record.string = record.toUnicode().replace(source, family)


def meanings(font: TTFont, baked: dict[str, str]) -> list[str | None]:
    """What each glyph stands for, in the font's order; None for what Thai and English never show.

    `baked` are the marks and ำ made here. A variant of the source (ญ without its foot) means what its letter
    means, a ligature its letters, and the no-break space, which is the printer's, the space that was typed.
    """
    letters = {name: chr(code) for code, name in font.getBestCmap().items()}
    letters |= baked | MEANT_OTHERWISE
    names = font.getGlyphOrder()
    return [letters.get(name.partition(".")[0]) or _spelled(name.partition(".")[0]) for name in names]


def _spelled(name: str) -> str | None:
    """The text of a ligature that is named by its code points: uni0E4D0E48."""
    if not re.fullmatch("uni([0-9A-F]{4})+", name):
        return None
    return "".join(chr(int(name[place : place + 4], 16)) for place in range(3, len(name), 4))


def built(weight: str) -> tuple[TTFont, list[str | None]]:
    """The finished font of one weight, "Regular" or "Bold", with the meaning of each of its glyphs."""
    path = fontpkg_sarabun.ROOT / "files" / f"Sarabun-{weight}.ttf"
    font = TTFont(path, recalcTimestamp=False)
    baker = Baker(font, hb.Font(hb.Face(path.read_bytes())))
    for consonant, marks in product(CONSONANTS, sequences()):
        baker.learn(consonant, marks)
    baker.draw()
    add_signs(font, weight)
    meant = meanings(font, baker.texts)
    add_feature(font, feature_text(baker.rules))
    rename(font)
    del font["DSIG"]  # a signature of the source
    font["post"].formatType = 3.0  # glyph names are for font editors
    return font, meant


def files() -> dict[str, bytes]:
    """Name and content of every file that belongs into static/fonts."""
    contents = {"OFL.txt": (fontpkg_sarabun.ROOT / "LICENSE").read_bytes()}
    glyphs, signs = {}, set()
    for weight in WEIGHTS:
        font, glyphs[weight] = built(weight)
        signs |= set(map(chr, font.getBestCmap()))
        contents[f"SarabunDoc-{weight}.ttf"] = _saved(font)
        font.flavor = "woff2"
        contents[f"SarabunDoc-{weight}.woff2"] = _saved(font)
    boxes = "".join(map(chr, BOXES))
    shown = sorted(sign for sign in signs if unicodedata.category(sign) not in ("Cc", "Co"))
    told = {"signs": "".join(shown), "boxes": boxes, "glyphs": glyphs}
    contents["SarabunDoc.json"] = json.dumps(told).encode() + b"\n"
    return contents


def _saved(font: TTFont) -> bytes:
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue()


if __name__ == "__main__":
    for file_name, content in files().items():
        (TARGET / file_name).write_bytes(content)
        print(TARGET / file_name, len(content))
