"""The scores of many municipalities together: spread, median, change. Pure; scores are 0-100."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from statistics import median, quantiles

from assessments import scoring
from assessments.scoring import Scores

THIRDS = 3  # shades between the full score and the pass mark


@dataclass(frozen=True)
class Spread:
    """How the scores of one indicator lie: the five figures of a box plot, all None without a score.

    `number` municipalities have a score, `below` of them one under the pass mark. `change` is the median of
    what each gained since the year before, among those with both scores; `better` and `worse` count them.
    """

    code: str
    number: int = 0
    below: int = 0
    lowest: Decimal | None = None
    first: Decimal | None = None
    middle: Decimal | None = None
    third: Decimal | None = None
    highest: Decimal | None = None
    change: Decimal | None = None
    better: int = 0
    worse: int = 0


def spread(code: str, scores: Sequence[Scores], before: Sequence[Scores], pass_mark: Decimal) -> Spread:
    """The spread of one indicator over municipalities; both sequences are in the same order of them."""
    values = sorted(row[code] for row in scores if code in row)
    if not values:
        return Spread(code)
    pairs = zip(scores, before, strict=True)
    changes = [now[code] - then[code] for now, then in pairs if code in now and code in then]
    first = middle = third = values[0]
    if len(values) > 1:  # quantiles() takes no single value
        first, middle, third = (scoring.rounded(cut) for cut in quantiles(values, method="inclusive"))
    return Spread(
        code=code,
        number=len(values),
        below=sum(value < pass_mark for value in values),
        lowest=values[0],
        first=first,
        middle=middle,
        third=third,
        highest=values[-1],
        change=scoring.rounded(median(changes)) if changes else None,
        better=sum(change > 0 for change in changes),
        worse=sum(change < 0 for change in changes),
    )


def bands(pass_mark: Decimal) -> tuple[Decimal, ...]:
    """Where a cell of the heat map becomes the next darker one; below the last is the darkest.

    Three even steps from the full score down to the pass mark, whole points, then as far again below it: 95,
    90, 85 and 70 for a pass mark of 85.
    """
    missing = scoring.FULL - pass_mark
    steps = (scoring.FULL - missing * step / THIRDS for step in range(1, THIRDS))
    above = (step.quantize(Decimal(1), ROUND_HALF_UP) for step in steps)
    return (*above, pass_mark, max(pass_mark - missing, Decimal(0)))


def band(score: Decimal | None, edges: Sequence[Decimal]) -> int | None:
    """The band of a score, 0 the highest; None where the score is not known. `edges` are those of `bands`."""
    return None if score is None else sum(score < edge for edge in edges)
