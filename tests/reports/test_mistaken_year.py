"""A year begun by mistake: while nothing of it was ever submitted it moves, or goes and comes back whole."""

import re
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.apps import apps
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from assessments.models import Assessment, Score
from measures.models import Evidence, Measure, Plan
from measures.planning import copy_measure
from reports.models import Confirmation, Correction, Event, RemovedYear, Report
from tests import factories
from tests.pages import PageClient
from tests.windows import Window

pytestmark = pytest.mark.django_db
NOW = "2026-11-20T12:00:00+07:00"


@pytest.fixture(autouse=True)
def _november() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def somsri(page_client: PageClient) -> Client:
    page_client.force_login(factories.officer())
    return page_client


def at(name: str, year: int = 2567, **more: object) -> str:
    return reverse(name, args=[factories.municipality().pk, *(more.values() or [year])])


def begun() -> Plan:
    """A year of เขลางค์นคร with one of everything, none of it ever submitted."""
    row = factories.assessment()
    factories.finding(row)
    factories.analysis(row, "4")
    plan = factories.plan()
    measure = factories.measure(plan)
    copy_measure(measure, plan)
    factories.result(measure)
    file = ContentFile(b"%PDF-1.4", name="proof.pdf")
    Evidence.objects.create(measure=measure, title="รายงาน", file=file, file_name="proof.pdf")
    report = plan.reports.get(kind="plan")
    Confirmation.objects.create(
        plan=plan, check_code="T01", path="x", message="ก", digest="a" * 64, reason="ข",
        confirmed_by=factories.officer(),
    )  # fmt: skip
    Event.objects.record(report, "confirm", factories.officer(), "ก")
    return plan


def stored() -> dict[str, list[dict[str, object]]]:
    """Every row of the rooms that know a year, but for its history and what was removed."""
    models = [
        m for label in ("assessments", "measures", "reports") for m in apps.get_app_config(label).get_models()
    ]
    return {
        model._meta.label: list(model.objects.order_by("pk").values())
        for model in models
        if not model.__name__.startswith("Historical") and model is not RemovedYear
    }


def test_removed_year_comes_back_as_it_was(somsri: Client):
    older = factories.plan(fiscal_year=2566)
    origin = factories.measure(older)
    begun()
    Measure.objects.filter(number=2, plan__fiscal_year=2568).update(copied_from=origin)
    copied = copy_measure(Measure.objects.get(plan__fiscal_year=2568, number=1), older)
    before = stored()
    content = b"%PDF-1.4"

    page = somsri.get(at("year_remove"))
    somsri.post(at("year_remove"), {"what": "all", "seen": page.context["guard"].token})

    assert not Assessment.objects.exists()
    assert [plan.fiscal_year for plan in Plan.objects.all()] == [2566]
    assert Measure.objects.get(pk=copied.pk).copied_from is None
    removed = RemovedYear.objects.get()
    shown = somsri.get(at("removed_year", removed=removed.pk)).content.decode()
    [file] = re.findall(r'href="([^"]*/evidence/[0-9]+/)"', shown)
    assert b"".join(somsri.get(file).streaming_content) == content
    assert removed.contained.replace("\u00a0", " ").startswith("ผลการประเมินปีงบประมาณ พ.ศ. ๒๕๖๗ และแผน")

    somsri.post(at("removed_year", removed=removed.pk))

    assert stored() == before
    assert somsri.get(file).status_code == 404
    assert RemovedYear.objects.get().content == []
    assert Score.history.filter(history_type="-").count() == len(factories.SCORES_2567)


@pytest.mark.parametrize("name", ["year_remove", "year_move"])
def test_second_click_is_told_that_the_year_is_gone(somsri: Client, name: str):
    begun()
    page = somsri.get(at("year_remove"))
    somsri.post(at("year_remove"), {"what": "all", "seen": page.context["guard"].token})
    again = somsri.post(at(name), {"what": "all", "to": "2566"}, follow=True)
    assert again.redirect_chain == [(reverse("municipality", args=[factories.municipality().pk]), 302)]
    assert "เพราะลบหรือย้ายไปแล้ว" in again.text
    assert somsri.get(at(name)).status_code == 404


def test_second_click_is_told_that_the_year_is_back(somsri: Client):
    begun()
    page = somsri.get(at("year_remove"))
    somsri.post(at("year_remove"), {"what": "all", "seen": page.context["guard"].token})
    back = at("removed_year", removed=RemovedYear.objects.get().pk)
    said = ["กลับมาแล้ว" in somsri.post(back, follow=True).text for _ in range(2)]
    assert (said, Assessment.objects.count()) == ([True, True], 1)


def test_page_says_what_would_go_and_removes_the_plan_alone(somsri: Client):
    begun()
    page = somsri.get(at("year_remove"))
    lines = {key: lines for key, _, lines in page.context["options"]}
    assert lines["plans"] == [
        "มาตรการ ๒ รายการ",
        "ผลการดำเนินการ ๑ รายการ",
        "หลักฐาน ๑ รายการ",
        "ไฟล์หลักฐาน ๑ ไฟล์",
    ]
    assert lines["all"][:3] == ["คะแนนตัวชี้วัด ๑๐ ตัว", "ข้อสังเกต ๑ ข้อ", "การวิเคราะห์ ๑ เรื่อง"]

    unchosen = somsri.post(at("year_remove"), {"seen": page.context["guard"].token})
    assert "กรุณาเลือกสิ่งที่จะลบ" in unchosen.content.decode()
    somsri.post(at("year_remove"), {"what": "plans", "seen": page.context["guard"].token})

    assert (Plan.objects.count(), Assessment.objects.count()) == (0, 1)


def test_what_was_added_since_the_page_was_read_is_not_removed_unseen(somsri: Client):
    plan = begun()
    token = somsri.get(at("year_remove")).context["guard"].token
    factories.measure(plan, 3)

    answer = somsri.post(at("year_remove"), {"what": "all", "seen": token})

    assert "ข้อมูลเปลี่ยนไปหลังจากที่ท่านเปิดหน้านี้" in answer.content.decode()
    assert Plan.objects.exists()


def once(what: str, plan: Plan) -> None:
    """Something of the year, or another paper that shows it, was handed in."""
    report = plan.reports.get(kind="results")
    if what == "submitted":
        Event.objects.record(report, "submit", factories.officer(), came_from="draft")
    elif what == "published":
        factories.publication(report)
    elif what == "returned":
        factories.report(plan, "results", state="returned")
    else:
        factories.report(factories.plan(fiscal_year=2569), state="accepted")


@pytest.mark.parametrize("what", ["submitted", "published", "returned", "another paper shows it"])
@pytest.mark.parametrize("name", ["year_move", "year_remove"])
def test_what_was_handed_in_once_stays_and_the_page_names_the_paper(somsri: Client, name: str, what: str):
    once(what, begun())
    before = stored()
    page = somsri.get(at(name)).content.decode().replace("\u00a0", " ")
    post = somsri.post(at(name), {"to": "2566", "what": "all", "seen": "x"})

    year = "๒๕๖๙" if what == "another paper shows it" else "๒๕๖๘"
    assert f"ปีงบประมาณ พ.ศ. {year}" in page
    assert "จึงลบหรือย้ายปีนี้ไม่ได้" in page
    assert (post.status_code, stored()) == (403, before)


def move(client: Client, to: int, year: int = 2567, **typed: str) -> object:
    page = client.get(at("year_move", year), {"to": to})
    return client.post(at("year_move", year), {"to": to, "seen": page.context["guard"].token, **typed})


def test_year_moves_with_all_that_it_holds(somsri: Client):
    begun()
    scores = list(Score.objects.order_by("pk").values())
    somsri.get(at("year_move"))

    assert "กรุณาเลือกว่าจะเลื่อนระยะเวลา" in move(somsri, 2566).content.decode()  # type: ignore[attr-defined]
    answer = move(somsri, 2566, periods="shift")

    assert answer.headers["Location"] == at("assessment", 2566)  # type: ignore[attr-defined]
    assert Assessment.objects.get().fiscal_year == 2566
    assert list(Score.objects.order_by("pk").values()) == scores
    plan = Plan.objects.get()
    assert (plan.fiscal_year, plan.assessed_year) == (2567, 2566)
    assert [(row.starts_on, row.ends_on) for row in plan.measures.all()] == [
        (date(2023, 10, 1), date(2024, 9, 30))
    ] * 2
    notes = Event.objects.filter(verb="move_year").values_list("note", flat=True)
    assert [("๒๕๖๗" in note, "๒๕๖๖" in note) for note in notes] == [(True, True)] * 2


def test_periods_stay_where_that_is_chosen(somsri: Client):
    begun()
    move(somsri, 2566, periods="keep")

    assert {row.starts_on for row in Measure.objects.all()} == {date(2024, 10, 1)}


def test_what_the_other_years_rules_do_not_have_is_named_and_asked_about(somsri: Client):
    row = factories.assessment(fiscal_year=2565)
    factories.finding(row, "o43", "10")
    row.announced_level = "AA"
    row.save()
    page = somsri.get(at("year_move", 2565), {"to": 2569})
    named = [one.name for one in page.context["misfits"]]
    assert named == ["ระดับ “AA”", "ข้อสังเกตของข้อ o๔๓"]

    assert Assessment.objects.get().fiscal_year == 2565
    move(somsri, 2569, 2565)
    assert Assessment.objects.get().fiscal_year == 2565
    move(somsri, 2569, 2565, drop="on")
    moved = Assessment.objects.get()
    assert (moved.fiscal_year, moved.announced_level, moved.findings.count()) == (2569, "", 0)
    assert moved.announced_total == Decimal("90.65")


def test_only_empty_years_whose_result_can_exist_are_offered(somsri: Client):
    begun()
    factories.assessment(fiscal_year=2566)
    factories.plan(fiscal_year=2570)
    free = [(one.fiscal_year, one.likeliest) for one in somsri.get(at("year_move")).context["free"]]

    # 2569 has a plan that answers it, 2570 is not announced yet
    assert free == [(2568, False), (2565, False), (2564, False), (2563, False), (2562, False)]
    taken = somsri.get(at("year_move"), {"to": 2566})
    assert "โปรดเลือกปีอื่น" in taken.content.decode()


def test_year_that_is_taken_meanwhile_cannot_come_back(somsri: Client):
    begun()
    token = somsri.get(at("year_remove")).context["guard"].token
    somsri.post(at("year_remove"), {"what": "all", "seen": token})
    factories.assessment()
    answer = somsri.post(at("removed_year", removed=RemovedYear.objects.get().pk))

    assert answer.status_code == 403
    assert "หากสิ่งที่มีอยู่เริ่มไว้ผิดปี ให้ย้ายหรือลบก่อน" in answer.content.decode()
    # What was typed can be read all the same.
    page = somsri.get(at("removed_year", removed=RemovedYear.objects.get().pk)).content.decode()
    texts = ("๙๐.๖๕", "<h3>ผลการประเมิน ปีงบประมาณ พ.ศ. ๒๕๖๗</h3>", "หลักฐาน “รายงาน”", "proof.pdf")
    assert "ยังนำกลับมาไม่ได้" in page
    assert [text for text in texts if text not in page.replace("\u00a0", " ")] == []


def test_another_municipality_cannot_bring_it_back(client: Client):
    begun()
    row = RemovedYear.objects.create(
        municipality=factories.municipality(),
        assessed_year=2567,
        contained="ก",
        removed_by=factories.officer(),
    )
    client.force_login(factories.officer(factories.elsewhere()))
    assert client.post(at("removed_year", removed=row.pk)).status_code == 404
    assert client.get(at("removed_year", removed=row.pk)).status_code == 404
    elsewhere = reverse("removed_year", args=[factories.elsewhere().pk, row.pk])
    assert client.post(elsewhere).status_code == 404


@pytest.mark.parametrize("measures", [1, 3])
@pytest.mark.parametrize(
    ("name", "query", "number"), [("year_move", "", 9), ("year_move", "?to=2566", 10), ("year_remove", "", 9)]
)
def test_pages_ask_the_database_the_same_whatever_the_number(
    client: Client,
    name: str,
    query: str,
    number: int,
    measures: int,
    django_assert_num_queries: DjangoAssertNumQueries,
):
    plan = begun()
    for place in range(3, 3 + measures):
        factories.result(factories.measure(plan, place))
    client.force_login(factories.officer())
    address = f"{at(name)}{query}"
    with django_assert_num_queries(number):
        client.get(address)


def test_municipality_offers_what_was_removed(somsri: Client):
    begun()
    token = somsri.get(at("year_remove")).context["guard"].token
    page = somsri.post(at("year_remove"), {"what": "all", "seen": token}, follow=True)

    assert "ปีที่ลบไว้" in page.content.decode()
    assert not Report.objects.exists()


def gone(client: Client, way: str) -> None:
    """The year goes while other windows show it."""
    if way == "moved":
        move(client, 2566, periods="keep")
    else:
        token = client.get(at("year_remove")).context["guard"].token
        client.post(at("year_remove"), {"what": "all", "seen": token})


@pytest.mark.parametrize("way", ["moved", "removed"])
@pytest.mark.parametrize("page", ["assessment", "findings", "analyses"])
def test_window_that_is_still_open_does_not_begin_the_year_anew_unasked(somsri: Client, way: str, page: str):
    begun()
    window = Window(somsri, at(page))
    gone(somsri, way)

    answer = window.save()

    assert answer.status_code == 200
    assert "ถูกย้ายหรือลบระหว่างที่ท่านแก้ไข" in answer.content.decode()
    assert not Assessment.objects.filter(fiscal_year=2567).exists()


def test_what_was_typed_meanwhile_is_asked_about_and_kept(somsri: Client):
    begun()
    window = Window(somsri, at("assessment"))
    gone(somsri, "removed")

    window.save(score_1="11.00")
    assert (window.typed["score_1"], Assessment.objects.count()) == ("11.00", 0)
    window.choose("mine")
    assert [str(row.value) for row in Score.objects.all()] == ["11.00"]


def test_window_of_a_plan_that_is_gone_begins_none_and_shows_what_was_typed(somsri: Client):
    begun()
    window = Window(somsri, reverse("plan", args=[factories.municipality().pk, 2568]))
    gone(somsri, "removed")

    typed = window.typed | {"signatory_name": "นายทองดี มีสุข"}
    answer = somsri.post(window.address, typed, headers={"Origin": "http://testserver"})

    assert (answer.status_code, Plan.objects.count()) == (404, 0)
    assert "นายทองดี มีสุข" in answer.content.decode()


def history_of(client: Client, fiscal_year: int) -> str:
    address = reverse("report_history", args=[factories.municipality().pk, fiscal_year, "plan"])
    return client.get(address).content.decode()


def test_history_goes_with_the_year_that_moved_and_stays_with_no_other(somsri: Client):
    begun()
    row = Assessment.objects.get()
    row.announced_total = Decimal("88.88")
    row.save()
    move(somsri, 2566, periods="keep")
    factories.plan()

    assert all(text in history_of(somsri, 2567) for text in ("๘๘.๘๘", "ย้ายปี", "๙๐.๖๕"))
    assert all(text not in history_of(somsri, 2568) for text in ("๘๘.๘๘", "ย้ายปี", "๙๐.๖๕"))


def test_year_of_a_correction_under_way_stays(somsri: Client):
    factories.assessment()
    municipality, user = factories.municipality(), factories.officer()
    Correction.objects.create(municipality=municipality, fiscal_year=2567, reason="ก", opened_by=user)

    assert "อยู่ระหว่างแก้ไขหลังเผยแพร่" in somsri.get(at("year_remove")).content.decode()


def test_year_that_a_paper_with_the_province_shows_leads_to_recalling_it(somsri: Client):
    factories.assessment(fiscal_year=2568)
    factories.report(factories.complete_plan(), "results", state="submitted")
    recall = reverse("report_action", args=[factories.municipality().pk, 2568, "results", "recall"])
    for name in ("year_remove", "year_move"):
        page = somsri.get(at(name, 2568)).content.decode()
        assert "แสดงคะแนนของปีนี้" in page
        assert recall in page

    assert somsri.get(recall).status_code == 200


def test_year_being_corrected_leads_to_the_correction(somsri: Client):
    factories.assessment()
    municipality, user = factories.municipality(), factories.officer()
    Correction.objects.create(municipality=municipality, fiscal_year=2567, reason="ก", opened_by=user)

    assert at("correction") in somsri.get(at("year_remove")).content.decode()
