"""The sections that show what was found and how the municipality reads it (pure)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import ClassVar

from assessments import scoring, subjects
from assessments.enums import Stance
from assessments.framework import INSTRUMENT_OF_PREFIX, Framework
from documents.choices import Reading
from documents.dossier import Dossier, Year
from documents.sections.section import NumberedLines, Section, about_title, numbered_lines
from ita_portal.thai import NBSP, decimal_text, fiscal_year_text, number_text


@dataclass(frozen=True)
class AssessorsRemark:
    """An assessors' remark: `question` as the year prints it, `theme` where it is known."""

    question: str
    theme: str
    issue: str
    advice: str


@dataclass(frozen=True)
class Entry:
    """What is known of one indicator or instrument: score, remarks, facts, the municipality's analysis.

    `members` are the indicators of an instrument (name, score). An entry without `analysed` still lacks its
    analysis; one that is `inside` belongs to the instrument before it.
    """

    code: str
    title: str
    score: Decimal | None
    facts: str
    members: tuple[tuple[str, Decimal | None], ...]
    remarks: tuple[AssessorsRemark, ...]
    analysed: bool
    stance: str
    text: str
    guidelines: NumberedLines
    inside: bool = False


@dataclass(frozen=True)
class Analyses(Section):
    """The analysis of each indicator, or of each instrument with what is written on its indicators."""

    template = "documents/analyses.html"
    anchor = "analyses"
    prefix: ClassVar[str] = ""  # of the anchors of its entries

    entries: tuple[Entry, ...]

    @property
    def parts(self) -> tuple[tuple[str, str], ...]:
        """Every entry."""
        return tuple((f"{self.prefix}about-{entry.code}", entry.title) for entry in self.entries)


@dataclass(frozen=True)
class Annex(Analyses):
    """The remarks and analyses of the followed year; the next plan answers them."""

    anchor = "annex"
    prefix = "annex-"
    numbered = False


def analyses(dossier: Dossier, reading: Reading) -> Analyses:
    """The analysis of the assessed year, arranged as chosen; every remark and analysis stands in each.

    As written: the indicators that no instrument's analysis covers, and all with a remark or an analysis.
    Else every indicator, or every instrument with those of its indicators that have a remark or an analysis.
    """
    year = dossier.assessed or Year(dossier.assessed_year, {})
    before, nested = dossier.year(year.fiscal_year - 1), reading is Reading.INSTRUMENT
    found = (_entry(code, year, before, dossier.unanalysed) for code in _subjects(year, reading))
    by_instrument = any(_is_instrument(analysis.about) for analysis in year.analyses)
    subject = "เครื่องมือ" if nested or (reading is Reading.AS_WRITTEN and by_instrument) else "ตัวชี้วัด"
    return Analyses(
        heading=f"การวิเคราะห์ผลการประเมินราย{subject} {fiscal_year_text(year.fiscal_year)}",
        entries=tuple(replace(each, inside=nested and not _is_instrument(each.code)) for each in found),
    )


def annex(dossier: Dossier) -> Annex | None:
    """What is already known of the followed year; None when that is nothing."""
    year = dossier.followed
    if year is None or year == dossier.assessed or not (year.findings or year.analyses):
        return None
    written = _written_about(year)
    lacking = subjects.unanalysed(year.framework, year.analysed, None, ())
    return Annex(
        heading=f"ภาคผนวก ข้อสังเกตและการวิเคราะห์ {fiscal_year_text(year.fiscal_year)}",
        entries=tuple(
            _entry(code, year, dossier.assessed, lacking)
            for code in _order(year.framework)
            if code in written
        ),
    )


def _subjects(year: Year, reading: Reading) -> Iterator[str]:
    """What has a remark or an analysis, and what the reading asks for without one."""
    rules, written = year.framework, _written_about(year)
    for code in _order(rules):
        if _is_instrument(code):
            asked_for = reading is Reading.INSTRUMENT
        elif reading is Reading.AS_WRITTEN:
            asked_for = year.analysis(rules.instrument_of(code).code) is None
        else:
            asked_for = reading is Reading.INDICATOR
        if asked_for or code in written:
            yield code


def _written_about(year: Year) -> set[str]:
    return {finding.indicator for finding in year.findings} | {analysis.about for analysis in year.analyses}


def _is_instrument(code: str) -> bool:
    return code in INSTRUMENT_OF_PREFIX.values()


def _order(framework: Framework) -> Iterator[str]:
    """Each instrument before its indicators."""
    for instrument in framework.instruments:
        yield instrument.code
        yield from (indicator.code for indicator in framework.indicators_of(instrument.code))


def _entry(code: str, year: Year, before: Year | None, unanalysed: Sequence[str]) -> Entry:
    framework, analysis = year.framework, year.analysis(code)
    members = framework.indicators_of(code)
    covered = {code, *(indicator.code for indicator in members)}
    return Entry(
        code=code,
        title=about_title(code, framework),
        score=_score(code, year),
        facts=_facts(code, year, before),
        members=tuple((about_title(row.code, framework), year.scores.get(row.code)) for row in members),
        remarks=tuple(
            AssessorsRemark(
                question=framework.printed(finding.question),
                theme=framework.theme_of(finding.question),
                issue=finding.issue,
                advice=finding.advice,
            )
            for finding in year.findings
            if finding.indicator == code
        ),
        analysed=covered.isdisjoint(unanalysed),
        stance=Stance(analysis.stance).label if analysis else "",
        text=analysis.text if analysis else "",
        guidelines=numbered_lines(analysis.guidelines if analysis else ()),
    )


def _score(code: str, year: Year) -> Decimal | None:
    return year.scores.get(code, year.instruments.get(code))


def _facts(code: str, year: Year, before: Year | None) -> str:
    """The facts in one sentence: the score, how it changed, whether it reaches the pass mark."""
    score = _score(code, year)
    if score is None:
        return ""
    facts = [f"ได้{NBSP}{decimal_text(score)}{NBSP}คะแนน"]
    change = scoring.change(_score(code, before), score) if before else None
    if before and change is not None:
        since = fiscal_year_text(before.fiscal_year)
        amount = f"{NBSP}{decimal_text(abs(change))}{NBSP}คะแนนจาก{since}"
        facts.append(f"{'เพิ่มขึ้น' if change > 0 else 'ลดลง'}{amount}" if change else f"เท่ากับ{since}")
    if score == scoring.FULL:
        facts.append("เป็นคะแนนเต็ม")
    else:
        reached = "ต่ำกว่า" if scoring.is_weak(score, year.framework) else "ผ่าน"
        facts.append(f"{reached}เกณฑ์{NBSP}{number_text(year.framework.pass_mark)}{NBSP}คะแนน")
    return " ".join(facts)


STANCE_HEADINGS = {
    Stance.URGENT: "ประเด็นที่ต้องแก้ไขโดยเร่งด่วน",
    Stance.IMPROVE: "ประเด็นที่ต้องพัฒนาให้ดีขึ้น",
    Stance.MAINTAIN: "ประเด็นที่ต้องรักษาระดับ",
}


@dataclass(frozen=True)
class Stances(Section):
    """What the analyses ask for: heading and names of each of the three; `known` is False without any."""

    template = "documents/stances.html"
    anchor = "stances"

    groups: tuple[tuple[str, tuple[str, ...]], ...]
    known: bool


def stances(dossier: Dossier) -> Stances:
    """The summary by stance of the assessed year."""
    year = dossier.assessed or Year(dossier.assessed_year, {})
    groups = []
    for stance, heading in STANCE_HEADINGS.items():
        titles = []
        for analysis in year.analyses:
            if analysis.stance == stance:
                title, score = about_title(analysis.about, year.framework), _score(analysis.about, year)
                titles.append(title if score is None else f"{title} ({decimal_text(score)}{NBSP}คะแนน)")
        groups.append((heading, tuple(titles)))
    return Stances("สรุปประเด็นจากผลการวิเคราะห์", tuple(groups), bool(year.analyses))
