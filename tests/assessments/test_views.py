"""The page of a year's result."""

from collections.abc import Callable
from decimal import Decimal

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from assessments.models import Assessment, Score
from reports.models import Report
from tests import factories

pytestmark = pytest.mark.django_db

TYPED = {"score_1": "๙๐.๖๔", "score_4": "74.5", "announced_total": "๙๐.๖๕", "announced_level": "ผ่าน"}


def address(year: int = 2567, *, name: str = "assessment", place: int | None = None) -> str:
    return reverse(name, args=(place or factories.municipality().pk, year))


def token(response: HttpResponse) -> str:
    return response.context["guard"].token


@pytest.fixture
def somsri(page_client: Client) -> Client:
    page_client.force_login(factories.officer())
    return page_client


@pytest.fixture
def lock() -> Callable[[str], None]:
    """The plan that answers the result of 2567, its document in this state."""

    def set_state(state: str) -> None:
        Report.objects.filter(plan=factories.plan(fiscal_year=2568), kind="plan").update(state=state)

    return set_state


def test_assessment_not_yet_entered_shows_an_empty_form_and_stores_nothing(somsri: Client) -> None:
    response = somsri.get(address())
    assert response.status_code == 200
    assert response.context["comparison"].missing == 10
    assert Assessment.objects.count() == 0


def test_assessment_saves_thai_digits_and_a_part_of_the_scores(somsri: Client) -> None:
    response = somsri.post(address(), TYPED)
    assert (response.status_code, response.url) == (302, address())
    row = Assessment.objects.get()
    assert (row.announced_total, row.announced_level) == (Decimal("90.65"), "ผ่าน")
    assert row.score_values() == {"1": Decimal("90.64"), "4": Decimal("74.50")}


def test_assessment_saved_with_a_score_emptied_forgets_it(somsri: Client) -> None:
    factories.assessment(scores={"1": "90.64", "2": "92.12"})
    somsri.post(address(), {"score_1": "90.64", "score_2": ""})
    assert Assessment.objects.get().score_values() == {"1": Decimal("90.64")}


def test_assessment_writes_history_of_what_changed_with_its_user(somsri: Client) -> None:
    row = factories.assessment(scores={"1": "90.64", "2": "92.12"}, total=None, level="")
    somsri.post(address(), {"score_1": "90.64", "score_2": "93"})
    changes = Score.history.filter(history_type="~").values_list("code", "value", "history_user__username")
    assert list(changes) == [("2", Decimal("93.00"), "somsri")]
    assert row.history.count() == 1


def test_assessment_with_errors_stores_nothing_and_keeps_what_was_typed(somsri: Client) -> None:
    response = somsri.post(address(), TYPED | {"score_2": "95,59", "score_3": "๑๐๐.๐๑"})
    assert response.status_code == 200
    assert [problem.target for problem in response.context["problems"]] == ["id_score_2", "id_score_3"]
    assert 'value="95,59"' in response.content.decode()
    assert 'value="๙๐.๖๔"' in response.content.decode()
    assert Assessment.objects.count() == 0


def test_assessment_in_two_windows_refuses_the_second_and_shows_both(somsri: Client) -> None:
    factories.assessment(scores={"1": "90.64"})
    seen = token(somsri.get(address()))
    somsri.post(address(), {"seen": seen, "score_1": "91"})
    second = somsri.post(address(), {"seen": seen, "score_1": "92"})
    assert second.context["guard"].conflict
    asked = second.context["guard"].asked
    assert [(one.label, one.mine, one.theirs) for one in asked] == [
        ("ตัวชี้วัดที่ ๑ การปฏิบัติหน้าที่", "92.00", "91.00")
    ]
    assert Score.objects.get().value == Decimal("91.00")
    choice = {asked[0].name: f"mine:{asked[0].of}"}
    somsri.post(address(), {"seen": token(second), "score_1": "92"} | choice)
    assert Score.objects.get().value == Decimal("92.00")


def test_assessment_saved_twice_with_the_same_content_adds_one_result(somsri: Client) -> None:
    seen = token(somsri.get(address()))
    answers = [somsri.post(address(), TYPED | {"seen": seen}).status_code for _ in range(20)]
    assert answers == [302] * 20
    assert (Assessment.objects.count(), Score.objects.count(), Score.history.count()) == (1, 2, 2)


def test_assessment_calculates_without_saving(somsri: Client) -> None:
    scores = {f"score_{code}": value for code, value in factories.SCORES_2567.items()}
    response = somsri.post(address(), scores | {"announced_total": "91.95", "action": "check"})
    assert response.context["comparison"].total.agrees is False
    assert response.context["asks_for_note"] is True
    assert Assessment.objects.count() == 0


def test_assessment_that_differs_is_saved_with_its_reason(somsri: Client) -> None:
    scores = {f"score_{code}": value for code, value in factories.SCORES_2567.items()}
    somsri.post(address(), scores | {"announced_total": "91.95", "difference_note": "ประกาศแก้ไขภายหลัง"})
    assert Assessment.objects.get().difference_note == "ประกาศแก้ไขภายหลัง"
    assert somsri.get(address()).context["asks_for_note"] is True


def test_assessment_check_answers_with_the_comparison_alone(somsri: Client) -> None:
    response = somsri.post(address(name="assessment_check"), {"score_9": "๙๐", "score_10": "abc"})
    assert response.templates[0].name == "assessments/comparison.html"
    assert response.context["comparison"].missing == 9
    assert Assessment.objects.count() == 0


def test_assessment_check_by_get_is_refused(somsri: Client) -> None:
    assert somsri.get(address(name="assessment_check")).status_code == 405


def test_assessment_compares_with_last_year(somsri: Client) -> None:
    factories.assessment(fiscal_year=2566, scores={"1": "95.64"})
    factories.assessment(fiscal_year=2567, scores={"1": "90.64"})
    assert "▼ −๕.๐๐" in somsri.get(address()).content.decode()


def test_assessment_ignores_fields_that_were_added_to_the_form(somsri: Client) -> None:
    other = factories.elsewhere()
    somsri.post(
        address(), TYPED | {"municipality": str(other.pk), "fiscal_year": "2565", "id": "77", "pk": "77"}
    )
    row = Assessment.objects.get()
    assert (row.municipality, row.fiscal_year) == (factories.municipality(), 2567)


@pytest.mark.parametrize("year", [0, 2561, 2601, 10**12])
def test_assessment_of_a_year_without_rules_is_not_found(somsri: Client, year: int) -> None:
    with time_machine.travel("2026-11-20T00:00:00+07:00"):
        assert somsri.get(address(year)).status_code == 404


@pytest.mark.parametrize(
    ("moment", "status"),
    [
        ("2025-10-01T00:00:00+07:00", 403),
        ("2026-06-30T23:59:00+07:00", 403),
        ("2026-07-01T00:00:00+07:00", 200),
        ("2026-10-01T00:00:00+07:00", 200),
    ],
)
def test_assessment_opens_when_its_result_can_exist(somsri: Client, moment: str, status: int) -> None:
    with time_machine.travel(moment):
        page = somsri.get(address(2569))
        posted = somsri.post(address(2569), TYPED)
    assert page.status_code == status
    assert ("ยังไม่ประกาศ จึงยังกรอกไม่ได้" in page.content.decode()) == (status == 403)
    assert Assessment.objects.filter(fiscal_year=2569).exists() == (posted.status_code != 403)


def test_year_that_was_begun_too_early_can_still_be_opened(somsri: Client) -> None:
    factories.assessment(fiscal_year=2570)
    with time_machine.travel("2026-11-20T00:00:00+07:00"):
        assert somsri.get(address(2570)).status_code == 200


def test_assessment_of_an_impossible_municipality_is_not_found(somsri: Client) -> None:
    assert somsri.get(address(place=10**30)).status_code == 404


NAMES = ["assessment", "findings", "analyses"]


@pytest.mark.parametrize("name", [*NAMES, "assessment_check"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_pages_of_a_result_are_not_found_for_outsiders(client: Client, name: str, method: str) -> None:
    url = address(name=name)
    for outsider in (factories.officer(factories.elsewhere()), factories.reviewer("เชียงใหม่")):
        client.force_login(outsider)
        expected = 405 if (name, method) == ("assessment_check", "get") else 404
        assert getattr(client, method)(url).status_code == expected


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_pages_of_a_result_are_refused_to_reviewer_and_admin(client: Client, name: str, method: str) -> None:
    url = address(name=name)
    for reader in (factories.reviewer(), factories.admin()):
        client.force_login(reader)
        response = getattr(client, method)(url)
        assert response.status_code == 403
        assert "เฉพาะเจ้าหน้าที่ ITA ของเทศบาลเมืองเขลางค์นครเท่านั้น" in response.content.decode()


@pytest.mark.parametrize("name", NAMES)
def test_pages_of_a_result_ask_visitors_to_sign_in(client: Client, name: str) -> None:
    assert client.get(address(name=name)).status_code == 302


@pytest.mark.parametrize("name", NAMES)
def test_pages_of_a_locked_result_show_why_and_refuse_to_save(
    somsri: Client, lock: Callable[[str], None], name: str
) -> None:
    factories.finding(factories.assessment())
    lock("submitted")
    page = somsri.get(address(name=name)).content.decode()
    assert "มาตรการส่งเสริมคุณธรรมและความโปร่งใส ปีงบประมาณ\u00a0พ.ศ.\u00a0๒๕๖๘ อยู่ระหว่างการตรวจทาน" in page
    assert page.count("disabled") == {"assessment": 4, "findings": 1, "analyses": 10}[name]
    assert "btn-primary" not in page
    assert somsri.post(address(name=name), TYPED).status_code == 403


def test_assessment_of_a_returned_report_can_be_saved(somsri: Client, lock: Callable[[str], None]) -> None:
    lock("returned")
    assert somsri.post(address(), TYPED).status_code == 302


@pytest.mark.parametrize("years", [1, 3])
def test_assessment_takes_as_many_queries_with_more_years(
    somsri: Client, django_assert_num_queries: DjangoAssertNumQueries, years: int
) -> None:
    for year in range(2568 - years, 2568):
        factories.assessment(fiscal_year=year)
        factories.plan(fiscal_year=year + 1)
    url = address()
    with django_assert_num_queries(10):
        somsri.get(url)
