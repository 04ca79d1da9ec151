"""What is pasted into the forms of a measure and of its result, and what is said of it."""

import json
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from measures.models import Measure, Result
from tests.factories import measure, plan
from tests.measures.conftest import Pages
from tests.measures.test_measure_views import typed

pytestmark = pytest.mark.django_db


def buttons(page: Any) -> list[list[str]]:
    """What the buttons of the notes send: the field, what stands there, what it becomes."""
    found = re.findall(r'name="instead"\s+value="(.*?)"', page.content.decode(), re.DOTALL)
    return [json.loads(unescape(value)) for value in found]


def save(client: Client, address: str, **changes: Any) -> Any:
    return client.post(address, typed(**changes), follow=True)


@pytest.mark.parametrize(
    ("name", "pasted", "items"),
    [
        ("steps", "๑. ทบทวนคู่มือทุกงาน ๒. ติดป้ายขั้นตอนและเวลา ๓. รายงานผลทุกไตรมาส", 3),
        ("steps", "(๑) แต่งตั้งคณะทำงาน\r\n(๒) ตรวจทะเบียน\r\n(๓) สรุปผล", 3),
        ("steps", "1) จัดอบรม 2) ประเมินผล 3) แจ้งผลกลับ", 3),
        ("steps", "\uf0b7\tจัดทำทะเบียน\r\n\uf0a7\tรายงานผู้บริหาร", 2),
        ("steps", "<p>๑. จัดอบรม&nbsp;๒ ครั้ง</p><p>๒. สรุปผล<br/></p>", 2),
        ("steps", "ปฏิบัติตามข้อ ๕. ของประกาศ และรายงานในไตรมาสที่ ๑ และ ๒ ตามมาตรา ๑๐๓/๑", 1),
        ("responsible", "สำนักปลัด, กองคลัง, กองช่าง", 3),
        ("responsible", "๑. สำนักปลัด\r\n๒. กองคลัง", 2),
        ("responsible", "กองสาธารณสุขและสิ่งแวดล้อม", 1),
        ("responsible", "ทุกสำนัก/กอง", 1),
    ],
)
def test_pasted_list_is_stored_as_items(
    somsri: Client, at: Pages, name: str, pasted: str, items: int
) -> None:
    plan()
    save(somsri, at("measure_add"), **{name: pasted})
    stored = getattr(Measure.objects.get(), name)
    assert len(stored) == items
    assert not [item for item in stored if re.match(r"[(๑1\uf0b7]", item)]


def test_repair_is_said_and_one_press_takes_it_back(somsri: Client, at: Pages) -> None:
    plan()
    pasted = "๑. ทบทวนคู่มือ ๒. ติดป้าย"
    page = save(somsri, at("measure_add"), steps=pasted)
    assert page.request["PATH_INFO"] == at("measure", 1)
    assert "ปรับข้อความ ๒ แห่ง" in page.content.decode()

    (back,) = buttons(page)
    assert back == ["steps", "ทบทวนคู่มือ\nติดป้าย", pasted]
    sent = {"steps": "ทบทวนคู่มือ\r\nติดป้าย", "instead": json.dumps(back), "measure": Measure.objects.get().pk}
    page = save(somsri, at("measure", 1), **sent)
    assert Measure.objects.get().steps == [pasted]
    assert buttons(page) == []

    save(somsri, at("measure", 1), steps=pasted, title="ชื่อใหม่", measure=Measure.objects.get().pk)
    assert Measure.objects.get().steps == [pasted]


def test_what_is_only_likely_is_offered_until_the_page_is_saved_again(somsri: Client, at: Pages) -> None:
    plan()
    page = save(somsri, at("measure_add"), responsible="กองคลังและกองช่าง", steps="- ตรวจนับ\r\nสิ้นเดือน")
    row = Measure.objects.get()
    assert (row.responsible, row.steps) == (["กองคลังและกองช่าง"], ["ตรวจนับ", "สิ้นเดือน"])
    assert "แยกเป็น ๒ ข้อ" in page.content.decode()
    assert "รวมเป็นข้อเดียว" in page.content.decode()
    split = next(each for each in buttons(page) if each[0] == "responsible")

    sent = {"measure": row.pk, "steps": "ตรวจนับ\r\nสิ้นเดือน", "responsible": "กองคลังและกองช่าง"}
    page = save(somsri, at("measure", 1), **sent, instead=json.dumps(split))
    assert Measure.objects.get().responsible == ["กองคลัง", "กองช่าง"]
    assert {each[0] for each in buttons(page)} == {"steps"}, "the other offers still wait"

    sent["responsible"] = "กองคลัง\r\nกองช่าง"
    page = save(somsri, at("measure", 1), **sent)
    assert page.request["PATH_INFO"] == at("plan")
    assert buttons(somsri.get(at("measure", 1))) == []


def test_button_of_a_text_that_was_typed_over_changes_nothing(somsri: Client, at: Pages) -> None:
    row = measure(plan())
    sent = {"measure": row.pk, "steps": "ก\r\nข", "instead": json.dumps(["steps", "ค", "ง"])}
    page = save(somsri, at("measure", 1), **sent)
    assert Measure.objects.get().steps == ["ก", "ข"]
    assert "ข้อความในช่องนั้นเปลี่ยนไปแล้ว" in page.content.decode()


@pytest.mark.parametrize("value", ["", "[", "3", "[1]", '["steps", "", ""]', '[["steps"], {}, []]'])
def test_button_that_no_page_has_made_changes_nothing(somsri: Client, at: Pages, value: str) -> None:
    row = measure(plan())
    assert save(somsri, at("measure", 1), measure=row.pk, steps="ก", instead=value).status_code == 200
    assert Measure.objects.get().steps == ["ก"]


def test_units_of_the_municipality_are_recognised(somsri: Client, at: Pages) -> None:
    measure(plan(fiscal_year=2567), responsible=["ธนานุบาล", "กองคลัง/กองช่าง"])
    plan()
    save(somsri, at("measure_add"), responsible="ธนานุบาล, กองคลัง")
    assert Measure.objects.get(plan__fiscal_year=2568).responsible == ["ธนานุบาล", "กองคลัง"]

    page = save(somsri, at("measure_add"), title="อื่น", responsible="กองคลัง/กองช่าง")
    assert [each[2] for each in buttons(page)] == ["กองคลัง\nกองช่าง"], "several in one are no name"


def test_number_of_a_title_goes_and_its_word_is_offered(somsri: Client, at: Pages) -> None:
    plan()
    save(somsri, at("measure_add"), title="๑.มาตรการยืมคืนทรัพย์สิน")
    page = save(somsri, at("measure_add"), title="มาตรการที่ ๑ ยืมคืนทรัพย์สิน")
    assert [row.title for row in Measure.objects.all()] == ["มาตรการยืมคืนทรัพย์สิน", "มาตรการที่ ๑ ยืมคืนทรัพย์สิน"]
    assert [each[2] for each in buttons(page)] == ["ยืมคืนทรัพย์สิน"]


def test_prose_keeps_its_digits_and_offers_the_letter_of_a_question(somsri: Client, at: Pages) -> None:
    plan()
    text = "ช่องทางยังเข้าถึงยาก (อ้างอิงจาก ๐๑๐, ๐๘)"
    page = save(somsri, at("measure_add"), analysis=text)
    assert Measure.objects.get().analysis == text
    assert [each[2] for each in buttons(page)] == ["ช่องทางยังเข้าถึงยาก (อ้างอิงจาก o๑๐, o๘)"]


AM = "\u0e33"


def test_word_that_copying_took_apart_is_offered_and_a_lost_letter_stays(somsri: Client, at: Pages) -> None:
    plan()
    page = save(
        somsri,
        at("measure_add"),
        analysis=f"จ{AM} นวนผู้ร้องเรียน ส {AM}นัก",
        steps=f"ด{AM} เนินการ\r\nเทศบ\ufffdลเมือง",
    )
    row = Measure.objects.get()
    assert row.analysis == f"จ{AM} นวนผู้ร้องเรียน ส{AM}นัก", "a blank before ำ is never right"
    assert row.steps == [f"ด{AM} เนินการ", "เทศบ\ufffdลเมือง"]
    assert {each[0]: each[2] for each in buttons(page)} == {
        "analysis": f"จ{AM}นวนผู้ร้องเรียน ส{AM}นัก",
        "steps": f"ด{AM}เนินการ",
    }
    sent = {"analysis": row.analysis, "steps": "\r\n".join(row.steps), "measure": row.pk}
    page = save(somsri, at("measure", 1), **sent)
    assert page.request["PATH_INFO"] == at("plan"), "what was not agreed to is not asked about again"


def test_sloppy_date_is_said_as_it_was_read_and_a_plain_one_is_not(somsri: Client, at: Pages) -> None:
    plan()
    page = save(somsri, at("measure_add"), starts_on="๒๐ ธ.ค. ๖๗", ends_on="31/3/2568")
    said = [str(message) for message in page.context["messages"]]
    assert "เริ่มวันที่: อ่าน “๒๐ ธ.ค. ๖๗” ว่า ๒๐ ธันวาคม ๒๕๖๗" in said
    assert not [each for each in said if "ถึงวันที่" in each]


def test_pasted_result_is_stored_as_items(somsri: Client, at: Pages) -> None:
    row = measure(plan())
    sent = {
        "measure": row.pk,
        "status": "done",
        "done": "๑. จัดอบรมแล้ว ๒. แจกคู่มือแล้ว",
        "outcome": "- ร้องเรียนลดลง\r\n- ยืมถูกวิธี",
        "evidence-TOTAL_FORMS": "0",
        "evidence-INITIAL_FORMS": "0",
    }
    page = somsri.post(at("result", 1), sent, follow=True)
    stored = Result.objects.get()
    assert (stored.done, stored.outcome) == (["จัดอบรมแล้ว", "แจกคู่มือแล้ว"], ["ร้องเรียนลดลง", "ยืมถูกวิธี"])
    assert page.request["PATH_INFO"] == at("result", 1)
    assert {each[0] for each in buttons(page)} == {"done", "outcome"}
