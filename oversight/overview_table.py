"""The overview as a table of plain values, for spreadsheets: everything that its page shows (pure)."""

from collections.abc import Iterable, Iterator

from assessments.models import INDICATOR_CODES
from ita_portal.spreadsheets import Value
from ita_portal.thai import arabic_digits
from oversight.filters import DOCUMENTS, WITHOUT_PLAN
from oversight.overview import DocumentCell, OverviewRow

_PLACE = ("รหัส อปท.", "ประเภท", "เทศบาล", "อำเภอ", "จังหวัด")
_ASSESSMENT = ("ปีงบประมาณของแผน", "ปีที่ประเมิน", "คะแนนรวม", "ระดับ", "เปลี่ยนแปลงจากปีก่อน", "ตัวชี้วัดที่ต่ำกว่าเกณฑ์")
_STATE, _COUNTS = ("สถานะ",), ("ต้องแก้ไข (ข้อ)", "ควรตรวจสอบ (ข้อ)")
_REGISTER = ("รายการ OIT ที่เผยแพร่แล้วหรือไม่เกี่ยวข้อง (ข้อ)", "รายการ OIT ของปี (ข้อ)")
_PACES = ("มาตรการที่ติดตามรายไตรมาส", "มาตรการที่ล่าช้ากว่าแผน")
_STANDING = ("ความเคลื่อนไหวล่าสุด", "กำหนดส่ง", "การส่งตามกำหนด")


def head(*, counts: bool) -> tuple[str, ...]:
    """The titles of the columns; with `counts` those, too, of what was counted in each document."""
    columns = (*_STATE, *(_COUNTS if counts else ()), *_STANDING)
    return (
        *_PLACE,
        *_ASSESSMENT,
        *(f"{document}: {column}" for document in DOCUMENTS.values() for column in columns),
        *(f"คะแนนตัวชี้วัดที่ {code}" for code in INDICATOR_CODES),
        *_REGISTER,
        *_PACES,
    )


def table_lines(rows: Iterable[OverviewRow], *, counts: bool) -> Iterator[tuple[Value, ...]]:
    """One line a row, in the columns of `head`; None where something is unknown or may not be read."""
    for row in rows:
        place = (row.code, row.kind, row.name, row.district, row.province)
        weak = ", ".join(row.weak)
        assessment = (row.fiscal_year, row.assessed_year, row.total, row.level, row.change, weak)
        scores = (row.scores.get(code) for code in INDICATOR_CODES)
        documents: list[Value] = []
        for cell in row.documents:
            found = (cell.errors, cell.warnings) if counts else ()
            deadline = (cell.due.due_on, arabic_digits(cell.due.text)) if cell.due else (None, None)
            documents += [_state(row, cell), *found, cell.activity, *deadline]
        paces = (row.results.followed, row.results.behind) if row.results.followed else (None, None)
        register = (row.oit_settled, row.oit_items)
        yield (*place, *assessment, *documents, *scores, *register, *paces)


def _state(row: OverviewRow, cell: DocumentCell) -> str:
    return cell.state.said(reviews=row.reviews) if cell.state else WITHOUT_PLAN
