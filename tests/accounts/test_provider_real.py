"""The whole way with a provider that is not our work: discovery, its sign-in page, its consent, and back."""

import subprocess
import sys
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, build_opener

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from accounts import provider_exchange
from accounts.models import LinkedIdentity
from ita_portal.sign_in_provider import SignInProvider
from tests import factories
from tests.accounts.by_provider import leads_to, refusal
from tests.accounts.signing_in import sign_in, signed_in
from tests.oidc_site import CLIENT, PASSWORD, PERSON, SECRET
from tests.processes import running

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Of the provider, which runs as a program of its own."""
    folder = tmp_path_factory.mktemp("provider")
    program = [
        sys.executable,
        "-m",
        "tests.oidc_site",
        str(folder),
        "http://127.0.0.1:8000/accounts/provider/callback/",
    ]
    with (
        (folder / "log").open("wb") as log,
        running(program, cwd=ROOT, stdout=subprocess.PIPE, stderr=log) as process,
    ):
        assert process.stdout
        yield process.stdout.readline().decode().strip() or pytest.fail((folder / "log").read_text())


@pytest.fixture
def issuer(address: str, settings: Any) -> str:
    settings.SIGN_IN_PROVIDER = SignInProvider("ThaID", address, CLIENT, SECRET)
    provider_exchange._client.cache_clear()
    return address


class _StopsAtThePortal(HTTPRedirectHandler):
    """Follows the provider's own redirects; raises HTTPError with the address of the one to the portal."""

    def redirect_request(
        self, request: Any, body: Any, status: int, said: str, headers: Any, new: str
    ) -> Any:
        if urlsplit(new).port == 8000:
            raise HTTPError(new, status, said, headers, body)
        return super().redirect_request(request, body, status, said, headers, new)


class Browser:
    """Somebody's at the provider: fills in its forms."""

    def __init__(self) -> None:
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()), _StopsAtThePortal)

    def comes_back(self, address: str, button: str = "grant") -> str:
        """Sign in there if it asks for that, press a button of the consent; path and query at the portal."""
        page = self.opener.open(address, timeout=20)
        if "login" in page.url:
            page = self.opener.open(*self.filled(page, login=PERSON, password=PASSWORD), timeout=20)
        try:
            self.opener.open(*self.filled(page, action=button), timeout=20)
        except HTTPError as back:
            url = urlsplit(back.url)
            return f"{url.path}?{url.query}"
        raise AssertionError("the provider does not send us back")

    def filled(self, page: Any, **values: str) -> tuple[str, bytes]:
        """The address and the body of the page's form, with these values."""
        form = html.fromstring(page.read().decode()).forms[0]
        fields = [(name, value) for name, value in form.form_values() if name not in values]
        return urljoin(page.url, form.action or page.url), urlencode([*fields, *values.items()]).encode()


@pytest.mark.slow
@pytest.mark.django_db
def test_whole_way_links_an_account_and_signs_it_in(client: Client, issuer: str):
    factories.officer()
    sign_in(client, "somsri")
    asked = client.post(client.post(reverse("provider_link"))["Location"], {"password": factories.PASSWORD})
    assert client.get(Browser().comes_back(leads_to(asked)))["Location"] == reverse("account")
    assert LinkedIdentity.objects.get().issuer == issuer
    visitor, at_provider = Client(), Browser()
    asked = visitor.post(reverse("provider_sign_in"), {"next": reverse("sessions")})
    back = at_provider.comes_back(leads_to(asked))
    assert visitor.get(back)["Location"] == reverse("sessions")
    assert signed_in(visitor)
    refusal(visitor.get(back))  # used up
    asked = (other := Client()).post(reverse("provider_sign_in"))
    assert "ยกเลิก" in refusal(other.get(at_provider.comes_back(leads_to(asked), button="cancel")))
    assert not signed_in(other)
