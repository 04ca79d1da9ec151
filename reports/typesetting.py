"""Small rules of Thai typesetting, for text on its way to paper (pure)."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ita_portal.thai import THAI_MONTHS, THAI_MONTHS_SHORT

NO_BREAK = "\u00a0"
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


def bind(text: str) -> str:
    """The text with no-break spaces where a reader would not break the line.

    Before ๆ; between a word and its number (พ.ศ. ๒๕๖๘, ตัวชี้วัดที่ ๔); between a number and its unit
    (๙๖.๔๗ คะแนน, ๗ กันยายน); after the number of a list item.
    """
    return _SPACES_TO_KEEP.sub(lambda found: f"{found[1] or found[2] or ''}{NO_BREAK}", text)


def open_gaps(text: str, breaks: Sequence[int], cursors: Sequence[int]) -> str:
    """The text with places to break inside the stretches that have none (long addresses, keyboard noise).

    Without them the layout of such a stretch takes time with the square of its length: 50,000 letters in a
    cell took 82 seconds. `breaks` are the positions where a line may break, `cursors` those where a letter
    with all its marks begins, both rising. Thai prose has no stretch of more than `LONGEST_WORD` characters
    and stays as it is.
    """
    stops = list(_stops([0, *breaks, len(text)], cursors))
    pieces = [text[start:end] for start, end in pairwise([0, *stops, len(text)])]
    return MAY_BREAK.join(pieces)


def _stops(breaks: Sequence[int], cursors: Sequence[int]) -> Iterator[int]:
    """Positions for new places to break, in each stretch that is too long."""
    for start, end in pairwise(breaks):
        if end - start > LONGEST_WORD:
            inside = cursors[bisect_right(cursors, start) : bisect_left(cursors, end)]
            yield from _apart(inside, start, end)


def _apart(cursors: Sequence[int], start: int, end: int) -> Iterator[int]:
    """The cursors that are at least one piece away from the last one, and half a piece from the end."""
    last = start
    for cursor in cursors:
        if cursor - last >= PIECE and end - cursor >= PIECE // 2:
            yield cursor
            last = cursor
