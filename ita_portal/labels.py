"""Words of the database with their Thai labels, for modules that know nothing of Django."""

from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """A word as it is stored, and `label`, what people read; each member is written as (word, label)."""

    label: str

    def __new__(cls, word: str, label: str = "") -> Self:
        """One member; the default is for type checkers, which read `Stance("urgent")` as a call of this."""
        member = str.__new__(cls, word)
        member._value_, member.label = word, label
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Word and label of each member, as fields of models and forms take them."""
        return [(member.value, member.label) for member in cls]

    @classmethod
    def values(cls) -> list[str]:
        """The stored words."""
        return [member.value for member in cls]
