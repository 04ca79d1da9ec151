"""Municipalities that have lost their last officer, for the admins' mail."""

from datetime import date

from django.db.models import Exists, OuterRef
from django.urls import reverse

from accounts.models import ServiceTerm
from ita_portal.thai import thai_digits
from municipalities.models import Municipality
from oversight.reminding import NAMED, WaitingItem
from reports.duties import Duty, mailed_on


def unserved_items(today: date) -> list[WaitingItem]:
    """A line for each municipality that nobody serves any more: on the day on which the last service is over.

    On a day on which all is mailed that is open (`mailed_on`), for each that was served. One query.
    """
    former = ServiceTerm.objects.filter(municipality=OuterRef("pk"), since__lte=today)
    if mailed_on(today) != frozenset(Duty):
        former = former.filter(until=today)
    left = Municipality.objects.existing(today).without_officer(today).filter(Exists(former))
    places = list(left.order_by("sort_key", "pk"))
    items = [
        WaitingItem(
            f"{place.full_name}ไม่มีเจ้าหน้าที่แล้ว โปรดเชิญผู้รับช่วงงาน",
            f"{reverse('person_invite')}?municipality={place.pk}",
        )
        for place in places[:NAMED]
    ]
    if (more := len(places) - NAMED) > 0:
        items.append(WaitingItem(thai_digits(f"และอีก {more} แห่งไม่มีเจ้าหน้าที่"), reverse("place_list")))
    return items
