"""What a machine that watches the portal asks: /healthz, whether it lives, and /readyz, whether it can serve.

Both are answered before any middleware: by any name, without a redirect, a session, a line of the log. They
tell the names of what is missing, and nothing of anybody.
"""

import shutil
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Generic, TypeVar

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse

from oversight.exports.files import is_worked_off

PATIENCE = 3.0  # seconds; a database that says nothing for longer is away
FRESH = 2.0  # seconds for which an answer counts, so that asking costs nothing
LEAST_FREE = 200 * 2**20  # bytes

T = TypeVar("T")


def unapplied() -> set[tuple[str, str]]:
    """The migrations of this program that the database lacks. Raises what the database raises."""
    return _known() - MigrationRecorder(connection).applied_migrations().keys()


@cache
def _known() -> set[tuple[str, str]]:
    return set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def without_room() -> list[Path]:
    """The folders for data and uploads whose disk is nearly full."""
    folders = [Path(settings.MEDIA_ROOT), settings.VAR_DIR]
    return [path for path in folders if path.exists() and shutil.disk_usage(path).free < LEAST_FREE]


def shortcomings() -> list[str]:
    """What keeps the portal from serving: "migrations", "disk", "worker". Raises what the database raises.

    The worker is one on this machine, or one that holds its file in a MEDIA_ROOT that machines share.
    """
    try:
        lacking = {"migrations": bool(unapplied())}
    finally:
        connection.close()
    lacking |= {"disk": bool(without_room()), "worker": not is_worked_off()}
    return [name for name, lacks in lacking.items() if lacks]


class PatientAnswer(Generic[T]):
    """An answer that is found by one thread of its own, which may hang as long as it likes.

    It counts for FRESH seconds. `otherwise` is the answer where none came within `patience` seconds or the
    thread failed.
    """

    def __init__(self, ask: Callable[[], T], otherwise: T, patience: float = PATIENCE) -> None:
        self.ask, self.otherwise, self.patience = ask, otherwise, patience
        self._pool, self._lock = ThreadPoolExecutor(1, "patient-answer"), Lock()
        self._asked: Future[T] | None = None
        self._at = 0.0

    def get(self) -> T:
        """The answer of now, or of the last FRESH seconds."""
        with self._lock:
            if self._asked is None or (self._asked.done() and time.monotonic() - self._at > FRESH):
                self._asked, self._at = self._pool.submit(self.ask), time.monotonic()
            asked, left = self._asked, self._at + self.patience - time.monotonic()
        try:
            return asked.result(max(0.0, left))
        except Exception:  # too late, or whichever way the database is away
            return self.otherwise


class ProbesMiddleware:
    """Answers both addresses; 200, or 503 with the names of what is missing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.readiness = PatientAnswer(shortcomings, otherwise=["database"])

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a probe, or pass the request on."""
        if request.path_info not in ("/healthz", "/readyz") or request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        lacks = self.readiness.get() if request.path_info == "/readyz" else []
        text = f"not ready: {', '.join(lacks)}\n" if lacks else "ok\n"
        headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
        return HttpResponse(text, "text/plain; charset=utf-8", status=503 if lacks else 200, headers=headers)
