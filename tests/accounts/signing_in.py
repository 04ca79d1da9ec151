"""Steps that the tests of this directory share: signing in, the code of an app, English words on a page."""

import re
import time
from html import unescape

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests import factories

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
# What Thai pages write in Latin letters too, and what the cast is called.
NAMES = re.compile(r"ITA|IIT|EIT|OIT|PDF|Word|MIT|somsri\S*|\S+@example\.go\.th|testserver|https?://\S+")


def sign_in(client: Client, login: str, password: str = factories.PASSWORD, **headers: str) -> HttpResponse:
    """Send the sign-in form."""
    return client.post(reverse("account_login"), {"login": login, "password": password}, headers=headers)


def signed_in(client: Client) -> bool:
    """Is there a person behind this browser's session?"""
    return client.get(reverse("account")).status_code == 200


def with_second_factor(person: User) -> User:
    """The person with an authenticator app set up."""
    TOTP.activate(person, SECRET)
    return person


def set_up_in_browser(client: Client, login: str = "somsri") -> None:
    """Sign somebody in, confirm the password, set up an app."""
    sign_in(client, login)
    client.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD})
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": app_code(secret)})


def app_code(secret: str = SECRET) -> str:
    """What the authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def recovery_codes(person: User) -> list[str]:
    """The codes that the person may still use once each."""
    return (
        Authenticator.objects.get(user=person, type=Authenticator.Type.RECOVERY_CODES)
        .wrap()
        .get_unused_codes()
    )


def english(response: HttpResponse) -> list[str]:
    """The words in Latin letters that somebody reads on the page."""
    html = re.sub(r"(?s)<(style|script|svg)\b.*?</\1>", " ", response.content.decode())
    read_aloud = re.findall(r'(?:title|alt|placeholder|aria-label)="([^"]*)"', html)
    text = unescape(" ".join([re.sub(r"<[^>]+>", " ", html), *read_aloud]))
    return re.findall(r"[A-Za-z]{3,}", NAMES.sub("", text))
