"""What may be attached as evidence: PDF, PNG, JPEG, DOCX and XLSX, recognised by their bytes.

The name must agree with them. A file is refused before anything in it is unpacked, and the sizes
that it states are trusted within bounds only.
"""

import logging
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import PurePosixPath
from typing import IO
from uuid import uuid4

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from lxml import etree
from PIL import Image

from ita_portal.clamd import ScannerAway, virus_in
from ita_portal.signs import meant
from ita_portal.thai import thai_digits
from measures.active_content import refuse_active_office, refuse_active_pdf

MEGABYTE = 1024 * 1024
MAX_PIXELS = 80_000_000
# Of a zip archive: some thousand entries, where an office file has some dozen.
MAX_DIRECTORY_BYTES = 256 * 1024
MAX_ENTRIES = 2_000
MAX_UNPACKED_BYTES = 100 * MEGABYTE
MAX_NAME_LENGTH = 150
PROBE_BYTES = 4096

# Signature, disks and counts, size and offset of the directory, length of the comment.
_ZIP_END = struct.Struct("<4s4H2LH")
_ZIP64_LOCATOR_BYTES = 20
_WEB_MARKS = (b"<script", b"<html", b"<svg", b"<!doctype html", b"<?php", b"<iframe")

ALLOWED = "PDF, PNG, JPEG, DOCX หรือ XLSX"


@dataclass(frozen=True)
class FileKind:
    """A kind of file that is accepted; the first extension is the one under which it is stored."""

    word: str
    content_type: str
    extensions: tuple[str, ...]


PDF = FileKind("PDF", "application/pdf", (".pdf",))
PNG = FileKind("PNG", "image/png", (".png",))
JPEG = FileKind("JPEG", "image/jpeg", (".jpg", ".jpeg", ".jfif"))
DOCX = FileKind("DOCX", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",))
XLSX = FileKind("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx",))
KINDS = (PDF, PNG, JPEG, DOCX, XLSX)
_ANOTHER_KIND = f"รับเฉพาะไฟล์ {ALLOWED} เท่านั้น เนื้อหาของไฟล์นี้ไม่ใช่ชนิดดังกล่าว"
_OFFICE_PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}


def kind_of_upload(upload: UploadedFile) -> FileKind:
    """The kind of an uploaded file, which is left at its beginning.

    Raises ValueError with a Thai sentence: empty, too large, of another kind, damaged, disguised, a bomb.
    """
    if not upload.size:
        raise ValueError("ไฟล์นี้ว่างเปล่า กรุณาเลือกไฟล์ใหม่")
    if upload.size > settings.EVIDENCE_MAX_BYTES:
        most = thai_digits(str(settings.EVIDENCE_MAX_BYTES // MEGABYTE))
        raise ValueError(f"ไฟล์ใหญ่เกินไป กรุณาใช้ไฟล์ขนาดไม่เกิน {most} เมกะไบต์")
    stream: IO[bytes] = upload.file  # type: ignore[assignment]
    stream.seek(0)
    head = stream.read(8)
    examine = next((examine for magic, examine in _EXAMINERS.items() if head.startswith(magic)), None)
    if examine is None:
        raise ValueError(_ANOTHER_KIND)
    kind = examine(stream)
    stream.seek(0)
    if PurePosixPath(shown_name(upload.name or "")).suffix.lower() not in kind.extensions:
        raise ValueError(f"นามสกุลของชื่อไฟล์ไม่ตรงกับเนื้อหา ซึ่งเป็นไฟล์ {kind.word} กรุณาใช้นามสกุล {kind.extensions[0]}")
    return kind


def shown_name(name: str) -> str:
    """The name under which a file is offered again: no folders, no signs that nobody sees, not too long."""
    visible = "".join(sign for sign in meant(name) if not unicodedata.category(sign).startswith("C"))
    path = PurePosixPath(visible.replace("\\", "/").split("/")[-1])
    return path.stem[: MAX_NAME_LENGTH - len(path.suffix)] + path.suffix


def stored_name(kind: FileKind) -> str:
    """A name that nobody can guess, which gives away nothing but the kind."""
    return uuid4().hex + kind.extensions[0]


def sha256_of(stream: IO[bytes]) -> str:
    """The sha256 of a whole file, 64 lower-case hexadecimal digits; it is left at its beginning."""
    stream.seek(0)
    digest = sha256()
    while chunk := stream.read(MEGABYTE):
        digest.update(chunk)
    stream.seek(0)
    return digest.hexdigest()


def content_type(stored: str) -> str:
    """The media type of a stored file by the extension that `stored_name` gave it."""
    return next(
        (kind.content_type for kind in KINDS if stored.endswith(kind.extensions[0])),
        "application/octet-stream",
    )


def _pdf(stream: IO[bytes]) -> FileKind:
    head, tail = _ends(stream)
    if b"%%EOF" not in tail:
        raise _damaged(PDF)
    _refuse_disguise(stream, head)
    return PDF


def _picture(stream: IO[bytes], kind: FileKind) -> FileKind:
    """Refuse a damaged picture, a huge one, and one that is something else besides."""
    stream.seek(0)
    try:
        with Image.open(stream, formats=[kind.word]) as image:
            pixels = image.width * image.height
            image.verify()
    except Exception as error:  # Pillow raises whatever the broken bytes make it trip over
        raise _damaged(kind) from error
    if pixels > MAX_PIXELS:
        raise ValueError(f"รูปภาพใหญ่เกินไป กรุณาย่อให้ไม่เกิน {MAX_PIXELS // 1_000_000} ล้านพิกเซล")
    head, tail = _ends(stream)
    _refuse_disguise(stream, head + tail)
    return kind


def _refuse_disguise(stream: IO[bytes], probed: bytes) -> None:
    """A file that a browser could also take for a web page, or an archiver for an archive, is not taken."""
    if any(mark in probed.lower() for mark in _WEB_MARKS) or zipfile.is_zipfile(stream):
        raise ValueError("ไฟล์นี้มีเนื้อหาชนิดอื่นซ่อนอยู่ด้วย จึงรับไว้ไม่ได้ กรุณาบันทึกเป็นไฟล์ใหม่แล้วแนบอีกครั้ง")


def _office(stream: IO[bytes]) -> FileKind:
    _check_directory_size(stream)
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise _damaged(DOCX) from error
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
        raise ValueError("ไฟล์นี้เมื่อคลายออกแล้วมีขนาดใหญ่ผิดปกติ จึงรับไว้ไม่ได้")
    names = {entry.filename for entry in entries}
    kinds = [kind for part, kind in _OFFICE_PARTS.items() if part in names]
    if len(kinds) != 1 or "[Content_Types].xml" not in names:
        raise ValueError(_ANOTHER_KIND)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise ValueError("ไฟล์นี้มีมาโคร จึงรับไว้ไม่ได้ กรุณาบันทึกเป็นไฟล์ที่ไม่มีมาโคร")
    return kinds[0]


def refuse_harmful(upload: UploadedFile, kind: FileKind) -> None:
    """Look through a whole file of a known kind, which takes a second; it is left at its beginning.

    Raises ValueError with a Thai sentence: it holds a virus, acts by itself, is closed by a password or is
    damaged inside.
    """
    stream: IO[bytes] = upload.file  # type: ignore[assignment]
    if settings.CLAMD:
        _refuse_virus(stream)
    try:
        if kind is PDF:
            refuse_active_pdf(stream.read())
        elif kind in _OFFICE_PARTS.values():
            with zipfile.ZipFile(stream) as archive:
                refuse_active_office(archive)
    except (zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, OSError, RuntimeError, EOFError) as error:
        raise _damaged(kind) from error
    stream.seek(0)


def _refuse_virus(stream: IO[bytes]) -> None:
    """Ask the operator's scanner; while that is away no file is taken."""
    try:
        virus = virus_in(stream, settings.CLAMD)
    except ScannerAway as error:
        logging.getLogger(__name__).exception("the virus scanner did not judge a file")
        raise ValueError(
            "ขณะนี้ตรวจไวรัสของไฟล์ไม่ได้ จึงยังไม่รับไฟล์ กรุณาลองใหม่อีกครั้ง หากยังไม่ได้โปรดแจ้งผู้ดูแลระบบ"
        ) from error
    if virus:
        raise ValueError(f"โปรแกรมตรวจไวรัสพบ {virus} ในไฟล์นี้ จึงรับไว้ไม่ได้ กรุณาตรวจเครื่องของท่าน แล้วแนบไฟล์ที่ปลอดภัย")
    stream.seek(0)


def _check_directory_size(stream: IO[bytes]) -> None:
    """The directory's own size is read from the last bytes, before the whole of it is loaded."""
    size = stream.seek(0, 2)
    tail_bytes = min(size, _ZIP_END.size + _ZIP64_LOCATOR_BYTES)
    stream.seek(size - tail_bytes)
    tail = stream.read(tail_bytes)
    if len(tail) < _ZIP_END.size:
        raise _damaged(DOCX)
    signature, *_counts, directory_bytes, _offset, comment_bytes = _ZIP_END.unpack(tail[-_ZIP_END.size :])
    if signature != b"PK\x05\x06" or comment_bytes or tail.startswith(b"PK\x06\x07"):
        raise _damaged(DOCX)
    if directory_bytes > MAX_DIRECTORY_BYTES:
        raise ValueError("ไฟล์นี้เมื่อคลายออกแล้วมีขนาดใหญ่ผิดปกติ จึงรับไว้ไม่ได้")


def _ends(stream: IO[bytes]) -> tuple[bytes, bytes]:
    """The first and the last few thousand bytes."""
    stream.seek(0)
    head = stream.read(PROBE_BYTES)
    stream.seek(max(0, stream.seek(0, 2) - PROBE_BYTES))
    return head, stream.read(PROBE_BYTES)


def _damaged(kind: FileKind) -> ValueError:
    words = "DOCX หรือ XLSX" if kind in _OFFICE_PARTS.values() else kind.word
    return ValueError(f"อ่านไฟล์ {words} นี้ไม่ได้ ไฟล์อาจเสียหายหรือไม่ใช่ {words} จริง กรุณาเลือกไฟล์ใหม่")


_EXAMINERS: dict[bytes, Callable[[IO[bytes]], FileKind]] = {
    b"%PDF-": _pdf,
    b"\x89PNG\r\n\x1a\n": partial(_picture, kind=PNG),
    b"\xff\xd8\xff": partial(_picture, kind=JPEG),
    b"PK\x03\x04": _office,
}
"""How each kind is looked at, by its first bytes."""
