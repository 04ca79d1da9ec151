"""No door offers or takes a year whose result cannot exist yet, and all of them say the same year."""

import json
from collections.abc import Callable, Iterator
from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from assessments.announced_import import JOB
from assessments.models import Assessment
from exchange.reading import BundleRefused, read_bundle
from exchange.storing import store
from ita_portal.thai import fiscal_year_text
from measures.models import Plan
from municipalities.table_reading import read_table
from tests import factories
from tests.municipalities.tables import csv_file

pytestmark = pytest.mark.django_db
# The result of a fiscal year can exist from July of it: by then 2569 is the last, in the day before 2568.
DAYS = [(date(2026, 6, 30), 2568), (date(2026, 7, 1), 2569)]


@pytest.fixture(params=DAYS, ids=str)
def last(request: pytest.FixtureRequest) -> Iterator[int]:
    """The last year that can be, on the day."""
    day, year = request.param
    with time_machine.travel(f"{day}T12:00:00+07:00", tick=False):
        yield year


def years_of_the_page(client: Client, year: int) -> bool:
    page = client.get(reverse("municipality", args=[factories.municipality().pk]))
    return year in [one.fiscal_year for one in page.context["new_years"]]


def years_of_the_history(client: Client, year: int) -> bool:
    page = client.get(reverse("score_history", args=[factories.municipality().pk]))
    return year in [one.fiscal_year for one in page.context["years"]]


def pasted(client: Client, year: int) -> bool:
    text = f"ปี\tคะแนนรวม\tระดับ\n2566\t90\tA\n{year}\t80\tผ่าน"
    typed = {"pasted": text, "action": "read", "seen": "-"}
    page = client.post(reverse("score_history", args=[factories.municipality().pk]), typed)
    return fiscal_year_text(year) in [one.title for one in page.context["understood"]]


def opened(client: Client, year: int) -> bool:
    address = reverse("assessment", args=[factories.municipality().pk, year])
    page = client.get(address)
    seen = page.context["guard"].token if page.status_code == 200 else "-"
    client.post(address, {"seen": seen, "announced_total": "80"})
    return Assessment.objects.filter(fiscal_year=year).exists()


def planned(client: Client, year: int) -> bool:
    client.post(reverse("plan", args=[factories.municipality().pk, year + 1]), {"begin": "1"})
    return Plan.objects.filter(fiscal_year=year + 1).exists()


def moved_to(client: Client, year: int) -> bool:
    if not Assessment.objects.filter(fiscal_year=2562).exists():
        factories.assessment(fiscal_year=2562)
    page = client.get(reverse("year_move", args=[factories.municipality().pk, 2562]))
    return year in [one.fiscal_year for one in page.context["free"]]


def from_a_bundle(_client: Client, year: int) -> bool:
    place = {"kind": "mueang", "name": "เขลางค์นคร", "district": "เมืองลำปาง", "province": "ลำปาง"}
    assessment = {"fiscal_year": year, "scores": {}, "findings": [], "analyses": []}
    told = {"format": "ita-report-bundle/1", "municipality": place, "assessments": [assessment]}
    factories.municipality()
    try:
        store(read_bundle(json.dumps(told).encode()))
    except BundleRefused:
        return False
    return Assessment.objects.filter(fiscal_year=year).exists()


def from_a_list(_client: Client, year: int) -> bool:
    content = csv_file(
        ["เทศบาล", "ปีงบประมาณ", "คะแนนรวม"], [factories.municipality().full_name, str(year), "80"]
    )
    [row] = JOB.examine(read_table(content, JOB.shape), False)
    return row.store is not None


@pytest.mark.parametrize(
    "door",
    [years_of_the_page, years_of_the_history, pasted, opened, planned, moved_to, from_a_bundle, from_a_list],
)
def test_every_door_knows_the_same_last_year(
    client: Client, last: int, door: Callable[[Client, int], bool]
) -> None:
    client.force_login(factories.officer())
    assert [door(client, year) for year in (last, last + 1)] == [True, False]
