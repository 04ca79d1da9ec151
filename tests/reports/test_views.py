from collections.abc import Callable
from urllib.parse import unquote

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from measures.models import Plan
from municipalities.models import Municipality
from printing import pdf
from reports import handing_out
from reports.models import Report
from reports.workflow import State
from tests.factories import (
    admin,
    analysis,
    assessment,
    elsewhere,
    finding,
    measure,
    municipality,
    officer,
    plan,
    result,
    reviewer,
)

pytestmark = pytest.mark.django_db
PAGES = ["documents", "preview", "report_pdf", "report_docx"]


@pytest.fixture
def year() -> Plan:
    """เขลางค์นคร's plan of 2568 with one measure."""
    row = assessment()
    finding(row)
    analysis(row, "4")
    made = plan()
    result(measure(made))
    return made


def address(page: str, made: Plan, kind: str = "plan") -> str:
    return reverse(
        page, args=[made.municipality_id, made.fiscal_year, *([] if page == "documents" else [kind])]
    )


def submit(made: Plan, kind: str = "plan") -> None:
    Report.objects.filter(plan=made, kind=kind).update(state=State.SUBMITTED)


def status(client: Client, user: User | AnonymousUser, url: str) -> int:
    if isinstance(user, User):
        client.force_login(user)
    return client.get(url).status_code


OUTSIDER: Callable[[], User] = lambda: officer(elsewhere())  # noqa: E731 - named like the others of the cast


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("who", "expected"),
    [(officer, 200), (admin, 200), (OUTSIDER, 404), (lambda: reviewer("เชียงใหม่"), 404), (AnonymousUser, 302)],
)
def test_pages_are_for_those_in_scope(
    client: Client, year: Plan, page: str, who: Callable[[], User], expected: int
) -> None:
    assert status(client, who(), address(page, year)) == expected


@pytest.mark.parametrize("page", ["preview", "report_pdf", "report_docx"])
def test_reviewer_reads_a_document_from_its_submission_on(client: Client, year: Plan, page: str) -> None:
    client.force_login(reviewer())
    refused = client.get(address(page, year))
    submit(year)

    assert refused.status_code == 403
    assert "ยังเป็นร่าง" in refused.content.decode()
    assert client.get(address(page, year)).status_code == 200
    assert client.get(address(page, year, "results")).status_code == 403


@pytest.mark.parametrize("page", PAGES)
def test_pages_can_only_be_read(client: Client, year: Plan, page: str) -> None:
    client.force_login(officer())

    assert client.post(address(page, year)).status_code == 405


def test_documents_tell_state_and_complaints(client: Client, year: Plan) -> None:
    client.force_login(officer())
    submit(year)
    response = client.get(address("documents", year))

    assert [(one.report.kind, one.state, one.refusal) for one in response.context["documents"]] == [
        ("plan", State.SUBMITTED, ""),
        ("results", State.DRAFT, ""),
    ]
    assert response.context["documents"][0].errors > 0


def test_documents_keep_a_draft_from_the_reviewer(client: Client, year: Plan) -> None:
    client.force_login(reviewer())
    submit(year)
    page = client.get(address("documents", year)).content.decode()

    assert address("preview", year) in page
    assert address("preview", year, "results") not in page


def test_documents_before_the_plan_say_where_to_begin(client: Client) -> None:
    client.force_login(officer())
    page = client.get(reverse("documents", args=[municipality().pk, 2568])).content.decode()

    assert "ยังไม่มีแผนมาตรการ" in page


@pytest.mark.parametrize("year", [0, 2562, 2601, 10**30])
def test_documents_of_an_impossible_year_are_not_found(client: Client, year: int) -> None:
    client.force_login(officer())

    assert client.get(reverse("documents", args=[municipality().pk, year])).status_code == 404
    assert client.get(reverse("preview", args=[10**30, year, "plan"])).status_code == 404


def test_preview_of_another_kind_is_no_page(client: Client, year: Plan) -> None:
    client.force_login(officer())

    assert client.get(f"{address('documents', year)}letter/").status_code == 404


def test_preview_shows_the_document_in_the_portal(client: Client, year: Plan) -> None:
    client.force_login(officer())
    page = client.get(address("preview", year, "results")).content.decode()

    assert page.count("<h1") == 1
    assert "รายงานผลการดำเนินการเพื่อส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน" in page
    assert " style=" not in page


def test_pdf_opens_in_the_browser_under_its_thai_name(client: Client, year: Plan) -> None:
    client.force_login(officer())
    response = client.get(address("report_pdf", year))
    disposition = response["Content-Disposition"]

    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")
    assert disposition.startswith("inline; filename*=utf-8''")
    assert unquote(disposition).endswith("๒๕๖๘ เทศบาลเมืองเขลางค์นคร.pdf")


def test_word_file_is_named_after_the_document(client: Client, year: Plan) -> None:
    client.force_login(officer())
    response = client.get(address("report_docx", year))
    disposition = response["Content-Disposition"]

    assert response["Content-Type"].endswith("wordprocessingml.document")
    assert response.content.startswith(b"PK")
    assert disposition.startswith("attachment; filename*=utf-8''")
    assert unquote(disposition).endswith("๒๕๖๘ เทศบาลเมืองเขลางค์นคร.docx")


@pytest.mark.parametrize("failure", [pdf.PdfUnavailable("ไม่มี Pango"), pdf.PdfFailed("ใช้เวลานานเกินไป")])
def test_pdf_that_fails_says_why(
    client: Client, year: Plan, failure: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_html: str, **_more: object) -> bytes:
        raise failure

    monkeypatch.setattr(handing_out, "pdf_of", fail)
    client.force_login(officer())
    response = client.get(address("report_pdf", year))

    assert response.status_code == 503
    assert str(failure) in response.content.decode()
    assert address("preview", year) in response.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("page", "queries"), list(zip(PAGES, [7, 8, 6, 6], strict=True)))
def test_pages_ask_a_fixed_number_of_questions(
    client: Client, page: str, queries: int, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    made = plan()
    for number in range(1, rows + 1):
        result(measure(made, number))
        row = assessment(fiscal_year=2568 - number)
        finding(row)
        analysis(row, "4")
    client.force_login(officer())

    with django_assert_num_queries(queries):
        assert client.get(address(page, made)).status_code == 200


def test_document_of_a_place_names_that_place_only(client: Client, year: Plan) -> None:
    other: Municipality = elsewhere()
    client.force_login(officer())

    assert other.name not in client.get(address("preview", year)).content.decode()
