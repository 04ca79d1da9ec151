"""The import of municipalities: what each row of the file adds or changes."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from ita_portal.fields import ThaiCharField, WebAddressField
from ita_portal.saving import save_row
from ita_portal.thai import search_key
from municipalities.importing import Change, Import, RowOutcome, faulty, stored
from municipalities.models import District, Kind, Municipality, Province
from municipalities.place_fields import (
    NAME_LENGTH,
    KindField,
    PlaceCodeField,
    district_field,
    province_field,
    split_name,
)
from municipalities.table_files import CellFault, TableColumn, TableRow

COLUMNS = (
    TableColumn("code", "รหัส อปท.", PlaceCodeField(), "5520101", also=("รหัส",)),
    TableColumn("kind", "ประเภท", KindField(), "เทศบาลเมือง"),
    TableColumn(
        "name",
        "ชื่อ",
        ThaiCharField(max_length=NAME_LENGTH),
        "เขลางค์นคร",
        ("ชื่อเทศบาล", "เทศบาล"),
        required=True,
    ),
    TableColumn("district", "อำเภอ", district_field(), "เมืองลำปาง", required=True),
    TableColumn("province", "จังหวัด", province_field(), "ลำปาง", required=True),
    TableColumn(
        "website", "เว็บไซต์", WebAddressField(max_length=200), "https://www.example.go.th", ("เว็บไซต์หลัก",)
    ),
)
NOTES = (
    "ระบบหาเทศบาลจากรหัส อปท. ก่อน ถ้าไม่พบจึงหาจากประเภท ชื่อ และอำเภอ แถวที่หาไม่พบจะเพิ่มเป็นเทศบาลใหม่",
    "ช่องที่เว้นว่างและคอลัมน์ที่ไม่มีในไฟล์จะคงค่าเดิมไว้ การนำเข้าไม่ลบเทศบาลใด",
    "ชื่อจะมีคำนำหน้า เช่น เทศบาลตำบลทุ่งผึ้ง หรือไม่มีก็ได้ ถ้าไม่มีต้องกรอกประเภท",
)


_LABELS = {"code": "รหัส อปท.", "kind": "ประเภท", "name": "ชื่อ", "website": "เว็บไซต์"}
_Natural = tuple[str, str, int]


class _StoredPlaces:
    """Everything that is stored: municipalities by code and by kind, name and district; the districts."""

    def __init__(self, *, lock: bool) -> None:
        found = Municipality.objects.with_place().order_by("pk")
        places = list(found.select_for_update(of=("self",)) if lock else found)
        self.by_code = {place.code: place for place in places if place.code}
        self.by_name = {_natural(place.kind, place.name, place.district): place for place in places}
        districts = District.objects.select_related("province")
        self.districts = {(search_key(row.province.name), search_key(row.name)): row for row in districts}
        self.provinces = {search_key(row.name) for row in Province.objects.all()}

    def district(self, values: dict[str, Any], faults: list[CellFault]) -> District | None:
        """The district of a row; a fault is added where the province or the district does not exist."""
        if "province" not in values or "district" not in values:
            return None
        province = search_key(values["province"])
        if province not in self.provinces:
            faults.append(CellFault("จังหวัด", f"ไม่พบจังหวัด “{values['province']}”"))
            return None
        district = self.districts.get((province, search_key(values["district"])))
        if district is None:
            faults.append(CellFault("อำเภอ", f"ไม่พบอำเภอ “{values['district']}” ในจังหวัด{values['province']}"))
        return district

    def place(self, code: str | None, natural: _Natural) -> tuple[Municipality | None, list[CellFault]]:
        """The municipality that a row means; a fault where code and name point to two of them."""
        by_code, by_name = self.by_code.get(code or ""), self.by_name.get(natural)
        if by_code and by_name and by_code.pk != by_name.pk:
            other = by_name.code or "ว่าง"
            sentence = f"รหัส {code} เป็นของ{by_code.full_name} แต่ชื่อนี้ตรงกับอีกแห่งที่มีรหัส {other}"
            return None, [CellFault("รหัส อปท.", sentence)]
        return by_code or by_name, []


def examine_places(rows: Sequence[TableRow], lock: bool) -> list[RowOutcome]:  # noqa: FBT001 - as Import.examine says
    """What each row would do, in three queries; the municipalities are locked where `lock` says so."""
    known, first = _StoredPlaces(lock=lock), _Firsts()
    return [_outcome(row, known, first) for row in rows]


def _natural(kind: str, name: str, district: District) -> _Natural:
    return kind, search_key(name), district.pk


class _Firsts:
    """In which row of the file a municipality stands first."""

    def __init__(self) -> None:
        self._rows: dict[object, int] = {}

    def fault(self, number: int, keys: Sequence[object]) -> list[CellFault]:
        """Remember the row; a fault where one of its keys has stood in another."""
        again = next((self._rows[key] for key in keys if key in self._rows), None)
        self._rows |= {key: number for key in keys if key not in self._rows}
        return [] if again is None else [CellFault("", f"เป็นเทศบาลเดียวกับแถวที่ {again}")]


def _outcome(row: TableRow, known: _StoredPlaces, first: _Firsts) -> RowOutcome:
    values, faults = row.read(COLUMNS)
    faults += _name(values, row)
    empty = [column for column in COLUMNS if column.required and column.key not in row.texts]
    faults += [CellFault(column.title, "ไม่ได้กรอก") for column in empty]
    about = " ".join(filter(None, (row.texts.get("kind"), row.texts.get("name"))))
    district = known.district(values, faults)
    if faults or district is None:
        return faulty(row, about, faults)
    natural = _natural(values["kind"], values["name"], district)
    place, doubts = known.place(values.get("code"), natural)
    keys = [natural, place and place.pk, values.get("code")]
    doubts += first.fault(row.number, [key for key in keys if key is not None])
    if doubts:
        return faulty(row, about, doubts)
    wanted: dict[str, Any] = {key: values[key] for key in _LABELS if key in values}
    pairs = [(_LABELS[key], getattr(place, key, None), value) for key, value in wanted.items()]
    pairs.append(("ที่ตั้ง", place and place.place, f"อำเภอ{district.name} จังหวัด{district.province.name}"))
    changes = [Change(label, _shown(old), _shown(new)) for label, old, new in pairs if (old or "") != new]
    about = f"{values['kind'].label}{values['name']}"
    store = partial(save_row, place or Municipality(), wanted | {"district": district})
    return stored(row.number, about, changes, store, new=place is None)


def _name(values: dict[str, Any], row: TableRow) -> list[CellFault]:
    """Take the kind out of a full name, in `values`; a fault where there is none or two that disagree."""
    if "name" not in values:
        return []
    kind, values["name"] = split_name(values["name"])
    if kind and values.setdefault("kind", kind) != kind:
        return [CellFault("ประเภท", f"ไม่ตรงกับคำนำหน้าชื่อ ซึ่งเป็น{kind.label}")]
    if "kind" in values or "kind" in row.texts:
        return []
    return [CellFault("ประเภท", "ไม่ได้กรอก และชื่อไม่มีคำนำหน้า เช่น เทศบาลตำบล")]


def _shown(value: Any) -> str:
    return Kind(value).label if value in Kind.values else value or "–"


JOB = Import("import_municipalities", "นำเข้ารายชื่อเทศบาล", COLUMNS, NOTES, examine_places)
