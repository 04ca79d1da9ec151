"""All that was published with one revision, as a ZIP that is made while it is sent."""

import io
from collections.abc import Iterator
from hashlib import sha256
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.utils import timezone

from public.publications import Edition
from reports.erased import erasure_of_file, tombstones
from reports.models import Publication, PublishedEvidence

CHUNK = 64 * 1024
SUMS = "SHA256SUMS"


class _Outlet(io.RawIOBase):
    """Takes what the archive writes, until it is sent."""

    def __init__(self) -> None:
        self.waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]  # a buffer of bytes is what a ZIP writes
        self.waiting += data
        return len(data)

    def taken(self) -> bytes:
        piece, self.waiting = bytes(self.waiting), bytearray()
        return piece


def zipped(one: Edition) -> Iterator[bytes]:
    """The ZIP of a revision in pieces: PDF, Word, data, evidence/…, and a list of their sha256.

    The same bytes each time. A piece of evidence whose bytes are gone is left out of both; in the place of
    one that was erased by law lies a text that says so.
    """
    outlet, sums = _Outlet(), []
    with ZipFile(outlet, "w") as archive:
        for name, contents, method in _members(one):
            digest = sha256()
            with contents, archive.open(_entry(name, method, one), "w", force_zip64=True) as member:
                while chunk := contents.read(CHUNK):
                    digest.update(chunk)
                    member.write(chunk)
                    yield outlet.taken()
            sums.append(f"{digest.hexdigest()}  {name}\n")
        archive.writestr(_entry(SUMS, ZIP_STORED, one), "".join(sums))
    yield outlet.taken()


def _members(one: Edition) -> Iterator[tuple[str, IO[bytes], int]]:
    """Name, contents and method of each file; what is compressed already is stored as it is."""
    columns = ("pdf", "sealed", "docx", "bundle")
    pdf, sealed, docx, bundle = Publication.objects.values_list(*columns).get(pk=one.pk)
    yield f"{one.stem}.pdf", io.BytesIO(pdf), ZIP_STORED
    if sealed:
        yield f"{one.stem}.signed.pdf", io.BytesIO(sealed), ZIP_STORED
    yield f"{one.stem}.docx", io.BytesIO(docx), ZIP_STORED
    yield f"{one.stem}.json", io.BytesIO(bundle.encode()), ZIP_DEFLATED
    for row in PublishedEvidence.objects.filter(publication=one.pk):
        if not row.stored:
            yield f"evidence/{row.name}.txt", io.BytesIO(_tombstone(row).encode()), ZIP_DEFLATED
            continue
        try:
            contents = row.stored.open("rb")
        except FileNotFoundError:
            continue
        yield f"evidence/{row.name}", contents, ZIP_STORED


def _tombstone(row: PublishedEvidence) -> str:
    """What lies in the place of a file that was erased by law."""
    record = erasure_of_file(row.sha256)
    why = f"{tombstones(record)[0]}\nเหตุผล: {record.reason}" if record else row.file_name
    return f"{why}\nSHA-256: {row.sha256}\n"


def _entry(name: str, method: int, one: Edition) -> ZipInfo:
    moment = timezone.localtime(one.published_at)
    entry = ZipInfo(name, moment.timetuple()[:6])
    entry.compress_type, entry.create_system, entry.external_attr = method, 3, 0o644 << 16
    return entry
