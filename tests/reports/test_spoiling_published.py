"""An edit after which a published document no longer says what the data say is asked about first."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from assessments.models import Analysis, Score
from measures.models import Measure
from municipalities.importing import EditedYear
from municipalities.models import Municipality
from reports.models import Publication, Report
from tests import factories
from tests.municipalities.tables import csv_file, upload
from tests.reports.test_spoiling import ASKED as ACCEPTED_ASKED
from tests.reports.test_spoiling import accepted, answer, page_of, typed
from tests.steps import perform

pytestmark = pytest.mark.django_db
ASKED = "การแก้ไขนี้มีผลต่อเอกสารที่เผยแพร่แล้ว"


def published(kind: str, fiscal_year: int = 2568) -> Report:
    """A complete plan's document as the public has it, with the results of the years around it."""
    plan = factories.complete_plan(fiscal_year=fiscal_year)
    for year in (fiscal_year - 2, fiscal_year):
        factories.assessment(fiscal_year=year)
    report = factories.report(plan, kind, state="published")
    factories.publication(report)
    return report


@pytest.fixture
def somsri(page_client: Client) -> Client:
    page_client.force_login(factories.officer())
    return page_client


def score(year: int) -> str:
    return str(Score.objects.get(assessment__fiscal_year=year, code="4").value)


@pytest.mark.parametrize(("kind", "year"), [("plan", 2566), ("results", 2566), ("results", 2568)])
def test_another_year_that_it_prints_is_asked_about(somsri: Client, kind: str, year: int) -> None:
    """The years of its history, and the year that its report of results compares."""
    report = published(kind)
    page = somsri.post(page_of("assessment", year), typed(score_4="๗๕.๐๐"))
    said = page.content.decode()

    assert ASKED in said
    assert report.get_kind_display() in said
    assert "ต้องออกฉบับปรับปรุง" in said
    assert "จะเผยแพร่ฉบับที่ผ่านการตรวจทานเหล่านี้ไม่ได้" not in said
    assert score(year) == "74.54"
    somsri.post(page_of("assessment", year), answer(page))
    assert score(year) == "75.00"


def test_question_about_a_figure_leads_to_its_correction(somsri: Client) -> None:
    report = published("plan")
    correction = reverse("correction", args=[report.plan.municipality_id, 2566])
    page = somsri.post(page_of("assessment", 2566), typed(score_4="๗๕.๐๐"))

    assert page.context["corrected"] == {EditedYear(report.plan.municipality_id, 2566): 1}.items()
    assert f'href="{correction}"' in page.content.decode()
    assert somsri.get(correction).context["papers"][0].report == report


def test_year_that_its_plan_answers_is_locked(somsri: Client) -> None:
    published("plan")

    assert somsri.post(page_of("assessment", 2567), typed(score_4="๗๕.๐๐")).status_code == 403
    assert score(2567) == "74.54"


def test_year_that_it_does_not_print_is_not_asked_about(somsri: Client) -> None:
    published("plan")

    assert somsri.post(page_of("assessment", 2568), typed(score_4="๗๕.๐๐")).status_code == 302


def test_next_plans_analyses_are_not_asked_about(somsri: Client) -> None:
    """They are written of the year on which results were reported, and the report prints none."""
    published("results")
    sent = {"iit-stance": "improve", "iit-text": "วิเคราะห์", "iit-guidelines": "ก"}

    assert somsri.post(f"{page_of('analyses', 2568)}?by=instruments", sent).status_code == 302
    assert Analysis.objects.filter(assessment__fiscal_year=2568).exists()


def test_measure_that_published_results_list_is_asked_about(somsri: Client) -> None:
    published("results")
    token = somsri.get(page_of("plan", 2568)).context["order_token"]
    page = somsri.post(page_of("measure_copy", 2568, 1), {"seen": token})

    assert (ASKED in page.content.decode(), Measure.objects.count()) == (True, 1)


def test_every_edit_is_asked_about_also_when_it_differs_already(somsri: Client) -> None:
    published("results")
    for value in ("75.00", "76.00"):
        page = somsri.post(page_of("assessment", 2568), typed(score_4=value))
        assert ASKED in page.content.decode()
        somsri.post(page_of("assessment", 2568), answer(page))
    assert score(2568) == "76.00"


def test_revision_asks_nothing(somsri: Client) -> None:
    perform(published("results"), "revise", factories.officer(), "คะแนนผิด")

    assert somsri.post(page_of("assessment", 2568), typed(score_4="๗๕.๐๐")).status_code == 302


def test_withdrawn_document_asks_nothing(somsri: Client) -> None:
    published("results")
    Publication.objects.update(withdrawn_at="2026-11-01T09:00:00+07:00", reason="ผิด")

    assert somsri.post(page_of("assessment", 2568), typed(score_4="๗๕.๐๐")).status_code == 302


def test_where_the_province_does_not_review_it_is_asked_too(somsri: Client) -> None:
    province = published("results").plan.municipality.province
    province.reviews = False
    province.save()

    assert ASKED in somsri.post(page_of("assessment", 2568), typed(score_4="๗๕.๐๐")).content.decode()


def test_accepted_and_published_documents_are_named_in_one_question(somsri: Client) -> None:
    published("results")
    plan = factories.plan(fiscal_year=2569)
    factories.measure(plan, about=["4", "8"])
    for about in ("iit", "eit", "oit"):
        factories.analysis(factories.municipality().assessments.get(fiscal_year=2568), about)
    report = plan.reports.get(kind="plan")
    perform(perform(report, "submit", factories.officer()), "accept", factories.reviewer())
    page = somsri.post(page_of("assessment", 2566), typed(score_4="๗๕.๐๐")).content.decode()

    assert "การแก้ไขนี้มีผลต่อเอกสารที่ผ่านการตรวจทานหรือเผยแพร่แล้ว" in page
    assert "ต้องออกฉบับปรับปรุง" in page
    assert "จะเผยแพร่ฉบับที่ผ่านการตรวจทานเหล่านี้ไม่ได้" in page


def test_website_on_the_cover_is_marked_and_not_asked_about(somsri: Client) -> None:
    published("plan")
    place = Municipality.objects.get(name="เขลางค์นคร")
    address = reverse("profile", args=[place.pk])

    assert somsri.post(address, {"website": "https://khelang.example.go.th"}).status_code == 302


@pytest.mark.parametrize("reports", [1, 3])
def test_asking_takes_a_fixed_number_of_queries(
    somsri: Client, reports: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(reports):
        row = factories.report(factories.plan(fiscal_year=2569 - number), "results", state="published")
        factories.publication(row)
    address = page_of("assessment", 2564)
    seen = somsri.get(address).context["guard"].token

    with django_assert_num_queries(
        26
    ):  # as for accepted ones, see test_spoiling; public papers, their figures
        page = somsri.post(address, {"score_1": "90", "score_2": "90", "seen": seen})
    assert page.status_code == 200


@pytest.mark.parametrize(("state", "asked"), [("published", ASKED), ("accepted", ACCEPTED_ASKED)])
def test_import_that_changes_a_place_asks_about_accepted_and_published_papers_alike(
    client: Client, state: str, asked: str
) -> None:
    if state == "published":
        published("plan")
    else:
        accepted()
    client.force_login(factories.admin())
    head = ["รหัส อปท.", "ประเภท", "ชื่อ", "อำเภอ", "จังหวัด"]
    file = csv_file(head, ["4520103", "เทศบาลนคร", "เขลางค์ใหม่", "เมืองลำปาง", "ลำปาง"])
    Municipality.objects.update(code="4520103")
    trial = upload(client, "import_municipalities", file)
    address = trial.redirect_chain[-1][0]
    sent = {"seen": trial.context["guard"].token, "choice-2": "wrong"}
    page = client.post(address, sent)

    assert asked in page.text
    assert Municipality.objects.get().name == "เขลางค์นคร"
    client.post(address, answer(page))
    assert Municipality.objects.get().full_name == "เทศบาลนครเขลางค์ใหม่"


def test_row_of_an_import_that_is_skipped_asks_nothing(client: Client) -> None:
    published("plan")
    client.force_login(factories.admin())
    Municipality.objects.update(code="4520103")
    head = ["รหัส อปท.", "ประเภท", "ชื่อ", "อำเภอ", "จังหวัด"]
    file = csv_file(head, ["4520103", "เทศบาลนคร", "เขลางค์ใหม่", "เมืองลำปาง", "ลำปาง"])
    trial = upload(client, "import_municipalities", file)
    sent = {"seen": trial.context["guard"].token, "choice-2": "skip"}
    assert ASKED not in client.post(trial.redirect_chain[-1][0], sent, follow=True).text
