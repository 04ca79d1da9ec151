import re
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import charts
from documents.drawing import WIDTH, width
from ita_portal.thai import numerals

YEARS = [2564, 2565, 2566, 2567, 2568]
NAMES = [
    "๑ การปฏิบัติหน้าที่",
    "๒ การใช้งบประมาณ",
    "๓ การใช้อำนาจ",
    "๔ การใช้ทรัพย์สินของราชการ",
    "๕ การแก้ไขปัญหาการทุจริต",
    "๖ คุณภาพการดำเนินงาน",
    "๗ ประสิทธิภาพการสื่อสาร",
    "๘ การปรับปรุงระบบการทำงาน",
    "๙ การเปิดเผยข้อมูล",
    "๑๐ การป้องกันการทุจริต",
]
LONG = [f"{name} ตามหลักเกณฑ์การประเมินคุณธรรมและความโปร่งใสในการดำเนินงาน" for name in NAMES]
SVG = "{http://www.w3.org/2000/svg}"
MARK = Decimal(85)
trend, bars, radar = (
    partial(draw, pass_mark=MARK) for draw in (charts.trend, charts.indicator_bars, charts.radar)
)
lines = partial(charts.indicators_over_years, pass_mark=MARK)
instruments = partial(charts.instruments_over_years, pass_mark=MARK)
Score = Decimal | None
Draw = Callable[[list[str], list[Score]], str]


def rows_over_years(names: list[str], scores: list[Score]) -> str:
    series = [(name, [score, None, score, score, score]) for name, score in zip(names, scores, strict=True)]
    return lines(YEARS, series, "คะแนน")


def total_over_years(names: list[str], scores: list[Score]) -> str:
    count = min(len(scores), 5)
    return trend(YEARS[:count], scores[:count], "คะแนน")


DRAWINGS: dict[str, Draw] = {
    "radar": lambda names, scores: radar(names, scores, "คะแนน"),
    "bars": lambda names, scores: bars(names, scores, "คะแนน"),
    "change": lambda names, scores: charts.change_bars(names, scores, "คะแนน"),
    "lines": rows_over_years,
    "trend": total_over_years,
}
EACH = pytest.mark.parametrize("draw", DRAWINGS.values(), ids=DRAWINGS)


def decimals(text: str) -> list[Score]:
    return [None if word == "-" else Decimal(word) for word in text.split()]


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - drawn by us a moment ago


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in parsed(svg).iter(f"{SVG}text")]


def said(svg: str) -> str:
    return parsed(svg).findtext(f"{SVG}desc") or ""


def test_trend_prints_every_figure_and_year() -> None:
    svg = trend(YEARS, decimals("78.24 84.61 89.93 93.15 96.47"), "คะแนนรวม")
    assert texts(svg) == [
        *["๖๐", "๗๐", "๘๐", "๙๐", "๑๐๐"],
        *["พ.ศ. ๒๕๖๔", "พ.ศ. ๒๕๖๕", "พ.ศ. ๒๕๖๖", "พ.ศ. ๒๕๖๗", "พ.ศ. ๒๕๖๘"],
        *["คะแนน (แกนเริ่มที่ ๖๐)", "เส้นประ = เกณฑ์ ๘๕ คะแนน"],
        *["๗๘.๒๔", "๘๔.๖๑", "๘๙.๙๓", "๙๓.๑๕", "๙๖.๔๗"],
    ]


def test_trend_says_its_figures_to_those_who_do_not_see_it() -> None:
    with numerals(thai=False):
        svg = trend([2567, 2568], decimals("84.9 96.475"), "คะแนนรวม")
    assert said(svg) == "พ.ศ. 2567 84.90 คะแนน, พ.ศ. 2568 96.48 คะแนน"
    assert parsed(svg).findtext(f"{SVG}title") == "คะแนนรวม"


def test_trend_unknown_year_breaks_the_line() -> None:
    svg = trend(YEARS, decimals("90 91 - 92 93"), "คะแนนรวม")
    lines = parsed(svg).findall(f"{SVG}polyline")
    assert [len(line.attrib["points"].split()) for line in lines] == [2, 2]


def test_trend_one_year_is_one_spot() -> None:
    svg = trend([2568], decimals("96.47"), "คะแนนรวม")
    assert (svg.count("<circle"), texts(svg)[-1]) == (1, "๙๖.๔๗")


def test_change_has_its_sign() -> None:
    svg = charts.change_bars(["ก", "ข", "ค", "ง"], decimals("1.72 -16.96 0 -"), "เปลี่ยนแปลง")
    assert texts(svg) == ["ก", "+๑.๗๒", "ข", "−๑๖.๙๖", "ค", "๐.๐๐"]
    assert said(svg) == "ก +๑.๗๒ คะแนน, ข −๑๖.๙๖ คะแนน, ค ๐.๐๐ คะแนน"


def test_gain_is_drawn_to_the_right_of_the_middle_and_loss_to_the_left() -> None:
    svg = charts.change_bars(["ก", "ข", "ค"], decimals("10 -10 -2.5"), "เปลี่ยนแปลง")
    gain, loss, small_loss = [
        (float(shape.attrib["x"]), float(shape.attrib["x"]) + float(shape.attrib["width"]))
        for shape in parsed(svg).iter(f"{SVG}rect")
    ]
    edge = 0.75  # by which a bar lies inside its place

    assert gain == pytest.approx((charts.MIDDLE + edge, charts.BARS_END - edge), abs=0.1)
    assert loss == pytest.approx((charts.BARS + edge, charts.MIDDLE - edge), abs=0.1)
    assert small_loss == pytest.approx((charts.MIDDLE - charts.HALF / 4 + edge, loss[1]), abs=0.1)


def test_bars_below_the_pass_mark_are_hollow() -> None:
    svg = bars(["ก", "ข"], decimals("84.99 85"), "คะแนน")
    edged = [shape for shape in parsed(svg).iter(f"{SVG}rect") if shape.get("stroke")]
    assert [shape.attrib["fill"] for shape in edged] == ["#ffffff", "#1f4e79"]


def test_instruments_are_bars_in_the_first_year_and_lines_later() -> None:
    one = instruments([2568], [("IIT", decimals("96.47"))], "เครื่องมือ")
    two = instruments([2567, 2568], [("IIT", decimals("90 96.47"))], "เครื่องมือ")
    assert [texts(one), texts(two)] == [
        ["IIT", "๙๖.๔๗", "เกณฑ์ ๘๕"],
        ["IIT", "๒๕๖๗", "๙๐.๐๐", "๒๕๖๘", "๙๖.๔๗"],
    ]


@EACH
def test_chart_without_data_is_nothing(draw: Draw) -> None:
    assert draw(NAMES[:1], [None]) == ""


def test_radar_of_two_spokes_is_nothing() -> None:
    assert radar(NAMES[:3], decimals("90 - 91"), "คะแนน") == ""


@EACH
@pytest.mark.parametrize("figures", ["100 " * 10, "0 " * 10, "98 99 100 74.54 98 98 96 82 80 100"])
def test_labels_never_overlap(draw: Draw, figures: str) -> None:
    boxes = [box(element) for element in parsed(draw(NAMES, decimals(figures))).iter(f"{SVG}text")]
    assert [pair for pair in combinations(boxes, 2) if overlap(*pair)] == []


@EACH
def test_long_names_stay_inside_the_chart(draw: Draw) -> None:
    svg = draw(LONG, decimals("90 " * 10))
    _, highest, _, height = map(float, parsed(svg).attrib["viewBox"].split())
    for left, top, right, bottom, words in map(box, parsed(svg).iter(f"{SVG}text")):
        assert left >= -1, words
        assert top >= highest, words
        assert right <= WIDTH + 1, words
        assert bottom <= highest + height, words


def box(element: ET.Element) -> tuple[float, float, float, float, str]:
    """About the place that a text takes: left, top, right, bottom (no marks)."""
    words, size = element.text or "", float(element.attrib["font-size"])
    x, y, wide = float(element.attrib["x"]), float(element.attrib["y"]), width(words, size)
    left = {"start": x, "middle": x - wide / 2, "end": x - wide}[element.attrib["text-anchor"]]
    return left, y - size * 0.8, left + wide, y, words


def overlap(
    one: tuple[float, float, float, float, str], other: tuple[float, float, float, float, str]
) -> bool:
    across = one[0] < other[2] and other[0] < one[2]
    return across and one[1] < other[3] and other[1] < one[3]


@EACH
def test_chart_has_no_ids_and_no_styles(draw: Draw) -> None:
    svg = draw(NAMES, decimals("90 " * 10))
    assert re.findall(r'\s(?:id|style|class|on\w+|href)="', svg) == []


@EACH
@given(scores=st.lists(st.one_of(st.none(), st.decimals(0, 100, places=2)), min_size=1, max_size=10))
def test_any_scores_give_a_picture_or_nothing(draw: Draw, scores: list[Score]) -> None:
    svg = draw(NAMES[: len(scores)], scores)
    assert svg == "" or parsed(svg).attrib["role"] == "img"


def test_name_without_room_is_cut_and_still_said_in_full() -> None:
    svg = radar(["ก", "เ" + "ขำ" * 60, "ค", "ง"], decimals("90 90 90 90"), "คะแนน")
    assert [words[-1] for words in texts(svg) if words.startswith("เขำ")] == ["…"]
    assert "ขำ" * 60 in said(svg)


@pytest.mark.parametrize("words", ["<script>alert('1')</script>", 'ก"&amp;<>', "'0'"])
def test_names_are_text_and_never_markup(words: str) -> None:
    with numerals(thai=False):
        svg = bars([words], decimals("90"), words)
    assert texts(svg)[0] == words
    assert parsed(svg).findtext(f"{SVG}title") == words
