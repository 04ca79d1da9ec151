"""The bundle of a plan: all that is known of one cycle, in the exchange format. Pure, over a dossier."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from documents.dossier import Analysis, Dossier, Evidence, Finding, Measure, Place, Result, Signatory, Year

FORMAT = "ita-report-bundle/1"


def bundle_of(dossier: Dossier) -> bytes:
    """The bundle of a plan with every result that the dossier holds, as the bytes of a file.

    The format knows one signatory: that of the report of results once it is signed, until then the plan's.
    """
    if dossier.results_signatory.signed_on:
        dossier = dossier.signed_as("results")
    signed = _known({"signatory": _signatory(dossier.signatory)})
    return encoded(_cycle(dossier.place, dossier.years) | {"plan": _plan(dossier)} | signed)


def bundle_of_results(place: Place, years: Iterable[Year]) -> bytes:
    """The bundle of a municipality's results where there is no plan yet."""
    return encoded(_cycle(place, years))


def excerpt(dossier: Dossier, kinds: Collection[str]) -> Dossier:
    """What the documents of these kinds ("plan", "results") show, for readers who may not see drafts.

    Analyses and findings belong to the document of one plan: those of other years may still be drafts.
    """
    results = "results" in kinds
    shown = {dossier.assessed_year, dossier.fiscal_year} if results else {dossier.assessed_year}
    years = tuple(
        year if year.fiscal_year in shown else replace(year, findings=(), analyses=())
        for year in dossier.years
        if year.fiscal_year <= dossier.fiscal_year
    )
    shown_years = replace(dossier, years=years)
    if not results:
        return _unreported(shown_years)
    return shown_years if "plan" in kinds else shown_years.signed_as("results")


def _unreported(dossier: Dossier) -> Dossier:
    measures = tuple(replace(measure, result=None, evidence=()) for measure in dossier.measures)
    return replace(
        dossier,
        measures=measures,
        overall_outcome=(),
        obstacles=(),
        suggestions=(),
        results_signatory=Signatory(),
    )


def encoded(data: Mapping[str, Any]) -> bytes:
    """Data as a file of the format: UTF-8, two spaces, keys as they come, a line break at the end."""
    return f"{json.dumps(data, ensure_ascii=False, indent=2)}\n".encode()


# Each part in the order of the format; `_known` leaves out what is optional and not known.


def _known(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value not in (None, "", [], {})}


def _cycle(place: Place, years: Iterable[Year]) -> dict[str, Any]:
    return {"format": FORMAT, "municipality": _place(place), "assessments": [_year(year) for year in years]}


def _place(place: Place) -> dict[str, Any]:
    named = {"kind": place.kind, "name": place.name, "district": place.district, "province": place.province}
    return _known({"code": place.code}) | named | _known({"website": place.website})


def _year(year: Year) -> dict[str, Any]:
    announced = {
        "announced_total": _decimal(year.announced_total),
        "announced_level": year.announced_level,
        "announced_instruments": _decimals(year.announced_instruments),
    }
    told = {
        "findings": [_finding(finding) for finding in year.findings],
        "analyses": [_analysis(analysis) for analysis in year.analyses],
    }
    scores = {"scores": _decimals(year.scores)}
    return {"fiscal_year": year.fiscal_year} | _known(announced) | scores | _known(told)


def _finding(finding: Finding) -> dict[str, Any]:
    about = {"question": finding.question, "indicator": finding.indicator}
    return about | {"issue": finding.issue, "advice": finding.advice}


def _analysis(analysis: Analysis) -> dict[str, Any]:
    about = {"about": analysis.about, "stance": analysis.stance}
    return about | {"text": analysis.text, "guidelines": list(analysis.guidelines)}


def _plan(dossier: Dossier) -> dict[str, Any]:
    reported = {
        "overall_outcome": list(dossier.overall_outcome),
        "obstacles": list(dossier.obstacles),
        "suggestions": list(dossier.suggestions),
    }
    return {
        "assessed_year": dossier.assessed_year,
        "fiscal_year": dossier.fiscal_year,
        **_known({"decided_on": _day(dossier.decided_on)}),
        "measures": [_measure(measure) for measure in dossier.measures],
        **_known(reported),
    }


def _measure(measure: Measure) -> dict[str, Any]:
    told = {
        "starts_on": _day(measure.starts_on),
        "ends_on": _day(measure.ends_on),
        "follow_up": measure.follow_up,
        "result": measure.result and _result(measure.result),
        "evidence": [_evidence(evidence) for evidence in measure.evidence],
    }
    return {
        "number": measure.number,
        "title": measure.title,
        **_known({"issue": measure.issue}),
        "about": list(measure.about),
        "stance": measure.stance,
        **_known({"analysis": measure.analysis}),
        "steps": list(measure.steps),
        "responsible": list(measure.responsible),
        **_known(told),
    }


def _result(result: Result) -> dict[str, Any]:
    reported = {"status": result.status, "done": list(result.done), "outcome": list(result.outcome)}
    return reported | _known({"reported_on": _day(result.reported_on)})


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {"title": evidence.title, "url": evidence.url} | _known({"dated_on": _day(evidence.dated_on)})


def _signatory(signatory: Signatory) -> dict[str, Any]:
    signed_on = _day(signatory.signed_on)
    return _known({"name": signatory.name, "position": signatory.position, "signed_on": signed_on})


def _decimals(values: Mapping[str, Decimal]) -> dict[str, str]:
    return {code: f"{value:.2f}" for code, value in values.items()}


def _decimal(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:.2f}"


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()
