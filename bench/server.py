"""Requests a second of two kinds of server, by turns: threads that gather bodies, and whole requests.

With --metrics: whole requests without, and with counting for a Prometheus.

    .venv/bin/python bench/server.py [--metrics] [ADDRESS ...]

The portal's own database is read (DATABASE_URL; make the demo first). Without an address: the sign-in page
and the list of what was published. Then strangers' stalled bodies from many addresses: how long a page takes.
"""

import asyncio
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KINDS = {
    "threads": ["--interface", "wsgi", "--blocking-threads", "32", "ita_portal.wsgi:application"],
    "whole": ["--interface", "asginl", "--http", "1", "--backlog", "4096", "ita_portal.asgi:application"],
}
KINDS["counted"] = KINDS["whole"]
CLIENTS, SECONDS, ROUNDS = 8, 5.0, 4
ADDRESSES = ["/accounts/login/", "/published/"]
BODY = b"POST /accounts/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\na=b"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def server(kind: str) -> Iterator[int]:
    """The port of a server of this kind that answers."""
    port = free_port()
    environment = os.environ | {"PORTAL_URL": f"http://127.0.0.1:{port}", "SECRET_KEY": "x" * 60}
    command = [sys.executable, "-m", "granian", "--port", str(port), "--workers", "2", "--no-ws"]
    with tempfile.TemporaryDirectory(dir="/dev/shm", ignore_cleanup_errors=True) as counts:
        if kind == "counted":
            environment |= {"METRICS_TOKEN": "x" * 32, "PROMETHEUS_MULTIPROC_DIR": counts}
        yield from _served(port, [*command, "--log-level", "error", *KINDS[kind]], environment)


def _served(port: int, command: list[str], environment: dict[str, str]) -> Iterator[int]:
    with subprocess.Popen(command, cwd=ROOT, env=environment) as process:
        while not asyncio.run(page(port, ADDRESSES[0])):
            time.sleep(0.2)
        yield port
        process.terminate()


async def page(port: int, address: str, patience: float = 30) -> float:
    """Seconds for one page on a connection of its own; 0 where none came."""
    begun = time.perf_counter()
    with suppress(OSError, asyncio.TimeoutError, asyncio.IncompleteReadError):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.wait_for(ask(reader, writer, address), patience)
        writer.close()
        return time.perf_counter() - begun
    return 0.0


async def ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, address: str) -> None:
    """One request on an open connection, its answer read to the end."""
    writer.write(f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    if b" 200 " not in head.partition(b"\r\n")[0]:
        raise OSError(head.partition(b"\r\n")[0].decode())
    if b"content-length: " in head:
        await reader.readexactly(int(head.split(b"content-length: ")[1].split(b"\r\n")[0]))
        return
    while size := int(await reader.readline(), 16):
        await reader.readexactly(size + 2)
    await reader.readline()


async def rate(port: int, address: str) -> float:
    """Requests a second of several clients that each ask again and again on one connection."""
    end, answered = time.perf_counter() + SECONDS, 0

    async def client() -> None:
        nonlocal answered
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while time.perf_counter() < end:
            await ask(reader, writer, address)
            answered += 1
        writer.close()

    await asyncio.gather(*(client() for _ in range(CLIENTS)))
    return answered / SECONDS


def stalled(port: int, number: int) -> float:
    """Seconds for a page while so many bodies stall (0: none within 10 s)."""
    connections = []
    for place in range(number):
        connection = socket.socket()
        connection.bind((f"127.0.{place // 200}.{place % 200 + 2}", 0))
        connection.connect(("127.0.0.1", port))
        connection.sendall(BODY)
        connections.append(connection)
    time.sleep(1)
    seconds = asyncio.run(page(port, ADDRESSES[0], patience=10))
    for connection in connections:
        connection.close()
    return seconds


def main(addresses: list[str], kinds: tuple[str, str]) -> None:
    """Print the ratios, then the stalled bodies."""
    with server(kinds[0]) as before, server(kinds[1]) as now:
        for address in addresses:
            pairs = [
                (asyncio.run(rate(before, address)), asyncio.run(rate(now, address))) for _ in range(ROUNDS)
            ]
            ratio = statistics.median(after / first for first, after in pairs)
            shown = ", ".join(f"{first:.0f}/{after:.0f}" for first, after in pairs)
            print(f"{address}: {'/'.join(kinds)} {shown} requests/s; ratio {ratio:.2f}")
        for number in (0, 80, 300, 900):
            print(f"{number} stalled bodies: a page after {stalled(now, number) * 1000:.0f} ms")


if __name__ == "__main__":
    metrics = "--metrics" in sys.argv
    asked = [address for address in sys.argv[1:] if address.startswith("/")]
    main(asked or ADDRESSES, ("whole", "counted") if metrics else ("threads", "whole"))
