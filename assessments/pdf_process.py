"""The other process of `own_files.py`: takes the text out of one PDF and ends.

What makers of PDFs did to Thai is repaired by the owner; here is only told which words stand where on a page,
and whether it is a picture, or one with text that a machine has recognised in it.
"""

import io
import json
import logging
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError

from assessments.pdf_lines import lines_of
from assessments.pdf_walk import PageWalk
from ita_portal.limited_process import serve
from ita_portal.thai import thai_digits
from municipalities.xlsx_reading import Unreadable

READ, REFUSED = b"T", b"R"  # what an answer is
MAX_PAGES = 100
MAX_LETTERS = 2_000_000
DAMAGED = "อ่านไฟล์ PDF นี้ไม่ได้ ไฟล์อาจเสียหายหรือดาวน์โหลดมาไม่ครบ กรุณาเปิดไฟล์แล้วสั่งพิมพ์เป็น PDF ใหม่ หรือคัดลอกคะแนนมาวาง"
ENCRYPTED = "ไฟล์ PDF นี้ตั้งรหัสผ่านไว้ กรุณาเปิดไฟล์แล้วสั่งพิมพ์เป็น PDF ใหม่โดยไม่ตั้งรหัสผ่าน"
TOO_LONG_TEXT = "ไฟล์ PDF นี้มีข้อความมากเกินไป กรุณาบันทึกเฉพาะหน้าที่มีคะแนนเป็นไฟล์ใหม่"


def answer_of_pdf(content: bytes) -> bytes:
    """READ and the pages as JSON, or REFUSED and a Thai sentence."""
    try:
        return READ + json.dumps(_pages(content)).encode()
    except Unreadable as refusal:
        return REFUSED + str(refusal).encode()
    except MemoryError:
        raise
    except Exception:  # a damaged file makes pypdf raise whatever its parts raise
        logging.getLogger(__name__).info("a PDF could not be read", exc_info=True)
        return REFUSED + DAMAGED.encode()


def _pages(content: bytes) -> list[dict[str, Any]]:
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise Unreadable(ENCRYPTED)
    if (count := len(reader.pages)) > MAX_PAGES:
        said = f"ไฟล์ PDF นี้มี {count:,} หน้า ระบบอ่านได้ไม่เกิน {MAX_PAGES} หน้า กรุณาบันทึกเฉพาะหน้าที่มีคะแนนเป็นไฟล์ใหม่"
        raise Unreadable(thai_digits(said))
    if not count:
        raise Unreadable(DAMAGED)
    pages, letters = [], 0
    for page in reader.pages:
        pages.append(told := _page(page))
        letters += sum(len(text) for _size, line in told["lines"] for _left, _right, text in line)
        if letters > MAX_LETTERS:
            raise Unreadable(TOO_LONG_TEXT)
    return pages


def _page(page: PageObject) -> dict[str, Any]:
    walk = PageWalk(page.pdf)
    walk.through(page.get("/Contents"), page.get("/Resources"))
    return {
        "lines": lines_of(walk.words),
        "has_picture": any(one.get("/Subtype") == "/Image" for one in _resources(page, "/XObject")),
        "is_recognised": 2 * walk.recognised > len(walk.words),
        "is_untold": any(map(_is_untold, _resources(page, "/Font"))),
    }


def _resources(page: PageObject, kind: str) -> list[Any]:
    """The pictures ("/XObject") or fonts of a page, as dictionaries."""
    try:
        named: Any = page["/Resources"].get_object()
        return [one.get_object() for one in named.get(kind, {}).get_object().values()]
    except (PyPdfError, AttributeError, KeyError):
        return []


def _is_untold(font: Any) -> bool:
    """Whether nothing says which letter a sign of a font is: then a text in it is only numbers of shapes."""
    by_number = str(font.get("/Encoding", "")).startswith("/Identity") or font.get("/Subtype") == "/Type3"
    return by_number and "/ToUnicode" not in font


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of each oddity of a file
    serve(answer_of_pdf)
