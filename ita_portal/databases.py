"""How the portal speaks to its database: with limits, so that nobody waits for one that is away or silent."""

from typing import Any

import psycopg
from psycopg.pq import TransactionStatus


def with_options(database: dict[str, Any]) -> dict[str, Any]:
    """What the operator chose, as DATABASES has it, with the options of that kind of database."""
    if database["ENGINE"].endswith("sqlite3"):
        options: dict[str, Any] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        }
        return database | {"OPTIONS": options}
    options = {
        "connect_timeout": 3,
        "options": "-c statement_timeout=20000 -c lock_timeout=10000",
        # A pool that gives up soon tries anew for the next request, and is back when the database is.
        "pool": {
            "min_size": 1,
            "max_size": 8,
            "timeout": 2,
            "reconnect_timeout": 2,
            "connection_class": ImpatientConnection,
        },
    }
    return database | {"CONN_HEALTH_CHECKS": True, "OPTIONS": database.get("OPTIONS", {}) | options}


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
