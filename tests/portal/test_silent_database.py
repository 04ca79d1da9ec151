"""A database that is there and says nothing: who asks is told so soon."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from threading import Event, Thread

import psycopg
import pytest
from django.db import connection

from ita_portal.databases import ImpatientConnection

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


class Between:
    """Stands between a client and the server's socket, and can fall silent."""

    def __init__(self, server: Path, folder: Path) -> None:
        self.server, self.silent = server, Event()
        self.open = ExitStack()
        self.door = self.open.enter_context(socket.socket(socket.AF_UNIX))
        self.door.bind(str(folder / server.name))
        self.door.listen()
        Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        """Let everybody in."""
        with suppress(OSError):
            while True:
                client, behind = self.door.accept()[0], socket.socket(socket.AF_UNIX)
                behind.connect(str(self.server))
                for source, target in ((client, behind), (behind, client)):
                    self.open.enter_context(source)
                    self.open.callback(source.shutdown, socket.SHUT_RDWR)
                    Thread(target=self.hand_on, args=(source, target), daemon=True).start()

    def hand_on(self, source: socket.socket, target: socket.socket) -> None:
        """Hand on what comes, as long as it speaks."""
        with suppress(OSError):
            while data := source.recv(65536):
                if self.silent.is_set():
                    return
                target.sendall(data)


@pytest.fixture
def between(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Between, ImpatientConnection]]:
    """A connection by way of one who can fall silent."""
    parameters = connection.get_connection_params()
    folder = Path(parameters["host"])
    here = Path(socket.gethostname()) if not folder.is_absolute() else tmp_path_factory.mktemp("s")
    one = Between(next(folder.glob(".s.PGSQL.*[0-9]")), here)
    with one.open:
        address = {name: parameters[name] for name in ("dbname", "user", "port") if parameters.get(name)}
        with ImpatientConnection.connect(**address, host=str(here), autocommit=True) as made:
            yield one, made


def test_check_of_a_silent_connection_fails_soon(between: tuple[Between, ImpatientConnection]):
    one, made = between
    made.execute("")
    one.silent.set()
    begun = time.monotonic()
    with pytest.raises(psycopg.OperationalError, match="timeout"):
        made.execute("")
    assert 1 < time.monotonic() - begun < 10
    assert made.closed


def test_question_may_take_longer_than_the_check(between: tuple[Between, ImpatientConnection]):
    _, made = between
    assert made.cursor().execute("SELECT 1 FROM pg_sleep(1.7)").fetchone() == (1,)


def test_question_to_a_silent_server_ends(
    between: tuple[Between, ImpatientConnection], monkeypatch: pytest.MonkeyPatch
):
    one, made = between
    monkeypatch.setattr(ImpatientConnection, "longest_seconds", 0.5)
    one.silent.set()
    with pytest.raises(psycopg.OperationalError, match="timeout"):
        made.cursor().execute("SELECT 1")


def test_portal_connects_that_way():
    connection.ensure_connection()
    assert isinstance(connection.connection, ImpatientConnection)
