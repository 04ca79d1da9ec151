"""An officer's own file with scores, of whatever kind, becomes the text that could be pasted instead."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assessments.pasted import understand
from assessments.pasted.damaged import undamaged
from assessments.pasted.set_out import cells_of_page
from assessments.pasted.tables import MENDED
from assessments.pdf_process import READ
from ita_portal.limited_process import Busy, LimitedProcess, LimitReached, TooLong, TooMuch
from ita_portal.signs import readable
from ita_portal.thai import thai_digits
from municipalities.table_files import numbers_in_words
from municipalities.table_reading import MAX_BYTES, SeenSheet, seen_sheets
from municipalities.xlsx_reading import BUSY, MEGABYTE, Unreadable

SECONDS, ALONE, MEGABYTES = 30.0, 45, 300
ROWS = 5_000
FEWEST_LETTERS = 20  # of Thai, where a page has any that can be read
_THAI = re.compile("[ก-ฮ]")
_UNTOLD_SIGN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
PDF_BEGINS = b"%PDF-"
_BEGINS_WITHIN = 1024  # bytes, by ISO 32000 annex H.3
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM", b"RIFF")
_HEIC = (b"ftypheic", b"ftypheix", b"ftypmif1")
_READER = LimitedProcess("assessments.pdf_process", alone=ALONE, kept=False)

INSTEAD = "กรุณาใช้ไฟล์ต้นฉบับ (XLSX, CSV หรือ PDF ที่คัดลอกข้อความได้) หรือกรอกคะแนนเอง"
PICTURE = f"ไฟล์นี้เป็นรูปภาพ ระบบอ่านคะแนนจากรูปภาพไม่ได้ {INSTEAD}"
NO_PDF = "ไฟล์นี้ไม่ใช่ PDF แม้ชื่อไฟล์ลงท้ายด้วย .pdf กรุณาเลือกไฟล์ใหม่"
TOO_LONG = "อ่านไฟล์ PDF นี้ไม่เสร็จภายในเวลาที่กำหนด กรุณาบันทึกเฉพาะหน้าที่มีคะแนนเป็นไฟล์ใหม่ หรือคัดลอกคะแนนมาวาง"
TOO_MUCH = "ไฟล์ PDF นี้เมื่อคลายออกแล้วมีขนาดใหญ่ผิดปกติ จึงรับไว้ไม่ได้ กรุณาคัดลอกคะแนนมาวาง"
SCANNED = f"PDF นี้เป็นภาพสแกน ไม่มีตัวอักษรให้อ่าน {INSTEAD}"
DRAWN = f"PDF นี้ไม่มีข้อความ ตัวอักษรอาจถูกแปลงเป็นเส้น {INSTEAD}"
UNTOLD = f"อ่านข้อความของ PDF นี้ไม่ได้ เพราะไฟล์ไม่ได้ระบุว่าตัวอักษรแต่ละตัวคืออะไร {INSTEAD}"
RECOGNISED = "ข้อความใน PDF นี้ได้จากการรู้จำตัวอักษรในภาพ (OCR) ซึ่งอาจผิด โปรดเทียบทุกค่ากับเอกสาร"
_SENTENCES: dict[type[LimitReached], str] = {Busy: BUSY, TooLong: TOO_LONG, TooMuch: TOO_MUCH}


@dataclass(frozen=True)
class OwnFile:
    """The text of a file, as rows with tabs between the cells; `notes` say how it was read."""

    text: str
    notes: tuple[str, ...] = ()


def own_file(content: bytes, name: str, *, most: int) -> OwnFile:
    """The text of at most `most` letters in a workbook, a table of text or a PDF called `name`.

    Raises Unreadable with a Thai sentence.
    """
    if PDF_BEGINS in content[:_BEGINS_WITHIN]:
        return _of_pdf(content, most)
    if name.lower().endswith(".pdf"):
        raise Unreadable(NO_PDF)
    if content.startswith(_PICTURES) or content[4:12] in _HEIC:
        raise Unreadable(PICTURE)
    return _of_sheets(list(seen_sheets(content, rows=ROWS)), most)


def _of_sheets(sheets: Sequence[SeenSheet], most: int) -> OwnFile:
    """The first sheet that holds scores, else the first one."""
    texts = [_text(sheet) for sheet in sheets]
    place = next((at for at, text in enumerate(texts) if understand(text).values), 0)
    notes = []
    if len(sheets) > 1:
        notes.append(f"อ่านจากแผ่นงาน “{sheets[place].name}”")
    if hidden := sheets[place].hidden:
        notes.append(thai_digits(f"ไม่ได้อ่านแถวที่ซ่อนอยู่ {len(hidden)} แถว: {numbers_in_words(hidden)}"))
    return OwnFile(_shortened(texts[place], most), tuple(notes))


def _text(sheet: SeenSheet) -> str:
    rows = ([" ".join(cells.get(n, "").split()) for n in range(max(cells) + 1)] for _, cells in sheet.lines)
    return "\n".join(map("\t".join, rows))


def _of_pdf(content: bytes, most: int) -> OwnFile:
    if len(content) > MAX_BYTES:
        raise Unreadable(thai_digits(f"ไฟล์ใหญ่เกินไป กรุณาใช้ไฟล์ขนาดไม่เกิน {MAX_BYTES // MEGABYTE} เมกะไบต์"))
    try:
        answer = _READER.answer(content, seconds=SECONDS, megabytes=MEGABYTES)
    except LimitReached as limit:
        raise Unreadable(_SENTENCES[type(limit)]) from limit
    if answer[:1] != READ:
        raise Unreadable(answer[1:].decode())
    return _of_pages(json.loads(answer[1:]), most)


def _of_pages(pages: Sequence[dict[str, Any]], most: int) -> OwnFile:
    """The text of pages as `pdf_process.py` tells them; of a long file only that of pages with scores."""
    read = [undamaged(readable(cells_of_page(page["lines"]))) for page in pages]
    texts = [text for text, _mended in read]
    if sum(map(len, texts)) > most:
        texts = [text if understand(text).values else "" for text in texts]
    text = _UNTOLD_SIGN.sub("\ufffd", _shortened("\n".join(filter(None, texts)), most))
    empty = [number for number, page in enumerate(pages, 1) if not page["lines"] and page["has_picture"]]
    if not understand(text).values and (why := _why_nothing(pages, read, len(empty))):
        raise Unreadable(why)
    notes = []
    if any(page["is_recognised"] and page["has_picture"] for page in pages):
        notes.append(RECOGNISED)
    if empty:
        notes.append(thai_digits(f"หน้าที่ {numbers_in_words(empty)} เป็นรูปภาพ จึงไม่ได้อ่าน"))
    if mended := dict(pair for _text, pairs in read for pair in pairs.items()):
        notes.append(MENDED.format(*next(iter(mended.items()))))
    return OwnFile(text, tuple(notes))


def _why_nothing(pages: Sequence[dict[str, Any]], read: Sequence[tuple[str, object]], pictures: int) -> str:
    """Why pages without a score have none; "" where it is for the person to see."""
    letters = sum(len(_THAI.findall(text)) for text, _mended in read)
    if any(page["is_untold"] for page in pages) and letters < FEWEST_LETTERS:
        return UNTOLD
    if pictures or (letters < FEWEST_LETTERS and any(page["has_picture"] for page in pages)):
        return SCANNED
    return DRAWN if not any(page["lines"] for page in pages) else ""


def _shortened(text: str, most: int) -> str:
    """The text up to the last line that still fits."""
    return text if len(text) <= most else text[:most].rpartition("\n")[0]
