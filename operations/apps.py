"""Running the portal: what an operator gives back, looks at and is told."""

from django.apps import AppConfig
from django.conf import settings


class OperationsConfig(AppConfig):
    """Backup and restore, metrics where they are asked for."""

    name = "operations"
    verbose_name = "การดูแลระบบ"

    def ready(self) -> None:
        """Have the worker's tasks counted."""
        if settings.METRICS_TOKEN:
            from django_tasks.signals import task_finished  # noqa: PLC0415 - where it is needed

            from operations.metrics.counts import count_task  # noqa: PLC0415 - as above

            task_finished.connect(count_task)
