"""The assessors' findings of a pasted table beside those that are stored."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assessments.finding_forms import FindingForm
from assessments.framework import Framework
from assessments.models import Finding
from assessments.pasted.questions import read_questions
from assessments.pasted_page import ProposedRow, differing, proposed, read_cells, row_text
from ita_portal.pasted import PastedTable, read_columns
from ita_portal.pasted.tables import KnownColumn
from ita_portal.thai import thai_digits

COLUMNS = (
    KnownColumn("number", "^(?:ที่|ลำดับ(?:ที่)?|no|#)$"),
    KnownColumn("advice", "ข้อเสนอแนะ|แนวทาง|คำแนะนำ|การแก้ไข"),
    KnownColumn("question", "^ข้อ$|ข้อคำถาม|ข้อที่|คำถาม|ข้อoit|^oit|รหัส"),
    KnownColumn("indicator", "ตัวชี้วัด"),
    KnownColumn("issue", "ประเด็น|ข้อสังเกต|ปัญหา|ข้อบกพร่อง|สิ่งที่พบ|ผลการตรวจ"),
)
ORDER = ("question", "issue", "advice")
NO_ISSUE = "ไม่พบประเด็นที่ผู้ประเมินพบในแถวนี้"
NO_INDICATOR = "ระบบไม่ทราบตัวชี้วัดของข้อนี้ โปรดกรอกในหน้าข้อสังเกต"
CELLS = {"issue": "issue", "advice": "advice"}


@dataclass(frozen=True)
class FindingsInTable:
    """The findings of a year, against which a table is read."""

    rules: Framework
    stored: Sequence[Finding]
    form: FindingForm

    def rows(self, text: str) -> tuple[PastedTable, list[ProposedRow]]:
        """The table, and what each of its rows would do; a row that names two questions makes two."""
        table = read_columns(text, COLUMNS, ORDER)
        rows = [made for number, row in enumerate(table.rows, 1) for made in self._rows(number, row)]
        return table, [*self._once(rows)]

    def _rows(self, number: int, row: Mapping[str, str]) -> Iterator[ProposedRow]:
        read = read_questions(row.get("question", "") or row.get("group", ""))
        unknown = [code for code in read.codes if not self.rules.question_exists(code)]
        row = {**row, "issue": row.get("issue") or read.issue}
        if not read.codes or unknown:
            what = f"ปีนี้ไม่มีข้อ {', '.join(unknown)}" if unknown else "ไม่พบข้อคำถามหรือข้อ OIT ในแถวนี้"
            yield ProposedRow(number, "", doubts=(what,), text=row_text(row))
            return
        for code in read.codes:
            yield self._row(number, code, row)

    def _row(self, number: int, code: str, row: Mapping[str, str]) -> ProposedRow:
        target = next((each for each in self.stored if each.question == code), None)
        values, doubts = read_cells(self.form.fields, row, CELLS, target)
        title = f"ข้อ {code} {self.rules.theme_of(code)}".strip()
        if target:
            return differing(ProposedRow(number, title, tuple(values), target, tuple(doubts), key=f"-{code}"))
        indicator = self.rules.question_indicator(code)
        if not indicator or not any(each.name == "issue" for each in values):
            doubts.append(NO_ISSUE if indicator else NO_INDICATOR)
            return ProposedRow(number, title, doubts=tuple(doubts), text=row_text(row))
        name = f"{thai_digits(indicator)}. {self.rules.about_name(indicator)}"
        values.append(proposed("indicator", "ตัวชี้วัด", indicator, words=lambda _code: name))
        values.append(proposed("question", "ข้อ", code))
        return ProposedRow(number, title, tuple(values), doubts=tuple(doubts), key=f"-{code}")

    def _once(self, rows: Sequence[ProposedRow]) -> Iterator[ProposedRow]:
        seen: set[str] = set()
        for row in rows:
            again = bool(row.key) and row.key in seen
            seen.add(row.key)
            doubt = "ข้อนี้มีในแถวก่อนแล้ว"
            yield replace(row, sure=False, doubts=(*row.doubts, doubt)) if again else row
