"""Small rules of Thai typesetting, for text on its way to paper (pure)."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ita_portal.signs import readable
from ita_portal.thai import THAI_MONTHS, THAI_MONTHS_SHORT, clean_text

NO_BREAK = "\u00a0"
NO_BREAK_HERE = "\u2060"  # has no width: the line does not break where it stands
MAY_BREAK = "\u200b"  # has no width and leaves no trace in the text of a PDF
LONGEST_WORD = 24  # characters in a row that a narrow column bears without a place to break
PIECE = 12

_DIGIT = "[0-9๐-๙]"
_BEFORE_NUMBER = r"พ\.ศ\.|ตัวชี้วัดที่|ตัวชี้วัด|ส่วนที่|ประเด็นที่|ข้อที่|ข้อ|ลำดับที่|ครั้งที่|ฉบับที่|หน้า|ร้อยละ"
_AFTER_NUMBER = "|".join(["คะแนน", "เดือน", "ปี", "วัน", *map(re.escape, THAI_MONTHS + THAI_MONTHS_SHORT)])
_SPACES_TO_KEEP = re.compile(
    rf"(?<=\S) (?=ๆ)|(?<={_DIGIT}) (?={_AFTER_NUMBER})|^({_DIGIT}{{1,2}}[.)]) +"
    rf"|({_BEFORE_NUMBER}) (?={_DIGIT})",
    re.MULTILINE,
)
_HYPHEN_IN_WORD = re.compile(r"(?<=[A-Za-z0-9])-(?=[A-Za-z0-9])")
_HYPHEN_IN_THAI = re.compile(rf"(?<=\S)-(?=[^\s{NO_BREAK_HERE}])")
LONGEST_STRETCH = 40  # characters that are kept on one line; a longer stretch would not fit a column


def bind(text: str) -> str:
    """The text with no-break spaces where a reader would not break the line.

    Before ๆ; between a word and its number (พ.ศ. ๒๕๖๘, ตัวชี้วัดที่ ๔); between a number and its unit
    (๙๖.๔๗ คะแนน, ๗ กันยายน); after the number of a list item. Nor behind a hyphen inside a word (E-Service):
    programs that read PDFs take one at a line's end for hyphenation and drop it.
    """
    text = readable(clean_text(text))  # what was stored before forms and bundles read it so
    bound = _SPACES_TO_KEEP.sub(lambda found: f"{found[1] or found[2] or ''}{NO_BREAK}", text)
    return _HYPHEN_IN_WORD.sub(f"-{NO_BREAK_HERE}", bound)


def unbroken(text: str, breaks: Sequence[int]) -> list[tuple[int, int]]:
    """The stretches of a bound text that must stay on one line, as positions from and to: ยืม-คืน.

    Pango lets Thai break behind a hyphen whatever follows. `breaks` are the positions where it may break a
    line, rising; a stretch goes from the beginning of the word before to the end of the word after.
    """
    stretches: list[tuple[int, int]] = []
    for found in _HYPHEN_IN_THAI.finditer(text):
        start = breaks[before - 1] if (before := bisect_left(breaks, found.start())) else 0
        end = breaks[after] if (after := bisect_right(breaks, found.end())) < len(breaks) else len(text)
        if stretches and start < stretches[-1][1]:
            start = stretches.pop()[0]
        stretches.append((start, end))
    return [(start, end) for start, end in stretches if end - start <= LONGEST_STRETCH]


def open_gaps(text: str, breaks: Sequence[int], cursors: Sequence[int]) -> str:
    """The text with places to break inside the stretches that have none (long addresses, keyboard noise).

    Without them the layout of such a stretch takes time with the square of its length: 50,000 letters in a
    cell took 82 seconds. `breaks` are the positions where a line may break, `cursors` those where a letter
    with all its marks begins, both rising. Thai prose has no stretch of more than `LONGEST_WORD` characters
    and stays as it is.
    """
    stops: list[int] = []
    for start, end in pairwise([0, *breaks, len(text)]):
        if end - start > LONGEST_WORD:
            inside = cursors[bisect_right(cursors, start) : bisect_left(cursors, end)]
            stops += _new_breaks(inside, start, end)
    pieces = [text[start:end] for start, end in pairwise([0, *stops, len(text)])]
    return MAY_BREAK.join(pieces)


def _new_breaks(cursors: Sequence[int], start: int, end: int) -> Iterator[int]:
    """The cursors that are at least one piece away from the last one, and half a piece from the end."""
    last = start
    for cursor in cursors:
        if cursor - last >= PIECE and end - cursor >= PIECE // 2:
            yield cursor
            last = cursor
