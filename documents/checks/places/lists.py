"""The names of places, the own ones among them, each without the word before it. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache, lru_cache

from documents.checks.places.letters import MARKS, letters_of
from documents.checks.places.words import OTHER_MUNICIPALITIES, PROVINCES_CALLED
from documents.dossier import PlaceFacts
from municipalities.places import districts, provinces, subdistricts

_LONGEST = 24  # signs; "นิคมสร้างตนเองลำโดมน้อย" has 23
_BANGKOK = "10"
_KINDS = {"nakhon": "นคร", "mueang": "เมือง", "tambon": "ตำบล", "sao": "อบต"}


@dataclass(frozen=True)
class Home:
    """The document's own place, its names as `Letters` have them; `kind` is นคร, เมือง, ตำบล or อบต."""

    place: PlaceFacts
    kind: str
    name: str
    district: str
    province: str
    subdistricts: frozenset[str]  # of its district; empty where the files do not know that


@lru_cache(maxsize=256)
def home_of(place: PlaceFacts) -> Home:
    """The place of a dossier as it is compared with what the texts name."""
    name, district, province = (
        letters_of(part).text for part in (place.name, place.district, place.province)
    )
    codes = {row.code for row in provinces() if row.name == province}
    codes = {row.code for row in districts() if row.name == district and row.province in codes}
    near = frozenset(row.name for row in subdistricts() if row.district in codes)
    return Home(place, _KINDS[place.kind], name, district, province, near)


def longest_name(text: str, start: int, names: Collection[str]) -> int:
    """The place in the text where the longest of the names that stands at `start` ends; 0 where none does."""
    for end in range(min(start + _LONGEST, len(text)), start + 1, -1):
        if text[start:end] in names and text[end : end + 1] not in MARKS:
            return end
    return 0


@cache
def known_municipalities() -> frozenset[str]:
    """What municipalities are called after: a subdistrict, a district, a province, seldom anything else."""
    towns = {name.removeprefix("เมือง") for name in known_districts()}  # แม่ฮ่องสอน in อำเภอเมืองแม่ฮ่องสอน
    places = known_subdistricts() | known_districts() | towns | known_provinces()
    return (places | set(OTHER_MUNICIPALITIES)) - {""}


@cache
def known_subdistricts() -> frozenset[str]:
    """Of the whole country."""
    return frozenset(row.name for row in subdistricts())


@cache
def known_districts() -> frozenset[str]:
    """Those called อำเภอ."""
    return frozenset(row.name for row in districts() if row.province != _BANGKOK)


@cache
def known_in_bangkok(province: str) -> frozenset[str]:
    """Bangkok's districts (เขต) whose names no other place of the province bears."""
    codes = {row.code for row in provinces() if row.name == province}
    near = {row.name for row in subdistricts() if row.code[:2] in codes}
    return frozenset(row.name for row in districts() if row.province == _BANGKOK and row.name not in near)


@cache
def known_provinces() -> frozenset[str]:
    """By their names and what people call them."""
    return frozenset(row.name for row in provinces()) | PROVINCES_CALLED.keys()
