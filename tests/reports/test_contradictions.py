"""Public papers of one municipality that print different figures: something to do, and told to everybody."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from municipalities.models import Municipality
from oversight.reminding import Agenda
from reports.correcting.contradictions import contradictions
from reports.models import Report, ResultNotice
from reports.open_papers import open_lines
from tests import factories
from tests.reports.test_correcting import YEAR, address, corrected_score, public
from tests.reports.test_one_affair import MONDAY, TUESDAY, said

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("each_is_a_step")]
STEP = "เอกสารที่เผยแพร่ ๓ ฉบับพิมพ์ผลการประเมินปีงบประมาณ พ.ศ. ๒๕๖๗ ไม่ตรงกัน: ต้องออกฉบับปรับปรุงให้ตรงกัน"
MARK = "ตัวเลขไม่ตรงกับเอกสารอื่นที่เผยแพร่อยู่"


def contradicting(place: Municipality | None = None) -> list[Report]:
    """Three public papers that print 2567, of which the first was revised with another score."""
    reports = public(place)
    corrected_score()
    factories.publication(reports[0], revision=2)
    return reports


def steps(client: Client) -> list[tuple[str, str]]:
    page = client.get(reverse("municipality", args=[factories.municipality().pk]))
    found = [(step["text"].replace("\u00a0", " "), step["address"]) for step in page.context["steps"]]
    return [(text, where) for text, where in found if "ไม่ตรงกัน" in text]


def told(client: Client, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(client.get(reverse("open_data_json", args=[name])).getvalue())
    return found


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(
            [(1, 2567, {"a": "1"}), (2, 2567, {"a": "1", "b": "2"})], {}, id="what both print is equal"
        ),
        pytest.param([(1, 2567, {"a": "1"}), (2, 2567, {"b": "2"})], {}, id="nothing that both print"),
        pytest.param([(1, 2567, {"a": "1"}), (2, 2568, {"a": "2"})], {}, id="other years"),
        pytest.param(
            [(2, 2568, {"a": "1"}), (1, 2568, {"a": "2"}), (1, 2567, {"a": "1"}), (2, 2567, {"a": "2"})],
            {1: {2: [2567, 2568]}, 2: {1: [2567, 2568]}},
            id="two years",
        ),
    ],
)
def test_which_documents_contradict_which(lines: list[Any], expected: dict[Any, Any]) -> None:
    assert contradictions([((number, "plan"), *rest) for number, *rest in lines]) == {
        (one, "plan"): {(other, "plan"): years for other, years in others.items()}
        for one, others in expected.items()
    }


def test_officer_has_it_to_do_once_in_the_step_the_list_the_mail_and_the_handover(somsri: Client) -> None:
    public()
    assert (steps(somsri), said(factories.officer(), MONDAY)) == ([], [])
    contradicting_year()
    assert steps(somsri) == [(STEP, address())]
    assert [STEP in text for text in said(factories.officer(), MONDAY)] == [True]
    assert said(factories.officer(), TUESDAY) == []
    place = Municipality.objects.with_place().get(pk=factories.municipality().pk)
    [line, *_] = open_lines([place], timezone.localdate())[place.pk]
    assert line.replace("\u00a0", " ") == STEP
    listed = somsri.get(reverse("municipality_list")).content.decode().replace("\u00a0", " ")
    assert STEP in listed


def contradicting_year() -> None:
    corrected_score()
    factories.publication(Report.objects.earliest("pk"), revision=2)


def test_it_leads_to_the_correction_which_says_why(somsri: Client) -> None:
    contradicting()
    page = somsri.get(address())
    reason = "เอกสารที่เผยแพร่พิมพ์ผลการประเมินปีงบประมาณ พ.ศ. ๒๕๖๗ ไม่ตรงกัน"
    assert page.context["form"]["reason"].value().replace("\u00a0", " ") == reason
    marks = [one.mark for one in page.context["papers"]]
    somsri.post(address(), {"reason": reason, "told": "on", "seen": marks})
    assert steps(somsri) == []
    assert [STEP in text for text in said(factories.officer(), MONDAY)] == [False]


def test_it_is_done_when_they_agree_and_waits_while_all_others_are_revised(somsri: Client) -> None:
    reports = contradicting()
    Report.objects.filter(pk__in=[row.pk for row in reports[1:]]).update(state="draft")
    assert steps(somsri) == []
    Report.objects.filter(pk=reports[1].pk).update(state="published")
    assert [STEP.replace("๓", "๒") in text for text, _ in steps(somsri)] == [True]
    for row in reports[1:]:
        factories.publication(row, revision=2)
    Report.objects.update(state="published")
    assert steps(somsri) == []


def test_a_year_that_was_announced_anew_is_not_told_twice(somsri: Client) -> None:
    contradicting()
    change = {"label": "ตัวชี้วัดที่ 4", "old": "74.54", "new": "84.54", "name": "score_4"}
    ResultNotice.objects.create(municipality=factories.municipality(), fiscal_year=YEAR, changes=[change])
    assert steps(somsri) == []
    assert len([text for text in said(factories.officer(), MONDAY) if "๒๕๖๗" in text]) == 1


def test_public_page_of_the_municipality_and_open_data_say_it(client: Client) -> None:
    public()
    page = reverse("published_municipality", args=[factories.municipality().pk])
    assert MARK not in client.get(page).content.decode()
    assert {row["contradicted_years"] for row in told(client, "publications")} == {None}
    tag = client.get(reverse("open_data_json", args=["results"])).headers["ETag"]
    contradicting_year()
    shown = client.get(page).content.decode()
    assert shown.count(MARK) == 3
    assert "เอกสารที่เผยแพร่พิมพ์ไม่ตรงกัน" in shown
    assert [row["contradicted_years"] for row in told(client, "publications")] == ["2567"] * 3
    years = {row["fiscal_year"]: row["contradicted"] for row in told(client, "results")}
    assert years == {year: year == YEAR for year in years}
    again = client.get(reverse("open_data_json", args=["results"]), headers={"if-none-match": tag})
    assert again.status_code == 200


def test_pages_ask_no_more_where_papers_contradict_each_other(
    somsri: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    contradicting()
    page = reverse("municipality", args=[factories.municipality().pk])
    with django_assert_num_queries(10):
        assert "ไม่ตรงกัน" in somsri.get(page).content.decode()
    with django_assert_num_queries(6):
        Agenda(MONDAY, 14)
