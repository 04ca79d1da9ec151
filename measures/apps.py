"""The app's registration with Django."""

from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    """Measures."""

    name = "measures"
    verbose_name = "มาตรการ"

    def ready(self) -> None:
        """A framework file that measures have no room for stops the start: its check is registered here."""
        from measures import system_checks  # noqa: F401, PLC0415 - registers itself on import
