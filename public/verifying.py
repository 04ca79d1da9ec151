"""What a file is that somebody holds: published here, a copy with something appended, or something else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

from django.db.models import Case, F, Q, Value, When

from municipalities.dated import PlaceState
from public.called_then import called_then
from public.hashing import HashedFile
from public.publications import Edition, edition, published
from reports.models import PublishedEvidence
from reports.published import PublicationQuerySet


class FileIs(StrEnum):
    """What a recognised file is of its publication."""

    PAPER = "paper"
    SEALED = "sealed"
    SIGNED = "signed"
    APPENDED = "appended"
    WORD = "word"
    DATA = "data"
    EVIDENCE = "evidence"


@dataclass(frozen=True)
class Recognised:
    """A publication to which the file belongs, and as what.

    Of a signed copy, and of one to which something else was appended, the first `length` bytes are those of
    the published PDF. Whether the signature is valid is not judged. `then` is what the paper calls its
    municipality, None where that is called so today.
    """

    edition: Edition
    what: FileIs
    length: int = 0
    then: PlaceState | None = None


def recognised(digest: str, file: HashedFile | None = None) -> list[Recognised]:
    """The publications to which a file with this sha256 belongs, replaced and withdrawn ones too. One query.

    `file` where there is more than the sha256. A file that is itself known is no copy of another.
    """
    ends: Mapping[str, int] = file.ends if file else {}
    what = Case(
        When(sha256=digest, then=Value(FileIs.PAPER)),
        When(sealed_sha256=digest, then=Value(FileIs.SEALED)),
        When(docx_sha256=digest, then=Value(FileIs.WORD)),
        When(bundle_sha256=digest, then=Value(FileIs.DATA)),
        When(sha256__in=list(ends), then=Value(FileIs.APPENDED)) if ends else When(pk=None, then=Value("")),
        default=Value(FileIs.EVIDENCE),
    )
    found = []
    rows = with_file(digest, ends).annotate(what=what, told=F("bundle")).order_by("published_at")
    for row in rows:
        length = ends.get(row.sha256, 0) if row.what == FileIs.APPENDED else 0
        signed = length and file and file.signature >= length
        is_what = FileIs.SIGNED if signed else FileIs(row.what)
        then = called_then(row.told, row.report.plan.municipality)
        found.append(Recognised(edition(row), is_what, length, then))
    whole = [one for one in found if not one.length]
    return whole or found


def with_file(digest: str, ends: Iterable[str] = ()) -> PublicationQuerySet:
    """The publications with a file of this sha256, or with a PDF of one of `ends`; by indexes alone."""
    return published().filter(
        Q(sha256__in=[digest, *ends])
        | Q(sealed_sha256=digest)
        | Q(docx_sha256=digest)
        | Q(bundle_sha256=digest)
        | Q(pk__in=PublishedEvidence.objects.filter(sha256=digest).values("publication"))
    )


def kind_by_bytes(file: HashedFile) -> str:
    """Which kind of file it is: "pdf", "word", "zip", "data" or "other", by its first bytes and its name."""
    extension = PurePosixPath(file.name or "").suffix.lower()
    if file.head.startswith(b"%PDF-"):
        return "pdf"
    if file.head.startswith(b"PK\x03\x04"):
        return "word" if extension == ".docx" or b"word/" in file.head else "zip"
    if file.head.startswith(b"\xd0\xcf\x11\xe0") and extension in (".doc", ""):
        return "word"
    return "data" if extension == ".json" and file.head.lstrip().startswith((b"{", b"[")) else "other"
