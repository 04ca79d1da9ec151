"""A text as it is looked for: however its digits, marks and spaces are written, and what replaces it."""

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import unquote

from ita_portal.thai import search_key

SHORTEST = 4  # signs: what is shorter stands in half of all words
SHORTEST_NUMBER = 6  # digits: what is shorter is a year, a score or a date
IDENTIFYING = 9  # digits of a telephone, a card or an account, which are written with dashes or without

# A sign with the marks above and below it, as one: old fonts keep their marks under codes of their own.
_MARKS = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\uf700-\uf71a\u00ad\u200b-\u200d\u2060\ufeff"
_CELL = re.compile(f"เเ|.[{_MARKS}]*(?:[\u0e32\u0e33][{_MARKS}]*)?", re.DOTALL)
_SPACES, _SPACES_AND_DASHES = re.compile(r"\s+"), re.compile(r"[\s.\-\u2010-\u2015]+")
_TAGS_INSIDE_WORDS = re.compile(r"</?(?:a|b|bdi|em|i|mark|small|span|strong|sub|sup|u|wbr)\b[^>]*>")
_TAGS = re.compile(r"<[^>]*>")


class SoughtText:
    """One text, with the questions where it stands in another. Compared as in a search, without spaces.

    A number of nine digits or more is the same with dashes and dots. Digits and Latin letters at its ends do
    not go on in what it stands in: a telephone number is no part of a longer number.
    """

    def __init__(self, text: str) -> None:
        many = sum(sign.isdigit() for sign in text) >= IDENTIFYING
        self._between = _SPACES_AND_DASHES if many else _SPACES
        self.key = self._key_of(text)

    @property
    def is_too_short(self) -> bool:
        """Whether it would be found in what nobody means."""
        return len(self.key) < (SHORTEST_NUMBER if self.key.isdigit() else SHORTEST)

    def stands_in(self, value: Any) -> bool:
        """Whether a value of a column holds it: a text, JSON as text or as Python's values, an address."""
        if isinstance(value, str):
            inner = _json(value)
            return self._in_text(value) or (inner is not None and self.stands_in(inner))
        if isinstance(value, dict):
            return any(self.stands_in(part) for pair in value.items() for part in pair)
        return isinstance(value, list | tuple) and any(map(self.stands_in, value))

    def stands_in_page(self, html: str) -> bool:
        """Whether somebody who reads or hears the page finds it there, words of pictures included."""
        shown = _TAGS.sub("\n|\n", _TAGS_INSIDE_WORDS.sub("", html))
        return self._in_text(unescape(shown)) or self._in_text(unescape(html))

    def replaced(self, value: Any, stone: str) -> Any:
        """The value with `stone` in its place; the rest stays as it is written."""
        if isinstance(value, str):
            inner = _json(value)
            if inner is not None and self.stands_in(inner):
                return json.dumps(self.replaced(inner, stone))
            return self._without(value, stone)
        if isinstance(value, dict):
            return {self.replaced(key, stone): self.replaced(part, stone) for key, part in value.items()}
        return [self.replaced(part, stone) for part in value] if isinstance(value, list | tuple) else value

    def around(self, value: Any, signs: int) -> str:
        """What stands beside it in a value, up to so many signs on each side, without the text itself."""
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        pieces = (
            f"“{text[max(0, start - signs) : start]}[…]{text[end : end + signs]}”"
            for start, end in self._spans(text)
        )
        return " ".join(pieces)

    def _key_of(self, text: str) -> str:
        return self._between.sub("", search_key(text))

    def _in_text(self, text: str) -> bool:
        if "%" in text and text != (readable := unquote(text)) and self._in_text(readable):
            return True
        return self.key in self._key_of(text) and next(self._spans(text), None) is not None

    def _without(self, text: str, stone: str) -> str:
        parts, done = [], 0
        for start, end in self._spans(text):
            parts += [text[done:start], stone]
            done = end
        if not parts and self._in_text(text):  # written with the signs of an address: all of it goes
            return stone
        return "".join([*parts, text[done:]])

    def _spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where it begins and ends in a text, in the order of the text."""
        starts, ends, keys, at = {}, {}, [], 0
        for cell in _CELL.finditer(text):
            if key := self._key_of(cell[0]):
                starts[at] = cell.start()
                keys.append(key)
                at += len(key)
                ends[at] = cell.end()
        whole, found = "".join(keys), -1
        while (found := whole.find(self.key, found + 1)) >= 0:
            start, end = starts.get(found), ends.get(found + len(self.key))
            if start is not None and end is not None and not _goes_on(text, start, end):
                yield start, end
                found += len(self.key) - 1


def _goes_on(text: str, start: int, end: int) -> bool:
    """Whether a number or a Latin word that begins or ends there is part of a longer one."""
    return any(
        one.isalnum() and other.isalnum() and _runs(one) and _runs(other)
        for one, other in ((text[start - 1 : start], text[start]), (text[end - 1], text[end : end + 1]))
    )


def _runs(sign: str) -> bool:
    return sign.isdecimal() or sign.isascii()


def _json(text: str) -> Any:
    """What a text says that is JSON, as Django's admin stores what was changed; None for another text."""
    if text[:1] not in ("[", "{"):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
