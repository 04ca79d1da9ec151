"""Asking the outside provider who somebody is: OpenID Connect, the code flow with PKCE, by Authlib.

What was asked waits in the session, for one answer and ten minutes. Of the answer only the subject of an ID
token is taken whose signature, issuer, audience, age and nonce are sound; nothing of it is kept or logged.
"""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from threading import BoundedSemaphore, Timer
from time import time
from typing import Any
from urllib.parse import urlsplit

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.django_client import DjangoIntegration, DjangoOAuth2App
from authlib.integrations.requests_client import OAuth2Session
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from requests.adapters import HTTPAdapter

from ita_portal.sign_in_provider import SignInProvider

log = logging.getLogger(__name__)
ASKED = "asked_of_provider"  # in a session
GOOD_FOR = 600  # seconds: a telephone has to be found and an app to be opened
WAIT = (3, 5)  # seconds to connect, and between two pieces of an answer
LONGEST = 8  # seconds for the body of an answer
AT_ONCE = 4  # threads of a process (of ita_portal.asgi.THREADS) that may wait for the provider
KNOWN_FOR = 3600  # seconds for which what the provider says of itself, its keys too, is not asked again
LEEWAY = 60  # seconds by which its clock may differ
LONGEST_SUBJECT = 255
_SLOTS = BoundedSemaphore(AT_ONCE)
_NO_ANSWER = (
    *(requests.ConnectionError, requests.Timeout, requests.HTTPError),
    requests.exceptions.ChunkedEncodingError,  # one that ends too soon, or was cut
)
# Those of a public key: with any other one the portal itself could have signed what it reads.
SIGNED_BY = {f"{kind}{bits}" for kind in ("RS", "PS", "ES") for bits in (256, 384, 512)} | {"EdDSA"}
CANCELLED = ("access_denied", "user_denied")  # the second one is ThaID's own

SILENT = "ระบบติดต่อ {name} ไม่ได้ในขณะนี้ โปรดลองใหม่ในอีกสักครู่ หรือเข้าสู่ระบบด้วยรหัสผ่าน"
BUSY = "มีผู้ใช้ {name} พร้อมกันจำนวนมาก โปรดลองใหม่ในอีกสักครู่"
UNSOUND = "ระบบตรวจสอบคำตอบของ {name} แล้วไม่ถูกต้อง จึงไม่ได้ดำเนินการใด โปรดเข้าสู่ระบบด้วยรหัสผ่าน และแจ้งผู้ดูแลระบบ"
REFUSED = "{name} ไม่รับคำขอของระบบนี้ โปรดเข้าสู่ระบบด้วยรหัสผ่าน และแจ้งผู้ดูแลระบบ"
DECLINED = "ท่านยกเลิกหรือไม่อนุญาตที่ {name} จึงไม่มีสิ่งใดเปลี่ยนแปลง หากต้องการดำเนินการต่อ โปรดเริ่มใหม่"
STALE = "คำขอนี้ใช้ไปแล้ว หมดเวลา หรือเริ่มจากเบราว์เซอร์อื่น โปรดเริ่มใหม่จากหน้าของระบบนี้"


class NotIdentified(Exception):  # noqa: N818 - what the person is then
    """The provider has not said who it is; the message says why and what to do, in Thai."""


def ask(request: HttpRequest, provider: SignInProvider, **purpose: Any) -> str:
    """The address at which the provider asks the person who they are; `purpose` waits in the session.

    Raises NotIdentified.
    """
    with _asking(provider) as client:
        asked = client.create_authorization_url(_redirect_uri())
        address = asked.pop("url")
    request.session[ASKED] = purpose | asked | {"at": time()}
    return str(address)


def take_asked(request: HttpRequest) -> dict[str, Any]:
    """What was asked in this browser and is answered now; gone afterwards. Raises NotIdentified."""
    asked: dict[str, Any] = request.session.get(ASKED) or {"state": ""}
    state = request.GET.get("state", "")
    if not state or not constant_time_compare(state, asked["state"]):
        raise NotIdentified(STALE)
    del request.session[ASKED]
    request.session.save()  # now: the same answer may come once more while the provider is asked
    if time() - asked["at"] > GOOD_FOR:
        raise NotIdentified(STALE)
    return asked


def subject_told(request: HttpRequest, provider: SignInProvider, asked: dict[str, Any]) -> str:
    """What the provider calls the person who comes back from it. Raises NotIdentified."""
    if error := request.GET.get("error", ""):
        if error in CANCELLED:
            raise NotIdentified(DECLINED.format(name=provider.name))
        log.warning("the sign-in provider refuses: %s", _code(error))
        raise NotIdentified(REFUSED.format(name=provider.name))
    with _asking(provider) as client:
        token = client.fetch_access_token(
            _redirect_uri(),
            code=request.GET["code"],
            code_verifier=asked["code_verifier"],
            allow_redirects=False,
        )
        wanted = {
            "iss": {"essential": True, "value": client.server_metadata["issuer"]},
            "aud": {"essential": True, "value": provider.client_id},
        }
        claims = client.parse_id_token(token, asked["nonce"], claims_options=wanted, leeway=LEEWAY)
        return _subject(claims["sub"])


def describe(provider: SignInProvider) -> None:
    """Ask the provider what it says of itself, now. Raises NotIdentified."""
    _client.cache_clear()
    with _asking(provider):
        pass


def _subject(said: object) -> str:
    if isinstance(said, str) and 0 < len(said) <= LONGEST_SUBJECT:
        return said
    raise ValueError("no subject")


def _code(error: object) -> str:
    """The kind of an error as the provider calls it, where it is a word, as those of OAuth are."""
    return error if isinstance(error, str) and re.fullmatch("[a-z_]{1,40}", error) else "?"


def _redirect_uri() -> str:
    """Where the provider sends people back to: always under the portal's own address."""
    return settings.PORTAL_URL + reverse("provider_callback")


@contextmanager
def _asking(provider: SignInProvider) -> Iterator[DjangoOAuth2App]:
    """The provider, asked by so few at once that a silent one does not hold more of the portal's threads.

    Whatever goes wrong becomes NotIdentified; the log says of which kind it was.
    """
    if not _SLOTS.acquire(blocking=False):
        raise NotIdentified(BUSY.format(name=provider.name))
    try:
        yield _client(provider, int(time()) // KNOWN_FOR)
    except _NO_ANSWER as error:
        log.warning("the sign-in provider does not answer: %s", type(error).__name__)
        raise NotIdentified(SILENT.format(name=provider.name)) from None
    except OAuthError as error:
        log.warning("the sign-in provider refuses: %s", _code(error.error))
        reason = STALE if error.error == "invalid_grant" else REFUSED.format(name=provider.name)
        raise NotIdentified(reason) from None
    except Exception as error:  # whatever the libraries raise over an answer that makes no sense
        log.warning("the sign-in provider's answer is unsound: %s", type(error).__name__)
        raise NotIdentified(UNSOUND.format(name=provider.name)) from None
    finally:
        _SLOTS.release()


class _Impatient(HTTPAdapter):
    """Cuts an answer that takes too long, however steadily it drips."""

    def send(self, *args: Any, **options: Any) -> requests.Response:
        """The answer, read to its end. Raises ChunkedEncodingError or ConnectionError where it was cut."""
        answer = super().send(*args, **options | {"stream": True})
        timer = Timer(LONGEST, _cut, (answer,))
        timer.daemon = True
        timer.start()
        try:
            _ = answer.content  # reads it, and keeps it
        finally:
            timer.cancel()
        return answer


def _cut(answer: requests.Response) -> None:
    with suppress(ValueError, RuntimeError, OSError):  # it has just ended by itself
        answer.raw.shutdown()


class _Session(OAuth2Session):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for scheme in ("https://", "http://"):
            self.mount(scheme, _Impatient())


class _App(DjangoOAuth2App):
    client_cls = _Session


@lru_cache(maxsize=1)
def _client(provider: SignInProvider, _hour: int) -> DjangoOAuth2App:
    """Authlib's side of it, for the addresses that the provider tells; raises where they are unsound."""
    told = _discovered(provider)
    methods = told.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    basic = "client_secret_basic" in methods
    return _App(
        DjangoIntegration("provider"),
        client_id=provider.client_id,
        client_secret=provider.client_secret,
        authorize_url=_address(provider, told["authorization_endpoint"]),
        access_token_url=_address(provider, told["token_endpoint"]),
        client_kwargs={
            "scope": "openid",  # no name, no number of an identity card
            "code_challenge_method": "S256",
            "token_endpoint_auth_method": "client_secret_basic" if basic else "client_secret_post",
            "default_timeout": WAIT,
        },
        jwks_uri=_address(provider, told["jwks_uri"]),
        issuer=told["issuer"],
        id_token_signing_alg_values_supported=_algorithms(told),
    )


def _discovered(provider: SignInProvider) -> dict[str, Any]:
    """What the provider says of itself (OpenID Connect Discovery 1.0)."""
    address = f"{provider.issuer}/.well-known/openid-configuration"
    with _Session(default_timeout=WAIT) as session:
        answer = session.get(address, withhold_token=True, allow_redirects=False)
    answer.raise_for_status()
    told: dict[str, Any] = answer.json()
    if told["issuer"].rstrip("/") != provider.issuer:
        raise ValueError("another issuer")
    return told


def _address(provider: SignInProvider, told: str) -> str:
    """An address that the provider tells, which is as guarded as its own."""
    url = urlsplit(told)
    if url.scheme not in ("https", urlsplit(provider.issuer).scheme) or not url.hostname:
        raise ValueError("an address without TLS")
    return told


def _algorithms(told: dict[str, Any]) -> list[str]:
    found = [one for one in told.get("id_token_signing_alg_values_supported", ["RS256"]) if one in SIGNED_BY]
    if not found:
        raise ValueError("no signature by a public key")
    return found
