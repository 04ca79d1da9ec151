"""The figures that the scores give beside those that were announced. Pure; scores run from 0 to 100."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from assessments import scoring
from assessments.expected_level import ExpectedLevel, expected_level
from assessments.framework import Framework, Indicator
from assessments.scoring import Scores


@dataclass(frozen=True)
class Figure:
    """An announced figure beside the computed, unrounded one; `agrees` is None unless both are known."""

    name: str
    announced: Decimal | None
    computed: Decimal | None
    agrees: bool | None


@dataclass(frozen=True)
class ScoredIndicator:
    """An indicator: its score, the change since the year before, whether it is below the pass mark."""

    indicator: Indicator
    score: Decimal | None
    change: Decimal | None
    weak: bool


@dataclass(frozen=True)
class Comparison:
    """What is announced, what the scores give, and which levels that leaves possible."""

    total: Figure
    instruments: tuple[Figure, ...]
    announced_level: str
    expected_level: ExpectedLevel
    indicators: tuple[ScoredIndicator, ...]

    @property
    def level_agrees(self) -> bool | None:
        """Whether the announced level is one of the expected ones; None unless both are known."""
        return self.expected_level.allows(self.announced_level)

    @property
    def missing(self) -> int:
        """How many indicators have no score yet."""
        return sum(row.score is None for row in self.indicators)

    @property
    def weak(self) -> tuple[ScoredIndicator, ...]:
        """The indicators below the pass mark."""
        return tuple(row for row in self.indicators if row.weak)


def compare_year(
    rules: Framework, scores: Scores, announced: Mapping[str, Decimal], announced_level: str, before: Scores
) -> Comparison:
    """Compare a year's scores with the announced figures ("total", "iit" …) and with last year's."""
    means = scoring.instrument_means(scores, rules)
    return Comparison(
        total=_figure("รวม", announced.get("total"), scoring.total(scores, rules), rules),
        instruments=tuple(
            _figure(tool.abbreviation, announced.get(tool.code), means.get(tool.code), rules)
            for tool in rules.instruments
        ),
        announced_level=announced_level,
        expected_level=expected_level(scores, announced, rules),
        indicators=scored_indicators(rules, scores, before),
    )


def scored_indicators(rules: Framework, scores: Scores, before: Scores) -> tuple[ScoredIndicator, ...]:
    """Every indicator of the year, in official order."""
    weak = scoring.below_pass_mark(scores, rules)
    return tuple(
        ScoredIndicator(
            indicator=row,
            score=scores.get(row.code),
            change=scoring.change(before.get(row.code), scores.get(row.code)),
            weak=row.code in weak,
        )
        for row in rules.indicators
    )


def _figure(name: str, announced: Decimal | None, computed: Decimal | None, rules: Framework) -> Figure:
    if announced is None or computed is None:
        return Figure(name, announced, computed, agrees=None)
    return Figure(name, announced, computed, scoring.matches(announced, computed, rules))
