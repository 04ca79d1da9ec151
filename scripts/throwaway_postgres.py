"""Run a command with a PostgreSQL of its own, named to it by DATABASE_URL and gone afterwards.

`throwaway_postgres.py COMMAND…`: the binaries are Debian's or those on PATH; the server listens on nothing
but a socket in a private directory and never syncs to disk.
"""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

SETTINGS = ("listen_addresses=", "fsync=off", "synchronous_commit=off", "full_page_writes=off")


def find_binaries() -> Path:
    """The directory of initdb and pg_ctl, the newest version first; ends the program where there is none."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    if debian:
        return debian[-1].parent
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    sys.exit("PostgreSQL is missing. Type:  sudo apt-get install -y --no-install-recommends postgresql")


def server_account() -> dict[str, object]:
    """Who runs the server (for subprocess): PostgreSQL refuses root, so root hands over to Debian's user."""
    if os.geteuid() != 0:
        return {}
    account = pwd.getpwnam("postgres")
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


@contextlib.contextmanager
def throwaway_postgres() -> Iterator[str]:
    """The DATABASE_URL of a server that lives as long as the with block."""
    binaries, account = find_binaries(), server_account()
    # /tmp and not TMPDIR: the path of a socket has at most 107 bytes, and the server's account must reach it.
    home = Path(tempfile.mkdtemp(prefix="portal-pg-", dir="/tmp"))
    if account:
        os.chown(home, account["user"], account["group"])
    options = " ".join(["-k", str(home), *(f"-c {setting}" for setting in SETTINGS)])

    def run(program: str, *arguments: str) -> None:
        command = [binaries / program, "-D", home / "data", *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/", **account)

    try:
        run("initdb", "-U", "portal", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")
        run("pg_ctl", "-w", "-l", str(home / "log"), "-o", options, "start")
        try:
            yield f"postgres://portal@/postgres?host={home}"
        finally:
            run("pg_ctl", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(home)


def main(command: list[str]) -> int:
    """Run the command and give its exit status; a SIGTERM stops the server as well."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with throwaway_postgres() as url:
        return subprocess.run(command, check=False, env={**os.environ, "DATABASE_URL": url}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
