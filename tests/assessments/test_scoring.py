"""What follows from scores: edges that no published result shows, and laws that hold for all scores."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments import scoring
from assessments.expected_level import expected_level
from assessments.framework import load, years

CODES = tuple(str(number) for number in range(1, 11))
SCORE = st.integers(0, 10_000).map(lambda hundredths: Decimal(hundredths) / 100)
TEN_SCORES = st.fixed_dictionaries(dict.fromkeys(CODES, SCORE))
SOME_SCORES = st.dictionaries(st.sampled_from(CODES), SCORE)
YEAR = st.sampled_from(years())


def every(score: str, **others: str) -> dict[str, Decimal]:
    """All ten indicators at one score, but for those named i1 to i10."""
    changed = {code.removeprefix("i"): Decimal(value) for code, value in others.items()}
    return {code: Decimal(score) for code in CODES} | changed


# Rounding and the total


@pytest.mark.parametrize(
    ("value", "shown"),
    [("96.4744", "96.47"), ("0.005", "0.01"), ("94.995", "95.00"), ("94.99499", "94.99"), ("100", "100.00")],
)
def test_rounded_half_up(value: str, shown: str) -> None:
    assert str(scoring.rounded(Decimal(value))) == shown


def test_total_weighs_the_instruments() -> None:
    framework = load(2568)
    assert scoring.total(every("0", i1="100", i2="100", i3="100", i4="100", i5="100"), framework) == 30
    assert scoring.total(every("0", i6="100", i7="100", i8="100"), framework) == 30
    assert scoring.total(every("0", i9="100", i10="100"), framework) == 40


def test_total_is_not_known_while_a_score_is_missing() -> None:
    scores = every("90")
    del scores["10"]
    assert scoring.total(scores, load(2568)) is None
    assert expected_level(scores, {}, load(2568)).levels == ()


def test_instrument_means_of_instruments_that_are_complete() -> None:
    scores = every("90", i1="80", i7="60")
    del scores["10"]
    assert scoring.instrument_means(scores, load(2568)) == {"iit": Decimal(88), "eit": Decimal(80)}
    assert scoring.instrument_means({}, load(2568)) == {}


@given(scores=TEN_SCORES)
def test_total_is_exact_to_the_last_place(scores: dict[str, Decimal]) -> None:
    exact = {code: Fraction(score) for code, score in scores.items()}
    iit, eit, oit = (sum(exact[code] for code in part) for part in (CODES[:5], CODES[5:8], CODES[8:]))
    total = scoring.total(scores, load(2568))
    assert total is not None
    assert Fraction(total) == (3 * iit / 5 + 3 * eit / 3 + 4 * oit / 2) / 10


@given(scores=TEN_SCORES, year=YEAR)
def test_total_lies_between_the_lowest_and_the_highest_score(scores: dict[str, Decimal], year: int) -> None:
    total = scoring.total(scores, load(year))
    assert total is not None
    assert 0 <= min(scores.values()) <= total <= max(scores.values()) <= 100


@given(scores=TEN_SCORES, code=st.sampled_from(CODES), better=SCORE, year=YEAR)
def test_total_and_level_never_fall_when_a_score_rises(
    scores: dict[str, Decimal], code: str, better: Decimal, year: int
) -> None:
    framework = load(year)
    raised = scores | {code: max(scores[code], better)}
    before, after = (scoring.total(row, framework) for row in (scores, raised))
    assert before is not None
    assert after is not None
    assert before <= after
    lower, higher = (
        [framework.levels.index(level) for level in expected_level(row, {}, framework).levels]
        for row in (scores, raised)
    )
    assert higher[0] <= lower[0]
    assert higher[-1] <= lower[-1]


# Weak indicators


def test_below_pass_mark_at_the_mark() -> None:
    scores = every("90", i4="84.99", i8="85.00", i10="0")
    assert scoring.below_pass_mark(scores, load(2567)) == ("4", "10")


def test_lowest_names_all_that_share_the_lowest_score() -> None:
    assert scoring.lowest(every("90", i3="88", i9="88"), load(2567)) == ("3", "9")
    assert scoring.lowest({}, load(2567)) == ()


@pytest.mark.parametrize(
    ("scores", "codes"),
    [
        (every("90", i4="74.54", i8="78.89"), ("4", "8")),
        (every("95", i9="90"), ("9",)),
        (every("100"), ()),
        ({"7": Decimal(99)}, ("7",)),
        ({}, ()),
    ],
)
def test_needing_measures(scores: dict[str, Decimal], codes: tuple[str, ...]) -> None:
    assert scoring.needing_measures(scores, load(2567)) == codes


# Ranking


def test_ranking_shares_ranks_in_indicator_order() -> None:
    scores = {"10": Decimal(100), "2": Decimal(90), "9": Decimal("100.00"), "1": Decimal(80)}
    rows = [(row.rank, row.code) for row in scoring.ranking(scores, load(2568))]
    assert rows == [(1, "9"), (1, "10"), (3, "2"), (4, "1")]


@given(scores=SOME_SCORES)
def test_ranking_is_a_permutation_that_falls(scores: dict[str, Decimal]) -> None:
    rows = scoring.ranking(scores, load(2568))
    assert {row.code: row.score for row in rows} == scores
    assert [row.score for row in rows] == sorted(scores.values(), reverse=True)
    assert [row.rank for row in rows] == [1 + sum(s > row.score for s in scores.values()) for row in rows]


# Change and match


@given(before=SCORE, after=SCORE)
def test_change_is_antisymmetric_and_leads_there(before: Decimal, after: Decimal) -> None:
    gained = scoring.change(before, after)
    assert gained is not None
    assert before + gained == after
    assert scoring.change(after, before) == -gained


def test_change_from_or_to_an_unknown_score() -> None:
    assert scoring.change(None, Decimal(90)) is None
    assert scoring.change(Decimal(90), None) is None


@pytest.mark.parametrize(
    ("announced", "computed", "same"),
    [
        ("96.47", "96.48", True),
        ("96.47", "96.4801", False),
        ("96.47", "96.46", True),
        ("96.47", "96.4599", False),
    ],
)
def test_matches_within_one_hundredth(announced: str, computed: str, *, same: bool) -> None:
    assert scoring.matches(Decimal(announced), Decimal(computed), load(2568)) is same


def test_measure_about_the_instrument_answers_its_indicators() -> None:
    rules = load(2568)

    scores = {"4": Decimal(80), "8": Decimal(81), "9": Decimal(82), "1": Decimal(90)}

    assert scoring.unanswered(scores, ["iit", "9"], rules) == ("8",)
    assert scoring.unanswered({"1": Decimal(90), "8": Decimal(91)}, ["8"], rules) == ("1",)
    assert scoring.unanswered({"1": Decimal(100)}, [], rules) == ()
    assert scoring.unanswered({}, [], rules) == ()
