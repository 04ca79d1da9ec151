"""Plans read from the database as dossiers: two queries, whether for one plan or for a province's.

A third one only where a place has changed and an unsigned paper of it is published.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields, replace
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import Max
from django.utils import timezone

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
from documents.paper_day import paper_day
from ita_portal.gathering import gathered
from measures.copies import copied_year
from measures.models import Evidence as EvidenceRow
from measures.models import Measure as MeasureRow
from measures.models import MeasureTarget, Plan
from measures.models import Result as ResultRow
from measures.own_texts import own_texts_of
from measures.progress import progress_of
from measures.quarters import fitting
from municipalities.dated import PlaceState
from municipalities.models import Municipality

FINDING = [field.name for field in fields(FindingFacts)]
ANALYSIS = [field.name for field in fields(AnalysisFacts)]
EVIDENCE = ["title", "url", "file", "dated_on", "named_only"]
Gathered = list[dict[str, Any]] | None
Facts = TypeVar("Facts")


def load_dossier(plan: Plan) -> Dossier:
    """The dossier of a plan, which comes joined with municipality, district and province."""
    return load_dossiers([plan])[0]


def load_dossiers(plans: Sequence[Plan]) -> list[Dossier]:
    """The dossier of each plan, in the same order; the plans come joined as for `load_dossier`."""
    years = load_years({plan.municipality_id for plan in plans})
    measures = _measures(plans)
    published, today = _published_days(plans), timezone.localdate()
    return [
        _part(
            Dossier,
            plan,
            place=place_of(plan.municipality, _day(plan, "plan", published, today)),
            results_place=_results_place(plan, published, today),
            planned_as="",
            own_texts=own_texts_of(plan.own_texts),
            results_own_texts=own_texts_of(plan.results_own_texts),
            years=tuple(years[plan.municipality_id]),
            measures=tuple(measures[plan.pk]),
            signatory=Signatory(plan.signatory_name, plan.signatory_position, plan.signed_on),
            results_signatory=Signatory(
                plan.results_signatory_name or plan.signatory_name,
                plan.results_signatory_position or plan.signatory_position,
                plan.results_signed_on,
            ),
        )
        for plan in plans
    ]


def load_years(municipalities: Iterable[int]) -> dict[int, list[Year]]:
    """The assessments of the municipalities, by their keys, ascending. One query."""
    rows = Assessment.objects.filter(municipality__in=municipalities).annotate(
        all_scores=gathered(ScoreRow.objects.all(), "assessment", "code", "value"),
        all_findings=gathered(FindingRow.objects.all(), "assessment", "id", "position", *FINDING),
        all_analyses=gathered(AnalysisRow.objects.all(), "assessment", *ANALYSIS),
    )
    found = defaultdict(list)
    for row in rows.select_related("municipality").order_by("fiscal_year"):
        findings = (_named(values, FINDING) for values in _in_order(row.all_findings))
        analyses = (
            AnalysisFacts(**values | {"guidelines": tuple(values["guidelines"])})
            for values in row.all_analyses or ()
        )
        year = _part(
            Year,
            row,
            scores=scores_of(row.all_scores),
            findings=tuple(FindingFacts(**values) for values in findings),
            analyses=tuple(sorted(analyses, key=lambda analysis: ABOUT_CODES.index(analysis.about))),
            assessed_as=row.municipality.assessed_as(row.fiscal_year),
        )
        found[row.municipality_id].append(year)
    return found


def place_of(municipality: Municipality, day: date | None = None) -> PlaceFacts:
    """A municipality with its district and province as they were on the day, by default as they are now."""
    states = municipality.all_states
    then = municipality.as_of(day) if day else states[-1]
    others = (_place(municipality, state) for state in states if state != then)
    return replace(_place(municipality, then), other_times=tuple(others))


def _place(municipality: Municipality, state: PlaceState) -> PlaceFacts:
    return PlaceFacts(
        **asdict(state),
        full_name=state.full_name,
        website=municipality.website,
        seal=municipality.seal.name or "",
        is_example=municipality.is_example,
    )


_SIGNED = {"plan": "signed_on", "results": "results_signed_on"}
_Days = dict[tuple[int, str], date]


def _results_place(plan: Plan, published: _Days, today: date) -> PlaceFacts | None:
    """The place of the report of results, where it is another than that of the plan."""
    days = [_day(plan, kind, published, today) for kind in _SIGNED]
    then, later = map(plan.municipality.as_of, days)
    return None if then == later else place_of(plan.municipality, days[1])


def _day(plan: Plan, kind: str, published: _Days, today: date) -> date:
    signed_on, published_on = getattr(plan, _SIGNED[kind]), published.get((plan.pk, kind))
    return paper_day(kind, plan.fiscal_year, signed_on=signed_on, published_on=published_on, today=today)


def _published_days(plans: Iterable[Plan]) -> _Days:
    """When the unsigned public papers were published, of places that have changed: else it is all one."""
    asked = [
        plan.pk
        for plan in plans
        if plan.municipality.former_states and not (plan.signed_on and plan.results_signed_on)
    ]
    if not asked:
        return {}
    papers = Plan.objects.filter(pk__in=asked, reports__state="published")
    rows = papers.values_list("pk", "reports__kind", Max("reports__publications__published_at"))
    return {(pk, kind): timezone.localdate(at) for pk, kind, at in rows if at}


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


def _measures(plans: Iterable[Plan]) -> dict[int, list[MeasureFacts]]:
    """The measures of the plans, by the plans' keys, in order. One query."""
    rows = MeasureRow.objects.filter(plan__in=[plan.pk for plan in plans]).annotate(
        all_targets=gathered(MeasureTarget.objects.all(), "measure", "id", "position", "about"),
        all_evidence=gathered(EvidenceRow.objects.all(), "measure", "id", "position", *EVIDENCE),
    )
    found = defaultdict(list)
    for row in rows.select_related("result", "copied_from__plan").order_by("number"):
        measure = _part(
            MeasureFacts,
            row,
            about=tuple(values["about"] for values in _in_order(row.all_targets)),
            quarters=fitting(row.quarters, row.starts_on, row.ends_on),
            result=_result(row.result) if hasattr(row, "result") else None,
            evidence=tuple(_evidence(values) for values in _in_order(row.all_evidence)),
            copied_year=copied_year(row),
        )
        found[row.plan_id].append(measure)
    return found


def _result(row: ResultRow) -> ResultFacts:
    return _part(ResultFacts, row, progress=progress_of(row.progress))


def _evidence(values: dict[str, Any]) -> EvidenceFacts:
    dated_on = date.fromisoformat(values["dated_on"]) if values["dated_on"] else None
    # An unsaved row, because the model knows which address is shown: the page's or the uploaded file's.
    row = EvidenceRow(id=values["id"], **_named(values, EVIDENCE) | {"dated_on": dated_on})
    # SQLite writes a yes into JSON as 1.
    only = bool(row.named_only)
    return EvidenceFacts(row.title, row.address, row.dated_on, named_only=only, own_path=row.own_path)


def _named(values: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: values[name] for name in names}


def _in_order(rows: Gathered) -> list[dict[str, Any]]:
    return sorted(rows or (), key=lambda values: (values["position"], values["id"]))
