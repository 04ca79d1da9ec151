"""Which numbers of a text are scores, of what and of which year. Pure.

A number is a score where the words around it make it one ("ได้ ๙๗.๙๕ คะแนน"); marks to be reached, goals, full
marks, shares and questions are none. Its subject and year are the nearest before it, or the ones tied
to it from behind ("๙๕.๔๐ คะแนนในปี ๒๕๖๗"). What can be read in two ways keeps both readings.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from assessments.scoring import FULL
from documents.checks.figures.mentions import (
    Mention,
    NumberMention,
    ReadText,
    SubjectMention,
    YearMention,
)
from documents.checks.figures.wishes import is_wished

_REACH = 160  # how far before a number its subject or year may stand, in signs
_NEXT_TO = 20  # how far from it a number of the same list or a year behind it may stand
_EXACT = 2  # decimals of a score as it is announced: a number with as many looks like one
_SMALL = 30  # below this no score is known that a change began with, only amounts


class ScoreRole(StrEnum):
    """What a number is: a score, the score before a change or after it, or how much was gained or lost."""

    SCORE = "score"
    BEFORE = "before"
    AFTER = "after"
    AMOUNT = "amount"


@dataclass(frozen=True)
class ScoreClaim:
    """Numbers that are scores, with the subjects and years before them that they may be of.

    `strong`: the words leave no doubt (คะแนน). `bound`: a year that is tied to them from behind. `fresh`: no
    other score stands between the subjects or years and these.
    """

    numbers: tuple[NumberMention, ...]
    role: ScoreRole
    strong: bool
    percent: bool
    subjects: tuple[SubjectMention, ...]
    years: tuple[YearMention, ...]
    bound: YearMention | None
    fresh: bool

    @property
    def start(self) -> int:
        """Where the first number begins."""
        return self.numbers[0].start

    @property
    def end(self) -> int:
        """Where the last number ends."""
        return self.numbers[-1].end


_CHANGE = re.compile(r"เพิ่มขึ้น|เพิ่ม(?=จาก|เป็น)|สูงขึ้น|ดีขึ้น|สูงกว่า|มากกว่า|ลดลง|ต่ำลง|น้อยลง|ต่ำกว่า|น้อยกว่า")
_SAME_LIST = re.compile(r" ?(?:คะแนน)? ?(?:,|และ|กับ|/) ?(?:ร้อยละ ?)?| ")
_THRESHOLD = re.compile(
    r"(?:เกณฑ์|กว่า|เกิน|ขั้นต่ำ|เป้าหมาย|อย่างน้อย|ตั้งแต่|(?<!สูง)ถึง|ประมาณ|ราว|ราวๆ|เกือบ|น้ำหนัก|ระหว่าง|ช่วง|ขาด|อีก|ห่าง|ต่างกัน|เฉียด"
    r"|(?<!ได้)(?<!ได้คะแนน)เต็ม)(?:ร้อยละ|คะแนน|ที่|จำนวน|เพียง| ){0,4}$"
)
_OF_SOME = re.compile(  # of whichever have it, not of what the text is written on
    r"ตัวชี้วัดที่ ?(?:ได้|มี)(?:รับ)? ?(?:ผล|ค่า)?(?:คะแนน)?(?:เต็ม|เท่ากับ)? ?(?:ร้อยละ ?)?$"
)
_DISTANCE = re.compile(r"(?:ช่วงห่าง|ส่วนต่าง|ผลต่าง|ความต่าง|แตกต่าง|ต่างกัน|ห่างกัน)(?:(?!\d\.\d).){0,60}$")
_FULL_MARKS = re.compile(r"(?:ได้|ได้คะแนน)เต็ม ?$")
_UP_TO = re.compile(r" ?(?:คะแนน|%)? ?(?:ขึ้นไป|ลงมา)| ?(?:คะแนน)? ?(?:-|–|—|ถึง) ?\d")
_POINTS = re.compile(r" ?คะแนน(?!เต็ม)")
_PERCENT = re.compile(r" ?(?:%|เปอร์เซ็น)")
_OTHER_UNIT = re.compile(
    r" ?(?:ของ|บาท|ล้าน|เมตร|ตาราง|กิโล|ไร่|ตัน|นาที|ชั่วโมง|วัน|เดือน|ปี(?! ?(?:งบ|พ|\d))|คน|ราย|ครั้ง|ข้อ|ด้าน|ประเด็น"
    r"|ตัวชี้วัด|เรื่อง|แห่ง|ประเภท|สาย|หมวด|กอง|งาน|เครื่องมือ|แบบวัด|ลำดับ|โครงการ|กิจกรรม|ช่องทาง|หมู่|ชุมชน|ฉบับ|ชุด|มาตรการ|เท่า)"
)
_LEAD = re.compile(
    r"(?:(?P<points>คะแนน)(?:เฉลี่ย|รวม|ประเมิน|การประเมิน)?(?:คิด)?|(?P<has>ได้|มี|ได้รับ|ค่าเฉลี่ย|ผล))?"
    r" ?(?P<verb>เท่ากับ|อยู่ที่|คือ|เป็น|เหลือ|เหลือเพียง|ได้|เพียง|สูงถึง|คิดเป็น|ที่)? ?(?:ร้อยละ)? ?[:=(“\"]? ?$"
)
_FROM = re.compile(r"จาก(?P<of_old>เดิม)?(?:ที่ได้|ได้|คะแนน|ร้อยละ| ){0,4}$")
_TO = re.compile(r"(?:เป็น|เหลือ|เหลือเพียง|อยู่ที่|มาอยู่ที่|มาเป็น)(?: |คะแนน|ร้อยละ){0,3}$")
_TO_FOLLOWS = re.compile(
    r" ?(?:คะแนน)? ?(?:มา|ลง|เพิ่มขึ้น|ลดลง|ขึ้น)?(?:เป็น|เหลือ|เพิ่ม|ลด|สู่)| ?(?:คะแนน)? ?ให้(?:สูง|เพิ่ม|ดี|มาก)ขึ้น"
)
_LEADS_TO_AMOUNT = re.compile(
    r"จำนวน|คิดเป็น|ร้อยละ|คะแนน|เล็กน้อย|ถึง|เพียง|อีก|เมื่อ|เทียบ|เปรียบ|ผล|การประเมิน|จาก|กว่า|กับ|ใน|ของ|เดิม|อยู่|ปีงบประมาณ|ก่อน"
    r"|[ ()+\-−]"
)
_DIFFERENCE = re.compile(r"(?:อยู่|คิดเป็น|จำนวน|ต่างกัน|ผลต่าง|ส่วนต่าง)(?:ร้อยละ| ){0,3}$")
_SIGNED = re.compile(r"(?:^|[ (])[+\-−]$")
_LEADS_FROM_YEAR = re.compile(r"ได้|มี|เท่ากับ|คือ|[ =:(]")
_TIED = re.compile(r" ?(?:คะแนน)? ?(?P<tie>ใน|เมื่อ|ของ|\()? ?")


def score_claims(reading: ReadText) -> Iterator[ScoreClaim]:
    """The scores that a text names, in their order; goals and marks to be reached are left out."""
    walk = _Walk()
    mentions = reading.mentions
    place = 0
    while place < len(mentions):
        mention = mentions[place]
        place += 1
        if not isinstance(mention, NumberMention):
            walk.see(mention)
            continue
        numbers = [mention]
        while place < len(mentions) and (another := _of_same_list(reading, numbers[-1], mentions[place])):
            numbers.append(another)
            place += 1
        claim = _Figures(reading, tuple(numbers), walk).claim(
            mentions[place] if place < len(mentions) else None
        )
        if claim:
            walk.subjects_used = walk.years_used = True
            walk.strong = claim.strong
            yield claim


def _of_same_list(reading: ReadText, last: NumberMention, mention: Mention) -> NumberMention | None:
    """The mention, where it goes on with a list of numbers: "๙๖.๒๒, ๙๖.๑๒ และ ๙๕.๑๗"."""
    if not isinstance(mention, NumberMention) or mention.places != last.places:
        return None
    near = mention.start - last.end < _NEXT_TO
    return mention if near and _SAME_LIST.fullmatch(reading.text[last.end : mention.start]) else None


@dataclass
class _Walk:
    """What was mentioned so far, while the text is read from left to right."""

    subjects: list[SubjectMention] = field(default_factory=list)
    years: list[YearMention] = field(default_factory=list)
    subjects_used: bool = False
    years_used: bool = False
    strong: bool = False  # whether the last score was one beyond doubt

    def see(self, mention: Mention) -> None:
        """Take in a subject or a year; the first one behind a score begins anew."""
        if isinstance(mention, SubjectMention):
            self.subjects = ([] if self.subjects_used or not mention.codes else self.subjects) + [mention]
            self.subjects_used = False
        elif isinstance(mention, YearMention):
            self.years = ([] if self.years_used else self.years) + [mention]
            self.years_used = False


class _Figures:
    """One number or one list of numbers, with the words around and what was mentioned before."""

    def __init__(self, reading: ReadText, numbers: tuple[NumberMention, ...], walk: _Walk) -> None:
        self.reading, self.numbers, self.walk = reading, numbers, walk
        self.start, self.end = numbers[0].start, numbers[-1].end
        self.before, self.after = reading.before(self.start, 60), reading.after(self.end, 30)
        self.percent = self.before.rstrip(" (").endswith("ร้อยละ") or bool(_PERCENT.match(self.after))

    def claim(self, following: Mention | None) -> ScoreClaim | None:
        """What they say, where they are scores; `following` is what the text mentions next."""
        role = self._role()
        to_be_reached = role in (ScoreRole.SCORE, ScoreRole.AFTER) and _THRESHOLD.search(self.before)
        too_large = any(number.value > FULL for number in self.numbers)
        wished = role is not ScoreRole.BEFORE and is_wished(self.reading, self.start)
        if too_large or to_be_reached or wished or _UP_TO.match(self.after) or _OF_SOME.search(self.before):
            return None
        strong = self._says_score(role)
        if not strong and not self._looks_like_score(role):
            return None
        walk = self.walk
        years = tuple(walk.years) if self._reached(walk.years) else ()
        return ScoreClaim(
            self.numbers,
            role,
            strong,
            self.percent,
            subjects=self._subject_behind(following)
            or (tuple(walk.subjects) if self._reached(walk.subjects) else ()),
            years=years,
            bound=self._year_behind(following, years),
            fresh=not (walk.subjects_used or walk.years_used),
        )

    def _role(self) -> ScoreRole:
        changes = list(_CHANGE.finditer(self.before))
        begins = self.start - len(self.before) + changes[-1].end() if changes else self.start
        if (begun := _FROM.search(self.before)) and (
            changes or begun["of_old"] or _TO_FOLLOWS.match(self.after)
        ):
            return (
                ScoreRole.AMOUNT if begun["of_old"] and self.numbers[0].value < _SMALL else ScoreRole.BEFORE
            )
        if changes and _TO.search(self.reading.text[begins : self.start]):
            return ScoreRole.AFTER
        return ScoreRole.AMOUNT if self._is_amount(changes, begins) else ScoreRole.SCORE

    def _is_amount(self, changes: list[re.Match[str]], begins: int) -> bool:
        """Whether only years stand between a word of change and the number, or words call it a difference."""
        if changes:
            words, last, years = "", begins, 0
            for mention in self.reading.near(begins, self.start):
                if isinstance(mention, YearMention):
                    words, last, years = (
                        words + self.reading.text[last : mention.start],
                        mention.end,
                        years + 1,
                    )
            words += self.reading.text[last : self.start]
            if (years or not changes[-1][0].endswith("กว่า")) and not _LEADS_TO_AMOUNT.sub("", words):
                return True
        called = _DIFFERENCE.search(self.before) and _CHANGE.search(self.reading.before(self.start, 150))
        called = called or _DISTANCE.search(self.before)
        return bool(called or (_SIGNED.search(self.before) and self.numbers[0].places))

    def _says_score(self, role: ScoreRole) -> bool:
        """Whether the words say that it is a score."""
        if _POINTS.match(self.after):
            return role is not ScoreRole.SCORE or not re.search(r"จาก ?$", self.before)
        if self._counts_others(role):
            return False
        lead = _LEAD.search(self.before)
        if _FULL_MARKS.search(self.before) or (lead and lead["points"]) or self._beside_year():
            return True
        return (role is ScoreRole.AFTER and self.walk.strong) or (
            role is ScoreRole.AMOUNT and "คะแนน" in self.before[-30:]
        )

    def _looks_like_score(self, role: ScoreRole) -> bool:
        """Whether form and place make it a score: "ตัวชี้วัดที่ ๔ (๗๔.๕๔)", "ตัวชี้วัดที่ ๔ ได้ร้อยละ ๘๕"."""
        subject = self.walk.subjects[-1] if self.walk.subjects else None
        firm = bool(subject and subject.codes and subject.firm)
        exact = all(number.places == _EXACT for number in self.numbers)
        if self._counts_others(role) or not (exact or (self.percent and firm)):
            return False
        lead = _LEAD.search(self.before)
        if role is not ScoreRole.SCORE or (lead and (lead["has"] or lead["verb"])):
            return firm or not self.percent
        return bool(subject and exact and not self._words_behind(subject).strip(' (:=-–“"ร้อยละ'))

    def _words_behind(self, subject: SubjectMention) -> str:
        """What stands between the subject and the first number, without a year."""
        text, year = self.reading.text, self.walk.years[-1] if self.walk.years else None
        if year and subject.end <= year.start:
            return text[subject.end : year.start] + text[year.end : self.start]
        return text[subject.end : self.start]

    def _counts_others(self, role: ScoreRole) -> bool:
        """Whether something else than points is counted, or it is what a share is of ("จาก ๑๐๐")."""
        return bool(
            _OTHER_UNIT.match(self.after) or (role is ScoreRole.SCORE and re.search(r"จาก ?$", self.before))
        )

    def _beside_year(self) -> bool:
        """Whether an exact number stands right behind a year: "ปี ๒๕๖๗ = ๙๕.๔๐"."""
        if self.percent or not self.walk.years or self.numbers[0].places != _EXACT:
            return False
        between = self.reading.text[self.walk.years[-1].end : self.start]
        return len(between) < _NEXT_TO and not _LEADS_FROM_YEAR.sub("", between)

    def _reached(self, mentions: list[SubjectMention] | list[YearMention]) -> bool:
        return bool(mentions) and self.start - mentions[-1].end <= _REACH

    def _subject_behind(self, following: Mention | None) -> tuple[SubjectMention, ...]:
        """The subject of "๙๗.๙๕ คะแนนในตัวชี้วัดที่ ๔"."""
        if not isinstance(following, SubjectMention) or following.start - self.end > _NEXT_TO:
            return ()
        tied = _TIED.fullmatch(self.reading.text[self.end : following.start])
        return (following,) if tied and tied["tie"] in ("ใน", "ของ") and following.codes else ()

    def _year_behind(self, following: Mention | None, earlier: tuple[YearMention, ...]) -> YearMention | None:
        """The year of "๙๕.๔๐ คะแนนในปี ๒๕๖๗"; without ใน only where none stands before the number."""
        if not isinstance(following, YearMention) or following.start - self.end > _NEXT_TO:
            return None
        tied = _TIED.fullmatch(self.reading.text[self.end : following.start])
        return following if tied and (tied["tie"] or not earlier) else None
