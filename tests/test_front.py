"""The server itself: strangers' stalled bodies stop nobody, and what is too large is never stored."""

import os
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from http.client import HTTPConnection
from pathlib import Path

import pytest

from ita_portal.environment import read_environment
from scripts import serve
from tests.processes import running

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 120.0  # seconds for its start
WITHOUT_BODY = 10.0  # seconds; what stalls is given up after fifteen
STALLED = 150  # more than all threads of both processes together
HEAD = "POST /accounts/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {}\r\n\r\n"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, Path]]:
    """The port of a running server with an empty database, and its folder."""
    folder = tmp_path_factory.mktemp("front")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "ita_portal.settings",
        "DATABASE_URL": f"sqlite:///{folder}/portal.sqlite3",
        "TRAFFIC_LOG": str(folder / "log"),
        "TMPDIR": str(folder),
        "SECRET_KEY": "of this test only: " + "a" * 50,
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "WORKERS": "2",
        "PORTAL_URL": f"http://127.0.0.1:{port}",
    }
    command = serve.web_server(read_environment(environment, ROOT))
    said = folder / "said"
    with (
        said.open("wb") as output,
        running(command, cwd=ROOT, env=environment, stdout=output, stderr=output) as process,
    ):
        deadline = time.monotonic() + PATIENCE
        while not _answers(port):
            assert process.poll() is None, said.read_text()
            assert time.monotonic() < deadline, said.read_text()
            time.sleep(0.2)
        yield port, folder


def _answers(port: int) -> bool:
    try:
        return get(port)[0] == 200
    except OSError:
        return False


def get(port: int) -> tuple[int, float]:
    """Status and seconds of what needs no database, nor static files: a fresh clone has not collected any."""
    begun = time.monotonic()
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/robots.txt", headers={"Host": "127.0.0.1"})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, time.monotonic() - begun


def begun_body(port: int, length: int) -> socket.socket:
    """A connection whose body has begun and does not go on."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=30)
    connection.sendall(HEAD.format(length).encode() + b"a=b")
    return connection


def test_others_are_answered_while_many_bodies_stall(server: tuple[int, Path]):
    port, _folder = server
    with ExitStack() as stalled:
        for _ in range(STALLED):
            stalled.enter_context(begun_body(port, 1000))
        time.sleep(0.5)
        answers = [get(port) for _ in range(3)]
    assert [status for status, _seconds in answers] == [200] * 3
    assert max(seconds for _status, seconds in answers) < WITHOUT_BODY


def test_what_is_too_large_is_refused_in_thai_and_written_down(server: tuple[int, Path]):
    port, folder = server
    with begun_body(port, 400 * 1024 * 1024) as connection:
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    head, _, page = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 413 ")
    assert "ข้อมูลที่ส่งมาใหญ่เกินไป" in page.decode()
    assert "POST /accounts/login/ 413" in "".join(file.read_text() for file in (folder / "log").iterdir())
