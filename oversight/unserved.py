"""Municipalities that have lost their last officer, for the admins' mail."""

from datetime import date

from django.db.models import Exists, OuterRef
from django.urls import reverse

from accounts.models import ServiceTerm
from ita_portal.thai import thai_digits
from municipalities.models import Municipality
from oversight.reminding import NAMED, Agenda, WaitingItem
from reports.duties import Duty, mailed_on


def unserved_items(today: date, agenda: Agenda) -> list[WaitingItem]:
    """A line for each municipality that nobody serves any more: on the day on which the last service is over.

    On a day on which all is mailed that is open (`mailed_on`), for each that was served. Of those that have
    ended, only where something is left open that nobody but an officer can finish or give up. One query.
    """
    former = ServiceTerm.objects.filter(municipality=OuterRef("pk"), since__lte=today)
    if mailed_on(today) != frozenset(Duty):
        former = former.filter(until=today)
    left = Municipality.objects.without_officer(today).filter(Exists(former)).order_by("sort_key", "pk")
    lines = [(place, said) for place in left if (said := _said(place, agenda, today))]
    items = [
        WaitingItem(f"{place.full_name}{said}", f"{reverse('person_invite')}?municipality={place.pk}")
        for place, said in lines[:NAMED]
    ]
    if (more := len(lines) - NAMED) > 0:
        items.append(WaitingItem(thai_digits(f"และอีก {more} แห่งไม่มีเจ้าหน้าที่"), reverse("place_list")))
    return items


def _said(place: Municipality, agenda: Agenda, today: date) -> str:
    """What is said of a place without an officer; "" where nobody is needed."""
    if place.exists_on(today):
        return "ไม่มีเจ้าหน้าที่แล้ว โปรดเชิญผู้รับช่วงงาน"
    if place.has_ended(today) and (number := len(agenda.open_in(place))):
        return thai_digits(
            f"สิ้นสภาพแล้ว แต่ยังมีเรื่องค้าง {number} เรื่องและไม่มีเจ้าหน้าที่ โปรดให้ผู้รับช่วงงานดำเนินการให้เสร็จหรือยกเลิก"
        )
    return ""
