"""A document as the public gets it: page, files, earlier revisions, and the word that it was withdrawn."""

import json
import re
from datetime import date
from decimal import Decimal
from hashlib import sha256

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.models import Score
from reports.models import Publication, Report
from tests import factories

pytestmark = pytest.mark.django_db
DIFFERENT = "ตัวเลขไม่ตรงกับเอกสารอื่นที่เผยแพร่อยู่"
FILES = {"pdf": "application/pdf", "json": "application/json"}


@pytest.fixture
def report() -> Report:
    factories.assessment()
    factories.measure(plan := factories.plan())
    return factories.report(plan, state="published")


def at(report: Report, revision: int | None = None, extension: str = "") -> str:
    keys = [report.plan.municipality_id, 2568, report.kind]
    names = {"": "publication" if revision is None else "publication_revision"}
    keys += [] if revision is None else [revision]
    return reverse(names.get(extension, f"publication_{extension}"), args=keys)


def withdraw(publication: Publication, reason: str = "มีข้อมูลส่วนบุคคล") -> None:
    publication.withdrawn_at, publication.reason = timezone.now(), reason
    publication.save()


def test_page_shows_the_stored_document(client: Client, report: Report):
    publication = factories.publication(report)
    answer = client.get(at(report))
    assert answer.status_code == 200
    assert publication.html in answer.content.decode()


def test_page_stays_as_published_whatever_is_edited_later(client: Client, report: Report):
    factories.publication(report)
    before = client.get(at(report)).content
    report.plan.measures.update(title="เปลี่ยนหลังเผยแพร่")
    report.plan.municipality.assessments.update(announced_total="12.34")
    assert client.get(at(report)).content == before


def test_page_has_one_main_heading(client: Client, report: Report):
    factories.publication(report)
    assert len(re.findall(r"<h1\b", client.get(at(report)).content.decode())) == 1


def test_newest_revision_answers_at_the_address_of_the_document(client: Client, report: Report):
    factories.publication(report)
    factories.publication(report, revision=2)
    assert client.get(at(report)).context["edition"].revision == 2


def test_earlier_revision_is_reachable_and_leads_to_the_newest(client: Client, report: Report):
    factories.publication(report)
    factories.publication(report, revision=2)
    answer = client.get(at(report, 1))
    page = " ".join(answer.content.decode().split())
    assert answer.status_code == 200
    assert "ฉบับที่&nbsp;๑ นี้ถูกแทนที่แล้ว" in page
    assert f'<a href="{at(report)}">' in page


def test_current_revision_names_the_address_of_the_document_as_its_own(
    client: Client, report: Report, settings
):
    factories.publication(report)
    page = client.get(at(report, 1)).content.decode()
    assert f'<link rel="canonical" href="{settings.PORTAL_URL}{at(report)}">' in page


def test_withdrawn_page_says_when_and_why_and_nothing_else(client: Client, report: Report):
    withdraw(publication := factories.publication(report))
    answer = client.get(at(report))
    page = answer.content.decode()
    assert answer.status_code == 410
    assert "มีข้อมูลส่วนบุคคล" in page
    assert publication.html not in page
    assert publication.sha256 not in page


@pytest.mark.parametrize("extension", ["pdf", "docx", "json"])
@pytest.mark.parametrize("revision", [None, 1])
def test_withdrawn_files_are_gone(client: Client, report: Report, extension: str, revision: int | None):
    withdraw(publication := factories.publication(report))
    answer = client.get(at(report, revision, extension), headers={"If-None-Match": "*"})
    assert answer.status_code == 410
    assert bytes(publication.pdf) not in answer.content


def test_earlier_revision_does_not_take_the_place_of_a_withdrawn_one(client: Client, report: Report):
    factories.publication(report)
    withdraw(factories.publication(report, revision=2))
    assert client.get(at(report)).status_code == 410
    assert client.get(at(report, 1)).status_code == 200


@pytest.mark.parametrize("revision", [None, 1])
def test_files_are_the_stored_bytes(client: Client, report: Report, revision: int | None):
    publication = factories.publication(report)
    pdf = client.get(at(report, revision, "pdf"))
    assert sha256(pdf.content).hexdigest() == publication.sha256
    assert client.get(at(report, revision, "docx")).content == bytes(publication.docx)
    assert client.get(at(report, revision, "json")).content.decode() == publication.bundle


def test_each_revision_keeps_its_own_files(client: Client, report: Report):
    first = factories.publication(report)
    second = factories.publication(report, revision=2)
    assert client.get(at(report, 1, "pdf")).content == bytes(first.pdf)
    assert client.get(at(report, 2, "pdf")).content == bytes(second.pdf)
    assert client.get(at(report, None, "pdf")).content == bytes(second.pdf)


@pytest.mark.parametrize("extension", FILES)
def test_files_carry_type_guard_and_safe_name(client: Client, report: Report, extension: str):
    publication = factories.publication(report)
    publication.title = 'รายงาน/../"ลับ"'
    publication.save()
    answer = client.get(at(report, None, extension))
    assert answer["Content-Type"] == FILES[extension]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "/" not in answer["Content-Disposition"].replace("utf-8''", "")
    assert "%2F" not in answer["Content-Disposition"]


@pytest.mark.parametrize("extension", ["pdf", "docx", "json"])
def test_unchanged_file_is_not_sent_again(client: Client, report: Report, extension: str):
    factories.publication(report)
    first = client.get(at(report, None, extension))
    again = client.get(at(report, None, extension), headers={"If-None-Match": first["ETag"]})
    since = client.get(at(report, None, extension), headers={"If-Modified-Since": first["Last-Modified"]})
    assert [(one.status_code, one.content) for one in (again, since)] == [(304, b""), (304, b"")]


def test_file_of_a_new_revision_is_sent(client: Client, report: Report):
    factories.publication(report)
    tag = client.get(at(report, None, "pdf"))["ETag"]
    factories.publication(report, revision=2)
    assert client.get(at(report, None, "pdf"), headers={"If-None-Match": tag}).status_code == 200


def test_copies_ask_whether_they_still_stand(client: Client, report: Report):
    factories.publication(report)
    for extension in ("", "pdf"):
        kept = client.get(at(report, None, extension))["Cache-Control"]
        assert {part.strip() for part in kept.split(",")} == {"no-cache", "public"}


def test_page_describes_itself_to_programs(client: Client, report: Report, settings):
    publication = factories.publication(report)
    page = client.get(at(report)).content.decode()
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    described = json.loads(text)
    assert described["name"] == publication.title
    assert described["url"] == f"{settings.PORTAL_URL}{at(report)}"
    assert described["publisher"]["name"] == "เทศบาลเมืองเขลางค์นคร"
    assert re.findall(r'<meta property="og:title"\s+content="([^"]*)">', page) == [publication.title]


def test_title_can_not_end_the_description(client: Client, report: Report):
    publication = factories.publication(report)
    publication.title = "</script><script>alert(1)</script>"
    publication.save()
    assert "<script>alert" not in client.get(at(report)).content.decode()


@pytest.mark.parametrize("revisions", [1, 3])
def test_page_asks_as_much_for_three_revisions_as_for_one(
    client: Client, report: Report, revisions: int, django_assert_num_queries
):
    for number in range(1, revisions + 1):
        factories.publication(report, revision=number)
    with django_assert_num_queries(4):  # revisions, the document, evidence; what public papers print
        client.get(at(report))


def test_file_is_read_only_when_it_is_sent(client: Client, report: Report, django_assert_num_queries):
    factories.publication(report)
    tag = client.get(at(report, None, "pdf"))["ETag"]
    with django_assert_num_queries(1):
        client.get(at(report, None, "pdf"), headers={"If-None-Match": tag})


@pytest.mark.parametrize("revision", [0, 2, 10**30])
def test_unknown_revision_is_not_found(client: Client, report: Report, revision: int):
    factories.publication(report)
    assert client.get(at(report, revision)).status_code == 404
    assert client.get(at(report, revision, "pdf")).status_code == 404


def test_papers_that_print_different_figures_say_so(client: Client, report: Report):
    """Both pages, each with the other; not once they agree, nor a replaced or withdrawn revision."""
    factories.publication(report)
    Score.objects.filter(code="4").update(value=Decimal("84.54"))
    other = factories.report(factories.plan(fiscal_year=2569), state="published")
    factories.publication(other)

    def said() -> list[int]:
        keys = {year: [report.plan.municipality_id, year, "plan"] for year in (2568, 2569)}
        pages = {year: client.get(reverse("publication", args=key)) for year, key in keys.items()}
        return [year for year, page in pages.items() if DIFFERENT in page.text]

    assert said() == [2568, 2569]
    page = client.get(at(report)).text
    assert "ผลการประเมิน ปีงบประมาณ พ.ศ. ๒๕๖๗" in " ".join(page.replace("\xa0", " ").split())
    assert reverse("publication", args=[report.plan.municipality_id, 2569, "plan"]) in page

    second = factories.publication(report, revision=2)
    assert said() == []
    assert DIFFERENT not in client.get(at(report, 1)).text
    withdraw(second)
    assert said() == []


def test_paper_and_its_file_say_that_the_municipality_has_ended(client: Client, report: Report):
    publication = factories.publication(report)
    place = report.plan.municipality
    for ended_on, said in ((None, False), (date(2025, 10, 1), True)):
        place.ended_on = ended_on
        place.save()
        for address in (at(report), f"{reverse('verify')}?sha256={publication.sha256}"):
            page = client.get(address).content.decode().replace("\u00a0", " ")
            assert ("สิ้นสภาพ ๑ ตุลาคม ๒๕๖๘" in page) == said, address
