"""The portal moves to https or to another name: nothing accepted, published or exported is in the way."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from documents.loading import load_dossier
from exchange.export import export
from exchange.reading import read_bundle
from exchange.storing import store
from ita_portal.own_addresses import own_origins, own_path
from measures.models import Evidence
from reports import publishing
from reports.models import Report
from reports.reading import enclosed
from reports.workflow import refusal
from tests import factories
from tests.steps import perform, publish

pytestmark = pytest.mark.django_db
OLD, NEW = "http://ita.example.go.th", "https://ita.province.example"
MOVES = {"https": "https://ita.example.go.th", "another name": NEW, "another port": f"{OLD}:8080"}


@pytest.fixture(autouse=True)
def _old_portal(settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    settings.PORTAL_URL = OLD
    settings.ALLOWED_HOSTS = ["ita.example.go.th", "ita.province.example", "testserver"]


@pytest.fixture(autouse=True)
def _printed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Printing takes seconds; here the page is the PDF."""
    monkeypatch.setattr(publishing, "pdf_of", lambda html, attachments: b"%PDF-" + html.encode())


def results() -> Report:
    """A report of results with an uploaded file, and one that is only named."""
    report = factories.report(factories.complete_plan(), "results")
    for place, named_only in enumerate((False, True), 1):
        content = f"%PDF-1.4 {place}".encode()
        Evidence.objects.create(
            measure=report.plan.measures.get(),
            position=place,
            title=f"ภาพ {place}",
            file=ContentFile(content, name=f"{place}.pdf"),
            file_name=f"{place}.pdf",
            file_sha256=sha256(content).hexdigest(),
            file_size=len(content),
            named_only=named_only,
        )
    return report


def accepted() -> Report:
    return perform(perform(results(), "submit", factories.officer()), "accept", factories.reviewer())


def old_fingerprint(report: Report) -> str:
    """As it was kept before: the addresses with the portal's host of the day."""
    dossier = load_dossier(report.plan)
    place = replace(dossier.place, code="", website="")
    content = enclosed(replace(dossier, place=place), report.kind).content
    return sha256(content.replace(b"ita-report-bundle/2", b"ita-report-bundle/1")).hexdigest()


@pytest.mark.parametrize("address", MOVES.values(), ids=MOVES)
def test_what_was_accepted_under_one_name_is_published_under_another(
    settings: LazySettings, address: str
) -> None:
    report = accepted()
    settings.PORTAL_URL = address

    assert f"{address}/published/" in publish(report, factories.officer()).html


@pytest.mark.parametrize("address", [OLD, *MOVES.values()])
def test_fingerprint_of_before_still_counts(settings: LazySettings, address: str) -> None:
    report = accepted()
    Report.objects.filter(pk=report.pk).update(fingerprint=old_fingerprint(report))
    settings.PORTAL_URL = address

    assert refusal(Report.objects.with_place().get(pk=report.pk), "publish", factories.officer()) == ""


def test_fingerprint_of_before_still_tells_a_change(settings: LazySettings) -> None:
    report = accepted()
    Report.objects.filter(pk=report.pk).update(fingerprint=old_fingerprint(report))
    report.plan.measures.update(title="เปลี่ยนแล้ว")
    settings.PORTAL_URL = NEW

    found = Report.objects.with_place().get(pk=report.pk)
    assert "เปลี่ยนไปหลังจากผ่านการตรวจทาน" in refusal(found, "publish", factories.officer())


def test_bundle_of_one_name_finds_the_files_under_another(settings: LazySettings) -> None:
    report = results()
    content = export(report.plan.municipality, report.plan.fiscal_year)
    settings.PORTAL_URL = NEW

    changes = store(read_bundle(content))

    assert changes.writes == 0
    assert Evidence.objects.exclude(file="").count() == 2


def test_another_websites_address_is_no_upload() -> None:
    report = results()
    upload = Evidence.objects.first()
    assert upload is not None
    content = export(report.plan.municipality, report.plan.fiscal_year)
    other = content.replace(upload.address.encode(), b"https://news.example/evidence/today/")

    store(read_bundle(other))

    assert Evidence.objects.filter(url="https://news.example/evidence/today/").count() == 1


def test_paths_printed_in_papers_are_answered_under_the_new_and_the_old_name(
    settings: LazySettings, client: Client
) -> None:
    stored = publish(accepted(), factories.officer())
    settings.PORTAL_URL = NEW
    keys = [stored.report.plan.municipality_id, 2568, "results", 1]

    for host in ("ita.example.go.th", "ita.province.example"):
        printed = reverse("publication_evidence", args=[*keys, "1-1.pdf"])
        assert f"{OLD}{printed}" in stored.html
        answer = client.get(printed, headers={"host": host})
        assert b"".join(answer.streaming_content) == b"%PDF-1.4 1"


@pytest.mark.parametrize(
    ("address", "path"),
    [
        (f"{OLD}/evidence/1/", "/evidence/1/"),
        ("https://ita.example.go.th/evidence/1/?q=1#a", "/evidence/1/?q=1#a"),
        ("HTTP://ITA.EXAMPLE.GO.TH/evidence/1/", "/evidence/1/"),
        (f"{OLD}.evil.example/evidence/1/", ""),
        ("https://news.example/evidence/1/", ""),
        ("", ""),
        ("/evidence/1/", ""),
    ],
)
def test_own_address_is_known_by_its_host(address: str, path: str) -> None:
    assert own_path(address) == path


def test_names_that_stand_for_many_are_no_address(settings: LazySettings) -> None:
    settings.ALLOWED_HOSTS = ["*", ".go.th"]
    assert {origin.partition("://")[2].partition(":")[0] for origin in own_origins()} == {"ita.example.go.th"}
