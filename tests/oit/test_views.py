from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from assessments import framework
from oit.models import OITEntry
from tests import factories
from tests.oit.test_register import YEAR, note, page
from tests.windows import Window

pytestmark = pytest.mark.django_db


def at(name: str, *more: object) -> str:
    return reverse(name, args=[factories.municipality().pk, YEAR, *more])


@pytest.fixture
def somsri(client: Client) -> Client:
    client.force_login(factories.officer())
    return client


ADDRESS = {
    "addresses-0-title": "โครงสร้างเทศบาล",
    "addresses-0-url": "www.example.go.th/o1",
    "addresses-0-dated_on": "27 ก.พ. 2569",
    "addresses-0-path": "หน้าแรก > OIT",
}


def test_an_item_is_noted_with_its_addresses(somsri: Client):
    answer = Window(somsri, at("oit_item", "o1")).save(status="published", unit="สำนักปลัด", **ADDRESS)
    assert answer.url == f"{at('oit_register')}#o1"
    entry = OITEntry.objects.get()
    (row,) = entry.addresses
    assert row.pop("row")
    assert row == {
        "title": "โครงสร้างเทศบาล",
        "url": "https://www.example.go.th/o1",
        "dated_on": "2026-02-27",
        "path": "หน้าแรก > OIT",
    }
    shown = somsri.get(at("oit_register")).content.decode()
    assert "๑/๒๖ ข้อ" in shown
    assert "https://www.example.go.th/o1" in shown


def test_an_address_is_changed_and_deleted_by_its_key(somsri: Client):
    note("o1", status="published", addresses=[*page(), {**page("https://example.go.th/b")[0], "row": "b"}])
    Window(somsri, at("oit_item", "o1")).save(**{"addresses-0-DELETE": "on", "addresses-1-title": "ใหม่"})
    (row,) = OITEntry.objects.get().addresses
    assert (row["row"], row["title"], row["url"]) == ("b", "ใหม่", "https://example.go.th/b")


def test_saving_can_lead_to_the_next_item_that_is_not_settled(somsri: Client):
    note("o2", status="not_applicable", reason="x")
    answer = Window(somsri, at("oit_item", "o1")).save(status="in_work", action="next")
    assert answer.url == at("oit_item", "o3")


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"status": "published"}, "เมื่อเผยแพร่แล้ว กรุณากรอกที่อยู่เว็บอย่างน้อยหนึ่งรายการด้านล่าง"),
        ({"status": "not_applicable"}, "กรุณากรอกเหตุผลที่ข้อนี้ไม่เกี่ยวข้องกับเทศบาล"),
        ({**ADDRESS, "status": "published", "addresses-0-url": "javascript:alert(1)"}, "กรุณากรอกที่อยู่เว็บให้ครบ"),
        ({**ADDRESS, "addresses-0-title": ""}, "กรุณากรอก"),
    ],
)
def test_what_lacks_something_is_told_at_its_field_and_kept(somsri: Client, sent: dict[str, str], said: str):
    answer = Window(somsri, at("oit_item", "o1")).save(**{"unit": "กองช่างพิเศษ", **sent})
    assert said in answer.content.decode()
    assert "กองช่างพิเศษ" in answer.content.decode()
    assert not OITEntry.objects.exists()


def test_a_published_document_is_address_enough(somsri: Client):
    factories.publication(factories.report(factories.plan(None, YEAR)))
    item = framework.load(YEAR).document("plan").item
    Window(somsri, at("oit_item", item)).save(status="published")
    assert OITEntry.objects.get().status == "published"


def test_last_years_register_is_taken_over_once(somsri: Client):
    note("o1", year=YEAR - 1, status="published", addresses=page(), unit="กองคลัง")
    assert "ยกรายการจาก" in somsri.get(at("oit_register")).content.decode()
    somsri.post(at("oit_carry"))
    entry = OITEntry.objects.get(fiscal_year=YEAR)
    assert (entry.item, entry.status, entry.carried_from) == ("o1", "in_work", YEAR - 1)
    shown = somsri.get(at("oit_register")).content.decode()
    assert "ยกมาจาก พ.ศ. ๒๕๖๘ ยังไม่ได้ตรวจ" in shown
    assert "ยกรายการจาก" not in shown
    Window(somsri, at("oit_item", "o1")).save(status="published")
    assert OITEntry.objects.get(fiscal_year=YEAR).carried_from is None


@pytest.mark.parametrize("who", [factories.reviewer, factories.admin])
def test_overseers_read_the_register_and_change_nothing(client: Client, who: object):
    note("o1", status="published", addresses=page())
    client.force_login(who())
    shown = client.get(at("oit_register")).content.decode()
    assert "https://example.go.th/o1" in shown
    assert at("oit_item", "o1") not in shown
    assert at("oit_carry") not in shown


@pytest.mark.parametrize("rows", [1, 3])
def test_the_register_asks_as_much_for_one_as_for_three(
    somsri: Client, rows: int, django_assert_max_num_queries: DjangoAssertNumQueries
):
    for number in range(rows):
        note(f"o{number + 1}", status="published", addresses=page())
    with django_assert_max_num_queries(10):
        somsri.get(at("oit_register"))


@pytest.mark.parametrize("year", [2561, 2600])
def test_a_year_far_off_has_no_register(somsri: Client, year: int):
    assert somsri.get(reverse("oit_register", args=[factories.municipality().pk, year])).status_code == 404


def test_the_workbook_has_a_row_for_each_address(somsri: Client):
    note("o1", status="published", addresses=page() + page("https://example.go.th/b"), note="=1+1")
    sheet = load_workbook(BytesIO(somsri.get(at("oit_xlsx")).content)).active
    rows = list(sheet.iter_rows(min_row=2))
    assert [row[0].value for row in rows[:3]] == ["o1", "o1", "o2"]
    assert [row[7].value for row in rows[:2]] == ["https://example.go.th/o1", "https://example.go.th/b"]
    assert rows[0][11].data_type == "s"


def test_the_province_sees_how_many_are_settled(client: Client):
    factories.plan(None, YEAR)
    note("o1", status="published", addresses=page())
    client.force_login(factories.reviewer())
    shown = client.get(reverse("province"), {"year": YEAR}).content.decode()
    assert "๑/๒๖" in shown
    assert at("oit_register") in shown
