"""Every action on an account, and what refuses it: the rules hold whatever page or command asks.

Each action names who acts (`by`), takes the lock, looks at what is stored now and raises PermissionDenied
with the Thai sentence of a refusal. The `…_refusal` functions give the same sentence to a page beforehand.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from simple_history.utils import update_change_reason

from accounts.access import require, signed_in
from accounts.address_mails import tell_addresses
from accounts.last_officers import tell_unserved
from accounts.linked_identities import forget_identity
from accounts.models import ADDRESS_TAKEN, NAME_TAKEN, Role, User
from accounts.open_sessions import end_sessions
from accounts.vacancies import tell_admins
from municipalities.administration import admin_refusal
from municipalities.models import Municipality

ADMIN_NO_MORE = "บัญชีของท่านไม่ใช่ผู้ดูแลระบบที่ใช้งานได้แล้ว จึงเปลี่ยนข้อมูลผู้ใช้ไม่ได้"
LAST_ADMIN = "ต้องมีผู้ดูแลระบบที่ใช้งานได้อย่างน้อยหนึ่งคน กรุณาเพิ่มผู้ดูแลระบบคนอื่นก่อน"
_NOT_IN_NAMES = re.compile("[^a-z0-9._-]+")


def hold(person: User, by: User) -> None:
    """The same as `hold_accounts`, for an admin: PermissionDenied where `by` has meanwhile stopped being one.

    Two admins can't take each other's role at once, and a double click makes one account.
    """
    admins = hold_accounts(person)
    still = any(admin.pk == by.pk and admin.is_active for admin in admins)
    require("" if still else ADMIN_NO_MORE)


def hold_accounts(person: User) -> list[User]:
    """Until the transaction ends nobody else changes accounts, and `person` is what is stored now.

    Returns all admins, the closed ones among them.
    """
    everybody = User.objects.select_for_update(of=("self",))
    admins = list(everybody.filter(role=Role.ADMIN).order_by("pk"))
    if person.pk:
        person.refresh_from_db(from_queryset=everybody)
    return admins


def _is_last_admin(person: User) -> bool:
    admins = User.objects.filter(role=Role.ADMIN, is_active=True)
    return list(admins.values_list("pk", flat=True)[:2]) == [person.pk]


def person_role_refusal(person: User, by: User, role: str) -> str:
    """Why this admin may not give the person that role, in Thai; empty when they may."""
    if role == Role.ADMIN:
        return ""
    if person.pk == by.pk:
        return "เปลี่ยนบทบาทของตนเองไม่ได้ กรุณาให้ผู้ดูแลระบบคนอื่นเปลี่ยน"
    return LAST_ADMIN if _is_last_admin(person) else ""


def deactivation_refusal(person: User, by: User) -> str:
    """Why this admin may not deactivate the person, in Thai; empty when they may."""
    if person.pk == by.pk:
        return "ปิดบัญชีของตนเองไม่ได้ กรุณาให้ผู้ดูแลระบบคนอื่นดำเนินการ"
    return LAST_ADMIN if _is_last_admin(person) else ""


def own_account_refusal(person: User, by: User) -> str:
    """Why an admin's own password and second step are not changed as another's are, in Thai; else empty.

    The page of one's own account asks for the present password first.
    """
    return "บัญชีของตนเองเปลี่ยนได้ที่หน้า “บัญชีของฉัน” เท่านั้น" if person.pk == by.pk else ""


def invitation_refusal(person: User) -> str:
    """Why no link can be mailed to the person, in Thai; empty when it can."""
    if not person.is_active:
        return "บัญชีนี้ปิดใช้งานอยู่ กรุณาเปิดใช้งานก่อนส่งคำเชิญ"
    return "" if person.email else "บัญชีนี้ไม่มีอีเมล กรุณากรอกอีเมลก่อนส่งคำเชิญ"


def address_refusal(person: User, email: str) -> str:
    """Why the person may not have this e-mail address, in Thai; empty when they may."""
    return ADDRESS_TAKEN if User.objects.of_address(email).exclude(pk=person.pk).exists() else ""


def username_refusal(person: User, username: str) -> str:
    """Why the person may not sign in by this name, in Thai; empty when they may."""
    return NAME_TAKEN if User.objects.of_name(username).exclude(pk=person.pk).exists() else ""


@transaction.atomic
def save_person(person: User, values: Mapping[str, Any], by: User) -> None:
    """Give the person, who may be new, these values and save what differs.

    The role decides who enters Django's admin; an address that is no longer the person's does not sign in.
    Sessions go on: role and place are asked for at every request. Another first municipality is served
    instead of the former one, from today on; who is no officer any more serves none. A changed address is
    mailed to both, and what nobody serves any more to whom it concerns.
    """
    hold(person, by)
    changed = {name: value for name, value in values.items() if getattr(person, name) != value}
    if person.pk and not changed:
        return
    first, former = person.municipality, person.email if person.pk else None
    served = person.municipalities if person.pk else ()
    concerns_reviewing = Role.REVIEWER in (person.role, values.get("role"))
    for refusal in _refusals(person, by, changed):
        require(refusal)
    store_person(person, values)
    if former is not None and person.email.lower() != former.lower():
        tell_addresses(person, former, by)
    if person.municipality != first:
        _serve_instead(person, first)
    tell_unserved(served, by)
    if concerns_reviewing and {"role", "province"} & changed.keys():
        tell_admins()


def store_person(person: User, values: Mapping[str, Any]) -> None:
    """Store these values of an account that is held, or of a new one, which has no password yet."""
    for name, value in values.items():
        setattr(person, name, value)
    person.is_staff = person.is_superuser = person.is_admin
    if not person.pk:
        person.set_unusable_password()
    person.save()
    EmailAddress.objects.filter(user=person).exclude(email=person.email).delete()


def _serve_instead(person: User, left: Municipality | None) -> None:
    """From today on the person serves the first municipality instead of the one `left`; without one, none."""
    today = timezone.localdate()
    going_on = person.services.going_on(today)
    leaving = going_on.filter(municipality=left) if person.municipality else going_on
    for service in leaving:
        service.until = max(service.since, today)
        service.save()
    if person.municipality:
        _serve_from(today, person, person.municipality)
    person.refresh_from_db()


def _serve_from(today: date, person: User, place: Municipality) -> None:
    """Where the person does not serve the municipality today: from today on, instead of any later days."""
    mine = person.services.going_on(today).filter(municipality=place)
    if mine.filter(since__lte=today).exists():
        return
    for service in mine:
        service.until = service.since
        service.save()
    person.services.create(municipality=place, since=today)


def _refusals(person: User, by: User, changed: Mapping[str, Any]) -> Iterator[str]:
    if "role" in changed:
        yield person_role_refusal(person, by, changed["role"])
    if "email" in changed:
        yield address_refusal(person, changed["email"])
    if "username" in changed:
        yield username_refusal(person, changed["username"])


@transaction.atomic
def set_active(person: User, by: User, *, active: bool) -> None:
    """Close an account, which ends its sessions at once, or open it again, without any former session.

    A closed one has no link to an outside provider: its owner may link another account.
    """
    hold(person, by)
    if not active:
        require(deactivation_refusal(person, by))
        forget_identity(person)
    if person.is_active != active:
        person.is_active = active
        person.save()
        end_sessions(person)
        tell_unserved(person.municipalities, by)
        if person.is_reviewer:
            tell_admins()


@transaction.atomic
def give_password(person: User, password: str, by: User) -> None:
    """Give somebody else another password, which ends their sessions and the link to an outside provider."""
    hold(person, by)
    require(own_account_refusal(person, by))
    person.set_password(password)
    forget_identity(person)
    save_because(person, "ผู้ดูแลระบบตั้งรหัสผ่านใหม่")
    end_sessions(person)


@transaction.atomic
def remove_second_factor(person: User, by: User) -> None:
    """Let somebody else, who has lost the telephone, in by password alone again; ends their sessions."""
    hold(person, by)
    require(own_account_refusal(person, by))
    _remove_factors(person, "ผู้ดูแลระบบปิดการยืนยันตัวตนสองขั้นตอน")


@transaction.atomic
def remove_lost_factor(person: User) -> bool:
    """The same on the machine itself, where no admin gets in any more; whether there was one."""
    hold_accounts(person)
    return _remove_factors(person, "ปิดการยืนยันตัวตนสองขั้นตอนด้วยคำสั่งบนเครื่องแม่ข่าย")


def _remove_factors(person: User, reason: str) -> bool:
    """Remove those of an account that is held, with its link to an outside provider; ends its sessions."""
    removed = bool(Authenticator.objects.filter(user=person).delete()[0])
    if removed:
        forget_identity(person)
        save_because(person, reason)
        end_sessions(person)
    return removed


def save_because(person: User, reason: str) -> None:
    """Save an account that is held with a line in the history, which shows no secret that changed."""
    person.save()
    update_change_reason(person, reason)


def free_username(email: str) -> str:
    """A name to sign in with, made from the address before the @, that nobody has: "somchai", "somchai2"."""
    plain = unicodedata.normalize("NFKD", email.partition("@")[0].lower())
    stem = _NOT_IN_NAMES.sub("", plain)[:100] or "user"
    taken = set(User.objects.filter(username__istartswith=stem).values_list("username", flat=True))
    taken = {name.lower() for name in taken}
    number = 1
    while (name := stem if number == 1 else f"{stem}{number}") in taken:
        number += 1
    return name


def invite(request: HttpRequest, person: User, waiting: Sequence[str] = ()) -> None:
    """The same as `mail_account_link`; PermissionDenied for an account that is closed or has no address, and
    where no admin asks.
    """
    require(admin_refusal(signed_in(request)))
    require(invitation_refusal(person))
    mail_account_link(person, waiting)


def mail_account_link(person: User, waiting: Sequence[str]) -> None:
    """Mail the person a link by which they set their password, and a line for each thing that is open."""
    uid, _, key = password_key(person).partition("-")
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": key})
    context = {
        "person": person,
        "waiting": waiting,
        "address": settings.PORTAL_URL + path,
    }
    get_adapter().render_mail("account/email/invitation", person.email, context).send()


def password_key(person: User) -> str:
    """The key of a link by which the person sets the password: allauth's own of a forgotten one.

    Signed, good for one use and PASSWORD_RESET_TIMEOUT.
    """
    return f"{user_pk_to_url_str(person)}-{default_token_generator.make_token(person)}"
