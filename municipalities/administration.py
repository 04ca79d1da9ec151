"""What only an admin of the portal opens, and how it is saved."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, cast

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from accounts.models import User

View = Callable[..., HttpResponse]


def admin_refusal(user: User) -> str:
    """Why this person may not open the administration, in Thai; empty for an admin."""
    return "" if user.is_admin else "เฉพาะผู้ดูแลระบบเท่านั้นที่ใช้หน้านี้ได้"


def for_admins(view: View) -> View:
    """The view for admins alone: PermissionDenied (403) with the sentence for everybody else."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if refusal := admin_refusal(cast("User", request.user)):
            raise PermissionDenied(refusal)
        return view(request, *args, **kwargs)

    return guarded


def saved_whole(view: View) -> View:
    """The view with each POST in one transaction; reading takes none, and so waits for no writer."""

    @wraps(view)
    def saving(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with transaction.atomic():
            return view(request, *args, **kwargs)

    return saving
