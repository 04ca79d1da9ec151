"""Django's admin answers no address with a fault, however odd its parameters are."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db
# Without limits each of these ended in a fault of Django or of one of the databases.
ODD = [
    "pk__regex=(",
    "pk__range=1",
    "last_login__year=0",
    "created_at__date=2025-13-45",
    "q=%00",
    "nope__exact=1",
]


@pytest.fixture
def admins(client: Client) -> Client:
    client.force_login(factories.admin())
    return client


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model._meta.label)
def test_list_refuses_what_none_of_its_filters_asks(admins: Client, model: type):
    page = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    assert [admins.get(f"{page}?{odd}").status_code for odd in ODD] == [400] * len(ODD)


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model._meta.label)
def test_filters_of_the_list_are_answered(admins: Client, model: type):
    page = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    shown = admins.get(page).context["cl"]
    asked = [name for spec in shown.filter_specs for name in spec.expected_parameters()]
    assert bool(asked) == bool(shown.model_admin.list_filter)
    assert [name for name in asked if admins.get(f"{page}?{name}=1").status_code == 400] == []


@pytest.mark.parametrize("page", ["accounts/user/?role__exact=%00", "autocomplete/?term=%00"])
def test_sign_that_no_database_holds_is_refused(admins: Client, page: str):
    assert admins.get(f"/admin/{page}").status_code == 400
