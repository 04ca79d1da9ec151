"""Two who write at once: one waits at the lock while the other changes what the first has read."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any, TypeVar

from django.db import connection, connections, transaction

PATIENCE = 60.0  # seconds
Answer = TypeVar("Answer")


def overtaken(deed: Callable[[], Answer], by: Callable[[], object]) -> Answer:
    """What a deed gives that came to its lock or first write (SQLite: transaction) before `by` ends."""
    arrived = Event()

    def watch(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.startswith(("BEGIN", "UPDATE")) or re.search("FOR (NO KEY )?UPDATE", sql):
            arrived.set()
        return execute(sql, *rest)

    def run() -> Answer:
        try:
            with connection.execute_wrapper(watch):
                return deed()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            by()
            answer = pool.submit(run)
            assert arrived.wait(PATIENCE)
        return answer.result(PATIENCE)
