"""People who use a portal over HTTPS, through its proxy: what scripts/bare/trials.py asks of it."""

import re
import socket
import ssl
import time
from contextlib import suppress
from hashlib import sha256
from http.client import HTTPConnection
from urllib.parse import urlencode

from lxml import html

NAME = "ita.example.go.th"
PASSWORD = "ita-demo-2569"  # of the demo's accounts, printed for everyone
EDGE = "----of-the-trial"
UNPROVEN = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # the machine's certificate is its own
UNPROVEN.check_hostname, UNPROVEN.verify_mode = False, ssl.CERT_NONE


def paper() -> bytes:
    """A PDF of one empty page."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>",
    ]
    content, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"xref\n0 4\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return content + table + b"trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(content)


PAPER = paper()


def digest(content: bytes) -> str:
    """The SHA-256 of some bytes."""
    return sha256(content).hexdigest()


class Visitor:
    """One person's browser; what the machine's certificate says is not looked at."""

    def __init__(self, username: str = "") -> None:
        self.cookies: dict[str, str] = {}
        if username and self.fill_in("/accounts/login/", {"login": username, "password": PASSWORD}) != 302:
            raise PermissionError(f"{username} can't sign in")

    def ask(self, path: str, body: bytes | None = None, kind: str = "") -> tuple[int, bytes]:
        """Status and content of an answer."""
        headers = {"Host": NAME, "Referer": f"https://{NAME}{path}", "Origin": f"https://{NAME}"}
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if kind:
            headers["Content-Type"] = kind
        connection = HTTPConnection(NAME)
        connection.sock = line_to_proxy(200)
        try:
            with suppress(OSError):  # what is too large is refused before the end of it
                connection.request("GET" if body is None else "POST", path, body, headers)
            answer = connection.getresponse()
            for line in answer.headers.get_all("Set-Cookie") or []:
                name, value = line.partition(";")[0].split("=", 1)
                self.cookies[name] = value
            self.location, self.headers = answer.headers.get("Location", ""), answer.headers
            return answer.status, answer.read()
        finally:
            connection.close()

    def fill_in(self, path: str, fields: dict[str, str], file: tuple[str, bytes] | None = None) -> int:
        """Fill in the largest form of a page and send it; the status of the answer, 302 if it was taken."""
        status, page = self.ask(path)
        if status != 200:
            return status
        form = max(html.fromstring(page.decode()).forms, key=lambda form: len(form.fields))
        values = dict(form.form_values()) | fields
        if not file:
            return self.ask(path, urlencode(values).encode(), "application/x-www-form-urlencoded")[0]
        parts = [
            f'--{EDGE}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in values.items()
        ]
        head = f'--{EDGE}\r\nContent-Disposition: form-data; name="{file[0]}"; filename="a.pdf"\r\n\r\n'
        body = "".join([*parts, head]).encode() + file[1] + f"\r\n--{EDGE}--\r\n".encode()
        return self.ask(path, body, f"multipart/form-data; boundary={EDGE}")[0]

    def attach(self, path: str, title: str, content: bytes) -> int:
        """Attach a file in the last row of a page that takes evidence."""
        names = re.findall(r'name="([^"]+)-file"', self.ask(path)[1].decode())
        prefix = max(names)
        return self.fill_in(path, {f"{prefix}-title": title}, (f"{prefix}-file", content))


def half(request: str, size: int = 0) -> float:
    """Send a part of a request and no more; the seconds until the proxy answers or hangs up, 60 at most."""
    body = f"Content-Length: {size}\r\n\r\nx" if size else ""
    with line_to_proxy(60) as line:
        begun = time.monotonic()
        line.sendall(f"{request} HTTP/1.1\r\nHost: {NAME}\r\n{body}".encode())
        with suppress(OSError):
            line.recv(1)
        return time.monotonic() - begun


def line_to_proxy(seconds: float) -> ssl.SSLSocket:
    """A line to the proxy of the machine, opened by the portal's name as browsers do."""
    plain = socket.create_connection(("127.0.0.1", 443), seconds)
    return UNPROVEN.wrap_socket(plain, server_hostname=NAME)
