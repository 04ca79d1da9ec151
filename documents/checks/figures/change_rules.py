"""What texts say of the rise and fall of scores from year to year, against what is stored (T09). Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from assessments import framework
from documents.checks.complaints import Complaint
from documents.checks.figures.mentions import ReadText, YearMention, read
from documents.checks.figures.score_claims import ScoreClaim, ScoreRole, score_claims
from documents.checks.figures.spoken import (
    Spoken,
    gap_before,
    own_codes,
    speaks_of_plans,
    spoken_after,
    spoken_before,
    spoken_years,
)
from documents.checks.figures.stored_scores import says, score_name, stored_scores
from documents.checks.figures.wishes import is_wished
from documents.checks.passages import Passage
from documents.dossier import Dossier
from ita_portal.thai import decimal_text, signed_text, thai_digits

_AMOUNT_REACH = 130  # how far behind "เพิ่มขึ้น" its amount may stand, in signs
_THAN_YEAR = r"(?=(?:ใน|ผล|คะแนน)? ?ปี)"
_CHANGED = re.compile(
    rf"(?P<rise>เพิ่มขึ้น|เพิ่ม(?=จาก|เป็น)|สูงขึ้น|ดีขึ้น(?=จาก|กว่า|เมื่อ)|(?:สูง|มาก)กว่า{_THAN_YEAR})"
    rf"|(?P<fall>ลดลง|ต่ำลง|น้อยลง|(?:ต่ำ|น้อย)กว่า{_THAN_YEAR})"
    rf"|คงที่|เท่าเดิม|ไม่เปลี่ยนแปลง|เท่ากับ{_THAN_YEAR}"
)
_EVERY_BEFORE = re.compile(r"(?:ทุก|ทั้ง ?10 ?)ตัวชี้วัด ?(?:ได้|มี)?(?:ผล)?(?:คะแนน)? ?$")
_EVERY_BEHIND = re.compile(r" ?(?:ใน|ครบ)?(?:ทุก|ทั้ง ?10 ?)ตัวชี้วัด(?! ?ยกเว้น)")
_DENIED = re.compile(r"(?:ไม่|มิ|มิได้|ไม่ได้|ไม่มี|ไม่ให้) ?$")
_LIST_FOLLOWS = re.compile(r" ?(?:มี|จำนวน)? ?(?:\d{1,2} ?ตัวชี้วัด)? ?(?:คือ|ได้แก่|ประกอบด้วย)")
_LEADS_TO_CHANGE = re.compile(
    r"ได้|มี|คะแนน|ผล|การประเมิน|แนวโน้ม|ใน|ของ|ซึ่ง|และ|ที่|โดย|กลับ|ก็|แต่|ร้อยละ|เฉลี่ย|เท่ากับ|จาก|เทียบ|เปรียบ|กับ|เมื่อ|พบว่า"
    r"|รวม|ปีนี้|เป็น|อยู่|ระดับ|ดีเยี่ยม|ผ่าน|ดี|[ ()“”\",:]"
)


@dataclass(frozen=True)
class _Change:
    """A rise (1), a fall (-1) or none (0) that a text tells of, perhaps with its amount."""

    direction: int
    amount: ScoreClaim | None

    def is_so(self, before: Decimal, after: Decimal) -> bool:
        """Whether two scores bear it; an amount may be points or percent, or the score that was reached."""
        change = after - before
        if (change > 0) - (change < 0) != self.direction:
            return False
        if not self.amount:
            return True
        number = self.amount.numbers[0]
        ways = [abs(change), after] + ([abs(change) * 100 / before] if self.amount.percent and before else [])
        return any(says(number.value, number.places, way) for way in ways)


def changes_right(dossier: Dossier, passage: Passage) -> Iterator[Complaint]:
    """T09: what is said to have risen, fallen or stayed did so, and by as much, if both years are known."""
    if not _CHANGED.search(passage.text) or speaks_of_plans(passage):
        return
    reading = read(passage.text)
    amounts = [claim for claim in score_claims(reading) if claim.role is ScoreRole.AMOUNT]
    for match in _CHANGED.finditer(reading.text):
        if is_wished(reading, match.start()) or _DENIED.search(reading.before(match.start(), 10)):
            continue
        behind = (claim for claim in amounts if 0 <= claim.start - match.end() <= _AMOUNT_REACH)
        amount = next(behind, None)
        if amount and _CHANGED.search(reading.text, match.end(), amount.start):
            amount = None  # it is the next change's
        change = _Change(bool(match["rise"]) - bool(match["fall"]), amount)
        years = _years_between(reading, match, spoken_years(dossier, passage))
        for codes in _changed(reading, match, passage, amount).alternatives:
            if message := _contradicted(dossier, codes, years, change):
                quoted = passage.quoted(match.start(), amount.end if amount else match.end())
                yield passage.complaint(f"{quoted} {message}")


def _changed(reading: ReadText, match: re.Match[str], passage: Passage, amount: ScoreClaim | None) -> Spoken:
    """Whose score is said to have changed; nothing, where the words count something else."""
    before = reading.before(match.start(), 25)
    if _EVERY_BEFORE.search(before) or _EVERY_BEHIND.match(reading.after(match.end(), 40)):
        return Spoken(framework.load(passage.year).score_codes, each=True)
    if before.endswith("ที่") or _LIST_FOLLOWS.match(reading.after(match.end(), 45)):
        return spoken_after(reading, match.end())
    of_scores = re.search(r"คะแนน[^\n]{0,12}$", before) or (amount and amount.strong)
    gap = gap_before(reading, match.start())
    if not of_scores and (gap is None or _LEADS_TO_CHANGE.sub("", gap)):
        return Spoken(())
    return spoken_before(reading, match.start(), own_codes(passage)[:1] if of_scores else ())


def _years_between(reading: ReadText, match: re.Match[str], own: tuple[int, ...]) -> list[tuple[int, int]]:
    """The pairs of years (before, after) that a change may lie between; else from the year before."""
    near = reading.near(match.start() - 100, match.end() + 70)
    years = [mention for mention in near if isinstance(mention, YearMention) and mention.year]
    compared = [
        year.year
        for year in years
        if year.compared or (year.start > match.end() and "จาก" in reading.text[match.end() : year.start])
    ]
    plain = [year.year for year in years if year.year not in compared]
    later = plain or [own[0]]
    earlier = compared or (plain if len(plain) > 1 else [(year or 0) - 1 for year in later])
    pairs = product(dict.fromkeys(earlier), dict.fromkeys(later))
    return [(before, after) for before, after in pairs if before and after and before < after]


def _contradicted(
    dossier: Dossier, codes: tuple[str, ...], years: list[tuple[int, int]], change: _Change
) -> str:
    """What is known instead, where no reading of the change is true; "" where one is or may be."""
    known: dict[tuple[str, int, int], list[tuple[Decimal, Decimal]]] = {}
    for code, (before, after) in product(codes, years):
        scores = stored_scores(dossier, code, before), stored_scores(dossier, code, after)
        known[code, before, after] = list(product(*scores))
    borne = any(change.is_so(*pair) for pairs in known.values() for pair in pairs)
    if borne or not known or not all(known.values()):
        return ""
    code, before, after = next(iter(known))
    first, last = known[code, before, after][0]
    later = f"ปี {thai_digits(str(after))} ได้ {decimal_text(last)} ({signed_text(last - first)})"
    return f"{score_name(code, before)} ได้ {decimal_text(first)} {later}"
