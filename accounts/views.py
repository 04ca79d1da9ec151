"""A person's own account at a glance, and the sessions that are open."""

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.access import signed_in
from accounts.linked_identities import LinkedIdentity
from accounts.open_sessions import end_sessions


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Who one is here, where the role holds, and how the account is guarded."""
    person, provider = signed_in(request), settings.SIGN_IN_PROVIDER
    mine = LinkedIdentity.objects.filter(person=person, issuer=provider.issuer) if provider else None
    context = {"section": "account", "person": person, "provider": provider, "linked": mine and mine.first()}
    return render(request, "account/account.html", context)


@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """From which devices one is signed in now."""
    rows = signed_in(request).open_sessions.all()
    context = {"section": "account", "rows": rows, "present": request.session.session_key}
    return render(request, "account/sessions.html", context)


@require_POST
@reauthentication_required
def session_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End another session of one's own, once the password was given again; the present one is signed out."""
    row = get_object_or_404(
        signed_in(request).open_sessions.exclude(session=request.session.session_key), pk=pk
    )
    row.session.delete()
    messages.success(request, f"ออกจากระบบบน {row.device} แล้ว")
    return redirect("sessions")


@require_POST
@reauthentication_required
def sessions_end(request: HttpRequest) -> HttpResponse:
    """End all sessions of one's own but the present one, once the password was given again."""
    end_sessions(signed_in(request), but=request.session.session_key)
    messages.success(request, "ออกจากระบบบนอุปกรณ์อื่นทั้งหมดแล้ว")
    return redirect("sessions")
