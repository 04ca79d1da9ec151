"""Handing work over: begun by who leaves or by an admin, done when the successor accepts it.

Until then nothing changes. An officer hands over one municipality: the service ends on the day on which the
successor's begins, and the account stays. The account of a reviewer or an admin is closed.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.access import require
from accounts.assigning import keep_first_served, service_refusal
from accounts.handover_mails import tell_accepted, tell_begun, tell_declined
from accounts.handovers import Handover
from accounts.linked_identities import forget_identity
from accounts.models import ServiceTerm, User
from accounts.open_sessions import end_sessions
from accounts.people import free_username, hold_accounts, store_person
from ita_portal.thai import thai_date
from municipalities.models import Municipality

NOT_THIS_ACCOUNT = "อีเมลนี้เป็นของบัญชีที่รับช่วงงานนี้ไม่ได้ โปรดใช้อีเมลอื่น หรือแจ้งผู้ดูแลระบบ"

STILL_NEEDED = "ผู้ส่งมอบยังดูแลเทศบาลอยู่และต้องใช้อีเมลนี้ โปรดใช้อีเมลอื่นของผู้รับช่วง"


def handover_refusal(person: User, by: User, place: Municipality | None) -> str:
    """Why `by` can't hand over the person's work (an officer's for `place`), in Thai; empty when they can."""
    if not by.is_active or not (by.pk == person.pk or by.is_admin):
        return "ส่งมอบได้เฉพาะงานของตนเอง งานของผู้อื่นต้องให้ผู้ดูแลระบบส่งมอบ"
    if not person.is_active:
        return "บัญชีนี้ปิดใช้งานแล้ว จึงไม่มีงานให้ส่งมอบ"
    if person.is_officer and (place is None or not person.serves(place)):
        served = place.full_name if place else "เทศบาลใด"
        return f"{person} ไม่ได้ดูแล{served}ในวันนี้ จึงไม่มีงานให้ส่งมอบ"
    return ""


def successor_refusal(person: User, place: Municipality | None, email: str, since: date | None) -> str:
    """Why nobody with this address can go on with the work, in Thai; empty when somebody can.

    A new account is made for an address that none has, and for the person's own, which may be the office's:
    unless the person goes on serving a municipality with it. One that has an account goes on with it: an
    officer, with a municipality.
    """
    known = _account_of(person, email)
    if known is None:
        goes_along = email.lower() == person.email.lower()
        return STILL_NEEDED if goes_along and _writes_on(person, place, since) else ""
    if place is None or since is None or not known.is_active or not known.is_officer:
        return NOT_THIS_ACCOUNT
    return "" if _serves_already(known, place, since) else service_refusal(known, place, since, None)


def _writes_on(person: User, place: Municipality | None, since: date | None) -> bool:
    """Whether an officer who hands this over now serves any municipality after today."""
    today = timezone.localdate()
    others = person.services.going_on(today).exclude(municipality=place)
    return person.is_officer and (bool(since and since > today) or others.exists())


def waiting_refusal(person: User, place: Municipality | None, since: date | None) -> str:
    """Why this work is not handed over once more, or not from that day on, in Thai; empty when it can be."""
    if Handover.objects.waiting().filter(person=person, municipality=place).exists():
        return "มีคำเชิญให้รับช่วงงานนี้ที่รอตอบรับอยู่แล้ว โปรดยกเลิกก่อนจึงเชิญผู้อื่นได้"
    if place and since and not _going_on(person, place, since).exists():
        return f"{person} ไม่ได้ดูแล{place.full_name}แล้วใน {thai_date(since)}"
    return ""


@transaction.atomic
def begin_handover(person: User, place: Municipality | None, values: Mapping[str, Any], by: User) -> Handover:
    """Write down whom the person's work is offered to; of an officer the work for `place`.

    `values` are first_name, last_name, position and email, of an officer also `since`. Admins are told of
    what none of them began. Raises PermissionDenied with the sentence of one of the refusals.
    """
    hold_accounts(person)
    since = values.get("since")
    require(handover_refusal(person, User.objects.get(pk=by.pk), place))
    require(waiting_refusal(person, place, since))
    require(successor_refusal(person, place, values["email"], since))
    handover = Handover.objects.create(
        person=person, municipality=place, province=person.province, begun_by=by, **values
    )
    tell_begun(handover)
    return handover


@transaction.atomic
def cancel_handover(handover: Handover, by: User) -> None:
    """Take the invitation back: its link accepts nothing any more. What was accepted stays so."""
    ends = {"cancelled_by": by, "cancelled_at": timezone.now()}
    Handover.objects.waiting().filter(pk=handover.pk).update(**ends)


@transaction.atomic
def decline_handover(handover: Handover) -> None:
    """Whoever was invited does not take the work: its link accepts nothing any more.

    Side effect: who leaves and who began it are told. Nothing where it is no longer waiting.
    """
    if Handover.objects.waiting().filter(pk=handover.pk).update(cancelled_at=timezone.now()):
        tell_declined(handover)


def lapse(handover: Handover) -> str:
    """Why nobody can accept the handover any more, in Thai; empty while somebody can."""
    if handover.cancelled_at and not handover.cancelled_by_id:
        return f"ผู้ได้รับเชิญไม่รับช่วงงานนี้ ตั้งแต่ {thai_date(timezone.localdate(handover.cancelled_at))}"
    if handover.cancelled_at:
        return f"คำเชิญนี้ถูกยกเลิกแล้วเมื่อ {thai_date(timezone.localdate(handover.cancelled_at))}"
    if handover.accepted_at:
        return f"มีผู้รับช่วงงานนี้แล้วเมื่อ {thai_date(timezone.localdate(handover.accepted_at))}"
    person, place = handover.person, handover.municipality
    if refusal := handover_refusal(person, handover.begun_by, place):
        return refusal
    same = person.province_id == handover.province_id and person.is_officer == bool(place)
    return "" if same else f"บทบาทของ {person} เปลี่ยนไปแล้ว คำเชิญนี้จึงใช้ไม่ได้"


def acceptance_refusal(handover: Handover, by: User | None) -> str:
    """Why the one who is signed in, or a visitor (None), can't accept the handover; empty when they can."""
    if refusal := lapse(handover):
        return refusal
    known = _account_of(handover.person, handover.email)
    if known != by:
        return SIGN_IN_FIRST if by is None else SIGN_OUT_FIRST
    return successor_refusal(handover.person, handover.municipality, handover.email, handover.since)


SIGN_IN_FIRST = "อีเมลนี้มีบัญชีในระบบแล้ว โปรดเข้าสู่ระบบด้วยบัญชีนั้น แล้วรับช่วงงานด้วยบัญชีเดิม"
SIGN_OUT_FIRST = "ท่านเข้าสู่ระบบด้วยบัญชีอื่นอยู่ โปรดออกจากระบบ แล้วเปิดลิงก์ในอีเมลอีกครั้ง"


@transaction.atomic
def accept_handover(handover: Handover, by: User | None) -> User:
    """Give the work to whoever was invited, who is the one signed in, or new: then an account is made.

    Side effects: the predecessor's service ends on the day on which the successor's begins, or the account is
    closed; an address of the office leaves it. The predecessor and who began it are told. Raises
    PermissionDenied with the sentence of `acceptance_refusal`.
    """
    hold_accounts(handover.person)
    handover.refresh_from_db(from_queryset=Handover.objects.select_for_update(of=("self",)))
    require(acceptance_refusal(handover, by))
    tell_accepted(handover)
    successor = by or _new_account(handover)
    if handover.municipality:
        _move_services(handover, handover.municipality, successor)
    else:
        _close(handover.person)
    handover.accepted_by, handover.accepted_at = successor, timezone.now()
    handover.save()
    return successor


def _account_of(person: User, email: str) -> User | None:
    """Whose account has the address, other than the person who leaves."""
    return User.objects.of_address(email).exclude(pk=person.pk).first()


def _serves_already(person: User, place: Municipality, day: date) -> bool:
    """Whether the person serves the municipality on that day, until further notice."""
    return ServiceTerm.objects.on(day).filter(person=person, municipality=place, until=None).exists()


def _going_on(person: User, place: Municipality, day: date) -> QuerySet[ServiceTerm]:
    return person.services.going_on(day).filter(municipality=place)


def _new_account(handover: Handover) -> User:
    """An account in the role and places of the predecessor, who no longer has its address."""
    person, successor = handover.person, User()
    if person.email.lower() == handover.email:
        store_person(person, {"email": ""})
    names = {name: getattr(handover, name) for name in ("first_name", "last_name", "position", "email")}
    places = {"municipality": handover.municipality, "province": handover.province}
    own = {"username": free_username(handover.email), "role": person.role}
    store_person(successor, names | places | own)
    return successor


def _move_services(handover: Handover, place: Municipality, successor: User) -> None:
    """Each service there that runs or will run goes on with the successor, until its own end."""
    person, first = handover.person, handover.first_day
    for service in _going_on(person, place, first).order_by("pk"):
        since, until = max(service.since, first), service.until
        service.until = since
        service.save()
        if not _serves_already(successor, place, since):
            successor.services.create(municipality=place, since=since, until=until, taken_over_from=person)
    keep_first_served(person, place)
    successor.refresh_from_db()


def _close(person: User) -> None:
    person.is_active = False
    person.save()
    forget_identity(person)
    end_sessions(person)
