"""The words of a report's way to the public: its states, the steps between them, and when it is locked."""

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

# Every verb of an event, with its words.
VERBS = {verb.value: verb.label for verb in (*Action, *CommentStep)} | {CONFIRM: "ยืนยันว่าข้อความถูกต้อง"}

# While a report is in one of these, its officer may edit what it shows.
OPEN_STATES = frozenset({State.DRAFT, State.RETURNED})

_LOCKS = {
    State.SUBMITTED: "รายงานอยู่ระหว่างการตรวจทาน จึงแก้ไขไม่ได้จนกว่าจะเรียกคืนหรือถูกส่งกลับ",
    State.ACCEPTED: "รายงานผ่านการตรวจทานแล้ว จึงแก้ไขไม่ได้จนกว่าจะถูกส่งกลับ",
    State.PUBLISHED: "รายงานเผยแพร่แล้ว หากต้องการแก้ไขให้เริ่มฉบับปรับปรุงก่อน",
}


def lock(state: str) -> str:
    """Why what a report in this state shows can't be edited, in Thai; empty while it can."""
    return "" if state in OPEN_STATES else _LOCKS[State(state)]
