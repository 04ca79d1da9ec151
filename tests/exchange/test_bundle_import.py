"""What is stored of a bundle, what is left alone, and what comes back out."""

from datetime import date
from threading import Barrier, Thread
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core.files.base import ContentFile
from django.db import connection

from assessments.models import Score
from exchange.export import export
from exchange.reading import BundleRefused, read_bundle
from exchange.rows import CHANGED, CREATED, KEPT, REMOVED, Changes
from exchange.storing import store
from ita_portal.thai import fiscal_year_text
from measures.models import Evidence, Measure, Plan
from municipalities.models import Municipality
from reports.models import Report, ReportKind
from reports.workflow import State
from tests import factories
from tests.exchange.bundles import as_file, at, full

pytestmark = pytest.mark.django_db


def take(data: Any, *, dry_run: bool = False) -> Changes:
    """Import data as a file."""
    return store(read_bundle(as_file(data)), dry_run=dry_run)


def refusals(data: Any) -> list[str]:
    """Why the import of a well-formed bundle is refused."""
    with pytest.raises(BundleRefused) as refused:
        take(data)
    return [str(fault) for fault in refused.value.faults]


def rows() -> dict[str, int]:
    """How many rows there are of each of the portal's models, history included."""
    ours = ("municipalities", "assessments", "measures", "reports")
    return {
        model._meta.label: model._default_manager.count()
        for app in ours
        for model in apps.get_app_config(app).get_models()
    }


def exported(year: int = 2568) -> bytes:
    """The bundle of the only municipality."""
    return export(Municipality.objects.get(), year)


def test_import_stores_everything_and_export_gives_the_same_bytes() -> None:
    take(full())
    assert exported() == as_file(full())


def test_import_tells_what_was_created() -> None:
    changes = take(full())
    assert dict(changes.rows(CREATED)) == {
        "เทศบาล": 1,
        "ผลการประเมิน": 2,
        "คะแนนตัวชี้วัด": 3,
        "ข้อสังเกตของผู้ประเมิน": 2,
        "การวิเคราะห์": 2,
        "แผนมาตรการ": 1,
        "มาตรการ": 2,
        "ตัวชี้วัดของมาตรการ": 2,
        "ผลการดำเนินการ": 1,
        "หลักฐาน": 2,
    }
    assert changes.municipality == "เทศบาลตำบลบ้านใหม่ อำเภอแจ้ห่ม จังหวัดลำปาง"


def test_import_makes_the_two_reports_of_a_new_plan() -> None:
    take(full())
    assert sorted(Report.objects.values_list("kind", flat=True)) == ["plan", "results"]


def test_second_import_of_the_same_file_writes_nothing_not_even_history() -> None:
    take(full())
    before = rows()
    changes = take(full())
    assert (changes.writes, rows()) == (0, before)
    assert changes.rows(KEPT)["คะแนนตัวชี้วัด"] == 3


def test_dry_run_says_the_same_and_stores_nothing() -> None:
    before = rows()
    said = take(full(), dry_run=True)
    assert rows() == before
    assert said.rows(CREATED) == take(full()).rows(CREATED)


def test_changed_values_are_counted_by_field_and_leave_history() -> None:
    take(full())
    changes = take(at(at(full(), "plan.measures.0.steps", ["ใหม่"]), "plan.measures.0.issue", 5))
    assert dict(changes.rows(CHANGED)) == {"มาตรการ": 1}
    assert dict(changes.fields("มาตรการ")) == {"ประเด็น": 1, "ขั้นตอน/วิธีการปฏิบัติ": 1}
    assert Measure.objects.get(number=1).history.count() == 2


def test_keys_that_are_left_out_leave_what_is_stored() -> None:
    take(full())
    data = full()
    data["municipality"].pop("website")
    data["assessments"] = [{"fiscal_year": 2567, "scores": {"2": "80.00"}}]
    data["plan"] = {key: data["plan"][key] for key in ("assessed_year", "fiscal_year", "measures")}
    data["plan"]["measures"] = [
        {key: measure[key] for key in ("number", "title", "about", "stance", "steps", "responsible")}
        for measure in data["plan"]["measures"]
    ]
    del data["signatory"]
    take(data)
    assert exported() == as_file(at(full(), "assessments.1.scores", _scores_with_2()))


def _scores_with_2() -> dict[str, str]:
    return {"1": "90.64", "2": "80.00", "4": "74.54", "10": "100.00"}


def test_lists_that_are_given_replace_what_is_stored() -> None:
    take(full())
    data = full()
    data["assessments"][1]["findings"].reverse()
    data["assessments"][1]["analyses"].pop()
    data["plan"]["measures"].pop(0)
    data["plan"]["obstacles"] = []
    changes = take(data)
    assert dict(changes.rows(REMOVED)) == {"การวิเคราะห์": 1, "มาตรการ": 1}
    del data["plan"]["obstacles"]
    assert exported() == as_file(data)


def test_measure_with_another_title_keeps_nothing_of_the_old_one() -> None:
    take(full())
    data = full()
    new = {
        "number": 1,
        "title": "อีกเรื่อง",
        "about": ["5"],
        "stance": "improve",
        "steps": [],
        "responsible": [],
    }
    data["plan"]["measures"][0] = new
    take(data)
    assert exported() == as_file(data)


def test_new_start_without_an_end_forgets_the_old_end() -> None:
    take(full())
    data = at(full(), "plan.measures.0.ends_on", "2024-12-31")
    take(at(data, "plan.measures.0.quarters", [1]))
    del data["plan"]["measures"][0]["ends_on"], data["plan"]["measures"][0]["quarters"]
    take(at(data, "plan.measures.0.starts_on", "2025-03-01"))
    measure = Measure.objects.get(number=1)
    assert (measure.starts_on, measure.ends_on) == (date(2025, 3, 1), None)


def test_other_years_and_plans_are_left_alone_and_named() -> None:
    place = factories.municipality("บ้านใหม่", kind="tambon", district="แจ้ห่ม")
    factories.assessment(place, 2565, level="A")
    factories.measure(factories.plan(place, 2566))
    changes = take(full())
    assert changes.untouched == ["ผลการประเมินปี 2565", "แผนมาตรการปี 2566"]
    assert Measure.objects.filter(plan__fiscal_year=2566).count() == 1


def test_uploaded_evidence_survives_the_import_of_its_own_export() -> None:
    take(full())
    measure = Measure.objects.get(number=3)
    Evidence.objects.create(
        measure=measure, title="ไฟล์", file=ContentFile(b"%PDF-", name="a.pdf"), position=4
    )
    changes = store(read_bundle(exported()))
    assert changes.writes == 0
    assert Evidence.objects.get(measure=measure).file


def test_what_a_published_bundle_says_of_evidence_leaves_files_and_names_alone() -> None:
    take(full())
    measure = Measure.objects.get(number=3)
    file = ContentFile(b"%PDF-", name="a.pdf")
    Evidence.objects.create(measure=measure, title="ไฟล์", file=file, file_sha256="a" * 64, position=1)
    Evidence.objects.create(
        measure=measure, title="รายชื่อ", url="https://example.go.th/names", named_only=True, position=2
    )
    public = {"url": "https://ita.example.go.th/published/1.pdf", "file_name": "a.pdf", "size": 5}
    said = [
        {"title": "ไฟล์", **public, "sha256": "a" * 64},
        {"title": "รายชื่อ", "named_only": True, "url": ""},
    ]

    changes = take(at(full(), "plan.measures.1.evidence", said))

    assert changes.writes == 0
    assert [bool(row.file) for row in measure.evidence.all()] == [True, False]


def test_evidence_that_is_only_named_comes_without_an_address() -> None:
    data = at(full(), "plan.measures.0.evidence", [{"title": "รายชื่อ", "named_only": True, "url": ""}])
    take(data)
    assert exported() == as_file(data)


def test_same_evidence_twice_is_kept_twice() -> None:
    same = {"title": "ทะเบียน", "url": "https://example.go.th/a"}
    data = at(full(), "plan.measures.0.evidence", [same, same | {"title": "อีกครั้ง"}])
    take(data)
    assert exported() == as_file(data)


# Whose bundle it is


def test_code_is_added_to_a_municipality_that_has_none() -> None:
    place = factories.municipality("บ้านใหม่", kind="tambon", district="แจ้ห่ม")
    take(full())
    place.refresh_from_db()
    assert place.code == "5520603"


def test_municipality_without_a_code_in_the_bundle_keeps_its_own() -> None:
    take(full())
    data = full()
    del data["municipality"]["code"]
    assert take(data).writes == 0


def test_code_of_another_municipality_is_refused() -> None:
    factories.municipality("อื่น", kind="tambon", district="แจ้ห่ม", code="5520603")
    assert refusals(full()) == ["municipality.code: รหัส 5520603 เป็นของเทศบาลตำบลอื่น อำเภอแจ้ห่ม จังหวัดลำปาง"]


def test_district_of_the_bundle_is_taken_where_the_code_is_known() -> None:
    place = factories.municipality("บ้านใหม่", kind="tambon", district="แจ้ห่มเก่า", code="5520603")
    changes = take(full())
    place.refresh_from_db()
    assert place.district.name == "แจ้ห่ม"
    assert dict(changes.fields("เทศบาล")) == {"อำเภอ": 1, "เว็บไซต์หลัก": 1}
    assert take(full()).writes == 0


@pytest.mark.parametrize(
    "known",
    [{"kind": "mueang"}, {"province_name": "ลำพูน"}, {"name": "บ้านเก่า"}],
    ids=["kind", "province", "name"],
)
def test_code_known_under_another_kind_province_or_name_is_refused(known: dict[str, str]) -> None:
    place = {"name": "บ้านใหม่", "kind": "tambon", "district": "แจ้ห่ม"} | known
    factories.municipality(code="5520603", **place)
    before = rows()
    assert [why.partition(" ")[0] for why in refusals(full())] == ["municipality.code:"]
    assert rows() == before


def test_code_known_in_another_district_is_refused_where_the_name_is_known_without_it() -> None:
    factories.municipality("บ้านใหม่", kind="tambon", district="แจ้ห่ม")
    factories.municipality("บ้านใหม่", kind="tambon", district="งาว", code="5520603")
    assert refusals(full()) == ["municipality.code: รหัส 5520603 เป็นของเทศบาลตำบลบ้านใหม่ อำเภองาว จังหวัดลำปาง"]


def test_municipality_with_another_code_is_refused() -> None:
    factories.municipality("บ้านใหม่", kind="tambon", district="แจ้ห่ม", code="5520699")
    why = "เทศบาลตำบลบ้านใหม่ อำเภอแจ้ห่ม จังหวัดลำปาง มีรหัส 5520699 อยู่แล้ว"
    assert refusals(full()) == [f"municipality.code: {why}"]


def test_municipality_of_the_same_name_in_another_district_is_another_one() -> None:
    factories.municipality("บ้านใหม่", kind="tambon", district="งาว")
    take(full())
    assert Municipality.objects.filter(name="บ้านใหม่").count() == 2


@pytest.mark.parametrize(
    "written",
    [{"name": "บ้าน ใหม่"}, {"name": "บ้าน-ใหม่"}, {"district": "แจ้ ห่ม"}, {"code": None, "name": "บ้าน ใหม่"}],
)
def test_municipality_written_another_way_is_no_second_one(written: dict[str, str | None]) -> None:
    place = factories.municipality("บ้านใหม่", kind="tambon", district="แจ้ห่ม", code="5520603")
    data = full()
    data["municipality"] = {
        key: value for key, value in (data["municipality"] | written).items() if value is not None
    }
    take(data)
    kept = Municipality.objects.get()
    assert (kept.pk, kept.name, kept.district) == (place.pk, "บ้านใหม่", place.district)


def test_district_of_the_town_is_found_by_its_short_name() -> None:
    place = factories.municipality("บ้านใหม่", kind="tambon", district="เมืองลำปาง")
    data = full()
    data["municipality"] |= {"district": "เมือง"}
    take(data)
    assert Municipality.objects.get().district == place.district


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_new_municipality_imported_by_four_at_once_is_made_once() -> None:
    writes = list[int]()
    start = Barrier(4)

    def import_it() -> None:
        start.wait()
        writes.append(take(full()).writes)
        connection.close()

    threads = [Thread(target=import_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(bool, writes)) == [False, False, False, True]


# Locks


def _submit(kind: str) -> None:
    Report.objects.filter(kind=kind).update(state=State.SUBMITTED)


PAPER = f"{ReportKind.PLAN.label} {fiscal_year_text(2568)}"
LOCKED = f"{PAPER} อยู่ระหว่างการตรวจทาน จึงแก้ไขไม่ได้จนกว่าจะเรียกคืนหรือถูกส่งกลับ"
LOCKED_RESULTS = LOCKED.replace(ReportKind.PLAN.label, ReportKind.RESULTS.label)


def test_changes_to_what_a_locked_plan_shows_are_refused_at_each_place() -> None:
    take(full())
    _submit("plan")
    data = at(at(full(), "assessments.1.scores.1", "1.00"), "plan.measures.0.title", "ใหม่")
    before = rows()
    assert refusals(data) == [f"assessments.1: {LOCKED}", f"plan: {LOCKED}"]
    assert rows() == before
    assert Score.objects.get(assessment__fiscal_year=2567, code="1").value != 1


def test_result_of_another_year_is_stored_while_the_plan_is_locked() -> None:
    take(full())
    _submit("plan")
    data = full()
    data["assessments"].append({"fiscal_year": 2568, "scores": {"1": "99.00"}})
    assert take(data).rows(CREATED)["ผลการประเมิน"] == 1


def test_results_are_stored_while_only_the_plan_is_locked() -> None:
    take(full())
    _submit("plan")
    take(at(full(), "plan.measures.0.result.done", ["ใหม่"]))
    assert Measure.objects.get(number=1).result.done == ["ใหม่"]


def test_changes_to_locked_results_are_refused() -> None:
    take(full())
    _submit("results")
    assert refusals(at(full(), "plan.obstacles", ["ใหม่"])) == [f"plan: {LOCKED_RESULTS}"]


def test_same_file_is_taken_although_everything_is_locked() -> None:
    take(full())
    _submit("plan")
    _submit("results")
    assert take(full()).writes == 0


def test_measure_that_a_locked_results_report_shows_is_not_removed() -> None:
    """The page of the plan refuses the same."""
    take(full())
    plan = Plan.objects.get(fiscal_year=full()["plan"]["fiscal_year"])
    extra = factories.measure(plan, 5)
    factories.result(extra)
    _submit("results")
    before = rows()
    assert refusals(full()) == [f"plan: {LOCKED_RESULTS}"]
    assert rows() == before


def test_measure_of_which_nothing_was_reported_is_removed_while_the_results_are_locked() -> None:
    take(full())
    plan = Plan.objects.get(fiscal_year=full()["plan"]["fiscal_year"])
    extra = factories.measure(plan, 5)
    _submit("results")
    take(full())
    assert not plan.measures.filter(pk=extra.pk).exists()


@pytest.mark.parametrize("moment", ["2025-06-30T23:59:00+07:00", "2024-12-01T12:00:00+07:00"])
def test_year_whose_result_cannot_exist_yet_is_refused_unless_it_is_stored(moment: str) -> None:
    data = at(full(), "assessments.1.fiscal_year", 2568)
    with time_machine.travel(moment):
        [refusal] = refusals(data)
        assert "ยังไม่ประกาศ" in refusal
        assert not Municipality.objects.exists()
    take(data)
    with time_machine.travel(moment):
        take(data)
