"""Mails about a changed address of an account, to the old and the new one."""

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import Role, User


def admins_to_ask(but: Sequence[User] = ()) -> list[User]:
    """The active admins with an address, without those of `but` where any other is left."""
    admins = list(User.objects.filter(role=Role.ADMIN, is_active=True).exclude(email="").order_by("pk"))
    return [admin for admin in admins if admin not in but] or admins


def tell_addresses(person: User, former: str, by: User) -> None:
    """Mail the old address, if there was one, and the new one that the account's address has changed.

    Both name whom to tell if that was not wanted: not the admin whose session did it, where there is another.
    The mails are part of the caller's transaction.
    """
    context = {
        "person": person,
        "former": former,
        "by": by,
        "at": timezone.now(),
        "admins": admins_to_ask([by, person]),
        "portal": f"{settings.PORTAL_URL}/",
    }
    subject = f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}อีเมลของบัญชีเปลี่ยนแปลง"
    body = render_to_string("account/email/address_changed.txt", context)
    for address in filter(None, (former, person.email)):
        EmailMessage(subject, body, to=[address]).send()
