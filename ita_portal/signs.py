"""Text sign by sign: what was meant by the signs that keyboards, Word and PDFs put into it.

Pure: no Django. Every repair here loses nothing, so that it is made without a word; what could be meant
otherwise is only offered (`ita_portal/pasted/damage.py`).
"""

import re
import unicodedata

_TONES = "\u0e48\u0e49\u0e4a\u0e4b"
# Fonts of the nineties kept marks moved left or down under codes of their own; old PDFs hold them.
_MOVED_TONES = f"{_TONES}\u0e4c"
_MOVED = (
    f"\u0e10\u0e34\u0e35\u0e36\u0e37{_MOVED_TONES}{_MOVED_TONES}\u0e0d\u0e31\u0e4d\u0e47{_MOVED_TONES}"
    "\u0e38\u0e39\u0e3a"
)
# What Word's lists and forms take from Symbol and Wingdings, whose letters it stores under U+F000 and their
# code. One code is another sign in each of the two: here stands the one that is a list's sign or a tick.
# U+F0A8 is that in both (♦, ◻), so that it stays and a check names it.
_BULLETS = {
    0xF02D: "–",
    0xF06C: "●",
    0xF06E: "■",
    0xF06F: "□",
    0xF071: "❑",
    0xF075: "◆",
    0xF076: "❖",
    0xF09F: "•",
    0xF0A1: "○",
    0xF0A7: "▪",
    0xF0B7: "•",
    0xF0D8: "➢",
    0xF0E0: "→",
    0xF0E8: "➔",
    0xF0F0: "⇨",
    0xF0FB: "✗",
    0xF0FC: "✓",
    0xF0FD: "☒",
    0xF0FE: "☑",
}
# Soft hyphen, byte order mark, signs that turn the direction of writing or join nothing that Thai has.
_SHAPELESS = (
    *(0x00AD, 0x034F, 0x061C, 0x180E, 0x200E, 0x200F, 0xFEFF),
    *(*range(0x202A, 0x202F), *range(0x2061, 0x2070)),
)
_MEANT: dict[int, str | None] = {0xF700 + place: sign for place, sign in enumerate(_MOVED)}
_MEANT |= _BULLETS | dict.fromkeys(_SHAPELESS)
_BETWEEN_WORDS = dict.fromkeys([*_SHAPELESS, 0x200B, 0x2060])
# A joiner shapes emoji and letters of other scripts; beside Thai, Latin or a blank it shapes nothing.
_SHAPES = "[^\\s\u0021-\u024f\u0e00-\u0e7f\ue000-\uf8ff]"
_JOINERS = re.compile(f"(?<!{_SHAPES})[\u200c\u200d]+|[\u200c\u200d]+(?!{_SHAPES})")

_MARKS = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
_RUN = re.compile(f"[{_MARKS}]++[\u0e32\u0e33]?")
_AFTER_SARA_AM = re.compile(f"[{_MARKS}]*\u0e33[{_MARKS}\u0e33]+")
_VOWELS = "\u0e31\u0e34-\u0e39\u0e47"
# Whether a text needs reading at all: checks ask this of every text of fifty documents for one page.
_AMISS = re.compile(
    "|".join(
        (
            f"[{''.join(map(chr, _MEANT))}]",
            f"\u0e3a\u0e3a|[{_VOWELS}][\u0e3a{_VOWELS}]|[{_TONES}][\u0e3a{_VOWELS}\u0e4d{_TONES}]",
            f"\u0e4d[{_MARKS}\u0e32\u0e33]|[\u0e4c\u0e4e][{_MARKS}]|\u0e33[{_MARKS}\u0e33]|เเ",
        )
    )
)
# In which order the marks of one letter are written: the dot below, vowels, nikhahit, tones, what silences.
_ORDER = {"\u0e3a": 0, "\u0e4d": 2, **dict.fromkeys(_TONES, 3), "\u0e4c": 4, "\u0e4e": 4}
_VOWEL = 1


def readable(text: str) -> str:
    """The text as it is meant, with the places that the portal itself sets for and against a line's end.

    Private codes of old Thai fonts and of Word's bullets become the signs that they stand for. The marks of a
    letter stand once each and in the order of writing, ํ and า are ำ, two เ are แ. Signs without a shape go.
    Idempotent; Thai that is written right stays as it is.
    """
    if not _AMISS.search(text):
        return text
    in_order = _RUN.sub(_in_order, text.translate(_MEANT))
    return _AFTER_SARA_AM.sub(_in_order, in_order).replace("เเ", "แ")


def meant(text: str) -> str:
    """What somebody meant who typed or pasted the text: `readable`, and nothing in it that nobody sees.

    Blank text is "". It is applied once at each door: `fields.pasted` for forms and tables, the values of a
    bundle. Idempotent.
    """
    visible = readable(without_shapeless(text))
    return "" if is_blank(visible) else visible


_TORN = re.compile(
    f"(?<=[\u0e01-\u0e2e])[ \u00a0\t]+(?=[{_TONES}]?\u0e33)"
    f"|(?<=[\u0e01-\u0e2e][{_TONES}])[ \u00a0\t]+(?=\u0e33)"
)
_BLANKS = re.compile(r"(?<=\S)[ \u00a0\t]{2,}(?=\S)")


def in_plain_blanks(text: str) -> str:
    """A typed or pasted text with plain, single blanks between its words, and none before ำ.

    ำ stands on a letter, so that "ส ำนัก" can only be สำนัก; a blank behind it may be right ("ทำ แผน"). Blanks
    at the begin of a line stay: some indent. The text has its marks in order (`meant`). Idempotent.
    """
    return _BLANKS.sub(" ", _TORN.sub("", text)).replace("\u00a0", " ")


def mended_places(text: str) -> int:
    """How many places `meant` and `in_plain_blanks` mend, without those that only hold blanks."""
    return len(_AMISS.findall(text)) + len(_TORN.findall(text))


def without_shapeless(text: str) -> str:
    """The text without signs that nobody sees. An address is read so: its marks are its server's business."""
    return _JOINERS.sub("", text.translate(_BETWEEN_WORDS))


def _in_order(found: re.Match[str]) -> str:
    """The marks of one letter in order; ํ and the า behind it are ำ, which has all of them before it."""
    signs = dict.fromkeys(found[0])
    joined = "\u0e33" in signs or {"\u0e4d", "\u0e32"} <= signs.keys()
    tail = "\u0e33" if joined else "\u0e32" if "\u0e32" in signs else ""
    marks = (sign for sign in signs if sign not in ("\u0e32", "\u0e33", "\u0e4d" if joined else ""))
    return "".join(sorted(marks, key=lambda sign: _ORDER.get(sign, _VOWEL))) + tail


_EMPTY_SIGNS = "\u115f\u1160\u2800\u3164\uffa0\ufffc"  # fillers, and where an object has been


def is_blank(text: str) -> bool:
    """Whether nobody would read anything: only spaces, signs without a shape, marks without a letter.

    This alone decides what is no text: an empty title, no reason, nothing analysed.
    """
    return all(
        sign.isspace() or sign in _EMPTY_SIGNS or unicodedata.category(sign) in ("Cf", "Mn", "Me")
        for sign in text
    )
