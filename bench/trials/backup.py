"""A backup is made under load, and restored elsewhere."""

import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

from django.core.management import call_command

from trials.place import HOME, ROOT, Lost
from trials.portal import portal
from trials.writers import Writers, save_website


def trial(*, quick: bool) -> str:
    """A backup made while officers write has all that was acknowledged before it; it comes back elsewhere."""
    with portal(), Writers(save_website) as writers:
        time.sleep(3 if quick else 30)
        before, begun = list(writers.stored), time.monotonic()
        call_command("backup", HOME / "backup", stdout=sys.stderr)
        took, meanwhile = time.monotonic() - begun, len(writers.stored) - len(before)
    with closing(sqlite3.connect(HOME / "backup/database.sqlite3")) as copy:
        kept = {row[0] for row in copy.execute("SELECT website FROM municipalities_historicalmunicipality")}
    if missing := [text for text in before if text not in kept]:
        raise Lost(f"{len(missing)} of {len(before)} writes are not in the backup")
    elsewhere = {"DATABASE_URL": f"sqlite:///{HOME}/elsewhere.sqlite3", "MEDIA_ROOT": str(HOME / "elsewhere")}
    command = [sys.executable, "manage.py", "restore", str(HOME / "backup")]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **elsewhere}, check=True, stdout=sys.stderr)
    return (
        f"{took:.1f} s beside {meanwhile} writes; the {len(before)} before it are there; restored elsewhere"
    )
