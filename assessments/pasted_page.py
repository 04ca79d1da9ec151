"""The page on which a table is pasted: what each row would do stands beside what is stored, until it is kept.

The pasted text stays in its field, so that nothing is held on the server between the trial and the saving.
A box is ticked beforehand where it adds something; what would replace a stored value, only by hand.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from assessments.pasting import TAKEN, PastedText
from assessments.year_page import problems
from ita_portal.editing import Guard
from ita_portal.fields import ThaiTextField, pasted
from ita_portal.lines_field import LinesField
from ita_portal.merging import stamp
from ita_portal.pasted import PastedTable
from ita_portal.thai import baht_text, fiscal_year_text, thai_date, thai_digits

LENGTH = 100_000
MOST_ROWS = 150
_NAMED = 80  # signs of a cell that a doubt repeats
APART = "apart"  # the name of the boxes that take a value's items apart
NOTHING_CHOSEN = "ไม่ได้เลือกสิ่งใด จึงไม่มีอะไรเปลี่ยนแปลง"
ABSENT: tuple[Any, ...] = (None, "", [])


class TablePasteForm(forms.Form):
    """The pasted table."""

    pasted = PastedText(
        label="วางตาราง",
        required=False,
        max_length=LENGTH,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "data-table": "yes"}),
        help_text="คัดลอกทั้งตารางจาก Word หรือ Excel แล้ววางที่นี่ มีหัวตารางหรือไม่มีก็ได้",
    )


@dataclass(frozen=True)
class ProposedValue:
    """A value that a row gives a field: the `value` to store, `shown` and `now` as people read them.

    `apart` are the items that it would rather be, of a text that is not sure to be a list.
    """

    name: str
    label: str
    value: Any
    shown: tuple[str, ...]
    now: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    sure: bool = True
    box: str = ""
    ticked: bool = False
    apart_ticked: bool = False

    @property
    def apart_label(self) -> str:
        """What the box says that takes it apart."""
        return f"แยกเป็น {thai_digits(str(len(self.apart)))} ข้อ" if len(self.apart) > 1 else "รวมเป็นข้อเดียว"

    @property
    def to_store(self) -> Any:
        """The value as it was chosen."""
        return [*self.apart] if self.apart_ticked and self.apart else self.value


@dataclass(frozen=True)
class ProposedRow:
    """What a row of the table would do: make something new, or give these values to what is stored.

    `target` is the stored row, None where it would be new; `text` are the row's own words where it says
    nothing that can be stored, which `doubts` explain.
    """

    number: int
    title: str
    values: tuple[ProposedValue, ...] = ()
    target: Any = None
    doubts: tuple[str, ...] = ()
    text: str = ""
    sure: bool = True
    key: str = ""
    box: str = ""
    ticked: bool = False
    same: int = field(default=0)

    @property
    def verdict(self) -> str:
        """What it is called on the page."""
        if self.text:
            return "อ่านไม่ได้"
        if self.target is None:
            return "เพิ่มใหม่"
        return "มีค่าที่ต่างจากเดิม" if self.values else "ตรงกับที่มีอยู่"

    @property
    def facts(self) -> list[ProposedValue]:
        """The values that the page lists: all but what stands in its title."""
        return [each for each in self.values if each.name not in ("title", "question")]

    @property
    def chosen(self) -> dict[str, Any]:
        """The values to store, by name; none of a new row without its tick."""
        if self.target is None:
            return {each.name: each.to_store for each in self.values} if self.ticked else {}
        return {each.name: each.to_store for each in self.values if each.ticked}


class TablePaste:
    """A request of such a page: the text, whether it was read before, which boxes are ticked."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.posted = request.method == "POST"
        self.form = TablePasteForm(request.POST if self.posted else None)
        valid = self.form.is_valid()
        self.text: str = self.form.cleaned_data["pasted"] if valid else ""
        self.token = stamp(self.text)
        self.is_shown = bool(self.text) and request.POST.get("pasted_read") == self.token
        self.saves = self.is_shown and request.POST.get("action") != "read"
        self._taken = set(request.POST.getlist(TAKEN))
        self._apart = set(request.POST.getlist(APART))

    def with_ticks(self, rows: Iterable[ProposedRow]) -> list[ProposedRow]:
        """The rows with the names of their boxes, and the ticks that were sent or stand there at first."""
        return [self._row(row) for row in rows]

    def _row(self, row: ProposedRow) -> ProposedRow:
        box = f"{row.number}{row.key}"
        values = tuple(self._value(each, f"{box}-{each.name}", row) for each in row.values)
        ticked = box in self._taken if self.is_shown else row.sure
        return replace(row, values=values, box=box, ticked=ticked)

    def _value(self, value: ProposedValue, box: str, row: ProposedRow) -> ProposedValue:
        at_first = value.sure and row.sure and not value.now
        ticked = box in self._taken if self.is_shown else at_first
        return replace(value, box=box, ticked=ticked, apart_ticked=box in self._apart)


def read_cell(form_field: forms.Field, name: str, cell: str, now: Any = None) -> ProposedValue:
    """What a field makes of a cell, beside what is stored. Raises ValidationError with a Thai sentence."""
    value = form_field.clean(cell)
    found = form_field.found(pasted(cell)) if isinstance(form_field, LinesField | ThaiTextField) else None
    apart = found.accepted() if found and found.offers and isinstance(form_field, LinesField) else ()
    return proposed(name, str(form_field.label), value, now, apart=apart)


def proposed(
    name: str,
    label: str,
    value: Any,
    now: Any = None,
    *,
    words: Callable[[Any], str] = str,
    apart: Sequence[str] = (),
) -> ProposedValue:
    """A value with what is stored of it; `words` says how one item of it reads."""
    return ProposedValue(name, label, value, _items(value, words), _items(now, words), tuple(apart))


def _items(value: Any, words: Callable[[Any], str]) -> tuple[str, ...]:
    if value in ABSENT:
        return ()
    if isinstance(value, date):
        return (thai_date(value),)
    if isinstance(value, Decimal):
        return (baht_text(value),)
    return tuple(map(words, value)) if isinstance(value, list | tuple) else (words(value),)


def read_cells(
    fields: Mapping[str, forms.Field], row: Mapping[str, str], columns: Mapping[str, str], stored: Any
) -> tuple[list[ProposedValue], list[str]]:
    """The values of a row's cells by field (`columns`: field -> column) and a doubt for each unread cell."""
    values, doubts = [], []
    for name, column in columns.items():
        cell = row.get(column, "")
        if not cell.strip("- –"):
            continue
        try:
            values.append(read_cell(fields[name], name, cell, getattr(stored, name, None)))
        except ValidationError as refusal:
            doubts.append(
                f"{fields[name].label}: {refusal.messages[0]} จึงไม่ได้นำมาใช้ (ในตาราง: “{_short(cell)}”)"
            )
    return values, doubts


def _short(cell: str) -> str:
    words = " ".join(cell.split())
    return words if len(words) <= _NAMED else f"{words[:_NAMED]}…"


def differing(row: ProposedRow) -> ProposedRow:
    """The row with only the values that differ from what is stored, and how many are the same."""
    values = tuple(each for each in row.values if each.shown != each.now)
    return replace(row, values=values, same=len(row.values) - len(values))


def row_text(row: Mapping[str, str]) -> str:
    """The words of a row, as they are shown where it was not understood."""
    return " | ".join(" ".join(cell.split()) for cell in row.values() if cell)


def page_context(
    paste: TablePaste, guard: Guard, table: PastedTable, rows: Sequence[ProposedRow]
) -> dict[str, Any]:
    """What the page shows of a table and its rows, and what it says of its columns."""
    notes = []
    if len(table.rows) > MOST_ROWS:
        count, most = (thai_digits(str(each)) for each in (len(table.rows), MOST_ROWS))
        notes.append(f"ตารางมี {count} แถว อ่านได้ครั้งละไม่เกิน {most} แถว จึงยังไม่ได้อ่าน โปรดวางทีละส่วน")
    elif rows and not table.heads:
        notes.append("ไม่พบหัวตารางที่รู้จัก จึงอ่านคอลัมน์ตามลำดับของเอกสาร โปรดตรวจว่าแต่ละค่าอยู่ถูกที่")
    if table.unused:
        notes.append(f"คอลัมน์ที่ไม่ได้นำมาใช้: {', '.join(table.unused)}")
    shown = {"rows": rows, "counted": dict(Counter(row.verdict for row in rows)), "read": _rows_read(rows)}
    return {"paste": paste, "guard": guard, "notes": notes, "problems": problems([paste.form]), **shown}


def _rows_read(rows: Sequence[ProposedRow]) -> str:
    """How many rows of the table were understood, and of how many; one that names several findings is one."""
    numbers, unread = {row.number for row in rows}, {row.number for row in rows if row.text}
    of_all = f" จาก {len(numbers)}" if unread else ""
    return thai_digits(f"{len(numbers - unread)}{of_all}")


def page_words(what: str, back: str, back_label: str, fiscal_year: int) -> dict[str, Any]:
    """Heading of the page, and the page to which it leads back: its URL name and what it is called."""
    year = fiscal_year_text(fiscal_year)
    heading, label = f"วางตาราง{what} {year}", f"{back_label} {year}"
    return {"heading": heading, "back": back, "back_label": label, "back_year": fiscal_year}


def stored_words(added: int, changed: int, what: str) -> str:
    """What was stored, in Thai; "" where nothing was."""
    parts = [(added, f"เพิ่ม{what}"), (changed, f"แก้ไข{what}")]
    said = [f"{verb} {thai_digits(str(count))} รายการ" for count, verb in parts if count]
    return f"บันทึกจากตารางแล้ว: {' '.join(said)}" if said else ""
