"""The first year that has rules: its pages open, though the year before it has none."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from assessments import framework
from tests import factories

pytestmark = pytest.mark.django_db
FIRST = framework.years()[0]
PAGES = [
    *((name, [FIRST], "") for name in ("assessment", "findings", "analyses")),
    *(("analyses", [FIRST], f"?by={by}") for by in ("indicators", "instruments")),
    *((name, [FIRST + 1], "") for name in ("plan", "measure_add", "results", "checks", "documents")),
    ("score_history", [], ""),
    ("municipality", [], ""),
]
OF_THE_PROVINCE = ("province", "province_scores", "province_measures", "overview_csv")


@pytest.fixture(autouse=True)
def _in_that_year(db: None) -> None:
    """Its result is known and answered by a plan."""
    factories.assessment(fiscal_year=FIRST, level="A")
    factories.measure(factories.plan(fiscal_year=FIRST + 1))


@pytest.mark.parametrize(("name", "years", "query"), PAGES)
@time_machine.travel("2019-11-04 09:00+07:00", tick=False)
def test_officers_page_opens(client: Client, name: str, years: list[int], query: str) -> None:
    client.force_login(factories.officer())
    address = reverse(name, args=[factories.municipality().pk, *years])
    assert client.get(f"{address}{query}").status_code == 200


@pytest.mark.parametrize("name", OF_THE_PROVINCE)
@pytest.mark.parametrize("who", [factories.reviewer, factories.admin])
def test_page_of_the_province_opens(client: Client, name: str, who) -> None:
    client.force_login(who())
    assert client.get(reverse(name), {"year": FIRST + 1}).status_code == 200
