"""Tables of measures and results that are pasted from Word or Excel: tried first, then kept as chosen."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from measures.enums import Status
from measures.models import Measure, Result
from measures.pasted_results import states_in_words
from tests.factories import measure, plan
from tests.measures.conftest import Pages

pytestmark = pytest.mark.django_db

# As last year's paper has it: numbers, Word's line breaks, Thai months, a head over all columns.
WORD = (
    "ลำดับ\tมาตรการ/กิจกรรม\tวิธีดำเนินการ\tระยะเวลาดำเนินการ\tผู้รับผิดชอบ\tงบประมาณ\tหมายเหตุ\r\n"
    "ตัวชี้วัดที่ ๔ การใช้ทรัพย์สินของราชการ\r\n"
    "๑\tจัดทำคู่มือการยืมทรัพย์สิน\t๑. ประชุมคณะทำงาน\r\n๒. จัดทำคู่มือ\tต.ค. ๖๗ – มี.ค. ๖๘\tสำนักปลัด\r\nกองคลัง\t-\t-\r\n"
    "๒\tประกาศเจตนารมณ์\t- ประชุม\r\n- ประกาศ\tตลอดปีงบประมาณ\tกองคลังและกองช่าง\t๑๕,๐๐๐.- บาท\t-\r\n"
    "๓\tอบรมคุณธรรม\tจัดอบรม\tเร็ว ๆ นี้\tสำนักปลัด\tตามข้อบัญญัติ\t-\r\n"
)


def tried(client: Client, address: str, text: str) -> Any:
    return client.post(address, {"pasted": text, "action": "read"})


def kept(
    client: Client, address: str, page: Any, text: str, boxes: list[str] | None = None, **more: Any
) -> Any:
    """Send the page as a browser does: with its boxes as they stand, or these."""
    html = page.content.decode()
    found = [
        tag for tag in re.findall(r"<input type=\"checkbox\".*?>", html, re.DOTALL) if 'name="use"' in tag
    ]
    ticked = [re.search(r'value="(.*?)"', tag)[1] for tag in found if "checked" in tag]  # type: ignore[index]
    token = page.context["paste"].token
    sent = {"pasted": text, "pasted_read": token, "use": ticked if boxes is None else boxes}
    return client.post(address, {**sent, "seen": page.context["guard"].token, **more}, follow=True)


def test_plan_of_three_measures_is_pasted_in_two_presses(somsri: Client, at: Pages) -> None:
    row = plan()
    page = tried(somsri, at("measures_paste"), WORD)
    assert Measure.objects.count() == 0
    assert [each.verdict for each in page.context["rows"]] == ["เพิ่มใหม่"] * 3
    assert "คอลัมน์ที่ไม่ได้นำมาใช้: หมายเหตุ" in page.content.decode()

    page = kept(somsri, at("measures_paste"), page, WORD)
    assert page.request["PATH_INFO"] == at("plan")
    first, second, third = row.measures.all()
    assert (first.title, first.steps) == ("จัดทำคู่มือการยืมทรัพย์สิน", ["ประชุมคณะทำงาน", "จัดทำคู่มือ"])
    assert first.responsible == ["สำนักปลัด", "กองคลัง"]
    assert (first.starts_on, first.ends_on) == (date(2024, 10, 1), date(2025, 3, 31))
    assert [each.about for each in first.targets.all()] == ["4"]
    assert [each.budget for each in (first, second, third)] == [None, 15000, None]
    assert (second.steps, second.starts_on, second.ends_on) == (
        ["ประชุม", "ประกาศ"], date(2024, 10, 1), date(2025, 9, 30)
    )  # fmt: skip
    assert second.responsible == ["กองคลังและกองช่าง"], "only offered"
    assert (third.title, third.starts_on) == ("อบรมคุณธรรม", None), "one bad cell costs the cell"


def test_cell_that_can_not_be_read_is_shown_with_its_words(somsri: Client, at: Pages) -> None:
    plan()
    page = tried(somsri, at("measures_paste"), WORD).content.decode()
    assert "อ่านระยะเวลา “เร็ว ๆ นี้” ไม่ออก" in page
    assert "๑ ตุลาคม ๒๕๖๗" in page, "days are shown in full before they are stored"


def test_offer_in_a_cell_is_taken_by_its_box(somsri: Client, at: Pages) -> None:
    row = plan()
    page = tried(somsri, at("measures_paste"), WORD)
    assert "แยกเป็น ๒ ข้อ" in page.content.decode()
    kept(somsri, at("measures_paste"), page, WORD, apart=["2-responsible", "3-responsible"])
    units = [each.responsible for each in row.measures.all()]
    assert units[1:] == [["กองคลัง", "กองช่าง"], ["สำนักปลัด"]]


def test_stored_measure_changes_only_where_it_is_ticked(somsri: Client, at: Pages) -> None:
    row = measure(plan(), title="จัดทำคู่มือการยืมทรัพย์สิน", steps=["เดิม"], responsible=[])
    page = tried(somsri, at("measures_paste"), WORD)
    first = page.context["rows"][0]
    assert first.target == row
    assert {each.name: each.ticked for each in first.values if each.name in ("steps", "responsible")} == {
        "steps": False,
        "responsible": True,
    }
    kept(somsri, at("measures_paste"), page, WORD)
    row.refresh_from_db()
    assert (row.steps, row.responsible) == (["เดิม"], ["สำนักปลัด", "กองคลัง"])
    assert Measure.objects.count() == 3

    page = tried(somsri, at("measures_paste"), WORD)
    kept(somsri, at("measures_paste"), page, WORD, boxes=[first.values[0].box])
    row.refresh_from_db()
    assert row.steps == ["ประชุมคณะทำงาน", "จัดทำคู่มือ"]


def test_table_pasted_twice_adds_nothing(somsri: Client, at: Pages) -> None:
    plan()
    for _time in range(2):
        page = tried(somsri, at("measures_paste"), WORD)
        kept(somsri, at("measures_paste"), page, WORD)
    assert Measure.objects.count() == 3


def test_table_without_heads_is_read_in_the_order_of_the_document(somsri: Client, at: Pages) -> None:
    row = plan()
    text = "จัดทำคู่มือ\t๑. ก ๒. ข\tตลอดปี\tกองคลัง\nอบรม\tค\t1/1/2568 - 31/1/2568\tกองช่าง"
    page = tried(somsri, at("measures_paste"), text)
    assert "ไม่พบหัวตารางที่รู้จัก" in page.content.decode()
    kept(somsri, at("measures_paste"), page, text)
    assert [each.responsible for each in row.measures.all()] == [["กองคลัง"], ["กองช่าง"]]
    assert row.measures.all()[1].ends_on == date(2025, 1, 31)


def test_list_of_titles_becomes_measures(somsri: Client, at: Pages) -> None:
    row = plan()
    text = "๑. จัดทำคู่มือ\n๒. อบรม"
    kept(somsri, at("measures_paste"), tried(somsri, at("measures_paste"), text), text)
    assert [each.title for each in row.measures.all()] == ["จัดทำคู่มือ", "อบรม"]


def test_row_that_is_not_understood_is_shown_and_hinders_no_other(somsri: Client, at: Pages) -> None:
    row = plan()
    text = f"ลำดับ\tมาตรการ\tขั้นตอน\n1\t{'ก' * 1001}\tข\n2\tอบรม\tค"
    page = tried(somsri, at("measures_paste"), text)
    assert [each.verdict for each in page.context["rows"]] == ["อ่านไม่ได้", "เพิ่มใหม่"]
    assert "ก" * 1001 in page.content.decode()
    kept(somsri, at("measures_paste"), page, text)
    assert [each.title for each in row.measures.all()] == ["อบรม"]


def test_nothing_is_kept_that_was_not_read_or_was_changed_since(somsri: Client, at: Pages) -> None:
    row = plan()
    somsri.post(at("measures_paste"), {"pasted": WORD, "use": ["1", "2", "3"]})
    assert Measure.objects.count() == 0
    page = tried(somsri, at("measures_paste"), WORD)
    measure(row, title="ของผู้อื่น")
    page = kept(somsri, at("measures_paste"), page, WORD)
    assert "มีผู้อื่นแก้ไขหน้านี้" in page.content.decode()
    assert Measure.objects.count() == 1


def test_day_outside_the_year_of_the_plan_is_named(somsri: Client, at: Pages) -> None:
    row = plan()
    text = "มาตรการ\tระยะเวลา\nอบรม\tต.ค. 2560 - ธ.ค. 2560"
    page = tried(somsri, at("measures_paste"), text)
    assert "วันที่ต้องอยู่ใน" in page.content.decode()
    kept(somsri, at("measures_paste"), page, text)
    assert row.measures.get().starts_on is None


RESULTS = (
    "ลำดับ\tมาตรการ/กิจกรรม\tสรุปผลการดำเนินการตามมาตรการหรือกิจกรรม\tผลลัพธ์หรือความสำเร็จในการดำเนินการ\n"
    '1\tจัดทำคู่มือ\t"๑. ประชุมแล้ว\n๒. จัดทำแล้ว"\tยืมถูกวิธี\n'
    "2\tไม่มีในแผน\tก\tข\n"
)


def test_results_of_a_table_go_to_the_measures_of_their_titles(somsri: Client, at: Pages) -> None:
    row = measure(plan(), title="จัดทำคู่มือ")
    page = tried(somsri, at("results_paste"), RESULTS)
    assert [each.verdict for each in page.context["rows"]] == ["มีค่าที่ต่างจากเดิม", "อ่านไม่ได้"]
    assert "แผนนี้ไม่มีมาตรการชื่อ “ไม่มีในแผน”" in page.content.decode()
    assert "อ่านได้ ๑ จาก ๒ แถว" in page.content.decode()
    assert "มีค่าที่ต่างจากเดิม ๑ · อ่านไม่ได้ ๑" in page.content.decode()
    kept(somsri, at("results_paste"), page, RESULTS)
    stored = Result.objects.get()
    assert (stored.measure, stored.done, stored.outcome) == (row, ["ประชุมแล้ว", "จัดทำแล้ว"], ["ยืมถูกวิธี"])
    assert stored.status == "not_started", "the table says nothing of it"


def test_state_and_day_of_a_result_are_read_in_the_words_of_a_table(somsri: Client, at: Pages) -> None:
    row = plan()
    first, second = measure(row, title="ก้าว"), measure(row, 2, title="ข้าม")
    text = (
        "มาตรการ\tสถานะ\tผลการดำเนินการ\tวันที่รายงาน\tผู้รับผิดชอบ\n"
        "ก้าว\tดำเนินการแล้วเสร็จ\tจัดแล้ว\t๓๐ ก.ย. ๖๘\tกองคลัง\nข้าม\tอยู่ระหว่างดำเนินการ\tเริ่มแล้ว\tเร็ว ๆ นี้\t-\n"
    )
    page = tried(somsri, at("results_paste"), text)
    assert "คอลัมน์ที่ไม่ได้นำมาใช้: ผู้รับผิดชอบ" in page.content.decode()
    assert "๓๐ กันยายน ๒๕๖๘" in page.content.decode()
    kept(somsri, at("results_paste"), page, text)
    assert (first.result.status, first.result.reported_on) == ("done", date(2025, 9, 30))
    assert (second.result.status, second.result.reported_on) == ("underway", None)


SAID = {
    "จัดอบรมแล้วเสร็จเมื่อเดือนมีนาคม": [Status.DONE],
    "ดำเนินการ\nแล้ว": [Status.DONE],
    "ดำเนินการครบทุกขั้นตอนแล้ว": [Status.DONE],
    "อยู่ระหว่างจัดซื้อ คาดว่าจะแล้วเสร็จในเดือนกันยายน": [Status.UNDERWAY],
    "ยังไม่แล้วเสร็จ": [Status.UNDERWAY],
    "ยังไม่ได้ดำเนินการ": [Status.NOT_STARTED],
    "ยกเลิกโครงการ": [Status.DROPPED],
    "จัดทำคู่มือแล้วเสร็จ อยู่ระหว่างแจกจ่าย": [Status.UNDERWAY, Status.DONE],
    "กำหนดให้แล้วเสร็จภายในปี": [],
    "จัดอบรม ๒ ครั้ง": [],
}


@pytest.mark.parametrize("done", SAID)
def test_words_on_what_was_done_name_a_state(done: str) -> None:
    assert states_in_words(done) == SAID[done]


def test_state_without_a_column_is_taken_only_where_the_words_say_it(somsri: Client, at: Pages) -> None:
    row = plan()
    done, open_, unsaid = (measure(row, number, title=f"ก{number}") for number in (1, 2, 3))
    text = "มาตรการ\tผลการดำเนินการ\nก1\tจัดแล้วเสร็จ\nก2\tอยู่ระหว่างจัด\nก3\tจัด ๒ ครั้ง\n"
    page = tried(somsri, at("results_paste"), text)
    assert "สถานะ (จากผลการดำเนินการ)" in page.content.decode()
    assert "สถานะ (ตารางไม่ได้ระบุ)" in page.content.decode()
    kept(somsri, at("results_paste"), page, text)
    assert [each.result.status for each in (done, open_, unsaid)] == ["done", "underway", "not_started"]


def test_result_that_is_stored_changes_only_where_it_is_ticked(somsri: Client, at: Pages) -> None:
    row = measure(plan(), title="จัดทำคู่มือ")
    stored = Result.objects.create(measure=row, done=["เดิม"])
    page = tried(somsri, at("results_paste"), RESULTS)
    kept(somsri, at("results_paste"), page, RESULTS)
    stored.refresh_from_db()
    assert (stored.done, stored.outcome) == (["เดิม"], ["ยืมถูกวิธี"])
