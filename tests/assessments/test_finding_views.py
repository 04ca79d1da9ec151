"""The page of the assessors' findings."""

from threading import Thread

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from assessments.models import Assessment, Finding
from tests import factories

Rows = list[dict[str, str]]
I10 = {"question": "i10", "indicator": "4", "issue": "ยืมทรัพย์สินไม่ถูกวิธี"}


def address(year: int = 2567) -> str:
    return reverse("findings", args=(factories.municipality().pk, year))


def typed(*rows: dict[str, str], initial: int = 0, **more: str) -> dict[str, str]:
    """A submitted page: these rows, `initial` of them stored when it was opened."""
    data = {"findings-TOTAL_FORMS": str(len(rows)), "findings-INITIAL_FORMS": str(initial)}
    data |= {
        f"findings-{index}-{name}": value for index, row in enumerate(rows) for name, value in row.items()
    }
    return data | more


def stored() -> list[tuple[str, str, int]]:
    return list(Finding.objects.values_list("question", "indicator", "position"))


@pytest.fixture
def somsri(db: None, page_client: Client) -> Client:
    page_client.force_login(factories.officer())
    return page_client


def seen(client: Client) -> str:
    token: str = client.get(address()).context["guard"].token
    return token


def test_findings_saved_before_the_scores_make_the_result(somsri: Client) -> None:
    response = somsri.post(
        address(), typed({"question": "O๖", "issue": "ไม่ครบ\r\nสองข้อ", "advice": "เพิ่ม"}, {})
    )
    assert (response.status_code, response.url) == (302, address())
    row = Finding.objects.get()
    assert (row.question, row.indicator, row.issue, row.advice) == ("o6", "9", "ไม่ครบ\nสองข้อ", "เพิ่ม")
    assert row.assessment == Assessment.objects.get()


def test_findings_keep_their_order(somsri: Client) -> None:
    rows = [{"question": code, "issue": "ก"} for code in ("o6", "i2", "e4")]
    somsri.post(address(), typed(*rows))
    assert stored() == [("o6", "9", 0), ("i2", "1", 1), ("e4", "7", 2)]


def test_findings_removed_and_swapped_in_one_go(somsri: Client) -> None:
    row = factories.assessment()
    for question, indicator in (("i10", "4"), ("e7", "8"), ("o6", "9")):
        factories.finding(row, question, indicator)
    swapped = [{"question": code, "issue": "ก"} for code in ("e7", "i10")]
    somsri.post(address(), typed(*swapped, {"question": "o6", "issue": "ก", "DELETE": "on"}, initial=3))
    assert stored() == [("e7", "8", 0), ("i10", "4", 1)]


def test_findings_write_history_of_what_changed_with_its_user(somsri: Client) -> None:
    row = factories.assessment()
    factories.finding(row)
    second = factories.finding(row, "e7", "8")
    second.position = 1
    second.save()
    Finding.history.all().delete()
    somsri.post(address(), typed(I10, {"question": "e7", "issue": "ใหม่"}, initial=2))
    changes = Finding.history.values_list("question", "history_type", "history_user__username")
    assert list(changes) == [("e7", "~", "somsri")]


def test_findings_with_one_bad_row_store_nothing_and_keep_what_was_typed(somsri: Client) -> None:
    response = somsri.post(address(), typed(I10, {"question": "x9", "issue": "ข้อความของฉัน"}))
    assert response.status_code == 200
    problems = [(problem.label, problem.target) for problem in response.context["problems"]]
    assert problems == [("ข้อสังเกตที่ ๒: ข้อคำถามหรือข้อ OIT", "id_findings-1-question")]
    assert "ข้อความของฉัน" in response.content.decode()
    assert Finding.objects.count() == 0


def test_findings_give_more_rows_without_saving(somsri: Client) -> None:
    response = somsri.post(address(), typed(I10, {}, action="add"))
    assert len(response.context["formset"].forms) == 5
    assert "ยืมทรัพย์สินไม่ถูกวิธี" in response.content.decode()
    assert Finding.objects.count() == 0


def test_findings_added_in_two_windows_are_all_stored(somsri: Client) -> None:
    token = seen(somsri)
    somsri.post(address(), typed({"question": "e7", "issue": "จากหน้าต่างแรก"}, seen=token))
    second = somsri.post(address(), typed({"question": "o6", "issue": "จากหน้าต่างที่สอง"}, seen=token))
    assert second.status_code == 302
    assert "ระบบรวมให้แล้ว: ข้อ e7 (ผู้อื่นเพิ่ม)" in somsri.get(address()).content.decode()
    assert stored() == [("e7", "8", 0), ("o6", "9", 1)]


def test_findings_typed_alike_in_two_windows_stay_after_the_second_save(somsri: Client) -> None:
    token = seen(somsri)
    answers = [somsri.post(address(), typed(I10, seen=token)).status_code for _ in range(20)]
    assert answers == [302] * 20
    assert stored() == [("i10", "4", 0)]
    assert Finding.history.count() == 1


def test_findings_ignore_ids_of_another_municipality(somsri: Client) -> None:
    other = factories.finding(factories.assessment(factories.elsewhere()))
    more = {"findings-0-id": str(other.pk), "findings-0-assessment": str(other.assessment_id)}
    somsri.post(address(), typed(I10 | {"issue": "ของเรา"}, **more))
    other.refresh_from_db()
    assert other.issue == "ยืมทรัพย์สินไม่ถูกวิธี"
    assert Finding.objects.get(assessment__municipality=factories.municipality()).issue == "ของเรา"


@pytest.mark.parametrize("total", ["", "x", "-1", "1000000000", "9" * 5000, "๙"])
def test_findings_with_a_forged_number_of_rows_store_nothing(somsri: Client, total: str) -> None:
    for action in ("save", "add"):
        data = typed(I10, action=action) | {"findings-TOTAL_FORMS": total, "findings-0-issue": ""}
        somsri.post(address(), data)
    assert Finding.objects.count() == 0


@pytest.mark.parametrize("rows", [1, 3])
def test_findings_take_as_many_queries_with_more_rows(
    somsri: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    row = factories.assessment()
    factories.plan()
    for question in ("i10", "e7", "o6")[:rows]:
        factories.finding(row, question)
    url = address()
    with django_assert_num_queries(9):
        somsri.get(url)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_findings_saved_by_20_windows_at_once_add_one_row() -> None:
    """Whoever comes second finds the first one's row under the lock; the same texts are no conflict."""
    officer = factories.officer()
    clients = [Client() for _ in range(20)]
    for client in clients:
        client.force_login(officer)
    data = typed(I10, seen=seen(clients[0]))
    url = address()

    def save(client: Client) -> None:
        client.post(url, data)
        connection.close()

    threads = [Thread(target=save, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (Assessment.objects.count(), stored(), Finding.history.count()) == (1, [("i10", "4", 0)], 1)


# What is pasted into the field of a question


@pytest.mark.parametrize(
    ("pasted", "codes", "issue"),
    [
        ("ข้อ e๔ และข้อ e๕ ประเด็น ช่องทางเข้าถึงยาก", ["e4", "e5"], "ช่องทางเข้าถึงยาก"),
        ("๐๑๐", ["o10"], "ไม่ครบ"),
        ("๐๖", ["o6"], "ไม่ครบ"),
        ("ข้อ ๐๒๓", ["o23"], "ไม่ครบ"),
    ],
)
def test_several_questions_in_one_field_are_offered_and_one_press_stores_them(
    somsri: Client, pasted: str, codes: list[str], issue: str
) -> None:
    typed_issue = "" if "ประเด็น" in pasted else "ไม่ครบ"
    row = {"question": pasted, "issue": typed_issue, "advice": "เพิ่มช่องทาง"}
    page = somsri.post(address(), typed(row, {}))
    assert Finding.objects.count() == 0
    form = page.context["formset"].forms[0]
    assert form["question"].value() == pasted
    assert all(code in form.offer_label for code in codes)

    answer = somsri.post(address(), typed(row, {}, split="findings-0"))
    assert answer.status_code == 302
    assert [row.question for row in Finding.objects.all()] == codes
    assert {(row.issue, row.advice) for row in Finding.objects.all()} == {(issue, "เพิ่มช่องทาง")}


@pytest.mark.parametrize("pasted", ["x9", "ข้อ e99", "ไม่ทราบ"])
def test_what_is_no_question_of_the_year_is_not_offered(somsri: Client, pasted: str) -> None:
    page = somsri.post(address(), typed({"question": pasted, "issue": "ก"}, split="findings-0"))
    assert page.context["formset"].forms[0].offer is None
    assert Finding.objects.count() == 0


@pytest.mark.parametrize("row", ["", "findings", "findings-7", "x-0", "findings-0-"])
def test_split_of_a_row_that_was_not_sent_changes_nothing(somsri: Client, row: str) -> None:
    somsri.post(address(), typed({"question": "e4", "issue": "ก"}, split=row))
    assert stored() == [("e4", "7", 0)]


# A whole table of them

TABLE = (
    "ข้อ\tประเด็นที่พบ\tข้อเสนอแนะ\n"
    "ข้อ e๔ และข้อ e๕\tช่องทางเข้าถึงยาก\tเพิ่มช่องทาง\n"
    '๐๖\t"ไม่ครบ\nสองข้อ"\t\n'
    "รวม\tก\n"
    "i2\t\tข\n"
)


def test_findings_of_a_pasted_table_are_tried_and_then_kept(somsri: Client) -> None:
    row = factories.assessment()
    factories.finding(row, "e5", "7")
    before = Finding.objects.get().issue
    paste = reverse("findings_paste", args=(factories.municipality().pk, 2567))
    page = somsri.post(paste, {"pasted": TABLE, "action": "read"})
    rows = page.context["rows"]
    assert [(each.title[:6].strip(), each.verdict) for each in rows] == [
        ("ข้อ e4", "เพิ่มใหม่"),
        ("ข้อ e5", "มีค่าที่ต่างจากเดิม"),
        ("ข้อ o6", "เพิ่มใหม่"),
        ("", "อ่านไม่ได้"),
        ("ข้อ i2", "อ่านไม่ได้"),
    ]
    boxes = [each.box for each in rows if each.ticked and not each.target]
    sent = {"pasted": TABLE, "pasted_read": page.context["paste"].token, "use": boxes}
    answer = somsri.post(paste, {**sent, "seen": page.context["guard"].token})
    assert answer.status_code == 302
    assert stored() == [("e5", "7", 0), ("e4", "7", 1), ("o6", "9", 2)]
    found = {row.question: row for row in Finding.objects.all()}
    assert (found["e4"].issue, found["e4"].advice) == ("ช่องทางเข้าถึงยาก", "เพิ่มช่องทาง")
    assert found["o6"].issue == "ไม่ครบ\nสองข้อ"
    assert found["e5"].issue == before
