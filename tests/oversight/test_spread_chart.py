from decimal import Decimal
from xml.etree import ElementTree as ET

from oversight.spread_chart import spread_chart
from oversight.statistics import Spread, spread

MARK = Decimal(85)


def of(code: str, *values: str) -> Spread:
    return spread(code, [{code: Decimal(value)} for value in values], [{}] * len(values), MARK)


def test_chart_draws_a_box_for_each_indicator_with_scores() -> None:
    svg = spread_chart(
        ["๑ <ก>", "๒ ข", "๓ ค"], [of("1", "70", "90", "95"), Spread("2"), of("3", "88")], "กระจาย", MARK
    )
    root = ET.fromstring(svg)  # noqa: S314 - drawn by us a moment ago
    words = "".join(root.itertext())

    assert "๑ <ก>: ต่ำสุด ๗๐.๐๐ มัธยฐาน ๙๐.๐๐ สูงสุด ๙๕.๐๐ คะแนน" in words
    assert "๒ ข" not in words
    assert svg.count("<rect") == 4


def test_chart_of_nothing_is_nothing() -> None:
    assert spread_chart(["๑ ก"], [Spread("1")], "กระจาย", MARK) == ""


def test_axis_reaches_down_to_the_lowest_score() -> None:
    assert ">๓๐<" in spread_chart(["๑ ก"], [of("1", "31", "90")], "กระจาย", MARK)
    assert ">๓๐<" not in spread_chart(["๑ ก"], [of("1", "81", "90")], "กระจาย", MARK)
