"""What an operator may choose: every environment variable of the portal, read and judged in this one place.

`read_environment` takes the variables and gives their values, or raises WrongSetting with one sentence that
names the variable. A variable that is set but empty counts as not set.
"""

import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parseaddr
from importlib.util import find_spec
from itertools import combinations
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

import environ
from cryptography.hazmat.primitives.serialization.pkcs12 import load_key_and_certificates
from django.http.request import host_validation_re, validate_host

from ita_portal.given import GivenVariables, WrongSetting, is_loopback
from ita_portal.sign_in_provider import SignInProvider, read_provider

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
EVERY_ADDRESS = ("0.0.0.0", "::")  # noqa: S104 - to know them, not to listen there
DATABASES = ("postgres", "postgresql", "sqlite")
MOST_WORKERS = 64
LONGEST_DAYS = 3660
LAST_PORT = 65535


@dataclass(frozen=True)
class Environment:
    """The operator's choices, each a value that the portal can work with; README explains each."""

    host: str
    port: int
    workers: int
    portal_url: str
    allowed_hosts: list[str]
    trusted_proxies: int
    secret_key: str = field(repr=False)
    secret_key_fallbacks: list[str] = field(repr=False)
    require_second_factor: bool
    sign_in_provider: SignInProvider | None
    debug: bool
    hsts_subdomains: bool
    hsts_preload: bool
    demo: bool | None
    database: dict[str, Any] = field(repr=False)
    email: dict[str, Any] = field(repr=False)
    default_from_email: str
    error_mails: list[str]
    metrics_token: str = field(repr=False)
    remind_days: int
    outgoing_checks: bool
    clamd: str
    media_root: Path
    pdf_cache: Path
    pdf_cache_max_mb: int
    traffic_log: Path
    traffic_log_days: int
    seal_file: Path | None
    seal_password: str = field(repr=False)

    @property
    def https(self) -> bool:
        """Whether people reach the portal by TLS."""
        return self.portal_url.startswith("https://")

    @property
    def lacks_proxy(self) -> bool:
        """Whether nothing in front of the portal does the TLS that its address promises."""
        return self.https and not self.trusted_proxies

    @property
    def reachable_by_others(self) -> bool:
        """Whether others can reach it: by the address it listens on, by its own address, or through a proxy.

        A proxy that names this machine as the host makes its visitors look like people of this machine.
        """
        address = urlsplit(self.portal_url).hostname or ""
        return bool(self.trusted_proxies) or not (is_loopback(self.host) and is_loopback(address))

    @property
    def cookie_suffix(self) -> str:
        """What keeps the cookies of two portals on one host apart, where browsers ignore the port."""
        port = urlsplit(self.portal_url).port
        return f"-{port}" if port else ""


def read_environment(variables: Mapping[str, str], base: Path) -> Environment:
    """The choices in these variables; relative folders lie in `base`. Raises WrongSetting."""
    given = GivenVariables({name: value for name, value in variables.items() if value.strip()})
    folder = base / "var"
    host, port = given.text("HOST", "127.0.0.1"), given.number("PORT", 8000, (1, LAST_PORT))
    portal_url = _portal_url(given.text("PORTAL_URL", f"http://{in_address(_opened(host))}:{port}"))
    choices = Environment(
        host=host,
        port=port,
        workers=given.number("WORKERS", 2, (1, MOST_WORKERS)),
        portal_url=portal_url.geturl(),
        allowed_hosts=given.words("ALLOWED_HOSTS") or _own_hosts(host, portal_url),
        trusted_proxies=given.number("TRUSTED_PROXIES", 0, (0, 16)),
        secret_key=given.secret("SECRET_KEY"),
        secret_key_fallbacks=given.words("SECRET_KEY_FALLBACKS"),
        require_second_factor=given.truth("REQUIRE_SECOND_FACTOR")
        if given.has("REQUIRE_SECOND_FACTOR")
        else portal_url.scheme == "https",
        sign_in_provider=read_provider(given, portal_url),
        debug=given.truth("DEBUG"),
        hsts_subdomains=given.truth("HSTS_SUBDOMAINS"),
        hsts_preload=given.truth("HSTS_PRELOAD"),
        demo=given.truth("DEMO") if given.has("DEMO") else None,
        database=_database(given, folder / "portal.sqlite3"),
        email=_email(given.text("EMAIL_URL", "consolemail://")),
        default_from_email=_mail_address(
            "DEFAULT_FROM_EMAIL", given.text("DEFAULT_FROM_EMAIL", "ita-portal@localhost")
        ),
        error_mails=[_mail_address("ERROR_MAILS", text) for text in given.words("ERROR_MAILS")],
        metrics_token=given.token("METRICS_TOKEN"),
        remind_days=given.number("REMIND_DAYS", 14, (0, LONGEST_DAYS)),
        outgoing_checks=given.truth("OUTGOING_CHECKS"),
        clamd=_clamd(given.text("CLAMD", "")),
        media_root=base / given.text("MEDIA_ROOT", "var/media"),
        pdf_cache=base / given.text("PDF_CACHE", "var/pdf"),
        pdf_cache_max_mb=given.number("PDF_CACHE_MAX_MB", 256, (0, 10**6)),
        traffic_log=base / given.text("TRAFFIC_LOG", "var/log"),
        traffic_log_days=given.number("TRAFFIC_LOG_DAYS", 90, (1, LONGEST_DAYS)),
        seal_file=_seal_file(given, base),
        seal_password=given.text("SEAL_PASSWORD", ""),
    )
    _refuse_contradictions(choices)
    return choices


def in_address(host: str) -> str:
    """A host as it stands in an address: IPv6 in brackets."""
    return f"[{host}]" if ":" in host else host


def _portal_url(text: str) -> SplitResult:
    """The address of the portal, without the slash at its end."""
    try:
        url = urlsplit(text.rstrip("/"))
        url = url._replace(netloc=url.netloc.lower())
        sound = url.scheme in ("http", "https") and host_validation_re.fullmatch(url.netloc) and url.port != 0
    except ValueError:
        sound = False
    if not sound or url.path or url.query or url.fragment or url.hostname in EVERY_ADDRESS:
        raise WrongSetting(
            f"PORTAL_URL={text}",
            "ต้องเป็นที่อยู่เต็มที่ผู้ใช้เปิด ไม่มีสิ่งใดต่อท้ายชื่อเครื่องและพอร์ต เช่น https://ita.example.go.th",
            "must be the whole address that people open, with nothing behind host and port",
        )
    return url


def _opened(host: str) -> str:
    """Under which address people open what listens there: for every address, that of this machine."""
    if host not in EVERY_ADDRESS:
        return host
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing: it only chooses the way out
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


def _own_hosts(host: str, portal_url: SplitResult) -> list[str]:
    """The names under which the portal answers where no other ones are given."""
    own = [portal_url.hostname or "", host]
    if host in EVERY_ADDRESS:
        own = [portal_url.hostname or "", _opened(host), socket.gethostname().lower()]
    return list(dict.fromkeys([*LOOPBACK, *map(in_address, own)]))


def _database(given: GivenVariables, file: Path) -> dict[str, Any]:
    """The database as Django's settings hold it; the default is a file, whose path is taken as it is."""
    text = given.text("DATABASE_URL", "")
    if not text:
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(file)}
    scheme, _, rest = text.partition("://")
    try:
        if scheme not in DATABASES or (scheme == "sqlite" and not rest.startswith((":memory:", "/"))):
            raise ValueError  # noqa: TRY301 - one sentence for all that is wrong with it
        config: dict[str, Any] = environ.Env.db_url_config(text)
        if not config["NAME"]:
            raise ValueError  # noqa: TRY301 - as above
    except ValueError:
        raise WrongSetting(
            "DATABASE_URL",
            "ต้องเป็น postgres://ผู้ใช้:รหัสผ่าน@เครื่อง/ชื่อฐานข้อมูล หรือ sqlite:////ที่อยู่/ไฟล์.sqlite3",
            "must be postgres://user:password@host/name or sqlite:////path/file.sqlite3",
        ) from None
    return config


def _email(text: str) -> dict[str, Any]:
    """How mails are sent, as Django's settings EMAIL_…"""
    try:
        config: dict[str, Any] = environ.Env.email_url_config(text)
        if text.startswith("smtp") and not config["EMAIL_HOST"]:
            raise ValueError  # noqa: TRY301 - one sentence for all that is wrong with it
    except Exception:
        raise WrongSetting(
            "EMAIL_URL",
            "ต้องเป็น smtp+tls://ผู้ใช้:รหัสผ่าน@เครื่อง:587, smtp://เครื่อง:25 หรือ consolemail://",
            "must be smtp+tls://user:password@host:587, smtp://host:25 or consolemail://",
        ) from None
    return config


def _mail_address(variable: str, text: str) -> str:
    """An address from which mails come or to which they go, with or without a name."""
    if "@" in parseaddr(text)[1] and text.isprintable():
        return text
    raise WrongSetting(f"{variable}={text}", "ต้องเป็นที่อยู่อีเมล", "must be a mail address")


def _clamd(text: str) -> str:
    """Where the virus scanner listens; "" where there is none."""
    if not text or text.startswith("/"):
        return text
    found = re.fullmatch(r"(?:[^\s:]+|\[[0-9a-fA-F:]+\]):([0-9]{1,5})", text)
    if found and 0 < int(found[1]) <= LAST_PORT:
        return text
    raise WrongSetting(
        f"CLAMD={text}",
        "ต้องเป็น เครื่อง:พอร์ต เช่น 127.0.0.1:3310 หรือที่อยู่ของ socket เช่น /run/clamav/clamd.ctl",
        "must be host:port or the path of a socket",
    )


def _seal_file(given: GivenVariables, base: Path) -> Path | None:
    """The file with key and certificate (PKCS#12) for the portal's seal, opened once to see that it works."""
    if not given.has("SEAL_FILE"):
        if given.has("SEAL_PASSWORD"):
            raise WrongSetting("SEAL_PASSWORD", "ใช้คู่กับ SEAL_FILE", "needs SEAL_FILE")
        return None
    if find_spec("pyhanko") is None:
        raise WrongSetting(
            "SEAL_FILE", "ต้องติดตั้ง requirements/seal.txt ก่อน", "needs requirements/seal.txt to be installed"
        )
    path = base / given.text("SEAL_FILE", "")
    try:
        password = given.text("SEAL_PASSWORD", "").encode() or None
        key, certificate, _others = load_key_and_certificates(path.read_bytes(), password)
    except (OSError, ValueError, TypeError):
        key = certificate = None
    if key is None or certificate is None:
        raise WrongSetting(
            f"SEAL_FILE={path}",
            "ต้องเป็นไฟล์ PKCS#12 ที่อ่านได้ มีกุญแจและใบรับรอง และตรงกับ SEAL_PASSWORD",
            "must be a readable PKCS#12 file with key and certificate, and SEAL_PASSWORD its password",
        )
    return path


def _refuse_contradictions(choices: Environment) -> None:
    """Raise where two variables, each sound, can't both be meant."""
    host = in_address(urlsplit(choices.portal_url).hostname or "")
    if not validate_host(host, choices.allowed_hosts):
        raise WrongSetting(
            "ALLOWED_HOSTS",
            f"ไม่มี {host} ซึ่งเป็นชื่อเครื่องใน PORTAL_URL",
            f"lacks {host}, the host of PORTAL_URL",
        )
    if choices.debug and choices.https:
        raise WrongSetting("DEBUG", "ใช้กับ PORTAL_URL ที่เป็น https ไม่ได้", "can't go with a PORTAL_URL of https")
    for name in ("HSTS_SUBDOMAINS", "HSTS_PRELOAD"):
        if getattr(choices, name.lower()) and not choices.https:
            raise WrongSetting(name, "ใช้ได้เมื่อ PORTAL_URL เป็น https เท่านั้น", "needs a PORTAL_URL of https")
    folders = {
        "MEDIA_ROOT": choices.media_root,
        "PDF_CACHE": choices.pdf_cache,
        "TRAFFIC_LOG": choices.traffic_log,
    }
    for (first, one), (second, other) in combinations(folders.items(), 2):
        if one.resolve() == other.resolve():
            raise WrongSetting(second, f"เป็นโฟลเดอร์เดียวกับ {first}", f"is the same folder as {first}")
    if choices.hsts_preload and not choices.hsts_subdomains:
        raise WrongSetting("HSTS_PRELOAD", "ต้องใช้คู่กับ HSTS_SUBDOMAINS=yes", "needs HSTS_SUBDOMAINS=yes")
