"""Texts that a PDF has damaged: letters by the wrong code page, names without their marks. Pure.

Makers of PDFs lose, double and displace the marks of Thai ("การใช้อานาจ", "การใช้อ านาจ", "ค่ณภาพ", "หนาที่");
consonants and digits they leave. So the names that pasted scores hold are found by their consonants alone.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from assessments.pasted import words

_SHORTEST = 7  # consonants of a name that is found within other text
_WIDEST = 6  # signs from one consonant of a name to the next
_APART = (
    "ตัวชี้วัดที่", "ตัวชี้วัด", "ระดับ", "ลำดับ", "ลำดับที่", "อันดับ", "น้ำหนัก", "ผลการประเมิน", "ระดับผลการประเมิน",
    "ปีงบประมาณ", "ประจำปีงบประมาณ", "คะแนนเฉลี่ย", "ค่าเฉลี่ย", "เปลี่ยนแปลง", "ส่วนต่าง", "หมายเหตุ", "คะแนนที่ได้",
)  # fmt: skip
_LETTER = re.compile("[\u0e01-\u0e4e]")
_THAI = re.compile("[\u0e01-\u0e5b]")
# What Western Europe and the Mac have at the codes of Thai letters, and a font of symbols above them.
_UPPER = re.compile(
    "[\u00a1-\u00ff\u0152-\u0192\u02c6-\u02dd\u03a9-\u03c0\u2013-\u203a\u2044-\u22ff\u25ca\uf0a1-\uf0ff\ufb01\ufb02]"
)
_FEWEST = 20  # letters by which a code page is recognised
# Where the Thai of the Mac has marks moved left or down.
_MOVED = {
    **dict.fromkeys((0x83, 0x88, 0x98), 0xE8),
    **dict.fromkeys((0x84, 0x89, 0x99), 0xE9),
    **dict.fromkeys((0x85, 0x8A, 0x9A), 0xEA),
    **dict.fromkeys((0x86, 0x8B, 0x9B), 0xEB),
    **dict.fromkeys((0x87, 0x8C, 0x9C), 0xEC),
}
_MOVED |= {0x8F: 0xED, 0x92: 0xD1, 0x93: 0xE7, 0x94: 0xD4, 0x95: 0xD5, 0x96: 0xD6, 0x97: 0xD7}


def undamaged(text: str) -> tuple[str, dict[str, str]]:
    """The text with the names of what has a score as they are spelled, and which were spelled otherwise."""
    read, mended = by_code_page(text), dict[str, str]()
    pieces, done = list[str](), 0
    for start, end, name in _named(read):
        if words.squeezed(read[start:end]) != words.squeezed(name):
            mended[" ".join(read[start:end].split())] = name
        pieces += [read[done:start], name]
        done = end
    return "".join([*pieces, read[done:]]), mended


def _named(text: str) -> Iterator[tuple[int, int, str]]:
    """Where a text holds a name, whatever is between its consonants: begin, end, how it is spelled."""
    places = [place for place, sign in enumerate(text) if not words.LOST.match(sign)]
    for found in _pattern().finditer("".join(text[place] for place in places)):
        own = places[found.start() : found.end()]
        start, end = own[0], own[-1] + 1
        while end < len(text) and words.MARK.match(text[end]):
            end += 1
        touched = _LETTER.match(text[start - 1 : start]) or _LETTER.match(text[end : end + 1])
        near = all(after - before <= _WIDEST for before, after in pairwise(own))
        if near and not (touched and len(own) < _SHORTEST) and not _ends_row(text, start, end):
            yield start, end, _names()[found[0]]


def _ends_row(text: str, start: int, end: int) -> bool:
    """Whether two cells make the name: the last of a row of cells ("ระดับ") and the first of the next."""
    last, line_break, _rest = text[start:end].partition("\n")
    row = text[text.rfind("\n", 0, start) + 1 : start]
    return bool(line_break) and "\t" in row and words.consonants(last) in _names()


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """The names by their consonants; where two things have the same, neither is found so."""
    found: dict[str, str] = {}
    field, twice = words.names(), set[str]()
    long = [name for name in field if len(words.consonants(name)) >= _SHORTEST]
    for name in (*long, *_APART, *words.level_names().values()):
        key = words.consonants(name)
        is_thai = re.fullmatch("[\u0e01-\u0e4e]+", name)
        if is_thai and field.get(found.setdefault(key, name)) != field.get(name):
            twice.add(key)
    return {key: name for key, name in found.items() if key not in twice}


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(sorted(_names(), key=len, reverse=True)))


def by_code_page(text: str) -> str:
    """The text; what was read as Western Europe's, the Mac's or a font of symbols, but is Thai, as Thai."""
    thai = len(_THAI.findall(text))
    if len(_UPPER.findall(text)) <= max(thai, _FEWEST):
        return text
    shifted = re.sub("[\uf020-\uf0ff]", lambda sign: chr(ord(sign[0]) - 0xF000), text)
    read = [
        "".join(_thai_letter(sign, encoding) for sign in shifted) for encoding in ("latin-1", "mac_roman")
    ]
    return max(read, key=lambda one: len(_THAI.findall(one)))


def _thai_letter(sign: str, encoding: str) -> str:
    if sign.isascii() or _THAI.match(sign):
        return sign
    try:
        code = sign.encode(encoding)[0]
        return bytes([_MOVED.get(code, code)]).decode("cp874")
    except UnicodeError:
        return sign
