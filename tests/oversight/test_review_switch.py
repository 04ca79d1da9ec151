"""Reviewing switched off or on while papers are on their way: said first, nothing stuck, history true."""

from collections.abc import Callable

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from accounts.models import User
from municipalities.models import Municipality, Province
from oversight.waiting import awaiting_review
from reports.models import Event, Report
from reports.workflow import Refused, offered
from tests import factories
from tests.racing import overtaken
from tests.steps import perform, publish, read

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def papers() -> dict[str, Report]:
    """One paper in each state, each of a municipality of its own."""
    found = {}
    for state in ("draft", "submitted", "returned", "accepted", "published"):
        plan = factories.complete_plan(factories.municipality(f"ที่{state}"))
        found[state] = factories.report(plan)
        if state != "draft":
            perform(found[state], "submit", officer(found[state]))
        if state == "returned":
            perform(found[state], "return", factories.reviewer(), "ผิด")
        if state in ("accepted", "published"):
            perform(found[state], "accept", factories.reviewer())
        if state == "published":
            Report.objects.filter(pk=found[state].pk).update(state=state)
        found[state].refresh_from_db()
    return found


def officer(report: Report) -> User:
    return factories.officer(report.plan.municipality)


def boxes(*, reviews: bool) -> dict[str, str]:
    """The page of the provinces, where ลำปาง alone changes."""
    rows = Province.objects.filter(reviews=True) | Province.objects.filter(name="ลำปาง")
    sent = {f"reviews_{row.pk}": "on" for row in rows if reviews or row.name != "ลำปาง"}
    page = signed_in(factories.admin()).get(reverse("province_settings"))
    return sent | {"seen": page.context["guard"].token}


def answered(page: object, sent: dict[str, str]) -> dict[str, object]:
    return sent | {"confirmed": [effect.mark for effect in page.context["asked"]]}


def switched(*, reviews: bool) -> None:
    client, address, sent = signed_in(factories.admin()), reverse("province_settings"), boxes(reviews=reviews)
    page = client.post(address, sent)
    if page.status_code == 200:
        assert factories.province().reviews is not reviews
        client.post(address, answered(page, sent))
    assert factories.province().reviews is reviews


def test_page_says_how_many_papers_are_touched_and_stores_nothing_yet() -> None:
    papers()
    client, sent = signed_in(factories.admin()), boxes(reviews=False)
    page = client.post(reverse("province_settings"), sent)
    [effect] = page.context["asked"]
    assert (effect.submitted, effect.accepted, effect.returned, effect.lacks_reviewer) == (1, 1, 1, False)
    assert "รอจังหวัดตรวจทาน ๑ ฉบับ" in page.content.decode()
    assert (factories.province().reviews, LogEntry.objects.count()) == (True, 0)


def test_without_papers_on_their_way_nothing_is_asked() -> None:
    factories.reviewer()
    for reviews in (False, True):
        address = reverse("province_settings")
        assert signed_in(factories.admin()).post(address, boxes(reviews=reviews)).status_code == 302
        assert factories.province().reviews is reviews


def test_switched_off_everything_lies_with_its_officer() -> None:
    found = papers()
    switched(reviews=False)
    can = {state: [step.action for step in offered(fresh(row), officer(row))] for state, row in found.items()}
    assert can["submitted"] == can["accepted"] == ["publish", "recall"]
    assert can["draft"] == can["returned"] == ["submit"]
    assert not awaiting_review(factories.reviewer(), Municipality.objects.all()).exists()
    assert {state: row.fingerprint != "" for state, row in found.items() if fresh(row)} == {
        "draft": False,
        "submitted": False,
        "returned": False,
        "accepted": True,
        "published": True,
    }


def fresh(report: Report) -> Report:
    return Report.objects.with_review().with_place().get(pk=report.pk)


def test_switched_on_again_what_was_accepted_stays_so_and_the_rest_is_reviewed() -> None:
    found = papers()
    switched(reviews=False)
    perform(found["draft"], "submit", officer(found["draft"]))
    switched(reviews=True)
    waiting = awaiting_review(factories.reviewer(), Municipality.objects.all())
    assert set(waiting) == {found["draft"], found["submitted"]}
    with pytest.raises(Refused, match="เผยแพร่ได้เมื่อผ่านการตรวจทานแล้ว"):
        publish(fresh(found["draft"]), officer(found["draft"]))
    assert [step.action for step in offered(fresh(found["accepted"]), officer(found["accepted"]))] == [
        "publish",
        "recall",
    ]
    since = {row.pk: row.since for row in waiting}
    switches = Event.objects.filter(verb="review_on")
    assert (
        since[found["draft"].pk] == switches.get(report=found["draft"]).at
    )  # the reviewer's wait begins here


def test_history_says_what_happened_with_each_paper_on_its_way() -> None:
    found = papers()
    switched(reviews=False)
    assert sorted(
        Event.objects.filter(verb="review_off").values_list("from_state", "to_state", "actor_name")
    ) == [(state, state, "ผู้ดูแล") for state in ("accepted", "returned", "submitted")]
    paper = found["submitted"]
    keys = [paper.plan.municipality_id, 2568, "plan"]
    page = signed_in(officer(paper)).get(reverse("report_history", args=keys))
    lines = [item for day in page.context["days"] for entry in day.entries for item in entry.items]
    [line] = [line for line in lines if "เลิกตรวจทาน" in line.action]
    assert [(change.old, change.new) for change in line.changes] == [("รอจังหวัดตรวจทาน", "รอเผยแพร่")]
    assert [entry.object_repr for entry in LogEntry.objects.all()] == ["ลำปาง"]


def test_province_without_a_reviewer_is_asked_about_before_it_reviews() -> None:
    Province.objects.filter(name="ลำปาง").update(reviews=False)
    page = signed_in(factories.admin()).post(reverse("province_settings"), boxes(reviews=True))
    assert "จังหวัดนี้ยังไม่มีผู้ตรวจทานในระบบ" in page.content.decode()
    switched(reviews=True)


def submitted_meanwhile(report: Report) -> Callable[[], None]:
    return lambda: perform(report, "submit", officer(report))


@pytest.mark.django_db(transaction=True)
def test_paper_that_is_submitted_while_the_page_is_open_is_asked_about() -> None:
    found = papers()
    client, sent = signed_in(factories.admin()), boxes(reviews=False)
    page = client.post(reverse("province_settings"), sent)
    answer = overtaken(
        lambda: client.post(reverse("province_settings"), answered(page, sent)),
        by=submitted_meanwhile(found["draft"]),
    )
    assert "มีการดำเนินการกับเอกสาร" in answer.content.decode()
    assert [effect.submitted for effect in answer.context["asked"]] == [2]
    assert factories.province().reviews is True


@pytest.mark.django_db(transaction=True)
def test_who_submits_while_the_switch_is_thrown_submits_under_the_new_rule() -> None:
    found = papers()
    client, sent = signed_in(officer(found["draft"])), {"seen": read(found["draft"])}
    keys = [found["draft"].plan.municipality_id, 2568, "plan", "submit"]
    overtaken(
        lambda: client.post(reverse("report_action", args=keys), sent),
        by=lambda: switched(reviews=False),
    )
    event = Event.objects.get(report=found["draft"])
    assert (event.verb, event.reviewed, fresh(found["draft"]).state) == ("submit", False, "submitted")
    assert [step.action for step in offered(fresh(found["draft"]), officer(found["draft"]))] == [
        "publish",
        "recall",
    ]
