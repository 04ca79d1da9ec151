"""What an admin does with people: save, invite, deactivate and reactivate, and why not."""

import logging
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import Role, User

log = logging.getLogger(__name__)
LAST_ADMIN = "ต้องมีผู้ดูแลระบบที่ใช้งานได้อย่างน้อยหนึ่งคน กรุณาเพิ่มผู้ดูแลระบบคนอื่นก่อน"
_NOT_IN_NAMES = re.compile("[^a-z0-9._-]+")


def one_at_a_time() -> None:
    """Until the transaction ends, no other admin changes accounts.

    Two admins can't deactivate each other at once, and a double click makes one account.
    """
    list(User.objects.select_for_update(of=("self",)).filter(role=Role.ADMIN).order_by("pk"))


def _is_last_admin(person: User) -> bool:
    others = User.objects.filter(role=Role.ADMIN, is_active=True).exclude(pk=person.pk)
    return person.is_admin and person.is_active and not others.exists()


def role_refusal(person: User, by: User, role: str) -> str:
    """Why this admin may not give the person that role, in Thai; empty when they may."""
    if role == person.role:
        return ""
    if person.pk == by.pk:
        return "เปลี่ยนบทบาทของตนเองไม่ได้ กรุณาให้ผู้ดูแลระบบคนอื่นเปลี่ยน"
    return LAST_ADMIN if _is_last_admin(person) else ""


def deactivation_refusal(person: User, by: User) -> str:
    """Why this admin may not deactivate the person, in Thai; empty when they may."""
    if person.pk == by.pk:
        return "ปิดบัญชีของตนเองไม่ได้ กรุณาให้ผู้ดูแลระบบคนอื่นดำเนินการ"
    return LAST_ADMIN if _is_last_admin(person) else ""


def save_person(person: User, values: Mapping[str, Any]) -> None:
    """Give the person these values and save what differs.

    The role decides who enters Django's admin; an address that is no longer the person's does not sign in.
    """
    if person.pk and all(getattr(person, name) == value for name, value in values.items()):
        return
    for name, value in values.items():
        setattr(person, name, value)
    person.is_staff = person.is_superuser = person.is_admin
    if not person.pk:
        person.set_unusable_password()
    person.save()
    EmailAddress.objects.filter(user=person).exclude(email=person.email).delete()


def set_active(person: User, *, active: bool) -> None:
    """Close an account, which ends its sessions at once, or open it again."""
    if person.is_active != active:
        person.is_active = active
        person.save()
    if not active:
        _end_sessions(person)


def _end_sessions(person: User) -> None:
    """Sessions are deleted, not merely refused: they stay dead when the account is opened again."""
    for session in Session.objects.filter(expire_date__gte=timezone.now()).iterator():
        if session.get_decoded().get(SESSION_KEY) == str(person.pk):
            session.delete()


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


def invite(request: HttpRequest, person: User) -> bool:
    """Mail the person a link by which they set their password; whether the mail went out.

    The link is allauth's own of a forgotten password: signed, good for one use and PASSWORD_RESET_TIMEOUT.
    """
    adapter = get_adapter(request)
    key = f"{user_pk_to_url_str(person)}-{default_token_generator.make_token(person)}"
    context = {
        "request": request,
        "person": person,
        "address": adapter.get_reset_password_from_key_url(key),
    }
    try:
        adapter.render_mail("account/email/invitation", person.email, context).send()
    except OSError:
        log.exception("invitation not sent")
        return False
    return True
