"""How a document begins: why there is an assessment, of what it consists, what this paper is for (pure)."""

from dataclasses import dataclass
from datetime import date

from assessments.framework import Framework, Instrument
from documents.dossier import Dossier, Year
from documents.sections.section import Section, listed, written_date
from ita_portal.thai import NBSP, decimal_text, fiscal_year_text, number_text, thai_digits

ITA = "การประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ (Integrity and Transparency Assessment: ITA)"
# The cabinet's resolution and the agreement with the Ministry of the Interior: facts of the framework files.
RESOLVED = date(2018, 1, 23)
BACKGROUND = (
    f"ให้หน่วยงานภาครัฐทุกแห่งเข้ารับ{ITA} "
    "ซึ่งสำนักงานคณะกรรมการป้องกันและปราบปรามการทุจริตแห่งชาติ (สำนักงาน ป.ป.ช.) เป็นผู้ดำเนินการ "
    "ในส่วนขององค์กรปกครองส่วนท้องถิ่น กระทรวงมหาดไทย โดยกรมส่งเสริมการปกครองท้องถิ่น "
    "ได้ลงนามในบันทึกข้อตกลงกับสำนักงาน ป.ป.ช. เพื่อร่วมกันใช้ผลการประเมินยกระดับการบริหารงานท้องถิ่น"
    "ให้โปร่งใส ตรวจสอบได้ และเป็นที่เชื่อมั่นของประชาชน"
)


@dataclass(frozen=True)
class Opening(Section):
    """The first paragraphs."""

    template = "documents/opening.html"
    anchor = "opening"

    paragraphs: tuple[str, ...]


def plan_opening(dossier: Dossier) -> Opening:
    """Of the plan: the assessment, its instruments, and that its result led to the measures below."""
    measured = fiscal_year_text(dossier.assessed_year)
    purpose = (
        f"{dossier.place.full_name}จึงนำผลการประเมิน ITA {measured} มาวิเคราะห์เพื่อระบุประเด็นที่ต้องแก้ไขโดยเร่งด่วน "
        "ประเด็นที่ต้องพัฒนาให้ดีขึ้น และประเด็นที่ต้องรักษาระดับ แล้วกำหนดเป็นมาตรการ"
        f"ที่จะดำเนินการใน{fiscal_year_text(dossier.fiscal_year)} ดังรายละเอียดต่อไปนี้"
    )
    year = dossier.assessed
    assessed = [_consists(measured, year.framework)] if year else []
    return Opening("ความเป็นมา", (_background(), *assessed, purpose))


def results_opening(dossier: Dossier) -> Opening:
    """Of the report of results: which measures, decided after which result."""
    count = len(dossier.measures)
    counted = f"จำนวน{NBSP}{thai_digits(str(count))}{NBSP}มาตรการ " if count else ""
    told = (
        f"ตามที่{dossier.place.full_name}ได้กำหนดมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน "
        f"ประจำ{fiscal_year_text(dossier.fiscal_year)} {counted}"
        f"โดยวิเคราะห์จากผลการประเมิน ITA {fiscal_year_text(dossier.assessed_year)}{_scored(dossier.assessed)} "
        "และได้มอบหมายผู้รับผิดชอบให้นำมาตรการไปสู่การปฏิบัติแล้วนั้น"
    )
    reported = (
        f"บัดนี้ {dossier.place.full_name}ขอรายงานผลการดำเนินการตามมาตรการดังกล่าว ผลลัพธ์หรือความสำเร็จที่เกิดขึ้น "
        "ตลอดจนปัญหา อุปสรรค และข้อเสนอแนะ ดังรายละเอียดต่อไปนี้"
    )
    return Opening("ความเป็นมา", (_background(), told, reported))


def _background() -> str:
    return f"คณะรัฐมนตรีมีมติเมื่อวันที่{NBSP}{written_date(RESOLVED)} {BACKGROUND}"


def _scored(year: Year | None) -> str:
    if year is None or year.total is None:
        return ""
    level = f" ระดับ{year.announced_level}" if year.announced_level else ""
    return f" ซึ่งได้คะแนนรวม{NBSP}{decimal_text(year.total)}{NBSP}คะแนน{level}"


def _consists(measured: str, framework: Framework) -> str:
    count, tools = len(framework.indicators), len(framework.instruments)
    return (
        f"การประเมิน{measured} มี{NBSP}{thai_digits(str(count))}{NBSP}ตัวชี้วัด "
        f"จัดเก็บข้อมูลด้วยเครื่องมือ{NBSP}{thai_digits(str(tools))}{NBSP}แบบ ได้แก่ "
        f"{listed(_weighted(instrument) for instrument in framework.instruments)}"
    )


def _weighted(instrument: Instrument) -> str:
    share = number_text(instrument.weight * 100)
    return f"{instrument.name} ({instrument.abbreviation}) น้ำหนักร้อยละ{NBSP}{share}"
