"""The bytes of public evidence, kept apart from what officers upload, so that nothing later changes them."""

from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import IO

from django.core.files.storage import default_storage

from ita_portal.thai import thai_digits
from ita_portal.whole_files import written_whole
from reports.public_evidence import EvidenceFile
from reports.workflow import Refused

FOLDER = "published"
CHUNK = 1024 * 1024


def frozen(file: EvidenceFile) -> str:
    """Keep a copy of an uploaded file under its sha256, and give the copy's name in the storage.

    The copy is on the disk when this returns, and complete; where the publication is broken off it waits
    for the next try. Raises Refused with a Thai sentence where the upload is lost or no longer itself.
    """
    name = f"{FOLDER}/{file.sha256}{PurePosixPath(file.stored).suffix}"
    path = Path(default_storage.path(name))
    if file.sha256 and path.is_file() and path.stat().st_size == file.size:
        return name
    with written_whole(path) as copy:
        if not file.sha256 or file.sha256 != _copied(file.stored, copy):
            raise Refused(
                f"ไฟล์หลักฐาน “{file.title}” ของมาตรการที่ {thai_digits(str(file.measure))} หายไปหรือเสียหาย "
                "จึงยังไม่ได้เผยแพร่ โปรดเปิดเอกสารมาแก้ไข แล้วแนบไฟล์นี้ใหม่"
            )
    return name


def _copied(stored: str, copy: IO[bytes]) -> str:
    """Copy a stored file; the sha256 of the copy, "" where there is nothing to copy."""
    digest = sha256()
    try:
        with default_storage.open(stored) as upload:
            for chunk in upload.chunks(CHUNK):
                digest.update(chunk)
                copy.write(chunk)
    except FileNotFoundError:
        return ""
    return digest.hexdigest()
