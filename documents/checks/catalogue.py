"""What is missing or contradicts itself, before a document goes out: every check over one dossier. Pure.

C01–C15 grew out of the faults in published reports, the P are the portal's own. An error keeps a report
from being submitted, a warning does not.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from assessments.framework import Confidence
from documents.checks import assessment_rules, measure_rules, reasons
from documents.checks.complaints import Complaint, Mend, Severity
from documents.checks.reasons import Reason, of_assessed_year, of_each_year, of_plan_year
from documents.dossier import Dossier, Year
from measures.completeness import wants_follow_up

__all__ = ["CHECKS", "Check", "CheckedRule", "Complaint", "Mend", "Severity", "check_report", "run"]

KINDS = ("plan", "results")
ERROR, WARNING = Severity.ERROR, Severity.WARNING
PLAN, RESULTS, BOTH = frozenset({"plan"}), frozenset({"results"}), frozenset(KINDS)
SURE, ONE, EXPECTED = Confidence.SEVERAL, Confidence.ONE, Confidence.BACKGROUND
Rule = Callable[[Dossier], Iterator[Complaint]]
YearRule = Callable[[Year], Iterator[Complaint]]
Find = Callable[[Dossier, str], Iterator[Complaint]]


@dataclass(frozen=True)
class Check:
    """One check: for which documents it counts, why it is made, and what it finds.

    The title holds in every year; `why` may quote the rules of a year.

    `parts` are the required parts (องค์ประกอบ) of the year's document that it looks for: how sure these are is
    how sure the check is; without any, it is `mark`. Only plans that it `applies` to are checked.
    An automatic check finds nothing: the portal makes it right.
    """

    code: str
    title: str
    severity: Severity
    kinds: frozenset[str]
    why: str | Reason
    find: Find
    mark: Confidence = SURE
    parts: tuple[str, ...] = ()
    applies: Callable[[Dossier], bool] = lambda _dossier: True
    automatic: bool = False


@dataclass(frozen=True)
class CheckedRule:
    """A check with what it found in a dossier, how sure its rule is in that year, and why it is made."""

    check: Check
    complaints: tuple[Complaint, ...]
    mark: Confidence
    why: str

    @property
    def passed(self) -> bool:
        """Nothing to complain of."""
        return not self.complaints


def run(dossier: Dossier, kind: str) -> tuple[Complaint, ...]:
    """All complaints about the "plan" or the "results" document, errors first."""
    complaints = [complaint for row in check_report(dossier, kind) for complaint in row.complaints]
    return tuple(sorted(complaints, key=lambda complaint: complaint.severity is not ERROR))


def check_report(dossier: Dossier, kind: str) -> tuple[CheckedRule, ...]:
    """Every check that counts for the document of this kind, in order, with what it finds."""
    dossier = dossier.signed_as(kind)
    rows = []
    for check in CHECKS:
        if kind in check.kinds and check.applies(dossier):
            found = check.find(dossier, kind)
            marked = (replace(complaint, check=check.code, severity=check.severity) for complaint in found)
            why = check.why if isinstance(check.why, str) else check.why(dossier, kind)
            rows.append(CheckedRule(check, tuple(marked), _mark(check, dossier, kind), why))
    return tuple(rows)


def _mark(check: Check, dossier: Dossier, kind: str) -> Confidence:
    """How sure the rule is: as its least sure part; one that the year's document lacks is expected."""
    marks = {part.key: part.fact.mark for part in dossier.framework.document(kind).parts}
    order = (EXPECTED, ONE, Confidence.DERIVED, SURE)
    return min((marks.get(part, EXPECTED) for part in check.parts), key=order.index, default=check.mark)


# How a rule is asked


def once(rule: Rule) -> Find:
    """A rule about the plan, asked once."""
    return lambda dossier, _kind: rule(dossier)


def each_year(rule: YearRule) -> Find:
    """A rule about each assessment that the document shows in full: the plan's, then the followed one."""

    def find(dossier: Dossier, kind: str) -> Iterator[Complaint]:
        years = (dossier.assessed, dossier.followed if kind == "results" else None)
        for year in {year.fiscal_year: year for year in years if year}.values():
            yield from rule(year)

    return find


def assessed_year(rule: YearRule) -> Find:
    """A rule about the assessment that the plan answers."""
    return lambda dossier, _kind: rule(dossier.assessed) if dossier.assessed else iter(())


def both(first: Find, second: Find) -> Find:
    """Two rules of one check."""

    def find(dossier: Dossier, kind: str) -> Iterator[Complaint]:
        yield from first(dossier, kind)
        yield from second(dossier, kind)

    return find


def made_right(_dossier: Dossier, _kind: str) -> Iterator[Complaint]:
    """Nothing to find: the portal computes or prints it, and tests hold that it is right."""
    return iter(())


_assessment, _measures = assessment_rules, measure_rules
CHECKS: tuple[Check, ...] = (
    Check(
        "C01", "คะแนนครบทุกตัวชี้วัด", ERROR, BOTH,
        of_each_year(reasons.all_scores),
        both(once(_assessment.assessment_known), each_year(_assessment.scores_complete)),
    ),
    Check(
        "C02", "คะแนนรวมที่ประกาศตรงกับที่คำนวณได้", WARNING, BOTH,
        of_each_year(reasons.weighted_total),
        each_year(_assessment.total_matches), mark=Confidence.DERIVED,
    ),
    Check(
        "C03", "ระดับที่ประกาศตรงกับระดับที่คาดการณ์", WARNING, BOTH,
        "ระดับที่คาดการณ์คิดจากเกณฑ์ของปีนั้นเท่าที่ทราบ ให้ยึดระดับที่ประกาศ",
        each_year(_assessment.level_expected), mark=EXPECTED,
    ),
    Check(
        "C04", "ชื่อระดับเป็นของปีงบประมาณนั้น", ERROR, BOTH,
        of_each_year(reasons.levels),
        each_year(_assessment.level_of_its_year),
    ),
    Check(
        "C05", "วิเคราะห์ครบทุกตัวชี้วัดหรือทุกประเด็น", ERROR, PLAN,
        of_plan_year(reasons.analysis),
        once(_assessment.analysed), parts=("analysis",),
    ),
    Check(
        "C06", "ตัวชี้วัดที่ต่ำกว่าเกณฑ์มีมาตรการ", ERROR, PLAN,
        of_assessed_year(reasons.weak_indicators),
        once(_measures.weak_answered), parts=("measures",),
    ),
    Check(
        "C07", "แยกประเด็นครบสามแนวทาง", WARNING, PLAN,
        "ประเด็นที่ต้องแก้ไขเร่งด่วน (ไม่มีก็ได้หากไม่มีตัวชี้วัดต่ำกว่าเกณฑ์) พัฒนาให้ดีขึ้น และรักษาระดับ",
        once(_assessment.stances_present), parts=("stances",),
    ),
    Check(
        "C08", "ทุกมาตรการมีขั้นตอน ผู้รับผิดชอบ และระยะเวลา", ERROR, BOTH,
        "เป็นองค์ประกอบของตารางมาตรการ",
        once(_measures.measures_complete), parts=("steps", "responsible", "period"),
    ),
    Check(
        "C09", "ระยะเวลาอยู่ในปีงบประมาณของแผน", ERROR, BOTH,
        "มาตรการต้องดำเนินการระหว่าง ๑ ตุลาคม ถึง ๓๐ กันยายน ของปีงบประมาณของแผน",
        once(_measures.periods_inside), mark=ONE,
    ),
    Check(
        "C10", "ทุกมาตรการมีผลการดำเนินการและผลลัพธ์", ERROR, RESULTS,
        "รายงานต้องแสดงทั้งสิ่งที่ทำและผลลัพธ์หรือความสำเร็จของแต่ละมาตรการ",
        once(_measures.results_complete), parts=("done", "outcome"),
    ),
    Check(
        "C11", "เครื่องหมายของการเปลี่ยนแปลงถูกต้อง", WARNING, BOTH,
        "ระบบคำนวณการเปลี่ยนแปลงระหว่างปีและใส่เครื่องหมาย + หรือ − ให้",
        made_right, mark=Confidence.DERIVED, automatic=True,
    ),
    Check(
        "C12", "ชื่อเครื่องมือถูกต้อง", WARNING, BOTH,
        "ระบบพิมพ์ชื่อ IIT EIT และ OIT ตามหลักเกณฑ์ของปีนั้น",
        made_right, automatic=True,
    ),
    Check(
        "C13", "ชื่อเทศบาลตรงกันทุกแห่ง", WARNING, BOTH,
        "ระบบพิมพ์ชื่อเทศบาลจากทะเบียนเดียวกันทั้งเอกสาร",
        made_right, automatic=True,
    ),
    Check(
        "C14", "มีเว็บไซต์หลักสำหรับเผยแพร่", WARNING, BOTH,
        "ผู้ประเมินให้คะแนน OIT จาก URL บนเว็บไซต์หลักของหน่วยงาน",
        once(_measures.website_known),
    ),
    Check(
        "C15", "มีผู้ลงนามพร้อมตำแหน่งและวันที่", WARNING, BOTH,
        "นายกเทศมนตรีหรือผู้ได้รับมอบหมายลงนามเห็นชอบ",
        _measures.signatory_known, mark=EXPECTED,
    ),
    Check(
        "P01", "แผนมีมาตรการ", ERROR, BOTH, "เอกสารทั้งสองฉบับแสดงตารางมาตรการ",
        once(_measures.any_measures), parts=("measures",),
    ),
    Check(
        "P02", "แผนต่อจากผลการประเมินปีก่อนหน้า", WARNING, BOTH,
        "มาตรการของปีหนึ่งจัดทำจากผลการประเมินของปีก่อนหน้านั้น",
        once(_assessment.year_follows),
    ),
    Check(
        "P03", "มีผลการประเมินของปีที่ดำเนินการ", WARNING, RESULTS,
        "รายงานผลเปรียบเทียบคะแนนก่อนและหลังดำเนินการ",
        once(_assessment.followed_known), mark=ONE,
    ),
    Check(
        "P04", "ระบุคะแนนรวมและระดับที่ประกาศ", WARNING, BOTH,
        "เอกสารแสดงคะแนนรวมและระดับตามที่สำนักงาน ป.ป.ช. ประกาศ",
        each_year(_assessment.announced_known), mark=EXPECTED,
    ),
    Check(
        "P05", "คะแนนเครื่องมือที่ประกาศตรงกับที่คำนวณได้", WARNING, BOTH,
        of_each_year(reasons.instrument_means_reason),
        each_year(_assessment.instruments_match), mark=Confidence.DERIVED,
    ),
    Check(
        "P06", "ข้อสังเกตอยู่ใต้ตัวชี้วัดที่ถูกต้อง", WARNING, PLAN,
        "ข้อคำถามแต่ละข้อเป็นของตัวชี้วัดหนึ่งตามลำดับข้อ",
        assessed_year(_assessment.findings_in_place), mark=Confidence.DERIVED,
    ),
    Check(
        "P07", "มาตรการครบทุกประเด็น", WARNING, PLAN,
        of_plan_year(reasons.issues),
        once(_measures.issues_covered), mark=EXPECTED, applies=_measures.has_issues,
    ),
    Check(
        "P08", "ทุกมาตรการระบุตัวชี้วัดที่เกี่ยวข้อง", WARNING, PLAN,
        "มาตรการต้องสอดคล้องกับผลการวิเคราะห์",
        once(_measures.about_something), mark=EXPECTED,
    ),
    Check(
        "P09", "ชื่อมาตรการไม่ซ้ำกัน", WARNING, PLAN, "ชื่อซ้ำมักเกิดจากการคัดลอก",
        once(_measures.titles_differ), mark=EXPECTED,
    ),
    Check(
        "P10", "มีการกำกับติดตาม", WARNING, PLAN,
        "หลักเกณฑ์ของบางปีให้กำหนดแนวทางการกำกับติดตามของแต่ละมาตรการ",
        once(_measures.followed_up), parts=("follow_up",),
        applies=lambda dossier: wants_follow_up(dossier.framework),
    ),
    Check(
        "P11", "ระบุวันที่ประชุมผู้บริหาร", WARNING, PLAN,
        "เอกสารกล่าวถึงการประชุมที่นำผลการประเมินมากำหนดมาตรการ",
        once(_measures.decision_dated), mark=EXPECTED,
    ),
    Check(
        "P12", "สรุปผลลัพธ์ในภาพรวม", WARNING, RESULTS,
        "รายงานสรุปผลลัพธ์หรือความสำเร็จของมาตรการทั้งหมด",
        once(_measures.overall_outcome_known), mark=EXPECTED,
    ),
    Check(
        "P13", "ลงนามรายงานผลหลังรายงานครบ", WARNING, RESULTS,
        "วันที่ลงนามที่ค้างจากเอกสารอื่นทำให้รายงานขัดแย้งกันเอง",
        once(_measures.signed_after_reporting), mark=EXPECTED,
    ),
)  # fmt: skip
