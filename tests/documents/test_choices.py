"""What an officer may choose of a document, and what the year has decided."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from documents.choices import Choices, Grouping, Size, decided, in_force
from reports.chosen import DocumentChoices
from reports.models import Report
from tests import factories


def test_year_without_issues_decides_nothing() -> None:
    assert (decided(2565), in_force(Choices(grouping=Grouping.NONE), 2565).grouping) == ((), Grouping.NONE)


def test_year_with_confirmed_issues_groups_by_them() -> None:
    [grouping] = decided(2567)

    assert (grouping.field, grouping.value) == ("grouping", Grouping.ISSUE)
    assert "ประเด็น" in grouping.reason
    assert in_force(Choices(grouping=Grouping.NONE, cover=False), 2567) == Choices(cover=False)


def test_year_with_issues_that_are_not_confirmed_leaves_the_choice() -> None:
    assert decided(2568) == ()
    assert in_force(Choices(grouping=Grouping.NONE), 2568).grouping is Grouping.NONE
    assert Choices().grouping is Grouping.ISSUE


@pytest.mark.django_db
def test_report_without_a_row_has_the_defaults() -> None:
    assert factories.report().chosen == Choices()


@pytest.mark.django_db
def test_row_gives_the_choices_back() -> None:
    report = factories.report()
    DocumentChoices.objects.create(report=report, size="large", cover=False, preparer_name="สมศรี")

    found = Report.objects.select_related("choices").get(pk=report.pk).chosen
    assert found == replace(Choices(), size=Size.LARGE, cover=False, preparer_name="สมศรี")
    assert isinstance(found.grouping, Grouping)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"grouping": "colour"},
        {"reading": "aloud"},
        {"signing": "all"},
        {"size": "huge"},
        {"history_years": 0},
        {"history_years": 6},
    ],
)
def test_database_refuses_what_is_no_choice(wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        DocumentChoices.objects.create(report=factories.report(), **wrong)


@pytest.mark.django_db
def test_report_has_one_row_of_choices() -> None:
    report = factories.report()
    DocumentChoices.objects.create(report=report)

    with pytest.raises(IntegrityError), transaction.atomic():
        DocumentChoices.objects.create(report=report)
