"""What follows from the scores (0-100) of one year under that year's rules. Pure, on Decimal.

Nothing is rounded on the way: rounding the instruments first gives 96.48 where 96.47 was announced (FY2568).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from assessments.enums import Stance
from assessments.framework import Framework, Instrument

Scores = Mapping[str, Decimal]
"""Indicator code -> score; an indicator that is missing is not yet known."""

FULL = Decimal(100)


@dataclass(frozen=True)
class Ranked:
    """The place of an indicator among the known ones, 1 for the highest; equal scores share a place."""

    rank: int
    code: str
    score: Decimal


def rounded(value: Decimal) -> Decimal:
    """Two places, half up, as scores are announced."""
    return value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def instrument_means(scores: Scores, framework: Framework) -> dict[str, Decimal]:
    """The mean of each instrument all of whose indicators are known, unrounded."""
    sums = {tool.code: _sum_and_count(scores, tool, framework) for tool in framework.instruments}
    return {str(code): points / count for code, (points, count) in sums.items() if count}


def total(scores: Scores, framework: Framework) -> Decimal | None:
    """The weighted total, unrounded; None until every indicator is known."""
    if not set(framework.score_codes) <= scores.keys():
        return None
    sums = ((tool.weight, *_sum_and_count(scores, tool, framework)) for tool in framework.instruments)
    # Multiplied before divided, so that thirds leave no remainder.
    return sum((weight * points / count for weight, points, count in sums), Decimal(0))


def _sum_and_count(scores: Scores, instrument: Instrument, framework: Framework) -> tuple[Decimal, int]:
    """The sum and the number of an instrument's scores; (0, 0) while one of them is not known."""
    codes = [indicator.code for indicator in framework.indicators_of(instrument.code)]
    known = [scores[code] for code in codes if code in scores]
    return (sum(known, Decimal(0)), len(known)) if len(known) == len(codes) else (Decimal(0), 0)


def total_to_show(announced: Decimal | None, scores: Scores, framework: Framework) -> Decimal | None:
    """The total that pages and documents print: the announced one, else the computed one at two places.

    None until either is known.
    """
    if announced is not None:
        return announced
    computed = total(scores, framework)
    return None if computed is None else rounded(computed)


def instruments_to_show(announced: Scores, scores: Scores, framework: Framework) -> dict[str, Decimal]:
    """The same of each instrument (and of the EIT parts, which are only announced), by code."""
    means = instrument_means(scores, framework)
    return {code: rounded(mean) for code, mean in means.items()} | dict(announced)


def is_weak(score: Decimal, framework: Framework) -> bool:
    """Whether a score lies below the year's pass mark, at two places: 84.995 is announced as 85.00."""
    return rounded(score) < framework.pass_mark


def below_pass_mark(scores: Scores, framework: Framework) -> tuple[str, ...]:
    """The known indicators below the year's pass mark, in the framework's order."""
    return tuple(code for code in _known(scores, framework) if is_weak(scores[code], framework))


def suggested_stance(score: Decimal, framework: Framework) -> Stance:
    """What a score asks for: urgent below the pass mark, maintain at full marks, else improve.

    Full marks leave nothing to improve; published reports write of them only "ควรรักษามาตรฐานไว้" (2568).
    """
    if is_weak(score, framework):
        return Stance.URGENT
    return Stance.MAINTAIN if rounded(score) == FULL else Stance.IMPROVE


def lowest(scores: Scores, framework: Framework) -> tuple[str, ...]:
    """The known indicators with the lowest score, in the framework's order."""
    bottom = min((scores[code] for code in _known(scores, framework)), default=None)
    return tuple(code for code in _known(scores, framework) if scores[code] == bottom)


def needing_measures(scores: Scores, framework: Framework) -> tuple[str, ...]:
    """The indicators that a plan must answer: those below the pass mark, else the lowest; none at 100."""
    weak = below_pass_mark(scores, framework) or lowest(scores, framework)
    return tuple(code for code in weak if scores[code] < FULL)


def unanswered(scores: Scores, about: Iterable[str], framework: Framework) -> tuple[str, ...]:
    """The indicators that a plan must answer and no measure names, neither them nor their instrument.

    `about` is what the measures name: indicators and instruments.
    """
    named, needing = set(about), needing_measures(scores, framework)
    return tuple(code for code in needing if not named & {code, framework.instrument_of(code).code})


def ranking(scores: Scores, framework: Framework) -> tuple[Ranked, ...]:
    """The known indicators, highest first; equal ones share a rank (1, 1, 3), in the framework's order."""
    codes = sorted(_known(scores, framework), key=lambda code: -scores[code])
    values = [scores[code] for code in codes]
    return tuple(
        Ranked(values.index(value) + 1, code, value) for code, value in zip(codes, values, strict=True)
    )


def change(before: Decimal | None, after: Decimal | None) -> Decimal | None:
    """What was gained (+) or lost (-) from one year to the next; None unless both are known."""
    return None if before is None or after is None else after - before


def matches(announced: Decimal, computed: Decimal, framework: Framework) -> bool:
    """Whether a computed figure is the announced one, within the year's tolerance for hidden decimals.

    The unrounded figure is compared: 94.2140 is a match for 94.22 (FY2566).
    """
    return abs(announced - computed) <= framework.tolerance


def _known(scores: Scores, framework: Framework) -> tuple[str, ...]:
    return tuple(code for code in framework.score_codes if code in scores)
