"""What guessers try first in Thailand's municipalities: words of the field, places, rows of keys (pure)."""

import csv
import re
from functools import lru_cache
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "municipalities" / "data"

# Rows and columns of the keyboard as they stand in English and in Thai, and the two alphabets.
WALKS = (
    *("1234567890", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./", "abcdefghijklmnopqrstuvwxyz"),
    *("1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/", "1q2w3e4r5t6y7u8i9o0p", "qawsedrftgyhujikolp"),
    *("ๅ/-ภถุึคตจขช", "ๆไำพะัีรนยบล", "ฟหกดเ้่าสวง", "ผปแอิืทมใฝ", "๑๒๓๔ู฿๕๖๗๘๙"),
    "กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ",
)
SHORTEST_WALK = 4
# The signs of the keys, in the same order: a word is often typed as if the other language were switched on.
_ENGLISH = "1234567890-=qwertyuiop[]\\asdfghjkl;'zxcvbnm,./!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:\"ZXCVBNM<>?"
_THAI = 'ๅ/-ภถุึคตจขชๆไำพะัีรนยบลฃฟหกดเ้่าสวงผปแอิืทมใฝ+๑๒๓๔ู฿๕๖๗๘๙๐"ฎฑธํ๊ณฯญฐ,ฅฤฆฏโฌ็๋ษศซ.()ฉฮฺ์?ฒฬฦ'
_TO_THAI, _TO_ENGLISH = str.maketrans(_ENGLISH, _THAI), str.maketrans(_THAI, _ENGLISH)
_NO_LETTER = re.compile(r"[\W\d_]+")
_MARKS = "ัิีึืฺุูํ็่้๊๋์ๆฯำ"


def letters(text: str) -> str:
    """The letters of a text and the Thai signs that stand above and below them, in lower case."""
    return "".join(sign for sign in text.lower() if sign in _MARKS or not _NO_LETTER.fullmatch(sign))


def readings(password: str) -> tuple[str, str, str]:
    """The password as it was typed, and by the same keys in Thai and in English."""
    return password, password.translate(_TO_THAI), password.translate(_TO_ENGLISH)


def without_walks(text: str) -> str:
    """The text with a gap for each row of neighbouring keys and each sign that is repeated."""
    text, at, kept = re.sub(r"(.)\1{2,}", "\0", text.lower()), 0, ""
    while at < len(text):
        step = _walk_at(text, at)
        kept, at = kept + ("\0" if step else text[at]), at + (step or 1)
    return kept


def _walk_at(text: str, start: int) -> int:
    """How many signs from there on are neighbours on the keyboard; 0 for fewer than four."""
    end = start + SHORTEST_WALK
    while end <= len(text) and any(text[start:end] in row or text[start:end] in row[::-1] for row in WALKS):
        end += 1
    return end - 1 - start if end > start + SHORTEST_WALK else 0


@lru_cache(maxsize=1)
def guessed_words() -> frozenset[str]:
    """What everybody in this field thinks of first, and what everybody does, as `letters` has it."""
    words = (Path(__file__).parent / "guessed_words.txt").read_text(encoding="utf-8").split()
    return frozenset(map(letters, words))


@lru_cache(maxsize=1)
def place_names() -> dict[str, str]:
    """Provinces and districts by their Thai names, each as it is written in Latin letters."""
    names: dict[str, str] = {}
    for file in ("districts.csv", "provinces.csv"):
        with (DATA / file).open(encoding="utf-8", newline="") as rows:
            names |= {row["name"]: row["english"] for row in csv.DictReader(rows)}
    return names
