"""An edit that would spoil an accepted report is asked about before it is stored, through whichever door."""

import html
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from assessments.models import Assessment, Finding, Score
from measures.models import Measure, Plan
from municipalities.models import Municipality
from oversight.reminding import Agenda
from reports.models import Report
from reports.workflow import refusal
from tests import factories
from tests.municipalities.tables import csv_file, upload
from tests.steps import perform

pytestmark = pytest.mark.django_db
ASKED = "การแก้ไขนี้มีผลต่อเอกสารที่ผ่านการตรวจทานแล้ว"


@pytest.fixture(autouse=True)
def _in_fiscal_year_2570() -> Iterator[None]:
    with time_machine.travel("2026-11-02 09:00+07:00"):
        yield


def accepted(fiscal_year: int = 2569, kind: str = "plan") -> Report:
    """A complete plan's document, submitted and accepted."""
    report = factories.complete_plan(fiscal_year=fiscal_year).reports.get(kind=kind)
    return accept(report)


def accept(report: Report) -> Report:
    perform(report, "submit", factories.officer())
    return perform(report, "accept", factories.reviewer())


def publishable(report: Report) -> bool:
    """Whether its officer may publish it as it is stored now."""
    found = Report.objects.with_place().get(pk=report.pk)
    return refusal(found, "publish", factories.officer()) == ""


@pytest.fixture
def somsri(page_client: Client) -> Client:
    page_client.force_login(factories.officer())
    return page_client


def page_of(name: str, year: int, *more: object) -> str:
    return reverse(name, args=[factories.municipality().pk, year, *more])


def hidden(page: Any, name: str) -> str:
    """What a hidden field of the page sends."""
    found = re.search(f'name="{name}"\\s+value="([^"]*)"', page.content.decode())
    assert found
    return html.unescape(found[1])


def answer(page: Any, **more: str) -> dict[str, str]:
    """What the page of the question sends; `back_to_form="1"` with its second button."""
    names = ("typed_before", "despite")
    return {name: hidden(page, name) for name in names} | {"seen": "not of this page"} | more


def scores_of(year: int) -> dict[str, str]:
    rows = Score.objects.filter(assessment__fiscal_year=year)
    return {row.code: str(row.value) for row in rows}


def typed(**changed: str) -> dict[str, str]:
    scores = {f"score_{code}": value for code, value in factories.SCORES_2567.items()}
    return scores | {"announced_total": "90.65", "announced_level": "ผ่าน"} | changed


def test_another_years_scores_are_asked_about_before_they_are_stored(somsri: Client) -> None:
    factories.assessment(fiscal_year=2567)
    report = accepted()
    page = somsri.post(page_of("assessment", 2567), typed(score_4="๗๕.๐๐"))

    assert ASKED in page.content.decode()
    assert "มาตรการส่งเสริมคุณธรรมและความโปร่งใส" in page.content.decode()
    assert "แล้ว: " not in page.content.decode()
    assert "บันทึกผลการประเมิน" not in page.content.decode()  # the message of a save that did not happen
    assert (scores_of(2567)["4"], publishable(report)) == ("74.54", True)


def test_wanted_all_the_same_it_is_stored_as_it_was_typed(somsri: Client) -> None:
    factories.assessment(fiscal_year=2567)
    report = accepted()
    address = page_of("assessment", 2567)
    page = somsri.post(address, typed(score_4="๗๕.๐๐"))
    done = somsri.post(address, answer(page), follow=True)

    assert "บันทึกผลการประเมิน" in done.content.decode()
    assert (scores_of(2567)["4"], publishable(report)) == ("75.00", False)


def test_back_in_the_form_everything_typed_is_there_and_nothing_stored(somsri: Client) -> None:
    factories.assessment(fiscal_year=2567)
    report = accepted()
    address = page_of("assessment", 2567)
    page = somsri.post(address, typed(score_4="๗๕.๐๐"), headers={"referer": f"http://testserver{address}"})
    assert "กลับไปที่แบบฟอร์มโดยยังไม่บันทึก" in page.content.decode()
    form = somsri.post(address, answer(page, back_to_form="1"))

    assert form.context["form"]["score_4"].value() == "๗๕.๐๐"
    (message,) = form.context["messages"]  # and none of the save that did not happen
    assert str(message).startswith("ยังไม่ได้บันทึก สิ่งที่ท่านพิมพ์ยังอยู่")
    assert (scores_of(2567)["4"], publishable(report)) == ("74.54", True)
    again = somsri.post(address, typed(score_4="๗๕.๐๐", seen=form.context["guard"].token))
    assert ASKED in again.content.decode()


def test_text_of_several_lines_comes_through_the_question(somsri: Client) -> None:
    """The analyses of the year in which the measures are carried out stand in the report of results."""
    report = accepted(2568, "results")
    factories.assessment(fiscal_year=2568)
    accept_again(report)
    address = f"{page_of('analyses', 2568)}?by=instruments"
    text = 'บรรทัดแรก "อ้าง"\r\n\r\n<b>บรรทัดที่สาม</b>'
    sent = {"iit-stance": "improve", "iit-text": text, "iit-guidelines": "ก\r\nข"}
    page = somsri.post(address, sent)
    assert ASKED in page.content.decode()
    somsri.post(address, answer(page))

    stored = Assessment.objects.get(fiscal_year=2568).analyses.get()
    assert (stored.text.splitlines(), stored.guidelines) == (text.splitlines(), ["ก", "ข"])


def accept_again(report: Report) -> None:
    perform(report, "return", factories.reviewer(), "โปรดแก้")
    accept(report)


DOORS: dict[str, tuple[str, int, Mapping[str, str], bool]] = {
    # what is edited: page, year, what is typed, whether the accepted plan of 2569 shows it
    "scores": ("assessment", 2567, {"score_1": "1"}, True),
    "scores of a year nobody knew": ("assessment", 2566, {"score_1": "90"}, True),
    "announced total": ("assessment", 2567, {"announced_total": "90.66"}, True),
    "scores after the assessed year": ("assessment", 2569, {"score_1": "90"}, False),
    "findings of another year": (
        "findings",
        2567,
        {
            "findings-TOTAL_FORMS": "1",
            "findings-INITIAL_FORMS": "0",
            "findings-0-question": "i10",
            "findings-0-issue": "ยืมไม่ถูกวิธี",
        },
        False,
    ),
    "website": ("profile", 0, {"website": "https://khelang.example.go.th"}, False),
}


def test_next_step_and_mail_say_that_it_is_recalled_first(somsri: Client) -> None:
    report = accepted()
    Measure.objects.update(title="ทำทะเบียนยืมคืนทรัพย์สินทุกกอง")
    assert not publishable(report)
    page = html.unescape(somsri.get(reverse("municipality", args=[report.plan.municipality_id])).text)
    recall = reverse("report_action", args=[report.plan.municipality_id, 2569, "plan", "recall"])
    mailed = [item.text for item in Agenda(date(2026, 11, 2), 14).for_person(factories.officer())]
    for told in (page, "".join(mailed)):
        assert "เนื้อหาเปลี่ยนไปหลังจากผ่านการตรวจทาน โปรดเรียกคืน" in told
        assert "พร้อมให้ท่านเผยแพร่" not in told
    assert f'href="{recall}"' in page


@pytest.mark.parametrize("door", DOORS)
def test_only_what_the_accepted_document_shows_is_asked_about(somsri: Client, door: str) -> None:
    factories.assessment(fiscal_year=2567)
    accepted()
    name, year, sent, is_shown = DOORS[door]
    address = page_of(name, year) if year else reverse(name, args=[factories.municipality().pk])
    before = (
        Score.objects.count(),
        Finding.objects.count(),
        Municipality.objects.get(name="เขลางค์นคร").website,
    )
    page = somsri.post(address, dict(sent))
    now = Score.objects.count(), Finding.objects.count(), Municipality.objects.get(name="เขลางค์นคร").website

    assert (page.status_code, ASKED in page.content.decode() if is_shown else page["Location"] != "") == (
        200 if is_shown else 302,
        True,
    )
    assert (now == before) == is_shown or door in ("scores", "announced total")


def test_saving_what_is_stored_already_is_not_asked_about(somsri: Client) -> None:
    factories.assessment(fiscal_year=2567)
    accepted()

    assert somsri.post(page_of("assessment", 2567), typed()).status_code == 302


def measures_of_an_accepted_report_of_results() -> Report:
    """The results are accepted, the plan is corrected: what both show can be edited."""
    report = accepted(2568, "results")
    factories.result(factories.measure(report.plan, 2, title="มาตรการที่สอง"))
    accept_again(report)
    return report


def test_a_button_is_asked_about_too_and_leads_back_to_its_page(somsri: Client) -> None:
    report = measures_of_an_accepted_report_of_results()
    listed = page_of("plan", 2568)
    token = somsri.get(listed).context["order_token"]
    address = page_of("measure_move", 2568, 1)
    sent = {"direction": "down", "seen": token}
    page = somsri.post(address, sent, headers={"referer": f"http://testserver{listed}"})

    assert f'href="{listed}"' in page.content.decode()
    assert "กลับไปที่แบบฟอร์ม" not in page.content.decode()
    assert Measure.objects.get(number=1).title != "มาตรการที่สอง"
    somsri.post(address, answer(page))
    assert (Measure.objects.get(number=1).title, publishable(report)) == ("มาตรการที่สอง", False)


def test_copying_a_measure_is_asked_about(somsri: Client) -> None:
    measures_of_an_accepted_report_of_results()
    token = somsri.get(page_of("plan", 2568)).context["order_token"]
    page = somsri.post(page_of("measure_copy", 2568, 1), {"seen": token})

    assert (ASKED in page.content.decode(), Measure.objects.count()) == (True, 2)


def test_signatory_of_the_plan_that_the_results_show_is_asked_about(somsri: Client) -> None:
    accepted(2568, "results")
    sent = {"signatory_name": "นายใหม่", "signatory_position": "นายกเทศมนตรี"}
    page = somsri.post(page_of("plan", 2568), sent)

    assert (ASKED in page.content.decode(), Plan.objects.get().signatory_name) == (True, "")


def test_admin_who_renames_a_municipality_is_asked(page_client: Client) -> None:
    report = accepted()
    page_client.force_login(factories.admin())
    place = factories.municipality()
    address = reverse("place", args=[place.pk])
    form = page_client.get(address).context["form"]
    sent = {name: "" if value is None else str(value) for name, value in form.initial.items()}
    page = page_client.post(address, sent | {"name": "ใหม่"})

    assert ASKED in page.content.decode()
    assert "เทศบาลเมืองเขลางค์นคร" in page.content.decode()
    assert Municipality.objects.get(pk=place.pk).name == "เขลางค์นคร"
    page_client.post(address, answer(page))
    assert (Municipality.objects.get(pk=place.pk).name, publishable(report)) == ("ใหม่", False)


def test_import_of_announced_results_names_what_it_would_spoil(client: Client) -> None:
    factories.assessment(fiscal_year=2567)
    report = accepted()
    client.force_login(factories.admin())
    file = csv_file(["เทศบาล", "ปีงบประมาณ", "ตัวชี้วัดที่ 1"], ["เทศบาลเมืองเขลางค์นคร", "2567", "1.00"])
    trial = upload(client, "import_announced", file)
    assert noticed(trial) == [("plan", "2569")]
    address = trial.redirect_chain[-1][0]
    page = client.post(address, {"seen": trial.context["guard"].token})

    assert ASKED in page.content.decode()
    assert (scores_of(2567)["1"], publishable(report)) == ("90.64", True)
    client.post(address, answer(page))
    assert (scores_of(2567)["1"], publishable(report)) == ("1.00", False)


def test_import_is_confirmed_once_on_the_page_that_lists_what_it_would_spoil(client: Client) -> None:
    factories.assessment(fiscal_year=2567)
    report = accepted()
    client.force_login(factories.admin())
    file = csv_file(["เทศบาล", "ปีงบประมาณ", "ตัวชี้วัดที่ 1"], ["เทศบาลเมืองเขลางค์นคร", "2567", "1.00"])
    trial = upload(client, "import_announced", file)
    sent = {"seen": trial.context["guard"].token, "despite": hidden(trial, "despite")}
    client.post(trial.redirect_chain[-1][0], sent)
    assert (scores_of(2567)["1"], publishable(report)) == ("1.00", False)


def test_import_that_no_accepted_document_shows_says_nothing(client: Client) -> None:
    accepted()
    client.force_login(factories.admin())
    row = ["เทศบาลเมืองเขลางค์นคร", "2569", "1.00"]
    file = csv_file(["เทศบาล", "ปีงบประมาณ", "ตัวชี้วัดที่ 1"], row)

    assert noticed(upload(client, "import_announced", file)) == []


def test_answer_about_one_report_counts_for_no_other(somsri: Client) -> None:
    factories.assessment(fiscal_year=2566)
    first = accepted(2568)
    address = page_of("assessment", 2566)
    page = somsri.post(address, typed(score_1="1"))
    second = accepted(2569)
    page = somsri.post(address, answer(page))

    assert ASKED in page.content.decode()
    assert hidden(page, "despite") == f"{first.pk},{second.pk}"
    assert somsri.post(address, answer(page)).status_code == 302


def test_what_can_no_longer_be_published_anyway_is_not_asked_about_again(somsri: Client) -> None:
    factories.assessment(fiscal_year=2567)
    accepted()
    Measure.objects.update(title="แก้ไปแล้ว")

    assert somsri.post(page_of("assessment", 2567), typed(score_1="1")).status_code == 302


def test_where_the_province_does_not_review_nothing_is_asked(somsri: Client) -> None:
    factories.assessment(fiscal_year=2567)
    accepted()
    province = factories.province()
    province.reviews = False
    province.save()

    assert somsri.post(page_of("assessment", 2567), typed(score_1="1")).status_code == 302


@pytest.mark.parametrize("wrong", ["", "{", "[1]", "[[]]", '{"a": 1}', "null"])
def test_what_the_page_has_not_made_is_refused(somsri: Client, wrong: str) -> None:
    factories.assessment(fiscal_year=2567)

    assert somsri.post(page_of("assessment", 2567), {"typed_before": wrong}).status_code == 400


@pytest.mark.parametrize("reports", [0, 1, 3])
def test_judging_takes_a_fixed_number_of_queries(
    somsri: Client, reports: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(reports):
        accepted(2569 - number)
    address = page_of("assessment", 2565)
    seen = somsri.get(address).context["guard"].token

    # 16 save two scores of a new year; what is accepted costs five before and after, undoing and telling two
    with django_assert_num_queries(23 if reports else 16):
        page = somsri.post(address, {"score_1": "90", "score_2": "90", "seen": seen})
    assert page.status_code == (200 if reports else 302)


# The notice above the form


def noticed(page: Any) -> list[tuple[str, str]]:
    """The documents that the notice names by their links: kind and fiscal year."""
    html = page.content.decode()
    if 'id="shown-documents"' not in html:
        return []
    notice = html.split('id="shown-documents"')[1].split("</div>")[0]
    return [(kind, year) for year, kind in re.findall(r"/plans/(\d+)/documents/(\w+)/", notice)]


def test_page_says_before_that_accepted_documents_show_it(somsri: Client) -> None:
    accepted(2569)
    page = somsri.get(page_of("assessment", 2567))

    assert noticed(page) == [("plan", "2569")]
    assert "จะเผยแพร่ฉบับที่ผ่านการตรวจทานไม่ได้จนกว่าจะส่งตรวจทานใหม่" in page.content.decode()


@pytest.mark.parametrize(
    ("name", "year", "documents"),
    [
        ("assessment", 2566, [("plan", "2569"), ("results", "2569"), ("results", "2568")]),
        ("assessment", 2569, [("results", "2569")]),
        ("findings", 2566, []),
        ("findings", 2569, [("results", "2569")]),
        ("analyses", 2569, [("results", "2569")]),
        ("plan", 2568, [("results", "2568")]),
        ("measure_add", 2568, [("results", "2568")]),
        ("results", 2568, []),
        ("measure_add", 2570, []),
    ],
)
def test_notice_names_what_shows_the_page_and_no_other(
    somsri: Client, name: str, year: int, documents: list[tuple[str, str]]
) -> None:
    factories.complete_plan(fiscal_year=2568)
    factories.complete_plan(fiscal_year=2569)
    factories.plan(fiscal_year=2570)
    states = {(2568, "results"): "published", (2569, "plan"): "accepted", (2569, "results"): "submitted"}
    for (fiscal_year, kind), state in states.items():
        Report.objects.filter(plan__fiscal_year=fiscal_year, kind=kind).update(state=state)

    assert sorted(noticed(somsri.get(page_of(name, year)))) == sorted(documents)


def test_locked_page_says_nothing_more(somsri: Client) -> None:
    accepted(2569)

    assert noticed(somsri.get(page_of("assessment", 2568))) == []


def test_admin_is_told_which_documents_show_the_name(client: Client) -> None:
    accepted(2569)
    client.force_login(factories.admin())

    assert noticed(client.get(reverse("place", args=[factories.municipality().pk]))) == [("plan", "2569")]
