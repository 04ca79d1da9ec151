"""An admin's pages of deadlines, the start of the administration, and what officers see of deadlines."""

from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from reports.models import Deadline
from tests import factories
from tests.accounts.signing_in import english

pytestmark = pytest.mark.django_db
TYPED = {"fiscal_year": "๒๕๖๙", "kind": "plan", "due_on": "30 เม.ย. 2569"}


@pytest.fixture
def admin(page_client: Client) -> Client:
    """Signed in as the admin."""
    page_client.force_login(factories.admin())
    return page_client


def deadline(day: date = date(2026, 4, 30)) -> Deadline:
    return Deadline.objects.create(fiscal_year=2569, kind="plan", due_on=day)


def days() -> list[tuple[int, str, date]]:
    return list(Deadline.objects.values_list("fiscal_year", "kind", "due_on"))


def test_admin_adds_a_deadline(admin: Client):
    page = admin.post(reverse("deadlines"), TYPED, follow=True)
    assert "กำหนดส่ง: อ่าน “30 เม.ย. 2569” ว่า 30 เมษายน 2569" in page.text
    assert days() == [(2569, "plan", date(2026, 4, 30))]


def test_admin_changes_a_deadline(admin: Client):
    row = deadline()
    admin.post(reverse("deadline", args=[row.pk]), {**TYPED, "due_on": "31/5/2569"})
    assert days() == [(2569, "plan", date(2026, 5, 31))]


def test_admin_removes_a_deadline(admin: Client):
    admin.post(reverse("deadline_remove", args=[deadline().pk]))
    assert days() == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "plan"}, "kind"),
        ({"kind": "x"}, "kind"),
        ({"kind": "results", "fiscal_year": "2026"}, "fiscal_year"),
        ({"kind": "results", "fiscal_year": "2601"}, "fiscal_year"),
        ({"kind": "results", "due_on": "31/2/2569"}, "due_on"),
        ({"kind": "results", "due_on": ""}, "due_on"),
    ],
)
def test_what_is_wrong_stands_at_its_field(admin: Client, changes: dict[str, str], field: str):
    deadline()
    answer = admin.post(reverse("deadlines"), {**TYPED, **changes})
    assert (list(answer.context["form"].errors), len(days()), english(answer)) == ([field], 1, [])


def test_second_window_does_not_overwrite_unseen(admin: Client):
    address = reverse("deadline", args=[deadline().pk])
    seen = admin.get(address).context["guard"].token
    admin.post(address, {**TYPED, "due_on": "31/5/2569", "seen": seen})
    admin.post(address, {**TYPED, "due_on": "30/6/2569", "seen": seen})
    assert days() == [(2569, "plan", date(2026, 5, 31))]


@pytest.mark.parametrize("number", [1, 3])
def test_list_asks_the_database_little(admin: Client, number: int, django_assert_num_queries):
    for year in range(number):
        Deadline.objects.create(fiscal_year=2567 + year, kind="plan", due_on=date(2026, 1, 1))
    with django_assert_num_queries(5):  # session, person, deadlines, municipalities, what is missing
        admin.get(reverse("deadlines"))


def test_start_of_the_administration_asks_the_database_little(admin: Client, django_assert_num_queries):
    deadline()
    with django_assert_num_queries(9):
        admin.get(reverse("administration"))


@pytest.mark.parametrize("name", ["administration", "deadlines"])
def test_page_has_no_english(admin: Client, name: str):
    deadline()
    assert english(admin.get(reverse(name))) == []


@pytest.mark.parametrize(
    ("state", "text"), [("draft", "เกินกำหนด ๑๐ วัน"), ("submitted", "ส่งแล้ว"), (None, "เกินกำหนด ๑๐ วัน")]
)
def test_officer_sees_what_is_due(client: Client, state: str | None, text: str):
    deadline()
    if state:
        factories.report(factories.plan(fiscal_year=2569), state=state)
    with time_machine.travel("2026-05-10 12:00+07:00"):
        client.force_login(factories.officer())
        page = client.get(reverse("municipality", args=[factories.municipality().pk]))
    assert [document.due.text for _title, document in page.context["dues"]] == [text]


def test_officer_sees_nothing_of_old_deadlines(client: Client):
    deadline()
    with time_machine.travel("2027-10-01 12:00+07:00"):
        client.force_login(factories.officer())
        page = client.get(reverse("municipality", args=[factories.municipality().pk]))
    assert page.context["dues"] == []
