"""Marks before the items of a list: numbers and bullets, and what only looks like them. Pure."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ita_portal.signs import in_plain_blanks, meant
from ita_portal.thai import arabic_digits, clean_text

DASHES = "-\u2010\u2011–—\u2212"
BULLETS = "•●▪■□❑◆❖○◦‣⁃∙·➢→➔⇨✓✔"
# What becomes of a word processor's bullets that are letters of its own fonts; only before a line of Thai.
_LETTERS_OF_FONTS = "[§Øüo](?=[ ]+[ก-๙])"
_NUMBER = re.compile(
    r"(?<!\S)(?:\((?P<inside>[0-9]{1,2})\)|(?P<bare>[0-9]{1,2})(?P<sign>\.\)|[.)]))(?![0-9.,)])[ ]*(?=[^\s])"
)
LETTERS = "กขคงจฉชซ"  # in the order in which lists count by them
_LETTER = re.compile(
    rf"(?<!\S)(?:\((?P<inside>[{LETTERS}])\)|(?P<bare>[{LETTERS}])(?P<sign>[.)]))(?:[ ]+|(?<=\)))(?=\S)"
)
# Behind these words a number says which one is meant; it begins no item. Not behind เจ้าหน้าที่, ติดตาม, ทั่วถึง.
_REFERENCE = re.compile(
    "(?:ข้อ|(?<!หน้า)(?<!พื้น)(?<!สถาน)(?<!เต็ม)ที่|มาตรา|หมวด|วรรค|ตาราง|เลข|ไตรมาส|จำนวน|(?<!แ)ละ|พ.ศ.|วงเล็บ|OIT|"
    "(?<!ทั่ว)(?<!เข้า)ถึง|(?<!ติด)ตาม|[/–-]) *$"
)
_AND = re.compile("(?:และ|หรือ|(?<!กำ)กับ|,) *$")
_AMOUNT = re.compile(
    "(?:ครั้ง|คน|วัน|เดือน|ปี|ราย|แห่ง|บาท|ชั่วโมง|นาที|เมตร|กิโลเมตร|ร้อยละ|%)(?:\\s|$)|ของ|แห่ง|ตามลำดับ"
)
_DASH = rf"[{DASHES}](?=[ ]*[^\s0-9{DASHES}])"
_BULLET = re.compile(rf"(?:[{BULLETS}]+|{_LETTERS_OF_FONTS}|\*(?=[ ])|{_DASH})[ ]*(?=\S)")
_NOTHING = re.compile(rf"[{DASHES}][^{DASHES}]*[{DASHES}]")  # "-ไม่มี-"


_NEAR = 400  # characters in which an open bracket counts


@dataclass(frozen=True)
class NumberMark:
    """A number that looks like that of an item: text[start:end] with the blanks behind it.

    `style` is how it is written: ".", ")", "()" or ".)". One that `refers` names an item of another list; one
    that is `joined` stands behind "และ" or a comma, and may do either.
    """

    start: int
    end: int
    number: int
    style: str
    refers: bool
    joined: bool
    begins_line: bool


def tidy(text: str) -> str:
    """The text with the signs that were meant, every blank a plain one, single and none around a line."""
    plain = in_plain_blanks(meant(clean_text(text)))
    return "\n".join(" ".join(line.split()) for line in plain.split("\n"))


def number_marks(text: str) -> list[NumberMark]:
    """What looks like the number of an item in a tidy text, from left to right."""
    return _marks(text, _NUMBER.finditer(arabic_digits(text)), int)


def letter_marks(text: str) -> list[NumberMark]:
    """What looks like an item that a letter counts ("ก. …", "(ข) …") in a tidy text, from left to right."""
    return _marks(text, _LETTER.finditer(text), lambda letter: LETTERS.index(letter) + 1)


def _marks(text: str, matches: Iterable[re.Match[str]], number: Callable[[str], int]) -> list[NumberMark]:
    found = []
    for match in matches:
        line = text.rfind("\n", 0, match.start()) + 1
        before = text[max(line, match.start() - _NEAR) : match.start()]
        refers = bool(_REFERENCE.search(before[-12:]) or _AMOUNT.match(text, match.end()))
        found.append(
            NumberMark(
                match.start(),
                match.end(),
                number(match["inside"] or match["bare"]),
                match["sign"] or "()",
                refers=refers or before.count("(") > before.count(")"),
                joined=bool(_AND.search(before[-12:])),
                begins_line=match.start() == line,
            )
        )
    return found


def bullet_end(line: str) -> int:
    """Where the words of a tidy line begin behind its bullet; 0 where it has none ("-ไม่มี-", "-๕ องศา")."""
    found = _BULLET.match(arabic_digits(line))
    return found.end() if found and not _NOTHING.fullmatch(line) else 0


_ALONE = re.compile(rf"\(?[0-9]{{1,2}}[.)]+|[{DASHES}{BULLETS}]")


def is_mark_alone(line: str) -> bool:
    """Whether a tidy line is nothing but the number or bullet of an item that was never written."""
    return bool(_ALONE.fullmatch(arabic_digits(line)))


def begins_with_mark(line: str) -> bool:
    """Whether a tidy line begins with a bullet or with what looks like a number of an item."""
    return bool(bullet_end(line) or _NUMBER.match(arabic_digits(line)))


_KINDS = "(?:มาตรการ|กิจกรรม|โครงการ|ขั้นตอน|ขั้น|ข้อ|ลำดับ|ประเด็น|แนวทาง)"
_LABEL = re.compile(
    rf"(?:{_KINDS} ?ที่ ?(?P<of>[0-9]{{1,2}})(?:[.):]| ?[:–-](?= )|(?= ))"
    rf"|{_KINDS} ?(?P<plain>[0-9]{{1,2}})(?:[):]|[.](?![0-9]))) *(?=[^\s0-9])"
)
_LINE_LABEL = re.compile(
    r"(?:(?:ขั้นตอน|ขั้น|ข้อ|ลำดับ)?(?:ที่)? ?(?P<any>[0-9]{1,2})|[0-9]{1,2}[.](?P<sub>[0-9]{1,2})[.)]?) +(?:[.)] +)?"
    r"(?=[^\s0-9])(?!ล้าน|แสน|หมื่น|พัน|บาท|เท่า|กิโล|เมตร|ไร่|คะแนน|คน|ครั้ง|%)"
)


def label_end(line: str) -> int:
    """Where the words of a title begin behind "มาตรการที่ ๑" or its like; 0 without ("กิจกรรม ๕ ส")."""
    found = _LABEL.match(arabic_digits(line))
    return found.end() if found else 0


def line_number(line: str) -> tuple[int, int]:
    """The number in "ข้อ ๒ …", "๒ …" or "๑.๒ …" before a line and where it ends; (0, 0) without."""
    found = _LABEL.match(arabic_digits(line)) or _LINE_LABEL.match(arabic_digits(line))
    number = next((each for each in found.groups() if each), "0") if found else "0"
    return int(number), found.end() if found else 0


def has_nested(number: int, text: str) -> bool:
    """Whether the text of an item holds parts that are numbered in themselves: of item ๑ "๑.๑ …"."""
    nested = rf"(?<!\S){number}[.]1[.)]? ?(?=[ก-๙a-zA-Z])"
    return any(
        not re.search("(?:ร้อยละ|ละ|ข้อ|ที่|จำนวน) *$", text[: found.start()])
        for found in re.finditer(nested, arabic_digits(text))
    )


_INNER_BULLET = re.compile(rf"(?<=\S) (?:[{BULLETS}]) ?(?=\S)")
_INNER_DASH = re.compile(rf"(?<=[^\s0-9]) [{DASHES}] ?(?=[^\s0-9{DASHES}])")


def split_at_bullets(line: str, *, dashes: bool = False) -> list[str]:
    """The parts of a tidy line between the bullets inside it; between its dashes too, if these count."""
    apart = _INNER_BULLET.sub("\n", line)
    return (_INNER_DASH.sub("\n", apart) if dashes else apart).split("\n")
