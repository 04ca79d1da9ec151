"""A province's municipalities in one plan year: one row each, with both documents, as plain values.

    form = OverviewForm(request.GET, user=user)
    rows = overview(user, form.filters).rows  # all of them, filtered and in order
    rows = counted(user, rows[:50])           # the same with the errors and warnings of their documents

Scores, totals and levels are announced facts and stand in every row. What is counted in a document is counted
only where this person may read it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from accounts.models import User
from assessments import scoring
from assessments.models import Assessment, Score
from documents.checks.complaints import Severity
from documents.checks.weighing import weights
from documents.dossier import Year
from documents.loading import load_dossiers, scores_of
from ita_portal.gathering import gathered
from ita_portal.thai import fiscal_year_of, fiscal_year_span
from measures.models import Result
from measures.progress import is_behind, progress_of
from municipalities.dated import exists
from municipalities.models import Kind, Municipality
from municipalities.searching import PlaceSearch, look_again, may_lack_words, with_all_words
from oit.register import settled_items
from oversight.access import scope
from oversight.filters import COUNTED, Filters, plan_years
from oversight.overview import DocumentCell, OverviewRow, in_order, is_wanted
from reports.deadlines import binding_days, due, presses_all
from reports.models import Comment, Deadline, Event, Report, ReportKind
from reports.states import State

__all__ = ["DocumentCell", "Overview", "OverviewRow", "counted", "overview", "plan_year"]

_PLACE_FIELDS = ("pk", "code", "kind", "name", "sort_key", "former_states", "rank")
_PLACE_NAMES = ("district__name", "district__province__name", "district__province__reviews")
_DATES = ("begins_on", "ended_on")
AT_ONCE = 1000  # documents whose dossiers are held in memory at a time
ReportCells = Mapping[tuple[int, str], Mapping[str, Any]]
Years = Mapping[tuple[int, int], Year]


@dataclass(frozen=True)
class Overview:
    """The rows that were asked for, and what the words among the filters found by themselves."""

    rows: list[OverviewRow]
    searched: PlaceSearch


def overview(user: User, filters: Filters) -> Overview:
    """Every municipality that this person may see and that was asked for, in the order that was asked for.

    Of those alone that exist: today, in a year that is over on its last day.

    Three queries, one more where no year was named, one where there are several words or nothing has the one.
    `errors` and `warnings` are counted only where the rows are sorted by them (see `counted`).
    """
    year = filters.year or plan_year(user, filters)
    today = timezone.localdate()
    places = scope(user, filters.province).existing(min(today, fiscal_year_span(year)[1]))
    may_lack = may_lack_words(filters.q)
    searched = look_again(places, filters.q) if may_lack else PlaceSearch(with_all_words(places, filters.q))
    listed = [] if searched.near else _listed(searched, filters, year)
    if filters.q and not listed and not may_lack:
        searched = look_again(places, filters.q)
    cells = _report_cells(user, year)
    years = _answered_years(listed, cells, year)
    rows = (_row(place, year, cells, years, today) for place in listed)
    found = [row for row in rows if is_wanted(row, filters)]
    ordered = in_order(counted(user, found) if filters.order in COUNTED else found, filters)
    return Overview(ordered, searched)


def _listed(searched: PlaceSearch, filters: Filters, year: int) -> list[dict[str, Any]]:
    """Those that were found and pass the filters of the place, with the deadlines of the year."""
    places = searched.found
    if filters.kind:
        places = places.filter(kind=filters.kind)
    if filters.district:
        places = places.filter(district=filters.district)
    deadlines = {
        f"{kind}_due": Subquery(Deadline.objects.filter(fiscal_year=year, kind=kind).values("due_on"))
        for kind in ReportKind.values
    }
    noted = {**deadlines, "oit_settled": settled_items(year)}
    return list(places.annotate(**noted).values(*_PLACE_FIELDS, *_PLACE_NAMES, *_DATES, *noted))


def plan_year(user: User, filters: Filters) -> int:
    """The fiscal year (B.E.) that is shown where none was asked for: the latest with plans, up to today's."""
    return plan_years(user, filters.province).first() or fiscal_year_of(timezone.localdate())


def counted(user: User, rows: Sequence[OverviewRow]) -> list[OverviewRow]:
    """The rows with the errors and warnings of every document that this person may read.

    Three queries for each thousand documents; none for those that were counted before.
    """
    severities: dict[int, tuple[Severity, ...]] = {}
    cells = (cell for row in rows for cell in row.documents if cell.readable and cell.errors is None)
    readable = [cell.report for cell in cells if cell.report is not None]
    for start in range(0, len(readable), AT_ONCE):
        some = readable[start : start + AT_ONCE]
        found = list(Report.objects.visible_to(user).filter(pk__in=some).with_place())
        plans = {report.plan_id: report.plan for report in found}
        dossiers = dict(zip(plans, load_dossiers(list(plans.values())), strict=True))
        for report in found:
            severities[report.pk] = weights(dossiers[report.plan_id], report.kind)
    return [
        replace(row, plan=_counted(row.plan, severities), results=_counted(row.results, severities))
        for row in rows
    ]


def _report_cells(user: User, year: int) -> ReportCells:
    """What is known of each report of that plan year, by municipality and kind."""
    this = {"report": OuterRef("pk")}
    reports = Report.objects.known_to(user).filter(plan__fiscal_year=year).with_public()
    rows = reports.annotate(
        readable=Exists(Report.objects.visible_to(user).filter(pk=OuterRef("pk"))),
        stepped=Subquery(Event.objects.filter(**this).order_by("-at").values("at")[:1]),
        commented=Subquery(Comment.objects.filter(**this).order_by("-written_at").values("written_at")[:1]),
        followed=gathered(Result.objects.exclude(progress=[]), "measure__plan", "progress", of="plan"),
    ).values(
        *("pk", "kind", "state", "plan__municipality", "plan__assessed_year"),
        *("readable", "is_public", "stepped", "commented", "followed"),
    )
    return {(row["plan__municipality"], row["kind"]): row for row in rows}


def _answered_years(places: Sequence[Mapping[str, Any]], cells: ReportCells, year: int) -> Years:
    """The assessment that each place's plan answers and the one before, by municipality and fiscal year."""
    answered = {_assessed_year(place["pk"], cells, year) for place in places}
    rows = Assessment.objects.filter(
        municipality__in=[place["pk"] for place in places],
        fiscal_year__in=answered | {assessed - 1 for assessed in answered},
    ).annotate(gathered=gathered(Score.objects.all(), "assessment", "code", "value"))
    known = rows.values_list("municipality", "fiscal_year", "announced_total", "announced_level", "gathered")
    return {
        (place, fiscal_year): Year(fiscal_year, scores_of(scores), total, level)
        for place, fiscal_year, total, level, scores in known
    }


def _assessed_year(place: int, cells: ReportCells, year: int) -> int:
    cell = cells.get((place, ReportKind.PLAN))
    return cell["plan__assessed_year"] if cell else year - 1


def _formerly(place: Mapping[str, Any], assessed_year: int) -> dict[str, Any]:
    """What the place was, as the row tells it; no row is made of the many that were nothing else."""
    if not place["former_states"]:
        return {}
    known = Municipality(**{name: place[name] for name in ("kind", "name", "former_states")})
    return {
        "former_names": tuple(known.former_names),
        "assessed_as": known.assessed_as(assessed_year),
    }


def _row(place: Mapping[str, Any], year: int, cells: ReportCells, years: Years, today: date) -> OverviewRow:
    pk, assessed_year = place["pk"], _assessed_year(place["pk"], cells, year)
    assessment = years.get((pk, assessed_year), Year(assessed_year, {}))
    before = years.get((pk, assessed_year - 1), Year(assessed_year - 1, {}))
    plan, results = (_cell(which, cells.get((pk, which)), place, year, today) for which in ReportKind.values)
    kind = Kind(place["kind"]).label
    return OverviewRow(
        municipality=pk,
        code=place["code"] or "",
        kind=kind,
        name=f"{kind}{place['name']}",
        district=place["district__name"],
        province=place["district__province__name"],
        rank=place["rank"],
        sort_key=place["sort_key"],
        fiscal_year=year,
        assessed_year=assessed_year,
        **_formerly(place, assessed_year),
        plan=plan,
        results=results,
        total=assessment.total,
        level=assessment.announced_level,
        change=scoring.change(before.total, assessment.total),
        scores=assessment.scores,
        scores_before=before.scores,
        weak=scoring.below_pass_mark(assessment.scores, assessment.framework),
        reviews=place["district__province__reviews"],
        oit_settled=place["oit_settled"],
    )


def _cell(
    kind: str, report: Mapping[str, Any] | None, place: Mapping[str, Any], year: int, today: date
) -> DocumentCell:
    """The document of a kind; one whose plan was never begun is as late as a draft while it is expected."""
    due_on = place[f"{kind}_due"]
    if due_on and not all(exists(day, *map(place.get, _DATES)) for day in binding_days(year, due_on, today)):
        due_on = None
    if report is None:
        presses = due_on is not None and presses_all(year, due_on, today)
        return DocumentCell(kind, due=due(State.DRAFT, due_on, today) if presses else None)
    moments = [moment for moment in (report["stepped"], report["commented"]) if moment]
    return DocumentCell(
        kind=kind,
        report=report["pk"],
        state=State(report["state"]),
        readable=report["readable"],
        activity=max(moments, default=None),
        due=due(report["state"], due_on, today, published=report["is_public"]),
        **(_paces(report, year, today) if kind == ReportKind.RESULTS else {}),
    )


def _paces(report: Mapping[str, Any], year: int, today: date) -> dict[str, int]:
    """How many measures are followed quarter by quarter, how many are behind: told before it is handed in.

    Of what is still a draft that is all a reviewer learns.
    """
    progress = [progress_of(row["progress"]) for row in report["followed"] or ()]
    told = [behind for one in progress if (behind := is_behind(one, year, today)) is not None]
    return {"followed": len(told), "behind": sum(told)}


def _counted(cell: DocumentCell, severities: Mapping[int, tuple[Severity, ...]]) -> DocumentCell:
    if cell.report is None or cell.report not in severities:
        return cell
    found = severities[cell.report]
    return replace(cell, errors=found.count(Severity.ERROR), warnings=found.count(Severity.WARNING))
