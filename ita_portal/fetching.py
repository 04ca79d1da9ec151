"""Asking one address of somebody else's website, without being led into our own network. Pure.

Each hop is looked up once, every IP address that the name has must lie in the public internet, and the
connection goes to the very one that was looked at, so that a name which changes its mind gains nothing. The
certificate must be that of the name. Cookies, credentials and other protocols are never used.
"""

import socket
import ssl
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from http.client import HTTPException, HTTPResponse, HTTPSConnection
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from threading import Timer
from time import monotonic
from urllib.parse import quote, urljoin, urlsplit

HTTP_PORT, HTTPS_PORT = 80, 443
OK = 200
REDIRECTS = {301, 302, 303, 307, 308}
HEADERS = {"Accept-Encoding": "identity", "User-Agent": "ITA-Portal"}
CHUNK = 64 * 1024
START = 2 * 1024 * 1024  # of an answer are kept, to look for a link
# Some carry an IPv4 address inside, which need not be a public one; of some not every Python knows yet that
# they are set aside (the registries of special-purpose addresses at IANA).
_SET_ASIDE: tuple[IPv4Network | IPv6Network, ...] = (
    *map(IPv4Network, ("192.0.0.0/24", "192.88.99.0/24")),
    *map(IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/23", "::/96")),
    *map(IPv6Network, ("100::/64", "3fff::/20", "5f00::/16", "fec0::/10")),
)

Address = IPv4Address | IPv6Address


class Unreachable(Exception):  # noqa: N818 - that is what the address is
    """The address gives no file; the message says why, in Thai."""


@dataclass(frozen=True)
class Fetched:
    """What an address answered: the sha256 of all of it, and how it begins."""

    sha256: str
    start: bytes


def public_address(address: Address) -> bool:
    """Whether an IP address lies in the public internet."""
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return public_address(address.ipv4_mapped)
    if any(address in network for network in _SET_ASIDE):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def looked_up(host: str, port: int) -> list[str]:
    """All IP addresses of a host; OSError when it has none."""
    return [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


@dataclass(frozen=True)
class Bounds:
    """How far the fetching goes: seconds in all, bytes, hops, ports, networks; whom it believes.

    `plain` lets it ask http:// as well, where what is answered is not relied upon. `kept` is how many bytes
    of an answer are kept to be read.
    """

    seconds: float = 20
    max_bytes: int = 30 * 1024 * 1024
    kept: int = START
    redirects: int = 3
    ports: Collection[int] = (HTTPS_PORT,)
    plain: bool = False
    permitted: Callable[[Address], bool] = public_address
    look_up: Callable[[str, int], list[str]] = looked_up
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context)


def fetch(address: str, bounds: Bounds | None = None) -> Fetched:
    """What the address answers, after at most `redirects` hops. Raises Unreachable."""
    return _followed(address, bounds or Bounds(), _read)


def expect_answer(address: str, bounds: Bounds) -> None:
    """Ask the address for nothing but an answer, whose contents are not read. Raises Unreachable."""
    _followed(address, bounds, lambda *_: Fetched("", b""))


def _followed(address: str, bounds: Bounds, read: "_Reading") -> Fetched:
    ends = monotonic() + bounds.seconds
    for _ in range(bounds.redirects + 1):
        answer = _asked(address, bounds, ends, read)
        if isinstance(answer, Fetched):
            return answer
        address = answer
    raise Unreachable("เว็บไซต์ส่งต่อไปยังที่อยู่อื่นหลายครั้งเกินไป")


def _asked(address: str, bounds: Bounds, ends: float, read: "_Reading") -> Fetched | str:
    """The answer of one hop, or the address to which it sends us on."""
    host, port, path = target(address, bounds)
    pinned = _Pinned if urlsplit(address).scheme == "https" else _PinnedPlain
    connection = pinned(host, port, _permitted(host, port, bounds), bounds.context, _left(ends))
    try:
        with _hung_up_at(ends, connection):
            connection.request("GET", path, headers=HEADERS)
            with closing(connection.getresponse()) as response:
                if response.status in REDIRECTS and (location := response.getheader("Location")):
                    return urljoin(address, location)
                if response.status != OK:
                    raise Unreachable(f"เว็บไซต์ตอบด้วยรหัส {response.status}")
                return read(response, bounds, ends)
    except ssl.SSLError:
        raise Unreachable("ใบรับรองความปลอดภัย (TLS) ของเว็บไซต์ใช้ไม่ได้ หรือไม่ใช่ของชื่อนี้") from None
    except (OSError, HTTPException, ValueError):
        _left(ends)
        raise Unreachable("ติดต่อเว็บไซต์ไม่ได้ หรือเว็บไซต์ตอบไม่ครบ") from None
    finally:
        connection.close()


def target(address: str, bounds: Bounds | None = None) -> tuple[str, int, str]:
    """Host (ASCII), port and path of an address that may be asked. Raises Unreachable."""
    bounds = bounds or Bounds()
    schemes = ("https", "http") if bounds.plain else ("https",)
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").rstrip(".").encode("idna").decode()
        port = parts.port or (HTTP_PORT if parts.scheme == "http" else HTTPS_PORT)
    except ValueError:
        raise Unreachable("ที่อยู่เว็บไม่ถูกต้อง") from None
    if parts.scheme not in schemes or not host or parts.username is not None or port not in bounds.ports:
        named = " หรือ ".join(f"{scheme}://" for scheme in schemes)
        raise Unreachable(f"ตรวจได้เฉพาะที่อยู่ {named} ที่ไม่ระบุพอร์ตและชื่อผู้ใช้")
    query = f"?{quote(parts.query, safe='=&%+/:;,?@!$()*~-._')}" if parts.query else ""
    return host, port, quote(parts.path or "/", safe="/%+:;,=@!$&()*~-._") + query


def _permitted(host: str, port: int, bounds: Bounds) -> str:
    """One of the host's IP addresses, when all of them may be asked."""
    try:
        found = bounds.look_up(host, port)
        addresses = [ip_address(one.partition("%")[0]) for one in found]
    except (OSError, ValueError):
        raise Unreachable("ไม่พบเว็บไซต์ตามชื่อนี้") from None
    if not addresses or not all(map(bounds.permitted, addresses)):
        raise Unreachable("ชื่อเว็บไซต์ชี้ไปยังเครือข่ายภายใน จึงไม่ตรวจ")
    return str(addresses[0])


def _left(ends: float) -> float:
    """The seconds that are left. Raises Unreachable when there are none."""
    if (left := ends - monotonic()) <= 0:
        raise Unreachable("เว็บไซต์ใช้เวลาตอบนานเกินไป")
    return left


@contextmanager
def _hung_up_at(ends: float, connection: "_Pinned") -> Iterator[None]:
    """Cut the connection when the time is over, however slowly the other side keeps talking."""
    timer = Timer(_left(ends), connection.cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _read(response: HTTPResponse, bounds: Bounds, ends: float) -> Fetched:
    digest, start, size = sha256(), bytearray(), 0
    while chunk := response.read(CHUNK):
        _left(ends)
        size += len(chunk)
        if size > bounds.max_bytes:
            raise Unreachable(f"ไฟล์ใหญ่เกิน {bounds.max_bytes // 1024 // 1024} เมกะไบต์")
        digest.update(chunk)
        start += chunk[: max(bounds.kept - len(start), 0)]
    _left(ends)
    if response.length:  # it promised more than it sent
        raise Unreachable("ติดต่อเว็บไซต์ไม่ได้ หรือเว็บไซต์ตอบไม่ครบ")
    return Fetched(digest.hexdigest(), bytes(start))


class _Pinned(HTTPSConnection):
    """A connection to one IP address under a name, whose certificate is asked for by the name."""

    def __init__(self, host: str, port: int, ip: str, context: ssl.SSLContext, seconds: float) -> None:
        super().__init__(host, port, timeout=seconds, context=context)
        self._ip, self._tls, self._seconds = ip, context, seconds
        self._line: socket.socket | None = None  # kept, for an answer takes `sock` with it

    def connect(self) -> None:
        """Go to the IP address that was looked at, never to what the name says now."""
        self._line = socket.create_connection((self._ip, self.port), self._seconds)
        self._line = self.sock = self._secured(self._line)

    def _secured(self, line: socket.socket) -> socket.socket:
        return self._tls.wrap_socket(line, server_hostname=self.host)

    def cut(self) -> None:
        """End whatever is being read or written, from another thread."""
        if self._line is not None:
            with suppress(OSError):  # it has ended by itself
                self._line.shutdown(socket.SHUT_RDWR)


class _PinnedPlain(_Pinned):
    """The same without TLS."""

    default_port = HTTP_PORT

    def _secured(self, line: socket.socket) -> socket.socket:
        return line


_Reading = Callable[[HTTPResponse, Bounds, float], Fetched]
