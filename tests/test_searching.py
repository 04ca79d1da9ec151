"""Finding municipalities by words: the same words find the same municipalities at every door."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from municipalities.models import Kind, Municipality
from tests import factories
from tests.factories import municipality, officer, plan, publication, report, reviewer

pytestmark = pytest.mark.django_db
Door = Callable[[str], list[str]]

WORDS = (
    ("", ["เกาะคา", "เขลางค์นคร", "ทุ่งผึ้ง"]),
    ("เขลางค์", ["เขลางค์นคร"]),
    ("เทศบาลตำบลทุ่งผึ้ง", ["ทุ่งผึ้ง"]),
    ("เทศบาลตำบล ทุ่งผึ้ง", ["ทุ่งผึ้ง"]),
    ("เทศบาลตำบล", ["เกาะคา", "ทุ่งผึ้ง"]),
    ("แจ้ห่ม", ["ทุ่งผึ้ง"]),
    ("อำเภอแจ้ห่ม", ["ทุ่งผึ้ง"]),
    ("อ. แจ้ห่ม", ["ทุ่งผึ้ง"]),
    ("ทุ่งผึ้ง แจ้ห่ม", ["ทุ่งผึ้ง"]),
    ("ทุ่งผึ้ง เกาะคา", []),
    ("ลำปาง", ["เกาะคา", "เขลางค์นคร", "ทุ่งผึ้ง"]),
    ("จ.ลำปาง เกาะคา", ["เกาะคา"]),
    ("อำเภอเมืองลำปาง", ["เขลางค์นคร"]),
    ("จังหวัดเชียงใหม่", []),
    ("4520103", ["เขลางค์นคร"]),
    ("๔๕๒๐๑๐๓", ["เขลางค์นคร"]),
    ("452010", ["เขลางค์นคร"]),  # the beginning of a code
    ("52010", []),
    ("\u200bเขลางค์\ufeff", ["เขลางค์นคร"]),
    ("จังหวัดล\u0e4d\u0e32ปาง เเจ้ห่ม", ["ทุ่งผึ้ง"]),  # ำ and แ, each typed in two pieces
    ("ท\u0e48\u0e38งผ\u0e49\u0e36ง", ["ทุ่งผึ้ง"]),  # tones before their vowels
    ("%", []),
    ("จ.ลป", ["เกาะคา", "เขลางค์นคร", "ทุ่งผึ้ง"]),
    ("ลป", []),
)


@pytest.fixture
def places() -> list[Municipality]:
    """Three of ลำปาง, each with a published plan of 2568."""
    rows = [
        municipality(code="4520103"),
        municipality("ทุ่งผึ้ง", kind=Kind.TAMBON, district="แจ้ห่ม"),
        municipality("เกาะคา", kind=Kind.TAMBON, district="เกาะคา"),
    ]
    for row in rows:
        publication(report(plan(row), state="published"))
    return rows


def asked(user: User | None, address: str, context: Callable[[dict], list[str]]) -> Door:
    client = Client()
    if user:
        client.force_login(user)
    return lambda text: context(client.get(reverse(address), {"q": text}).context)


def doors() -> dict[str, Door]:
    admin = factories.admin()
    return {
        "municipalities": asked(
            reviewer(), "municipality_list", lambda c: [row.name for row, *_ in c["rows"]]
        ),
        "places": asked(admin, "place_list", lambda c: [row.name for row in c["page"]]),
        "overview": asked(
            reviewer(),
            "province",
            lambda c: [re.sub("^เทศบาล(ตำบล|เมือง)", "", row.name) for row in c["page"]],
        ),
        "public": asked(None, "published_list", lambda c: [row.name for row, _ in c["rows"]]),
        "compare": asked(None, "compare", lambda c: [row.name for row in c["suggested"]]),
        "admin": asked(
            admin,
            "admin:municipalities_municipality_changelist",
            lambda c: [row.name for row in c["cl"].queryset],
        ),
    }


@pytest.mark.usefixtures("places")
def test_every_door_finds_the_same():
    found = {name: {text: door(text) for text, _ in WORDS} for name, door in doors().items()}

    assert found == {name: dict(WORDS) for name in found}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("เทศบาลเมือง เขลางค์นคร", ["officer"]),
        ("จ.ลำปาง", ["officer", "reviewer"]),
        ("อำเภอเมืองลำปาง", ["officer"]),
        ("๔๕๒๐๑๐๓", ["officer"]),
        ("จ.ส.อ. สมศรี", ["officer"]),
        ("เชียงใหม่", []),
    ],
)
def test_people_are_found_by_their_municipality_alike(text: str, expected: list[str]):
    municipality(code="4520103")
    person = officer()
    User.objects.filter(pk=person.pk).update(first_name="จ.ส.อ. สมศรี")
    reviewer()
    client = Client()
    client.force_login(factories.admin())

    found = client.get(reverse("people"), {"q": text}).context["page"]

    assert sorted(person.role for person in found) == expected
