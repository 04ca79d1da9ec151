"""Which documents that were handed in show what a page edits.

Found out, not listed: the page's data is changed in an empty dossier, and the fingerprint says which
documents would differ. Pure, but for the rows that are asked for.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from documents.dossier import AnalysisFacts, Dossier, FindingFacts, MeasureFacts, PlaceFacts, Year
from municipalities.importing import EditedYear
from municipalities.models import Municipality
from reports.fingerprint import dossier_fingerprint, print_fingerprint
from reports.models import Report
from reports.states import OPEN_STATES, State

Edit = Callable[[Dossier, int], Dossier]
_NOWHERE = PlaceFacts(code="", kind="", name="", full_name="", district="", province="")
_SOME = "…"  # any text: what matters is that it was not there before


def _of_year(year: Year) -> Edit:
    return lambda dossier, fiscal_year: replace(dossier, years=(replace(year, fiscal_year=fiscal_year),))


def _of_plan(dossier: Dossier, fiscal_year: int) -> Dossier:
    measure = MeasureFacts(number=1, title=_SOME, about=(), stance="")
    return replace(dossier, measures=(measure,)) if dossier.fiscal_year == fiscal_year else dossier


# What is edited on the page of each step; its year is the assessed one, of a plan that of the plan.
EDITS: Mapping[str, Edit] = {
    "assessment": _of_year(Year(0, {}, announced_total=Decimal(1))),
    "findings": _of_year(Year(0, {}, findings=(FindingFacts(_SOME, _SOME, _SOME),))),
    "analyses": _of_year(Year(0, {}, analyses=(AnalysisFacts(_SOME, _SOME, _SOME),))),
    "plan": _of_plan,
    "place": lambda dossier, _year: replace(dossier, place=replace(dossier.place, name=_SOME)),
}


def handed_in(municipality: Municipality) -> list[Report]:
    """The documents of a municipality that lie with the province or the public, the newest first."""
    reports = Report.objects.filter(plan__municipality=municipality).exclude(state__in=OPEN_STATES)
    return list(reports.select_related("plan").order_by("-plan__fiscal_year", "kind"))


def shown_in(reports: Iterable[Report], step: str, fiscal_year: int) -> list[Report]:
    """Those of the reports that show what the page of that step edits; none for a step that edits nothing."""
    edit = EDITS.get(step)
    return [report for report in reports if edit and _differs(report, edit, fiscal_year)]


def accepted_showing(edited: Iterable[EditedYear]) -> list[tuple[EditedYear, Report]]:
    """The accepted reports that show an assessment which an import would change. One query at most."""
    years: dict[int, list[EditedYear]] = defaultdict(list)
    for one in edited:
        years[one.municipality].append(one)
    if not years:
        return []
    found = Report.objects.reviewed().filter(plan__municipality__in=list(years), state=State.ACCEPTED)
    reports = found.with_place().order_by("plan__municipality__sort_key", "plan__fiscal_year", "kind")
    return [
        (one, report)
        for report in reports
        for one in years[report.plan.municipality_id]
        if shown_in([report], "assessment", one.fiscal_year)
    ]


def _differs(report: Report, edit: Edit, fiscal_year: int) -> bool:
    """Whether an edit changes what an accepted report says, or what a published one prints."""
    plan, kind = report.plan, report.kind
    checksum = print_fingerprint if report.state == State.PUBLISHED else dossier_fingerprint
    empty = Dossier(_NOWHERE, plan.fiscal_year, plan.assessed_year, years=(Year(fiscal_year, {}),))
    before, after = (checksum(dossier, kind) for dossier in (empty, edit(empty, fiscal_year)))
    return before != after
