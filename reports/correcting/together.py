"""The papers of a correction submitted or accepted together: all of them, or none.

They are published together by `publishing.publish_all`.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from django.db import transaction

from accounts.models import User
from documents.checks.complaints import Complaint
from ita_portal.thai import thai_digits
from reports.confirmations import confirm
from reports.mailing import mail_steps
from reports.models import Event, Report
from reports.states import SHORT_TITLES, Action
from reports.workflow import Outdated, Refused, hold_places, perform

Seen = Mapping[int, int]  # the version that was read, by the report's key


def submit_all(
    reports: Sequence[Report],
    user: User,
    reasons: Mapping[int, Mapping[Complaint, str]],
    note: str = "",
    *,
    seen: Seen,
) -> None:
    """Submit all reports with what their officer confirmed in each (by its key), or none of them.

    Side effects: those of each step, and one mail for all. Raises Outdated or Refused, whose sentence names
    the report.
    """
    with _one_mail(reports) as taken:
        for report in reports:
            confirm(report, user, reasons.get(report.pk, {}))
            _perform(report, Action.SUBMIT, user, note, seen, taken)


def accept_all(reports: Sequence[Report], user: User, *, seen: Seen) -> None:
    """Accept all reports at the versions that were read, or none, as above."""
    with _one_mail(reports) as taken:
        for report in reports:
            _perform(report, Action.ACCEPT, user, "", seen, taken)


@contextmanager
def _one_mail(reports: Sequence[Report]) -> Iterator[list[Event]]:
    """One transaction that nobody else writes in; what is taken inside is mailed as one."""
    taken: list[Event] = []
    with transaction.atomic():
        hold_places(reports)
        yield taken
        mail_steps(taken)


def _perform(report: Report, action: Action, user: User, note: str, seen: Seen, taken: list[Event]) -> None:
    try:
        perform(report, action, user, note, seen=seen.get(report.pk), together=taken)
    except Refused as refused:
        kind = Outdated if isinstance(refused, Outdated) else Refused
        raise kind(f"{named(report)}: {refused}") from refused


def named(report: Report) -> str:
    """A report in a sentence that is about several: รายงานผล ปี ๒๕๖๘."""
    return f"{SHORT_TITLES[report.kind]} ปี {thai_digits(str(report.plan.fiscal_year))}"
