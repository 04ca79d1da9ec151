"""PDFs that were printed before, on a shelf of files: an unchanged report is printed once.

A PDF is found by the sha256 of everything that it is made from, so nobody can get another's: who has no right
to a document cannot name its content. The shelf is bounded, any number of processes may share it, and it may
be emptied at any time.
"""

import logging
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.db import connection

from printing.pdf.process import render_safely
from printing.pdf.rendering import STATIC, STYLESHEET, Attachment

HERE = Path(__file__).resolve().parent
CODE = ("press.py", "speed.py", "svg_text.py", "tree.py", "../../documents/typesetting.py")
LIBRARIES = ("weasyprint", "pydyf", "lxml")
DIGEST = sha256().digest_size
log = logging.getLogger(__name__)


def pdf_of(html: str, *, attachments: Sequence[Attachment] = ()) -> bytes:
    """The PDF of a whole HTML document, from the shelf or printed and put there.

    Raises PdfFailed or PdfUnavailable with a Thai sentence, as `process.render_safely` does; a failure is
    not kept. Settings: PDF_CACHE (directory), PDF_CACHE_MAX_MB, PDF_CACHE_MAX_FILES.
    """
    shelf = _shelf()
    key = key_of(html, attachments)
    content = shelf.taken(key)
    if content is None:
        _leave_the_database_to_others()
        content = render_safely(html, attachments=attachments)
        shelf.put(key, content)
    return content


def _leave_the_database_to_others() -> None:
    """Printing takes seconds, waiting for it a minute: no connection of the few there are idles meanwhile."""
    if not connection.in_atomic_block:
        connection.close()


def _shelf() -> "Shelf":
    return Shelf(Path(settings.PDF_CACHE), settings.PDF_CACHE_MAX_MB * 2**20, settings.PDF_CACHE_MAX_FILES)


def key_of(html: str, attachments: Sequence[Attachment] = (), stylesheet: Path = STYLESHEET) -> str:
    """The name of a PDF: sha256 of its text, attachments, style, fonts and the program that prints."""
    digest = sha256()
    for part in _parts(html, attachments, stylesheet):
        digest.update(len(part).to_bytes(8, "big") + part)  # or two parts could be told as others
    return digest.hexdigest()


def _parts(html: str, attachments: Sequence[Attachment], stylesheet: Path) -> Iterator[bytes]:
    yield html.encode("utf-8", "surrogatepass")  # the printer refuses half a character, in its own words
    for each in attachments:
        yield from (each.name.encode(), each.description.encode(), each.content)
        yield from (each.dated.isoformat().encode(), each.relationship.encode())
    for path in (stylesheet, *sorted((STATIC / "fonts").glob("*.ttf")), *(HERE / name for name in CODE)):
        yield path.read_bytes()
    for library in LIBRARIES:
        yield version(library).encode()


@dataclass(frozen=True)
class Shelf:
    """A directory of contents by key, each behind its own sha256; the longest unread leave first."""

    directory: Path
    max_bytes: int
    max_files: int

    def taken(self, key: str) -> bytes | None:
        """The content, or None where there is none or it is not what was put there."""
        path = self.directory / key
        try:
            stored = path.read_bytes()
            os.utime(path)
        except OSError:  # not there, or another process has just removed it
            return None
        content = stored[DIGEST:]
        return content if sha256(content).digest() == stored[:DIGEST] else None

    def put(self, key: str, content: bytes) -> None:
        """Store the content, whole or not at all. A full or broken disk is logged: the reader has the PDF."""
        if len(content) + DIGEST > self.max_bytes:
            return
        try:
            self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._write(key, sha256(content).digest() + content)
            self._make_room()
        except OSError:
            log.warning("a PDF could not be kept in %s", self.directory, exc_info=True)

    def _write(self, key: str, stored: bytes) -> None:
        """Under another name first: no reader ever meets half a file, and a full disk keeps none."""
        file = NamedTemporaryFile(dir=self.directory, prefix="new-", delete=False)  # noqa: SIM115 - closed below
        try:
            with file:
                file.write(stored)
            Path(file.name).replace(self.directory / key)
        finally:
            Path(file.name).unlink(missing_ok=True)

    def _make_room(self) -> None:
        """Remove the longest unread files until the rest is within bounds."""
        files = sorted(self._files(), reverse=True)
        total = 0
        for place, (_, size, path) in enumerate(files):
            total += size
            if total > self.max_bytes or place >= self.max_files:
                path.unlink(missing_ok=True)

    def _files(self) -> Iterator[tuple[int, int, Path]]:
        for path in self.directory.iterdir():
            try:
                found = path.stat()
            except FileNotFoundError:  # another process makes room too
                continue
            yield found.st_mtime_ns, found.st_size, path
