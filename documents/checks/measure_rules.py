"""What must hold of a plan and its measures: the checks C06, C08–C10, C14, C15 and the portal's own. Pure."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from assessments import scoring
from documents.checks.assessment_rules import indicator_name
from documents.checks.complaints import Complaint, Mend, MendPage, listed_with_commas, quoted
from documents.dossier import Dossier, MeasureFacts
from ita_portal.thai import decimal_text, fiscal_year_span, number_text, thai_date, thai_digits
from measures.completeness import MeasurePart, lacking, unreported


def any_measures(dossier: Dossier) -> Iterator[Complaint]:
    """A plan has at least one measure."""
    if not dossier.measures:
        yield Complaint("ยังไม่มีมาตรการในแผน", Mend("measure_add", dossier.fiscal_year))


def weak_answered(dossier: Dossier) -> Iterator[Complaint]:
    """C06: a measure names each indicator below the pass mark (else the lowest), or its instrument."""
    year = dossier.assessed
    if not year:
        return
    rules = year.framework
    about = (code for measure in dossier.measures for code in measure.about)
    for code in scoring.unanswered(year.scores, about, rules):
        score = year.scores[code]
        below = f"ต่ำกว่า {number_text(rules.pass_mark)}" if scoring.is_weak(score, rules) else "ต่ำที่สุด"
        message = f"{indicator_name(code, rules)} ({decimal_text(score)} คะแนน {below}) ยังไม่มีมาตรการ"
        yield Complaint(message, Mend("measure_add", dossier.fiscal_year, about=code))


def one_is_enough(dossier: Dossier) -> bool:
    """Whether a plan of its year may be about one chosen indicator (2569: by one source, and a weak one)."""
    return dossier.framework.document("plan").one_indicator


def measures_complete(dossier: Dossier) -> Iterator[Complaint]:
    """C08: every measure has steps, a responsible unit and a period."""
    for measure in dossier.measures:
        missing = [part.label for part in _lacking(dossier, measure) if part in _COLUMNS]
        if missing:
            yield _of_measure(dossier, measure, f"ยังไม่ได้ระบุ{listed_with_commas(missing)}")


_COLUMNS = (MeasurePart.STEPS, MeasurePart.RESPONSIBLE, MeasurePart.PERIOD)


def _lacking(dossier: Dossier, measure: MeasureFacts) -> tuple[MeasurePart, ...]:
    return lacking(measure, measure.about, dossier.framework)


def periods_inside(dossier: Dossier) -> Iterator[Complaint]:
    """C09: what is done lies between 1 October and 30 September of the measures' fiscal year."""
    first, last = fiscal_year_span(dossier.fiscal_year)
    for measure in dossier.measures:
        days = [day for day in (measure.starts_on, measure.ends_on) if day]
        if outside := [day for day in days if not first <= day <= last]:
            found, allowed = ", ".join(map(thai_date, outside)), f"{thai_date(first)} – {thai_date(last)}"
            yield _of_measure(dossier, measure, f"มีวันที่อยู่นอกปีงบประมาณ: {found} (ต้องอยู่ใน {allowed})")


def results_complete(dossier: Dossier) -> Iterator[Complaint]:
    """C10: every measure has both what was done and what came of it."""
    for measure in dossier.measures:
        if missing := [part.label for part in unreported(measure.result)]:
            yield _of_measure(dossier, measure, f"ยังไม่ได้รายงาน{listed_with_commas(missing)}", page="result")


def website_known(dossier: Dossier) -> Iterator[Complaint]:
    """C14: the municipality's main website, where the documents must stand, is known."""
    if not dossier.place.website:
        message = f"ยังไม่ได้ระบุเว็บไซต์หลักของ{dossier.place.full_name} ซึ่งเป็นที่เผยแพร่เอกสาร"
        yield Complaint(message, Mend("profile", dossier.fiscal_year))


def signatory_known(dossier: Dossier, kind: str) -> Iterator[Complaint]:
    """C15: who approves, in what office, and when."""
    signatory = dossier.signatory
    parts = {"ชื่อ": signatory.name, "ตำแหน่ง": signatory.position, "วันที่ลงนาม": signatory.signed_on}
    if missing := [name for name, known in parts.items() if not known]:
        place = Mend("results" if kind == "results" else "plan", dossier.fiscal_year)
        yield Complaint(f"ยังไม่ได้ระบุผู้ลงนามให้ครบ ขาด{listed_with_commas(missing)}", place)


def signed_after_reporting(dossier: Dossier) -> Iterator[Complaint]:
    """The report on the measures is not signed before the last of their results was reported."""
    reported = [measure.result.reported_on for measure in dossier.measures if measure.result]
    last = max((day for day in reported if day), default=None)
    signed_on = dossier.signatory.signed_on
    if last and signed_on and signed_on < last:
        message = f"วันที่ลงนาม {thai_date(signed_on)} อยู่ก่อนวันที่รายงานผลครั้งสุดท้าย {thai_date(last)}"
        yield Complaint(message, Mend("results", dossier.fiscal_year))


def decision_dated(dossier: Dossier) -> Iterator[Complaint]:
    """The day on which the executives decided on the measures is known."""
    if not dossier.decided_on:
        yield Complaint("ยังไม่ได้ระบุวันที่ประชุมผู้บริหาร", Mend("plan", dossier.fiscal_year))


def has_issues(dossier: Dossier) -> bool:
    """Whether the plan's year groups measures by issues."""
    return bool(dossier.framework.issues)


def issues_covered(dossier: Dossier) -> Iterator[Complaint]:
    """In years with issues each has a measure (2568's list is not confirmed, so that it never blocks)."""
    covered = {measure.issue for measure in dossier.measures}
    for issue in dossier.framework.issues:
        if issue.number not in covered:
            message = f"ประเด็นที่ {thai_digits(str(issue.number))} {issue.name} ยังไม่มีมาตรการ"
            yield Complaint(message, Mend("measure_add", dossier.fiscal_year))


def about_something(dossier: Dossier) -> Iterator[Complaint]:
    """A measure names what it answers."""
    for measure in dossier.measures:
        if MeasurePart.ABOUT in _lacking(dossier, measure):
            yield _of_measure(dossier, measure, f"ยังไม่ได้ระบุ{MeasurePart.ABOUT.label}")


def titles_differ(dossier: Dossier) -> Iterator[Complaint]:
    """No two measures have the same title."""
    alike = defaultdict[str, list[MeasureFacts]](list)
    for measure in dossier.measures:
        alike[" ".join(measure.title.split())].append(measure)
    for first, *others in alike.values():
        for measure in others:
            yield _of_measure(dossier, measure, f"ใช้ชื่อซ้ำกับมาตรการที่ {thai_digits(str(first.number))}")


def followed_up(dossier: Dossier) -> Iterator[Complaint]:
    """How each measure is followed up is known."""
    for measure in dossier.measures:
        if MeasurePart.FOLLOW_UP in _lacking(dossier, measure):
            yield _of_measure(dossier, measure, f"ยังไม่ได้ระบุ{MeasurePart.FOLLOW_UP.label}")


def monitored_inside(dossier: Dossier) -> Iterator[Complaint]:
    """A measure is followed up within its fiscal year, or in the month after it, when it is reported."""
    first, last = fiscal_year_span(dossier.fiscal_year)
    for measure in dossier.measures:
        days = map(date.fromisoformat, measure.monitored_on)
        if outside := [day for day in days if not first <= day <= last + _REPORTING]:
            found = ", ".join(map(thai_date, outside))
            yield _of_measure(dossier, measure, f"มีวันที่ติดตามผลอยู่นอกปีงบประมาณ: {found}")


_REPORTING = timedelta(days=31)


def overall_outcome_known(dossier: Dossier) -> Iterator[Complaint]:
    """What came of all measures together is known."""
    if not dossier.overall_outcome:
        yield Complaint("ยังไม่ได้สรุปผลลัพธ์หรือความสำเร็จในภาพรวม", Mend("results", dossier.fiscal_year))


def _of_measure(dossier: Dossier, measure: MeasureFacts, fault: str, page: MendPage = "measure") -> Complaint:
    issue = f" (ประเด็นที่ {thai_digits(str(measure.issue))})" if measure.issue else ""
    message = f"มาตรการที่ {thai_digits(str(measure.number))}{issue} {quoted(measure.title)} {fault}"
    return Complaint(message, Mend(page, dossier.fiscal_year, measure.number))


def copies_renewed(dossier: Dossier) -> Iterator[Complaint]:
    """T11: the analysis of a copied measure is written anew: it answers another year's assessment."""
    for measure in dossier.measures:
        if measure.copied_year is not None:
            year, assessed = thai_digits(str(measure.copied_year)), thai_digits(str(dossier.assessed_year))
            message = f"คัดลอกจากแผนปี {year} และผลการวิเคราะห์ยังเป็นข้อความเดิม ต้องตรงกับผลการประเมินปี {assessed}"
            complaint = _of_measure(dossier, measure, message)
            yield replace(complaint, path=f"measures.{measure.number}.analysis")
