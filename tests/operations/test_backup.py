"""A backup gives the portal back: every row, key, file and published byte; what is not whole is refused."""

import json
import os
import shutil
import signal
import sqlite3
import stat
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction
from django.test import Client

from measures.models import Evidence, Measure
from municipalities.models import District, Province
from operations.backup import BackupRefused, manifest
from operations.backup.making import back_up, drop_old, refuse_full_disk
from operations.backup.manifest import MANIFEST, UNFINISHED, verify
from operations.backup.restoring import restore
from operations.backup.tables import make_tables, opened
from outbox.models import Mail
from reports.models import Publication, Report
from tests import factories
from tests.operations.conftest import (
    PUBLISHED,
    ROOT,
    contents_of_database,
    files_of,
    lose_everything,
    manage,
    sqlite_url,
    upload,
)
from tests.processes import running

POSTGRES = connection.vendor == "postgresql"


def silent(_sentence: str) -> None:
    return


def held_back(tables: dict[str, list[str]]) -> dict[str, list[str]]:
    """The same without the mails, which a restore holds back."""
    return {table: rows for table, rows in tables.items() if table != Mail._meta.db_table}


def test_restore_gives_back_every_row_and_every_file(portal: Path):
    before, files = contents_of_database(), files_of(portal / "media")
    made = back_up(portal / "copy")
    lose_everything(portal)
    restore(portal / "copy", silent)
    assert held_back(contents_of_database()) == held_back(before)
    kept = {name: content for name, content in files.items() if "made-again" not in name}
    assert files_of(portal / "media") == kept
    assert len(kept) == 2
    assert made.tables["reports_publication"] == Publication.objects.count() == 1
    assert (portal / "log/traffic-2026-11-30.log").read_text().endswith("GET / 200\n")


def test_published_bytes_and_pages_are_those_of_before(portal: Path):
    report = Report.objects.get(kind="results")
    plan = report.plan
    address = f"/published/{plan.municipality_id}/{plan.fiscal_year}/results"
    addresses = [f"{address}/", f"{address}.pdf", f"{address}.docx", f"{address}.json"]
    addresses.append(f"{address}/1/evidence/1-1.pdf")
    before = {each: b"".join(Client().get(each)) for each in addresses}
    back_up(portal / "copy")
    lose_everything(portal)
    assert Client().get(addresses[0]).status_code == 404
    restore(portal / "copy", silent)
    assert {each: b"".join(Client().get(each)) for each in addresses} == before
    assert before[addresses[-1]] == PUBLISHED
    assert Publication.objects.get().published_by.check_password(factories.PASSWORD)


def test_key_of_a_deleted_row_is_given_to_no_other_one_after_a_restore(portal: Path):
    last = District.objects.create(province=Province.objects.first(), name="ใหม่")
    key = last.pk
    last.delete()
    back_up(portal / "copy")
    lose_everything(portal)
    restore(portal / "copy", silent)
    assert District.objects.create(province=Province.objects.first(), name="ใหม่กว่า").pk > key


def test_nobody_stays_signed_in_and_no_mail_goes_out_twice(portal: Path):
    client = Client()
    client.force_login(factories.admin())
    assert client.get("/accounts/").status_code == 200
    back_up(portal / "copy")
    lose_everything(portal)
    restore(portal / "copy", silent)
    assert client.get("/accounts/").status_code == 302
    (mail,) = Mail.objects.all()
    assert (mail.next_try_at, mail.body) == (None, "ข้อความ")
    assert mail.reason.startswith("อยู่ในคิวเมื่อสำรองข้อมูล")


@pytest.mark.slow
@pytest.mark.postgres
def test_from_one_database_to_the_other_and_back(portal: Path):
    """PostgreSQL, its backup in SQLite, the backup of that back in PostgreSQL."""
    before = contents_of_database()
    back_up(portal / "copy")
    elsewhere = portal / "ที่ อื่น"
    database, media = sqlite_url(elsewhere / "portal.sqlite3"), elsewhere / "media"
    elsewhere.mkdir()
    key = (portal / "var/secret_key").read_text()
    for command in (["restore", portal / "copy"], ["backup", portal / "second"]):
        done = manage(*command, database=database, media=media, SECRET_KEY=key)
        assert (done.returncode, done.stderr) == (0, "")
    assert verify(portal / "second").tables == verify(portal / "copy").tables
    lose_everything(portal)
    restore(portal / "second", silent)
    assert held_back(contents_of_database()) == held_back(before)
    assert verify(portal / "copy").engine.startswith("postgresql")
    assert verify(portal / "second").engine.startswith("sqlite")


@pytest.mark.slow
def test_backup_while_others_write_is_one_moment_with_every_file_of_it(portal: Path):
    measure, stop = Measure.objects.get(), Event()
    written = 0

    def write() -> None:
        nonlocal written
        while not stop.is_set():
            with transaction.atomic():  # both or none, and a third that goes again
                first, second = upload(measure, os.urandom(64)), upload(measure, os.urandom(64))
                Evidence.objects.filter(pk=first.pk).update(title=str(second.pk))
            if written % 3 == 0:
                with transaction.atomic():
                    names = list(
                        Evidence.objects.filter(pk__in=[first.pk, second.pk]).values_list("file", flat=True)
                    )
                    Evidence.objects.filter(pk__in=[first.pk, second.pk]).delete()
                for name in names:
                    (portal / "media" / name).unlink()
            written += 1
        connections.close_all()

    writer = Thread(target=write)
    writer.start()
    try:
        made = [back_up(portal / f"copy{number}") for number in range(3)]
    finally:
        stop.set()
        writer.join()
    assert written > 3
    assert [one.lost for one in made] == [[], [], []]
    lose_everything(portal)
    restore(portal / "copy2", silent)
    rows = {row.pk: row for row in Evidence.objects.all()}
    pairs = [row for row in rows.values() if row.title.isdecimal()]
    assert all(int(row.title) in rows for row in pairs)
    assert len(rows) == 1 + 2 * len(pairs)
    assert all((portal / "media" / row.file.name).stat().st_size == row.file_size for row in rows.values())


def test_upload_that_was_lost_before_is_named_and_hinders_nothing(portal: Path):
    row = Evidence.objects.get()
    (portal / "media" / row.file.name).unlink()
    assert back_up(portal / "copy").lost == [row.file.name]
    assert verify(portal / "copy").lost == [row.file.name]


def test_backup_is_for_its_own_account_only(portal: Path):
    back_up(portal / "copy")
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (portal / "copy").rglob("*") if path.is_file()}
    assert modes == {0o600}
    folders = [portal / "copy", *(path for path in (portal / "copy").rglob("*") if path.is_dir())]
    assert {stat.S_IMODE(path.stat().st_mode) for path in folders} == {0o700}


def changed(folder: Path, name: str, change: Callable[[bytes], bytes]) -> None:
    (folder / name).write_bytes(change((folder / name).read_bytes()))


def a_file(folder: Path) -> str:
    return next(str(path.relative_to(folder)) for path in (folder / "media").rglob("*.pdf"))


def linked(folder: Path) -> None:
    (folder / "media/evidence").mkdir(exist_ok=True)
    for name in json.loads((folder / MANIFEST).read_text())["files"]:
        if not (folder / name).exists():
            (folder / name).symlink_to(folder / "x.pdf")


DAMAGES: dict[str, Callable[[Path], Any]] = {
    "a bit of the database": lambda f: changed(f, "database.sqlite3", lambda b: b[:9999] + b"?" + b[10000:]),
    "the end of the database": lambda f: changed(f, "database.sqlite3", lambda b: b[:-4096]),
    "a bit of a file": lambda f: changed(f, a_file(f), lambda b: b"?" + b[1:]),
    "a file": lambda f: (f / a_file(f)).unlink(),
    "a link for a file": lambda f: (f / a_file(f)).rename(f / "x.pdf") and linked(f),
    "a count": lambda f: changed(f, MANIFEST, lambda b: b.replace(b'_publication": 1', b'_publication": 2')),
    "half of the manifest": lambda f: changed(f, MANIFEST, lambda b: b[: len(b) // 2]),
    "a manifest of something else": lambda f: (f / MANIFEST).write_text('{"name": "x"}'),
    "no manifest": lambda f: (f / MANIFEST).unlink(),
    "a backup that was broken off": lambda f: (f / MANIFEST).rename(f / UNFINISHED),
}


def test_backup_that_is_not_whole_is_refused_before_anything_is_written(portal: Path):
    back_up(portal / "copy")
    lose_everything(portal)
    for damage, do in DAMAGES.items():
        shutil.copytree(portal / "copy", portal / damage)
        do(portal / damage)
        for command in ({"check": True}, {}):
            with pytest.raises(CommandError, match=r"[ก-๙]"):
                call_command("restore", portal / damage, **command)
        assert files_of(portal / "media") == {}, damage
        assert not Publication.objects.exists(), damage
    verify(portal / "copy")


def rewritten(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """A manifest as another program would have written it."""
    content = json.loads((folder / MANIFEST).read_text())
    change(content)
    del content["sha256"]
    content["sha256"] = manifest._digest(content)
    (folder / MANIFEST).write_text(json.dumps(content))


@pytest.mark.parametrize("path", ["../outside", "/etc/passwd", ""])
def test_path_that_leads_out_of_a_backup_is_refused(portal: Path, path: str):
    back_up(portal / "copy")
    rewritten(portal / "copy", lambda content: content["files"].update({path: {"size": 0, "sha256": ""}}))
    with pytest.raises(BackupRefused, match="เสียหาย"):
        verify(portal / "copy")


def test_backup_of_a_newer_program_is_refused_by_name(portal: Path):
    back_up(portal / "copy")
    rewritten(portal / "copy", lambda content: content["migrations"]["reports"].append("0999_to_come"))
    lose_everything(portal)
    with pytest.raises(BackupRefused, match=r"รุ่นใหม่กว่า .*reports.0999_to_come"):
        restore(portal / "copy", silent)
    assert files_of(portal / "media") == {}


@pytest.mark.slow
def test_backup_of_an_older_program_is_migrated(portal: Path):
    before = contents_of_database()
    back_up(portal / "copy")
    file = portal / "copy/database.sqlite3"
    assert manage("migrate", "oversight", "0001", database=sqlite_url(file), media=portal).returncode == 0
    with closing(sqlite3.connect(file)) as db:
        db.execute("PRAGMA journal_mode = DELETE")
        tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}

    def age(content: dict[str, Any]) -> None:
        content["tables"] = {name: number for name, number in content["tables"].items() if name in tables}
        gone = [name for name in content["migrations"]["oversight"] if name != "0001_initial"]
        content["migrations"]["oversight"] = ["0001_initial"]
        content["tables"]["django_migrations"] -= len(gone)
        content["files"]["database.sqlite3"] = vars(manifest.facts_of(file))
        assert gone

    rewritten(portal / "copy", age)
    lose_everything(portal)
    restore(portal / "copy", silent)
    same = held_back(before) | {"django_migrations": []}
    assert held_back(contents_of_database()) | {"django_migrations": []} == same


def with_rows(place: Path) -> None:
    factories.municipality()


def with_a_file(place: Path) -> None:
    (place / "media/evidence").mkdir()
    (place / "media/evidence/x.pdf").write_bytes(b"another's")


@pytest.mark.parametrize("fill", [with_rows, with_a_file])
def test_restore_into_a_place_that_is_not_empty_is_refused(portal: Path, fill: Callable[[Path], None]):
    back_up(portal / "copy")
    lose_everything(portal)
    Province.objects.create(name="ลำปาง", code="52")
    fill(portal)
    files, rows = files_of(portal / "media"), contents_of_database()
    with pytest.raises(BackupRefused, match="ไม่ว่าง"):
        restore(portal / "copy", silent)
    assert (files_of(portal / "media"), contents_of_database()) == (files, rows)


def test_restore_beside_another_programs_tables_is_refused(portal: Path):
    back_up(portal / "copy")
    lose_everything(portal)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE another_programs (id INTEGER)")
        try:
            with pytest.raises(BackupRefused, match="another_programs"):
                restore(portal / "copy", silent)
        finally:
            cursor.execute("DROP TABLE another_programs")


def test_nothing_of_a_backup_that_was_broken_off_reaches_the_next_one(portal: Path):
    """SQLite's own files beside a copy that was being written, when the disk was full or the power gone."""
    (portal / "copy").mkdir()
    for name in (UNFINISHED, "database.sqlite3", "database.sqlite3-wal", "database.sqlite3-shm"):
        (portal / "copy" / name).write_bytes(b"half")
    back_up(portal / "copy")
    assert not list((portal / "copy").glob("database.sqlite3-*"))
    assert verify(portal / "copy").lost == []


def test_restore_that_was_broken_off_is_begun_again(portal: Path):
    back_up(portal / "copy")
    files = {name for name in files_of(portal / "media") if "made-again" not in name}
    lose_everything(portal)
    (portal / "media/restore.part").touch()
    (portal / "media/evidence").mkdir()
    (portal / "media/evidence/half.pdf").write_bytes(b"of a restore that was killed")
    restore(portal / "copy", silent)
    assert set(files_of(portal / "media")) == files


def test_backup_into_a_place_that_is_not_empty_is_refused(portal: Path):
    (portal / "copy").mkdir()
    (portal / "copy/letter.txt").write_text("mine")
    with pytest.raises(BackupRefused, match="ไม่ว่าง"):
        back_up(portal / "copy")
    assert files_of(portal / "copy") == {"letter.txt": b"mine"}
    for own in (portal / "media/copy", portal, portal / "log"):
        with pytest.raises(BackupRefused, match="ของระบบเอง"):
            back_up(own)
    back_up(portal / "whole")
    with pytest.raises(BackupRefused, match="มีข้อมูลสำรองอยู่แล้ว"):
        back_up(portal / "whole")


def test_backup_without_room_is_refused_before_it_begins(portal: Path):
    with pytest.raises(BackupRefused, match=r"พื้นที่ว่างของ .* ไม่พอ"):
        refuse_full_disk(portal, 10**18)


def test_disk_that_gives_no_room_leaves_nothing_behind(portal: Path):
    """A file that can't be written stands for the full disk: the same error by the same way."""
    (portal / "media/evidence/unreadable.pdf").mkdir(parents=True)
    (portal / "media/evidence/loop").symlink_to("loop")
    with pytest.raises(BackupRefused, match="ไม่สำเร็จ"):
        back_up(portal / "copy")
    assert files_of(portal / "copy") == {}


@pytest.mark.slow
def test_backup_that_is_killed_is_none_and_is_begun_again(portal: Path):
    for number in range(400):
        (portal / f"media/evidence/{number}.pdf").write_bytes(os.urandom(100_000))
    options = {"DATABASE_URL": database_url(), "MEDIA_ROOT": str(portal / "media")}
    options |= {"TRAFFIC_LOG": str(portal / "log"), "SECRET_KEY": "x" * 50}
    command = [sys.executable, "manage.py", "backup", str(portal / "copy")]
    with running(command, cwd=ROOT, env={**os.environ, **options}) as process:
        deadline = time.monotonic() + 60
        while not list(portal.glob("copy/media/evidence/1*.pdf")):
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.001)
        os.killpg(process.pid, signal.SIGKILL)
    with pytest.raises(BackupRefused, match="ไม่เสร็จ"):
        verify(portal / "copy")
    assert len(back_up(portal / "copy").files) > 400
    verify(portal / "copy")


def database_url() -> str:
    """The test database, for a process of its own."""
    chosen = connection.settings_dict
    if POSTGRES:
        return f"postgres://{chosen['USER']}@/{chosen['NAME']}?host={chosen['OPTIONS']['host']}"
    return sqlite_url(Path(chosen["NAME"]))


def test_the_newest_are_kept_and_nothing_else_is_touched(portal: Path):
    store = portal / "store"
    (store / "backup-of-my-letters").mkdir(parents=True)
    for day in ("01", "02", "03"):
        back_up(store / f"backup-202611{day}-020000")
    (store / "backup-20261104-020000").mkdir()
    (store / "backup-20261104-020000" / UNFINISHED).touch()
    assert drop_old(store, 2) == ["backup-20261104-020000", "backup-20261101-020000"]
    call_command("backup", store, keep=2)
    names = sorted(path.name for path in store.iterdir())
    assert (len(names), names[-1], names[-2]) == (3, "backup-of-my-letters", max(names[:2]))
    assert "backup-20261102-020000" not in names


def test_tables_made_for_a_backup_are_those_of_the_migrations(db: None, tmp_path: Path):
    if POSTGRES:
        pytest.skip("the columns of SQLite are compared")
    question = (
        'SELECT m.name, c.name, c.type, c."notnull", c.pk FROM sqlite_master m, pragma_table_info(m.name) c '
        "WHERE m.type = 'table'"
    )
    indexes = "SELECT tbl_name, name FROM sqlite_master WHERE type = 'index' AND sql NOT NULL"
    with opened(tmp_path / "made.sqlite3") as made, connection.cursor() as own:
        make_tables()
        for asked in (question, indexes):
            found = [set(cursor.execute(asked).fetchall()) for cursor in (made.cursor(), own)]
            assert found[0] == found[1]


def test_second_backup_of_the_same_folder_at_the_same_time_is_refused(portal: Path):
    import fcntl

    (portal / "copy").mkdir()
    with (portal / "copy" / UNFINISHED).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(BackupRefused, match="อยู่แล้ว"):
            back_up(portal / "copy")


def test_another_key_is_told(portal: Path, settings: Any):
    back_up(portal / "copy")
    shutil.copy(portal / "var/secret_key", portal / "old_key")
    lose_everything(portal)
    (portal / "var/secret_key").write_text("made by the first start")
    told: list[str] = []
    restore(portal / "copy", told.append)
    assert (portal / "var/secret_key").read_bytes() == (portal / "old_key").read_bytes()
    assert any("var/secret_key" in sentence for sentence in told)
