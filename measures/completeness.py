"""What a measure and the report on it still lack: the required parts (องค์ประกอบ) of both tables. Pure."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Protocol

from assessments.framework import Framework
from ita_portal.labels import Labelled
from ita_portal.signs import is_blank


class MeasurePart(Labelled):
    """What a measure consists of beside its title."""

    ABOUT = "about", "ตัวชี้วัดหรือเครื่องมือที่เกี่ยวข้อง"
    STEPS = "steps", "ขั้นตอน/วิธีการปฏิบัติ"
    RESPONSIBLE = "responsible", "ผู้รับผิดชอบ"
    PERIOD = "period", "ระยะเวลาดำเนินการ"
    FOLLOW_UP = "follow_up", "การกำกับติดตาม"


class ReportedPart(Labelled):
    """What is reported of a measure."""

    DONE = "done", "ผลการดำเนินการ"
    OUTCOME = "outcome", "ผลลัพธ์หรือความสำเร็จ"


class Planned(Protocol):
    """What is asked of a measure, whether a row of the database or of a dossier."""

    @property
    def steps(self) -> Sequence[str]: ...
    @property
    def responsible(self) -> Sequence[str]: ...
    @property
    def starts_on(self) -> date | None: ...
    @property
    def ends_on(self) -> date | None: ...
    @property
    def follow_up(self) -> str: ...


class Reported(Protocol):
    """What is asked of the result of a measure."""

    @property
    def done(self) -> Sequence[str]: ...
    @property
    def outcome(self) -> Sequence[str]: ...


def wants_follow_up(rules: Framework) -> bool:
    """Whether the year's first document has a part on how measures are followed up."""
    return MeasurePart.FOLLOW_UP in {part.key for part in rules.document("plan").parts}


def lacking(measure: Planned, about: Collection[str], rules: Framework) -> tuple[MeasurePart, ...]:
    """The parts that a measure lacks, in the order of the table.

    `about` names the indicators and instruments that it answers, `rules` are those of the plan's year: they
    decide whether follow-up is wanted.
    """
    there = {
        MeasurePart.ABOUT: bool(about),
        MeasurePart.STEPS: bool(measure.steps),
        MeasurePart.RESPONSIBLE: bool(measure.responsible),
        MeasurePart.PERIOD: bool(measure.starts_on and measure.ends_on),
        MeasurePart.FOLLOW_UP: not is_blank(measure.follow_up) or not wants_follow_up(rules),
    }
    return tuple(part for part, is_there in there.items() if not is_there)


def unreported(result: Reported | None) -> tuple[ReportedPart, ...]:
    """What is not reported yet of a measure's result; everything while there is none."""
    there = {
        ReportedPart.DONE: bool(result and result.done),
        ReportedPart.OUTCOME: bool(result and result.outcome),
    }
    return tuple(part for part, is_there in there.items() if not is_there)
