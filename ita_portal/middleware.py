"""Who may pass, and what every response of the portal carries."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from ita_portal.editing import typed_texts


class SignedInMiddleware(LoginRequiredMiddleware):
    """Every view is closed to strangers. Who sends a form after the session has ended gets the typed text back."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponse:  # noqa: ANN401 - Django's signature
        """The sign-in page; for a sent form a page that says so and shows what was typed (its CSRF token was good)."""
        if request.method == "POST" and (typed := typed_texts(request)):
            return render(request, "session_ended.html", {"typed": typed}, status=403)
        return super().handle_no_permission(request, view_func)


class PrivatePagesMiddleware:
    """Pages seen by a signed-in person are never kept by a browser or a proxy."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Mark the answer private where a person may be behind the request; the database is not asked."""
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            add_never_cache_headers(response)
        return response
