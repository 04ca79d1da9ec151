"""The last look before reports are accepted: the same facts for one and for many."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from measures.models import Measure
from reports.confirmations import digest_of
from reports.confirmed import Confirmation
from reports.models import Event, Report
from tests import factories
from tests.steps import perform

pytestmark = pytest.mark.django_db
DECIDE, ACCEPT = "/desk/decide/", "/desk/accept/"


def submitted(name: str, kind: str = "plan") -> Report:
    """A complete plan of a municipality, submitted; its total has fallen by 3.57 points."""
    place = factories.municipality(name)
    factories.assessment(place, 2566, total="94.22")
    return factories.report(factories.complete_plan(place), kind, state="submitted")


def address(*reports: Report) -> str:
    return f"{ACCEPT}?{'&'.join(f'report={report.pk}:{report.version}' for report in reports)}"


def single(report: Report) -> str:
    plan = report.plan
    return reverse("report_action", args=[plan.municipality_id, plan.fiscal_year, report.kind, "accept"])


@pytest.fixture
def wichai(client: Client) -> Client:
    """Signed in as the reviewer of ลำปาง."""
    client.force_login(factories.reviewer())
    return client


def test_accepting_several_leads_to_the_gate_and_accepts_nothing(wichai: Client) -> None:
    one, two = submitted("ก"), submitted("ข")
    ticks = [f"{report.pk}:0" for report in (one, two)]
    answer = wichai.post(DECIDE, {"report": ticks, "action": "accept"}, follow=True)

    assert [facts.report for facts in answer.context["gate"]] == [one, two]
    assert not Event.objects.filter(verb="accept").exists()


def test_only_reports_without_open_comments_are_ticked(wichai: Client) -> None:
    clear, commented, closed = submitted("ก"), submitted("ข"), submitted("ค")
    factories.comment(commented, body="โปรดแนบภาพถ่าย", place="มาตรการที่ ๑")
    reviewer = factories.reviewer()
    done = factories.comment(closed, reviewer)
    done.resolved_by, done.resolved_at = reviewer, done.written_at
    done.save()
    page = wichai.get(address(clear, commented, closed))
    html = " ".join(page.content.decode().split())

    ticked = [f'value="{report.pk}:0" checked' in html for report in (clear, commented, closed)]
    assert ticked == [True, False, True]
    assert ("โปรดแนบภาพถ่าย" in html, "มาตรการที่ ๑:" in html) == (True, True)
    assert "ฉบับที่ยังมีความเห็นไม่ปิดจะไม่ถูกเลือกไว้ให้" in html


def test_report_with_an_open_comment_is_accepted_when_it_is_ticked_on_purpose(wichai: Client) -> None:
    report = submitted("ก")
    factories.comment(report)
    wichai.post(address(report), {"report": f"{report.pk}:0"})

    assert Report.objects.get(pk=report.pk).state == "accepted"


@pytest.mark.parametrize(("kind", "year"), [("plan", 2567), ("results", 2568)])
def test_facts_are_those_of_the_single_page(wichai: Client, kind: str, year: int) -> None:
    report = submitted("ก", kind)
    factories.assessment(report.plan.municipality, 2568, total="92.65")
    Measure.objects.filter(plan=report.plan).update(follow_up="", responsible=[])
    factories.comment(report)
    (many,) = wichai.get(address(report)).context["gate"]
    one = wichai.get(single(report)).context["gate"]

    assert one == many
    assert any("ผู้รับผิดชอบ" in complaint.message for complaint, _ in one.complaints)
    assert one.total.fiscal_year == year
    assert str(one.total.points) == {"plan": "-3.57", "results": "2.00"}[kind]


def test_single_page_names_what_the_checks_find(wichai: Client) -> None:
    report = submitted("ก")
    page = wichai.get(single(report))
    html = page.content.decode()

    assert all(complaint.message in html for complaint, _ in page.context["gate"].complaints)
    assert "-๓.๕๗" in html.replace("\u2212", "-")


def test_reason_that_the_officer_gave_stands_beside_the_warning(wichai: Client) -> None:
    report = submitted("ก")
    doubted, _ = wichai.get(single(report)).context["gate"].complaints[0]
    officer = factories.officer(report.plan.municipality)
    Confirmation.objects.create(
        plan=report.plan,
        check_code=doubted.check,
        path="plan",
        message=doubted.message,
        digest=digest_of(doubted),
        reason="ตรงกับประกาศ",
        confirmed_by=officer,
    )

    assert all(
        "ตรงกับประกาศ" in wichai.get(page).content.decode() for page in (single(report), address(report))
    )


def test_what_changed_since_the_desk_is_not_offered(wichai: Client) -> None:
    same, again, recalled = submitted("ก"), submitted("ข"), submitted("ค")
    sought = address(same, again, recalled)
    for report in (again, recalled):
        perform(report, "recall", factories.officer(report.plan.municipality))
    perform(again, "submit", factories.officer(again.plan.municipality))
    page = wichai.get(sought)

    assert ([facts.report for facts in page.context["gate"]], page.context["changed"]) == ([same], 2)


def test_nothing_ticked_is_said_and_ticks_nothing_again(wichai: Client) -> None:
    report = submitted("ก")
    html = wichai.post(address(report)).content.decode()

    assert ("กรุณาเลือกเอกสารอย่างน้อยหนึ่งฉบับ" in html, " checked" in html) == (True, False)
    assert Report.objects.get(pk=report.pk).state == "submitted"


@pytest.mark.parametrize("query", ["", "?report=x", "?report=1", "?report=%00:1"])
def test_address_without_reports_leads_to_the_desk(wichai: Client, query: str) -> None:
    assert wichai.get(f"{ACCEPT}{query}").headers["Location"] == "/desk/"


def test_other_provinces_are_not_shown(wichai: Client) -> None:
    outside = factories.report(factories.plan(factories.elsewhere()), state="submitted")
    page = wichai.get(address(outside))

    assert (page.context["gate"], "สันนาเม็ง" in page.content.decode()) == ([], False)


@pytest.mark.parametrize("count", [1, 3, 6])
def test_gate_asks_a_fixed_number_of_questions(
    wichai: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    reports = [submitted(f"ที่{number}") for number in range(count)]
    for report in reports:
        factories.comment(report)

    with django_assert_num_queries(7):  # session, person; reports; comments, reasons; years, measures
        assert wichai.get(address(*reports)).status_code == 200
