"""The sections that show scores: the assessment as a whole, its history, the indicators (pure)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessments import scoring
from assessments.framework_parts import ANNOUNCED_CODES
from documents import charts
from documents.dossier import Dossier, Year
from documents.sections.section import Section
from ita_portal.thai import NBSP, fiscal_year_text, number_text, thai_digits

PAIR = 2  # a history begins with two years

OptionalScore = Decimal | None


@dataclass(frozen=True)
class InstrumentRow:
    """An instrument's score with its parts (name, score), where the year has them; weight in per cent."""

    name: str
    weight: str
    score: OptionalScore
    parts: tuple[tuple[str, OptionalScore], ...] = ()
    abbreviation: str = ""


@dataclass(frozen=True)
class Overall(Section):
    """Total, level and instruments of the assessed year.

    `announced` is False while the total is only computed; `computed` is given where it differs from the
    announced one, and `note` says why in the officer's words. `change` is that of the total since the year
    before, in points, where both are known.
    """

    template = "documents/overall.html"
    anchor = "overall"

    place: str
    fiscal_year: int
    total: OptionalScore
    announced: bool
    level: str
    instruments: tuple[InstrumentRow, ...]
    computed: OptionalScore
    note: str
    chart: str
    change: OptionalScore = None


def overall(dossier: Dossier) -> Overall:
    """Total, level and instruments of the assessed year; empty figures while they are not known."""
    year = dossier.assessed or Year(dossier.assessed_year, {})
    before, own = dossier.year(year.fiscal_year - 1), dossier.place.full_name
    return Overall(
        heading=f"ผลการประเมินในภาพรวม {fiscal_year_text(year.fiscal_year)}",
        place=f"{year.assessed_as} (ก่อนเป็น{own})" if year.assessed_as else own,
        fiscal_year=year.fiscal_year,
        total=year.total,
        announced=year.announced_total is not None,
        level=year.announced_level,
        instruments=_instrument_rows(year),
        computed=_other_total(year),
        note=year.difference_note,
        chart=_instrument_chart([year], "คะแนนรายเครื่องมือ"),
        change=scoring.change(before.total if before else None, year.total),
    )


def _other_total(year: Year) -> OptionalScore:
    """The computed total where the announced one is not a rounding of it."""
    computed, announced = scoring.total(year.scores, year.framework), year.announced_total
    if computed is None or announced is None or scoring.matches(announced, computed, year.framework):
        return None
    return scoring.rounded(computed)


def _instrument_rows(year: Year) -> tuple[InstrumentRow, ...]:
    scores = year.instruments
    return tuple(
        InstrumentRow(
            f"{instrument.name} ({instrument.abbreviation})",
            number_text(instrument.weight * 100),
            scores.get(instrument.code),
            tuple(
                (thai_digits(part.name), scores[part.code])
                for part in instrument.parts
                if part.code in scores
            ),
            instrument.abbreviation,
        )
        for instrument in year.framework.instruments
    )


@dataclass(frozen=True)
class YearRow:
    """One fiscal year in the history; `scores` by the heading of the column.

    `assessed_as` names the อบต. that was assessed, "" where it was a municipality.
    """

    fiscal_year: int
    total: OptionalScore
    level: str
    scores: Mapping[str, OptionalScore]
    assessed_as: str = ""


@dataclass(frozen=True)
class IndicatorRow:
    """One indicator, its scores by fiscal year (ascending); `below` where the last misses the pass mark."""

    code: str
    name: str
    scores: Mapping[int, OptionalScore]
    below: bool

    @property
    def score(self) -> OptionalScore:
        """The last score."""
        return list(self.scores.values())[-1]


@dataclass(frozen=True)
class History(Section):
    """Total, level, instruments and indicators over up to five fiscal years, ascending."""

    template = "documents/history.html"
    anchor = "history"

    years: tuple[YearRow, ...]
    columns: tuple[str, ...]
    indicators: tuple[IndicatorRow, ...]
    trend_chart: str
    instrument_chart: str
    indicator_chart: str

    @property
    def assessed_as(self) -> str:
        """The อบต. that was assessed in some of the years; "" where it was none."""
        return next((year.assessed_as for year in self.years if year.assessed_as), "")


def history(dossier: Dossier, last_year: int, count: int) -> History | None:
    """At most `count` assessments up to `last_year`; None where those are not two."""
    known = [year for year in dossier.years if year.fiscal_year <= last_year][-count:]
    if len(known) < PAIR:
        return None
    columns, rows = _instrument_columns(known), _indicator_history(known)
    # Charts have every year from the first to the last, so that they show where one is missing.
    numbers = range(known[0].fiscal_year, known[-1].fiscal_year + 1)
    years = [dossier.year(number) or Year(number, {}) for number in numbers]
    mark, totals = years[-1].framework.pass_mark, [year.total for year in years]
    lines = [(f"{thai_digits(row.code)} {row.name}", [*map(row.scores.get, numbers)]) for row in rows]
    title = "คะแนนรายตัวชี้วัดย้อนหลัง"
    return History(
        heading="ผลการประเมินย้อนหลัง",
        years=tuple(
            YearRow(
                year.fiscal_year,
                year.total,
                year.announced_level,
                {heading: year.instruments.get(code) for code, heading in columns.items()},
                year.assessed_as,
            )
            for year in known
        ),
        columns=tuple(columns.values()),
        indicators=rows,
        trend_chart=charts.trend(numbers, totals, "คะแนนรวมย้อนหลัง", pass_mark=mark),
        instrument_chart=_instrument_chart(years, "คะแนนรายเครื่องมือย้อนหลัง"),
        indicator_chart=charts.indicators_over_years(numbers, lines, title, pass_mark=mark),
    )


def _instrument_columns(years: Sequence[Year]) -> dict[str, str]:
    """The instruments and parts that one of the years has, by code, with their headings: EIT ส่วนที่ ๑."""
    known = {code for year in years for code in year.instruments}
    headings = {}
    for code in ANNOUNCED_CODES:
        if code in known:
            tool, part = code[:3].upper(), thai_digits(code[3:])
            headings[code] = f"{tool} ส่วนที่{NBSP}{part}" if part else tool
    return headings


def _indicator_history(years: Sequence[Year]) -> tuple[IndicatorRow, ...]:
    last = years[-1]
    return tuple(
        IndicatorRow(
            code=indicator.code,
            name=indicator.name,
            scores={year.fiscal_year: year.scores.get(indicator.code) for year in years},
            below=indicator.code in scoring.below_pass_mark(last.scores, last.framework),
        )
        for indicator in last.framework.indicators
    )


def _instrument_chart(years: Sequence[Year], title: str) -> str:
    rules, numbers = years[-1].framework, [year.fiscal_year for year in years]
    series = [
        (instrument.abbreviation, [year.instruments.get(instrument.code) for year in years])
        for instrument in rules.instruments
    ]
    return charts.instruments_over_years(numbers, series, title, pass_mark=rules.pass_mark)


@dataclass(frozen=True)
class Rank:
    """A place in the ranking; equal scores share it."""

    rank: int
    code: str
    name: str
    score: Decimal


@dataclass(frozen=True)
class Indicators(Section):
    """The indicators of the assessed year: table, chart, and the ranking where it is wanted."""

    template = "documents/indicators.html"
    anchor = "indicators"

    rows: tuple[IndicatorRow, ...]
    ranking: tuple[Rank, ...]
    pass_mark: str
    chart: str


def indicators(dossier: Dossier, *, ranked: bool) -> Indicators | None:
    """The indicators of the assessed year; None while no score is known."""
    year = dossier.assessed
    if year is None or not year.scores:
        return None
    rows, rules = _indicator_history([year]), year.framework
    names, scores = [row.name for row in rows], [row.score for row in rows]
    title = f"คะแนนรายตัวชี้วัด {fiscal_year_text(year.fiscal_year)}"
    return Indicators(
        heading=f"ผลการประเมินรายตัวชี้วัด {fiscal_year_text(year.fiscal_year)}",
        rows=rows,
        ranking=tuple(
            Rank(place.rank, place.code, rules.about_name(place.code), place.score)
            for place in (scoring.ranking(year.scores, rules) if ranked else ())
        ),
        pass_mark=number_text(rules.pass_mark),
        chart=charts.radar(names, scores, title, pass_mark=rules.pass_mark),
    )
