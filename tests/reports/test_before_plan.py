"""Results are published before their plan only by an officer who has confirmed it, at every door."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reports.models import Event, Report
from reports.publishing import BEFORE_ITS_PLAN, PublishingAnswers, publish, publish_all
from reports.workflow import Refused
from tests import factories
from tests.steps import perform

pytestmark = pytest.mark.django_db


def accepted(kind: str) -> Report:
    """A report of the one complete plan of เขลางค์นคร, accepted by the real steps."""
    known = Report.objects.filter(kind=kind).first() or factories.report(factories.complete_plan(), kind)
    return perform(perform(known, "submit", factories.officer()), "accept", factories.reviewer())


def address(report: Report) -> str:
    return reverse("report_action", args=[report.plan.municipality_id, 2568, report.kind, "publish"])


def test_deed_without_the_confirmation_publishes_nothing() -> None:
    report = accepted("results")
    with pytest.raises(Refused, match="เอกสารมาตรการ"):
        publish(report, factories.officer(), seen=report.version)
    assert not report.publications.exists()


@pytest.mark.parametrize("withdrawn", [False, True])
def test_page_asks_and_records_the_answer(somsri: Client, withdrawn: bool) -> None:
    report = accepted("results")
    if withdrawn:
        row = factories.publication(report.plan.reports.get(kind="plan"))
        row.withdrawn_at, row.reason = timezone.now(), "มีข้อมูลส่วนบุคคล"
        row.save()
    page = somsri.get(address(report)).content.decode()
    assert "เผยแพร่รายงานผลทั้งที่เอกสารมาตรการยังไม่เผยแพร่" in page
    again = somsri.post(address(report), {"seen": report.version}).content.decode()
    assert "กรุณายืนยัน หรือเผยแพร่เอกสารมาตรการก่อน" in again
    assert not report.publications.exists()
    somsri.post(address(report), {"seen": report.version, "before_plan": "on"})
    assert report.publications.count() == 1
    assert Event.objects.get(verb="publish").note == BEFORE_ITS_PLAN


def test_confirmation_is_no_reason_of_a_withdrawal(somsri: Client) -> None:
    report = accepted("results")
    publish(report, factories.officer(), seen=report.version, answers=PublishingAnswers(before_plan=True))
    row = Report.objects.with_withdrawal().get(pk=report.pk)
    assert not row.withdrawal


def test_nothing_is_asked_where_the_plan_is_public(somsri: Client) -> None:
    report = accepted("results")
    factories.publication(report.plan.reports.get(kind="plan"))
    assert "ยังไม่เผยแพร่" not in somsri.get(address(report)).content.decode()
    publish(report, factories.officer(), seen=report.version)
    assert Event.objects.get(verb="publish").note == ""


def test_plan_published_in_the_same_act_counts() -> None:
    plan, results = accepted("plan"), accepted("results")
    seen = {plan.pk: plan.version, results.pk: results.version}
    assert len(publish_all([plan, results], factories.officer(), seen=seen, answers={})) == 2


def test_many_are_not_published_without_the_confirmation() -> None:
    results = accepted("results")
    with pytest.raises(Refused):
        publish_all([results], factories.officer(), seen={results.pk: results.version}, answers={})
    assert not results.publications.exists()
