"""The overview as a table of plain values, for spreadsheets: everything that its page shows (pure)."""

from collections.abc import Iterable, Iterator

from assessments.models import INDICATOR_CODES
from ita_portal.thai import arabic_digits
from oversight.filters import DOCUMENTS
from oversight.overview import DocumentCell, OverviewRow
from oversight.spreadsheets import Value

NO_PLAN = "ยังไม่มีแผน"
_PLACE = ("รหัส อปท.", "ประเภท", "เทศบาล", "อำเภอ", "จังหวัด")
_RESULT = ("ปีงบประมาณของแผน", "ปีที่ประเมิน", "คะแนนรวม", "ระดับ", "เปลี่ยนแปลงจากปีก่อน", "ตัวชี้วัดที่ต่ำกว่าเกณฑ์")
_DOCUMENT = ("สถานะ", "ต้องแก้ไข (ข้อ)", "ควรตรวจสอบ (ข้อ)", "ความเคลื่อนไหวล่าสุด", "กำหนดส่ง", "การส่งตามกำหนด")

HEAD = (
    *_PLACE,
    *_RESULT,
    *(f"{document}: {column}" for document in DOCUMENTS.values() for column in _DOCUMENT),
    *(f"คะแนนตัวชี้วัดที่ {code}" for code in INDICATOR_CODES),
)


def lines(rows: Iterable[OverviewRow]) -> Iterator[tuple[Value, ...]]:
    """One line a row, in the columns of HEAD; None where something is unknown or may not be read."""
    for row in rows:
        place = (row.code, row.kind, row.name, row.district, row.province)
        weak = ", ".join(row.weak)
        result = (row.fiscal_year, row.assessed_year, row.total, row.level, row.change, weak)
        scores = (row.scores.get(code) for code in INDICATOR_CODES)
        yield (*place, *result, *_document(row.plan), *_document(row.results), *scores)


def _document(cell: DocumentCell) -> tuple[Value, ...]:
    state = cell.state.label if cell.state else NO_PLAN
    deadline = (cell.due.due_on, arabic_digits(cell.due.text)) if cell.due else (None, None)
    return (str(state), cell.errors, cell.warnings, cell.activity, *deadline)
