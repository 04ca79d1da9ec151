"""The bundle of a plan: all that is known of one cycle, in the exchange format, made of a dossier alone.

Which keys a part has, in which order, and which of them may be left out stands in `format.py`.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from typing import Any, get_args

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
from exchange import format as written
from exchange import plan_format
from exchange.entry import FORMATS, Entry, keys_of_the_second
from measures.models import REPORTED
from measures.own_texts import OwnText
from measures.progress import QuarterProgress

FORMAT = FORMATS[-1]
_WRITTEN_AS: dict[type, type[Entry]] = {
    PlaceFacts: written.PlaceEntry,
    Year: written.AssessmentEntry,
    FindingFacts: written.FindingEntry,
    AnalysisFacts: written.AnalysisEntry,
    Dossier: plan_format.PlanEntry,
    MeasureFacts: plan_format.MeasureEntry,
    ResultFacts: plan_format.ResultEntry,
    QuarterProgress: plan_format.QuarterEntry,
    OwnText: plan_format.OwnTextEntry,
    EvidenceFacts: plan_format.EvidenceEntry,
    Signatory: written.SignatoryEntry,
}


def bundle_of(dossier: Dossier) -> bytes:
    """The bundle of a plan with every assessment that the dossier holds, as the bytes of a file.

    The format knows one signatory: that of the report of results once it is signed, until then the plan's.
    """
    if dossier.results_signatory.signed_on:
        dossier = dossier.signed_as("results")
    signatory = _json(dossier.signatory)
    signed = {"signatory": signatory} if signatory else {}
    return encoded(_cycle(dossier.place, dossier.years) | {"plan": _json(dossier)} | signed)


def bundle_of_assessments(place: PlaceFacts, years: Iterable[Year]) -> bytes:
    """The bundle of a municipality's assessments where there is no plan yet, as the bytes of a file."""
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
    dossier = replace(dossier, years=years)
    if results:
        return dossier if "plan" in kinds else replace(dossier.signed_as("results"), own_texts=())
    measures = tuple(replace(measure, result=None, evidence=()) for measure in dossier.measures)
    empty: dict[str, Any] = {part.name: part.default for part in fields(dossier) if part.name in REPORTED}
    return replace(
        dossier, measures=measures, results_signatory=Signatory(), results_place=None, planned_as="", **empty
    )


def encoded(data: Mapping[str, Any]) -> bytes:
    """Data as a file of the format: UTF-8, two spaces, keys as they come, a line break at the end."""
    return f"{json.dumps(data, ensure_ascii=False, indent=2)}\n".encode()


def _cycle(place: PlaceFacts, years: Iterable[Year]) -> dict[str, Any]:
    return {"format": FORMAT, "municipality": _json(place), "assessments": [*map(year_entry, years)]}


def year_entry(year: Year) -> dict[str, Any]:
    """One assessment as the bundle writes it."""
    entry: dict[str, Any] = _json(year)
    return entry


def _json(value: Any) -> Any:
    """A value of a dossier as JSON; of a part, the keys of the format but for what isn't known."""
    match value:
        case Decimal():
            return f"{value:.2f}"
        case date():
            return value.isoformat()
        case tuple():
            return [_json(item) for item in value]
        case Mapping():
            return {key: _json(item) for key, item in value.items()}
        case None | str() | int():
            return value
    keys = _WRITTEN_AS[type(value)].model_fields
    values = {key: _json(getattr(value, key)) for key in keys}
    return {key: given for key, given in values.items() if keys[key].is_required() or _is_known(given)}


def _is_known(given: Any) -> bool:
    """Whether there is something to write; 0 is a number like any other."""
    return not (given is None or given is False or given in ("", [], {}))


def as_wanted(content: bytes, version: str | None) -> bytes:
    """A written bundle as somebody asks for it: "1" is the first version, anything else as it is."""
    return in_first_version(content) if version == "1" else content


def in_first_version(content: bytes) -> bytes:
    """A written bundle for readers that know the first version alone: without the keys that came later."""
    data = json.loads(content)
    _strip(data, written.Bundle)
    return encoded(data | {"format": FORMATS[0]})


def _strip(value: Any, kind: type[Entry]) -> None:
    """Take the keys of later versions out of an object, or out of each one of a list."""
    for each in value if isinstance(value, list) else [value]:
        for key in each.keys() & keys_of_the_second(kind):
            del each[key]
        for key in each:
            if inner := _entry_in(kind.model_fields[key].annotation):
                _strip(each[key], inner)


def _entry_in(annotation: Any) -> type[Entry] | None:
    """The kind of object that a key holds, by itself or in a list; None for a single value."""
    if isinstance(annotation, type) and issubclass(annotation, Entry):
        return annotation
    return next(filter(None, map(_entry_in, get_args(annotation))), None)
