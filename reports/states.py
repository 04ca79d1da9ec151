"""The words of a report's way to the public: its states, the steps between them, and when it is locked."""

from typing import Self

from ita_portal.labels import Labelled


class State(Labelled):
    """Where a report stands between its officer and the public."""

    DRAFT = "draft", "ร่าง"
    SUBMITTED = "submitted", "รอจังหวัดตรวจทาน"
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


class Action(Labelled):
    """A step from one state to another; the label is what the button says."""

    SUBMIT = "submit", "ส่งตรวจทาน"
    RECALL = "recall", "เรียกคืน"
    RETURN = "return", "ส่งกลับให้แก้ไข"
    ACCEPT = "accept", "ให้ผ่านการตรวจทาน"
    PUBLISH = "publish", "เผยแพร่"
    REVISE = "revise", "เริ่มฉบับปรับปรุง"
    WITHDRAW = "withdraw", "ถอนการเผยแพร่"


class CommentStep(Labelled):
    """Closing and reopening a comment: recorded like a step, but the report keeps its state."""

    RESOLVE = "resolve", "ปิดความเห็น"
    REOPEN = "reopen", "เปิดความเห็นอีกครั้ง"


CONFIRM = "confirm"  # an officer has looked at words that a check doubts, and says why they are right
EARLIER = "withdraw_earlier"  # earlier revisions were withdrawn and the newest was not: the report stays
MOVE_YEAR = "move_year"  # a draft went to its right year with all that it holds

# Every verb of an event, with its words.
VERBS = {verb.value: verb.label for verb in (*Action, *CommentStep)} | {
    CONFIRM: "ยืนยันว่าข้อความถูกต้อง",
    EARLIER: "ถอนฉบับก่อนหน้า",
    MOVE_YEAR: "ย้ายปี",
}

# While a report is in one of these, its officer may edit what it shows.
OPEN_STATES = frozenset({State.DRAFT, State.RETURNED})

# What is said of a document that locks what it shows, and the step by which its officer opens it.
_LOCKS: dict[State, tuple[str, Action]] = {
    State.SUBMITTED: ("อยู่ระหว่างการตรวจทาน จึงแก้ไขไม่ได้จนกว่าจะเรียกคืนหรือถูกส่งกลับ", Action.RECALL),
    State.ACCEPTED: ("ผ่านการตรวจทานแล้ว จึงแก้ไขไม่ได้จนกว่าจะเรียกคืนหรือถูกส่งกลับ", Action.RECALL),
    State.PUBLISHED: ("เผยแพร่แล้ว หากต้องการแก้ไขให้เริ่มฉบับปรับปรุงก่อน", Action.REVISE),
}


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


def lock(state: str, document: str) -> tuple[str, Action | None]:
    """Why what the named document shows can't be edited in this state, in Thai, and the step that opens it.

    ("", None) while it can be edited.
    """
    if state in OPEN_STATES:
        return "", None
    words, opening = _LOCKS[State(state)]
    return f"{document} {words}", opening
