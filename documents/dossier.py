"""Everything that the documents, the checks and the bundle need of one plan, as frozen dataclasses.

`loading.py` reads them; what is built on them is pure and never asks the database again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from assessments import framework, scoring, subjects
from assessments.expected_level import ExpectedLevel, expected_level
from ita_portal.signs import is_blank
from measures.completeness import unreported
from measures.own_texts import OwnText
from measures.progress import QuarterProgress


@dataclass(frozen=True)
class PlaceFacts:
    """A municipality as it was on the day of the paper (see `paper_day`); documents print its `full_name`.

    `kind` is nakhon, mueang, tambon, or sao for the time in which it was an อบต. The texts of an example are
    invented. `other_times` is what was or is true of it on other days: texts may name that, too.
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
    other_times: tuple[PlaceFacts, ...] = ()

    @property
    def place(self) -> str:
        """อำเภอ… จังหวัด…."""
        return f"อำเภอ{self.district} จังหวัด{self.province}"


@dataclass(frozen=True)
class FindingFacts:
    """An assessors' remark on one question or OIT item."""

    question: str
    indicator: str
    issue: str
    advice: str = ""


@dataclass(frozen=True)
class AnalysisFacts:
    """The municipality's own analysis of an indicator or instrument."""

    about: str
    stance: str
    text: str
    guidelines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Year:
    """The assessment of one fiscal year (B.E.): scores 0-100 by indicator code, only the known ones.

    `assessed_as` is the full name of the อบต. that was assessed, "" where it was a municipality already.
    """

    fiscal_year: int
    scores: Mapping[str, Decimal]
    announced_total: Decimal | None = None
    announced_level: str = ""
    announced_instruments: Mapping[str, Decimal] = field(default_factory=dict)
    difference_note: str = ""
    findings: tuple[FindingFacts, ...] = ()
    analyses: tuple[AnalysisFacts, ...] = ()
    assessed_as: str = ""

    @property
    def framework(self) -> framework.Framework:
        """The rules of this year."""
        return framework.load(self.fiscal_year)

    @property
    def total(self) -> Decimal | None:
        """The total that documents print: the announced one, else the computed one."""
        if not self.scores:  # also of a year before the first one that has rules
            return self.announced_total
        return scoring.total_to_show(self.announced_total, self.scores, self.framework)

    @property
    def instruments(self) -> dict[str, Decimal]:
        """The instruments' scores that documents print, by code: announced, else computed and rounded."""
        return scoring.instruments_to_show(self.announced_instruments, self.scores, self.framework)

    @property
    def expected_level(self) -> ExpectedLevel:
        """The levels that the year's rule leaves possible for these scores and announced figures."""
        announced = dict(self.announced_instruments)
        if self.announced_total is not None:
            announced["total"] = self.announced_total
        return expected_level(self.scores, announced, self.framework)

    @property
    def analysed(self) -> tuple[str, ...]:
        """What its analyses are about: indicators and instruments."""
        return tuple(analysis.about for analysis in self.analyses)

    def analysis(self, about: str) -> AnalysisFacts | None:
        """The analysis of one indicator or instrument, where there is one."""
        return next((analysis for analysis in self.analyses if analysis.about == about), None)


@dataclass(frozen=True)
class EvidenceFacts:
    """What shows that a measure was carried out; `url` is the address of the page or of the uploaded file.

    It is "" where there is neither. Of what is `named_only` a published document shows the title alone. Only
    in a published document a file is described: its name, sha256 and size in bytes. `own_path` is the path of
    an uploaded file, by which documents are compared: the host in its `url` may change, the file does not.
    """

    title: str
    url: str
    dated_on: date | None = None
    named_only: bool = False
    file_name: str = ""
    sha256: str = ""
    size: int | None = None
    own_path: str = field(default="", compare=False)


@dataclass(frozen=True)
class ResultFacts:
    """What came of a measure."""

    status: str
    done: tuple[str, ...] = ()
    outcome: tuple[str, ...] = ()
    reported_on: date | None = None
    obstacles: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    progress: tuple[QuarterProgress, ...] = ()


@dataclass(frozen=True)
class MeasureFacts:
    """One measure; `about` names the indicators and instruments that it answers, in the officer's order.

    `budget` is baht, 0 where none is used, None where nothing is said. `quarters` (1 to 4) are there only
    where they say the days of the period, `monitored_on` are ISO days.
    `copied_year` is the fiscal year (B.E.) of the plan from which its analysis was copied and not changed
    since; None for any other measure.
    """

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
    kind: str = ""
    goals: tuple[str, ...] = ()
    budget: Decimal | None = None
    quarters: tuple[int, ...] = ()
    monitored_on: tuple[str, ...] = ()
    result: ResultFacts | None = None
    evidence: tuple[EvidenceFacts, ...] = ()
    copied_year: int | None = None


@dataclass(frozen=True)
class Signatory:
    """Who signs, and when; each may be unknown."""

    name: str = ""
    position: str = ""
    signed_on: date | None = None


@dataclass(frozen=True)
class Dossier:
    """The plan of `fiscal_year` that answers `assessed_year`; `years` are the known assessments, rising.

    `place` is that of the plan's document, `results_place` that of the report of results where another day
    counts for it (None: the same). In the dossier of the results `planned_as` is the name under which the
    plan was made, "" where it is the report's own.
    """

    place: PlaceFacts
    fiscal_year: int
    assessed_year: int
    years: tuple[Year, ...] = ()
    measures: tuple[MeasureFacts, ...] = ()
    decided_on: date | None = None
    overall_outcome: tuple[str, ...] = ()
    obstacles: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    signatory: Signatory = Signatory()
    results_signatory: Signatory = Signatory()
    results_place: PlaceFacts | None = None
    planned_as: str = ""
    own_texts: tuple[OwnText, ...] = ()
    results_own_texts: tuple[OwnText, ...] = ()

    def signed_as(self, kind: str) -> Dossier:
        """The same with the signatory and the place of the document of that kind ("plan" or "results")."""
        if kind != "results":
            return self
        place = self.results_place or self.place
        planned = self.place.full_name if place.full_name != self.place.full_name else self.planned_as
        return replace(
            self, place=place, results_place=None, planned_as=planned, signatory=self.results_signatory
        )

    @property
    def assessed_rules(self) -> framework.Framework:
        """The rules of the assessed year: what measures are about are its indicators and instruments."""
        return framework.load(self.assessed_year)

    @property
    def framework(self) -> framework.Framework:
        """The rules of the plan's year."""
        return framework.load(self.fiscal_year)

    def year(self, fiscal_year: int) -> Year | None:
        """The assessment of a fiscal year, where it is known."""
        return next((year for year in self.years if year.fiscal_year == fiscal_year), None)

    @property
    def assessed(self) -> Year | None:
        """The assessment that the plan answers."""
        return self.year(self.assessed_year)

    @property
    def followed(self) -> Year | None:
        """The assessment of the year in which the measures were carried out."""
        return self.year(self.fiscal_year)

    @property
    def reported(self) -> int:
        """How many measures have a whole report (see `completeness.unreported`)."""
        return sum(not unreported(measure.result) for measure in self.measures)

    @property
    def unanalysed(self) -> tuple[str, ...]:
        """The indicators of the assessed year that still lack an analysis (see `subjects.unanalysed`)."""
        year = self.assessed or Year(self.assessed_year, {})
        issues = (measure.issue for measure in self.measures if not is_blank(measure.analysis))
        return subjects.unanalysed(year.framework, year.analysed, self.framework, issues)
