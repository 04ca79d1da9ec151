"""What is to be done about a correction that is under way, by how its documents stand. Pure.

It is one thing to be done: while it is the officer's, no document of it is asked for by itself, but for the
comments that wait for an answer.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from ita_portal.thai import fiscal_year_text, thai_digits
from reports.duties import DocumentStanding, Duty
from reports.states import OPEN_STATES, ReviewWord, State


class CorrectionAct(ReviewWord):
    """What is to be done next about a correction; the label is what the button says, "" where others act."""

    SUBMIT = "submit", "ส่งเอกสารทุกฉบับพร้อมกัน", "ยืนยันความครบถ้วนทุกฉบับพร้อมกัน"
    REVIEW = "review", ""
    PUBLISH = "publish", "เผยแพร่เอกสารทุกฉบับพร้อมกัน"


def act_of(states: Collection[str], *, reviewed: bool) -> CorrectionAct:
    """What is next where the documents are in these states; `reviewed` says that the province reviews."""
    if OPEN_STATES & {State(state) for state in states}:
        return CorrectionAct.SUBMIT
    return CorrectionAct.REVIEW if reviewed and State.SUBMITTED in states else CorrectionAct.PUBLISH


class CorrectionNext(ReviewWord):
    """What is next in sentences: an act, or what is left of it, or comes before it."""

    SUBMIT = "submit", "แก้ไขคะแนน แล้วส่งเอกสารทุกฉบับพร้อมกัน", "แก้ไขคะแนน แล้วยืนยันความครบถ้วนทุกฉบับพร้อมกัน"
    HAND_IN = "hand_in", "แก้ไขคะแนนแล้ว ให้ส่งเอกสารทุกฉบับพร้อมกัน", "แก้ไขคะแนนแล้ว ให้ยืนยันความครบถ้วนทุกฉบับพร้อมกัน"
    REVIEW = "review", "จังหวัดกำลังตรวจทาน"
    RECALL = "recall", "เรียกคืนเอกสารที่เปลี่ยนไปหลังจากผ่านการตรวจทาน แล้วส่งพร้อมกันอีกครั้ง"
    PUBLISH = "publish", "เผยแพร่เอกสารทุกฉบับพร้อมกันได้แล้ว"


def correction_title(fiscal_year: int) -> str:
    """What the correction of a fiscal year's result (B.E.) is called wherever it is named."""
    return f"แก้ไขผลการประเมิน{fiscal_year_text(fiscal_year)} หลังเผยแพร่"


@dataclass(frozen=True)
class OpenAffair:
    """The correction of a fiscal year's result (B.E.) with how its documents stand, in their order."""

    fiscal_year: int
    documents: tuple[DocumentStanding, ...]

    @property
    def title(self) -> str:
        """What it is called in the next step, on the desk and in mails."""
        return correction_title(self.fiscal_year)

    @cached_property
    def act(self) -> CorrectionAct:
        """What is to be done next."""
        return act_of([row.state for row in self.documents], reviewed=self.documents[0].reviewed)

    @property
    def duty(self) -> Duty | None:
        """As which duty it is mailed to the officer: as the most urgent of its documents; None for nothing.

        A correction that is written is no daily mail.
        """
        if self.act != CorrectionAct.SUBMIT:
            return Duty.PUBLISH if self.act == CorrectionAct.PUBLISH else None
        if self._count(State.RETURNED):
            return Duty.RETURNED
        return Duty.LATE if any(row.is_late for row in self.documents) else Duty.CORRECT

    @property
    def text(self) -> str:
        """Its title, what its officer has to do, and what presses, in Thai."""
        last = sorted({row.due.text for row in self.documents if row.due and row.due.is_late})
        withdrawn = sum(row.withdrawn for row in self.documents)
        presses = [
            f"จังหวัดส่งกลับ {self._count(State.RETURNED)} ฉบับ" if self._count(State.RETURNED) else "",
            f"ฉบับที่เผยแพร่ถูกถอน {withdrawn} ฉบับ" if withdrawn else "",
            *last,
        ]
        told = ", ".join(filter(None, presses))
        said = self._following.said(reviews=self.documents[0].reviewed)
        return thai_digits(f"{self.title}: {said}" + (f" ({told})" if told else ""))

    @property
    def awaits_review(self) -> tuple[DocumentStanding, ...]:
        """What of it waits for a reviewer: nothing while its officer writes one of its documents."""
        return tuple(row for row in self.documents if row.awaits_review and self.act == CorrectionAct.REVIEW)

    @property
    def _following(self) -> CorrectionNext:
        """What is next, as far as somebody looked into the documents."""
        if self.act == CorrectionAct.SUBMIT and any(
            self.fiscal_year in row.corrected for row in self.documents
        ):
            return CorrectionNext.HAND_IN
        if self.act == CorrectionAct.PUBLISH and any(row.outdated for row in self.documents):
            return CorrectionNext.RECALL
        return CorrectionNext(self.act)

    def _count(self, state: State) -> int:
        return sum(row.state == state for row in self.documents)


def open_affairs(documents: Iterable[DocumentStanding]) -> list[OpenAffair]:
    """The corrections that are under way among all documents of a municipality, by year."""
    rows = list(documents)
    years = sorted({year for row in rows for year in row.corrections})
    return [OpenAffair(year, tuple(row for row in rows if year in row.corrections)) for year in years]
