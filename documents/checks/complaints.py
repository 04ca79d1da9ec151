"""What a check complains of: in Thai, with the place to mend it. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

MendPage = Literal[
    "profile",
    "assessment",
    "findings",
    "analyses",
    "plan",
    "measure_add",
    "measure",
    "results",
    "result",
    "own_texts",
]
_LONGEST_QUOTE = 60


class Severity(StrEnum):
    """How much a complaint weighs.

    An error keeps a report from being submitted; a warning does not, but is named there; a note only informs.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def label(self) -> str:
        """In Thai, as pages show it."""
        return {"error": "ต้องแก้ไข", "warning": "ควรตรวจสอบ", "note": "ข้อสังเกต"}[self]


@dataclass(frozen=True)
class Mend:
    """Where something is mended: the page, and what its address names: fiscal year (B.E.), measure …"""

    page: MendPage
    year: int
    number: int = 0
    about: str = ""
    kind: str = ""

    @property
    def path(self) -> str:
        """What the page edits, named as the exchange format does: "measures.3", "assessments.2568"."""
        names = {
            "profile": "municipality",
            "assessment": f"assessments.{self.year}",
            "findings": f"assessments.{self.year}.findings",
            "analyses": f"assessments.{self.year}.analyses",
            "measure_add": "measures",
            "measure": f"measures.{self.number}",
            "result": f"measures.{self.number}.result",
        }
        return names.get(self.page, "plan") + (
            f".{self.about}" if self.page == "analyses" and self.about else ""
        )


@dataclass(frozen=True)
class Complaint:
    """Something that is missing or contradicts itself; the message names the thing.

    `path` names the text that it is about, where it is about one (see `passages.Passage`).
    """

    message: str
    place: Mend
    check: str = ""
    severity: Severity = Severity.ERROR
    path: str = ""


def listed_with_commas(names: list[str]) -> str:
    """Names one after the other: ขั้นตอน, ผู้รับผิดชอบและระยะเวลา."""
    return "และ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def quoted(title: str) -> str:
    """A measure's title on one line, shortened where it is long: “จัดทำคู่มือ…”."""
    line = " ".join(title.split())
    return f"“{line}”" if len(line) <= _LONGEST_QUOTE else f"“{line[:_LONGEST_QUOTE].rstrip()}…”"
