"""The page on which the municipality announces the document, in the form of an official announcement (pure).

Its form, under a Garuda of three centimetres, is that of the regulation on official correspondence
(ระเบียบสำนักนายกรัฐมนตรีว่าด้วยงานสารบรรณ พ.ศ. ๒๕๒๖ แบบที่ ๗).
"""

from dataclasses import dataclass
from typing import ClassVar

from documents.dossier import Dossier, Signatory
from documents.sections.section import written_date
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
    day, year = dossier.signatory.signed_on, fiscal_year_text(dossier.fiscal_year)
    told = _adopted(dossier, title) if kind == "plan" else _reported(dossier, title)
    return Announcement(
        heading=f"ประกาศ{dossier.place.full_name}",
        subject=f"เรื่อง {title} ประจำ{year}",
        paragraphs=told,
        day=written_date(day) if day else "",
        signatory=dossier.signatory,
    )


def _adopted(dossier: Dossier, title: str) -> tuple[str, ...]:
    decided = dossier.decided_on
    year = fiscal_year_text(dossier.fiscal_year)
    met = f"เมื่อวันที่{NBSP}{written_date(decided)} " if decided else ""
    told = (
        f"ด้วย{dossier.place.full_name}ได้นำผล{ITA} {fiscal_year_text(dossier.assessed_year)} มาวิเคราะห์ "
        f"และคณะผู้บริหารได้ประชุม{met}เห็นชอบ{title} ประจำ{year}{_counted(dossier)} แล้ว"
    )
    return told, ADOPTED


def _reported(dossier: Dossier, title: str) -> tuple[str, ...]:
    followed = (
        f"ตามที่{dossier.place.full_name}ได้กำหนดมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน "
        f"ประจำ{fiscal_year_text(dossier.fiscal_year)}{_counted(dossier)} และได้ดำเนินการตามมาตรการดังกล่าวแล้ว นั้น"
    )
    return followed, f"บัดนี้ {dossier.place.full_name}ได้จัดทำ{title} เรียบร้อยแล้ว {PUBLISHED}"


def _counted(dossier: Dossier) -> str:
    count = thai_digits(str(len(dossier.measures)))
    return f" จำนวน{NBSP}{count}{NBSP}มาตรการ" if dossier.measures else ""
