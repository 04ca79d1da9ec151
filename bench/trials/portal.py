"""A running portal of the trials, and somebody's browser."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPException
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener

from lxml import html

from trials.place import HOME, PORTAL, ROOT, Lost


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
