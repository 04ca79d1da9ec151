"""A backup is made while others work: files, then the database at one moment, then the files once more."""

import fcntl
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from ita_portal.build import build
from ita_portal.chosen_files import FOLDER as CHOSEN
from ita_portal.private_files import KEY_FILE, LOGS
from municipalities.importing import FOLDER as IMPORTS
from operations.backup import BackupRefused, database
from operations.backup.copying import Copies, FileFacts, copy_file, facts_of, names_below
from operations.backup.manifest import (
    DATABASE,
    KEY,
    LOG,
    MANIFEST,
    MEDIA,
    UNFINISHED,
    Manifest,
    key_check,
    write_manifest,
)
from operations.backup.tables import kept_tables
from oversight.exports.files import FOLDER as EXPORTS

# Folders of MEDIA_ROOT whose files are made anew or wait for a day only.
TRANSIENT = (EXPORTS, IMPORTS, CHOSEN)
LAST = "last_backup"  # in var: the time and the place of the last one, for doctor
MOMENTS = 3  # tries to find a moment at which every file that a row names is there
BESIDE = tuple(f"{DATABASE}{ending}" for ending in ("-journal", "-wal", "-shm"))  # while SQLite writes
OWN = (DATABASE, *BESIDE, MEDIA, LOG, KEY, UNFINISHED)


def back_up(folder: Path) -> Manifest:
    """Make a backup in a folder that is absent or empty; one that was broken off there is begun anew.

    Gives its manifest once all of it is on the disk. Raises BackupRefused; what was written is removed then.
    """
    refuse_place(folder)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _alone_in(folder):
            folder.chmod(0o700)
            refuse_full_disk(folder, _bytes_to_keep())
            try:
                return _backed_up(folder)
            except BaseException:
                _remove_own(folder)
                raise
    except (OSError, DatabaseError, sqlite3.Error) as error:
        room = f"เหลือพื้นที่ว่าง {shutil.disk_usage(folder).free / 2**20:,.0f} MB" if folder.exists() else ""
        raise BackupRefused(f"สำรองข้อมูลลง {folder} ไม่สำเร็จ และไม่ได้เหลือสิ่งใดไว้ ({error}) {room}") from error


def _backed_up(folder: Path) -> Manifest:
    migrations = current_migrations()
    media, lost, tables = _files_and_database(folder)
    files = {f"{MEDIA}/{name}": facts for name, facts in sorted(media.files.items())}
    files |= {DATABASE: facts_of(folder / DATABASE), **_logs(folder), **_kept_key(folder)}
    made_at = timezone.localtime().isoformat(timespec="seconds")
    engine = f"{connection.vendor} {'.'.join(map(str, connection.get_database_version()))}"
    manifest = Manifest(made_at, build(), engine, migrations, tables, files, lost, key_check())
    write_manifest(folder, manifest)
    (settings.VAR_DIR / LAST).write_text(f"{made_at}\n{folder.absolute()}\n", encoding="utf-8")
    return manifest


def last_backup() -> tuple[datetime, str] | None:
    """When this portal's last backup was made, and in which folder; None before the first."""
    try:
        made_at, folder = (settings.VAR_DIR / LAST).read_text(encoding="utf-8").splitlines()
        return datetime.fromisoformat(made_at), folder
    except (FileNotFoundError, ValueError):
        return None


def _files_and_database(folder: Path) -> tuple[Copies, list[str], dict[str, int]]:
    """Copies of the files, the names that rows have and the disk has lost, and the rows by table.

    A file is written before its row and removed after it. So one that is copied before the moment of the
    database or found after it is there for every row of that moment, unless it came and went in between:
    then another moment is taken. A file that a later moment still names, and that was gone before, is lost.
    """
    root = Path(settings.MEDIA_ROOT)
    copies, gone = Copies(root, folder / MEDIA), set[str]()
    copies.take(names_below(root, TRANSIENT))
    for _ in range(MOMENTS):
        (folder / DATABASE).unlink(missing_ok=True)
        database.snapshot(folder / DATABASE)
        tables, named = database.read_snapshot(folder / DATABASE, kept_tables())
        there = copies.take(names_below(root, TRANSIENT))
        missing = named - there
        copies.keep_only(there | named)
        if missing <= gone:
            break
        gone |= missing
    return copies, sorted(named - copies.files.keys()), tables


def _logs(folder: Path) -> dict[str, FileFacts]:
    """Copies of the log of requests, as far as it is written now."""
    copies = Copies(Path(settings.TRAFFIC_LOG), folder / LOG)
    copies.take(sorted(path.name for path in copies.source.glob("*") if LOGS.fullmatch(path.name)))
    return {f"{LOG}/{name}": facts for name, facts in copies.files.items()}


def _kept_key(folder: Path) -> dict[str, FileFacts]:
    """A copy of the key, where the portal keeps it itself; one that the operator sets is theirs to keep."""
    if settings.OPERATOR.secret_key:
        return {}
    return {KEY: copy_file(settings.VAR_DIR / KEY_FILE, folder / KEY)}


def current_migrations() -> dict[str, list[str]]:
    """The applied migrations by app. Raises BackupRefused where they are not those of this program."""
    executor = MigrationExecutor(connection)
    applied = executor.loader.applied_migrations.keys()
    known = executor.loader.disk_migrations.keys()
    if executor.migration_plan(executor.loader.graph.leaf_nodes()) or not applied:
        raise BackupRefused("ฐานข้อมูลยังไม่เป็นรุ่นเดียวกับโปรแกรม โปรดเริ่มระบบด้วย ./run หนึ่งครั้งก่อน")
    names: dict[str, list[str]] = {}
    for app, name in sorted(applied & known):
        names.setdefault(app, []).append(name)
    return names


def refuse_place(folder: Path) -> None:
    """Raise where a backup can't lie there: something else does, or the portal's own files."""
    own = [Path(path).resolve() for path in (settings.MEDIA_ROOT, settings.PDF_CACHE, settings.TRAFFIC_LOG)]
    here = folder.resolve()
    if any(here == path or here in path.parents or path in here.parents for path in own):
        raise BackupRefused(f"โฟลเดอร์ {folder} อยู่ในหรือครอบโฟลเดอร์ของระบบเอง โปรดเลือกที่อื่น")
    if (folder / MANIFEST).exists():
        raise BackupRefused(f"ใน {folder} มีข้อมูลสำรองอยู่แล้ว โปรดเลือกโฟลเดอร์อื่น")
    if folder.exists() and not folder.is_dir():
        raise BackupRefused(f"{folder} ไม่ใช่โฟลเดอร์")
    if folder.is_dir() and not (folder / UNFINISHED).exists() and any(folder.iterdir()):
        raise BackupRefused(f"โฟลเดอร์ {folder} ไม่ว่าง โปรดเลือกโฟลเดอร์อื่น หรือใช้ --keep เพื่อเก็บหลายชุดไว้ด้วยกัน")


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Hold the folder against a second backup, and clear what a broken off one has left."""
    with (folder / UNFINISHED).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupRefused(f"มีการสำรองข้อมูลลง {folder} อยู่แล้ว") from None
        for name in (name for name in OWN if name != UNFINISHED):
            _remove(folder / name)
        yield


def _remove_own(folder: Path) -> None:
    for name in OWN:
        _remove(folder / name)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _bytes_to_keep() -> int:
    """About how many bytes a backup will have: as many as its files and the database have now."""
    root = Path(settings.MEDIA_ROOT)
    files = sum(
        (root / name).stat().st_size for name in names_below(root, TRANSIENT) if (root / name).exists()
    )
    if connection.vendor == "sqlite":
        return files + Path(connection.settings_dict["NAME"]).stat().st_size
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return files + int(cursor.fetchone()[0])


def refuse_full_disk(folder: Path, needed: int) -> None:
    """Raise where a folder has no room for so many bytes."""
    if (free := shutil.disk_usage(folder).free) < needed:
        raise BackupRefused(
            f"พื้นที่ว่างของ {folder} ไม่พอ ต้องใช้ประมาณ {needed / 2**20:,.0f} MB แต่เหลือ {free / 2**20:,.0f} MB"
        )


def drop_old(folder: Path, keep: int) -> list[str]:
    """Remove all backups in a folder but the newest `keep`, by their names, and those broken off.

    Gives the names of those removed. Touches only folders with the name and the content of a backup.
    """
    found = sorted(folder.glob("backup-*"), reverse=True)
    whole = [path for path in found if (path / MANIFEST).exists()]
    for path in whole[keep:]:
        (path / MANIFEST).rename(path / UNFINISHED)  # from now on it is none, should this be broken off
    dropped = [path for path in found if (path / UNFINISHED).exists() and not _is_being_made(path)]
    for path in dropped:
        shutil.rmtree(path)
    return [path.name for path in dropped]


def _is_being_made(folder: Path) -> bool:
    with (folder / UNFINISHED).open() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
