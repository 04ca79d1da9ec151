"""Evidence of a published report: public with it, as it was then, or only named."""

import csv
import io
import json
import shutil
import zipfile
from hashlib import sha256
from pathlib import Path
from typing import Any

import docx
import pytest
from django.conf import settings as portal
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from measures.models import Evidence
from reports import publishing
from reports.handing_out import data_file, page_of
from reports.models import Publication, PublishedEvidence, Report
from reports.reading import document_beside, document_of, fragment, paper_of
from reports.workflow import Refused
from tests import factories
from tests.measures.conftest import pdf, picture, upload
from tests.steps import perform, publish

pytestmark = pytest.mark.django_db
LABEL = "แสดงชื่อเท่านั้น (มีข้อมูลส่วนบุคคล)"
PUBLIC = "/results/1/evidence/1-1.pdf"


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture(autouse=True)
def _printed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Printing takes seconds; here the page is the PDF, and it has the bundle in it."""
    made = lambda html, attachments: b"%PDF-" + html.encode() + attachments[0].content  # noqa: E731
    monkeypatch.setattr(publishing, "pdf_of", made)


def attached(report: Report, content: bytes, name: str = "รายงานการประชุม.pdf", **more: Any) -> Evidence:
    """A file that the officer uploaded for the first measure."""
    row = Evidence(measure=report.plan.measures.get(), title=Path(name).stem, file_name=name, **more)
    row.file_sha256, row.file_size = sha256(content).hexdigest(), len(content)
    row.file.save(f"{row.file_sha256[:32]}.{Path(name).suffix[1:]}", upload(name, content))
    return row


def results() -> Report:
    """A report of results in draft, with a public file, one that is only named, and a web address."""
    report = factories.report(factories.complete_plan(), "results")
    attached(report, pdf(), position=0)
    attached(report, picture("PNG"), "ภาพผู้เข้าอบรม.png", named_only=True, position=1)
    measure = report.plan.measures.get()
    Evidence.objects.create(measure=measure, title="ข่าว", url="https://example.go.th/news", position=2)
    return report


def accepted(report: Report) -> Report:
    return perform(perform(report, "submit", factories.officer()), "accept", factories.reviewer())


def published() -> Publication:
    return publish(accepted(results()), factories.officer())


def content(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def address(one: Publication, name: str = "1-1.pdf") -> str:
    plan = one.report.plan
    keys = [plan.municipality_id, plan.fiscal_year, one.report.kind, one.revision, name]
    return reverse("publication_evidence", args=keys)


# What the paper says


def test_paper_of_a_publication_prints_public_addresses_or_names_only() -> None:
    one = published()

    assert f"{portal.PORTAL_URL}{address(one)}</a>" in one.html
    assert one.html.count(LABEL) == 1
    assert "https://example.go.th/news" in one.html
    for form in (one.html, one.bundle, bytes(one.pdf).decode()):
        assert f"{portal.PORTAL_URL}/evidence/" not in form
        assert "1-2.png" not in form


def test_word_of_a_publication_says_the_same() -> None:

    word = docx.Document(io.BytesIO(bytes(published().docx)))
    text = "\n".join(part.text for part in word.paragraphs)
    assert PUBLIC in text
    assert LABEL in text
    assert f"{portal.PORTAL_URL}/evidence/" not in text


def test_draft_leads_officer_and_reviewer_to_the_upload(client: Client) -> None:
    report = perform(results(), "submit", factories.officer())

    for page in (fragment(document_of(report)), paper_of(report).html):
        assert PUBLIC not in page
        for row in Evidence.objects.exclude(file=""):
            assert row.address in page
    client.force_login(factories.reviewer())
    row = Evidence.objects.get(named_only=True)
    assert content(client.get(reverse("evidence", args=[row.pk]))) == picture("PNG")


def test_published_document_reads_for_its_officer_as_for_the_public() -> None:
    one = published()
    report = Report.objects.get(pk=one.report_id)
    assert page_of(report) == one.html
    assert data_file(report).content.decode() == one.bundle
    assert fragment(document_beside(report, one)) == one.html


def test_older_publication_without_public_files_is_read_as_it_was_printed() -> None:
    one = published()
    PublishedEvidence.objects.all().delete()
    old = Evidence.objects.get(position=0).address
    Publication.objects.update(html=one.html.replace(f"{portal.PORTAL_URL}{address(one)}", old))
    assert old in page_of(Report.objects.get(pk=one.report_id))


def test_bundle_describes_the_public_file() -> None:
    (measure,) = json.loads(published().bundle)["plan"]["measures"]
    first, named, news = measure["evidence"]
    assert first["url"].endswith(PUBLIC)
    assert (first["file_name"], first["size"]) == ("รายงานการประชุม.pdf", len(pdf()))
    assert first["sha256"] == sha256(pdf()).hexdigest()
    assert named == {"title": "ภาพผู้เข้าอบรม", "named_only": True, "url": ""}
    assert news == {"title": "ข่าว", "url": "https://example.go.th/news"}


def test_report_that_was_accepted_before_stays_accepted() -> None:
    """What is public is told by the publication: the accepted contents have the same checksum as ever."""
    report = accepted(results())
    Evidence.objects.update(file_sha256="", file_size=None)
    report.refresh_from_db()
    before = report.fingerprint
    perform(perform(report, "return", factories.reviewer(), "ตรวจอีกครั้ง"), "submit", factories.officer())
    perform(report, "accept", factories.reviewer())
    report.refresh_from_db()
    assert report.fingerprint == before


# What the public gets


def test_anybody_downloads_public_evidence_and_nothing_shows_it(client: Client) -> None:
    answer = client.get(address(published()))

    assert content(answer) == pdf()
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''%E0%B8%A3")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


@pytest.mark.parametrize("name", ["1-2.png", "1-3.pdf", "1-1.png", "2-1.pdf", "..", "x" * 400])
def test_nothing_else_is_given(client: Client, name: str) -> None:
    assert client.get(address(published(), name)).status_code == 404


def test_named_only_appears_nowhere_in_public_but_by_its_name(client: Client) -> None:
    one = published()
    page = client.get(reverse("publication", args=[one.report.plan.municipality_id, 2568, "results"])).text
    assert "ภาพผู้เข้าอบรม" in page
    assert ".png" not in page
    stored = {path.suffix for path in folder().iterdir()}
    assert stored == {".pdf"}


def folder() -> Path:
    from pathlib import Path

    return Path(default_storage.path("published"))


def test_what_was_published_outlives_the_upload_and_its_replacement(client: Client) -> None:
    one = published()
    row = Evidence.objects.get(position=0)
    row.file.storage.delete(row.file.name or "")
    row.delete()
    assert content(client.get(address(one))) == pdf()


def test_revision_has_its_own_files(client: Client) -> None:
    one = published()
    report = perform(Report.objects.get(pk=one.report_id), "revise", factories.officer(), "แนบไฟล์ใหม่")
    Evidence.objects.get(position=0).delete()
    attached(report, pdf() + b"\n", position=0)
    attached(report, picture("JPEG"), "ป้าย.jpg", position=3)

    two = publish(accepted(report), factories.officer(), earlier="")

    assert content(client.get(address(one))) == pdf()
    assert content(client.get(address(two))) == pdf() + b"\n"
    assert content(client.get(address(two, "1-4.jpg"))) == picture("JPEG")
    assert client.get(address(one, "1-4.jpg")).status_code == 404
    assert "/results/2/evidence/1-1.pdf" in two.html


def test_equal_files_of_two_revisions_are_kept_once() -> None:
    one = published()
    report = perform(Report.objects.get(pk=one.report_id), "revise", factories.officer(), "คำผิด")
    publish(accepted(report), factories.officer())
    assert len(list(folder().iterdir())) == 1


@pytest.mark.parametrize("action", ["submit", "publish"])
def test_officer_reads_what_becomes_public_before_it_does(client: Client, action: str) -> None:
    report = results()
    if action == "publish":
        perform(report, "submit", factories.officer())
        perform(report, "accept", factories.reviewer())
    client.force_login(factories.officer())
    keys = [report.plan.municipality_id, 2568, "results", action]

    page = client.get(reverse("report_action", args=keys)).content.decode()

    assert "หลักฐานที่ทุกคนจะเปิดดูได้ ๒ รายการ" in page
    assert "รายงานการประชุม.pdf" in page
    assert 'href="https://example.go.th/news"' in page
    assert "ภาพผู้เข้าอบรม" not in page


def test_withdrawal_hides_evidence_at_once(client: Client) -> None:
    one = published()
    before = client.get(address(one))
    assert content(before) == pdf()
    assert "no-cache" in before.headers["Cache-Control"]
    perform(Report.objects.get(pk=one.report_id), "withdraw", factories.admin(), "มีข้อมูลส่วนบุคคล")

    for path in (address(one), package_address(one)):
        answer = client.get(path, headers={"If-None-Match": before.headers["ETag"]})
        assert answer.status_code == 410
        assert "มีข้อมูลส่วนบุคคล" in answer.text


# What is refused


def damage(kind: str) -> None:
    row = Evidence.objects.get(position=0)
    match kind:
        case "lost":
            row.file.storage.delete(row.file.name or "")
        case "changed":
            with row.file.storage.open(row.file.name, "wb") as file:
                file.write(b"%PDF-other")
        case "never described":
            Evidence.objects.filter(pk=row.pk).update(file_sha256="", file_size=None)


@pytest.mark.parametrize("kind", ["lost", "changed", "never described"])
def test_report_whose_public_file_is_not_there_is_not_published(kind: str) -> None:
    report = accepted(results())
    damage(kind)

    with pytest.raises(Refused, match="ไฟล์หลักฐาน “รายงานการประชุม” ของมาตรการที่ ๑ หายไปหรือเสียหาย"):
        publish(report, factories.officer())

    assert not Publication.objects.exists()
    assert list(folder().iterdir()) == []


def test_evidence_that_changes_while_it_is_printed_is_not_published(monkeypatch: pytest.MonkeyPatch) -> None:
    report = accepted(results())

    def meanwhile(_html: str, **_more: object) -> bytes:
        Evidence.objects.filter(position=0).update(named_only=True)
        return b"%PDF-"

    monkeypatch.setattr(publishing, "pdf_of", meanwhile)

    with pytest.raises(Refused, match="เปลี่ยนไป"):
        publish(report, factories.officer())

    assert not PublishedEvidence.objects.exists()


# Where it is listed


def package_address(one: Publication) -> str:
    keys = [one.report.plan.municipality_id, one.report.plan.fiscal_year, one.report.kind, one.revision]
    return reverse("publication_zip", args=keys)


@pytest.mark.parametrize("count", [1, 3])
def test_page_lists_the_files_with_size_and_sha256(
    client: Client, count: int, django_assert_num_queries: Any
) -> None:
    report = results()
    for number in range(1, count):
        attached(report, pdf() + b"\n" * number, position=10 + number)
    one = publish(accepted(report), factories.officer())

    with django_assert_num_queries(4):  # the revisions, the page, the files; what public papers print
        page = client.get(reverse("publication", args=[report.plan.municipality_id, 2568, "results"])).text

    assert page.count('class="digest">') == count + 1
    assert sha256(pdf()).hexdigest() in page
    assert "๐.๑" in page
    assert f'href="{address(one)}"' in page


def test_zip_packs_the_publication_with_its_evidence(client: Client) -> None:
    one = published()

    answer = client.get(package_address(one))
    packed = content(answer)

    assert answer.headers["Content-Type"] == "application/zip"
    archive = zipfile.ZipFile(io.BytesIO(packed))
    assert archive.testzip() is None
    stem = "ita-2568-results-1"
    files = {name: archive.read(name) for name in archive.namelist()}
    sums = files.pop("SHA256SUMS").decode()
    assert files == {
        f"{stem}.pdf": bytes(one.pdf),
        f"{stem}.docx": bytes(one.docx),
        f"{stem}.json": one.bundle.encode(),
        "evidence/1-1.pdf": pdf(),
    }
    assert sums == "".join(f"{sha256(held).hexdigest()}  {name}\n" for name, held in files.items())
    assert content(client.get(package_address(one))) == packed


def test_zip_leaves_out_what_the_disk_has_lost(client: Client) -> None:
    one = published()
    shutil.rmtree(folder())
    archive = zipfile.ZipFile(io.BytesIO(content(client.get(package_address(one)))))
    assert "evidence/1-1.pdf" not in archive.namelist()
    assert client.get(address(one)).status_code == 404


def test_open_data_lists_evidence(client: Client) -> None:
    one = published()
    text = client.get(reverse("open_data_csv", args=["evidence"])).getvalue().decode()
    first, named, news = csv.DictReader(io.StringIO(text, newline=""))
    assert first["address"] == f"{portal.PORTAL_URL}{address(one)}"
    assert (first["sha256"], first["size"]) == (sha256(pdf()).hexdigest(), str(len(pdf())))
    assert [row["named_only"] for row in (first, named, news)] == ["false", "true", "false"]
    assert (named["address"], named["file_name"], named["sha256"]) == ("", "", "")
    assert news["address"] == "https://example.go.th/news"
