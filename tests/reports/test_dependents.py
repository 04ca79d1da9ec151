"""Which public papers print the assessment of a year: told by the stored publication, never by live rows."""

import json
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.models import Assessment
from municipalities.importing import EditedYear
from municipalities.models import Municipality
from reports.dependents import Dependent, dependents, dependents_of
from reports.models import PrintedYear, Publication
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Municipality:
    """Results of 2566 to 2568; public are both documents of 2568 and the first of 2569."""
    where = factories.municipality()
    for year in (2566, 2567, 2568):
        factories.assessment(where, year)
    for year, kinds in ((2568, ("plan", "results")), (2569, ("plan",))):
        plan = factories.plan(where, year)
        for kind in kinds:
            factories.publication(factories.report(plan, kind, state="published"))
    return where


def said(rows: list[Dependent]) -> list[tuple[int, str, int, str]]:
    return [(row.report.plan.fiscal_year, row.report.kind, row.fiscal_year, row.printed_as) for row in rows]


def test_papers_that_print_a_year_are_named_with_what_it_is_in_them(place: Municipality):
    assert said(dependents(place.pk, 2567)) == [
        (2568, "plan", 2567, "assessed"),
        (2568, "results", 2567, "assessed"),
        (2569, "plan", 2567, "history"),
    ]
    assert said(dependents(place.pk, 2568)) == [
        (2568, "results", 2568, "followed"),
        (2569, "plan", 2568, "assessed"),
    ]
    assert dependents(place.pk, 2569) == []


def test_every_printed_year_of_a_municipality(place: Municipality):
    assert {(row.report.kind, row.fiscal_year) for row in dependents(place.pk)} == {
        *(("plan", year) for year in (2566, 2567, 2568)),
        *(("results", year) for year in (2566, 2567, 2568)),
    }
    assert len(dependents(place.pk)) == 2 + 3 + 3


def test_figures_are_the_printed_ones_whatever_was_stored_later(place: Municipality):
    Assessment.objects.filter(municipality=place).update(announced_total=Decimal(1))
    Assessment.objects.filter(municipality=place, fiscal_year=2566).delete()
    row = dependents(place.pk, 2567)[0]
    assert (row.figures["announced_total"], row.figures["announced_level"]) == ("90.65", "ผ่าน")
    assert row.figures["score_4"] == "74.54"
    assert dependents(place.pk, 2566) != []


def test_only_the_newest_public_revision_counts(place: Municipality):
    report = dependents(place.pk, 2567)[0].report
    Assessment.objects.filter(municipality=place, fiscal_year=2567).update(announced_total=Decimal("91.00"))
    factories.publication(report, revision=2)
    row = dependents(place.pk, 2567)[0]
    assert (row.revision, row.figures["announced_total"]) == (2, "91.00")
    report.publications.filter(revision=2).update(withdrawn_at=timezone.now(), reason="ผิด")
    assert dependents(place.pk, 2567)[0].revision == 1
    report.publications.update(withdrawn_at=timezone.now(), reason="ผิด")
    assert report not in [row.report for row in dependents(place.pk, 2567)]


def test_no_other_municipality(place: Municipality):
    assert dependents(factories.elsewhere().pk, 2567) == []


def test_many_municipalities_are_asked_in_three_queries(place: Municipality):
    other = factories.elsewhere()
    factories.assessment(other, 2567)
    factories.publication(factories.report(factories.plan(other), state="published"))
    wanted = [EditedYear(place.pk, 2567), EditedYear(place.pk, 2568), EditedYear(other.pk, 2567)]
    for asked in (wanted[:1], wanted):
        with CaptureQueriesContext(connection) as caught:
            found = dependents_of(asked)
        assert len(caught) == 3
        assert list(found) == asked
    assert [len(found[one]) for one in wanted] == [3, 2, 1]
    assert found[wanted[2]][0].municipality == other.pk


def test_files_are_never_read(place: Municipality):
    with CaptureQueriesContext(connection) as caught:
        dependents(place.pk)
    asked = " ".join(query["sql"] for query in caught)
    assert not [name for name in ("html", "pdf", "docx", "sealed", "bundle") if f'"{name}"' in asked]


def test_paper_without_a_plan_or_bundle_prints_nothing(place: Municipality):
    report = factories.report(factories.plan(place, 2570), state="published")
    row = Publication(
        report=report,
        revision=1,
        title="",
        bundle="",
        sha256="0" * 64,
        published_by=factories.officer(),
        published_at=timezone.now(),
    )
    row.save()
    row.title = "มาตรการ"
    row.save()
    assert not PrintedYear.objects.filter(publication=row).exists()


def test_stored_years_agree_with_the_bundle(place: Municipality):
    for row in Publication.objects.all():
        years = [year["fiscal_year"] for year in json.loads(row.bundle)["assessments"]]
        assert list(row.printed_years.values_list("fiscal_year", flat=True)) == years
