import csv
import io
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from oversight.exports import files
from oversight.models import Export
from reports.models import Report
from tests import factories
from tests.oversight.orders import kept, made, ordered, submitted

pytestmark = pytest.mark.django_db
LIST = "/exports/"


def browser(user: User | None = None) -> Client:
    client = Client()
    client.force_login(user or factories.reviewer())
    return client


def start(client: Client, kind: str = "pdf", query: str = "") -> str:
    """What the list says after the order."""
    response = client.post(f"{reverse('export_start')}?{query}", {"kind": kind}, follow=True)
    return " ".join(str(message) for message in response.context["messages"])


def reports_of(export: Export) -> list[Report]:
    return [item.report for item in export.items.all()]


def test_start_orders_what_the_filters_choose_and_may_be_read():
    plan = factories.plan()
    waiting = factories.report(plan, "plan", state="submitted")
    accepted = factories.report(plan, "results", state="accepted")
    submitted(2, state="draft")
    foreign = factories.report(factories.plan(factories.elsewhere()), state="submitted")
    client = browser()
    assert start(client, query="year=2568").startswith("รับคำสั่งแล้ว")
    start(client, query="year=๒๕๖๘&state=accepted&sort=&page=2")
    everything, some = Export.objects.order_by("pk")
    assert reports_of(everything) == [waiting, accepted]
    assert (reports_of(some), unquote(some.query)) == ([accepted], "year=๒๕๖๘&state=accepted")
    assert not everything.items.filter(report=foreign).exists()


def test_start_twice_orders_once():
    submitted()
    client = browser()
    start(client)
    start(client)
    assert Export.objects.count() == 1


@pytest.mark.parametrize(("kind", "query"), [("docx", ""), ("", ""), ("pdf", "year=1e9"), ("pdf", "q=%00")])
def test_start_with_bad_values_says_so(kind: str, query: str):
    submitted()
    assert start(browser(), kind, query).startswith("ยังไม่ได้สั่งจัดทำไฟล์")
    assert Export.objects.count() == 0


def test_start_without_readable_reports_says_so():
    submitted(state="draft")
    assert "ไม่มีรายงานที่อ่านเนื้อหาได้" in start(browser())


def test_list_says_how_far_each_export_is():
    done, waiting = made(submitted(1)), ordered(submitted(2), submitted(3), kind="pdf")
    waiting.items.filter(pk=waiting.items.first().pk).update(failure="จัดหน้าไม่ได้")
    Export.objects.filter(pk=waiting.pk).update(reason="พื้นที่เต็ม")
    page = browser().get(LIST).content.decode()
    links = [f'href="{reverse("export_file", args=[export.pk])}"' in page for export in (done, waiting)]
    assert links == [True, False]
    assert page.index(f'id="export-{waiting.pk}"') < page.index(f'id="export-{done.pk}"')  # newest first
    assert "ดำเนินการแล้ว ๑ จาก ๒ ฉบับ" in page
    assert "จัดหน้าไม่ได้" in page
    assert "พื้นที่เต็ม" in page


def test_list_shows_nobody_elses():
    made(submitted())
    page = browser(factories.admin()).get(LIST).content.decode()
    assert "ยังไม่มีไฟล์รวม" in page


@pytest.mark.parametrize("number", [1, 3])
def test_list_asks_the_database_a_fixed_number_of_times(
    number: int, django_assert_num_queries: DjangoAssertNumQueries
):
    rows = [submitted(one) for one in range(1, 4)]
    for one in range(number):
        export = ordered(*rows, query=f"q={one}")
        export.items.update(failure="จัดหน้าไม่ได้")
    client = browser()
    with django_assert_num_queries(4):
        client.get(LIST)


def test_file_is_given_to_its_owner_under_a_thai_name():
    export = made(submitted())
    response = browser().get(reverse("export_file", args=[export.pk]))
    content = response.getvalue()
    assert (response["Content-Type"], len(content)) == ("application/zip", export.size)
    assert response["X-Content-Type-Options"] == "nosniff"
    name = unquote(response["Content-Disposition"])
    assert name.startswith("attachment; filename*=utf-8''ITA จังหวัดลำปาง ข้อมูลของรายงาน (JSON) ")


def test_file_is_given_to_nobody_else():
    url = reverse("export_file", args=[made(submitted()).pk])
    moved = factories.reviewer()
    assert browser(factories.admin()).get(url).status_code == 404
    assert browser(factories.reviewer("เชียงใหม่")).get(url).status_code == 404
    client = browser(moved)
    moved.province = factories.province("เชียงใหม่")
    moved.save()
    assert client.get(url).status_code == 404
    moved.is_active = False
    moved.save()
    assert client.get(url).status_code == 302  # to the page where one signs in


def test_file_that_is_not_ready_or_gone_is_not_found():
    waiting, gone = ordered(submitted(1), kind="pdf"), made(submitted(2))
    files.drop(gone.key)
    client = browser()
    answers = [client.get(reverse("export_file", args=[export.pk])) for export in (waiting, gone)]
    assert [answer.status_code for answer in answers] == [404, 404]


def test_remove_is_the_owners_alone():
    export = ordered(submitted())
    url = reverse("export_remove", args=[export.pk])
    assert browser(factories.admin()).post(url).status_code == 404
    assert browser().post(url).status_code == 302
    assert (Export.objects.count(), kept(export)) == (0, [])


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.fixture
def province(db: None) -> None:
    """เขลางค์นคร with figures of two years, its plan submitted and its results a draft; one without data."""
    factories.assessment(fiscal_year=2566, total="92.00")
    factories.assessment()
    row = factories.plan()
    factories.measure(row)
    factories.report(row, state="submitted")
    factories.municipality("ทุ่งผึ้ง", kind="tambon")
    factories.elsewhere()


def test_csv_holds_the_overview(province: None):
    response = browser().get(reverse("overview_csv"), {"year": "2568", "sort": "-name"})
    lines = table(response.content)
    assert [line["เทศบาล"] for line in lines] == ["เทศบาลตำบลทุ่งผึ้ง", "เทศบาลเมืองเขลางค์นคร"]
    row = lines[1]
    assert (row["คะแนนรวม"], row["เปลี่ยนแปลงจากปีก่อน"], row["คะแนนตัวชี้วัดที่ 4"]) == ("90.65", "-1.35", "74.54")
    assert (row["มาตรการ: สถานะ"], row["รายงานผล: สถานะ"]) == ("รอจังหวัดตรวจทาน", "ร่าง")
    assert row["มาตรการ: ต้องแก้ไข (ข้อ)"] != ""
    assert row["รายงานผล: ต้องแก้ไข (ข้อ)"] == ""  # a draft's contents are its officer's
    assert unquote(response["Content-Disposition"]).endswith("ภาพรวม ITA จังหวัดลำปาง 2568.csv")


def test_xlsx_holds_the_overview_with_numbers(province: None):
    response = browser().get(reverse("overview_xlsx"), {"year": "2568", "q": "เขลางค์"})
    head, row = load_workbook(io.BytesIO(response.content)).active.iter_rows(values_only=True)
    shown = dict(zip(head, row, strict=True))
    assert (shown["คะแนนรวม"], shown["เปลี่ยนแปลงจากปีก่อน"]) == (90.65, -1.35)
    assert shown["ตัวชี้วัดที่ต่ำกว่าเกณฑ์"] == "4, 8"


@pytest.mark.parametrize("name", ["overview_xlsx", "overview_csv"])
def test_table_of_bad_filters_is_refused(name: str):
    assert browser().get(reverse(name), {"year": "1e9"}).status_code == 400


def test_table_of_all_provinces_counts_nothing(
    province: None, django_assert_num_queries: DjangoAssertNumQueries
):
    client = browser(factories.admin())
    with django_assert_num_queries(5):
        (*_, last) = table(client.get(reverse("overview_csv"), {"year": "2568"}).content)
    counted = "มาตรการ: ต้องแก้ไข (ข้อ)"
    of_one = table(client.get(reverse("overview_csv"), {"year": "2568", "province": "52"}).content)[-1]
    assert (counted in last, counted in of_one) == (False, True)
    told = "มาตรการ: สถานะ"
    assert last[told] == of_one[told]


@pytest.mark.parametrize("number", [1, 3])
def test_table_asks_the_database_a_fixed_number_of_times(
    number: int, django_assert_num_queries: DjangoAssertNumQueries
):
    for one in range(number):
        submitted(one)
    client = browser()
    with django_assert_num_queries(9):
        client.get(reverse("overview_csv"), {"year": "2568"})
