from datetime import date, timedelta

import pytest
import time_machine
from django.conf import LazySettings
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from measures.models import Measure
from reports.models import Deadline, Event, Report
from tests import factories
from tests.racing import overtaken
from tests.steps import perform

pytestmark = pytest.mark.django_db
DESK, DECIDE, ACCEPT = "/desk/", "/desk/decide/", "/desk/accept/"


@pytest.fixture(autouse=True)
def _each_report_is_a_transaction_of_its_own(settings: LazySettings) -> None:
    """Deciding about several reports locks and loads one after the other: queries per row are meant there."""
    locked = ("municipalities.Municipality", "measures.Plan", "reports.Report")
    settings.ZEAL_ALLOWLIST = [{"model": model, "field": "get()"} for model in locked]


def submitted(
    name: str = "เขลางค์นคร", *, days_ago: int = 0, kind: str = "plan", province: str = "ลำปาง"
) -> Report:
    """A report that its officer submitted some days ago."""
    place = factories.municipality(name, district=f"เมือง{province}", province_name=province)
    plan = place.plans.first() or factories.plan(place)
    with time_machine.travel(timezone.now() - timedelta(days=days_ago)):
        report = factories.report(plan, kind, state="submitted")
        Event.objects.record(report, "submit", factories.officer(place), came_from="draft")
    return report


def tick(*reports: Report) -> list[str]:
    return [f"{report.pk}:{report.version}" for report in reports]


def states(*reports: Report) -> list[str]:
    return [Report.objects.get(pk=report.pk).state for report in reports]


def test_what_waits_longest_stands_first_with_its_days(client: Client) -> None:
    new, old = submitted("ใหม่"), submitted("เก่า", days_ago=12)
    unrecorded = factories.report(factories.plan(factories.municipality("ไม่ทราบ")), state="submitted")
    submitted("เชียง", province="เชียงใหม่")
    client.force_login(factories.reviewer())
    waiting = client.get(DESK).context["waiting"]

    assert [(one.report, one.days) for one in waiting] == [(unrecorded, 0), (old, 12), (new, 0)]


def test_what_no_reviewer_has_to_read_does_not_wait_for_one(client: Client) -> None:
    submitted()
    province = factories.province()
    province.reviews = False
    province.save()
    client.force_login(factories.reviewer())
    page = client.get(DESK)

    assert page.context["waiting"] == []
    assert "จังหวัดของท่านไม่ตรวจทานก่อนเผยแพร่" in page.content.decode()


def test_where_the_province_does_not_review_nothing_is_decided(client: Client) -> None:
    report, returned = submitted(), submitted("ข")
    returned.state = "returned"
    returned.save()
    province = factories.province()
    province.reviews = False
    province.save()
    client.force_login(factories.reviewer())
    answers = [
        client.post(DECIDE, {"report": tick(report), "action": "return", "note": "ผิด"}),
        client.get(ACCEPT, {"report": tick(report)}),
        client.post(ACCEPT, {"report": tick(report)}),
    ]

    assert [answer.status_code for answer in answers] == [403] * 3
    assert all("จังหวัดลำปางไม่ตรวจทานเอกสารก่อนเผยแพร่" in answer.content.decode() for answer in answers)
    assert states(report, returned) == ["submitted", "returned"]
    assert client.get(DESK).context["returned"] == []


def test_waiting_counts_from_the_last_submission(client: Client) -> None:
    report = submitted(days_ago=30)
    with time_machine.travel(timezone.now() - timedelta(days=4)):
        Event.objects.record(report, "submit", factories.officer(), came_from="returned")
    Event.objects.record(report, "resolve", factories.officer())
    client.force_login(factories.reviewer())

    assert [one.days for one in client.get(DESK).context["waiting"]] == [4]


def test_desk_shows_what_was_returned_and_what_was_accepted(client: Client) -> None:
    returned, accepted, drafted = submitted("กลับ"), submitted("ผ่าน"), submitted("แก้")
    reviewer = factories.reviewer()
    client.force_login(reviewer)
    for report, state, verb in ((returned, "returned", "return"), (accepted, "accepted", "accept")):
        report.state = state
        report.save()
        Event.objects.record(report, verb, reviewer, "โปรดแก้", came_from="submitted")
    Event.objects.record(drafted, "accept", reviewer, came_from="submitted")
    drafted.state = "draft"
    drafted.save()
    context = client.get(DESK).context

    assert [one.report for one in context["returned"]] == [returned]
    assert [event.report for event in context["lately"]] == [accepted]
    assert list(context["waiting"]) == []


def test_deadlines_count_those_who_handed_in_nothing(client: Client) -> None:
    submitted("ส่งแล้ว")
    corrected = factories.report(factories.plan(factories.municipality("แก้ฉบับเผยแพร่")), state="draft")
    factories.publication(corrected)
    factories.plan(factories.municipality("ร่าง"))
    factories.municipality("ไม่มีแผน")
    factories.elsewhere()
    today = timezone.localdate()
    late = Deadline.objects.create(fiscal_year=2568, kind="plan", due_on=today - timedelta(days=1))
    ahead = Deadline.objects.create(fiscal_year=2568, kind="results", due_on=today)
    client.force_login(factories.reviewer())
    overdue = client.get(DESK).context["overdue"]

    assert [(one.deadline, one.missing, one.is_late) for one in overdue] == [
        (ahead, 4, False),
        (late, 2, True),
    ]


def test_deadline_leads_to_those_it_counts(client: Client) -> None:
    factories.plan(factories.municipality("ร่าง"))
    Deadline.objects.create(fiscal_year=2568, kind="plan", due_on=date(2025, 1, 1))
    client.force_login(factories.reviewer())
    page = client.get(DESK).content.decode()

    assert 'href="/province/?year=2568&amp;document=plan&amp;late=on"' in page
    rows = client.get("/province/?year=2568&document=plan&late=on").context["page"]
    assert [row.name for row in rows] == ["เทศบาลเมืองร่าง"]


def test_several_are_accepted_at_once_each_by_its_own_step(client: Client) -> None:
    one, two, left = submitted("ก"), submitted("ข"), submitted("ค")
    client.force_login(factories.reviewer())
    response = client.post(ACCEPT, {"report": tick(one, two)})

    assert [outcome.report for outcome in response.context["done"]] == [one, two]
    assert states(one, two, left) == ["accepted", "accepted", "submitted"]
    assert [Event.objects.filter(report=report, verb="accept").count() for report in (one, two)] == [1, 1]
    assert len(mail.outbox) == 2


def test_several_are_returned_with_one_reason(client: Client) -> None:
    one, two = submitted("ก"), submitted("ข")
    client.force_login(factories.reviewer())
    client.post(DECIDE, {"report": tick(one, two), "action": "return", "note": "โปรดแนบหลักฐาน"})

    assert states(one, two) == ["returned", "returned"]
    assert set(Event.objects.filter(verb="return").values_list("note", flat=True)) == {"โปรดแนบหลักฐาน"}


@pytest.mark.parametrize("note", [" ", "\u200b\ufeff"])
def test_return_without_a_reason_keeps_what_was_ticked(client: Client, note: str) -> None:
    one, two = submitted("ก"), submitted("ข")
    client.force_login(factories.reviewer())
    response = client.post(DECIDE, {"report": tick(one), "action": "return", "note": note})

    assert "กรุณาระบุเหตุผลที่ส่งกลับ" in response.content.decode()
    assert response.content.decode().count(" checked") == 1
    assert states(one, two) == ["submitted", "submitted"]


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"action": "accept"}, "กรุณาเลือกเอกสารอย่างน้อยหนึ่งฉบับ"),
        ({"action": "accept", "report": ["x", "-1:0", "1", "๑:๑", "9" * 30 + ":1"]}, "กรุณาเลือกเอกสาร"),
        ({"report": ["1:0"]}, "กรุณาเลือกว่าจะให้ผ่านหรือส่งกลับ"),
        ({"report": ["1:0"], "action": "publish"}, "ยังไม่ได้ดำเนินการ"),
        ({"report": ["1:0"], "action": "return", "note": "\0"}, "ยังไม่ได้ดำเนินการ"),
    ],
)
def test_incomplete_decision_says_what_is_missing(client: Client, sent: dict, sentence: str) -> None:
    report = submitted()
    client.force_login(factories.reviewer())
    response = client.post(DECIDE, sent)

    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert states(report) == ["submitted"]


def test_what_changed_since_it_was_read_is_not_decided(client: Client) -> None:
    resubmitted, accepted = submitted("ก"), submitted("ข")
    ticks = tick(resubmitted, accepted)
    resubmitted.version += 2
    resubmitted.save()
    client.force_login(factories.reviewer())
    client.post(ACCEPT, {"report": ticks[1:]})
    response = client.post(ACCEPT, {"report": ticks})

    assert [one.report for one in response.context["refused"]] == [resubmitted, accepted]
    assert states(resubmitted, accepted) == ["submitted", "accepted"]
    assert Event.objects.filter(verb="accept").count() == 1


def another_round(report: Report) -> None:
    """Recalled, edited and submitted again."""
    officer = factories.officer(report.plan.municipality)
    perform(report, "recall", officer)
    Measure.objects.filter(plan=report.plan).update(title="ชื่อที่ไม่มีใครอ่าน")
    perform(report, "submit", officer)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("address", "action"), [(ACCEPT, "accept"), (DECIDE, "return")])
def test_report_that_changes_while_the_desk_waits_is_not_decided(
    client: Client, address: str, action: str
) -> None:
    report = factories.report(factories.complete_plan(), state="submitted")
    client.force_login(factories.reviewer())
    sent = {"report": tick(report), "action": action, "note": "โปรดแก้"}

    response = overtaken(lambda: client.post(address, sent), by=lambda: another_round(report))

    (refused,) = response.context["refused"]
    assert "เอกสารนี้เปลี่ยนแปลงหลังจากที่ท่านเปิดหน้านี้" in refused.refusal
    assert (states(report), Event.objects.filter(verb=action).count()) == (["submitted"], 0)


def test_desk_that_is_shown_again_keeps_no_tick_at_what_has_changed_since(client: Client) -> None:
    report = factories.report(factories.complete_plan(), state="submitted")
    ticks = tick(report)
    another_round(report)
    client.force_login(factories.reviewer())

    response = client.post(DECIDE, {"report": ticks, "action": "return", "note": ""})

    assert "กรุณาระบุเหตุผลที่ส่งกลับ" in response.content.decode()
    assert response.content.decode().count(" checked") == 0


def test_other_provinces_and_recalled_reports_are_not_decided(client: Client) -> None:
    outside, recalled = submitted("เชียง", province="เชียงใหม่"), submitted("ก")
    recalled.state = "draft"
    recalled.save()
    client.force_login(factories.reviewer())
    response = client.post(ACCEPT, {"report": tick(outside, recalled)})

    assert (response.context["lost"], response.context["done"], response.context["refused"]) == (2, [], [])
    assert outside.plan.municipality.name not in response.content.decode()
    assert states(outside, recalled) == ["submitted", "draft"]


def test_admin_reads_the_desk_and_decides_nothing(client: Client) -> None:
    report, other = submitted(), submitted("เชียง", province="เชียงใหม่")
    client.force_login(factories.admin())

    assert [one.report for one in client.get(DESK).context["waiting"]] == [report, other]
    assert [one.report for one in client.get(f"{DESK}?province=52").context["waiting"]] == [report]
    assert 'type="checkbox"' not in client.get(DESK).content.decode()
    assert client.post(DECIDE, {"report": tick(report), "action": "accept"}).status_code == 403
    assert client.post(ACCEPT, {"report": tick(report)}).status_code == 403
    assert states(report) == ["submitted"]


@pytest.mark.parametrize("page", ["?province=99", "?province=%00", "?page=x", "?page=-1"])
def test_bad_address_of_the_desk_is_no_error(client: Client, page: str) -> None:
    client.force_login(factories.admin())

    assert client.get(f"{DESK}{page}").status_code == 200


def test_officer_has_no_desk(client: Client) -> None:
    client.force_login(factories.officer())

    assert (client.get(DESK).status_code, client.post(DECIDE).status_code) == (403, 403)


@pytest.mark.parametrize("count", [1, 3])
def test_desk_asks_a_fixed_number_of_questions(
    client: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        submitted(f"รอ{number}")
        returned = submitted(f"กลับ{number}")
        returned.state = "returned"
        returned.save()
        accepted = submitted(f"ผ่าน{number}")
        accepted.state = "accepted"
        accepted.save()
        Event.objects.record(accepted, "accept", factories.reviewer(), came_from="submitted")
        Deadline.objects.create(fiscal_year=2568 + number, kind="plan", due_on=date(2025, 1, 1))
    client.force_login(factories.reviewer())

    with django_assert_num_queries(10):
        assert client.get(DESK).status_code == 200
