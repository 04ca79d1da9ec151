"""Whether, when and by whom a file was published."""

from io import BytesIO

import pytest
from django.conf import settings as portal
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ita_portal.thai import thai_digits
from public.hashing import MAX_BYTES
from reports.models import Publication, Report
from tests import factories

pytestmark = pytest.mark.django_db
VERIFY = "/verify/"


@pytest.fixture
def report() -> Report:
    factories.assessment()
    return factories.report(state="published")


def upload(client: Client, content: bytes):
    return client.post(VERIFY, {"file": SimpleUploadedFile("รายงาน.pdf", content)})


def revisions(answer) -> list[int]:
    assert answer.status_code == 200
    return [one.edition.revision for one in answer.context["found"]]


def test_published_file_is_known(client: Client, report: Report):
    publication = factories.publication(report)
    answer = upload(client, bytes(publication.pdf))
    page = answer.content.decode()
    assert revisions(answer) == [1]
    assert "ไฟล์นี้ตรงกับฉบับที่เผยแพร่ล่าสุด" in page
    assert "เทศบาลเมืองเขลางค์นคร อำเภอเมืองลำปาง จังหวัดลำปาง" in page
    assert str(publication.published_by) not in page


def test_changed_file_is_not_known(client: Client, report: Report):
    publication = factories.publication(report)
    answer = upload(client, bytes(publication.pdf) + b"%%EOF")
    assert revisions(answer) == []
    assert "ไม่พบไฟล์นี้ในเอกสารที่เผยแพร่" in answer.content.decode()


def test_replaced_file_is_told_from_the_newest(client: Client, report: Report):
    first = factories.publication(report)
    factories.publication(report, revision=2)
    assert "มีฉบับใหม่แทนแล้ว" in upload(client, bytes(first.pdf)).content.decode()


def test_withdrawn_file_is_told(client: Client, report: Report):
    publication = factories.publication(report)
    Publication.objects.update(withdrawn_at=timezone.now(), reason="ผิด")
    page = upload(client, bytes(publication.pdf)).content.decode()
    assert "ไฟล์นี้เคยเผยแพร่ แต่ถูกถอนแล้ว" in page
    assert "ถอนเมื่อ" in page


def spaced(digest: str) -> str:
    return " ".join(digest[start : start + 8] for start in range(0, 64, 8))


@pytest.mark.parametrize(
    "typed",
    [
        str,
        str.upper,
        spaced,
        thai_digits,
        lambda digest: f"SHA-256: {digest}",
        lambda digest: f"\u200b{digest}\n",
    ],
)
def test_sha256_is_read_as_people_copy_it(client: Client, report: Report, typed):
    publication = factories.publication(report)
    assert revisions(client.get(VERIFY, {"sha256": typed(publication.sha256).strip("\n")})) == [1]


@pytest.mark.parametrize("typed", ["x", "a" * 63, "a" * 65, "g" * 64, "%00", "๙" * 63, "ก" * 400])
def test_what_is_no_sha256_is_said(client: Client, typed: str):
    answer = client.get(VERIFY, {"sha256": typed})
    assert answer.status_code == 200
    assert answer.context["by_digest"].errors
    assert answer.context["found"] == []


def test_empty_page_says_nothing_of_a_result(client: Client):
    answer = client.get(VERIFY)
    assert (answer.status_code, answer.context["digest"]) == (200, "")


@pytest.mark.parametrize("content", [None, b""])
def test_missing_file_is_said(client: Client, content: bytes | None):
    answer = client.post(VERIFY) if content is None else upload(client, content)
    assert answer.status_code == 200
    assert answer.context["by_file"].errors


def test_too_large_file_is_refused(client: Client):
    answer = upload(client, b"a" * (MAX_BYTES + 1))
    assert answer.context["by_file"].errors["file"] == ["ไฟล์ใหญ่เกิน ๒๕ เมกะไบต์"]
    assert answer.context["found"] == []


def test_file_of_the_largest_size_is_read_whole(client: Client, report: Report):
    publication = factories.publication(report)
    from hashlib import sha256

    content = b"%PDF" + b"a" * (MAX_BYTES - 4)
    publication.sha256 = sha256(content).hexdigest()
    publication.save()
    assert revisions(upload(client, content)) == [1]


def test_upload_is_written_nowhere(client: Client, tmp_path, settings):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "missing")  # a temporary file could not even be opened
    assert upload(client, b"a" * 5_000_000).status_code == 200


def test_form_of_a_stranger_is_refused():
    client = Client(enforce_csrf_checks=True)
    assert client.post(VERIFY, {"file": BytesIO(b"a")}).status_code == 403


def test_form_of_the_page_is_accepted():
    client = Client(enforce_csrf_checks=True)
    client.get(VERIFY)
    token = client.cookies[portal.CSRF_COOKIE_NAME].value
    answer = client.post(VERIFY, {"csrfmiddlewaretoken": token, "file": SimpleUploadedFile("a.pdf", b"a")})
    assert answer.status_code == 200


def test_verifying_asks_what_was_published_and_what_was_erased(client: Client, django_assert_num_queries):
    with django_assert_num_queries(2):
        client.get(reverse("verify"), {"sha256": "a" * 64})
