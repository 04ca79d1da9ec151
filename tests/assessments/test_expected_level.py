"""Which levels are possible: at every boundary, and where a part of what a level asks of is not known."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.expected_level import ExpectedLevel, expected_level
from assessments.framework import load

CODES = tuple(str(number) for number in range(1, 11))
NEW = (2566, 2567, 2568, 2569)
BEST, GOOD, PASSED = "ผ่านดีเยี่ยม", "ผ่านดี", "ผ่าน"
SCORE = st.integers(0, 10_000).map(lambda hundredths: Decimal(hundredths) / 100)


def expected(scores: dict[str, str] | None = None, year: int = 2568, **announced: str) -> ExpectedLevel:
    """What is expected of scores by indicator and of announced figures by code."""
    typed = ({code: Decimal(score) for code, score in given.items()} for given in (scores or {}, announced))
    return expected_level(*typed, load(year))


def every(score: str, **others: str) -> dict[str, str]:
    """All ten indicators at one score, but for those named i1 to i10."""
    return dict.fromkeys(CODES, score) | {code.removeprefix("i"): value for code, value in others.items()}


@pytest.mark.parametrize(
    ("total", "level"),
    [
        ("100", "AA"), ("95.00", "AA"), ("94.99", "A"), ("85.00", "A"), ("84.99", "B"), ("75.00", "B"),
        ("74.99", "C"), ("65.00", "C"), ("64.99", "D"), ("55.00", "D"), ("54.99", "E"), ("50.00", "E"),
        ("49.99", "F"), ("0", "F"),
    ],
)  # fmt: skip
def test_level_at_its_boundary_up_to_2565(total: str, level: str) -> None:
    assert expected(year=2565, total=total).names == (level,)


@pytest.mark.parametrize(
    ("total", "level"),
    [
        ("100", BEST), ("95.00", BEST), ("94.99", GOOD), ("85.00", GOOD), ("84.99", "ต้องปรับปรุง"),
        ("70.00", "ต้องปรับปรุง"), ("69.99", "ต้องปรับปรุงโดยด่วน"), ("0", "ต้องปรับปรุงโดยด่วน"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("year", NEW)
def test_level_at_its_boundary_from_2566(total: str, level: str, year: int) -> None:
    four = dict.fromkeys(("iit", "eit1", "eit2", "oit"), "95.00")
    assert expected(year=year, total=total, **four).names == (level,)


@pytest.mark.parametrize("code", ["iit", "eit1", "eit2", "oit"])
@pytest.mark.parametrize(("score", "level"), [("94.99", GOOD), ("85.00", GOOD), ("84.99", PASSED)])
def test_lowest_of_the_four_decides(code: str, score: str, level: str) -> None:
    four = dict.fromkeys(("iit", "eit1", "eit2", "oit"), "99.00") | {code: score}
    assert expected(total="96.00", **four).names == (level,)


@pytest.mark.parametrize(
    ("eit", "names"),
    [
        ("100", (BEST,)), ("97.50", (BEST,)), ("97.49", (BEST, GOOD)), ("95.00", (BEST, GOOD)),
        ("94.99", (GOOD,)), ("92.50", (GOOD,)), ("92.49", (GOOD, PASSED)), ("85.00", (GOOD, PASSED)),
        ("84.99", (PASSED,)), ("0", (PASSED,)),
    ],
)  # fmt: skip
@pytest.mark.parametrize("year", NEW)
def test_mean_of_eit_decides_where_it_can(eit: str, names: tuple[str, ...], year: int) -> None:
    assert expected(year=year, total="96.00", iit="99.00", oit="99.00", eit=eit).names == names


@pytest.mark.parametrize(
    ("part", "names"),
    [
        ("84.99", (PASSED,)),  # that one is known to be below, whatever the other is
        ("85.00", (GOOD,)),  # the other has 95.00 then
        ("94.97", (GOOD,)),
        ("95.00", (GOOD, PASSED)),  # the other has 85.00, give or take what was rounded
        ("95.03", (PASSED,)),
    ],
)
@pytest.mark.parametrize("code", ["eit1", "eit2"])
def test_one_part_known_gives_the_other(code: str, part: str, names: tuple[str, ...]) -> None:
    assert expected(total="94.00", iit="99.00", oit="95.00", eit="90.00", **{code: part}).names == names


@pytest.mark.parametrize(
    ("known", "wanted"),
    [
        ({"iit": "99.00", "eit": "90.00", "oit": "99.00"}, ("EIT รายส่วน",)),
        ({"eit1": "96.00", "eit2": "96.00", "oit": "99.00"}, ("IIT",)),
        ({"eit": "99.00", "iit": "99.00"}, ("OIT",)),
        ({"eit": "99.00"}, ("IIT", "OIT")),
        ({}, ("IIT", "EIT รายส่วน", "OIT")),
        ({"oit": "84.99"}, ()),
    ],
)
def test_what_would_decide_is_named(known: dict[str, str], wanted: tuple[str, ...]) -> None:
    assert expected(total="90.00", **known).wanted == wanted


def test_shown_as_words() -> None:
    assert expected(total="90.00", iit="99.00", oit="99.00", eit="90.00").text == (
        "ผ่านดีหรือผ่าน (ต้องทราบคะแนน EIT รายส่วน)"
    )
    assert expected(total="96.00").text == ("ผ่านดีเยี่ยม ผ่านดี หรือผ่าน (ต้องทราบคะแนน IIT EIT รายส่วน และ OIT)")
    assert expected(total="84.99").text == "ต้องปรับปรุง"
    assert expected().text == ""


@pytest.mark.parametrize(
    ("scores", "names"),
    [
        (every("100", i9="90", i10="100"), (BEST,)),
        (every("100", i9="89.98", i10="100"), (GOOD,)),
        (every("100", i9="0", i10="70"), ("ต้องปรับปรุง",)),
        (every("100", i4="60"), (GOOD,)),  # an indicator below 85 is no condition
        (every("100", i6="95.00", i7="95.00", i8="94.99"), (BEST, GOOD)),
    ],
)
def test_means_are_computed_from_the_indicators(scores: dict[str, str], names: tuple[str, ...]) -> None:
    assert expected(scores).names == names


def test_computed_figures_are_compared_at_two_places() -> None:
    # IIT = 84.996, as an announcement would round it: 85.00
    at_85 = every("95", i1="85.00", i2="85.00", i3="85.00", i4="85.00", i5="84.98")
    assert expected(at_85).names == (GOOD,)
    assert expected(at_85 | {"5": "84.97"}).names == (PASSED,)  # 84.994


def test_announced_figure_counts_within_the_tolerance_only() -> None:
    scores = every("95", i9="94.99", i10="94.99", i1="94.99")  # total 94.9954, as announced 95.00
    assert expected(scores, eit1="95", eit2="95").names == (GOOD,)  # OIT 94.99
    assert expected(scores, iit="95.00", oit="95.00", eit1="95", eit2="95").names == (BEST,)
    assert expected(scores, oit="99.00", eit1="95", eit2="95").names == (GOOD,)  # a slip of typing
    assert expected(every("84.99"), total="85.00").names[0] == PASSED
    assert expected(every("84.99"), total="99.00").names == ("ต้องปรับปรุง",)


def test_level_is_allowed_or_not_and_unknown_without_one() -> None:
    open_level = expected(total="90.00")
    assert [open_level.allows(name) for name in (GOOD, PASSED, BEST, "")] == [True, True, False, None]
    assert expected().allows(GOOD) is None


@given(eit1=SCORE, eit2=SCORE, iit=SCORE, oit=SCORE)
def test_what_the_parts_decide_is_among_what_the_mean_leaves_open(
    eit1: Decimal, eit2: Decimal, iit: Decimal, oit: Decimal
) -> None:
    mean = (eit1 + eit2) / 2
    if mean != round(mean, 2):
        return  # what is announced was rounded, which is looked at above
    known = {"total": Decimal("96.00"), "iit": iit, "oit": oit, "eit": mean}
    rules = load(2568)
    (decided,) = expected_level({}, known | {"eit1": eit1, "eit2": eit2}, rules).names
    assert expected_level({}, known, rules).allows(decided)
    for one in ({"eit1": eit1}, {"eit2": eit2}):
        assert expected_level({}, known | one, rules).allows(decided)
