"""Two to four municipalities side by side: one year's results, and their measures by issue."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessments import framework
from municipalities.models import Municipality
from public import figures
from public.figures import Source

WITHOUT_ISSUE = "ไม่ได้ระบุประเด็น"


@dataclass(frozen=True)
class ScoreRow:
    """A line of scores (0–100), one for each municipality; `best` is the highest where it says something."""

    name: str
    values: tuple[Decimal | None, ...]

    @property
    def best(self) -> Decimal | None:
        """The highest value, while not all that are known are the same."""
        known = {value for value in self.values if value is not None}
        return max(known) if len(known) > 1 else None


@dataclass(frozen=True)
class Compared:
    """What is public of some municipalities in one fiscal year (B.E.); None and "" where nothing is.

    `bodies` has of each the full name of the อบต. that was assessed, "" where it was a municipality.
    """

    fiscal_year: int
    years: tuple[int, ...]
    places: tuple[Municipality, ...]
    bodies: tuple[str, ...]
    levels: tuple[str, ...]
    overall: tuple[ScoreRow, ...]
    indicators: tuple[ScoreRow, ...]
    issues: tuple[tuple[str, tuple[int | None, ...]], ...]

    @property
    def columns(self) -> list[tuple[Municipality, str]]:
        """Each municipality with its body."""
        return list(zip(self.places, self.bodies, strict=True))


def compared(
    places: Sequence[Municipality], said: Sequence[Sequence[Source]], wanted: int | None
) -> Compared | None:
    """The comparison in the wanted fiscal year, else in the last that most of them tell; None without any."""
    known = [figures.assessments_by_year(one) for one in said]
    told = Counter(year for one in known for year in one)
    if not told:
        return None
    common = max(told, key=lambda year: (told[year], year))
    chosen = wanted if wanted is not None and wanted in told else common
    rules = framework.load(chosen)
    years = [one[chosen].year if chosen in one else None for one in known]
    means = [year.instruments if year else {} for year in years]
    scores = [year.scores if year else {} for year in years]
    return Compared(
        fiscal_year=chosen,
        years=tuple(sorted(told, reverse=True)),
        places=tuple(places),
        bodies=tuple(year.assessed_as if year else "" for year in years),
        levels=tuple(year.announced_level if year else "" for year in years),
        overall=(
            ScoreRow("คะแนนรวม", tuple(year.total if year else None for year in years)),
            *(
                ScoreRow(tool.abbreviation, tuple(mean.get(str(tool.code)) for mean in means))
                for tool in rules.instruments
            ),
        ),
        indicators=tuple(
            ScoreRow(f"{indicator.code}. {indicator.name}", tuple(one.get(indicator.code) for one in scores))
            for indicator in rules.indicators
        ),
        issues=_issues(said, chosen),
    )


def _issues(
    said: Sequence[Sequence[Source]], assessed_year: int
) -> tuple[tuple[str, tuple[int | None, ...]], ...]:
    """How many measures each municipality has for each issue in the plan that answers this result.

    An issue has the name of the plan's year, its number where that year has no list.
    """
    counts: list[Counter[int | None] | None] = []
    for one in said:
        plans = [source for source in figures.plans(one).values() if source.assessed_year == assessed_year]
        counts.append(Counter(measure.issue for measure in plans[0].measures) if plans else None)
    names: dict[int | None, str] = {None: WITHOUT_ISSUE}
    names |= {issue.number: issue.name for issue in framework.load(assessed_year + 1).issues}
    numbers = sorted({number for count in counts if count for number in count}, key=lambda n: n or 99)
    return tuple(
        (
            names.get(number, f"ประเด็นที่ {number}"),
            tuple(None if count is None else count[number] for count in counts),
        )
        for number in numbers
    )
