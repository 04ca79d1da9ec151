from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oversight.statistics import Spread, band, bands, spread

MARK = Decimal(85)
scores = st.decimals(min_value=0, max_value=100, places=2)


def given_scores(*values: str) -> list[dict[str, Decimal]]:
    return [{"1": Decimal(value)} if value else {} for value in values]


def test_spread_has_the_five_figures_of_a_box() -> None:
    now = given_scores("80", "90", "100", "70", "60", "")
    row = spread("1", now, [{}] * 6, MARK)

    assert (row.number, row.below) == (5, 3)
    assert [row.lowest, row.first, row.middle, row.third, row.highest] == [60, 70, 80, 90, 100]
    assert (row.change, row.better, row.worse) == (None, 0, 0)


def test_one_score_is_its_own_median() -> None:
    row = spread("1", given_scores("84.99"), [{}], MARK)

    assert (row.first, row.middle, row.third) == (Decimal("84.99"),) * 3


def test_no_score_has_no_spread() -> None:
    assert spread("2", given_scores("90"), [{}], MARK) == Spread("2")
    assert spread("1", [], [], MARK) == Spread("1")


def test_change_is_among_those_with_both_years() -> None:
    row = spread("1", given_scores("80", "90", "70", "60"), given_scores("70", "95", "70", ""), MARK)

    assert (row.change, row.better, row.worse) == (0, 1, 1)


@given(st.lists(scores, min_size=1, max_size=30))
def test_figures_of_a_spread_ascend(values: list[Decimal]) -> None:
    row = spread("1", [{"1": value} for value in values], [{}] * len(values), MARK)
    figures = [row.lowest, row.first, row.middle, row.third, row.highest]

    assert figures == sorted(figures)


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        ("100", 0),
        ("95", 0),
        ("94.99", 1),
        ("90", 1),
        ("85", 2),
        ("84.99", 3),
        ("70", 3),
        ("69.99", 4),
        ("0", 4),
    ],
)
def test_band_begins_at_its_edge(score: str, expected: int) -> None:
    assert band(Decimal(score), bands(MARK)) == expected


def test_unknown_score_has_no_band() -> None:
    assert band(None, bands(MARK)) is None


@pytest.mark.parametrize(
    ("mark", "edges"),
    [
        ("85", "95 90 85 70"),
        ("80", "93 87 80 60"),
        ("82.5", "94 88 82.5 65.0"),
        ("40", "80 60 40 0"),
        ("100", "100 100 100 100"),
    ],
)
def test_bands_follow_the_pass_mark_of_the_year(mark: str, edges: str) -> None:
    assert bands(Decimal(mark)) == tuple(map(Decimal, edges.split()))
