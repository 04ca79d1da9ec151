"""The portal itself as a Django app: it holds what all others share (Thai text, fields, templates, commands)."""

from django.apps import AppConfig
from django.core.management import call_command
from django.db.models.signals import post_migrate


class PortalConfig(AppConfig):
    """Shared pieces of the portal."""

    name = "ita_portal"
    label = "portal"
    verbose_name = "ระบบ ITA เทศบาล"

    def ready(self) -> None:
        """The cache table, which counts failed sign-ins, is there after every migrate."""
        post_migrate.connect(_ensure_cache_table, sender=self, dispatch_uid="portal.ensure_cache_table")


def _ensure_cache_table(using: str, **_kwargs: object) -> None:
    call_command("createcachetable", database=using, verbosity=0)
