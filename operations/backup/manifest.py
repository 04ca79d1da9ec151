"""What a backup holds: its manifest.json, written last and by a rename, so that it stands for a whole one."""

import hmac
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, fields
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.db import DatabaseError

from operations.backup import BackupRefused, database
from operations.backup.copying import FileFacts, facts_of

FORMAT = "ita-portal backup 1"
MANIFEST, UNFINISHED = "manifest.json", "manifest.part"
DATABASE, MEDIA, LOG, KEY = "database.sqlite3", "media", "log", "secret_key"
FOREIGN = "โฟลเดอร์ {} ไม่ใช่ข้อมูลสำรองของระบบนี้ ({})"
DAMAGED = "ข้อมูลสำรองใน {} เสียหายหรือไม่ครบ จึงใช้ไม่ได้ ({})"


@dataclass(frozen=True)
class Manifest:
    """The contents of a backup.

    `files` has every file but the manifest by its path in the backup, `tables` the number of rows by table,
    `migrations` the applied ones by app. `lost` are uploads that a row names and that were already gone when
    the backup was made. `key_check` tells whether a key is the one that the portal had, and not which.
    """

    made_at: str
    program: str
    engine: str
    migrations: dict[str, list[str]]
    tables: dict[str, int]
    files: dict[str, FileFacts]
    lost: list[str]
    key_check: str
    format: str = field(default=FORMAT)

    @property
    def bytes(self) -> int:
        """The size of all files together."""
        return sum(file.size for file in self.files.values())

    def below(self, folder: str) -> Iterator[tuple[str, FileFacts]]:
        """The files in one of the backup's folders, by their path in that folder."""
        for path, file in self.files.items():
            if path.startswith(f"{folder}/"):
                yield path.removeprefix(f"{folder}/"), file


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Finish the backup in that folder: everything in it is on the disk before the manifest has its name."""
    content = asdict(manifest)
    content["sha256"] = _digest(content)
    unfinished = folder / UNFINISHED
    with unfinished.open("w", encoding="utf-8") as file:
        json.dump(content, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    for path, _folders, _files in os.walk(folder):
        sync_folder(Path(path))
    unfinished.rename(folder / MANIFEST)
    sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a backup. Raises BackupRefused where the folder is none, or none that was finished."""
    try:
        content = json.loads((folder / MANIFEST).read_bytes())
    except FileNotFoundError:
        if (folder / UNFINISHED).exists():
            raise BackupRefused(f"การสำรองข้อมูลลง {folder} ไม่เสร็จ จึงใช้ไม่ได้") from None
        raise BackupRefused(FOREIGN.format(folder, f"ไม่มีไฟล์ {MANIFEST}")) from None
    except (OSError, ValueError) as error:
        raise BackupRefused(DAMAGED.format(folder, f"อ่านไฟล์ {MANIFEST} ไม่ได้: {error}")) from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise BackupRefused(FOREIGN.format(folder, f"{MANIFEST} เป็นของโปรแกรมอื่นหรือรุ่นใหม่กว่า"))
    try:
        sound = content.pop("sha256", "") == _digest(content)
        content["files"] = {_inner(path): FileFacts(**file) for path, file in content["files"].items()}
        manifest = Manifest(**{each.name: content[each.name] for each in fields(Manifest)})
    except (KeyError, TypeError, ValueError, AttributeError):
        sound = False
    if not sound:
        raise BackupRefused(DAMAGED.format(folder, f"เนื้อหาของ {MANIFEST} ถูกแก้ไข"))
    return manifest


def _digest(content: dict[str, Any]) -> str:
    return sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _inner(path: str) -> str:
    """A path that stays in the backup; raises ValueError for another one."""
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or ".." in parts or "\0" in path:
        raise ValueError(path)
    return path


def verify(folder: Path) -> Manifest:
    """The manifest of a backup that is whole: each file by its sha256, the database by itself and its counts.

    Reads every byte and writes none. Raises BackupRefused.
    """
    manifest = read_manifest(folder)
    for path, expected in manifest.files.items():
        try:
            same = facts_of(folder / path) == expected
        except OSError as error:
            raise BackupRefused(DAMAGED.format(folder, f"อ่าน {path} ไม่ได้: {error.strerror}")) from error
        if not same:
            raise BackupRefused(DAMAGED.format(folder, f"{path} ไม่ตรงกับค่า SHA-256 ที่จดไว้"))
    try:
        found, _names = database.read_snapshot(folder / DATABASE, manifest.tables)
    except (DatabaseError, BackupRefused) as error:
        raise BackupRefused(DAMAGED.format(folder, f"ฐานข้อมูล: {error}")) from error
    if found != manifest.tables:
        raise BackupRefused(DAMAGED.format(folder, "จำนวนแถวในฐานข้อมูลไม่ตรงกับที่จดไว้"))
    return manifest


def key_check() -> str:
    """Sixteen signs that change with SECRET_KEY and don't tell it."""
    return hmac.new(settings.SECRET_KEY.encode(), b"key of this portal's backups", sha256).hexdigest()[:16]
