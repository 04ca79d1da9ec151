"""Signing in by the outside provider, and linking one's account to it; 404 where none is chosen."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import get_login_redirect_url, get_next_redirect_url, perform_login
from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.access import signed_in
from accounts.linked_identities import identity_of
from accounts.linking import link_identity, unlink_identity
from ita_portal.sign_in_provider import SignInProvider
from ita_portal.traffic import tell_traffic

UNLINKED = (
    "{name} ของท่านยังไม่ได้ผูกกับบัญชีใดในระบบนี้ โปรดเข้าสู่ระบบด้วยชื่อผู้ใช้และรหัสผ่านก่อน แล้วผูกบัญชีกับ {name} ที่หน้า “บัญชีของฉัน”"
)
_View = Callable[..., HttpResponse]


def _with_provider(view: _View) -> _View:
    """Give the view the provider as well."""

    @wraps(view)
    def found(request: HttpRequest) -> HttpResponse:
        if settings.SIGN_IN_PROVIDER is None:
            raise Http404
        return view(request, settings.SIGN_IN_PROVIDER)

    return found


@login_not_required
@_with_provider
@require_POST
@never_cache
def provider_sign_in(request: HttpRequest, provider: SignInProvider) -> HttpResponse:
    """Lead a visitor to the provider, to be known by it."""
    if request.user.is_authenticated:
        return redirect("home")
    limited: HttpResponse | None = ratelimit.consume_or_429(request, action="login")
    return limited or _away(request, provider, next=get_next_redirect_url(request))


@_with_provider
@require_POST
@reauthentication_required
def provider_link(request: HttpRequest, provider: SignInProvider) -> HttpResponse:
    """Lead the person to the provider, to be known by it from now on; the password is asked for first."""
    return _away(request, provider, person=signed_in(request).pk)


@_with_provider
@require_POST
@reauthentication_required
def provider_unlink(request: HttpRequest, provider: SignInProvider) -> HttpResponse:
    """End that the provider signs the person in, once the password was given again."""
    unlink_identity(request, provider)
    messages.success(request, f"ยกเลิกการผูกบัญชีกับ {provider.name} แล้ว")
    return redirect("account")


@login_not_required
@_with_provider
@require_GET
@never_cache
def provider_callback(request: HttpRequest, provider: SignInProvider) -> HttpResponse:
    """Where people come back to from the provider: sign them in, or link their account, as they asked."""
    from accounts.provider_exchange import NotIdentified, subject_told, take_asked  # noqa: PLC0415 - as below

    try:
        asked = take_asked(request)
        subject = subject_told(request, provider, asked)
        if "person" in asked:
            return _linked(request, provider, asked["person"], subject)
    except (NotIdentified, PermissionDenied) as refusal:
        tell_traffic(request, "not-identified", request.user.pk)
        return _refused(request, provider, str(refusal))
    return _signed_in(request, provider, subject, asked["next"])


def _away(request: HttpRequest, provider: SignInProvider, **purpose: Any) -> HttpResponse:
    """A page that goes on to the provider by itself.

    Not a redirect: the policy of the portal's pages (`form-action`) holds for where a form leads to in the
    end, and by what other hosts a provider leads on nobody knows.
    """
    # Half a second and 15 MB of libraries, which a portal without a provider does without.
    from accounts.provider_exchange import NotIdentified, ask  # noqa: PLC0415

    try:
        address = ask(request, provider, **purpose)
    except NotIdentified as refusal:
        return _refused(request, provider, str(refusal))
    return render(request, "account/provider_away.html", {"provider": provider, "address": address})


def _signed_in(
    request: HttpRequest, provider: SignInProvider, subject: str, after: str | None
) -> HttpResponse:
    """Sign in whose identity it is, as by the password: the second step and all that is refused come next."""
    if request.user.is_authenticated:  # in another tab, meanwhile
        return redirect(get_login_redirect_url(request, after))
    found = identity_of(provider.issuer, subject)
    if found is None:
        tell_traffic(request, "not-linked", None)
        return _refused(request, provider, UNLINKED.format(name=provider.name))
    record_authentication(request, found.person, method="provider")
    response: HttpResponse = perform_login(request, found.person, redirect_url=after)
    return response


def _linked(request: HttpRequest, provider: SignInProvider, asker: int, subject: str) -> HttpResponse:
    """Link the account of who asked for it, if they are signed in still."""
    if request.user.pk != asker:
        raise PermissionDenied(f"ท่านออกจากระบบแล้ว โปรดเข้าสู่ระบบแล้วผูกบัญชีกับ {provider.name} อีกครั้ง")
    link_identity(request, provider, subject)
    messages.success(request, f"ผูกบัญชีกับ {provider.name} แล้ว ครั้งต่อไปเข้าสู่ระบบด้วย {provider.name} ได้")
    return redirect("account")


def _refused(request: HttpRequest, provider: SignInProvider, reason: str) -> HttpResponse:
    """The page that says why, and what to do."""
    context = {"provider": provider, "reason": reason}
    return render(request, "account/provider_refused.html", context, status=400)
