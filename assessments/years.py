"""Which fiscal years can have a result by a day (in Bangkok), and which is most likely meant. Pure.

The NACC announces the results of a fiscal year in July or August of it, before the year ends in September.
Forms, imports, commands and the municipality's page all ask here.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from assessments import framework
from ita_portal.thai import fiscal_year_of, fiscal_year_text

RESULTS_FROM = 7  # the month from which the running year's result can exist
ANNOUNCED_FROM = 9  # the month from which it can be expected


@dataclass(frozen=True)
class OfferedYear:
    """A fiscal year (B.E.) that can be begun: `likeliest` if announced last, `begun` if it is there."""

    fiscal_year: int
    likeliest: bool
    begun: bool


def announced_year(today: date) -> int:
    """The latest fiscal year (B.E.) whose scores can be expected to be out."""
    year = fiscal_year_of(today)
    return year if today.month == ANNOUNCED_FROM else year - 1


def latest_year(today: date) -> int:
    """The last fiscal year (B.E.) whose result can exist on a day."""
    year = fiscal_year_of(today)
    return year if RESULTS_FROM <= today.month <= ANNOUNCED_FROM else year - 1


def year_refusal(fiscal_year: int, today: date) -> str:
    """Why nothing of a year's assessment can be entered yet, in Thai; empty when it can."""
    if fiscal_year <= latest_year(today):
        return ""
    return (
        f"ผลการประเมินของ{fiscal_year_text(fiscal_year)} ยังไม่ประกาศ จึงยังกรอกไม่ได้ "
        f"ปีล่าสุดที่กรอกได้คือ{fiscal_year_text(latest_year(today))}"
    )


def offered_years(known: Collection[int], today: date) -> list[OfferedYear]:
    """The years that can be begun, the likeliest first, then from the newest; `known` are those begun."""
    likeliest = announced_year(today)
    years = range(latest_year(today), framework.years()[0] - 1, -1)
    offered = [OfferedYear(year, year == likeliest, year in known) for year in years]
    return sorted(offered, key=lambda one: not one.likeliest)
