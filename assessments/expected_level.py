"""Which levels a year's rule leaves possible for what is known of a result. Pure, on Decimal.

From 2566 a level asks something of parts that nobody may know: EIT is the mean of two parts, whose scores are
announced beside it, or not at all. A part has 100 at most, so that a high mean leaves none below a minimum;
with a lower one the level stays open, and every level that is possible is expected.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessments import scoring
from assessments.framework import Framework, Instrument, Level
from assessments.scoring import FULL, Scores, rounded

Span = tuple[Decimal, Decimal]
"""The lowest and the highest score (0-100) that something may have; twice the same where it is known."""
ANYTHING: Span = (Decimal(0), FULL)


@dataclass(frozen=True)
class ExpectedLevel:
    """The possible levels, highest first: one where the rule decides, none where the total is not known.

    `wanted` are the scores, in Thai, that would decide between several.
    """

    levels: tuple[Level, ...] = ()
    wanted: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the levels, highest first."""
        return tuple(level.name for level in self.levels)

    @property
    def text(self) -> str:
        """As it is shown: "ผ่านดีหรือผ่าน (ต้องทราบคะแนน EIT รายส่วน)"; empty where nothing is expected."""
        if not self.wanted:
            return "".join(self.names)
        return f"{_listed(self.names, 'หรือ')} (ต้องทราบคะแนน {_listed(self.wanted, 'และ ')})"

    def allows(self, name: str) -> bool | None:
        """Whether a level is one of them; None where no level is named or none expected."""
        return name in self.names if name and self.levels else None


def expected_level(scores: Scores, announced: Scores, framework: Framework) -> ExpectedLevel:
    """The levels that are possible with these scores and the announced figures ("total", "iit", "eit1" …).

    Everything is compared at two places, as it is announced. An announced figure counts before the computed
    one that it matches, and where nothing can be computed. Where the two contradict each other, which is a
    check of its own, the scores count.
    """
    total = _figure(announced.get("total"), scoring.total(scores, framework), framework)
    if total is None:
        return ExpectedLevel()
    spans = dict(_spans(scores, announced, framework))
    possible: list[Level] = []
    wanted: dict[str, None] = {}
    for level in framework.levels:
        each = {code: spans[code] for code in level.each_of}
        if total < level.min_total or any(highest < level.min_each for _, highest in each.values()):
            continue
        possible.append(level)
        unsure = [code for code, (lowest, _) in each.items() if lowest < level.min_each]
        if not unsure:
            break
        wanted |= dict.fromkeys(_wanted(code, framework) for code in unsure)
    return ExpectedLevel(tuple(possible), tuple(wanted))


def _figure(announced: Decimal | None, computed: Decimal | None, framework: Framework) -> Decimal | None:
    if computed is None or (announced is not None and scoring.matches(announced, computed, framework)):
        return announced
    return rounded(computed)


def _spans(scores: Scores, announced: Scores, framework: Framework) -> Iterator[tuple[str, Span]]:
    """What each indicator, instrument and part may have; an unknown part is the lowest unknown one."""
    for code in framework.score_codes:
        yield code, (rounded(scores[code]),) * 2 if code in scores else ANYTHING
    means = scoring.instrument_means(scores, framework)
    for tool in framework.instruments:
        mean = _figure(announced.get(tool.code), means.get(tool.code), framework)
        yield tool.code, ANYTHING if mean is None else (mean, mean)
        rest = ANYTHING if mean is None else _lowest_unknown(tool, mean, announced, framework.tolerance)
        for part in tool.parts:
            yield part.code, (announced[part.code],) * 2 if part.code in announced else rest


def _lowest_unknown(tool: Instrument, mean: Decimal, announced: Scores, tolerance: Decimal) -> Span:
    """The lowest of the instrument's parts that are not announced: their own mean at most.

    It is least where all others have 100: the mean of two parts is at least (minimum + 100) / 2 only where
    neither is below the minimum. What is derived from an announced part is as unsure as the rounding of both.
    """
    known = [announced[part.code] for part in tool.parts if part.code in announced]
    unknown = len(tool.parts) - len(known)
    if not unknown:
        return ANYTHING
    rest = (len(tool.parts) * mean - sum(known)) / unknown
    slack = len(tool.parts) * tolerance / unknown if known else Decimal(0)
    return unknown * (rest - slack) - (unknown - 1) * FULL, rest + slack


def _wanted(code: str, framework: Framework) -> str:
    """The scores that are announced together with this one, as they are asked for."""
    if code in framework.score_codes:
        return "รายตัวชี้วัด"
    tools = framework.instruments
    part_of = next((tool for tool in tools if code in [part.code for part in tool.parts]), None)
    return f"{part_of.abbreviation} รายส่วน" if part_of else framework.instrument(code).abbreviation


def _listed(words: Sequence[str], joined_by: str) -> str:
    """ "ก", "กหรือข", "ก ข หรือค"."""
    *others, last = words
    between = "" if len(others) == 1 and joined_by == "หรือ" else " "
    return f"{' '.join(others)}{between}{joined_by}{last}" if others else last
