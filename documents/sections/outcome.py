"""The sections about what came of the measures, what shows it, and how a document closes (pure)."""

from collections import Counter
from dataclasses import dataclass

from documents.dossier import Dossier, EvidenceFacts, MeasureFacts
from documents.sections.section import NumberedLines, Section, numbered_lines
from ita_portal.thai import NBSP, fiscal_year_text, thai_digits
from measures.enums import Status
from measures.progress import QuarterProgress
from measures.quarters import QUARTERS, quarters_text


@dataclass(frozen=True)
class QuarterRow:
    """A measure with what was planned and reached by the end of each quarter, in per cent; "–" if unknown."""

    number: int
    title: str
    ends: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Progress(Section):
    """All measures at a glance: number, title and status of each ("" while nothing is reported).

    `counts` are status and number of measures. `quarters` tell of those that were followed quarter by quarter
    how far they had come, `notes` what was said of that: number of the measure, quarter, words.
    """

    template = "documents/progress.html"
    anchor = "progress"

    measures: tuple[tuple[int, str, str], ...]
    counts: tuple[tuple[str, int], ...]
    quarters: tuple[QuarterRow, ...] = ()
    notes: tuple[tuple[int, str, str], ...] = ()


@dataclass(frozen=True)
class OutcomeSection(Section):
    """What all measures together led to, in paragraphs."""

    template = "documents/outcome.html"
    anchor = "outcome"

    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Obstacles(Section):
    """What stood in the way, and what is suggested; none prints as "-ไม่มี-"."""

    template = "documents/obstacles.html"
    anchor = "obstacles"

    obstacles: NumberedLines
    suggestions: NumberedLines


@dataclass(frozen=True)
class ShownEvidence(Section):
    """The evidence of each measure (its number and title with what shows it)."""

    template = "documents/evidence.html"
    anchor = "evidence"

    measures: tuple[tuple[int, str, tuple[EvidenceFacts, ...]], ...]


def progress(dossier: Dossier) -> Progress | None:
    """The measures at a glance; None while there are none."""
    if not dossier.measures:
        return None
    measures = tuple(
        (row.number, row.title, Status(row.result.status).label if row.result else "")
        for row in dossier.measures
    )
    followed = [row for row in dossier.measures if _progress(row)]
    counted = Counter(row.result.status for row in dossier.measures if row.result)
    return Progress(
        heading="สรุปสถานะการดำเนินการตามมาตรการ",
        measures=measures,
        counts=tuple((status.label, counted[status]) for status in Status if counted[status]),
        quarters=tuple(map(_quarter_row, followed)),
        notes=tuple(
            (row.number, quarters_text([one.quarter]), one.note)
            for row in followed
            for one in _progress(row)
            if one.note
        ),
    )


def _quarter_row(measure: MeasureFacts) -> QuarterRow:
    known = {one.quarter: one for one in _progress(measure)}
    ends = (known.get(quarter, QuarterProgress(quarter)) for quarter in QUARTERS)
    said = tuple((_said(one.planned), _said(one.actual)) for one in ends)
    return QuarterRow(measure.number, measure.title, said)


def _progress(measure: MeasureFacts) -> tuple[QuarterProgress, ...]:
    return measure.result.progress if measure.result else ()


def _said(per_cent: int | None) -> str:
    return "–" if per_cent is None else thai_digits(str(per_cent))


def outcome(dossier: Dossier) -> OutcomeSection:
    """The overall outcome."""
    return OutcomeSection("ผลลัพธ์หรือความสำเร็จของการดำเนินการในภาพรวม", dossier.overall_outcome)


def obstacles(dossier: Dossier) -> Obstacles:
    """Obstacles and suggestions."""
    return Obstacles(
        "ปัญหา/อุปสรรค และข้อเสนอแนะ", numbered_lines(dossier.obstacles), numbered_lines(dossier.suggestions)
    )


def evidence(dossier: Dossier) -> ShownEvidence:
    """The evidence, by measure."""
    shown = tuple((row.number, row.title, row.evidence) for row in dossier.measures if row.evidence)
    return ShownEvidence("หลักฐานการดำเนินการ", shown)


def plan_closing(dossier: Dossier) -> str:
    """The sentence above the signature of the plan. It names the plan, as a last page may get lost."""
    return (
        f"{dossier.place.full_name}กำหนดมาตรการประจำ{fiscal_year_text(dossier.fiscal_year)}"
        f"{_counted(dossier)} ตามรายละเอียดข้างต้น และให้ผู้รับผิดชอบทุกส่วนถือปฏิบัติและรายงานผลตามระยะเวลาที่กำหนด"
    )


def results_closing(dossier: Dossier) -> str:
    """The sentence above the signature of the report on the measures."""
    return (
        f"{dossier.place.full_name}ขอรายงานผลการดำเนินการตามมาตรการประจำ{fiscal_year_text(dossier.fiscal_year)}"
        f"{_counted(dossier)} ตามรายละเอียดข้างต้น"
    )


def _counted(dossier: Dossier) -> str:
    """How many measures there are, as part of a sentence; "" for none."""
    count = len(dossier.measures)
    return f" จำนวน{NBSP}{thai_digits(str(count))}{NBSP}มาตรการ" if count else ""
