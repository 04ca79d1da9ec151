"""What a person sees of a number in a cell: percentages, decimals, days, by the number format. Pure.

Digits are Arabic whatever the format says; the formats that write ๐–๙ change nothing else.
"""

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import NamedTuple

from ita_portal.thai import BUDDHIST_ERA, YEARS
from municipalities.xlsx_reading import GENERAL, SheetCell

SCORE_DECIMALS = 2
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.')
_LOCALE = re.compile(r"\[\$[^\]]*-([0-9A-Fa-f]+)\]")
_BRACKETS = re.compile(r"\[[^\]]*\]")
_BUDDHIST_CALENDAR = 7  # in the third byte of a format's locale
_DECIMALS = re.compile(r"[0#?]\.([0#?]+)")
LAST_DAY = 2_958_465  # 31 December 9999 in days since 1900


class _Shape(NamedTuple):
    """What a format makes of a number."""

    is_day: bool
    year_alone: bool
    is_buddhist: bool
    is_percent: bool
    decimals: int


@lru_cache(maxsize=512)
def _shape(code: str) -> _Shape:
    """The shape of a format's first section, which shows numbers above zero."""
    section = _QUOTED.sub("", code).partition(";")[0].lower()
    locale = _LOCALE.search(section)
    calendar = int(locale[1], 16) >> 16 & 0xFF if locale else 0
    bare = _BRACKETS.sub("", section).replace("general", "")
    tokens = set(re.sub("[^dmyhsb]", "", bare))
    decimals = _DECIMALS.search(bare)
    return _Shape(
        is_day=bool(tokens),
        year_alone=bool(tokens) and tokens <= {"y", "b"},
        is_buddhist="b" in tokens or calendar == _BUDDHIST_CALENDAR,
        is_percent="%" in bare,
        decimals=len(decimals[1]) if decimals else 0,
    )


def shown_text(cell: SheetCell, day_zero: datetime) -> str:
    """The text of a cell as a person reads it: 0.915 as a percentage is "91.5", a day "1/10/2567".

    Decimals that a format hides do not count, as long as it shows two. The year of a day is that of the
    format's calendar. A year (B.E.) in a cell for days would be shown as one of 1906: it stays the year.
    """
    if isinstance(cell.value, str | bool) or cell.number_format == GENERAL:
        return cell.text
    shape = _shape(cell.number_format)
    if shape.is_day:
        return _day_text(cell.value, shape, day_zero) or cell.text
    number = Decimal(cell.text) * (100 if shape.is_percent else 1)
    if shape.decimals >= SCORE_DECIMALS:
        number = number.quantize(Decimal(1).scaleb(-shape.decimals), rounding=ROUND_HALF_UP)
    return f"{number.normalize():f}"


def _day_text(value: float, shape: _Shape, day_zero: datetime) -> str:
    """A day as it is shown; "" for what is no day: a year, a time, a number that no calendar has."""
    if value in YEARS or not 1 <= value <= LAST_DAY:
        return ""
    day = day_zero + timedelta(days=value)
    year = day.year + (BUDDHIST_ERA if shape.is_buddhist else 0)
    return str(year) if shape.year_alone else f"{day.day}/{day.month}/{year}"
