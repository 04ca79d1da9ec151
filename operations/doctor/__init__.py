"""What a machine lacks for the portal, each in a Thai line with what to do."""

from dataclasses import dataclass
from enum import StrEnum


class Urgency(StrEnum):
    """How soon a finding is to be mended: FAULT before people work, ADVICE when there is time."""

    GOOD = "ดี"
    ADVICE = "ควรแก้"
    FAULT = "ต้องแก้"


@dataclass(frozen=True)
class Diagnosis:
    """One line: what was looked at, how it is, and what to do (empty where it is good)."""

    level: Urgency
    about: str
    state: str
    remedy: str = ""

    def __str__(self) -> str:
        remedy = f" → {self.remedy}" if self.remedy else ""
        return f"[{self.level}] {self.about}: {self.state}{remedy}"


def good(about: str, state: str) -> Diagnosis:
    """Nothing to do."""
    return Diagnosis(Urgency.GOOD, about, state)


def advice(about: str, state: str, remedy: str) -> Diagnosis:
    """The portal works, but not as it should."""
    return Diagnosis(Urgency.ADVICE, about, state, remedy)


def fault(about: str, state: str, remedy: str) -> Diagnosis:
    """The portal, or a part of it, does not work."""
    return Diagnosis(Urgency.FAULT, about, state, remedy)
