"""The import of municipalities: what each row of the file adds or changes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Model
from django.utils import timezone

from ita_portal.saving import save_row
from municipalities.changing import CHANGED, change_place
from municipalities.codes import code_doubts
from municipalities.importing import (
    NOTHING,
    OTHER_BODY,
    SAME_AS_ROW,
    Change,
    Import,
    RowOutcome,
    Verdict,
    faulty,
    skipped,
    stored,
)
from municipalities.kept_verdicts import data_state
from municipalities.models import District, Kind, Municipality
from municipalities.naming import fold, read_name
from municipalities.place_columns import COLUMNS, SHAPE, other_body
from municipalities.stored_places import StoredPlaces, natural_key
from municipalities.table_files import CellFault, FileTable, TableRow

NOTES = (
    "ระบบหาเทศบาลจากรหัส อปท. ก่อน ถ้าไม่พบจึงหาจากประเภท ชื่อ และอำเภอ แถวที่หาไม่พบจะเพิ่มเป็นเทศบาลใหม่",
    "แถวที่ฐานะ ชื่อ รหัส หรือที่ตั้งต่างจากที่บันทึกไว้จะถามก่อนว่าเปลี่ยนตั้งแต่วันใด หรือบันทึกไว้ผิด",
    "ช่องที่เว้นว่างและคอลัมน์ที่ไม่มีในไฟล์จะคงค่าเดิมไว้ การนำเข้าไม่ลบเทศบาลใด",
    "ชื่อจะมีคำนำหน้า เช่น เทศบาลตำบลทุ่งผึ้ง หรือไม่มีก็ได้ ถ้าไม่มีต้องกรอกประเภท",
)

_LABELS = {"code": "รหัส อปท.", "kind": "ประเภท", "name": "ชื่อ", "website": "เว็บไซต์"}


def examine_places(table: FileTable, lock: bool) -> list[RowOutcome]:  # noqa: FBT001 - as Import.examine says
    """What each row would do, in three queries; the municipalities are locked where `lock` says so."""
    known, firsts = StoredPlaces(lock=lock), _Firsts()
    aside = {row.number: left_out for row in table.rows if (left_out := _left_out(row))}
    rows = [row for row in table.rows if row.number not in aside]
    read = [_ReadRow(row, known) for row in rows if firsts.said(row) == row.number]
    surely = {one.place.pk for one in read if one.place}
    judged = {one.row.number: _outcome(one, known, surely, firsts) for one in _united(read, firsts)}
    for row in (row for row in rows if row.number not in judged):
        first = judged[firsts.said(row)]
        aside[row.number] = skipped(row, first.about, f"{SAME_AS_ROW}{first.number}", first.place)
    return [(aside.get(row.number) or judged[row.number]) for row in table.rows]


def _left_out(row: TableRow) -> RowOutcome | None:
    """The outcome of a row that need not be read: none of the table, the example, another body."""
    about = " ".join(filter(None, (row.texts.get("kind"), row.texts.get("name"))))
    if row.aside:
        return skipped(row, "", row.aside)
    if SHAPE.is_example(row):
        return skipped(row, about, "เป็นแถวตัวอย่างของไฟล์ต้นแบบ")
    if other_body(row.texts.get("kind", ""), row.texts.get("name", ""), row.texts.get("code", "")):
        return skipped(row, about, OTHER_BODY)
    return None


class _ReadRow:
    """A row with its values and faults, and the municipality that its code or its name surely means."""

    def __init__(self, row: TableRow, known: StoredPlaces) -> None:
        self.row = row
        self.read = row.read(COLUMNS)
        self.values = self.read.values
        self._read_name()
        for column in COLUMNS:
            if column.required and column.key not in self.values and column.key not in row.texts:
                self.read.faults.append(CellFault(column.title, "ไม่ได้กรอก"))
        self.read.about = " ".join(filter(None, (row.texts.get("kind"), row.texts.get("name"))))
        if "kind" in self.values and "name" in self.values:
            self.read.about = self.read.place = f"{self.values['kind'].label}{self.values['name']}"
        self.district = known.district(self.values, self.read.faults)
        self.place: Municipality | None = None
        if self.read.faults or self.district is None:
            return
        self.natural = natural_key(self.values["kind"], self.values["name"], self.district)
        self.place, doubts = known.place(self.values.get("code"), self.natural)
        self.read.faults += doubts

    def _read_name(self) -> None:
        """Take the bare name out of what is written, and what else it says where no column says it."""
        if "name" not in self.values:
            return
        said = read_name(self.values["name"])
        # A name of nothing but words that stand everywhere (และ) is one all the same.
        self.values["name"] = said.name or ("" if "เทศบาล" in self.values["name"] else self.values["name"])
        for key in ("district", "province"):
            if getattr(said, key):
                self.values.setdefault(key, getattr(said, key))
        if not self.values["name"]:
            self.read.faults.append(CellFault("ชื่อ", f"ไม่พบชื่อเทศบาลใน “{self.row.texts['name']}”"))
        if said.kind and self.values.setdefault("kind", Kind(said.kind)) != said.kind:
            self.read.faults += [CellFault("ประเภท", f"ไม่ตรงกับคำนำหน้าชื่อ ซึ่งเป็น{Kind(said.kind).label}")]
        elif "kind" not in self.values and "kind" not in self.row.texts:
            self.read.faults.append(CellFault("ประเภท", "ไม่ได้กรอก และชื่อไม่มีคำนำหน้า เช่น เทศบาลตำบล"))

    @property
    def keys(self) -> list[object]:
        """By what the row is known as being about the same municipality as another."""
        own = [self.natural, self.place and self.place.pk, self.values.get("code")]
        return [key for key in own if key is not None]

    def contradicts(self, other: "_ReadRow") -> bool:
        """Whether two rows about one municipality name it otherwise."""
        named = ("code", "kind", "name")
        return any(
            key in self.values and key in other.values and _same(self.values[key]) != _same(other.values[key])
            for key in named
        )

    def take_from(self, later: "_ReadRow") -> None:
        """What only a later row of the same municipality says; said where the own cell could not be read."""
        for key in later.values.keys() - self.values.keys():
            self.values[key] = later.values[key]
            if any(note.column == _LABELS.get(key) for note in self.read.notes):
                self.read.notes.append(CellFault(_LABELS[key], f"ใช้ของแถวที่ {later.row.number} แทน"))

    def left_out_beside(self, first: "_ReadRow") -> list[CellFault]:
        """What is not used of a row that is about the same as an earlier one, where that does not say it."""
        notes = [note for note in self.read.notes if note not in first.read.notes]
        own, used = (one.values.get("website", "") for one in (self, first))
        if own and _bare_address(own) != _bare_address(used):
            notes.append(
                CellFault(_LABELS["website"], f"“{own}” ต่างจากแถวที่ {first.row.number} จึงใช้ “{used}”")
            )
        return notes


class _Firsts:
    """In which row of the file the same was said first, and which a municipality stands in first."""

    def __init__(self) -> None:
        self._texts: dict[frozenset[tuple[str, str]], int] = {}
        self.rows: dict[object, _ReadRow] = {}
        self.again: dict[int, _ReadRow] = {}

    def said(self, row: TableRow) -> int:
        """The first row with the very same texts; of a municipality with many ตำบล there are many."""
        return self._texts.setdefault(frozenset(row.texts.items()), row.number)


def _united(read: Sequence[_ReadRow], firsts: _Firsts) -> Sequence[_ReadRow]:
    """The rows, the first one of each municipality with what only later ones say of it."""
    for one in read:
        if one.read.faults or one.district is None:
            continue
        first = next((firsts.rows[key] for key in one.keys if key in firsts.rows), None)
        firsts.rows |= {key: first or one for key in one.keys if key not in firsts.rows}
        if first is None:
            continue
        firsts.again[one.row.number] = first
        if not one.contradicts(first):
            first.take_from(one)
    return read


def _outcome(one: _ReadRow, known: StoredPlaces, surely: Collection[int], firsts: _Firsts) -> RowOutcome:
    if one.read.faults or one.district is None:
        return faulty(one.read)
    if first := firsts.again.get(one.row.number):
        return _again(one, first)
    if one.place is None and (past := known.of_former_days(one.values, one.district)):
        told = f"{one.read.about} (ชื่อหรือรหัสเดิมของ{past.full_name})"
        return RowOutcome(one.row.number, told, Verdict.SAME, past.full_name)
    return _compared(one, one.place or known.alike(one.natural, surely), one.district)


def _again(one: _ReadRow, first: _ReadRow) -> RowOutcome:
    why = f"{SAME_AS_ROW}{first.row.number}"
    if not one.contradicts(first):
        return skipped(one.row, one.read.about, why, one.read.place, one.left_out_beside(first))
    one.read.faults.append(CellFault("", f"{why} แต่ชื่อ ประเภท หรือรหัสต่างกัน"))
    return faulty(one.read)


def _compared(one: _ReadRow, place: Municipality | None, district: District) -> RowOutcome:
    """New, changed, the same as what is stored, or to be asked about where the place would be another."""
    values = one.values
    _keep_address(one.row, place, values)
    if (code := values.get("code")) and not (place and place.code == code):
        said = code_doubts(code, kind=values["kind"], district_code=district.code or "")
        one.read.doubts += [CellFault(_LABELS["code"], text) for text in said]
    wanted: dict[str, Any] = {key: values[key] for key in _LABELS if key in values} | {"district": district}
    store = partial(_store, place, wanted)
    outcome = stored(one.read, _changes(place, values, district), store, new=place is None)
    if place and _becomes_another(place, wanted):
        since = partial(_change, place, wanted)
        return replace(outcome, verdict=Verdict.ASKED, place=place.full_name, since=since, changed=place.pk)
    return outcome


def _store(place: Municipality | None, wanted: Mapping[str, Any], new: list[Model]) -> None:
    if place:
        save_row(place, wanted)
    else:
        new.append(Municipality(**wanted))


def _changes(place: Municipality | None, values: Mapping[str, Any], district: District) -> list[Change]:
    pairs = [(key, _LABELS[key], getattr(place, key, None), values[key]) for key in _LABELS if key in values]
    lies = f"อำเภอ{district.name} จังหวัด{district.province.name}"
    pairs += [("district", "ที่ตั้ง", place and place.place, lies)]
    said: dict[Any, str] = {**dict(Kind.choices), None: NOTHING, "": NOTHING}
    told = ((label, said.get(old) or str(old), said.get(new) or new, key) for key, label, old, new in pairs)
    return [Change(*words) for words in told if words[1] != words[2]]


def _keep_address(row: TableRow, place: Municipality | None, values: dict[str, Any]) -> None:
    """An address typed without https:// is the stored one, where only that differs."""
    if not place or "website" not in values or "://" in row.texts["website"]:
        return
    if _bare_address(place.website) == _bare_address(values["website"]):
        del values["website"]


def _bare_address(address: str) -> str:
    return address.partition("://")[2].rstrip("/").casefold()


def _becomes_another(place: Municipality, wanted: Mapping[str, Any]) -> bool:
    """Whether the row changes what the place is: its kind, name or place, or a code that is known."""
    old = {key: getattr(place, key) for key in CHANGED if key in wanted}
    known = {key: value for key, value in old.items() if value}
    return any(_same(known[key]) != _same(wanted[key]) for key in known)


def _same(value: Any) -> Any:
    return fold(value) if isinstance(value, str) else value


def _change(place: Municipality, wanted: Mapping[str, Any], day: date) -> None:
    change_place(place, day, wanted, timezone.localdate())
    save_row(place, wanted)


def _spelt_otherwise(outcomes: Sequence[RowOutcome]) -> dict[int, str]:
    """Rows that spell a stored name otherwise: the documents that print it would no longer say the same."""
    changed = (one for one in outcomes if one.verdict == Verdict.CHANGED)
    named = (one.number for one in changed if any(change.name == "name" for change in one.changes))
    return dict.fromkeys(named, "สะกดชื่อต่างจากที่บันทึกไว้และเอกสารของเทศบาลใช้")


JOB = Import(
    "import_municipalities", "นำเข้ารายชื่อเทศบาล", SHAPE, NOTES, examine_places,
    asks=_spelt_otherwise, state=partial(data_state, Municipality, District),
)  # fmt: skip
