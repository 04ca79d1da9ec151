"""Two to four municipalities side by side: one year's results, and their measures by issue."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessments import framework
from documents.dossier import Measure, Year
from municipalities.models import Municipality
from public import figures
from public.figures import Source

WITHOUT_ISSUE = "ไม่ได้ระบุประเด็น"


@dataclass(frozen=True)
class Row:
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
    """What is public of some municipalities in one fiscal year (B.E.); None and "" where nothing is."""

    fiscal_year: int
    years: tuple[int, ...]
    places: tuple[Municipality, ...]
    levels: tuple[str, ...]
    overall: tuple[Row, ...]
    indicators: tuple[Row, ...]
    issues: tuple[tuple[str, tuple[int | None, ...]], ...]


def compared(
    places: Sequence[Municipality], said: Sequence[Sequence[Source]], wanted: int | None
) -> Compared | None:
    """The comparison in the wanted fiscal year, else in the last that most of them tell; None without any."""
    known = [figures.results(one) for one in said]
    told = Counter(year for one in known for year in one)
    if not told:
        return None
    common = max(told, key=lambda year: (told[year], year))
    chosen = wanted if wanted is not None and wanted in told else common
    years = [one[chosen].year if chosen in one else None for one in known]
    return Compared(
        fiscal_year=chosen,
        years=tuple(sorted(told, reverse=True)),
        places=tuple(places),
        levels=tuple(year.announced_level if year else "" for year in years),
        overall=_overall(years, chosen),
        indicators=_indicators(years, chosen),
        issues=_issues(said, chosen),
    )


def _overall(years: Iterable[Year | None], fiscal_year: int) -> tuple[Row, ...]:
    rules, years = framework.load(fiscal_year), tuple(years)
    total = Row("คะแนนรวม", tuple(year.total if year else None for year in years))
    means = [year.instruments if year else {} for year in years]
    tools = (
        Row(tool.abbreviation, tuple(mean.get(str(tool.code)) for mean in means))
        for tool in rules.instruments
    )
    return (total, *tools)


def _indicators(years: Iterable[Year | None], fiscal_year: int) -> tuple[Row, ...]:
    known = tuple(year.scores if year else {} for year in years)
    return tuple(
        Row(f"{indicator.code}. {indicator.name}", tuple(scores.get(indicator.code) for scores in known))
        for indicator in framework.load(fiscal_year).indicators
    )


def _issues(
    said: Sequence[Sequence[Source]], assessed_year: int
) -> tuple[tuple[str, tuple[int | None, ...]], ...]:
    """How many measures each municipality has for each issue in the plan that answers this result."""
    answers = [_answering(one, assessed_year) for one in said]
    counts = [Counter(measure.issue for measure in one) if one is not None else None for one in answers]
    numbers = sorted({number for count in counts if count for number in count}, key=lambda n: n or 99)
    return tuple(
        (
            _issue_name(number, assessed_year + 1),
            tuple(None if count is None else count[number] for count in counts),
        )
        for number in numbers
    )


def _answering(said: Iterable[Source], assessed_year: int) -> tuple[Measure, ...] | None:
    plans = figures.plans(said).values()
    return next((one.measures for one in plans if one.assessed_year == assessed_year), None)


def _issue_name(number: int | None, fiscal_year: int) -> str:
    """The issue as the plan's year names it; its number where that year has no list."""
    if number is None:
        return WITHOUT_ISSUE
    names = {issue.number: issue.name for issue in framework.load(fiscal_year).issues}
    return names.get(number, f"ประเด็นที่ {number}")
