"""A paper beside a correction under way does not bring to the public the figures that are corrected."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from documents.dossier import Dossier
from documents.loading import load_dossiers
from ita_portal.gathering import gathered
from reports.dependents import dependents, differs_from
from reports.models import Correction, Report
from reports.published import figures_printed
from reports.reading import enclosed
from reports.states import State


def corrections_awaited(
    reports: Sequence[Report], dossiers: Mapping[Report, Dossier] | None = None
) -> dict[Report, list[int]]:
    """The fiscal years (B.E.) whose corrections keep each report, as it reads now, from the public.

    They are under way without it, and it would print what their papers print: the figures have not been
    changed yet. `dossiers` are those that are known. One query while there is no such correction.
    """
    members = Correction.reports.through.objects.all()
    told = gathered(members, "correction", "report", "report__state", of="pk")
    places = {report.plan.municipality_id for report in reports}
    rows: Any = Correction.objects.under_way().filter(municipality__in=places).annotate(told=told)
    inside = {row: {one["report"]: one["report__state"] for one in row.told or ()} for row in rows}
    found: dict[Report, list[int]] = {report: [] for report in reports}
    for report in reports:
        beside = [
            row
            for row, its in inside.items()
            if row.municipality_id == report.plan.municipality_id and report.pk not in its
        ]
        if not beside:
            continue
        dossier = (dossiers or {}).get(report) or load_dossiers([report.plan])[0]
        prints = _figures(dossier, report.kind)
        for row in beside:
            waiting = {key for key, state in inside[row].items() if state != State.PUBLISHED}
            public = [
                one for one in dependents(row.municipality_id, row.fiscal_year) if one.report.pk in waiting
            ]
            mine = prints.get(row.fiscal_year)
            if mine and public and not any(differs_from(one.figures, mine) for one in public):
                found[report].append(row.fiscal_year)
    return found


def _figures(dossier: Dossier, kind: str) -> dict[int, dict[str, str]]:
    """What the document of that kind would print of each year, as its data tell it."""
    told = json.loads(enclosed(dossier, kind).content)
    return {year["fiscal_year"]: figures_printed(year) for year in told["assessments"]}
