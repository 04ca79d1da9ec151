"""Mails of a handover: the invitation, and who is told that one has begun and that it was accepted."""

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.address_mails import admins_to_ask
from accounts.handovers import LINK_DAYS, Handover


def mail_invitation(handover: Handover, waiting: Sequence[str]) -> None:
    """Mail whoever was invited the link that accepts, with a line for each thing that is open."""
    address = settings.PORTAL_URL + reverse("handover_accept", args=[handover.key])
    context = {"address": address, "days": LINK_DAYS, "waiting": waiting}
    _mail(handover, "invitation", f"คำเชิญให้รับช่วง{handover.work_name}", [handover.email], context)


def tell_begun(handover: Handover) -> None:
    """Tell the admins of a handover that none of them began: it may let somebody new into the portal."""
    if not handover.begun_by.is_admin:
        admins = [admin.email for admin in admins_to_ask()]
        address = settings.PORTAL_URL + reverse("person_handover", args=[handover.person_id])
        _mail(handover, "begun", f"ส่งมอบ{handover.work_name}", admins, {"address": address})


def tell_accepted(handover: Handover) -> None:
    """Tell who leaves, and who began the handover, that it was accepted; at the addresses of before."""
    _mail(handover, "accepted", f"มีผู้รับช่วง{handover.work_name}แล้ว", _both(handover), {})


def tell_declined(handover: Handover) -> None:
    """Tell the same two that whoever was invited does not take the work."""
    _mail(handover, "declined", f"ผู้ได้รับเชิญไม่รับช่วง{handover.work_name}", _both(handover), {})


def _both(handover: Handover) -> list[str]:
    return list(dict.fromkeys((handover.person.email, handover.begun_by.email)))


def _mail(
    handover: Handover, name: str, subject: str, addresses: Sequence[str], context: dict[str, object]
) -> None:
    """Mail each address by itself; the mails are part of the caller's transaction."""
    context = {"handover": handover, "portal": f"{settings.PORTAL_URL}/", **context}
    body = render_to_string(f"account/email/handover_{name}.txt", context)
    subject = " ".join(f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{subject}".split())
    for address in filter(None, addresses):
        EmailMessage(subject, body, to=[address]).send()
