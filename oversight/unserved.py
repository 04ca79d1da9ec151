"""Municipalities that have lost their last officer, for the mail of a day; a deed mails by itself."""

from datetime import date

from django.db.models import Exists, OuterRef
from django.urls import reverse

from accounts.models import ServiceTerm, User
from ita_portal.thai import thai_digits
from municipalities.models import Municipality
from oversight.reminding import NAMED, Agenda, WaitingItem
from reports.duties import Duty, mailed_on

TOLD_REVIEWER = "ไม่มีเจ้าหน้าที่แล้ว โปรดประสานเทศบาลให้แจ้งชื่อผู้รับช่วงงานแก่ผู้ดูแลระบบ"


class Unserved:
    """Each municipality that nobody serves any more: on the day on which the last service is over.

    On a day on which all is mailed that is open (`mailed_on`), each that was served. Of those that have
    ended, only where something is left open that nobody but an officer can finish or give up. One query.
    """

    def __init__(self, today: date, agenda: Agenda) -> None:
        former = ServiceTerm.objects.filter(municipality=OuterRef("pk"), since__lte=today)
        if mailed_on(today) != frozenset(Duty):
            former = former.filter(until=today)
        left = Municipality.objects.without_officer(today).filter(Exists(former)).with_place()
        self._lines = [
            (place, said)
            for place in left.order_by("sort_key", "pk")
            if (said := _said(place, agenda, today))
        ]
        self._today = today

    def for_person(self, person: User) -> list[WaitingItem]:
        """A line for each: all for an admin, for a reviewer those of the province that exist."""
        if person.is_admin:
            inviting = reverse("person_invite")
            lines = [
                (f"{place.full_name}{said}", f"{inviting}?municipality={place.pk}")
                for place, said in self._lines
            ]
            return _named(lines, reverse("place_list"))
        lines = [
            (f"{place.full_name}{TOLD_REVIEWER}", reverse("municipality", args=[place.pk]))
            for place, _ in self._lines
            if place.district.province_id == person.province_id and place.exists_on(self._today)
        ]
        return _named(lines, reverse("municipality_list"))


def _named(lines: list[tuple[str, str]], others: str) -> list[WaitingItem]:
    """The first ones by name, the others as a number, with the address of the list that has them."""
    items = [WaitingItem(text, path) for text, path in lines[:NAMED]]
    if (more := len(lines) - NAMED) > 0:
        items.append(WaitingItem(thai_digits(f"และอีก {more} แห่งไม่มีเจ้าหน้าที่"), others))
    return items


def _said(place: Municipality, agenda: Agenda, today: date) -> str:
    """What an admin is told of a place without an officer; "" where nobody is needed."""
    if place.exists_on(today):
        return "ไม่มีเจ้าหน้าที่แล้ว โปรดเชิญผู้รับช่วงงาน"
    if place.has_ended(today) and (number := len(agenda.open_in(place))):
        return thai_digits(
            f"สิ้นสภาพแล้ว แต่ยังมีเรื่องค้าง {number} เรื่องและไม่มีเจ้าหน้าที่ โปรดให้ผู้รับช่วงงานดำเนินการให้เสร็จหรือยกเลิก"
        )
    return ""
