"""Every kind of broken bundle is refused with path and Thai reason, all faults at once."""

import json
import re
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import core_schema

from exchange.reading import MAX_BYTES, BundleRefused, read_bundle, reason
from tests.exchange.bundles import as_file, at, full
from tests.planting import LAST, planted, without_indicator_10, write

A, M = "assessments.1", "plan.measures.0"
NOT_A_SCORE = "ต้องเป็นตัวเลขอารบิกระหว่าง 0 ถึง 100 ทศนิยมไม่เกิน 2 ตำแหน่ง"
NOT_BAHT = 'ต้องเป็นจำนวนเงินในรูปข้อความ เช่น "15000.00" ("0.00" คือไม่ใช้งบประมาณ)'
NOT_QUARTERS = "ต้องเป็นเลขไตรมาส 1 ถึง 4 เรียงจากน้อยไปมากและไม่ซ้ำกัน"
NOT_A_DAY = 'ต้องเป็นวันที่แบบ ปี-เดือน-วัน ในปี ค.ศ. เช่น "2025-10-01"'
NOT_AN_ADDRESS = "ต้องเป็นที่อยู่เว็บที่ขึ้นต้นด้วย http:// หรือ https://"
NOT_IN_THE_YEAR = "ต้องอยู่ในปีงบประมาณ พ.ศ. 2568 (1 ตุลาคม 2567 - 30 กันยายน 2568)"
UNKNOWN_KEY = "ไม่มีคีย์นี้ในรูปแบบแฟ้มข้อมูล"
NULL = "ต้องไม่เป็น null หากไม่ทราบค่าให้ละคีย์นี้ไว้"
EMPTY = "ต้องไม่ว่างเปล่า"
LINE_BREAK = "มีอักขระที่ใช้ไม่ได้: การขึ้นบรรทัดใหม่ กรุณาลบออก"


def faults(content: bytes) -> list[str]:
    """What is wrong with a file, as the command prints it."""
    with pytest.raises(BundleRefused) as refused:
        read_bundle(content)
    return [str(fault) for fault in refused.value.faults]


def test_bundle_with_every_key_is_read() -> None:
    bundle = read_bundle(as_file(full()))
    assert bundle.plan is not None
    assert str(bundle.assessments[1].scores["4"]) == "74.54"


def test_bundle_with_required_keys_only_is_read() -> None:
    place = {"kind": "nakhon", "name": "ก", "district": "ข", "province": "ตาก"}
    data = {"format": "ita-report-bundle/1", "municipality": place, "assessments": []}
    assert read_bundle(as_file(data)).model_dump(exclude_unset=True) == data


BROKEN: list[tuple[str, Any, str]] = [
    (
        "format",
        "ita-report-bundle/3",
        "ต้องเป็นค่าใดค่าหนึ่งต่อไปนี้: 'ita-report-bundle/1', 'ita-report-bundle/2'",
    ),
    (f"{M}.kind", "plan", "ต้องเป็นค่าใดค่าหนึ่งต่อไปนี้: 'measure', 'project', 'activity'"),
    (f"{M}.goals", "ครบ", "ต้องเป็นรายการ […]"),
    (f"{M}.budget", 15000, NOT_BAHT),
    (f"{M}.budget", "15,000.00", NOT_BAHT),
    (f"{M}.budget", "-1.00", NOT_BAHT),
    (f"{M}.quarters", [1, 2], "ต้องตรงกับ starts_on และ ends_on ของมาตรการ"),
    (f"{M}.quarters", [4, 1], NOT_QUARTERS),
    (f"{M}.quarters", [], NOT_QUARTERS),
    (f"{M}.quarters.0", 0, "ต้องไม่น้อยกว่า 1"),
    (f"{M}.monitored_on", ["2025-07-15", "2025-01-15"], "วันที่ต้องเรียงจากก่อนไปหลังและไม่ซ้ำกัน"),
    (f"{M}.monitored_on", ["15/1/2568"], NOT_A_DAY),
    ("plan.own_texts.0.place", "under", "ต้องเป็นค่าใดค่าหนึ่งต่อไปนี้: 'instead', 'before', 'after'"),
    ("plan.own_texts", [*full()["plan"]["own_texts"]] * 2, "แต่ละตำแหน่งของหัวข้อมีได้ครั้งเดียว"),
    (f"{M}.result.obstacles.0", "", EMPTY),
    (f"{M}.result.progress.0.planned", 101, "ต้องไม่เกิน 100"),
    (f"{M}.result.progress.0.actual", "25", "ต้องเป็นจำนวนเต็ม"),
    (f"{M}.result.progress.0.note", "a\nb", LINE_BREAK),
    (f"{M}.result.progress", [{"quarter": 2}, {"quarter": 1}], "ไตรมาสต้องเรียงจากน้อยไปมากและไม่ซ้ำกัน"),
    ("extra", 1, UNKNOWN_KEY),
    ("municipality.code", "552060", "ต้องเป็นรหัส อปท. ที่เป็นตัวเลขอารบิก 7 หลัก"),
    ("municipality.code", "๕๕๒๐๖๐๓", "ต้องเป็นรหัส อปท. ที่เป็นตัวเลขอารบิก 7 หลัก"),
    ("municipality.code", 5520603, "ต้องเป็นข้อความ"),
    ("municipality.code", None, NULL),
    ("municipality.kind", "city", "ต้องเป็นค่าใดค่าหนึ่งต่อไปนี้: 'nakhon', 'mueang', 'tambon', 'sao'"),
    ("municipality.name", "", EMPTY),
    ("municipality.name", "เทศบาลตำบลบ้านใหม่", "ต้องเป็นชื่อที่ไม่มีคำนำหน้าเทศบาล"),
    ("municipality.name", "ทต.บ้านใหม่", "ต้องเป็นชื่อที่ไม่มีคำนำหน้าเทศบาล"),
    ("municipality.name", " บ้านใหม่", "ต้องไม่มีช่องว่างนำหน้าหรือต่อท้าย"),
    ("municipality.name", "บ้าน\nใหม่", LINE_BREAK),
    ("municipality.name", "ก" * 121, "ยาวเกินไป ต้องไม่เกิน 120 ตัวอักษร"),
    ("municipality.district", "อำเภอแจ้ห่ม", "ต้องเป็นชื่อที่ไม่มีคำว่าอำเภอนำหน้า"),
    ("municipality.district", "อ.แจ้ห่ม", "ต้องเป็นชื่อที่ไม่มีคำว่าอำเภอนำหน้า"),
    ("municipality.province", "กรุงเก่า", "ต้องเป็นชื่อหนึ่งใน 77 จังหวัดของประเทศไทย โดยไม่มีคำว่าจังหวัดนำหน้า"),
    ("municipality.website", "javascript:alert(1)", NOT_AN_ADDRESS),
    ("municipality.website", "http://example.go.th:99999/", NOT_AN_ADDRESS),
    ("municipality.website", "https://", NOT_AN_ADDRESS),
    ("municipality.website", "http://[", NOT_AN_ADDRESS),
    ("municipality.website", f"https://e.th/{'a' * 200}", "ยาวเกินไป ต้องไม่เกิน 200 ตัวอักษร"),
    ("municipality", [], "ต้องเป็นออบเจกต์ {…}"),
    ("assessments", {}, "ต้องเป็นรายการ […]"),
    ("assessments.0", "x", "ต้องเป็นออบเจกต์ {…}"),
    (f"{A}.fiscal_year", 2561, "ต้องไม่น้อยกว่า 2562"),
    (f"{A}.fiscal_year", 2601, "ต้องไม่เกิน 2600"),
    (f"{A}.fiscal_year", True, "ต้องเป็นจำนวนเต็ม"),
    (f"{A}.fiscal_year", 2567.0, "ต้องเป็นจำนวนเต็ม"),
    (f"{A}.fiscal_year", "2567", "ต้องเป็นจำนวนเต็ม"),
    (f"{A}.fiscal_year", 2566, "ปีต้องเรียงจากน้อยไปมากและไม่ซ้ำกัน"),
    (f"{A}.announced_total", 90.65, 'ต้องเป็นตัวเลขในรูปข้อความ เช่น "95.50"'),
    (f"{A}.announced_total", "90.655", NOT_A_SCORE),
    (f"{A}.announced_total", "1e2", NOT_A_SCORE),
    (f"{A}.announced_total", "NaN", NOT_A_SCORE),
    (f"{A}.announced_total", "-0", NOT_A_SCORE),
    (f"{A}.announced_total", "๙๐.๖๕", NOT_A_SCORE),
    (f"{A}.announced_total", "90.6\n", NOT_A_SCORE),
    (f"{A}.announced_total", "100.01", "ต้องไม่เกิน 100"),
    (f"{A}.announced_total", None, NULL),
    (
        f"{A}.announced_level",
        "AA",
        "ไม่ใช่ระดับผลการประเมินของปีงบประมาณ พ.ศ. 2567 (ผ่านดีเยี่ยม, ผ่านดี, ผ่าน, ต้องปรับปรุง, ต้องปรับปรุงโดยด่วน)",
    ),
    (f"{A}.announced_instruments.iit2", "90.00", "ต้องเป็นรหัสเครื่องมือ (iit, eit, eit1, eit2, oit)"),
    (f"{A}.announced_instruments.iit", "x", NOT_A_SCORE),
    (f"{A}.scores.11", "90.00", "ต้องเป็นรหัสตัวชี้วัด 1 ถึง 10"),
    (f"{A}.scores.01", "90.00", "ต้องเป็นรหัสตัวชี้วัด 1 ถึง 10"),
    (f"{A}.scores.1", 90, 'ต้องเป็นตัวเลขในรูปข้อความ เช่น "95.50"'),
    (f"{A}.scores", [], "ต้องเป็นออบเจกต์ {…}"),
    (f"{A}.findings.1.question", "i10", "ซ้ำกับรายการก่อนหน้า (i10)"),
    (f"{A}.findings.0.question", "i16", "ปีงบประมาณ พ.ศ. 2567 ไม่มีข้อ i16"),
    (f"{A}.findings.0.question", "I1", "ต้องเป็นรหัสข้อคำถามหรือข้อ OIT เช่น i2, e4, o6"),
    (f"{A}.findings.0.indicator", "iit", "ต้องเป็นรหัสตัวชี้วัด 1 ถึง 10"),
    (f"{A}.findings.0.issue", " ", EMPTY),
    (f"{A}.findings.0.issue", "ก" * 5001, "ยาวเกินไป ต้องไม่เกิน 5000 ตัวอักษร"),
    (f"{A}.findings.0.issue", "a\r\nb", "มีอักขระที่ใช้ไม่ได้: การขึ้นบรรทัดใหม่ กรุณาลบออก"),
    (f"{A}.findings.0.advice", "a\tb", "มีอักขระที่ใช้ไม่ได้: แท็บ (Tab) กรุณาลบออก"),
    (f"{A}.findings.0.advice", "\x00", "มีอักขระที่ใช้ไม่ได้: อักขระควบคุม U+0000 กรุณาลบออก"),
    (f"{A}.findings.0.advice", "\uffff", "มีอักขระที่ใช้ไม่ได้: อักขระควบคุม U+FFFF กรุณาลบออก"),
    (f"{A}.analyses.1.about", "4", "ซ้ำกับรายการก่อนหน้า (4)"),
    (f"{A}.analyses.0.about", "eit1", "ต้องเป็นรหัสตัวชี้วัด 1 ถึง 10 หรือรหัสเครื่องมือ iit, eit, oit"),
    (f"{A}.analyses.0.stance", "keep", "ต้องเป็นค่าใดค่าหนึ่งต่อไปนี้: 'urgent', 'improve', 'maintain'"),
    (f"{A}.analyses.0.text", "", EMPTY),
    (f"{A}.analyses.0.guidelines.0", "a\nb", LINE_BREAK),
    (f"{A}.analyses.0.guidelines.0", "", EMPTY),
    (f"{A}.analyses.0.guidelines", "ทบทวน", "ต้องเป็นรายการ […]"),
    ("plan.decided_on", "07-09-2024", NOT_A_DAY),
    ("plan.decided_on", "2024-9-7", NOT_A_DAY),
    ("plan.decided_on", "20240907", NOT_A_DAY),
    ("plan.decided_on", 20240907, NOT_A_DAY),
    ("plan.decided_on", "2567-09-07", "ปีต้องเป็น ค.ศ. ระหว่าง 1957 ถึง 2156"),
    ("plan.decided_on", "2023-02-29", "ไม่มีวันที่นี้ในปฏิทิน"),
    (f"{M}.number", 0, "ต้องไม่น้อยกว่า 1"),
    (f"{M}.number", 1000, "ต้องไม่เกิน 999"),
    ("plan.measures.1.number", 1, "ซ้ำกับรายการก่อนหน้า (1)"),
    (f"{M}.title", "", EMPTY),
    (f"{M}.title", "ก" * 1001, "ยาวเกินไป ต้องไม่เกิน 1000 ตัวอักษร"),
    (f"{M}.issue", 8, "ต้องไม่เกิน 7"),
    (f"{M}.issue", None, NULL),
    (f"{M}.about.1", "4", "ซ้ำกับรายการก่อนหน้า (4)"),
    (f"{M}.about.1", "11", "ต้องเป็นรหัสตัวชี้วัด 1 ถึง 10 หรือรหัสเครื่องมือ iit, eit, oit"),
    (f"{M}.starts_on", "2024-09-30", NOT_IN_THE_YEAR),
    (f"{M}.ends_on", "2025-10-01", NOT_IN_THE_YEAR),
    (f"{M}.responsible", None, NULL),
    (f"{M}.steps.1", 7, "ต้องเป็นข้อความ"),
    (f"{M}.steps.1", "ก" * 20_001, "ยาวเกินไป ต้องไม่เกิน 20000 ตัวอักษร"),
    (f"{M}.steps", ["ก"] * 201, "มีมากเกินไป ต้องไม่เกิน 200 รายการ"),
    (
        f"{M}.result.status",
        "finished",
        "ต้องเป็นค่าใดค่าหนึ่งต่อไปนี้: 'not_started', 'underway', 'done', 'dropped'",
    ),
    (f"{M}.result.note", "x", UNKNOWN_KEY),
    (f"{M}.evidence.0.url", "ftp://example.go.th", NOT_AN_ADDRESS),
    (f"{M}.evidence.0.url", "https://example.go.th/ a", NOT_AN_ADDRESS),
    (f"{M}.evidence.0.url", "", NOT_AN_ADDRESS),
    (f"{M}.evidence.0.title", "", EMPTY),
    ("plan.overall_outcome.0", " ", EMPTY),
    ("signatory.name", "ก" * 151, "ยาวเกินไป ต้องไม่เกิน 150 ตัวอักษร"),
    ("signatory.signed_on", "", NOT_A_DAY),
    ("plan", None, NULL),
]


@pytest.mark.parametrize(("path", "value", "why"), BROKEN)
def test_bundle_with_a_wrong_value_names_its_path_and_reason(path: str, value: Any, why: str) -> None:
    assert faults(as_file(at(full(), path, value))) == [f"{path}: {why}"]


REQUIRED = {
    "": ("format", "municipality", "assessments"),
    "municipality.": ("kind", "name", "district", "province"),
    f"{A}.": ("fiscal_year", "scores"),
    f"{A}.findings.0.": ("question", "indicator", "issue", "advice"),
    f"{A}.analyses.0.": ("about", "stance", "text", "guidelines"),
    "plan.": ("assessed_year", "fiscal_year", "measures"),
    f"{M}.": ("number", "title", "about", "stance", "steps", "responsible"),
    f"{M}.result.": ("status", "done", "outcome"),
    f"{M}.evidence.0.": ("title", "url"),
}


@pytest.mark.parametrize("path", [f"{holder}{key}" for holder, keys in REQUIRED.items() for key in keys])
def test_bundle_without_a_required_key_names_its_path(path: str) -> None:
    assert faults(as_file(_without(full(), path))) == [f"{path}: ขาดคีย์นี้ ซึ่งต้องมี"]


def _without(data: Any, path: str) -> Any:
    holder = data
    *steps, last = path.split(".")
    for step in steps:
        holder = holder[int(step) if isinstance(holder, list) else step]
    del holder[last]
    return data


def test_plan_before_its_result_is_refused() -> None:
    data = at(full(), "plan.assessed_year", 2569)
    assert faults(as_file(data)) == ["plan.fiscal_year: ปีที่ดำเนินการต้องไม่ก่อนปีของผลการประเมิน (assessed_year)"]


def test_measure_that_ends_before_it_starts_is_refused() -> None:
    data = at(at(full(), f"{M}.starts_on", "2025-02-01"), f"{M}.ends_on", "2025-01-31")
    assert faults(as_file(data)) == [f"{M}.ends_on: วันสิ้นสุดต้องไม่ก่อนวันเริ่มต้น"]


def test_issue_in_a_year_known_to_have_none_is_refused() -> None:
    data = full()
    data["plan"] |= {"assessed_year": 2564, "fiscal_year": 2565}
    data["plan"]["measures"] = [data["plan"]["measures"][1] | {"issue": 1}]
    assert faults(as_file(data)) == [f"{M}.issue: หลักเกณฑ์ของปีงบประมาณ พ.ศ. 2565 ไม่มีประเด็นที่ 1"]


def test_issue_in_a_year_whose_rules_are_not_fully_known_is_taken() -> None:
    data = full()
    data["plan"] |= {"assessed_year": LAST, "fiscal_year": LAST + 1}
    data["plan"]["measures"] = [data["plan"]["measures"][1] | {"issue": 1}]
    assert read_bundle(as_file(data)).plan is not None


def test_eit_parts_before_2566_are_refused() -> None:
    data = at(full(), "assessments.0.fiscal_year", 2565)
    announced = {"eit": "90.00", "eit1": "90.00"}
    data["assessments"][0] |= {"announced_level": "A", "announced_instruments": announced}
    assert faults(as_file(data)) == [
        "assessments.0.announced_instruments.eit1: ปีงบประมาณ พ.ศ. 2565 ไม่มีคะแนน eit1"
    ]


def test_signatory_without_a_plan_is_refused() -> None:
    assert faults(as_file(_without(full(), "plan"))) == ["signatory: ผู้ลงนามต้องมาพร้อมแผนมาตรการ (plan)"]


def test_all_faults_are_named_at_once() -> None:
    data = full()
    for path, value in {
        "municipality.province": "x",
        "assessments.0.scores.11": "1",
        f"{A}.announced_level": "AA",
        f"{A}.findings.1.question": "i10",
        "plan.fiscal_year": "2568",
        f"{M}.issue": 9,
        f"{M}.starts_on": "x",
        "plan.measures.1.extra": 1,
        "signatory.signed_on": "2025-02-30",
    }.items():
        at(data, path, value)
    assert [fault.partition(":")[0] for fault in faults(as_file(data))] == [
        "municipality.province",
        "assessments.0.scores.11",
        f"{A}.announced_level",
        f"{A}.findings.1.question",
        "plan.fiscal_year",
        f"{M}.issue",
        f"{M}.starts_on",
        "plan.measures.1.extra",
        "signatory.signed_on",
    ]


# Files


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "ไม่ใช่ JSON ที่ถูกต้อง (บรรทัดที่ 1 คอลัมน์ที่ 1)"),
        (b'{\n "a": ,}', "ไม่ใช่ JSON ที่ถูกต้อง (บรรทัดที่ 2 คอลัมน์ที่ 7)"),
        (b"\xef\xbb\xbf{}", "ต้องเป็น UTF-8 ที่ไม่มี BOM นำหน้า"),
        (b'{"a": "\xff"}', "ไม่ใช่ UTF-8 ที่ถูกต้อง (ไบต์ที่ 8)"),
        (b'{"a": NaN}', "ไม่ใช่ JSON ที่ถูกต้อง (NaN ไม่ใช่ตัวเลข)"),
        (b'{"a": -Infinity}', "ไม่ใช่ JSON ที่ถูกต้อง (-Infinity ไม่ใช่ตัวเลข)"),
        (b"[" * 100_000, "ซ้อนกันหลายชั้นเกินไป"),
        (b"1" * 5000, "มีตัวเลขที่ยาวเกินไป"),
        (b" " * (MAX_BYTES + 1), "ใหญ่เกิน 5 MB"),
        (b"[]", "ต้องเป็นออบเจกต์ {…}"),
        (b"null", "ต้องเป็นออบเจกต์ {…}"),
    ],
)
def test_file_that_is_no_bundle_says_why(content: bytes, why: str) -> None:
    assert faults(content) == [f"ไฟล์: {why}"]


def test_repeated_key_is_named_with_its_path() -> None:
    text = as_file(full()).decode().replace('"1": "90.64"', '"1": "90.64", "1": "90.65"')
    assert faults(text.encode()) == [f"{A}.scores.1: คีย์ซ้ำในออบเจกต์เดียวกัน"]


def test_half_of_a_surrogate_pair_in_a_text_is_refused() -> None:
    text = as_file(full()).decode().replace("ไม่มีของหาย", "\\ud800")
    why = "มีอักขระที่ใช้ไม่ได้: อักขระควบคุม U+D800 กรุณาลบออก"
    assert faults(text.encode()) == [f"{M}.result.outcome.0: {why}"]


def test_half_of_a_surrogate_pair_in_a_key_is_refused() -> None:
    text = as_file(full()).decode().replace('"format"', '"\\ud800": 1, "format"', 1)
    assert faults(text.encode()) == ["\\ud800: ชื่อคีย์มีอักขระที่ใช้ไม่ได้"]


def test_path_of_a_strange_key_stays_on_one_short_line() -> None:
    data = full() | {"a\nb": 1, "x" * 100: 2}
    assert faults(as_file(data)) == [f"a\\nb: {UNKNOWN_KEY}", f"{'x' * 60}…: {UNKNOWN_KEY}"]


# Thai


@pytest.mark.parametrize("kind", get_args(core_schema.ErrorType))
def test_reason_of_every_kind_of_refusal_is_thai(kind: str) -> None:
    context = {"max_length": 5, "ge": 1, "le": 9, "expected": "'x' or 'y'"}
    said = reason({"type": kind, "msg": "Input should be English", "ctx": context})
    assert re.findall("[A-Za-z]{2,}", said.replace("Unicode", "")) == []
    assert re.search("[ก-๙]", said)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


def _paths(data: Any, path: str = "") -> list[str]:
    members = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [inner for key, value in members for inner in (f"{path}{key}", *_paths(value, f"{path}{key}."))]


@given(path=st.sampled_from(_paths(full())), value=json_values)
def test_any_value_anywhere_is_taken_or_refused_with_paths(path: str, value: Any) -> None:
    try:
        read_bundle(json.dumps(at(full(), path, value)).encode())
    except BundleRefused as refused:
        assert all(re.search("[ก-๙]", fault.reason) for fault in refused.faults)  # noqa: PT017 - taking it is fine too


def test_codes_are_those_of_the_year_of_the_result(tmp_path: Path) -> None:
    """A file with nine indicators is read by its own year, whatever the columns would take."""
    data = full()
    assessed, planned = LAST + 1, LAST + 2
    data["assessments"] = [{"fiscal_year": assessed, "scores": {"9": "90.00", "10": "90.00"}}]
    measure = data["plan"]["measures"][1] | {"about": ["9", "10"]}
    data["plan"] |= {"assessed_year": assessed, "fiscal_year": planned, "measures": [measure]}
    with planted(tmp_path / "files") as folder:
        write(folder, assessed, without_indicator_10)
        write(folder, planned)
        assert faults(as_file(data)) == [
            "assessments.0.scores.10: ต้องเป็นรหัสตัวชี้วัด 1 ถึง 9",
            "plan.measures.0.about.1: ต้องเป็นรหัสตัวชี้วัด 1 ถึง 9 หรือรหัสเครื่องมือ iit, eit, oit",
        ]
