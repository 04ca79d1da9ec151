"""A small provider of OpenID Connect on this machine: it asks nobody anything, signs truly, fails to order.

tests/accounts/test_provider_real.py has one that is somebody else's work.
"""

import base64
import hashlib
import json
import secrets
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, Key, RSAKey

from ita_portal.sign_in_provider import SignInProvider
from tests.websites import Reply, sends

CLIENT, SECRET = "ita-portal", "s3cret/of the+portal"
DISCOVERY = "/.well-known/openid-configuration"
Claims = dict[str, Any]


@dataclass
class Provider:
    """Its address, who comes to it (`subject`), and what it does otherwise than it should.

    `replies` are other answers by path; `described`, `claims` and `answer` are other values in what it says
    of itself, in ID tokens and in the answer around them (None: left out).
    """

    issuer: str
    subject: str = "1-2345-67890-12-3"
    key: Key = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": "one"}))
    signs_with: Key | None = None
    algorithm: str = "ES256"
    header: dict[str, str] = field(default_factory=lambda: {"kid": "one"})
    described: Claims = field(default_factory=dict)
    claims: Claims = field(default_factory=dict)
    answer: Claims = field(default_factory=dict)
    replies: dict[str, Reply] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    goes_on: Event = field(default_factory=Event)

    @property
    def setting(self) -> SignInProvider:
        """What an operator writes for it."""
        return SignInProvider("ThaID", self.issuer, CLIENT, SECRET)

    def rotate(self) -> None:
        """Sign with another key from now on, of another kind."""
        self.key, self.algorithm = RSAKey.generate_key(2048, {"kid": "two"}), "RS256"
        self.header = {"kid": "two"}

    def fall_silent(self, path: str) -> None:
        """Take requests there and say nothing."""
        self.replies[path] = lambda _request: bool(self.goes_on.wait(60)) and None

    def drip(self, path: str, **head: str) -> None:
        """Begin to answer requests there, and never end."""

        def reply(request: BaseHTTPRequestHandler) -> None:
            sends(b"", **head)(request)
            with suppress(OSError):
                while not self.goes_on.wait(0.1):
                    request.wfile.write(b"1\r\n \r\n")

        self.replies[path] = reply

    def comes_back(self, address: str) -> str:
        """Where the provider sends a browser to that asks for this address: path and query at the portal."""
        opener = urllib.request.build_opener(_NoRedirect)
        with opener.open(address, timeout=10) as response:
            back = urlsplit(response.headers["Location"])
        return f"{back.path}?{back.query}"

    def description(self) -> Claims:
        told = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "id_token_signing_alg_values_supported": ["ES256", "RS256", "HS256", "none"],
        }
        return _changed(told, self.described)

    def authorized(self, query: dict[str, str]) -> str:
        """The address that a browser is sent back to, with a code for who is there."""
        assert (query["response_type"], query["client_id"], query["scope"]) == ("code", CLIENT, "openid")
        assert query["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe()
        self.codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def token(self, form: dict[str, str], authorization: str) -> Claims:
        """The answer to a code. KeyError or AssertionError where a client must not have it."""
        asked = self.codes.pop(form["code"])
        name, secret = base64.b64decode(authorization.removeprefix("Basic ")).decode().split(":", 1)

        assert (name, secret) == (CLIENT, SECRET)
        assert form["redirect_uri"] == asked["redirect_uri"]
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        assert base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == asked["code_challenge"]
        told = {
            "access_token": secrets.token_urlsafe(),
            "token_type": "Bearer",
            "id_token": self.signed(asked),
        }
        return _changed(told, self.answer)

    def signed(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        told = {"iss": self.issuer, "sub": self.subject, "aud": CLIENT, "iat": now, "exp": now + 300}
        told |= {"nonce": asked["nonce"], "pid": "1234567890123", "name": "สมศรี ใจดี"}
        header = {"alg": self.algorithm} | self.header
        key, claims = self.signs_with or self.key, _changed(told, self.claims)
        return jwt.encode(header, claims, key, algorithms=[self.algorithm])

    def answered(self, request: BaseHTTPRequestHandler, form: dict[str, str]) -> None:
        url = urlsplit(request.path)
        self.asked.append(url.path)
        if url.path in self.replies:
            self.replies[url.path](request)
        elif url.path == "/authorize":
            query = {name: values[0] for name, values in parse_qs(url.query).items()}
            sends(b"", status=302, Location=self.authorized(query))(request)
        elif url.path == "/token":
            try:
                told, status = self.token(form, request.headers["Authorization"]), 200
            except (KeyError, AssertionError):
                told, status = {"error": "invalid_grant"}, 400
            _json(told, status)(request)
        else:
            keys = {"keys": [self.key.as_dict(private=False)]}
            _json(self.description() if url.path == DISCOVERY else keys)(request)


def _changed(told: Claims, other: Claims) -> Claims:
    return {name: value for name, value in (told | other).items() if value is not None}


def _json(told: Claims, status: int = 200) -> Reply:
    return sends(json.dumps(told).encode(), status=status, Content_Type="application/json")


class _NoRedirect(urllib.request.HTTPErrorProcessor):
    def http_response(self, _request: Any, response: Any) -> Any:
        return response


@contextmanager
def providing() -> Iterator[Provider]:
    """One that answers until the end."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            provider.answered(self, {})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            provider.answered(self, dict(parse_qsl(body)))

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    provider = Provider(f"http://127.0.0.1:{server.server_port}")
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield provider
    finally:
        provider.goes_on.set()
        server.shutdown()
        server.server_close()
        thread.join()
