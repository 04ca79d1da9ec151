"""The papers of a correction as its pages list them: before it begins, and before each step together."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.forms import BoundField
from django.http import QueryDict

from documents import checks
from documents.checks.catalogue import ASKED
from documents.checks.complaints import Complaint, Severity
from ita_portal.thai import fiscal_year_text
from measures.models import Evidence
from municipalities.models import Municipality
from reports.confirmations import questions_of
from reports.contents import Hindrance, awaiting_refusals, publish_refusals, submit_refusals, way
from reports.correcting.affair import CorrectionStanding
from reports.correcting.contradictions import contradictions
from reports.correcting.open_affair import CorrectionAct
from reports.dependents import Dependent, dependents, differs_from, figures_now
from reports.mending import mend_address
from reports.models import Report
from reports.publishing import PublishingQuestions, ReadForPublishing, questions_before_publishing
from reports.states import OPEN_STATES, Action, State, opening_step
from reports.step_forms import PublishForm, StepForm
from reports.workflow import state_refusal


@dataclass(frozen=True)
class AffectedPaper:
    """A report of a correction with its public paper, None where that was withdrawn meanwhile.

    `step` opens it, `recalled_first` says that it was accepted as it read before; `total_now` is today's,
    `differs` whether any figure of the paper differs today. `mark` says for the page which version of its
    report it has shown.
    """

    report: Report
    paper: Dependent | None
    state: State
    step: Action | None
    recalled_first: bool
    mark: str
    total_now: str
    differs: bool


def papers_to_open(place: Municipality, fiscal_year: int, shown: Mapping[int, int]) -> list[AffectedPaper]:
    """The public papers that print the year, which a correction would open. Four queries.

    What the page had `shown` before (versions by the reports' keys) stays its mark.
    """
    papers = dependents(place.pk, fiscal_year)
    return _affected(place, fiscal_year, {one.report: one for one in papers}, (), shown)


def disagreement(papers: Iterable[AffectedPaper], fiscal_year: int) -> str:
    """Why the year's result is to be corrected where these public papers contradict each other, else ""."""
    lines = [
        ((one.paper.report.plan.fiscal_year, one.paper.report.kind), fiscal_year, one.paper.figures)
        for one in papers
        if one.paper
    ]
    return (
        f"เอกสารที่เผยแพร่พิมพ์ผลการประเมิน{fiscal_year_text(fiscal_year)} ไม่ตรงกัน" if contradictions(lines) else ""
    )


def papers_of(standing: CorrectionStanding) -> list[AffectedPaper]:
    """All reports of a correction with their public papers as they read now. Three queries, five at most."""
    place, fiscal_year = standing.correction.municipality, standing.correction.fiscal_year
    public = {one.report: one for one in dependents(place.pk, fiscal_year, standing.reports)}
    papers = {report: public.get(report) for report in standing.reports}
    return _affected(place, fiscal_year, papers, standing.outdated_reports, {})


def _affected(
    place: Municipality,
    fiscal_year: int,
    papers: Mapping[Report, Dependent | None],
    outdated: Collection[Report],
    shown: Mapping[int, int],
) -> list[AffectedPaper]:
    now = figures_now([place.pk]).get((place.pk, fiscal_year), {})
    return [
        AffectedPaper(
            report,
            paper,
            State(report.state),
            opening_step(report.state),
            report in outdated,
            _mark(report, shown),
            now.get("announced_total", ""),
            paper is not None and differs_from(paper.figures, now),
        )
        for report, paper in papers.items()
    ]


@dataclass(frozen=True)
class PaperToTake:
    """A report of a correction before its next step: what hinders it, what is asked, what becomes public."""

    report: Report
    form: StepForm
    refusal: Hindrance
    warnings: tuple[Complaint, ...]
    asked: tuple[tuple[Complaint, str, BoundField], ...]
    evidence: tuple[Evidence, ...]
    mark: str

    @property
    def plan_year(self) -> int:
        """The fiscal year (B.E.) of its plan."""
        return self.report.plan.fiscal_year


def papers_to_take(
    standing: CorrectionStanding, action: Action, data: QueryDict | None, shown: Mapping[int, int]
) -> list[PaperToTake]:
    """Those that are still to be submitted or published together, before that. Five queries at most.

    More where one of them belongs to several corrections, or one beside them is under way.
    """
    if action == Action.PUBLISH:
        return _to_publish(standing, data, shown)
    return _to_submit(standing.open_reports, data, shown)


def _to_submit(
    reports: Sequence[Report], data: QueryDict | None, shown: Mapping[int, int]
) -> list[PaperToTake]:
    read = ReadForPublishing.of(reports)
    complaints = [checks.run(read.dossiers[report], report.kind) for report in reports]
    questions = questions_of([report.plan_id for report in reports], complaints)
    refusals = submit_refusals(reports, complaints)
    shared = [report for report in reports if report.belong_to_others]  # type: ignore[attr-defined]  # annotated
    # Told before the province reads what can't be public.
    awaited = dict(zip(shared, awaiting_refusals(shared, read.dossiers), strict=True)) if shared else {}
    found = []
    for report, told, asked, refusal in zip(reports, complaints, questions, refusals, strict=True):
        form = StepForm(Action.SUBMIT, asked, data, prefix=f"report-{report.pk}", noted=False)
        unasked = [one for one in told if one.check not in ASKED]
        paper = PaperToTake(
            report,
            form,
            refusal or awaited.get(report, Hindrance()),
            tuple(one for one in unasked if one.severity is not Severity.ERROR),
            tuple((one, mend_address(one.place, report.plan), field) for one, field in form.asked()),
            tuple(read.evidence[report]),
            _mark(report, shown),
        )
        found.append(paper)
    return found


def _to_publish(
    standing: CorrectionStanding, data: QueryDict | None, shown: Mapping[int, int]
) -> list[PaperToTake]:
    reports, fiscal_year = standing.waiting_reports, standing.correction.fiscal_year
    read = ReadForPublishing.of(reports)
    contents = publish_refusals(reports, [read.dossiers[report] for report in reports])
    refusals = {
        report: _not_yet(report, fiscal_year) or refusal
        for report, refusal in zip(reports, contents, strict=True)
    }
    taken = [report for report in reports if not refusals[report]]
    asks = questions_before_publishing(taken, reports, read)
    found = []
    for report in reports:
        questions = asks.get(report, PublishingQuestions())
        form = PublishForm(report, questions, data, prefix=f"report-{report.pk}")
        evidence = tuple(read.evidence[report])
        found.append(PaperToTake(report, form, refusals[report], (), (), evidence, _mark(report, shown)))
    return found


def _not_yet(report: Report, fiscal_year: int) -> Hindrance:
    """What comes before publishing, by where the report stands, and where that is done."""
    why = state_refusal(report, Action.PUBLISH)
    if report.state in OPEN_STATES:
        label = CorrectionAct.SUBMIT.said(reviews=report.plan.municipality.province.reviews)
        return Hindrance(why, [way(label, "correction_submit", report, fiscal_year)])
    return Hindrance(why, [way("ดูเอกสาร", "preview", report, report.plan.fiscal_year, report.kind)])


def _mark(report: Report, shown: Mapping[int, int]) -> str:
    return f"{report.pk}:{shown.get(report.pk, report.version)}"
