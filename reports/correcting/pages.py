"""The papers of a correction as its pages list them: before it begins, and before each step together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.forms import BoundField
from django.http import QueryDict

from documents.checks.catalogue import ASKED
from documents.checks.complaints import Complaint, Severity
from measures.models import Evidence
from municipalities.models import Municipality
from reports.confirmations import questions_about
from reports.correcting.affair import opening_step, returned_first
from reports.dependents import Dependent, figures_now
from reports.mending import mend_address
from reports.models import Report
from reports.public_evidence import evidence_to_publish
from reports.publishing import PublishingQuestions, questions_before_publishing
from reports.states import Action, State
from reports.step_forms import PublishForm, StepForm
from reports.workflow import complaints_at, content_refusal, state_refusal


@dataclass(frozen=True)
class AffectedPaper:
    """A public paper of a correction: the step that opens it, `total_now`, whether a figure `differs` today.

    `mark` says for the page which version of its report it has shown.
    """

    paper: Dependent
    state: State
    step: Action | None
    returned_first: bool
    mark: str
    total_now: str
    differs: bool


def affected_papers(
    place: Municipality, fiscal_year: int, papers: Iterable[Dependent], shown: Mapping[int, int]
) -> list[AffectedPaper]:
    """The papers that print the year, against what is stored today. One query.

    What the page had `shown` before (versions by the reports' keys) stays its mark.
    """
    now = figures_now([place.pk]).get((place.pk, fiscal_year), {})
    return [
        AffectedPaper(
            paper,
            State(paper.report.state),
            opening_step(paper.report),
            returned_first(paper.report),
            _mark(paper.report, shown),
            now.get("announced_total", ""),
            any(now.get(name, "") != printed for name, printed in paper.figures.items()),
        )
        for paper in papers
    ]


@dataclass(frozen=True)
class PaperToTake:
    """A report of a correction before its next step: what hinders it, what is asked, what becomes public."""

    report: Report
    form: StepForm
    refusal: str
    warnings: tuple[Complaint, ...]
    asked: tuple[tuple[Complaint, str, BoundField], ...]
    evidence: tuple[Evidence, ...]
    mark: str

    @property
    def plan_year(self) -> int:
        """The fiscal year (B.E.) of its plan."""
        return self.report.plan.fiscal_year


def papers_to_take(
    reports: Sequence[Report], action: Action, data: QueryDict | None, shown: Mapping[int, int]
) -> list[PaperToTake]:
    """The reports before they are submitted or published together; some queries each."""
    if action == Action.PUBLISH:
        return [_to_publish(report, reports, data, shown) for report in reports]
    return [_to_submit(report, data, shown) for report in reports]


def _to_submit(report: Report, data: QueryDict | None, shown: Mapping[int, int]) -> PaperToTake:
    complaints = complaints_at(report, Action.SUBMIT)
    questions = questions_about(report.plan, complaints)
    form = StepForm(Action.SUBMIT, questions, data, prefix=f"report-{report.pk}", noted=False)
    unasked = [one for one in complaints if one.check not in ASKED]
    return PaperToTake(
        report,
        form,
        state_refusal(report, Action.SUBMIT) or content_refusal(report, Action.SUBMIT, complaints),
        tuple(one for one in unasked if one.severity is not Severity.ERROR),
        tuple((one, mend_address(one.place, report.plan), field) for one, field in form.asked()),
        tuple(evidence_to_publish(report)),
        _mark(report, shown),
    )


def _to_publish(
    report: Report, together: Sequence[Report], data: QueryDict | None, shown: Mapping[int, int]
) -> PaperToTake:
    refused = state_refusal(report, Action.PUBLISH) or content_refusal(report, Action.PUBLISH, ())
    asks = PublishingQuestions() if refused else questions_before_publishing(report, together)
    form = PublishForm(report, asks, data, prefix=f"report-{report.pk}")
    return PaperToTake(
        report, form, refused, (), (), tuple(evidence_to_publish(report)), _mark(report, shown)
    )


def _mark(report: Report, shown: Mapping[int, int]) -> str:
    return f"{report.pk}:{shown.get(report.pk, report.version)}"
