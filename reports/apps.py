"""The app's registration with Django."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_save


class ReportsConfig(AppConfig):
    """Reports."""

    name = "reports"
    verbose_name = "รายงาน"

    def ready(self) -> None:
        """Register the system check, and make both reports of a plan as soon as there is a plan."""
        from reports import system_checks  # noqa: F401, PLC0415 - registers itself on import

        post_save.connect(_make_reports, sender="measures.Plan", dispatch_uid="reports.make_reports")


def _make_reports(instance: Any, created: bool, raw: bool = False, **_kwargs: object) -> None:  # noqa: FBT001, FBT002 - the signal's signature
    from reports.models import Report, ReportKind  # noqa: PLC0415 - models exist only once apps are ready

    if created and not raw:
        Report.objects.bulk_create(Report(plan=instance, kind=kind) for kind in ReportKind.values)
