"""An import of announced results: which municipalities must revise what they handed in, and telling them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from ita_portal.thai import fiscal_year_text
from municipalities.importing import Change, EditedYear, RowOutcome
from municipalities.models import Municipality
from reports.correcting.notices import changes_of
from reports.dependents import PrintedPaper, printed_lines, printed_papers
from reports.models import Report, ResultNotice
from reports.showing import accepted_showing

PAGE = "announced_revisions"


@dataclass(frozen=True)
class YearToRevise:
    """A municipality's year of which an import corrects figures, and what prints them otherwise.

    `papers` are public, `accepted` were reviewed with the former figures. `held` says that a document keeps
    the import from storing them.
    """

    municipality: Municipality
    fiscal_year: int
    changes: tuple[Change, ...]
    papers: tuple[PrintedPaper, ...]
    accepted: tuple[Report, ...]
    held: bool


def years_to_revise(
    outcomes: Iterable[RowOutcome], accepted: Iterable[tuple[EditedYear, Report]]
) -> list[YearToRevise]:
    """Those of an import's rows that need something of their municipality, as listed. One query at most.

    `accepted` are the reports of `accepted_documents`.
    """
    rows = {
        one.edited: one for one in outcomes if one.edited and any(change.corrects for change in one.changes)
    }
    if not rows:
        return []
    years = {edited.fiscal_year for edited in rows}
    asked = Municipality.objects.with_place().annotate(printed=printed_lines("pk", fiscal_year__in=years))
    places = asked.in_bulk([edited.municipality for edited in rows])
    reviewed: dict[EditedYear, list[Report]] = defaultdict(list)
    for edited, report in accepted:
        reviewed[edited].append(report)
    found = [_to_revise(one, places[edited.municipality], reviewed[edited]) for edited, one in rows.items()]
    return [one for one in found if one.held or one.papers or one.accepted]


def _to_revise(outcome: RowOutcome, place: Any, accepted: Sequence[Report]) -> YearToRevise:
    assert outcome.edited is not None  # noqa: S101 - rows are chosen by it
    year = outcome.edited.fiscal_year
    changes = tuple(change for change in outcome.changes if change.corrects)
    wanted = {change.name: change.new for change in changes}
    papers = [one for one in printed_papers(place.printed) if one.fiscal_year == year]
    wrong = tuple(paper for paper in papers if paper.prints_another(wanted))
    return YearToRevise(place, year, changes, wrong, tuple(accepted), outcome.store is None)


def accepted_documents(outcomes: Iterable[RowOutcome]) -> list[tuple[EditedYear, Report]]:
    """The accepted reports that show what rows of an import change. One query at most."""
    return accepted_showing(one.edited for one in outcomes if one.edited and one.store)


def rows_to_confirm(outcomes: Sequence[RowOutcome]) -> dict[int, str]:
    """Why rows are asked about, by their numbers: which public or accepted documents have the former figures.

    Two queries at most.
    """
    accepted = accepted_documents(outcomes)
    titles: dict[EditedYear, list[str]] = defaultdict(list)
    for one in years_to_revise(outcomes, accepted):
        titles[EditedYear(one.municipality.pk, one.fiscal_year)] += [paper.title for paper in one.papers]
    for edited, report in accepted:
        titles[edited].append(f"{report.get_kind_display()} {fiscal_year_text(report.plan.fiscal_year)}")
    return {
        one.number: f"เอกสารที่ผ่านการตรวจทานหรือเผยแพร่แล้วใช้ผลเดิม: {', '.join(titles[one.edited])}"
        for one in outcomes
        if one.edited and titles.get(one.edited)
    }


def tell_municipalities(outcomes: Sequence[RowOutcome], user: User | None) -> str:
    """Keep what each municipality has to revise and mail its officers, each once; nothing new, no mail.

    Gives the name of the page that lists them, "" where none has to do anything. In the transaction of the
    import.
    """
    years = years_to_revise(outcomes, accepted_documents(outcomes))
    places = [one.municipality for one in years]
    known = {(row.municipality_id, row.fiscal_year): row for row in _notices(places)}
    news = [one for one in years if _says_more(one, known.get((one.municipality.pk, one.fiscal_year)))]
    rows = [_notice(one, known.get((one.municipality.pk, one.fiscal_year)), user) for one in news]
    ResultNotice.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["municipality", "fiscal_year"],
        update_fields=["changes", "told_by", "told_at"],
    )
    told: dict[Municipality, list[YearToRevise]] = defaultdict(list)
    for one in news:
        told[one.municipality].append(one)
    for place, its_years in told.items():
        _mail(place, its_years)
    return PAGE if years else ""


def _notices(places: Iterable[Municipality]) -> QuerySet[ResultNotice]:
    return ResultNotice.objects.filter(municipality__in=[place.pk for place in places])


def _says_more(one: YearToRevise, known: ResultNotice | None) -> bool:
    told = {change.name: change.new for change in changes_of(known)} if known else {}
    return any(told.get(change.name) != change.new for change in one.changes)


def _notice(one: YearToRevise, known: ResultNotice | None, user: User | None) -> ResultNotice:
    """The notice with what an earlier one says of other figures."""
    changes = {change.name: change for change in (*(changes_of(known) if known else ()), *one.changes)}
    return ResultNotice(
        municipality=one.municipality,
        fiscal_year=one.fiscal_year,
        changes=[asdict(change) for change in changes.values()],
        told_by=user,
    )


def _mail(place: Municipality, years: Sequence[YearToRevise]) -> None:
    single = years[0] if len(years) == 1 and years[0].papers else None
    path = (
        reverse("correction", args=[place.pk, single.fiscal_year])
        if single
        else reverse("municipality", args=[place.pk])
    )
    context = {
        "municipality": place,
        "years": years,
        "address": settings.PORTAL_URL + path,
        "portal": f"{settings.PORTAL_URL}/",
    }
    subject = f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}ผลการประเมินที่ประกาศแก้ไข: {place.full_name}"
    body = render_to_string("email/announced.txt", context)
    for person in User.objects.officers_of([place], timezone.localdate()).exclude(email="").order_by("pk"):
        EmailMessage(" ".join(subject.split()), body, to=[person.email]).send()
