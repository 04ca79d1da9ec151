"""Which day counts for a paper, and that the paper carries what was true then."""

import json
from datetime import date, datetime

import pytest
import time_machine
from django.template.loader import render_to_string
from django.utils import timezone

from documents import checks
from documents.compose import compose
from documents.loading import load_dossier
from documents.paper_day import paper_day
from exchange.reading import read_bundle
from exchange.storing import store
from exchange.writing import bundle_of
from measures.models import Plan
from municipalities.changing import begin_place, change_place
from municipalities.models import Kind, Municipality
from reports.fingerprint import fingerprint_of
from tests import factories

RAISED, TODAY = date(2025, 3, 1), date(2025, 6, 1)
BEFORE, AFTER = "เทศบาลตำบลทุ่งผึ้ง", "เทศบาลเมืองทุ่งผึ้ง"


@pytest.mark.parametrize(
    ("kind", "signed_on", "published_on", "today", "day"),
    [
        ("plan", date(2025, 1, 5), None, date(2025, 6, 1), date(2025, 1, 5)),
        ("plan", date(2025, 1, 5), date(2025, 2, 1), date(2025, 6, 1), date(2025, 1, 5)),
        ("plan", None, None, date(2025, 6, 1), date(2025, 6, 1)),
        ("plan", None, date(2025, 2, 1), date(2025, 6, 1), date(2025, 2, 1)),
        ("plan", None, None, date(2026, 2, 1), date(2025, 9, 30)),  # the plan's year is over
        ("plan", None, date(2026, 2, 1), date(2026, 6, 1), date(2025, 9, 30)),
        ("results", None, None, date(2026, 2, 1), date(2026, 2, 1)),  # reported in the year after
        ("results", None, None, date(2027, 2, 1), date(2026, 9, 30)),
        ("results", date(2027, 1, 1), None, date(2027, 2, 1), date(2027, 1, 1)),
    ],
)
def test_day_of_a_paper_of_2568(kind, signed_on, published_on, today, day):
    assert paper_day(kind, 2568, signed_on=signed_on, published_on=published_on, today=today) == day


@pytest.fixture
def plan(db: None) -> Plan:
    """The plan of 2568 of a place that was raised on 1 March 2025."""
    place = factories.municipality("ทุ่งผึ้ง", kind=Kind.TAMBON, district="แม่ทะ", code="5520101")
    found = factories.complete_plan(place)
    change_place(place, RAISED, {"kind": Kind.MUEANG, "code": "4520199"}, TODAY)
    return found


def names(plan: Plan, **days: date | None) -> list[str]:
    """What the plan and its results call the place on 1 June 2025, signed on these days."""
    Plan.objects.filter(pk=plan.pk).update(**days)
    row = Plan.objects.select_related("municipality__district__province").get(pk=plan.pk)
    with time_machine.travel(TODAY, tick=False):
        dossier = load_dossier(row)
    return [compose(dossier, kind).place.full_name for kind in ("plan", "results")]


def test_signed_before_the_raise_keeps_its_name(plan: Plan):
    assert names(plan, signed_on=date(2025, 2, 28)) == [BEFORE, AFTER]


def test_signed_on_the_day_of_the_raise_has_the_new_name(plan: Plan):
    assert names(plan, signed_on=RAISED) == [AFTER, AFTER]


def test_unsigned_has_the_name_of_today(plan: Plan):
    assert names(plan) == [AFTER, AFTER]


def test_plan_of_a_year_that_was_over_before_the_raise_keeps_its_name(plan: Plan):
    Plan.objects.filter(pk=plan.pk).update(fiscal_year=2567, assessed_year=2566)
    assert names(plan) == [BEFORE, AFTER]


def test_unsigned_public_paper_has_the_name_of_its_publication(plan: Plan):
    report = factories.report(plan, state="published")
    made = factories.publication(report)
    made.published_at = timezone.make_aware(datetime(2025, 2, 1, 12))
    made.save()
    assert names(plan) == [BEFORE, AFTER]


def test_results_say_as_what_the_plan_was_made(plan: Plan):
    names(plan, signed_on=date(2024, 12, 1), results_signed_on=date(2025, 5, 1))
    dossier = load_dossier(plan_row(plan))
    opening = compose(dossier, "results").sections[0].paragraphs[1]
    assert f"ตามที่{AFTER} (ขณะนั้นเป็น{BEFORE}) ได้กำหนด" in opening
    assert json.loads(bundle_of(dossier))["plan"]["planned_as"] == BEFORE


def plan_row(plan: Plan) -> Plan:
    return Plan.objects.select_related("municipality__district__province").get(pk=plan.pk)


def test_raise_changes_nothing_of_a_paper_that_was_signed_before(db: None):
    place = factories.municipality("ทุ่งผึ้ง", kind=Kind.TAMBON, district="แม่ทะ", code="5520101")
    made = factories.complete_plan(place)
    Plan.objects.filter(pk=made.pk).update(signed_on=date(2025, 1, 5), results_signed_on=date(2025, 2, 1))
    reports = made.reports.with_place
    before = [fingerprint_of(report) for report in reports().order_by("kind")]
    change_place(place, RAISED, {"kind": Kind.MUEANG, "code": "4520199"}, TODAY)
    assert [fingerprint_of(report) for report in reports().order_by("kind")] == before


def test_new_code_alone_changes_no_fingerprint(db: None):
    place = factories.municipality("ทุ่งผึ้ง", kind=Kind.TAMBON, district="แม่ทะ", code="5520101")
    made = factories.complete_plan(place)
    before = [fingerprint_of(report) for report in made.reports.with_place().order_by("kind")]
    change_place(place, RAISED, {"code": "5520199"}, TODAY)
    assert [fingerprint_of(report) for report in made.reports.with_place().order_by("kind")] == before


@pytest.mark.parametrize("signed_on", [date(2025, 1, 5), date(2025, 5, 1)])
@pytest.mark.parametrize("name", [BEFORE, AFTER])
def test_texts_may_use_the_name_of_either_time(plan: Plan, signed_on: date, name: str):
    Plan.objects.update(signed_on=signed_on)
    plan.measures.update(title=f"ประชาสัมพันธ์นโยบายของ{name}ให้ประชาชนทราบ")
    found = checks.run(load_dossier(plan_row(plan)), "plan")
    assert [one.message for one in found if one.message.startswith("ข้อความ")] == []


def test_name_of_no_time_is_still_doubted(plan: Plan):
    plan.measures.update(title="ประชาสัมพันธ์นโยบายของเทศบาลนครทุ่งผึ้งให้ประชาชนทราบ")
    found = checks.run(load_dossier(plan_row(plan)), "plan")
    assert [one for one in found if "เทศบาลนครทุ่งผึ้ง" in one.message]


def test_result_of_its_time_as_a_subdistrict_body_is_called_so(db: None):
    place = factories.municipality("ทุ่งผึ้ง", kind=Kind.TAMBON, district="แม่ทะ", code="5520101")
    factories.assessment(place, 2566)
    made = factories.complete_plan(place)
    begin_place(place, date(2024, 10, 1), "ทุ่งผึ้ง", "6520101")
    dossier = load_dossier(plan_row(made))
    said = "องค์การบริหารส่วนตำบลทุ่งผึ้ง"
    assert [year.assessed_as for year in dossier.years] == [said, said]
    document = compose(dossier, "plan")
    assert (
        f"ผลการประเมิน ITA ปีงบประมาณ\u00a0พ.ศ.\u00a0๒๕๖๗ (ขณะเป็น{said})" in document.sections[0].paragraphs[-1]
    )
    assert json.loads(bundle_of(dossier))["assessments"][0]["assessed_as"] == said


def test_bundle_of_former_days_finds_its_municipality(plan: Plan):
    Plan.objects.update(signed_on=date(2025, 1, 5))
    bundle = bundle_of(load_dossier(plan_row(plan)))
    assert json.loads(bundle)["municipality"]["kind"] == "tambon"
    store(read_bundle(bundle))
    place = Municipality.objects.get()
    assert (place.full_name, place.code) == (AFTER, "4520199")


def test_history_marks_the_years_as_a_subdistrict_body(db: None):
    place = factories.municipality("ทุ่งผึ้ง", kind=Kind.TAMBON, district="แม่ทะ", code="5520101")
    factories.assessment(place, 2566)
    made = factories.complete_plan(place)
    begin_place(place, date(2023, 10, 1), "ทุ่งผึ้ง", "6520101")
    sections = compose(load_dossier(plan_row(made)), "plan").sections
    [history] = [section for section in sections if section.anchor == "history"]
    page = render_to_string(history.template, {"part": history})
    assert "๒๕๖๖ (อบต.)" in page
    assert "๒๕๖๗ (อบต.)" not in page
    assert "ขณะเป็นองค์การบริหารส่วนตำบลทุ่งผึ้ง" in page


@pytest.mark.parametrize(
    ("day", "years"),
    [(date(2025, 10, 1), ["๒๕๖๗", "๒๕๖๘"]), (date(2024, 10, 1), ["๒๕๖๗"]), (date(2023, 10, 1), [])],
)
def test_comparison_names_the_years_as_a_subdistrict_body(db: None, day: date, years: list[str]):
    place = factories.municipality("ทุ่งผึ้ง", kind=Kind.TAMBON, district="แม่ทะ", code="5520101")
    made = factories.complete_plan(place)
    factories.assessment(place, 2568)
    begin_place(place, day, "ทุ่งผึ้ง", "6520101")
    sections = compose(load_dossier(plan_row(made)), "results").sections
    [compared] = [section for section in sections if section.anchor == "comparison"]
    page = render_to_string(compared.template, {"part": compared}).replace("\u00a0", " ")
    said = [year for year in ("๒๕๖๗", "๒๕๖๘") if f"ปีงบประมาณ พ.ศ. {year} เป็นผลขณะเป็นองค์การ" in page]
    assert said == years
