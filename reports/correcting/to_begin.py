"""Which corrections of published results are to be begun, for the next step and the mails. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from reports.correcting.contradictions import ContradictedYear
from reports.correcting.notices import DueNotice


@dataclass(frozen=True)
class CorrectionToBegin:
    """A fiscal year (B.E.) of a municipality (its key): what is to be done, in Thai, and on which page.

    The page's keys are the municipality's and the year.
    """

    municipality: int
    fiscal_year: int
    text: str
    page: str


def corrections_to_begin(
    notices: Iterable[DueNotice], contradicted: Iterable[ContradictedYear]
) -> list[CorrectionToBegin]:
    """What was announced anew first, then where public documents do not agree; each year once.

    Once begun, the correction stands for what was announced; what was accepted with the former figures alone
    is recalled, document by document.
    """
    told = [one for one in notices if one.missing or one.papers]
    known = {(one.municipality.pk, one.fiscal_year) for one in told}
    found = [
        CorrectionToBegin(one.municipality.pk, one.fiscal_year, one.text, one.page)
        for one in told
        if not one.under_way
    ]
    return found + [
        CorrectionToBegin(one.municipality, one.fiscal_year, one.text, "correction")
        for one in contradicted
        if (one.municipality, one.fiscal_year) not in known
    ]
