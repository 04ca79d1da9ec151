"""manage.py demo: published figures, fresh texts, an account for each role, safe to repeat."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from accounts.models import Role, User
from assessments.models import Assessment
from measures.models import Measure, Plan
from municipalities.models import Municipality
from reports.checks import run
from reports.checks.complaints import Severity
from reports.dossier import load_dossier
from reports.management.commands.demo import ACCOUNTS, PASSWORD
from tests import factories

pytestmark = pytest.mark.django_db

PUBLISHED = {
    ("กาฬสินธุ์", 2564): ("95.59", "AA"),
    ("เขลางค์นคร", 2566): ("94.22", ""),
    ("เขลางค์นคร", 2567): ("90.65", "ผ่าน"),
    ("ทุ่งผึ้ง", 2568): ("96.47", "ผ่านดีเยี่ยม"),
    ("แม่ฮ่องสอน", 2566): ("89.55", "ผ่าน"),
}


def demo(*arguments: str) -> str:
    """What the command prints."""
    said = StringIO()
    call_command("demo", *arguments, stdout=said)
    return said.getvalue()


def counts() -> list[int]:
    """Rows of everything that the demo makes, histories included."""
    models = [Municipality, User, Assessment, Plan, Measure]
    return [model.objects.count() for model in models] + [model.history.count() for model in models]


def test_demo_holds_the_published_totals_and_levels() -> None:
    demo()
    for (name, year), announced in PUBLISHED.items():
        row = Assessment.objects.get(municipality__name=name, fiscal_year=year)
        assert (str(row.announced_total), row.announced_level) == announced


def test_demo_run_again_changes_nothing() -> None:
    demo()
    before = counts()
    assert demo().count("\n") == 1 + len(ACCOUNTS)
    assert counts() == before


def test_demo_leaves_alone_what_a_municipality_already_has() -> None:
    factories.assessment(fiscal_year=2567, total="50.00", level="")
    demo()
    place = Municipality.objects.get(name="เขลางค์นคร")
    assert (place.is_example, place.assessments.count(), place.plans.count()) == (False, 1, 0)
    assert User.objects.get(username="somsri").municipality == place


def test_demo_has_an_account_for_each_role_that_can_sign_in() -> None:
    printed = demo()
    assert {account.role for account in ACCOUNTS} == set(Role)
    for account in ACCOUNTS:
        assert account.username in printed
        answer = Client().post("/accounts/login/", {"login": account.username, "password": PASSWORD})
        assert answer.status_code == 302


def test_accounts_are_only_printed_when_asked_so() -> None:
    assert (demo("--accounts"), User.objects.count()) == ("", 0)


@pytest.mark.parametrize(("name", "year"), [("ตัวอย่างวังทอง", 2569), ("กาฬสินธุ์", 2565)])
def test_demo_shows_a_finished_cycle(name: str, year: int) -> None:
    demo()
    plan = Plan.objects.select_related("municipality__district__province").get(
        municipality__name=name, fiscal_year=year
    )
    faults = [fault for kind in ("plan", "results") for fault in run(load_dossier(plan), kind)]
    assert [fault for fault in faults if fault.severity == Severity.ERROR] == []


def test_demo_shows_an_unfinished_one() -> None:
    demo()
    plan = Plan.objects.select_related("municipality__district__province").get(municipality__name="แม่ฮ่องสอน")
    assert "C01" in {fault.check for fault in run(load_dossier(plan), "plan")}
