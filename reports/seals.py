"""A municipality's seal and Garuda: what an officer may upload, how it is kept, how documents show it."""

from base64 import b64encode
from io import BytesIO
from typing import IO
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from PIL import Image, ImageOps

MEGABYTE = 1024 * 1024
MAX_BYTES = 2 * MEGABYTE
MAX_PIXELS = 16_000_000  # unpacked it stays below 64 MB
SIDE = 600  # pixels of the longer side as kept: 300 for each inch of the cover
_KINDS = {b"\x89PNG\r\n\x1a\n": "PNG", b"\xff\xd8\xff": "JPEG"}


def drawn_anew(upload: UploadedFile) -> ContentFile:
    """The picture drawn anew as PNG on white, at most SIDE pixels a side, its name not to be guessed.

    Nothing of the file itself is kept: no metadata, no second content. Raises ValueError with a Thai sentence
    for one that is empty, too large, damaged, or by its content no PNG or JPEG.
    """
    if not upload.size:
        raise ValueError("ไฟล์นี้ว่างเปล่า กรุณาเลือกไฟล์ใหม่")
    if upload.size > MAX_BYTES:
        raise ValueError(f"ไฟล์ใหญ่เกินไป กรุณาใช้รูปภาพขนาดไม่เกิน {MAX_BYTES // MEGABYTE} เมกะไบต์")
    stream: IO[bytes] = upload.file  # type: ignore[assignment]
    stream.seek(0)
    head = stream.read(8)
    kind = next((kind for magic, kind in _KINDS.items() if head.startswith(magic)), None)
    if kind is None:
        raise ValueError("รับเฉพาะรูปภาพ PNG หรือ JPEG เท่านั้น เนื้อหาของไฟล์นี้ไม่ใช่ชนิดดังกล่าว")
    picture = _drawn(stream, kind)
    content = BytesIO()
    picture.save(content, "PNG", optimize=True)
    return ContentFile(content.getvalue(), name=f"{uuid4().hex}.png")


def _drawn(stream: IO[bytes], kind: str) -> Image.Image:
    """The picture as it is to be seen: upright, without transparency, small enough."""
    stream.seek(0)
    try:
        with Image.open(stream, formats=[kind]) as image:
            fits = image.width * image.height <= MAX_PIXELS
            upright = ImageOps.exif_transpose(image).convert("RGBA") if fits else None
    except Exception as error:  # Pillow raises whatever the broken bytes make it trip over
        raise ValueError(f"อ่านรูปภาพ {kind} นี้ไม่ได้ ไฟล์อาจเสียหาย กรุณาเลือกไฟล์ใหม่") from error
    if upright is None:
        raise ValueError(f"รูปภาพใหญ่เกินไป กรุณาย่อให้ไม่เกิน {MAX_PIXELS // 1_000_000} ล้านพิกเซล")
    upright.thumbnail((SIDE, SIDE))
    paper = Image.new("RGBA", upright.size, "white")
    return Image.alpha_composite(paper, upright).convert("RGB")


def data_address(name: str) -> str:
    """A kept picture as `data:` address, for documents that must not fetch anything.

    "" for no name, and for a file that is gone: the document then shows what stands in its place.
    """
    if not name:
        return ""
    try:
        with default_storage.open(name) as file:
            content = file.read()
    except OSError:
        return ""
    return f"data:image/png;base64,{b64encode(content).decode()}"
