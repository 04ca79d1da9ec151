"""Plans read from the database as dossiers: two queries, whether for one plan or for a province's."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from assessments import scoring
from assessments.models import ABOUT_CODES, INDICATOR_CODES, Assessment
from assessments.models import Analysis as AnalysisRow
from assessments.models import Finding as FindingRow
from assessments.models import Score as ScoreRow
from documents.dossier import Analysis, Dossier, Evidence, Finding, Measure, Place, Result, Signatory, Year
from documents.gathering import gathered
from measures.models import Evidence as EvidenceRow
from measures.models import Measure as MeasureRow
from measures.models import MeasureTarget, Plan
from measures.models import Result as ResultRow
from municipalities.models import Municipality

FINDING = ("question", "indicator", "issue", "advice")
ANALYSIS = ("about", "stance", "text", "guidelines")
Gathered = list[dict[str, Any]] | None


def load_dossier(plan: Plan) -> Dossier:
    """The dossier of a plan, which comes joined with municipality, district and province."""
    return load_dossiers([plan])[0]


def load_dossiers(plans: Sequence[Plan]) -> list[Dossier]:
    """The dossier of each plan, in the same order; the plans come joined as for `load_dossier`."""
    years = load_years({plan.municipality_id for plan in plans})
    measures = _measures(plans)
    return [_dossier(plan, years[plan.municipality_id], measures[plan.pk]) for plan in plans]


def load_years(municipalities: Iterable[int]) -> dict[int, list[Year]]:
    """The results of the municipalities, by their keys, ascending. One query."""
    rows = Assessment.objects.filter(municipality__in=municipalities).annotate(
        all_scores=gathered(ScoreRow.objects.all(), "assessment", "code", "value"),
        all_findings=gathered(FindingRow.objects.all(), "assessment", "id", "position", *FINDING),
        all_analyses=gathered(AnalysisRow.objects.all(), "assessment", *ANALYSIS),
    )
    found = defaultdict(list)
    for row in rows.order_by("fiscal_year"):
        found[row.municipality_id].append(_year(row))
    return found


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


def scores_of(rows: Gathered) -> dict[str, Decimal]:
    """Gathered rows of Score as indicator code -> score, in the order of the indicators."""
    values = {row["code"]: scoring.rounded(Decimal(row["value"])) for row in rows or ()}
    return {code: values[code] for code in INDICATOR_CODES if code in values}


def _dossier(plan: Plan, years: Iterable[Year], measures: Iterable[Measure]) -> Dossier:
    return Dossier(
        place=place_of(plan.municipality),
        fiscal_year=plan.fiscal_year,
        assessed_year=plan.assessed_year,
        years=tuple(years),
        measures=tuple(measures),
        decided_on=plan.decided_on,
        overall_outcome=tuple(plan.overall_outcome),
        obstacles=tuple(plan.obstacles),
        suggestions=tuple(plan.suggestions),
        signatory=Signatory(plan.signatory_name, plan.signatory_position, plan.signed_on),
        results_signatory=Signatory(
            plan.results_signatory_name or plan.signatory_name,
            plan.results_signatory_position or plan.signatory_position,
            plan.results_signed_on,
        ),
    )


def _year(row: Any) -> Year:
    return Year(
        fiscal_year=row.fiscal_year,
        scores=scores_of(row.all_scores),
        announced_total=row.announced_total,
        announced_level=row.announced_level,
        announced_instruments=row.announced_instruments,
        difference_note=row.difference_note,
        findings=tuple(_finding(values) for values in _in_order(row.all_findings)),
        analyses=tuple(_analysis(values) for values in _by_subject(row.all_analyses)),
    )


def _finding(values: dict[str, Any]) -> Finding:
    return Finding(**{name: values[name] for name in FINDING})


def _analysis(values: dict[str, Any]) -> Analysis:
    return Analysis(**values | {"guidelines": tuple(values["guidelines"])})


def _by_subject(rows: Gathered) -> list[dict[str, Any]]:
    return sorted(rows or (), key=lambda values: ABOUT_CODES.index(values["about"]))


def _measures(plans: Iterable[Plan]) -> dict[int, list[Measure]]:
    """The measures of the plans, by plan, in order."""
    rows = MeasureRow.objects.filter(plan__in=[plan.pk for plan in plans]).annotate(
        all_targets=gathered(MeasureTarget.objects.all(), "measure", "id", "position", "about"),
        all_evidence=gathered(
            EvidenceRow.objects.all(), "measure", "id", "position", "title", "url", "dated_on"
        ),
    )
    found = defaultdict(list)
    for row in rows.select_related("result").order_by("number"):
        found[row.plan_id].append(_measure(row))
    return found


def _measure(row: Any) -> Measure:
    return Measure(
        number=row.number,
        title=row.title,
        about=tuple(values["about"] for values in _in_order(row.all_targets)),
        stance=row.stance,
        issue=row.issue,
        analysis=row.analysis,
        steps=tuple(row.steps),
        responsible=tuple(row.responsible),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        follow_up=row.follow_up,
        result=_result(getattr(row, "result", None)),
        evidence=tuple(_evidence(values) for values in _in_order(row.all_evidence)),
    )


def _result(row: ResultRow | None) -> Result | None:
    return None if row is None else Result(row.status, tuple(row.done), tuple(row.outcome), row.reported_on)


def _evidence(values: dict[str, Any]) -> Evidence:
    dated_on = date.fromisoformat(values["dated_on"]) if values["dated_on"] else None
    row = EvidenceRow(id=values["id"], title=values["title"], url=values["url"], dated_on=dated_on)
    return Evidence(row.title, row.address, row.dated_on)


def _in_order(rows: Gathered) -> list[dict[str, Any]]:
    return sorted(rows or (), key=lambda values: (values["position"], values["id"]))
