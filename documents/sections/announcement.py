"""The page on which the municipality announces the document, in the form of an official announcement (pure).

Its form, under a Garuda of three centimetres, is that of the regulation on official correspondence
(ระเบียบสำนักนายกรัฐมนตรีว่าด้วยงานสารบรรณ พ.ศ. ๒๕๒๖ แบบที่ ๗).
"""

from dataclasses import dataclass
from typing import ClassVar

from documents.dossier import Dossier, Signatory
from documents.sections.section import assessment_named, planner, written_date
from ita_portal.thai import NBSP, fiscal_year_text, thai_digits

ITA = "การประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ (ITA)"
ADOPTED = (
    "จึงประกาศให้ใช้มาตรการดังกล่าว ตามรายละเอียดแนบท้ายประกาศนี้ ให้ผู้รับผิดชอบทุกส่วนถือปฏิบัติ และรายงานผลตามระยะเวลาที่กำหนด"
)
PUBLISHED = "จึงประกาศเผยแพร่ให้ประชาชนทราบโดยทั่วกัน ตามรายละเอียดแนบท้ายประกาศนี้"


@dataclass(frozen=True)
class Announcement:
    """What is announced (`subject`) and in which words; `day` is "" while nobody knows when."""

    template: ClassVar[str] = "documents/announcement.html"
    anchor: ClassVar[str] = "announcement"

    heading: str
    subject: str
    paragraphs: tuple[str, ...]
    day: str
    signatory: Signatory


def announcement(dossier: Dossier, kind: str, title: str) -> Announcement:
    """That the municipality adopts the measures ("plan"), or publishes the report on them ("results")."""
    place, day, year = (
        dossier.place.full_name,
        dossier.signatory.signed_on,
        fiscal_year_text(dossier.fiscal_year),
    )
    if kind == "plan":
        met = f"เมื่อวันที่{NBSP}{written_date(dossier.decided_on)} " if dossier.decided_on else ""
        reason = (
            f"ด้วย{place}ได้นำผล{ITA} {assessment_named(dossier)} มาวิเคราะห์ "
            f"และคณะผู้บริหารได้ประชุม{met}เห็นชอบ{title} ประจำ{year}{_counted(dossier)} แล้ว"
        )
        announced = ADOPTED
    else:
        reason = (
            f"ตามที่{planner(dossier)}ได้กำหนดมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน "
            f"ประจำ{year}{_counted(dossier)} และได้ดำเนินการตามมาตรการดังกล่าวแล้ว นั้น"
        )
        announced = f"บัดนี้ {place}ได้จัดทำ{title} เรียบร้อยแล้ว {PUBLISHED}"
    return Announcement(
        heading=f"ประกาศ{place}",
        subject=f"เรื่อง {title} ประจำ{year}",
        paragraphs=(reason, announced),
        day=written_date(day) if day else "",
        signatory=dossier.signatory,
    )


def _counted(dossier: Dossier) -> str:
    count = thai_digits(str(len(dossier.measures)))
    return f" จำนวน{NBSP}{count}{NBSP}มาตรการ" if dossier.measures else ""
