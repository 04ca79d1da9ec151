"""Plans read from the database as dossiers: two queries, whether for one plan or for a province's."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from assessments import scoring
from assessments.models import ABOUT_CODES, INDICATOR_CODES, Assessment
from assessments.models import Analysis as AnalysisRow
from assessments.models import Finding as FindingRow
from assessments.models import Score as ScoreRow
from documents.dossier import (
    AnalysisFacts,
    Dossier,
    EvidenceFacts,
    FindingFacts,
    MeasureFacts,
    PlaceFacts,
    ResultFacts,
    Signatory,
    Year,
)
from documents.gathering import gathered
from measures.models import Evidence as EvidenceRow
from measures.models import Measure as MeasureRow
from measures.models import MeasureTarget, Plan
from measures.models import Result as ResultRow
from municipalities.models import Municipality

FINDING = [field.name for field in fields(FindingFacts)]
ANALYSIS = [field.name for field in fields(AnalysisFacts)]
EVIDENCE = [field.name for field in fields(EvidenceFacts)]
Gathered = list[dict[str, Any]] | None
Facts = TypeVar("Facts")


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


def place_of(municipality: Municipality) -> PlaceFacts:
    """A municipality with its district and province."""
    return _part(
        PlaceFacts,
        municipality,
        code=municipality.code or "",
        district=municipality.district.name,
        province=municipality.province.name,
        seal=municipality.seal.name or "",
    )


def scores_of(rows: Gathered) -> dict[str, Decimal]:
    """Gathered rows of Score as indicator code -> score, in the order of the indicators."""
    values = {row["code"]: scoring.rounded(Decimal(row["value"])) for row in rows or ()}
    return {code: values[code] for code in INDICATOR_CODES if code in values}


def _part(kind: type[Facts], row: object, **found: object) -> Facts:
    """A part of a dossier: what was `found`, else the row's columns of the same names, lists as tuples."""
    names = [field.name for field in fields(kind) if field.name not in found]  # type: ignore[arg-type]
    columns = {name: getattr(row, name) for name in names}
    read = {name: tuple(value) if isinstance(value, list) else value for name, value in columns.items()}
    return kind(**read, **found)


def _dossier(plan: Plan, years: Iterable[Year], measures: Iterable[MeasureFacts]) -> Dossier:
    return _part(
        Dossier,
        plan,
        place=place_of(plan.municipality),
        years=tuple(years),
        measures=tuple(measures),
        signatory=Signatory(plan.signatory_name, plan.signatory_position, plan.signed_on),
        results_signatory=Signatory(
            plan.results_signatory_name or plan.signatory_name,
            plan.results_signatory_position or plan.signatory_position,
            plan.results_signed_on,
        ),
    )


def _year(row: Any) -> Year:
    return _part(
        Year,
        row,
        scores=scores_of(row.all_scores),
        findings=tuple(_finding(values) for values in _in_order(row.all_findings)),
        analyses=tuple(_analysis(values) for values in _by_subject(row.all_analyses)),
    )


def _finding(values: dict[str, Any]) -> FindingFacts:
    return FindingFacts(**{name: values[name] for name in FINDING})


def _analysis(values: dict[str, Any]) -> AnalysisFacts:
    return AnalysisFacts(**values | {"guidelines": tuple(values["guidelines"])})


def _by_subject(rows: Gathered) -> list[dict[str, Any]]:
    return sorted(rows or (), key=lambda values: ABOUT_CODES.index(values["about"]))


def _measures(plans: Iterable[Plan]) -> dict[int, list[MeasureFacts]]:
    """The measures of the plans, by plan, in order."""
    rows = MeasureRow.objects.filter(plan__in=[plan.pk for plan in plans]).annotate(
        all_targets=gathered(MeasureTarget.objects.all(), "measure", "id", "position", "about"),
        all_evidence=gathered(EvidenceRow.objects.all(), "measure", "id", "position", *EVIDENCE),
    )
    found = defaultdict(list)
    for row in rows.select_related("result").order_by("number"):
        found[row.plan_id].append(_measure(row))
    return found


def _measure(row: Any) -> MeasureFacts:
    return _part(
        MeasureFacts,
        row,
        about=tuple(values["about"] for values in _in_order(row.all_targets)),
        result=_result(getattr(row, "result", None)),
        evidence=tuple(_evidence(values) for values in _in_order(row.all_evidence)),
    )


def _result(row: ResultRow | None) -> ResultFacts | None:
    return None if row is None else _part(ResultFacts, row)


def _evidence(values: dict[str, Any]) -> EvidenceFacts:
    dated_on = date.fromisoformat(values["dated_on"]) if values["dated_on"] else None
    told = {name: values[name] for name in EVIDENCE} | {"dated_on": dated_on}
    row = EvidenceRow(id=values["id"], **told)
    return _part(EvidenceFacts, row, url=row.address)


def _in_order(rows: Gathered) -> list[dict[str, Any]]:
    return sorted(rows or (), key=lambda values: (values["position"], values["id"]))
