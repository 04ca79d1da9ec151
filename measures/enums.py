"""The words that a measure is reported in."""

from ita_portal.labels import Labelled


class Status(Labelled):
    """How far a measure has come."""

    NOT_STARTED = "not_started", "ยังไม่ได้ดำเนินการ"
    UNDERWAY = "underway", "อยู่ระหว่างดำเนินการ"
    DONE = "done", "ดำเนินการแล้วเสร็จ"
    DROPPED = "dropped", "ยกเลิกการดำเนินการ"
