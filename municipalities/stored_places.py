"""Everything that is stored of municipalities and districts, as an import of them asks for it."""

from collections.abc import Collection, Mapping
from typing import Any

from municipalities.models import District, Municipality, Province
from municipalities.naming import fold, province_called, same_district
from municipalities.table_files import CellFault

NaturalKey = tuple[str, str, int]


def natural_key(kind: str, name: str, district: District) -> NaturalKey:
    """By what a municipality is known that has no code: kind, folded name, key of the district."""
    return kind, fold(name), district.pk


class StoredPlaces:
    """Everything that is stored: municipalities by code and by kind, name and district; the districts."""

    def __init__(self, *, lock: bool) -> None:
        found = Municipality.objects.with_place().order_by("pk")
        places = list(found.select_for_update(of=("self",)) if lock else found)
        self.by_code = {place.code: place for place in places if place.code}
        self.by_name = {natural_key(place.kind, place.name, place.district): place for place in places}
        self.by_bare_name: dict[tuple[str, int], list[Municipality]] = {}
        self.by_former: dict[object, Municipality] = {}
        for place in places:
            self.by_bare_name.setdefault((fold(place.name), place.district_id), []).append(place)
            for one in place.formerly:
                state = one.state
                named = (state.kind, fold(state.name), state.district, state.province)
                self.by_former.setdefault(named, place)
                self.by_former.setdefault(state.code or named, place)
        self.districts: dict[str, list[District]] = {row.name: [] for row in Province.objects.all()}
        for district in District.objects.select_related("province"):
            self.districts[district.province.name].append(district)
        self._asked: dict[tuple[str, str], District | None] = {}

    def district(self, values: Mapping[str, Any], faults: list[CellFault]) -> District | None:
        """The district of a row; a fault is added where the province or the district does not exist."""
        if "province" not in values or "district" not in values:
            return None
        province = province_called(values["province"])
        if province not in self.districts:
            faults.append(CellFault("จังหวัด", f"ไม่พบจังหวัด “{values['province']}”"))
            return None
        asked = province, values["district"]
        if asked not in self._asked:
            called = (row for row in self.districts[province] if same_district(asked[1], row.name, province))
            self._asked[asked] = next(called, None)
        if self._asked[asked] is None:
            faults.append(CellFault("อำเภอ", f"ไม่พบอำเภอ “{values['district']}” ในจังหวัด{province}"))
        return self._asked[asked]

    def place(self, code: str | None, natural: NaturalKey) -> tuple[Municipality | None, list[CellFault]]:
        """The municipality that a row means; a fault where code and name point to two of them."""
        by_code, by_name = self.by_code.get(code or ""), self.by_name.get(natural)
        if by_code and by_name and by_code.pk != by_name.pk:
            named = f"{by_name.full_name} {by_name.place} ซึ่งมีรหัส {by_name.code or 'ว่าง'}"
            sentence = f"รหัส {code} เป็นของ{by_code.full_name} แต่ชื่อเป็นของ{named}"
            return None, [CellFault("รหัส อปท.", sentence)]
        return by_code or by_name, []

    def of_former_days(self, values: Mapping[str, Any], district: District) -> Municipality | None:
        """The municipality that was once called so or had this code: an old list brings nothing."""
        named = (values["kind"], fold(values["name"]), district.name, district.province.name)
        return self.by_former.get(values.get("code") or named)

    def alike(self, natural: NaturalKey, others: Collection[int]) -> Municipality | None:
        """The one municipality of the same bare name and district that no other row means."""
        found = [place for place in self.by_bare_name.get(natural[1:], ()) if place.pk not in others]
        return found[0] if len(found) == 1 else None
