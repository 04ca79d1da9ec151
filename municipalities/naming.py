"""Reading what people write when they name a municipality. Pure: it knows provinces, but no municipality.

"ทม. เขลางค์นคร อ.เมือง จ.ลำปาง", "เทศบาลตำบลทุ่งผึ้ง (แจ้ห่ม)", "เขลางค์ นคร", "สันนาเม็ง เชียงใหม่ 2569" and
"0๔๕๒๐๑๐๓" become words that say what they are of. Which municipality they mean is answered by `resolving.py`
(one text, one place) and `searching.py` (lists).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from ita_portal.thai import search_key
from municipalities.places import districts, other_province_names, provinces, subdistricts

MOST_WORDS = 8
CODE_DIGITS = 7
LEAST_OF_PROVINCE = 4
"""With so many signs the beginning of a province's name stands for it: อุบล, อุดร, ประจวบ."""

_BETWEEN = re.compile(r"[\s.,/()\[\]{}\-–—_:;'\"“”‘’*]+")
_KINDS = {
    "นคร": "nakhon",
    "เมือง": "mueang",
    "ตำบล": "tambon",
    "ตาบล": "tambon",
    "ต าบล": "tambon",
    "น": "nakhon",
    "ม": "mueang",
    "ต": "tambon",
}
# A PDF may make "า" or " า" of ำ.
_MARK = re.compile(
    r"""
      เทศบาลฯ?\s*(?:(?P<kind>นคร|เมือง|ตำบล|ต\x20?าบล)|(?P<kind_letter>[นมต])\.|(?P<any_kind>))\s*
    | (?:(?<![ก-๙.])|(?<=สนง\.))ท\.?\s?(?P<short_kind>[นมต])(?:\.\s*|\s+|$)
    | (?P<province>จังหวัด|(?<!\.)จว?\.(?!\s?.\.)|(?<!\S)จว?(?=\s))\s*
    | (?P<district>(?:กิ่ง\s*)?อ(?:ำ|\x20?า)เภอ|(?<!\.)อ\.(?!\s?.\.)|(?<!\S)อ(?=\s))\s*
    | (?P<subdistrict>(?<![ก-๙.])(?:ตำบล|ต\.))\s*
    """,
    re.VERBOSE,
)
# Without a point or a blank (ทตน้ำใส), unless a subdistrict is called so (ทมนางาม).
_JOINED_KIND = re.compile("ท([นมต])(?=..)")
# What stands on every page or before every name tells no municipality from another.
_SAID_EVERYWHERE = re.compile(
    "(?:รายงาน|ผล|การ|ประเมิน|ดำเนิน|งาน|มาตรการ|แผน|ปฏิบัติ|ประกาศ|เอกสาร|คะแนน|ตัวชี้วัด|คุณธรรม|และ|ความ|โปร่งใส"
    "|ส่งเสริม|ภายใน|หน่วย|ภาครัฐ|ของ|ประจำ|ปี|งบประมาณ|งบ|พศ|รหัส|อปท|สำนัก|สนง|ชื่อ|เว็บไซต์|ไฟล์|ระดับ|ระบบ"
    "|ita|itas|oit|iit|eit|pdf|o[0-9]+)+"
)
_CODE_IN_PARTS = re.compile(r"(?<![0-9])(?:0 ?)?[1-7](?: [0-9]{2}){2,3}(?![0-9])")
_SHORT_YEAR = re.compile(r"(ปี|พ\.?ศ\.?|งบประมาณ)\s*([5-9][0-9])(?![0-9])")
_YEAR = re.compile(r"(\D*)(2[56][0-9]{2})(?:[-–]2[56][0-9]{2})?")
_PLACE_WORD = re.compile(r"^\s*(จังหวัด|จว?\.|(กิ่ง\s*)?อ(ำ|\x20?า)เภอ|อ\.)")
_PIECE = re.compile(r"[()\[\]]|[^\s,;/()\[\]\"“”]+")


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """The text as names are compared: as `thai.search_key`, without blanks, points and the like."""
    return _BETWEEN.sub("", search_key(text))


def without_place_word(text: str) -> str:
    """The name of a district or province without อำเภอ, อ., จังหวัด or จ. before it."""
    return _PLACE_WORD.sub("", search_key(text)).strip()


@dataclass(frozen=True)
class Word:
    """One word: as `typed` (a search key), and `name`, what it names, folded.

    `of` says what it is of: "name" (it stood behind เทศบาล or its kin), "district", "province",
    "subdistrict", "beside" (in brackets), "number", "year", "everywhere" (ITA, มาตรการ …), or "" for what may
    be of anything. `kind` is the one that its prefix names, "" for เทศบาล alone and for none; a kind alone
    has no name. `also` is the name where the prefix is เทศบาล alone: of เทศบาลเมืองแกลง it is เมืองแกลง.
    """

    typed: str
    name: str
    of: str = ""
    kind: str = ""
    also: str = ""


@dataclass(frozen=True)
class PlaceName:
    """What a text says of one place, written as it is stored; "" for what it does not say.

    `kind` is a value of `models.Kind`; a place stands without อำเภอ or จังหวัด; `code` has seven digits.
    """

    kind: str
    name: str
    district: str
    province: str
    code: str


def words(text: str) -> list[Word]:
    """The words of a text, at most eight. Digits may be Thai; signs that nobody sees do not count.

    A text of mere signs ("%") is one word, by which nothing is called.
    """
    key = search_key(text)
    if key and not fold(key):
        return [Word(key, key)]
    key = _CODE_IN_PARTS.sub(lambda code: code[0].replace(" ", ""), key)
    return list(_words(_SHORT_YEAR.sub(r"\1 25\2", key)))[:MOST_WORDS]


def years_among(text: str) -> tuple[int, ...]:
    """The years (B.E.) among the words of a text."""
    return tuple(int(word.name) for word in words(text) if word.of == "year")


def read_code(text: str) -> str:
    """The DLA code of seven digits that is written here; "" for anything else.

    Digits may be Thai, a zero may stand before the code and signs between its parts; a spreadsheet's
    "5520603.0" is read too.
    """
    digits = fold(re.sub(r"\.0+$", "", search_key(text)))
    digits = digits[1:] if len(digits) == CODE_DIGITS + 1 and digits[0] == "0" else digits
    return digits if re.fullmatch(f"[0-9]{{{CODE_DIGITS}}}", digits) else ""


def read_name(text: str) -> PlaceName:
    """What is said of one place: of "ทต.วังเหนือ อ.วังเหนือ จ.ลำปาง" ตำบล, วังเหนือ, วังเหนือ, ลำปาง.

    The name has no prefix, no doubled blank and no place in brackets behind it. Loose words belong to it:
    whether "เขลางค์นคร ลำปาง" ends in a province is for whoever knows the municipalities (`resolving.py`).
    """
    read = words(text)
    said = {word.of: word.typed for word in read if word.of in ("district", "province")}
    named = [word for word in read if word.of in ("", "name") and word.typed]
    if named:  # a number that is no code may be a part of a name, behind it
        behind = read[read.index(named[0]) :]
        named = [word for word in behind if word in named or _is_number_of_name(word)]
    named += [
        replace(word, typed=f"({word.typed})")
        for word in read
        if named and word.of == "beside" and not is_known_place(word.name)
    ]
    named = named or [word for word in read if word.of == "subdistrict"]
    codes = (read_code(word.name) for word in read if word.of == "number")
    return PlaceName(
        kind=next((word.kind for word in read if word.kind), ""),
        name=" ".join(word.typed for word in named),
        district=said.get("district", ""),
        province=said.get("province", ""),
        code=next(filter(None, codes), ""),
    )


@cache
def province_called(text: str) -> str:
    """The province that is meant by its name, a usual short name, a beginning that no other has; else ""."""
    called = fold(without_place_word(text))
    known = {fold(row.name): row.name for row in provinces()}
    other = {fold(also): name for also, name in other_province_names().items()}
    if found := known.get(called) or other.get(called):
        return found
    called = called.removesuffix("ฯ")  # ปทุมฯ
    begun = [name for key, name in known.items() if key.startswith(called)]
    return begun[0] if len(called) >= LEAST_OF_PROVINCE and len(begun) == 1 else ""


def same_district(typed: str, district: str, province: str) -> bool:
    """Whether the district is meant: by its name, or as อ.เมือง, which is the one of its province's town."""
    called, name = fold(without_place_word(typed)), fold(district)
    town = {"เมือง", f"เมือง{fold(province)}"}
    return called == name or (called in town and name in town | {fold(province)})


def _is_number_of_name(word: Word) -> bool:
    return word.of in ("number", "year") and not read_code(word.name)


def is_known_place(name: str) -> bool:
    """Whether a folded name is one of a province or a district."""
    return name in _place_names()


@cache
def _place_names() -> frozenset[str]:
    names = {row.name for row in provinces()} | {row.name for row in districts()}
    return frozenset(map(fold, (*names, *other_province_names(), "เมือง")))


@cache
def _subdistrict_names() -> frozenset[str]:
    return frozenset(fold(row.name) for row in subdistricts())


def _words(text: str) -> Iterator[Word]:
    """The words between the marks; the first one behind a mark is what it names."""
    marks = list(_MARK.finditer(text))
    ends = [mark.start() for mark in marks] + [len(text)]
    yield from _loose(_PIECE.findall(text[: ends[0]]))
    kind = also = ""
    for place, mark in enumerate(marks):
        pieces = _PIECE.findall(text[mark.end() : ends[place + 1]])
        of = next((of for of in ("province", "district", "subdistrict") if mark[of]), "name")
        if of == "name":  # เทศบาลตำบล may stand twice before a name
            kind = _KINDS.get(mark["kind"] or mark["kind_letter"] or mark["short_kind"] or "", kind)
            also = mark["kind"] or ""
        if pieces and (named := _word(pieces[0], of)):
            yield replace(named, kind=kind, also=also and also + named.name) if of == "name" else named
            pieces, kind = pieces[1:], "" if of == "name" else kind
        yield from _loose(pieces)
    if kind:
        yield Word("", "", "name", kind)


def _loose(pieces: Iterable[str]) -> Iterator[Word]:
    of = ""
    for piece in pieces:
        if piece in "()[]":
            of = "beside" if piece in "([" else ""
        elif word := _word(piece, of):
            yield word


def _word(piece: str, of: str) -> Word | None:
    """The word of a piece without blanks; None where it is only signs."""
    typed = piece.strip(":*'‘’-–—")
    typed = typed.removesuffix(".") if typed.count(".") == 1 else typed
    name = fold(typed)
    if not name:
        return None
    year = _YEAR.fullmatch(typed.replace(".", ""))
    if year and (not year[1] or _SAID_EVERYWHERE.fullmatch(year[1])):
        return Word(year[2], year[2], "year")
    if name.isdigit():
        return Word(typed, name, "number")
    if of in ("", "beside") and _SAID_EVERYWHERE.fullmatch(name):
        return Word(typed, name, "everywhere")
    if not of and (joined := _JOINED_KIND.match(typed)) and name not in _subdistrict_names():
        return Word(typed[2:], fold(typed[2:]), "name", _KINDS[joined[1]])
    return Word(typed, name, of)
