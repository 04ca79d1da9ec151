"""What a municipality was on a day, how that is changed, and that it is found by what it was called."""

from datetime import date

import pytest

from municipalities.changing import ChangeRefused, begin_place, change_place, end_place
from municipalities.lookup import find_municipality
from municipalities.models import Kind, Municipality
from municipalities.searching import search_places
from tests import factories

pytestmark = pytest.mark.django_db
TODAY, RAISED = date(2026, 11, 30), date(2025, 3, 1)


def town() -> Municipality:
    """เทศบาลตำบลทุ่งผึ้ง."""
    return factories.municipality("ทุ่งผึ้ง", kind=Kind.TAMBON, district="แม่ทะ", code="5520101")


def raised() -> Municipality:
    """The same, raised to a เทศบาลเมือง with a new code on 1 March 2025."""
    place = town()
    change_place(place, RAISED, {"kind": Kind.MUEANG, "code": "4520199"}, TODAY)
    return Municipality.objects.with_place().get(pk=place.pk)


@pytest.mark.parametrize(
    ("day", "name", "code"),
    [
        (date(2020, 1, 1), "เทศบาลตำบลทุ่งผึ้ง", "5520101"),
        (date(2025, 2, 28), "เทศบาลตำบลทุ่งผึ้ง", "5520101"),
        (date(2025, 3, 1), "เทศบาลเมืองทุ่งผึ้ง", "4520199"),
        (date(2030, 1, 1), "เทศบาลเมืองทุ่งผึ้ง", "4520199"),
    ],
)
def test_each_day_has_its_state(day: date, name: str, code: str):
    then = raised().as_of(day)
    assert (then.full_name, then.code, then.place) == (name, code, "อำเภอแม่ทะ จังหวัดลำปาง")


def test_two_changes_follow_each_other():
    place = raised()
    elsewhere = factories.elsewhere().district
    change_place(place, date(2026, 1, 1), {"name": "ผึ้งหลวง", "district": elsewhere}, TODAY)
    place = Municipality.objects.get(pk=place.pk)
    days = [date(2025, 2, 1), date(2025, 12, 31), date(2026, 1, 1)]
    assert [place.as_of(day).full_name for day in days] == [
        "เทศบาลตำบลทุ่งผึ้ง",
        "เทศบาลเมืองทุ่งผึ้ง",
        "เทศบาลเมืองผึ้งหลวง",
    ]
    assert [place.as_of(day).province for day in days] == ["ลำปาง", "ลำปาง", "เชียงใหม่"]


@pytest.mark.parametrize(
    ("day", "now"),
    [
        (RAISED, {"kind": Kind.NAKHON}),  # not after the change before
        (date(2026, 12, 1), {"kind": Kind.NAKHON}),  # not yet
        (date(2026, 1, 1), {"kind": Kind.MUEANG}),  # nothing changes
    ],
)
def test_change_that_can_not_be_stores_nothing(day: date, now: dict[str, str]):
    place = raised()
    with pytest.raises(ChangeRefused):
        change_place(place, day, now, TODAY)
    assert len(Municipality.objects.get(pk=place.pk).former_states) == 1


def test_place_that_was_a_subdistrict_body_is_called_so():
    place = town()
    begin_place(place, date(2024, 10, 1), "ทุ่งผึ้ง", "6520101")
    assert place.assessed_as(2567) == "องค์การบริหารส่วนตำบลทุ่งผึ้ง"
    assert place.assessed_as(2568) == ""


def test_ended_and_coming_places_do_not_exist():
    one, other = raised(), factories.municipality()
    end_place(one, date(2026, 10, 1), other)
    begin_place(other, date(2024, 10, 1), "เขลางค์นคร", "")
    days = (date(2024, 9, 30), date(2024, 10, 1), date(2026, 9, 30), date(2026, 10, 1))
    found = [set(Municipality.objects.existing(day)) for day in days]
    assert found == [{one}, {one, other}, {one, other}, {other}]
    assert [{place for place in (one, other) if place.exists_on(day)} for day in days] == found


def test_merger_into_itself_or_into_what_is_gone_is_refused():
    one, other = raised(), factories.municipality()
    with pytest.raises(ChangeRefused):
        end_place(one, date(2026, 10, 1), one)
    end_place(other, date(2026, 1, 1), None)
    with pytest.raises(ChangeRefused):
        end_place(one, date(2026, 10, 1), other)


@pytest.mark.parametrize(
    "words",
    ["เทศบาลตำบลทุ่งผึ้ง", "ตำบลทุ่งผึ้ง", "5520101", "๕๕๒๐๑๐๑", "4520199", "ทุ่งผึ้ง แม่ทะ", "เทศบาลตำบล ทุ่งผึ้ง ลำปาง"],
)
def test_former_name_and_code_find_the_place(words: str):
    place = raised()
    factories.elsewhere()
    assert list(search_places(Municipality.objects.all(), words).found) == [place]


def test_former_code_is_found_by_its_beginning_alone():
    place = raised()
    assert list(search_places(Municipality.objects.all(), "55201").found) == [place]
    assert not search_places(Municipality.objects.all(), "20101").found.exists()


@pytest.mark.parametrize("words", ["5520101", "เทศบาลตำบลทุ่งผึ้ง", "เทศบาลตำบลทุ่งผึ้ง อำเภอแม่ทะ จังหวัดลำปาง"])
def test_command_line_knows_former_names(words: str):
    place = raised()
    assert find_municipality(words) == place


def test_subdistrict_body_is_found_by_its_short_name():
    place = town()
    begin_place(place, date(2024, 10, 1), "ทุ่งผึ้ง", "6520101")
    assert list(search_places(Municipality.objects.all(), "อบต.ทุ่งผึ้ง").found) == [place]
