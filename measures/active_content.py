"""What acts by itself in a file that others will open: in a PDF by itself, in an office file from elsewhere.

Who opens evidence trusts the portal's name. A file that runs a script, starts a program or fetches something
unasked is refused and not cleaned: a cleaned file would no longer be the one that somebody has signed.
"""

import re
import zipfile
from urllib.parse import unquote

from lxml import etree

from ita_portal.limited_process import Busy, LimitedProcess, LimitReached, TooLong, TooMuch
from measures.active_pdf import ENCRYPTED, UNREADABLE

SECONDS, ALONE, MEGABYTES = 30.0, 45, 400
MAX_PART_BYTES = 1024 * 1024  # of one list of what a part of an office file belongs to
PRINT_ANEW = "กรุณาเปิดไฟล์แล้วสั่งพิมพ์หรือบันทึกเป็น PDF ใหม่ แล้วแนบไฟล์ใหม่นั้น"
_SENTENCES: dict[type[LimitReached], str] = {
    Busy: "ขณะนี้มีผู้แนบไฟล์พร้อมกันหลายคน กรุณาลองใหม่อีกครั้ง",
    TooLong: f"ตรวจไฟล์ PDF นี้ไม่เสร็จภายในเวลาที่กำหนด {PRINT_ANEW}",
    TooMuch: f"ไฟล์ PDF นี้เมื่อคลายออกแล้วมีขนาดใหญ่ผิดปกติ {PRINT_ANEW}",
}
_PROCESS = LimitedProcess("measures.active_pdf", alone=ALONE, kept=False)
# A person clicks the former; a spreadsheet asks before it follows the latter.
_ASKED_FOR = ("/hyperlink", "/externalLinkPath", "/xlExternalLinkPath/xlPathMissing")
_OF_ONE_MACHINE = re.compile(r"(?:file:/{0,3})?[a-z]:[\\/]|[^:/\\][^:\\]*$", re.IGNORECASE)
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def refuse_active_pdf(content: bytes) -> None:
    """Raises ValueError with a Thai sentence for a PDF that acts by itself or can't be looked through."""
    try:
        found = _PROCESS.answer(content, seconds=SECONDS, megabytes=MEGABYTES).decode()
    except LimitReached as limit:
        raise ValueError(_SENTENCES[type(limit)]) from limit
    if found == ENCRYPTED:
        raise ValueError("ไฟล์ PDF นี้ตั้งรหัสผ่านไว้ ผู้อื่นจึงเปิดไม่ได้ กรุณาบันทึกใหม่โดยไม่ตั้งรหัสผ่าน แล้วแนบไฟล์ใหม่นั้น")
    if found == UNREADABLE:
        raise ValueError("อ่านไฟล์ PDF นี้ไม่ได้ ไฟล์อาจเสียหายหรือไม่ใช่ PDF จริง กรุณาเลือกไฟล์ใหม่")
    if found:
        raise ValueError(f"ไฟล์ PDF นี้มี{found} จึงรับไว้ไม่ได้ {PRINT_ANEW}")


def refuse_active_office(archive: zipfile.ZipFile) -> None:
    """Raises ValueError with a Thai sentence for an office file that fetches from elsewhere once opened."""
    names = archive.namelist()
    if any("/activex/" in name.lower() for name in names):
        raise ValueError("ไฟล์นี้มีส่วนควบคุม ActiveX จึงรับไว้ไม่ได้ กรุณาบันทึกเป็น PDF แล้วแนบแทน")
    for name in names:
        if name.endswith(".rels") and (target := _fetched(archive, name)):
            raise ValueError(
                f"ไฟล์นี้ดึงแม่แบบหรือเนื้อหาจากที่อื่นเมื่อเปิด ({target[:80]}) จึงรับไว้ไม่ได้ กรุณาบันทึกเป็น PDF แล้วแนบแทน"
            )


def _fetched(archive: zipfile.ZipFile, name: str) -> str:
    """The first address that is fetched unasked for a part of the file, as it stands there; or ""."""
    with archive.open(name) as part:
        content = part.read(MAX_PART_BYTES + 1)
    if len(content) > MAX_PART_BYTES:
        raise ValueError("ไฟล์นี้เมื่อคลายออกแล้วมีขนาดใหญ่ผิดปกติ จึงรับไว้ไม่ได้")
    for link in etree.fromstring(content, _PARSER).iter("{*}Relationship"):
        kind, target = link.get("Type", ""), link.get("Target", "")
        is_fetched = link.get("TargetMode", "").lower() == "external" and not kind.endswith(_ASKED_FOR)
        if is_fetched and not _OF_ONE_MACHINE.match(unquote(target).strip()):
            return target
    return ""
