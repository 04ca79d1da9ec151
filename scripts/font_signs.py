"""Signs that Sarabun lacks, drawn for the family "Sarabun Doc": bullets, ticks, arrows, numbers in circles.

Geometric shapes of our own; what stands inside a circle or a pair of brackets is taken from the font itself.
Each code point has a glyph of its own, so that the text of a PDF keeps the sign that was typed.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from math import cos, pi, sin
from typing import Any

from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.reverseContourPen import ReverseContourPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

STROKES = {"Regular": 56.0, "Bold": 88.0}  # width of a line, in font units
MIDDLE = 350  # height of the middle of a sign above the baseline: half of a capital letter
WIDE, NARROW = 700, 440  # advance of an ordinary sign and of a small one
BOXES = range(0xE900, 0xE940)  # private: each shows one of a document's signs that the font lacks

Point = tuple[float, float]
Shape = list[list[Point]]  # closed outlines; a control point of a curve has no place among them
Drawing = Callable[["Brush"], None]


class Brush:
    """Draws one sign, around its middle as origin."""

    def __init__(self, font: TTFont, stroke: float, advance: int) -> None:
        self.font, self.stroke, self.advance = font, stroke, advance
        self.pen = TTGlyphPen(None)

    def polygon(self, points: Sequence[Point], *, hole: bool = False) -> None:
        """A filled outline, or a hole in what was filled; points in either direction."""
        placed = [(x + self.advance / 2, y + MIDDLE) for x, y in points]
        if (_area(placed) > 0) != hole:  # filled ones go clockwise
            placed.reverse()
        self.pen.moveTo(placed[0])
        for point in placed[1:]:
            self.pen.lineTo(point)
        self.pen.closePath()

    def frame(self, points: Sequence[Point], inner: Sequence[Point]) -> None:
        """What lies between two outlines."""
        self.polygon(points)
        self.polygon(inner, hole=True)

    def disc(self, radius: float, *, hole: bool = False) -> None:
        """A circle of eight curves."""
        corners = [pi / 8 + number * pi / 4 for number in range(8)]
        placed = [
            (self.advance / 2 + radius / cos(pi / 8) * cos(turn), MIDDLE + radius / cos(pi / 8) * sin(turn))
            for turn in (corners if hole else reversed(corners))
        ]
        self.pen.qCurveTo(*placed, None)
        self.pen.closePath()

    def ring(self, radius: float) -> None:
        """A circle with an empty middle."""
        self.disc(radius)
        self.disc(radius - self.stroke, hole=True)

    def letters(self, text: str, room: float, size: float = 1, *, hole: bool = False) -> None:
        """Letters of the font, smaller where they would be wider than `room`; of size 1 on the line."""
        glyphs, names = self.font.getGlyphSet(), self.font.getBestCmap()
        bounds, recording, pen = BoundsPen(glyphs), DecomposingRecordingPen(glyphs), 0.0
        for letter in text:
            glyph = glyphs[names[ord(letter)]]
            for target in (bounds, recording):
                glyph.draw(TransformPen(target, (1, 0, 0, 1, pen, 0)))
            pen += glyph.width
        left, bottom, right, top = bounds.bounds
        size = min(room / (right - left), size)
        above = MIDDLE - size * (bottom + top) / 2 if size < 1 else 0
        target = TransformPen(self.pen, (size, 0, 0, size, (self.advance - size * (left + right)) / 2, above))
        recording.replay(ReverseContourPen(target) if hole else target)


def _area(points: Sequence[Point]) -> float:
    behind = [*points[1:], points[0]]
    return sum(x * other_y - other_x * y for (x, y), (other_x, other_y) in zip(points, behind, strict=True))


def regular(corners: int, radius: float, turn: float = 0, dent: float = 1) -> list[Point]:
    """A regular polygon with a corner on top, turned by so many circles; `dent` < 1 makes a star."""
    reach = [radius, radius * dent] if dent < 1 else [radius]
    steps = corners * len(reach)
    angles = [2 * pi * (place / steps + turn) for place in range(steps)]
    return [
        (reach[place % len(reach)] * sin(angle), reach[place % len(reach)] * cos(angle))
        for place, angle in enumerate(angles)
    ]


def square(half: float, x: float = 0, y: float = 0) -> list[Point]:
    return [(x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)]


def filled(points: Sequence[Point]) -> Drawing:
    return lambda brush: brush.polygon(points)


def hollow(points: Sequence[Point], inset: float = 1.0) -> Drawing:
    """An outline of the stroke's width; `inset`: how much farther a corner lies inside than an edge."""

    def draw(brush: Brush) -> None:
        far = max(abs(value) for point in points for value in point)
        share = 1 - inset * brush.stroke / far
        brush.frame(points, [(x * share, y * share) for x, y in points])

    return draw


def joined(*drawings: Drawing) -> Drawing:
    def draw(brush: Brush) -> None:
        for each in drawings:
            each(brush)

    return draw


def turned(points: Iterable[Point], circles: float) -> list[Point]:
    """The points turned to the left by so many circles."""
    along, across = cos(2 * pi * circles), sin(2 * pi * circles)
    return [(x * along - y * across, x * across + y * along) for x, y in points]


def arrow(circles: float = 0, *, half: float = 280, heads: int = 1, weight: float = 1.0) -> Drawing:
    """An arrow to the right, turned to the left by so many circles; two heads point both ways."""

    def draw(brush: Brush) -> None:
        thick, wide, long = brush.stroke * weight / 2, 110 + 40 * weight, 130 + 50 * weight
        head: list[Point] = [(half - long, thick), (half - long, wide), (half, 0)]
        tail: list[Point] = [(-x, y) for x, y in reversed(head)] if heads > 1 else [(-half, thick)]
        upper = [*tail, *head]
        brush.polygon(turned([*upper, *((x, -y) for x, y in reversed(upper) if y)], circles))

    return draw


def double_arrow(circles: float = 0, *, heads: int = 1) -> Drawing:
    """Two lines with an open head."""

    def draw(brush: Brush) -> None:
        thick, half, apart, wide = brush.stroke * 0.8, 300.0, 75.0, 200.0
        neck = half - apart - thick  # where the lines meet the head
        start = -neck if heads > 1 else -half
        for side in (1, -1):
            bar = [(start, side * apart), (neck, side * apart), (neck, side * (apart + thick))]
            brush.polygon(turned([*bar, (start, side * (apart + thick))], circles))
        head = [(half, 0), (half - wide, wide), (half - wide - thick, wide - thick * 0.4)]
        for side in (1, -1)[:heads]:
            whole = [*head, (half - 1.4 * thick, 0), *((x, -y) for x, y in reversed(head[1:]))]
            brush.polygon(turned([(side * x, y) for x, y in whole], circles))

    return draw


def open_arrow(brush: Brush) -> None:
    """An arrow of which only the edge is drawn."""
    edge = brush.stroke * 0.7
    upper = [(-280, 100), (20, 100), (20, 230), (290, 0)]
    inner = [(-280 + edge, 100 - edge), (20 + edge, 100 - edge)]
    inner += [(20 + edge, 230 - 2.2 * edge), (290 - 1.6 * edge, 0)]
    brush.frame(*([*half, *((x, -y) for x, y in reversed(half) if y)] for half in (upper, inner)))


def corner_arrow(brush: Brush) -> None:
    """Down, then to the right."""
    thick = brush.stroke
    brush.polygon([(-220, 260), (-220 + thick, 260), (-220 + thick, -60), (-220, -60 - thick)])
    brush.polygon([(-220, -60 - thick), (-220 + thick, -60), (80, -60), (80, -60 - thick)])
    brush.polygon([(70, 70), (260, -60 - thick / 2), (70, -190 - thick)])


def enter_arrow(brush: Brush) -> None:
    """Down, then to the left."""
    thick = brush.stroke
    brush.polygon([(220, 260), (220 - thick, 260), (220 - thick, -60), (220, -60 - thick)])
    brush.polygon([(220, -60 - thick), (220 - thick, -60), (-80, -60), (-80, -60 - thick)])
    brush.polygon([(-70, 70), (-260, -60 - thick / 2), (-70, -190 - thick)])


def tick(weight: float = 1.0, size: float = 1.0) -> Drawing:
    """Two lines that meet in a point; `size` leaves room for a box around."""

    def draw(brush: Brush) -> None:
        half = brush.stroke * weight / 2 / size
        start, point, end = (-230.0, 0.0), (-80.0, -200.0), (250.0, 260.0)
        over = [(start[0] + 0.8 * half, start[1] + 0.6 * half), (point[0], point[1] + 1.7 * half)]
        under = [(start[0] - 0.8 * half, start[1] - 0.6 * half), (point[0], point[1] - 1.7 * half)]
        ends = [(end[0] - 0.8 * half, end[1] + 0.6 * half), (end[0] + 0.8 * half, end[1] - 0.6 * half)]
        brush.polygon([(x * size, y * size) for x, y in [*over, *ends, under[1], under[0]]])

    return draw


def cross(weight: float = 1.0, half: float = 220) -> Drawing:
    def draw(brush: Brush) -> None:
        thick = brush.stroke * weight / 2 * 1.4
        arm = [(thick, 0), (half, half - thick), (half - thick, half), (0, thick)]
        brush.polygon([point for side in range(4) for point in turned(arm, side / 4)[1:]])

    return draw


def bow(brush: Brush) -> None:
    """An arrowhead whose upper half is in the light."""
    upper = [(-280, 230), (300, 0), (-140, 0)]
    brush.polygon([(x, -y) for x, y in upper])
    brush.polygon(upper)
    brush.polygon([(-280 + 1.6 * brush.stroke, 230 - 1.1 * brush.stroke), (180, 20), (-110, 20)], hole=True)


def shadowed(x: float, y: float) -> Drawing:
    """A square that throws its shadow to one corner."""

    def draw(brush: Brush) -> None:
        brush.frame(square(230), square(230 - brush.stroke))
        edge = 1.4 * brush.stroke
        brush.polygon([(230 * x, -230 * y + 80 * y), (230 * x + edge * x, -230 * y + 80 * y),
                       (230 * x + edge * x, 230 * y + edge * y), (-150 * x, 230 * y + edge * y),
                       (-150 * x, 230 * y), (230 * x, 230 * y)])  # fmt: skip

    return draw


def circled(text: str, radius: float = 330) -> Drawing:
    def draw(brush: Brush) -> None:
        brush.disc(radius)
        brush.disc(radius - brush.stroke * 0.8, hole=True)
        brush.letters(text, 400, size=0.55)

    return draw


def reversed_circle(text: str) -> Drawing:
    def draw(brush: Brush) -> None:
        brush.disc(350)
        brush.letters(text, 440, size=0.58, hole=True)

    return draw


def written(text: str) -> Drawing:
    """Letters side by side, narrow enough for one sign."""
    return lambda brush: brush.letters(text, brush.advance - 50)


def missing(brush: Brush) -> None:
    """A box with a question mark: here stands a sign that the font lacks."""
    brush.frame(square(270), square(270 - brush.stroke * 0.8))
    brush.letters("?", 300, size=0.5)


def disc(radius: float) -> Drawing:
    return lambda brush: brush.disc(radius)


def ring(radius: float) -> Drawing:
    return lambda brush: brush.ring(radius)


def small(drawing: Drawing) -> tuple[Drawing, int]:
    return drawing, NARROW


SQUARE, LITTLE, DIAMOND, STAR = square(230), square(120), regular(4, 300), regular(5, 330, dent=0.4)
POINTER, LITTLE_POINTER = [(-230, 210), (-230, -210), (260, 0)], [(-120, 150), (-120, -150), (150, 0)]
DART = [(-300, 250), (-150, 0), (-300, -250), (320, 0)]
FOUR = [[(x + dx, y + dy) for dx, dy in regular(4, 140)] for x, y in regular(4, 170)]
SHAPES: dict[str, Drawing | tuple[Drawing, int]] = {
    "●": disc(270), "○": ring(270), "⬤": disc(350), "◦": small(ring(120)), "⚫": disc(300), "⚪": ring(300),
    "◉": joined(ring(290), disc(150)), "◎": joined(ring(290), ring(160)), "‧": small(disc(60)),
    "□": hollow(SQUARE), "▪": small(filled(LITTLE)), "▫": small(hollow(LITTLE)),
    "◼": filled(square(210)), "◻": hollow(square(210)), "◾": small(filled(square(150))),
    "◽": small(hollow(square(150))), "⬛": filled(square(290)), "⬜": hollow(square(290)),
    "▣": joined(hollow(SQUARE), filled(LITTLE)), "❏": shadowed(1, -1), "❐": shadowed(1, 1),
    "❑": shadowed(1, -1), "❒": shadowed(1, 1),
    "◇": hollow(DIAMOND, 1.4), "❖": joined(*map(filled, FOUR)),
    "►": filled(POINTER), "◄": filled(turned(POINTER, 1 / 2)), "‣": small(filled(LITTLE_POINTER)),
    "▸": small(filled(LITTLE_POINTER)), "◂": small(filled(turned(LITTLE_POINTER, 1 / 2))),
    "▴": small(filled(turned(LITTLE_POINTER, 1 / 4))), "▾": small(filled(turned(LITTLE_POINTER, 3 / 4))),
    "➢": bow, "➣": bow, "➤": filled(DART), "★": filled(STAR), "☆": hollow(STAR, 1.9), "⭐": filled(STAR),
    "✦": filled(regular(4, 310, dent=0.35)), "✧": hollow(regular(4, 310, dent=0.45), 1.6),
    "⁃": small(filled([(-120, -30), (-120, 40), (120, 40), (120, -30)])),
    "☐": hollow(square(260), 0.8), "✓": tick(), "✔": tick(1.8), "✅": tick(2.2),
    "☑": joined(hollow(square(280), 0.8), tick(1.0, 0.65)),
    "☒": joined(hollow(square(280), 0.8), cross(0.8, 160)),
    "✗": cross(0.8), "✕": cross(0.8), "✘": cross(1.6), "✖": cross(1.6), "❌": cross(2.0, 250),
    "↔": arrow(heads=2), "↕": arrow(1 / 4, heads=2), "↗": arrow(1 / 8), "↖": arrow(3 / 8),
    "↙": arrow(5 / 8), "↘": arrow(7 / 8), "⟶": arrow(half=330), "⟵": arrow(1 / 2, half=330),
    "⟷": arrow(half=330, heads=2), "➔": arrow(weight=1.6), "➜": arrow(weight=1.4), "➙": arrow(weight=1.4),
    "➝": arrow(), "➞": arrow(weight=1.3), "➡": arrow(weight=2.2), "⬅": arrow(1 / 2, weight=2.2),
    "⬆": arrow(1 / 4, weight=2.2), "⬇": arrow(3 / 4, weight=2.2), "↳": corner_arrow, "↵": enter_arrow,
    "⇨": open_arrow, "♦": filled(regular(4, 280)),
    "⇒": double_arrow(), "⇑": double_arrow(1 / 4), "⇐": double_arrow(1 / 2), "⇓": double_arrow(3 / 4),
    "⇔": double_arrow(heads=2),
    "\ufffd": missing,
    "℃": (written("°C"), 880), "№": (written("No"), 1050), "‑": (written("-"), 340),
}  # fmt: skip


def drawings() -> Iterator[tuple[int, Drawing, int]]:
    """Every code point that is drawn, how, and its advance in font units."""
    for sign, entry in SHAPES.items():
        drawing, advance = entry if isinstance(entry, tuple) else (entry, WIDE)
        yield ord(sign), drawing, advance
    yield 0x24EA, circled("0"), 760
    for number in range(1, 21):
        yield 0x2460 + number - 1, circled(str(number)), 760
        yield 0x2474 + number - 1, written(f"({number})"), 1000 if number > 9 else 800
        yield 0x2488 + number - 1, written(f"{number}."), 1000 if number > 9 else 760
        yield (0x2775 if number < 11 else 0x24E0) + number, reversed_circle(str(number)), 760
    for number in range(1, 11):
        yield 0x2780 + number - 1, circled(str(number)), 760
        yield 0x278A + number - 1, reversed_circle(str(number)), 760
    for place in range(26):
        yield 0x24B6 + place, circled(chr(ord("A") + place)), 760
        yield 0x24D0 + place, circled(chr(ord("a") + place)), 760


def add_signs(font: TTFont, weight: str) -> None:
    """Draw what the font lacks into it, and the boxes that stand for what it lacks even so."""
    stroke = STROKES[weight]
    signs = {code: _drawn(font, stroke, drawing, advance) for code, drawing, advance in drawings()}
    signs |= {code: _drawn(font, stroke, missing, WIDE) for code in BOXES}
    names = {code: f"sign{code:04X}" for code in signs}
    font.setGlyphOrder([*font.getGlyphOrder(), *names.values()])
    for code, (glyph, advance) in signs.items():
        font["glyf"][names[code]] = glyph
        glyph.recalcBounds(font["glyf"])
        font["hmtx"][names[code]] = (advance, glyph.xMin)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap.update(names)


def _drawn(font: TTFont, stroke: float, drawing: Drawing, advance: int) -> tuple[Any, int]:
    brush = Brush(font, stroke, advance)
    drawing(brush)
    return brush.pen.glyph(), advance
