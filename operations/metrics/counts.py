"""What each process of the portal counts while it works: requests that were answered, and tasks that ended.

Each counts in files of its own in PROMETHEUS_MULTIPROC_DIR, which `scripts/serve.py` makes for the web server
and the workers that it starts; /metrics sums them, those of processes that have died too. Without that folder
a process counts for itself. Logging loads this module before Django's apps are there.
"""

import logging
import os
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.multiprocess import MultiProcessCollector

# One second is what people take for prompt, three minutes what a proxy waits for a document.
STEPS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 180.0)  # seconds

OWN = CollectorRegistry()
ANSWERED = Counter("ita_portal_requests", "Requests that were answered", ["view", "status"], registry=OWN)
DURATION = Histogram(
    "ita_portal_request_duration_seconds", "Time to answer", ["view"], buckets=STEPS, registry=OWN
)
TASKS = Counter("ita_portal_tasks", "Tasks that ended", ["queue", "outcome"], registry=OWN)
for _queue in settings.TASKS["default"]["QUEUES"]:
    TASKS.labels(_queue, "failed")  # a series that begins with a failure would not have grown


def count_collector() -> Any:
    """The collector of what all processes have counted."""
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        return MultiProcessCollector(None)
    return OWN


class RequestCounts(logging.Handler):
    """Counts each line of the traffic log: whatever is answered has one, also what never reached Django."""

    def emit(self, record: logging.LogRecord) -> None:
        """Count a request by its view and the first digit of its status; what fails here fails no request."""
        try:
            self._count(**{name: vars(record)[name] for name in ("request", "status", "seconds")})
        except Exception:
            self.handleError(record)

    def _count(self, request: HttpRequest, status: int, seconds: float | None) -> None:
        view = "refused" if seconds is None else view_named(request)
        ANSWERED.labels(view, "5xx")  # as above
        ANSWERED.labels(view, f"{status // 100}xx").inc()
        if seconds is not None:
            DURATION.labels(view).observe(seconds)


def view_named(request: HttpRequest) -> str:
    """Which of the portal's views a request was for; of addresses that are none only "static" or "none".

    So a stranger who makes up addresses makes no new series.
    """
    if request.resolver_match is not None:
        return request.resolver_match.view_name
    return "static" if request.path.startswith(settings.STATIC_URL) else "none"


def count_task(*, task_result: Any, **_signal: object) -> None:
    """Count a task of a queue that has succeeded or failed."""
    TASKS.labels(task_result.task.queue_name, task_result.status.lower()).inc()
