"""What the words and numbers of pasted scores mean: names of what has a score, years, values. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from assessments import framework
from ita_portal.thai import search_key, typed_words
from ita_portal.typed import parse_decimal, says_nothing

TOTAL, LEVEL = "announced_total", "announced_level"
_TOTALS = (
    "คะแนนรวม",
    "รวม", "คะแนนเฉลี่ย", "คะแนนรวมเฉลี่ย", "คะแนนเฉลี่ยรวม", "คะแนนรวมที่ประกาศ", "คะแนนภาพรวม", "ภาพรวม",
    "คะแนนภาพรวมหน่วยงาน", "คะแนน ita", "คะแนนรวม ita", "ผลคะแนน ita", "คะแนนประเมิน ita", "คะแนนการประเมิน ita",
    "ผลคะแนนรวม", "รวมทั้งสิ้น", "รวมคะแนน", "คะแนนรวมทั้งหมด", "ita score", "total", "total score", "overall",
)  # fmt: skip
_LEVELS = (
    "ระดับ", "ระดับที่ประกาศ", "ระดับผลการประเมิน", "ระดับคะแนน", "ผลการประเมิน", "ผลการประเมินระดับ", "เกรด",
    "อยู่ในระดับ", "rating", "grade", "level",
)  # fmt: skip
_PARTS = {
    "eit1": (
        "eit ส่วนที่ 1",
        "eit ส่วน 1",
        "eit part 1",
        "eit public",
        "eit 1",
        "eit1",
        "eit ส่วนที่ 1 (eit public)",
    ),
    "eit2": (
        "eit ส่วนที่ 2",
        "eit ส่วน 2",
        "eit part 2",
        "eit survey",
        "eit 2",
        "eit2",
        "eit ส่วนที่ 2 (eit survey)",
    ),
}
_BEFORE = ("คะแนน", "แบบวัด", "แบบตรวจ", "เครื่องมือ", "แบบ", "ค่าคะแนน", "คะแนนแบบวัด", "คะแนนเฉลี่ย")
_SPELLINGS = {
    "1": ("ปฏิบัติหน้าที่",),
    "2": ("ใช้งบประมาณ", "การใช้จ่ายงบประมาณ"),
    "3": ("ใช้อำนาจ",),
    "4": ("การใช้ทรัพย์สินราชการ", "การใช้ทรัพย์สินของทางราชการ", "ใช้ทรัพย์สินของราชการ"),
    "5": ("การแก้ปัญหาการทุจริต", "แก้ไขปัญหาการทุจริต"),
    "6": ("คุณภาพในการดำเนินงาน", "คุณภาพการดำเนินการ"),
    "7": ("ประสิทธิภาพในการสื่อสาร", "ประสิทธิภาพสื่อสาร"),
    "8": ("การปรับปรุงระบบงาน", "ปรับปรุงการทำงาน", "ปรับปรุงระบบการทำงาน"),
    "9": ("เปิดเผยข้อมูล",),
    "10": ("ป้องกันการทุจริต",),
}
# Names of sub-indicators and of instruments that hold the name of an indicator are none of it.
_OTHERS = ("การเปิดเผยข้อมูลสาธารณะ", "การดำเนินการเพื่อป้องกันการทุจริต", "มาตรการภายในเพื่อป้องกันการทุจริต")
IGNORED = re.compile(
    "อันดับ|ลำดับ|ของแผน|^ที่$|^no[.]?$|rank|น้ำหนัก|คะแนนเต็ม|ร้อยละของ|ส่วนต่าง|เปลี่ยนแปลง|ผลต่าง|เพิ่ม|ลดลง|หมายเหตุ|จำนวน|"
    "ค่าเฉลี่ย(?:ประเทศ|จังหวัด)|เฉลี่ย(?:ประเทศ|จังหวัด)"
)
RANK = re.compile("อันดับ|rank|^ที่ได้$")
SCORE_HEAD = re.compile("^(?:ผล|ค่า)?คะแนน(?:ที่ได้|ที่ได้รับ|ประเมิน|ตัวชี้วัด)?$|^ร้อยละ$|^score$|^ผล$|^%$")
_NUMBERED = re.compile(r"(?:ตัวชี้วัด|ตชว[.]?|ข้อ|indicator)\s*(?:ที่)?\s*(10|[1-9])(?![0-9.]*[0-9])")
_LIST_MARK = re.compile(r"^[(]?(?:10|[1-9])\s*[.)]\s*(?![0-9])")
_PART_OF = re.compile(r"^(?:ตัวชี้วัดย่อย|(?:ตัวชี้วัด(?:ย่อย)?(?:ที่)?\s*)?[0-9]{1,2}[.][0-9]\s+\D)")
# Not within a number; the point of "พ.ศ.2567" is none of a number.
YEAR = re.compile(r"(?<![0-9])(?<![0-9][.])(25[6-9][0-9])(?![0-9.,]*[0-9])")
_NOISE = Decimal("0.000001")
MARK = re.compile("[\u0e31-\u0e3a\u0e47-\u0e4e\ufffd\ue000-\uf8ff\x00-\x08\x0b\x0c\x0e-\x1f]")
"""What a PDF may lose, double or displace: Thai signs above, below and behind a consonant; lost signs."""
LOST = re.compile(f"{MARK.pattern}|[ \u00a0\u200b\n]")
"""The same, and the blanks that a PDF puts within words."""


@dataclass(frozen=True)
class Unread:
    """A value that can't be read: the text, and why, as a Thai sentence."""

    text: str
    why: str


def squeezed(text: str) -> str:
    """A name as names are compared: search key without blanks and signs around it."""
    return re.sub(r"[\s:;=*“”\"'()]", "", search_key(text))


@lru_cache(maxsize=1)
def names() -> dict[str, str]:
    """Field by squeezed name: every year's names of indicators and instruments, and how people write them."""
    found: dict[str, str] = {}
    for rules in map(framework.load, framework.years()):
        for indicator in rules.indicators:
            known = (indicator.name, indicator.english, *indicator.also, *_SPELLINGS[indicator.code])
            found |= {squeezed(name): f"score_{indicator.code}" for name in known}
        for tool in rules.instruments:
            field = f"announced_{tool.code}"
            short = (tool.abbreviation, *(f"{word} {tool.abbreviation}" for word in _BEFORE))
            long = [name for name in (tool.name, tool.english, *tool.also) if name]
            long += [f"{name} ({tool.abbreviation})" for name in long]
            long += [f"{tool.abbreviation} {name}" for name in long]
            found |= {squeezed(name): field for name in (*short, *long)}
    for part, spellings in _PARTS.items():
        found |= {
            squeezed(f"{word}{name}"): f"announced_{part}" for name in spellings for word in ("", *_BEFORE)
        }
    found |= {squeezed(name): TOTAL for name in _TOTALS}
    found |= {squeezed(name): LEVEL for name in _LEVELS}
    return found | dict.fromkeys(map(squeezed, _OTHERS), "")


@lru_cache(maxsize=1)
def level_names() -> dict[str, str]:
    """The levels of all years by squeezed name."""
    rules = map(framework.load, framework.years())
    return {squeezed(level.name): level.name for year in rules for level in year.levels}


def consonants(text: str) -> str:
    """What a damaged PDF leaves of a text: by this names are compared that are not as they are spelled."""
    return LOST.sub("", text)


@lru_cache(maxsize=1)
def _levels_by_consonants() -> dict[str, str]:
    return {consonants(name): level for name, level in level_names().items()}


def level_called(text: str) -> str:
    """The level of any year that a text is, with "ระดับ" before it or without; "" where it is none."""
    bare = squeezed(re.sub("^ระดับ", "", text.strip()))
    return level_names().get(bare) or _levels_by_consonants().get(consonants(bare), "")


def field_named(text: str) -> str:
    """The field that a text names, as "score_4" or "announced_iit"; "" where it names none or two.

    A name counts for more than a number before it: the number may be a rank.
    """
    key = search_key(text)
    if _PART_OF.match(key):
        return ""
    plain = squeezed(_LIST_MARK.sub("", key))
    bare = squeezed(_NUMBERED.sub("", key)) if _NUMBERED.search(key) else plain
    for name in (plain, bare):
        if name in names():
            return names()[name]
    within = {field for _start, _end, field in named_within(key)}
    if len(within) == 1:
        return within.pop()
    return _numbered(key) if not within else ""


def _numbered(key: str) -> str:
    found = _NUMBERED.search(key)
    return f"score_{found[1]}" if found else ""


def named_within(key: str) -> Iterator[tuple[int, int, str]]:
    """Where a search key holds the whole name of an indicator or instrument: begin, end, field.

    The instrument in brackets behind its indicator, "การใช้อำนาจ (IIT)", is not meant itself.
    """
    indicator_end = 0
    for found in _within().finditer(key):
        field = names()[squeezed(found[0])]
        in_brackets = indicator_end and key[indicator_end : found.start()].strip() == "("
        if field and not in_brackets:
            yield found.start(), found.end(), field
            indicator_end = found.end() if field.startswith("score_") else 0


@lru_cache(maxsize=1)
def _within() -> re.Pattern[str]:
    """Names as they stand in prose; short words that are part of others only between blanks."""
    short = {squeezed(word) for word in (*_TOTALS, *_LEVELS)}
    long = sorted((name for name in names() if name not in short), key=len, reverse=True)
    spaced = (r"\s*".join(map(re.escape, _words(name))) for name in long)
    apart = sorted(map(search_key, (*_TOTALS, *_LEVELS)), key=len, reverse=True)
    free = [re.escape(word) for word in apart if word.startswith("คะแนน") and len(word) > len("คะแนน")]
    free.append("อยู่ในระดับ")
    ends = r"(?![ก-๙a-z])|(?=เท่ากับ|ที่ได้|คือ|ได้|อยู่|เป็น)"
    return re.compile(
        "|".join(spaced)
        + rf"|(?:{'|'.join(free)})(?:{ends})"
        + rf"|(?<![ก-๙a-z])(?:{'|'.join(map(re.escape, apart))})(?:{ends})"
    )


def _words(name: str) -> list[str]:
    """A squeezed name in pieces between which blanks may stand: Latin letters, digits, Thai."""
    return re.findall("[a-z]+|[0-9]+|[^a-z0-9]+", name)


def years_in(text: str) -> list[int]:
    """The fiscal years (B.E.) that a text names."""
    return [int(year) for year in YEAR.findall(search_key(text))]


def is_year(text: str) -> bool:
    """Whether a text is a fiscal year and nothing else ("2567", "ปี พ.ศ. ๒๕๖๗", "คะแนนปี 2567")."""
    words = r"(?:ผลการประเมิน|ผลคะแนน|คะแนน|ita|ปีงบประมาณ|ประจำปี|ปี|พ\.? ?ศ\.?|fy|[\s.()])*"
    return re.fullmatch(rf"{words}25[6-9][0-9]{words}", search_key(text)) is not None


def read_value(text: str) -> Decimal | Unread | None:
    """The score that a text is; None for an empty one ("-"), Unread for one that can't be a score.

    Read are "91.50%", "๙๑.๕๐ คะแนน", "91.5/100", and what a spreadsheet makes of two places (91.1200000001).
    """
    typed = typed_words(text)
    if says_nothing(typed):
        return None
    if re.fullmatch(r"[0-9]{1,3}[.][0-9]{3,}", typed):
        exact = Decimal(typed)
        near = exact.quantize(Decimal("0.01"))
        typed = str(near) if abs(exact - near) <= _NOISE else typed
    try:
        return parse_decimal(typed)
    except ValueError as error:
        return Unread(text, str(error))


def arabic_number(text: str) -> int | None:
    """The number 1 to 10 that a text is ("๑", "10."); None for anything else."""
    found = re.fullmatch(r"[(]?(10|[1-9])[.)]?", search_key(text))
    return int(found[1]) if found else None
