"""Announced against computed, and the change since last year."""

from decimal import Decimal

from assessments import framework
from assessments.comparison import compare_year
from tests.factories import SCORES_2567

RULES = framework.load(2567)
SCORES = {code: Decimal(value) for code, value in SCORES_2567.items()}


def test_compare_agrees_with_the_published_result_of_2567() -> None:
    result = compare_year(RULES, SCORES, {"total": Decimal("90.65")}, "ผ่าน", {})
    assert (result.total.agrees, result.level_agrees, result.missing) == (True, True, 0)
    assert [row.indicator.code for row in result.weak] == ["4", "8"]


def test_compare_differs_beyond_the_tolerance() -> None:
    result = compare_year(
        RULES, SCORES, {"total": Decimal("90.67"), "oit": Decimal("95.02")}, "ต้องปรับปรุง", {}
    )
    assert (result.total.agrees, result.level_agrees) == (False, False)
    assert [(figure.name, figure.agrees) for figure in result.instruments] == [
        ("IIT", None),
        ("EIT", None),
        ("OIT", False),
    ]


def test_compare_with_scores_missing_says_how_many() -> None:
    result = compare_year(RULES, {"9": Decimal(90), "10": Decimal(80)}, {"total": Decimal(80)}, "ผ่าน", {})
    assert (result.missing, result.total.computed, result.total.agrees, result.level_agrees) == (
        8,
        None,
        None,
        False,
    )
    assert [figure.computed for figure in result.instruments] == [None, None, Decimal(85)]


def test_compare_with_last_year_has_signed_changes() -> None:
    result = compare_year(RULES, SCORES, {}, "", {"1": Decimal("95.64"), "2": Decimal("91.36")})
    assert [row.change for row in result.indicators[:3]] == [Decimal("-5.00"), Decimal("0.76"), None]
