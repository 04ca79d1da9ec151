"""allauth's pages for getting in, where a browser that is known has counts of its own."""

from typing import Any

from allauth.account import views as allauth_views
from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts.known_browsers import own_count, remember_browser


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


class OwnPasswordChangeView(allauth_views.PasswordChangeView):
    """Another password instead of the present one, after which the person signs in anew."""

    def form_valid(self, form: Form) -> HttpResponse:
        """Store it; this browser stays known, by the new password."""
        response = super().form_valid(form)
        remember_browser(self.request, response, form.user)
        return response


class PasswordByLinkView(allauth_views.PasswordResetFromKeyView):
    """A password by the link of a mail: forgotten, or the first one of an invitation."""

    def form_valid(self, form: Form) -> HttpResponse:
        """Store it; this browser is known from now on."""
        response = super().form_valid(form)
        remember_browser(self.request, response, self.reset_user)
        return response


sign_in = SignInView.as_view()
password_change = OwnPasswordChangeView.as_view()
password_reset_from_key = PasswordByLinkView.as_view()
