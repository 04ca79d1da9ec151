"""What texts say of where scores stand, and the stances taken, against what is stored (T08, T10). Pure."""

import re
from collections.abc import Iterator
from decimal import Decimal

from assessments import scoring
from assessments.enums import Stance
from documents.checks.complaints import Complaint, Mend
from documents.checks.complaints import quoted as quoted_title
from documents.checks.figures.mark_statements import mark_statements
from documents.checks.figures.mentions import ReadText, SubjectMention, YearMention, read
from documents.checks.figures.rank_statements import rank_statements
from documents.checks.figures.spoken import gap_before, own_codes, spoken_before, spoken_years
from documents.checks.figures.statements import Statement
from documents.checks.figures.stored_scores import score_in, score_name
from documents.checks.figures.wishes import is_wished
from documents.checks.passages import Passage
from documents.dossier import Dossier, Year
from documents.sections.section import about_title
from ita_portal.thai import decimal_text, number_text, thai_digits

_STANDING_WORDS = re.compile("เกณฑ์|กว่า|ไม่ถึง|เกิน|ขึ้นไป|สุด|เต็ม|ระดับ")
_KEEP = re.compile(  # the level itself, not a good practice: "รักษามาตรฐานการให้บริการ" is none
    r"(?:รักษา|คง)(?:ระดับ|มาตรฐาน)(?:ของ)?(?:ผล)?(?:คะแนน|การประเมิน)?"
    r"(?: ?(?:ของ)?ตัวชี้วัด(?:ที่ ?\d{1,2}|นี้|ดังกล่าว))?(?:ที่ดี|เดิม|นี้)?"
)
_KEEP_ENDS = re.compile(r" ?(?:ไว้|ต่อไป|ให้คง|อย่างต่อเนื่อง|เช่นเดิม|ตามเดิม|$|[.,)\n])")
_RAISED_FIRST = re.compile("ยกระดับ|พัฒนา|ปรับปรุง|แก้ไข|เพิ่ม|สูงขึ้น|ไม่|มิ|อื่น|ที่เหลือ|ส่วน|หาก|เมื่อ|จน")
_LONGEST_NAME = 40  # of an indicator, in signs
_TIED = re.compile(r" ?(?:คะแนน)? ?(?:ใน|เมื่อ|ของ|\() ?")
_TOLD_OF = re.compile(r" ?(?:ซึ่ง|ที่(?=ได้|มี|อยู่))")  # "สูงกว่าปี ๒๕๖๗ ซึ่งได้…" goes on about that year


def standings_right(dossier: Dossier, passage: Passage) -> Iterator[Complaint]:
    """T08: how many and which indicators lie under the pass mark, which is highest or lowest, the level."""
    if not _STANDING_WORDS.search(passage.text):
        return
    reading = read(passage.text)
    taken = bytearray(len(reading.text))  # words are judged once, by the first rule that reads them
    for statement in (*mark_statements(reading, passage), *rank_statements(reading, passage)):
        start, end = statement.start, statement.end
        if any(taken[start:end]) or is_wished(reading, start):
            continue
        taken[start:end] = b"\1" * (end - start)
        years = _years_at(reading, statement, spoken_years(dossier, passage))
        if message := _contradicted(dossier, statement, years):
            yield passage.complaint(f"{passage.quoted(start, end)} {message}")


def _contradicted(dossier: Dossier, statement: Statement, years: tuple[int, ...]) -> str:
    """What the years that a statement may be of know instead; "" where one bears it or is not known."""
    messages = []
    for fiscal_year in years:
        year = dossier.year(fiscal_year)
        if not year or set(year.framework.score_codes) - year.scores.keys():
            return ""
        messages.append(statement.judged(year))
    return messages[0] if messages and all(messages) else ""


def _years_at(reading: ReadText, statement: Statement, own: tuple[int, ...]) -> tuple[int, ...]:
    """The year tied to a statement from behind, else the last before it that is not only compared with."""
    for mention in reading.near(statement.end, statement.end + 45):
        if isinstance(mention, YearMention) and mention.year:
            if _TIED.fullmatch(reading.text[statement.end : mention.start]):
                return (mention.year,)
            break
    before = [
        mention.year
        for mention in reading.near(statement.start - 120, statement.start)
        if isinstance(mention, YearMention)
        and mention.year
        and (not mention.compared or _TOLD_OF.match(reading.after(mention.end, 8)))
    ]
    return (before[-1],) if before else own


def stances_borne(dossier: Dossier) -> Iterator[Complaint]:
    """T10: nothing is to be kept as it is (รักษาระดับ) whose score lies below the year's pass mark."""
    year = dossier.assessed
    if not year:
        return
    for analysis in year.analyses:
        if analysis.stance == Stance.MAINTAIN and (weak := _weak(year, (analysis.about,))):
            place = Mend("analyses", year.fiscal_year, about=analysis.about)
            path = f"assessments.{year.fiscal_year}.analyses.{analysis.about}.stance"
            name = f"การวิเคราะห์{about_title(analysis.about, year.framework)}"
            yield Complaint(_not_to_keep(year, name, weak), place, path=path)
    kept = [measure for measure in dossier.measures if measure.stance == Stance.MAINTAIN]
    answered = {code for measure in dossier.measures if measure not in kept for code in measure.about}
    for measure in kept:
        if weak := _weak(year, tuple(code for code in measure.about if code not in answered)):
            place = Mend("measure", dossier.fiscal_year, measure.number)
            name = f"มาตรการที่ {thai_digits(str(measure.number))} {quoted_title(measure.title)}"
            yield Complaint(_not_to_keep(year, name, weak), place, path=f"measures.{measure.number}.stance")


def kept_in_words(dossier: Dossier, passage: Passage) -> Iterator[Complaint]:
    """T10 in prose: "ตัวชี้วัดที่ ๔ … ควรรักษาระดับไว้" of what lies below the pass mark.

    Where the stance beside the text was chosen so, that is complained of already.
    """
    year = dossier.assessed
    if (
        not year
        or not _KEEP.search(passage.text)
        or passage.year != year.fiscal_year
        or _kept(dossier, passage)
    ):
        return
    reading = read(passage.text)
    for match in _KEEP.finditer(reading.text):
        gap = gap_before(reading, match.start())
        if _RAISED_FIRST.search(reading.before(match.start(), 60) if gap is None else gap):
            continue
        # "รักษาระดับคะแนนตัวชี้วัดที่ ๔", "รักษาระดับคะแนนการใช้ทรัพย์สินของราชการ"
        behind = reading.near(match.start(), match.end() + _LONGEST_NAME * ("คะแนน" in match[0]))
        subjects = (mention for mention in behind if isinstance(mention, SubjectMention))
        named = next((mention.codes for mention in subjects if mention.start <= match.end() + 1), ())
        if not named and not _KEEP_ENDS.match(reading.text, match.end()):
            continue
        codes = named or spoken_before(reading, match.start(), own_codes(passage)[:1]).codes
        weak = _weak(year, codes)
        if codes and len(weak) == len(codes):
            yield passage.complaint(f"{passage.quoted(*match.span())} แต่{_below_mark(year, weak)}")


def _kept(dossier: Dossier, passage: Passage) -> bool:
    """Whether รักษาระดับ was chosen for the analysis or the measure that the text belongs to."""
    place = passage.place
    owners = [
        row.stance for row in dossier.measures if place.page == "measure" and row.number == place.number
    ]
    if place.page == "analyses" and (analysis := dossier.assessed and dossier.assessed.analysis(place.about)):
        owners.append(analysis.stance)
    return Stance.MAINTAIN in owners


def _weak(year: Year, about: tuple[str, ...]) -> dict[str, Decimal]:
    scores = {code: score_in(year, code) for code in about}
    return {code: score for code, score in scores.items() if score and scoring.is_weak(score, year.framework)}


def _not_to_keep(year: Year, name: str, weak: dict[str, Decimal]) -> str:
    return f"{name}: เลือก “{Stance.MAINTAIN.label}” แต่{_below_mark(year, weak)}"


def _below_mark(year: Year, weak: dict[str, Decimal]) -> str:
    known = (f"{score_name(code, year.fiscal_year)} ได้ {decimal_text(score)}" for code, score in weak.items())
    return f"{', '.join(known)} ต่ำกว่าเกณฑ์ {number_text(year.framework.pass_mark)} คะแนน"
