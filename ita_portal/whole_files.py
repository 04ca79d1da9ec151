"""Files that are there whole or not at all, and go again where the rows that name them are not stored."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any

from django.core.files.storage import FileSystemStorage
from django.db import InterfaceError, OperationalError

_NEW: ContextVar[list[Path] | None] = ContextVar("files written with the rows at hand", default=None)


@contextmanager
def written_whole(path: Path) -> Iterator[IO[bytes]]:
    """A file under another name until all of it is on the disk; after an error nothing of it is left.

    Raises OSError where the disk refuses.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = NamedTemporaryFile(dir=path.parent, prefix="new-", delete=False)  # noqa: SIM115 - closed below
    try:
        with file:
            yield file.file
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).replace(path)
    finally:
        Path(file.name).unlink(missing_ok=True)


@contextmanager
def files_go_with_rows() -> Iterator[None]:
    """Around a transaction: where it is undone, the uploads that it has stored are removed.

    They stay where the database was lost: it may have stored the rows and only its answer did not come.
    """
    new: list[Path] = []
    outer = _NEW.set(new)
    try:
        yield
    except (InterfaceError, OperationalError):
        raise
    except BaseException:
        for path in new:
            path.unlink(missing_ok=True)
        raise
    finally:
        _NEW.reset(outer)


class WholeFileStorage(FileSystemStorage):
    """Uploads under MEDIA_ROOT, each under a name that no other has."""

    def _save(self, name: str, content: Any) -> str:
        path = Path(self.path(name))
        with written_whole(path) as file:
            for chunk in content.chunks():
                file.write(chunk)
        if (new := _NEW.get()) is not None:
            new.append(path)
        return name
