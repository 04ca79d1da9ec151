"""The words in which a measure is planned and reported."""

from ita_portal.labels import Labelled


class MeasureKind(Labelled):
    """What a measure is called in the paper of its municipality."""

    MEASURE = "measure", "มาตรการ"
    PROJECT = "project", "โครงการ"
    ACTIVITY = "activity", "กิจกรรม"


class Status(Labelled):
    """How far a measure has come."""

    NOT_STARTED = "not_started", "ยังไม่ได้ดำเนินการ"
    UNDERWAY = "underway", "อยู่ระหว่างดำเนินการ"
    DONE = "done", "ดำเนินการแล้วเสร็จ"
    DROPPED = "dropped", "ยกเลิกการดำเนินการ"
