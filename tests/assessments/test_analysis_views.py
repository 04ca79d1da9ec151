"""The page of the municipality's own analysis."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from assessments.models import Analysis
from tests import factories

pytestmark = pytest.mark.django_db

FOUR = {"4-stance": "urgent", "4-text": "ยืมโดยไม่มีแบบ", "4-guidelines": "ทำแบบยืม\r\n\r\nประชาสัมพันธ์"}


def address(by: str = "") -> str:
    return reverse("analyses", args=(factories.municipality().pk, 2567)) + (f"?by={by}" if by else "")


@pytest.fixture
def somsri(page_client: Client) -> Client:
    page_client.force_login(factories.officer())
    return page_client


def stored() -> dict[str, tuple[str, str, list[str]]]:
    return {row.about: (row.stance, row.text, row.guidelines) for row in Analysis.objects.all()}


def test_analyses_saved_store_only_what_was_written(somsri: Client) -> None:
    response = somsri.post(address("indicators"), FOUR | {"8-stance": "", "8-text": ""})
    assert (response.status_code, response.url) == (302, address("indicators"))
    assert stored() == {"4": ("urgent", "ยืมโดยไม่มีแบบ", ["ทำแบบยืม", "ประชาสัมพันธ์"])}


def test_analyses_opened_and_saved_make_no_rows_by_themselves(somsri: Client) -> None:
    factories.assessment()
    blocks = somsri.get(address()).context["blocks"]
    assert [block.suggestion for block in blocks][3] == "แก้ไขเร่งด่วน"
    somsri.post(address(), {f"{block.subject.code}-stance": "" for block in blocks})
    assert stored() == {}


def test_analyses_by_instrument_leave_those_by_indicator_alone(somsri: Client) -> None:
    factories.analysis(factories.assessment(), "4")
    somsri.post(address("instruments"), {"eit-stance": "improve", "eit-text": "โดยรวมดี"})
    assert stored() == {
        "4": ("improve", "วิเคราะห์แล้ว", ["ทำให้ดีขึ้น"]),
        "eit": ("improve", "โดยรวมดี", []),
    }


def test_analyses_emptied_are_removed(somsri: Client) -> None:
    factories.analysis(factories.assessment(), "4")
    somsri.post(address("indicators"), {"4-stance": "", "4-text": "", "4-guidelines": ""})
    assert stored() == {}


def test_analyses_with_one_bad_block_store_nothing_and_keep_what_was_typed(somsri: Client) -> None:
    response = somsri.post(address(), FOUR | {"8-text": "ข้อความของฉัน"})
    assert [problem.target for problem in response.context["problems"]] == ["div_id_8-stance"]
    assert "ข้อความของฉัน" in response.content.decode()
    assert 'id="div_id_8-stance"' in response.content.decode()
    assert stored() == {}


def test_analyses_in_two_windows_refuse_the_second_and_show_both(somsri: Client) -> None:
    factories.analysis(factories.assessment(), "4", text="เดิม")
    seen = somsri.get(address()).context["guard"].token
    somsri.post(address(), FOUR | {"seen": seen})
    second = somsri.post(address(), FOUR | {"seen": seen, "4-text": "อีกหน้าต่างหนึ่ง"})
    assert second.status_code == 200
    assert "ตัวชี้วัดที่ ๔: ผลการวิเคราะห์" in second.content.decode()
    assert "อีกหน้าต่างหนึ่ง" in second.content.decode()
    assert stored()["4"][1] == "ยืมโดยไม่มีแบบ"


def test_analyses_write_history_of_what_changed_with_its_user(somsri: Client) -> None:
    row = factories.assessment()
    factories.analysis(row, "4")
    factories.analysis(row, "8")
    unchanged = {"8-stance": "improve", "8-text": "วิเคราะห์แล้ว", "8-guidelines": "ทำให้ดีขึ้น"}
    somsri.post(address("indicators"), FOUR | unchanged)
    changes = Analysis.history.filter(history_type="~").values_list("about", "history_user__username")
    assert list(changes) == [("4", "somsri")]


def test_analyses_show_the_findings_of_their_subject(somsri: Client) -> None:
    row = factories.assessment()
    factories.finding(row, "i10", "4")
    factories.finding(row, "o6", "9")
    blocks = {block.subject.code: block for block in somsri.get(address("instruments")).context["blocks"]}
    assert {code: [row.question for row in block.findings] for code, block in blocks.items()} == {
        "iit": ["i10"],
        "eit": [],
        "oit": ["o6"],
    }


@pytest.mark.parametrize(("about", "by"), [("4", "indicators"), ("eit", "instruments")])
def test_analyses_open_with_the_view_that_has_them(somsri: Client, about: str, by: str) -> None:
    factories.analysis(factories.assessment(), about)
    assert somsri.get(address()).context["by"] == by


@pytest.mark.parametrize("by", ["%00", "%ff", "x" * 10000])
def test_analyses_with_a_strange_view_show_the_usual_one(somsri: Client, by: str) -> None:
    assert somsri.get(address(by)).context["by"] == "indicators"


@pytest.mark.parametrize("rows", [1, 3])
def test_analyses_take_as_many_queries_with_more_rows(
    somsri: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    factories.assessment(fiscal_year=2566)
    factories.plan()
    row = factories.assessment()
    for about, question in (("4", "i10"), ("8", "e7"), ("9", "o6"))[:rows]:
        factories.analysis(row, about)
        factories.finding(row, question, about)
    url = address()
    with django_assert_num_queries(9):
        somsri.get(url)
