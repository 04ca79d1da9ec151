"""The check whether a municipality's own website carries what it published."""

from hashlib import sha256

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from public.models import CheckOutcome, Placement
from public.placing import check
from public.publications import Edition, revisions
from reports.models import Publication, Report
from tests import factories
from tests.websites import Website, sends

pytestmark = pytest.mark.django_db


@pytest.fixture
def report() -> Report:
    factories.assessment()
    report = factories.report(state="published")
    factories.publication(report)
    factories.publication(report, revision=2)
    return report


def editions(report: Report) -> list[Edition]:
    return revisions(report.plan.municipality_id, report.plan.fiscal_year, report.kind)


def pdf(report: Report, revision: int) -> bytes:
    return bytes(Publication.objects.get(report=report, revision=revision).pdf)


def found(report: Report, website: Website, content: bytes) -> tuple[str, str]:
    website.pages["/file"] = sends(content)
    placement = Placement.objects.create(report=report, address=website.address("/file"))
    assert check(placement, editions(report), website.bounds()) is True
    placement.refresh_from_db()
    return placement.outcome, placement.detail


def test_same_file_is_found(report: Report, website: Website):
    assert found(report, website, pdf(report, 2)) == (CheckOutcome.SAME, "")


def test_file_of_an_earlier_revision_is_told(report: Report, website: Website):
    assert found(report, website, pdf(report, 1)) == (CheckOutcome.OLDER, "")


def test_changed_file_is_told(report: Report, website: Website):
    assert found(report, website, pdf(report, 2) + b"\n") == (CheckOutcome.OTHER, "")


@pytest.mark.parametrize("link", ["address", "pdf"])
def test_page_with_a_link_is_told(report: Report, website: Website, settings, link: str):
    newest = editions(report)[0]
    address = newest.address if link == "address" else f"{settings.PORTAL_URL}{newest.pdf}"
    assert found(report, website, f'<a href="{address}">ITA</a>'.encode()) == (CheckOutcome.LINKED, "")


def test_page_without_a_link_is_told(report: Report, website: Website):
    assert found(report, website, "<h1>เทศบาล</h1>".encode()) == (CheckOutcome.OTHER, "")


def test_page_that_links_a_replaced_revision_is_told(report: Report, website: Website, settings):
    other = f"{settings.PORTAL_URL}/published/{report.plan.municipality_id}/2568/plan/1/"
    assert found(report, website, other.encode()) == (CheckOutcome.OTHER, "")


def test_failure_says_why(report: Report, website: Website):
    placement = Placement.objects.create(report=report, address=website.address("/nothing"))
    check(placement, editions(report), website.bounds())
    placement.refresh_from_db()
    assert (placement.outcome, placement.detail) == (CheckOutcome.FAILED, "เว็บไซต์ตอบด้วยรหัส 404")


def test_website_is_asked_once_a_minute(report: Report, website: Website):
    website.pages["/file"] = sends(b"x")
    placement = Placement.objects.create(report=report, address=website.address("/file"))
    with time_machine.travel(timezone.now(), tick=False) as clock:
        assert check(placement, editions(report), website.bounds()) is True
        assert check(placement, editions(report), website.bounds()) is False
        clock.shift(61)
        assert check(placement, editions(report), website.bounds()) is True
    assert len(website.asked) == 2


def test_address_that_was_changed_meanwhile_is_not_asked(report: Report, website: Website):
    website.pages["/file"] = sends(b"x")
    placement = Placement.objects.create(report=report, address=website.address("/file"))
    Placement.objects.update(address="https://new.example.go.th/")
    assert check(placement, editions(report), website.bounds()) is False
    assert website.asked == []


@pytest.mark.parametrize(
    "fields",
    [
        {"address": "http://www.example.go.th/"},
        {"address": "javascript:alert(1)"},
        {"address": "https://a.th/", "outcome": "guessed", "checked_at": timezone.now()},
        {"address": "https://a.th/", "outcome": "same"},
        {"address": "https://a.th/", "checked_at": timezone.now()},
    ],
)
def test_database_refuses_what_makes_no_sense(report: Report, fields: dict[str, object]):
    with pytest.raises(IntegrityError), transaction.atomic():
        Placement.objects.create(report=report, **fields)


def test_digest_of_a_publication_is_that_of_its_file(report: Report):
    assert editions(report)[0].sha256 == sha256(pdf(report, 2)).hexdigest()
