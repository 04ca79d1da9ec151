"""manage.py erase: a text, a file or a publication leaves all that the portal keeps, a tombstone stays."""

import json
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings as portal
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import User
from measures.models import Evidence, Measure
from oversight.erasing import erasing
from oversight.erasing.sought import SoughtText
from oversight.erasing.texts import text_places
from oversight.models import Export
from reports.erased import Erasure
from reports.models import Comment, Publication, PublishedEvidence, Report
from tests import factories
from tests.oversight.erasing.world import FIRST, REASON, SECRET, STONE, everywhere, page_of, published, run
from tests.steps import perform, publish

pytestmark = pytest.mark.django_db

# A text


def test_trial_names_each_place_and_changes_nothing() -> None:
    everywhere()
    told = run("--text", SECRET, apply=False)

    for name in ("measures.Measure.title", "measures.HistoricalMeasure.title", "measures.Plan.obstacles"):
        assert name in told
    for name in ("reports.Comment.body", "reports.Event.note", "outbox.Mail.body", "reports.Publication"):
        assert name in told
    assert SECRET not in told
    assert (Erasure.objects.count(), Measure.objects.get().title) == (0, f"ติดต่อ {SECRET}")


def test_text_leaves_every_row_and_the_publication_goes_whole(client: Client) -> None:
    one = everywhere()
    hidden = [bytes(one.pdf), one.html]
    told = run("--text", SECRET, "--publications", "erase")

    assert list(text_places(SoughtText(SECRET))) == []
    assert Measure.objects.get().title.startswith(f"ติดต่อ {STONE}")
    assert one.report.plan.history.latest().obstacles[1].startswith(STONE)
    assert Comment.objects.get().body.startswith(f"ใครคือ {STONE}")
    one.refresh_from_db()
    assert [bytes(one.pdf), one.html, one.bundle, bytes(one.docx), one.reason] == [b"", "", "", b"", REASON]
    assert one.sha256 == sha256(hidden[0]).hexdigest()
    assert Report.objects.get(pk=one.report_id).state == "draft"
    assert SECRET not in json.dumps([row.places for row in Erasure.objects.all()], ensure_ascii=False)
    assert sorted(Erasure.objects.values_list("kind", flat=True)) == ["publication", "text"]
    assert "ข้อมูลสำรองที่ทำไว้ก่อนวันนี้" in told
    assert client.get(page_of(one)).status_code == 410
    assert run("--text", SECRET, apply=False).startswith("ไม่พบในที่ใด")


def test_text_is_found_however_its_digits_are_written() -> None:
    factories.measure(factories.plan(), title="โทร ๐๘๑๒๓๔๕๖๗๘")
    run("--text", "0812345678")
    assert Measure.objects.get().title.startswith(f"โทร {STONE}")


def test_publication_that_prints_it_is_asked_about() -> None:
    everywhere()
    with pytest.raises(CommandError, match="--publications erase หรือ keep"):
        run("--text", SECRET)
    assert Erasure.objects.count() == 0

    assert "ยังอยู่ในแห่งต่อไปนี้" in run("--text", SECRET, "--publications", "keep")
    assert SECRET in Publication.objects.get().html


@pytest.mark.parametrize(
    ("arguments", "reason", "sentence"),
    [
        (("--text", "กข"), REASON, "สั้นเกินไป"),
        (("--text", SECRET), f"ขอลบ {SECRET}", "เหตุผลต้องไม่มีข้อความที่จะลบ"),
        (("--text", SECRET), " ", "โปรดระบุ --reason"),
        (("--file", "abc"), REASON, "ค่า SHA-256"),
        (("--text", "ลบตามกฎหมายเมื่อ"), REASON, "ข้อความที่ระบบใส่แทน"),
        (("--publication", "เทศบาลเมืองเขลางค์นคร", "2568", "plan", "1"), REASON, "ยังไม่มีแผน"),
    ],
)
def test_what_is_wrong_is_said(arguments: tuple[str, ...], reason: str, sentence: str) -> None:
    factories.municipality()
    with pytest.raises(CommandError, match=sentence):
        run(*arguments, reason=reason)


def test_only_an_admin_erases() -> None:
    factories.officer()
    with pytest.raises(CommandError, match="ผู้ดูแลระบบ"):
        call_command("erase", "--text", SECRET, "--apply", "--reason", REASON, "--user", "somsri")


def test_unique_and_short_columns_take_their_tombstone() -> None:
    user = factories.officer()
    User.objects.filter(pk=user.pk).update(username="0812345678", first_name="0812345678")
    with pytest.raises(CommandError, match=f"บัญชีเลขที่ {user.pk} ยังเปิดใช้งาน"):
        run("--text", "0812345678")
    User.objects.filter(pk=user.pk).update(is_active=False)
    run("--text", "0812345678")
    user.refresh_from_db()
    assert user.username == f"erased-{user.pk}"
    assert user.first_name.startswith(STONE)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="looks into the file of SQLite")
def test_bytes_are_gone_from_the_file_of_the_database() -> None:
    everywhere()

    def files() -> bytes:
        name = str(connection.settings_dict["NAME"])
        return b"".join(path.read_bytes() for path in map(Path, (name, f"{name}-wal")) if path.exists())

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert SECRET.encode() in files()

    run("--text", SECRET, "--publications", "erase")

    assert SECRET.encode() not in files()
    assert "สมปอง".encode("unicode_escape") not in files()


# A file


def test_file_leaves_disk_rows_and_the_public(client: Client) -> None:
    one = published()
    row = one.evidence.get()
    where = f"{page_of(one)}1/evidence/{row.name}"
    run("--file", row.sha256)

    assert [path for path in Path(portal.MEDIA_ROOT).rglob("*") if path.is_file()] == []
    upload = Evidence.objects.get()
    assert (upload.file.name, upload.file_name, upload.named_only, upload.file_sha256) == (
        "",
        "",
        True,
        row.sha256,
    )
    assert set(Evidence.history.values_list("file", flat=True)) == {""}
    assert client.get(where).status_code == 410
    assert client.get(page_of(one)).status_code == 200
    said = client.get(reverse("verify"), {"sha256": row.sha256}).content.decode()
    assert "ไฟล์นี้เคยเผยแพร่ และถูกลบตามกฎหมาย" in said
    assert REASON in said


# A publication


def test_publication_keeps_its_hash_its_day_and_the_reason(client: Client) -> None:
    one = published()
    Export.objects.create(owner=factories.reviewer(), kind="pdf").items.create(
        report=one.report, name="1.pdf"
    )
    run(*FIRST)

    page = client.get(page_of(one))
    assert page.status_code == 410
    assert "ลบเนื้อหาตามกฎหมายเมื่อ" in page.content.decode()
    said = client.get(reverse("verify"), {"sha256": one.sha256}).content.decode()
    assert [part in said for part in ("ไฟล์นี้เคยเผยแพร่", "ลบเนื้อหาตามกฎหมายเมื่อ", REASON)] == [True] * 3
    assert [row.title[: len(STONE)] for row in PublishedEvidence.objects.all()] == [STONE]
    assert not list((Path(portal.MEDIA_ROOT) / "published").glob("*"))
    assert Evidence.objects.get().file  # what the officer uploaded is another thing
    assert not Export.objects.exists()


def test_file_that_another_revision_holds_stays() -> None:
    one = published()
    report = perform(Report.objects.get(pk=one.report_id), "revise", factories.officer(), "แก้คำ")
    report = perform(perform(report, "submit", factories.officer()), "accept", factories.reviewer())
    two = publish(report, factories.officer(), earlier="")
    run(*FIRST)

    assert Path(two.evidence.get().stored.path).exists()
    assert Report.objects.get(pk=report.pk).state == "published"


def test_cut_off_behind_the_commit_it_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    one = published()
    digest = one.evidence.get().sha256
    with monkeypatch.context() as cut:
        cut.setattr(erasing.stored_files, "remove", lambda _name: 1 / 0)
        for arguments in (
            FIRST,
            ("--file", digest),
        ):
            with pytest.raises(ZeroDivisionError):
                run(*arguments)
    assert list((Path(portal.MEDIA_ROOT) / "published").glob("*"))

    run(*FIRST)
    assert not list((Path(portal.MEDIA_ROOT) / "published").glob("*"))
    run("--file", digest)
    assert [path for path in Path(portal.MEDIA_ROOT).rglob("*") if path.is_file()] == []


def test_refused_reason_changes_nothing() -> None:
    published("อบรม ติดต่อ somjai@example.go.th")
    with pytest.raises(CommandError, match="เหตุผลมีข้อความ"):
        run(
            *FIRST,
            reason="มีอีเมล somjai@example.go.th",
        )
    assert Publication.objects.get().withdrawn_at is None
