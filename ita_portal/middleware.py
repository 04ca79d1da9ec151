"""Who may pass, and what every response of the portal carries."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from ita_portal.editing import typed_texts


class SignedInMiddleware(LoginRequiredMiddleware):
    """Every view is closed to strangers; a form sent after the session has ended shows its text again."""

    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        """Refuse a stranger: the sign-in page, or the typed text of a form (whose CSRF token was good)."""
        refusal = super().process_view(request, view_func, view_args, view_kwargs)
        if refusal and request.method == "POST" and (typed := typed_texts(request)):
            return render(request, "session_ended.html", {"typed": typed}, status=403)
        return refusal


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
