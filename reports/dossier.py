"""Everything that the documents, the checks and the bundle need of one plan, as frozen dataclasses.

Loaded with a fixed number of queries; what is built on it is pure and never asks the database again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from assessments import framework, scoring
from assessments.models import ABOUT_CODES, INDICATOR_CODES, Assessment
from measures.models import Measure as MeasureRow
from measures.models import Plan
from municipalities.models import Municipality


@dataclass(frozen=True)
class Place:
    """A municipality: `kind` is nakhon, mueang or tambon, `full_name` is what people say.

    The texts of an example are invented.
    """

    code: str
    kind: str
    name: str
    full_name: str
    district: str
    province: str
    website: str = ""
    seal: str = ""
    is_example: bool = False


@dataclass(frozen=True)
class Finding:
    """An assessors' remark on one question or OIT item."""

    question: str
    indicator: str
    issue: str
    advice: str = ""


@dataclass(frozen=True)
class Analysis:
    """The municipality's own analysis of an indicator or instrument."""

    about: str
    stance: str
    text: str
    guidelines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Year:
    """The result of one fiscal year (B.E.): scores 0-100 by indicator code, only the known ones."""

    fiscal_year: int
    scores: Mapping[str, Decimal]
    announced_total: Decimal | None = None
    announced_level: str = ""
    announced_instruments: Mapping[str, Decimal] = field(default_factory=dict)
    difference_note: str = ""
    findings: tuple[Finding, ...] = ()
    analyses: tuple[Analysis, ...] = ()

    @property
    def framework(self) -> framework.Framework:
        """The rules of this year."""
        return framework.load(self.fiscal_year)

    @property
    def computed_total(self) -> Decimal | None:
        """The total that the ten scores give, rounded half-up to two places; None until all are known."""
        total = scoring.total(self.scores, self.framework)
        return None if total is None else scoring.rounded(total)

    @property
    def total(self) -> Decimal | None:
        """The total that documents print: the announced one, else the computed one."""
        return self.computed_total if self.announced_total is None else self.announced_total

    @property
    def instruments(self) -> dict[str, Decimal]:
        """The instruments' scores that documents print, by code: announced, else computed and rounded."""
        computed = scoring.instrument_means(self.scores, self.framework)
        return {code: scoring.rounded(value) for code, value in computed.items()} | dict(
            self.announced_instruments
        )

    def analysis(self, about: str) -> Analysis | None:
        """The analysis of one indicator or instrument, where there is one."""
        return next((analysis for analysis in self.analyses if analysis.about == about), None)


@dataclass(frozen=True)
class Evidence:
    """What shows that a measure was carried out; `url` is the address of the page or of the uploaded file."""

    title: str
    url: str
    dated_on: date | None = None


@dataclass(frozen=True)
class Result:
    """What came of a measure."""

    status: str
    done: tuple[str, ...] = ()
    outcome: tuple[str, ...] = ()
    reported_on: date | None = None


@dataclass(frozen=True)
class Measure:
    """One measure; `about` names the indicators and instruments that it answers, in the officer's order."""

    number: int
    title: str
    about: tuple[str, ...]
    stance: str
    issue: int | None = None
    analysis: str = ""
    steps: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    follow_up: str = ""
    result: Result | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Signatory:
    """Who signs, and when; each may be unknown."""

    name: str = ""
    position: str = ""
    signed_on: date | None = None


@dataclass(frozen=True)
class Dossier:
    """The plan of `fiscal_year` that answers `assessed_year`, with the results around it: `years` ascend."""

    place: Place
    fiscal_year: int
    assessed_year: int
    years: tuple[Year, ...] = ()
    measures: tuple[Measure, ...] = ()
    decided_on: date | None = None
    overall_outcome: tuple[str, ...] = ()
    obstacles: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    signatory: Signatory = Signatory()

    @property
    def framework(self) -> framework.Framework:
        """The rules of the plan's year."""
        return framework.load(self.fiscal_year)

    def year(self, fiscal_year: int) -> Year | None:
        """The result of a fiscal year, where it is known."""
        return next((year for year in self.years if year.fiscal_year == fiscal_year), None)

    @property
    def assessed(self) -> Year | None:
        """The result that the plan answers."""
        return self.year(self.assessed_year)

    @property
    def followed(self) -> Year | None:
        """The result of the year in which the measures were carried out."""
        return self.year(self.fiscal_year)


def load_dossier(plan: Plan) -> Dossier:
    """Read everything of a plan: nine queries at most, however much there is."""
    municipality = plan.municipality
    measures = plan.measures.select_related("result").prefetch_related("targets", "evidence")
    years = Assessment.objects.filter(municipality=municipality).whole()
    return Dossier(
        place=place_of(municipality),
        fiscal_year=plan.fiscal_year,
        assessed_year=plan.assessed_year,
        years=tuple(year_of(assessment) for assessment in years.order_by("fiscal_year")),
        measures=tuple(_measure(measure) for measure in measures.order_by("number")),
        decided_on=plan.decided_on,
        overall_outcome=tuple(plan.overall_outcome),
        obstacles=tuple(plan.obstacles),
        suggestions=tuple(plan.suggestions),
        signatory=Signatory(plan.signatory_name, plan.signatory_position, plan.signed_on),
    )


def place_of(municipality: Municipality) -> Place:
    """A municipality with its district and province."""
    return Place(
        code=municipality.code or "",
        kind=municipality.kind,
        name=municipality.name,
        full_name=municipality.full_name,
        district=municipality.district.name,
        province=municipality.province.name,
        website=municipality.website,
        seal=municipality.seal.name or "",
        is_example=municipality.is_example,
    )


def year_of(assessment: Assessment) -> Year:
    """A result with its scores, findings and analyses."""
    scores = assessment.score_values()
    return Year(
        fiscal_year=assessment.fiscal_year,
        scores={code: scores[code] for code in INDICATOR_CODES if code in scores},
        announced_total=assessment.announced_total,
        announced_level=assessment.announced_level,
        announced_instruments=assessment.announced_instruments,
        difference_note=assessment.difference_note,
        findings=tuple(
            Finding(f.question, f.indicator, f.issue, f.advice) for f in assessment.findings.all()
        ),
        analyses=tuple(
            Analysis(a.about, a.stance, a.text, tuple(a.guidelines))
            for a in sorted(assessment.analyses.all(), key=lambda a: ABOUT_CODES.index(a.about))
        ),
    )


def _measure(measure: MeasureRow) -> Measure:
    return Measure(
        number=measure.number,
        title=measure.title,
        about=tuple(target.about for target in measure.targets.all()),
        stance=measure.stance,
        issue=measure.issue,
        analysis=measure.analysis,
        steps=tuple(measure.steps),
        responsible=tuple(measure.responsible),
        starts_on=measure.starts_on,
        ends_on=measure.ends_on,
        follow_up=measure.follow_up,
        result=_result(measure),
        evidence=tuple(Evidence(e.title, e.address, e.dated_on) for e in measure.evidence.all()),
    )


def _result(measure: MeasureRow) -> Result | None:
    row = getattr(measure, "result", None)
    return row and Result(row.status, tuple(row.done), tuple(row.outcome), row.reported_on)
