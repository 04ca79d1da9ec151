"""Files that only the portal's own account may read: the key, the database, logs, PDFs and uploads.

What is made anew is born so (`os.umask` in the settings); `shut_all` mends what an earlier version, a copy or
a backup has left open.
"""

import os
import re
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile

from ita_portal.environment import Environment
from ita_portal.given import WrongSetting

KEY_FILE = "secret_key"
UPLOADS = re.compile(r"evidence|seals|garudas|exports|imports|pending|published")
LOGS = re.compile(r"traffic-[0-9-]+\.log")
PDFS = re.compile(r"[0-9a-f]{64}|new-\w+")
ANYTHING = re.compile(r".*")


def kept_key(folder: Path) -> str:
    """The secret key kept in that folder, made at the first start, so that a restart signs nobody out.

    Raises WrongSetting where it can be neither read nor kept.
    """
    path = folder / KEY_FILE
    try:
        if not path.exists() or not path.read_text().strip():
            _keep(path, secrets.token_urlsafe(64))
        return path.read_text()
    except OSError as error:
        raise WrongSetting(
            "SECRET_KEY",
            f"ไม่ได้กำหนดไว้ และเก็บในไฟล์ {path} ไม่ได้ โปรดให้บัญชีที่รันระบบเขียนโฟลเดอร์นี้ได้",
            f"is not set and can't be kept in {path}: {error.strerror}",
        ) from None


def _keep(path: Path, text: str) -> None:
    """Write a file of which others see all or nothing, and the first of two writers wins."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with NamedTemporaryFile("w", dir=path.parent, prefix="new-") as file:
        file.write(text)
        file.flush()
        if path.exists():  # an empty one, of a start that was broken off
            path.unlink()
        try:
            os.link(file.name, path)
        except FileExistsError:
            return


def shut_all(choices: Environment, var: Path) -> None:
    """Take from others the right to read what is the portal's, as far as it is this account's to take.

    `var` is the portal's own. Of a folder that a variable names, only what the portal has made is shut, and
    the folder itself where nothing else lies in it: others may need it, as /tmp or /var/log.
    """
    shut(var, ANYTHING)
    shut(choices.media_root, UPLOADS)
    shut(choices.traffic_log, LOGS)
    shut(choices.pdf_cache, PDFS)
    if choices.database["ENGINE"].endswith("sqlite3"):
        file = Path(choices.database["NAME"])
        shut(file.parent, re.compile(rf"{re.escape(file.name)}(-wal|-shm|-journal)?"))


def shut(folder: Path, ours: re.Pattern[str]) -> None:
    """Shut what in that folder bears a name of ours, and the folder where nothing else is in it."""
    if not folder.is_dir() or not os.access(folder, os.R_OK):
        return
    entries = list(folder.iterdir())
    found = [path for path in entries if ours.fullmatch(path.name)]
    for path in (each for entry in found for each in _below(entry)):
        _shut_one(path)
    if len(found) == len(entries):
        _shut_one(folder)


def _below(path: Path) -> Iterator[Path]:
    """It and everything in it; a link is nothing to follow."""
    if path.is_symlink():
        return
    yield path
    if path.is_dir():
        for folder, folders, files in os.walk(path):
            yield from (Path(folder, name) for name in (*folders, *files))


def _shut_one(path: Path) -> None:
    """Take all rights from everybody but the owner, where that is this account."""
    try:
        found = path.lstat()
        if not stat.S_ISLNK(found.st_mode) and found.st_uid == os.geteuid() and found.st_mode & 0o077:
            path.chmod(stat.S_IMODE(found.st_mode) & ~0o077)
    except OSError:  # another process has just removed it, or nothing can be changed on that disk
        return
