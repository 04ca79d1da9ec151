"""Where the trials happen: folders and a database of their own, gone at the end; comes before Django."""

import atexit
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))
HOME = Path(tempfile.mkdtemp(prefix="portal-faults-"))
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
PORT = "8977"
PORTAL = f"http://127.0.0.1:{PORT}"
OWN = {
    "SECRET_KEY": "of these trials only: " + "x" * 50,
    "DATABASE_URL": os.environ.get("DATABASE_URL") or f"sqlite:///{HOME}/portal.sqlite3",
    **{name: str(HOME / name.lower()) for name in ("MEDIA_ROOT", "TRAFFIC_LOG", "PDF_CACHE")},
    "PORTAL_URL": PORTAL,
    "HOST": "127.0.0.1",
    "PORT": PORT,
    "WORKERS": "2",
    "DEMO": "no",
}
os.environ |= OWN | {"DJANGO_SETTINGS_MODULE": "ita_portal.settings"}
POSTGRES = OWN["DATABASE_URL"].startswith("postgres")

import django  # noqa: E402 - after the environment

django.setup()

from django.db import connection  # noqa: E402


class Lost(Exception):  # noqa: N818 - what a trial is there to find
    """What a trial has seen that must not be."""


@contextmanager
def fresh_database(name: str) -> Iterator[str]:
    """The address of an empty database."""
    if not POSTGRES:
        yield f"sqlite:///{HOME}/{name}.sqlite3"
        return
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    yield OWN["DATABASE_URL"].replace("/postgres?", f"/{name}?")
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def sound() -> None:
    """Raises Lost where SQLite finds its file damaged."""
    if not POSTGRES:
        with connection.cursor() as cursor:
            if (said := cursor.execute("PRAGMA quick_check").fetchall()) != [("ok",)]:
                raise Lost(str(said))
