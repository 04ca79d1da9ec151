"""A database that says nothing."""

import os
import signal
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from threading import Thread

from trials.place import OWN, Lost
from trials.portal import Browser, portal

FAR = 4.0  # seconds within which a portal without a database says so
BACK = 3.0  # seconds after which it answers again


def trial(*, quick: bool) -> str:
    """The database says nothing for a minute: 503 soon, nobody waits for ever, and it goes on by itself."""
    silent = 10 if quick else 60
    with portal() as running:
        said: list[tuple[int, float]] = []
        stop_postgres(signal.SIGSTOP)
        try:
            until = time.monotonic() + silent
            while time.monotonic() < until:
                said += asked_at_once(4)
        finally:
            stop_postgres(signal.SIGCONT)
        begun = time.monotonic()
        running.wait(30)
        back = time.monotonic() - begun
        after = [status for status, _ in asked_at_once(20)]
    statuses, longest = Counter(status for status, _ in said), max(seconds for _, seconds in said)
    told = f"{silent} s: {dict(statuses)} within {longest:.1f} s; back after {back:.1f} s, {Counter(after)}"
    if set(statuses) != {503} or longest > FAR or back > BACK or set(after) != {200}:
        raise Lost(told)
    return told


def asked_at_once(number: int) -> list[tuple[int, float]]:
    """Status and seconds of as many requests for a page, side by side."""
    said: list[tuple[int, float]] = []

    def ask() -> None:
        begun = time.monotonic()
        said.append((Browser().ask("/published/")[0], time.monotonic() - begun))

    threads = [Thread(target=ask) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


def stop_postgres(number: signal.Signals) -> None:
    """Stop all processes of the throwaway server, or let them go on."""
    home = OWN["DATABASE_URL"].rpartition("host=")[2]
    head = int((Path(home) / "data/postmaster.pid").read_text().split()[0])
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
            if head in (parent, int(stat.parent.name)):
                os.kill(int(stat.parent.name), number)
