"""How the documents of municipalities stand, over all years: the one source of what is to be done.

Home, the desk and the mails read here, for one municipality or for all in three queries; what is to be done
with what was read says `duties.py`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, Q, Subquery, When

from documents.dossier import Dossier
from documents.loading import load_dossiers
from exchange.writing import year_entry
from ita_portal.gathering import gathered
from measures.models import Plan
from municipalities.models import Municipality, MunicipalityQuerySet, existing_on
from reports import commenting
from reports.deadlines import binding_days, due, due_days, presses_all
from reports.dependents import differs_from, figures_of_reports
from reports.duties import DocumentStanding, is_expected
from reports.fingerprint import as_accepted
from reports.models import Correction, Deadline, Event, Report, ReportKind, ReportQuerySet
from reports.published import figures_printed
from reports.states import OPEN_STATES, ReviewSwitch, State

_CORRECTED = "correction__fiscal_year"
NOBODY_LOOKED: Mapping[int, Dossier] = {}


def entered(state: State) -> Subquery:
    """Annotates reports: when each came into this state. What is noted meanwhile begins no new wait.

    A reviewer waits for nothing, and lets nothing wait, before the province began to review.
    """
    steps = Event.objects.filter(report=OuterRef("pk"), to_state=state)
    steps = steps.filter(~Q(from_state=state) | Q(verb=ReviewSwitch.ON))
    return Subquery(steps.order_by("-at", "-pk").values("at")[:1])


def states_of(plan: Plan) -> dict[str, State]:
    """The states of a plan's reports by kind, the plan's own document first."""
    reports = sorted(plan.reports.all(), key=lambda report: report.kind)
    return {report.kind: State(report.state) for report in reports}


def owed_reports(reports: ReportQuerySet) -> ReportQuerySet:
    """The reports with what `standings` needs: plan, is_public, withdrawal, since, corrections_open.

    And `printed`, what the public revision of each tells that belongs to a correction under way.
    """
    links = Correction.reports.through.objects.filter(correction__closed_at=None)
    is_corrected = When(Exists(links.filter(report=OuterRef("pk"))), then=figures_of_reports())
    return (
        reports.select_related("plan")
        .with_public()
        .with_withdrawal()
        .annotate(since=entered(State.SUBMITTED), corrections_open=gathered(links, "report", _CORRECTED))
        .annotate(printed=Case(is_corrected, default=None))
    )


def standings(
    places: Iterable[Municipality],
    reports: ReportQuerySet,
    deadlines: Iterable[Deadline],
    today: date,
    dossiers: Mapping[int, Dossier] = NOBODY_LOOKED,
) -> dict[int, list[DocumentStanding]]:
    """The documents of each municipality by its key: those that have begun, and those that are due.

    `places` come with their provinces, `reports` as `owed_reports` gives them: read here, where they have not
    been before. `deadlines` are all there are: which of them concern whom is decided here (see
    `deadlines.presses_all`). One query more, for the comments. `dossiers` by the keys of their plans tell
    which accepted documents are outdated, and where a result that is corrected has changed.
    """
    outdated = _outdated(reports, dossiers)
    begun: dict[int, dict[tuple[int, str], Report]] = defaultdict(dict)
    for report in reports:
        begun[report.plan.municipality_id][report.plan.fiscal_year, report.kind] = report
    threads = commenting.waiting_comments().filter(report__in=reports.values("pk"))
    unanswered = dict(threads.values_list("report").annotate(number=Count("pk")).order_by())
    days = due_days(deadlines)
    pressing = {(year, kind) for (year, kind), day in days.items() if presses_all(year, day, today)}
    found: dict[int, list[DocumentStanding]] = {}
    for place in places:
        mine = begun[place.pk]
        documents: dict[tuple[int, str], DocumentStanding] = {}
        ended = place.has_ended(today)
        bound = {key for key, day in days.items() if binds(place, key[0], day, today)}
        for year, kind in sorted({*mine, *(pressing & bound)}):
            owed = DocumentStanding(year, kind, reviewed=place.province.reviews, place_ended=ended)
            if row := mine.get((year, kind)):
                changed = owed.reviewed and row.pk in outdated
                owed = _begun(owed, row, unanswered.get(row.pk, 0), outdated=changed)
                owed = replace(owed, corrected=_corrected(row, dossiers.get(row.plan_id)))
            due_on = days[year, kind] if (year, kind) in bound else None
            how = due(owed.state, due_on, today, published=owed.published)
            expected = is_expected(owed, documents.get((year, ReportKind.PLAN)), today)
            documents[year, kind] = replace(owed, due=how, expected=expected)
        found[place.pk] = list(documents.values())
    return found


def binds(place: Municipality, fiscal_year: int, due_on: date, today: date) -> bool:
    """Whether a deadline concerns the municipality (see `deadlines.binding_days`)."""
    return all(map(place.exists_on, binding_days(fiscal_year, due_on, today)))


def judged_dossiers(places: Iterable[Municipality], reports: Iterable[Any]) -> dict[int, Dossier]:
    """What `standings` looks into: dossiers of the plans with an accepted document, or one to be corrected.

    Three queries; none where there is no such document.
    """
    known = {place.pk: place for place in places}
    plans = {}
    for report in reports:
        if report.plan.municipality_id in known and _is_judged(report):
            plans[report.plan_id] = report.plan
            report.plan.municipality = known[report.plan.municipality_id]
    return dict(zip(plans, load_dossiers(list(plans.values())), strict=True)) if plans else {}


def _is_judged(report: Any) -> bool:
    return report.state == State.ACCEPTED or bool(report.corrections_open)


def _corrected(report: Any, dossier: Dossier | None) -> tuple[int, ...]:
    """The years (B.E.) under correction of which another result is stored than the report has printed."""
    if dossier is None or not report.corrections_open:
        return ()
    now = {year.fiscal_year: figures_printed(year_entry(year)) for year in dossier.years}
    printed = {line["fiscal_year"]: line["figures"] for line in report.printed or ()}
    years = sorted(row[_CORRECTED] for row in report.corrections_open)
    return tuple(year for year in years if differs_from(printed.get(year, {}), now.get(year, {})))


def _outdated(reports: Iterable[Report], dossiers: Mapping[int, Dossier]) -> set[int]:
    """The keys of the accepted reports that no longer read as they did, as far as somebody looked."""
    asked = [
        row for row in reports if row.state == State.ACCEPTED and row.fingerprint and row.plan_id in dossiers
    ]
    told = as_accepted(asked, [dossiers[row.plan_id] for row in asked])
    return {row.pk for row, same in zip(asked, told, strict=True) if not same}


def _begun(owed: DocumentStanding, report: Any, unanswered: int, *, outdated: bool) -> DocumentStanding:
    """The same once there is a plan; `report` is annotated as by `owed_reports`."""
    return replace(
        owed,
        state=State(report.state),
        started=True,
        published=report.is_public,
        withdrawn=bool(report.withdrawal),
        since=report.since,
        unanswered=unanswered,
        outdated=outdated,
        corrections=tuple(sorted(row[_CORRECTED] for row in report.corrections_open or ())),
    )


def missing_documents(
    places: MunicipalityQuerySet, deadlines: Iterable[Deadline], today: date
) -> list[tuple[Deadline, int]]:
    """Each deadline with the number of these municipalities that owe its document. Two queries.

    They are those whose standing has this deadline and is not handed in, counted by the database.
    """
    asked = list(deadlines)
    reports = Report.objects.filter(plan__municipality__in=places).with_public()
    is_open = Q(state__in=OPEN_STATES, is_public=False)
    of_places, of_reports = {}, {}
    for row in asked:
        document = Q(plan__fiscal_year=row.fiscal_year, kind=row.kind)
        document &= _bound(row, today, "plan__municipality__")
        of_places[f"of_{row.pk}"] = Count("pk", filter=_bound(row, today))
        of_reports[f"begun_{row.pk}"] = Count("pk", filter=document)
        of_reports[f"owed_{row.pk}"] = Count("pk", filter=document & is_open)
    number, counts = places.order_by().aggregate(**of_places), reports.order_by().aggregate(**of_reports)
    found = []
    for row in asked:
        owed = counts[f"owed_{row.pk}"]
        never_begun = number[f"of_{row.pk}"] - counts[f"begun_{row.pk}"]
        concerns_all = presses_all(row.fiscal_year, row.due_on, today)
        found.append((row, owed + never_begun if concerns_all else owed))
    return found


def _bound(deadline: Deadline, today: date, prefix: str = "") -> Q:
    """The municipalities that the deadline binds; `prefix` leads to them."""
    first, last = binding_days(deadline.fiscal_year, deadline.due_on, today)
    return existing_on(first, prefix) & existing_on(last, prefix)
