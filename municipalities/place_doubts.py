"""What an admin is asked about before a municipality is stored: its code, and others that may be the same."""

from collections.abc import Iterator, Mapping
from typing import Any

from municipalities.codes import code_doubts
from municipalities.models import Municipality
from municipalities.resolving import PlaceIndex


def place_doubts(place: Municipality, values: Mapping[str, Any], *, corrects: bool) -> list[str]:
    """Sentences in Thai on valid values of a form (`kind`, `name`, `code`, `district`) for this municipality.

    `corrects` says that they replace what was stored, as if it had always been so. Asks the database for
    those of the district, and whose code this was.
    """
    return [*_of_code(place, values, corrects=corrects), *_alike(place, values)]


def _of_code(place: Municipality, values: Mapping[str, Any], *, corrects: bool) -> Iterator[str]:
    code, district = values.get("code"), values["district"]
    if corrects and place.code and code != place.code:
        new = f"เปลี่ยนเป็น {code}" if code else "ถูกลบออก"
        yield (
            f"รหัส อปท. ของ{place.full_name}ที่บันทึกไว้คือ {place.code} จะ{new} ระบบใช้รหัสหาเทศบาลเมื่อนำเข้าข้อมูล "
            "หากรหัสเปลี่ยนเพราะยกฐานะ โปรดบันทึกในหน้า “ยกฐานะ เปลี่ยนชื่อ รหัส หรือที่ตั้ง” แทน"
        )
    if code and code != place.code:
        for other in Municipality.objects.formerly_called(code).exclude(pk=place.pk):
            yield f"รหัส {code} เคยเป็นของ{other.full_name}"
    if code:
        yield from code_doubts(code, kind=values["kind"], district_code=district.code or "")


def _alike(place: Municipality, values: Mapping[str, Any]) -> Iterator[str]:
    """Others of the district that are called so or nearly so."""
    if place.pk and place.name == values["name"]:
        return
    others = Municipality.objects.with_place().filter(district=values["district"]).exclude(pk=place.pk)
    for other in PlaceIndex(others).near(values["name"]):
        yield f"อำเภอนี้มี{other.full_name}อยู่แล้ว โปรดตรวจสอบว่าไม่ใช่แห่งเดียวกัน"
