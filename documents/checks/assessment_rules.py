"""What must hold of an assessment and its analysis: the checks C01–C05, C07 and the portal's own. Pure."""

from collections.abc import Iterator

from assessments import scoring
from assessments.enums import Stance
from assessments.framework import Framework
from documents.checks.complaints import Complaint, Mend, listed_with_commas
from documents.dossier import Dossier, Year
from ita_portal.thai import decimal_text, thai_digits


def indicator_name(code: str, rules: Framework) -> str:
    """ตัวชี้วัดที่ ๔ การใช้ทรัพย์สินของราชการ."""
    return f"ตัวชี้วัดที่ {thai_digits(code)} {rules.indicator(code).name}"


def of_year(year: Year) -> str:
    """ปี ๒๕๖๗."""
    return f"ปี {thai_digits(str(year.fiscal_year))}"


def assessment_known(dossier: Dossier) -> Iterator[Complaint]:
    """C01: there is an assessment that the plan answers (its scores are looked at one by one)."""
    if not dossier.assessed:
        year = dossier.assessed_year
        message = f"ยังไม่มีผลการประเมินปี {thai_digits(str(year))} ซึ่งแผนนี้นำมาวิเคราะห์"
        yield Complaint(message, Mend("assessment", year))


def scores_complete(year: Year) -> Iterator[Complaint]:
    """C01: the score of every indicator, 0-100, two decimals at most."""
    for code in year.framework.score_codes:
        name = f"{indicator_name(code, year.framework)} {of_year(year)}"
        score = year.scores.get(code)
        if score is None:
            yield Complaint(f"ยังไม่มีคะแนนของ{name}", _entered_at(year))
        elif not 0 <= score <= scoring.FULL or score != scoring.rounded(score):
            yield Complaint(f"คะแนนของ{name} ต้องอยู่ระหว่าง ๐ ถึง ๑๐๐ ทศนิยมไม่เกิน ๒ ตำแหน่ง", _entered_at(year))


def total_matches(year: Year) -> Iterator[Complaint]:
    """C02: the announced total is the computed one within the tolerance, or the officer gave the reason."""
    computed = scoring.total(year.scores, year.framework)
    announced = year.announced_total
    if announced is None or computed is None or year.difference_note:
        return
    if not scoring.matches(announced, computed, year.framework):
        figures = f"{decimal_text(announced)} แต่คำนวณจากคะแนนตัวชี้วัดได้ {decimal_text(computed)}"
        yield Complaint(f"คะแนนรวม{of_year(year)} ที่ประกาศคือ {figures}", _entered_at(year))


def instruments_match(year: Year) -> Iterator[Complaint]:
    """The announced score of each instrument is the mean of its indicators, within the tolerance."""
    means = scoring.instrument_means(year.scores, year.framework)
    for code, mean in means.items():
        announced = year.announced_instruments.get(code)
        if announced is not None and not scoring.matches(announced, mean, year.framework):
            figures = f"{decimal_text(announced)} แต่คำนวณได้ {decimal_text(mean)}"
            yield Complaint(f"คะแนน {code.upper()} {of_year(year)} ที่ประกาศคือ {figures}", _entered_at(year))


def level_expected(year: Year) -> Iterator[Complaint]:
    """C03: the announced level is one of those that the year's rule leaves possible."""
    expected = year.expected_level
    if expected.allows(year.announced_level) is False:
        levels = f"“{year.announced_level}” แต่ระดับที่ระบบคาดการณ์จากคะแนนคือ “{expected.text}”"
        yield Complaint(f"ระดับ{of_year(year)} ที่ประกาศคือ {levels}", _entered_at(year))


def level_of_its_year(year: Year) -> Iterator[Complaint]:
    """C04: the announced level is one of its year."""
    names = [level.name for level in year.framework.levels]
    if year.announced_level and year.announced_level not in names:
        message = f"“{year.announced_level}” ไม่ใช่ชื่อระดับของ{of_year(year)} ({', '.join(names)})"
        yield Complaint(message, _entered_at(year))


def announced_known(year: Year) -> Iterator[Complaint]:
    """The announced total and level are known; the document prints them."""
    missing = {"คะแนนรวม": year.announced_total is None, "ระดับ": not year.announced_level}
    if names := [name for name, unknown in missing.items() if unknown]:
        yield Complaint(f"ยังไม่ได้ระบุ{listed_with_commas(names)}ที่ประกาศของ{of_year(year)}", _entered_at(year))


def analysed(dossier: Dossier) -> Iterator[Complaint]:
    """C05: every indicator is analysed, by itself or with its instrument, or else every issue is."""
    year = dossier.assessed
    if not year:
        return
    for code in dossier.unanalysed:
        place = Mend("analyses", year.fiscal_year, about=code)
        yield Complaint(f"ยังไม่มีการวิเคราะห์{indicator_name(code, year.framework)}", place)


def stances_present(dossier: Dossier) -> Iterator[Complaint]:
    """C07: each stance has a point; แก้ไขเร่งด่วน only where an indicator lies below the pass mark."""
    year = dossier.assessed
    analyses = year.analyses if year else ()
    taken = {measure.stance for measure in dossier.measures} | {analysis.stance for analysis in analyses}
    weak = bool(year and scoring.below_pass_mark(year.scores, year.framework))
    for stance in Stance:
        if stance not in taken and (weak or stance is not Stance.URGENT):
            yield Complaint(f"ยังไม่มีประเด็นใดที่ต้อง{stance.label}", Mend("analyses", dossier.assessed_year))


def findings_in_place(year: Year) -> Iterator[Complaint]:
    """A remark stands under the indicator that the number of its question belongs to."""
    for finding in year.findings:
        right = year.framework.question_indicator(finding.question)
        if right and right != finding.indicator:
            written = f"บันทึกไว้ใต้ตัวชี้วัดที่ {thai_digits(finding.indicator)}"
            message = f"ข้อ {finding.question} {written} แต่ตามลำดับข้อเป็นของตัวชี้วัดที่ {thai_digits(right)}"
            yield Complaint(message, Mend("findings", year.fiscal_year))


def year_follows(dossier: Dossier) -> Iterator[Complaint]:
    """The measures of a year answer the assessment of the year before."""
    assessed, year = dossier.assessed_year, dossier.fiscal_year
    if assessed + 1 != year:
        years = f"แผนปี {thai_digits(str(year))} อ้างผลการประเมินปี {thai_digits(str(assessed))}"
        yield Complaint(f"{years} แทนที่จะเป็นปี {thai_digits(str(year - 1))}", Mend("plan", year))


def followed_known(dossier: Dossier) -> Iterator[Complaint]:
    """The assessment of the year in which the measures were carried out is there to be compared."""
    if not dossier.followed:
        year = dossier.fiscal_year
        missing = f"ยังไม่มีผลการประเมินปี {thai_digits(str(year))}"
        yield Complaint(f"{missing} จึงยังเปรียบเทียบก่อนและหลังดำเนินการไม่ได้", Mend("assessment", year))


def _entered_at(year: Year) -> Mend:
    """The page where an officer enters scores and what was announced."""
    return Mend("assessment", year.fiscal_year)
