"""What an analysis is about, with its figures."""

from collections.abc import Iterable
from decimal import Decimal

import pytest

from assessments import framework
from assessments.subjects import about_indicators, about_instruments, unanalysed
from tests.factories import SCORES_2567

RULES = framework.load(2567)
SCORES = {code: Decimal(value) for code, value in SCORES_2567.items()}


def test_about_indicators_suggests_a_stance_by_the_score() -> None:
    stances = {subject.code: subject.suggested_stance for subject in about_indicators(RULES, SCORES, {})}
    assert (stances["4"], stances["9"], stances["10"]) == ("urgent", "improve", "maintain")


def test_about_indicators_without_scores_suggests_nothing() -> None:
    assert {subject.suggested_stance for subject in about_indicators(RULES, {}, {})} == {None}


def test_about_instruments_covers_their_indicators() -> None:
    covers = {subject.code: subject.covers for subject in about_instruments(RULES, {}, {})}
    assert covers == {"iit": ("1", "2", "3", "4", "5"), "eit": ("6", "7", "8"), "oit": ("9", "10")}


@pytest.mark.parametrize(
    ("about", "left"),
    [
        (["iit", "eit", "oit"], ()),
        ([*"12345678", "oit"], ()),
        (["iit", "eit", "9"], ("10",)),
        (["iit", "9"], ("6", "7", "8", "10")),
        ([], RULES.score_codes),
    ],
)
def test_unanalysed_counts_instruments_for_their_indicators(about: list[str], left: tuple[str, ...]) -> None:
    assert unanalysed(RULES, about, None, ()) == left


@pytest.mark.parametrize(
    ("plan_year", "issues", "whole"),
    [
        (2568, range(1, 8), True),
        (2568, [*range(1, 7), None], False),
        (2569, range(1, 8), False),
        (2569, [], False),
    ],
)
def test_analysis_may_stand_with_the_measures_of_each_issue(
    plan_year: int, issues: Iterable[int | None], *, whole: bool
) -> None:
    assert (unanalysed(RULES, [], framework.load(plan_year), issues) == ()) is whole
