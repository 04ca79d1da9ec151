"""The first page: a welcome for visitors, the own work for everybody else."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertRedirects

from tests import factories

pytestmark = pytest.mark.django_db


def test_visitor_learns_what_this_is_and_where_to_go(client: Client):
    page = client.get(reverse("home"))
    assert page.status_code == 200
    for name in ("account_login", "framework_list"):
        assert f'href="{reverse(name)}"' in page.content.decode()


def test_welcome_asks_the_database_nothing(client: Client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get(reverse("home"))


def test_officer_comes_to_the_own_municipality(client: Client):
    client.force_login(factories.officer())
    place = reverse("municipality", args=[factories.municipality().pk])
    assertRedirects(client.get(reverse("home")), place, fetch_redirect_response=False)


@pytest.mark.parametrize(("person", "page"), [(factories.reviewer, "desk"), (factories.admin, "province")])
def test_reviewer_and_admin_come_to_their_work(client: Client, person, page):
    client.force_login(person())
    assertRedirects(client.get(reverse("home")), reverse(page), fetch_redirect_response=False)


def test_welcome_is_in_thai(client: Client, english):
    assert english(client.get(reverse("home"))) == []
