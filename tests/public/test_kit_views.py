"""What the officer gets for the municipality's own website."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from public.models import Placement
from reports.models import Report
from tests import factories

pytestmark = pytest.mark.django_db
ADDRESS = "https://www.khelang.example.go.th/ita/o27.pdf"


@pytest.fixture
def report() -> Report:
    factories.assessment()
    return factories.report(state="published")


@pytest.fixture
def officer(page_client: Client) -> Client:
    page_client.force_login(factories.officer())
    return page_client


def at(report: Report, name: str = "publication_kit") -> str:
    return reverse(name, args=[report.plan.municipality_id, 2568, report.kind])


def test_kit_names_addresses_snippet_and_answer(officer: Client, report: Report, settings):
    settings.PORTAL_URL = "https://ita.example.go.th"
    publication = factories.publication(report)
    context = officer.get(at(report)).context
    page = f"https://ita.example.go.th/published/{report.plan.municipality_id}/2568/plan/"
    assert context["page_address"] == page
    assert context["pdf_address"] == f"{page[:-1]}.pdf"
    snippet = f'<p><a href="{page}">{publication.title}</a> (<a href="{page[:-1]}.pdf">PDF</a>)</p>'
    assert context["snippet"] == snippet
    (answer,) = context["answers"]
    assert answer.heading.startswith("ข้อ ")
    assert page in answer.text


def test_snippet_is_shown_as_text(officer: Client, report: Report):
    publication = factories.publication(report)
    publication.title = "</textarea><script>alert(1)</script>"
    publication.save()
    page = officer.get(at(report)).content.decode()
    assert "<script>alert" not in page
    assert "&amp;lt;/textarea&amp;gt;" in page


def test_results_of_2567_answer_two_items(officer: Client):
    factories.assessment(fiscal_year=2566)
    report = factories.report(factories.plan(fiscal_year=2567), "results", state="published")
    factories.publication(report)
    context = officer.get(
        reverse("publication_kit", args=[report.plan.municipality_id, 2567, "results"])
    ).context
    assert len(context["answers"]) == 2


def test_address_stays_when_a_revision_follows(officer: Client, report: Report):
    factories.publication(report)
    before = officer.get(at(report)).context["pdf_address"]
    factories.publication(report, revision=2)
    assert officer.get(at(report)).context["pdf_address"] == before


def test_unpublished_document_has_no_kit(officer: Client, report: Report):
    page = officer.get(at(report)).content.decode()
    assert "เอกสารนี้ยังไม่ได้เผยแพร่" in page
    assert "/published/2" not in page
    assert officer.get(at(report, "publication_qr")).status_code == 404


def test_withdrawn_document_is_told(officer: Client, report: Report):
    factories.publication(report)
    report.publications.update(withdrawn_at=timezone.now(), reason="ผิด")
    assert "ฉบับนี้ถูกถอนเมื่อ" in officer.get(at(report)).content.decode()


def test_drawing_has_no_scripts_and_no_styles(officer: Client, report: Report):
    factories.publication(report)
    drawn = officer.get(at(report)).context["qr"]
    assert re.findall(r"<script|style=|href", drawn) == []
    assert drawn.startswith("<svg")


def test_picture_of_the_code_is_a_png(officer: Client, report: Report, tmp_path):
    factories.publication(report)
    answer = officer.get(at(report, "publication_qr"))
    (tmp_path / "qr.png").write_bytes(answer.content)
    with Image.open(tmp_path / "qr.png") as picture:
        assert (picture.format, picture.width >= 400) == ("PNG", True)
    assert answer["Content-Type"] == "image/png"


def save(client: Client, report: Report, address: str, **more: str):
    return client.post(at(report), {"address": address} | more)


def test_own_address_is_kept(officer: Client, report: Report):
    factories.publication(report)
    assert save(officer, report, ADDRESS).status_code == 302
    assert Placement.objects.get(report=report).address == ADDRESS
    assert f'value="{ADDRESS}"' in officer.get(at(report)).content.decode()


def test_another_address_forgets_what_was_found(officer: Client, report: Report):
    factories.publication(report)
    Placement.objects.create(report=report, address=ADDRESS, checked_at=timezone.now(), outcome="same")
    save(officer, report, ADDRESS + "?2")
    kept = Placement.objects.get(report=report)
    assert (kept.address, kept.outcome, kept.checked_at) == (ADDRESS + "?2", "", None)


def test_same_address_keeps_what_was_found(officer: Client, report: Report):
    factories.publication(report)
    Placement.objects.create(report=report, address=ADDRESS, checked_at=timezone.now(), outcome="same")
    save(officer, report, ADDRESS)
    assert Placement.objects.get(report=report).outcome == "same"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "x",
        "http://www.example.go.th/",
        "ftp://a.th/",
        "https://a.go.th:8443/",
        "https://user@a.go.th/",
        "https://" + "a" * 600,
    ],
)
def test_other_addresses_are_refused(officer: Client, report: Report, address: str):
    factories.publication(report)
    answer = save(officer, report, address)
    assert answer.status_code == 200
    assert answer.context["form"].errors["address"]
    assert not Placement.objects.exists()


def test_address_saved_in_another_window_is_not_overwritten(officer: Client, report: Report):
    factories.publication(report)
    seen = officer.get(at(report)).context["guard"].token
    save(officer, report, ADDRESS, seen=seen)
    answer = save(officer, report, "https://www.example.go.th/", seen=seen)
    assert answer.status_code == 200
    assert Placement.objects.get().address == ADDRESS


def test_check_is_off_unless_it_is_switched_on(officer: Client, report: Report, settings):
    settings.OUTGOING_CHECKS = False
    factories.publication(report)
    Placement.objects.create(report=report, address=ADDRESS)
    assert "ระบบนี้ปิดการติดต่อเว็บไซต์ภายนอกไว้" in officer.get(at(report)).content.decode()
    assert officer.post(at(report, "placement_check")).status_code == 403
    assert Placement.objects.get().checked_at is None


def test_check_of_an_inside_address_says_why_not(officer: Client, report: Report, settings):
    settings.OUTGOING_CHECKS = True
    factories.publication(report)
    Placement.objects.create(report=report, address="https://127.0.0.1/o27.pdf")
    assert officer.post(at(report, "placement_check")).status_code == 302
    assert "เครือข่ายภายใน" in officer.get(at(report)).content.decode()


def test_check_without_an_address_is_not_found(officer: Client, report: Report, settings):
    settings.OUTGOING_CHECKS = True
    factories.publication(report)
    assert officer.post(at(report, "placement_check")).status_code == 404


@pytest.mark.parametrize("name", ["publication_kit", "publication_qr"])
def test_others_of_the_scope_are_refused_in_thai(client: Client, report: Report, name: str):
    factories.publication(report)
    client.force_login(factories.reviewer())
    answer = client.get(at(report, name))
    assert answer.status_code == 403
    assert "เฉพาะเจ้าหน้าที่ ITA ของเทศบาลเมืองเขลางค์นคร" in answer.content.decode()
