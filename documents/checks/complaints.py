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
]
_LONGEST_QUOTE = 60


class Severity(StrEnum):
    """How much a complaint weighs: an error keeps a report from being submitted, a warning does not."""

    ERROR = "error"
    WARNING = "warning"

    @property
    def label(self) -> str:
        """In Thai, as pages show it."""
        return {"error": "ต้องแก้ไข", "warning": "ควรตรวจสอบ"}[self]


@dataclass(frozen=True)
class Mend:
    """Where something is mended: the page, the fiscal year (B.E.) in its address, measure or indicator."""

    page: MendPage
    year: int
    number: int = 0
    about: str = ""


@dataclass(frozen=True)
class Complaint:
    """Something that is missing or contradicts itself; the message names the thing."""

    message: str
    place: Mend
    check: str = ""
    severity: Severity = Severity.ERROR


def listed_with_commas(names: list[str]) -> str:
    """Names one after the other: ขั้นตอน, ผู้รับผิดชอบและระยะเวลา."""
    return "และ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def quoted(title: str) -> str:
    """A measure's title on one line, shortened where it is long: “จัดทำคู่มือ…”."""
    line = " ".join(title.split())
    return f"“{line}”" if len(line) <= _LONGEST_QUOTE else f"“{line[:_LONGEST_QUOTE].rstrip()}…”"
