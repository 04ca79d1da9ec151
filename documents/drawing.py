"""What the charts are drawn with: texts, lines, axes, the web of the radar; each as a piece of SVG (pure).

Sizes and places are in units of a chart that is WIDTH units wide; on a page of 160 mm one unit is 0.8 point.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal
from html import escape
from math import cos, pi, sin

from ita_portal.thai import decimal_text, thai_digits

WIDTH = 560
TEXT, SMALL, SMALLEST = 13.0, 11.5, 8.5  # font sizes
ABOVE, BELOW = 1.4, 0.58  # of the font size: how far marks reach from the baseline, two of them stacked
LETTER, FIGURE = 0.58, 0.7  # of the font size: hardly a letter, hardly a digit of the font is wider
INK, QUIET, GRID, PAPER = "#1b2a3d", "#4d5a69", "#d4dbe3", "#ffffff"
BLUE, RED = "#1f4e79", "#a3341f"
_TEXTS = re.compile(">[^<]+<")
_LINES = re.compile(r'<text [^>]*y="([-0-9.]+)"[^>]* font-size="([0-9.]+)"')


def chart(height: float, title: str, description: str, body: Iterable[str]) -> str:
    """The picture as one SVG; `description` gives all its figures in words.

    It is taller than `height` where the marks of a text reach beyond: what is outside is not shown.
    """
    drawn = "".join(body)
    lines = [(float(y), float(size)) for y, size in _LINES.findall(drawn)]
    top = min([0.0, *(y - ABOVE * size for y, size in lines)])
    bottom = max([height, *(y + BELOW * size for y, size in lines)])
    view = f"0 {top:.5g} {WIDTH} {bottom - top:.5g}"
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}" role="img" '
        f'font-family="Sarabun Doc, Sarabun, sans-serif" font-size="{TEXT:g}" fill="{INK}">'
        f"<title>{_safe(title)}</title><desc>{_safe(description)}</desc>{drawn}</svg>"
    )
    return _TEXTS.sub(lambda words: thai_digits(words[0]), svg)


def _safe(words: str) -> str:
    return escape(words, quote=False)


def text(  # noqa: PLR0913 - the attributes of SVG, by name
    x: float,
    y: float,
    words: str,
    *,
    anchor: str = "start",
    size: float = TEXT,
    bold: bool = False,
    colour: str = INK,
    room: float = WIDTH,
) -> str:
    """One line of text on the baseline `y`; set smaller, or at last cut short, when wider than its `room`."""
    size = max(SMALLEST, min(size, size * room / max(width(words, size), 1)))
    if width(words, size) > room:
        # As many letters as there is room for; the chart's description has the rest.
        letters = [end for end in range(len(words)) if unicodedata.category(words[end]) != "Mn"]
        words = words[: letters[int(room / size / FIGURE)]].rstrip("เแโใไ ") + "…"
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size:.3g}" '
        f'fill="{colour}"{weight}>'
        f"{_safe(words)}</text>"
    )


def width(words: str, size: float) -> float:
    """About the width of a text, rather too much than too little; Thai marks above and below take no room."""
    letters = [letter for letter in words if unicodedata.category(letter) != "Mn"]
    return size * sum(FIGURE if letter.isdigit() else LETTER for letter in letters)


def line(x1: float, y1: float, x2: float, y2: float, *, colour: str = GRID, dash: str = "") -> str:
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" stroke="{colour}" stroke-width="1"{dashes}/>'


def bar(x: float, y: float, wide: float, high: float, *, fill: str, edge: str) -> str:
    """A rectangle whose edge lies inside it."""
    return (
        f'<rect x="{x + 0.75:.1f}" y="{y + 0.75:.1f}" width="{max(wide - 1.5, 0.5):.1f}" '
        f'height="{max(high - 1.5, 0.5):.1f}" fill="{fill}" stroke="{edge}" stroke-width="1.5"/>'
    )


def dot(x: float, y: float, *, passed: bool) -> str:
    """A round dot for a score that passes, a hollow square for one that does not."""
    if passed:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="{BLUE}"/>'
    return bar(x - 5, y - 5, 10, 10, fill=PAPER, edge=RED)


def floor(scores: Iterable[Decimal]) -> int:
    """Where an axis may begin: a ten, well below the lowest score."""
    return max(0, int(min(scores)) // 10 * 10 - 10)


class Axis:
    """The score axis on the left of a chart, with its grid; `names` stand below its columns."""

    LEFT, RIGHT = 34, WIDTH - 6
    TOP, BOTTOM, HEIGHT = 44, 194, 220

    def __init__(self, scores: Iterable[Decimal]) -> None:
        self.low = floor(scores)

    def y(self, score: Decimal | int) -> float:
        share = (float(score) - self.low) / (100 - self.low)
        return self.BOTTOM - share * (self.BOTTOM - self.TOP)

    def column(self, place: int, columns: int) -> float:
        """The middle of a column."""
        return self.LEFT + (self.RIGHT - self.LEFT) * (place + 0.5) / columns

    def drawn(self, names: Sequence[str]) -> list[str]:
        """Grid, numbers, names, and a word on where the axis begins."""
        pieces = []
        for score in range(self.low, 101, 10 if self.low >= 50 else 20):  # noqa: PLR2004 - a line per 30 units
            y = self.y(score)
            pieces.append(line(self.LEFT, y, self.RIGHT, y))
            pieces.append(text(self.LEFT - 6, y + 4, str(score), anchor="end", size=SMALL, colour=QUIET))
        for place, name in enumerate(names):
            pieces.append(text(self.column(place, len(names)), self.BOTTOM + 18, name, anchor="middle"))
        start = f"คะแนน (แกนเริ่มที่ {self.low})" if self.low else "คะแนน"
        return [*pieces, text(0, 12, start, size=SMALL, colour=QUIET)]


class Web:
    """The web of a radar chart: `spokes` from the middle, scores from `low` (below the pass mark) to 100."""

    RADIUS, TOP = 118, 40
    HEIGHT = 2 * (RADIUS + TOP)

    def __init__(self, spokes: int, low: int, pass_mark: Decimal) -> None:
        self.spokes, self.low, self.pass_mark = spokes, low, pass_mark

    def point(self, spoke: int, score: float, beyond: float = 0) -> tuple[float, float]:
        angle = 2 * pi * spoke / self.spokes
        reach = self.RADIUS * (score - self.low) / (100 - self.low) + beyond
        return WIDTH / 2 + reach * sin(angle), self.HEIGHT / 2 - reach * cos(angle)

    def ring(self, scores: Sequence[float], *, colour: str = GRID, look: str = 'fill="none"') -> str:
        """The line through one score on each spoke."""
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in map(self.point, range(self.spokes), scores))
        return f'<polygon points="{points}" stroke="{colour}" {look}/>'

    def drawn(self) -> list[str]:
        """Spokes, a ring every ten points, and the pass mark as a dashed ring."""
        middle = WIDTH / 2, self.HEIGHT / 2
        spokes = [line(*middle, *self.point(spoke, 100)) for spoke in range(self.spokes)]
        rings = [self.ring([score] * self.spokes) for score in range(self.low + 10, 101, 10)]
        dashes = 'fill="none" stroke-dasharray="4 3"'
        return [*spokes, *rings, self.ring([float(self.pass_mark)] * self.spokes, colour=INK, look=dashes)]

    def label(self, spoke: int, name: str, score: Decimal) -> list[str]:
        """Name and score at the end of a spoke, side by side with nobody else's."""
        x, y = self.point(spoke, 100, beyond=12)
        side = round(x - WIDTH / 2)
        anchor = "middle" if abs(side) < 2 else "start" if side > 0 else "end"  # noqa: PLR2004
        room = WIDTH - 8 if anchor == "middle" else WIDTH / 2 - abs(side) - 4
        lift = -12 if y < self.HEIGHT / 2 and anchor == "middle" else 10 if anchor == "middle" else -2
        return [
            text(x, y + lift, name, anchor=anchor, size=SMALL, room=room),
            text(x, y + lift + 14, decimal_text(score, thai=False), anchor=anchor, size=SMALL, bold=True),
        ]
