"""The demo on a machine that can't print: it has no publications yet, and says so."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0")
PUBLICATIONS = 13


def manage(
    database: Path, *arguments: str, libraries: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """A command of the portal on that database; `libraries` are found before the system's."""
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{database}"}
    environment["DJANGO_SETTINGS_MODULE"] = "ita_portal.settings"
    if libraries:
        environment["LD_LIBRARY_PATH"] = str(libraries)
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=True, timeout=600
    )


def rows(database: Path, table: str) -> int:
    with closing(sqlite3.connect(database)) as connection:
        return int(connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0])  # noqa: S608 - our own word


@pytest.mark.slow
@pytest.mark.needs("Pango")
@pytest.mark.skipif(sys.platform != "linux", reason="hides Pango in the way of Linux")
def test_demo_leaves_publications_out_until_it_can_print(tmp_path: Path) -> None:
    database = tmp_path / "x.sqlite3"
    for name in LIBRARIES:
        (tmp_path / name).touch()  # found first, and no library
    manage(database, "migrate", "-v0")

    without = manage(database, "demo", libraries=tmp_path)
    assert "ข้อมูลสาธิตยังไม่มีเอกสารเผยแพร่" in without.stderr
    assert "Traceback" not in without.stderr
    assert "wanna" in without.stdout
    assert rows(database, "reports_publication") == 0

    afterwards = manage(database, "demo")
    assert afterwards.stderr == ""
    assert rows(database, "reports_publication") == PUBLICATIONS
    assert rows(database, "municipalities_municipality") == 18
