"""The tabs of a fiscal year say on every page how far each step has come."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html
from pytest_django import DjangoAssertNumQueries

from assessments.models import Finding
from documents.dossier import ResultFacts
from measures.models import Measure, Plan
from municipalities.models import Municipality
from reports.cycle_steps import StepSign, step_signs
from reports.states import State
from tests import factories
from tests.documents import dossiers

STEPS = ("assessment", "findings", "analyses", "plan", "results", "checks", "documents")
LABELS = ("ผลคะแนน", "ข้อสังเกต", "การวิเคราะห์", "แผนมาตรการ", "ผลการดำเนินการ", "ตรวจความครบถ้วน", "เอกสาร")
OF_ASSESSMENT = STEPS[:3]
BOTH_DRAFTS = {"plan": State.DRAFT, "results": State.DRAFT}


@pytest.fixture
def place(db: None) -> Municipality:
    return factories.municipality()


@pytest.fixture
def somsri(client: Client, place: Municipality) -> Client:
    client.force_login(factories.officer())
    return client


def addresses(place: Municipality, *more: str) -> list[str]:
    """The page of each step of the cycle of 2567 and 2568, then those of the plan that are named."""
    pages = [reverse(step, args=[place.pk, 2567 if step in OF_ASSESSMENT else 2568]) for step in STEPS]
    further = {"measure": [1], "measure_add": [], "result": [1], "document_choices": ["plan"]}
    return pages + [reverse(name, args=[place.pk, 2568, *further[name]]) for name in more]


def tabs(client: Client, address: str) -> dict[str, str]:
    """What each tab of a page says after its label."""
    page = client.get(address)
    assert page.status_code == 200, address
    links = html.fromstring(page.content.decode()).xpath('//nav[@aria-label="ขั้นตอนของรอบการประเมิน"]//a')
    texts = [" ".join(link.text_content().split()) for link in links]
    assert all(text.startswith(f"{label} ") for text, label in zip(texts, LABELS, strict=True))
    return {
        step: text.removeprefix(f"{label} ") for step, label, text in zip(STEPS, LABELS, texts, strict=True)
    }


def said(client: Client, place: Municipality, *more: str) -> dict[str, str]:
    """The same of all pages of the cycle, which say the same."""
    first, *others = (tabs(client, address) for address in addresses(place, *more))
    assert all(other == first for other in others)
    return first


def test_tabs_of_a_year_from_its_beginning_to_its_publication(somsri: Client, place: Municipality) -> None:
    nothing = {
        "assessment": "๐ จาก ๑๐ ตัวชี้วัด",
        "findings": "๐ ข้อ",
        "analyses": "๐ จาก ๑๐ ตัวชี้วัด",
        "plan": "ยังไม่เริ่ม",
        "results": "ยังไม่มีมาตรการ",
        "checks": "ยังไม่มีแผน",
        "documents": "ยังไม่มีแผน",
    }
    assert said(somsri, place) == nothing

    row = factories.assessment(place)
    factories.finding(row)
    factories.analysis(row, "iit")
    scored = {"assessment": "๑๐ จาก ๑๐ ตัวชี้วัด", "findings": "๑ ข้อ", "analyses": "๕ จาก ๑๐ ตัวชี้วัด"}
    assert said(somsri, place) == nothing | scored

    plan = factories.plan(place)
    begun = {
        "plan": "ยังไม่มีมาตรการ",
        "checks": "มาตรการ ต้องแก้ไข ๘ แห่ง รายงานผล ต้องแก้ไข ๑ แห่ง",
        "documents": "มาตรการ ร่าง รายงานผล ร่าง",
    }
    assert said(somsri, place, "measure_add", "document_choices") == nothing | scored | begun

    for about in ("eit", "oit"):
        factories.analysis(row, about)
    first = factories.measure(plan, about=["4", "8"])
    factories.measure(plan, 2, steps=[])
    factories.result(first)
    worked = {
        "analyses": "วิเคราะห์ครบ",
        "plan": "๒ มาตรการ ขาดรายละเอียด ๑",
        "results": "รายงานแล้ว ๑ จาก ๒",
        "checks": "มาตรการ ต้องแก้ไข ๑ แห่ง รายงานผล ต้องแก้ไข ๒ แห่ง",
    }
    further = ("measure", "measure_add", "result", "document_choices")
    assert said(somsri, place, *further) == scored | begun | worked

    second = plan.measures.get(number=2)
    second.steps = ["ลงมือทำ"]
    second.save()
    factories.result(second)
    done = {
        "plan": "๒ มาตรการ",
        "results": "รายงานแล้ว ๒ จาก ๒",
        "checks": "มาตรการ ไม่มีข้อที่ต้องแก้ไข รายงานผล ไม่มีข้อที่ต้องแก้ไข",
    }
    for of_plan, of_results, words in (
        ("submitted", "draft", "มาตรการ รอจังหวัดตรวจทาน รายงานผล ร่าง"),
        ("returned", "draft", "มาตรการ ส่งกลับให้แก้ไข รายงานผล ร่าง"),
        ("accepted", "submitted", "มาตรการ ผ่านการตรวจทาน รายงานผล รอจังหวัดตรวจทาน"),
        ("published", "published", "มาตรการ เผยแพร่แล้ว รายงานผล เผยแพร่แล้ว"),
    ):
        factories.report(plan, state=of_plan)
        factories.report(plan, "results", state=of_results)
        assert said(somsri, place, *further) == scored | begun | worked | done | {"documents": words}


def test_assessment_leads_to_the_plan_that_answers_it(somsri: Client, place: Municipality) -> None:
    """Whatever the plan's year; that of the year after, which answers another result, is not meant."""
    factories.assessment(place)
    Plan.objects.create(municipality=place, fiscal_year=2568, assessed_year=2566)
    late = Plan.objects.create(municipality=place, fiscal_year=2569, assessed_year=2567)
    factories.measure(late)
    page = somsri.get(reverse("assessment", args=[place.pk, 2567]))
    assert reverse("plan", args=[place.pk, 2569]) in page.content.decode()
    assert tabs(somsri, reverse("assessment", args=[place.pk, 2567]))["plan"] == "๑ มาตรการ"


def test_the_page_at_hand_is_marked(somsri: Client, place: Municipality) -> None:
    factories.plan(place)
    for step, address in zip(STEPS, addresses(place), strict=True):
        page = html.fromstring(somsri.get(address).content.decode())
        assert page.xpath('//ul[@class="tabs"]//a[@aria-current="page"]/@href')[0] == address, step


def test_those_who_only_read_have_no_tabs_and_no_queries_for_them(
    client: Client, place: Municipality, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    factories.report(factories.plan(place), state="submitted")
    client.force_login(factories.reviewer())
    with django_assert_num_queries(5):  # session, person, documents, years, measures
        page = client.get(reverse("documents", args=[place.pk, 2568]))
    assert "ขั้นตอนของรอบการประเมิน" not in page.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_no_page_of_the_cycle_takes_more_than_ten_queries(
    somsri: Client, place: Municipality, django_assert_max_num_queries: Callable, rows: int
) -> None:
    plan, before = factories.plan(place), factories.plan(place, 2567)
    for number in range(1, rows + 1):
        row = factories.assessment(place, 2568 - number)
        factories.analysis(row, "iit")
        factories.finding(row)
        source = factories.measure(before, number)
        factories.result(factories.measure(plan, number, copied_from=source))
    assert (Measure.objects.count(), Finding.objects.count()) == (2 * rows, rows)
    for address in addresses(place, "measure", "measure_add", "result", "document_choices"):
        with django_assert_max_num_queries(10):
            somsri.get(address)


@pytest.mark.parametrize(
    ("state", "tone"),
    [("draft", ""), ("submitted", "info"), ("returned", "warn"), ("accepted", "good"), ("published", "good")],
)
def test_document_is_signed_as_elsewhere(state: str, tone: str) -> None:
    signs = step_signs(dossiers.dossier(), BOTH_DRAFTS | {"results": State(state)})["documents"]
    assert signs == (StepSign("ร่าง", "", "มาตรการ"), StepSign(State(state).label, tone, "รายงานผล"))


def test_what_is_complete_is_green() -> None:
    reported = dossiers.measure(result=ResultFacts("done", ("ทำแล้ว",), ("ดีขึ้น",)))
    signs = step_signs(dossiers.dossier(measures=(reported, dossiers.measure(2))), BOTH_DRAFTS)
    assert signs["assessment"] == (StepSign("๑๐ จาก ๑๐ ตัวชี้วัด", "good"),)
    assert signs["results"] == (StepSign("รายงานแล้ว ๑ จาก ๒"),)
    signs = step_signs(dossiers.dossier(measures=(reported,)), BOTH_DRAFTS)
    assert signs["results"] == (StepSign("รายงานแล้ว ๑ จาก ๑", "good"),)
