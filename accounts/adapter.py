"""How people get in: accounts are made by an admin, nobody signs up, and guessing is slow."""

import logging
import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts.known_browsers import count_attempt, remember_browser
from accounts.middleware import lacks_second_factor
from accounts.models import User
from accounts.open_sessions import note_sign_in
from ita_portal.traffic import tell_traffic

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

    def render_mail(
        self, template_prefix: str, email: str | list[str], context: dict[str, Any], headers: Any = None
    ) -> EmailMessage:
        """A mail that names the portal by its own address, whatever Host the request had."""
        named = {**context, "portal": f"{settings.PORTAL_URL}/"}
        return super().render_mail(template_prefix, email, named, headers)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link of a mail by which a password is set, under the portal's own address."""
        uid, _, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
        return f"{settings.PORTAL_URL}{path}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt, which is taken back where the password is right; ValidationError after too many.

        Strangers are counted by the name alone. allauth adds the Host header, whose port anybody may choose
        anew for each guess.
        """
        login = _login(credentials)
        self._login_failed_rl_usage = count_attempt(request, login, f"password:{login.lower()}")
        if self._login_failed_rl_usage is None:
            tell_traffic(request, "too-many", _account(login))
            raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Have it in the traffic log, with the account, and without what was typed."""
        tell_traffic(request, "wrong-password", _account(_login(credentials)))

    def logout(self, request: HttpRequest) -> None:
        """End the session; the traffic log says whose."""
        tell_traffic(request, "signed-out", request.user.pk)
        super().logout(request)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whether the password is asked for again; not of who was led to a second factor by signing in."""
        request = context.request
        signed_in = get_authentication_records(request, request.user)
        is_fresh = signed_in and time.time() - signed_in[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT
        if is_fresh and lacks_second_factor(request):
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Go on to the page that was asked for, from a browser that is known from now on."""
        response = super().post_login(request, user, **kwargs)
        remember_browser(request, response, user)
        note_sign_in(request)
        tell_traffic(request, "signed-in", user.pk)
        return response

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """What strangers are counted by, which is wiped when a link of a mail has set another password."""
        return f"password:{_login(credentials).lower()}"


def _account(login: str) -> int | None:
    """Whose account it is that somebody tries to get into; None for nobody's name."""
    found = User.objects.of_name(login) | User.objects.of_address(login)
    return found.values_list("pk", flat=True).first()


def _login(credentials: dict[str, Any]) -> str:
    """What was typed as the name or the e-mail address."""
    return str(credentials.get("email", credentials.get("username", "")))
