"""Quarters of the fiscal year (ไตรมาส ๑–๔) as another way to say from when until when. Pure.

The days of a measure count: quarters only say them, as long as they mean the same days.
"""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from ita_portal.thai import NBSP, fiscal_year_of, fiscal_year_text, period_text, quarter_span, thai_digits

QUARTERS = (1, 2, 3, 4)


def quarters_span(fiscal_year: int, quarters: Sequence[int]) -> tuple[date, date]:
    """The first day of the first of these quarters (rising, at least one) and the last of the last one."""
    return quarter_span(fiscal_year, quarters[0])[0], quarter_span(fiscal_year, quarters[-1])[1]


def fitting(quarters: Sequence[int], starts_on: date | None, ends_on: date | None) -> tuple[int, ...]:
    """The quarters where these days are theirs, else none: the days were changed since."""
    if not quarters or not starts_on or not ends_on:
        return ()
    fits = quarters_span(fiscal_year_of(ends_on), quarters) == (starts_on, ends_on)
    return tuple(quarters) if fits else ()


def said_period(quarters: Sequence[int], starts_on: date | None, ends_on: date | None) -> str:
    """When something is carried out: in quarters where they fit its days, else in days (`period_text`).

    "ไตรมาสที่ ๑–๒ ปีงบประมาณ พ.ศ. ๒๕๖๙", "ไตรมาสที่ ๑ และ ๓ …"; all four are "ตลอดปีงบประมาณ พ.ศ. ๒๕๖๙".
    """
    named = fitting(quarters, starts_on, ends_on)
    if not named or not ends_on:
        return period_text(starts_on, ends_on)
    year = fiscal_year_text(fiscal_year_of(ends_on))
    return f"ตลอด{year}" if named == QUARTERS else f"{quarters_text(named)} {year}"


def quarters_text(quarters: Sequence[int]) -> str:
    """ "ไตรมาสที่ ๑", "ไตรมาสที่ ๑–๓", "ไตรมาสที่ ๑ และ ๓", "ไตรมาสที่ ๑, ๒ และ ๔"; "" for none."""
    if not quarters:
        return ""
    digits = [thai_digits(str(quarter)) for quarter in quarters]
    if len(digits) > 1 and all(after - before == 1 for before, after in pairwise(quarters)):
        words = f"{digits[0]}–{digits[-1]}"
    else:
        words = " และ ".join(filter(None, (", ".join(digits[:-1]), digits[-1])))
    return f"ไตรมาสที่{NBSP}{words}"
