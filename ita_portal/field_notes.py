"""What is said beside a field of how its text was read: repairs to take back, offers to agree to."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django import forms

from ita_portal.fields import ThaiTextField, TypedField, TypedText, WebAddressField, pasted
from ita_portal.lines_field import LinesField
from ita_portal.pasted import PastedItems, tidy
from ita_portal.pasted.damage import mended_words
from ita_portal.signs import mended_places
from ita_portal.thai import lines, thai_digits

DAMAGED = "ข้อความที่คัดลอกมาอาจเสียหาย"
_SHOWN = 120  # signs of a long text that a note shows around what differs


class Instead(NamedTuple):
    """Lines of a field that another text would replace; `reason` is why, in Thai."""

    was: str
    becomes: str
    reason: str = ""

    @property
    def label(self) -> str:
        """What the button says that agrees."""
        count, before = self.becomes.count("\n") + 1, self.was.count("\n") + 1
        if count == before:
            return "ใช้ข้อความนี้"
        return "รวมเป็นข้อเดียว" if count == 1 else f"แยกเป็น {thai_digits(str(count))} ข้อ"

    def sent(self, name: str) -> str:
        """What the button sends, of a field that the page calls so."""
        return json.dumps([name, self.was, self.becomes], ensure_ascii=False)

    @property
    def shown(self) -> list[str]:
        """What it would become, an item each; of a long text that stays one the part that differs."""
        if "\n" in self.becomes or "\n" in self.was or len(self.becomes) < _SHOWN:
            return self.becomes.split("\n")
        same = next(
            (n for n, signs in enumerate(zip(self.was, self.becomes, strict=False)) if len(set(signs)) > 1), 0
        )
        start = self.becomes.rfind(" ", 0, same) + 1
        return [f"… {self.becomes[start : start + _SHOWN]} …"]


@dataclass(frozen=True)
class FieldNote:
    """What a field made of a typed text: how many places it mended, what takes that back, what it offers."""

    repairs: int = 0
    back: Instead | None = None
    offers: tuple[Instead, ...] = ()

    def still(self, stored: str) -> "FieldNote | None":
        """The part that can be said of what is stored now; None where nothing is left."""
        back = self.back if self.back and replaced(stored, self.back) is not None else None
        offers = tuple(offer for offer in self.offers if replaced(stored, offer) is not None)
        if self.back and not back:
            return FieldNote(offers=offers) if offers else None
        return FieldNote(self.repairs, back, offers) if self.repairs or offers else None

    def plain(self) -> dict[str, Any]:
        """The note as a session keeps it."""
        return {"repairs": self.repairs, "back": self.back, "offers": self.offers}

    @classmethod
    def kept(cls, stored: Mapping[str, Any]) -> "FieldNote":
        """The note that a session has kept."""
        back = stored["back"] and Instead(*stored["back"])
        return cls(stored["repairs"], back, tuple(Instead(*offer) for offer in stored["offers"]))


def note_of(field: forms.Field, typed: str) -> FieldNote | None:
    """What is to be said of this text, which the field takes; None where it is taken as it was typed."""
    if not isinstance(field, LinesField | TypedText) or isinstance(field, WebAddressField):
        return None
    text, signs = pasted(typed), mended_places(typed)
    found = field.found(text) if isinstance(field, LinesField | ThaiTextField) else PastedItems((text,))
    as_typed = "\n".join(lines(text)) if isinstance(field, LinesField) else text.strip()
    back = Instead(found.text, as_typed) if found.repairs and as_typed != found.text else None
    offers = tuple(Instead(each.text, "\n".join(each.items), each.reason) for each in found.offers)
    kept = {tidy(each) for each in getattr(field, "kept", ())}
    asked = {line for offer in offers for line in offer.was.split("\n")}
    whole = [each for each in found.items if each not in asked and tidy(each) not in kept]
    offers += tuple(Instead(each, words, DAMAGED) for each in whole if (words := mended_words(each)) != each)
    repairs = signs + found.repairs
    return FieldNote(repairs, back, offers) if repairs or offers else None


def replaced(text: str, instead: Instead) -> str | None:
    """The text with the other lines; None where the lines to be replaced do not stand in it together."""
    now, was = pasted(text).strip().split("\n"), instead.was.split("\n")
    stripped = [line.strip() for line in now]
    sought = [line.strip() for line in was]
    for place in range(len(now) - len(was) + 1):
        if stripped[place : place + len(was)] == sought:
            return "\n".join((*now[:place], instead.becomes, *now[place + len(was) :]))
    return None


def read_as(field: forms.Field, typed: Any, value: Any) -> str:
    """How a value was read that can be typed in many ways: "อ่าน “๒๐ ธ.ค. ๖๘” ว่า ๒๐ ธันวาคม ๒๕๖๘"; or ""."""
    if not isinstance(field, TypedField | WebAddressField) or not isinstance(typed, str) or value is None:
        return ""
    shown = field.said(typed, value) if typed.strip() else ""
    return f"อ่าน “{typed.strip()}” ว่า {shown}" if shown else ""
