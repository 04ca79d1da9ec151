"""What must hold of the signs in a text: each has a shape on paper. Pure."""

from collections.abc import Iterator

from documents.checks.complaints import Complaint
from documents.checks.passages import AROUND, Passage
from documents.dossier import Dossier
from documents.glyphs import places_without_glyph, visible


def signs_have_glyphs(_dossier: Dossier, passage: Passage) -> Iterator[Complaint]:
    """P14: the font of the documents has every sign; signs that one quotation shows are named by it."""
    shown_to = 0
    for start, end in places_without_glyph(passage.text):
        if start >= shown_to:
            quotation = passage.quoted(start, end)
            shown_to = end + AROUND
            yield passage.complaint(
                f"มีเครื่องหมายหรือรูปสัญลักษณ์ที่ฟอนต์ของเอกสารไม่มี ใน{visible(quotation)} "
                "เอกสาร PDF จะแสดงเป็นกรอบแทน ควรเปลี่ยนเป็นข้อความหรือเครื่องหมายทั่วไป"
            )
