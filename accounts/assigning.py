"""Which municipalities an officer is given and leaves, and what refuses it; each deed holds the accounts."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.access import require
from accounts.last_officers import tell_unserved
from accounts.models import ServiceTerm, User
from accounts.people import hold
from ita_portal.thai import thai_date
from municipalities.models import Municipality


def service_refusal(person: User, municipality: Municipality, since: date, until: date | None) -> str:
    """Why the person can't be given the municipality for these days, in Thai; empty when they can."""
    if not person.is_officer:
        return "เฉพาะเจ้าหน้าที่ ITA ของเทศบาลเท่านั้นที่ดูแลเทศบาลได้"
    others = person.services.going_on(since).filter(municipality=municipality)
    known = (others.filter(since__lt=until) if until else others).first()
    if known is None:
        return ""
    end = f" ถึง {thai_date(known.last_day)}" if known.last_day else ""
    return f"ผู้ใช้ดูแล{municipality.full_name}อยู่แล้วในช่วงนี้ ตั้งแต่ {thai_date(known.since)}{end}"


@transaction.atomic
def assign(
    person: User, municipality: Municipality, by: User, *, since: date, until: date | None = None
) -> ServiceTerm:
    """Let an officer write for one more municipality from the day `since` on, until the day before `until`.

    Raises PermissionDenied with the sentence of `service_refusal`.
    """
    hold(person, by)
    require(service_refusal(person, municipality, since, until))
    return person.services.create(municipality=municipality, since=since, until=until)


@transaction.atomic
def end_service(service: ServiceTerm, by: User) -> None:
    """Let an officer write for the municipality no more from this moment; what has ended stays as it is."""
    person = service.person
    hold(person, by)
    service.refresh_from_db()
    today = timezone.localdate()
    if service.until and service.until <= today:
        return
    service.until = max(service.since, today)
    service.save()
    keep_first_served(person, service.municipality)
    tell_unserved([service.municipality], by)


def keep_first_served(person: User, left: Municipality) -> None:
    """Another municipality that is served becomes the person's first one, where that was left."""
    person.refresh_from_db()
    if person.municipality_id == left.pk and person.municipalities and not person.serves(left):
        person.municipality = person.municipalities[0]
        person.save()
