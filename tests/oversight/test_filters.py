from datetime import date

import pytest
import time_machine
from django.http import QueryDict

from accounts.models import User
from municipalities.models import District
from oversight.filters import Filters, OverviewForm
from tests import factories

pytestmark = pytest.mark.django_db


def read(query: str, user: User | None = None) -> OverviewForm:
    return OverviewForm(QueryDict(query), user=user or factories.reviewer())


def test_bare_address_asks_for_nothing() -> None:
    form = read("")

    assert form.is_valid()
    assert form.filters == Filters()


def test_every_part_of_the_address_is_read() -> None:
    district = District.objects.filter(province__name="ลำปาง").first()
    form = read(
        f"q=ทุ่ง&year=๒๕๖๘&kind=tambon&district={district.pk}&document=plan&state=draft&level=ผ่าน&weak=๑๐&late=on"
        "&sort=-total"
    )

    assert form.is_valid(), form.errors
    assert form.filters == Filters(
        year=2568,
        q="ทุ่ง",
        kind="tambon",
        district=district.pk,
        document="plan",
        state="draft",
        level="ผ่าน",
        weak="10",
        late=True,
        sort="-total",
    )
    assert (form.filters.order, form.filters.descending) == ("total", True)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("year=2025", "year"),
        ("year=1e9", "year"),
        ("year=%00", "year"),
        ("kind=village", "kind"),
        ("district=999999", "district"),
        ("district=x", "district"),
        ("document=budget", "document"),
        ("state=gone", "state"),
        ("level=Z", "level"),
        ("weak=11", "weak"),
        ("sort=password", "sort"),
        ("q=%00", "q"),
        (f"q={'ก' * 251}", "q"),
    ],
)
def test_what_can_not_be_read_is_said_at_its_field(query: str, field: str) -> None:
    form = read(query)

    assert not form.is_valid()
    assert list(form.errors) == [field]


def test_district_of_another_province_is_no_choice() -> None:
    outside = factories.elsewhere().district

    assert list(read(f"district={outside.pk}").errors) == ["district"]


def test_reviewer_has_no_choice_of_provinces() -> None:
    form = read(f"province={factories.elsewhere().province.code}")

    assert form.is_valid()
    assert form.filters == Filters()


def test_admin_chooses_the_districts_of_the_chosen_province() -> None:
    outside = factories.elsewhere().district
    code = outside.province.code

    assert read(f"province={code}&district={outside.pk}", factories.admin()).is_valid()
    assert list(read(f"district={outside.pk}", factories.admin()).errors) == ["district"]
    assert list(read("province=99", factories.admin()).errors) == ["province"]


@pytest.mark.parametrize("sort", ["errors", "-warnings"])
def test_faults_are_counted_in_one_province_at_a_time(sort: str) -> None:
    assert list(read(f"sort={sort}", factories.admin()).errors) == ["sort"]
    assert read(f"sort={sort}&province=52", factories.admin()).is_valid()
    assert read(f"sort={sort}").is_valid()


def test_years_go_to_the_next_one() -> None:
    with time_machine.travel(date(2025, 1, 15)):
        years = [value for value, _ in read("").fields["year"].choices]

    assert years == ["", *range(2569, 2562, -1)]
