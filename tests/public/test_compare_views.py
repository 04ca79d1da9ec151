"""Municipalities side by side, from what they published."""

from decimal import Decimal

import pytest
from django.test import Client

from municipalities.models import Municipality
from public.comparison_chart import comparison_chart
from tests import factories

pytestmark = pytest.mark.django_db
COMPARE = "/compare/"


def published(
    name: str, scores: dict[str, str] | None = None, *, total: str | None = "90.65", year: int = 2567
):
    place = factories.municipality(name)
    factories.assessment(place, year, scores=scores or factories.SCORES_2567, total=total)
    plan = factories.plan(place, year + 1)
    factories.measure(plan, issue=2)
    factories.measure(plan, 2, issue=2)
    factories.measure(plan, 3)
    factories.publication(factories.report(plan, state="published"))
    return place


def compared(client: Client, *places: Municipality, **query: object):
    return client.get(COMPARE, {"with": [place.pk for place in places], **query})


def test_scores_stand_side_by_side(client: Client):
    one, other = published("ก"), published("ข", {"1": "99.00"}, total=None)
    result = compared(client, one, other).context["result"]
    total, first = result.overall[0], result.indicators[0]
    assert result.fiscal_year == 2567
    assert total.values == (Decimal("90.65"), None)
    assert (first.values, first.best) == ((Decimal("90.64"), Decimal("99.00")), Decimal("99.00"))
    assert result.levels == ("ผ่าน", "ผ่าน")


def test_places_stand_in_the_order_of_the_address(client: Client):
    one, other = published("ก"), published("ข")
    assert [place.name for place in compared(client, other, one).context["result"].places] == ["ข", "ก"]


def test_measures_are_counted_by_issue(client: Client):
    one, other = published("ก"), published("ข")
    counts = [values for _, values in compared(client, one, other).context["result"].issues]
    assert counts == [(2, 2), (1, 1)]


def test_year_is_chosen_in_the_address(client: Client):
    one, other = published("ก"), published("ข")
    factories.assessment(one, 2568)
    factories.publication(factories.report(factories.plan(one, 2569), state="published"))
    assert compared(client, one, other).context["result"].fiscal_year == 2567
    assert compared(client, one, other, year=2568).context["result"].fiscal_year == 2568
    assert compared(client, one, other, year=2599).context["result"].fiscal_year == 2567


@pytest.mark.parametrize("count", [0, 1])
def test_fewer_than_two_are_not_compared(client: Client, count: int):
    places = [published(f"แห่งที่{number}") for number in range(count)]
    answer = compared(client, *places)
    assert answer.context["result"] is None
    assert "เลือกเทศบาลอย่างน้อย ๒ แห่ง" in answer.content.decode()


def test_more_than_four_are_cut(client: Client):
    places = [published(f"แห่งที่{number}") for number in range(5)]
    assert compared(client, *places).context["keys"] == [place.pk for place in places[:4]]


def test_same_place_counts_once(client: Client):
    place = published("ก")
    assert compared(client, place, place).context["keys"] == [place.pk]


@pytest.mark.parametrize("key", ["x", "", "-1", "1e3", "๑", "9" * 400, "\x00", "0"])
def test_odd_key_is_passed_over(client: Client, key: str):
    published("ก")
    assert client.get(COMPARE, {"with": key, "year": key}).context["keys"] == []


def test_search_suggests_others(client: Client):
    one, other = published("ก"), published("ข")
    answer = compared(client, one, q="ข")
    assert answer.context["suggested"] == [other]
    assert f"with={one.pk}&amp;with={other.pk}" in answer.content.decode()
    assert compared(client, one, q="ไม่มี").context["suggested"] == []
    assert compared(client, one, q="\x00").context["suggested"] == []


@pytest.mark.parametrize("count", [2, 4])
def test_four_take_as_many_queries_as_two(client: Client, count: int, django_assert_max_num_queries):
    places = [published(f"แห่งที่{number}") for number in range(count)]
    with django_assert_max_num_queries(4):
        compared(client, *places)


def test_drawing_says_all_figures_in_words():
    drawn = comparison_chart(["ก<", "ข"], [("๑. งาน", [Decimal("90.10"), None])], "คะแนน")
    assert drawn.count("<circle") == 2  # in the legend and in its row
    assert "๑. งาน: ก&lt; ๙๐.๑๐" in drawn
    assert "style=" not in drawn


def test_nothing_known_draws_nothing():
    assert comparison_chart(["ก", "ข"], [("งาน", [None, None])], "คะแนน") == ""
