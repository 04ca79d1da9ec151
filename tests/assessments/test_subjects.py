"""What an analysis is about, with its figures."""

from decimal import Decimal

from assessments import framework
from assessments.subjects import about_indicators, about_instruments, instrument_scores
from tests.factories import SCORES_2567

RULES = framework.load(2567)
SCORES = {code: Decimal(value) for code, value in SCORES_2567.items()}


def test_about_indicators_suggests_a_stance_by_the_score() -> None:
    stances = {subject.code: subject.suggested_stance for subject in about_indicators(RULES, SCORES, {})}
    assert (stances["4"], stances["9"], stances["10"]) == ("urgent", "improve", "maintain")


def test_about_indicators_without_scores_suggests_nothing() -> None:
    assert {subject.suggested_stance for subject in about_indicators(RULES, {}, {})} == {""}


def test_about_instruments_covers_their_indicators() -> None:
    covers = {subject.code: subject.covers for subject in about_instruments(RULES, {}, {})}
    assert covers == {"iit": ("1", "2", "3", "4", "5"), "eit": ("6", "7", "8"), "oit": ("9", "10")}


def test_instrument_scores_prefers_the_announced_one() -> None:
    assert instrument_scores(RULES, SCORES, {"eit": Decimal("86.95")}) == {
        "iit": Decimal("88.57"),
        "eit": Decimal("86.95"),
        "oit": Decimal("95.00"),
    }
