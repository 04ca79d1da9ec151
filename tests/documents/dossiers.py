"""Dossiers to build documents from, without a database. Every text of a full one is unlike every other."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal

from documents.dossier import (
    AnalysisFacts,
    Dossier,
    EvidenceFacts,
    FindingFacts,
    MeasureFacts,
    PlaceFacts,
    ResultFacts,
    Signatory,
    Year,
)
from measures.own_texts import OwnText

PLACE = PlaceFacts(
    "4520103",
    "mueang",
    "เขลางค์นคร",
    "เทศบาลเมืองเขลางค์นคร",
    "เมืองลำปาง",
    "ลำปาง",
    "https://khelang.example.go.th",
)
SCORES_2566 = "97.75 91.36 93.83 91.50 92.71 93.47 89.07 91.81 100.00 93.75"
SCORES_2567 = "90.64 92.12 95.55 74.54 89.98 92.11 89.81 78.89 90.00 100.00"


def scores(text: str) -> dict[str, Decimal]:
    """Ten scores by indicator code."""
    return {str(number): Decimal(score) for number, score in enumerate(text.split(), 1)}


def year_2566(**more: object) -> Year:
    """เขลางค์นคร's result of 2566 as published."""
    return Year(2566, scores(SCORES_2566), Decimal("94.22"), **more)  # type: ignore[arg-type]


def year_2567(**more: object) -> Year:
    """เขลางค์นคร's result of 2567 as published."""
    return Year(2567, scores(SCORES_2567), Decimal("90.65"), "ผ่าน", **more)  # type: ignore[arg-type]


def dossier(**more: object) -> Dossier:
    """The plan of 2567 with the results before and after it, and nothing else."""
    values = {"fiscal_year": 2567, "assessed_year": 2566, "years": (year_2566(), year_2567())}
    return Dossier(PLACE, **(values | more))  # type: ignore[arg-type]


def measure(number: int = 1, about: tuple[str, ...] = ("4",), **more: object) -> MeasureFacts:
    """A measure with a title only."""
    return MeasureFacts(number, f"มาตรการทดสอบ {number}", about, "improve", **more)  # type: ignore[arg-type]


def full() -> Dossier:
    """The plan of 2567 with everything that a dossier can hold."""
    return dossier(
        years=(_full_year(year_2566, "ก่อน"), _full_year(year_2567, "หลัง")),
        measures=tuple(_full_measure(number) for number in range(1, 5)),
        decided_on=date(2023, 9, 7),
        overall_outcome=("ผลลัพธ์รวมย่อหน้าแรก น้ำใจล้ำค่า", "ผลลัพธ์รวมย่อหน้าที่สอง ๙๐.๖๕ คะแนน"),
        obstacles=("อุปสรรคเรื่องกำลังคน", "อุปสรรคเรื่องงบประมาณ"),
        suggestions=("ข้อเสนอให้จัดอบรมประจำปี",),
        signatory=Signatory("นายสมชาย ใจซื่อ", "นายกเทศมนตรีเมืองเขลางค์นคร", date(2023, 10, 2)),
        results_signatory=Signatory("นางสาวใจดี มีธรรม", "รองนายกเทศมนตรีเมืองเขลางค์นคร", date(2024, 10, 10)),
    )


def _full_year(make: object, mark: str) -> Year:
    parts = {"iit": "93.43", "eit": "91.45", "eit1": "90.11", "eit2": "92.79", "oit": "96.88"}
    return make(  # type: ignore[operator, no-any-return]
        announced_instruments={code: Decimal(value) for code, value in parts.items()},
        difference_note="" if mark == "หลัง" else "คะแนนที่ประกาศปัดเศษจากทศนิยมที่ไม่ได้เผยแพร่",
        findings=(
            FindingFacts("i10", "4", f"ประเด็นยืมทรัพย์สิน{mark}", f"ควรทำคู่มือการยืม{mark} (อ้างอิง o8)"),
            FindingFacts("o6", "9", f"แผนไม่ครบองค์ประกอบ{mark}"),
        ),
        analyses=(
            AnalysisFacts(
                "4",
                "urgent",
                f"วิเคราะห์ทรัพย์สิน{mark}\nบรรทัดที่สอง{mark}",
                (f"แนวทางแรก{mark}", f"แนวทางสอง{mark}"),
            ),
            AnalysisFacts("oit", "maintain", f"วิเคราะห์การเปิดเผยข้อมูล{mark}"),
        ),
    )


def _full_measure(number: int) -> MeasureFacts:
    return measure(
        number,
        ("4", "iit"),
        issue=5 - number,
        analysis=f"เหตุผลของมาตรการ {number}",
        steps=(f"ขั้นตอนแรกของ {number}", f"ขั้นตอนที่สองของ {number}"),
        responsible=(f"สำนักปลัด {number}", f"กองคลัง {number}"),
        starts_on=date(2023, 11, 1),
        ends_on=date(2024, 8, 31),
        follow_up=f"ติดตามทุกไตรมาส {number}",
        kind="project",
        goals=(f"เป้าหมายแรกของ {number}", f"เป้าหมายที่สองของ {number}"),
        budget=Decimal(1000 * number),
        monitored_on=("2024-01-15",),
        result=ResultFacts(
            "done",
            (f"ทำแล้วข้อแรกของ {number}", f"ทำแล้วข้อสองของ {number}"),
            (f"สำเร็จตามเป้า {number}",),
            date(2024, 9, 30),
            (f"อุปสรรคเฉพาะของ {number}",),
            (f"ข้อเสนอเฉพาะของ {number}",),
        ),
        evidence=(
            EvidenceFacts(f"หลักฐาน {number}", f"https://khelang.example.go.th/{number}", date(2024, 3, 1)),
        ),
    )


def texts(thing: object) -> Iterator[str]:
    """Every text that somebody typed into this part of a dossier."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, tuple):
        for item in thing:
            yield from texts(item)
    elif isinstance(thing, OwnText):
        yield from thing.paragraphs
    elif is_dataclass(thing):
        hidden = {"monitored_on", "stance", "status", "about", "kind", "question", "indicator"}
        for field in fields(thing):
            yield from texts(getattr(thing, field.name)) if field.name not in hidden else ()
