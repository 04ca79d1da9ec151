"""allauth's pages for getting in, where a browser that is known has counts of its own."""

from typing import Any

from allauth.account import views as allauth_views
from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from allauth.mfa.base.views import AuthenticateView, IndexView
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, LoginWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts.access import signed_in
from accounts.known_browsers import own_count, remember_browser
from accounts.linked_identities import forget_identity
from accounts.middleware import CHOOSES_LONGER, chooses_longer, lacks_second_factor
from accounts.open_sessions import end_sessions
from accounts.passwords import LONGER, is_too_short
from accounts.second_factors import use_up_first_code


class SignInView(allauth_views.LoginView):
    """The sign-in page."""

    @method_decorator(login_not_required)
    @method_decorator(sensitive_post_parameters("password"))
    @method_decorator(never_cache)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse with 429 what comes too often: by address, in a known browser by the browser alone."""
        known = own_count(request, request.POST.get("login", "")) if request.method == "POST" else ""
        if known and ratelimit.consume(request, action="login_where_known", key=known):
            return super(allauth_views.LoginView, self).dispatch(request, *args, **kwargs)
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Sign in; who has no second factor and a password that is too short without is to choose another."""
        response = super().form_valid(form)
        person = signed_in(self.request)
        if person.is_authenticated and is_too_short(form.cleaned_data["password"], person):
            self.request.session[CHOOSES_LONGER] = True
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the page shows, whether a passkey may be used, and the outside provider or None."""
        others = {"passkeys": settings.PASSKEYS, "provider": settings.SIGN_IN_PROVIDER}
        return super().get_context_data(**kwargs) | others


class SecondStepView(AuthenticateView):
    """The second step of signing in: a code, or a passkey of who has one."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the page shows, and whether the person has a passkey."""
        factors = Authenticator.objects.filter(user=self.stage.login.user, type=Authenticator.Type.WEBAUTHN)
        return super().get_context_data(**kwargs) | {"passkeys": factors.exists()}


@method_decorator(login_not_required, name="dispatch")
class PasskeySignInView(LoginWebAuthnView):
    """Signing in by a passkey alone, which has asked for a finger, a face or a PIN."""


class FactorsView(IndexView):
    """The second factors of one's own."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the page shows, without passkeys where no browser would offer them."""
        context = super().get_context_data(**kwargs)
        kinds = context["MFA_SUPPORTED_TYPES"]
        return context | {"MFA_SUPPORTED_TYPES": kinds if settings.PASSKEYS else kinds[:-1]}


class OwnPasswordChangeView(allauth_views.PasswordChangeView):
    """Another password instead of the present one, after which the person signs in anew."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page; who was led to it by a password that is too short reads why."""
        if chooses_longer(request):
            messages.warning(request, LONGER)
        return super().get(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Store it; this browser stays known, by the new password."""
        response = super().form_valid(form)
        remember_browser(self.request, response, form.user)
        return response


class ForgottenPasswordView(allauth_views.PasswordResetView):
    """The page that mails a link by which a forgotten password is replaced."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Mail it. The address and the browser of who asks are counted, so that nobody is kept from asking.

        Of one address no more than ten are mailed an hour, but to a known browser: the former ones are good.
        """
        email = form.cleaned_data["email"].lower()
        known = own_count(self.request, email)
        who = f"{known or get_adapter().get_client_ip(self.request)} {email}"
        if refused := ratelimit.consume_or_429(self.request, action="reset_password", key=who):
            return refused
        if known or ratelimit.consume(self.request, action="reset_password_mails", key=email):
            form.save(self.request)
        return super(allauth_views.PasswordResetView, self).form_valid(form)


class PasswordByLinkView(allauth_views.PasswordResetFromKeyView):
    """A password by the link of a mail: forgotten, or the first one of an invitation."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Store it; this browser is known from now on, and no outside provider signs the person in."""
        response = super().form_valid(form)
        forget_identity(self.reset_user)
        remember_browser(self.request, response, self.reset_user)
        return response


class AppView(ActivateTOTPView):
    """An authenticator app is switched on."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the page shows, and whether the person has been led here."""
        return super().get_context_data(**kwargs) | {
            "lacks_second_factor": lacks_second_factor(self.request),
            "passkeys": settings.PASSKEYS,
        }

    def form_valid(self, form: Any) -> HttpResponse:
        """Store it; its first code is used up, and whoever else is signed in to the account no longer is."""
        with transaction.atomic():
            response = super().form_valid(form)
            use_up_first_code(signed_in(self.request), form.step)
            end_sessions(signed_in(self.request), but=self.request.session.session_key)
        return response


class PasskeyView(AddWebAuthnView):
    """A passkey is added."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the page shows, and whether a browser offers passkeys at the portal's address."""
        return super().get_context_data(**kwargs) | {"passkeys": settings.PASSKEYS}

    def form_valid(self, form: Any) -> HttpResponse:
        """Store it; whoever else is signed in to the account no longer is."""
        with transaction.atomic():
            response = super().form_valid(form)
            end_sessions(signed_in(self.request), but=self.request.session.session_key)
        return response


sign_in = SignInView.as_view()
password_reset = ForgottenPasswordView.as_view()
password_change = OwnPasswordChangeView.as_view()
password_reset_from_key = PasswordByLinkView.as_view()
activate_app = AppView.as_view()
factors = FactorsView.as_view()
second_step = SecondStepView.as_view()
add_passkey = PasskeyView.as_view()
passkey_sign_in = PasskeySignInView.as_view()
