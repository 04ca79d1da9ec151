"""Each check finds its fault and nothing else, on a plan that is complete but for it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments import framework, scoring
from assessments.framework import Confidence
from documents.checks.catalogue import CHECKS, Mend, Severity, check_report, run
from documents.dossier import (
    AnalysisFacts,
    Dossier,
    FindingFacts,
    MeasureFacts,
    PlaceFacts,
    ResultFacts,
    Signatory,
    Year,
)
from ita_portal.thai import signed_text

VALUES = ["97.75", "91.36", "93.83", "91.50", "92.71", "93.47", "89.07", "91.81", "100.00", "93.75"]
SCORES = {str(number): Decimal(value) for number, value in enumerate(VALUES, 1)}
PLACE = PlaceFacts(
    "4520103", "mueang", "เขลางค์นคร", "เทศบาลเมืองเขลางค์นคร", "เมืองลำปาง", "ลำปาง", "https://example.go.th"
)
PARTS = {"eit1": Decimal("90.00"), "eit2": Decimal("92.90")}
STANCES = ("maintain", "improve", "urgent")


def year(fiscal_year: int, **changes: Any) -> Year:
    """A complete result: 94.21, analysed by instrument."""
    analyses = tuple(
        AnalysisFacts(about, stance, "วิเคราะห์แล้ว")
        for about, stance in zip(("iit", "eit", "oit"), STANCES, strict=True)
    )
    made = Year(fiscal_year, SCORES, Decimal("94.21"), "ผ่านดี", analyses=analyses)
    return replace(made, **changes)


def measure(number: int, **changes: Any) -> MeasureFacts:
    """A complete measure of 2568, reported."""
    made = MeasureFacts(
        number=number,
        title=f"เรื่องที่ {number}",
        about=("7",),
        stance="improve",
        issue=number,
        steps=("ประชุม",),
        responsible=("สำนักปลัด",),
        starts_on=date(2024, 10, 1),
        ends_on=date(2025, 9, 30),
        result=ResultFacts("done", ("ทำแล้ว",), ("ดีขึ้น",)),
    )
    return replace(made, **changes)


def dossier(**changes: Any) -> Dossier:
    """A plan of 2568 in which nothing is missing."""
    made = Dossier(
        place=PLACE,
        fiscal_year=2568,
        assessed_year=2567,
        years=(year(2567), year(2568)),
        measures=tuple(measure(number) for number in range(1, 8)),
        decided_on=date(2024, 9, 7),
        overall_outcome=("ดีขึ้น",),
        signatory=Signatory("สมชาย", "นายกเทศมนตรี", date(2024, 10, 10)),
        results_signatory=Signatory("สมชาย", "นายกเทศมนตรี", date(2025, 10, 10)),
    )
    return replace(made, **changes)


def with_measure(number: int = 6, **changes: Any) -> Dossier:
    """The plan with one measure changed."""
    measures = tuple(replace(row, **changes) if row.number == number else row for row in dossier().measures)
    return dossier(measures=measures)


def with_result(**changes: Any) -> Dossier:
    """The plan with the result that it answers changed."""
    return dossier(years=(year(2567, **changes), year(2568)))


@pytest.mark.parametrize("kind", ["plan", "results"])
def test_complete_plan_has_nothing_to_complain_of(kind: str) -> None:
    assert run(dossier(), kind) == ()
    assert all(result.passed for result in check_report(dossier(), kind))


M6 = "มาตรการที่ ๖ (ประเด็นที่ ๖) “เรื่องที่ 6”"
RESULT, PLAN = Mend("assessment", 2567), Mend("plan", 2568)
AT_6, RESULT_6 = Mend("measure", 2568, 6), Mend("result", 2568, 6)
FINDING = FindingFacts("e4", "8", "เข้าถึงยาก")
ANALYSES = year(2567).analyses
DAMAGED = "ข้อความที่คัดลอกมาอาจเสียหาย “งานต่อส านักปลัด” น่าจะเป็น “งานต่อสำนักปลัด” โปรดเทียบกับต้นฉบับ"
LACKS_A_GLYPH = (
    "มีเครื่องหมายหรือรูปสัญลักษณ์ที่ฟอนต์ของเอกสารไม่มี ใน“พบปัญหา \U0001f600 ที่ต้องแก้ไข” "
    "เอกสาร PDF จะแสดงเป็นกรอบแทน ควรเปลี่ยนเป็นข้อความหรือเครื่องหมายทั่วไป"
)
WEAK = SCORES | {"4": Decimal("74.54")}

FOUND: list[tuple[str, Dossier, str, Mend]] = [
    (
        "C01",
        with_result(scores={code: value for code, value in SCORES.items() if code != "10"}),
        "ยังไม่มีคะแนนของตัวชี้วัดที่ ๑๐ การป้องกันการทุจริต ปี ๒๕๖๗",
        RESULT,
    ),
    (
        "C01",
        dossier(years=(year(2568),)),
        "ยังไม่มีผลการประเมินปี ๒๕๖๗ ซึ่งแผนนี้นำมาวิเคราะห์",
        RESULT,
    ),
    (
        "C01",
        with_result(scores=SCORES | {"1": Decimal("97.755")}),
        "คะแนนของตัวชี้วัดที่ ๑ การปฏิบัติหน้าที่ ปี ๒๕๖๗ ต้องอยู่ระหว่าง ๐ ถึง ๑๐๐ ทศนิยมไม่เกิน ๒ ตำแหน่ง",
        RESULT,
    ),
    (
        "C02",
        with_result(announced_total=Decimal("91.95")),
        "คะแนนรวมปี ๒๕๖๗ ที่ประกาศคือ ๙๑.๙๕ แต่คำนวณจากคะแนนตัวชี้วัดได้ ๙๔.๒๑",
        RESULT,
    ),
    (
        "C03",
        with_result(announced_level="ต้องปรับปรุง"),
        (
            "ระดับปี ๒๕๖๗ ที่ประกาศคือ “ต้องปรับปรุง” แต่ระดับที่ระบบคาดการณ์จากคะแนนคือ "
            "“ผ่านดีหรือผ่าน (ต้องทราบคะแนน EIT รายส่วน)”"
        ),
        RESULT,
    ),
    (
        "C05",
        with_result(
            analyses=(
                *ANALYSES[:1],
                *ANALYSES[2:],
                AnalysisFacts("6", "improve", "ก"),
                AnalysisFacts("7", "improve", "ข"),
            )
        ),
        "ยังไม่มีการวิเคราะห์ตัวชี้วัดที่ ๘ การปรับปรุงการทำงาน",
        Mend("analyses", 2567, about="8"),
    ),
    (
        "C06",
        dossier(measures=tuple(replace(row, about=("6",)) for row in dossier().measures)),
        "ตัวชี้วัดที่ ๗ ประสิทธิภาพการสื่อสาร (๘๙.๐๗ คะแนน ต่ำที่สุด) ยังไม่มีมาตรการ",
        Mend("measure_add", 2568, about="7"),
    ),
    (
        "C06",
        with_result(scores=WEAK, announced_total=Decimal("93.19"), announced_level="ผ่าน"),
        "ตัวชี้วัดที่ ๔ การใช้ทรัพย์สินของราชการ (๗๔.๕๔ คะแนน ต่ำกว่า ๘๕) ยังไม่มีมาตรการ",
        Mend("measure_add", 2568, about="4"),
    ),
    (
        "C07",
        with_result(analyses=tuple(replace(row, stance="improve") for row in ANALYSES)),
        "ยังไม่มีประเด็นใดที่ต้องรักษาระดับ",
        Mend("analyses", 2567),
    ),
    ("C08", with_measure(responsible=()), f"{M6} ยังไม่ได้ระบุผู้รับผิดชอบ", AT_6),
    ("C08", with_measure(starts_on=None), f"{M6} ยังไม่ได้ระบุระยะเวลาดำเนินการ", AT_6),
    ("C08", with_measure(ends_on=None), f"{M6} ยังไม่ได้ระบุระยะเวลาดำเนินการ", AT_6),
    (
        "C08",
        with_measure(steps=(), responsible=(), ends_on=None),
        f"{M6} ยังไม่ได้ระบุขั้นตอน/วิธีการปฏิบัติ, ผู้รับผิดชอบและระยะเวลาดำเนินการ",
        AT_6,
    ),
    (
        "C09",
        with_measure(starts_on=date(2024, 9, 30)),
        f"{M6} มีวันที่อยู่นอกปีงบประมาณ: ๓๐ กันยายน ๒๕๖๗ (ต้องอยู่ใน ๑ ตุลาคม ๒๕๖๗ – ๓๐ กันยายน ๒๕๖๘)",
        AT_6,
    ),
    (
        "C09",
        with_measure(ends_on=date(2025, 10, 1)),
        f"{M6} มีวันที่อยู่นอกปีงบประมาณ: ๑ ตุลาคม ๒๕๖๘ (ต้องอยู่ใน ๑ ตุลาคม ๒๕๖๗ – ๓๐ กันยายน ๒๕๖๘)",
        AT_6,
    ),
    (
        "C14",
        dossier(place=replace(PLACE, website="")),
        "ยังไม่ได้ระบุเว็บไซต์หลักของเทศบาลเมืองเขลางค์นคร ซึ่งเป็นที่เผยแพร่เอกสาร",
        Mend("profile", 2568),
    ),
    ("C15", dossier(signatory=Signatory("สมชาย")), "ยังไม่ได้ระบุผู้ลงนามให้ครบ ขาดตำแหน่งและวันที่ลงนาม", PLAN),
    (
        "P04",
        with_result(announced_total=None, announced_level=""),
        "ยังไม่ได้ระบุคะแนนรวมและระดับที่ประกาศของปี ๒๕๖๗",
        RESULT,
    ),
    (
        "P05",
        with_result(announced_instruments={"iit": Decimal("83.43"), "eit": Decimal("91.45")}),
        "คะแนน IIT ปี ๒๕๖๗ ที่ประกาศคือ ๘๓.๔๓ แต่คำนวณได้ ๙๓.๔๓",
        RESULT,
    ),
    (
        "P06",
        with_result(findings=(FINDING, FindingFacts("i10", "4", "ก"))),
        "ข้อ e4 บันทึกไว้ใต้ตัวชี้วัดที่ ๘ แต่ตามลำดับข้อเป็นของตัวชี้วัดที่ ๗",
        Mend("findings", 2567),
    ),
    (
        "P07",
        with_measure(issue=None),
        "ประเด็นที่ ๖ กระบวนการควบคุม ตรวจสอบ การใช้อำนาจและการบริหารงานบุคคล ยังไม่มีมาตรการ",
        Mend("measure_add", 2568),
    ),
    ("P08", with_measure(about=()), f"{M6} ยังไม่ได้ระบุตัวชี้วัดหรือเครื่องมือที่เกี่ยวข้อง", AT_6),
    (
        "P09",
        with_measure(title=" เรื่องที่  5"),
        "มาตรการที่ ๖ (ประเด็นที่ ๖) “เรื่องที่ 5” ใช้ชื่อซ้ำกับมาตรการที่ ๕",
        AT_6,
    ),
    ("P11", dossier(decided_on=None), "ยังไม่ได้ระบุวันที่ประชุมผู้บริหาร", PLAN),
    (
        "T01",
        with_measure(follow_up="รายงานต่อส านักปลัด"),
        f"มาตรการที่ ๖ การกำกับติดตาม: {DAMAGED}",
        AT_6,
    ),
    (
        "T02",
        with_measure(steps=("<b>ประชุม</b>",)),
        "มาตรการที่ ๖ ขั้นตอน: มีเครื่องหมายของหน้าเว็บ “<b>”, “</b>” ซึ่งจะพิมพ์ออกมาเป็นตัวอักษร ข้อความที่ตัดออกแล้ว: “ประชุม”",
        AT_6,
    ),
    (
        "T03",
        with_measure(title="๖) เรื่องที่ 6"),
        "มาตรการที่ ๖ ชื่อมาตรการ: ขึ้นต้นด้วย “๖)” แต่ระบบใส่ลำดับของมาตรการให้แล้ว ชื่อที่ตัดออกแล้ว: “เรื่องที่ 6”",
        AT_6,
    ),
    (
        "T06",
        with_measure(analysis="ผล ITA ปี ๒๕๖๓"),
        "มาตรการที่ ๖ ผลการวิเคราะห์: “ผล ITA ปี ๒๕๖๓” ปี ๒๕๖๓ ไม่ใช่ปีที่ประเมิน (๒๕๖๗) และไม่ใช่ปีของแผน (๒๕๖๘)",
        AT_6,
    ),
    (
        "T07",
        with_measure(analysis="ตัวชี้วัดที่ ๗ ได้ ๙๕.๔๐ คะแนน"),
        "มาตรการที่ ๖ ผลการวิเคราะห์: “ตัวชี้วัดที่ ๗ ได้ ๙๕.๔๐ คะแนน” ตัวชี้วัดที่ ๗ ปี ๒๕๖๗ ได้ ๘๙.๐๗ แต่ข้อความเขียน ๙๕.๔๐",
        AT_6,
    ),
    (
        "T08",
        with_measure(analysis="ตัวชี้วัดที่ ๗ ต่ำกว่าเกณฑ์"),
        "มาตรการที่ ๖ ผลการวิเคราะห์: “ตัวชี้วัดที่ ๗ ต่ำกว่าเกณฑ์” ตัวชี้วัดที่ ๗ ปี ๒๕๖๗ ได้ ๘๙.๐๗ (เกณฑ์ ๘๕ คะแนน)",
        AT_6,
    ),
    (
        "T09",
        replace(with_measure(analysis="คะแนนเพิ่มขึ้นจากปี ๒๕๖๖"), years=(year(2566), year(2567), year(2568))),
        "มาตรการที่ ๖ ผลการวิเคราะห์: “คะแนนเพิ่มขึ้นจากปี ๒๕๖๖” ตัวชี้วัดที่ ๗ ปี ๒๕๖๖ ได้ ๘๙.๐๗ ปี ๒๕๖๗ ได้ ๘๙.๐๗ (๐.๐๐)",
        AT_6,
    ),
    (
        "T10",
        replace(
            with_measure(about=("4",), stance="maintain"),
            years=(year(2567, scores=WEAK), year(2568, scores=WEAK)),
        ),
        "มาตรการที่ ๖ “เรื่องที่ 6”: เลือก “รักษาระดับ” แต่ตัวชี้วัดที่ ๔ ปี ๒๕๖๗ ได้ ๗๔.๕๔ ต่ำกว่าเกณฑ์ ๘๕ คะแนน",
        AT_6,
    ),
    (
        "T11",
        with_measure(analysis="ผู้มาติดต่อรอนาน", copied_year=2567),
        f"{M6} คัดลอกจากแผนปี ๒๕๖๗ และผลการวิเคราะห์ยังเป็นข้อความเดิม ต้องตรงกับผลการประเมินปี ๒๕๖๗",
        AT_6,
    ),
    (
        "T12",
        with_measure(analysis="ยืมโดย [ลบตามกฎหมายเมื่อ ๕ มกราคม ๒๕๗๑ บันทึกที่ ๑๒]"),
        (
            "มาตรการที่ ๖ ผลการวิเคราะห์: มี “[ลบตามกฎหมายเมื่อ ๕ มกราคม ๒๕๗๑ บันทึกที่ ๑๒]” แทนข้อความที่ลบตามกฎหมาย "
            "โปรดเขียนใหม่โดยไม่มีสิ่งที่ลบ หรือตัดออก"
        ),
        AT_6,
    ),
    (
        "T05",
        with_measure(analysis="ดังนั้นเทศบาลตำบลบ้านสาจึงจะทบทวนข้อมูล"),
        (
            "มาตรการที่ ๖ ผลการวิเคราะห์: ข้อความกล่าวถึงเทศบาลตำบลบ้านสา แต่เอกสารนี้เป็นของเทศบาลเมืองเขลางค์นคร "
            "“ดังนั้นเทศบาลตำบลบ้านสาจึงจะทบทวนข้อมูล”"
        ),
        AT_6,
    ),
    (
        "P15",
        with_measure(monitored_on=("2025-01-15", "2025-10-31", "2025-11-01")),
        f"{M6} มีวันที่ติดตามผลอยู่นอกปีงบประมาณ: ๑ พฤศจิกายน ๒๕๖๘",
        AT_6,
    ),
    (
        "P14",
        with_measure(analysis="พบปัญหา \U0001f600 ที่ต้องแก้ไข"),
        f"มาตรการที่ ๖ ผลการวิเคราะห์: {LACKS_A_GLYPH}",
        AT_6,
    ),
]


@pytest.mark.parametrize(("code", "plan", "message", "place"), FOUND)
def test_fault_is_found_by_its_check_with_its_place(
    code: str, plan: Dossier, message: str, place: Mend
) -> None:
    found = [(complaint.check, complaint.message, complaint.place) for complaint in run(plan, "plan")]
    assert [row for row in found if row[0] == code] == [(code, message, place)]


FOUND_IN_RESULTS: list[tuple[str, Dossier, str, Mend]] = [
    ("C10", with_measure(result=None), f"{M6} ยังไม่ได้รายงานผลการดำเนินการและผลลัพธ์หรือความสำเร็จ", RESULT_6),
    (
        "C10",
        with_measure(result=ResultFacts("done", ("ทำ",))),
        f"{M6} ยังไม่ได้รายงานผลลัพธ์หรือความสำเร็จ",
        RESULT_6,
    ),
    ("C08", with_measure(responsible=()), f"{M6} ยังไม่ได้ระบุผู้รับผิดชอบ", AT_6),
    (
        "C03",
        dossier(years=(year(2567), year(2568, announced_level="ผ่าน", announced_instruments=PARTS))),
        "ระดับปี ๒๕๖๘ ที่ประกาศคือ “ผ่าน” แต่ระดับที่ระบบคาดการณ์จากคะแนนคือ “ผ่านดี”",
        Mend("assessment", 2568),
    ),
    (
        "P03",
        dossier(years=(year(2567),)),
        "ยังไม่มีผลการประเมินปี ๒๕๖๘ จึงยังเปรียบเทียบก่อนและหลังดำเนินการไม่ได้",
        Mend("assessment", 2568),
    ),
    ("P12", dossier(overall_outcome=()), "ยังไม่ได้สรุปผลลัพธ์หรือความสำเร็จในภาพรวม", Mend("results", 2568)),
    (
        "C15",
        dossier(results_signatory=Signatory("สมชาย", "นายกเทศมนตรี")),
        "ยังไม่ได้ระบุผู้ลงนามให้ครบ ขาดวันที่ลงนาม",
        Mend("results", 2568),
    ),
    (
        "P13",
        replace(
            with_measure(result=ResultFacts("done", ("ทำแล้ว",), ("ดีขึ้น",), date(2025, 9, 30))),
            results_signatory=Signatory("สมชาย", "นายกเทศมนตรี", date(2024, 10, 10)),
        ),
        "วันที่ลงนาม ๑๐ ตุลาคม ๒๕๖๗ อยู่ก่อนวันที่รายงานผลครั้งสุดท้าย ๓๐ กันยายน ๒๕๖๘",
        Mend("results", 2568),
    ),
]


@pytest.mark.parametrize(("code", "plan", "message", "place"), FOUND_IN_RESULTS)
def test_fault_of_the_results_is_the_only_one(code: str, plan: Dossier, message: str, place: Mend) -> None:
    found = [(complaint.check, complaint.message, complaint.place) for complaint in run(plan, "results")]
    assert found == [(code, message, place)]


def test_every_check_that_finds_something_is_tried_here() -> None:
    tried = {row[0] for row in FOUND + FOUND_IN_RESULTS} | {"C04", "P01", "P02", "P10"}
    assert tried == {check.code for check in CHECKS if not check.automatic}


def _codes(plan: Dossier, kind: str = "plan") -> list[str]:
    return [complaint.check for complaint in run(plan, kind)]


def test_level_of_another_time_is_an_error() -> None:
    (found, _) = run(with_result(announced_level="AA"), "plan")
    names = "ผ่านดีเยี่ยม, ผ่านดี, ผ่าน, ต้องปรับปรุง, ต้องปรับปรุงโดยด่วน"
    assert (found.check, found.severity) == ("C04", Severity.ERROR)
    assert found.message == f"“AA” ไม่ใช่ชื่อระดับของปี ๒๕๖๗ ({names})"


def test_difference_with_a_reason_is_accepted() -> None:
    assert _codes(with_result(announced_total=Decimal("91.95"), difference_note="ประกาศแก้ไข")) == []


def test_total_within_the_tolerance_is_accepted() -> None:
    assert _codes(with_result(announced_total=Decimal("94.22"))) == []


def test_measure_about_the_instrument_answers_its_indicators() -> None:
    measures = tuple(replace(row, about=("eit",)) for row in dossier().measures)
    assert _codes(dossier(measures=measures)) == []


def test_analysis_of_every_issue_stands_for_that_of_the_indicators() -> None:
    measures = tuple(
        replace(row, analysis="วิเคราะห์แล้ว", stance=STANCES[row.number % 3]) for row in dossier().measures
    )
    plan = replace(with_result(analyses=()), measures=measures)
    assert _codes(plan) == []
    assert _codes(replace(plan, measures=measures[1:])) == ["C05"] * 10 + ["P07"]


def test_plan_of_2569_for_one_chosen_indicator_passes_with_a_warning() -> None:
    weak = year(2568, scores=WEAK | {"8": Decimal("78.89")}, announced_total=None, announced_level="")
    one = replace(measure(1, about=("4",)), issue=None)
    plan = dossier(fiscal_year=2569, assessed_year=2568, years=(weak,), measures=(one,))
    (found,) = (complaint for complaint in run(plan, "plan") if complaint.check == "C06")
    assert (found.severity, found.place.about) == (Severity.WARNING, "8")
    [rule] = [row for row in check_report(plan, "plan") if row.check.code == "C06"]
    assert rule.severity is Severity.WARNING
    assert "เพียงเตือน" in rule.why


def test_urgent_stance_is_missed_only_below_the_pass_mark() -> None:
    calm = tuple(
        replace(row, stance=stance)
        for row, stance in zip(ANALYSES, ("maintain", "improve", "improve"), strict=True)
    )
    assert _codes(with_result(analyses=calm)) == []
    weak = with_result(analyses=calm, scores=WEAK, announced_total=Decimal("93.19"), announced_level="ผ่าน")
    assert _codes(weak) == ["C06", "C07"]


def test_plan_without_measures_is_an_error_in_both_documents() -> None:
    empty = replace(
        with_result(scores=dict.fromkeys(SCORES, Decimal(100)), announced_total=Decimal(100)), measures=()
    )
    empty = replace(empty, years=(replace(empty.years[0], announced_level="ผ่านดีเยี่ยม"), empty.years[1]))
    assert _codes(empty)[0] == "P01"
    assert _codes(empty, "results") == ["P01"]


def test_plan_that_answers_an_older_result_is_a_warning() -> None:
    old = dossier(assessed_year=2566, years=(year(2566), year(2568)))
    assert _codes(old) == ["P02"]


def test_follow_up_is_asked_for_only_where_the_year_has_that_part() -> None:
    plan = dossier(
        fiscal_year=2566,
        assessed_year=2565,
        years=(year(2565, announced_level="A"),),
        measures=(measure(1, issue=None, starts_on=date(2022, 10, 1), ends_on=date(2023, 9, 30)),),
    )
    assert _codes(plan) == ["P10"]


def test_errors_come_before_warnings() -> None:
    plan = replace(with_measure(responsible=()), decided_on=None, place=replace(PLACE, website=""))
    assert [complaint.severity for complaint in run(plan, "plan")] == ["error", "warning", "warning"]


def test_rule_that_no_source_confirms_is_marked_as_expected() -> None:
    marks = {result.check.code: result.mark for result in check_report(dossier(), "plan")}
    assert (marks["C01"], marks["C05"], marks["C08"]) == (
        Confidence.SEVERAL,
        Confidence.BACKGROUND,
        Confidence.ONE,
    )


def test_fifteen_checks_of_the_domain_are_there() -> None:
    assert [check.code for check in CHECKS][:15] == [f"C{number:02}" for number in range(1, 16)]
    assert [check.code for check in CHECKS if check.automatic] == ["C11", "C12", "C13"]


# What the portal makes right by itself

scores = st.decimals(0, 100, places=2)


@given(before=scores, after=scores)
def test_change_between_years_always_has_the_right_sign(before: Decimal, after: Decimal) -> None:
    change = scoring.change(before, after)
    assert change is not None
    sign = "+" if after > before else "−" if after < before else ""
    assert signed_text(change) == sign + signed_text(abs(after - before)).lstrip("+")


@pytest.mark.parametrize("fiscal_year", framework.years())
def test_names_of_the_instruments_are_right_in_every_year(fiscal_year: int) -> None:
    iit, eit, oit = framework.load(fiscal_year).instruments
    assert iit.name == "แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน"
    assert eit.name == "แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายนอก"
    assert oit.name.endswith("การเปิดเผยข้อมูลสาธารณะ")
