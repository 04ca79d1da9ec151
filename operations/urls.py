"""Addresses for the admin who looks after the portal."""

from django.urls import path

from operations.audit_views import audit

urlpatterns = [path("administration/audit/", audit, name="audit")]
