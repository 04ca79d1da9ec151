"""From the bytes of a file to its table: of a workbook the first visible sheet that has the head."""

import re
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import chain, islice
from sys import intern

from ita_portal.thai import search_key, thai_digits
from ita_portal.typed import says_nothing
from municipalities.number_formats import shown_text
from municipalities.table_files import FileTable, TableRow, TableShape
from municipalities.table_heads import HEAD_ROWS, Head, NumberedTexts, Texts, find_head, head_key
from municipalities.text_tables import (
    decoded,
    is_web_page,
    refuse_other_archive,
    refuse_other_kind,
    text_lines,
)
from municipalities.xlsx_reading import ARCHIVE, MEGABYTE, UNCOMPUTED, Progress, Sheet, Unreadable, each_sheet

MAX_BYTES = 32 * MEGABYTE
MAX_ROWS = 100_000
NO_DATA = "ไม่พบข้อมูลในไฟล์นี้"
_REMARK = re.compile(
    r"รวม(?:$|[\s:0-9]|ทั้งสิ้น|ทั้งหมด|จำนวน|คะแนน|เฉลี่ย|ทุก)|หมายเหตุ|ที่มา\s*[:：]|แหล่งข้อมูล|ข้อมูล\s*ณ|ผู้จัดทำ|ผู้รายงาน|ผู้รับรอง"
    r"|ลงชื่อ|\(ลงชื่อ|\*|ค่าเฉลี่ย|คะแนนเฉลี่ย|เฉลี่ย|สรุป(?:$|[\s:])|total\b"
)
_HEADING = re.compile("(?:อำเภอ|จังหวัด|ภาค|กลุ่ม|เขต)")
SHOWN = 60  # letters of a text in a sentence about it
FEWEST_ALIKE = 3  # cells of one row that say the same are one merged heading


@dataclass(frozen=True)
class _Part:
    """A sheet, or a file of text, as lines of texts."""

    lines: Iterable[NumberedTexts]
    sheet: Sheet | None = None

    @property
    def name(self) -> str:
        """The name of the sheet, "" of a file of text."""
        return self.sheet.name if self.sheet else ""


class _Refused(Unreadable):
    """Why a part is no table; of several the one with the most known columns is told."""

    def __init__(self, text: str, known: int = 0) -> None:
        super().__init__(text)
        self.known = known


def read_table(
    content: bytes, shape: TableShape, *, name: str = "", progress: Progress | None = None
) -> FileTable:
    """The table in a file of at most MAX_BYTES and MAX_ROWS; `name` is what the file is called.

    Raises Unreadable with a Thai sentence.
    """
    table: FileTable | None = None
    refused = _Refused(NO_DATA, -1)
    with closing(_parts(content, name, progress, MAX_ROWS + HEAD_ROWS)) as parts:
        for part in parts:
            try:
                found = _table(part, shape, head_only=table is not None)
            except _Refused as refusal:
                refused = max(refused, refusal, key=lambda one: one.known)
                continue
            table = replace(table, other_sheets=(*table.other_sheets, part.name)) if table else found
    if table is None:
        raise refused
    return table


@dataclass(frozen=True)
class SeenSheet:
    """What a person sees of a sheet: 1 or more lines that hold anything; `hidden` rows and columns are none.

    `name` is "" for a file of text.
    """

    name: str
    lines: Sequence[NumberedTexts]
    hidden: Sequence[int]


def seen_sheets(content: bytes, *, rows: int, name: str = "") -> Iterator[SeenSheet]:
    """The visible sheets that hold anything, at least one, each of at most `rows` lines; or a file of text.

    Raises Unreadable with a Thai sentence.
    """
    is_empty = True
    with closing(_parts(content, name, None, rows + 1)) as parts:
        for part in parts:
            if part.sheet and part.sheet.visibility != "visible":
                continue
            if part.sheet and part.sheet.fault:
                raise Unreadable(part.sheet.fault)
            filled = [line for line in islice(part.lines, rows + 1) if line[1]]
            if len(filled) > rows:
                raise Unreadable(thai_digits(f"ไฟล์นี้มีเกิน {rows:,} แถว กรุณาแบ่งเป็นหลายไฟล์"))
            sheet = _seen(part, filled)
            if sheet.lines:
                is_empty = False
                yield sheet
    if is_empty:
        raise Unreadable(NO_DATA)


def _seen(part: _Part, filled: Sequence[NumberedTexts]) -> SeenSheet:
    rows = part.sheet.hidden_rows if part.sheet else frozenset[int]()
    columns = _hidden_columns(part)
    seen = (
        (number, {column: text for column, text in texts.items() if column not in columns})
        for number, texts in filled
        if number not in rows
    )
    hidden = [number for number, _texts in filled if number in rows]
    return SeenSheet(part.name, [line for line in seen if line[1]], hidden)


def _parts(content: bytes, name: str, progress: Progress | None, rows: int) -> Generator[_Part]:
    """The sheets of a file that people see, with what each cell shows; a file of text has one part."""
    if not content:
        raise Unreadable("ไฟล์นี้ว่างเปล่า กรุณาเลือกไฟล์ใหม่")
    if len(content) > MAX_BYTES:
        raise Unreadable(f"ไฟล์ใหญ่เกินไป กรุณาใช้ไฟล์ขนาดไม่เกิน {thai_digits(str(MAX_BYTES // MEGABYTE))} เมกะไบต์")
    refuse_other_kind(content, name)
    if not content.startswith(ARCHIVE) and not is_web_page(content):
        yield _Part(text_lines(decoded(content)))
        return
    if content.startswith(ARCHIVE):
        refuse_other_archive(content)
    with closing(each_sheet(content, rows=rows, progress=progress)) as sheets:
        for sheet in sheets:
            yield _Part(_shown_lines(sheet), sheet)


def _shown_lines(sheet: Sheet) -> Iterator[NumberedTexts]:
    for number, cells in sheet.rows:
        yield number, {column: shown_text(cell, sheet.day_zero) for column, cell in cells.items()}


def _table(part: _Part, shape: TableShape, *, head_only: bool) -> FileTable:
    """The table of a part; with `head_only` just whether it is one. Raises _Refused."""
    lines = iter(part.lines)
    beginning = list(islice(lines, HEAD_ROWS))
    head = _head(part, [line for line in beginning if line[1]], shape)
    if head_only:
        return FileTable(())
    computed = _computed(
        told := dict(line for line in beginning if head.first <= line[0] <= head.last), shape
    )
    head = replace(head, keys={column: key for column, key in head.keys.items() if column not in computed})
    above = tuple(text for number, texts in beginning if number < head.first for text in texts.values())
    names = [text for texts in told.values() for text in texts.values()]
    titled = _titled(head, (above, names, (part.name,)), shape)
    below = (line for line in chain(beginning, lines) if line[0] > head.last and line[1])
    rows = tuple(islice(_rows(below, head, list(told.values()), part.sheet, titled), MAX_ROWS + 1))
    if len(rows) > MAX_ROWS:
        raise _Refused(f"ไฟล์นี้มีเกิน {MAX_ROWS:,} แถว กรุณาแบ่งเป็นหลายไฟล์", len(head.keys))
    if not rows:
        raise _Refused("ไฟล์นี้มีแต่ชื่อคอลัมน์ ไม่มีแถวข้อมูล", len(head.keys))
    hidden = [head.keys[column] for column in _hidden_columns(part) if column in head.keys]
    return FileTable(
        rows,
        ignored=tuple(head.others.values()),
        sheet=part.name,
        head_row=head.last,
        columns=(*head.keys.values(), *titled),
        above=above,
        hidden_columns=tuple(shape.titles(hidden).split(", ")) if hidden else (),
        computed=tuple(computed.values()),
        filtered=bool(part.sheet and part.sheet.filtered),
        from_title=f"{shape.titles(titled)} {titled[shape.titled]} อ่านจากชื่อเรื่อง เพราะไม่มีคอลัมน์นี้"
        if titled
        else "",
    )


def _titled(head: Head, titles: Sequence[Sequence[str]], shape: TableShape) -> dict[str, str]:
    """What titles say of all rows in the place of a column that is missing; empty where it is there.

    `titles` are those above the table, of its columns, and of its sheet: the first that say anything count.
    Raises _Refused where none does, or where they say more than one thing.
    """
    if not shape.titled or shape.titled in head.keys.values():
        return {}
    telling = next((texts for texts in titles if shape.said(texts)), ())
    if len(said := shape.said(telling)) == 1:
        return {shape.titled: said[0]}
    several = _several([(0, dict(enumerate(telling)))], shape)
    raise _Refused(several or _missing([shape.titled], shape), len(head.keys))


def _several(lines: Iterable[NumberedTexts], shape: TableShape) -> str:
    """That a line says several things where a column has to say one of each row; "" where none does."""
    each = (shape.said(texts.values()) for _number, texts in lines)
    if not (said := next((found for found in each if len(found) > 1), [])):
        return ""
    title = shape.titles([shape.titled])
    return (
        f"ไม่พบคอลัมน์ {title} และชื่อเรื่องหรือชื่อคอลัมน์มีหลายค่า ({', '.join(said)}) "
        f"กรุณาเพิ่มคอลัมน์ {title} ให้แต่ละแถวมีค่าเดียว หรือแยกเป็นไฟล์ละหนึ่งค่า"
    )


def _missing(keys: Iterable[str], shape: TableShape) -> str:
    return f"ไม่พบคอลัมน์ {shape.titles(keys)} ใน {HEAD_ROWS} แถวแรกของไฟล์ กรุณาใช้ชื่อคอลัมน์ตามไฟล์ต้นแบบ"


def _computed(told: Mapping[int, Texts], shape: TableShape) -> Texts:
    """The columns of a table of the portal's own whose figures it had computed, with their titles."""
    titles = {column: text for texts in told.values() for column, text in texts.items()}
    if shape.own_mark not in titles.values():
        return {}
    return {column: text for column, text in titles.items() if text in shape.computed}


def _hidden_columns(part: _Part) -> frozenset[int]:
    return part.sheet.hidden_columns if part.sheet else frozenset()


def _head(part: _Part, beginning: list[NumberedTexts], shape: TableShape) -> Head:
    """The head of a part; of two columns that are the same the visible one counts. Raises _Refused."""
    head = find_head(beginning, shape.names, shape.required)
    if head is None:
        if not beginning:
            raise _Refused(NO_DATA, -1)
        several = "" if shape.required != [shape.titled] else _several(beginning, shape)
        raise _Refused(several or _missing(shape.required, shape), 0)
    hidden = _hidden_columns(part)
    seen = {key for column, key in head.keys.items() if column not in hidden}
    head = replace(
        head,
        keys={column: key for column, key in head.keys.items() if column not in hidden or key not in seen},
    )
    known = len(head.keys)
    if missing := [key for key in head.missing(shape.required) if key != shape.titled]:
        raise _Refused(_missing(missing, shape), known)
    if head.twice:
        above = [line for line in beginning if line[0] <= head.last]
        several = "" if shape.titled in head.keys.values() else _several(above, shape)
        twice = f"มีคอลัมน์ซ้ำกัน: {shape.titles(head.twice)} กรุณาลบคอลัมน์ที่ไม่ใช้ หรือแก้ชื่อให้ต่างกัน"
        raise _Refused(several or twice, known)
    if part.sheet and part.sheet.visibility != "visible":
        raise _Refused(
            f"ตารางอยู่ในแผ่นงาน “{part.name}” ซึ่งซ่อนอยู่ กรุณายกเลิกการซ่อนแผ่นงาน (Unhide) ก่อนนำเข้า", known
        )
    if part.sheet and part.sheet.fault:
        raise _Refused(part.sheet.fault, known)
    return head


def _rows(
    lines: Iterable[NumberedTexts],
    head: Head,
    told: list[Texts],
    sheet: Sheet | None,
    titled: Mapping[str, str],
) -> Iterator[TableRow]:
    hidden = sheet.hidden_rows if sheet else frozenset[int]()
    for number, texts in lines:
        known = {
            head.keys[column]: intern(text)
            for column, text in texts.items()
            if column in head.keys and not says_nothing(text)
        }
        aside = _aside(number, texts, known, head, told)
        yield TableRow(number, known if aside else {**known, **titled}, aside, number in hidden)


def _aside(number: int, texts: Texts, known: Mapping[str, str], head: Head, told: list[Texts]) -> str:
    """Why a line is no row of the table; "" where it is one."""
    first = texts[min(texts)].strip()
    named = [column for column in texts if column in head.keys]
    if not known:
        return f"ไม่มีข้อมูลในคอลัมน์ที่ระบบอ่าน (“{first[:SHOWN]}”)"
    if not any(map(str.isdigit, known.get("code", ""))) and _REMARK.match(search_key(first)):
        return f"“{first[:SHOWN]}” ไม่ใช่แถวของเทศบาล"
    if any(all(texts[column] == line.get(column) for column in named) for line in told):
        return "หัวตารางซ้ำ"
    alike = set(known.values()) - {UNCOMPUTED}
    is_merged = len(known) >= FEWEST_ALIKE and len(alike) == 1
    if is_merged or (len(texts) == 1 and _HEADING.match(first)):
        return f"“{first[:SHOWN]}” เป็นหัวข้อคั่น ไม่ใช่แถวของเทศบาล"
    return "แถวเลขลำดับคอลัมน์" if number == head.last + 1 and _counts_columns(texts) else ""


def _counts_columns(texts: Texts) -> bool:
    """Whether a line only numbers the columns: (1) (2) (3)."""
    keys = [head_key(text) for text in texts.values()]
    numbers = [int(key) for key in keys if key.isdigit()]
    return len(numbers) == len(keys) >= FEWEST_ALIKE and numbers == list(
        range(numbers[0], numbers[0] + len(numbers))
    )
