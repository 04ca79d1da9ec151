"""The traffic log that the Computer Crime Act (s. 26) asks: for 90 days, who asked for what.

One line a request: time (Bangkok), visitor's address, account, method, path, status. What was typed is not
kept: neither the text of forms nor what stands behind the "?" of an address.
"""

import logging
from collections.abc import Callable

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse

log = logging.getLogger("traffic")
LONGEST_PATH = 500


class TrafficMiddleware:
    """Writes the line once the answer is known."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then write it down."""
        response = self.get_response(request)
        note(request, response.status_code)
        return response


def note(request: HttpRequest, status: int) -> None:
    """Write the line of a request that is answered with this status."""
    # The account's number where the request asked who it is; the log asks no question of its own.
    person = request.__dict__.get("_cached_user")
    account = str(person.pk) if person is not None and person.is_authenticated else "-"
    path = request.get_full_path().partition("?")[0][:LONGEST_PATH]  # on one line, whatever was sent
    log.info("%s %s %s %s %d", _address(request), account, request.method, path, status)


def _address(request: HttpRequest) -> str:
    """What the server saw, or what the declared proxies report; "-" where that can't be read."""
    try:
        return get_adapter().get_client_ip(request) or "-"
    except Exception:
        return request.META.get("REMOTE_ADDR") or "-"
