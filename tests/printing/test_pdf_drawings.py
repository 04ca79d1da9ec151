"""No drawing cuts its texts: all ink of a drawing without an edge lies inside the drawing's own edges."""

import io
import re
import subprocess
from decimal import Decimal

import pytest
from PIL import Image

from documents import charts
from oversight.spread_chart import spread_chart
from oversight.statistics import Spread
from printing import pdf
from public.comparison_chart import comparison_chart

MARK = Decimal(85)
NAMES = ["การปฏิบัติหน้าที่ฎู๋", "ปื้นฟื้นญุ่", "กํ้ผู้ซื้อ"]
SCORES = [Decimal("74.54"), Decimal(100), Decimal(98)]
YEARS = [2566, 2567, 2568]
SERIES = [(name, SCORES) for name in NAMES]
DRAWINGS = {
    "trend": charts.trend(YEARS, SCORES, "ก", pass_mark=MARK),
    "bars": charts.indicator_bars(NAMES, SCORES, "ก", pass_mark=MARK),
    "changes": charts.change_bars(NAMES, [Decimal(4), Decimal(-3), Decimal(0)], "ก"),
    "radar": charts.radar(NAMES, SCORES, "ก", pass_mark=MARK),
    "years": charts.indicators_over_years(YEARS, SERIES, "ก", pass_mark=MARK),
    "instruments": charts.instruments_over_years(YEARS[:1], SERIES, "ก", pass_mark=MARK),
    "spread": spread_chart(NAMES, [Spread("1", 3, 1, *sorted(SCORES), *SCORES[1:])] * 3, "ก", MARK),
    "comparison": comparison_chart(NAMES, SERIES, "ก"),
}
EDGE, DOTS = 60, 2  # around each drawing, in its units; dots of the picture to a unit


@pytest.mark.needs("pdftoppm")
@pytest.mark.parametrize("drawing", DRAWINGS.values(), ids=DRAWINGS)
def test_no_ink_lies_outside_the_drawing(drawing: str) -> None:
    wide = re.sub('viewBox="[^"]*"', f'viewBox="{" ".join(map(str, around(drawing)))}"', drawing)
    inside, outside = ink(drawing, wide)
    assert inside > 0
    assert outside == 0


@pytest.mark.needs("pdftoppm")
def test_ink_outside_would_be_seen() -> None:
    drawing = '<svg viewBox="0 0 100 100"><title>ก</title><text x="0" y="10" font-size="13">ปื้</text></svg>'
    wide = drawing.replace('viewBox="0 0 100 100"', 'viewBox="-60 -60 220 220"')
    assert ink(drawing, wide)[1] > 0


def around(drawing: str) -> list[float]:
    left, top, width, height = edges(drawing)
    return [left - EDGE, top - EDGE, width + 2 * EDGE, height + 2 * EDGE]


def edges(drawing: str) -> list[float]:
    return [float(figure) for figure in drawing.partition('viewBox="')[2].partition('"')[0].split()]


def ink(drawing: str, wide: str) -> tuple[int, int]:
    """Dark dots inside the drawing and outside of it, drawn with room on all sides."""
    picture = pictured(wide, *edges(wide)[2:])
    _, _, width, height = edges(drawing)
    inner = (
        EDGE * DOTS - 1,
        EDGE * DOTS - 1,
        round((EDGE + width) * DOTS) + 1,
        round((EDGE + height) * DOTS) + 1,
    )
    inside = dark(picture.crop(inner))
    return inside, dark(picture) - inside


def dark(picture: Image.Image) -> int:
    return sum(picture.histogram()[:200])


def pictured(svg: str, width: float, height: float) -> Image.Image:
    """An SVG on a page of its own size, as the printer draws it."""
    fonts = (pdf.STATIC / "fonts" / "SarabunDoc").as_uri()
    style = (
        f'@font-face {{ font-family: "Sarabun Doc"; src: url({fonts}-Regular.ttf) }}'
        f'@font-face {{ font-family: "Sarabun Doc"; src: url({fonts}-Bold.ttf); font-weight: 700 }}'
        f'@page {{ size: {width}pt {height}pt; margin: 0 }} body {{ margin: 0; font: 9pt "Sarabun Doc" }}'
        "img { display: block; width: 100% }"
    )
    html = f'<html lang="th"><head><title>ก</title><style>{style}</style></head><body>{svg}</body></html>'
    command = ["pdftoppm", "-gray", "-r", str(72 * DOTS), "-singlefile", "-"]
    return Image.open(io.BytesIO(subprocess.check_output(command, input=pdf.render(html))))
