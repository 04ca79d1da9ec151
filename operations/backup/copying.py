"""Files copied with the sha256 of what was copied, and which files a backup has to hold."""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

CHUNK = 1024 * 1024


@dataclass(frozen=True)
class FileFacts:
    """The size in bytes and the sha256 (64 hexadecimal digits) of a file."""

    size: int
    sha256: str


def facts_of(path: Path) -> FileFacts:
    """What a file is now; a link or a folder is no file of a backup. Raises OSError."""
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    digest, size = sha256(), 0
    with os.fdopen(handle, "rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return FileFacts(size, digest.hexdigest())


def copy_file(source: Path, target: Path) -> FileFacts:
    """Copy a file, as far as it is written; the copy is on the disk when this returns. Raises OSError."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest, size = sha256(), 0
    with source.open("rb") as original, target.open("wb") as copy:
        while chunk := original.read(CHUNK):
            digest.update(chunk)
            copy.write(chunk)
            size += len(chunk)
        copy.flush()
        os.fsync(copy.fileno())
    target.chmod(0o600)
    return FileFacts(size, digest.hexdigest())


def names_below(folder: Path, left_out: Iterable[str] = ()) -> Iterator[str]:
    """Files below a folder, by their path in it, but for some of its folders; links are followed once."""
    seen: set[tuple[int, int]] = set()
    for root, folders, files in os.walk(folder, followlinks=True):
        here = Path(root)
        status = here.stat()
        if (status.st_dev, status.st_ino) in seen:
            folders.clear()
            continue
        seen.add((status.st_dev, status.st_ino))
        if here == folder:
            folders[:] = [name for name in folders if name not in set(left_out)]
        yield from ((here / name).relative_to(folder).as_posix() for name in files)


class Copies:
    """Copies of the files of a folder that others write to: taken again where a file has changed."""

    def __init__(self, source: Path, target: Path) -> None:
        self.source, self.target = source, target
        self.files: dict[str, FileFacts] = {}
        self._seen: dict[str, tuple[int, int]] = {}

    def take(self, names: Iterable[str]) -> set[str]:
        """Copy those that are new or have changed since; gives those that are there."""
        there = set()
        for name in names:
            with suppress(FileNotFoundError, NotADirectoryError):  # it is just being removed
                status = (self.source / name).stat()
                if self._seen.get(name) != (stamp := (status.st_size, status.st_mtime_ns)):
                    self.files[name] = copy_file(self.source / name, self.target / name)
                    self._seen[name] = stamp
                there.add(name)
        return there

    def keep_only(self, names: set[str]) -> None:
        """Drop the copies of all others."""
        for name in self.files.keys() - names:
            (self.target / name).unlink()
            del self.files[name]
