"""manage.py demo: a portal to try.

Five municipalities with their published figures, one invented, and an account for each role.
"""

from argparse import ArgumentParser
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Role, User
from municipalities.models import Municipality, Province
from reports.bundle.format import Place
from reports.bundle.reading import read_bundle
from reports.bundle.storing import store

BUNDLES = sorted((Path(__file__).resolve().parents[2] / "demo").glob("*.json"))
PASSWORD = "ita-demo-2569"  # noqa: S105 - printed for everyone: the accounts are for trying the portal


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
    """Safe to run again: what is there stays, what is missing is made."""

    help = "สร้างข้อมูลสาธิตและบัญชีทดลองใช้ (รันซ้ำได้)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--accounts only prints the accounts."""
        parser.add_argument("--accounts", action="store_true", help="พิมพ์เฉพาะรายชื่อบัญชีทดลองใช้")

    def handle(self, *_args: Any, accounts: bool, **_options: Any) -> None:
        """Make what is missing, then print the accounts that exist."""
        if not accounts:
            make_demo()
        known = set(User.objects.values_list("username", flat=True))
        present = [account for account in ACCOUNTS if account.username in known]
        if present:
            self.stdout.write(f"บัญชีทดลองใช้ (รหัสผ่านทุกบัญชี: {PASSWORD})")
        for account in present:
            self.stdout.write(f"  {account.username:<8} {account.role.label} {account.place}".rstrip())


@transaction.atomic
def make_demo() -> None:
    """Import the demo bundles of municipalities that have no data yet, and make the missing accounts."""
    bundles = [read_bundle(path.read_bytes()) for path in BUNDLES]
    places = {bundle.municipality.name: bundle.municipality for bundle in bundles}
    filled = {
        name for name, place in places.items() if _rows(place).filter(assessments__isnull=False).exists()
    }
    for bundle in bundles:
        if bundle.municipality.name not in filled:
            store(bundle)
    for name in places.keys() - filled:
        _mark_as_example(places[name])
    for account in ACCOUNTS:
        if not User.objects.filter(username=account.username).exists():
            _make(account, places)


def _rows(place: Place) -> QuerySet[Municipality]:
    return Municipality.objects.filter(
        kind=place.kind,
        name=place.name,
        district__name=place.district,
        district__province__name=place.province,
    )


def _mark_as_example(place: Place) -> None:
    """The figures are published ones, the texts are not the municipality's: pages and documents say so."""
    municipality = _rows(place).get()
    municipality.is_example = True
    municipality.save()


def _make(account: Account, places: Mapping[str, Place]) -> None:
    user = User(
        username=account.username,
        email=f"{account.username}@example.go.th",
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
