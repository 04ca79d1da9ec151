"""Words that a check doubts are mended or confirmed with a reason before a document is submitted."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from accounts.models import User
from documents import checks
from documents.checks.complaints import Complaint
from documents.loading import load_dossier
from measures.models import Measure
from measures.planning import copy_measure
from reports import workflow
from reports.confirmations import confirm, digest_of, questions_about
from reports.models import Confirmation, Event, Report
from tests import factories
from tests.steps import perform, read

pytestmark = pytest.mark.django_db
REASON = "อ่านทวนแล้ว ปัญหาเดิมยังไม่หมดไป"


@pytest.fixture
def report() -> Report:
    """The plan of 2568, complete but for a measure copied from 2567 whose analysis nobody changed."""
    plan = factories.complete_plan()
    old = factories.measure(factories.plan(fiscal_year=2567), analysis="ผู้มาติดต่อรอนาน", title="ลดเวลารอ")
    copy = copy_measure(old, plan)
    Measure.objects.filter(pk=copy.pk).update(title="ลดเวลารอที่จุดบริการ")
    return factories.report(plan)


def doubted(report: Report) -> tuple[Complaint, ...]:
    plan = Report.objects.with_place().get(pk=report.pk).plan
    return tuple(one.complaint for one in questions_about(plan, checks.run(load_dossier(plan), report.kind)))


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(report: Report) -> str:
    return reverse("report_action", args=[report.plan.municipality_id, 2568, report.kind, "submit"])


def test_the_page_of_submitting_asks_and_keeps_what_was_typed(report: Report) -> None:
    client, (complaint,) = signed_in(factories.officer()), doubted(report)
    page = client.get(address(report)).content.decode()
    assert complaint.message in page
    assert reverse("measure", args=[report.plan.municipality_id, 2568, 2]) in page
    assert f'name="{digest_of(complaint)}"' in page

    sent = {"seen": read(report), "note": "ส่งแล้วค่ะ ขอบคุณค่ะ", digest_of(complaint): " \n "}
    answer = client.post(address(report), sent)

    report.refresh_from_db()
    assert report.state == "draft"
    assert "กรุณาแก้ไขข้อความ หรือระบุเหตุผลที่ข้อความนี้ถูกต้อง" in answer.content.decode()
    assert "ส่งแล้วค่ะ ขอบคุณค่ะ" in answer.content.decode()


def test_each_reason_is_asked_for_by_the_number_of_its_complaint(report: Report) -> None:
    plan = report.plan
    copy_measure(
        factories.measure(factories.plan(fiscal_year=2566), analysis="คำร้องค้าง", title="ลดคำร้องค้าง"), plan
    )
    client = signed_in(factories.officer())

    answer = client.post(address(report), {"seen": read(report)})

    assert len(doubted(report)) == 2
    assert [problem.label for problem in answer.context["problems"]] == [
        "ข้อที่ ๑ ตรวจแล้ว ถูกต้อง เพราะ",
        "ข้อที่ ๒ ตรวจแล้ว ถูกต้อง เพราะ",
    ]


def test_a_reason_lets_it_through_and_the_reviewer_reads_it(report: Report) -> None:
    (complaint,) = doubted(report)
    client = signed_in(factories.officer())

    client.post(address(report), {"seen": read(report), digest_of(complaint): REASON})

    report.refresh_from_db()
    assert report.state == "submitted"
    row = Confirmation.objects.get()
    assert (row.check_code, row.path, row.reason) == ("T11", "measures.2.analysis", REASON)
    assert Event.objects.get(verb="confirm").note == f"{complaint.message}\n{REASON}"
    for address_of in ("checks", "report_history"):
        arguments = [report.plan.municipality_id, 2568, *(["plan"] if address_of == "report_history" else [])]
        page = signed_in(factories.reviewer()).get(reverse(address_of, args=arguments)).content.decode()
        assert REASON in page


def test_no_door_submits_what_was_not_answered(report: Report) -> None:
    with pytest.raises(workflow.Refused, match="ข้อความที่ควรตรวจสอบ ๑ แห่ง"):
        perform(report, "submit", factories.officer())

    confirm(report, factories.officer(), dict.fromkeys(doubted(report), REASON))

    assert perform(report, "submit", factories.officer()).state == "submitted"


def test_a_confirmation_counts_until_the_words_change(report: Report) -> None:
    officer = factories.officer()
    confirm(report, officer, dict.fromkeys(doubted(report), REASON))
    perform(report, "submit", officer)
    perform(report, "recall", officer)
    page = signed_in(officer).get(address(report)).content.decode()
    assert REASON in page, "asked once, and shown again"

    Measure.objects.filter(number=2).update(title="อีกชื่อหนึ่ง")

    with pytest.raises(workflow.Refused, match="ข้อความที่ควรตรวจสอบ"):
        perform(report, "submit", officer)
    Measure.objects.filter(number=2).update(analysis="ปีนี้รอไม่นาน แต่ไม่ทราบขั้นตอน")
    assert perform(report, "submit", officer).state == "submitted"


def test_the_plan_marks_a_copy_until_its_analysis_is_changed_or_confirmed(report: Report) -> None:
    mark, officer = "ยังไม่ได้ปรับผลการวิเคราะห์", factories.officer()
    plan_page = reverse("plan", args=[report.plan.municipality_id, 2568])
    assert mark in signed_in(officer).get(plan_page).content.decode(), "another title does not renew it"

    confirm(report, officer, dict.fromkeys(doubted(report), REASON))

    page = signed_in(officer).get(plan_page).content.decode()
    assert mark not in page
    assert "คัดลอกจากปี ๒๕๖๗" in page


def test_only_the_officer_confirms_and_only_while_the_report_is_open(report: Report) -> None:
    reasons = dict.fromkeys(doubted(report), REASON)
    for person in (factories.reviewer(), factories.admin(), factories.officer(factories.elsewhere())):
        with pytest.raises(PermissionDenied):
            confirm(report, person, reasons)
    Report.objects.filter(pk=report.pk).update(state="submitted")

    confirm(report, factories.officer(), reasons)

    assert not Confirmation.objects.exists()


def test_another_reason_replaces_the_first_and_the_history_has_both(report: Report) -> None:
    (complaint,) = doubted(report)
    for reason in (REASON, f"\ufeff{REASON}", "ตรวจกับกองคลังแล้ว", "", "\u200b"):
        confirm(report, factories.officer(), {complaint: reason})

    assert Confirmation.objects.get().reason == "ตรวจกับกองคลังแล้ว"
    notes = Event.objects.filter(verb="confirm").values_list("note", flat=True)
    assert [note.splitlines()[1] for note in notes] == [REASON, "ตรวจกับกองคลังแล้ว"]
