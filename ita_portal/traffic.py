"""The traffic log that the Computer Crime Act (s. 26) asks: for 90 days, who asked for what.

One line a request: time (Bangkok), visitor's address, account, method, path, status; behind it what became
of a sign-in: signed-in, signed-out, wrong-password, wrong-code, too-many; by an outside provider linked,
unlinked, not-linked, not-identified. The account is the one that was tried, where there is one of that name.
What was typed is not kept, neither the text of forms (a name, for example) nor what stands behind the "?" of
an address, nor a one-time key in it.
"""

import logging
import time
from collections.abc import Callable

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse

from ita_portal.keyless import without_keys

log = logging.getLogger("traffic")
LONGEST_PATH = 500
_TOLD = "_told_traffic"


class TrafficMiddleware:
    """Writes the line once the answer is known."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then write it down."""
        begun = time.monotonic()
        response = self.get_response(request)
        note(request, response.status_code, time.monotonic() - begun)
        return response


def note(request: HttpRequest, status: int, seconds: float | None = None) -> None:
    """Write the line of a request that is answered with this status; `seconds` where Django answered it.

    Other handlers of this log find all three in the record.
    """
    # The account's number where the request asked who it is; the log asks no question of its own.
    person = request.__dict__.get("_cached_user")
    signed_in = person.pk if person is not None and person.is_authenticated else None
    deed, account = request.__dict__.get(_TOLD, ("", signed_in))
    path = without_keys(request.get_full_path().partition("?")[0])  # on one line, whatever was sent
    line = (_address(request), account or "-", request.method, path[:LONGEST_PATH], status, deed)
    extra = {"request": request, "status": status, "seconds": seconds}
    log.info(" ".join(map(str, line)).rstrip(), extra=extra)


def tell_traffic(request: HttpRequest, deed: str, account: int | None) -> None:
    """Have the request's line say what became of a sign-in, and whose account it is about."""
    vars(request)[_TOLD] = (deed, account)


def _address(request: HttpRequest) -> str:
    """What the server saw, or what the declared proxies report; "-" where that can't be read."""
    try:
        return get_adapter().get_client_ip(request) or "-"
    except Exception:
        return request.META.get("REMOTE_ADDR") or "-"
