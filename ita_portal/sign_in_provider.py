"""The outside provider (OpenID Connect) by which people may sign in, where the operator has chosen one."""

from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

from ita_portal.given import GivenVariables, WrongSetting, is_loopback

VARIABLES = ("OIDC_NAME", "OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")
LONGEST_NAME, LONGEST_ISSUER = 40, 200


@dataclass(frozen=True)
class SignInProvider:
    """What it is called on pages, the address by which it names itself, and as whom the portal asks it."""

    name: str
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)


def read_provider(given: GivenVariables, portal_url: SplitResult) -> SignInProvider | None:
    """The provider in the variables; None where none is chosen. Raises WrongSetting."""
    missing = [name for name in VARIABLES if not given.has(name)]
    if len(missing) == len(VARIABLES):
        return None
    if missing:
        raise WrongSetting(
            missing[0],
            f"ต้องกำหนดพร้อมกันทั้ง {', '.join(VARIABLES)} หรือไม่กำหนดเลย",
            f"is missing: {', '.join(VARIABLES)} go together, or none of them",
        )
    name, issuer, client_id, client_secret = (given.text(variable, "") for variable in VARIABLES)
    if len(name) > LONGEST_NAME or not name.isprintable():
        raise WrongSetting(
            "OIDC_NAME",
            f"ต้องเป็นชื่อที่แสดงบนหน้าเว็บ ไม่เกิน {LONGEST_NAME} ตัวอักษร",
            f"must be a name for pages, of {LONGEST_NAME} signs at most",
        )
    if not _is_issuer(issuer):
        raise WrongSetting(
            f"OIDC_ISSUER={issuer}",
            "ต้องเป็นที่อยู่ https เต็มของผู้ให้บริการ ไม่มี ? และ # เช่น https://imauth.bora.dopa.go.th",
            "must be the provider's whole https address, without ? and #",
        )
    if not _is_guarded(portal_url):
        raise WrongSetting("OIDC_ISSUER", "ใช้ได้เมื่อ PORTAL_URL เป็น https เท่านั้น", "needs a PORTAL_URL of https")
    return SignInProvider(name, issuer.rstrip("/"), client_id, client_secret)


def _is_issuer(text: str) -> bool:
    try:
        url = urlsplit(text)
        named = bool(url.hostname) and url.username is None and url.port != 0
    except ValueError:
        return False
    plain = text.isascii() and text.isprintable() and not set("?#\\ ") & set(text)
    return named and plain and len(text) <= LONGEST_ISSUER and _is_guarded(url)


def _is_guarded(url: SplitResult) -> bool:
    """Whether nobody on the way reads what is sent there: by TLS, or because it never leaves this machine."""
    return url.scheme == "https" or (url.scheme == "http" and is_loopback(url.hostname or ""))
