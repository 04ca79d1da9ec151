"""What texts say of where scores stand, and the stances taken, against what is stored (T08, T10). Pure."""

import re
from collections.abc import Iterator
from decimal import Decimal

from assessments import scoring
from assessments.enums import Stance
from documents.checks.complaints import Complaint, Mend
from documents.checks.complaints import quoted as quoted_title
from documents.checks.mark_statements import mark_statements
from documents.checks.mentions import ReadText, YearMention, read
from documents.checks.passages import Passage
from documents.checks.rank_statements import rank_statements
from documents.checks.spoken import spoken_years
from documents.checks.statements import Statement
from documents.checks.stored_scores import score_in, score_name
from documents.checks.wishes import is_wished
from documents.dossier import Dossier, Year
from documents.sections.section import about_title
from ita_portal.thai import decimal_text, number_text, thai_digits

_STANDING_WORDS = re.compile("เกณฑ์|กว่า|ไม่ถึง|เกิน|ขึ้นไป|สุด|เต็ม|ระดับ")
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


def _weak(year: Year, about: tuple[str, ...]) -> dict[str, Decimal]:
    scores = {code: score_in(year, code) for code in about}
    return {code: score for code, score in scores.items() if score and scoring.is_weak(score, year.framework)}


def _not_to_keep(year: Year, name: str, weak: dict[str, Decimal]) -> str:
    known = (f"{score_name(code, year.fiscal_year)} ได้ {decimal_text(score)}" for code, score in weak.items())
    mark = number_text(year.framework.pass_mark)
    return f"{name}: เลือก “{Stance.MAINTAIN.label}” แต่{', '.join(known)} ต่ำกว่าเกณฑ์ {mark} คะแนน"
