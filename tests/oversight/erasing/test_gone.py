"""What stands in the place of what was erased: for the public, for officers, in the ZIP and the open data."""

import io
import json
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError
from django.test import Client
from django.urls import reverse

from measures.models import Evidence
from operations.backup.making import back_up
from operations.backup.manifest import verify
from public.erasures import ON_A_PAGE
from reports.erased import Erasure
from reports.models import PublishedEvidence
from tests import factories
from tests.oversight.erasing.world import FIRST, REASON, STONE, page_of, published, run

pytestmark = pytest.mark.django_db


def test_erased_evidence_tells_when_why_and_which(client: Client):
    one = published()
    file = one.evidence.get()
    address = f"{page_of(one)}1/evidence/{file.name}"
    opened = client.get(address)
    kept = opened["ETag"]
    opened.getvalue()  # it closes once it is read
    run("--file", file.sha256)

    answer = client.get(address, headers={"If-None-Match": kept})  # who kept a copy is told as well
    assert answer.status_code == 410
    said = answer.content.decode()
    assert [part in said for part in ("ลบตามกฎหมายเมื่อ", REASON, file.sha256)] == [True] * 3


@pytest.mark.parametrize(
    ("who", "status"),
    [
        (factories.officer, 410),
        (factories.reviewer, 410),
        (lambda: factories.reviewer("เชียงใหม่"), 404),
    ],
)
def test_erased_upload_tells_those_who_might_open_it(client: Client, who, status: int):
    one = published()
    row = Evidence.objects.get()
    run("--file", one.evidence.get().sha256)
    client.force_login(who())
    answer = client.get(reverse("evidence", args=[row.pk]))
    assert answer.status_code == status
    if status == 410:
        said = answer.content.decode()
        assert [part in said for part in ("ลบตามกฎหมายเมื่อ", REASON, row.file_sha256)] == [True] * 3


def test_officers_page_marks_the_erased_file(client: Client):
    one = published()
    run("--file", one.evidence.get().sha256)
    client.force_login(factories.officer())
    page = client.get(reverse("result", args=[one.report.plan.municipality_id, 2568, 1])).content.decode()
    assert "ไฟล์ที่แนบไว้ถูกลบตามกฎหมาย" in page


def test_zip_has_the_tombstone_and_another_tag(client: Client):
    one = published()
    address = reverse("publication_zip", args=[one.report.plan.municipality_id, 2568, "results"])
    kept, file = client.get(address)["ETag"], one.evidence.get()
    run("--file", file.sha256)
    answer = client.get(address, headers={"If-None-Match": kept})
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as archive:
        said = archive.read(f"evidence/{file.name}.txt").decode()
        assert f"evidence/{file.name}" not in archive.namelist()
    assert [part in said for part in (STONE, REASON, file.sha256)] == [True] * 3


@pytest.mark.parametrize("name", ["publication", "publication_pdf", "publication_json", "publication_zip"])
def test_erased_publication_is_gone_at_every_address(client: Client, name: str):
    one = published()
    run(*FIRST)
    answer = client.get(reverse(name, args=[one.report.plan.municipality_id, 2568, "results"]))
    assert answer.status_code == 410
    said = answer.content.decode()
    assert [part in said for part in ("ลบเนื้อหาตามกฎหมายเมื่อ", REASON, one.sha256)] == [True] * 3


def test_verification_of_a_file_that_was_never_published(client: Client):
    one = published()
    sha256 = one.evidence.get().sha256
    PublishedEvidence.objects.all().delete()
    run("--file", sha256)
    said = client.get(reverse("verify"), {"sha256": sha256}).content.decode()
    assert "ไฟล์นี้ถูกลบจากระบบตามกฎหมาย และไม่พบว่าเคยเผยแพร่" in said
    assert "ไม่พบไฟล์นี้ในเอกสารที่เผยแพร่" not in said


@pytest.mark.parametrize("name", ["municipality", "documents", "preview", "report_history", "report_pdf"])
def test_pages_of_the_officer_do_without_what_was_erased(client: Client, name: str):
    one = published()
    run(*FIRST)
    client.force_login(factories.officer())
    keys = [one.report.plan.municipality_id, 2568, "results"]
    number = {"municipality": 1, "documents": 2}.get(name, 3)
    answer = client.get(reverse(name, args=keys[:number]))
    assert answer.status_code == 200
    answer.getvalue()


def test_checksum_of_a_publication_is_no_file(client: Client):
    with pytest.raises(CommandError, match="โปรดใช้ --publication"):
        run("--file", published().sha256)


def test_publication_that_was_withdrawn_before_is_emptied_too(client: Client):
    one = published()
    run(*FIRST)
    assert "ไม่พบในที่ใด" in run(*FIRST)
    one.refresh_from_db()
    assert one.erased_at


def test_open_data_has_the_tombstones(client: Client):
    address = reverse("open_data_json", args=["erasures"])
    before = client.get(address)
    assert before.getvalue() == b"[]\n"
    one = published()
    run(*FIRST)
    after = client.get(address, headers={"If-None-Match": before["ETag"]})
    (row,) = json.loads(after.getvalue())
    assert (row["kind"], row["sha256"], row["reason"]) == ("publication", one.sha256, REASON)


@pytest.mark.parametrize("count", [0, 1, ON_A_PAGE + 3])
def test_list_of_erasures(client: Client, count: int, django_assert_max_num_queries):
    admin = factories.admin()
    rows = [
        Erasure(kind="text", digest="0" * 64, reason=REASON, erased_by=admin, erased_at=admin.date_joined)
        for _ in range(count)
    ]
    Erasure.objects.bulk_create(rows)
    with django_assert_max_num_queries(3):
        said = client.get(reverse("erasure_list")).content.decode()
    assert said.count(REASON) == min(count, ON_A_PAGE)
    assert ("ยังไม่มีการลบตามกฎหมาย" in said) == (count == 0)


def test_erased_evidence_keeps_its_title_and_hash_wherever_it_was_named(client: Client):
    one = published()
    file, keys = one.evidence.get(), [one.report.plan.municipality_id, 2568]
    run("--file", file.sha256)

    public = client.get(page_of(one)).content.decode()
    assert [part in public for part in ("รายชื่อ", STONE, file.sha256)] == [True] * 3
    stored = client.get(reverse("publication_json", args=[*keys, "results"])).getvalue().decode()
    assert [part in stored for part in ("รายชื่อ", file.sha256)] == [True] * 2
    (row,) = json.loads(client.get(reverse("open_data_json", args=["erasures"])).getvalue())
    assert (row["kind"], row["sha256"], row["reason"]) == ("file", file.sha256, REASON)

    client.force_login(factories.officer())
    bundle = client.get(reverse("bundle", args=keys)).getvalue().decode()
    assert "รายชื่อ" in bundle
    assert "รายชื่อ.pdf" not in bundle
    assert "รายชื่อ" in client.get(reverse("preview", args=[*keys, "results"])).content.decode()
    word = client.get(reverse("report_docx", args=[*keys, "results"])).getvalue()
    with zipfile.ZipFile(io.BytesIO(word)) as document:
        assert "รายชื่อ" in document.read("word/document.xml").decode()


@pytest.mark.django_db(transaction=True)
def test_backup_has_no_byte_of_erased_evidence_and_misses_none(settings: Any, tmp_path: Path):
    one = published()
    erased = one.evidence.get().sha256
    settings.TRAFFIC_LOG, settings.VAR_DIR = tmp_path / "log", tmp_path / "var"
    for folder in (settings.TRAFFIC_LOG, settings.VAR_DIR):
        folder.mkdir()
    (settings.VAR_DIR / "secret_key").write_text(settings.SECRET_KEY)
    run("--file", erased)
    back_up(tmp_path / "backup")
    manifest = verify(tmp_path / "backup")
    assert manifest.lost == []
    assert erased not in {file.sha256 for file in manifest.files.values()}
    with closing(sqlite3.connect(tmp_path / "backup/database.sqlite3")) as copy:
        rows = copy.execute("SELECT title, file, file_name, file_sha256 FROM measures_evidence").fetchall()
    assert rows == [("รายชื่อ", "", "", erased)]
