"""What ./run does between installing and serving: free port, current database, demo data, static files."""

import hashlib
import os
import socket
import sys
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent


def main(host: str, port: int) -> None:
    """Leave the portal ready to be served at that address, or end the program with the reason why not."""
    refuse_taken_port(host, port)
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ita_portal.settings")
    django.setup()
    call_command("migrate", verbosity=0)
    collect_static_files()
    offer_demo()


def refuse_taken_port(host: str, port: int) -> None:
    """End with a clear sentence where another program listens: the server would share the port silently."""
    family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind) as probe:
        # A server that has just stopped is no obstacle.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            sys.exit(
                f"พอร์ต {port} ใช้ไม่ได้ โปรดเลือกพอร์ตอื่น  PORT={port + 1} ./run\n"
                f"cannot listen on {host} port {port}: {error.strerror}"
            )


def collect_static_files() -> None:
    """Collect and compress the static files where one has changed since the last start: it takes seconds."""
    note, current = Path(settings.STATIC_ROOT) / ".collected", static_files_stamp()
    if not note.exists() or note.read_text() != current:
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        note.write_text(current)


def static_files_stamp() -> str:
    """A digest that changes with the name, the size and the time of any static file."""
    found = [entry for finder in get_finders() for entry in finder.list([])]
    stats = sorted((name, Path(storage.path(name)).stat()) for name, storage in found)
    facts = [(name, stat.st_size, stat.st_mtime_ns) for name, stat in stats]
    return hashlib.sha256(repr(facts).encode()).hexdigest()


def offer_demo() -> None:
    """Fill an empty database with the demo data, or print the demo accounts of one that is filled.

    Neither where DEMO=no, nor ever in a portal with an https address: that one serves real people.
    """
    if not settings.HTTPS and os.environ.get("DEMO") != "no":
        call_command("demo", accounts=apps.get_model("municipalities", "Municipality").objects.exists())


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
