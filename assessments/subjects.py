"""What an analysis is about: an indicator or an instrument, with its figures. Pure; scores are 0-100."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from assessments import scoring
from assessments.framework import Framework
from assessments.scoring import FULL, Scores

INDICATORS, INSTRUMENTS = "indicators", "instruments"


@dataclass(frozen=True)
class Subject:
    """An indicator or instrument with its score, last year's change, and the indicators that it covers."""

    code: str
    title: str
    name: str
    score: Decimal | None
    change: Decimal | None
    weak: bool
    covers: tuple[str, ...]

    @property
    def suggested_stance(self) -> str:
        """What the score suggests: urgent below the pass mark, maintain at full marks; "" when unknown."""
        if self.score is None:
            return ""
        if self.weak:
            return "urgent"
        return "maintain" if self.score == FULL else "improve"


def about_indicators(rules: Framework, scores: Scores, before: Scores) -> list[Subject]:
    """The indicators in official order."""
    codes = {row.code: (f"ตัวชี้วัดที่ {row.code}", row.name, (row.code,)) for row in rules.indicators}
    return list(_subjects(rules, codes, scores, before))


def about_instruments(rules: Framework, scores: Scores, before: Scores) -> list[Subject]:
    """The instruments; their scores are given by instrument code (see `instrument_scores`)."""
    covers = {
        tool.code: tuple(row.code for row in rules.indicators_of(tool.code)) for tool in rules.instruments
    }
    codes = {str(tool.code): (tool.abbreviation, tool.name, covers[tool.code]) for tool in rules.instruments}
    return list(_subjects(rules, codes, scores, before))


def instrument_scores(rules: Framework, scores: Scores, announced: Scores) -> dict[str, Decimal]:
    """The score of each instrument: the announced one, else the mean at two places."""
    means = scoring.instrument_means(scores, rules)
    return {code: scoring.rounded(mean) for code, mean in means.items()} | dict(announced)


def _subjects(
    rules: Framework, codes: Mapping[str, tuple[str, str, tuple[str, ...]]], scores: Scores, before: Scores
) -> Iterable[Subject]:
    for code, (title, name, covers) in codes.items():
        score = scores.get(code)
        change = scoring.change(before.get(code), score)
        yield Subject(code, title, name, score, change, score is not None and score < rules.pass_mark, covers)
