"""What a free text speaks of, from left to right: years, days, indicators, numbers. Pure.

Thai has no mark at the end of a sentence, so nothing is cut into sentences: whoever asks looks at what stands
near. Every pattern is bounded, so that reading takes time in proportion to the text, whatever it holds.
"""

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from assessments import framework
from ita_portal.thai import BUDDHIST_ERA, THAI_MONTHS, THAI_MONTHS_SHORT, arabic_digits

TOTAL = "total"
"""What a text calls the total score, beside the codes of indicators, instruments and their parts."""


@dataclass(frozen=True)
class YearMention:
    """A year (B.E.) and the words before it: "ปีงบประมาณ", "ประจำปี", "ปี", "ITA", "ไตรมาส" or "".

    `year` is None for "ปีที่ผ่านมา". A compared one stands behind "จาก", "กว่า" or "เทียบกับ"; a ranged one is an
    end of "๒๕๖๖ - ๒๕๗๐"; a western one was written as the year of the Common Era.
    """

    start: int
    end: int
    year: int | None
    label: str = ""
    compared: bool = False
    ranged: bool = False
    western: bool = False


@dataclass(frozen=True)
class DayMention:
    """A month of a year (B.E.), perhaps with its day."""

    start: int
    end: int
    year: int
    month: int


@dataclass(frozen=True)
class SubjectMention:
    """What scores may be said of: codes of indicators, instruments, parts, or TOTAL.

    Without codes it is something else that is counted in points or percent (a question, a survey).
    One that is not firm may be meant as plain words ("การใช้งบประมาณ", "ผลการประเมิน").
    """

    start: int
    end: int
    codes: tuple[str, ...]
    firm: bool = True


@dataclass(frozen=True)
class NumberMention:
    """A number of at most three digits before the point, whatever it counts."""

    start: int
    end: int
    value: Decimal

    @property
    def places(self) -> int:
        """How many decimals are written."""
        return -int(self.value.as_tuple().exponent)


Mention = YearMention | DayMention | SubjectMention | NumberMention


@dataclass(frozen=True)
class ReadText:
    """A text as it is read (Arabic digits, plain spaces, sign for sign as long as what was typed).

    A line break is a space, as text out of a PDF breaks off in the middle of a sentence; but one behind a
    number stays, as the next row of a table or list begins there.
    """

    text: str
    mentions: tuple[Mention, ...]

    def before(self, place: int, width: int) -> str:
        """The signs that end at a place."""
        return self.text[max(0, place - width) : place]

    def after(self, place: int, width: int) -> str:
        """The signs that begin at a place."""
        return self.text[place : place + width]

    def near(self, start: int, end: int) -> tuple[Mention, ...]:
        """The mentions that lie wholly between two places."""
        first = bisect_left(self.mentions, start, key=lambda mention: mention.start)
        last = bisect_left(self.mentions, end, key=lambda mention: mention.start)
        return tuple(mention for mention in self.mentions[first:last] if mention.end <= end)


_ITEM = r"(?<!\S)[12]?\d(?:\)|\. ?[^\W\d_])"  # the number of a list: "๒. ตัวชี้วัด…", "๒) …"
_BLANK = re.compile(r"(?<!\d)\n|[^\S\n]")
_CENTURY = 2500  # of a year with two digits
_SHORT = 2  # digits of such a year
_MONTHS = {name: number for names in (THAI_MONTHS, THAI_MONTHS_SHORT) for number, name in enumerate(names, 1)}
_MONTH = "|".join(re.escape(name) for name in sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"2[56]\d\d"
_CODE = r"(?:10|[1-9])(?!\d|\.\d)"
_LABELLED = re.compile(
    r"(?P<label>ปี ?งบ ?ประมาณ|ปี ?งบฯ?|ประจำ ?ปี|(?<!\d)(?<!\d )ปี"
    r"|(?<![A-Za-z])(?:ITA|FY)|ไตรมาส(?: ?ที่)? ?[1-4] ?/?)"
    r" ?(?:ปี ?)?(?:การประเมิน)?(?P<era>\(? ?พ\.? ?ศ\.? ?|\(? ?ค\.? ?ศ\.? ?)? ?'?$",
    re.IGNORECASE,
)
_SHORT_LABEL = re.compile(r"ปี ?งบ|FY|ประจำ|ITA ?ปี", re.IGNORECASE)
_COMPARED = re.compile(r"(?:จาก|กว่า|กับ|เท่า|ต่าง)(?:ใน|เมื่อ|ของ|ผล(?:การประเมิน)?|คะแนน)? ?$")
_UNTIL = r" ?(?:-|–|—|ถึง) ?(?:ปี ?)?(?:งบประมาณ ?)?(?:พ\. ?ศ\. ?)?"
_RANGE_FOLLOWS = re.compile(_UNTIL + _YEAR)
_RANGE_BEFORE = re.compile(f"{_YEAR}{_UNTIL}$")
_NAMED_AS_INDICATOR = re.compile(r"(?:ตัวชี้วัด(?: ?ที่)?(?: ?\d{1,2})?|คะแนน|ด้าน) ?[:\"“(]? ?$")
_OTHERS = (
    r"ตัวชี้วัดย่อย|ตัวชี้วัด(?: ?ที่)? ?\d{1,2}\.\d|(?<![A-Za-z])[ieo]-?\d{1,2}(?!\d)|ข้อ(?:คำถาม)?(?: ?ที่)? ?\d{1,2}"
    r"|พึงพอใจ|แบบสอบถาม|ทดสอบ|สำรวจ|อบรม|เบิกจ่าย|ประเมิน(?:ตนเอง|ตัวเอง)|(?<![A-Za-z])LPA"
    r"|ระดับประเทศ|ทั้งประเทศ|ระดับจังหวัด|เฉลี่ยของ(?:ประเทศ|จังหวัด|อำเภอ|ภาค|ทุกตัวชี้วัด)"
)
_ABOUT_TOTAL = "ผลการประเมิน|(?:ผล)?คะแนน(?:การ)?ประเมิน(?!ตนเอง|ตัวเอง)|ภาพรวม"
_INSTRUMENTS = {
    "eit1": r"EIT ?(?:\(?ส่วน(?:ที่)? ?1|1(?!\d)|PUBLIC)",
    "eit2": r"EIT ?(?:\(?ส่วน(?:ที่)? ?2|2(?!\d)|SURVEY)",
    "iit": r"(?<![A-Za-z])IIT(?![A-Za-z])|ผู้มีส่วนได้ส่วนเสียภายใน",
    "eit": r"(?<![A-Za-z])EIT(?![A-Za-z])|ผู้มีส่วนได้ส่วนเสียภายนอก",
    "oit": r"(?<![A-Za-z])OIT(?![A-Za-z])|แบบ(?:วัด|ตรวจ)การเปิดเผยข้อมูลสาธารณะ",
}


@lru_cache(maxsize=1)
def _indicator_names() -> dict[str, str]:
    """Every name of an indicator in any year, with its code."""
    rows = [row for year in framework.years() for row in framework.load(year).indicators]
    return {name: row.code for row in rows for name in (row.name, *row.also)}


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    """All that is looked for, what is longer or more certain first; each part has a name."""
    names = "|".join(sorted(_indicator_names(), key=len, reverse=True)).replace(
        "ของราชการ", "ของ(?:ทาง)?ราชการ"
    )
    quarters = "|".join(rf"(?<={words}\d/)" for words in ("ไตรมาส", "ไตรมาส ", "ไตรมาสที่", "ไตรมาสที่ "))
    short_year, more = rf"{_YEAR}|\d\d(?![\d.])", "(?: ?(?:,|และ|กับ|ถึง|-|–) ?| )"
    # Each with the signs that it begins with, which are asked first: four times as fast.
    parts = {
        "month": (
            "0-9มกพเสตธ",
            rf"(?:\d{{1,2}} ?)?(?P<name_of_month>{_MONTH}) ?(?:พ\. ?ศ\. ?)?(?P<year_of_month>{short_year})",
        ),
        "day": (
            "0-9",
            rf"(?<![\d/])\d{{1,2}}/(?P<number_of_month>1[0-2]|0?[1-9])/(?P<year_of_day>{_YEAR})(?!\d)",
        ),
        "other": ("ตขพแทสอเปรieoL", _OTHERS),
        "numbered": (
            "ต",
            rf"(?<!\d)(?<!\d )ตัวชี้วัด(?: ?ที่| ?ข้อ(?:ที่)?)? ?{_CODE}(?:{more}{_CODE})*",
        ),
        **{code: ("IEOผแ", words) for code, words in _INSTRUMENTS.items()},
        "named": ("กคป", rf"(?:{names})(?!ข่าวสาร|สาธารณะ)"),
        "firm_total": (
            "คผ",
            r"คะแนน(?:เฉลี่ย)?รวม|คะแนน ?ITA(?![A-Za-z])|(?:คะแนน|ผลการประเมิน)(?:ใน)? ?ภาพรวม",
        ),
        "earlier": ("ป", r"ปี(?:งบประมาณ)? ?(?:ที่แล้ว|ที่ผ่านมา|ก่อนหน้า|ก่อน)"),
        "year": ("2", rf"(?:(?<![\d,/])(?<!\d\.)|{quarters})(?:{_YEAR}|20\d\d)(?!\d|,\d|\.\d)"),
        "soft_total": ("คผภI", rf"{_ABOUT_TOTAL}|(?<![A-Za-z])ITA(?![A-Za-z])(?! ?{_YEAR})"),
        "number": ("0-9", rf"(?<![\d.,/])(?!{_ITEM})\d{{1,3}}(?:\.\d{{1,4}})?(?!\d|,\d|/\d|\.\d)"),
    }
    begins = "".join(signs for signs, _ in parts.values())
    alternatives = (f"(?P<{name}>(?=[{signs}])(?:{words}))" for name, (signs, words) in parts.items())
    return re.compile(f"(?=[{begins}])(?:{'|'.join(alternatives)})", re.IGNORECASE)


@lru_cache(maxsize=512)
def read(text: str) -> ReadText:
    """The text with everything that it speaks of."""
    plain = _BLANK.sub(" ", arabic_digits(text))
    found: list[Mention] = []
    for match in _pattern().finditer(plain):
        # The last group to close is the outer one.
        if mention := _READERS.get(match.lastgroup or "", _instrument)(plain, match):
            while found and found[-1].start >= mention.start:
                found.pop()  # the number of a quarter, which belongs to the words before its year
            found.append(mention)
    return ReadText(plain, tuple(found))


def _month(_text: str, match: re.Match[str]) -> DayMention:
    digits = match["year_of_month"]
    year = int(digits) + _CENTURY * (len(digits) == _SHORT)
    return DayMention(*match.span(), year, _MONTHS[match["name_of_month"]])


def _day(_text: str, match: re.Match[str]) -> DayMention:
    return DayMention(*match.span(), int(match["year_of_day"]), int(match["number_of_month"]))


def _numbered(_text: str, match: re.Match[str]) -> SubjectMention:
    """The codes of "ตัวชี้วัดที่ 3 5 และ 10" and of "ตัวชี้วัดที่ 1 - 5", which is all five."""
    codes = re.findall(r"\d+", match[0])
    first, last = int(codes[0]), int(codes[-1])
    if re.search(r"\d ?(?:ถึง|-|–) ?\d+$", match[0]) and first < last:
        codes = [str(code) for code in range(first, last + 1)]
    return SubjectMention(*match.span(), tuple(dict.fromkeys(codes)))


def _named(text: str, match: re.Match[str]) -> SubjectMention:
    code = _indicator_names()[match[0].replace("ของทางราชการ", "ของราชการ")]
    firm = _NAMED_AS_INDICATOR.search(text[max(0, match.start() - 20) : match.start()])
    return SubjectMention(*match.span(), (code,), bool(firm))


def _instrument(_text: str, match: re.Match[str]) -> SubjectMention:
    return SubjectMention(*match.span(), (match.lastgroup or "",))


def _year(text: str, match: re.Match[str]) -> YearMention | None:
    start, end = match.span()
    around = text[max(0, start - 40) : start]
    labelled = _LABELLED.search(around)
    western = match[0].startswith("20")
    if western and not labelled:
        return None
    begins = start - len(labelled[0]) if labelled else start
    before = text[max(0, begins - 30) : begins]
    era = labelled["era"] or "" if labelled else ""
    return YearMention(
        begins,
        end,
        int(match[0]) + BUDDHIST_ERA * western,
        re.sub(r"[ \d/]|ที่", "", labelled["label"]).upper() if labelled else "",
        compared=bool(_COMPARED.search(before)),
        ranged=bool(_RANGE_FOLLOWS.match(text[end : end + 40]) or _RANGE_BEFORE.search(before)),
        western=western and not era.strip(" (").startswith("ค"),
    )


def _earlier(text: str, match: re.Match[str]) -> YearMention:
    before = text[max(0, match.start() - 30) : match.start()]
    return YearMention(*match.span(), None, "ปี", compared=bool(_COMPARED.search(before)))


def _number(text: str, match: re.Match[str]) -> NumberMention | YearMention:
    """A number; behind "ปีงบ" one of two digits is a year."""
    labelled = _LABELLED.search(text[max(0, match.start() - 30) : match.start()])
    if labelled and len(match[0]) == _SHORT and _SHORT_LABEL.match(labelled[0]):
        start = match.start() - len(labelled[0])
        return YearMention(start, match.end(), int(match[0]) + _CENTURY, "ปีงบประมาณ")
    return NumberMention(*match.span(), Decimal(match[0]))


_READERS: dict[str, Callable[[str, re.Match[str]], Mention | None]] = {
    "month": _month,
    "day": _day,
    "other": lambda _text, match: SubjectMention(*match.span(), ()),
    "numbered": _numbered,
    "named": _named,
    "firm_total": lambda _text, match: SubjectMention(*match.span(), (TOTAL,)),
    "soft_total": lambda _text, match: SubjectMention(*match.span(), (TOTAL,), firm=False),
    "earlier": _earlier,
    "year": _year,
    "number": _number,
}
