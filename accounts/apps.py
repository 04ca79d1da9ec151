"""The app's registration with Django."""

from django.apps import AppConfig
from django.core.management import call_command
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    """Accounts."""

    name = "accounts"
    verbose_name = "ผู้ใช้"

    def ready(self) -> None:
        """The cache table, in which all workers count failed sign-ins, is there after every migrate."""
        post_migrate.connect(_ensure_cache_table, sender=self, dispatch_uid="accounts.ensure_cache_table")


def _ensure_cache_table(using: str, **_kwargs: object) -> None:
    call_command("createcachetable", database=using, verbosity=0)
