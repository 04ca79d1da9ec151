"""A PostgreSQL that says nothing any more: who waits for it is told so, soon."""

from typing import Any

import psycopg
from psycopg.pq import TransactionStatus


class ImpatientConnection(psycopg.Connection[Any]):
    """A connection that gives its server up when it stays silent; it is closed then.

    Limits of the server's own (statement_timeout) don't help where the whole server stands still, and libpq
    has none for an answer. The check of the pool, before a request gets the connection, is the only one that
    calls `execute`; what Django asks goes by cursors, and may take as long as the server's own limit lets it.
    """

    check_seconds = 1.5
    longest_seconds = 60.0
    _checks = False

    def execute(self, *arguments: Any, **more: Any) -> Any:
        """Ask whether the server is there. Raises OperationalError where it does not say so."""
        self._checks = True
        try:
            return super().execute(*arguments, **more)
        finally:
            self._checks = False

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """Go on with an exchange until it is done. Raises OperationalError where that takes too long."""
        own = self.check_seconds if self._checks else self.longest_seconds
        try:
            return super().wait(gen, interval, timeout=own if timeout is None else timeout)
        except psycopg.OperationalError:
            if self.pgconn.transaction_status == TransactionStatus.ACTIVE:  # the answer may still come
                self.pgconn.finish()
            raise
