"""What texts say of the highest and the lowest indicator, and of the level. Pure."""

import re
from collections.abc import Iterator
from functools import partial

from assessments import framework
from documents.checks.figures.mentions import TOTAL, ReadText, SubjectMention
from documents.checks.figures.spoken import Spoken, own_codes, spoken_after, spoken_before
from documents.checks.figures.statements import Statement, of_year_known, with_scores
from documents.checks.passages import Passage
from documents.dossier import Year

_EXTREME = re.compile(r"(?:(?P<high>สูง|มาก)|(?P<low>ต่ำ|น้อย))(?:ที่)?สุด")
_OF_SCORES = re.compile(
    r"(?:คะแนน|ค่า|ตัวชี้วัดที่|ผลการประเมิน|ค่าเฉลี่ย)(?:ที่)?(?:ได้|มี|เฉลี่ย|คะแนน| ){0,3}$|(?:คะแนน|^|ซึ่ง|และ) ?(?:เป็น)? ?$"
)
_OF_OTHERS = re.compile(r"ข้อ(?!มูล)|ประเด็น|ย่อย|รายการ|กอง|รองจาก")
_GENERIC = re.compile(r"ตัวชี้วัดที่ ?(?:ได้|มี)? ?(?:ผล)?(?:คะแนน|ค่า|การประเมิน)?[^ ]{0,6} ?$|คะแนน ?$")
_HEADED = 60  # signs within which the whole name stands behind a heading
_HEADING_ENDS = re.compile(r"[ \n:=-]*(?:(?:10|[1-9])[.)] ?)?")
_OF_INSTRUMENT = re.compile(
    r"แบบวัด|เครื่องมือนี้|กลุ่ม|รับรู้ภาย|ส่วนเสียภาย|(?<![A-Za-z])[IEO]IT(?![A-Za-z])", re.IGNORECASE
)
_LEVEL_NAMES = sorted(
    {level.name for year in framework.years() for level in framework.load(year).levels}, key=len, reverse=True
)
_LEVEL = re.compile(
    r"ระดับ ?(?:ผลการประเมิน|ผล|คุณภาพ)? ?(?:คือ|เป็น|ที่)? ?[“\"‘'(]? ?"
    rf"(?P<level>{'|'.join(_LEVEL_NAMES)})(?![A-Za-z+]|เกณฑ์|โดย|ดี|เยี่ยม)"
)
_NOT_REACHED = re.compile(
    r"(?:เกณฑ์(?:การ)?(?:ผ่าน|ได้)?|ตั้งแต่|จาก|กว่า|เกิน|ถึง|เป็น|สู่|เดิม|มิใช่|ไม่|จะ|ต้อง|ควร)(?:ใน|อยู่|อยู่ใน|ได้)? ?$"
)


def rank_statements(reading: ReadText, passage: Passage) -> Iterator[Statement]:
    """What a text says of the highest and lowest score and of the level."""
    yield from _extremes(reading, passage)
    yield from _levels(reading)


def _extremes(reading: ReadText, passage: Passage) -> Iterator[Statement]:
    """ "ตัวชี้วัดที่ได้คะแนนต่ำที่สุด คือ …", "ตัวชี้วัดที่ ๙ … เป็นตัวชี้วัดที่ต่ำที่สุด"."""
    for match in _EXTREME.finditer(reading.text):
        before = reading.before(match.start(), 24)
        if not _OF_SCORES.search(before) or _OF_OTHERS.search(before):
            continue
        spoken = spoken_after(reading, match.end()) if _GENERIC.search(before) else Spoken(())
        if not spoken.named:
            spoken = _under_heading(reading, match.end())
        if not spoken.named:
            spoken = spoken_before(reading, match.start(), own_codes(passage)[:1])
        if not spoken.named or not all(code.isdigit() for code in spoken.codes):
            continue
        around = reading.before(match.start(), 120) + " " + reading.after(match.end(), 30)
        within = bool(_OF_INSTRUMENT.search(around)) or passage.about in (("iit",), ("eit",), ("oit",))

        judged = partial(_wrong_extreme, codes=spoken.codes, low=bool(match["low"]), within=within)
        yield Statement(*match.span(), judged)


def _under_heading(reading: ReadText, place: int) -> Spoken:
    """The one that stands right behind: "คะแนนต่ำสุด: ๙. การเปิดเผยข้อมูล"."""
    for mention in reading.near(place, place + _HEADED):
        if isinstance(mention, SubjectMention) and mention.codes:
            headed = _HEADING_ENDS.fullmatch(reading.text[place : mention.start])
            return Spoken(mention.codes if headed else ())
    return Spoken(())


def _wrong_extreme(year: Year, *, codes: tuple[str, ...], low: bool, within: bool) -> str:
    """Which indicators are extreme in the year or within the instrument; "" where one of the codes is."""
    rules = year.framework
    tool = rules.indicators_of(rules.instrument_of(codes[0]).code)
    scores = {row.code: year.scores[row.code] for row in (tool if within else rules.indicators)}
    edge = min(scores.values()) if low else max(scores.values())
    if any(scores.get(code) == edge for code in codes):
        return ""
    word = "ต่ำที่สุด" if low else "สูงที่สุด"
    right = with_scores(year, (code for code, score in scores.items() if score == edge))
    return f"{of_year_known(year)} คะแนน{word}คือ{right}"


def _levels(reading: ReadText) -> Iterator[Statement]:
    """ "ผลการประเมินอยู่ในระดับผ่านดี"; not the level of an indicator, nor one that is asked for."""
    for match in _LEVEL.finditer(reading.text):
        near = reading.near(match.start() - 60, match.start())
        subjects = [mention for mention in near if isinstance(mention, SubjectMention)]
        if subjects and subjects[-1].codes != (TOTAL,):
            continue
        threshold = re.match(r"[”\"’')]? ?(?:ขึ้นไป|\()", reading.after(match.end(), 14))
        if threshold or _NOT_REACHED.search(reading.before(match.start(), 20)):
            continue

        def judged(year: Year, written: str = match["level"]) -> str:
            expected = year.expected_level
            known = [year.announced_level] if year.announced_level else expected.names
            if not known or written in known:
                return ""
            level = year.announced_level or expected.text
            return f"{of_year_known(year)} อยู่ในระดับ {level} แต่ข้อความเขียน {written}"

        yield Statement(*match.span(), judged)
