"""What is locked says by which document, in its first sentence, and leads to what opens it."""

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from ita_portal.thai import fiscal_year_text
from measures.models import Plan
from reports.models import ReportKind
from reports.states import Lock
from tests import factories

pytestmark = pytest.mark.django_db
PLAN = f"{ReportKind.PLAN.label} {fiscal_year_text(2568)}"
RESULTS = f"{ReportKind.RESULTS.label} {fiscal_year_text(2568)}"


def address(name: str, *more: object) -> str:
    return reverse(name, args=[factories.municipality().pk, *more])


@pytest.fixture
def plan() -> Plan:
    return factories.complete_plan()


@pytest.mark.parametrize(
    "how",
    [
        ("submitted", "อยู่ระหว่างการตรวจทาน", "documents/plan/recall/"),
        ("accepted", "ผ่านการตรวจทานแล้ว", "documents/plan/recall/"),
        ("published", "เผยแพร่แล้ว", "documents/plan/revise/"),
    ],
)
@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("assessment", [2567]),
        ("findings", [2567]),
        ("analyses", [2567]),
        ("plan", [2568]),
        ("measure", [2568, 1]),
        ("document_choices", [2568, "plan"]),
    ],
)
def test_every_locked_page_names_the_document_and_leads_to_what_opens_it(
    client: Client, plan: Plan, name: str, keys: list[object], how: tuple[str, str, str]
) -> None:
    state, words, opening = how
    factories.report(plan, state=state)
    client.force_login(factories.officer())
    shown = html.fromstring(client.get(address(name, *keys)).content.decode())
    (lock,) = shown.xpath('//*[contains(@class, "alert")][contains(., "แก้ไขไม่ได้ในขณะนี้")]')
    said = " ".join(lock.text_content().replace("\u00a0", " ").split())

    assert said.startswith(f"แก้ไขไม่ได้ในขณะนี้ {PLAN} {words}".replace("\u00a0", " "))
    (link,) = lock.xpath(".//a/@href")
    assert link.endswith(f"/plans/2568/{opening}")
    assert client.get(link).status_code == 200


def test_results_are_locked_by_their_own_document(client: Client, plan: Plan) -> None:
    factories.report(plan, "results", state="published")
    client.force_login(factories.officer())
    page = client.get(address("result", 2568, 1)).content.decode()

    assert f"{RESULTS} เผยแพร่แล้ว" in page
    assert address("report_action", 2568, "results", "revise") in page


def test_refusal_of_a_save_names_it_and_leads_there_too(client: Client, plan: Plan) -> None:
    """Somebody handed the document in while the form was open."""
    factories.report(plan, state="submitted")
    client.force_login(factories.officer())
    answer = client.post(address("plan", 2568), {"signatory_name": "นายใจดี"})

    assert answer.status_code == 403
    assert PLAN in answer.content.decode()
    assert address("report_action", 2568, "plan", "recall") in answer.content.decode()


@pytest.mark.parametrize("state", ["draft", "returned"])
def test_open_document_locks_nothing(plan: Plan, state: str) -> None:
    report = factories.report(plan, state=state)

    assert (report.lock, bool(report.lock), type(report.lock)) == ("", False, Lock)
