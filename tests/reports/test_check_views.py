"""The page of the checks: who sees it, what it says, where it leads."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from lxml import html
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from documents import checks
from documents.loading import load_dossier
from measures.models import Measure, Plan
from measures.planning import copy_measure
from reports.confirmations import confirm, questions_about
from reports.models import Report
from reports.workflow import State
from tests import factories

pytestmark = pytest.mark.django_db


def page(client: Client, user: User, plan: Plan) -> HttpResponse:
    """The page as this person gets it."""
    client.force_login(user)
    return client.get(reverse("checks", args=[plan.municipality_id, plan.fiscal_year]))


def text(response: HttpResponse) -> str:
    """What stands on the page, on one line."""
    return " ".join(re.sub("<[^>]+>", " ", response.content.decode()).split())


def faulty_plan() -> Plan:
    """A plan for 2568 whose only measure has no responsible unit."""
    factories.assessment()
    plan = factories.plan()
    factories.measure(plan, 1, about=["4"], responsible=[])
    return plan


def test_officer_sees_each_fault_with_the_way_to_mend_it(client: Client) -> None:
    plan = faulty_plan()
    response = page(client, factories.officer(), plan)
    shown = response.content.decode()
    assert "มาตรการที่ ๑ “มาตรการที่ 1” ยังไม่ได้ระบุผู้รับผิดชอบ" in text(response)
    addresses = [
        reverse("measure", args=[plan.municipality_id, 2568, 1]),
        reverse("measure_add", args=[plan.municipality_id, 2568]) + "?about=8",
        reverse("analyses", args=[plan.municipality_id, 2567]) + "#about-4",
        reverse("result", args=[plan.municipality_id, 2568, 1]),
        reverse("plan", args=[plan.municipality_id, 2568]),
        reverse("assessment", args=[plan.municipality_id, 2568]),
    ]
    assert [address for address in addresses if f'href="{address}"' not in shown] == []


def test_what_was_confirmed_stands_in_the_line_of_its_complaint(client: Client) -> None:
    """A line of the list has a sign and one box: what stands loose in it would be a column of its own."""
    plan = factories.complete_plan()
    old = factories.measure(factories.plan(fiscal_year=2567), analysis="ผู้มาติดต่อรอนาน", title="ลดเวลารอ")
    copy_measure(old, plan)
    report = factories.report(plan)
    questions = questions_about(plan, checks.run(load_dossier(plan), report.kind))
    confirm(report, factories.officer(), {one.complaint: "อ่านทวนแล้ว" for one in questions})

    shown = html.fromstring(page(client, factories.officer(), plan).content.decode())
    lines = shown.xpath("//ul[@class='checklist']/li")

    assert "อ่านทวนแล้ว" in " ".join(line.text_content() for line in lines)
    loose = [line.text_content() for line in lines if "".join(line.xpath("text()")).strip()]
    assert (loose, {child.tag for line in lines for child in line}) == ([], {"span", "div"})


def test_counts_stand_above_each_document(client: Client) -> None:
    response = page(client, factories.officer(), faulty_plan())
    documents = response.context["documents"]
    assert [(document.kind, document.errors) for document in documents] == [("plan", 12), ("results", 2)]
    assert "ต้องแก้ไข ๑๒ แห่ง" in text(response)


def test_expectations_of_the_portal_are_marked(client: Client) -> None:
    said = text(page(client, factories.officer(), faulty_plan()))
    assert "หรือวิเคราะห์ไว้กับมาตรการของทุกประเด็น (๗ ประเด็น) ความคาดหมายของระบบ" in said


def test_automatic_checks_are_shown_as_always_right(client: Client) -> None:
    assert text(page(client, factories.officer(), faulty_plan())).count("ระบบจัดทำให้ถูกต้องเสมอ") == 6


def test_admin_reads_without_links_to_mend(client: Client) -> None:
    plan = faulty_plan()
    response = page(client, factories.admin(), plan)
    assert response.status_code == 200
    assert reverse("measure", args=[plan.municipality_id, 2568, 1]) not in response.content.decode()


def test_reviewer_sees_nothing_before_submission(client: Client) -> None:
    assert page(client, factories.reviewer(), faulty_plan()).status_code == 403


def test_reviewer_sees_the_submitted_document_only(client: Client) -> None:
    plan = faulty_plan()
    Report.objects.filter(plan=plan, kind="results").update(state=State.SUBMITTED)
    response = page(client, factories.reviewer(), plan)
    assert [document.kind for document in response.context["documents"]] == ["results"]


def test_outsiders_find_nothing(client: Client) -> None:
    plan = faulty_plan()
    outsiders = [factories.officer(factories.elsewhere()), factories.reviewer("เชียงใหม่")]
    assert [page(client, user, plan).status_code for user in outsiders] == [404, 404]


def test_visitor_is_sent_to_sign_in(client: Client) -> None:
    plan = faulty_plan()
    address = reverse("checks", args=[plan.municipality_id, 2568])
    assert client.get(address)["Location"] == f"{reverse('account_login')}?next={address}"


def test_year_without_a_plan_leads_to_its_beginning(client: Client) -> None:
    user = factories.officer()
    client.force_login(user)
    response = client.get(reverse("checks", args=[user.municipality_id, 2568]))
    assert reverse("plan", args=[user.municipality_id, 2568]) in response.content.decode()


@pytest.mark.parametrize("fiscal_year", [1, 2562, 2601, 999999])
def test_year_that_can_have_no_plan_is_not_found(client: Client, fiscal_year: int) -> None:
    user = factories.officer()
    client.force_login(user)
    assert client.get(reverse("checks", args=[user.municipality_id, fiscal_year])).status_code == 404


def test_page_is_only_read(client: Client) -> None:
    plan = faulty_plan()
    client.force_login(factories.officer())
    assert client.post(reverse("checks", args=[plan.municipality_id, 2568])).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_what_is_there(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    plan = faulty_plan()
    for number in range(2, count + 1):
        factories.result(factories.measure(plan, number))
        factories.assessment(plan.municipality, 2567 - number)
    assert Measure.objects.count() == count
    client.force_login(factories.officer())
    with django_assert_num_queries(7):  # session, person; plan; its years, measures, reports; confirmations
        client.get(reverse("checks", args=[plan.municipality_id, 2568]))
