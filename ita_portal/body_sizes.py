"""How large the body of a request may be, by its address: judged from the head, before anything is stored."""

from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from typing import Any, TypeVar

from django.conf import settings
from django.urls import Resolver404, resolve

MEGABYTE = 1024 * 1024
OF_STRANGERS = MEGABYTE  # the long texts of a form whose session has ended come from a stranger too
# A file that is a little too large gets the sentence of its field, which keeps what else was typed.
WITH_FILES = 64 * MEGABYTE
View = TypeVar("View", bound=Callable[..., Any])


def takes_files(view: View) -> View:
    """Mark a view whose form sends files."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


def largest_body(scope: dict[str, Any]) -> int:
    """The bytes that the body of this request (its scope, as ASGI has it) may have.

    Files only where the page takes them, and only from those who may see it: from strangers on public pages,
    elsewhere from a browser that has a session. Whether it is a good one only the database knows.
    """
    signed_in = _has_session(scope)
    try:
        view = resolve(scope["path"]).func
    except Resolver404:
        return OF_STRANGERS
    if getattr(view, "takes_files", False) and (signed_in or not getattr(view, "login_required", True)):
        return WITH_FILES
    return settings.DATA_UPLOAD_MAX_MEMORY_SIZE + MEGABYTE if signed_in else OF_STRANGERS


def _has_session(scope: dict[str, Any]) -> bool:
    sent = b"; ".join(value for name, value in scope["headers"] if name == b"cookie")
    try:
        return settings.SESSION_COOKIE_NAME in SimpleCookie(sent.decode("latin1"))
    except CookieError:
        return False
