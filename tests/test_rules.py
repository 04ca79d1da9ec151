"""Rules that several pages ask: whichever page answers, the answer is the same."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.models import Assessment
from documents import checks
from documents.choices import Reading
from documents.loading import load_dossier
from documents.sections import analysis, scores
from exchange.reading import BundleRefused, read_bundle
from exchange.storing import store
from measures.completeness import MeasurePart
from measures.models import Plan
from oversight.reminding import Agenda
from reports import commenting
from reports.models import Deadline
from reports.states import State
from tests import factories
from tests.exchange.bundles import as_file
from tests.municipalities.tables import csv_file, faults, upload

pytestmark = pytest.mark.django_db
EQUAL = dict.fromkeys(factories.SCORES_2567, "90.00")


def seen(user: Any, name: str, *keys: object, query: str = "") -> Any:
    """What the page of that name shows to the person."""
    client = Client()
    client.force_login(user)
    answer = client.get(f"{reverse(name, args=keys)}{query}")
    assert answer.status_code == 200
    return answer.context


def officers(name: str, plan: Plan, year: int, query: str = "") -> Any:
    return seen(factories.officer(), name, plan.municipality_id, year, query=query)


def complained(plan: Plan, *codes: str) -> list[checks.Complaint]:
    found = checks.run(load_dossier(Plan.objects.get(pk=plan.pk)), "plan")
    return [complaint for complaint in found if complaint.check in codes]


# What a score suggests


@pytest.mark.parametrize(
    ("score", "stance"),
    [
        ("0", "urgent"),
        ("84.99", "urgent"),
        ("85.00", "improve"),
        ("99.99", "improve"),
        ("100.00", "maintain"),
    ],
)
@pytest.mark.parametrize("about", ["4", "iit", "announced"])
def test_analysis_and_new_measure_suggest_the_same_stance(about: str, score: str, stance: str):
    result = factories.assessment(scores={} if about == "announced" else dict.fromkeys("12345", score))
    Assessment.objects.filter(pk=result.pk).update(announced_iit=score if about == "announced" else None)
    code, plan = "iit" if about == "announced" else about, factories.plan()

    blocks = officers("analyses", plan, 2567, f"?by={'indicators' if code == '4' else 'instruments'}")[
        "blocks"
    ]
    form = officers("measure_add", plan, 2568, f"?about={code}")["form"]

    assert {block.subject.code: block.subject.suggested_stance for block in blocks}[code] == stance
    assert form.initial["stance"] == stance


# What no measure answers


@pytest.mark.parametrize(
    ("known", "about", "left"),
    [
        ({"4": "84.99", "8": "80.00", "9": "90.00"}, (), ["4", "8"]),
        ({"4": "84.99", "8": "80.00", "9": "90.00"}, ("iit",), ["8"]),
        ({"4": "85.00", "8": "85.00", "9": "90.00"}, (), ["4", "8"]),
        ({"4": "85.00", "8": "85.00", "9": "90.00"}, ("8",), ["4"]),
        (dict.fromkeys(factories.SCORES_2567, "100.00"), (), []),
        ({}, (), []),
    ],
)
def test_plan_check_and_province_miss_the_same_measures(
    known: dict[str, str], about: tuple[str, ...], left: list[str]
):
    factories.assessment(scores=known)
    plan = factories.plan()
    factories.measure(plan, about=about)
    factories.report(plan, state="submitted")

    [line] = seen(factories.reviewer(), "province_measures")["page"]

    assert [subject.code for subject in officers("plan", plan, 2568)["unanswered"]] == left
    assert [complaint.place.about for complaint in complained(plan, "C06")] == left
    assert list(line.missing) == left


def test_province_counts_what_the_lowest_indicators_still_need():
    factories.assessment(scores=EQUAL | {"4": "85.00"})
    factories.report(factories.plan(), state="submitted")

    [demand] = seen(factories.reviewer(), "province_measures")["demands"]

    assert (demand.indicator.code, demand.weak, demand.needing, demand.missing) == ("4", 0, 1, 1)


# The total to print


@pytest.mark.parametrize(
    ("announced", "known", "total"),
    [
        ("90.65", factories.SCORES_2567, "90.65"),
        ("91.00", factories.SCORES_2567, "91.00"),
        (None, factories.SCORES_2567, "90.65"),
        (None, EQUAL | {"6": "90.05"}, "90.01"),  # computed 90.005: half up, at the end alone
        ("88.88", {"4": "74.54"}, "88.88"),
        (None, {"4": "74.54"}, None),
        ("0.00", EQUAL, "0.00"),
    ],
)
def test_every_page_prints_the_same_total(announced: str | None, known: dict[str, str], total: str | None):
    factories.assessment(scores=known, total=announced)
    plan = factories.plan()
    place = plan.municipality_id
    report = factories.report(plan, state="published")
    factories.publication(report)

    home = seen(factories.officer(), "municipality", place)["years"][0]
    [row] = seen(factories.reviewer(), "province")["page"]
    published = Client().get(reverse("published_municipality", args=[place])).context["results"][2567]

    expected = None if total is None else Decimal(total)
    assert home.total == row.total == published.year.total == expected
    assert scores.overall(load_dossier(plan)).total == expected


# Analysed or not


def answers_by_issue(count: int) -> Plan:
    """A plan of 2568, a year with seven issues; the measures of so many of them have an analysis."""
    plan = factories.plan()
    for number in range(1, 8):
        told = "ที่มาของมาตรการ" if number <= count else " "
        factories.measure(plan, number, issue=number, analysis=told)
    return plan


@pytest.mark.parametrize(
    ("about", "issues", "left"),
    [
        (["iit", "eit", "oit"], 0, []),
        ([*"12345678", "oit"], 0, []),
        (["iit", "eit", "9"], 0, ["10"]),
        (["iit", "eit", "9"], 6, ["10"]),
        ([], 7, []),
        ([], 6, list(factories.SCORES_2567)),
    ],
)
def test_home_check_and_document_agree_on_what_is_analysed(about: list[str], issues: int, left: list[str]):
    result = factories.assessment()
    for code in about:
        factories.analysis(result, code)
    plan = answers_by_issue(issues)

    home = seen(factories.officer(), "municipality", plan.municipality_id)["years"][0]
    printed = analysis.analyses(load_dossier(plan), Reading.INDICATOR).entries

    assert [complaint.place.about for complaint in complained(plan, "C05")] == left
    assert home.analysed == (not left)
    assert [entry.code for entry in printed if not entry.analysed] == left


# What a measure lacks


@pytest.mark.parametrize(
    ("changes", "parts"),
    [
        ({}, []),
        ({"about": []}, [MeasurePart.ABOUT]),
        ({"steps": []}, [MeasurePart.STEPS]),
        ({"responsible": []}, [MeasurePart.RESPONSIBLE]),
        ({"starts_on": None}, [MeasurePart.PERIOD]),
        ({"ends_on": None}, [MeasurePart.PERIOD]),
        ({"follow_up": " "}, [MeasurePart.FOLLOW_UP]),
        (
            {
                "about": [],
                "steps": [],
                "responsible": [],
                "starts_on": None,
                "ends_on": None,
                "follow_up": "",
            },
            list(MeasurePart),
        ),
    ],
)
def test_list_and_checks_name_the_same_gaps(changes: dict[str, Any], parts: list[MeasurePart]):
    plan = factories.plan(fiscal_year=2566)  # a year that wants follow-up
    factories.measure(plan, **{"follow_up": "รายงานทุกเดือน", **changes})

    [line] = officers("plan", plan, 2566)["lines"]
    told = " ".join(complaint.message for complaint in complained(plan, "C08", "P08", "P10"))

    assert list(line.gaps) == [f"ยังไม่ระบุ{part.label}" for part in parts]
    assert [part for part in MeasurePart if part.label in told] == parts


@pytest.mark.parametrize(
    ("fields", "reported"),
    [
        ({"done": ["ทำแล้ว"], "outcome": ["ดีขึ้น"]}, 1),
        ({"done": ["ทำแล้ว"]}, 0),
        ({"outcome": ["ดีขึ้น"]}, 0),
        ({}, 0),
    ],
)
def test_home_asks_for_results_until_the_check_is_content(fields: dict[str, list[str]], reported: int):
    plan = factories.complete_plan()
    result = plan.measures.get().result
    result.done, result.outcome = fields.get("done", []), fields.get("outcome", [])
    result.save()

    [year, *_] = seen(factories.officer(), "municipality", plan.municipality_id)["years"]
    found = checks.run(load_dossier(plan), "results")

    assert year.plan.reported == reported
    assert ("C10" in {complaint.check for complaint in found}) == (not reported)


# The lock of a result


def imported(plan: Plan) -> str:
    """What the import of another score of 2567 says against it, "" where it is stored."""
    place = plan.municipality
    data = {
        "format": "ita-report-bundle/1",
        "municipality": {
            "kind": place.kind, "name": place.name, "district": place.district.name, "province": "ลำปาง",
        },
        "assessments": [{"fiscal_year": 2567, "scores": {"1": "1.00"}}],
    }  # fmt: skip
    try:
        store(read_bundle(as_file(data)), dry_run=True)
    except BundleRefused as refused:
        return refused.faults[0].reason
    return ""


def announced(plan: Plan) -> str:
    """What the admin's import of announced results says against the same."""
    client = Client()
    client.force_login(factories.admin())
    content = csv_file(["เทศบาล", "ปี", "1"], [plan.municipality.full_name, "2567", "1.00"])
    return next((said for _, _, said in faults(upload(client, "import_announced", content))), "")


@pytest.mark.parametrize("state", State.values())
def test_every_way_to_a_result_is_locked_alike(state: str):
    result = factories.assessment()
    other = factories.report(factories.plan(fiscal_year=2567), state="published")
    report = factories.report(factories.plan(), state=state)

    page = officers("assessment", report.plan, 2567)["year"]

    assert page.lock == result.lock() == imported(report.plan) == announced(report.plan) == report.lock
    assert (report.lock == "") == (state in ("draft", "returned"))
    assert Assessment(municipality=result.municipality, fiscal_year=2566).lock() == other.lock


# Who waits for an answer


@pytest.mark.parametrize(
    ("answers", "closed", "waits"),
    [
        ([], False, 1),
        (["officer"], False, 0),
        (["officer", "reviewer"], False, 1),
        (["officer", "reviewer", "officer"], False, 0),
        ([], True, 0),
    ],
)
def test_thread_step_and_mail_agree_on_who_waits(answers: list[str], closed: bool, waits: int):
    report = factories.report(state="returned")
    root = factories.comment(report)
    for number, author in enumerate(answers):
        factories.comment(report, getattr(factories, author)(), body=f"{number}", answer_to=root)
    if closed:
        commenting.resolve(root, factories.reviewer())
    mailed = [item.text for item in Agenda(timezone.localdate(), 14).for_person(factories.officer())]

    assert [thread.waits for thread in commenting.threads(report)] == [bool(waits)]
    assert commenting.unanswered_comments(report) == waits
    assert any("ยังไม่ได้ตอบ" in text for text in mailed) == bool(waits)


# Handed in, due or late


@pytest.mark.parametrize("public", [False, True])
@pytest.mark.parametrize("state", State.values())
@time_machine.travel("2026-05-10 09:00+07:00", tick=False)
def test_desk_overview_home_and_mail_agree_on_what_is_late(state: str, *, public: bool):
    report = factories.report(factories.plan(fiscal_year=2569), state=state)
    if public:
        factories.publication(report)
    Deadline.objects.create(fiscal_year=2569, kind="plan", due_on=date(2026, 5, 9))

    [row] = seen(factories.reviewer(), "province", query="?year=2569")["page"]
    [(_, document)] = seen(factories.officer(), "municipality", report.plan.municipality_id)["dues"]
    mailed = [item.text for item in Agenda(timezone.localdate(), 14).for_person(factories.officer())]

    late = state in ("draft", "returned") and not public
    assert row.plan.is_late == document.is_late == late
    assert bool(seen(factories.reviewer(), "desk")["overdue"]) == late
    assert any("เกินกำหนด" in text for text in mailed) == late
