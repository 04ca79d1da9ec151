"""What publications say, read from their stored bundles: results by year, measures. Never from the tables."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from documents.dossier import EvidenceFacts, MeasureFacts, ResultFacts, Year
from measures.progress import progress_of
from public.publications import MUNICIPALITY, Edition, edition, live
from reports.correcting.contradictions import contradictions
from reports.published import figures_printed


@dataclass(frozen=True)
class Source:
    """One publication with what its bundle says: results by fiscal year (B.E.), the measures of its plan.

    `printed` are the figures of each year as they are compared (see `published.figures_printed`).
    """

    edition: Edition
    years: Mapping[int, Year]
    assessed_year: int
    measures: tuple[MeasureFacts, ...]
    printed: Mapping[int, Mapping[str, str]]


@dataclass(frozen=True)
class Known:
    """Something said, and the publication that says it."""

    year: Year
    source: Source


def sources(municipalities: Iterable[int]) -> dict[int, list[Source]]:
    """What is public of these municipalities (by pk), each from the oldest publication to the newest.

    The editions know the years of which another one prints other figures.
    """
    keys = list(municipalities)
    found: dict[int, list[Source]] = {key: [] for key in keys}
    rows = live().filter(**{f"{MUNICIPALITY}__in": keys}).order_by("published_at", "pk")
    bundles = dict(rows.values_list("pk", "bundle"))
    for row in rows:
        if row.pk in bundles:  # or it was published between the two questions
            found[row.report.plan.municipality_id].append(source(edition(row), bundles[row.pk]))
    return {key: _compared(said) for key, said in found.items()}


def _compared(said: Iterable[Source]) -> list[Source]:
    """All that is public of one municipality, where each edition knows which years others contradict."""
    of = {(one.edition.fiscal_year, one.edition.kind): one for one in said}
    lines = [(document, *printed) for document, one in of.items() for printed in one.printed.items()]
    against = contradictions(lines)
    found = []
    for document, one in of.items():
        years = {year for years in against.get(document, {}).values() for year in years}
        found.append(replace(one, edition=replace(one.edition, contradicted=tuple(sorted(years)))))
    return found


def source(edition: Edition, bundle: str) -> Source:
    """What a bundle as the portal stored it (ita-report-bundle, whatever version) says."""
    data = json.loads(bundle)
    plan = data.get("plan", {})
    return Source(
        edition,
        {row["fiscal_year"]: _year(row) for row in data["assessments"]},
        plan.get("assessed_year", edition.fiscal_year - 1),
        tuple(_measure(row) for row in plan.get("measures", [])),
        {row["fiscal_year"]: figures_printed(row) for row in data["assessments"]},
    )


def assessments_by_year(said: Iterable[Source]) -> dict[int, Known]:
    """The result of each fiscal year, newest year first; what was published last counts."""
    known = {year: Known(result, source) for source in said for year, result in source.years.items()}
    return dict(sorted(known.items(), reverse=True))


def plans(said: Iterable[Source]) -> dict[int, Source]:
    """The publication that tells the measures of each plan's fiscal year: the results before the plan."""
    told = sorted(said, key=lambda source: (source.edition.fiscal_year, source.edition.kind == "results"))
    return {source.edition.fiscal_year: source for source in told}


def _year(row: Mapping[str, Any]) -> Year:
    total = row.get("announced_total")
    return Year(
        fiscal_year=row["fiscal_year"],
        scores=_decimals(row["scores"]),
        announced_total=None if total is None else Decimal(total),
        announced_level=row.get("announced_level", ""),
        announced_instruments=_decimals(row.get("announced_instruments", {})),
        assessed_as=row.get("assessed_as", ""),
    )


def _decimals(row: Mapping[str, str]) -> dict[str, Decimal]:
    return {code: Decimal(value) for code, value in row.items()}


def _measure(row: Mapping[str, Any]) -> MeasureFacts:
    result = row.get("result")
    return MeasureFacts(
        number=row["number"],
        title=row["title"],
        about=tuple(row["about"]),
        stance=row["stance"],
        issue=row.get("issue"),
        responsible=tuple(row["responsible"]),
        starts_on=_day(row.get("starts_on")),
        ends_on=_day(row.get("ends_on")),
        kind=row.get("kind", ""),
        goals=tuple(row.get("goals", ())),
        budget=Decimal(row["budget"]) if "budget" in row else None,
        quarters=tuple(row.get("quarters", ())),
        monitored_on=tuple(row.get("monitored_on", ())),
        result=result
        and ResultFacts(
            result["status"],
            obstacles=tuple(result.get("obstacles", ())),
            suggestions=tuple(result.get("suggestions", ())),
            progress=progress_of(result.get("progress", ())),
        ),
        evidence=tuple(
            EvidenceFacts(**dict(shown) | {"dated_on": _day(shown.get("dated_on"))})
            for shown in row.get("evidence", [])
        ),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
