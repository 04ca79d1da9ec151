"""Which municipality a row of a file means, and what is said where it means none or more than one."""

from dataclasses import dataclass, field

from municipalities.models import Municipality
from municipalities.resolving import PlaceIndex, Resolved
from municipalities.table_files import CellFault, RowReading

MOST_ASKED = 50
"""Whom a strange name may mean is looked for so many times a file; each takes some 30 ms."""
_SHOWN = 3


@dataclass
class RowPlaces:
    """The municipalities of the rows of one file, by `index`; the titles of the columns of name and code.

    The rows are read by columns of the keys `code`, `district`, `province` and `name_key`.
    """

    index: PlaceIndex[Municipality]
    name_title: str
    code_title: str
    name_key: str = "name"
    _near: dict[str, str] = field(default_factory=dict)

    def place(self, read: RowReading) -> Municipality | None:
        """The municipality of a row; a fault is added where there is none, or more than one."""
        if "code" in read.row.texts and "code" not in read.values:
            return None
        asked = {key: read.values.get(key) or "" for key in ("code", "district", "province")}
        name = read.values.get(self.name_key) or ""
        if not name and not asked["code"]:
            read.faults.append(CellFault("", "ไม่ได้กรอกรหัส อปท. หรือชื่อเทศบาล"))
            return None
        found = self.index.resolve(name, **asked)
        if found.clash or found.has_other_name:
            read.faults.append(CellFault(self.name_title, found.clash or " ".join(found.doubts)))
        elif found.found is None:
            read.faults.append(self._unfound(name, asked["code"], found))
        elif found.doubts:
            read.doubts += [CellFault(self.name_title, text) for text in found.doubts]
        return found.found

    def _unfound(self, name: str, code: str, found: Resolved[Municipality]) -> CellFault:
        """Why a row names no municipality, and which ones it may mean."""
        if found.candidates:
            places = ", ".join(f"{one.full_name} {one.place}" for one in found.candidates[:_SHOWN])
            more = f"มี {len(found.candidates)} แห่ง ({places}) กรุณาเพิ่มรหัส อปท. หรืออำเภอและจังหวัด"
            return CellFault(self.name_title, f"“{name}” {more}")
        if not name:
            return CellFault(self.code_title, f"ไม่พบเทศบาลที่มีรหัส {code}")
        return CellFault(self.name_title, f"“{name}” ไม่พบในระบบ{self._meant(name)}")

    def _meant(self, name: str) -> str:
        """The question whom a name may mean; "" where nobody is near, or too many were looked for."""
        if name not in self._near and len(self._near) < MOST_ASKED:
            near = ", ".join(f"{one.full_name} {one.place}" for one in self.index.near(name))
            self._near[name] = f" หมายถึง {near} หรือไม่" if near else ""
        return self._near.get(name, "")
