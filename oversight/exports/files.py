"""The files of an export: one for each report while it is made, then the one ZIP; each complete or absent."""

import fcntl
import re
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings

from ita_portal.signs import meant
from ita_portal.thai import clean_text, control_characters
from ita_portal.whole_files import written_whole

FOLDER = "exports"
NAME_BYTES = 180  # a file system takes 255 of a name, and a Thai letter has three
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')


def root() -> Path:
    """The directory of all exports; part of MEDIA_ROOT, so that each machine of the portal reaches it."""
    return Path(settings.MEDIA_ROOT) / FOLDER


def root_made() -> Path:
    """The same, made where it is missing."""
    root().mkdir(mode=0o700, parents=True, exist_ok=True)
    return root()


def worker_file(queue: str | None) -> Path:
    """What the worker of a queue (None: of all) holds as long as it lives; its name stands in it."""
    return root() / (f"worker-{queue}" if queue else "worker")


def is_worked_off(queue: str | None = None) -> bool:
    """Whether a worker of this queue is alive on this machine; without a queue, whether any is."""
    queues = (None, *settings.TASKS["default"]["QUEUES"]) if queue is None else (None, queue)
    return any(_is_held(worker_file(each)) for each in queues)


def _is_held(path: Path) -> bool:
    try:
        with path.open() as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except FileNotFoundError:
        pass
    return False


def directory(key: UUID) -> Path:
    """The directory of one export."""
    return root() / key.hex


def zip_path(key: UUID) -> Path:
    """The finished file of an export."""
    return directory(key) / "export.zip"


def piece_path(key: UUID, item_pk: int) -> Path:
    """The file of one report of an export, until it lies in the ZIP."""
    return directory(key) / f"{item_pk}.piece"


def keep(path: Path, content: bytes) -> None:
    """Write a file; it is on the disk when this returns. Raises OSError where the disk refuses."""
    with written_whole(path) as file:
        file.write(content)


def pack(path: Path, members: Iterable[tuple[str, Path]], contents: tuple[str, bytes]) -> int:
    """Write a ZIP of the named files and of a list of its contents; gives its size in bytes.

    Raises OSError where the disk refuses; then nothing is left behind.
    """
    with written_whole(path) as file, ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr(*contents)
        for name, source in members:
            archive.write(source, name)
    return path.stat().st_size


def drop_pieces(key: UUID) -> None:
    """Remove everything of an export but its ZIP, remains of killed workers as well."""
    for path in directory(key).glob("*"):  # nothing where the directory was never made
        if path != zip_path(key):
            path.unlink(missing_ok=True)


def drop(key: UUID) -> None:
    """Remove all files of an export, where there are any."""
    shutil.rmtree(directory(key), ignore_errors=True)


def strays(known: Callable[[], set[UUID]]) -> list[UUID]:
    """The exports that have files and no row; `known`, the rows, is asked after the files were seen."""
    found = {UUID(path.name) for path in root().glob("[0-9a-f]" * 32) if path.is_dir()}
    return sorted(found - known())


def safe_name(text: str, longest: int = NAME_BYTES) -> str:
    """A Thai name as every file system takes it: at most `longest` bytes, cut between letters."""
    plain = "".join(sign for sign in meant(clean_text(text)) if not control_characters(sign, multiline=False))
    cut = _UNSAFE.sub(" ", plain).encode()[:longest].decode(errors="ignore")
    return " ".join(cut.split()).strip(". ") or "_"
