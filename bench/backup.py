"""How long a backup and a restore of all of Thailand take, beside the database's own copy; and their memory.

    DATABASE_URL=sqlite:////tmp/scale.sqlite3 python bench/backup.py

The database is that of bench/scale.py, filled there. Made in a temporary folder, which is removed: the own
copy of the engine (sqlite3's backup, or pg_dump), the backup, its check, and a restore into a SQLite file.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
MANAGE = [sys.executable, str(ROOT / "manage.py")]
WATCHED = (
    "import resource, subprocess, sys;"
    "status = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode;"
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024); sys.exit(status)"
)
COPY = "import sqlite3, sys; sqlite3.connect(sys.argv[1]).backup(sqlite3.connect(sys.argv[2]))"


@contextmanager
def timed(name: str, unit: float) -> Iterator[list[str]]:
    """Print the seconds of what is done meanwhile, as a multiple of the engine's copy, and what it told."""
    told: list[str] = []
    begun = time.perf_counter()
    yield told
    seconds = time.perf_counter() - begun
    ratio = f"{seconds / unit:6.1f} x" if unit else ""
    print(f"{name:28} {seconds:8.1f} s {ratio} {' '.join(told)}", flush=True)


def peak(command: list[str], **environment: str) -> str:
    """Run a command to its end; the most memory that it has held."""
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, *command],
        env={**os.environ, **environment},
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    return f"{done.stdout.strip()} MB at most"


def own_copy(database: str, folder: Path) -> float:
    """The seconds of the engine's own copy."""
    if database.startswith("sqlite"):
        command = [
            sys.executable,
            "-c",
            COPY,
            database.removeprefix("sqlite:///"),
            str(folder / "own.sqlite3"),
        ]
    else:
        command = ["pg_dump", "--format=custom", f"--file={folder / 'own.dump'}", database]
    begun = time.perf_counter()
    with timed("the engine's own copy", 0):
        subprocess.run(command, check=True)
    return time.perf_counter() - begun


def main(database: str) -> None:
    """Print a line for each step."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        unit = own_copy(database, folder)
        with timed("backup", unit) as told:
            told.append(peak([*MANAGE, "backup", str(folder / "copy")]))
        with timed("restore --check", unit) as told:
            told.append(peak([*MANAGE, "restore", str(folder / "copy"), "--check"]))
        (folder / "place").mkdir()
        place = {
            "DATABASE_URL": f"sqlite:///{quote(str(folder / 'place/portal.sqlite3'))}",
            "MEDIA_ROOT": str(folder / "place/media"),
            "TRAFFIC_LOG": str(folder / "place/log"),
        }
        with timed("restore into SQLite", unit) as told:
            told.append(peak([*MANAGE, "restore", str(folder / "copy")], **place))


if __name__ == "__main__":
    main(os.environ["DATABASE_URL"])
