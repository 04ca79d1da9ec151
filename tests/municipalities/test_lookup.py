from importlib import import_module

import pytest
from django.apps import apps

from municipalities.lookup import find_municipality
from municipalities.models import Kind, Municipality
from tests.factories import municipality

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "text",
    [
        "4520103",
        "\ufeff4520103",
        "เทศบาลเมืองเขลางค์นคร",
        " เทศบาลเมืองเขลางค์นคร อำเภอเมืองลำปาง จังหวัดลำปาง",
        "เทศบาลเมืองเขลางค์นคร อ\u0e4d\u0e32เภอเมืองล\u0e4d\u0e32ปาง จังหวัดล\u0e4d\u0e32ปาง",
    ],
)
def test_find_municipality_knows_code_and_full_name(text: str) -> None:
    row = municipality(code="4520103")

    assert find_municipality(text) == row


@pytest.mark.parametrize(
    "text", ["", "เขลางค์นคร", "9999999", "เทศบาลตำบลเขลางค์นคร", "เทศบาลเมืองเขลางค์นคร อำเภอแจ้ห่ม จังหวัดลำปาง"]
)
def test_find_municipality_refuses_what_it_does_not_know(text: str) -> None:
    municipality(code="4520103")

    with pytest.raises(LookupError, match="ไม่พบเทศบาล"):
        find_municipality(text)


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
    assert find_municipality("เทศบาลตำบลทุ่งผึ้ง") == place
    assert Municipality.objects.get().sort_key == place.sort_key
