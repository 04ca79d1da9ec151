"""Who presses the buttons of reports, and what is asked of the database while many take a step."""

import pytest
from django.conf import LazySettings
from django.test import Client

from tests import factories


@pytest.fixture
def somsri(client: Client) -> Client:
    """Signed in as the officer of เขลางค์นคร."""
    client.force_login(factories.officer())
    return client


@pytest.fixture
def each_is_a_step(settings: LazySettings) -> None:
    """Each report takes its own step, with its own locks and its own paper."""
    locked = ("municipalities.Municipality", "reports.Report", "measures.Plan")
    settings.ZEAL_ALLOWLIST = [{"model": model, "field": "get()"} for model in locked]
