"""How people get in: accounts are made by an admin, nobody signs up, and guessing is slow."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts.known_browsers import own_count, remember_browser
from accounts.models import User

log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in without sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an account carries a role and a place, which only an admin gives."""
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """The sign-in page: a changed password ends every session, this one too."""
        return reverse("account_login")

    def get_client_ip(self, request: HttpRequest) -> str:
        """The visitor's address. Refuses with 403 a request that did not come by the declared proxies."""
        try:
            return super().get_client_ip(request)
        except (ImproperlyConfigured, PermissionDenied) as error:
            log.warning("no client address: %s", error)
            raise PermissionDenied("ระบบไม่ทราบที่อยู่เครือข่ายของท่าน โปรดแจ้งผู้ดูแลระบบ") from error

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt, which is taken back where the password is right; ValidationError after too many.

        Where the person signed in before, this browser's own count holds, whatever strangers do. One that has
        used its own up is counted as a stranger's.
        """
        known = own_count(request, _login(credentials))
        own = {"app": "allauth.account", "action": "login_failed_where_known", "key": known}
        usage = ratelimit.consume(request, **own) if known else None
        if usage:
            self._login_failed_rl_usage = usage
        else:
            super().pre_authenticate(request, **credentials)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Go on to the page that was asked for, from a browser that is known from now on."""
        response = super().post_login(request, user, **kwargs)
        remember_browser(request, response, user)
        return response

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """What strangers' failed sign-ins are counted by: the name alone.

        allauth adds the Host header, whose port anybody may choose anew for each guess.
        """
        return _login(credentials).lower()


def _login(credentials: dict[str, Any]) -> str:
    """What was typed as the name or the e-mail address."""
    return str(credentials.get("email", credentials.get("username", "")))
