"""How a document begins: why there is an assessment, of what it consists, what this paper is for (pure)."""

from dataclasses import dataclass

from assessments import framework
from documents.dossier import Dossier
from documents.sections.section import Section, assessment_named, listed, planner
from ita_portal.thai import NBSP, decimal_text, fiscal_year_text, number_text, thai_digits


@dataclass(frozen=True)
class Opening(Section):
    """The first paragraphs."""

    template = "documents/opening.html"
    anchor = "opening"

    paragraphs: tuple[str, ...]


def plan_opening(dossier: Dossier) -> Opening:
    """Of the plan: the assessment, its instruments, and that it led to the measures below."""
    paragraphs = [_background(dossier)]
    measured = fiscal_year_text(dossier.assessed_year)
    if dossier.assessed:
        rules = dossier.assessed.framework
        count, tools = len(rules.indicators), len(rules.instruments)
        weights = [
            f"{instrument.name} ({instrument.abbreviation}) "
            f"น้ำหนักร้อยละ{NBSP}{number_text(instrument.weight * 100)}"
            for instrument in rules.instruments
        ]
        paragraphs.append(
            f"การประเมิน{measured} มี{NBSP}{thai_digits(str(count))}{NBSP}ตัวชี้วัด "
            f"จัดเก็บข้อมูลด้วยเครื่องมือ{NBSP}{thai_digits(str(tools))}{NBSP}แบบ ได้แก่ {listed(weights)}"
        )
    paragraphs.append(
        f"{dossier.place.full_name}จึงนำผลการประเมิน ITA {assessment_named(dossier)} "
        "มาวิเคราะห์เพื่อระบุประเด็นที่ต้องแก้ไขโดยเร่งด่วน "
        "ประเด็นที่ต้องพัฒนาให้ดีขึ้น และประเด็นที่ต้องรักษาระดับ แล้วกำหนดเป็นมาตรการ"
        f"ที่จะดำเนินการใน{fiscal_year_text(dossier.fiscal_year)} ดังรายละเอียดต่อไปนี้"
    )
    return Opening("ความเป็นมา", tuple(paragraphs))


def results_opening(dossier: Dossier) -> Opening:
    """Of the report on the measures: which measures, decided after which assessment."""
    count = len(dossier.measures)
    counted = f"จำนวน{NBSP}{thai_digits(str(count))}{NBSP}มาตรการ " if count else ""
    year, scored = dossier.assessed, ""
    if year and year.total is not None:
        level = f" ระดับ{year.announced_level}" if year.announced_level else ""
        scored = f" ซึ่งได้คะแนนรวม{NBSP}{decimal_text(year.total)}{NBSP}คะแนน{level}"
    planned = (
        f"ตามที่{planner(dossier)}ได้กำหนดมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน "
        f"ประจำ{fiscal_year_text(dossier.fiscal_year)} {counted}"
        f"โดยวิเคราะห์จากผลการประเมิน ITA {assessment_named(dossier)}{scored} "
        "และได้มอบหมายผู้รับผิดชอบให้นำมาตรการไปสู่การปฏิบัติแล้วนั้น"
    )
    reported = (
        f"บัดนี้ {dossier.place.full_name}ขอรายงานผลการดำเนินการตามมาตรการดังกล่าว ผลลัพธ์หรือความสำเร็จที่เกิดขึ้น "
        "ตลอดจนปัญหา อุปสรรค และข้อเสนอแนะ ดังรายละเอียดต่อไปนี้"
    )
    return Opening("ความเป็นมา", (_background(dossier), planned, reported))


def _background(dossier: Dossier) -> str:
    """What the rules of the assessed year say of the assessment."""
    rules = framework.load(dossier.assessed_year)
    return thai_digits(" ".join(sentence.text for sentence in rules.background))
