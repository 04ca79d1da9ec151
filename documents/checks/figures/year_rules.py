"""What texts say of time: fiscal years that are not the document's, days outside the plan's year (T06). Pure.

Quoted laws, development plans, years of events and years that are compared are no falsehood.
"""

import re
from collections import deque
from collections.abc import Iterator

from documents.checks.complaints import Complaint
from documents.checks.figures.mentions import (
    DayMention,
    NumberMention,
    ReadText,
    SubjectMention,
    YearMention,
    read,
)
from documents.checks.figures.spoken import spoken_years
from documents.checks.figures.stored_scores import stored_scores
from documents.checks.passages import Passage
from documents.dossier import Dossier
from ita_portal.thai import OCTOBER, THAI_MONTHS, thai_digits

_DIGITS = re.compile(r"[0-9๐-๙]{2}")
_FISCAL_LABELS = ("ปีงบประมาณ", "ปีงบ", "FY", "ไตรมาส", "ITA", "ประจำปี")
_OF_WORK_BEFORE = re.compile(
    r"(?:ดำเนินการ|ดำเนินงาน|แล้วเสร็จ|ภายใน|ตลอด|แผน)(?:ให้แล้วเสร็จ)?(?:ใน|ภายใน|ของ)? ?$"
)
_OF_ASSESSMENT = re.compile(r"ประเมิน|(?<![A-Za-z])ITA|คะแนน|ตัวชี้วัด|มาตรการ|แผนปฏิบัติ|แผนการดำเนิน", re.IGNORECASE)
_QUOTED = re.compile(
    r"พระราช|พ\.ร\.[บฎก]|พรบ|กฎกระทรวง|ระเบียบ|ข้อบังคับ|ข้อบัญญัติ|เทศบัญญัติ|ประกาศ|คำสั่ง|หนังสือ|รัฐธรรมนูญ|ลงวันที่|ลว\.|ฉบับที่"
    r"|ว่าด้วย|แผนพัฒนา|แผนแม่บท|ยุทธศาสตร์|มติ|บันทึกข้อความ"
)
_TO_BE_DONE_IN = re.compile(r"(?:ภายใน|แล้วเสร็จ)(?:ใน)? ?(?:วันที่|เดือน|สิ้นเดือน)? ?$")
_OWN_PAPERS = re.compile(r"คำสั่ง|คู่มือ|หนังสือ")  # of an earlier year, and to be renewed
_PAST_EVENT = re.compile(
    r"รางวัล|ประเพณี|เทศกาล|ประกวด|แข่งขัน|เกียรติบัตร|โรคระบาด|โควิด|อุทกภัย|น้ำท่วม|ก่อสร้าง|จัดตั้ง|ก่อตั้ง"
)
_WHEN = re.compile(r"(?:ตั้งแต่|นับแต่|เมื่อ|นับจาก|จนถึง|ก่อน|หลัง) ?(?:ต้น|กลาง|ปลาย)?(?:ใน)? ?$")
_SINCE = re.compile(r"(?:ตั้งแต่|นับแต่|นับจาก|ย้อนหลัง|ก่อน) ?(?:ใน)? ?$")
_BETWEEN = re.compile(r"ระหว่าง ?$")
_AND = re.compile(r" ?(?:กับ|และ|ถึง)")
_COMPARES = re.compile(
    r"เทียบ|เพิ่มขึ้น|เพิ่มจาก|ลดลง|สูงขึ้น|ดีขึ้น|ต่ำลง|คงที่|เท่าเดิม|เท่ากับ|แนวโน้ม|ย้อนหลัง|ต่างจาก|แตกต่าง|พัฒนาการ|ติดต่อกัน"
    r"|ต่อเนื่องจาก|จากเดิม|เช่นเดียวกับ|ใกล้เคียง|เหมือน|กว่า(?:ใน|เมื่อ)? ?$"
)
_CONTRASTS = re.compile(r"แต่|ขณะที่|ส่วนปี|ส่วนใน|ต่อมา")
_NEXT = re.compile(r"คู่มือ|ปฏิทิน|รองรับ|ถัดไป|ต่อไป|ปีหน้า|เตรียม|เสนอ|ตั้งงบ|ขอรับ|คำขอ")
_CARRIED_OUT = re.compile(r"ดำเนิน|ระยะเวลา|ภายใน|ระหว่าง|แล้วเสร็จ|ไตรมาส|ตั้งแต่|กำหนด|รอบ")
_REPORTED = re.compile(r"รายงาน|ติดตาม|สรุป|ประเมิน|ประชุม")
_OF_PLAN = re.compile(r"\.(?:title|steps|follow_up|goals|guidelines|result\.done|evidence)(?:\.|$)")
_WORK = re.compile(r"ดำเนินการ|ดำเนินงาน|ระยะเวลา|แล้วเสร็จ")
_UNTIL = re.compile(r" ?(?:-|–|—|ถึง|จนถึง) ?(?:วันที่|เดือน|สิ้นเดือน)? ?")
_MONTHS = len(THAI_MONTHS)
_LATE = 3  # months in which a plan is prepared before its year, and reported on after it


def years_right(dossier: Dossier, passage: Passage) -> Iterator[Complaint]:
    """T06: a text names no fiscal year that the document is not about, no time outside the plan's year."""
    if not _DIGITS.search(passage.text):
        return  # most texts: lists ask this of thousands of documents
    reading = read(passage.text)
    assessed, plan = thai_digits(str(dossier.assessed_year)), thai_digits(str(dossier.fiscal_year))
    for mention in reading.mentions:
        if not isinstance(mention, YearMention) or not mention.year:
            continue
        year = thai_digits(str(mention.year))
        if mention.western and _named_as_fiscal(reading, mention):
            message = f"ปีงบประมาณใช้พุทธศักราช (ค.ศ. ตามข้อความคือ พ.ศ. {year})"
        elif _is_foreign(dossier, passage, reading, mention):
            message = f"ปี {year} ไม่ใช่ปีที่ประเมิน ({assessed}) และไม่ใช่ปีของแผน ({plan})"
        else:
            continue
        yield passage.complaint(f"{passage.quoted(mention.start, mention.end)} {message}")
    yield from _days_right(dossier, passage, reading)


def _named_as_fiscal(reading: ReadText, mention: YearMention) -> bool:
    """Whether the words make it a fiscal year: "ปีงบประมาณ", or "ปี" beside words of the assessment."""
    before, after = reading.before(mention.start, 40), reading.after(mention.end, 25)
    if not mention.label or _PAST_EVENT.search(before + " " + after):
        return False
    if mention.label in _FISCAL_LABELS or (mention.label == "ปี" and before.rstrip().endswith("งบประมาณ")):
        return mention.label != "ITA" or not _OWN_PAPERS.search(before)
    if _WHEN.search(before) or _QUOTED.search(reading.before(mention.start, 80)):
        return False
    return bool(_OF_WORK_BEFORE.search(before) or _OF_ASSESSMENT.search(before + " " + after))


def _is_foreign(dossier: Dossier, passage: Passage, reading: ReadText, mention: YearMention) -> bool:
    """Whether it is a fiscal year that the document is not about, and nothing around lets it stand here."""
    of_document = mention.year in (dossier.assessed_year, dossier.fiscal_year, passage.year)
    if of_document or mention.ranged or not _named_as_fiscal(reading, mention):
        return False
    before, after = reading.before(mention.start, 40), reading.after(mention.end, 30)
    follows = mention.year == dossier.fiscal_year + 1
    if follows and (".suggestions" in passage.path or _NEXT.search(before + after)):
        return False
    compared = (mention.compared or "จาก" in before) and _COMPARES.search(before)
    between = _BETWEEN.search(before) and _AND.match(after)
    if compared or between or _SINCE.search(before):
        return False
    return not _scored(dossier, passage, reading, mention)


def _scored(dossier: Dossier, passage: Passage, reading: ReadText, mention: YearMention) -> bool:
    """Whether a known year stands with a score or its level, or several years with theirs side by side."""
    near = reading.near(mention.start - 100, mention.end + 120)
    year = dossier.year(mention.year or 0)
    named = (code for found in near if isinstance(found, SubjectMention) for code in found.codes)
    codes = {*named, *passage.about}
    figures = [found for found in near if isinstance(found, NumberMention) and found.places]
    if year and figures and any(stored_scores(dossier, code, year.fiscal_year) for code in codes):
        return True  # whether the score is that year's, the rule of scores says
    if year and f"ระดับ{year.announced_level}" in re.sub(r"[ “\"]", "", reading.after(mention.end, 80)):
        return True
    own = spoken_years(dossier, passage)
    beside = any(isinstance(found, YearMention) and found.year in own for found in near)
    words = reading.text[max(0, mention.start - 60) : mention.end + 60]
    return beside and (len(figures) > 1 or bool(_COMPARES.search(words) or _CONTRASTS.search(words)))


def _days_right(dossier: Dossier, passage: Passage, reading: ReadText) -> Iterator[Complaint]:
    """Months outside the plan's year where the text speaks of carrying out.

    A text that only tells (an analysis, obstacles) may do so of the assessed year too.
    """
    of_plan = bool(_OF_PLAN.search(passage.path))
    years = {dossier.fiscal_year} if of_plan else {dossier.fiscal_year, dossier.assessed_year, passage.year}
    for first, last in _periods(reading):
        before = reading.before(first.start, 40)
        carried_out = _CARRIED_OUT.search(before) and not _REPORTED.search(before)
        quoted = _QUOTED.search(before) and not _TO_BE_DONE_IN.search(before)
        if quoted or not (of_plan or _WORK.search(before)):
            continue
        slack = 0 if first is not last or carried_out or not of_plan else _LATE
        if not all(any(_lies_in(year, day, slack) for year in years) for day in (first, last)):
            span = thai_digits(f"ตุลาคม {dossier.fiscal_year - 1} – กันยายน {dossier.fiscal_year}")
            words = f"อยู่นอกปีงบประมาณของแผน ({span})"
            yield passage.complaint(f"{passage.quoted(first.start, last.end)} {words}")


def _periods(reading: ReadText) -> Iterator[tuple[DayMention, DayMention]]:
    """The days of a text, the two ends of "ตุลาคม ๒๕๖๘ – กันยายน ๒๕๖๙" together, a single one twice."""
    days = deque(mention for mention in reading.mentions if isinstance(mention, DayMention))
    while days:
        first = days.popleft()
        joined = days and _UNTIL.fullmatch(reading.text[first.end : days[0].start])
        yield first, days.popleft() if joined else first


def _lies_in(fiscal_year: int, day: DayMention, slack: int) -> bool:
    """Whether a month lies in a fiscal year, or at most `slack` months before or after it."""
    months = (day.year - fiscal_year + 1) * _MONTHS + day.month - OCTOBER
    return -slack <= months < _MONTHS + slack
