"""The app's registration with Django."""

from django.apps import AppConfig


class PrintingConfig(AppConfig):
    """It has no tables."""

    name = "printing"
    verbose_name = "การพิมพ์เอกสาร"

    def ready(self) -> None:
        """`check --deploy` says what this machine lacks: its check is registered here."""
        from printing import system_checks  # noqa: F401, PLC0415 - registers itself on import
