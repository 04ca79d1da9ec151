"""The page on which an officer chooses how a document looks."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from documents.choices import Choices, Grouping, Signing, Size
from reports.chosen import DocumentChoices
from reports.models import Report
from reports.reading import document_of
from reports.states import State
from tests import factories
from tests.documents.test_document_seal import picture

pytestmark = pytest.mark.django_db
ASKED = {
    "grouping": "none",
    "reading": "instrument",
    "history_years": "3",
    "size": "large",
    "announcement": "on",
    "charts": "on",
    "signing": "both",
    "preparer_name": "นางสาวสมศรี ขยันยิ่ง",
    "preparer_position": "นักวิเคราะห์นโยบายและแผน",
}


@pytest.fixture
def somsri(page_client: Client) -> Client:
    """Signed in as the officer of เขลางค์นคร."""
    page_client.force_login(factories.officer())
    return page_client


def address(report: Report, name: str = "document_choices") -> str:
    return reverse(name, args=[report.plan.municipality_id, report.plan.fiscal_year, report.kind])


def report_of(year: int = 2566, kind: str = "plan", **more: Any) -> Report:
    return factories.report(factories.plan(fiscal_year=year), kind, **more)


def again(report: Report) -> Report:
    reports = Report.objects.select_related("plan__municipality__district__province", "choices")
    return reports.get(pk=report.pk)


@pytest.mark.parametrize(
    ("state", "leads"), [(State.DRAFT, True), (State.RETURNED, True), (State.SUBMITTED, False)]
)
def test_documents_page_leads_to_the_choices_while_they_are_open(
    somsri: Client, state: State, leads: bool
) -> None:
    report = report_of(state=state)
    page = somsri.get(reverse("documents", args=[report.plan.municipality_id, report.plan.fiscal_year]))
    assert (address(report) in page.content.decode()) is leads


def test_documents_page_leads_no_reviewer_to_the_choices(client: Client) -> None:
    report = report_of(state=State.RETURNED)
    client.force_login(factories.reviewer())
    page = client.get(reverse("documents", args=[report.plan.municipality_id, report.plan.fiscal_year]))
    assert address(report) not in page.content.decode()


def test_officer_chooses_and_is_back_in_the_preview_which_shows_it(somsri: Client) -> None:
    report = report_of()
    answer = somsri.post(address(report), ASKED)
    assert (answer.status_code, answer.headers["Location"]) == (302, address(report, "preview"))

    assert again(report).chosen == Choices(
        grouping=Grouping.NONE,
        reading=again(report).chosen.reading,
        history_years=3,
        size=Size.LARGE,
        announcement=True,
        cover=False,
        contents=False,
        ranking=False,
        thai_numerals=False,
        signing=Signing.BOTH,
        preparer_name="นางสาวสมศรี ขยันยิ่ง",
        preparer_position="นักวิเคราะห์นโยบายและแผน",
    )
    page = somsri.get(address(report, "preview")).content.decode()
    assert 'class="document document--large document--arabic"' in page
    assert ("ประกาศเทศบาลเมืองเขลางค์นคร" in page, "นางสาวสมศรี ขยันยิ่ง" in page) == (True, True)


def test_history_knows_who_chose(somsri: Client) -> None:
    report = report_of()
    somsri.post(address(report), ASKED)

    assert DocumentChoices.objects.get().history.get().history_user == factories.officer()


def test_same_choices_again_write_nothing(somsri: Client) -> None:
    report = report_of()
    for _ in range(2):
        somsri.post(address(report), ASKED)

    assert DocumentChoices.objects.get().history.count() == 1


def test_choice_that_the_year_has_made_cannot_be_changed_and_says_why(somsri: Client) -> None:
    report = report_of(2567)
    page = somsri.get(address(report)).content.decode()
    assert "จึงจัดกลุ่มตามประเด็นเสมอ" in page

    somsri.post(address(report), ASKED)
    assert again(report).chosen.grouping is Grouping.ISSUE


def test_grouping_by_issues_that_are_not_confirmed_can_be_left(somsri: Client) -> None:
    report = report_of(2568)
    page = somsri.get(address(report)).content.decode()
    assert "จึงเลือกจัดกลุ่มแบบอื่นได้" in page
    assert 'value="issue" selected' in page

    somsri.post(address(report), ASKED)
    assert again(report).chosen.grouping.value == ASKED["grouping"] != "issue"


def test_page_names_the_parts_that_the_year_requires(somsri: Client) -> None:
    page = somsri.get(address(report_of(2566))).content.decode()

    assert "แนวทางการกำกับติดตามและการรายงานผล" in page


def test_report_of_results_has_no_choice_of_what_only_the_plan_has(somsri: Client) -> None:
    form = somsri.get(address(report_of(kind="results"))).context["choosing"].form

    assert {"reading", "ranking"} & set(form.fields) == set()


@pytest.mark.parametrize(
    ("name", "value"),
    [("size", "huge"), ("history_years", "9"), ("preparer_name", "ก" * 151), ("signing", "")],
)
def test_what_is_no_choice_is_refused_and_nothing_is_lost(somsri: Client, name: str, value: str) -> None:
    report = report_of()
    answer = somsri.post(address(report), ASKED | {name: value})

    assert (answer.status_code, list(answer.context["choosing"].form.errors)) == (200, [name])
    assert "นักวิเคราะห์นโยบายและแผน" in answer.content.decode()
    assert not DocumentChoices.objects.exists()


def test_second_window_does_not_overwrite_unseen(somsri: Client) -> None:
    report = report_of()
    seen = somsri.get(address(report)).context["guard"].token
    somsri.post(address(report), ASKED | {"seen": seen})
    answer = somsri.post(address(report), ASKED | {"seen": seen, "size": "small"})

    assert again(report).chosen.size is Size.LARGE
    assert "ใหญ่" in answer.content.decode()


@pytest.mark.parametrize("state", [State.SUBMITTED, State.ACCEPTED, State.PUBLISHED])
def test_locked_choices_can_be_read_but_not_written(somsri: Client, state: State) -> None:
    report = report_of(state=state)
    page = somsri.get(address(report))

    assert (page.status_code, "แก้ไขไม่ได้ในขณะนี้" in page.content.decode()) == (200, True)
    assert somsri.post(address(report), ASKED).status_code == 403
    assert not DocumentChoices.objects.exists()


@pytest.mark.parametrize(
    ("state", "offered"), [(State.DRAFT, True), (State.RETURNED, True), (State.SUBMITTED, False)]
)
def test_preview_offers_the_form_while_the_officer_holds_the_pen(
    somsri: Client, state: State, offered: bool
) -> None:
    report = report_of(state=state)

    assert (somsri.get(address(report, "preview")).context["choosing"] is not None) == offered


def test_reviewer_is_not_offered_the_form(client: Client) -> None:
    report = report_of(state=State.RETURNED)
    client.force_login(factories.reviewer())

    assert client.get(address(report, "preview")).context["choosing"] is None


def test_pdf_and_word_follow_the_choices(somsri: Client) -> None:
    report = report_of()
    before = [somsri.get(address(report, name)).content for name in ("report_pdf", "report_docx")]
    somsri.post(address(report), ASKED)
    after = [somsri.get(address(report, name)).content for name in ("report_pdf", "report_docx")]

    assert [one == other for one, other in zip(before, after, strict=True)] == [False, False]


def test_announcement_shows_the_municipality_s_garuda() -> None:
    report = report_of()
    place = report.plan.municipality
    place.garuda = ContentFile(picture(), name="garuda.png")
    place.save()
    assert document_of(again(report)).garuda == ""

    DocumentChoices.objects.create(report=report, announcement=True)
    assert document_of(again(report)).garuda.startswith("data:image/png;base64,")
