"""All addresses of the portal."""

from django.contrib import admin
from django.urls import include, path

from ita_portal.views import home

urlpatterns = [
    path("", home, name="home"),
    path("", include("municipalities.urls")),
    path("", include("outbox.urls")),
    path("accounts/", include("accounts.urls")),
    path("", include("assessments.urls")),
    path("", include("measures.urls")),
    path("", include("reports.urls")),
    path("", include("oit.urls")),
    path("", include("home.urls")),
    path("", include("oversight.urls")),
    path("", include("public.urls")),
    path("", include("operations.urls")),
    path("admin/", admin.site.urls),
]
handler400 = "ita_portal.views.bad_request"
handler403 = "ita_portal.views.forbidden"
handler404 = "ita_portal.views.not_found"
handler500 = "ita_portal.views.server_error"
