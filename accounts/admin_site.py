"""The admin's side of the portal: Django's admin behind the portal's own sign-in, for the role admin only."""

from functools import wraps
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


class PortalAdminSite(AdminSite):
    """Django's admin with the portal's name, door and key."""

    site_header = "ผู้ดูแลระบบ ITA เทศบาล"
    site_title = "ระบบ ITA เทศบาล"
    index_title = "ข้อมูลของระบบ"
    empty_value_display = "–"
    enable_nav_sidebar = False

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.disable_action("delete_selected")

    def has_permission(self, request: HttpRequest) -> bool:
        """Only an active person of the role admin, whatever other marks the account carries."""
        return super().has_permission(request) and getattr(request.user, "is_admin", False)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:  # noqa: FBT001, FBT002 - as Django calls it
        """A view behind this door; an address with a sign that no database holds as text is refused (400)."""

        @wraps(view)
        def readable_view(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if any("\0" in value for _name, values in request.GET.lists() for value in values):
                raise BadRequest("NUL in the address")
            return view(request, *args, **kwargs)

        return super().admin_view(readable_view, cacheable)

    def login(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        """Refuse with 403 who is signed in without the role; visitors have been sent to the portal's sign-in.

        Django's own sign-in form, which knows neither the lock-out nor the second factor, is never shown.
        """
        if not self.has_permission(request):
            raise PermissionDenied
        return redirect("admin:index")

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """Lead to the portal's own page, which ends the person's sessions and tells them by mail."""
        return redirect("account_change_password")


class PortalAdminConfig(AdminConfig):
    """Makes this site the one that every app's admin.py registers with."""

    default_site = "accounts.admin_site.PortalAdminSite"
