"""How a document stands to its deadline."""

from datetime import date

import pytest

from reports.deadlines import Due, Mark, due, due_days
from reports.models import Deadline
from reports.states import State

DAY = date(2026, 4, 30)


@pytest.mark.parametrize("state", [State.SUBMITTED, State.ACCEPTED, State.PUBLISHED])
def test_document_that_was_handed_in_is_done(state: State):
    assert due(state, DAY, date(2026, 12, 1)) == Due(DAY, Mark.DONE, -215)


def test_correction_of_a_published_document_is_done():
    assert due(State.DRAFT, DAY, date(2026, 12, 1), published=True).mark == Mark.DONE


@pytest.mark.parametrize("state", [State.DRAFT, State.RETURNED])
@pytest.mark.parametrize(
    ("today", "mark", "text"),
    [
        (date(2026, 4, 16), Mark.DUE, "เหลือ ๑๔ วัน"),
        (date(2026, 4, 30), Mark.DUE, "ครบกำหนดวันนี้"),
        (date(2026, 5, 3), Mark.LATE, "เกินกำหนด ๓ วัน"),
    ],
)
def test_open_document_counts_down(state: State, today: date, mark: Mark, text: str):
    found = due(state, DAY, today)
    assert (found.mark, found.text, found.is_late) == (mark, text, mark == Mark.LATE)


def test_without_a_deadline_nothing_is_due():
    assert due(State.DRAFT, None, DAY) is None


@pytest.mark.parametrize(("days", "within"), [(13, False), (14, True)])
def test_reminder_begins_some_days_before(days: int, within: bool):
    assert due(State.DRAFT, DAY, date(2026, 4, 16)).within(days) is within


def test_what_is_done_is_never_reminded_of():
    assert due(State.SUBMITTED, DAY, DAY).within(14) is False


def test_days_are_found_by_year_and_kind():
    assert due_days([Deadline(fiscal_year=2569, kind="plan", due_on=DAY)]) == {(2569, "plan"): DAY}
