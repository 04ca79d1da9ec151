"""Every state × action × role, and what a step does and leaves alone."""

import re
from collections.abc import Callable, Iterator
from contextlib import nullcontext, suppress

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries as NumQueries

from accounts.models import User
from assessments.models import Score
from measures.models import Result
from municipalities.models import District, Municipality, Province
from reports import workflow
from reports.fingerprint import fingerprint_of
from reports.management.commands import workflow_diagram
from reports.models import Comment, Event, Publication, Report
from reports.states import Action, State
from reports.workflow import TRANSITIONS, Refused, offered, refusal
from tests import factories
from tests.steps import perform, step

pytestmark = pytest.mark.django_db

CAST: dict[str, Callable[[], User]] = {
    "officer": factories.officer,
    "outside officer": lambda: factories.officer(factories.elsewhere()),
    "reviewer": factories.reviewer,
    "outside reviewer": lambda: factories.reviewer("เชียงใหม่"),
    "admin": factories.admin,
}
# Written down a second time on purpose: from this state, this action, by this one alone, leads there.
STEPS = {
    ("draft", "submit", "officer"): "submitted",
    ("returned", "submit", "officer"): "submitted",
    ("submitted", "recall", "officer"): "draft",
    ("accepted", "recall", "officer"): "draft",
    ("accepted", "publish", "officer"): "published",
    ("published", "revise", "officer"): "draft",
    ("published", "withdraw", "officer"): "draft",
    ("published", "withdraw", "admin"): "draft",
}
REVIEWED = {
    ("submitted", "accept", "reviewer"): "accepted",
    ("submitted", "return", "reviewer"): "returned",
    ("accepted", "return", "reviewer"): "returned",
}
UNREVIEWED = {("submitted", "publish", "officer"): "published"}
LIVE = {
    (state, "withdraw", who): state
    for state in ("draft", "submitted", "returned", "accepted")
    for who in ("officer", "admin")
}
PUBLIC = ["nothing", "withdrawn", "live"]
KINDS = ["plan", "results"]
DRIFTED = (
    "เนื้อหาของเอกสารเปลี่ยนไปหลังจากผ่านการตรวจทาน เช่น มีการแก้ไขมาตรการหรือผลการประเมินของปีอื่น จึงเผยแพร่ไม่ได้ "
    "โปรดเรียกคืนเอกสาร ตรวจดู แล้วส่งตรวจทานอีกครั้ง"
)


def ready(state: str = "draft", kind: str = "plan") -> Report:
    """A report without errors, in a state."""
    return factories.report(factories.complete_plan(), kind, state=state)


def reviews(value: bool) -> None:
    Province.objects.filter(name="ลำปาง").update(reviews=value)


def published(report: Report, public: str) -> Report:
    """The same with something of it public, or with nothing or nothing any more."""
    if public != "nothing":
        factories.publication(report)
    if public == "withdrawn":
        report.publications.update(withdrawn_at=timezone.now(), reason="ผิด")
    return report


def steps_where(*, reviewed: bool, public: str) -> dict[tuple[str, str, str], str]:
    return STEPS | (REVIEWED if reviewed else UNREVIEWED) | (LIVE if public == "live" else {})


def attempt(report: Report, action: str, user: User) -> str:
    """The state to which the step leads, "" when it is refused; nothing stays of it."""
    why_not, locked = refusal(report, action, user, "เพราะ"), None
    with transaction.atomic():
        with suppress(Refused), step(report, action, user, "เพราะ") as locked:
            pass
        transaction.set_rollback(True)
    assert bool(why_not) == (locked is None)
    return locked.state if locked else ""


def attempts(report: Report) -> Iterator[tuple[tuple[str, str, str], str]]:
    for action in Action.values():
        for name, person in CAST.items():
            yield (report.state, action, name), attempt(report, action, person())


@pytest.mark.parametrize("public", PUBLIC)
@pytest.mark.parametrize("reviewed", [True, False])
@pytest.mark.parametrize("state", State.values())
def test_every_state_action_and_role(state: str, reviewed: bool, public: str) -> None:
    reviews(reviewed)
    report, steps = published(ready(state), public), steps_where(reviewed=reviewed, public=public)

    assert {tried: led for tried, led in attempts(report) if led} == {
        tried: led for tried, led in steps.items() if tried[0] == state
    }


@pytest.mark.parametrize("public", PUBLIC)
@pytest.mark.parametrize("reviewed", [True, False])
@pytest.mark.parametrize("state", State.values())
def test_buttons_come_from_the_same_table(state: str, reviewed: bool, public: str) -> None:
    reviews(reviewed)
    report, steps = published(ready(state), public), steps_where(reviewed=reviewed, public=public)

    shown = {(state, found.action, name) for name, who in CAST.items() for found in offered(report, who())}
    assert shown == {tried for tried in steps if tried[0] == state}


@pytest.mark.parametrize("state", State.values())
def test_buttons_of_a_list_ask_nothing(state: str, django_assert_num_queries: NumQueries) -> None:
    published(ready(state), "live")
    cast = list(User.objects.filter(pk__in=[who().pk for who in CAST.values()]))
    reports = list(Report.objects.with_review().select_related("plan__municipality__district__province"))

    with django_assert_num_queries(0):
        shown = [step.action for report in reports for who in cast for step in offered(report, who)]

    assert shown.count("withdraw") == 2


def test_an_action_belongs_to_one_role_and_one_need_of_a_note() -> None:
    assert len({(step.action, step.role, step.note) for step in TRANSITIONS}) == len(Action)


def test_unknown_action_is_an_error_of_the_program() -> None:
    with pytest.raises(ValueError, match="burn"):
        refusal(ready(), "burn", factories.officer())


# Sentences


@pytest.mark.parametrize(
    ("state", "action", "who", "sentence"),
    [
        ("draft", "submit", "reviewer", "เฉพาะเจ้าหน้าที่ ITA ของเทศบาลเมืองเขลางค์นครเท่านั้นที่ส่งตรวจทานได้"),
        ("submitted", "accept", "admin", "เฉพาะผู้ตรวจทานของจังหวัดลำปางเท่านั้นที่ให้ผ่านการตรวจทานได้"),
        (
            *("published", "withdraw", "reviewer"),
            "เฉพาะเจ้าหน้าที่ ITA ของเทศบาลเมืองเขลางค์นครหรือผู้ดูแลระบบเท่านั้นที่ถอนการเผยแพร่ได้",
        ),
        ("draft", "withdraw", "admin", "เอกสารนี้ไม่มีฉบับที่เผยแพร่อยู่ จึงถอนการเผยแพร่ไม่ได้"),
        ("draft", "recall", "officer", "เอกสารอยู่ในสถานะ “ร่าง” จึงเรียกคืนไม่ได้"),
        (
            *("submitted", "publish", "officer"),
            "จังหวัดลำปางตรวจทานเอกสารก่อนเผยแพร่ จึงเผยแพร่ได้เมื่อผ่านการตรวจทานแล้ว",
        ),
        ("submitted", "return", "reviewer", "กรุณาระบุเหตุผลที่ส่งกลับให้แก้ไข"),
        ("published", "revise", "officer", "กรุณาระบุเหตุผลที่เริ่มฉบับปรับปรุง"),
        ("draft", "submit", "officer", ""),
    ],
)
def test_refusal_says_why_in_thai(state: str, action: str, who: str, sentence: str) -> None:
    assert refusal(ready(state), action, CAST[who](), "  ") == sentence


@pytest.mark.parametrize("who", ["reviewer", "outside reviewer", "admin", "officer"])
@pytest.mark.parametrize(("action", "words"), [("accept", "ให้ผ่านการตรวจทาน"), ("return", "ส่งกลับให้แก้ไข")])
def test_where_nobody_reviews_everybody_is_told_so(action: str, words: str, who: str) -> None:
    reviews(False)
    report = ready()
    for report.state in State.values():
        said = refusal(report, action, CAST[who](), "เพราะ")
        assert said == f"จังหวัดลำปางไม่ตรวจทานเอกสารก่อนเผยแพร่ จึงไม่มีเอกสารที่รอให้{words}"


def test_submit_is_refused_while_the_checks_find_errors() -> None:
    report = factories.report()

    assert refusal(report, "submit", factories.officer()).startswith("ยังมีข้อที่ต้องแก้ไข ")


@pytest.mark.parametrize("state", ["draft", "returned"])
def test_submit_is_refused_until_every_open_comment_is_answered(state: str) -> None:
    report = ready(state)
    said = Comment.objects.create(report=report, author=factories.reviewer(), body="ขาดเอกสารแนบ")
    before = refusal(report, "submit", factories.officer())
    Comment.objects.create(report=report, author=factories.officer(), body="แนบแล้ว", answer_to=said)

    assert before == "ยังมีความเห็นของผู้ตรวจทานที่เทศบาลไม่ได้ตอบ ๑ ข้อ จึงส่งตรวจทานไม่ได้"
    assert refusal(report, "submit", factories.officer()) == ""


# What a step does


@pytest.mark.parametrize("kind", KINDS)
def test_perform_saves_state_version_and_one_event(kind: str) -> None:
    report = ready(kind=kind)

    after = perform(report, "submit", factories.officer(), "  ส่งครั้งแรก ")

    assert (after.state, after.version) == ("submitted", 1)
    assert list(
        report.events.values("actor_name", "actor_role", "verb", "from_state", "to_state", "note")
    ) == [
        {
            "actor_name": "สมศรี",
            "actor_role": "เจ้าหน้าที่ ITA ของเทศบาล",
            "verb": "submit",
            "from_state": "draft",
            "to_state": "submitted",
            "note": "ส่งครั้งแรก",
        }
    ]


def test_refused_step_changes_nothing() -> None:
    report = ready("submitted")

    with pytest.raises(Refused, match="กรุณาระบุเหตุผล"):
        perform(report, "return", factories.reviewer())

    report.refresh_from_db()
    assert (report.state, report.version, Event.objects.count()) == ("submitted", 0, 0)
    assert issubclass(Refused, PermissionDenied)  # a view that lets it pass answers 403 with the sentence


def test_perform_judges_the_stored_state_and_not_the_one_in_hand() -> None:
    report = ready()
    Report.objects.filter(pk=report.pk).update(state="submitted")

    with pytest.raises(Refused, match="รอจังหวัดตรวจทาน"):
        perform(report, "submit", factories.officer())


def test_perform_publishes_nothing_without_a_printed_document() -> None:
    with pytest.raises(ValueError, match=r"publishing\.publish"):
        perform(ready("accepted"), "publish", factories.officer())


def test_step_that_fails_inside_changes_nothing() -> None:
    report = ready("accepted")

    with pytest.raises(ZeroDivisionError), step(report, "publish", factories.officer()):
        raise ZeroDivisionError

    report.refresh_from_db()
    assert (report.state, Event.objects.count()) == ("accepted", 0)


def test_revise_opens_the_report_and_leaves_its_publication_public() -> None:
    report = ready("published")
    factories.publication(report)

    after = perform(report, "revise", factories.officer(), "ตัวเลขผิด")

    assert (after.state, after.lock, after.plan.lock("plan")) == ("draft", "", "")
    assert report.publications.get().withdrawn_at is None


def test_withdraw_hides_all_that_is_public_of_the_report() -> None:
    report = ready("published")
    other = factories.publication(factories.report(report.plan, "results", state="published"))
    for revision in (1, 2):
        factories.publication(report, revision=revision)

    after = perform(report, "withdraw", factories.admin(), "มีข้อมูลส่วนบุคคล")

    assert after.state == "draft"
    hidden = Publication.objects.filter(withdrawn_at__isnull=False)
    assert list(hidden.values_list("revision", "reason")) == [(2, "มีข้อมูลส่วนบุคคล"), (1, "มีข้อมูลส่วนบุคคล")]
    other.refresh_from_db()
    assert other.withdrawn_at is None


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "accepted"])
def test_withdraw_while_a_revision_is_under_way_leaves_the_revision_alone(state: str) -> None:
    report = published(ready(state), "live")

    after = perform(report, "withdraw", factories.admin(), "มีข้อมูลส่วนบุคคล")

    event = after.events.get()
    assert (after.state, after.version, event.from_state, event.to_state) == (state, 1, state, state)
    assert report.publications.get().reason == "มีข้อมูลส่วนบุคคล"
    assert refusal(report, "withdraw", factories.admin(), "อีกครั้ง") == (
        "เอกสารนี้ไม่มีฉบับที่เผยแพร่อยู่ จึงถอนการเผยแพร่ไม่ได้"
    )


@pytest.mark.parametrize("note", ["", " ", "\u200b\ufeff", "\u00a0\u00ad", "\u0e48\u0e35"])
@pytest.mark.parametrize(("state", "action"), [("submitted", "return"), ("published", "revise")])
def test_reason_that_nobody_sees_is_none(state: str, action: str, note: str) -> None:
    who = factories.reviewer() if action == "return" else factories.officer()
    report = ready(state)
    with pytest.raises(Refused, match="กรุณาระบุเหตุผลที่"):
        perform(report, action, who, note)
    assert (Report.objects.get(pk=report.pk).state, Event.objects.count()) == (state, 0)


def test_reason_is_kept_as_it_was_meant() -> None:
    report = ready("submitted")
    perform(report, "return", factories.reviewer(), "\ufeffตัวเลขของน\u0e4d\u0e49\u0e32ไม่ตรง ")
    assert Event.objects.get().note == "ตัวเลขของน้ำไม่ตรง"


def test_withdraw_hides_neither_the_reviewers_word_nor_its_own_reason() -> None:
    report = published(ready("submitted"), "live")
    perform(report, "return", factories.reviewer(), "ตัวเลขไม่ตรง")
    perform(report, "withdraw", factories.admin(), "มีข้อมูลส่วนบุคคล")

    found = Report.objects.with_review().get(pk=report.pk)
    assert (found.last_note, found.last_actor, found.withdrawal) == ("ตัวเลขไม่ตรง", "วิชัย", "มีข้อมูลส่วนบุคคล")


def test_withdrawal_is_past_once_the_next_revision_is_published() -> None:
    report = published(ready("accepted"), "live")
    perform(report, "withdraw", factories.admin(), "มีข้อมูลส่วนบุคคล")
    with step(report, "publish", factories.officer()):
        pass

    assert Report.objects.with_review().get(pk=report.pk).withdrawal == ""


def test_withdraw_keeps_the_reason_of_an_earlier_withdrawal() -> None:
    report = ready("published")
    factories.publication(report)
    perform(report, "withdraw", factories.admin(), "ครั้งแรก")
    Report.objects.filter(pk=report.pk).update(state="published")
    factories.publication(report, revision=2)

    perform(report, "withdraw", factories.admin(), "ครั้งที่สอง")

    assert list(report.publications.values_list("revision", "reason")) == [(2, "ครั้งที่สอง"), (1, "ครั้งแรก")]


# What was reviewed


def accepted(kind: str = "plan") -> Report:
    return perform(ready("submitted", kind), "accept", factories.reviewer())


@pytest.mark.parametrize("kind", KINDS)
def test_accept_keeps_what_the_document_says(kind: str) -> None:
    report = accepted(kind)

    report.refresh_from_db()
    assert report.fingerprint == fingerprint_of(report)
    assert re.fullmatch("[0-9a-f]{64}", report.fingerprint)


@pytest.mark.parametrize(
    ("steps", "kept"),
    [
        ([("return", "reviewer")], False),
        ([("publish", "officer")], True),
        ([("publish", "officer"), ("withdraw", "officer")], False),
        ([("publish", "officer"), ("revise", "officer")], False),
        (
            [("publish", "officer"), ("revise", "officer"), ("withdraw", "admin"), ("submit", "officer")],
            False,
        ),
    ],
)
def test_fingerprint_is_forgotten_when_the_report_is_opened(steps: list[tuple[str, str]], kept: bool) -> None:
    report = accepted()
    factories.publication(report)
    for action, who in steps:
        with step(report, action, CAST[who](), "เพราะ"):
            pass

    report.refresh_from_db()
    assert bool(report.fingerprint) == kept


@pytest.mark.parametrize(
    ("kind", "edit", "drifts"),
    [
        ("plan", lambda report: report.plan.measures.update(title="ชื่อใหม่"), True),
        ("plan", lambda report: report.plan.measures.update(steps=["ขั้นตอนใหม่"]), True),
        ("plan", lambda report: factories.measure(report.plan, 2), True),
        ("plan", lambda report: factories.assessment(fiscal_year=2566), True),
        ("plan", lambda report: Score.objects.filter(code="4").update(value="74.55"), True),
        (
            "plan",
            lambda report: District.objects.filter(municipalities__isnull=False).update(name="เมืองใหม่"),
            True,
        ),
        ("plan", lambda report: Result.objects.update(done=["ทำอย่างอื่น"]), False),
        ("plan", lambda report: factories.assessment(fiscal_year=2568), False),
        ("results", lambda report: report.plan.measures.update(title="ชื่อใหม่"), True),
        ("results", lambda report: Result.objects.update(done=["ทำอย่างอื่น"]), True),
        ("results", lambda report: factories.assessment(fiscal_year=2566), True),
        ("results", lambda report: factories.assessment(fiscal_year=2568), True),
        *(
            (kind, lambda report, fields=fields: Municipality.objects.update(**fields), False)
            for kind in KINDS
            for fields in ({"website": "https://example.go.th"}, {"seal": "ตรา.png"}, {"code": "5520102"})
        ),
    ],
)
def test_accepted_report_is_published_only_as_it_was_reviewed(
    kind: str, edit: Callable[[Report], object], drifts: bool
) -> None:
    report = accepted(kind)
    before = refusal(report, "publish", factories.officer())
    edit(report)
    report = Report.objects.get(pk=report.pk)

    assert (before, refusal(report, "publish", factories.officer())) == ("", DRIFTED if drifts else "")
    with pytest.raises(Refused) if drifts else nullcontext(), step(report, "publish", factories.officer()):
        pass


def test_report_accepted_without_a_fingerprint_is_published() -> None:
    """One that was accepted before fingerprints were kept."""
    report = ready("accepted")
    report.plan.measures.update(title="ชื่อใหม่")

    assert (report.fingerprint, refusal(report, "publish", factories.officer())) == ("", "")


def test_where_the_province_no_longer_reviews_nothing_is_compared() -> None:
    report = accepted()
    report.plan.measures.update(title="ชื่อใหม่")
    reviews(False)

    assert refusal(Report.objects.get(pk=report.pk), "publish", factories.officer()) == ""


# The editing locks follow the state

PLAN_PAGES = ["plan", "measure_add", "measure", "measure_move", "measure_copy"]
YEAR_PAGES = ["assessment", "findings", "analyses"]
RESULT_PAGES = ["results", "result"]


def locked_pages(report: Report, client: Client) -> list[str]:
    """The editing pages that refuse a POST of the officer."""
    client.force_login(factories.officer())
    pages = YEAR_PAGES + PLAN_PAGES + RESULT_PAGES
    return [page for page in pages if client.post(address(page, report)).status_code == 403]


def address(page: str, report: Report) -> str:
    plan = report.plan
    year = plan.assessed_year if page in YEAR_PAGES else plan.fiscal_year
    numbered = page.startswith(("measure_m", "measure_c")) or page in ("measure", "result")
    return reverse(page, args=[plan.municipality_id, year, *([1] if numbered else [])])


@pytest.mark.parametrize("state", State.values())
def test_plan_report_locks_what_it_shows(state: str, client: Client) -> None:
    report = ready(state, "plan")
    expected = [] if state in ("draft", "returned") else YEAR_PAGES + PLAN_PAGES

    assert locked_pages(report, client) == expected
    assert bool(report.lock) == bool(expected)


@pytest.mark.parametrize("state", State.values())
def test_results_report_locks_what_it_shows(state: str, client: Client) -> None:
    report = ready(state, "results")

    assert locked_pages(report, client) == ([] if state in ("draft", "returned") else RESULT_PAGES)


# What the database itself refuses


def test_database_refuses_a_state_that_does_not_exist() -> None:
    report = ready()

    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(state="burnt")


@pytest.mark.parametrize(
    "wrong",
    [
        {"sha256": "A" * 64},
        {"sha256": "abc"},
        {"revision": 0},
        {"revision": 2},
        {"reason": "ไม่มีวันที่ถอน"},
        {"withdrawn_at": "2026-01-01T00:00Z"},
    ],
)
def test_database_refuses_a_wrong_publication(wrong: dict[str, object]) -> None:
    report = ready("published")
    first = factories.publication(report)
    factories.publication(report, revision=2)

    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.filter(pk=first.pk).update(**wrong)


@pytest.mark.parametrize("wrong", ["a" * 63, "A" * 64, "g" * 64])
def test_database_refuses_what_is_no_fingerprint(wrong: str) -> None:
    report = ready("accepted")

    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(fingerprint=wrong)


def test_event_without_words_is_an_error_of_the_program() -> None:
    with pytest.raises(ValueError, match="burn"):
        Event.objects.record(ready(), "burn", factories.officer())


def test_event_of_no_state_is_refused_by_the_database() -> None:
    report, officer = ready(), factories.officer()

    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.record(report, "submit", officer, came_from="nowhere")


@pytest.mark.parametrize(
    "deed",
    [
        lambda event: event.save(),
        lambda event: event.delete(),
        lambda event: Event.objects.filter(pk=event.pk).delete(),
        lambda event: event.report.events.update(note="อื่น"),
        lambda event: Event.objects.bulk_update([event], ["note"]),
    ],
)
def test_event_stays_as_it_was_written(deed: Callable[[Event], object]) -> None:
    perform(ready(), "submit", factories.officer())
    event = Event.objects.get()

    with pytest.raises(TypeError, match="never"), transaction.atomic():
        deed(event)

    assert Event.objects.get().note == ""


# The diagram


def test_diagram_in_the_docs_says_what_the_table_says(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("workflow_diagram", "--check")
    page = workflow_diagram.PAGE.read_text(encoding="utf-8")

    assert page.count(" --> ") == len(workflow.TRANSITIONS) + 1
    assert "docs/workflow.md" in capsys.readouterr().out


def test_diagram_that_is_out_of_date_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workflow_diagram, "TRANSITIONS", TRANSITIONS[1:])

    with pytest.raises(CommandError, match="ไม่ตรงกับตาราง"):
        call_command("workflow_diagram", "--check")
