"""Addresses of the portal's own, whichever of its names they hold.

What is compared, hashed or recognised goes by the path: a portal that moves from http to https, or to another
name, means the same by it. Only what people read and click has the host of PORTAL_URL in front.
"""

from urllib.parse import urlsplit

from django.conf import settings

from ita_portal.environment import in_address


def own_origins() -> tuple[str, ...]:
    """Scheme and host of every address under which the portal is or was reached, PORTAL_URL first.

    Those are PORTAL_URL and the names of ALLOWED_HOSTS, each with http and https, with and without the port
    on which the portal listens or is reached. A name that stands for many ("*", ".go.th") is none.
    """
    now = urlsplit(settings.PORTAL_URL)
    names = [now.hostname or "", *(name for name in settings.ALLOWED_HOSTS if name[:1] not in ("*", "."))]
    ports = ["", *(f":{port}" for port in dict.fromkeys((now.port, settings.PORT)) if port)]
    hosts = [now.netloc, *(f"{in_address(name)}{port}" for name in names for port in ports)]
    found = [f"{scheme}://{host}" for host in hosts for scheme in (now.scheme, "https", "http")]
    return tuple(dict.fromkeys(found))


def own_path(address: str) -> str:
    """The path (with query and fragment) of an address of the portal's; "" for another website's."""
    parts = urlsplit(address)
    origin = f"{parts.scheme}://{parts.netloc}"
    return address[len(origin) :] if origin.lower() in own_origins() else ""
