"""Rows that are read with their owners are the ones that prefetching gives."""

from decimal import Decimal

import pytest
from django.db.models import Model
from pytest_django import DjangoAssertNumQueries

from assessments.models import Assessment, Score
from ita_portal.gathering import read_with
from ita_portal.saving import save_rows
from measures.models import Evidence, Measure
from tests import factories

pytestmark = pytest.mark.django_db
RELATIONS = ("scores", "findings", "analyses")


def columns(row: Model) -> dict[str, object]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


@pytest.mark.parametrize("count", [1, 3])
def test_rows_are_those_of_prefetching(count: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(count):
        row = factories.assessment(fiscal_year=2567 - number)
        for position, question in ((2, "i10"), (1, "e7"), (2, "o6")):
            finding = factories.finding(row, question)
            finding.position = position
            finding.save()
        factories.analysis(row, "iit")
        factories.analysis(row, "4", text="บรรทัดแรก\nบรรทัดที่สอง “ก”")
    prefetched = list(Assessment.objects.prefetch_related(*RELATIONS))

    with django_assert_num_queries(1):
        read = read_with(Assessment.objects.all(), *RELATIONS)
        found = [{name: [*getattr(row, name).all()] for name in RELATIONS} for row in read]
        assert all(score.assessment is row for row in read for score in row.scores.all())

    assert read == prefetched
    for row, rows in zip(prefetched, found, strict=True):
        wanted = {name: [columns(one) for one in getattr(row, name).all()] for name in RELATIONS}
        by_key = {name: sorted(map(columns, kept), key=lambda one: one["id"]) for name, kept in rows.items()}
        assert by_key == {name: sorted(kept, key=lambda one: one["id"]) for name, kept in wanted.items()}
        assert [one.question for one in rows["findings"]] == ["e7", "i10", "o6"]


def test_score_keeps_its_two_places() -> None:
    factories.assessment(scores={"1": "90.50", "2": "100.00", "3": "0"})
    (row,) = read_with(Assessment.objects.all(), "scores")
    assert [str(score.value) for score in row.scores.all()] == ["90.50", "100.00", "0.00"]


def test_dates_files_and_marks_are_read() -> None:
    measure = factories.measure(factories.plan())
    Evidence.objects.create(measure=measure, title="ก", file="proof.pdf", dated_on="2025-01-31", file_size=7)
    Evidence.objects.create(measure=measure, title="ข", named_only=True, position=1)
    (row,) = read_with(Measure.objects.all(), "evidence")
    assert [columns(one) for one in row.evidence.all()] == [columns(one) for one in measure.evidence.all()]


def test_owner_without_rows_has_none(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    factories.assessment(scores={})
    with django_assert_num_queries(1):
        (row,) = read_with(Assessment.objects.all(), *RELATIONS)
        assert [[*getattr(row, name).all()] for name in RELATIONS] == [[], [], []]


def test_rows_that_were_read_can_be_saved_and_deleted() -> None:
    factories.assessment(scores={"1": "90.50", "2": "80.00"})
    (row,) = read_with(Assessment.objects.all(), "scores")
    save_rows(row.scores, "code", {"1": {"value": Decimal("90.50")}, "3": {"value": Decimal(70)}})
    stored = Score.objects.order_by("code").values_list("code", "value")
    assert list(stored) == [("1", Decimal("90.50")), ("3", Decimal(70))]
    steps = Score.history.order_by("history_id").values_list("code", "history_type")
    assert list(steps) == [("1", "+"), ("2", "+"), ("2", "-"), ("3", "+")]
