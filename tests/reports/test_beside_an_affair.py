"""A paper published while a correction is under way beside it: no second paper with the old figure."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import Score
from reports.models import Correction, PrintedYear, Report
from reports.workflow import Refused
from tests import factories
from tests.reports.test_correcting import YEAR, accepted, address, begun, corrected_score, public
from tests.steps import publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("each_is_a_step")]
NAME = "แก้ไขผลการประเมินปีงบประมาณ พ.ศ. ๒๕๖๗ หลังเผยแพร่"


def beside() -> Report:
    """The plan of 2570 of เขลางค์นคร, accepted and never public: it prints 2567 as history."""
    [report] = accepted([factories.report(factories.complete_plan(fiscal_year=2570))])
    return report


def test_it_is_refused_while_the_figure_is_the_old_one_and_led_to_the_affair(client: Client):
    reports = public()
    paper = beside()
    begun(reports)
    with pytest.raises(Refused, match="ยังไม่ได้แก้ไขคะแนน"):
        publish(paper, factories.officer())
    client.force_login(factories.officer())
    keys = [paper.plan.municipality_id, 2570, "plan", "publish"]
    page = client.get(reverse("report_action", args=keys)).content.decode()
    assert NAME in page.replace("\u00a0", " ")
    assert f'href="{address()}"' in page
    assert not paper.publications.exists()


def test_it_is_published_once_it_prints_the_corrected_figure():
    begun(public())
    corrected_score()
    publish(beside(), factories.officer())
    printed = PrintedYear.objects.get(publication__report__plan__fiscal_year=2570, fiscal_year=YEAR)
    assert printed.figures["score_4"] == "84.54"


def test_it_is_published_when_the_affair_is_cancelled():
    reports = public()
    paper = beside()
    begun(reports)
    Correction.objects.update(closed_at="2026-01-01T00:00Z", cancelled=True)
    publish(paper, factories.officer())
    assert paper.publications.exists()


def test_a_paper_of_the_affair_itself_and_one_of_an_older_year_are_not_kept():
    reports = public()
    old = factories.complete_plan(fiscal_year=2567)
    [older] = accepted([factories.report(old)])
    begun(reports)
    publish(older, factories.officer())
    publish(accepted(reports[:1])[0], factories.officer())
    assert older.publications.exists()


def test_a_paper_of_another_affair_waits_as_well(client: Client):
    reports = public()
    later = beside()
    begun(reports)
    other = Correction.objects.create(
        municipality=later.plan.municipality, fiscal_year=2569, opened_by=factories.officer(), reason="แก้ไข"
    )
    other.reports.add(later)
    client.force_login(factories.officer())
    page = client.get(reverse("correction_publish", args=[later.plan.municipality_id, 2569]))
    assert [NAME in one.refusal.replace("\u00a0", " ") for one in page.context["papers"]] == [True]


def begun_twice() -> list[Report]:
    """The papers of the correction of 2567; all but the first belong to that of 2568 as well."""
    reports = public()
    place = begun(reports).municipality
    said = {"fiscal_year": 2568, "opened_by": factories.officer(), "reason": "แก้ไข"}
    Correction.objects.create(municipality=place, **said).reports.set(reports[1:])
    return reports


@pytest.mark.parametrize("action", ["submit", "publish"])
def test_a_paper_of_two_affairs_waits_for_the_figures_of_both(client: Client, action: str):
    reports = begun_twice()
    corrected_score()
    if action == "publish":
        accepted(reports)
    client.force_login(factories.officer())
    page = client.get(address(f"correction_{action}"))
    told = [one.refusal.replace("\u00a0", " ") for one in page.context["papers"]]
    assert ["แก้ไขผลการประเมินปีงบประมาณ พ.ศ. ๒๕๖๘ หลังเผยแพร่" in one for one in told] == [False, True, True]
    other = reverse("correction", args=[factories.municipality().pk, 2568])
    assert [one.refusal.ways[0].address for one in page.context["papers"][1:]] == [other] * 2
    if action == "publish":
        with pytest.raises(Refused, match="ยังไม่ได้แก้ไขคะแนน"):
            publish(Report.objects.with_place().get(pk=reports[2].pk), factories.officer())


@pytest.mark.parametrize("both", [True, False])
def test_a_paper_of_two_affairs_is_published_with_both_or_with_nothing_corrected(both: bool):
    reports = begun_twice()
    if both:
        corrected_score()
        Score.objects.filter(assessment__fiscal_year=2568, code="4").update(value=Decimal("80.00"))
    for row in accepted(reports)[1:]:
        publish(row, factories.officer())
    assert [one.fiscal_year for one in Correction.objects.under_way()] == [YEAR]
