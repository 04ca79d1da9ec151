"""A text as words are looked for in it: Thai is typed with blanks and signs that mean nothing. Pure."""

import re
from dataclasses import dataclass

MARKS = frozenset("ะัาำิีึืฺุูๅ็่้๊๋์ํ๎")  # vowels and signs that begin no word
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_SIGNS = re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32|เเ|(?s:.)")
_SPELT = re.compile(f"\u0e4d|เเ|[{_INVISIBLE}]")


@dataclass(frozen=True)
class Letters:
    """A text as names are compared in it: without blanks and invisible signs, ำ and แ in one piece.

    `at` is the place of each sign in the `typed` text. Line breaks stay.
    """

    typed: str
    text: str
    at: tuple[int, ...]

    def blank_before(self, place: int) -> bool:
        """Whether a blank, a line break or the text's begin stands before the sign."""
        return not place or place >= len(self.at) or self.typed[self.at[place] - 1].isspace()

    def ends(self, place: int) -> bool:
        """Whether a word surely ends before this place: at the text's end, a blank, a sign."""
        return place >= len(self.text) or not _is_letter(self.text[place]) or self.blank_before(place)

    def begins(self, place: int) -> bool:
        """Whether a word surely begins here."""
        before = self.text[place - 1 : place]
        return self.blank_before(place) or not (_is_letter(before) or before == ".")

    def spaced(self, start: int, end: int) -> str:
        """The signs from start to end, with one blank where any stood."""
        places = range(max(start, 0), min(end, len(self.text)))
        return "".join(" " * (place > 0 and self.blank_before(place)) + self.text[place] for place in places)


def letters_of(typed: str) -> Letters:
    """The text as names are compared in it."""
    if not _SPELT.search(typed):
        at = tuple(place for place, sign in enumerate(typed) if sign == "\n" or not sign.isspace())
        return Letters(typed, "".join(typed[place] for place in at), at)
    return _letters_in_pieces(typed)


def _letters_in_pieces(typed: str) -> Letters:
    """The same where ำ or แ may be in two pieces, or signs without a shape stand in the text."""
    signs: list[str] = []
    at: list[int] = []
    for found in _SIGNS.finditer(typed):
        sign = {"เเ": "แ"}.get(found[0], found[0])
        if found[1] is not None:
            sign = found[1] + "ำ"
        if sign == "\n" or not (sign.isspace() or sign in _INVISIBLE):
            signs += sign
            at += [found.start()] * len(sign)
    return Letters(typed, "".join(signs), tuple(at))


def _is_letter(sign: str) -> bool:
    return "ก" <= sign <= "ฮ" or sign in MARKS or "เ" <= sign <= "ไ"
