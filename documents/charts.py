"""Charts of ITA scores as inline SVG, to be read without the table beside them (pure).

Each takes scores 0–100 (None: not known), most also the pass mark of their year, and gives one `<svg>` with
its title and, for those who don't see it, all its figures in words; "" when there is nothing to draw. Nothing
rests on colour alone: what falls short of the pass mark is hollow and every figure is printed, so that a
black-and-white print and colour-blind readers lose nothing. No ids and no styles: several fit on one page,
under a strict content security policy.
Text never stands upright or on a slope: readers of PDF take it apart.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import groupby

from documents.drawing import (
    BLUE,
    INK,
    PAPER,
    QUIET,
    RED,
    SMALL,
    TEXT,
    WIDTH,
    Axis,
    Web,
    bar,
    chart,
    dot,
    floor,
    line,
    text,
    width,
)
from ita_portal.thai import decimal_text, number_text, signed_text

OptionalScore = Decimal | None
Series = tuple[str, Sequence[OptionalScore]]  # a name, and its score in each fiscal year

CELL_WIDTH, CELL_HEIGHT = 270, 88  # of a small chart among others
ROW = 24  # height of a bar with its name on the left and its figure on the right
BARS, BARS_END = 205, WIDTH - 65  # from the names, at most so wide, to the figures
MIDDLE, HALF = (BARS + BARS_END) / 2, (BARS_END - BARS) / 2
LEAST_SPOKES = 3  # two enclose nothing


def trend(years: Sequence[int], totals: Sequence[OptionalScore], title: str, *, pass_mark: Decimal) -> str:
    """The total over one to five fiscal years (B.E.) as a line, broken where a year is not known."""
    points = [(place, total) for place, total in enumerate(totals) if total is not None]
    if not points:
        return ""
    axis = Axis(total for _, total in points)
    body = axis.drawn(_year_names(years))
    if axis.low < pass_mark:
        y = axis.y(pass_mark)
        words = f"เส้นประ = เกณฑ์ {_mark(pass_mark)} คะแนน"
        body.append(line(axis.LEFT, y, axis.RIGHT, y, colour=INK, dash="4 3"))
        body.append(text(WIDTH - 6, 12, words, anchor="end", size=SMALL, colour=QUIET))
    spots = [(place, axis.column(place, len(years)), axis.y(total)) for place, total in points]
    body += [_polyline(run) for run in _unbroken_runs(spots)]
    for number, (_, total) in enumerate(points):
        _, x, y = spots[number]
        body.append(dot(x, y, passed=total >= pass_mark))
        body.append(text(x, y + _clear_of_line(spots, number), _figure(total), anchor="middle", bold=True))
    return chart(axis.HEIGHT, title, _in_words(_year_names(years), totals), body)


def indicator_bars(
    labels: Sequence[str], scores: Sequence[OptionalScore], title: str, *, pass_mark: Decimal
) -> str:
    """A bar a row, from 0 to 100, across a line at the pass mark; bars that fall short of it are hollow."""
    rows = _known(labels, scores)
    if not rows:
        return ""
    left = min(BARS, max(width(name, TEXT) for name, _ in rows) + 16)
    body: list[str] = []
    for row, (name, score) in enumerate(rows):
        y = ROW * row + 6
        fill, edge = (BLUE, BLUE) if score >= pass_mark else (PAPER, RED)
        body += _named(row, name, _figure(score), left - 10)
        body.append(f'<rect x="{left:g}" y="{y}" width="{BARS_END - left:g}" height="14" fill="#e4e9ef"/>')
        body.append(bar(left, y, _across(score, left) - left, 14, fill=fill, edge=edge))
    bottom, mark = ROW * len(rows) + 4, _across(pass_mark, left)
    body.append(line(mark, 0, mark, bottom, colour=INK, dash="4 3"))
    body.append(
        text(mark, bottom + 13, f"เกณฑ์ {_mark(pass_mark)}", anchor="middle", size=SMALL, colour=QUIET)
    )
    return chart(bottom + 20, title, _in_words(labels, scores), body)


def change_bars(labels: Sequence[str], changes: Sequence[OptionalScore], title: str) -> str:
    """A bar a row for the change since the year before, in points: right a gain, left and hollow a loss."""
    rows = _known(labels, changes)
    if not rows:
        return ""
    unit = HALF / float(max(Decimal(5), *(abs(change) for _, change in rows)))
    body: list[str] = []
    for row, (name, change) in enumerate(rows):
        y, long = ROW * row + 6, abs(float(change)) * unit
        body += _named(row, name, signed_text(change, thai=False))
        if change > 0:
            body.append(bar(MIDDLE, y, long, 14, fill=BLUE, edge=BLUE))
        elif change < 0:
            body.append(bar(MIDDLE - long, y, long, 14, fill=PAPER, edge=RED))
    body.append(line(MIDDLE, 0, MIDDLE, ROW * len(rows) + 4, colour=INK))
    words = ", ".join(f"{name} {signed_text(change, thai=False)} คะแนน" for name, change in rows)
    return chart(ROW * len(rows) + 8, title, words, body)


def radar(labels: Sequence[str], scores: Sequence[OptionalScore], title: str, *, pass_mark: Decimal) -> str:
    """A spoke for each known score, "" below three of them; the pass mark is a dashed ring."""
    rows = _known(labels, scores)
    if len(rows) < LEAST_SPOKES:
        return ""
    web = Web(len(rows), min(floor(score for _, score in rows), floor([pass_mark])), pass_mark)
    shape = f'fill="{BLUE}" fill-opacity="0.16" stroke-width="2.5"'
    body = [*web.drawn(), web.ring([float(score) for _, score in rows], colour=BLUE, look=shape)]
    for spoke, (name, score) in enumerate(rows):
        body.append(dot(*web.point(spoke, float(score)), passed=score >= pass_mark))
        body += web.label(spoke, name, score)
    words = f"จุดกลาง = {web.low} คะแนน · ขอบนอก = 100 คะแนน · เส้นประ = เกณฑ์ {_mark(pass_mark)} คะแนน"
    body.append(text(WIDTH / 2, web.HEIGHT + 16, words, anchor="middle", size=SMALL, colour=QUIET))
    return chart(web.HEIGHT + 20, title, _in_words(labels, scores), body)


def instruments_over_years(
    years: Sequence[int], series: Sequence[Series], title: str, *, pass_mark: Decimal
) -> str:
    """A small line for each instrument; bars while there is one year only."""
    if len(years) > 1:
        return indicators_over_years(years, series, title, pass_mark=pass_mark)
    names, scores = [name for name, _ in series], [scores[0] for _, scores in series]
    return indicator_bars(names, scores, title, pass_mark=pass_mark)


def indicators_over_years(
    years: Sequence[int], series: Sequence[Series], title: str, *, pass_mark: Decimal
) -> str:
    """A small line for each indicator, two in a row, all on one scale."""
    rows = [(name, scores) for name, scores in series if any(score is not None for score in scores)]
    if not rows:
        return ""
    low = floor(score for _, scores in rows for score in scores if score is not None)
    body: list[str] = []
    for place, (name, scores) in enumerate(rows):
        left, top = place % 2 * (CELL_WIDTH + 20), place // 2 * CELL_HEIGHT
        body += [
            text(left, top + 12, name, room=CELL_WIDTH),
            *_small_line(left, top, years, scores, low, pass_mark),
        ]
    description = "; ".join(f"{name}: {_in_words(_year_names(years), scores)}" for name, scores in rows)
    bottom = (len(rows) + 1) // 2 * CELL_HEIGHT
    if any(score is not None and score < pass_mark for _, scores in rows for score in scores):
        words = f"กรอบสี่เหลี่ยม = ต่ำกว่าเกณฑ์ {_mark(pass_mark)} คะแนน"
        body.append(text(0, bottom + 10, words, size=SMALL, colour=QUIET))
    return chart(bottom + 14, title, description, body)


def _known(names: Sequence[str], figures: Sequence[OptionalScore]) -> list[tuple[str, Decimal]]:
    return [(name, figure) for name, figure in zip(names, figures, strict=True) if figure is not None]


def _mark(score: Decimal) -> str:
    """A mark as the year sets it: 85."""
    return number_text(score, thai=False)


def _year_names(years: Sequence[int]) -> list[str]:
    return [f"พ.ศ. {year}" for year in years]


def _figure(score: Decimal) -> str:
    return decimal_text(score, thai=False)


def _in_words(names: Sequence[str], scores: Sequence[OptionalScore]) -> str:
    """The figures in words, for those who don't see the chart."""
    known = (f"{name} {_figure(score)} คะแนน" for name, score in _known(names, scores))
    return ", ".join(known)


Point = tuple[int, float, float]  # number of the year, x, y


def _unbroken_runs(spots: Sequence[Point]) -> Iterable[list[Point]]:
    """The spots in runs of years that follow each other."""
    for _, run in groupby(enumerate(spots), key=lambda item: item[1][0] - item[0]):
        yield [spot for _, spot in run]


def _polyline(run: Iterable[Point]) -> str:
    points = " ".join(f"{x:.1f},{y:.1f}" for _, x, y in run)
    return f'<polyline points="{points}" fill="none" stroke="{BLUE}" stroke-width="2.5"/>'


def _clear_of_line(spots: Sequence[Point], number: int) -> float:
    """How far from its spot a figure stands: below it in a valley of the line, else above."""
    beside = [spot[2] for spot in (*spots[max(number - 1, 0) : number], *spots[number + 1 : number + 2])]
    in_valley = bool(beside) and sum(beside) / len(beside) < spots[number][2] - 4
    return 21 if in_valley else -11


def _across(score: Decimal, left: float) -> float:
    return left + (BARS_END - left) * float(score) / 100


def _named(row: int, name: str, figure: str, room: float = BARS - 10) -> list[str]:
    """The name of a row on the left, its figure on the right."""
    y = ROW * row + 17
    return [text(0, y, name, room=room), text(WIDTH, y, figure, anchor="end", bold=True)]


def _small_line(
    left: float,
    top: float,
    years: Sequence[int],
    scores: Sequence[OptionalScore],
    low: int,
    pass_mark: Decimal,
) -> list[str]:
    """One line with its figures, above the years."""
    step, unit = CELL_WIDTH / len(years), 22 / (100 - low)
    pieces, spots = [], []
    for place, (year, score) in enumerate(zip(years, scores, strict=True)):
        x = left + step * (place + 0.5)
        pieces.append(text(x, top + 75, str(year), anchor="middle", size=SMALL, colour=QUIET))
        if score is not None:
            y = top + 56 - unit * (float(score) - low)
            pieces.append(dot(x, y, passed=score >= pass_mark))
            pieces.append(text(x, y - 8, _figure(score), anchor="middle", size=SMALL, room=step))
            spots.append((place, x, y))
    return [*(_polyline(run) for run in _unbroken_runs(spots)), *pieces]
