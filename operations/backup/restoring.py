"""A backup becomes a portal again, in a place where none is: verified first, the database last."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from ita_portal.private_files import KEY_FILE
from operations.backup import BackupRefused, database
from operations.backup.copying import copy_file, names_below
from operations.backup.making import TRANSIENT, refuse_full_disk
from operations.backup.manifest import DATABASE, KEY, LOG, MEDIA, Manifest, key_check, verify
from operations.backup.tables import COPY, all_tables, kept_tables, opened, tables_in_use
from outbox.sending import hold_all
from oversight.exports.files import is_worked_off

UNFINISHED = "restore.part"  # in MEDIA_ROOT: its files are of a restore that has not come to its end
WORK = "restore"  # in var: the copy of the database that is brought to this program's version
HELD = "อยู่ในคิวเมื่อสำรองข้อมูล จึงอาจส่งไปแล้ว ระบบไม่ส่งซ้ำเองหลังการกู้คืน"


def restore(folder: Path, say: Callable[[str], object]) -> Manifest:
    """Restore a backup into the empty place that the settings name; `say` gets a Thai sentence a step.

    Raises BackupRefused, before anything is written where the backup is not whole, of a newer program, or the
    place is not empty. Broken off, it can be begun again: the database is filled last, all or nothing.
    """
    manifest = verify(folder)
    say(f"ข้อมูลสำรองครบถ้วน ทำเมื่อ {manifest.made_at} จาก {manifest.engine}")
    behind = _unapplied(manifest)
    try:
        with _alone():
            refuse_filled_place()
            for place in (Path(settings.MEDIA_ROOT), settings.VAR_DIR):
                place.mkdir(mode=0o700, parents=True, exist_ok=True)
                refuse_full_disk(place, manifest.bytes)
            _restore_files(folder, manifest)
            with _work_copy(folder / DATABASE) as file:
                _put_back(file, manifest, behind=behind)
            (Path(settings.MEDIA_ROOT) / UNFINISHED).unlink()
            for sentence in _restore_key(folder, manifest):
                say(sentence)
    except (OSError, DatabaseError) as error:
        raise BackupRefused(f"กู้คืนไม่สำเร็จ ฐานข้อมูลยังว่างอยู่ แก้ไขแล้วรันคำสั่งเดิมได้อีก ({error})") from error
    return manifest


def _unapplied(manifest: Manifest) -> bool:
    """Whether this program has migrations that the backup lacks. Raises BackupRefused in the other case."""
    known = MigrationLoader(None).disk_migrations.keys()
    applied = {(app, name) for app, names in manifest.migrations.items() for name in names}
    if newer := sorted(applied - known):
        raise BackupRefused(
            f"ข้อมูลสำรองนี้มาจากโปรแกรมรุ่นใหม่กว่า (มี {'.'.join(newer[-1])}) โปรดติดตั้งรุ่นนั้นหรือรุ่นใหม่กว่าก่อน"
        )
    return bool(known - applied)


@contextmanager
def _alone() -> Iterator[None]:
    settings.VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (settings.VAR_DIR / "prepare.lock").open("a") as lock:  # the start of a portal waits for it, too
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupRefused("ระบบกำลังเริ่มทำงาน หรือกำลังกู้คืนอยู่แล้ว โปรดหยุดก่อน") from None
        yield


def refuse_filled_place() -> None:
    """Raise where the database or MEDIA_ROOT has anything of a portal that is or was in use."""
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        if foreign := sorted(there - all_tables()):
            raise BackupRefused(f"ฐานข้อมูลปลายทางมีตารางของโปรแกรมอื่น ({foreign[0]}) โปรดใช้ฐานข้อมูลเปล่า")
        rows = database.table_counts(cursor, sorted(there & set(tables_in_use())))
    if filled := [table for table, number in rows.items() if number]:
        raise BackupRefused(
            f"ฐานข้อมูลปลายทางไม่ว่าง (มีแถวในตาราง {filled[0]}) โปรดใช้ฐานข้อมูลเปล่า จะไม่มีสิ่งใดถูกเขียนทับ"
        )
    if is_worked_off():
        raise BackupRefused("ระบบกำลังทำงานอยู่ในที่ปลายทาง โปรดหยุดก่อนแล้วรันอีกครั้ง")
    media = Path(settings.MEDIA_ROOT)
    if not (media / UNFINISHED).exists() and (found := next(names_below(media, TRANSIENT), None)):
        raise BackupRefused(f"โฟลเดอร์ {media} ไม่ว่าง (มี {found}) โปรดใช้ MEDIA_ROOT ที่ว่าง")


def _restore_files(folder: Path, manifest: Manifest) -> None:
    """Uploads and published files, and days of the log that this place has none of."""
    media, logs = Path(settings.MEDIA_ROOT), Path(settings.TRAFFIC_LOG)
    (media / UNFINISHED).touch()
    for name in list(names_below(media, TRANSIENT)):  # of a restore that was broken off
        if name != UNFINISHED:
            (media / name).unlink()
    for name, facts in manifest.below(MEDIA):
        if copy_file(folder / MEDIA / name, media / name) != facts:
            raise BackupRefused(f"ไฟล์ {MEDIA}/{name} เปลี่ยนไประหว่างการกู้คืน โปรดตรวจสอบดิสก์")
    for name, _facts in manifest.below(LOG):
        if not (logs / name).exists():
            copy_file(folder / LOG / name, logs / name)


@contextmanager
def _work_copy(original: Path) -> Iterator[Path]:
    """The database of the backup where it may be changed; gone afterwards."""
    place = settings.VAR_DIR / WORK
    shutil.rmtree(place, ignore_errors=True)
    try:
        copy_file(original, place / DATABASE)
        yield place / DATABASE
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _put_back(file: Path, manifest: Manifest, *, behind: bool) -> None:
    """Fill the database, from a copy that is brought to this program's version first."""
    if behind:
        _migrate(file)
    with opened(file) as copy:
        hold_all(HELD, using=COPY)
        expected = database.table_counts(copy.cursor(), kept_tables()) if behind else manifest.tables
    if connection.vendor != "sqlite":
        call_command("migrate", verbosity=0)
    if database.put_back(file) != expected:
        raise BackupRefused("จำนวนแถวหลังการกู้คืนไม่ตรงกับข้อมูลสำรอง โปรดลบฐานข้อมูลนี้แล้วแจ้งผู้พัฒนา")


def _migrate(file: Path) -> None:
    """Bring a file to this program's version, by a program of its own whose only database it is."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "migrate", "--verbosity", "0"]
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{quote(str(file))}"}
    done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)  # noqa: S603 - ours
    if done.returncode:
        raise BackupRefused(f"ปรับฐานข้อมูลเป็นรุ่นของโปรแกรมนี้ไม่สำเร็จ ({done.stderr.strip().splitlines()[-1:]})")


def _restore_key(folder: Path, manifest: Manifest) -> Iterator[str]:
    """Keep the backup's key where this portal keeps its own; says what depends on the key."""
    if KEY in manifest.files and not settings.OPERATOR.secret_key:
        copy_file(folder / KEY, settings.VAR_DIR / f"{KEY_FILE}.new")
        (settings.VAR_DIR / f"{KEY_FILE}.new").replace(settings.VAR_DIR / KEY_FILE)
        yield "นำกุญแจ var/secret_key จากข้อมูลสำรองมาใช้แล้ว"
    elif manifest.key_check != key_check():
        yield (
            "คำเตือน: SECRET_KEY ของเครื่องนี้ไม่ใช่กุญแจเดิม ผู้ที่ใช้การยืนยันสองขั้นอาจเข้าไม่ได้ "
            "และค่าตรวจสอบของข้อความที่ลบตามกฎหมายเทียบไม่ได้ โปรดกำหนด SECRET_KEY เดิม"
        )
