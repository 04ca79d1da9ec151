"""The words of a report's way to the public: its states, the steps between them, and when it is locked.

Where a province does not review before publication, a municipality submits nothing to anybody: its officer
confirms that a document is complete, and publishes it. Each word that differs there has its second label
beside the first; pages, mails and tables ask `said` (in templates the filter of that name).
"""

from typing import Self

from ita_portal.labels import Labelled


class ReviewWord(Labelled):
    """A word with two labels: `label` where the province reviews, `unreviewed` where it does not."""

    unreviewed: str

    def __new__(cls, word: str, label: str = "", unreviewed: str = "") -> Self:
        """One member; most words are the same in every province."""
        member = str.__new__(cls, word)
        member._value_, member.label, member.unreviewed = word, label, unreviewed or label
        return member

    def said(self, *, reviews: bool | None) -> str:
        """Its label where the province reviews or does not; None where both kinds are meant."""
        if reviews is None and self.label != self.unreviewed:
            return f"{self.label}หรือ{self.unreviewed}"
        return self.unreviewed if reviews is False else self.label


class State(ReviewWord):
    """Where a report stands between its officer and the public."""

    DRAFT = "draft", "ร่าง"
    SUBMITTED = "submitted", "รอจังหวัดตรวจทาน", "รอเผยแพร่"
    RETURNED = "returned", "ส่งกลับให้แก้ไข"
    ACCEPTED = "accepted", "ผ่านการตรวจทาน"
    PUBLISHED = "published", "เผยแพร่แล้ว"

    @property
    def tone(self) -> str:
        """The colour of its sign: "good", "warn", "info", or "" for a draft."""
        tones = {self.SUBMITTED: "info", self.RETURNED: "warn", self.ACCEPTED: "good", self.PUBLISHED: "good"}
        return tones.get(self, "")


# The two documents of a plan by kind, where a line has to be short.
SHORT_TITLES = {"plan": "มาตรการ", "results": "รายงานผล"}


class Action(ReviewWord):
    """A step from one state to another; the label is what the button says."""

    SUBMIT = "submit", "ส่งตรวจทาน", "ยืนยันความครบถ้วน"
    RECALL = "recall", "เรียกคืน", "เปิดแก้ไข"
    RETURN = "return", "ส่งกลับให้แก้ไข"
    ACCEPT = "accept", "ให้ผ่านการตรวจทาน"
    PUBLISH = "publish", "เผยแพร่"
    REVISE = "revise", "เริ่มฉบับปรับปรุง"
    WITHDRAW = "withdraw", "ถอนการเผยแพร่"


class CommentStep(Labelled):
    """Closing and reopening a comment: recorded like a step, but the report keeps its state."""

    RESOLVE = "resolve", "ปิดความเห็น"
    REOPEN = "reopen", "เปิดความเห็นอีกครั้ง"


class ReviewSwitch(Labelled):
    """A province begins to review, or no longer does: recorded with each of its papers on their way."""

    ON = "review_on", "จังหวัดเริ่มตรวจทานก่อนเผยแพร่"
    OFF = "review_off", "จังหวัดเลิกตรวจทานก่อนเผยแพร่"


CONFIRM = "confirm"  # an officer has looked at words that a check doubts, and says why they are right
EARLIER = "withdraw_earlier"  # earlier revisions were withdrawn and the newest was not: the report stays
MOVE_YEAR = "move_year"  # a draft went to its right year with all that it holds

# Every verb of an event, with its words; `verb_said` knows those of the day.
VERBS = {verb.value: verb.label for verb in (*Action, *CommentStep, *ReviewSwitch)} | {
    CONFIRM: "ยืนยันว่าข้อความถูกต้อง",
    EARLIER: "ถอนฉบับก่อนหน้า",
    MOVE_YEAR: "ย้ายปี",
}


def verb_said(verb: str, *, reviewed: bool) -> str:
    """What an event's verb was called in a province that then reviewed, or did not."""
    return Action(verb).said(reviews=reviewed) if verb in Action.values() else VERBS[verb]


# While a report is in one of these, its officer may edit what it shows.
OPEN_STATES = frozenset({State.DRAFT, State.RETURNED})


def unreviewed(province: str) -> str:
    """That the province of this name does not review, in Thai: so begins every refusal of reviewing."""
    return f"จังหวัด{province}ไม่ตรวจทานเอกสารก่อนเผยแพร่"


class LockWord(ReviewWord):
    """What is said of a document that locks what it shows, by its state."""

    SUBMITTED = (
        "submitted",
        "อยู่ระหว่างการตรวจทาน จึงแก้ไขไม่ได้จนกว่าจะเรียกคืนหรือถูกส่งกลับ",
        "ยืนยันความครบถ้วนแล้วและรอเผยแพร่ จึงแก้ไขไม่ได้จนกว่าจะเปิดแก้ไข",
    )
    ACCEPTED = (
        "accepted",
        "ผ่านการตรวจทานแล้ว จึงแก้ไขไม่ได้จนกว่าจะเรียกคืนหรือถูกส่งกลับ",
        "ผ่านการตรวจทานแล้วและรอเผยแพร่ จึงแก้ไขไม่ได้จนกว่าจะเปิดแก้ไข",
    )
    PUBLISHED = "published", "เผยแพร่แล้ว หากต้องการแก้ไขให้เริ่มฉบับปรับปรุงก่อน"


class Lock(str):
    """Why something can't be edited, in Thai; "" while it can. The first sentence names the document.

    `address` leads to what opens it, `label` says what that is.
    """

    __slots__ = ("address", "label")
    address: str
    label: str

    def __new__(cls, sentence: str = "", address: str = "", label: str = "") -> Self:
        """A lock, or with "" none."""
        made = super().__new__(cls, sentence)
        made.address, made.label = address, label
        return made


def opening_step(state: str) -> Action | None:
    """The step by which its officer opens a document in this state; None while it can be edited."""
    if state in OPEN_STATES:
        return None
    return Action.REVISE if state == State.PUBLISHED else Action.RECALL
