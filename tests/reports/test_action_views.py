"""The page that confirms a step, the button that takes it, and twenty who press it at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.messages import get_messages
from django.db import connections
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from measures.models import Measure
from municipalities.models import Province
from printing.pdf.rendering import PdfFailed
from reports import commenting, publishing
from reports.models import Comment, Publication, Report
from reports.states import Action, State
from reports.taking_down import withdraw
from tests import factories
from tests.racing import overtaken
from tests.steps import perform, read

pytestmark = pytest.mark.django_db

FROM = {
    "submit": "draft",
    "recall": "submitted",
    "return": "submitted",
    "accept": "submitted",
    "publish": "accepted",
    "revise": "published",
    "withdraw": "published",
}
NOTE = {"note": "เพราะตัวเลขไม่ตรง"}


def ready(state: str = "draft") -> Report:
    """A report without errors, in a state."""
    return factories.report(factories.complete_plan(), state=state)


def actor(action: str) -> User:
    if action in ("accept", "return"):
        return factories.reviewer()
    return factories.admin() if action == "withdraw" else factories.officer()


def address(report: Report, action: str) -> str:
    return reverse("report_action", args=[report.plan.municipality_id, 2568, report.kind, action])


def marked(report: Report, **typed: str) -> dict[str, str | int]:
    """What the page of the report as it stands sends, with what was typed."""
    return {"seen": read(report), **typed}


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def said(response: HttpResponse) -> list[tuple[str, str]]:
    return [(message.level_tag, message.message) for message in get_messages(response.wsgi_request)]


def state(report: Report) -> str:
    report.refresh_from_db()
    return report.state


@pytest.mark.parametrize("action", Action)
def test_page_says_what_will_happen_and_changes_nothing(action: Action) -> None:
    report = ready(FROM[action])

    response = signed_in(actor(action)).get(address(report, action))

    page = response.content.decode()
    assert response.status_code == 200
    assert f"ยืนยัน{action.label}" in page
    assert page.count("<h1") == 1
    assert report.events.count() == 0


@pytest.mark.parametrize(
    ("action", "target"),
    [
        ("submit", "submitted"),
        ("recall", "draft"),
        ("return", "returned"),
        ("accept", "accepted"),
        ("publish", "published"),
        ("revise", "draft"),
        ("withdraw", "draft"),
    ],
)
def test_post_takes_the_step_and_leads_on(action: str, target: str) -> None:
    report = ready(FROM[action])

    response = signed_in(actor(action)).post(address(report, action), marked(report, **NOTE))

    note = "" if action in ("recall", "publish") else NOTE["note"]
    onward = ["publication_kit", "plan"] if action == "publish" else ["documents"]
    assert response["Location"] == reverse(onward[0], args=[report.plan.municipality_id, 2568, *onward[1:]])
    assert said(response) == [("success", f"{Action(action).label}แล้ว: {report.get_kind_display()}")]
    assert (state(report), [*report.events.values_list("verb", "note")]) == (target, [(action, note)])


@pytest.mark.parametrize("note", [" \n", "\u200b\ufeff", "\u00a0\u00ad", "\u0e48"])
@pytest.mark.parametrize("action", ["return", "revise", "withdraw"])
def test_step_that_needs_a_reason_asks_for_it(action: str, note: str) -> None:
    report = ready(FROM[action])

    response = signed_in(actor(action)).post(address(report, action), marked(report, note=note))

    assert response.status_code == 200
    assert [problem.label for problem in response.context["problems"]] == [
        {
            "return": "เหตุผลและสิ่งที่ขอให้แก้ไข",
            "revise": "เหตุที่ต้องปรับปรุง",
            "withdraw": "เหตุที่ถอนการเผยแพร่ (ประชาชนจะเห็นข้อความนี้)",
        }[action]
    ]
    assert state(report) == FROM[action]


def test_note_that_is_too_long_comes_back_with_its_text() -> None:
    report = ready("submitted")

    response = signed_in(factories.reviewer()).post(
        address(report, "return"), marked(report, note="ก" * 5001)
    )

    assert "กรุณากรอกไม่เกิน 5000 ตัวอักษร" in response.content.decode()
    assert "ก" * 5001 in response.content.decode()
    assert state(report) == "submitted"


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize(
    ("who", "expected"),
    [
        (lambda: factories.officer(factories.elsewhere()), 404),
        (lambda: factories.reviewer("เชียงใหม่"), 404),
        (factories.officer, 403),
        (factories.reviewer, 403),
        (factories.admin, 403),
    ],
)
def test_step_of_somebody_else_is_refused(action: Action, who: Callable[[], User], expected: int) -> None:
    report, user = ready(FROM[action]), who()
    if user == actor(action) or (action == Action.WITHDRAW and user == factories.officer()):
        return

    response = signed_in(user).post(address(report, action), marked(report, **NOTE))

    assert response.status_code == expected
    assert ("เฉพาะ" in response.content.decode()) == (expected == 403)
    assert (state(report), report.events.count()) == (FROM[action], 0)


def test_other_words_are_no_addresses() -> None:
    report = ready()
    client = signed_in(factories.officer())

    assert client.get(address(report, "submit").replace("submit", "burn")).status_code == 404


# Submitting


def test_submit_page_shows_what_should_be_looked_at() -> None:
    report = ready()

    page = signed_in(factories.officer()).get(address(report, "submit"))

    assert page.context["warnings"][0].message in page.content.decode()
    assert page.context["refusal"] == ""


@pytest.mark.parametrize("method", ["get", "post"])
def test_submit_with_errors_is_refused_with_the_way_to_mend_them(method: str) -> None:
    report = factories.report()
    client = signed_in(factories.officer())
    checks = reverse("checks", args=[report.plan.municipality_id, 2568])

    if method == "post":
        assert [level for level, _ in said(client.post(address(report, "submit"), marked(report)))] == [
            "warning"
        ]
    page = client.get(address(report, "submit")).content.decode()

    assert f'href="{checks}#checks-plan"' in page
    assert "จึงส่งตรวจทานไม่ได้" in page
    assert "ยืนยันส่งตรวจทาน" not in page
    assert state(report) == "draft"


def test_submit_with_an_unanswered_comment_is_refused() -> None:
    report = ready("returned")
    Comment.objects.create(report=report, author=factories.reviewer(), body="ขาดเอกสารแนบ")
    client = signed_in(factories.officer())

    assert "ไม่ได้ตอบ ๑ ข้อ" in client.get(address(report, "submit")).content.decode()
    assert "ไม่ได้ตอบ ๑ ข้อ" in said(client.post(address(report, "submit"), marked(report)))[0][1]
    assert state(report) == "returned"


@pytest.mark.parametrize(("closed", "told"), [(False, True), (True, False)])
def test_accept_page_tells_the_comments_left_open(closed: bool, told: bool) -> None:
    report = ready("submitted")
    comment = factories.comment(report)
    if closed:
        commenting.resolve(comment, factories.reviewer())
    page = signed_in(factories.reviewer()).get(address(report, "accept")).content.decode()
    assert ("ยังมีความเห็นที่ไม่ได้ปิด ๑ ข้อ" in page) is told


def test_submit_page_says_where_the_province_does_not_review() -> None:
    Province.objects.filter(name="ลำปาง").update(reviews=False)

    page = signed_in(factories.officer()).get(address(ready(), "submit")).content.decode()

    assert "จังหวัดลำปางไม่ตรวจทานก่อนเผยแพร่" in page


# Publishing what was reviewed


@pytest.mark.parametrize("kind", ["plan", "results"])
def test_publishing_what_has_changed_since_its_review_is_refused_beforehand(kind: str) -> None:
    report = factories.report(factories.complete_plan(), kind, state="submitted")
    perform(report, "accept", factories.reviewer())
    client = signed_in(factories.officer())
    before = client.get(address(report, "publish")).content.decode()
    Measure.objects.filter(plan=report.plan).update(title="ชื่อใหม่")

    page = client.get(address(report, "publish")).content.decode()
    posted = said(client.post(address(report, "publish"), {**marked(report), "before_plan": "on"}))

    sentence = "เนื้อหาของเอกสารเปลี่ยนไปหลังจากผ่านการตรวจทาน"
    assert [(sentence in text, "ยืนยันเผยแพร่" in text) for text in (before, page)] == [
        (False, True),
        (True, False),
    ]
    assert [(level, text.startswith(sentence)) for level, text in posted] == [("warning", True)]
    assert [
        f'href="{reverse("report_history", args=[report.plan.municipality_id, 2568, told])}"' in page
        for told in ("plan", "results")
    ] == [True, kind == "results"]
    assert state(report) == "accepted"


# Withdrawing


@pytest.mark.parametrize(
    ("found", "said_of_the_revision"),
    [
        ("draft", "ฉบับปรับปรุงที่เทศบาลกำลังแก้ไขไม่เปลี่ยนแปลง"),
        ("returned", "ฉบับปรับปรุงที่เทศบาลกำลังแก้ไขไม่เปลี่ยนแปลง"),
        ("submitted", "ฉบับปรับปรุงที่ส่งแล้วไม่เปลี่ยนแปลง"),
        ("accepted", "ฉบับปรับปรุงที่ผ่านการตรวจทานแล้วไม่เปลี่ยนแปลง"),
        ("published", "เอกสารจะกลับเป็นร่าง ขั้นต่อไปคือแก้ไข"),
    ],
)
def test_withdraw_page_says_what_becomes_of_the_revision(found: str, said_of_the_revision: str) -> None:
    report = ready(found)
    factories.publication(report)
    client = signed_in(factories.admin())

    page = client.get(address(report, "withdraw")).content.decode()
    client.post(address(report, "withdraw"), marked(report, **NOTE))

    assert said_of_the_revision in page
    assert state(report) == ("draft" if found == "published" else found)
    assert report.publications.get().reason == NOTE["note"]


def test_second_withdrawal_while_a_revision_is_written_is_told_what_the_first_one_did() -> None:
    report = ready("draft")
    factories.publication(report)
    client = signed_in(factories.admin())

    answers = [said(client.post(address(report, "withdraw"), marked(report, **NOTE)))[-1] for _ in range(2)]

    assert answers == [("success", f"ถอนการเผยแพร่แล้ว: {report.get_kind_display()}")] * 2
    assert report.events.count() == 1


@pytest.mark.parametrize("page", ["documents", "preview"])
@pytest.mark.parametrize("found", State)
def test_admin_finds_the_button_wherever_something_is_public(page: str, found: State) -> None:
    report = ready(found)
    args = [report.plan.municipality_id, 2568, *(["plan"] if page == "preview" else [])]
    client = signed_in(factories.admin())

    def shown() -> bool:
        return f'"{address(report, "withdraw")}"' in client.get(reverse(page, args=args)).content.decode()

    before = shown()
    factories.publication(report)
    assert (before, shown()) == (found == "published", True)


@pytest.mark.parametrize("page", ["documents", "preview"])
def test_pages_show_why_it_was_withdrawn_beside_what_the_reviewer_wrote(page: str) -> None:
    report = ready("submitted")
    factories.publication(report)
    perform(report, "return", factories.reviewer(), "ตัวเลขไม่ตรง")
    perform(report, "withdraw", factories.admin(), "มีข้อมูลส่วนบุคคล")
    args = [report.plan.municipality_id, 2568, *(["plan"] if page == "preview" else [])]

    text = signed_in(factories.officer()).get(reverse(page, args=args)).content.decode()

    assert [
        part in text for part in ("ข้อความจาก วิชัย", "ตัวเลขไม่ตรง", "ฉบับที่เผยแพร่ถูกถอนแล้ว", "มีข้อมูลส่วนบุคคล")
    ] == [True] * 4


@pytest.mark.parametrize("where", ["municipality", "report_action"])
def test_publishing_again_is_offered_with_the_reason_of_the_withdrawal(where: str) -> None:
    report = ready("accepted")
    factories.publication(report)
    perform(report, "withdraw", factories.admin(), "มีข้อมูลส่วนบุคคล")
    client = signed_in(factories.officer())
    home = client.get(reverse("municipality", args=[report.plan.municipality_id])).content.decode()

    text = home if where == "municipality" else client.get(address(report, "publish")).content.decode()

    assert ("โปรดอ่านเหตุผลก่อนเผยแพร่อีกครั้ง" if where == "municipality" else "มีข้อมูลส่วนบุคคล") in text


# Too late


def test_second_click_is_told_what_the_first_one_did() -> None:
    report = ready()
    client = signed_in(factories.officer())
    client.post(address(report, "submit"), marked(report))

    response = client.post(address(report, "submit"), marked(report))

    assert response.status_code == 302
    assert said(response)[-1] == ("success", f"ส่งตรวจทานแล้ว: {report.get_kind_display()}")
    assert report.events.count() == 1


def test_who_comes_too_late_is_told_why() -> None:
    report = ready("accepted")

    response = signed_in(factories.reviewer()).post(address(report, "accept"), marked(report))

    assert response.status_code == 302
    assert said(response) == [("warning", "เอกสารอยู่ในสถานะ “ผ่านการตรวจทาน” จึงให้ผ่านการตรวจทานไม่ได้")]


@pytest.mark.parametrize("who", [factories.reviewer, factories.admin])
@pytest.mark.parametrize("state_now", ["submitted", "accepted"])
@pytest.mark.parametrize("action", ["accept", "return"])
def test_forged_review_is_refused_where_the_province_does_not_review(
    action: str, state_now: str, who: Callable[[], User]
) -> None:
    Province.objects.filter(name="ลำปาง").update(reviews=False)
    report = ready(state_now)
    client = signed_in(who())
    answers = [
        client.get(address(report, action)),
        client.post(address(report, action), marked(report, **NOTE)),
    ]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert all("จังหวัดลำปางไม่ตรวจทานเอกสารก่อนเผยแพร่" in answer.content.decode() for answer in answers)
    assert (state(report), report.events.count()) == (state_now, 0)


def test_page_of_publishing_leads_to_the_recall_of_what_has_to_be_mended() -> None:
    report = ready("submitted")
    perform(report, "accept", factories.reviewer())
    factories.publication(report)
    withdraw(report, factories.admin(), "มีข้อมูลส่วนบุคคล", seen=read(report))
    client, recall = signed_in(factories.officer()), address(report, "recall")

    assert f'href="{recall}"' in client.get(address(report, "publish")).content.decode()
    assert "ต้องตรวจทานใหม่ทั้งฉบับ" in client.get(recall).content.decode()
    client.post(recall, marked(report))
    assert (state(report), report.fingerprint) == ("draft", "")


def test_page_of_publishing_what_has_changed_leads_to_its_recall() -> None:
    report = ready("submitted")
    perform(report, "accept", factories.reviewer())
    Measure.objects.filter(plan=report.plan).update(title="ชื่อที่ไม่มีใครอ่าน")
    page = signed_in(factories.officer()).get(address(report, "publish")).content.decode()

    assert "โปรดเรียกคืนเอกสาร" in page
    assert f'href="{address(report, "recall")}"' in page


OUTDATED = "เอกสารนี้เปลี่ยนแปลงหลังจากที่ท่านเปิดหน้านี้"


def another_round(report: Report) -> None:
    """The same state again, with other contents and a newer version."""
    if report.state == "accepted":
        perform(report, "return", factories.reviewer(), "ชื่อมาตรการผิด")
    else:
        perform(report, "recall", factories.officer())
    Measure.objects.filter(plan=report.plan).update(title="ชื่อที่ไม่มีใครอ่าน")
    perform(report, "submit", factories.officer())
    if report.state == "accepted":
        perform(report, "accept", factories.reviewer())


@pytest.mark.parametrize("action", ["return", "accept", "publish"])
def test_page_of_an_earlier_round_decides_nothing(action: str) -> None:
    report = ready(FROM[action])
    client = signed_in(actor(action))
    seen = client.get(address(report, action)).context["seen"]
    another_round(report)

    response = client.post(address(report, action), {"seen": seen, **NOTE})

    page = response.content.decode()
    assert OUTDATED in page
    assert (NOTE["note"] in page) == (action != "publish")  # which has no room for a note
    assert (state(report), report.version) == (FROM[action], response.context["seen"])


@pytest.mark.parametrize("mark", [{}, {"seen": ""}, {"seen": "๐"}, {"seen": "9" * 30}, {"seen": "-1"}])
def test_page_that_does_not_say_what_was_seen_is_shown_again(mark: dict[str, str]) -> None:
    report = ready("submitted")

    response = signed_in(factories.reviewer()).post(address(report, "return"), {**mark, **NOTE})

    page = response.content.decode()
    assert ("ไม่ได้ระบุว่าท่านเห็นเอกสารฉบับใด" in page, NOTE["note"] in page) == (True, True)
    assert (state(report), report.events.count()) == ("submitted", 0)


def test_form_that_is_shown_again_does_not_pass_for_one_that_was_read() -> None:
    """The reason is missing and the report has changed: the page keeps the version that it had shown."""
    report = ready("submitted")
    client = signed_in(factories.reviewer())
    seen = client.get(address(report, "return")).context["seen"]
    another_round(report)

    assert client.post(address(report, "return"), {"seen": seen, "note": ""}).context["seen"] == seen


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("action", ["return", "accept", "publish"])
def test_decision_that_waits_while_the_report_changes_decides_nothing(action: str) -> None:
    report = ready(FROM[action])
    client, sent = signed_in(actor(action)), marked(report, **NOTE)

    response = overtaken(lambda: client.post(address(report, action), sent), by=lambda: another_round(report))

    assert OUTDATED in response.content.decode()
    assert state(report) == FROM[action]
    assert report.events.latest("pk").verb in ("submit", "accept")


def test_publishing_without_a_printer_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_html: str, **_more: object) -> bytes:
        raise PdfFailed("ใช้เวลานานเกินไป")

    monkeypatch.setattr(publishing, "pdf_of", fail)
    report = ready("accepted")

    response = signed_in(factories.officer()).post(address(report, "publish"), marked(report))

    assert response.status_code == 503
    assert "ใช้เวลานานเกินไป" in response.content.decode()
    assert state(report) == "accepted"


# The buttons


@pytest.mark.parametrize("page", ["documents", "preview"])
@pytest.mark.parametrize("found", State)
def test_buttons_follow_the_table(page: str, found: State) -> None:
    report = ready(found)
    args = [report.plan.municipality_id, 2568, *(["plan"] if page == "preview" else [])]

    shown = {
        name: [action for action in Action.values() if f'"{address(report, action)}"' in text]
        for name, user in {"officer": factories.officer(), "reviewer": factories.reviewer()}.items()
        if (text := signed_in(user).get(reverse(page, args=args)).content.decode())
    }

    assert (
        shown
        == {
            "draft": {"officer": ["submit"], "reviewer": []},
            "submitted": {"officer": ["recall"], "reviewer": ["return", "accept"]},
            "returned": {"officer": ["submit"], "reviewer": []},
            "accepted": {"officer": ["recall", "publish"], "reviewer": ["return"]},
            "published": {"officer": ["revise", "withdraw"], "reviewer": []},
        }[found]
    )


@pytest.mark.parametrize("page", ["documents", "preview"])
def test_pages_show_what_the_reviewer_wrote(page: str) -> None:
    report = ready("submitted")
    perform(report, "return", factories.reviewer(), "ตัวเลขหน้า ๓\nไม่ตรง")
    args = [report.plan.municipality_id, 2568, *(["plan"] if page == "preview" else [])]

    text = signed_in(factories.officer()).get(reverse(page, args=args)).content.decode()

    assert "ข้อความจาก วิชัย" in text
    assert "ตัวเลขหน้า ๓\nไม่ตรง" in text


@pytest.mark.parametrize("page", ["documents", "preview"])
def test_pages_lead_to_what_is_public_of_the_report(page: str) -> None:
    report = ready("published")
    keys = [report.plan.municipality_id, 2568]
    links = [f'"{reverse(name, args=[*keys, "plan"])}"' for name in ("publication", "publication_kit")]
    client = signed_in(factories.officer())

    def shown() -> list[bool]:
        text = client.get(reverse(page, args=keys + ["plan"] * (page == "preview"))).content.decode()
        return [link in text for link in links]

    before = shown()
    factories.publication(report)
    during = shown()
    perform(report, "withdraw", factories.admin(), "มีข้อมูลส่วนบุคคล")
    assert (before, during, shown()) == ([False, False], [True, True], [False, False])


# Twenty at once


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("action", ["submit", "accept", "publish"])
def test_twenty_at_once_take_one_step(action: str) -> None:
    report = ready(FROM[action])
    first = signed_in(actor(action))

    def press(_: int) -> int:
        try:
            client = Client()
            client.cookies = first.cookies
            return client.post(address(report, action), {"seen": 0}).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(press, range(20)))

    assert statuses == [302] * 20
    assert list(report.events.values_list("verb", flat=True)) == [action]
    assert Publication.objects.count() == (action == "publish")
