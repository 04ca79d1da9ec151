"""Browsers in which somebody has signed in before: a stranger's wrong passwords don't keep them out.

After OWASP's "device cookies". The cookie holds, signed, for each of a few accounts: the account, a number of
this browser, and a digest of the password's hash, so that another password makes it worthless. It lets nobody
in. It only has the failures of this browser counted by themselves; copies of it share one count.
"""

import json
import secrets

from allauth.core.internal import ratelimit
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.models import User

SALT = "accounts.known_browsers"
MOST_ACCOUNTS = 8  # of one browser; the one that signed in longest ago is forgotten
LONGEST = 365 * 24 * 3600  # seconds since the last sign-in


def remember_browser(request: HttpRequest, response: HttpResponse, person: User) -> None:
    """Have this browser known as the person's, who has just proved to be it; sets a cookie."""
    others = [entry for entry in _entries(request) if entry[0] != person.pk]
    number = next((known for pk, known, _ in _entries(request) if pk == person.pk), secrets.token_hex(8))
    entries = [(person.pk, number, _digest(person, settings.SECRET_KEY)), *others][:MOST_ACCOUNTS]
    response.set_signed_cookie(
        settings.KNOWN_BROWSER_COOKIE_NAME,
        json.dumps(entries, separators=(",", ":")),
        salt=SALT,
        max_age=LONGEST,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def count_attempt(request: HttpRequest, login: str, strangers: str) -> ratelimit.RateLimitUsage | None:
    """Count an attempt to get in; None after too many, else what takes it back (`rollback`).

    Where the person who signs in as `login` did so here before, this browser's own count holds, whatever
    strangers do; one that has used its own up is counted, as every other browser, under `strangers`.
    """
    kind, own = strangers.partition(":")[0], own_count(request, login)
    counts = {"login_failed_where_known": f"{kind}:{own}" if own else "", "login_failed": strangers}
    for action, key in counts.items():
        usage = key and ratelimit.consume(request, app="allauth.account", action=action, key=key)
        if usage:
            return usage
    return None


def own_count(request: HttpRequest, login: str) -> str:
    """What to count this browser's failures by, where the person who signs in as `login` did so here before.

    "" for every other browser. One query, and none without a sound cookie.
    """
    entries = {pk: (number, digest) for pk, number, digest in _entries(request)}
    wanted = login.strip().lower()
    people = User.objects.filter(pk__in=entries) if entries and wanted else []
    for person in people:
        number, digest = entries[person.pk]
        if wanted in (person.username.lower(), person.email.lower()) and _is_of(person, digest):
            return f"{person.pk}:{number}"
    return ""


def _entries(request: HttpRequest) -> list[tuple[int, str, str]]:
    """Account, number of the browser and digest of each account; none for a cookie that was not made here."""
    try:
        text = request.get_signed_cookie(settings.KNOWN_BROWSER_COOKIE_NAME, salt=SALT, max_age=LONGEST)
    except (KeyError, signing.BadSignature):
        return []
    return [tuple(entry) for entry in json.loads(text or "[]")]


def _digest(person: User, secret: str | bytes) -> str:
    return salted_hmac(SALT, person.password, secret, algorithm="sha256").hexdigest()[:32]


def _is_of(person: User, digest: str) -> bool:
    """Whether the person still has the password of that digest."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return any(constant_time_compare(digest, _digest(person, key)) for key in keys)
