"""The disk of the database is full: 507, pages can be read; with room again it goes on by itself.

Of PostgreSQL the tables lie on the small disk, not its log: a server whose WAL finds no room ends itself.
"""

import os
import pwd
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection

from trials.place import HOME, OWN, POSTGRES, Lost
from trials.portal import Browser, portal
from trials.writers import Writers, save_website

FIRST = 150.0  # seconds within which the first writer is refused
KEPT = "SELECT website FROM municipalities_historicalmunicipality"


def trial(*, quick: bool) -> str:
    """Fill a disk of 64 MB while officers write, wait, and give the room back."""
    disk = HOME / "small"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(disk)], check=True)
    try:
        with database_on(disk) as url:
            own = {"DATABASE_URL": url, "MEDIA_ROOT": str(disk / "media")}
            with portal(**own), Writers(save_website) as writers:
                refused, readable, again = filled(disk, writers, 5 if quick else 20)
            kept, state = found_in(url)
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)
    missing = [text for text in writers.stored if text not in kept]
    sound = state == "ok" and readable == 200 and again.get(302)
    if missing or not sound or 507 not in refused or set(refused) - {200, 302, 507}:
        raise Lost(
            f"{len(missing)} writes; file {state}; reading {readable}; answers {refused}, then {again}"
        )
    return f"while full {refused}, reading {readable}; with room {again}; 0 of {len(writers.stored)} lost"


def filled(disk: Path, writers: Writers, seconds: float) -> tuple[dict[int, int], int, dict[int, int]]:
    """What writers are answered while the disk is full, what a reader is, and the writers with room again."""
    time.sleep(1)
    with (disk / "ballast").open("wb") as ballast, suppress(OSError):
        while True:
            ballast.write(b"0" * 65536)
            ballast.flush()
    until = time.monotonic() + FIRST
    while 507 not in writers.said and time.monotonic() < until:  # pages that were begun take rows for a while
        time.sleep(0.1)
    writers.said.clear()
    time.sleep(seconds)
    refused, readable = dict(writers.said), Browser().ask("/published/")[0]
    (disk / "ballast").unlink()
    time.sleep(1)
    writers.said.clear()
    time.sleep(3)
    return refused, readable, dict(writers.said)


@contextmanager
def database_on(disk: Path) -> Iterator[str]:
    """The address of a copy of the trials' database whose tables lie on that disk."""
    connection.close()
    if not POSTGRES:
        file = OWN["DATABASE_URL"].removeprefix("sqlite:///")
        with (
            closing(sqlite3.connect(file)) as source,
            closing(sqlite3.connect(disk / "portal.sqlite3")) as copy,
        ):
            source.backup(copy)
        yield f"sqlite:///{disk}/portal.sqlite3"
        return
    connection.close_pool()  # a database that is copied has no other visitor
    place, account = disk / "tables", pwd.getpwnam("postgres")
    place.mkdir()
    os.chown(place, account.pw_uid, account.pw_gid)
    for folder in (HOME, disk):
        folder.chmod(0o755)
    with psycopg.connect(server("template1"), autocommit=True) as head:
        head.execute(f"CREATE TABLESPACE small LOCATION '{place}'")  # type: ignore[call-overload]
        head.execute("CREATE DATABASE small TEMPLATE postgres TABLESPACE small")
    try:
        yield OWN["DATABASE_URL"].replace("/postgres?", "/small?")
    finally:
        with psycopg.connect(server("template1"), autocommit=True) as head:
            head.execute("DROP DATABASE small WITH (FORCE)")
            head.execute("DROP TABLESPACE small")


def server(name: str) -> str:
    """The throwaway server's database of that name, as libpq is told it."""
    return f"user=portal dbname={name} host={OWN['DATABASE_URL'].rpartition('host=')[2]}"


def found_in(url: str) -> tuple[set[Any], str]:
    """The addresses that the database has kept, and what its own check says of the file."""
    if POSTGRES:
        with psycopg.connect(server("small")) as found:
            return {row[0] for row in found.execute(KEPT)}, "ok"
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as copy:
        copy.create_function("REGEXP", 2, lambda *_: True)  # rules of our tables call it
        return {row[0] for row in copy.execute(KEPT)}, copy.execute("PRAGMA quick_check").fetchone()[0]
