"""What publishing stores, once and whole; what it refuses; what a kill in the middle leaves: nothing."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from urllib.parse import urlsplit, urlunsplit

import docx
import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from documents.loading import load_dossier
from measures.models import Measure
from printing.pdf.rendering import PdfFailed
from reports import publishing
from reports.models import Event, Publication, Report
from reports.reading import document_beside, document_of, enclosed, fragment
from reports.workflow import Refused
from tests import factories
from tests.steps import perform, publish

pytestmark = pytest.mark.django_db
KINDS = ["plan", "results"]


def accepted(kind: str = "plan") -> Report:
    """A report without errors that its reviewer has accepted, by the real steps."""
    report = factories.report(factories.complete_plan(), kind)
    return again(report)


def again(report: Report) -> Report:
    """The same, of a report that is open."""
    return perform(perform(report, "submit", factories.officer()), "accept", factories.reviewer())


def paper_text(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


@pytest.mark.parametrize("kind", KINDS)
def test_publication_holds_the_document_in_every_form(kind: str) -> None:
    report = accepted(kind)

    stored = publish(report, factories.officer())

    stored.refresh_from_db()
    pdf, data = bytes(stored.pdf), enclosed(load_dossier(report.plan), kind)
    assert (stored.revision, stored.published_by, stored.withdrawn_at) == (1, factories.officer(), None)
    assert stored.title == PdfReader(BytesIO(pdf)).metadata.title
    assert stored.sha256 == sha256(pdf).hexdigest()
    assert PdfReader(BytesIO(pdf)).attachments == {data.name: [stored.bundle.encode()]}
    assert stored.bundle.encode() == data.content
    report.refresh_from_db()
    assert (report.state, report.events.last().verb) == ("published", "publish")


@pytest.mark.parametrize("kind", KINDS)
def test_publication_is_no_draft_in_any_form(kind: str) -> None:
    stored = publish(accepted(kind), factories.officer())

    word = "\n".join(part.text for part in docx.Document(BytesIO(bytes(stored.docx))).paragraphs)
    assert "ร่าง" not in stored.html
    assert [
        text
        for text in (paper_text(bytes(stored.pdf)), word)
        if re.search(r"^\s*ร่าง\s*$", text, re.MULTILINE)
    ] == []


@pytest.mark.parametrize("kind", KINDS)
def test_publication_says_what_the_preview_says(kind: str, client: Client) -> None:
    report = accepted(kind)
    stored = publish(report, factories.officer())
    report.refresh_from_db()
    client.force_login(factories.officer())
    page = client.get(reverse("preview", args=[report.plan.municipality_id, 2568, kind]))

    assert stored.html in page.content.decode()
    assert fragment(document_beside(report, stored)) == stored.html


def test_accepted_document_is_still_a_draft() -> None:
    assert "ร่าง" in fragment(document_of(accepted()))


def test_publication_stays_as_it_was_when_the_plan_goes_on() -> None:
    report = accepted()
    stored = publish(report, factories.officer())
    perform(report, "revise", factories.officer(), "ชื่อมาตรการผิด")
    Measure.objects.filter(plan=report.plan).update(title="ชื่อใหม่ของมาตรการ")
    report.refresh_from_db()

    assert "ชื่อใหม่ของมาตรการ" in fragment(document_of(report))
    assert Publication.objects.get() == stored
    assert "ชื่อใหม่ของมาตรการ" not in Publication.objects.get().html


def test_correction_is_the_next_revision_and_says_so() -> None:
    report = accepted()
    first = publish(report, factories.officer())
    second = publish(again(perform(report, "revise", factories.officer(), "แก้คำผิด")), factories.officer())

    assert (first.revision, second.revision) == (1, 2)
    assert [("ฉบับปรับปรุงครั้งที่ ๑" in one.html) for one in (first, second)] == [False, True]
    assert report.publications.filter(withdrawn_at=None).count() == 2


def test_withdrawn_document_is_published_again_as_the_next_revision() -> None:
    report = accepted()
    publish(report, factories.officer())
    report = again(perform(report, "withdraw", factories.admin(), "มีข้อมูลส่วนบุคคล"))

    assert publish(report, factories.officer(), repeated=True).revision == 2


def test_where_the_province_does_not_review_the_officer_publishes_what_was_submitted() -> None:
    report = factories.report(factories.complete_plan())
    province = report.plan.municipality.province
    province.reviews = False
    province.save()
    perform(report, "submit", factories.officer())
    report.refresh_from_db()

    assert publish(report, factories.officer()).revision == 1


# What is refused


def unchanged(report: Report) -> bool:
    report.refresh_from_db()
    steps = list(report.events.values_list("verb", flat=True))
    return (report.state, steps, report.publications.count()) == ("accepted", ["submit", "accept"], 0)


def test_nobody_but_the_officer_publishes() -> None:
    report = accepted()

    with pytest.raises(Refused, match="เฉพาะเจ้าหน้าที่ ITA"):
        publish(report, factories.reviewer())

    assert unchanged(report)


def test_document_that_cannot_be_printed_is_not_published(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_html: str, **_more: object) -> bytes:
        raise PdfFailed("ใช้เวลานานเกินไป")

    report = accepted()
    monkeypatch.setattr(publishing, "pdf_of", fail)

    with pytest.raises(PdfFailed):
        publish(report, factories.officer())

    assert unchanged(report)


@pytest.mark.parametrize(
    ("reviewed_as", "sentence"), [(None, "เปลี่ยนไปหลังจากผ่านการตรวจทาน"), ("", "เปลี่ยนไประหว่างสร้างไฟล์")]
)
def test_document_that_changes_while_it_is_printed_is_not_published(
    monkeypatch: pytest.MonkeyPatch, reviewed_as: str | None, sentence: str
) -> None:
    report = accepted()
    if reviewed_as is not None:  # as one that was accepted before fingerprints were kept
        Report.objects.filter(pk=report.pk).update(fingerprint=reviewed_as)

    def meanwhile(_html: str, **_more: object) -> bytes:
        Measure.objects.filter(plan=report.plan).update(title="ชื่อใหม่")
        return b"%PDF-"

    monkeypatch.setattr(publishing, "pdf_of", meanwhile)

    with pytest.raises(Refused, match=sentence):
        publish(report, factories.officer())

    assert unchanged(report)


def results_beside_a_plan_under_revision() -> Report:
    """The report of results, accepted; then its plan's document was published and opened again."""
    report = accepted("results")
    plan = publish(again(report.plan.reports.get(kind="plan")), factories.officer()).report
    perform(plan, "revise", factories.officer(), "ชื่อมาตรการผิด")
    return report


def test_results_are_published_while_the_revision_of_the_plan_has_changed_nothing() -> None:
    report = results_beside_a_plan_under_revision()

    assert publish(report, factories.officer()).revision == 1


def test_results_are_not_published_when_the_revision_of_the_plan_changed_what_they_say() -> None:
    report = results_beside_a_plan_under_revision()
    Measure.objects.filter(plan=report.plan).update(title="ชื่อใหม่ของมาตรการ")

    with pytest.raises(Refused, match="เนื้อหาของเอกสารเปลี่ยนไปหลังจากผ่านการตรวจทาน"):
        publish(report, factories.officer())

    assert unchanged(report)


def test_changed_report_is_published_once_it_was_reviewed_again() -> None:
    report = accepted("results")
    Measure.objects.filter(plan=report.plan).update(title="ชื่อใหม่ของมาตรการ")
    report = again(perform(report, "return", factories.reviewer(), "มาตรการเปลี่ยนไป"))

    assert "ชื่อใหม่ของมาตรการ" in publish(report, factories.officer()).html


# Killed in the middle

KILLED_BEFORE_COMMIT = """
import os, signal, sys, django
django.setup()
from django.db.models.signals import post_save
from accounts.models import User
from reports.models import Event, Report
from reports.publishing import publish

def kill(**_more):
    os.kill(os.getpid(), signal.SIGKILL)

post_save.connect(kill, sender=Event)
report = Report.objects.get(pk=int(sys.argv[1]))
publish(report, User.objects.get(username="somsri"), seen=report.version)
"""


def address_of_the_test_database() -> str:
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


@pytest.fixture
def _closed_connections() -> Iterator[None]:
    yield
    connections.close_all()


@pytest.mark.needs("Pango")
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_closed_connections")
def test_kill_before_the_commit_leaves_nothing_half() -> None:
    """The publication and the event are written, the commit is not: the next one is the first again."""
    report = accepted()
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_BEFORE_COMMIT, str(report.pk)],
        env={**os.environ, "DATABASE_URL": address_of_the_test_database()},
        cwd=settings.BASE_DIR,
        check=False,
    )

    assert killed.returncode == -signal.SIGKILL
    assert unchanged(report)
    assert publish(report, factories.officer()).revision == 1
    assert Event.objects.filter(verb="publish").count() == 1
