"""The states of a report and what each means for those who write in it."""

from django.db import models


class State(models.TextChoices):
    """Where a report stands between its officer and the public."""

    DRAFT = "draft", "ร่าง"
    SUBMITTED = "submitted", "รอจังหวัดตรวจทาน"
    RETURNED = "returned", "ส่งกลับให้แก้ไข"
    ACCEPTED = "accepted", "ผ่านการตรวจทาน"
    PUBLISHED = "published", "เผยแพร่แล้ว"


# While a report is in one of these its officer holds the pen: what it shows may be edited.
OPEN_STATES = frozenset({State.DRAFT, State.RETURNED})

_LOCKS = {
    State.SUBMITTED: "รายงานอยู่ระหว่างการตรวจทาน จึงแก้ไขไม่ได้จนกว่าจะเรียกคืนหรือถูกส่งกลับ",
    State.ACCEPTED: "รายงานผ่านการตรวจทานแล้ว จึงแก้ไขไม่ได้จนกว่าจะถูกส่งกลับ",
    State.PUBLISHED: "รายงานเผยแพร่แล้ว หากต้องการแก้ไขให้เริ่มฉบับปรับปรุงก่อน",
}


def lock(state: str) -> str:
    """Why what a report in this state shows can't be edited, in Thai; empty while it can."""
    return "" if state in OPEN_STATES else _LOCKS[State(state)]
