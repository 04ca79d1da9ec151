"""Two windows, one page: what was seen, what was typed and what is stored now, put together. Pure.

A page carries a short stamp of each value that it showed. Stamps are enough to know who changed what: a value
was changed here where what was typed has another stamp, and by somebody else where what is stored has.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from enum import Enum

FieldValue = str | bool | Sequence[str]
"""A value as a form's field holds it: a text, a tick, what was chosen of many."""

STAMP_LENGTH = 12  # hexadecimal digits
NOTHING_SEEN = "-"  # a page without stored values has seen that there are none
_SEEN = re.compile(rf"[^\s:]+:[0-9a-f]{{{STAMP_LENGTH}}}")


class Winner(Enum):
    """Whose value a field takes; ASK where both were changed, each in its own way."""

    NEITHER = "neither"
    MINE = "mine"
    THEIRS = "theirs"
    ASK = "ask"


def stamp(value: FieldValue) -> str:
    """A few signs that differ where the values do; blanks around a text and empty lines at its ends don't."""
    plain = value.strip() if isinstance(value, str) else value
    return hashlib.sha256(json.dumps(plain).encode()).hexdigest()[:STAMP_LENGTH]


def winner(seen: str | None, typed: str, stored: str) -> Winner:
    """Whose value counts, by the three stamps; `seen` is None where it is not known what the page showed."""
    if typed == stored:
        return Winner.NEITHER
    if typed == seen:
        return Winner.THEIRS
    return Winner.MINE if stored == seen else Winner.ASK


def seen_text(stamps: Mapping[str, str]) -> str:
    """The stamps by field as the page carries them; keys are without blanks and colons."""
    return " ".join(f"{key}:{value}" for key, value in stamps.items()) or NOTHING_SEEN


def read_seen(text: str) -> dict[str, str] | None:
    """The stamps of `seen_text`; None for anything else, which says nothing about what was seen."""
    if text == NOTHING_SEEN:
        return {}
    parts = text.split()
    if not parts or not all(_SEEN.fullmatch(part) for part in parts):
        return None
    return dict(part.split(":") for part in parts)


def joined(theirs: FieldValue, mine: FieldValue) -> FieldValue:
    """Both: their lines or choices, then those of mine that are not among them."""
    if isinstance(theirs, str) and isinstance(mine, str):
        before = {line.strip() for line in theirs.splitlines()}
        own = (line for line in mine.splitlines() if not line.strip() or line.strip() not in before)
        return "\n".join((theirs.rstrip(), *own)).strip("\n")
    if isinstance(theirs, bool) or isinstance(mine, bool):
        raise TypeError("ticks can't be joined")
    return [*theirs, *(each for each in mine if each not in theirs)]
