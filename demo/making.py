"""Making the demo: municipalities, accounts, deadlines, and what happened to the documents."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Role, User
from demo.neighbours import neighbour_bundle, neighbour_places
from demo.register import fill_register
from demo.story import date_back_history, stories, take_steps
from exchange.format import Bundle, PlaceEntry
from exchange.reading import read_bundle
from exchange.storing import store
from ita_portal.thai import BUDDHIST_ERA
from measures.models import Plan
from municipalities.models import Municipality, Province
from reports.models import Deadline
from reports.states import State

BUNDLES = sorted(Path(__file__).resolve().parent.glob("*.json"))
PASSWORD = "ita-demo-2569"  # noqa: S105 - printed for everyone: the accounts are for trying the portal
BANGKOK = ZoneInfo("Asia/Bangkok")
# Made up, so that the desks show what is due and what is late.
DEADLINES = {
    (2569, "plan"): date(2026, 1, 30),
    (2569, "results"): date(2026, 11, 30),
    (2570, "plan"): date(2027, 1, 29),
}


@dataclass(frozen=True)
class Account:
    """A demo account; `place` names an officer's municipality (of the demo) or a reviewer's province."""

    username: str
    first_name: str
    last_name: str
    role: Role
    place: str = ""
    position: str = ""


ACCOUNTS = (
    Account("somsri", "สมศรี", "ตั้งใจ", Role.OFFICER, "เขลางค์นคร", "นักวิเคราะห์นโยบายและแผน"),
    Account("mana", "มานะ", "ขยันยิ่ง", Role.OFFICER, "ทุ่งผึ้ง", "เจ้าพนักงานธุรการ"),
    Account("wanna", "วรรณา", "รอบคอบ", Role.OFFICER, "ตัวอย่างวังทอง", "หัวหน้าสำนักปลัด"),
    Account("wichai", "วิชัย", "ถี่ถ้วน", Role.REVIEWER, "ลำปาง", "ท้องถิ่นจังหวัด"),
    Account("admin", "ผู้ดูแล", "ระบบสาธิต", Role.ADMIN),
)


def make_demo(*, publish: bool = True) -> None:
    """All that is missing: municipalities, accounts, deadlines, and what happened to the documents.

    A municipality that has data of its own is left alone. Without `publish` nothing is printed: each
    document's story ends before its first publication.
    """
    contents = [path.read_bytes() for path in BUNDLES] + [neighbour_bundle(row) for row in neighbour_places()]
    bundles = [read_bundle(content) for content in contents]
    places = {bundle.municipality.name: bundle.municipality for bundle in bundles}
    with transaction.atomic():
        # Looked up before anything is stored: two bundles may be of one municipality.
        rows = {name: _municipalities(place) for name, place in places.items()}
        known = {name for name, found in rows.items() if found.exists()}
        assessed = {name for name in known if rows[name].filter(assessments__isnull=False).exists()}
        for bundle in bundles:
            if bundle.municipality.name not in (assessed if bundle.assessments else known):
                _store_as_example(bundle)
        _make_accounts(places)
        for (fiscal_year, kind), due_on in DEADLINES.items():
            Deadline.objects.get_or_create(fiscal_year=fiscal_year, kind=kind, defaults={"due_on": due_on})
        _play_stories(places, known, publish=publish)
        fill_register()
    for account in ACCOUNTS:  # an address only now: nobody gets mail about a demo's past
        email = f"{account.username}@example.go.th"
        User.objects.filter(username=account.username, email="").update(email=email)


def has_open_accounts() -> bool:
    """Whether somebody can sign in to a demo account with the password that everybody knows."""
    people = User.objects.filter(username__in=[account.username for account in ACCOUNTS], is_active=True)
    return any(person.check_password(PASSWORD) for person in people)


def _municipalities(place: PlaceEntry) -> QuerySet[Municipality]:
    """The one municipality of that name and place, or none."""
    return Municipality.objects.filter(
        kind=place.kind,
        name=place.name,
        district__name=place.district,
        district__province__name=place.province,
    )


def _store_as_example(bundle: Bundle) -> None:
    """Store a bundle as if that had been done in the first weeks of its plan's fiscal year."""
    began = timezone.now()
    store(bundle)
    municipality = _municipalities(bundle.municipality).get()
    # The figures are published ones, the texts are not the municipality's: pages and documents say so.
    municipality.is_example = True
    municipality.save()
    # The format knows one signatory; of a finished cycle it is the report's, and the plan was signed before.
    for plan in Plan.objects.filter(municipality=municipality, decided_on__isnull=False):
        if plan.results_signed_on:
            plan.signed_on = plan.decided_on
            plan.save()
    if bundle.plan:
        year_begins = bundle.plan.fiscal_year - BUDDHIST_ERA - 1  # in October of the year before
        date_back_history(began, datetime(year_begins, 11, 10, 9, 30, tzinfo=BANGKOK))


def _make_accounts(places: Mapping[str, PlaceEntry]) -> None:
    """The accounts that are missing; an account that is there keeps its password and its rights."""
    known = set(User.objects.values_list("username", flat=True))
    for account in ACCOUNTS:
        if account.username in known:
            continue
        user = User(
            username=account.username,
            first_name=account.first_name,
            last_name=account.last_name,
            role=account.role,
            position=account.position,
            is_staff=account.role == Role.ADMIN,
            is_superuser=account.role == Role.ADMIN,
        )
        if account.role == Role.OFFICER:
            user.municipality = _municipalities(places[account.place]).get()
        if account.role == Role.REVIEWER:
            user.province = Province.objects.get(name=account.place)
        user.set_password(PASSWORD)
        user.save()
        _serve(user)


def _serve(user: User) -> None:
    """Let an officer of the demo write for the municipality of the account."""
    if user.municipality:
        user.services.create(municipality=user.municipality, since=timezone.localdate())


def _play_stories(places: Mapping[str, PlaceEntry], known: Collection[str], *, publish: bool) -> None:
    """Take the steps of the demo's documents.

    Where the municipality was `known` before, only from a first publication on that an earlier run, which
    could not print, left out.
    """
    for story in stories():
        place = _municipalities(places[story["place"]]).select_related("district__province").get()
        plan = place.plans.filter(fiscal_year=story["fiscal_year"]).first()
        for report in plan.reports.order_by("kind") if plan else ():
            steps = story.get(report.kind, [])
            first = next((at for at, step in enumerate(steps) if step["do"] == "publish"), len(steps))
            if place.name not in known:
                take_steps(report, steps if publish else steps[:first], _people(place))
            elif (
                publish
                and place.is_example
                and report.state == State.ACCEPTED
                and not report.publications.exists()
            ):
                take_steps(report, steps[first:], _people(place))


def _people(place: Municipality) -> dict[Role, User]:
    """Who takes the steps: the demo accounts where they belong there, else somebody who can't sign in."""
    officer = place.officers.first() or _unnamed(f"officer-{place.pk}", Role.OFFICER, municipality=place)
    province = place.province
    reviewer = province.reviewers.first() or _unnamed(
        f"reviewer-{province.code}", Role.REVIEWER, province=province
    )
    return {
        Role.OFFICER: officer,
        Role.REVIEWER: reviewer,
        Role.ADMIN: User.objects.filter(role=Role.ADMIN).earliest("pk"),
    }


def _unnamed(username: str, role: Role, **place: Municipality | Province) -> User:
    user = User(username=username, first_name="เจ้าหน้าที่", last_name="ตัวอย่าง", role=role, **place)
    user.set_unusable_password()
    user.save()
    _serve(user)
    return user
