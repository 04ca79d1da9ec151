"""The app's registration with Django."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    """What everybody may read without signing in. It reads publications and nothing else of a report."""

    name = "public"
    verbose_name = "เว็บไซต์สาธารณะ"
