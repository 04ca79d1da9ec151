"""Addresses of municipalities and of the documents of their plans."""

from django.urls import path, register_converter

from reports.bundle_views import bundle
from reports.check_views import checks
from reports.models import ReportKind
from reports.municipality_views import municipality, municipality_list
from reports.profile_views import profile
from reports.views import documents, preview, report_docx, report_pdf


class KindConverter:
    """The kind of a document in an address; anything else is no address."""

    regex = "|".join(ReportKind.values)

    def to_python(self, value: str) -> str:
        """The kind as it stands."""
        return value

    def to_url(self, value: str) -> str:
        """The kind as it stands."""
        return value


register_converter(KindConverter, "kind")

PLAN = "municipalities/<int:pk>/plans/<int:fiscal_year>/"

urlpatterns = [
    path("municipalities/", municipality_list, name="municipality_list"),
    path("municipalities/<int:pk>/", municipality, name="municipality"),
    path("municipalities/<int:pk>/profile/", profile, name="profile"),
    path(f"{PLAN}checks/", checks, name="checks"),
    path(f"{PLAN}documents/", documents, name="documents"),
    path(f"{PLAN}documents/<kind:kind>/", preview, name="preview"),
    path(f"{PLAN}documents/<kind:kind>.pdf", report_pdf, name="report_pdf"),
    path(f"{PLAN}documents/<kind:kind>.docx", report_docx, name="report_docx"),
    path(f"{PLAN}bundle.json", bundle, name="bundle"),
]
