"""A municipality's years and documents, read for its page."""

from dataclasses import dataclass, replace
from datetime import date

from assessments import scoring
from assessments.subjects import unanalysed
from documents.checks.complaints import Severity
from documents.checks.weighing import weights
from documents.dossier import Dossier, Year
from documents.loading import load_dossiers, load_years
from home import overview
from home.overview import Glance, PlanStanding
from municipalities.models import Municipality
from reports.correcting.contradictions import ContradictedYear, contradicted_years, with_printed
from reports.duties import DocumentStanding
from reports.models import Deadline, Report
from reports.owing import owed_reports, standings
from reports.states import OPEN_STATES, State


@dataclass(frozen=True)
class MunicipalityRead:
    """A municipality's years, the newest first, and how each of its documents stands.

    `contradicted` are the years of which its public documents do not agree.
    """

    municipality: Municipality
    glances: tuple[Glance, ...]
    documents: tuple[DocumentStanding, ...]
    contradicted: tuple[ContradictedYear, ...]


def read_municipality(place: Municipality, today: date) -> MunicipalityRead:
    """All that the page shows of a municipality, which comes with its province. Five queries."""
    reports = with_printed(owed_reports(Report.objects.filter(plan__municipality=place).order_by("kind")))
    plans = {report.plan_id: report.plan for report in reports}
    states: dict[int, dict[str, State]] = {plan: {} for plan in plans}
    for report in reports:
        report.plan.municipality = place
        states[report.plan_id][report.kind] = State(report.state)
    dossiers = load_dossiers(list(plans.values()))
    told = dict(zip(plans, dossiers, strict=True))
    found = standings([place], reports, Deadline.objects.order_by("due_on"), today, told)[place.pk]
    years = dossiers[0].years if dossiers else load_years([place.pk])[place.pk]
    plans_read = [_plan_standing(dossier, states[pk]) for pk, dossier in zip(plans, dossiers, strict=True)]
    answers = {dossier.assessed_year: dossier for dossier in dossiers}
    lines = overview.glances([_glance(year, answers.get(year.fiscal_year)) for year in years], plans_read)
    by_plan = {dossier.fiscal_year: dossier for dossier in dossiers}
    documents = tuple(_judged(document, by_plan.get(document.fiscal_year)) for document in found)
    return MunicipalityRead(place, lines, documents, tuple(contradicted_years(reports)))


def _glance(year: Year, dossier: Dossier | None) -> Glance:
    rules = year.framework
    missing = dossier.unanalysed if dossier else unanalysed(rules, year.analysed, None, ())
    return Glance(
        fiscal_year=year.fiscal_year,
        total=year.total,
        level=year.announced_level,
        complete=scoring.total(year.scores, rules) is not None,
        analysed=not missing,
        weak=tuple(rules.indicator(code).name for code in scoring.below_pass_mark(year.scores, rules)),
    )


def _plan_standing(dossier: Dossier, states: dict[str, State]) -> PlanStanding:
    return PlanStanding(
        fiscal_year=dossier.fiscal_year,
        assessed_year=dossier.assessed_year,
        states=states,
        measures=len(dossier.measures),
        reported=dossier.reported,
    )


def _judged(document: DocumentStanding, dossier: Dossier | None) -> DocumentStanding:
    """The same, `ready` if submitting would not be refused for what it says (workflow.content_refusal)."""
    if dossier is None or document.state not in OPEN_STATES or document.unanswered:
        return document
    return replace(document, ready=Severity.ERROR not in weights(dossier, document.kind))
