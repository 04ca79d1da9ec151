"""PDFs that were printed before, kept as files: an unchanged report is printed once.

A PDF is found by the sha256 of everything that it is made from, so nobody can get another's: who has no right
to a document cannot name its content. The cache is bounded, any number of processes may share it, and it may
be emptied at any time.
"""

import logging
import os
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.db import connection

from ita_portal.whole_files import written_whole
from printing.pdf.process import render_safely
from printing.pdf.rendering import STATIC, STYLESHEET, Attachment

HERE = Path(__file__).resolve().parent
CODE = ("press.py", "finishing.py", "speed.py", "svg_text.py", "tree.py", "fonts.conf")
# How text goes to paper.
WORDS = (
    *("../../documents/typesetting.py", "../../documents/glyphs.py", "../../ita_portal/signs.py"),
    "../../static/fonts/SarabunDoc.json",
)
LIBRARIES = ("weasyprint", "pydyf", "lxml")
DIGEST = sha256().digest_size
OWN = re.compile(r"[0-9a-f]{64}|new-\w+")  # names that the cache gives: keys, and files that were cut short
log = logging.getLogger(__name__)


def pdf_of(html: str, *, attachments: Sequence[Attachment] = ()) -> bytes:
    """The PDF of a whole HTML document, from the cache or printed and put there.

    Raises PdfFailed or PdfUnavailable with a Thai sentence, as `process.render_safely` does; a failure is
    not kept. Settings: PDF_CACHE (directory), PDF_CACHE_MAX_MB, PDF_CACHE_MAX_FILES.
    """
    max_bytes, max_files = settings.PDF_CACHE_MAX_MB * 2**20, settings.PDF_CACHE_MAX_FILES
    cache = PdfCache(Path(settings.PDF_CACHE), max_bytes, max_files)
    key = key_of(html, attachments)
    content = cache.get(key)
    if content is None:
        # Printing takes seconds, waiting for it a minute: none of the few connections is held meanwhile.
        if not connection.in_atomic_block:
            connection.close()
        content = render_safely(html, attachments=attachments)
        cache.put(key, content)
    return content


def key_of(html: str, attachments: Sequence[Attachment] = (), stylesheet: Path = STYLESHEET) -> str:
    """The name of a PDF: sha256 of its text, attachments, style, fonts and the program that prints."""
    parts = [html.encode("utf-8", "surrogatepass")]  # the printer refuses half a character, in its own words
    for each in attachments:
        parts += [each.name.encode(), each.description.encode(), each.content]
        parts += [each.dated.isoformat().encode(), each.relationship.encode()]
    files = (stylesheet, *sorted((STATIC / "fonts").glob("*.ttf")), *(HERE / name for name in CODE + WORDS))
    parts += [path.read_bytes() for path in files]
    parts += [version(library).encode() for library in LIBRARIES]
    digest = sha256()
    for part in parts:
        # With its length, so that a letter moved from one part to the next makes another key.
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


@dataclass(frozen=True)
class PdfCache:
    """A directory of files by key, each behind its own sha256; the longest unread are removed first."""

    directory: Path
    max_bytes: int
    max_files: int

    def get(self, key: str) -> bytes | None:
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
            with written_whole(self.directory / key) as file:
                file.write(sha256(content).digest() + content)
            self._remove_oldest()
        except OSError:
            log.warning("a PDF could not be kept in %s", self.directory, exc_info=True)

    def _remove_oldest(self) -> None:
        """Remove the longest unread files until the rest is within bounds.

        Only its own: an operator may have named a folder that holds a database, too, or /tmp.
        """
        files = []
        for path in filter(lambda path: OWN.fullmatch(path.name), self.directory.iterdir()):
            with suppress(FileNotFoundError):  # another process removes files too
                found = path.stat()
                files.append((found.st_mtime_ns, found.st_size, path))
        total = 0
        for place, (_, size, path) in enumerate(sorted(files, reverse=True)):
            total += size
            if total > self.max_bytes or place >= self.max_files:
                path.unlink(missing_ok=True)
