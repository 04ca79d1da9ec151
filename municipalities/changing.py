"""The deeds that change a place from a day on: raised, renamed, moved; ended; begun. Each keeps what was."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from municipalities.dated import SUBDISTRICT_BODY, FormerState, PlaceState
from municipalities.models import Municipality

CHANGED = ("kind", "name", "code", "district")
"""The columns that hold what is true now and may change from a day on."""


class ChangeRefused(ValueError):  # noqa: N818 - that is what happens to it
    """A change that can't be; the message says why, in Thai. Nothing was stored."""


def change_place(place: Municipality, day: date, now: Mapping[str, Any], today: date) -> None:
    """From `day` on the place is what `now` says (the columns CHANGED), before it what it was until now.

    The caller holds the lock of the municipality. Raises ChangeRefused.
    """
    values = {name: now[name] for name in CHANGED if name in now}
    if all((getattr(place, name) or None) == (value or None) for name, value in values.items()):
        raise ChangeRefused("ยังไม่มีข้อมูลใดเปลี่ยนไปจากที่บันทึกไว้")
    if day > today:
        raise ChangeRefused("บันทึกได้ตั้งแต่วันที่การเปลี่ยนแปลงมีผลแล้ว")
    if place.ended_on and day >= place.ended_on:
        raise ChangeRefused("เทศบาลนี้สิ้นสภาพแล้วในวันนั้น")
    _follows(place, day)
    place.former_states = [*place.former_states, FormerState(day, place.state).stored]
    for name, value in values.items():
        setattr(place, name, value)
    place.save()


def end_place(place: Municipality, day: date | None, into: Municipality | None) -> None:
    """From `day` on the place is no municipality any more, or part of `into`; None for the day: it exists.

    The caller holds the lock of the municipality. Raises ChangeRefused.
    """
    if day is None and into:
        raise ChangeRefused("กรุณาระบุวันที่รวมเข้ากับเทศบาลอื่น")
    if into and into.pk == place.pk:
        raise ChangeRefused("เทศบาลรวมเข้ากับตัวเองไม่ได้")
    if day and into and not into.exists_on(day):
        raise ChangeRefused(f"{into.full_name}ไม่ได้เป็นเทศบาลอยู่ในวันนั้น")
    if day:
        _follows(place, day)
        if place.merged.filter(ended_on__gt=day).exists():
            raise ChangeRefused("ยังมีเทศบาลอื่นที่รวมเข้ากับเทศบาลนี้หลังจากวันนั้น")
    place.ended_on, place.merged_into = day, into
    place.save()


def begin_place(place: Municipality, day: date, name: str, code: str) -> None:
    """The place is a municipality from `day` on; before, it was the อบต. of this name and code ("": unknown).

    The caller holds the lock of the municipality. Raises ChangeRefused.
    """
    former = [one for one in place.formerly if one.state.kind != SUBDISTRICT_BODY]
    if any(one.until <= day for one in former) or (place.ended_on and place.ended_on <= day):
        raise ChangeRefused("วันแรกที่เป็นเทศบาลต้องมาก่อนการเปลี่ยนแปลงอื่นที่บันทึกไว้")
    first = former[0].state if former else place.state
    body = PlaceState(SUBDISTRICT_BODY, name, code, first.district, first.province)
    place.begins_on = day
    place.former_states = [FormerState(day, body).stored, *(one.stored for one in former)]
    place.save()


def _follows(place: Municipality, day: date) -> None:
    """Refuse a day on or before that of an earlier change."""
    last = max((one.until for one in place.formerly), default=place.begins_on)
    if last and day <= last:
        raise ChangeRefused("วันที่มีผลต้องอยู่หลังการเปลี่ยนแปลงก่อนหน้าที่บันทึกไว้")
