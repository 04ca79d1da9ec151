"""Linking one's own account to an identity at the outside provider, and ending that."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from accounts.access import require, signed_in
from accounts.adapter import AccountAdapter
from accounts.linked_identities import forget_identity, identity_of, store_identity
from accounts.models import User
from accounts.open_sessions import end_sessions
from accounts.people import hold_accounts, save_because
from ita_portal.sign_in_provider import SignInProvider
from ita_portal.traffic import tell_traffic


def link_identity(request: HttpRequest, provider: SignInProvider, subject: str) -> None:
    """Have the provider sign the person in who asks; other sessions of theirs end, and a mail tells them.

    Raises PermissionDenied, with its sentence, where another account is linked to the same identity.
    """
    taken = f"{provider.name} นี้ผูกกับบัญชีอื่นในระบบแล้ว หากบัญชีนั้นเป็นของท่าน โปรดเข้าสู่บัญชีนั้นแล้วยกเลิกการผูกก่อน"
    try:
        with transaction.atomic():
            person = _held(request)
            found = identity_of(provider.issuer, subject)
            require(taken if found and found.person_id != person.pk else "")
            store_identity(person, provider.issuer, subject)
            _tell(request, person, f"ผูกบัญชีกับ {provider.name}")
    except IntegrityError as error:  # of two at the same moment the second one
        raise PermissionDenied(taken) from error
    tell_traffic(request, "linked", person.pk)


def unlink_identity(request: HttpRequest, provider: SignInProvider) -> None:
    """Have the provider sign the person in no more who asks; other sessions end, and a mail tells them."""
    with transaction.atomic():
        person = _held(request)
        forgotten = forget_identity(person)
        if forgotten:
            _tell(request, person, f"ยกเลิกการผูกบัญชีกับ {provider.name}")
    if forgotten:
        tell_traffic(request, "unlinked", person.pk)


def _held(request: HttpRequest) -> User:
    """The account of who asks, as it is stored now, which nobody else changes meanwhile."""
    person = User(pk=signed_in(request).pk)
    hold_accounts(person)
    return person


def _tell(request: HttpRequest, person: User, done: str) -> None:
    """Write it into the history, end the other sessions, mail the person."""
    save_because(person, done)
    end_sessions(person, but=request.session.session_key)
    if person.email:
        AccountAdapter(request).send_notification_mail(
            "account/email/identity", person, {"done": done}, email=person.email
        )
