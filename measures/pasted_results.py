"""What came of measures, from a pasted table, beside what is reported of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assessments.pasted_page import ProposedRow, ProposedValue, differing, proposed, read_cells, row_text
from ita_portal.pasted import PastedTable, read_title
from ita_portal.pasted.tables import row_number
from ita_portal.thai import thai_digits
from measures.enums import Status
from measures.models import Measure, Plan
from measures.pasted_measures import measure_called, read_measures
from measures.reporting import result_of
from measures.result_forms import ResultForm

CELLS = {"done": "done", "outcome": "outcome", "reported_on": "reported_on"}
# As tables say it, in this order: "ยังไม่แล้วเสร็จ" holds "แล้วเสร็จ".
_STATES = (
    ("ยกเลิก", Status.DROPPED),
    ("อยู่ระหว่าง", Status.UNDERWAY),
    ("กำลังดำเนินการ", Status.UNDERWAY),
    ("ยังไม่แล้วเสร็จ", Status.UNDERWAY),
    ("ยังไม่", Status.NOT_STARTED),
    ("เสร็จ", Status.DONE),
    ("ดำเนินการแล้ว", Status.DONE),
)


@dataclass(frozen=True)
class ResultsInTable:
    """The measures of a plan with their results, against which a table is read."""

    plan: Plan
    stored: Sequence[Measure]
    form: ResultForm

    def rows(self, text: str) -> tuple[PastedTable, list[ProposedRow]]:
        """The table, and what each of its rows would do."""
        table = read_measures(text, self.plan.framework, "results")
        rows = [row for row in table.rows if "group" not in row]
        return table, [self._row(number, row) for number, row in enumerate(rows, 1)]

    def _row(self, number: int, row: Mapping[str, str]) -> ProposedRow:
        measure, doubts = self._measure(row)
        if measure is None:
            return ProposedRow(number, "", doubts=tuple(doubts), text=row_text(row))
        result = result_of(measure)
        values, unread = read_cells(self.form.fields, row, CELLS, result)
        values += self._status(row, result.status, is_done=any(each.name == "done" for each in values))
        if not values:
            unread.append("แถวนี้ไม่มีผลการดำเนินการหรือผลลัพธ์")
        title = f"{thai_digits(str(measure.number))}. {measure.title}"
        return differing(ProposedRow(number, title, tuple(values), measure, (*doubts, *unread)))

    def _measure(self, row: Mapping[str, str]) -> tuple[Measure | None, list[str]]:
        title = "\n".join(read_title(row.get("measure", "")).items)
        if title and (found := measure_called(title, self.stored)):
            return found, []
        number = row_number(row.get("number", ""))
        by_number = next((each for each in self.stored if each.number == number), None)
        if by_number and not title:
            return by_number, ["ตารางไม่ได้ระบุชื่อมาตรการ จึงใช้เลขลำดับ"]
        if not title:
            return None, ["ไม่พบชื่อมาตรการในแถวนี้"]
        return None, [f"แผนนี้ไม่มีมาตรการชื่อ “{' '.join(title.split())}” โปรดแก้ชื่อในตารางให้ตรงกับแผนแล้วอ่านอีกครั้ง"]

    def _status(self, row: Mapping[str, str], now: str, *, is_done: bool) -> list[ProposedValue]:
        """The state that the row names; without a word of it one that is only offered."""
        words = "".join(row.get("status", "").split())
        state = next((state for word, state in _STATES if word in words), None)
        if state is None and not is_done:
            return []
        label = "สถานะ" if state else "สถานะ (ตารางไม่ได้ระบุ)"
        before = None if now == Status.NOT_STARTED else now
        value = proposed(
            "status", label, (state or Status.DONE).value, before, words=lambda one: Status(one).label
        )
        return [] if value.value == now else [replace(value, sure=state is not None)]
