"""The indicators of several municipalities on one drawing (pure): a row each, a sign for each municipality.

Signs differ in shape and fill, not in colour alone; all figures stand in the table and in the description.
"""

from collections.abc import Sequence
from decimal import Decimal

from documents.drawing import PAPER, SMALL, WIDTH, chart, floor, line, text
from ita_portal.thai import decimal_text

ROW = 30
LEFT, RIGHT = 215, WIDTH - 24
INKS = ("#1f4e79", "#8a4b00", "#1d6b45", "#7a2e7a")

PlaceSeries = tuple[str, Sequence[Decimal | None]]


def comparison_chart(names: Sequence[str], rows: Sequence[PlaceSeries], title: str) -> str:
    """An SVG of the rows' scores (0–100); `names` are the municipalities', one to four. "" without scores."""
    known = [value for _, values in rows for value in values if value is not None]
    if not known:
        return ""
    low, top = floor(known), 26 * ((len(names) + 1) // 2) + 20
    bottom = top + ROW * len(rows)
    body = []
    for number, name in enumerate(names):  # the legend
        left, above = 10 + number % 2 * WIDTH / 2, 14 + number // 2 * 26
        body += [sign(number, left, above), text(left + 14, above + 5, name, room=WIDTH / 2 - 30)]
    for score in range(low, 101, 10 if low >= 50 else 20):  # noqa: PLR2004 - a line of the grid per 30 units
        x = _across(Decimal(score), low)
        body += [line(x, top, x, bottom), text(x, bottom + 16, str(score), anchor="middle", size=SMALL)]
    for place, (name, values) in enumerate(rows):
        y = top + ROW * (place + 0.5)
        body += [text(0, y + 5, name, room=LEFT - 14), line(LEFT, y + ROW / 2, RIGHT, y + ROW / 2)]
        body += [
            sign(number, _across(value, low), y + 3 * (2 * number - len(values) + 1))
            for number, value in enumerate(values)
            if value is not None
        ]
    return chart(bottom + 24, title, _said(names, rows), body)


def _across(score: Decimal, low: int) -> float:
    return LEFT + (RIGHT - LEFT) * (float(score) - low) / (100 - low)


def sign(number: int, x: float, y: float) -> str:
    """The sign of the municipality with this number: filled dot, hollow square, triangle, hollow diamond."""
    ink = INKS[number]
    hollow = f'fill="{PAPER}" stroke="{ink}" stroke-width="2"/>'
    shapes = (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{ink}"/>',
        f'<rect x="{x - 4.5:.1f}" y="{y - 4.5:.1f}" width="9" height="9" {hollow}',
        f'<path d="M{x:.1f} {y - 6:.1f}l6 11h-12z" fill="{ink}"/>',
        f'<path d="M{x:.1f} {y - 6.5:.1f}l6.5 6.5l-6.5 6.5l-6.5 -6.5z" {hollow}',
    )
    return shapes[number]


def _said(names: Sequence[str], rows: Sequence[PlaceSeries]) -> str:
    """The figures in words, for those who don't see the drawing."""
    return "; ".join(
        f"{name}: "
        + ", ".join(
            f"{place} {decimal_text(value, thai=False)}"
            for place, value in zip(names, values, strict=True)
            if value is not None
        )
        for name, values in rows
    )
