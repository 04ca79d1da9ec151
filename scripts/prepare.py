"""What ./run does between installing and serving: everything that serving needs, or a sentence why not.

It ends with status 1 and one sentence, in Thai and English, that names the variable to change: before the
portal serves, not while people wait. At the end it prints the address to open.
"""

import fcntl
import hashlib
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from errno import EADDRNOTAVAIL
from pathlib import Path
from tempfile import NamedTemporaryFile
from zoneinfo import ZoneInfo

import serve

from ita_portal import environment, private_files
from ita_portal.daily_files import DailyFiles
from ita_portal.given import WrongSetting

sys.path.insert(0, str(serve.ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ita_portal.settings")

import django
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import Error, connection, transaction


def main() -> None:
    """Leave the portal ready to be served. Raises WrongSetting."""
    choices: environment.Environment = settings.OPERATOR
    refuse_what_cannot_be_served(choices)
    refuse_taken_port(choices)
    refuse_unwritable_folders(choices)
    private_files.shut_all(choices, settings.VAR_DIR)
    django.setup()
    with alone():
        make_database_current()
        warn_of_unreadable_factors()
        collect_static_files()
        offer_demo(choices)
    print(f"==> อีกสักครู่เปิดได้ที่ (starting, open soon): {choices.portal_url}/   หยุด (stop): Ctrl-C", flush=True)


def refuse_what_cannot_be_served(choices: environment.Environment) -> None:
    """Raise where the settings are sound for a command, but not for a portal."""
    if choices.lacks_proxy:
        raise WrongSetting(
            "TRUSTED_PROXIES",
            "PORTAL_URL เป็น https จึงต้องมีพร็อกซีที่ทำ TLS อยู่ข้างหน้าและระบุจำนวนไว้ เช่น TRUSTED_PROXIES=1",
            "a PORTAL_URL of https needs a proxy in front that does TLS, and their number here",
        )
    if ":memory:" in str(choices.database["NAME"]):
        raise WrongSetting(
            "DATABASE_URL",
            "ฐานข้อมูลในหน่วยความจำใช้ให้บริการไม่ได้ ต้องเป็นไฟล์หรือ PostgreSQL",
            "a database in memory can't be served, it must be a file or PostgreSQL",
        )


def refuse_taken_port(choices: environment.Environment) -> None:
    """Raise where another program listens: the server would share the port silently."""
    host, port = choices.host, choices.port
    family, address = serve.place(host, port)
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # A server that has just stopped is no obstacle.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            if error.errno == EADDRNOTAVAIL:
                raise WrongSetting(
                    f"HOST={host}", "ไม่ใช่ที่อยู่ของเครื่องนี้", "is no address of this machine"
                ) from None
            raise WrongSetting(
                f"PORT={port}",
                f"เปิดพอร์ตนี้ไม่ได้ โปรดเลือกพอร์ตอื่น เช่น PORT={max(port + 1, 8000) if port < 65535 else 8000} ./run",
                f"cannot listen on {host} port {port}: {error.strerror}",
            ) from None


def refuse_unwritable_folders(choices: environment.Environment) -> None:
    """Make the folders that are missing, and raise where one can't be written."""
    folders = {"var": settings.VAR_DIR, "MEDIA_ROOT": choices.media_root, "TRAFFIC_LOG": choices.traffic_log}
    if choices.pdf_cache_max_mb:
        folders["PDF_CACHE"] = choices.pdf_cache
    for name, folder in folders.items():
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=folder, prefix="new-"):
                pass
        except OSError as error:
            raise WrongSetting(
                f"{name}={folder}",
                "บัญชีที่รันระบบเขียนโฟลเดอร์นี้ไม่ได้",
                f"this folder can't be written: {error.strerror}",
            ) from None
    refuse_unwritable_log(choices)


def refuse_unwritable_log(choices: environment.Environment) -> None:
    """Raise where today's file of the traffic log is there and can't be added to: the law asks for it."""
    log = DailyFiles(choices.traffic_log, choices.traffic_log_days)
    path = log.file_of(datetime.now(ZoneInfo(settings.TIME_ZONE)).date())
    try:
        if path.exists():
            path.open("a").close()
    except OSError as error:
        raise WrongSetting(
            f"TRAFFIC_LOG={path}",
            "บัญชีที่รันระบบเขียนต่อท้ายไฟล์นี้ไม่ได้",
            f"this file can't be added to: {error.strerror}",
        ) from None


@contextmanager
def alone() -> Iterator[None]:
    """Wait until no other start from this folder works on the same database and static files."""
    with (Path(settings.VAR_DIR) / "prepare.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def make_database_current() -> None:
    """Migrate, and see that rows can be written: where sign-in can't count failures it refuses everybody."""
    # One connection, and its own words when it fails: a pool would only say that it got none.
    connection.settings_dict["OPTIONS"].pop("pool", None)
    with refusals_named():
        call_command("migrate", verbosity=0)
        refuse_read_only_database()


@contextmanager
def refusals_named() -> Iterator[None]:
    """What the database refuses is told as a wrong DATABASE_URL."""
    try:
        yield
    except (Error, ImproperlyConfigured) as error:
        said = "; ".join(line.strip() for line in str(error).splitlines() if line.strip())
        name = connection.settings_dict["NAME"]
        raise WrongSetting(
            "DATABASE_URL",
            f"ใช้ฐานข้อมูล {name} ไม่ได้ โปรดตรวจที่อยู่ รหัสผ่าน และสิทธิ์เขียน",
            f"the database {name} can't be used: {said}",
        ) from error


def refuse_read_only_database() -> None:
    """Write a row and take it back; raises what the database raises."""
    with transaction.atomic():
        apps.get_model("sessions", "Session").objects.create(
            session_key="probe", session_data="", expire_date="2000-01-01T00:00Z"
        )
        transaction.set_rollback(True)


def warn_of_unreadable_factors() -> None:
    """Say it where a database came without its SECRET_KEY: those with a second factor can't sign in."""
    from accounts.factor_secrets import factors_are_readable  # noqa: PLC0415 - after django.setup()

    if not factors_are_readable():
        print(
            "==> คำเตือน: เปิดรหัสลับของการยืนยันตัวตนสองขั้นตอนไม่ได้ เพราะ SECRET_KEY ไม่ใช่ค่าเดิม"
            " โปรดระบุค่าเดิมใน SECRET_KEY_FALLBACKS\n"
            "    (warning: second factors were stored with another SECRET_KEY: give that one in"
            " SECRET_KEY_FALLBACKS; where it is lost: manage.py remove_second_factor NAME)"
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


def offer_demo(choices: environment.Environment) -> None:
    """Fill an empty database with the demo data, or print the demo accounts of one that is filled.

    Their passwords are known to everybody: where others reach the portal they are made only by DEMO=yes.
    """
    from demo.making import has_open_accounts  # noqa: PLC0415 - after django.setup()

    is_filled = apps.get_model("municipalities", "Municipality").objects.exists()
    wanted = choices.demo if choices.demo is not None else not choices.reachable_by_others
    if wanted:
        call_command("demo", accounts=is_filled)
    elif choices.reachable_by_others and has_open_accounts():
        print(
            "==> คำเตือน: ผู้อื่นเข้าถึงระบบนี้ได้ และบัญชีสาธิตยังใช้รหัสผ่านที่รู้กันทั่วไป โปรดเปลี่ยนรหัสผ่านหรือปิดบัญชี\n"
            "    (warning: others reach this portal, and its demo accounts still have the passwords that"
            " everybody knows: change them or close the accounts)"
        )
    elif not apps.get_model("accounts", "User").objects.exists():
        print(
            "==> ยังไม่มีบัญชีผู้ใช้ สร้างผู้ดูแลระบบคนแรกด้วย .venv/bin/python manage.py createsuperuser"
            " หรือใช้ข้อมูลสาธิต (รหัสผ่านเป็นที่รู้กันทั่วไป) ด้วย DEMO=yes ./run\n"
            "    (no accounts yet: make the first admin by the first command; the second one makes the demo,"
            " whose passwords everybody knows)"
        )


if __name__ == "__main__":
    try:
        main()
    except WrongSetting as fault:
        sys.exit(str(fault))
