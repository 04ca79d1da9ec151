"""Thailand's provinces and districts as data, with the codes of the provincial administration (DOPA).

The provinces are a file of this app. The districts come from the package geothai (code MIT, data CC BY 4.0).
Nothing here touches the database.
"""

import csv
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import geothai


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


@cache
def provinces() -> tuple[ProvinceRow, ...]:
    """The 77 provinces (Bangkok among them), by code."""
    text = files("municipalities").joinpath("data/provinces.csv").read_text(encoding="utf-8")
    return tuple(ProvinceRow(**row) for row in csv.DictReader(text.splitlines()))


@cache
def districts() -> tuple[DistrictRow, ...]:
    """The 928 districts (50 of them Bangkok's เขต), by code."""
    found = (district for province in provinces() for district in geothai.districts(province.code))
    return tuple(
        DistrictRow(row.code, row.name_th.removeprefix("เขต"), row.name_en, row.province_code)
        for row in found
    )
