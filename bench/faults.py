"""The portal under faults that operators meet: what was acknowledged stays, and it comes back by itself.

    python bench/faults.py [--quick] [TRIAL …]
    scripts/throwaway_postgres.py python bench/faults.py [--quick] [TRIAL …]

Trials: kills (of server, workers and supervisor, with kill -9 while eight officers write), uploads (the same
while they attach files), migrate (killed on the way), backup (made under load, restored elsewhere), full (the
disk of a SQLite database; needs root, for a small disk of its own), hole (a PostgreSQL that says nothing any
more; needs root, to stop the throwaway one). Without a name: all that the database allows. One line for each
with what was seen; the exit status is 1 where one of them lost something.
"""

import argparse
import atexit
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from hashlib import sha256
from http.client import HTTPException
from http.cookiejar import CookieJar
from io import BytesIO
from pathlib import Path
from threading import Event, Thread
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener

ROOT = Path(__file__).resolve().parent.parent
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
OFFICERS = 8
FAR = 4.0  # seconds within which a portal without a database says so
BACK = 3.0  # seconds after which it answers again

import django  # noqa: E402 - after the environment

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.urls import reverse  # noqa: E402
from lxml import html  # noqa: E402
from pypdf import PdfWriter  # noqa: E402

from accounts.models import User  # noqa: E402
from measures.models import Evidence  # noqa: E402
from municipalities.models import Municipality  # noqa: E402
from tests import factories  # noqa: E402


class Lost(Exception):  # noqa: N818 - what a trial is there to find
    """What a trial has seen that must not be."""


class _Stay(HTTPRedirectHandler):
    """A redirect is an answer: what was sent is stored."""

    def redirect_request(self, *_: object) -> None:
        return None


class Browser:
    """One person's browser."""

    def __init__(self) -> None:
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()), _Stay())

    def ask(
        self, path: str, body: bytes | None = None, kind: str = "", seconds: float = 60
    ) -> tuple[int, str]:
        """Status and text of a page; the status is 0 where nobody answered."""
        request = Request(PORTAL + path, body, {"Referer": PORTAL + path, "Origin": PORTAL})
        if kind:
            request.add_header("Content-Type", kind)
        try:
            with self.opener.open(request, timeout=seconds) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as refused:
            with refused:
                return refused.code, refused.read().decode(errors="replace")
        except (OSError, HTTPException):
            return 0, ""

    def fill_in(self, path: str, fields: dict[str, str], file: tuple[str, bytes] | None = None) -> int:
        """Open a page, fill in its form and send it; the status of the answer, 302 where it was taken."""
        status, text = self.ask(path)
        if status != 200:
            return status
        form = max(html.fromstring(text).forms, key=lambda form: len(form.fields))
        values = dict.fromkeys(form.xpath(".//input[not(@type) or @type='text']/@name"), "")
        values |= dict(form.form_values()) | fields
        if not file:
            return self.ask(path, urlencode(values).encode(), "application/x-www-form-urlencoded")[0]
        edge = "----of-the-trials"
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in values.items()
        ]
        head = f'--{edge}\r\nContent-Disposition: form-data; name="{file[0]}"; filename="a.pdf"\r\n\r\n'
        body = "".join([*parts, head]).encode() + file[1] + f"\r\n--{edge}--\r\n".encode()
        return self.ask(path, body, f"multipart/form-data; boundary={edge}")[0]


def sign_in(person: User) -> Browser:
    """A browser in which the person is signed in."""
    browser = Browser()
    if browser.fill_in("/accounts/login/", {"login": person.username, "password": factories.PASSWORD}) != 302:
        raise Lost(f"{person} can't sign in")
    return browser


def officers() -> list[User]:
    """As many officers, each of a municipality of their own with one measure to report on."""
    places = [factories.municipality(f"ทดลอง{name}") for name in "กขคงจฉชซ"[:OFFICERS]]
    for place in places:
        if not place.plans.exists():
            factories.measure(factories.plan(place))
    return [factories.officer(place) for place in places]


@contextmanager
def portal(**more: str) -> Iterator["Portal"]:
    """A running portal; at the end nothing of it runs any more."""
    running = Portal(more)
    try:
        running.wait(60)
        yield running
    finally:
        running.kill()


class Portal:
    """The supervisor with all that it has begun, which is begun again as systemd would do it."""

    def __init__(self, more: dict[str, str]) -> None:
        self.environment = {**os.environ, **more}
        self.start()

    def start(self) -> None:
        """Begin it."""
        log = (HOME / "portal.log").open("ab")
        command = [sys.executable, "scripts/serve.py"]
        self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)

    def family(self) -> list[int]:
        """The processes of the portal, the supervisor first."""
        parents = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        found = [self.process.pid]
        for pid in found:
            found += [child for child, parent in parents.items() if parent == pid]
        return found

    def kill_one(self) -> float:
        """Kill one of its processes; the seconds until a page is answered again."""
        victim = random.choice(self.family())
        begun = time.monotonic()
        with suppress(ProcessLookupError):
            os.kill(victim, signal.SIGKILL)
        time.sleep(0.2)
        self.wait(30)
        return time.monotonic() - begun

    def wait(self, seconds: float) -> None:
        """Until a page of the database is answered. Raises Lost."""
        until = time.monotonic() + seconds
        while Browser().ask("/published/", seconds=5)[0] != 200:
            if self.process.poll() is not None:  # killed, or given up after five kills in its first seconds
                self.start()
            if time.monotonic() > until:
                raise Lost(f"no answer after {seconds:.0f} s")
            time.sleep(0.05)

    def kill(self) -> None:
        """End all of it."""
        for pid in self.family():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()


class Writers:
    """Officers who save one thing after the other until told to stop; `stored` has what was acknowledged."""

    def __init__(self, write: Callable[[Browser, User, str], int]) -> None:
        self.write, self.done = write, Event()
        self.stored: list[str] = []
        self.said: Counter[int] = Counter()
        self.threads = [Thread(target=self.work, args=(person, sign_in(person))) for person in officers()]

    def work(self, person: User, browser: Browser) -> None:
        """Save texts of which each is there once."""
        number = 0
        while not self.done.is_set():
            number += 1
            text = f"https://{person.username}-{number}.example.go.th/"
            status = self.write(browser, person, text)
            self.said[status] += 1
            if status == 302:
                self.stored.append(text)
            elif not status:
                time.sleep(0.1)
        connections.close_all()

    def __enter__(self) -> "Writers":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.done.set()
        for thread in self.threads:
            thread.join()


def save_website(browser: Browser, person: User, text: str) -> int:
    """Write an address into the municipality's own data, whose history keeps each."""
    return browser.fill_in(reverse("profile", args=[person.municipality_id]), {"website": text})


def attach(browser: Browser, person: User, text: str) -> int:
    """Attach a file of its own to the measure, in the last free row."""
    page = reverse("result", args=[person.municipality_id, 2568, 1])
    status, shown = browser.ask(page)
    if status != 200:
        return status
    prefix = max(html.fromstring(shown).xpath("//input[@type='file']/@name")).removesuffix("-file")
    return browser.fill_in(page, {f"{prefix}-title": text}, (f"{prefix}-file", paper(text)))


def paper(text: str) -> bytes:
    """A PDF of two megabytes that no other is like."""
    stream, writer = BytesIO(), PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_attachment("filling", text.encode() + random.randbytes(2 * 1024 * 1024))
    writer.write(stream)
    return stream.getvalue()


def lost(texts: list[str]) -> list[str]:
    """Those that no past state of a municipality has."""
    kept = set(Municipality.history.values_list("website", flat=True))
    return [text for text in texts if text not in kept]


def sound() -> None:
    """Raises Lost where SQLite finds its file damaged."""
    if not POSTGRES:
        with connection.cursor() as cursor:
            if (said := cursor.execute("PRAGMA quick_check").fetchall()) != [("ok",)]:
                raise Lost(str(said))


def kills(*, quick: bool) -> str:
    """kill -9 of one process after the other while eight officers write."""
    number, least = (3, 200) if quick else (20, 10_000)
    with portal() as running, Writers(save_website) as writers:
        back = []
        while len(back) < number or len(writers.stored) < least:
            time.sleep(random.uniform(0.5, 3))
            if len(back) < number:
                back.append(running.kill_one())
    if missing := lost(writers.stored):
        raise Lost(f"{len(missing)} of {len(writers.stored)} acknowledged writes")
    sound()
    return (
        f"{number} kills, {len(writers.stored)} writes, 0 lost; back after {max(back):.1f} s at most; "
        f"answers {dict(writers.said)}"
    )


def uploads(*, quick: bool) -> str:
    """The same while they attach files: each row has its file, whole."""
    number = 3 if quick else 20
    with portal() as running, Writers(attach) as writers:
        for _ in range(number):
            time.sleep(random.uniform(0.5, 3))
            running.kill_one()
    rows = {row.title: row for row in Evidence.objects.exclude(file="")}
    media = Path(OWN["MEDIA_ROOT"])
    for row in rows.values():
        if sha256((media / str(row.file)).read_bytes()).hexdigest() != row.file_sha256:
            raise Lost(f"the file of {row.title}")
    if missing := [text for text in writers.stored if text not in rows]:
        raise Lost(f"{len(missing)} of {len(writers.stored)} acknowledged files")
    without = len(list((media / "evidence").iterdir())) - len(rows)
    return f"{number} kills, {len(rows)} files of 2 MB, each whole; {without} files without a row"


def migrate(*, quick: bool) -> str:
    """`migrate` of an empty database is killed somewhere on its way, begun again, and comes to its end."""
    number, middle = (2, 0) if quick else (20, 0)
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    longest = 0.0
    for attempt in range(number + 1):  # the first one is timed, and not killed
        with fresh_database(f"trial_{attempt}") as url:
            environment = {**os.environ, "DATABASE_URL": url}
            begun = time.monotonic()
            process = subprocess.Popen(command, cwd=ROOT, env=environment)
            if attempt:
                with suppress(subprocess.TimeoutExpired):
                    process.wait(random.uniform(0.3, 1) * longest)
                middle += process.poll() is None
                process.kill()
            process.wait()
            longest = longest or time.monotonic() - begun
            for then in ([], ["--check"]):
                if subprocess.run([*command, *then], cwd=ROOT, env=environment, check=False).returncode:
                    raise Lost(f"migrate {then} after kill {attempt}")
    return f"killed {middle} times on the way, each time it came to its end when begun again"


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


def backup(*, quick: bool) -> str:
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


def full(*, quick: bool) -> str:
    """The disk of the database is full: 507, pages can be read; with room again it goes on by itself."""
    disk = HOME / "small"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(disk)], check=True)
    try:
        connection.close()
        file = OWN["DATABASE_URL"].removeprefix("sqlite:///")
        with (
            closing(sqlite3.connect(file)) as source,
            closing(sqlite3.connect(disk / "portal.sqlite3")) as copy,
        ):
            source.backup(copy)
        own = {"DATABASE_URL": f"sqlite:///{disk}/portal.sqlite3", "MEDIA_ROOT": str(disk / "media")}
        with portal(**own), Writers(save_website) as writers:
            time.sleep(1)
            with (disk / "ballast").open("wb") as ballast, suppress(OSError):
                while True:
                    ballast.write(b"0" * 65536)
                    ballast.flush()
            writers.said.clear()
            time.sleep(5 if quick else 20)
            refused, readable = dict(writers.said), Browser().ask("/published/")[0]
            (disk / "ballast").unlink()
            time.sleep(1)
            writers.said.clear()
            time.sleep(3)
            again = dict(writers.said)
        with closing(sqlite3.connect(disk / "portal.sqlite3")) as copy:
            copy.create_function("REGEXP", 2, lambda *_: True)  # rules of our tables call it
            kept = {
                row[0] for row in copy.execute("SELECT website FROM municipalities_historicalmunicipality")
            }
            state = copy.execute("PRAGMA quick_check").fetchone()[0]
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)
    missing = [text for text in writers.stored if text not in kept]
    if missing or state != "ok" or readable != 200 or set(refused) - {302, 507, 200} or not again.get(302):
        raise Lost(
            f"{len(missing)} writes; file {state}; reading {readable}; answers {refused}, then {again}"
        )
    return f"while full {refused}, reading {readable}; with room {again}; 0 of {len(writers.stored)} lost"


def hole(*, quick: bool) -> str:
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


TRIALS = {trial.__name__: trial for trial in (kills, uploads, migrate, backup, full, hole)}


def main() -> int:
    """Run the trials that were asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("trials", nargs="*", choices=[[], *TRIALS])
    asked = parser.parse_args()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    officers()
    left_out = {"full"} if POSTGRES else {"hole"}
    failed = 0
    for name in asked.trials or [name for name in TRIALS if name not in left_out]:
        try:
            print(f"{name}: {TRIALS[name](quick=asked.quick)}", flush=True)
        except Lost as found:
            failed = 1
            print(f"{name}: LOST {found}", flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main())
