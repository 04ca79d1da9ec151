"""What plans and measures may say beside the required parts, in words. Pure."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from ita_portal.thai import baht_text, thai_date
from measures.enums import MeasureKind
from measures.own_texts import own_texts_words
from measures.progress import progress_words
from measures.quarters import quarters_text


def days_text(days: list[str] | tuple[str, ...]) -> str:
    """ISO days written out, with commas."""
    return ", ".join(thai_date(date.fromisoformat(day)) for day in days)


_WORDS: Mapping[str, Any] = {
    "kind": lambda word: MeasureKind(word).label,
    "budget": lambda value: baht_text(Decimal(value)),
    "quarters": quarters_text,
    "monitored_on": days_text,
    "progress": progress_words,
    "own_texts": own_texts_words,
    "results_own_texts": own_texts_words,
}


def detail_words(name: str, value: Any) -> str:
    """The value of a column of a plan, measure or result as people read it, items one a line; "" for none."""
    if value in (None, "", [], ()):
        return ""
    if name in _WORDS:
        words: str = _WORDS[name](value)
        return words
    return value if isinstance(value, str) else "\n".join(value)


def has_words(name: str) -> bool:
    """Whether a column of a plan, a measure or a result reads otherwise than it is stored."""
    return name in _WORDS
