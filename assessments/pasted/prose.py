"""Scores in sentences: "ตัวชี้วัดที่ ๑ การปฏิบัติหน้าที่ ๙๑.๑๒ คะแนน ตัวชี้วัดที่ ๒ …". Pure."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from assessments.pasted import words
from ita_portal.thai import search_key

_NUMBER_OF_INDICATOR = re.compile(r"(?:ตัวชี้วัด|ตชว[.]?|ข้อ)\s*(?:ที่)?\s*(10|[1-9])(?![0-9.]*[0-9])")
_LIST_NUMBER = re.compile(r"(?<![0-9.])[(]?(?:10|[1-9])\s*[.)](?![0-9])")
# With whatever sign holds its digits together: "95·06" is none, and 95 is not what was meant.
_VALUE = re.compile(r"(?<![0-9.,])[0-9]+(?:[.,·•:/–-][0-9]+)*(?:\s*%)?|(?<=\s)[-–](?=\s|$)")
_SEVERAL = 2
Found = tuple[int | None, str, Decimal | str | words.Unread]


@lru_cache(maxsize=1)
def _levels() -> re.Pattern[str]:
    names = sorted(words.level_names(), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, names)))


@lru_cache(maxsize=1)
def _levels_said() -> re.Pattern[str]:
    return re.compile(rf"(?:ระดับ|เกรด)[\s:=“”\"']*(?P<level>{_levels().pattern})(?![ก-๙a-z])")


def is_prose(row: Sequence[str]) -> bool:
    """Whether a line is read word by word: it names several things that have a score within its cells."""
    key = search_key(" ".join(row))
    named = {field for _start, _end, field in words.named_within(key)}
    numbered = set(_NUMBER_OF_INDICATOR.findall(key))
    if max(len(named), len(numbered)) < _SEVERAL:
        return False
    if sum(field.startswith("score_") for field in named) >= _SEVERAL and any(values_in_words(key, None)):
        return True  # whatever else cut it into cells
    # Of a cell with a number behind it the last piece was cut off; a table has names and numbers apart.
    return (
        sum(map(bool, row)) <= _SEVERAL or sum(any(values_in_words(cell, None)) for cell in row) >= _SEVERAL
    )


def waits_for_value(text: str) -> bool:
    """Whether a text ends with the name of something whose score is still to come."""
    return bool(marks := _marks(search_key(text))) and marks[-1][0] in ("name", "number")


def values_in_words(
    text: str, year: int | None
) -> Iterator[tuple[int | None, str, Decimal | str | words.Unread]]:
    """Year, field and value of each score in a text, in its order; `year` until the text names another."""
    field = ""
    for kind, found in _marks(search_key(text)):
        if kind == "year":
            year = int(found)
        elif kind in ("number", "name"):  # a name behind a number counts for more
            field = found if kind == "name" else f"score_{found}"
        elif field and kind == ("level" if field == words.LEVEL else "value"):
            value = found if kind == "level" else words.read_value(found)
            if value is not None:
                yield year, field, value
            field = ""


def _marks(key: str) -> list[tuple[str, str]]:
    """What counts in a search key, in its order; nothing within what was found before it."""
    marks = [(*found.span(), "year", found[1]) for found in words.YEAR.finditer(key)]
    for found in _levels_said().finditer(key):  # "อยู่ในระดับผ่านดี"
        marks += [
            (found.start(), found.start("level"), "name", words.LEVEL),
            (*found.span("level"), "level", words.level_names()[found["level"]]),
        ]
    marks += [(*found.span(), "number", found[1]) for found in _NUMBER_OF_INDICATOR.finditer(key)]
    for start, end, field in words.named_within(key):
        marks.append((start, end, "name", field))
        if field == words.LEVEL and (level := _levels().match(key, _after_blank(key, end))):
            marks.append((*level.span(), "level", words.level_names()[level[0]]))
    marks += [(*found.span(), "list", "") for found in _LIST_NUMBER.finditer(key)]
    marks += [(*found.span(), "value", found[0]) for found in _VALUE.finditer(key)]
    return _apart(marks)


def _after_blank(key: str, place: int) -> int:
    found = re.compile(r"[\s:=]*").match(key, place)
    return found.end() if found else place


def _apart(marks: list[tuple[int, int, str, str]]) -> list[tuple[str, str]]:
    kept: list[tuple[int, int, str, str]] = []
    for mark in marks:  # the surer kinds come first
        if all(mark[1] <= start or mark[0] >= end for start, end, *_ in kept):
            kept.append(mark)
    return [(kind, found) for _start, _end, kind, found in sorted(kept)]
