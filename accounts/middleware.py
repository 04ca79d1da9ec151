"""What is asked of an account before its pages open, and that its session is used."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.access import signed_in
from accounts.open_sessions import note_use

# Where a second factor is set up, and the way out.
_OPEN = ("mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate", "account_logout")
_LONGER = "account_change_password"
CHOOSES_LONGER = "chooses_longer_password"  # in a session that a password began which is too short


class AccountStateMiddleware:
    """Leads who must have a second factor, and has none, to setting it up; who came in by too little, too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view_func: Any, _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """Before a page that is closed to strangers: note the use; lead to the set-up where it is due."""
        if not getattr(view_func, "login_required", True):
            return None
        note_use(request)
        match = request.resolver_match
        if lacks_second_factor(request) and not (match and match.url_name in _OPEN):
            return redirect("mfa_activate_totp")
        if chooses_longer(request) and not (match and match.url_name in (*_OPEN, _LONGER)):
            return redirect(_LONGER)
        return None


def chooses_longer(request: HttpRequest) -> bool:
    """Whether the person came in by a password that is too short as long as there is no second factor."""
    person = signed_in(request)
    return bool(
        person.is_authenticated and request.session.get(CHOOSES_LONGER) and not person.has_second_factor
    )


def lacks_second_factor(request: HttpRequest) -> bool:
    """Whether the person has no second factor and must have one: admin and reviewer, where that is set."""
    person = signed_in(request)
    asked = settings.SECOND_FACTOR_REQUIRED and person.is_authenticated and not person.is_officer
    return asked and not person.has_second_factor
