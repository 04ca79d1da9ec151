from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from reports import commenting
from reports.commenting.places import CommentPlace
from reports.models import Comment, Event, Report
from reports.workflow import State
from tests import factories

pytestmark = pytest.mark.django_db
WHOLE = CommentPlace("", "ทั้งเอกสาร")


@pytest.fixture
def report() -> Report:
    """The submitted plan of เขลางค์นคร."""
    return factories.report(state="submitted")


def test_comment_waits_for_the_municipality_until_it_is_answered(report: Report):
    root = factories.comment(report)
    before = commenting.unanswered_comments(report)
    commenting.answer(root, factories.officer(), body="เพิ่มแล้ว")

    assert (before, commenting.unanswered_comments(report)) == (1, 0)


def test_comment_waits_again_when_the_reviewer_asks_on(report: Report):
    root = factories.comment(report)
    commenting.answer(root, factories.officer(), body="เพิ่มแล้ว")
    commenting.answer(root, factories.reviewer(), body="ยังไม่ครบ")

    assert commenting.unanswered_comments(report) == 1


def test_closed_comment_waits_for_nobody(report: Report):
    root = factories.comment(report)
    commenting.resolve(root, factories.reviewer())

    assert commenting.unanswered_comments(report) == 0


def test_reopened_comment_waits_again(report: Report):
    root = factories.comment(report)
    commenting.resolve(root, factories.reviewer())
    commenting.reopen(root, factories.reviewer())

    assert commenting.unanswered_comments(report) == 1


def test_comments_of_the_other_document_do_not_count(report: Report):
    factories.comment(report.plan.reports.get(kind="results"))

    assert commenting.unanswered_comments(report) == 0


def test_threads_stay_in_the_order_in_which_they_began(report: Report):
    first, second = factories.comment(report), factories.comment(report, body="สอง")
    answer = factories.comment(report, factories.officer(), answer_to=first)

    assert commenting.threads(report) == (
        commenting.Thread(first, (answer,), waits=False),
        commenting.Thread(second, (), waits=True),
    )


@pytest.mark.parametrize("count", [1, 3])
def test_threads_take_one_query(report: Report, count: int, django_assert_num_queries):
    for number in range(count):
        factories.comment(report, factories.officer(), answer_to=factories.comment(report, body=f"{number}"))

    with django_assert_num_queries(1):
        assert commenting.unanswered_comments(report) == 0


def test_comment_remembers_its_place(report: Report):
    place = CommentPlace("measure:7", "มาตรการที่ ๑ " + "ก" * 500)
    written = commenting.add(report, factories.reviewer(), place=place, body="สั้นไป")

    assert (written.anchor, written.place[:15], len(written.place)) == ("measure:7", "มาตรการที่ ๑ กก", 400)


def test_same_comment_within_a_minute_is_one(report: Report):
    twice = [commenting.add(report, factories.reviewer(), place=WHOLE, body="โปรดแก้") for _ in range(2)]

    assert twice == [*Comment.objects.all()] * 2


def test_same_comment_later_is_another(report: Report):
    first = commenting.add(report, factories.reviewer(), place=WHOLE, body="โปรดแก้")
    Comment.objects.filter(pk=first.pk).update(written_at=timezone.now() - timedelta(minutes=2))
    commenting.add(report, factories.reviewer(), place=WHOLE, body="โปรดแก้")

    assert Comment.objects.count() == 2


def test_same_comment_at_another_place_is_another(report: Report):
    for place in (WHOLE, CommentPlace("section:overall", "๑. ภาพรวม")):
        commenting.add(report, factories.reviewer(), place=place, body="โปรดแก้")

    assert Comment.objects.count() == 2


def test_same_answer_within_a_minute_is_one(report: Report):
    root = factories.comment(report)
    twice = [commenting.answer(root, factories.officer(), body="แก้แล้ว") for _ in range(2)]

    assert twice == [*root.answers.all()] * 2


def test_end_of_a_comment_is_an_event_of_the_report(report: Report):
    root = factories.comment(report, body="ก" * 300)
    reviewer = factories.reviewer()
    commenting.resolve(root, reviewer)
    commenting.resolve(root, reviewer)
    commenting.reopen(root, reviewer)
    commenting.reopen(root, reviewer)

    assert list(Event.objects.values_list("verb", "from_state", "to_state", "actor_name", "actor_role")) == [
        ("resolve", "submitted", "submitted", "วิชัย", "ผู้ตรวจทานระดับจังหวัด"),
        ("reopen", "submitted", "submitted", "วิชัย", "ผู้ตรวจทานระดับจังหวัด"),
    ]
    assert {len(event.note) for event in Event.objects.all()} == {200}


def people() -> dict[str, User]:
    return {
        "officer": factories.officer(),
        "reviewer": factories.reviewer(),
        "outside reviewer": factories.reviewer("เชียงใหม่"),
        "outside officer": factories.officer(factories.elsewhere()),
        "admin": factories.admin(),
    }


@pytest.mark.parametrize("state", State)
def test_only_the_reviewer_comments_and_only_between_submission_and_publication(state: State):
    report = factories.report(state=state)
    may = {who for who, user in people().items() if not commenting.comment_refusal(user, report)}

    assert may == ({"reviewer"} if state in ("submitted", "returned", "accepted") else set())


@pytest.mark.parametrize("state", State)
def test_officer_always_answers_and_the_reviewer_while_commenting(state: State):
    report = factories.report(state=state)
    root = factories.comment(report)
    may = {who for who, user in people().items() if not commenting.answer_refusal(user, report, root)}

    assert may == {"officer"} | ({"reviewer"} if state in ("submitted", "returned", "accepted") else set())


@pytest.mark.parametrize("state", State)
def test_where_the_province_does_not_review_its_officer_alone_still_answers(state: State):
    report = factories.report(state=state)
    root = factories.comment(report)
    report.plan.municipality.district.province.reviews = False

    assert [commenting.comment_refusal(factories.reviewer(), report)] == [
        "จังหวัดลำปางไม่ตรวจทานเอกสารก่อนเผยแพร่ จึงไม่มีการให้ความเห็น"
    ]
    assert commenting.comment_refusal(factories.officer(), report)
    assert [who for who, user in people().items() if not commenting.answer_refusal(user, report, root)] == [
        "officer"
    ]


def test_nobody_answers_a_closed_comment(report: Report):
    root = factories.comment(report)
    commenting.resolve(root, factories.reviewer())

    assert {bool(commenting.answer_refusal(user, report, root)) for user in people().values()} == {True}
