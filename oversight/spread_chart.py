"""The spread of the indicators over a province as one drawing, read without the table beside it (pure)."""

from collections.abc import Sequence
from decimal import Decimal

from documents.drawing import BLUE, GRID, INK, QUIET, SMALL, WIDTH, bar, chart, line, text
from ita_portal.thai import decimal_text
from oversight.statistics import Spread

ROW, TOP = 34, 24  # height of an indicator; of the numbers above
LEFT, RIGHT = 214, WIDTH - 66  # of the axis; names stand left of it, medians right


def spread_chart(names: Sequence[str], spreads: Sequence[Spread], title: str, pass_mark: Decimal) -> str:
    """A row for each indicator with scores: a line from lowest to highest, a box for the middle half.

    The median is a thick stroke with its figure on the right. "" where no indicator has a score.
    """
    rows = [(name, row) for name, row in zip(names, spreads, strict=True) if row.number]
    if not rows:
        return ""
    low = max(0, int(min(row.lowest or Decimal(0) for _, row in rows)) // 10 * 10)
    bottom = TOP + ROW * len(rows)
    body, alternative = [], []
    for score in range(low, 101, 10):
        x = _across(score, low)
        body.append(line(x, TOP - 4, x, bottom, colour=GRID))
        body.append(text(x, 12, str(score), anchor="middle", size=SMALL, colour=QUIET))
    if pass_mark > low:
        x = _across(pass_mark, low)
        body.append(line(x, TOP - 4, x, bottom, colour=INK, dash="4 3"))
    for place, (name, row) in enumerate(rows):
        body += _indicator_row(TOP + ROW * place, name, row, low)
        lowest, middle, highest = map(_figure, (row.lowest, row.middle, row.highest))
        alternative.append(f"{name}: ต่ำสุด {lowest} มัธยฐาน {middle} สูงสุด {highest} คะแนน")
    legend = "เส้น = ต่ำสุดถึงสูงสุด · กล่อง = ครึ่งกลางของเทศบาล · ขีดหนา = มัธยฐาน"
    body.append(text(0, bottom + 18, legend, size=SMALL, colour=QUIET))
    return chart(bottom + 24, title, "; ".join(alternative), body)


def _across(score: Decimal | int, low: int) -> float:
    return LEFT + (RIGHT - LEFT) * (float(score) - low) / (100 - low)


def _indicator_row(top: float, name: str, row: Spread, low: int) -> list[str]:
    middle = top + ROW / 2
    x = [_across(figure or 0, low) for figure in (row.lowest, row.first, row.middle, row.third, row.highest)]
    return [
        text(0, middle + 4, name, room=LEFT - 14),
        line(x[0], middle, x[4], middle, colour=INK),
        line(x[0], middle - 5, x[0], middle + 5, colour=INK),
        line(x[4], middle - 5, x[4], middle + 5, colour=INK),
        bar(x[1], middle - 9, max(x[3] - x[1], 2), 18, fill="#dbe7f2", edge=BLUE),
        bar(x[2] - 2, middle - 11, 4, 22, fill=BLUE, edge=BLUE),
        text(WIDTH, middle + 4, _figure(row.middle), anchor="end", bold=True),
    ]


def _figure(score: Decimal | None) -> str:
    return "" if score is None else decimal_text(score, thai=False)
