"""Every free text of a document with the place where it was written, for checks that read words. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from documents.checks.complaints import Complaint, Mend
from documents.checks.places.letters import MARKS
from documents.dossier import Dossier, MeasureFacts, Year
from documents.sections.section import about_title
from ita_portal.signs import is_blank
from ita_portal.thai import thai_digits

_FIRST_VOWELS = "เแโใไ"  # written before their letter
AROUND = 24  # signs of the text that a quotation shows on each side


@dataclass(frozen=True)
class Passage:
    """One free text, as typed and never blank.

    `path` names it as the exchange format does ("measures.3.analysis", lines from 1: "measures.3.steps.2"),
    `where` in Thai; `place` is the page that mends it. `about` are the indicators and instruments that it is
    written on, `year` the fiscal year (B.E.) whose scores these have.
    """

    text: str
    path: str
    where: str
    place: Mend
    year: int
    about: tuple[str, ...] = ()

    def complaint(self, message: str) -> Complaint:
        """What is wrong with the text, after the words that say where it stands."""
        return Complaint(f"{self.where}: {message}", self.place, path=self.path)

    def quoted(self, start: int, end: int) -> str:
        """The signs from start to end on one line, with those around them: “…ของเทศบาลตำบลบ้านสาได้…”.

        No cluster is cut: a mark without its letter would be drawn on a dotted circle.
        """
        left = _between_clusters(self.text, max(0, start - AROUND), -1)
        right = _between_clusters(self.text, min(len(self.text), end + AROUND), 1)
        line = " ".join(self.text[left:right].split())
        return f"“{'…' * (left > 0)}{line}{'…' * (right < len(self.text))}”"


def _between_clusters(text: str, place: int, step: int) -> int:
    """The next place in the direction of the step where no letter is parted from its marks or first vowel."""
    while 0 < place < len(text) and (text[place] in MARKS or text[place - 1] in _FIRST_VOWELS):
        place += step
    return place


def passages(dossier: Dossier, kind: str) -> Iterator[Passage]:
    """The free texts of the "plan" or the "results" document, as its pages have them one after the other."""
    if kind == "plan" and dossier.assessed:
        yield from _of_year(dossier.assessed)
    for measure in dossier.measures:
        yield from _of_measure(dossier, measure, kind)
    yield from _of_own_texts(dossier, kind)
    if kind == "results":
        yield from _of_all_measures(dossier)
        if dossier.followed and dossier.followed != dossier.assessed:
            yield from _of_year(dossier.followed)


def _of_year(year: Year) -> Iterator[Passage]:
    """What was written on one assessment."""
    fiscal_year = year.fiscal_year
    page = Mend("assessment", fiscal_year)
    whole = Passage("", f"assessments.{fiscal_year}", "ผลการประเมิน", page, fiscal_year)
    yield from _written(whole, "difference_note", "เหตุผลที่คะแนนรวมต่างกัน", year.difference_note)
    for finding in year.findings:
        remark = replace(
            whole,
            path=f"{whole.path}.findings.{finding.question}",
            where=f"ข้อสังเกตข้อ {year.framework.printed(finding.question)}",
            place=Mend("findings", fiscal_year),
            about=(finding.indicator,),
        )
        yield from _written(remark, "issue", "ประเด็นที่พบ", finding.issue)
        yield from _written(remark, "advice", "ข้อเสนอแนะ", finding.advice)
    for analysis in year.analyses:
        read = replace(
            whole,
            path=f"{whole.path}.analyses.{analysis.about}",
            where=f"การวิเคราะห์{about_title(analysis.about, year.framework)}",
            place=Mend("analyses", fiscal_year, about=analysis.about),
            about=(analysis.about,),
        )
        yield from _written(read, "text", "", analysis.text)
        yield from _written(read, "guidelines", "แนวทาง", *analysis.guidelines, listed=True)


def _of_measure(dossier: Dossier, measure: MeasureFacts, kind: str) -> Iterator[Passage]:
    """What was planned, and in the report of results what came of it."""
    number, year = measure.number, dossier.assessed_year
    name, page = f"มาตรการที่ {thai_digits(str(number))}", Mend("measure", dossier.fiscal_year, number)
    plan = Passage("", f"measures.{number}", name, page, year, measure.about)
    yield from _written(plan, "title", "ชื่อมาตรการ", measure.title)
    yield from _written(plan, "analysis", "ผลการวิเคราะห์", measure.analysis)
    yield from _written(plan, "steps", "ขั้นตอน", *measure.steps, listed=True)
    yield from _written(plan, "responsible", "ผู้รับผิดชอบ", *measure.responsible, listed=True)
    yield from _written(plan, "follow_up", "การกำกับติดตาม", measure.follow_up)
    yield from _written(plan, "goals", "เป้าหมาย", *measure.goals, listed=True)
    if kind == "results":
        report = replace(plan, place=Mend("result", dossier.fiscal_year, number))
        if result := measure.result:
            yield from _written(report, "result.done", "ผลการดำเนินการ", *result.done, listed=True)
            yield from _written(report, "result.outcome", "ผลลัพธ์", *result.outcome, listed=True)
            yield from _written(report, "result.obstacles", "ปัญหาและอุปสรรค", *result.obstacles, listed=True)
            notes = (one.note for one in result.progress)
            yield from _written(report, "result.progress", "ความก้าวหน้า", *notes, listed=True)
            yield from _written(report, "result.suggestions", "ข้อเสนอแนะ", *result.suggestions, listed=True)
        titles = (evidence.title for evidence in measure.evidence)
        yield from _written(report, "evidence", "ชื่อหลักฐาน", *titles, listed=True)


def _of_own_texts(dossier: Dossier, kind: str) -> Iterator[Passage]:
    """What the municipality says in its own words around the sections."""
    key = {"plan": "own_texts", "results": "results_own_texts"}[kind]
    page = Mend("own_texts", dossier.fiscal_year, kind=kind)
    for one in getattr(dossier, key):
        whole = Passage("", f"plan.{key}.{one.section}", one.words, page, dossier.assessed_year)
        yield from _written(whole, one.place, "", *one.paragraphs, listed=True)


def _of_all_measures(dossier: Dossier) -> Iterator[Passage]:
    """What was written on all measures together."""
    page = Mend("results", dossier.fiscal_year)
    plan = Passage("", "plan", "", page, dossier.assessed_year)
    yield from _written(plan, "overall_outcome", "ผลลัพธ์ในภาพรวม", *dossier.overall_outcome, listed=True)
    yield from _written(plan, "obstacles", "ปัญหาและอุปสรรค", *dossier.obstacles, listed=True)
    yield from _written(plan, "suggestions", "ข้อเสนอแนะ", *dossier.suggestions, listed=True)


def _written(owner: Passage, key: str, name: str, *texts: str, listed: bool = False) -> Iterator[Passage]:
    """The texts that are not blank; those of a list with their numbers."""
    for number, text in enumerate(texts, 1):
        if not is_blank(text):
            item = f" ข้อ {thai_digits(str(number))}" if listed and len(texts) > 1 else ""
            path = f"{owner.path}.{key}" + f".{number}" * listed
            yield replace(owner, text=text, path=path, where=f"{owner.where} {name}{item}".strip())
