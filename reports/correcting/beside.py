"""A paper beside a correction under way does not bring to the public the figures that are corrected.

Nor does one of several corrections where it would end one whose figures nobody has changed.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from documents.dossier import Dossier
from documents.loading import load_dossiers
from ita_portal.gathering import gathered
from reports.dependents import dependents, differs_from
from reports.models import Correction, Report
from reports.published import Publication, figures_printed
from reports.reading import enclosed
from reports.states import State

SEVERAL = 2  # corrections that share a paper


def corrections_awaited(
    reports: Sequence[Report], dossiers: Mapping[Report, Dossier] | None = None
) -> dict[Report, list[int]]:
    """The fiscal years (B.E.) whose corrections keep each report, as it reads now, from the public.

    They are under way without it, and it would print what their papers print: the figures have not been
    changed yet. Or it belongs to several, and the figures of only some have been changed: publishing it
    would end what nobody has corrected. `dossiers` are those that are known. One query while there is no
    such correction.
    """
    members = Correction.reports.through.objects.all()
    told = gathered(members, "correction", "report", "report__state", of="pk")
    places = {report.plan.municipality_id for report in reports}
    rows: Any = Correction.objects.under_way().filter(municipality__in=places).annotate(told=told)
    inside = {row: {one["report"]: one["report__state"] for one in row.told or ()} for row in rows}
    found: dict[Report, list[int]] = {report: [] for report in reports}
    for report in reports:
        around = {
            row: its for row, its in inside.items() if row.municipality_id == report.plan.municipality_id
        }
        own = [row for row, its in around.items() if report.pk in its]
        beside = [row for row in around if row not in own]
        if not beside and len(own) < SEVERAL:
            continue
        dossier = (dossiers or {}).get(report) or load_dossiers([report.plan])[0]
        prints = _figures(dossier, report.kind)
        found[report] += _left_behind(report, own, prints) if len(own) >= SEVERAL else []
        for row in beside:
            waiting = {key for key, state in inside[row].items() if state != State.PUBLISHED}
            public = [
                one for one in dependents(row.municipality_id, row.fiscal_year) if one.report.pk in waiting
            ]
            mine = prints.get(row.fiscal_year)
            if mine and public and not any(differs_from(one.figures, mine) for one in public):
                found[report].append(row.fiscal_year)
    return found


def _left_behind(
    report: Report, own: Sequence[Correction], prints: Mapping[int, Mapping[str, str]]
) -> list[int]:
    """Those of its own corrections whose figures are as it has published them, where others' are not."""
    public = Publication.objects.standing().filter(report=report).only("published_at").first()
    if public is None:
        return []
    told = dict(public.printed_years.values_list("fiscal_year", "figures"))
    unchanged = [
        row.fiscal_year
        for row in own
        if public.published_at < row.opened_at
        and not differs_from(told.get(row.fiscal_year, {}), prints.get(row.fiscal_year, {}))
    ]
    return unchanged if len(unchanged) < len(own) else []


def _figures(dossier: Dossier, kind: str) -> dict[int, dict[str, str]]:
    """What the document of that kind would print of each year, as its data tell it."""
    told = json.loads(enclosed(dossier, kind).content)
    return {year["fiscal_year"]: figures_printed(year) for year in told["assessments"]}
