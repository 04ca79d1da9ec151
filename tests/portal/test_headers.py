"""What every answer carries: nothing foreign runs, nothing is framed, nothing private is kept."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
PATHS = [
    "/",
    "/accounts/login/",
    "/frameworks/",
    "/no-such-page/",
    "/admin/",
    "/accounts/",
    "/municipalities/",
]
TEMPLATES = sorted((Path(settings.BASE_DIR) / "templates").rglob("*.html"))
# Documents are printed as well as shown: their pages bring their own sheet.
INLINE = re.compile(
    r"""<style\b|\sstyle\s*=|\son\w+\s*=\s*["']|<script(?![^>]*\bsrc=)(?![^>]*type="application/json")"""
)


def policy(response: HttpResponse) -> dict[str, str]:
    parts = response["Content-Security-Policy"].split(";")
    return dict(part.strip().split(" ", 1) for part in parts)


@pytest.mark.parametrize("address", PATHS)
@pytest.mark.parametrize("person", [None, factories.officer, factories.admin])
def test_answer_carries_its_guards(client: Client, person, address: str):
    if person:
        client.force_login(person())
    answer = client.get(address)
    assert policy(answer) == POLICY
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    if person:
        kept = {part.strip() for part in answer["Cache-Control"].split(",")}
        assert {"no-store", "private"} <= kept


def test_refused_form_is_not_kept_either():
    client = Client(enforce_csrf_checks=True)
    client.force_login(factories.officer())
    assert "no-store" in client.post(reverse("account_logout"))["Cache-Control"]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_template_has_nothing_inline_and_nothing_foreign(template: Path):
    text = template.read_text(encoding="utf-8")
    assert INLINE.findall(text) == []
    assert re.findall(r"""(?:src|action|href)\s*=\s*["'](?:https?:)?//""", text) == []


@pytest.mark.parametrize(
    "sheet", sorted((Path(settings.BASE_DIR) / "static").glob("*.[cj]s*")), ids=lambda path: path.name
)
def test_static_file_asks_no_other_host(sheet: Path):
    assert re.findall(r"(?:https?:)?//[\w-]+\.[\w.]+", sheet.read_text(encoding="utf-8")) == []


def chosen(names: str, **variables: str) -> list[str]:
    """What these settings are where the operator has set these variables."""
    code = f"from ita_portal import settings as s; print(*(getattr(s, name) for name in {names.split()}))"
    environment = {"PATH": os.environ["PATH"], "PORTAL_URL": "https://ita.example.go.th:8443", **variables}
    command = [sys.executable, "-c", code]
    return subprocess.check_output(command, cwd=settings.BASE_DIR, env=environment, encoding="utf-8").split()


def test_hsts_reaches_other_websites_only_when_asked():
    names = "SECURE_HSTS_SECONDS SECURE_HSTS_INCLUDE_SUBDOMAINS SECURE_HSTS_PRELOAD"
    assert chosen(names) == ["31536000", "False", "False"]
    asked = {"HSTS_SUBDOMAINS": "yes", "HSTS_PRELOAD": "yes"}
    assert chosen(names, **asked) == ["31536000", "True", "True"]


def test_cookies_of_two_portals_on_one_host_have_different_names():
    names = "SESSION_COOKIE_NAME CSRF_COOKIE_NAME"
    assert chosen(names) == ["__Host-session-8443", "__Host-csrf-8443"]
    assert chosen(names, PORTAL_URL="", PORT="8001") == ["session-8001", "csrf-8001"]
