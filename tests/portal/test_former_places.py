"""What a municipality was: a year of its time as an อบต. is called so, and a paper's former name is told."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from municipalities.changing import begin_place, change_place
from municipalities.models import Kind, Municipality
from reports.models import Publication
from tests import factories

pytestmark = pytest.mark.django_db
BODY = "ขณะเป็นองค์การบริหารส่วนตำบลเขลางค์"
OWN_PAGES = [
    ("municipality", ()),
    ("score_history", ()),
    ("assessment", (2567,)),
    ("findings", (2567,)),
    ("analyses", (2567,)),
    ("plan", (2568,)),
    ("results", (2568,)),
    ("checks", (2568,)),
    ("documents", (2568,)),
]


def begun(day: date) -> Municipality:
    """A municipality since that day, with a published plan that answers 2567."""
    place = factories.municipality()
    begin_place(place, day, "เขลางค์", "6520101")
    plan = factories.complete_plan(place)
    factories.publication(factories.report(plan, state="published"))
    return place


@pytest.mark.parametrize(("name", "keys"), OWN_PAGES)
@pytest.mark.parametrize(("day", "is_called_so"), [(date(2024, 10, 1), True), (date(2018, 10, 1), False)])
def test_year_of_its_time_as_a_subdistrict_body_is_called_so(
    client: Client, name: str, keys: tuple[int, ...], day: date, is_called_so: bool
) -> None:
    place = begun(day)
    client.force_login(factories.officer())
    page = client.get(reverse(name, args=[place.pk, *keys])).text
    assert (BODY in page) is is_called_so


@pytest.mark.parametrize(("day", "is_called_so"), [(date(2024, 10, 1), True), (date(2018, 10, 1), False)])
def test_public_pages_call_it_so_as_the_paper_does(client: Client, day: date, is_called_so: bool) -> None:
    place, other = begun(day), factories.elsewhere()
    factories.publication(factories.report(factories.complete_plan(other), state="published"))
    own = client.get(reverse("published_municipality", args=[place.pk])).text
    compared = client.get(reverse("compare"), {"with": [place.pk, other.pk]}).text
    assert [BODY in page for page in (own, compared)] == [is_called_so] * 2


def raised(**now: object) -> Publication:
    """A paper of เทศบาลตำบลทุ่งผึ้ง, which has changed since."""
    place = factories.municipality("ทุ่งผึ้ง", kind=Kind.TAMBON, district="แม่ทะ", code="5520101")
    row = factories.publication(factories.report(factories.complete_plan(place), state="published"))
    if now:
        change_place(place, date(2026, 1, 1), now, date(2026, 11, 1))
    return row


def said_of(client: Client, row: Publication) -> list[str]:
    """The page of verification and the page of the paper, around the document itself."""
    page = client.get(reverse("publication", args=[row.report.plan.municipality_id, 2568, "plan"])).text
    verified = client.get(reverse("verify"), {"sha256": row.sha256}).text
    return [verified, page.replace(row.html, "")]


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ({"kind": Kind.MUEANG}, "เดิม เทศบาลตำบลทุ่งผึ้ง"),
        ({"name": "ทุ่งน้ำผึ้ง"}, "เดิม เทศบาลตำบลทุ่งผึ้ง"),
        ({"code": "4520199"}, "(รหัส 5520101)"),
    ],
)
def test_paper_of_another_name_kind_or_code_is_told_with_it(
    client: Client, now: dict[str, object], then: str
) -> None:
    row = raised(**now)
    assert [then in page for page in said_of(client, row)] == [True, True]


def test_paper_of_todays_name_is_told_without_another(client: Client) -> None:
    row = raised()
    assert ["เดิม" in page for page in said_of(client, row)] == [False, False]


@pytest.mark.parametrize("name", ["province", "province_scores"])
def test_provinces_lists_tell_the_former_name_and_the_body_assessed(client: Client, name: str) -> None:
    place = begun(date(2024, 10, 1))
    change_place(place, date(2026, 1, 1), {"kind": Kind.NAKHON}, date(2026, 11, 1))
    client.force_login(factories.reviewer())
    page = client.get(reverse(name), {"year": 2568}).text
    said = ("เดิม เทศบาลเมืองเขลางค์นคร", f"ผล พ.ศ. ๒๕๖๗ {BODY}")
    assert [text in page for text in said] == [True, True]
