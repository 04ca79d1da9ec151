"""What was deleted comes back from the history of its document, whole and under its own key."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from assessments.models import Analysis, Finding
from measures import planning
from measures.models import Evidence, Measure, MeasureTarget, Result
from reports.models import Report
from tests import factories

pytestmark = pytest.mark.django_db
OF_A_MEASURE = (Measure, MeasureTarget, Result, Evidence)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """A clock that stands still until it is moved."""
    with time_machine.travel(datetime(2025, 1, 10, 2, 5, tzinfo=UTC), tick=False) as clock:
        yield clock


@pytest.fixture
def measure(clock: time_machine.Traveller) -> Measure:
    """The first of two measures, with a result, a file, an address, and a copy in the next plan."""
    factories.assessment()
    plan = factories.plan()
    row = factories.measure(plan, title="อบรม", about=("4", "8"))
    factories.measure(plan, 2, title="ติดตาม")
    factories.result(row)
    file = ContentFile(b"%PDF-1.4", name="proof.pdf")
    Evidence.objects.create(measure=row, title="รายงานการประชุม", file=file, file_name="proof.pdf")
    Evidence.objects.create(measure=row, title="ภาพ", url="https://example.go.th", position=1)
    planning.copy_measure(row, factories.plan(fiscal_year=2569))
    clock.shift(timedelta(days=1))
    return row


@pytest.fixture
def somsri(page_client: Client) -> Client:
    page_client.force_login(factories.officer())
    return page_client


def history(kind: str = "plan") -> str:
    return reverse("report_history", args=[factories.municipality().pk, 2568, kind])


def undo_address(kind: str = "plan") -> str:
    return reverse("history_undo", args=[factories.municipality().pk, 2568, kind])


def offered(client: Client, kind: str = "plan") -> list[str]:
    """What the buttons of the history page would bring back, newest first."""
    days = client.get(history(kind)).context["days"]
    return [item.undo for day in days for entry in day.entries for item in entry.items if item.undo]


def rows() -> dict[str, list[dict[str, Any]]]:
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in OF_A_MEASURE}


def delete(client: Client) -> None:
    plan = reverse("plan", args=[factories.municipality().pk, 2568])
    seen = client.get(plan).context["order_token"]
    remove = reverse("measure_remove", args=[factories.municipality().pk, 2568, 1])
    assert client.post(remove, {"seen": seen}).status_code == 302


def test_deleted_measure_comes_back_with_all_that_went_with_it(somsri: Client, measure: Measure) -> None:
    before = rows()
    delete(somsri)
    assert (Measure.objects.filter(plan__fiscal_year=2568).count(), Evidence.objects.count()) == (1, 0)
    (undo,) = offered(somsri)
    assert "นำกลับมา<span" in somsri.get(history()).content.decode()

    answer = somsri.post(undo_address(), {"undo": undo}, follow=True)

    assert "นำมาตรการ “อบรม” กลับมาไว้ท้ายแผนแล้ว" in answer.content.decode()
    after = rows()
    numbers = {row["id"]: row.pop("number") for row in after["Measure"]}
    for row in before["Measure"]:
        del row["number"]
    assert after == before
    assert [
        numbers[row.pk] for row in factories.municipality().plans.get(fiscal_year=2568).measures.all()
    ] == [1, 2]
    assert numbers[measure.pk] == 2
    file = Evidence.objects.get(file_name="proof.pdf")
    assert somsri.get(reverse("evidence", args=[file.pk])).getvalue() == b"%PDF-1.4"
    assert Measure.history.filter(id=measure.pk).latest().history_user == factories.officer()


def test_what_was_deleted_before_the_measure_stays_deleted(
    somsri: Client, measure: Measure, clock: time_machine.Traveller
) -> None:
    Evidence.objects.get(title="ภาพ").delete()
    clock.shift(timedelta(minutes=1))
    delete(somsri)
    somsri.post(undo_address(), {"undo": offered(somsri)[0]})
    assert [row.title for row in Evidence.objects.all()] == ["รายงานการประชุม"]
    (undo,) = offered(somsri, "results")
    somsri.post(undo_address("results"), {"undo": undo})
    assert {row.title for row in Evidence.objects.all()} == {"รายงานการประชุม", "ภาพ"}


def test_second_click_brings_nothing_back_twice(somsri: Client, measure: Measure) -> None:
    delete(somsri)
    (undo,) = offered(somsri)
    somsri.post(undo_address(), {"undo": undo})
    before = rows()
    answer = somsri.post(undo_address(), {"undo": undo}, follow=True)
    assert "นำกลับมาไม่ได้แล้ว" in answer.content.decode()
    assert (rows(), offered(somsri)) == (before, [])


@pytest.mark.parametrize("locked", ["plan", "results"])
def test_nothing_comes_back_into_a_document_that_is_locked(
    somsri: Client, measure: Measure, locked: str
) -> None:
    delete(somsri)
    (undo,) = offered(somsri)
    Report.objects.filter(plan__fiscal_year=2568, kind=locked).update(state="submitted")
    assert ("นำกลับมา<span" in somsri.get(history()).content.decode()) is (locked == "results")
    assert somsri.post(undo_address(), {"undo": undo}).status_code == 403
    assert not Measure.objects.filter(pk=measure.pk).exists()


@pytest.mark.parametrize("undo", ["", "measure:", "measure:x", "user:1", "measure:99999999999", "plan:1"])
def test_strange_lines_bring_nothing_back(somsri: Client, measure: Measure, undo: str) -> None:
    before = rows()
    assert somsri.post(undo_address(), {"undo": undo}).status_code in (302, 404)
    assert rows() == before


def test_measure_of_another_place_does_not_come_back_here(somsri: Client, measure: Measure) -> None:
    other = factories.measure(factories.plan(factories.elsewhere()))
    other.delete()
    (gone,) = Measure.history.filter(history_type="-")
    somsri.post(undo_address(), {"undo": f"measure:{gone.pk}"})
    assert not Measure.objects.filter(pk=gone.id).exists()


def test_deleted_finding_and_analysis_come_back(somsri: Client, measure: Measure) -> None:
    year = factories.municipality().assessments.get()
    made = [factories.finding(year), factories.analysis(year, "4")]
    for row in made:
        type(row).objects.get(pk=row.pk).delete()
    for undo in offered(somsri):
        somsri.post(undo_address(), {"undo": undo})
    assert [Finding.objects.get(), Analysis.objects.get()] == made


def test_analysis_that_was_written_anew_is_not_doubled(somsri: Client, measure: Measure) -> None:
    year = factories.municipality().assessments.get()
    factories.analysis(year, "4").delete()
    factories.analysis(year, "4", text="ใหม่")
    assert offered(somsri) == []


@pytest.mark.parametrize("number", [1, 3])
def test_history_asks_no_more_with_more_deletions(
    somsri: Client, measure: Measure, django_assert_max_num_queries: Any, number: int
) -> None:
    for place in range(number):
        factories.measure(measure.plan, 3 + place).delete()
    with django_assert_max_num_queries(10):
        somsri.get(history())
