from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from measures.models import Measure, Plan
from tests.factories import analysis, assessment, elsewhere, measure, officer, plan, result
from tests.measures.conftest import Pages

pytestmark = pytest.mark.django_db

TYPED = {
    "title": "จัดทำคู่มือการยืมทรัพย์สิน",
    "issue": "4",
    "about": ["4", "iit"],
    "stance": "urgent",
    "analysis": "ย่อหน้าแรก\r\n\r\nย่อหน้าที่สอง",
    "steps": "ประชุม\r\n\r\n จัดทำคู่มือ \r\n",
    "responsible": "สำนักปลัด\r\nกองคลัง",
    "starts_on": "๑ ตุลาคม ๒๕๖๗",
    "ends_on": "31/3/2568",
    "follow_up": "รายงานทุกไตรมาส",
}


OUTSIDE = "วันที่ต้องอยู่ในปีงบประมาณ\xa0พ.ศ.\xa0๒๕๖๘ (๑ ตุลาคม ๒๕๖๗ – ๓๐ กันยายน ๒๕๖๘)"


def typed(**changes: Any) -> dict[str, Any]:
    return {**TYPED, **changes}


def seen(client: Client, address: str) -> str:
    return str(client.get(address).context["seen"])


def errors(page: Any) -> dict[str, list[str]]:
    return dict(page.context["form"].errors)


def about(row: Measure) -> list[str]:
    return list(row.targets.values_list("about", flat=True))


# Adding


def test_measure_add_saves_every_field_with_thai_digits(somsri: Client, at: Pages) -> None:
    row = plan()

    response = somsri.post(at("measure_add"), typed(seen=seen(somsri, at("measure_add"))))

    assert response.headers["Location"] == at("plan")
    made = row.measures.get()
    assert (made.number, made.title, made.issue, made.stance) == (1, TYPED["title"], 4, "urgent")
    assert made.analysis == "ย่อหน้าแรก\n\nย่อหน้าที่สอง"
    assert (made.steps, made.responsible) == (["ประชุม", "จัดทำคู่มือ"], ["สำนักปลัด", "กองคลัง"])
    assert (made.starts_on, made.ends_on) == (date(2024, 10, 1), date(2025, 3, 31))
    assert (about(made), made.follow_up) == (["4", "iit"], "รายงานทุกไตรมาส")
    assert made.history.get().history_user == officer()


def test_measure_add_starts_with_the_whole_fiscal_year(somsri: Client, at: Pages) -> None:
    plan()

    page = somsri.get(at("measure_add")).content.decode()

    assert 'value="1 ตุลาคม 2567"' in page
    assert 'value="30 กันยายน 2568"' in page


def test_measure_add_for_an_indicator_takes_its_analysis(somsri: Client, at: Pages) -> None:
    analysis(assessment(), "4", stance="urgent", text="ยืมของไม่ถูกวิธี")
    plan()

    form = somsri.get(at("measure_add") + "?about=4&about=xx&about=%00").context["form"]

    assert form.initial["about"] == ["4"]
    assert (form.initial["analysis"], form.initial["stance"]) == ("ยืมของไม่ถูกวิธี", "urgent")


@pytest.mark.parametrize(
    ("code", "stance"), [("8", "urgent"), ("9", "improve"), ("10", "maintain"), ("oit", "improve")]
)
def test_measure_add_without_analysis_suggests_a_stance_by_score(
    somsri: Client, at: Pages, code: str, stance: str
) -> None:
    assessment()
    plan()

    form = somsri.get(f"{at('measure_add')}?about={code}").context["form"]

    assert (form.initial["about"], form.initial["stance"]) == ([code], stance)


def test_measure_add_shows_each_indicator_with_its_score(somsri: Client, at: Pages) -> None:
    assessment(scores={"4": "74.54", "9": "90.00"})
    plan()

    page = somsri.get(at("measure_add")).content.decode()

    assert "ตัวชี้วัดที่ ๔ การใช้ทรัพย์สินของราชการ (๗๔.๕๔ คะแนน ต่ำกว่า ๘๕)" in page
    assert "ตัวชี้วัดที่ ๙ การเปิดเผยข้อมูล (๙๐.๐๐ คะแนน)" in page
    assert "ตัวชี้วัดที่ ๑ การปฏิบัติหน้าที่ (ยังไม่ทราบคะแนน)" in page
    assert "ทั้งเครื่องมือ OIT" in page


def test_measure_add_fills_in_the_analysis_and_saves_nothing(somsri: Client, at: Pages) -> None:
    analysis(assessment(), "4", text="ยืมของไม่ถูกวิธี")
    row = plan()
    first = seen(somsri, at("measure_add"))
    measure(row)

    page = somsri.post(at("measure_add"), typed(seen=first, fill="1", analysis="ของฉัน", starts_on="ผิด"))

    assert row.measures.count() == 1
    text = page.content.decode()
    assert "ของฉัน\nยืมของไม่ถูกวิธี</textarea>" in text
    assert 'value="ผิด"' in text
    assert errors(page) == {}
    # What the page was made from has not been read again: saving still notices the other window.
    assert page.context["seen"] == first


def test_measure_add_without_what_is_needed_keeps_what_was_typed(somsri: Client, at: Pages) -> None:
    row = plan()

    page = somsri.post(at("measure_add"), {"steps": "ขั้นที่พิมพ์ไว้", "starts_on": "วันไหนสักวัน"})

    assert page.status_code == 200
    assert errors(page) == {
        "title": ["กรุณากรอกข้อมูลในช่องนี้"],
        "about": ["กรุณาเลือกอย่างน้อยหนึ่งข้อ"],
        "stance": ["กรุณาเลือกแนวทาง"],
        "starts_on": ["กรุณากรอกวันที่ เช่น 7 กันยายน 2564 หรือ 7/9/2564"],
    }
    text = page.content.decode()
    assert "พบข้อมูลที่ต้องแก้ไข ๔ แห่ง" in text
    assert 'href="#div_id_about"' in text
    assert "ขั้นที่พิมพ์ไว้" in text
    assert 'value="วันไหนสักวัน"' in text
    assert not row.measures.exists()


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"starts_on": "30/9/2567"}, "starts_on", OUTSIDE),
        ({"ends_on": "1/10/2568"}, "ends_on", OUTSIDE),
        ({"starts_on": "2/3/2568", "ends_on": "1/3/2568"}, "ends_on", "วันสิ้นสุดต้องไม่อยู่ก่อนวันเริ่มต้น"),
        ({"starts_on": "29/2/2568"}, "starts_on", "ไม่มีวันที่ 29/2/2568 ในปฏิทิน กรุณาตรวจสอบวันและเดือน"),
        ({"issue": "8"}, "issue", "กรุณาเลือกจากตัวเลือกที่มี ไม่มีตัวเลือก 8"),
        ({"about": ["4", "11"]}, "about", "กรุณาเลือกจากตัวเลือกที่มี ไม่มีตัวเลือก 11"),
        ({"stance": "later"}, "stance", "กรุณาเลือกจากตัวเลือกที่มี ไม่มีตัวเลือก later"),
        ({"title": "ก" * 1001}, "title", "กรุณากรอกไม่เกิน 1000 ตัวอักษร (ขณะนี้มี 1001 ตัวอักษร)"),
        ({"steps": "ก\x07"}, "steps", "มีอักขระที่ใช้ไม่ได้: อักขระควบคุม U+0007 กรุณาลบออก"),
        ({"steps": "ก\n" * 201}, "steps", "กรุณากรอกไม่เกิน 200 รายการ (ขณะนี้มี 201 รายการ)"),
    ],
)  # fmt: skip
def test_measure_add_refuses_at_the_field(
    somsri: Client, at: Pages, changes: dict[str, Any], field: str, sentence: str
) -> None:
    plan()

    page = somsri.post(at("measure_add"), typed(**changes))

    assert errors(page) == {field: [sentence]}
    assert not Measure.objects.exists()


def test_measure_add_of_a_year_without_issues_has_no_such_field(somsri: Client, at: Pages) -> None:
    row = plan(fiscal_year=2566)
    assert "issue" not in somsri.get(at("measure_add", year=2566)).context["form"].fields

    somsri.post(at("measure_add", year=2566), typed(starts_on="", ends_on=""))

    assert row.measures.get().issue is None


def test_measure_keeps_an_issue_that_its_year_does_not_list(somsri: Client, at: Pages) -> None:
    row = measure(plan(fiscal_year=2569), issue=1)
    page = somsri.get(at("measure", 1, year=2569))
    offered = page.context["form"].fields["issue"].choices
    dates = {"starts_on": "1 ตุลาคม 2568", "ends_on": "30 กันยายน 2569"}

    somsri.post(at("measure", 1, year=2569), typed(**dates, issue=page.context["form"]["issue"].value()))

    row.refresh_from_db()
    assert offered == [("", "ไม่ระบุประเด็น"), (1, "๑. ไม่อยู่ในรายการประเด็นของปีนี้")]
    assert (row.title, row.issue) == (TYPED["title"], 1)


def test_measure_issue_that_its_year_does_not_list_can_be_given_up(somsri: Client, at: Pages) -> None:
    row = measure(plan(fiscal_year=2569), issue=1)

    somsri.post(at("measure", 1, year=2569), typed(starts_on="", ends_on="", issue=""))

    row.refresh_from_db()
    assert row.issue is None


def test_measure_add_with_fields_added_to_the_form_changes_nothing_else(somsri: Client, at: Pages) -> None:
    row, other = plan(), plan(elsewhere())

    somsri.post(
        at("measure_add"),
        typed(plan=other.pk, number="9", copied_from="1", municipality=other.municipality_id),
    )

    assert not other.measures.exists()
    made = row.measures.get()
    assert (made.number, made.copied_from) == (1, None)


def test_measure_add_follows_the_highest_number(somsri: Client, at: Pages) -> None:
    row = plan()
    measure(row, 2)
    measure(row, 40)

    somsri.post(at("measure_add"), typed())

    assert sorted(row.measures.values_list("number", flat=True)) == [2, 40, 41]


def test_measure_add_sent_twenty_times_adds_one(somsri: Client, at: Pages) -> None:
    row = plan()
    sent = typed(seen=seen(somsri, at("measure_add")))

    statuses = [somsri.post(at("measure_add"), sent).status_code for _ in range(20)]

    assert row.measures.count() == 1
    assert set(statuses) == {302}


def test_measure_add_after_another_window_added_adds_both_and_says_so(somsri: Client, at: Pages) -> None:
    row = plan()
    first = seen(somsri, at("measure_add"))
    somsri.post(at("measure_add"), typed(seen=first, title="คนแรก"))

    page = somsri.post(at("measure_add"), typed(seen=first, title="คนที่สอง"), follow=True)

    assert "โปรดตรวจว่าไม่มีมาตรการซ้ำกัน" in page.content.decode()
    assert [one.title for one in row.measures.all()] == ["คนแรก", "คนที่สอง"]


@pytest.mark.django_db(transaction=True)
def test_measure_add_by_twenty_at_once_adds_one(somsri: Client, at: Pages) -> None:
    row = plan()
    sent = typed(seen=seen(somsri, at("measure_add")))

    def send(_: int) -> int:
        try:
            client = Client()
            client.cookies = somsri.cookies
            return client.post(at("measure_add"), sent).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(send, range(20)))

    assert row.measures.count() == 1
    assert set(statuses) == {302}


# Editing


def test_measure_edit_saves_and_goes_back_to_its_place(somsri: Client, at: Pages) -> None:
    row = measure(plan(), 3, about=["9", "4"])

    response = somsri.post(at("measure", 3), typed(seen=seen(somsri, at("measure", 3)), measure=row.pk))

    assert response.headers["Location"] == f"{at('plan')}#measure-3"
    row.refresh_from_db()
    assert (row.title, about(row)) == (TYPED["title"], ["4", "iit"])
    assert [record.history_user for record in row.history.all()] == [officer(), None]


def test_measure_saved_unchanged_writes_no_history(somsri: Client, at: Pages) -> None:
    row = measure(plan())
    somsri.post(at("measure", 1), typed(measure=row.pk))
    somsri.post(at("measure", 1), typed(measure=row.pk))

    assert row.history.count() == 2


def test_measure_open_in_two_windows_refuses_the_second_with_both_texts(somsri: Client, at: Pages) -> None:
    row = measure(plan())
    first = seen(somsri, at("measure", 1))
    somsri.post(at("measure", 1), typed(seen=first, measure=row.pk, title="ของคนแรก", steps="ขั้นของคนแรก"))

    page = somsri.post(
        at("measure", 1), typed(seen=first, measure=row.pk, title="ของคนที่สอง", steps="ขั้นของคนที่สอง")
    )

    row.refresh_from_db()
    assert (row.title, row.steps) == ("ของคนแรก", ["ขั้นของคนแรก"])
    text = page.content.decode()
    for words in ("ของคนแรก", "ขั้นของคนแรก", "ของคนที่สอง</textarea>", "ขั้นของคนที่สอง</textarea>"):
        assert words in text
    choices = {one.name: f"mine:{one.of}" for one in page.context["guard"].asked if one.key == "title"}
    choices |= {one.name: f"both:{one.of}" for one in page.context["guard"].asked if one.key == "steps"}
    mine = typed(measure=row.pk, title="ของคนที่สอง", steps="ขั้นของคนที่สอง")
    somsri.post(at("measure", 1), mine | choices | {"seen": page.context["seen"]})
    row.refresh_from_db()
    assert (row.title, row.steps) == ("ของคนที่สอง", ["ขั้นของคนแรก", "ขั้นของคนที่สอง"])


def test_measure_clicked_twice_saves_without_complaint(somsri: Client, at: Pages) -> None:
    row = measure(plan())
    sent = typed(seen=seen(somsri, at("measure", 1)), measure=row.pk)

    assert [somsri.post(at("measure", 1), sent).status_code for _ in range(2)] == [302, 302]


def test_measure_moved_while_it_was_edited_is_still_the_one_that_is_saved(somsri: Client, at: Pages) -> None:
    row = plan()
    first, second = measure(row, 1, title="หนึ่ง"), measure(row, 2, title="สอง")
    sent = typed(seen=seen(somsri, at("measure", 2)), measure=second.pk, title="สองใหม่")
    order = somsri.get(at("plan")).context["order_token"]
    somsri.post(at("measure_move", 2), {"seen": order, "direction": "up"})

    response = somsri.post(at("measure", 2), sent)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.title, second.title) == ("หนึ่ง", "สองใหม่")
    assert response.headers["Location"] == f"{at('plan')}#measure-1"


def test_measure_removed_while_it_was_edited_keeps_what_was_typed(somsri: Client, at: Pages) -> None:
    row = plan()
    gone = measure(row)
    first = seen(somsri, at("measure", 1))
    gone_pk = gone.pk
    gone.delete()

    page = somsri.post(at("measure", 1), typed(seen=first, measure=gone_pk, title="ยังอยู่"))

    assert "มาตรการนี้ถูกลบไปแล้ว" in page.content.decode()
    assert "ยังอยู่</textarea>" in page.content.decode()
    assert page.context["action"] == at("measure_add")
    somsri.post(at("measure_add"), typed(seen=page.context["seen"], title="ยังอยู่"))
    assert row.measures.get().title == "ยังอยู่"


def test_measure_of_another_municipality_in_the_form_is_not_touched(somsri: Client, at: Pages) -> None:
    measure(plan())
    other = measure(plan(elsewhere()), title="ของที่อื่น")

    somsri.post(at("measure", 1), typed(measure=other.pk))

    other.refresh_from_db()
    assert other.title == "ของที่อื่น"


def test_measure_that_the_plan_does_not_have_is_404(somsri: Client, at: Pages) -> None:
    measure(plan())

    assert [somsri.get(at("measure", number)).status_code for number in (0, 2, 10**30)] == [404] * 3
    assert somsri.get(at("measure", 1, year=2567)).status_code == 404


def test_measure_with_a_script_is_shown_as_text(somsri: Client, at: Pages) -> None:
    row = plan()
    attack = "<script>alert(1)</script>"
    measure(row, title=attack, steps=[attack], responsible=[attack])

    for address in (at("plan"), at("measure", 1), at("results"), at("result", 1)):
        assert attack not in somsri.get(address).content.decode()


def test_measure_copied_says_so(somsri: Client, at: Pages) -> None:
    measure(plan(), copied_from=measure(plan(fiscal_year=2567)))

    page = somsri.get(at("measure", 1)).content.decode()

    assert "มาตรการนี้คัดลอกจากแผน ปีงบประมาณ\xa0พ.ศ.\xa0๒๕๖๗" in page


# Size


def filled(count: int) -> Plan:
    row = plan()
    result_of_year = assessment()
    for number in range(1, min(count, 10) + 1):
        analysis(result_of_year, str(number))
    for number in range(1, count + 1):
        result(measure(row, number, about=["1", "9"]))
    return row


@pytest.mark.parametrize("count", [1, 3, 40])
def test_measure_takes_nine_queries(
    somsri: Client, at: Pages, django_assert_num_queries: Any, count: int
) -> None:
    source = measure(plan(fiscal_year=2567))
    filled(count).measures.update(copied_from=source)

    with django_assert_num_queries(9):
        somsri.get(at("measure", 1))


@pytest.mark.parametrize("count", [1, 3, 40])
def test_measure_add_takes_nine_queries(
    somsri: Client, at: Pages, django_assert_num_queries: Any, count: int
) -> None:
    filled(count)

    with django_assert_num_queries(9):
        somsri.get(at("measure_add") + "?about=4")
