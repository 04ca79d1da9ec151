"""A form that does not say what its page had shown changes nothing; what was typed comes back."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from reports.models import Deadline
from tests import factories
from tests.test_access import stored

pytestmark = pytest.mark.django_db
SENTENCE = "คำขอนี้ไม่ได้ระบุว่าท่านเห็นข้อมูลใดก่อนบันทึก จึงยังไม่ได้บันทึกสิ่งที่ท่านพิมพ์"


def of_municipality(name: str, *keys: object) -> str:
    return reverse(name, args=[factories.municipality().pk, *keys])


def plan_page() -> str:
    factories.plan()
    return of_municipality("plan", 2568)


def measure_page() -> str:
    factories.measure(factories.plan())
    return of_municipality("measure", 2568, 1)


def results_page() -> str:
    factories.plan()
    return of_municipality("results", 2568)


def deadline_page() -> str:
    row = Deadline.objects.create(fiscal_year=2568, kind="plan", due_on=date(2026, 4, 30))
    return reverse("deadline", args=[row.pk])


OFFICERS_FORMS = [
    (lambda: of_municipality("assessment", 2567), {"score_1": "90.64"}),
    (lambda: of_municipality("analyses", 2567), {"4-stance": "improve", "4-text": "เราพิมพ์ไว้"}),
    (plan_page, {"signatory_name": "เราพิมพ์ไว้"}),
    (measure_page, {"title": "เราพิมพ์ไว้"}),
    (results_page, {"obstacles": "เราพิมพ์ไว้"}),
    (lambda: of_municipality("profile"), {"website": "https://khelang.example.go.th"}),
]
ADMINS_FORMS = [
    (lambda: reverse("person", args=[factories.officer().pk]), {"position": "เราพิมพ์ไว้"}),
    (lambda: reverse("place", args=[factories.municipality().pk]), {"name": "เราพิมพ์ไว้"}),
    (deadline_page, {"due_on": "31/5/2569"}),
]


def filled(client: Client, url: str, typed: dict[str, str]) -> dict[str, str]:
    """All that the page's form would send, with what was typed, but not its mark."""
    form = client.get(url).context["form"] if "4-text" not in typed else ()
    values = {field.html_name: field.value() for field in form}
    return {name: value for name, value in values.items() if value not in (None, "", False)} | typed


@pytest.mark.parametrize(
    ("who", "opened", "typed"),
    [(factories.officer, *form) for form in OFFICERS_FORMS]
    + [(factories.admin, *form) for form in ADMINS_FORMS],
)
def test_form_without_its_mark_is_shown_again(
    client: Client, who: Callable[[], User], opened: Callable[[], str], typed: dict[str, str]
) -> None:
    client.force_login(who())
    url = opened()
    data, before = filled(client, url, typed), stored()

    answer = client.post(url, data)

    text = answer.content.decode()
    assert (answer.status_code, SENTENCE in text) == (200, True)
    assert [value for value in typed.values() if value not in text] == []
    assert stored() == before
