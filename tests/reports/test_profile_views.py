"""The page on which an officer keeps the municipality's own data."""

import pytest
from django.test import Client
from django.urls import reverse

from municipalities.models import Municipality
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def somsri(client: Client) -> Client:
    """Signed in as the officer of เขลางค์นคร."""
    client.force_login(factories.officer())
    return client


def address() -> str:
    return reverse("profile", args=[factories.municipality().pk])


def website() -> str:
    return Municipality.objects.get(name="เขลางค์นคร").website


def test_officer_saves_the_website_and_the_history_knows_who(somsri: Client) -> None:
    answer = somsri.post(address(), {"website": "https://khelang.example.go.th"})
    assert (answer.status_code, website()) == (302, "https://khelang.example.go.th")
    assert factories.municipality().history.first().history_user == factories.officer()


@pytest.mark.parametrize("typed", ["khelang", "javascript:alert(1)", "ftp://example.go.th", "https://"])
def test_what_is_no_web_address_is_refused_and_kept_as_typed(somsri: Client, typed: str) -> None:
    answer = somsri.post(address(), {"website": typed})
    assert "กรุณากรอกที่อยู่เว็บให้ครบ" in answer.content.decode()
    assert (answer.context["form"]["website"].value(), website()) == (typed, "")


def test_second_window_does_not_overwrite_unseen(somsri: Client) -> None:
    seen = somsri.get(address()).context["guard"].token
    somsri.post(address(), {"website": "https://first.example.go.th", "seen": seen})
    answer = somsri.post(address(), {"website": "https://second.example.go.th", "seen": seen})
    page = answer.content.decode()
    assert website() == "https://first.example.go.th"
    assert ("https://first.example.go.th" in page, "https://second.example.go.th" in page) == (True, True)


def test_name_and_place_are_not_the_officers_to_change(somsri: Client) -> None:
    somsri.post(
        address(), {"website": "", "name": "อื่น", "kind": "nakhon", "is_example": "on", "code": "1234567"}
    )
    place = Municipality.objects.get(pk=factories.municipality().pk)
    assert (place.name, place.kind, place.is_example, place.code) == ("เขลางค์นคร", "mueang", False, None)
