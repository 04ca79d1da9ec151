"""The deeds that change a place from a day on: raised, renamed, moved; ended; begun. Each keeps what was.

What was recorded by mistake is put right: `redate_change` and `take_change_back`.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from municipalities.dated import SUBDISTRICT_BODY, FormerState, PlaceState
from municipalities.models import District, Municipality

UNCHANGED = "ยังไม่มีข้อมูลใดเปลี่ยนไปจากที่บันทึกไว้"
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
        raise ChangeRefused(UNCHANGED)
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
    if (place.ended_on, place.merged_into_id) == (day, into and into.pk):
        raise ChangeRefused(UNCHANGED)
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
    states = [FormerState(day, body).stored, *(one.stored for one in former)]
    if (place.begins_on, place.former_states) == (day, states):
        raise ChangeRefused(UNCHANGED)
    place.begins_on, place.former_states = day, states
    place.save()


def redate_change(place: Municipality, number: int, day: date, today: date) -> None:
    """The recorded change of this number (`place.formerly[number]`) was on another day than was recorded.

    It stays between the changes before and after it. The caller holds the lock of the municipality. Raises
    ChangeRefused.
    """
    states = list(place.formerly)
    before = states[number - 1].until if number else None
    after = states[number + 1].until if number + 1 < len(states) else place.ended_on
    is_begin = states[number].state.kind == SUBDISTRICT_BODY
    if states[number].until == day:
        raise ChangeRefused(UNCHANGED)
    if day > today and not is_begin:
        raise ChangeRefused("บันทึกได้ตั้งแต่วันที่การเปลี่ยนแปลงมีผลแล้ว")
    if (before and day <= before) or (after and day >= after):
        raise ChangeRefused("วันที่มีผลต้องอยู่ระหว่างการเปลี่ยนแปลงก่อนหน้ากับครั้งถัดไปที่บันทึกไว้")
    states[number] = replace(states[number], until=day)
    place.former_states = [one.stored for one in states]
    place.begins_on = day if is_begin else place.begins_on
    place.save()


def take_change_back(place: Municipality, number: int) -> None:
    """The recorded change of this number never was: the place is again what it was before, as if always.

    Only the latest can be, and the first day as a municipality, before which it was an อบต. The caller holds
    the lock of the municipality. Raises ChangeRefused.
    """
    states = list(place.formerly)
    gone = states.pop(number).state
    if gone.kind == SUBDISTRICT_BODY:
        place.begins_on = None
    elif number < len(states):
        raise ChangeRefused("ยกเลิกได้เฉพาะการเปลี่ยนแปลงครั้งล่าสุด โปรดยกเลิกครั้งหลังก่อน")
    else:
        _become(place, gone)
    place.former_states = [one.stored for one in states]
    place.save()


def _become(place: Municipality, state: PlaceState) -> None:
    """Let the place be what the state says; refused where its district is gone or another place took it."""
    district = District.objects.filter(province__name=state.province, name=state.district).first()
    if district is None:
        raise ChangeRefused(f"ไม่พบอำเภอ{state.district} จังหวัด{state.province} ซึ่งเป็นที่ตั้งเดิม")
    now = {"kind": state.kind, "name": state.name, "district": district}
    others = Municipality.objects.exclude(pk=place.pk)
    if others.filter(**now).exists():
        raise ChangeRefused(f"มีเทศบาลอื่นชื่อ{state.full_name}ในอำเภอเดียวกันแล้ว")
    if state.code and others.filter(code=state.code).exists():
        raise ChangeRefused(f"เทศบาลอื่นใช้รหัส {state.code} แล้ว")
    for name, value in (now | {"code": state.code or None}).items():
        setattr(place, name, value)


def _follows(place: Municipality, day: date) -> None:
    """Refuse a day on or before that of an earlier change."""
    last = max((one.until for one in place.formerly), default=place.begins_on)
    if last and day <= last:
        raise ChangeRefused("วันที่มีผลต้องอยู่หลังการเปลี่ยนแปลงก่อนหน้าที่บันทึกไว้")
