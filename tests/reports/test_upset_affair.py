"""What happens while a correction is open: returns, withdrawals, other windows, a place that changes."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.models import Score
from municipalities.changing import change_place, end_place
from reports.models import Correction, Event, Publication, Report
from reports.taking_down import withdraw
from tests import factories
from tests.reports.test_correcting import (
    YEAR,
    accepted,
    address,
    begun,
    corrected_score,
    filled,
    public,
    states,
)
from tests.reports.test_one_affair import submitted
from tests.steps import perform

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("each_is_a_step")]
HOME = "municipality"


def test_one_that_was_returned_is_submitted_alone(somsri: Client):
    reports = public()
    begun(reports)
    perform(submitted(reports)[1], "return", factories.reviewer(), "แก้คำผิด")
    assert "แก้คำผิด" in somsri.get(address()).content.decode()
    page = somsri.get(address("correction_submit"))
    assert [one.report for one in page.context["papers"]] == [reports[1]]
    somsri.post(address("correction_submit"), filled(page))
    assert states(reports) == ["submitted"] * 3


def test_one_that_was_withdrawn_goes_on_with_the_others(somsri: Client):
    reports = public()
    begun(reports)
    reports[1].refresh_from_db()
    withdraw(reports[1], factories.admin(), "มีข้อมูลส่วนบุคคล", seen=reports[1].version)
    corrected_score()
    page = somsri.get(address("correction_submit"))
    assert len(page.context["papers"]) == 3
    somsri.post(address("correction_submit"), filled(page))
    accepted_now = [Report.objects.get(pk=row.pk) for row in reports]
    for row in accepted_now:
        perform(row, "accept", factories.reviewer())
    page = somsri.get(address("correction_publish"))
    assert [one.refusal for one in page.context["papers"]] == ["", "", ""]


@pytest.mark.parametrize("name", ["correction_submit", "correction_publish", "correction_cancel"])
def test_who_comes_after_the_end_is_told_so(somsri: Client, name: str):
    begun(public())
    page = somsri.get(address(name))
    somsri.post(address("correction_cancel"))
    for answer in (somsri.get(address(name), follow=True), somsri.post(address(name), page, follow=True)):
        assert answer.redirect_chain[-1][0] == reverse(HOME, args=[factories.municipality().pk])
        assert "สิ้นสุดแล้ว" in answer.content.decode()


def test_second_click_on_submit_submits_once(somsri: Client):
    reports = public()
    begun(reports)
    sent = filled(somsri.get(address("correction_submit")))
    answers = [somsri.post(address("correction_submit"), sent) for _ in range(2)]
    assert [answer.url for answer in answers] == [address()] * 2
    assert Event.objects.filter(verb="submit").count() == 3


def test_window_that_shows_fewer_documents_publishes_none(somsri: Client):
    reports = public()
    begun(reports)
    accepted(reports)
    page = somsri.get(address("correction_publish"))
    stay = {one.form["earlier"].html_name: "stay" for one in page.context["papers"]}
    answer = somsri.post(
        address("correction_publish"), filled(page, **stay) | {"seen": filled(page)["seen"][:2]}
    )
    assert "ยังไม่ได้ดำเนินการ" in answer.content.decode()
    assert states(reports) == ["accepted"] * 3


def test_figure_that_is_corrected_twice_is_two_affairs_one_after_the_other(somsri: Client):
    reports = public()
    begun(reports)
    corrected_score()
    for row in reports:
        factories.publication(row, revision=2)
    Report.objects.update(state="published")
    Correction.objects.update(closed_at=Correction.objects.get().opened_at)
    page = somsri.get(address())
    assert [one.paper.revision for one in page.context["papers"]] == [2, 2, 2]
    somsri.post(address(), filled(page, reason="ป.ป.ช. แก้ไขอีกครั้ง"))
    assert Correction.objects.under_way().get().reason == "ป.ป.ช. แก้ไขอีกครั้ง"
    Score.objects.filter(assessment__fiscal_year=YEAR, code="4").update(value=Decimal("85.00"))
    assert somsri.get(address()).context["differs"]


def test_figure_that_changes_again_after_it_was_accepted_is_recalled(somsri: Client):
    reports = public()
    begun(reports)
    corrected_score()
    accepted(reports)
    Score.objects.filter(assessment__fiscal_year=YEAR, code="4").update(value=Decimal("85.00"))
    assert [one.recalled_first for one in somsri.get(address()).context["papers"]] == [True] * 3
    refusals = [one.refusal for one in somsri.get(address("correction_publish")).context["papers"]]
    assert all("เปลี่ยนไปหลังจากผ่านการตรวจทาน" in sentence for sentence in refusals)


def ways(page) -> list[list[str]]:
    """Where each document that is kept leads, with a button; by their order."""
    found = [[way.address for way in one.refusal.ways] for one in page.context["papers"]]
    assert all(f'href="{address}"' in page.text for addresses in found for address in addresses)
    return found


def test_each_document_that_is_not_published_yet_leads_to_what_must_be_done(somsri: Client):
    reports = public()
    begun(reports)
    draft, sent, changed = accepted(reports)
    perform(draft, "recall", factories.officer())
    perform(perform(sent, "recall", factories.officer()), "submit", factories.officer())
    Report.objects.filter(pk=changed.pk).update(fingerprint="0" * 64)
    keys = [factories.municipality().pk]
    assert ways(somsri.get(address("correction_publish"))) == [
        [address("correction_submit")],
        [reverse("preview", args=[*keys, 2568, "results"])],
        [reverse("report_action", args=[*keys, 2569, "plan", "recall"])],
    ]


def test_document_that_is_not_submitted_yet_leads_to_its_findings_or_comments(somsri: Client):
    reports = public()
    begun(reports)
    factories.comment(reports[0])
    reports[2].plan.measures.all().delete()
    keys, page = [factories.municipality().pk], somsri.get(address("correction_submit"))
    assert ways(page) == [
        [reverse("preview", args=[*keys, 2568, "plan"]) + "#comments-heading"],
        [],
        [reverse("checks", args=[*keys, 2569]) + "#checks-plan"],
    ]


def test_place_that_is_renamed_meanwhile_keeps_its_affair(somsri: Client):
    reports = public()
    begun(reports)
    place = factories.municipality()
    today = timezone.localdate()
    now = {field: getattr(place, field) for field in ("kind", "code", "district")} | {"name": "เขลางค์ใหม่"}
    change_place(place, today, now, today)
    page = somsri.get(address(place=place))
    assert "เขลางค์ใหม่" in page.content.decode()
    assert len(page.context["papers"]) == 3
    assert somsri.get(address("correction_submit", place)).status_code == 200


def test_place_that_is_merged_meanwhile_can_finish_it(somsri: Client):
    begun(public())
    end_place(factories.municipality(), timezone.localdate(), factories.elsewhere())
    page = somsri.get(address("correction_submit"))
    assert not page.context["hindered"]
    assert somsri.post(address("correction_submit"), filled(page)).url == address()


def test_results_without_a_public_plan_are_an_affair_of_their_own(somsri: Client):
    reports = public()
    Publication.objects.filter(report=reports[0]).update(
        withdrawn_at="2026-01-01T00:00Z", reason="มีข้อมูลส่วนบุคคล"
    )
    Report.objects.filter(pk=reports[0].pk).update(state="draft")
    page = somsri.get(address())
    assert [one.report for one in page.context["papers"]] == reports[1:]
    somsri.post(address(), filled(page, reason="แก้ไขคะแนน"))
    accepted(reports[1:])
    [results, plan] = somsri.get(address("correction_publish")).context["papers"]
    assert (results.form.asks.before_plan, plan.form.asks.before_plan) == (True, False)
