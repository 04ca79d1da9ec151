"""Boxes of a document's page: whichever is sent, what is typed in the others is there again."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from reports import commenting
from reports.models import Comment, Report
from tests import factories

pytestmark = pytest.mark.django_db
SECOND = {"comment-measures-body": "ยังพิมพ์ไม่จบ"}


@pytest.fixture
def report() -> Report:
    """The submitted plan of เขลางค์นคร."""
    return factories.report(factories.complete_plan(), state="submitted")


@pytest.fixture
def wichai(client: Client) -> Client:
    """The reviewer's browser."""
    client.force_login(factories.reviewer())
    return client


def address(name: str, report: Report, *more: int) -> str:
    return reverse(name, args=[report.plan.municipality_id, report.plan.fiscal_year, report.kind, *more])


def press(client: Client, url: str, report: Report, **sent: object) -> Any:
    """Press a button of the page with what is typed in its boxes: the page that follows."""
    last = Comment.objects.order_by("pk").values_list("pk", flat=True).last()
    return client.post(url, {"seen": report.version, "last": last or ""} | sent, follow=True)


def boxes(answer: Any) -> dict[str, str]:
    """The boxes of a document's page in which something stands."""
    forms = answer.context["review"].forms
    return {form["body"].html_name: form["body"].value() for form in forms if form["body"].value()}


def test_comment_leaves_what_is_typed_in_the_other_boxes(wichai: Client, report: Report) -> None:
    sent = SECOND | {"box": "comment-overall", "comment-overall-body": "ความเห็นแรก"}
    answer = press(wichai, address("comment_add", report), report, **sent, **{"comment-overall-place": ""})

    assert Comment.objects.get().body == "ความเห็นแรก"
    assert boxes(answer) == SECOND
    assert "ยังไม่ได้ส่งอยู่ในช่องของหน้านี้ ๑ ช่อง" in answer.content.decode()
    assert len(re.findall(r'class="comments__form"\s+open', answer.content.decode())) == 1
    assert boxes(wichai.get(address("preview", report))) == SECOND


def test_chosen_place_waits_with_its_text(wichai: Client, report: Report) -> None:
    place = f"measure:{report.plan.measures.get().pk}"
    root = factories.comment(report)
    sent = SECOND | {"comment-measures-place": place}
    answer = press(wichai, address("comment_resolve", report, root.pk), report, **sent)

    assert f'<option value="{place}" selected>' in answer.content.decode()


def test_answer_and_comment_wait_for_each_other(wichai: Client, report: Report) -> None:
    root = factories.comment(report)
    answer_box, typed = f"answer-{root.pk}", {f"answer-{root.pk}-body": "คำตอบ"}
    first = press(
        wichai,
        address("comment_add", report),
        report,
        box="comment-report",
        **typed,
        **{"comment-report-body": "ความเห็น"},
    )
    second = press(wichai, address("comment_answer", report, root.pk), report, box=answer_box, **typed)

    assert (boxes(first), boxes(second)) == (typed, {})
    assert set(Comment.objects.values_list("body", flat=True)) >= {"ความเห็น", "คำตอบ"}


@pytest.mark.parametrize("name", ["comment_resolve", "comment_reopen"])
def test_closing_and_reopening_keep_what_is_typed(wichai: Client, report: Report, name: str) -> None:
    root = factories.comment(report)
    if name == "comment_reopen":
        commenting.resolve(root, factories.reviewer())

    assert boxes(press(wichai, address(name, report, root.pk), report, **SECOND)) == SECOND


def test_box_that_was_emptied_waits_no_longer(wichai: Client, report: Report) -> None:
    root = factories.comment(report)
    press(wichai, address("comment_resolve", report, root.pk), report, **SECOND)
    emptied = {"comment-measures-body": " "}

    assert boxes(press(wichai, address("comment_reopen", report, root.pk), report, **emptied)) == {}


def test_box_that_can_not_be_sent_is_shown_and_the_others_wait(wichai: Client, report: Report) -> None:
    too_long = {"comment-overall-body": "ก" * 5001}
    url = address("comment_add", report)
    refused = press(wichai, url, report, box="comment-overall", **too_long, **SECOND)
    assert "กรุณากรอกไม่เกิน 5000 ตัวอักษร" in refused.content.decode()
    assert 'name="box" value="comment-overall"' in refused.content.decode()
    assert boxes(wichai.get(address("preview", report))) == SECOND | too_long

    mended = {"comment-overall-body": "สั้นลง", "comment-overall-place": "section:overall"}
    assert boxes(press(wichai, url, report, box="comment-overall", **mended)) == SECOND
    assert Comment.objects.get().anchor == "section:overall"


def test_text_whose_box_is_gone_is_shown_to_be_copied(wichai: Client, report: Report) -> None:
    root, other = factories.comment(report), factories.comment(report)
    commenting.resolve(other, factories.reviewer())
    late = {f"answer-{other.pk}-body": "มาช้าไป"}
    answer = press(wichai, address("comment_resolve", report, root.pk), report, **late)

    assert (boxes(answer), answer.context["review"].homeless) == ({}, ("มาช้าไป",))
    assert "มาช้าไป</textarea>" in answer.content.decode()


def test_unsent_text_is_of_one_report_and_one_session(wichai: Client, report: Report) -> None:
    root, other = factories.comment(report), factories.report(report.plan, "results", state="submitted")
    press(wichai, address("comment_resolve", report, root.pk), report, **SECOND)
    assert boxes(wichai.get(address("preview", other))) == {}

    wichai.logout()
    wichai.force_login(factories.reviewer())
    assert boxes(wichai.get(address("preview", report))) == {}


def test_choices_stand_apart_where_there_are_boxes(client: Client, report: Report) -> None:
    """A second form on the page would lose what is typed in the boxes."""
    factories.comment(report)
    factories.report(report.plan, state="returned")
    client.force_login(factories.officer())
    html = client.get(address("preview", report)).content.decode()

    assert (address("document_choices", report) in html, 'name="grouping"' in html) == (True, False)
