"""What a municipality was called on a day, and where it lay: dated states. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from ita_portal.thai import thai_date
from municipalities.naming import fold

SUBDISTRICT_BODY = "sao"
"""An องค์การบริหารส่วนตำบล (อบต.), which many municipalities once were; none is one today."""

KIND_WORDS = {
    "nakhon": "เทศบาลนคร",
    "mueang": "เทศบาลเมือง",
    "tambon": "เทศบาลตำบล",
    SUBDISTRICT_BODY: "องค์การบริหารส่วนตำบล",
}
"""The words before the name, by kind."""


@dataclass(frozen=True)
class PlaceState:
    """What was true of a place for a time: `kind` is one of KIND_WORDS, `code` is "" where not known."""

    kind: str
    name: str
    code: str
    district: str
    province: str

    @property
    def full_name(self) -> str:
        """The name as people said it then: เทศบาลตำบลทุ่งผึ้ง."""
        return f"{KIND_WORDS[self.kind]}{self.name}"

    @property
    def place(self) -> str:
        """อำเภอ… จังหวัด…, as reports print it."""
        return f"อำเภอ{self.district} จังหวัด{self.province}"


@dataclass(frozen=True)
class FormerState:
    """A state that is over: `until` is the first day on which it was no longer true."""

    until: date
    state: PlaceState

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> "FormerState":
        """From what `stored` made of it."""
        rest = {name: value for name, value in stored.items() if name != "until"}
        return cls(date.fromisoformat(stored["until"]), PlaceState(**rest))

    @property
    def stored(self) -> dict[str, str]:
        """As a column of JSON keeps it."""
        return {"until": self.until.isoformat()} | asdict(self.state)

    @property
    def words(self) -> str:
        """As histories write it: name, place, code, and until when."""
        code = f" (รหัส {self.state.code})" if self.state.code else ""
        return f"{self.state.full_name} {self.state.place}{code} จนถึงก่อนวันที่ {thai_date(self.until)}"


def exists(day: date, begins_on: date | None, ended_on: date | None) -> bool:
    """Whether what begins and ends on these days (None: not known, never) is a municipality on the day."""
    return (begins_on is None or begins_on <= day) and (ended_on is None or day < ended_on)


def state_on(day: date, now: PlaceState, former: Iterable[FormerState]) -> PlaceState:
    """The state of a day; `former` rises by `until`. Before the first one counts that."""
    return next((one.state for one in former if day < one.until), now)


def former_names_key(former: Iterable[FormerState]) -> str:
    """Former full names and codes, folded, between bars: "|เทศบาลตำบลทุ่งผึ้ง|6520101|"."""
    parts: list[str] = []
    for one in former:
        parts += [one.state.full_name, one.state.code]
        if one.state.kind == SUBDISTRICT_BODY:
            parts.append(f"อบต.{one.state.name}")
    found = dict.fromkeys(fold(part) for part in parts if part)
    return f"|{'|'.join(found)}|" if found else ""
