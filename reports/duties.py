"""What is to be done with the documents of all years, in order of urgency: one table for pages and mails.

The next step, the desk and the mails ask here; nothing is open at one of these doors and not at the others:

    owing.standings(...)                how each document of a municipality stands, of whatever year
    document.awaits_review              open for a reviewer, on the desk and in the reviewer's mail
    in_order_of_urgency(documents, …)   open for the officer, each with its duty
    correcting.open_affairs(documents)  open for either, one for all documents of a correction under way
    mailed_on(day)                      which of these duties are mailed on a day

A new kind of duty is a member of `Duty`, a line in `duties` and its sentence in `duty_reason`.
Pure: `owing.py` reads from the database what is asked here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from ita_portal.thai import fiscal_year_of, thai_date, thai_digits
from reports.deadlines import Due
from reports.states import OPEN_STATES, Action, ReviewWord, State


@dataclass(frozen=True)
class DocumentStanding:
    """How one document stands that a municipality owes or has handed in; `fiscal_year` (B.E.) of its plan.

    `started` is False while there is no plan, `published` says whether a revision of it is public,
    `withdrawn` whether the last one was withdrawn, `reviewed` whether the province reviews first.
    `since` is when it was last submitted, `unanswered` counts the comments that wait for the municipality.
    `expected` is False for a report of results for which it is too early: its plan was never handed in, or
    its year has not begun. `corrections` are the fiscal years (B.E.) of the results whose corrections under
    way it belongs to (see `correcting.open_affair`), `corrected` those of which another result is stored by
    now than it has printed. `ready` says that it may be submitted as it reads, `outdated` that it was
    accepted and no longer reads so. Where nobody has looked, these three say nothing. `place_ended` says that
    its municipality is none any more.
    """

    fiscal_year: int
    kind: str
    state: State = State.DRAFT
    started: bool = False
    published: bool = False
    withdrawn: bool = False
    reviewed: bool = True
    since: datetime | None = None
    unanswered: int = 0
    due: Due | None = None
    expected: bool = True
    corrections: tuple[int, ...] = ()
    corrected: tuple[int, ...] = ()
    ready: bool = False
    outdated: bool = False
    place_ended: bool = False

    @property
    def is_left(self) -> bool:
        """Whether nobody asks for it any more: not handed in, and of a municipality that has ended.

        What a correction of public figures has opened is asked for, because the public is told of it.
        """
        return self.place_ended and self.state in OPEN_STATES and not self.corrections

    @property
    def awaits_review(self) -> bool:
        """Whether it waits for a reviewer: submitted, in a province that reviews."""
        return self.state == State.SUBMITTED and self.reviewed

    @property
    def publishable(self) -> bool:
        """Whether nothing but its officer stands between it and the public."""
        if self.outdated:
            return False
        return self.state == State.ACCEPTED or (self.state == State.SUBMITTED and not self.reviewed)

    @property
    def is_out(self) -> bool:
        """Whether the province or the public has it; also while a correction of what is public is written."""
        return self.state not in OPEN_STATES or self.published

    @property
    def is_late(self) -> bool:
        """Whether its deadline has passed before it was handed in."""
        return self.due is not None and self.due.is_late


class Duty(ReviewWord):
    """What is to be done with a document, the most urgent first; the label is what the button says.

    What is late comes before what is ready, because no later day is nearer than one that has passed.
    """

    RETURNED = "returned", "แก้ไขตามที่จังหวัดขอ"
    ANSWER = "answer", "ตอบความเห็น"
    CORRECT = "correct", "แก้ไขฉบับที่ถูกถอน"
    LATE = "late", "ทำเอกสารให้เสร็จ"
    SUBMIT = "submit", "ส่งตรวจทาน", "ยืนยันความครบถ้วน"
    RECALL = "recall", "เรียกคืน"
    PUBLISH = "publish", "เผยแพร่"
    DUE = "due", "ทำเอกสารให้เสร็จ"
    FINISH = "finish", "ทำต่อ"


# A draft has one of these, the first that applies.
OF_A_DRAFT = (Duty.CORRECT, Duty.LATE, Duty.SUBMIT, Duty.DUE, Duty.FINISH)
# What can wait is mailed once a month; whether a document is ready is looked at on its pages alone.
MAILED = frozenset(Duty) - {Duty.CORRECT, Duty.SUBMIT, Duty.FINISH}
WITHDRAWN = "ฉบับที่เผยแพร่ถูกถอน โปรดอ่านเหตุผลก่อนเผยแพร่อีกครั้ง"
_MONDAY, _WEEK = 0, 7


def mailed_on(day: date) -> frozenset[Duty]:
    """The duties that are mailed on a day: what presses on each, all that is open on a month's first Monday.

    So a draft or a correction that was begun and forgotten comes back, and no daily mail nags about it.
    """
    return frozenset(Duty) if day.weekday() == _MONDAY and day.day <= _WEEK else MAILED


def duties(document: DocumentStanding, days: int) -> tuple[Duty, ...]:
    """What is to be done with the document, the most urgent first; a deadline presses `days` before it."""
    if document.corrections:  # the correction stands for it
        return (Duty.ANSWER,) if document.unanswered and document.state != State.PUBLISHED else ()
    if document.is_left:
        return ()
    is_draft, due = document.state == State.DRAFT, document.due
    applies = {
        Duty.RETURNED: document.state == State.RETURNED,
        # A comment left open hinders submitting, but nothing more once the document is published.
        Duty.ANSWER: bool(document.unanswered) and document.state != State.PUBLISHED,
        # However complete it is: what was withdrawn is mended before it goes its way again.
        Duty.CORRECT: is_draft and document.withdrawn,
        Duty.LATE: is_draft and document.is_late,
        Duty.SUBMIT: is_draft and document.ready,
        Duty.RECALL: document.outdated,
        Duty.PUBLISH: document.publishable,
        Duty.DUE: is_draft and due is not None and due.within(days),
        Duty.FINISH: is_draft and document.started and document.expected,
    }
    found = [duty for duty in Duty if applies[duty]]
    of_the_draft = [duty for duty in found if duty in OF_A_DRAFT]
    return tuple(duty for duty in found if duty not in of_the_draft[1:])


def is_expected(document: DocumentStanding, plan: DocumentStanding | None, today: date) -> bool:
    """Whether a document may be asked for; `plan` is that of the same plan's own document.

    A report of results is from its fiscal year on, once its plan was handed in. One that was itself handed in
    before, and was opened again, is open whatever became of its plan.
    """
    if document.kind == "plan" or document.is_out or document.since is not None:
        return True
    return plan is not None and plan.is_out and document.fiscal_year <= fiscal_year_of(today)


def in_order_of_urgency(
    documents: Iterable[DocumentStanding], days: int
) -> list[tuple[Duty, DocumentStanding]]:
    """Every duty of the documents, the most urgent first; then by deadline, then from the newest year."""
    found = [(duty, document) for document in documents for duty in duties(document, days)]
    return sorted(found, key=lambda pair: _place(*pair))


def _place(duty: Duty, document: DocumentStanding) -> tuple[int, date, int, str]:
    due_on = document.due.due_on if document.due else date.max
    return list(Duty).index(duty), due_on, -document.fiscal_year, document.kind


def duty_reason(duty: Duty, document: DocumentStanding, days: int) -> str:
    """Why the duty is there, in Thai, after the document's name; with its deadline where that presses."""
    submit = Action.SUBMIT.said(reviews=document.reviewed)
    text = {
        Duty.RETURNED: "จังหวัดส่งกลับให้แก้ไข",
        Duty.ANSWER: f"มีความเห็นของผู้ตรวจทานที่ยังไม่ได้ตอบ {document.unanswered} ข้อ",
        Duty.CORRECT: f"ฉบับที่เผยแพร่ถูกถอน โปรดแก้ไขตามเหตุผลที่ถอน แล้ว{submit}",
        Duty.SUBMIT: f"ไม่มีข้อที่ต้องแก้ไข พร้อม{submit}",
        Duty.RECALL: "เนื้อหาเปลี่ยนไปหลังจากผ่านการตรวจทาน โปรดเรียกคืน ตรวจดู แล้วส่งตรวจทานอีกครั้ง",
        Duty.PUBLISH: WITHDRAWN if document.withdrawn else "พร้อมให้ท่านเผยแพร่",
        Duty.FINISH: f"{_begun(document)} แต่ยังไม่ได้{submit}",
    }.get(duty, "")
    due = document.due
    if duty != Duty.ANSWER and due is not None and due.within(days):
        text += f" {due.text} (กำหนดส่ง {thai_date(due.due_on)})"
    return thai_digits(text.strip())


def _begun(document: DocumentStanding) -> str:
    return "เริ่มแก้ไขฉบับที่เผยแพร่แล้ว" if document.published else "เริ่มจัดทำแล้ว"
