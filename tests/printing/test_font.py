import json
from itertools import product

import pytest

pytest.importorskip("fontTools")
pytest.importorskip("uharfbuzz")
pytest.importorskip("fontpkg_sarabun")

from fontTools.ttLib import TTFont

from scripts import build_font
from scripts.font_signs import drawings


@pytest.mark.slow
def test_static_fonts_are_what_the_script_builds() -> None:
    kept = {name: (build_font.TARGET / name).read_bytes() for name in build_font.files()}
    assert kept == build_font.files()


@pytest.mark.parametrize("weight", build_font.WEIGHTS)
def test_font_has_its_own_name_and_the_old_copyright(weight: str) -> None:
    names = TTFont(build_font.TARGET / f"SarabunDoc-{weight}.ttf")["name"]
    assert [names.getDebugName(number) for number in (1, 2, 6)] == [
        "Sarabun Doc",
        weight,
        f"SarabunDoc-{weight}",
    ]
    licence = (build_font.TARGET / "OFL.txt").read_text(encoding="utf-8")
    assert licence.splitlines()[0] == names.getDebugName(0)


def test_licence_reserves_no_font_name() -> None:
    first, *_ = (build_font.TARGET / "OFL.txt").read_text(encoding="utf-8").split("-----")
    assert "Reserved Font Name" not in first


@pytest.mark.parametrize("weight", build_font.WEIGHTS)
def test_marks_stand_where_the_source_font_puts_them(weight: str) -> None:
    """The ink of a syllable has the same corners in both fonts."""
    source = build_font.fontpkg_sarabun.ROOT / "files" / f"Sarabun-{weight}.ttf"
    ours = build_font.TARGET / f"SarabunDoc-{weight}.ttf"
    for syllable in ("ปี่", "น้ำ", "กู้", "ญู", "ฟื้น", "ฎุ", "ชั้น", "ป๊ำ"):
        assert _corners(ours.read_bytes(), syllable) == _corners(source.read_bytes(), syllable)


def _corners(font: bytes, text: str) -> tuple[int, int, int, int]:
    hb = build_font.hb
    shaper = hb.Font(hb.Face(font))
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.script, buffer.language, buffer.direction = "Thai", "th", "ltr"
    hb.shape(shaper, buffer)
    boxes, pen = [], 0
    for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        ink = shaper.get_glyph_extents(info.codepoint)
        left, top = pen + place.x_offset + ink.x_bearing, place.y_offset + ink.y_bearing
        boxes.append((left, top, left + ink.width, top + ink.height))
        pen += place.x_advance
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), max(tops), max(rights), min(bottoms)


@pytest.mark.parametrize("weight", build_font.WEIGHTS)
def test_each_glyph_of_thai_means_what_was_typed(weight: str) -> None:
    """The glyphs of every syllable, one after the other, spell it."""
    meant = json.loads((build_font.TARGET / "SarabunDoc.json").read_bytes())["glyphs"][weight]
    hb = build_font.hb
    shaper = hb.Font(hb.Face((build_font.TARGET / f"SarabunDoc-{weight}.ttf").read_bytes()))
    for text in map("".join, product(build_font.CONSONANTS, build_font.sequences())):
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.script, buffer.language, buffer.direction = "Thai", "th", "ltr"
        hb.shape(shaper, buffer)
        assert "".join(meant[info.codepoint] or "?" for info in buffer.glyph_infos) == text


@pytest.mark.parametrize("weight", build_font.WEIGHTS)
def test_every_sign_has_a_glyph_with_ink_and_means_itself(weight: str) -> None:
    font = TTFont(build_font.TARGET / f"SarabunDoc-{weight}.ttf")
    table = json.loads((build_font.TARGET / "SarabunDoc.json").read_bytes())
    names = font.getBestCmap()
    for code, *_ in drawings():
        assert chr(code) in table["signs"]
        assert table["glyphs"][weight][font.getGlyphID(names[code])] == chr(code)
        assert font["glyf"][names[code]].numberOfContours > 0
    for box in table["boxes"]:
        assert table["glyphs"][weight][font.getGlyphID(names[ord(box)])] == box
        assert font["glyf"][names[ord(box)]].numberOfContours > 0
    assert {chr(code) for code in names} >= set(table["signs"])
