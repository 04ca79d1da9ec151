"""The app's registration with Django."""

from django.apps import AppConfig


class OITConfig(AppConfig):
    """The register of OIT items."""

    name = "oit"
    verbose_name = "รายการ OIT"
