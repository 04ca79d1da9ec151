from datetime import date
from importlib import import_module

import pytest
from django.apps import apps

from municipalities.dated import FormerState, PlaceState
from municipalities.lookup import find_municipality
from municipalities.models import Kind, Municipality
from municipalities.searching import search_places
from tests.factories import municipality

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "text",
    [
        "4520103",
        "\ufeff4520103",
        "เทศบาลเมืองเขลางค์นคร",
        " เทศบาลเมืองเขลางค์นคร อำเภอเมืองลำปาง จังหวัดลำปาง",
        "เขลางค์นคร",
        "ทม. เขลางค์นคร อ.เมือง",
        "04520103",
        "เขลางค์",  # a part of the name that only one has
        "45201",
        "รายงาน ITA เขลางค์นคร 2569",
        "เทศบาลเมืองเขลางค์นคร อ\u0e4d\u0e32เภอเมืองล\u0e4d\u0e32ปาง จังหวัดล\u0e4d\u0e32ปาง",
    ],
)
def test_find_municipality_knows_code_and_full_name(text: str) -> None:
    row = municipality(code="4520103")

    assert find_municipality(text) == row


@pytest.mark.parametrize(
    "text", ["", "9999999", "ITA", "กขคงจ", "เทศบาลตำบลเขลางค์นคร", "เทศบาลเมืองเขลางค์นคร อำเภอแจ้ห่ม จังหวัดลำปาง"]
)
def test_find_municipality_refuses_what_it_does_not_know(text: str) -> None:
    municipality(code="4520103")

    with pytest.raises(LookupError, match="ไม่พบเทศบาล"):
        find_municipality(text)


def test_find_municipality_asks_for_the_near_one() -> None:
    municipality(code="4520103")

    with pytest.raises(LookupError, match="หมายถึง เทศบาลเมืองเขลางค์นคร อำเภอเมืองลำปาง จังหวัดลำปาง หรือไม่"):
        find_municipality("เขลางนคร")


def test_find_municipality_takes_no_other_that_lies_where_a_name_says() -> None:
    place = municipality(code="4520103")

    with pytest.raises(LookupError, match="หมายถึง เทศบาลเมืองเขลางค์นคร อำเภอเมืองลำปาง จังหวัดลำปาง หรือไม่"):
        find_municipality("ลำปาง")  # may be เทศบาลนครลำปาง, which the portal does not know yet
    assert find_municipality("จ.ลำปาง") == place


def test_find_municipality_names_ten_of_many() -> None:
    for number in range(12):
        municipality(f"บ้านใหม่{number}")

    with pytest.raises(LookupError, match="มากกว่า 10 แห่ง"):
        find_municipality("บ้านใหม่")


def test_find_municipality_names_those_that_share_a_name() -> None:
    first = municipality("บ้านใหม่", district="แจ้ห่ม", code="5520601")
    municipality("บ้านใหม่", district="งาว")

    with pytest.raises(LookupError) as refusal:
        find_municipality("เทศบาลเมืองบ้านใหม่")

    assert "อำเภอแจ้ห่ม จังหวัดลำปาง (รหัส 5520601)" in str(refusal.value)
    assert "อำเภองาว จังหวัดลำปาง (รหัส ไม่ทราบ)" in str(refusal.value)
    assert find_municipality("เทศบาลเมืองบ้านใหม่ อำเภอแจ้ห่ม จังหวัดลำปาง") == first


@pytest.mark.parametrize("text", ["เทศบาลเมือง\0เขลางค์นคร", "45201\ud80003"])
def test_find_municipality_refuses_what_no_name_has(text: str) -> None:
    with pytest.raises(LookupError, match="มีอักขระที่ใช้ไม่ได้"):
        find_municipality(text)


def test_name_stored_before_marks_were_read_in_order_is_found_after_the_migration():
    place = municipality("ทุ่งผึ้ง", kind=Kind.TAMBON)
    Municipality.objects.update(name="ท\u0e48\u0e38งผึ้ง", search_key="เทศบาลตำบลท\u0e48\u0e38งผึ้ง", sort_key="")
    import_module("municipalities.migrations.0003_search_keys").renew(apps, None)
    import_module("municipalities.migrations.0005_folded_keys").fold_keys(apps, None)
    assert find_municipality("เทศบาลตำบลทุ่งผึ้ง") == place
    assert (Municipality.objects.get().sort_key, Municipality.objects.get().search_key) == (
        place.sort_key,
        place.search_key,
    )


def test_names_stored_with_blanks_are_found_after_the_migration():
    place = municipality("บ้าน ใหม่")
    place.former_states = [
        FormerState(date(2013, 1, 1), PlaceState("tambon", "บ้าน เก่า", "5520699", "งาว", "ลำปาง")).stored
    ]
    place.save()
    Municipality.objects.update(search_key="เทศบาลเมืองบ้าน ใหม่", former_key="")
    import_module("municipalities.migrations.0005_folded_keys").fold_keys(apps, None)

    for text in ("บ้านใหม่", "บ้านเก่า", "5520699"):
        assert list(search_places(Municipality.objects.all(), text).found) == [place]
