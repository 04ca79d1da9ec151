"""Damage that copying leaves in Thai text and that could be meant in more than one way (pure).

What can be read in one way only was mended when it came in (`ita_portal/signs.py`). Here nothing is changed:
the place is named, and the words that were probably meant are offered.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

_LETTERS, _MARKS, _TONES = "\u0e01-\u0e2e", "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e", "\u0e48-\u0e4b"
_VOWELS = "\u0e31\u0e34-\u0e39\u0e47"  # of the marks; a letter has one
_GAP = "[ \u00a0\t]+"

# How words of official prose go on behind ำ. A dictionary of all words would not do: it knows ทำ, แผน and น้ำ,
# มัน too. These are no words by themselves, or none that follow the syllable.
_GOES_ON = {
    "ก": "กับ|จัด|ชับ|นัน|เนิด|ไร|ลัง|หนด",
    "ค": "นวณ|นึง",
    "จ": "กัด|นวน|แนก|หน่าย",
    "ช": "นาญ|ระ|รุด",
    "ด": "เนิน|รง|ริ(?!ม)",
    "ต": "บล|รวจ|รา(?![กค])|แหน่ง|หนิ",
    "ท": "เนียบ",
    "บ": "นาญ|บัด|เพ็ญ|รุง|เหน็จ",
    "ร": "คาญ",
    "ล": "ดับ|บาก|ปาง|พูน|เลียง",
    "ส": "คัญ|นวน|นัก|นึก|เนา|รวจ|รอง|เร็จ|แดง|หรับ",
    "อ": "นวย|นาจ|เภอ",
}
# Which of them nobody reads otherwise where า alone stands for ำ ("จานวน"); not "ลาดับ" (เวลาดับไฟ).
_WITHOUT_CIRCLE = {
    "การท": "งาน",
    "คณะท": "งาน",
    "จัดท": "แบบ|แผน|คู่มือ|โครงการ|เอกสาร|ทะเบียน|ประกาศ|มาตรการ|รายงาน|ร่าง|สื่อ",
    "ประจ": "ปี|เดือน|ไตรมาส|วัน",
    "ต่": "กว่า|ที่สุด|สุด",
    "ก": "กับดูแล|กับติดตาม|หนด",
    "ค": "นวณ|นึง",
    "จ": "กัด|นวน|แนก|หน่าย",
    "ด": "เนิน|รง(?!ค์)",
    "ต": "บล(?![็า])|รวจ|แหน่ง|หนิ",
    "บ": "นาญ|บัด|เพ็ญ|รุง|เหน็จ",
    "ส": "คัญ|นวน|นัก|เนา|รวจ|เร็จ|หรับ",
    "อ": "นวย|นาจ|เภอ",
}
# Letters whose words with ำ are too many to list (คำสั่ง, ประจำปี, ทำให้, นำไป), and their words with า.
_MOSTLY_WITH_AM = "คจทน"
_WITH_AA = re.compile("คา[ดบรว]|จา[กร]|ทาน|ทาง(?!าน|บ)|นา[จคนยฬ]|นาง(?!บ)|นาที|นาม(?!า)")
_NA_BEHIND = ("พัฒ", "ศาส", "สัมม", "ปรารถ", "โฆษ")  # พัฒนา, ศาสนา
_TONED_WITH_AM = re.compile("น้|ต่|ซ้|ย้|ม่เสมอ")  # น้ำ, ต่ำ, ซ้ำ, ย้ำ, สม่ำเสมอ; but ค่า, ถ้า, ล้า


class CopyingDamage(NamedTuple):
    """A damaged place: text[start:end] are its `words` as they stand, `proposal` is what they probably mean.

    The proposal is "" where nobody can know.
    """

    start: int
    end: int
    words: str
    proposal: str


class _Mend(NamedTuple):
    start: int
    end: int
    meant: str | None


def copying_damage(text: str) -> list[CopyingDamage]:
    """The damaged places of a text from left to right; near ones that can all be mended are one.

    The text has its marks in order (`signs.readable`). True Thai stays: "ทำ แผน", "ๆ", "ก.".
    """
    if not any(sign.search(text) for sign in _SIGNS_OF_DAMAGE):
        return []
    found: list[CopyingDamage] = []
    group: list[_Mend] = []
    for match in _DAMAGED.finditer(text):
        _pattern, meant = _RULES[match.lastgroup or ""]
        mend = _Mend(*match.span(), meant(match))
        if group and not _belongs(text, group[-1], mend):
            found.append(_as_one(text, group))
            group = []
        group.append(mend)
    return [*found, *([_as_one(text, group)] if group else [])]


def mended_words(text: str) -> str:
    """The text with what was probably meant in every damaged place where that can be known."""
    for damage in reversed(copying_damage(text)):
        if damage.proposal:
            text = text[: damage.start] + damage.proposal + text[damage.end :]
    return text


def _belongs(text: str, last: _Mend, mend: _Mend) -> bool:
    known = last.meant is not None and mend.meant is not None
    return known and _around(text, mend)[0] <= _around(text, last)[1]


def _as_one(text: str, group: list[_Mend]) -> CopyingDamage:
    start, end = _around(text, group[0])[0], _around(text, group[-1])[1]
    words, place = "", start
    for mend in group:
        words += text[place : mend.start] + (mend.meant or "")
        place = mend.end
    sure = all(mend.meant is not None for mend in group)
    return CopyingDamage(start, end, text[start:end], words + text[place:end] if sure else "")


_FIRST = "\u0e40-\u0e44"  # vowels that are written before their letter
_REST = f"[^{_LETTERS}{_FIRST}\\s]*"
_SYLLABLE = f"[{_FIRST}]?[{_LETTERS}]{_REST}"
_BEFORE = re.compile(f"(?:{_SYLLABLE}){{0,4}}[{_FIRST}]?\\Z")
_BEHIND = re.compile(f"{_REST}(?:{_SYLLABLE}){{0,6}}")


def _around(text: str, mend: _Mend) -> tuple[int, int]:
    """From where to where the letters stand that show a place: to the next blank, or some letters."""
    before = _BEFORE.search(text, max(0, mend.start - 12), mend.start)
    behind = _BEHIND.match(text, mend.end, mend.end + 16)
    return before.start() if before else mend.start, behind.end() if behind else mend.end


def _aa_apart(found: re.Match[str]) -> str:
    """ "จ านวน" as จำนวน, "ก าร" as การ, "ต ่า" as ต่ำ: ำ is what programs that read PDFs take apart most."""
    letter, tone = found["letter"], found["before"] or found["behind"] or ""
    rest = found.string[found.end() : found.end() + 10]
    if tone:
        with_am = bool(_TONED_WITH_AM.match(letter + tone + rest))
    elif letter in _MOSTLY_WITH_AM:
        behind_na = found.string.endswith(_NA_BEHIND, 0, found.start())
        with_am = not behind_na and not _WITH_AA.match(f"{letter}\u0e32{rest}")
    else:
        with_am = bool(re.match(_GOES_ON.get(letter, "(?!)"), rest))
    return letter + tone + ("\u0e33" if with_am else "\u0e32")


def _words(heads: dict[str, str], behind: str) -> str:
    """Each head with what stands `behind` it, where one of its words goes on."""
    return "|".join(f"{head}{behind}(?={tails})" for head, tails in heads.items())


# Of rules that find something at the same place the first one counts. None is "nobody can know".
_RULES: dict[str, tuple[str, Callable[[re.Match[str]], str | None]]] = {
    "unread": ("\ufffd+", lambda _found: None),
    # จ านวน, น ้า: no word begins with า.
    "aa_apart": (
        f"(?P<letter>[{_LETTERS}])(?P<before>[{_TONES}])?{_GAP}(?:(?P<behind>[{_TONES}])[ \u00a0\t]*)?\u0e32",
        _aa_apart,
    ),
    # ส ำนัก, ท ี่: a mark and ำ stand on a letter.
    "mark_apart": (f"(?<=[{_LETTERS}{_MARKS}]){_GAP}[{_MARKS}\u0e33]+", lambda found: found[0].lstrip()),
    # เ ทศบาล: no word ends with a vowel that is written before its letter.
    "vowel_apart": (f"(?<=[{_FIRST}]){_GAP}(?=[{_LETTERS}])", lambda _found: ""),
    # จำ นวน
    "word_apart": (_words(_GOES_ON, f"\u0e33{_GAP}"), lambda found: found[0].rstrip()),
    # จานวน
    "circle_lost": (_words(_WITHOUT_CIRCLE, "\u0e32"), lambda found: found[0][:-1] + "\u0e33"),
    # นา้
    "tone_behind": (f"(?<=[{_LETTERS}])\u0e32[{_TONES}]", lambda found: found[0][::-1]),
    "on_no_letter": (f"(?<![{_LETTERS}\u0e24\u0e26\u25cc{_MARKS}])[{_MARKS}\u0e33]", lambda _found: None),
    "two_on_one": (f"[{_VOWELS}]{{2,}}|[{_TONES}]{{2,}}", lambda _found: None),
}
# One of these is in every damaged text and hardly in another. All rules together take four times as long, and
# a page of a province checks every text of fifty documents.
_SIGNS_OF_DAMAGE = tuple(
    re.compile(sign)
    for sign in (
        "\ufffd",
        "[ \u00a0\t]\u0e32",
        f"[^{_LETTERS}{_MARKS}\u0e24\u0e26\u25cc][{_MARKS}\u0e33]|^[{_MARKS}\u0e33]",
        f"[{_FIRST}][ \u00a0\t]",
        "\u0e33[ \u00a0\t]",
        f"\u0e32(?:{'|'.join(_WITHOUT_CIRCLE.values())})",
        f"[{_MARKS}](?:(?<=[{_TONES}])[{_TONES}]|(?<=[{_VOWELS}])[{_VOWELS}])",
    )
)
_DAMAGED = re.compile("|".join(f"(?P<{name}>{pattern})" for name, (pattern, _meant) in _RULES.items()))
