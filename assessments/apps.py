"""The app's registration with Django."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    """Assessments."""

    name = "assessments"
    verbose_name = "ผลการประเมิน"

    def ready(self) -> None:
        """A framework file with a fault stops the start: its check is registered here."""
        from assessments import system_checks  # noqa: F401, PLC0415 - registers itself on import
