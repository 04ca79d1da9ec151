"""The assessments of several years on one page, and scores that are pasted there or on a year's own page."""

from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook
from pytest_django import DjangoAssertNumQueries

from assessments.models import Assessment, Score
from ita_portal.spreadsheets import csv_file
from reports.models import Report
from tests import factories
from tests.windows import Window

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_november")]
TEXT = "\n".join(f"ตัวชี้วัดที่ {n}\t{n + 80}.50" for n in range(1, 11))
TABLE = "\t2567\t2568\nการปฏิบัติหน้าที่\t91.12\t92\nการใช้งบประมาณ\t88.40\t-\nคะแนนรวม\t90\t90.75"


@pytest.fixture
def _november():
    with time_machine.travel("2025-11-20T09:00:00+07:00", tick=False):
        yield


@pytest.fixture
def somsri(page_client: Client) -> Client:
    page_client.force_login(factories.officer())
    return page_client


def address(name: str = "score_history", *more: int) -> str:
    return reverse(name, args=[factories.municipality().pk, *more])


def window(client: Client) -> Window:
    return Window(client, address())


def read(opened: Window, text: str, **more: str) -> Window:
    """Paste and press the button that only reads."""
    opened.save(pasted=text, action="read", **more)
    opened.typed |= {"action": "save", "pasted_read": opened.page.context["paste"].token}
    return opened


def differing(opened: Window) -> dict[str, tuple[str, str, bool]]:
    years = opened.page.context["understood"]
    return {row.name: (row.now, row.value, row.ticked) for year in years for row in year.differing}


def stored() -> dict[int, dict[str, Decimal]]:
    return {row.fiscal_year: row.score_values() for row in Assessment.objects.all()}


def test_page_has_the_last_five_years_that_can_have_an_assessment(somsri: Client) -> None:
    page = somsri.get(address())
    assert [year.fiscal_year for year in page.context["years"]] == [2568, 2567, 2566, 2565, 2564]
    every = somsri.get(address() + "?all=1")
    assert [year.fiscal_year for year in every.context["years"]] == list(range(2568, 2561, -1))
    assert "การปรับปรุงระบบการทำงาน" in page.content.decode()


def test_year_that_can_not_exist_yet_is_shown_only_where_it_is_stored(somsri: Client) -> None:
    factories.assessment(fiscal_year=2571)
    page = somsri.get(address())
    assert [year.fiscal_year for year in page.context["years"]] == [2571, 2568, 2567, 2566, 2565, 2564]
    said = read(window(somsri), "ปี\tคะแนนรวม\tระดับ\n2566\t90\tA\n2570\t80\tผ่าน").page.context["unread"]
    assert "๒๕๗๐ ยังไม่ประกาศ จึงยังกรอกไม่ได้" in " ".join(said)


def test_years_are_typed_and_saved_at_once_and_empty_ones_are_none(somsri: Client) -> None:
    opened = window(somsri)
    answer = opened.save(
        **{"y2567-score_1": "๙๑.๑๒", "y2566-announced_total": "90", "y2566-announced_level": "ผ่าน"}
    )
    assert answer.status_code == 302
    assert stored() == {2566: {}, 2567: {"1": Decimal("91.12")}}


def test_bad_cell_is_named_with_its_year_and_nothing_typed_is_lost(somsri: Client) -> None:
    opened = window(somsri)
    opened.save(**{"y2567-score_1": "91.12", "y2566-score_2": "95,59"})
    assert [(each.label, each.target) for each in opened.page.context["problems"]] == [
        ("ปีงบประมาณ\u00a0พ.ศ.\u00a0๒๕๖๖: ตัวชี้วัดที่ ๒ การใช้งบประมาณ", "id_y2566-score_2")
    ]
    assert (opened.typed["y2567-score_1"], opened.typed["y2566-score_2"]) == ("91.12", "95,59")
    assert stored() == {}


def test_locked_year_is_read_only_with_its_reason_and_never_written(somsri: Client) -> None:
    factories.assessment(fiscal_year=2567, scores={"1": "90.64"})
    plan = factories.plan(fiscal_year=2568)
    opened = window(somsri)
    Report.objects.filter(plan=plan, kind="plan").update(state="submitted")
    page = somsri.get(address())
    locked = next(year for year in page.context["years"] if year.fiscal_year == 2567)
    assert locked.lock in page.content.decode()
    assert "y2567-score_1" not in page.content.decode()
    assert "90.64" in page.content.decode()
    opened.save(**{"y2567-score_1": "11.11", "y2566-score_1": "80"})
    assert stored() == {2566: {"1": Decimal("80.00")}, 2567: {"1": Decimal("90.64")}}


def test_two_windows_merge_and_ask(somsri: Client) -> None:
    factories.assessment(fiscal_year=2567, scores={"1": "90.00", "2": "90.00"})
    first, second = window(somsri), window(somsri)
    first.save(**{"y2567-score_1": "91"})
    second.save(**{"y2567-score_2": "92"})
    assert stored()[2567] == {"1": Decimal("91.00"), "2": Decimal("92.00")}
    second = window(somsri)
    first = window(somsri)
    first.save(**{"y2567-score_1": "93"})
    second.save(**{"y2567-score_1": "94"})
    assert [one.label for one in second.asked().values()] == [
        "ปีงบประมาณ\u00a0พ.ศ.\u00a0๒๕๖๗: ตัวชี้วัดที่ ๑ การปฏิบัติหน้าที่"
    ]
    second.choose("mine")
    assert stored()[2567]["1"] == Decimal("94.00")


def test_pasted_table_is_shown_beside_what_is_stored_and_only_chosen_values_are_saved(somsri: Client) -> None:
    factories.assessment(fiscal_year=2567, scores={"1": "90.00", "2": "88.40"}, total="90.00", level="")
    opened = read(window(somsri), TABLE)
    assert stored() == {2567: {"1": Decimal("90.00"), "2": Decimal("88.40")}}
    assert differing(opened) == {
        "y2568-score_1": ("", "๙๒.๐๐", True),
        "y2568-announced_total": ("", "๙๐.๗๕", True),
        "y2567-score_1": ("๙๐.๐๐", "๙๑.๑๒", False),
    }
    assert [year.same for year in opened.page.context["understood"]] == [0, 2]
    assert "ต่างจากเดิม" in opened.page.content.decode()
    opened.save(use=["y2568-score_1", "y2567-score_1"])
    assert stored() == {2567: {"1": Decimal("91.12"), "2": Decimal("88.40")}, 2568: {"1": Decimal("92.00")}}
    assert Assessment.objects.get(fiscal_year=2568).announced_total is None


def test_pasted_text_that_was_not_read_yet_is_shown_before_anything_is_saved(somsri: Client) -> None:
    opened = window(somsri)
    answer = opened.save(pasted=TABLE, **{"y2566-score_1": "80"})
    assert (answer.status_code, stored()) == (200, {})
    assert opened.typed["y2566-score_1"] == "80"
    assert differing(opened)["y2567-score_1"] == ("", "๙๑.๑๒", True)


def test_text_that_names_no_year_waits_for_one(somsri: Client) -> None:
    opened = read(window(somsri), TEXT)
    assert "โปรดเลือกปี" in opened.page.context["unread"][0]
    opened = read(opened, TEXT, pasted_year="2566")
    assert len(differing(opened)) == 10
    opened.save(use=[f"y2566-score_{n}" for n in range(1, 11)])
    assert len(stored()[2566]) == 10


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_own_file_of_the_officer_is_read_into_the_text(somsri: Client, kind: str) -> None:
    rows = [["ตัวชี้วัด", "2567"], ["การปฏิบัติหน้าที่", "91.12"], ["การใช้งบประมาณ", "88.4"]]
    content = csv_file(rows[0], rows[1:])
    if kind == "xlsx":
        book, file = Workbook(), BytesIO()
        for row in rows:
            book.active.append(row)
        book.save(file)
        content = file.getvalue()
    opened = window(somsri)
    opened.save(action="read", pasted_file=SimpleUploadedFile(f"คะแนน.{kind}", content))
    assert differing(opened) == {
        "y2567-score_1": ("", "๙๑.๑๒", True), "y2567-score_2": ("", "๘๘.๔๐", True),
    }  # fmt: skip


def test_text_of_a_pdf_is_read_into_the_field_and_what_it_was_made_of_is_said(somsri: Client) -> None:
    factories.assessment(fiscal_year=2568, scores={"1": "90.00", "2": "88.40"})
    opened = window(somsri)
    content = (Path(__file__).parent / "pdfs" / "libreoffice-writer.pdf").read_bytes()
    opened.save(action="read", pasted_file=SimpleUploadedFile("คะแนน.pdf", content))
    found = differing(opened)
    assert found["y2568-score_1"] == ("๙๐.๐๐", "๙๑.๑๒", False)
    assert found["y2568-score_10"] == ("", "๑๐๐.๐๐", True)
    assert "y2568-score_2" not in found
    assert "อ่านจากพยัญชนะ" in opened.page.content.decode()
    assert stored()[2568] == {"1": Decimal("90.00"), "2": Decimal("88.40")}


def test_scores_of_another_municipality_are_named_and_none_is_ticked(somsri: Client) -> None:
    opened = read(window(somsri), "เทศบาลเมืองกาฬสินธุ์\nการใช้อำนาจ\t95", pasted_year="2567")
    assert differing(opened) == {"y2567-score_3": ("", "๙๕.๐๐", False)}
    assert "เทศบาลเมืองกาฬสินธุ์” ไม่ใช่" in opened.page.context["unread"][0]


def test_file_that_can_not_be_read_says_why_and_keeps_what_was_typed(somsri: Client) -> None:
    opened = window(somsri)
    file = SimpleUploadedFile("เก่า.xls", b"\xd0\xcf\x11\xe0 old")
    opened.save(pasted_file=file, **{"y2567-score_1": "91"})
    assert "Excel รุ่นเก่า" in opened.page.context["unread"][0]
    assert (opened.typed["y2567-score_1"], stored()) == ("91", {})


def test_doubts_and_other_years_and_locks_are_said(somsri: Client) -> None:
    plan = factories.plan(fiscal_year=2568)
    factories.assessment(fiscal_year=2567)
    Report.objects.filter(plan=plan, kind="plan").update(state="submitted")
    text = "ปี\tคะแนนรวม\tระดับ\n2566\t80\tผ่านดีเยี่ยม\n2567\t90\tผ่าน\n2562\t70\tC"
    opened = read(window(somsri), text)
    (year,) = opened.page.context["understood"]
    assert "ต้องได้คะแนนรวมตั้งแต่" in year.doubts[0]
    said = " ".join(opened.page.context["unread"])
    assert "๒๕๖๒ ไม่ใช่ปีของหน้านี้" in said
    assert next(row for row in opened.page.context["years"] if row.lock).lock in said


def test_value_that_a_colleague_stored_meanwhile_is_asked_about(somsri: Client) -> None:
    factories.assessment(fiscal_year=2567, scores={"1": "90.00"})
    opened = read(window(somsri), TABLE)
    Score.objects.update(value="95.00")
    opened.save(use=["y2567-score_1"])
    assert [(one.mine, one.theirs) for one in opened.asked().values()] == [("91.12", "95.00")]
    opened.choose("theirs")
    assert stored()[2567]["1"] == Decimal("95.00")


def test_ten_scores_are_pasted_on_the_page_of_a_year(somsri: Client) -> None:
    opened = Window(somsri, address("assessment", 2567))
    read(opened, TEXT)
    assert len(differing(opened)) == 10
    opened.save(use=[f"score_{n}" for n in range(1, 11)])
    assert stored()[2567]["10"] == Decimal("90.50")


def test_page_of_a_year_takes_nothing_of_another(somsri: Client) -> None:
    opened = Window(somsri, address("assessment", 2566))
    read(opened, TABLE)
    assert differing(opened) == {}
    assert len(opened.page.context["unread"]) == 2


@pytest.mark.parametrize("years", [1, 3])
def test_page_takes_as_many_queries_with_more_years(
    somsri: Client, django_assert_num_queries: DjangoAssertNumQueries, years: int
) -> None:
    for year in range(2568 - years, 2568):
        factories.assessment(fiscal_year=year)
        factories.plan(fiscal_year=year + 1)
    url = address()
    with django_assert_num_queries(6):
        somsri.get(url)


def status(client: Client) -> HttpResponse:
    return client.get(address())


def test_page_is_the_officers_of_the_municipality(client: Client) -> None:
    assert status(client).status_code == 302
    for user, expected in (
        (factories.officer(factories.elsewhere()), 404),
        (factories.reviewer(), 403),
        (factories.admin(), 403),
    ):
        client.force_login(user)
        assert status(client).status_code == expected
