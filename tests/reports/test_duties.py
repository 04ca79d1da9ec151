"""What a municipality has to do with its documents: the whole table, in its order."""

from datetime import date
from itertools import product

import pytest

from reports.deadlines import due
from reports.duties import MAILED, DocumentStanding, Duty, duties, duty_reason, in_order_of_urgency
from reports.states import State

TODAY, DAYS = date(2026, 5, 10), 14
LATE, NEAR, FAR = date(2026, 5, 9), date(2026, 5, 24), date(2026, 5, 25)
R, A, C, L, S, _, P, D, F = Duty


def document(state: State, due_on: date | None = None, **more: object) -> DocumentStanding:
    found = DocumentStanding(2569, "plan", state, started=True, due=due(state, due_on, TODAY))
    return DocumentStanding(**{**vars(found), **more})


# state, comments to answer, ready, deadline: the duties where the province reviews, and where it does not
TABLE = {
    # a draft has one duty of its own: late, ready, near or to be finished; comments come before all of them
    ("draft", 0, False, None): (F,),
    ("draft", 0, False, FAR): (F,),
    ("draft", 0, False, NEAR): (D,),
    ("draft", 0, False, LATE): (L,),
    ("draft", 0, True, None): (S,),
    ("draft", 0, True, FAR): (S,),
    ("draft", 0, True, NEAR): (S,),
    ("draft", 0, True, LATE): (L,),
    ("draft", 2, False, None): (A, F),
    ("draft", 2, False, FAR): (A, F),
    ("draft", 2, False, NEAR): (A, D),
    ("draft", 2, False, LATE): (A, L),
    # what was returned stays that, late or not
    ("returned", 0, False, None): (R,),
    ("returned", 0, False, FAR): (R,),
    ("returned", 0, False, NEAR): (R,),
    ("returned", 0, False, LATE): (R,),
    ("returned", 0, True, None): (R,),
    ("returned", 0, True, FAR): (R,),
    ("returned", 0, True, NEAR): (R,),
    ("returned", 0, True, LATE): (R,),
    ("returned", 2, False, None): (R, A),
    ("returned", 2, False, FAR): (R, A),
    ("returned", 2, False, NEAR): (R, A),
    ("returned", 2, False, LATE): (R, A),
}
HANDED_IN = {
    ("submitted", 0): ((), (P,)),
    ("submitted", 2): ((A,), (A, P)),
    ("accepted", 0): ((P,), (P,)),
    ("accepted", 2): ((A, P), (A, P)),
    ("published", 0): ((), ()),
    ("published", 2): ((), ()),
}


def test_order_of_urgency_and_what_is_mailed() -> None:
    assert list(Duty) == [
        "returned",
        "answer",
        "correct",
        "late",
        "submit",
        "recall",
        "publish",
        "due",
        "finish",
    ]
    assert sorted(MAILED) == ["answer", "due", "late", "publish", "recall", "returned"]


@pytest.mark.parametrize(("how", "expected"), TABLE.items(), ids=str)
@pytest.mark.parametrize("reviewed", [True, False])
def test_duties_of_an_open_document(how: tuple, expected: tuple[Duty, ...], reviewed: bool) -> None:
    state, unanswered, ready, due_on = how
    row = document(State(state), due_on, unanswered=unanswered, ready=ready, reviewed=reviewed)

    assert duties(row, DAYS) == expected


def test_table_has_every_open_document() -> None:
    looked_at = product(("draft", "returned"), (0, 2), (False, True), (None, FAR, NEAR, LATE))
    # who has comments to answer is not ready
    assert set(TABLE) == {how for how in looked_at if not (how[1] and how[2])}


@pytest.mark.parametrize(("how", "expected"), HANDED_IN.items(), ids=str)
@pytest.mark.parametrize("due_on", [None, LATE])
def test_duties_of_a_document_that_was_handed_in(how: tuple, expected: tuple, due_on: date | None) -> None:
    state, unanswered = how
    rows = [document(State(state), due_on, unanswered=unanswered, reviewed=yes) for yes in (True, False)]

    assert tuple(duties(row, DAYS) for row in rows) == expected


def test_what_changed_after_it_was_accepted_is_recalled_not_published() -> None:
    assert duties(document(State.ACCEPTED, outdated=True), DAYS) == (Duty.RECALL,)


def test_handed_in_has_every_other_state() -> None:
    assert {state for state, _ in HANDED_IN} == set(State) - {"draft", "returned"}


@pytest.mark.parametrize(("due_on", "expected"), [(LATE, (L,)), (NEAR, (D,)), (FAR, ()), (None, ())])
def test_what_has_not_begun_is_a_duty_once_it_presses(due_on: date | None, expected: tuple) -> None:
    assert duties(document(State.DRAFT, due_on, started=False), DAYS) == expected


def test_correction_of_what_is_public_is_never_late() -> None:
    row = document(State.DRAFT, published=True, due=due("draft", LATE, TODAY, published=True))

    assert duties(row, DAYS) == (F,)


@pytest.mark.parametrize("state", State)
def test_what_was_not_handed_in_is_not_asked_for_once_the_place_has_ended(state: State) -> None:
    rows = [
        document(state, unanswered=2, ready=True, place_ended=ended, withdrawn=True)
        for ended in (True, False)
    ]
    left, before = (duties(row, DAYS) for row in rows)

    assert left == (() if state in {"draft", "returned"} else before)


def test_what_a_correction_opened_is_asked_for_though_the_place_has_ended() -> None:
    row = document(State.DRAFT, unanswered=1, place_ended=True, corrections=(2567,))

    assert (row.is_left, duties(row, DAYS)) == (False, (Duty.ANSWER,))


def test_equal_duties_stand_by_deadline_then_from_the_newest_year() -> None:
    rows = [
        document(State.RETURNED, fiscal_year=2567),
        document(State.RETURNED, fiscal_year=2568),
        document(State.RETURNED, LATE, fiscal_year=2566),
        document(State.ACCEPTED, fiscal_year=2569),
        document(State.DRAFT, LATE, fiscal_year=2565),
    ]
    found = [(duty, row.fiscal_year) for duty, row in in_order_of_urgency(rows, DAYS)]

    assert found == [(R, 2566), (R, 2568), (R, 2567), (L, 2565), (P, 2569)]


@pytest.mark.parametrize(
    ("duty", "row", "text"),
    [
        (R, document(State.RETURNED), "จังหวัดส่งกลับให้แก้ไข"),
        (R, document(State.RETURNED, LATE), "จังหวัดส่งกลับให้แก้ไข เกินกำหนด ๑ วัน (กำหนดส่ง ๙ พฤษภาคม ๒๕๖๙)"),
        (A, document(State.RETURNED, LATE, unanswered=3), "มีความเห็นของผู้ตรวจทานที่ยังไม่ได้ตอบ ๓ ข้อ"),
        (L, document(State.DRAFT, LATE), "เกินกำหนด ๑ วัน (กำหนดส่ง ๙ พฤษภาคม ๒๕๖๙)"),
        (S, document(State.DRAFT, FAR), "ไม่มีข้อที่ต้องแก้ไข พร้อมส่งตรวจทาน"),
        (P, document(State.ACCEPTED, LATE), "พร้อมให้ท่านเผยแพร่"),
        (
            P,
            document(State.ACCEPTED, withdrawn=True),
            "ฉบับที่เผยแพร่ถูกถอน โปรดอ่านเหตุผลก่อนเผยแพร่อีกครั้ง",
        ),
    ],
)
def test_reason_names_the_deadline_where_it_presses(duty: Duty, row: DocumentStanding, text: str) -> None:
    assert duty_reason(duty, row, DAYS).replace("\u00a0", " ") == text
