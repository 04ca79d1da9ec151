"""Steps of a person whom an outside provider knows, and of the provider's pages."""

import re
from html import unescape

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests import factories
from tests.accounts.signing_in import english, sign_in
from tests.oidc_provider import Provider


def leads_to(page: HttpResponse) -> str:
    """The address at the provider to which a page goes on."""
    assert page.status_code == 200
    found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', page.content.decode())
    assert found
    return unescape(found[1])


def by_provider(client: Client, provider: Provider, **form: str) -> HttpResponse:
    """Press the button of the sign-in page, be at the provider, come back."""
    return client.get(provider.comes_back(leads_to(client.post(reverse("provider_sign_in"), form))))


def link(client: Client, provider: Provider) -> HttpResponse:
    """Press the button of one's own account, give the password, be at the provider, come back."""
    asked = client.post(reverse("provider_link"))
    if asked.status_code == 302:
        asked = client.post(asked["Location"], {"password": factories.PASSWORD})
    return client.get(provider.comes_back(leads_to(asked)))


def linked(provider: Provider, person: User) -> User:
    """The person, linked to who comes to the provider."""
    client = Client()
    sign_in(client, person.username)
    assert link(client, provider)["Location"] == reverse("account")
    return person


def refusal(page: HttpResponse) -> str:
    """The sentence of a page that refuses, in Thai but for the provider's name."""
    assert page.status_code == 400
    assert set(english(page)) <= {"ThaID"}
    return str(page.context["reason"])
