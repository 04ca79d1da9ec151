"""The other process of `active_content.py`: says what of one PDF acts by itself, and ends."""

import io
import logging
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from ita_portal.limited_process import serve

ENCRYPTED, UNREADABLE = "encrypted", "unreadable"
_SCRIPT, _MEDIA, _FORM = "สคริปต์ (JavaScript)", "สื่อที่เล่นเอง", "คำสั่งส่งหรือรับข้อมูลของแบบฟอร์ม"
# By the type of an action (ISO 32000-2, table 201), wherever it stands and whoever begins it.
_ACTIONS = {
    "/JavaScript": _SCRIPT,
    "/Launch": "คำสั่งเปิดโปรแกรมอื่น",
    "/SubmitForm": _FORM,
    "/ImportData": _FORM,
    "/Rendition": _MEDIA,
    "/RichMediaExecute": _MEDIA,
}
_ELSEWHERE = ("/URI", "/GoToR", "/GoToE")  # fine where somebody clicks
_BY_ITSELF = ("/OpenAction", "/AA")
# What is shown or read aloud; no action stands in it, and it is most of a file.
_CONTENT = ("/Contents", "/Resources", "/StructTreeRoot", "/StructParents", "/Parent", "/P", "/Metadata")


def acting(content: bytes) -> bytes:
    """What acts by itself, as a Thai noun; ENCRYPTED, UNREADABLE, or nothing."""
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            return ENCRYPTED.encode()
        len(reader.pages)
        return next(found_in(reader.trailer["/Root"]), "").encode()
    except MemoryError:
        raise
    except Exception:  # a damaged file makes pypdf raise whatever its parts raise
        logging.getLogger(__name__).info("a PDF could not be looked through", exc_info=True)
        return UNREADABLE.encode()


def found_in(root: Any) -> Iterator[str]:
    """What acts by itself in everything that hangs on an object; each part is looked at once."""
    waiting, seen = [(root, False)], set()
    while waiting:
        value, by_itself = waiting.pop()
        if isinstance(value, IndirectObject):
            if (key := (value.idnum, value.generation, by_itself)) in seen:
                continue
            seen.add(key)
            value = value.get_object()
        if isinstance(value, ArrayObject):
            waiting.extend((each, by_itself) for each in value)
        elif isinstance(value, DictionaryObject):
            yield from _of_itself(value, by_itself=by_itself)
            waiting.extend(_parts(value, by_itself=by_itself))


def _parts(value: DictionaryObject, *, by_itself: bool) -> Iterator[tuple[Any, bool]]:
    """What hangs on a dictionary, and whether it is done by itself: not the page to which an action leads."""
    handed_on = by_itself and value.get("/Type") != "/Page"
    for name in value:
        if name not in _CONTENT:
            is_begun = handed_on and (name == "/Next" or "/S" not in value)
            yield value.raw_get(name), is_begun or name in _BY_ITSELF


def _of_itself(value: DictionaryObject, *, by_itself: bool) -> Iterator[str]:
    """What one dictionary says that it does."""
    action = value.get("/S")
    if "/JS" in value or "/JavaScript" in value:
        yield _SCRIPT
    if isinstance(action, str) and action in _ACTIONS:
        yield _ACTIONS[action]
    if by_itself and action in _ELSEWHERE:
        yield "คำสั่งเปิดที่อยู่อื่นเองโดยไม่ต้องคลิก"
    if "/XFA" in value:
        yield "แบบฟอร์มชนิด XFA ซึ่งมีสคริปต์ได้"
    if value.get("/Type") in (None, "/Annot") and value.get("/Subtype") in ("/RichMedia", "/3D"):
        yield _MEDIA


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of each oddity of a file
    serve(acting)
