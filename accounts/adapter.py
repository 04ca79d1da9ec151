"""How people get in: accounts are made by an admin, nobody signs up, and guessing is slow."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest
from django.urls import reverse

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

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """What failed sign-ins are counted by: the name alone.

        allauth adds the Host header, whose port anybody may choose anew for each guess.
        """
        return str(credentials.get("email", credentials.get("username", ""))).lower()
