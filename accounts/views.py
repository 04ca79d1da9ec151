"""A person's own account at a glance."""

from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Who one is here, where the role holds, and how the account is guarded."""
    second_factor = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.TOTP).exists()
    context = {"section": "account", "person": request.user, "second_factor": second_factor}
    return render(request, "account/account.html", context)
