"""A published document is its stored publication at every door; where data differ from it, a mark says so."""

from hashlib import sha256
from urllib.parse import unquote

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from lxml import html
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from assessments.models import Assessment, Score
from measures.models import Measure
from municipalities.models import Municipality
from oversight.exports.making import content_of
from oversight.models import ExportKind
from reports.handing_out import data_file
from reports.models import DocumentChoices, Publication, Report
from tests import factories
from tests.steps import perform, publish

pytestmark = pytest.mark.django_db
KINDS = ["plan", "results"]
READERS = [factories.officer, factories.reviewer, factories.admin]
CHANGED = "ชื่อใหม่ของมาตรการ"


@pytest.fixture(params=KINDS)
def stored(request: pytest.FixtureRequest) -> Publication:
    """A published document, after which a measure was called otherwise."""
    plan = factories.complete_plan()
    factories.assessment(fiscal_year=2568, scores={"4": "80.00"}, total=None)
    report = factories.report(plan, request.param, state="published")
    made = factories.publication(report)
    Measure.objects.filter(plan=plan).update(title=CHANGED)
    return made


def keys_of(publication: Publication) -> list[object]:
    plan, kind = publication.report.plan, publication.report.kind
    return [plan.municipality_id, plan.fiscal_year, kind]


def door(name: str, publication: Publication) -> str:
    return reverse(name, args=keys_of(publication)[: 2 if name == "documents" else 3])


def signed_in(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


@pytest.mark.parametrize("reader", READERS)
def test_every_file_is_the_stored_one_for_whoever_reads_it(
    client: Client, stored: Publication, reader
) -> None:
    signed_in(client, reader())
    given = {
        name: client.get(door(name, stored)).content for name in ("report_pdf", "report_docx", "report_data")
    }

    assert given == {
        "report_pdf": bytes(stored.pdf),
        "report_docx": bytes(stored.docx),
        "report_data": stored.bundle.encode(),
    }


@pytest.mark.parametrize("reader", READERS)
def test_preview_is_the_stored_page(client: Client, stored: Publication, reader) -> None:
    page = signed_in(client, reader()).get(door("preview", stored)).content.decode()

    assert stored.html in page
    assert f"<h1 {CHANGED}" not in page


def test_verification_knows_the_pdf_that_the_officer_downloads(client: Client, stored: Publication) -> None:
    pdf = signed_in(client, factories.officer()).get(door("report_pdf", stored)).content
    page = client.get(reverse("verify"), {"sha256": sha256(pdf).hexdigest()}).content.decode()

    assert stored.title in page


def test_exports_and_commands_give_the_same_bytes(stored: Publication, tmp_path) -> None:
    report = Report.objects.with_place().get(pk=stored.report_id)
    call_command(
        "report_pdf", report.plan.municipality.full_name, "2568", report.kind, output=tmp_path / "a.pdf"
    )

    assert content_of(report, ExportKind.PDF) == bytes(stored.pdf) == (tmp_path / "a.pdf").read_bytes()
    assert content_of(report, ExportKind.BUNDLE) == stored.bundle.encode()


def test_withdrawn_revision_is_no_file_of_the_document(client: Client, stored: Publication) -> None:
    """The newest one that is public counts."""
    second = factories.publication(stored.report, revision=2)
    Publication.objects.filter(pk=second.pk).update(withdrawn_at=second.published_at, reason="ผิด")

    assert signed_in(client, factories.officer()).get(door("report_pdf", stored)).content == bytes(stored.pdf)


def test_what_was_never_stored_is_a_draft_and_says_so(client: Client) -> None:
    report = factories.report(factories.complete_plan(), state="published")
    page = signed_in(client, factories.officer()).get(
        reverse("preview", args=[report.plan.municipality_id, 2568, "plan"])
    )

    assert "ร่าง" in page.content.decode()
    assert data_file(report).name.endswith("(ร่าง).json")


def test_data_of_the_year_are_the_published_ones_for_the_reviewer_and_a_draft_for_the_officer(
    client: Client, stored: Publication
) -> None:
    address = reverse("bundle", args=keys_of(stored)[:2])
    reviewed = signed_in(client, factories.reviewer()).get(address)
    working = signed_in(client, factories.officer()).get(address)

    assert reviewed.content.decode() == stored.bundle
    assert CHANGED in working.content.decode()
    assert unquote(working["Content-Disposition"]).endswith("ITA เทศบาลเมืองเขลางค์นคร 2568 (ร่าง).json")


# The mark


def alert(page: str) -> str:
    found = html.fromstring(page).xpath('//div[contains(@class, "alert")][.//text()[contains(., "ที่เผยแพร่")]]')
    return " ".join(found[0].text_content().split()) if found else ""


def marked(client: Client, publication: Publication, name: str) -> str:
    return alert(signed_in(client, factories.officer()).get(door(name, publication)).content.decode())


@pytest.mark.parametrize("where", ["documents", "preview"])
def test_mark_says_in_how_many_places_today_differs_and_leads_to_the_revision(
    client: Client, stored: Publication, where: str
) -> None:
    Score.objects.filter(assessment__fiscal_year=2567, code="4").update(value="75.00")
    signed_in(client, factories.officer())
    Municipality.objects.update(name="ใหม่")
    said = alert(client.get(door(where, stored)).content.decode())

    assert "ข้อมูลปัจจุบันต่างจากฉบับที่เผยแพร่ ๓ แห่ง" in said
    for words in ("๗๔.๕๔", "๗๕.๐๐", "เขลางค์นคร", CHANGED):
        assert words in said
    revise = reverse("report_action", args=[*keys_of(stored), "revise"])
    assert revise in client.get(door(where, stored)).content.decode()


def test_reviewer_sees_the_mark_and_no_button_of_the_officer(client: Client, stored: Publication) -> None:
    page = signed_in(client, factories.reviewer()).get(door("preview", stored)).content.decode()

    assert "ข้อมูลปัจจุบันต่างจากฉบับที่เผยแพร่ ๑ แห่ง" in page
    assert "revise" not in page


def test_nothing_is_marked_where_nothing_differs(client: Client, stored: Publication) -> None:
    Measure.objects.update(title="มาตรการที่ 1")
    said = marked(client, stored, "documents")

    assert "ที่เผยแพร่" in said
    assert "แห่ง" not in said


def test_what_a_document_does_not_show_marks_nothing(client: Client) -> None:
    report = factories.report(factories.complete_plan(), state="published")
    stored = factories.publication(report)
    factories.assessment(fiscal_year=2568)

    assert "แห่ง" not in marked(client, stored, "documents")


def test_tab_of_the_documents_says_it_on_every_page_of_the_year(client: Client, stored: Publication) -> None:
    place = factories.municipality().pk
    signed_in(client, factories.officer())
    for name, year in (("assessment", 2567), ("plan", 2568), ("results", 2568), ("documents", 2568)):
        page = client.get(reverse(name, args=[place, year])).content.decode()
        assert "เผยแพร่แล้ว ต่าง ๑ แห่ง" in page, name


def test_revision_is_a_draft_that_leads_to_what_is_public(client: Client, stored: Publication) -> None:
    report = perform(stored.report, "revise", factories.officer(), "ชื่อมาตรการผิด")
    DocumentChoices.objects.create(report=report, cover=False)
    page = signed_in(client, factories.officer()).get(door("preview", stored)).content.decode()

    assert stored.html not in page
    assert CHANGED in page
    assert "ร่างนี้ต่างจากฉบับที่เผยแพร่ ๒ แห่ง" in alert(page)  # the measure, and how the document looks
    assert door("publication", stored) in page


def test_comments_of_a_published_document_stand_above_it_under_their_places(client: Client) -> None:
    report = factories.report(factories.complete_plan(), state="published")
    factories.publication(report)
    factories.comment(report, anchor="section:opening", place="ส่วนนำ", body="โปรดตรวจวันที่")
    page = signed_in(client, factories.officer()).get(
        reverse("preview", args=[report.plan.municipality_id, 2568, "plan"])
    )
    head = html.fromstring(page.content.decode()).xpath('//section[@aria-labelledby="comments-heading"]')[0]

    assert "โปรดตรวจวันที่" in head.text_content()
    assert "ไม่มีในเอกสารแล้ว" not in head.text_content()


def test_published_again_the_mark_is_gone(client: Client) -> None:
    """By the real steps: publish, edit, revise, publish."""
    report = factories.report(factories.complete_plan())
    officer, reviewer = factories.officer(), factories.reviewer()

    def published() -> Publication:
        perform(perform(report, "submit", officer), "accept", reviewer)
        return publish(Report.objects.with_place().get(pk=report.pk), officer)

    first = published()
    assert "แห่ง" not in marked(client, first, "preview")
    Measure.objects.update(title=CHANGED)
    assert "๑ แห่ง" in marked(client, first, "preview")
    report.refresh_from_db()
    perform(report, "revise", officer, "ชื่อมาตรการผิด")
    second = published()
    page = client.get(door("preview", second)).content.decode()

    assert (second.html in page, "แห่ง" in alert(page)) == (True, False)


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_with_a_mark_take_at_most_ten_queries(
    client: Client, rows: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    plan = factories.complete_plan()
    for number in range(2, rows + 1):
        factories.result(factories.measure(plan, number))
    for kind in KINDS:
        factories.publication(factories.report(plan, kind, state="published"))
    Assessment.objects.update(announced_total="80.00")
    signed_in(client, factories.officer())
    place = plan.municipality_id
    for name, *keys in (
        ("documents", place, 2568),
        ("preview", place, 2568, "plan"),
        ("preview", place, 2568, "results"),
        ("assessment", place, 2567),
        ("findings", place, 2567),
        ("analyses", place, 2567),
        ("plan", place, 2568),
        ("measure", place, 2568, 1),
        ("measure_add", place, 2568),
        ("results", place, 2568),
        ("result", place, 2568, 1),
        ("checks", place, 2568),
        ("document_choices", place, 2568, "plan"),
    ):
        with django_assert_max_num_queries(10):
            assert client.get(reverse(name, args=keys)).status_code == 200
