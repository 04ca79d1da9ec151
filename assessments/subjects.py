"""What an analysis is about: an indicator or an instrument, with its figures. Pure; scores are 0-100."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from assessments import scoring
from assessments.enums import Stance
from assessments.framework import Framework
from assessments.scoring import Scores

INDICATORS, INSTRUMENTS = "indicators", "instruments"


@dataclass(frozen=True)
class Subject:
    """An indicator or instrument with its score, last year's change, and the indicators that it covers.

    `suggested_stance` is None while the score is unknown.
    """

    code: str
    title: str
    name: str
    score: Decimal | None
    change: Decimal | None
    weak: bool
    suggested_stance: Stance | None
    covers: tuple[str, ...]


def unanalysed(
    rules: Framework, about: Iterable[str], plan_rules: Framework | None, issues: Iterable[int | None]
) -> tuple[str, ...]:
    """The indicators without an analysis, neither of their own nor of their instrument, in official order.

    `about` is what the analyses are about. Where the plan's year (`plan_rules`) groups measures by issues,
    the analysis may stand with the measures instead: none is missing once each issue is among `issues`,
    those whose measures have an analysis.
    """
    numbers = {issue.number for issue in plan_rules.issues} if plan_rules else set()
    if numbers and numbers <= set(issues):
        return ()
    done = set(about)
    return tuple(row.code for row in rules.indicators if not done & {row.code, str(row.instrument)})


def about_indicators(rules: Framework, scores: Scores, before: Scores) -> list[Subject]:
    """The indicators in official order."""
    codes = {row.code: (f"ตัวชี้วัดที่ {row.code}", row.name, (row.code,)) for row in rules.indicators}
    return list(_subjects(rules, codes, scores, before))


def about_instruments(rules: Framework, scores: Scores, before: Scores) -> list[Subject]:
    """The instruments; their scores are given by instrument code (see `scoring.instruments_to_show`)."""
    covers = {
        tool.code: tuple(row.code for row in rules.indicators_of(tool.code)) for tool in rules.instruments
    }
    codes = {str(tool.code): (tool.abbreviation, tool.name, covers[tool.code]) for tool in rules.instruments}
    return list(_subjects(rules, codes, scores, before))


def _subjects(
    rules: Framework, codes: Mapping[str, tuple[str, str, tuple[str, ...]]], scores: Scores, before: Scores
) -> Iterable[Subject]:
    for code, (title, name, covers) in codes.items():
        score = scores.get(code)
        change = scoring.change(before.get(code), score)
        weak = score is not None and scoring.is_weak(score, rules)
        stance = None if score is None else scoring.suggested_stance(score, rules)
        yield Subject(code, title, name, score, change, weak, stance, covers)
