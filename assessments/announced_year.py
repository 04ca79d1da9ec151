"""Which year's scores are out by a day. Pure."""

from datetime import date

from ita_portal.thai import fiscal_year_of

ANNOUNCED_FROM = 9  # scores come out in July or August; from this month on the year's own can be expected


def announced_year(today: date) -> int:
    """The latest fiscal year (B.E.) whose scores can be expected to be out."""
    year = fiscal_year_of(today)
    return year if today.month == ANNOUNCED_FROM else year - 1
