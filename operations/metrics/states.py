"""How the portal stands at the moment at which a Prometheus asks; a handful of questions to the database."""

import shutil
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from django import get_version
from django.conf import settings
from django.db import connection
from django.db.models import Case, Count, F, Min, Q, When
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily

from ita_portal.build import build
from operations.backup.making import last_backup
from operations.probes import PatientAnswer, unapplied
from outbox.models import Mail
from oversight.exports.files import is_worked_off
from reports.models import Report, ReportKind
from reports.states import State

Words = TypeVar("Words", bound=tuple[str, ...])
QUEUES = settings.TASKS["default"]["QUEUES"]


class StateCollector:
    """A collector of prometheus_client's; a database that says nothing holds it up as long as a probe."""

    def __init__(self) -> None:
        self._stored = PatientAnswer[list[Metric]](_stored_states, otherwise=[])

    def collect(self) -> Iterator[Metric]:
        """Every state; those that only the database knows are missing while it is away."""
        yield from _states_of_machine()
        stored = self._stored.get()
        yield _gauge("database_up", "Whether the database answers", {(): bool(stored)})
        yield from stored


def _states_of_machine() -> Iterator[Metric]:
    """What is known without the database."""
    facts = (build()[:12], get_version(), connection.vendor)
    yield _gauge("build_info", "Which program runs, on what", {facts: 1}, "build", "django", "database")
    folders = {"var": settings.VAR_DIR, "media": settings.MEDIA_ROOT, "log": settings.TRAFFIC_LOG}
    free = {(name,): shutil.disk_usage(path).free for name, path in folders.items() if Path(path).exists()}
    yield _gauge("disk_free_bytes", "Room on the disk of a folder", free, "folder")
    alive = {(queue,): is_worked_off(queue) for queue in QUEUES}
    yield _gauge("worker_up", "Whether a worker of this queue lives on this machine", alive, "queue")
    if last := last_backup():
        yield _gauge(
            "last_backup_timestamp_seconds", "When the last backup was made", {(): last[0].timestamp()}
        )


def _stored_states() -> list[Metric]:
    """What the database knows, in at most ten queries. Raises what the database raises."""
    try:
        return [
            _gauge("migrations_missing", "Migrations that the database lacks", {(): len(unapplied())}),
            *_states_of_queues(),
            *_states_of_mails(),
            _documents(),
        ]
    finally:
        connection.close()


def _states_of_queues() -> Iterator[Metric]:
    """A task that waits counts from when it may be begun: the next try of a mail is meant to be later."""
    now = timezone.now()
    ready = Q(pk__in=DBTaskResult.objects.ready().values("pk"))
    due = Case(When(run_after__lte=now, then=F("run_after")), default=F("enqueued_at"))
    found = DBTaskResult.objects.values("queue_name").annotate(
        waiting=Count("pk", filter=ready),
        running=Count("pk", filter=Q(status=TaskResultStatus.RUNNING)),
        failed=Count("pk", filter=Q(status=TaskResultStatus.FAILED)),
        since=Min(due, filter=ready),
    )
    rows: dict[str, dict[str, Any]] = {row["queue_name"]: dict(row) for row in found}
    numbers = {
        (queue, state): rows.get(queue, {}).get(state, 0)
        for queue in QUEUES
        for state in ("waiting", "running", "failed")
    }
    yield _gauge("jobs", "Tasks in the queues; failed ones of all times", numbers, "queue", "state")
    ages = {(queue,): _age(rows.get(queue, {}).get("since"), now) for queue in QUEUES}
    yield _gauge("oldest_job_seconds", "For how long the oldest task has waited", ages, "queue")


def _states_of_mails() -> Iterator[Metric]:
    waiting = Mail.objects.waiting().aggregate(number=Count("pk"), since=Min("written_at"))
    numbers = {("waiting",): waiting["number"], ("given_up",): Mail.objects.given_up().count()}
    yield _gauge("mails", "Mails that were not sent", numbers, "state")
    age = _age(waiting["since"], timezone.now())
    yield _gauge("oldest_mail_seconds", "For how long the oldest waiting mail has waited", {(): age})


def _documents() -> Metric:
    counted = Report.objects.values_list("kind", "state").annotate(number=Count("pk"))
    numbers = {(kind, state): 0 for kind in ReportKind.values for state in State.values()}
    numbers |= {(kind, state): number for kind, state, number in counted}
    return _gauge("documents", "Documents of all years", numbers, "kind", "state")


def _age(since: datetime | None, now: datetime) -> float:
    """Seconds; 0 where nothing waits."""
    return max(0.0, (now - since).total_seconds()) if since else 0.0


def _gauge(name: str, text: str, values: Mapping[Words, float], *labels: str) -> Metric:
    """A gauge of the portal's with its values by those of its labels."""
    gauge = GaugeMetricFamily(f"ita_portal_{name}", text, labels=labels)
    for words, value in values.items():
        gauge.add_metric(words, value)
    return gauge
