from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from measures.models import Measure, Plan
from tests.factories import assessment, elsewhere, measure, municipality, officer, plan, result
from tests.measures.conftest import Pages

pytestmark = pytest.mark.django_db


def titles(row: Plan) -> str:
    return "".join(row.measures.order_by("number").values_list("title", flat=True))


def three(row: Plan) -> list[Measure]:
    return [measure(row, place, title=title) for place, title in enumerate("กขค", 1)]


def order(client: Client, address: str) -> str:
    """The fingerprint of the list, which the buttons of a measure carry."""
    return str(client.get(address).context["order_token"])


# Beginning a plan


def test_plan_not_begun_offers_to_begin(somsri: Client, at: Pages) -> None:
    response = somsri.get(at("plan", year=2569))

    assert response.status_code == 200
    assert "เริ่มแผน ปีงบประมาณ\xa0พ.ศ.\xa0๒๕๖๙" in response.content.decode()
    assert "คัดลอกมาตรการของ" not in response.content.decode()
    assert not Plan.objects.exists()


def test_plan_begun_answers_the_year_before(somsri: Client, at: Pages) -> None:
    response = somsri.post(
        at("plan"), {"begin": "1", "municipality": elsewhere().pk, "assessed_year": "2565"}
    )

    assert response.headers["Location"] == at("plan")
    row = Plan.objects.get()
    assert (row.municipality, row.fiscal_year, row.assessed_year) == (municipality(), 2568, 2567)
    assert row.history.get().history_user == officer()


def test_plan_begun_twice_is_one_plan_and_keeps_what_was_written(somsri: Client, at: Pages) -> None:
    somsri.post(at("plan"), {"begin": "1"})
    Plan.objects.update(signatory_name="นายก")

    somsri.post(at("plan"), {"begin": "1"})

    assert Plan.objects.get().signatory_name == "นายก"


def test_plan_begun_with_last_years_measures(somsri: Client, at: Pages) -> None:
    source = measure(plan(fiscal_year=2567), title="ของเดิม")
    assert "คัดลอกมาตรการของ" in somsri.get(at("plan")).content.decode()

    somsri.post(at("plan"), {"begin": "1", "copy": "on"})
    page = somsri.get(at("plan")).content.decode()

    copy = Plan.objects.get(fiscal_year=2568).measures.get()
    assert (copy.title, copy.copied_from, copy.starts_on) == ("ของเดิม", source, date(2024, 10, 1))
    assert "คัดลอกจากปี ๒๕๖๗ ยังไม่ได้ปรับผลการวิเคราะห์" in page
    assert "คัดลอกมาตรการ ๑ รายการจากปีงบประมาณ\xa0พ.ศ.\xa0๒๕๖๗ แล้ว" in page


def test_plan_without_measures_can_still_take_over_last_years(somsri: Client, at: Pages) -> None:
    measure(plan(fiscal_year=2567))
    row = plan()

    for _ in range(2):
        somsri.post(at("plan"), {"begin": "1", "copy": "1"})

    assert row.measures.count() == 1


@pytest.mark.parametrize("year", [2500, 2562, 2601, 99_999, 10**30])
def test_plan_of_a_year_that_cannot_be_begun_is_404(
    somsri: Client, at: Pages, year: int, time_machine: object
) -> None:
    time_machine.move_to("2026-11-20T12:00:00+07:00")  # type: ignore[attr-defined]

    assert somsri.get(at("plan", year=year)).status_code == 404
    assert somsri.post(at("plan", year=year), {"begin": "1"}).status_code == 404
    assert not Plan.objects.exists()


@pytest.mark.parametrize(
    ("moment", "status"), [("2027-06-30T23:59:00+07:00", 403), ("2027-07-01T00:00:00+07:00", 200)]
)
def test_plan_opens_when_the_result_that_it_answers_can_exist(
    somsri: Client, at: Pages, time_machine: object, moment: str, status: int
) -> None:
    time_machine.move_to(moment)  # type: ignore[attr-defined]
    somsri.force_login(officer())

    pages = [somsri.get(at(name, year=2571)) for name in ("plan", "results", "checks")]
    assert {page.status_code for page in pages} == {status}
    assert all(("ยังเริ่มแผนมาตรการ" in page.content.decode()) == (status == 403) for page in pages)


# The plan's own fields


def test_plan_saves_decision_and_signatory(somsri: Client, at: Pages) -> None:
    row = plan()
    sent = {
        "seen": somsri.get(at("plan")).context["guard"].token,
        "decided_on": "๗ กันยายน ๒๕๖๗",
        "signatory_name": " นายมานะ ใจดี ",
        "signatory_position": "นายกเทศมนตรี",
        "signed_on": "10/10/2567",
        "municipality": elsewhere().pk,
        "fiscal_year": "2569",
    }

    assert somsri.post(at("plan"), sent).status_code == 302

    row.refresh_from_db()
    assert (row.decided_on, row.signed_on) == (date(2024, 9, 7), date(2024, 10, 10))
    assert (row.signatory_name, row.signatory_position) == ("นายมานะ ใจดี", "นายกเทศมนตรี")
    assert (row.municipality, row.fiscal_year) == (municipality(), 2568)
    assert [record.history_user for record in row.history.all()] == [officer(), None]


def test_plan_unchanged_writes_no_history(somsri: Client, at: Pages) -> None:
    row = plan()

    somsri.post(at("plan"), {"decided_on": "", "signatory_name": ""})

    assert row.history.count() == 1


def test_plan_with_a_wrong_date_keeps_what_was_typed(somsri: Client, at: Pages) -> None:
    row = plan()

    page = somsri.post(at("plan"), {"decided_on": "29 กุมภาพันธ์ 2567x", "signatory_name": "นายมานะ"})

    assert page.status_code == 200
    text = page.content.decode()
    assert "พบข้อมูลที่ต้องแก้ไข ๑ แห่ง" in text
    assert '<a href="#id_decided_on">วันที่ประชุมผู้บริหาร</a>' in text
    assert 'value="29 กุมภาพันธ์ 2567x"' in text
    assert 'value="นายมานะ"' in text
    row.refresh_from_db()
    assert row.signatory_name == ""


def test_plan_open_in_two_windows_refuses_the_second(somsri: Client, at: Pages) -> None:
    row = plan()
    seen = somsri.get(at("plan")).context["guard"].token
    somsri.post(at("plan"), {"seen": seen, "signatory_name": "คนแรก"})

    page = somsri.post(at("plan"), {"seen": seen, "signatory_name": "คนที่สอง"})

    row.refresh_from_db()
    assert row.signatory_name == "คนแรก"
    assert "คนแรก" in page.content.decode()
    assert 'value="คนที่สอง"' in page.content.decode()
    (asked,) = page.context["guard"].asked
    again = {"seen": page.context["guard"].token, "signatory_name": "คนที่สอง"}
    assert somsri.post(at("plan"), again).status_code == 200  # nothing was chosen
    assert somsri.post(at("plan"), again | {asked.name: f"mine:{asked.of}"}).status_code == 302
    row.refresh_from_db()
    assert row.signatory_name == "คนที่สอง"


# What still waits


def test_plan_lists_indicators_without_a_measure(somsri: Client, at: Pages) -> None:
    assessment()
    measure(plan(), about=["8"])

    page = somsri.get(at("plan"))

    assert [subject.code for subject in page.context["unanswered"]] == ["4"]
    assert f'href="{at("measure_add")}?about=4"' in page.content.decode()


@pytest.mark.parametrize(
    ("year", "said"), [(2568, "ต้องมีมาตรการอย่างน้อยหนึ่งรายการ"), (2569, "ตัวชี้วัดเดียวที่เลือกไว้")]
)
def test_where_one_indicator_may_do_the_page_does_not_say_that_each_must(
    somsri: Client, at: Pages, year: int, said: str
) -> None:
    assessment(fiscal_year=year - 1)
    plan(fiscal_year=year)
    assert said in somsri.get(at("plan", year=year)).content.decode()


# Order


@pytest.mark.parametrize(
    ("number", "direction", "after"),
    [(2, "up", "ขกค"), (2, "down", "กคข"), (1, "up", "กขค"), (3, "down", "กขค")],
)
def test_measure_move(somsri: Client, at: Pages, number: int, direction: str, after: str) -> None:
    row = plan()
    three(row)

    response = somsri.post(
        at("measure_move", number), {"seen": order(somsri, at("plan")), "direction": direction}
    )

    assert titles(row) == after
    moved = row.measures.get(title="กขค"[number - 1])
    assert response.headers["Location"] == f"{at('plan')}#measure-{moved.number}"


def test_measure_move_clicked_twice_moves_once(somsri: Client, at: Pages) -> None:
    row = plan()
    three(row)
    sent = {"seen": order(somsri, at("plan")), "direction": "up"}

    for _ in range(2):
        somsri.post(at("measure_move", 3), sent)

    assert titles(row) == "กคข"


def test_measure_copy_opens_the_copy_at_the_end(somsri: Client, at: Pages) -> None:
    row = plan()
    first, *_ = three(row)
    result(first)

    response = somsri.post(at("measure_copy", 1), {"seen": order(somsri, at("plan"))})

    assert response.headers["Location"] == at("measure", 4)
    copy = row.measures.get(number=4)
    assert (copy.title, copy.copied_from, copy.starts_on) == ("ก", first, first.starts_on)
    assert not hasattr(copy, "result")


def test_measure_remove_closes_the_gap(somsri: Client, at: Pages) -> None:
    row = plan()
    three(row)

    somsri.post(at("measure_remove", 2), {"seen": order(somsri, at("plan"))})

    assert list(row.measures.values_list("number", "title")) == [(1, "ก"), (2, "ค")]


def test_measure_remove_clicked_twice_removes_one(somsri: Client, at: Pages) -> None:
    row = plan()
    three(row)
    sent = {"seen": order(somsri, at("plan"))}

    for _ in range(2):
        somsri.post(at("measure_remove", 2), sent)

    assert titles(row) == "กค"


def test_measure_remove_after_it_was_reported_elsewhere_asks_again(somsri: Client, at: Pages) -> None:
    row = plan()
    seen = order(somsri, at("plan")) if three(row) else ""
    result(row.measures.get(number=2))

    somsri.post(at("measure_remove", 2), {"seen": seen})

    assert titles(row) == "กขค"


def test_measure_remove_says_that_a_result_goes_with_it(somsri: Client, at: Pages) -> None:
    result(measure(plan()))

    assert "ซึ่งจะถูกลบไปด้วย" in somsri.get(at("plan")).content.decode()


def test_measure_remove_of_a_reported_one_waits_for_a_locked_results_report(
    somsri: Client, at: Pages
) -> None:
    row = plan()
    result(measure(row))
    row.reports.filter(kind="results").update(state="submitted")

    response = somsri.post(at("measure_remove", 1), {"seen": order(somsri, at("plan"))})

    assert response.status_code == 403
    assert row.measures.count() == 1


@pytest.mark.parametrize("name", ["measure_move", "measure_copy", "measure_remove"])
def test_rearranging_takes_post_only(somsri: Client, at: Pages, name: str) -> None:
    measure(plan())

    assert somsri.get(at(name, 1)).status_code == 405
    assert somsri.post(at(name, 2), {"seen": order(somsri, at("plan"))}).status_code == 404


# Size


@pytest.mark.parametrize("count", [1, 3, 40])
def test_plan_takes_nine_queries(
    somsri: Client, at: Pages, django_assert_num_queries: object, count: int
) -> None:
    assessment()
    row = plan()
    old = plan(fiscal_year=2567)
    for number in range(1, count + 1):
        source = measure(old, number)
        result(measure(row, number, copied_from=source, about=["1", "iit", "9"]))

    with django_assert_num_queries(9):  # type: ignore[operator]
        page = somsri.get(at("plan"))

    assert len(page.context["lines"]) == count


def test_plan_of_somewhere_else_has_another_address(somsri: Client) -> None:
    other = plan(elsewhere())

    assert somsri.get(reverse("plan", args=[other.municipality_id, 2568])).status_code == 404
