"""Pasted text as rows of cells, whatever stands between them: tabs, bars, commas, blanks. Pure."""

import csv
import re
from decimal import Decimal

from assessments.pasted import words
from ita_portal.thai import clean_text, search_key

Row = list[str]
_NUMBER = r"[0-9๐-๙]+(?:[.,][0-9๐-๙]+)*"
_LIST_OF_NUMBERS = re.compile(rf"\s*{_NUMBER}\s*%?(?:[,;]\s*{_NUMBER}\s*%?){{2,}}[,;]?\s*")
_UNITS = ("คะแนน", "%", "เปอร์เซ็นต์")
_NUMBER_OF_NAME = re.compile("(?:ตัวชี้วัด|ตชว[.]?|ข้อ|ส่วน)?(?:ที่)?|part|eit|indicator")


def rows_of(text: str) -> list[Row]:
    """The lines that hold anything, cut into cells."""
    cut = (_cells(line) for line in clean_text(text).split("\n"))
    return [cells for cells in cut if any(cells)]


def _cells(line: str) -> Row:
    for sign in ("\t", "|", ";"):
        if sign in line:
            return [cell.strip() for cell in line.strip(" |" if sign == "|" else " ").split(sign)]
    if "," in line and _has_commas_between(line):
        return [cell.strip() for cell in next(csv.reader([line], skipinitialspace=True))]
    if re.search(r"\S[ \u00a0]{2,}\S", line):
        parts = re.split(r"[ \u00a0]{2,}", line.strip())
        return [piece for part in parts for piece in _pieces(part)]
    return _pieces(line.strip())


def _has_commas_between(line: str) -> bool:
    """Whether the commas of a line stand between its cells: one between two digits may be a decimal sign."""
    if _LIST_OF_NUMBERS.fullmatch(line):
        return True
    first, _, second = line.partition(",")
    return (
        bool(second.strip())
        and not re.search("[0-9๐-๙]$", first)
        and line.count(",") <= second.count(",") + 1
    )


def _pieces(text: str) -> Row:
    """A line without signs between its cells: what it is about, and the numbers before or behind that."""
    parts = text.split()
    behind: Row = []
    while parts and (
        _is_value(parts[-1]) or (parts[-1] in _UNITS and len(parts) > 1 and _is_value(parts[-2]))
    ):
        is_short = words.arabic_number(parts[-1]) is not None
        if is_short and len(parts) > 1 and _NUMBER_OF_NAME.fullmatch(search_key(parts[-2])):
            break
        unit = parts.pop() if parts[-1] in _UNITS else ""
        behind.insert(0, " ".join(filter(None, (parts.pop(), unit))))
    before: Row = []
    while len(parts) > 1 and not behind and _is_score(parts[0]):
        before.append(parts.pop(0))
    return [*before, *([" ".join(parts)] if parts else []), *behind]


def _is_value(text: str) -> bool:
    return (
        words.is_year(text)
        or text in ("-", "–", "—")
        or bool(re.fullmatch(rf"{_NUMBER}%?", text))
        or (
            isinstance(words.read_value(text), words.Unread)
            and bool(re.fullmatch("(?=.*[0-9])[0-9OolIl.]+", text))
        )
    )


def _is_score(text: str) -> bool:
    return "." in text and isinstance(words.read_value(text), Decimal)


def may_be_score(text: str) -> bool:
    """Whether somebody may have meant a score by a word: dates, articles of a law and addresses are none."""
    return bool(re.fullmatch("[0-9๐-๙]{1,3}([.,][0-9๐-๙]+)?%?", text))
