"""Municipalities whose last officer goes by a deed of an admin: said before it, mailed at once after it.

A service that ends by its date is told on that day by the mail of all that waits (`oversight/unserved.py`).
"""

from collections import defaultdict
from collections.abc import Iterable

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role, User
from ita_portal.thai import thai_digits
from municipalities.models import Municipality


def only_served_by(person: User) -> list[Municipality]:
    """The municipalities that nobody else serves today. One query, or none where the person serves none."""
    if not (person.is_active and person.municipalities):
        return []
    mine = Municipality.objects.filter(pk__in=[place.pk for place in person.municipalities])
    return list(mine.with_one_officer(timezone.localdate()).order_by("sort_key", "pk"))


def tell_unserved(left: Iterable[Municipality], by: User) -> None:
    """Mail which of these nobody serves any more: to the other admins, to the reviewers of the province.

    Of one that has ended nothing is mailed: whether anybody is needed there, the monthly mail says.
    """
    today = timezone.localdate()
    found = Municipality.objects.filter(pk__in=[place.pk for place in left]).existing(today)
    unserved = list(found.without_officer(today).with_place().order_by("sort_key", "pk"))
    if not unserved:
        return
    provinces: dict[int | None, list[Municipality]] = defaultdict(list)
    for place in unserved:
        provinces[place.district.province_id].append(place)
    concerned = Q(role=Role.ADMIN) | Q(role=Role.REVIEWER, province__in=provinces)
    people = User.objects.filter(concerned, is_active=True).exclude(email="").exclude(pk=by.pk)
    for person in people.order_by("pk"):
        _mail(person, unserved if person.is_admin else provinces[person.province_id])


def _mail(person: User, places: list[Municipality]) -> None:
    told = places[0].full_name if len(places) == 1 else thai_digits(f"{len(places)} แห่ง")
    context = {
        "person": person,
        "places": places,
        "inviting": settings.PORTAL_URL + reverse("person_invite"),
        "portal": f"{settings.PORTAL_URL}/",
    }
    subject = f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}ไม่มีเจ้าหน้าที่แล้ว: {told}"
    EmailMessage(subject, render_to_string("email/unserved.txt", context), to=[person.email]).send()
