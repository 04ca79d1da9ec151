"""Printing in a process of its own, so that no report can hang the portal or eat its memory.

Each process of the portal keeps one such printer, from its first PDF on.
"""

import logging
from collections.abc import Sequence
from pathlib import Path

from ita_portal.limited_process import Busy, LimitedProcess, LimitReached, TooLong, TooMuch, serve
from printing.pdf.rendering import STYLESHEET, Attachment, PdfFailed, PdfUnavailable, render

SECONDS = 60.0
ALONE = 90
MEGABYTES = 1024
PRINTED, UNAVAILABLE, FAILED = b"P", b"U", b"F"

TOO_LONG = "สร้างไฟล์ PDF ไม่เสร็จภายในเวลาที่กำหนด กรุณาลดความยาวของข้อความในรายงาน แล้วลองอีกครั้ง"
TOO_MUCH = "สร้างไฟล์ PDF ไม่สำเร็จ เพราะใช้หน่วยความจำเกินกำหนด กรุณาลดขนาดภาพหรือข้อความในรายงาน แล้วลองอีกครั้ง"
BROKEN = "สร้างไฟล์ PDF ไม่สำเร็จ เพราะเกิดข้อผิดพลาดขณะจัดหน้า กรุณาแจ้งผู้ดูแลระบบ"
BUSY = "ขณะนี้มีผู้สั่งสร้างไฟล์ PDF จำนวนมาก กรุณาลองอีกครั้งในอีกสักครู่"

Job = tuple[str, Sequence[Attachment], Path]

_SENTENCES: dict[type[LimitReached], str] = {Busy: BUSY, TooLong: TOO_LONG, TooMuch: TOO_MUCH}
_PRINTER = LimitedProcess("printing.pdf.process", alone=ALONE, kept=True)


def render_safely(
    html: str,
    *,
    attachments: Sequence[Attachment] = (),
    stylesheet: Path = STYLESHEET,
    seconds: float = SECONDS,
    megabytes: int = MEGABYTES,
) -> bytes:
    """The same as `pdf.render`, in another process, with limits.

    It waits up to `seconds` for its turn and then gives the report as long again; `megabytes` is the address
    space that the other process may have. Raises PdfFailed or PdfUnavailable with a Thai sentence to show.
    """
    job: Job = (html, attachments, stylesheet)
    try:
        answer = _PRINTER.answer(job, seconds=seconds, megabytes=megabytes)
    except LimitReached as limit:
        raise PdfFailed(_SENTENCES[type(limit)]) from limit
    kind, content = answer[:1], answer[1:]
    if kind == PRINTED:
        return content
    raise (PdfUnavailable if kind == UNAVAILABLE else PdfFailed)(content.decode())


def _answer(job: Job) -> bytes:
    """One report printed, as bytes for its owner: a letter for the outcome, then the PDF or the sentence."""
    html, attachments, stylesheet = job
    try:
        return PRINTED + render(html, attachments=attachments, stylesheet=stylesheet)
    except PdfUnavailable as refusal:
        return UNAVAILABLE + str(refusal).encode()
    except MemoryError:
        raise
    except Exception:
        logging.getLogger(__name__).exception("a report could not be printed")
        return FAILED + BROKEN.encode()


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    serve(_answer)
