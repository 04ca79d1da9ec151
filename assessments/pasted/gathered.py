"""The values of pasted scores while they are gathered, and what is said of those that can't be. Pure."""

import re
from collections.abc import Sequence
from decimal import Decimal

from assessments.pasted import words
from assessments.pasted.rows import may_be_score
from ita_portal.thai import decimal_text, thai_digits

Key = tuple[int | None, str]
"""A fiscal year (None: the text names none) and a field, as "score_4"."""
Value = Decimal | str
_NEARLY = re.compile(r"(?=.*[0-9๐-๙])[0-9๐-๙OoIl|.,%+\u2212 -]+(?:คะแนน)?")


class Gathered:
    """Values by year and field; `notes` say how they were read, `unread` what was left out, in Thai."""

    def __init__(self, notes: Sequence[str]) -> None:
        self.found: dict[Key, Value] = {}
        self.notes, self.unread = list(notes), list[str]()
        self._twice: set[Key] = set()

    def without_twice(self) -> dict[Key, Value]:
        """The values; of those that stand there twice, each time another, none."""
        for key in sorted(self._twice, key=str):
            del self.found[key]
            self.unread.append(f"{label(key[1])}: พบมากกว่าหนึ่งค่าที่ต่างกัน")
        return self.found

    def read_value(self, key: Key, cell: str) -> None:
        """Keep what a cell says of a field."""
        if key[1] == words.LEVEL:
            if level := words.level_called(cell):
                self.keep(key, level)
            elif is_filled(cell) or cell.strip(" -–"):
                self.unread.append(f"ระดับ: ไม่รู้จักระดับ “{cell}”")
            return
        value = words.read_value(cell) if cell else None
        if value is not None:
            self.keep(key, value)

    def keep(self, key: Key, value: Value | words.Unread) -> None:
        """Keep a value, or say why it is none."""
        if isinstance(value, words.Unread):
            self.unread.append(f"{label(key[1])} “{value.text}”: {thai_digits(value.why)}")
        elif self.found.setdefault(key, value) != value:
            self._twice.add(key)

    def note_unread(self, row: Sequence[str]) -> None:
        """Say that a row was left out, if it holds what may be a score."""
        text = " ".join(filter(None, row))
        if any(map(may_be_score, text.split())):
            self.unread.append(f"“{text[:80]}”: ไม่ทราบว่าเป็นคะแนนของตัวชี้วัดใด")


def is_filled(cell: str) -> bool:
    """Whether a cell holds a number, readable or not; that of an item, "1)", is one, too."""
    is_number = isinstance(words.read_value(cell), Decimal) or words.arabic_number(cell) is not None
    return is_number or bool(_NEARLY.fullmatch(cell.strip()))


def label(field: str) -> str:
    """What a sentence calls a field."""
    if field.startswith("score_"):
        return thai_digits(f"ตัวชี้วัดที่ {field.removeprefix('score_')}")
    known = {words.TOTAL: "คะแนนรวม", words.LEVEL: "ระดับ"}
    return known.get(field, f"คะแนน {field.removeprefix('announced_').upper()}")


def shown(value: Value) -> str:
    """A value as the page shows it."""
    return value if isinstance(value, str) else decimal_text(value)
