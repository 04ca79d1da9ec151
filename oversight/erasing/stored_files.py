"""Files under MEDIA_ROOT and in the cache of PDFs: found by what they hold, removed once the rows are."""

from collections.abc import Iterator
from contextlib import suppress
from hashlib import file_digest
from pathlib import Path

from django.conf import settings


def files_with(digest: str) -> Iterator[str]:
    """The files with this sha256, wherever under MEDIA_ROOT, also those that no row names any more."""
    for path in sorted(Path(settings.MEDIA_ROOT).rglob("*")):
        with suppress(FileNotFoundError):  # another process has just removed it
            if path.is_file():
                with path.open("rb") as file:
                    if file_digest(file, "sha256").hexdigest() == digest:
                        yield path.relative_to(settings.MEDIA_ROOT).as_posix()


def remove(name: str) -> bool:
    """Remove a file under MEDIA_ROOT, and say whether it is gone."""
    try:
        (Path(settings.MEDIA_ROOT) / name).unlink(missing_ok=True)
    except OSError:
        return False
    return True


def empty_the_cache() -> bool:
    """Remove all PDFs that were printed before, and say whether they are gone."""
    with suppress(OSError):
        for path in Path(settings.PDF_CACHE).glob("*"):
            if path.is_file():
                path.unlink(missing_ok=True)
        return True
    return False
