"""The import of announced assessments: many municipalities' totals, levels and scores of a year at once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from hashlib import sha256
from typing import Any

from django.db.models import Model, Prefetch
from django.utils import timezone

from assessments import framework
from assessments.announced_columns import COLUMNS, FIGURE_KEYS, LEVEL, SHAPE, TITLES, TOTAL, YEAR
from assessments.forms import announced_parts
from assessments.models import Assessment, Score, assessment_lock
from assessments.pasted.doubts import score_doubts
from assessments.years import latest_year
from ita_portal.saving import save_row
from ita_portal.thai import arabic_digits, decimal_text
from municipalities.importing import (
    NOTHING,
    OTHER_BODY,
    Change,
    EditedYear,
    Import,
    RowOutcome,
    faulty,
    held,
    skipped,
    stored,
)
from municipalities.kept_verdicts import data_state
from municipalities.models import Municipality
from municipalities.place_columns import other_body
from municipalities.resolving import PlaceIndex
from municipalities.row_places import RowPlaces
from municipalities.table_files import CellFault, FileTable, RowReading, TableRow

NOTES = (
    "ระบุเทศบาลด้วยรหัส อปท. หรือชื่อเต็ม เช่น เทศบาลเมืองเขลางค์นคร ถ้ามีชื่อซ้ำกันให้เพิ่มอำเภอและจังหวัด",
    "ช่องที่เว้นว่างและคอลัมน์ที่ไม่มีในไฟล์จะคงค่าเดิมไว้ การนำเข้าไม่ลบคะแนนใด",
    "ผลที่เอกสารของเทศบาลรอตรวจทาน รอเผยแพร่ หรือเผยแพร่แล้วจะแก้ไขไม่ได้ จนกว่าเอกสารนั้นจะกลับมาแก้ไขได้",
    "หากคะแนนในไฟล์ต่างจากที่เอกสารเหล่านั้นใช้ ระบบแจ้งเทศบาลให้แก้ไขและออกฉบับปรับปรุง",
)


_Values = dict[str, Any]
_Firsts = dict[tuple[int, int], int]  # in which row a municipality's year stands first


@dataclass(frozen=True)
class _ReadRow:
    """A row that was read, and the municipality that it means."""

    read: RowReading
    place: Municipality | None

    @property
    def year(self) -> int | None:
        """The fiscal year, None where it can't be read."""
        return self.read.values.get("fiscal_year")


def examine_announced(table: FileTable, lock: bool) -> list[RowOutcome]:  # noqa: FBT001 - as Import.examine says
    """What each row would do, in six queries; municipalities are locked where `lock` says so."""
    known = RowPlaces(PlaceIndex(Municipality.objects.with_place()), TITLES["name"], TITLES["code"])
    has_figures = bool(FIGURE_KEYS & set(table.columns))
    judged: dict[int, RowOutcome | _ReadRow] = {
        row.number: _left_out(row, has_figures=has_figures) or _read(row, known) for row in table.rows
    }
    checked = [one for one in judged.values() if isinstance(one, _ReadRow)]
    years = {one.year for one in checked if one.year}
    places = {one.place.pk for one in checked if one.place}
    found = Municipality.objects.with_place().filter(pk__in=places).order_by("pk")
    assessments = Assessment.objects.filter(fiscal_year__in=years).prefetch_related("scores")
    # The plans that answer an assessment decide whether it is locked.
    related = (Prefetch("assessments", assessments), "plans__reports")
    asked = found.select_for_update(of=("self",)) if lock else found
    loaded = {place.pk: place for place in asked.prefetch_related(*related)}
    firsts: _Firsts = {}
    return [one if isinstance(one, RowOutcome) else _outcome(one, loaded, firsts) for one in judged.values()]


def _left_out(row: TableRow, *, has_figures: bool) -> RowOutcome | None:
    """The outcome of a row that is no result of a municipality; None for one to be read."""
    name, code = row.texts.get("name", ""), row.texts.get("code", "")
    if row.aside:
        return skipped(row, "", row.aside)
    if SHAPE.is_example(row):
        return skipped(row, name, "เป็นแถวตัวอย่างของไฟล์ต้นแบบ")
    if other_body("", name, code):
        return skipped(row, name, OTHER_BODY)
    if has_figures and not FIGURE_KEYS & row.texts.keys():
        return skipped(row, name or code, "ไม่มีคะแนนหรือระดับในแถวนี้")
    return None


def _read(row: TableRow, known: RowPlaces) -> _ReadRow:
    read = row.read(COLUMNS)
    read.values = {key: value for key, value in read.values.items() if value is not None}
    place = known.place(read)
    read.place = place.full_name if place else row.texts.get("name", "")
    year = read.values.get("fiscal_year")
    read.about = " ".join(filter(None, (read.place or row.texts.get("code", ""), year and f"ปี {year}")))
    return _ReadRow(read, place)


def _outcome(one: _ReadRow, loaded: Mapping[int, Municipality], firsts: _Firsts) -> RowOutcome:
    read, year, row = one.read, one.year, one.read.row
    read.faults += _year_faults(row, read.values)
    if one.place and year:
        again = firsts.setdefault((one.place.pk, year), row.number)
        if again != row.number:
            read.faults.append(CellFault("", f"เป็นเทศบาลและปีเดียวกับแถวที่ {again}"))
    if not read.faults and not FIGURE_KEYS & read.values.keys():
        read.faults.append(CellFault("", "ไม่มีคะแนนหรือระดับในแถวนี้"))
    if read.faults or one.place is None or year is None:
        return faulty(read)
    return _compared(one, loaded[one.place.pk], year)


def _year_faults(row: TableRow, values: _Values) -> Iterator[CellFault]:
    """What the year's rules refuse in the row: a year to come, a level or a part that it does not have."""
    if "fiscal_year" not in row.texts:
        yield CellFault(YEAR.title, "ไม่ได้กรอก")
    if (year := values.get("fiscal_year")) is None:
        return
    if year > latest_year(timezone.localdate()):
        yield CellFault(YEAR.title, f"ยังไม่มีผลการประเมินของปี {year}")
        return
    rules = framework.load(year)
    parts = {f"announced_{code}" for code, _name in announced_parts(rules)}
    scores = {f"score_{code}" for code in rules.score_codes}
    for key in sorted(values.keys() & FIGURE_KEYS - parts - scores - {TOTAL, LEVEL}):
        yield CellFault(TITLES[key], f"ปี {year} ไม่มีคะแนนส่วนนี้")
    levels = [level.name for level in rules.levels]
    if (level := values.get(LEVEL)) and level not in levels:
        yield CellFault(TITLES[LEVEL], f"ไม่มีระดับ “{level}” ในปี {year} ซึ่งมี {', '.join(levels)}")


def _compared(one: _ReadRow, place: Municipality, year: int) -> RowOutcome:
    """New, changed or the same as what is stored; where a change meets the lock of a document, held if it
    corrects a figure and faulty if it adds one."""
    read, values = one.read, one.read.values
    assessment = next((kept for kept in place.assessments.all() if kept.fiscal_year == year), None)
    old: _Values = {}
    if assessment:
        old = {key: getattr(assessment, key) for key in FIGURE_KEYS if key.startswith("announced_")}
        old |= {f"score_{score.code}": score.value for score in assessment.scores.all()}
    figures = {key: values[key] for key in TITLES if key in values and key in FIGURE_KEYS}
    changed = {key: value for key, value in figures.items() if old.get(key) != value}
    changes = [
        Change(TITLES[key], _shown(old.get(key)), _shown(value), key) for key, value in changed.items()
    ]
    doubted = score_doubts(framework.load(year), figures) if changed else ()
    read.doubts += [CellFault("", arabic_digits(text)) for text in doubted]
    if changed and (lock := assessment_lock(place.plans.all(), year)):
        if any(change.corrects for change in changes):
            return held(read, lock, changes, EditedYear(place.pk, year))
        read.faults.append(CellFault("", lock))
        return faulty(read)
    store = partial(_store, place, year, assessment, changed)
    outcome = stored(read, changes, store, new=assessment is None)
    return replace(outcome, edited=EditedYear(place.pk, year)) if changes else outcome


def _shown(value: Decimal | str | None) -> str:
    return decimal_text(value, thai=False) if isinstance(value, Decimal) else value or NOTHING


def _store(
    place: Municipality,
    year: int,
    stored_one: Assessment | None,
    changed: Mapping[str, Any],
    new: list[Model],
) -> None:
    """Write what a row changes of a stored assessment, and add what it makes to `new`."""
    announced = {key: value for key, value in changed.items() if key.startswith("announced_")}
    if stored_one:
        save_row(assessment := stored_one, announced)
    else:
        new.append(assessment := Assessment(municipality=place, fiscal_year=year, **announced))
    scores = {score.code: score for score in stored_one.scores.all()} if stored_one else {}
    for key in (key for key in changed if key.startswith("score_")):
        code = key.removeprefix("score_")
        if code in scores:
            save_row(scores[code], {"value": changed[key]})
        else:
            new.append(Score(assessment=assessment, code=code, value=changed[key]))


def _announced_state() -> str:
    """The state of the data that the rows are compared with: also of the documents that lock them."""
    reports = Municipality.objects.order_by("plans__reports__pk").distinct()
    locks = list(reports.values_list("plans__reports__pk", "plans__reports__state"))
    return f"{data_state(Municipality, Assessment, Score)} {sha256(str(locks).encode()).hexdigest()}"


JOB = Import(
    "import_announced", "นำเข้าผลการประเมินที่ประกาศ", SHAPE, NOTES, examine_announced, state=_announced_state
)
