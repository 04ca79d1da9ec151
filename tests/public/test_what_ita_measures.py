"""Every page without sign-in says what the ITA measures and what it does not, once; so do the open data."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db
SAID = "มิได้วัดว่าในหน่วยงานมีการทุจริตหรือไม่"
NAMES = (
    *("home", "published_list", "verify", "compare", "open_data", "privacy", "erasure_list"),
    *("framework_list", "account_login"),
)


def said(client: Client, name: str, *keys: object) -> int:
    """How many times the foot of a page says it."""
    return client.get(reverse(name, args=keys)).content.decode().partition("<footer")[2].count(SAID)


@pytest.mark.parametrize("name", NAMES)
def test_page_says_it_once(client: Client, name: str) -> None:
    assert said(client, name) == 1


def test_pages_of_a_municipality_and_of_a_year_say_it_once(client: Client) -> None:
    report = factories.report(factories.plan(fiscal_year=2568), "plan", state="published")
    factories.publication(report)
    place = report.plan.municipality_id
    pages = {"published_municipality": [place], "publication": [place, 2568, "plan"], "framework": [2570]}
    for name, keys in pages.items():
        assert (name, said(client, name, *keys)) == (name, 1)


def test_open_data_say_it(client: Client) -> None:
    assert SAID in client.get(reverse("datapackage")).json()["description"]
