"""A website with a certificate of its own, on this machine: what a check of an address asks."""

import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from ita_portal.fetching import Bounds

HOST = "www.example.go.th"
Reply = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Website:
    """A server for HOST; `pages` says how each path is answered, `asked` which were asked for, and how."""

    port: int
    context: ssl.SSLContext
    pages: dict[str, Reply] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def address(self, path: str) -> str:
        return f"https://{HOST}:{self.port}{path}"

    def bounds(self, **changes: object) -> Bounds:
        """As the portal asks, but that this port and this machine may be asked, and HOST lies here."""
        here = {"ports": (self.port,), "permitted": lambda address: address == ip_address("127.0.0.1")}
        look_up = lambda host, _port: ["127.0.0.1"] if host == HOST else ["10.0.0.7"]  # noqa: E731
        return Bounds(**({"context": self.context, "look_up": look_up} | here | changes))  # type: ignore[arg-type]


def sends(content: bytes, *, status: int = 200, **headers: str) -> Reply:
    def reply(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in ({"Content-Length": str(len(content))} | given).items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(content)

    return reply


def sends_on(address: str, status: int = 302) -> Reply:
    return sends(b"", status=status, Location=address)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Key and self-signed certificate of HOST."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)]),
    )
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    path = tmp_path_factory.mktemp("tls") / "website.pem"
    path.write_bytes(pem + made.public_bytes(serialization.Encoding.PEM))
    return path


class _Quiet(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is what is tested."""


@pytest.fixture
def website(certificate: Path) -> Iterator[Website]:
    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append((self.path, dict(self.headers)))
            site.pages.get(self.path, sends(b"", status=404))(self)

        def log_message(self, *_args: object) -> None:
            """Nobody reads it."""

    server = _Quiet(("127.0.0.1", 0), Answering)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    server.socket = tls.wrap_socket(server.socket, server_side=True)
    site = Website(server.server_port, ssl.create_default_context(cafile=str(certificate)))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield site
    server.shutdown()
    thread.join()
    server.server_close()
