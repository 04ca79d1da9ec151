"""What a measure may say beside its required parts, on the officer's pages."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from measures.models import Measure
from measures.planning import copy_measure
from measures.quarters import fitting, quarters_text, said_period
from tests.factories import measure, plan, result
from tests.measures.conftest import Pages
from tests.measures.test_measure_views import errors, seen, typed
from tests.measures.test_result_views import seen as result_seen
from tests.measures.test_result_views import typed as reported

pytestmark = pytest.mark.django_db

SPAN = {"starts_on": date(2024, 10, 1), "ends_on": date(2025, 3, 31)}


def fold(page: Any) -> str:
    """The fields that are folded away, from their first tag on."""
    text: str = page.content.decode()
    return text[text.index("<details", text.index("id_follow_up")) :]


def add(client: Client, at: Pages, **changes: Any) -> Any:
    address = at("measure_add")
    return client.post(address, typed(seen=seen(client, address), **changes))


def test_details_are_read_as_people_type_them(somsri: Client, at: Pages) -> None:
    row = plan()
    add(
        somsri,
        at,
        kind="project",
        goals="ครบทุกกอง\r\nไม่มีข้อทักท้วง",
        budget="๑,๒๓๔,๕๖๗.๘๙ บาท",
        monitored_on="๑๕/๗/๒๕๖๘\r\n15 ม.ค. 2568",
    )

    made = row.measures.get()
    assert (made.kind, made.budget, made.quarters) == ("project", Decimal("1234567.89"), [])
    assert made.goals == ["ครบทุกกอง", "ไม่มีข้อทักท้วง"]
    assert made.monitored_on == ["2025-01-15", "2025-07-15"]


def test_measure_without_details_stays_folded_and_says_nothing(somsri: Client, at: Pages) -> None:
    plan()
    assert fold(somsri.get(at("measure_add"))).startswith("<details >")

    add(somsri, at)

    made = Measure.objects.get()
    assert (made.kind, made.goals, made.budget, made.quarters, made.monitored_on) == ("", [], None, [], [])


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"budget": "-"}, "หากไม่ใช้งบประมาณ กรุณาพิมพ์ว่า ไม่ใช้งบประมาณ หากยังไม่ระบุให้เว้นว่าง"),
        ({"budget": "ตามข้อบัญญัติ"}, "กรุณากรอกจำนวนเงินเป็นบาท เช่น 15,000 หรือ 15,000.50 หรือพิมพ์ว่า ไม่ใช้งบประมาณ"),
        ({"monitored_on": "15/1/2568\nทุกเดือน"}, "วันที่ลำดับที่ 2: กรุณากรอกวันที่ เช่น 7 กันยายน 2564 หรือ 7/9/2564"),
    ],
)
def test_bad_details_open_the_fold_with_a_sentence(
    somsri: Client, at: Pages, changes: dict[str, str], sentence: str
) -> None:
    plan()
    page = add(somsri, at, **changes)

    assert errors(page) == {next(iter(changes)): [sentence]}
    assert fold(page).startswith("<details open>")


def test_quarters_give_the_measure_their_days(somsri: Client, at: Pages) -> None:
    row = plan()
    days = {"starts_on": "1 ตุลาคม 2567", "ends_on": "30 กันยายน 2568"}  # as the page offers them
    add(somsri, at, quarters=["1", "2"], **days)

    made = row.measures.get()
    assert (made.quarters, made.starts_on, made.ends_on) == ([1, 2], *SPAN.values())
    assert "ไตรมาสที่\u00a0๑–๒" in somsri.get(at("plan")).content.decode()


def test_typed_days_beside_other_quarters_are_asked_about(somsri: Client, at: Pages) -> None:
    plan()
    page = add(somsri, at, quarters=["3"], starts_on="15/2/2568", ends_on="31/3/2568")

    assert list(errors(page)) == ["quarters"]
    assert "ไม่ตรงกับไตรมาสที่เลือก (1 เมษายน 2568 – 30 มิถุนายน 2568)" in errors(page)["quarters"][0]


def test_days_count_and_quarters_only_say_them() -> None:
    assert fitting([1, 2], *SPAN.values()) == (1, 2)
    assert fitting([1, 2], SPAN["starts_on"], date(2025, 3, 30)) == ()
    assert fitting([1], None, None) == ()
    assert said_period([1], SPAN["starts_on"], date(2025, 9, 30)).startswith("ตลอดปีงบประมาณ")
    whole = said_period([1, 2, 3, 4], SPAN["starts_on"], date(2025, 9, 30))
    assert whole.replace("\u00a0", " ") == "ตลอดปีงบประมาณ พ.ศ. ๒๕๖๘"
    assert [quarters_text(found).partition("\u00a0")[2] for found in ([2], [1, 3], [1, 2, 4], [2, 3, 4])] == [
        "๒",
        "๑ และ ๓",
        "๑, ๒ และ ๔",
        "๒–๔",
    ]


def test_copy_into_another_year_moves_its_days() -> None:
    row = measure(plan(), 1, quarters=[1, 2], monitored_on=["2025-01-15"], budget=Decimal(500), **SPAN)
    copy = copy_measure(row, plan(fiscal_year=2570))

    assert copy.monitored_on == ["2027-01-15"]
    assert fitting(copy.quarters, copy.starts_on, copy.ends_on) == (1, 2)
    assert copy.budget == Decimal(500)


def test_result_has_its_own_obstacles_and_shows_what_was_planned(somsri: Client, at: Pages) -> None:
    row = measure(plan(), 1, goals=["ครบทุกกอง"], budget=Decimal(15000), monitored_on=["2025-01-15"])
    result(row)
    address = at("result", 1)
    page = somsri.get(address).content.decode()
    for words in ("ครบทุกกอง", "๑๕,๐๐๐\u00a0บาท", "๑๕ มกราคม ๒๕๖๘"):
        assert words in page

    said = {"obstacles": "คนน้อย\r\nฝนตก", "suggestions": "อบรมเพิ่ม"}
    somsri.post(address, reported(seen=result_seen(somsri, address), measure=row.pk, **said))

    row.result.refresh_from_db()
    assert (row.result.obstacles, row.result.suggestions) == (["คนน้อย", "ฝนตก"], ["อบรมเพิ่ม"])
