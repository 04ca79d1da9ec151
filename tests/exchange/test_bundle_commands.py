"""manage.py import_bundle and export_bundle, as somebody at a terminal sees them."""

import io
import json
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from assessments.models import Assessment
from measures.models import Plan
from municipalities.models import Municipality
from tests import factories
from tests.exchange.bundles import as_file, at, full

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> tuple[int, str, str]:
    """Exit status, stdout and stderr of a command."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command(*arguments, stdout=out, stderr=err)
    except SystemExit as leaving:
        return int(leaving.code or 0), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


@pytest.fixture
def good(tmp_path: Path) -> str:
    """A file that can be imported."""
    (path := tmp_path / "good.json").write_bytes(as_file(full()))
    return str(path)


@pytest.fixture
def bad(tmp_path: Path) -> str:
    """A file with two faults."""
    data = at(at(full(), "assessments.0.scores.11", "1"), "plan.decided_on", "x")
    (path := tmp_path / "bad.json").write_bytes(as_file(data))
    return str(path)


TOLD = (
    "ข้อสังเกตของผู้ประเมิน 2, การวิเคราะห์ 2, แผนมาตรการ 1, มาตรการ {}, "
    "ตัวชี้วัดของมาตรการ 2, ผลการดำเนินการ 1, หลักฐาน 2"
)


def test_import_says_what_it_did(good: str) -> None:
    status, out, err = run("import_bundle", good)
    assert (status, err) == (0, "")
    assert out.splitlines() == [
        f"{good}: เทศบาลตำบลบ้านใหม่ อำเภอแจ้ห่ม จังหวัดลำปาง",
        f"  เพิ่ม: เทศบาล 1, ผลการประเมิน 2, คะแนนตัวชี้วัด 3, {TOLD.format(2)}",
    ]


def test_import_says_what_it_changed_and_what_it_left_alone(good: str, tmp_path: Path) -> None:
    run("import_bundle", good)
    data = at(full(), "plan.measures.1.steps", ["ใหม่"])
    data["assessments"].pop(0)
    (path := tmp_path / "changed.json").write_bytes(as_file(data))
    _, out, _ = run("import_bundle", str(path))
    assert out.splitlines()[1:] == [
        "  แก้ไข: มาตรการ 1 (ขั้นตอน/วิธีการปฏิบัติ 1)",
        f"  คงเดิม: เทศบาล 1, ผลการประเมิน 1, คะแนนตัวชี้วัด 3, {TOLD.format(1)}",
        "  ไม่ได้กล่าวถึงจึงคงไว้: ผลการประเมินปี 2566",
    ]


def test_import_of_the_same_file_says_that_nothing_changed(good: str) -> None:
    run("import_bundle", good)
    assert run("import_bundle", good)[1].splitlines()[1] == "  ไม่มีอะไรเปลี่ยนแปลง"


def test_dry_run_stores_nothing_and_says_so(good: str) -> None:
    status, out, _ = run("import_bundle", "--dry-run", good)
    assert (status, out.splitlines()[-1]) == (0, "  (ทดลองเท่านั้น ไม่ได้บันทึก)")
    assert Municipality.objects.count() == 0


def test_refused_file_names_every_fault_and_stores_nothing(bad: str) -> None:
    status, out, err = run("import_bundle", bad)
    assert (status, out) == (1, "")
    assert err.splitlines() == [
        f"{bad}: ไม่ได้นำเข้า พบข้อผิดพลาด 2 แห่ง",
        "assessments.0.scores.11: ต้องเป็นรหัสตัวชี้วัด 1 ถึง 10",
        'plan.decided_on: ต้องเป็นวันที่แบบ ปี-เดือน-วัน ในปี ค.ศ. เช่น "2025-10-01"',
    ]
    assert (Municipality.objects.count(), Assessment.objects.count(), Plan.objects.count()) == (0, 0, 0)


def test_of_several_files_each_stands_alone(bad: str, good: str) -> None:
    status, out, _ = run("import_bundle", bad, good)
    assert (status, out.splitlines()[0].partition(": ")[0]) == (1, good)
    assert Plan.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "why"), [("none.json", "ไม่พบไฟล์นี้"), ("", "เปิดอ่านไฟล์นี้ไม่ได้"), ("\0", "เปิดอ่านไฟล์นี้ไม่ได้")]
)
def test_file_that_cannot_be_read_says_why(tmp_path: Path, name: str, why: str) -> None:
    path = f"{tmp_path}/{name}"
    assert run("import_bundle", path) == (1, "", f"{path}: ไม่ได้นำเข้า พบข้อผิดพลาด 1 แห่ง\nไฟล์: {why}\n")


def test_import_reads_stdin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(as_file(full()))))
    assert run("import_bundle", "-")[0] == 0
    assert Plan.objects.count() == 1


@pytest.mark.parametrize("named", ["5520603", "เทศบาลตำบลบ้านใหม่"])
def test_export_writes_what_was_imported(good: str, named: str) -> None:
    run("import_bundle", good)
    assert run("export_bundle", named, "2568") == (0, as_file(full()).decode(), "")


def test_export_replaces_a_file_whole(good: str, tmp_path: Path) -> None:
    run("import_bundle", good)
    (path := tmp_path / "out.json").write_text("old")
    assert run("export_bundle", "5520603", "2568", "-o", str(path)) == (0, "", "")
    assert path.read_bytes() == as_file(full())
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["good.json", "out.json"]


def test_export_into_no_directory_says_so(good: str, tmp_path: Path) -> None:
    run("import_bundle", good)
    path = tmp_path / "none" / "out.json"
    assert run("export_bundle", "5520603", "2568", "-o", str(path)) == (1, "", f"{path}: เขียนไฟล์ไม่ได้\n")


def test_export_of_an_unknown_municipality_says_so() -> None:
    status, out, err = run("export_bundle", "9999999", "2568")
    assert (status, out, "9999999" in err) == (1, "", True)


@pytest.mark.parametrize(
    ("year", "why"),
    [
        ("2025", "กรุณากรอกปีเป็น พ.ศ. (ค.ศ. 2025 คือ พ.ศ. 2568)"),
        ("ปีนี้", "กรุณากรอกปี พ.ศ. เป็นตัวเลข 4 หลัก เช่น 2568"),
    ],
)
def test_export_of_no_year_says_why(good: str, year: str, why: str) -> None:
    run("import_bundle", good)
    assert run("export_bundle", "5520603", year) == (1, "", f"{why}\n")


def test_export_of_nothing_says_so() -> None:
    factories.municipality(code="4520103")
    said = "เทศบาลเมืองเขลางค์นครยังไม่มีแผนหรือผลการประเมินถึงปีงบประมาณ พ.ศ. 2568\n"
    assert run("export_bundle", "4520103", "2568") == (1, "", said)


def test_export_without_a_plan_has_results_only() -> None:
    factories.assessment(factories.municipality(code="4520103"))
    assert sorted(json.loads(run("export_bundle", "4520103", "2568")[1])) == [
        "assessments",
        "format",
        "municipality",
    ]
