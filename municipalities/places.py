"""Thailand's provinces, districts and subdistricts as data, with the codes of DOPA (กรมการปกครอง).

All are files of this app; data/LICENCE.md says where they come from and on what terms. Nothing here touches
the database.
"""

import csv
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class ProvinceRow(NamedTuple):
    """A province: DOPA code of two digits ("52"), Thai name without จังหวัด, official romanised name."""

    code: str
    name: str
    english: str

    @property
    def slug(self) -> str:
        """The romanised name for addresses: "chiang-mai"."""
        return self.english.lower().replace(" ", "-")


class DistrictRow(NamedTuple):
    """A district: DOPA code of four digits ("5206"), Thai name without อำเภอ or เขต, code of its province."""

    code: str
    name: str
    english: str
    province: str


class SubdistrictRow(NamedTuple):
    """A subdistrict: DOPA code of six digits ("520606"), Thai name without ตำบล or แขวง."""

    code: str
    name: str

    @property
    def district(self) -> str:
        """The code of its district: "5206"."""
        return self.code[:4]


@cache
def provinces() -> tuple[ProvinceRow, ...]:
    """The 77 provinces (Bangkok among them), by code."""
    return tuple(ProvinceRow(**row) for row in _rows("provinces"))


@cache
def districts() -> tuple[DistrictRow, ...]:
    """The 928 districts (50 of them Bangkok's เขต), by code."""
    return tuple(DistrictRow(**row) for row in _rows("districts"))


@cache
def subdistricts() -> tuple[SubdistrictRow, ...]:
    """The 7,436 subdistricts (ตำบล, in Bangkok แขวง), by code; most municipalities bear the name of one."""
    return tuple(SubdistrictRow(**row) for row in _rows("subdistricts"))


@cache
def other_province_names() -> dict[str, str]:
    """What people call a province beside its name (โคราช, กทม), with the official name that is meant.

    Not the beginnings of names (อุบล, ประจวบ), which need no list.
    """
    return {row["also"]: row["name"] for row in _rows("province_names")}


def _rows(name: str) -> list[dict[str, str]]:
    text = files("municipalities").joinpath(f"data/{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
