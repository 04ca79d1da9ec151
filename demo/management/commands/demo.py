"""manage.py demo: a portal to try.

Five municipalities with their published figures, an invented one with five years, twelve invented neighbours
whose documents stand in every state of the workflow, and an account for each role.
"""

from argparse import ArgumentParser
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Role, User
from demo import neighbours
from demo.story import date_back_history, stories, take_steps
from exchange.format import Bundle, PlaceEntry
from exchange.reading import read_bundle
from exchange.storing import store
from measures.models import Plan
from municipalities.models import Municipality, Province
from printing import pdf
from reports.models import Deadline, Report
from reports.states import State

BUNDLES = sorted(Path(__file__).resolve().parents[2].glob("*.json"))
PASSWORD = "ita-demo-2569"  # noqa: S105 - printed for everyone: the accounts are for trying the portal
WITHOUT_PDF = (
    "ข้อมูลสาธิตยังไม่มีเอกสารเผยแพร่ ติดตั้งแล้วสั่ง manage.py demo อีกครั้งเพื่อเพิ่ม: {obstacle} "
    "(the demo has no publications yet; after installing, run manage.py demo again to add them)"
)
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


class Command(BaseCommand):
    """Safe to run again: what is there stays, what is missing is made.

    A machine that can't print leaves the publications out; once it can, the command run again adds them.
    """

    help = "สร้างข้อมูลสาธิตและบัญชีทดลองใช้ (รันซ้ำได้)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--accounts only prints the accounts."""
        parser.add_argument("--accounts", action="store_true", help="พิมพ์เฉพาะรายชื่อบัญชีทดลองใช้")

    def handle(self, *_args: Any, accounts: bool, **_options: Any) -> None:
        """Make what is missing, then print the accounts that exist."""
        if not accounts:
            with redirect_stdout(StringIO()):  # WeasyPrint prints advice of its own there
                obstacle = pdf.obstacle()
            make_demo(publish=not obstacle)
            if obstacle:
                self.stderr.write(WITHOUT_PDF.format(obstacle=obstacle))
        known = set(User.objects.values_list("username", flat=True))
        present = [account for account in ACCOUNTS if account.username in known]
        if present:
            self.stdout.write(f"บัญชีทดลองใช้ (รหัสผ่านทุกบัญชี: {PASSWORD})")
        for account in present:
            self.stdout.write(f"  {account.username:<8} {account.role.label} {account.place}".rstrip())


def make_demo(*, publish: bool = True) -> None:
    """All that is missing: municipalities, accounts, deadlines, and what happened to the documents.

    Without `publish` nothing is printed: each document's story ends before its first publication.
    """
    with transaction.atomic():
        _make_places(publish=publish)
    for account in ACCOUNTS:  # an address only now: nobody gets mail about a demo's past
        User.objects.filter(username=account.username, email="").update(email=_email(account))


def has_open_accounts() -> bool:
    """Whether somebody can sign in to a demo account with the password that everybody knows."""
    people = User.objects.filter(username__in=[account.username for account in ACCOUNTS], is_active=True)
    return any(person.check_password(PASSWORD) for person in people)


def _make_places(*, publish: bool) -> None:
    """Import the bundles of municipalities that have no data yet, then tell what happened to them."""
    bundles = [read_bundle(content) for content in _contents()]
    places = {bundle.municipality.name: bundle.municipality for bundle in bundles}
    known = {name for name, place in places.items() if _rows(place).exists()}
    new = [bundle for bundle in bundles if not _is_there(bundle)]
    for bundle in new:
        _fill(bundle)
    for account in ACCOUNTS:
        if not User.objects.filter(username=account.username).exists():
            _make(account, places)
    _make_deadlines()
    _tell_stories(places, known, publish=publish)


def _is_there(bundle: Bundle) -> bool:
    """Whether the municipality has results of its own, or is there and would get none."""
    rows = _rows(bundle.municipality)
    return rows.filter(assessments__isnull=False).exists() if bundle.assessments else rows.exists()


def _fill(bundle: Bundle) -> None:
    """Store a bundle as if that had been done in the first weeks of its plan's fiscal year."""
    began = timezone.now()
    store(bundle)
    _mark_as_example(bundle.municipality)
    # The format knows one signatory; of a finished cycle it is the report's, and the plan was signed before.
    for plan in Plan.objects.filter(municipality=_rows(bundle.municipality).get(), decided_on__isnull=False):
        if plan.results_signed_on:
            plan.signed_on = plan.decided_on
            plan.save()
    if bundle.plan:
        date_back_history(began, datetime(bundle.plan.fiscal_year - 544, 11, 10, 9, 30, tzinfo=BANGKOK))


def _contents() -> Iterator[bytes]:
    yield from (path.read_bytes() for path in BUNDLES)
    yield from (neighbours.neighbour_bundle(place) for place in neighbours.neighbour_places())


def _make_deadlines() -> None:
    for (fiscal_year, kind), due_on in DEADLINES.items():
        Deadline.objects.get_or_create(fiscal_year=fiscal_year, kind=kind, defaults={"due_on": due_on})


def _tell_stories(places: Mapping[str, PlaceEntry], known: set[str], *, publish: bool) -> None:
    """What happened to the documents of the demo; where they were there before, what could not be printed."""
    for story in stories():
        place = _rows(places[story["place"]]).select_related("district__province").get()
        plan = place.plans.filter(fiscal_year=story["fiscal_year"]).first()
        for report in plan.reports.order_by("kind") if plan else ():
            before, after = _around_publication(story.get(report.kind, ()))
            if place.name not in known:
                take_steps(report, [*before, *after] if publish else before, _people(place))
            elif publish and place.is_example and _waits_for_its_publication(report):
                take_steps(report, after, _people(place))


def _around_publication(steps: Sequence[Mapping[str, Any]]) -> tuple[list[Mapping[str, Any]], ...]:
    """The steps before the first publication, and those from it on."""
    first = next((place for place, step in enumerate(steps) if step["do"] == "publish"), len(steps))
    return list(steps[:first]), list(steps[first:])


def _waits_for_its_publication(report: Report) -> bool:
    return report.state == State.ACCEPTED and not report.publications.exists()


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
    return user


def _rows(place: PlaceEntry) -> QuerySet[Municipality]:
    return Municipality.objects.filter(
        kind=place.kind,
        name=place.name,
        district__name=place.district,
        district__province__name=place.province,
    )


def _mark_as_example(place: PlaceEntry) -> None:
    """The figures are published ones, the texts are not the municipality's: pages and documents say so."""
    municipality = _rows(place).get()
    municipality.is_example = True
    municipality.save()


def _email(account: Account) -> str:
    return f"{account.username}@example.go.th"


def _make(account: Account, places: Mapping[str, PlaceEntry]) -> None:
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
        user.municipality = _rows(places[account.place]).get()
    if account.role == Role.REVIEWER:
        user.province = Province.objects.get(name=account.place)
    user.set_password(PASSWORD)
    user.save()
