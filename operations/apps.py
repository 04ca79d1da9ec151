"""Running the portal: what an operator gives back, looks at and is told."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Backup and restore."""

    name = "operations"
    verbose_name = "การดูแลระบบ"
