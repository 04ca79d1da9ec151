import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from measures import planning
from measures.models import Measure
from reports import commenting
from reports.models import Comment, Report
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def report() -> Report:
    """The submitted plan of เขลางค์นคร with its result and one measure."""
    factories.analysis(factories.assessment(), "4")
    plan = factories.plan()
    factories.measure(plan, title="อบรมการยืมทรัพย์สิน")
    return factories.report(plan, state="submitted")


def measure_of(report: Report) -> Measure:
    return report.plan.measures.get(number=1)


def address(name: str, report: Report, *more: int) -> str:
    return reverse(name, args=[report.plan.municipality_id, report.plan.fiscal_year, report.kind, *more])


def marks() -> dict[str, object]:
    """What a page as it stands now says of what it has shown: the version, and the last that was said."""
    last = Comment.objects.order_by("pk").values_list("pk", flat=True).last()
    return {"seen": Report.objects.latest("version").version, "last": last or ""}


def send(client: Client, user: User, url: str, **data: object):
    client.force_login(user)
    return client.post(url, marks() | data)


def page(client: Client, user: User, report: Report) -> str:
    client.force_login(user)
    return client.get(address("preview", report)).content.decode()


def section(html: str, anchor: str) -> str:
    """The part of the page between this section's begin and its end."""
    return html.split(f'id="{anchor}">', 1)[1].split("</section>\n    <section", 1)[0]


@pytest.mark.parametrize(
    ("anchor", "place", "shown_in"),
    [
        ("", "ทั้งเอกสาร", ""),
        ("section:overall", "๒. ผลการประเมินในภาพรวม ปีงบประมาณ\u00a0พ.ศ.\u00a0๒๕๖๗", "overall"),
        ("about:4", "ตัวชี้วัดที่\u00a0๔ การใช้ทรัพย์สินของราชการ", "analyses"),
        ("measure:", "มาตรการที่ ๑ อบรมการยืมทรัพย์สิน", "measures"),
    ],
)
def test_comment_shows_at_its_place(client: Client, report: Report, anchor: str, place: str, shown_in: str):
    anchor += str(measure_of(report).pk) if anchor == "measure:" else ""
    sent = send(client, factories.reviewer(), address("comment_add", report), place=anchor, body="โปรดแก้ไข")
    written = Comment.objects.get()
    html = page(client, factories.officer(), report)
    where = section(html, shown_in) if shown_in else html.split('<article class="document">')[0]

    assert (written.anchor, written.place) == (anchor, place)
    assert sent.headers["Location"] == f"{address('preview', report)}#comment-{written.pk}"
    assert f'id="comment-{written.pk}"' in where
    assert html.count(f'id="comment-{written.pk}"') == 1


def test_comment_on_a_measure_stays_with_it_when_measures_move(client: Client, report: Report):
    measure = measure_of(report)
    factories.comment(report, anchor=f"measure:{measure.pk}", place="มาตรการที่ ๑ อบรมการยืมทรัพย์สิน")
    factories.measure(report.plan, 2)
    planning.move(measure, 1)
    where = section(page(client, factories.officer(), report), "measures")

    assert '<a href="#measure-2">มาตรการที่ ๒ อบรมการยืมทรัพย์สิน</a>' in where


def test_comment_on_a_removed_measure_stands_above_the_document(client: Client, report: Report):
    measure = measure_of(report)
    made = factories.comment(report, anchor=f"measure:{measure.pk}", place="มาตรการที่ ๑ อบรมการยืมทรัพย์สิน")
    planning.remove_measure(measure)
    above = page(client, factories.officer(), report).split('<article class="document">')[0]

    assert f'id="comment-{made.pk}"' in above
    assert "มาตรการที่ ๑ อบรมการยืมทรัพย์สิน <span" in above


def test_form_at_a_section_offers_that_section_and_what_lies_in_it(client: Client, report: Report):
    html = section(page(client, factories.reviewer(), report), "measures")

    assert re.findall(r'<option value="([^"]*)"( selected)?', html) == [
        ("section:measures", " selected"),
        (f"measure:{measure_of(report).pk}", ""),
    ]


def test_every_comment_form_of_the_page_has_its_own_fields(client: Client, report: Report):
    for body in ("หนึ่ง", "สอง"):
        factories.comment(report, anchor="section:overall", place="ภาพรวม", body=body)
    ids = re.findall(r' id="([^"]+)"', page(client, factories.reviewer(), report))

    assert [name for name in set(ids) if ids.count(name) > 1] == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("", "กรุณากรอกข้อมูลในช่องนี้"),
        ("\u200b\ufeff", "กรุณากรอกข้อมูลในช่องนี้"),
        ("ก" * 5001, "กรุณากรอกไม่เกิน 5000 ตัวอักษร"),
        ("ก\x00", "มีอักขระที่ใช้ไม่ได้"),
    ],
)
def test_comment_that_can_not_be_kept_is_shown_with_the_reason(
    client: Client, report: Report, body: str, said: str
):
    sent = send(client, factories.reviewer(), address("comment_add", report), place="", body=body)

    assert (sent.status_code, Comment.objects.count()) == (200, 0)
    assert said in sent.content.decode()
    assert body in sent.content.decode()


def test_comment_at_a_place_that_is_gone_keeps_its_text(client: Client, report: Report):
    sent = send(
        client, factories.reviewer(), address("comment_add", report), place="measure:999999", body="โปรดแก้"
    )

    assert "ไม่มีส่วนนี้ในเอกสารแล้ว" in sent.content.decode()
    assert "โปรดแก้" in sent.content.decode()


def test_form_page_begins_with_the_asked_place(client: Client, report: Report):
    client.force_login(factories.reviewer())
    html = client.get(f"{address('comment_add', report)}?place=about:4").content.decode()

    assert '<option value="about:4" selected>' in html


def test_comment_sent_twice_is_one(client: Client, report: Report):
    for _ in range(2):
        send(client, factories.reviewer(), address("comment_add", report), place="", body="โปรดแก้")

    assert Comment.objects.count() == 1


def test_comment_is_escaped(client: Client, report: Report):
    factories.comment(report, body="<script>alert(1)</script>")

    assert "<script>alert(1)" not in page(client, factories.officer(), report)


def test_officer_answers_at_the_place(client: Client, report: Report):
    root = factories.comment(report, anchor="section:overall", place="ภาพรวม")
    sent = send(client, factories.officer(), address("comment_answer", report, root.pk), body="แก้แล้ว")

    assert sent.headers["Location"] == f"{address('preview', report)}#comment-{root.pk}"
    assert "แก้แล้ว" in section(page(client, factories.reviewer(), report), "overall")
    assert commenting.unanswered_comments(report) == 0


def test_empty_answer_shows_what_it_answers(client: Client, report: Report):
    root = factories.comment(report, body="โปรดเพิ่มวันที่")
    sent = send(client, factories.officer(), address("comment_answer", report, root.pk), body=" ")

    assert "โปรดเพิ่มวันที่" in sent.content.decode()
    assert "กรุณากรอกข้อมูลในช่องนี้" in sent.content.decode()


def test_reviewer_closes_and_reopens(client: Client, report: Report):
    root = factories.comment(report)
    send(client, factories.reviewer(), address("comment_resolve", report, root.pk))
    root.refresh_from_db()
    closed_by = root.resolved_by
    send(client, factories.reviewer(), address("comment_reopen", report, root.pk))
    root.refresh_from_db()

    assert (closed_by, root.resolved_by, root.resolved_at) == (factories.reviewer(), None, None)


OUTDATED = "เอกสารนี้เปลี่ยนแปลงหลังจากที่ท่านเปิดหน้านี้"


def test_comment_on_what_has_changed_since_is_shown_again(client: Client, report: Report):
    """Read at one version, sent when the report has been recalled, edited and submitted again."""
    before = marks()
    Report.objects.filter(pk=report.pk).update(version=2)
    sent = send(client, factories.reviewer(), address("comment_add", report), body="โปรดแก้", **before)

    html = sent.content.decode()
    assert (OUTDATED in html, "โปรดแก้" in html, Comment.objects.count()) == (True, True, 0)
    send(
        client, factories.reviewer(), address("comment_add", report), body="โปรดแก้", seen=sent.context["seen"]
    )
    assert Comment.objects.count() == 1


def test_form_that_lacks_something_keeps_the_mark_of_what_was_seen(client: Client, report: Report):
    before = marks()
    Report.objects.filter(pk=report.pk).update(version=2)

    assert send(client, factories.reviewer(), address("comment_add", report), body="", **before).context[
        "seen"
    ] == str(before["seen"])


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ("version", OUTDATED),
        ("answer", "มีผู้ตอบความเห็นนี้หลังจากที่ท่านเปิดหน้านี้"),
        ("no mark", "ไม่ได้ระบุว่าท่านเห็นเอกสารฉบับใด"),
    ],
)
def test_comment_is_not_closed_by_who_has_not_read_what_came_since(
    client: Client, report: Report, changes: str, said: str
):
    root = factories.comment(report)
    before = marks() if changes != "no mark" else {"seen": "", "last": ""}
    if changes == "version":
        Report.objects.filter(pk=report.pk).update(version=2)
    if changes == "answer":
        factories.comment(report, factories.officer(), answer_to=root)

    send(client, factories.reviewer(), address("comment_resolve", report, root.pk), **before)

    root.refresh_from_db()
    assert root.resolved_at is None
    assert said in page(client, factories.reviewer(), report)


def test_closed_comment_stays_on_the_page(client: Client, report: Report):
    root = factories.comment(report, body="โปรดเพิ่มวันที่")
    commenting.resolve(root, factories.reviewer())
    html = page(client, factories.officer(), report)

    assert "โปรดเพิ่มวันที่" in html
    assert "ปิดโดย วิชัย" in html
    assert address("comment_answer", report, root.pk) not in html


@pytest.mark.parametrize("page_of", ["comment_answer", "comment_resolve", "comment_reopen"])
def test_comment_of_the_other_document_is_not_found(client: Client, report: Report, page_of: str):
    other = factories.comment(factories.report(report.plan, "results", state="submitted"))

    assert send(client, factories.reviewer(), address(page_of, report, other.pk)).status_code == 404


def test_answer_can_not_be_answered_or_closed(client: Client, report: Report):
    answer = factories.comment(report, factories.officer(), answer_to=factories.comment(report))
    answers = [
        send(client, factories.reviewer(), address(name, report, answer.pk)).status_code
        for name in ("comment_answer", "comment_resolve", "comment_reopen")
    ]

    assert answers == [404, 404, 404]


MATRIX = {
    # who: adds, answers, closes
    "visitor": (403, 403, 403),  # what was typed is shown again
    "outside officer": (404, 404, 404),
    "outside reviewer": (404, 404, 404),
    "admin": (403, 403, 403),
    "officer": (403, 302, 403),
    "reviewer": (302, 302, 302),
}


@pytest.mark.parametrize("who", MATRIX)
def test_each_role_gets_its_answer(client: Client, report: Report, who: str):
    people = {
        "outside officer": factories.officer(factories.elsewhere()),
        "outside reviewer": factories.reviewer("เชียงใหม่"),
        "admin": factories.admin(),
        "officer": factories.officer(),
        "reviewer": factories.reviewer(),
    }
    root = factories.comment(report)
    if who in people:
        client.force_login(people[who])
    deeds = (
        address("comment_add", report),
        address("comment_answer", report, root.pk),
        address("comment_resolve", report, root.pk),
    )

    assert tuple(client.post(url, marks() | {"body": "โปรดแก้"}).status_code for url in deeds) == MATRIX[who]


def test_reviewer_neither_reads_nor_closes_comments_of_a_draft(client: Client, report: Report):
    root = factories.comment(report)
    factories.report(report.plan, state="draft")
    deeds = ("comment_answer", "comment_resolve", "comment_reopen")
    answers = [
        send(client, factories.reviewer(), address(name, report, root.pk)).status_code for name in deeds
    ]

    assert answers == [403, 403, 403]


def test_officer_sees_no_form_to_comment(client: Client, report: Report):
    assert address("comment_add", report) not in page(client, factories.officer(), report)


def test_comments_are_on_no_paper(client: Client, report: Report):
    factories.comment(report, body="โปรดเพิ่มวันที่", anchor="section:overall", place="ภาพรวม")
    publication = factories.publication(report)

    assert "โปรดเพิ่มวันที่" not in publication.html


@pytest.mark.parametrize("count", [1, 3])
def test_preview_reads_all_comments_with_two_queries(
    client: Client, report: Report, count: int, django_assert_num_queries
):
    for number in range(count):
        root = factories.comment(report, body=f"{number}", anchor="section:overall", place="ภาพรวม")
        factories.comment(report, factories.officer(), answer_to=root)
    client.force_login(factories.officer())

    with django_assert_num_queries(8):
        client.get(address("preview", report))


def test_preview_head_counts_open_comments(client: Client, report: Report):
    for body in ("หนึ่ง", "สอง"):
        factories.comment(report, body=body)
    commenting.resolve(factories.comment(report, body="สาม"), factories.reviewer())

    assert "ยังไม่ปิด ๒ ข้อ" in page(client, factories.officer(), report)


def test_documents_page_counts_open_comments(client: Client, report: Report):
    for body in ("หนึ่ง", "สอง"):
        factories.comment(report, factories.officer(), answer_to=factories.comment(report, body=body))
    commenting.resolve(factories.comment(report, body="สาม"), factories.reviewer())
    client.force_login(factories.officer())
    html = client.get(reverse("documents", args=[report.plan.municipality_id, 2568])).content.decode()

    assert re.findall(r"ความเห็นที่ยังไม่ปิด ([๐-๙]+) ข้อ", html) == ["๒"]
