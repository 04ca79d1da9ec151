from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from measures.models import Measure
from municipalities.models import Municipality
from oversight.reminding import Agenda
from reports.models import Deadline, Report
from reports.workflow import refusal
from tests.factories import (
    admin,
    analysis,
    assessment,
    comment,
    complete_plan,
    elsewhere,
    measure,
    municipality,
    officer,
    plan,
    report,
    result,
    reviewer,
)

pytestmark = pytest.mark.django_db
LIST = "/municipalities/"


def at(place: Municipality) -> str:
    return reverse("municipality", args=[place.pk])


def names(client: Client, query: str = "") -> list[str]:
    return [place.name for place, *_ in client.get(f"{LIST}{query}").context["rows"]]


@time_machine.travel("2026-11-01")
def test_officer_sees_years_and_next_step(client: Client) -> None:
    assessment(fiscal_year=2566, total="94.22", level="ผ่านดี")
    assessment()
    measure(plan())
    client.force_login(officer())
    context = client.get(at(municipality())).context

    assert [(year.fiscal_year, str(year.change)) for year in context["years"]] == [
        (2567, "-3.57"),
        (2566, "None"),
    ]
    assert [step["button"] for step in context["steps"]] == ["กรอกคะแนน", "วิเคราะห์"]
    offered = [(year.fiscal_year, year.likeliest, year.begun) for year in context["new_years"]]
    assert offered[:4] == [
        (2569, True, False),
        (2568, False, False),
        (2567, False, True),
        (2566, False, True),
    ]


def test_trend_is_scrolled_sideways_where_it_is_too_wide(client: Client) -> None:
    assessment(fiscal_year=2566)
    assessment()
    client.force_login(officer())
    page = " ".join(client.get(at(municipality())).content.decode().split())

    assert '<div class="chart-scroll" role="region" aria-labelledby="trend" tabindex="0"><svg' in page


def test_empty_municipality_says_how_to_begin(client: Client) -> None:
    client.force_login(officer())
    page = client.get(at(municipality())).content.decode()

    assert "ยังไม่มีผลการประเมินของเทศบาลนี้ในระบบ" in page


@pytest.mark.parametrize("who", [reviewer, admin])
def test_those_who_only_read_have_no_next_step(client: Client, who: type) -> None:
    client.force_login(who())
    context = client.get(at(municipality())).context

    assert (context["steps"], context["new_years"]) == ([], [])


def test_municipality_out_of_scope_is_not_found(client: Client) -> None:
    client.force_login(officer())

    assert client.get(at(elsewhere())).status_code == 404


def test_list_holds_what_each_may_see(client: Client) -> None:
    here, other = municipality(), elsewhere()
    seen = {}
    for who in (officer, reviewer, admin):
        client.force_login(who())
        seen[who.__name__] = names(client)

    assert seen == {"officer": [here.name], "reviewer": [here.name], "admin": [here.name, other.name]}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=เขลางค์", ["เขลางค์นคร"]),
        ("?q=เทศบาลเมืองเขลางค์นคร", ["เขลางค์นคร"]),
        ("?q=สันทราย", ["สันนาเม็ง"]),
        ("?q=๔๕๒๐๑๐๓", ["เขลางค์นคร"]),
        ("?kind=tambon", ["สันนาเม็ง"]),
        ("?kind=tambon&q=เขลางค์", []),
        ("?q=%25", []),
        ("?q=%00", []),
        ("?kind=village", []),
        ("?page=99999999999999999999&q=", ["เขลางค์นคร", "สันนาเม็ง"]),
        ("?page=x", ["เขลางค์นคร", "สันนาเม็ง"]),
    ],
)
def test_list_is_searched(client: Client, query: str, found: list[str]) -> None:
    municipality(code="4520103")
    elsewhere()
    client.force_login(admin())

    assert names(client, query) == found


def test_list_goes_over_pages_and_keeps_the_search(client: Client) -> None:
    for number in range(51):
        municipality(f"ทดสอบ{number:02}")
    client.force_login(admin())
    first, second = client.get(f"{LIST}?q=ทดสอบ"), client.get(f"{LIST}?q=ทดสอบ&page=2")

    assert (len(first.context["rows"]), len(second.context["rows"])) == (50, 1)
    assert "page=2" in first.content.decode()
    assert "q=%E0" in first.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_municipality_asks_a_fixed_number_of_questions(
    client: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        analysis(assessment(fiscal_year=2567 - number), "4")
        row = result(measure(plan(fiscal_year=2568 - number)))
        report(row.measure.plan, state="accepted")
    Report.objects.update(fingerprint="0" * 64)  # they read otherwise by now
    client.force_login(officer())
    page = at(municipality())

    # session, person; place; reports, comments, deadlines; years, measures; removed years, notices
    with django_assert_num_queries(10):
        shown = client.get(page)
    assert "เรียกคืน" in [step["button"] for step in shown.context["steps"]]


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_a_fixed_number_of_questions(
    client: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        plan(municipality(f"ทดสอบ{number}"))
    client.force_login(reviewer())

    with django_assert_num_queries(6):
        assert client.get(LIST).status_code == 200


def buttons(client: Client) -> list[str]:
    return [step["button"] for step in client.get(at(municipality())).context["steps"]]


def test_older_plan_that_was_returned_and_is_late_comes_first(client: Client) -> None:
    """The card asked for the new year's scores while the plan lay returned, with comments, long overdue."""
    with time_machine.travel("2026-09-20"):
        late = report(complete_plan(fiscal_year=2569), state="returned")
        assessment(fiscal_year=2569, scores={})
        comment(late)
        Deadline.objects.create(fiscal_year=2569, kind="plan", due_on=date(2026, 4, 30))
        client.force_login(officer())
        page = client.get(at(municipality()))

    first, second, *rest = page.context["steps"]
    assert (first["button"], first["urgent"]) == ("แก้ไขตามที่จังหวัดขอ", True)
    assert "เกินกำหนด ๑๔๓ วัน" in first["text"]
    assert second["address"].endswith("/documents/plan/#comments-heading")
    assert [step["button"] for step in rest] == ["กรอกคะแนน"]
    assert first["text"] in page.content.decode()


def test_document_that_may_be_submitted_is_offered_and_is_not_refused(client: Client) -> None:
    ready = report(complete_plan())
    client.force_login(officer())

    assert buttons(client)[0] == "ส่งตรวจทาน"
    assert refusal(ready, "submit", officer()) == ""
    Measure.objects.all().update(responsible=[])
    assert "ตรวจความครบถ้วน" in buttons(client)
    assert "ยังมีข้อที่ต้องแก้ไข" in refusal(ready, "submit", officer())


def test_recalled_document_with_a_comment_to_answer_is_not_ready(client: Client) -> None:
    recalled = report(complete_plan())
    comment(recalled)
    client.force_login(officer())

    assert buttons(client)[0] == "ตอบความเห็น"
    assert "ไม่ได้ตอบ" in refusal(recalled, "submit", officer())


def test_page_and_mail_name_the_same_duties(client: Client) -> None:
    returned = report(complete_plan(fiscal_year=2568), state="returned")
    comment(returned)
    report(plan(fiscal_year=2569), state="accepted")
    Deadline.objects.create(fiscal_year=2570, kind="plan", due_on=date(2026, 9, 1))
    with time_machine.travel("2026-11-01"):
        client.force_login(officer())
        shown = [step["text"].split(": ")[1] for step in client.get(at(municipality())).context["steps"]]
        mailed = [item.text.split(": ")[1] for item in Agenda(date(2026, 11, 1), 14).for_person(officer())]

    assert len(mailed) == 4
    assert all(any(text.startswith(reason) for text in shown) for reason in mailed)
