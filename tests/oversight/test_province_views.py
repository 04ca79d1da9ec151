from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from municipalities.models import Municipality
from reports.models import Deadline
from tests import factories

pytestmark = pytest.mark.django_db
PAGES = ["/province/", "/province/scores/", "/province/measures/"]


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(date(2025, 1, 15), tick=False):
        yield


def names(client: Client, query: str = "") -> list[str]:
    return [row.name for row in client.get(f"/province/{query}").context["page"]]


def submitted(place: Municipality) -> None:
    factories.assessment(place)
    factories.report(factories.plan(place), state="submitted")


@pytest.mark.parametrize("page", PAGES)
def test_officer_is_told_whose_page_it_is(client: Client, page: str) -> None:
    client.force_login(factories.officer())
    response = client.get(page)

    assert response.status_code == 403
    assert "หน้านี้สำหรับผู้ตรวจทานระดับจังหวัดและผู้ดูแลระบบเท่านั้น" in response.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_province_without_municipalities_says_so(client: Client, page: str) -> None:
    client.force_login(factories.reviewer())

    assert "ระบบยังไม่มีเทศบาลของจังหวัดลำปาง" in client.get(page).content.decode()


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    "query", ["?year=x", "?weak=11", "?q=%00", "?sort=-", "?district=๙๙๙๙๙๙๙๙๙๙๙๙๙๙๙๙๙๙๙๙๙๙", "?level=%ff"]
)
def test_bad_address_says_so_and_shows_nothing(client: Client, page: str, query: str) -> None:
    submitted(factories.municipality())
    client.force_login(factories.reviewer())
    response = client.get(f"{page}{query}")

    assert response.status_code == 200
    assert "ตัวกรองในที่อยู่นี้ใช้ไม่ได้" in response.content.decode()
    assert list(response.context["page"]) == []


@pytest.mark.parametrize("page", PAGES)
def test_pages_of_the_list_are_clamped(client: Client, page: str) -> None:
    submitted(factories.municipality())
    client.force_login(factories.reviewer())

    for number in ("x", "-1", "9" * 30):
        assert client.get(f"{page}?page={number}").context["page"].number == 1


def test_fifty_municipalities_stand_on_a_page(client: Client) -> None:
    for number in range(51):
        factories.municipality(f"ทดสอบ{number:02}")
    client.force_login(factories.reviewer())

    assert (len(names(client)), len(names(client, "?page=2"))) == (50, 1)


@pytest.mark.parametrize("page", PAGES)
def test_other_provinces_are_neither_shown_nor_counted(client: Client, page: str) -> None:
    submitted(factories.municipality())
    submitted(factories.elsewhere())
    client.force_login(factories.reviewer())
    response = client.get(page)

    assert factories.elsewhere().name not in response.content.decode()
    assert response.context["page"].paginator.count == 1


def test_summary_counts_all_pages_and_links_to_the_filter(client: Client) -> None:
    submitted(factories.municipality())
    factories.plan(factories.municipality("สอง"))
    factories.municipality("สาม")
    Deadline.objects.create(fiscal_year=2568, kind="plan", due_on=date(2025, 1, 1))
    client.force_login(factories.reviewer())
    response = client.get("/province/")
    plan, results = response.context["summaries"]

    assert [(one.state, one.number) for one in plan.standings] == [
        ("none", 1),
        ("draft", 1),
        ("submitted", 1),
    ]
    assert [(one.state, one.number) for one in results.standings] == [("none", 1), ("draft", 2)]
    assert (plan.late, results.late) == (2, 0)
    assert 'href="?document=plan&amp;state=submitted"' in response.content.decode()


def test_columns_sort_and_say_so(client: Client) -> None:
    submitted(factories.municipality())
    client.force_login(factories.reviewer())
    page = client.get("/province/?sort=total&q=เขลางค์").content.decode()

    assert page.count("aria-sort=") == 1
    assert 'aria-sort="ascending"' in page
    assert "sort=-total" in page
    assert "q=%E0" in page


def test_draft_leads_a_reviewer_to_the_documents_and_no_further(client: Client) -> None:
    place = factories.municipality()
    submitted(place)
    client.force_login(factories.reviewer())
    page = client.get("/province/").content.decode()

    assert f'href="/municipalities/{place.pk}/plans/2568/documents/plan/"' in page
    assert f'href="/municipalities/{place.pk}/plans/2568/documents/results/"' not in page


def test_admin_sees_every_province_and_one_alone(client: Client) -> None:
    submitted(factories.municipality())
    submitted(factories.elsewhere())
    client.force_login(factories.admin())

    assert len(names(client)) == 2
    assert names(client, "?province=52") == ["เทศบาลเมืองเขลางค์นคร"]


@pytest.mark.parametrize("query", ["", "?sort=-errors"])
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_ten_questions_at_most(
    client: Client, count: int, page: str, query: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        submitted(factories.municipality(f"ทดสอบ{number}"))
    client.force_login(factories.reviewer())

    with django_assert_max_num_queries(10):
        assert client.get(f"{page}{query}").status_code == 200


def test_heat_map_has_every_score_with_its_band(client: Client) -> None:
    factories.assessment(fiscal_year=2566, scores={"1": "60.00", "2": "92.00"})
    factories.assessment(scores={"1": "90.64", "2": "69.99"})
    client.force_login(factories.reviewer())
    [(row, cells)] = client.get("/province/scores/?year=2568").context["lines"]

    assert row.name == "เทศบาลเมืองเขลางค์นคร"
    assert [(cell.score, cell.band, cell.jump) for cell in cells[:3]] == [
        (Decimal("90.64"), 1, "up"),
        (Decimal("69.99"), 4, "down"),
        (None, None, ""),
    ]


def test_spread_is_of_all_that_was_asked_for(client: Client) -> None:
    factories.assessment()
    factories.assessment(factories.municipality("สอง"), scores={"4": "80.54"}, total="80.00")
    factories.assessment(factories.elsewhere(), scores={"4": "1.00"}, total="1.00")
    client.force_login(factories.reviewer())
    context = client.get("/province/scores/?year=2568").context
    spread = next(spread for indicator, spread in context["spreads"] if indicator.code == "4")

    assert (spread.number, spread.below, spread.middle) == (2, 2, Decimal("77.54"))
    assert (context["totals"].lowest, context["totals"].highest) == (Decimal("80.00"), Decimal("90.65"))
    assert "<svg" in context["chart"]


def test_measures_show_what_nobody_answers(client: Client) -> None:
    factories.assessment()
    plan = factories.plan()
    factories.measure(plan, 1, about=["4"], issue=3)
    factories.measure(plan, 2, about=["iit"], issue=3)
    factories.report(plan, state="submitted")
    client.force_login(factories.reviewer())
    context = client.get("/province/measures/").context
    [line] = context["page"]

    assert (line.measures, line.issue_numbers) == (2, [3])
    assert line.missing == ("8",)
    assert [(row.indicator.code, row.weak, row.needing, row.missing) for row in context["demands"]] == [
        ("4", 1, 1, 0),
        ("8", 1, 1, 1),
    ]
    assert [(issue.number, plans, number) for issue, plans, number in context["issues"] if plans] == [
        (3, 1, 2)
    ]


def test_measures_of_drafts_are_not_counted_for_a_reviewer(client: Client) -> None:
    factories.assessment()
    factories.measure(factories.plan(), issue=3)
    client.force_login(factories.reviewer())
    context = client.get("/province/measures/").context

    assert (context["read"], context["unread"], list(context["page"])) == (0, 1, [])
    assert [plans for _, plans, _ in context["issues"]] == [0] * len(context["issues"])
    client.force_login(factories.admin())
    assert client.get("/province/measures/").context["read"] == 1
