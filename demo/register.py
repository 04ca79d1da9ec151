"""The demo's register of OIT items (register.toml)."""

import tomllib
from pathlib import Path
from typing import Any

from assessments import framework
from ita_portal.saving import create_rows
from ita_portal.thai import thai_digits
from municipalities.models import Municipality
from oit.enums import ItemStatus
from oit.models import OITEntry

FILE = Path(__file__).resolve().parent / "register.toml"
DAY = "2026-02-27"


def fill_register() -> None:
    """Note what the file says, where the municipality is an example and nothing is noted yet."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    place = Municipality.objects.filter(name=told["place"], is_example=True).first()
    if place is None or place.oit_entries.exists():
        return
    items = framework.load(told["fiscal_year"]).oit_items
    create_rows(_entry(place, told, item.code, item.title) for item in items)


def _entry(place: Municipality, told: dict[str, Any], code: str, title: str) -> OITEntry:
    status = next((word for word, codes in told["status"].items() if code in codes), ItemStatus.PUBLISHED)
    published = {
        "row": code,
        "title": thai_digits(title),
        "url": f"{told['website']}/{code}/",
        "dated_on": DAY,
        "path": f"หน้าแรก > การเปิดเผยข้อมูลสาธารณะ (OIT) > {code}",
    }
    return OITEntry(
        municipality=place,
        fiscal_year=told["fiscal_year"],
        item=code,
        status=status,
        unit=next((unit for unit, codes in told["units"].items() if code in codes), ""),
        addresses=[published] if status == ItemStatus.PUBLISHED else [],
        reason=told["reasons"].get(code, ""),
        note=told["notes"].get(code, ""),
    )
