"""The import of announced assessments: many municipalities' totals, levels and scores of a year at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from assessments import framework
from assessments.forms import announced_parts
from assessments.models import (
    FIRST_YEAR,
    INDICATOR_CODES,
    LAST_YEAR,
    Assessment,
    Score,
    assessment_lock,
)
from assessments.years import latest_year
from ita_portal.fields import FiscalYearField, ScoreField, ThaiCharField
from ita_portal.saving import save_row
from ita_portal.thai import decimal_text, search_key, thai_digits
from municipalities.importing import NOTHING, Change, EditedYear, Import, RowOutcome, faulty, held, stored
from municipalities.models import Municipality
from municipalities.place_fields import PlaceCodeField, district_field, province_field
from municipalities.table_files import CellFault, TableColumn, TableRow

_PARTS = {"iit": "IIT", "eit": "EIT", "eit1": "EIT ส่วนที่ 1", "eit2": "EIT ส่วนที่ 2", "oit": "OIT"}
_SCORES = ["90.64", "92.12", "95.55", "74.54", "89.98", "92.11", "89.81", "78.89", "90.00", "100.00"]
WHO = (
    TableColumn("code", "รหัส อปท.", PlaceCodeField(), "5520101", also=("รหัส",)),
    TableColumn("name", "เทศบาล", ThaiCharField(max_length=140), "เทศบาลเมืองเขลางค์นคร", ("ชื่อ", "ชื่อเทศบาล")),
    TableColumn("district", "อำเภอ", district_field(), "เมืองลำปาง"),
    TableColumn("province", "จังหวัด", province_field(), "ลำปาง"),
)
_YEARS = FiscalYearField(first=FIRST_YEAR, last=LAST_YEAR)
YEAR = TableColumn("fiscal_year", "ปีงบประมาณ", _YEARS, "2567", ("ปี", "พ.ศ."), required=True)
FIGURES = (
    TableColumn("announced_total", "คะแนนรวม", ScoreField(), "90.65", ("คะแนน ITA", "คะแนน")),
    TableColumn("announced_level", "ระดับ", ThaiCharField(max_length=40), "ผ่าน", ("ระดับผลการประเมิน",)),
    *(
        TableColumn(f"score_{code}", f"ตัวชี้วัดที่ {code}", ScoreField(), score, (code, f"ตัวชี้วัด {code}"))
        for code, score in zip(INDICATOR_CODES, _SCORES, strict=True)
    ),
    *(
        TableColumn(f"announced_{code}", f"คะแนน {name}", ScoreField(), also=(name,))
        for code, name in _PARTS.items()
    ),
)
COLUMNS = (*WHO, YEAR, *FIGURES)
LEVEL = "announced_level"
_FIGURE_KEYS = {column.key for column in FIGURES}
_TITLES = {column.key: column.title for column in COLUMNS}
NOTES = (
    "ระบุเทศบาลด้วยรหัส อปท. หรือชื่อเต็ม เช่น เทศบาลเมืองเขลางค์นคร ถ้ามีชื่อซ้ำกันให้เพิ่มอำเภอและจังหวัด",
    "ช่องที่เว้นว่างและคอลัมน์ที่ไม่มีในไฟล์จะคงค่าเดิมไว้ การนำเข้าไม่ลบคะแนนใด",
    "ผลที่เอกสารของเทศบาลส่งตรวจทานหรือเผยแพร่แล้วจะแก้ไขไม่ได้ จนกว่าเอกสารนั้นจะกลับมาแก้ไขได้",
    "หากคะแนนในไฟล์ต่างจากที่เอกสารเหล่านั้นใช้ ระบบแจ้งเทศบาลให้แก้ไขและออกฉบับปรับปรุง",
)


class _StoredPlaces:
    """The municipalities by code and by full name; by a former one where none is called so today."""

    def __init__(self) -> None:
        places = list(Municipality.objects.with_place())
        self.by_code = {place.code: place for place in places if place.code}
        self.by_name: dict[str, list[Municipality]] = {}
        for place in places:
            self.by_name.setdefault(place.search_key, []).append(place)
        self._add_former(places)

    def _add_former(self, places: Iterable[Municipality]) -> None:
        once: dict[str, list[Municipality]] = {}
        for place in places:
            for key in dict.fromkeys(place.former_key.strip("|").split("|") if place.former_key else ()):
                once.setdefault(key, []).append(place)
        for key, found in once.items():
            if key.isdigit():
                self.by_code.setdefault(key, found[0])
            else:
                self.by_name.setdefault(key, found)


_Values = dict[str, Any]
_Firsts = dict[tuple[int, int], int]  # in which row a municipality's year stands first


def examine_announced(rows: Sequence[TableRow], lock: bool) -> list[RowOutcome]:  # noqa: FBT001 - as Import.examine says
    """What each row would do, in six queries; municipalities are locked where `lock` says so."""
    known = _StoredPlaces()
    checked = []
    for row in rows:
        values, faults = row.read(COLUMNS)
        checked.append((row, values, faults, _place(values, row, known, faults)))
    pks = {place.pk for *_rest, place in checked if place}
    years = {values["fiscal_year"] for _row, values, *_rest in checked if "fiscal_year" in values}
    found = Municipality.objects.filter(pk__in=pks).order_by("pk")
    assessments = Assessment.objects.filter(fiscal_year__in=years).prefetch_related("scores")
    # The plans that answer an assessment decide whether it is locked.
    related = (Prefetch("assessments", assessments), "plans__reports")
    asked = found.select_for_update(of=("self",)) if lock else found
    loaded = {place.pk: place for place in asked.prefetch_related(*related)}
    firsts: _Firsts = {}
    return [
        _outcome(row, values, faults, loaded[place.pk] if place else None, firsts)
        for row, values, faults, place in checked
    ]


def _place(
    values: _Values, row: TableRow, known: _StoredPlaces, faults: list[CellFault]
) -> Municipality | None:
    """The municipality of a row; a fault is added where there is none, or more than one."""
    if "code" in row.texts:
        return _of_code(values, known, faults) if "code" in values else None
    if "name" not in values:
        faults.append(CellFault("", "ไม่ได้กรอกรหัส อปท. หรือชื่อเทศบาล"))
        return None
    found = known.by_name.get(search_key(values["name"]), [])
    for key in values.keys() & {"district", "province"}:
        wanted = search_key(values[key])
        found = [
            place
            for place in found
            if wanted in {search_key(getattr(state, key)) for state in place.all_states}
        ]
    if len(found) == 1:
        return found[0]
    where = f"มี {len(found)} แห่ง กรุณาเพิ่มรหัส อปท. หรืออำเภอและจังหวัด"
    faults.append(CellFault(_TITLES["name"], f"“{values['name']}” {where if found else 'ไม่พบในระบบ'}"))
    return None


def _of_code(values: _Values, known: _StoredPlaces, faults: list[CellFault]) -> Municipality | None:
    """The municipality of a code, unless a name beside it is another's: then the rows have slipped."""
    place = known.by_code.get(values["code"])
    if place is None:
        faults.append(CellFault(_TITLES["code"], f"ไม่พบเทศบาลที่มีรหัส {values['code']}"))
    elif "name" in values and search_key(values["name"]) not in _names(place):
        faults.append(
            CellFault(_TITLES["name"], f"รหัส {place.code} เป็นของ{place.full_name} ไม่ใช่ “{values['name']}”")
        )
    return place


def _names(place: Municipality) -> set[str]:
    """What a row may call the municipality: its names, today's and former ones, with or without the kind."""
    return {search_key(name) for state in place.all_states for name in (state.full_name, state.name)}


def _outcome(
    row: TableRow, values: _Values, faults: list[CellFault], place: Municipality | None, firsts: _Firsts
) -> RowOutcome:
    about = place.full_name if place else row.texts.get("name") or row.texts.get("code", "")
    if year := values.get("fiscal_year"):
        about += f" ปี {thai_digits(str(year))}"
    faults += _year_faults(row, values)
    if place and year:
        again = firsts.setdefault((place.pk, year), row.number)
        faults += [CellFault("", f"เป็นเทศบาลและปีเดียวกับแถวที่ {again}")] if again != row.number else []
    if faults or place is None:
        return faulty(row, about, faults)
    return _compared(row, about, place, values)


def _year_faults(row: TableRow, values: _Values) -> list[CellFault]:
    """What the year's rules refuse in the row: a year to come, a level or a part that it does not have."""
    if "fiscal_year" not in row.texts:
        return [CellFault(YEAR.title, "ไม่ได้กรอก")]
    if (year := values.get("fiscal_year")) is None:
        return []
    if year > latest_year(timezone.localdate()):
        return [CellFault(YEAR.title, f"ยังไม่มีผลการประเมินของปี {year}")]
    rules = framework.load(year)
    parts = {f"announced_{code}" for code, _name in announced_parts(rules)}
    scores = {f"score_{code}" for code in rules.score_codes}
    unknown = values.keys() & _FIGURE_KEYS - parts - scores - {"announced_total", LEVEL}
    faults = [CellFault(_TITLES[key], f"ปี {year} ไม่มีคะแนนส่วนนี้") for key in sorted(unknown)]
    levels = [level.name for level in rules.levels]
    if (level := values.get(LEVEL)) and level not in levels:
        faults.append(CellFault(_TITLES[LEVEL], f"ไม่มีระดับ “{level}” ในปี {year} ซึ่งมี {', '.join(levels)}"))
    return faults


def _compared(row: TableRow, about: str, place: Municipality, values: _Values) -> RowOutcome:
    """New, changed or the same as what is stored; where a change meets the lock of a document, held if it
    corrects a figure and faulty if it adds one."""
    year = values["fiscal_year"]
    assessment = next((row for row in place.assessments.all() if row.fiscal_year == year), None)
    old: _Values = {}
    if assessment:
        old = {key: getattr(assessment, key) for key in _FIGURE_KEYS if key.startswith("announced_")}
        old |= {f"score_{score.code}": score.value for score in assessment.scores.all()}
    figures = {key: value for key, value in values.items() if key in _FIGURE_KEYS}
    changed = {key: value for key, value in figures.items() if old.get(key) != value}
    if not figures:
        return faulty(row, about, [CellFault("", "ไม่มีคะแนนหรือระดับในแถวนี้")])
    changes = [
        Change(_TITLES[key], _shown(old.get(key)), _shown(value), key) for key, value in changed.items()
    ]
    if changed and (lock := assessment_lock(place.plans.all(), year)):
        if any(change.corrects for change in changes):
            return held(row, about, lock, changes, EditedYear(place.pk, year))
        return faulty(row, about, [CellFault("", lock)])
    target = assessment or Assessment(municipality=place, fiscal_year=year)
    outcome = stored(row.number, about, changes, partial(_store, target, changed), new=assessment is None)
    return replace(outcome, edited=EditedYear(place.pk, year)) if changes else outcome


def _shown(value: Decimal | str | None) -> str:
    return decimal_text(value, thai=False) if isinstance(value, Decimal) else value or NOTHING


def _store(assessment: Assessment, changed: Mapping[str, Any]) -> None:
    """Write what a row changes; the history names each change."""
    scores = {score.code: score for score in assessment.scores.all()} if assessment.pk else {}
    save_row(assessment, {key: value for key, value in changed.items() if key.startswith("announced_")})
    wanted = {key.removeprefix("score_"): value for key, value in changed.items() if key.startswith("score_")}
    for code in (code for code in wanted if code in scores):
        save_row(scores[code], {"value": wanted[code]})
    new = [
        Score(assessment=assessment, code=code, value=wanted[code]) for code in wanted if code not in scores
    ]
    if new:
        bulk_create_with_history(new, Score)


JOB = Import("import_announced", "นำเข้าผลการประเมินที่ประกาศ", COLUMNS, NOTES, examine_announced)
