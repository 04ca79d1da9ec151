from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from measures.models import Measure, Plan, Result
from tests.factories import admin, elsewhere, measure, officer, plan, result, reviewer
from tests.measures.conftest import Pages

pytestmark = pytest.mark.django_db

PAGES = [("plan",), ("measure_add",), ("measure", 1), ("results",), ("result", 1)]
DEEDS = [("measure_move", 1), ("measure_copy", 1), ("measure_remove", 1)]
PLAN_PAGES = [("plan",), ("measure_add",), ("measure", 1), *DEEDS]
RESULT_PAGES = [("results",), ("result", 1)]
LOCK = "อยู่ระหว่างการตรวจทาน"


def answers(client: Client, address: str) -> Iterator[int]:
    yield client.get(address).status_code
    yield client.post(address, {"title": "แก้", "begin": "1", "direction": "down"}).status_code


@pytest.fixture
def row() -> Plan:
    """A plan with three measures, the first of them reported."""
    made = plan()
    result(measure(made, 1))
    measure(made, 2)
    measure(made, 3)
    return made


def unchanged(row: Plan) -> bool:
    titles = list(row.measures.values_list("number", "title"))
    return titles == [(n, f"มาตรการที่ {n}") for n in (1, 2, 3)] and Result.objects.count() == 1


@pytest.mark.parametrize("page", PAGES + DEEDS)
def test_outsiders_find_nothing(client: Client, at: Pages, row: Plan, page: tuple[str, int]) -> None:
    for user in (officer(elsewhere()), reviewer("เชียงใหม่")):
        client.force_login(user)
        assert list(answers(client, at(*page))) == [404, 404]
    assert unchanged(row)


@pytest.mark.parametrize("page", PAGES + DEEDS)
@pytest.mark.parametrize("who", [reviewer, admin])
def test_readers_are_refused_with_the_reason(
    client: Client, at: Pages, row: Plan, page: tuple[str, int], who: type[User]
) -> None:
    client.force_login(who())

    assert set(answers(client, at(*page))) <= {403, 405}
    assert client.post(at(*page)).status_code == 403
    assert "เฉพาะเจ้าหน้าที่ ITA ของเทศบาลเมืองเขลางค์นครเท่านั้น" in client.post(at(*page)).content.decode()
    assert unchanged(row)


@pytest.mark.parametrize("page", PAGES + DEEDS)
def test_visitors_are_sent_to_sign_in(client: Client, at: Pages, row: Plan, page: tuple[str, int]) -> None:
    assert list(answers(client, at(*page))) == [302, 403], "what was typed is shown again"
    assert client.post(at(*page), {"begin": "1"}).status_code == 302
    assert unchanged(row)


@pytest.mark.parametrize(("kind", "pages"), [("plan", PLAN_PAGES), ("results", RESULT_PAGES)])
def test_locked_pages_refuse_to_write(
    somsri: Client, at: Pages, row: Plan, kind: str, pages: list[tuple[str, int]]
) -> None:
    row.reports.filter(kind=kind).update(state="submitted")

    for page in pages:
        response = somsri.post(at(*page), {"title": "แก้"})
        assert response.status_code == 403
        assert LOCK in response.content.decode()
    assert unchanged(row)


@pytest.mark.parametrize(("kind", "pages"), [("plan", PLAN_PAGES[:3]), ("results", RESULT_PAGES)])
def test_locked_pages_are_shown_disabled_with_the_reason(
    somsri: Client, at: Pages, row: Plan, kind: str, pages: list[tuple[str, int]]
) -> None:
    row.reports.filter(kind=kind).update(state="submitted")

    for page in pages:
        text = somsri.get(at(*page)).content.decode()
        assert LOCK in text
        assert "<fieldset disabled>" in text
        assert "btn-primary" not in text


@pytest.mark.parametrize(("locked", "open_page"), [("plan", ("result", 1)), ("results", ("measure", 1))])
def test_each_report_locks_its_own_pages_only(
    somsri: Client, at: Pages, row: Plan, locked: str, open_page: tuple[str, int]
) -> None:
    row.reports.filter(kind=locked).update(state="submitted")

    assert LOCK not in somsri.get(at(*open_page)).content.decode()
    assert somsri.post(at(*open_page)).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_pages_hold_no_text_but_thai(somsri: Client, at: Pages, row: Plan, page: tuple[str, int]) -> None:
    text = somsri.get(at(*page)).content.decode()

    for word in ("urgent", "Select", "This field", "Choose"):
        assert f">{word}" not in text


def test_measures_of_somewhere_else_keep_their_own(somsri: Client, at: Pages, row: Plan) -> None:
    other = measure(plan(elsewhere()), 1, title="ของที่อื่น")

    somsri.post(at("measure_remove", 1), {"seen": somsri.get(at("plan")).context["order_token"]})

    assert Measure.objects.filter(pk=other.pk, title="ของที่อื่น").exists()
    assert row.measures.count() == 2


@pytest.mark.parametrize("page", PAGES + DEEDS)
def test_numbers_beyond_every_database_are_404(somsri: Client, page: tuple[str, int]) -> None:
    name, *more = page
    huge = reverse(name, args=[10**30, 10**30, *(10**30 for _ in more)])

    assert list(answers(somsri, huge)) == [404, 404]
