"""Where the province does not review, nothing speaks as if somebody did; history keeps its old words."""

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.core import mail
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse

from municipalities.models import Province
from oversight.reminding import Agenda
from reports.models import Event, Report
from reports.states import Action, State
from reports.taking_down import withdraw
from tests import factories
from tests.reports.test_correcting import begun, public
from tests.steps import perform, read

pytestmark = pytest.mark.django_db
# What is said of a review that there is, and of a document that somebody else has.
OF_REVIEWING = ("ส่งตรวจทาน", "รอจังหวัด", "รอตรวจทาน", "อยู่ระหว่างการตรวจทาน", "เรียกคืน", "ถูกส่งกลับ", "ต้องตรวจทาน")


@pytest.fixture(autouse=True)
def _does_not_review() -> None:
    switch(reviews=False)


def switch(*, reviews: bool) -> None:
    Province.objects.filter(name="ลำปาง").update(reviews=reviews)


def signed_in(user: object) -> Client:
    client = Client()
    client.force_login(user)
    return client


def assert_fits(text: str, what: object) -> None:
    assert [words for words in OF_REVIEWING if words in text] == [], what


def pages(report: Report) -> list[str]:
    """Every page that shows the document's state or steps, or is locked by it."""
    pk, year, kind = report.plan.municipality_id, report.plan.fiscal_year, report.kind
    named = [("municipality_list", []), ("municipality", [pk]), ("documents", [pk, year])]
    named += [(page, [pk, year, kind]) for page in ("preview", "report_history", "document_choices")]
    named += [(page, [pk, year - 1]) for page in ("assessment", "findings", "analyses", "correction")]
    named += [
        ("plan", [pk, year]),
        ("results", [pk, year]),
        ("checks", [pk, year]),
        ("measure", [pk, year, 1]),
    ]
    named += [
        ("report_action", [pk, year, kind, action]) for action in Action if action not in ("accept", "return")
    ]
    return [reverse(name, args=keys) for name, keys in named]


@pytest.mark.parametrize("state", State.values())
def test_no_page_of_its_officer_speaks_of_a_review(state: str) -> None:
    report = factories.report(factories.complete_plan(), state=state)
    Event.objects.record(report, "submit", factories.officer(), came_from="draft")
    if state == "published":
        factories.publication(report)
    client = signed_in(factories.officer())
    for address in pages(report):
        answer = client.get(address, follow=True)
        assert answer.status_code in (200, 404), address
        assert_fits(answer.content.decode(), (address, state))


@pytest.mark.parametrize("state", State.values())
def test_no_page_of_its_province_or_the_admin_speaks_of_a_review(state: str) -> None:
    report = factories.report(factories.complete_plan(), state=state)
    keys = [report.plan.municipality_id, 2568]
    for user in (factories.reviewer(), factories.admin()):
        client = signed_in(user)
        addresses = [reverse("documents", args=keys), reverse("report_history", args=[*keys, "plan"])]
        query = "?year=2568"
        addresses += [reverse("province") + query, reverse("desk")] * user.is_reviewer
        for address in addresses:
            text = client.get(address).content.decode()
            assert_fits(text.replace("อ่านเนื้อหาได้เมื่อเทศบาลส่งเอกสารแล้ว", ""), (address, state))


def test_what_its_officer_confirms_and_publishes_is_called_so() -> None:
    report = factories.report(factories.complete_plan())
    client, keys = signed_in(factories.officer()), [report.plan.municipality_id, 2568, "plan"]
    page = client.get(reverse("report_action", args=[*keys, "submit"])).content.decode()

    assert "<h1>ยืนยันความครบถ้วน</h1>" in page
    assert "ยืนยันยืนยัน" not in page
    assert "บันทึกในประวัติของเอกสาร" in page
    client.post(reverse("report_action", args=[*keys, "submit"]), {"seen": read(report)})
    documents = client.get(reverse("documents", args=keys[:2])).content.decode()
    assert "ยืนยันความครบถ้วนแล้ว: " in documents
    assert ">รอเผยแพร่</span>" in documents
    assert "เปิดแก้ไข<span" in documents
    assert "ร่าง → รอเผยแพร่" in str(Event.objects.get())
    assert mail.outbox == []


def test_next_steps_and_mails_say_the_same() -> None:
    report = factories.report(factories.complete_plan())
    officer = factories.officer()
    [step, *_] = (
        signed_in(officer).get(reverse("municipality", args=[officer.municipality_id])).context["steps"]
    )
    assert (step["button"], step["text"][-17:]) == ("ยืนยันความครบถ้วน", "ยืนยันความครบถ้วน")
    factories.publication(report)
    Report.objects.filter(pk=report.pk).update(state="published")
    report.refresh_from_db()
    mail.outbox.clear()
    withdraw(report, factories.admin(), "มีข้อมูลส่วนบุคคล", seen=read(report))
    assert "โปรดแก้ไขแล้วยืนยันความครบถ้วนก่อนเผยแพร่อีกครั้ง" in mail.outbox[0].body
    for item in Agenda(date(2026, 10, 5), 14).for_person(officer):
        assert_fits(item.text, item)


def test_what_is_handed_over_is_called_so() -> None:
    factories.report(factories.complete_plan(), state="submitted")
    page = signed_in(factories.officer()).get(reverse("handover")).content.decode()
    assert "สถานะ “รอเผยแพร่”" in page
    assert_fits(page, "handover")


def test_correction_of_a_published_result_is_called_so_on_each_of_its_pages() -> None:
    reports = public()
    client, keys = signed_in(factories.officer()), [factories.municipality().pk, 2567]
    for name in ("correction", "correction", "correction_submit", "correction_cancel"):
        page = client.get(reverse(name, args=keys)).content.decode()
        assert_fits(page, name)
        if not reports[0].corrections.exists():
            begun(reports)
    assert "ยืนยันความครบถ้วนพร้อมกัน" in client.get(reverse("correction_submit", args=keys)).content.decode()


def test_history_keeps_the_words_of_the_day() -> None:
    switch(reviews=True)
    report = factories.report(factories.complete_plan())
    officer = factories.officer()
    perform(report, "submit", officer)
    switch(reviews=False)
    perform(report, "recall", officer)
    perform(report, "submit", officer)
    page = signed_in(officer).get(reverse("report_history", args=[report.plan.municipality_id, 2568, "plan"]))
    lines = [item for day in page.context["days"] for entry in day.entries for item in entry.items]
    said = [
        (line.action, [change.new for change in line.changes]) for line in lines if "เจ้าหน้าที่" in line.title
    ]

    assert said == [
        ("ยืนยันความครบถ้วน", ["รอเผยแพร่"]),
        ("เปิดแก้ไข", ["ร่าง"]),
        ("ส่งตรวจทาน", ["รอจังหวัดตรวจทาน"]),
    ]


def test_steps_of_before_are_told_apart_as_far_as_they_tell_it() -> None:
    """Never reviewed here; reviewed once there, where some steps say themselves that nobody did."""
    here = factories.report(factories.plan())
    there = factories.report(factories.plan(factories.elsewhere()))
    Province.objects.filter(name="เชียงใหม่").update(reviews=False)
    steps = [(here, "submit", "draft"), (here, "publish", "submitted"), (there, "submit", "draft")]
    steps += [(there, "accept", "submitted"), (there, "publish", "submitted"), (there, "recall", "accepted")]
    for report, verb, came_from in steps:
        Event.objects.record(report, verb, factories.officer(), came_from=came_from)
    QuerySet(Event).update(reviewed=True)  # as the migration finds them
    import_module("reports.migrations.0017_event_reviewed").tell_unreviewed(apps, None)

    assert [event.reviewed for event in Event.objects.all()] == [False, False, True, True, False, False]


def test_tables_and_files_say_the_same() -> None:
    factories.report(factories.complete_plan(), state="submitted")
    text = (
        signed_in(factories.reviewer())
        .get(reverse("overview_csv") + "?year=2568")
        .content.decode("utf-8-sig")
    )
    assert "รอเผยแพร่" in text
    assert_fits(text, "overview_csv")
    mixed = signed_in(factories.admin()).get(reverse("province") + "?year=2568")
    states = dict(mixed.context["form"].fields["state"].choices)
    assert states["submitted"] == "รอจังหวัดตรวจทานหรือรอเผยแพร่"
