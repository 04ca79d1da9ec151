"""Which day counts for a paper: of that day are the names in it, whatever the place is called later. Pure."""

from datetime import date

from ita_portal.thai import fiscal_year_span


def paper_day(
    kind: str, fiscal_year: int, *, signed_on: date | None, published_on: date | None, today: date
) -> date:
    """The day of the "plan" or "results" document of a plan's fiscal year (B.E.).

    That on which it is signed. What is not signed is of the day on which it was published (`published_on`,
    None while it is not), else of today, but never later than the time to which it belongs: the plan's own
    fiscal year, of the report of results the one after it, in which the results are reported.
    """
    if signed_on:
        return signed_on
    _, last = fiscal_year_span(fiscal_year + (kind == "results"))
    return min(published_on or today, last)
