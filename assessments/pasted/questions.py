"""Pasted names of questions and OIT items: several in one field, a zero where the letter o is meant. Pure."""

import re
from dataclasses import dataclass

from ita_portal.pasted.found import Offer, PastedItems, offer_of
from ita_portal.pasted.marks import tidy
from ita_portal.thai import arabic_digits

ZERO = "เลขศูนย์น่าจะเป็นตัวอักษร o ของข้อ OIT"
SEVERAL = "น่าจะเป็นข้อสังเกตหลายข้อ"
WITH_ISSUE = "ข้อความหลังข้อคำถามน่าจะเป็นประเด็นที่พบ"

_ASKED = r"(?:(?:ข้อคำถาม|คำถาม|ข้อ)(?:ที่)? ?)*"
_LETTER = r"(?P<letter>[ieo])(?:IT)?(?: ?ข้อ(?:ที่)?)? ?"
_NUMBER = r"[1-9][0-9]?(?![0-9.])"
_ONE = rf"{_ASKED}(?:{_LETTER.replace('?P<letter>', '')}(?:[ieo] ?)?0?|0){_NUMBER}"
_HEAD = re.compile(
    rf"{_ONE}(?: ?(?:,|/|;|และ|กับ|-|–|ถึง) ?(?:และ ?)?(?:{_ONE}|{_ASKED}{_NUMBER})| {_ONE})*(?![^\s:：ป-])",
    re.IGNORECASE,
)
_TOKEN = re.compile(rf"(?P<to>-|–|ถึง)|(?:{_LETTER})?(?P<zero>0)?(?P<number>{_NUMBER})", re.IGNORECASE)
_ISSUE_WORD = re.compile(r"[ :：–-]*(?:ประเด็น(?:ที่พบ)?(?= |:|$)[ :：–-]*)?")


@dataclass(frozen=True)
class PastedQuestions:
    """What the field of a question holds: the codes as stored ("e4", "o10") and the issue behind them.

    `reason` says in Thai why this is only offered; "" where the text is one plain code, which needs no offer.
    No code is found in what can't be read.
    """

    codes: tuple[str, ...] = ()
    issue: str = ""
    reason: str = ""


def read_questions(text: str) -> PastedQuestions:
    """The questions that a text begins with: "ข้อ e๔ และข้อ e๕ ประเด็น …" is e4 and e5, "๐๑๐" is o10.

    Also read are a range (e4–e6) and numbers without a letter behind one that has it (e4, 5).
    """
    plain = tidy(text).replace("\n", " ")
    if not (head := _HEAD.match(digits := arabic_digits(plain))):
        return PastedQuestions()
    codes: list[str] = []
    letter, zero, to = "", False, False
    for token in _TOKEN.finditer(digits, 0, head.end()):
        if token["number"]:
            zero |= bool(token["zero"])
            letter = (token["letter"] or ("o" if token["zero"] else letter)).lower()
            codes += _up_to(codes[-1], token["number"]) if to else [f"{letter}{token['number']}"]
        to = bool(token["to"])
    issue = plain[_ISSUE_WORD.match(plain, head.end()).end() :]  # type: ignore[union-attr]  # it matches nothing too
    reason = SEVERAL if len(codes) > 1 else ZERO if zero else WITH_ISSUE if issue else ""
    return PastedQuestions(tuple(dict.fromkeys(codes)), issue, reason)


def _up_to(first: str, last: str) -> list[str]:
    """The codes behind the first one of a range up to its last number."""
    return [f"{first[0]}{number}" for number in range(int(first[1:]) + 1, int(last) + 1)]


_ZERO = rf"(?<![0-9./:-])0(?={_NUMBER})(?![0-9]*[/:-])"
_REFERRED = re.compile(
    rf"(?:(?<!หัว)ข้อ(?:ที่)?|อ้างอิง(?:จาก|ตาม)?(?:ข้อ)?|OIT|OIT ข้อ(?:ที่)?) ?{_ZERO}{_NUMBER}"
    rf"(?: ?(?:,|/|และ|หรือ|ถึง|-) ?(?:ข้อ ?)?{_ZERO}{_NUMBER})*".replace("(?<![0-9./:-])", ""),
    re.IGNORECASE,
)


def read_prose(text: str) -> PastedItems:
    """A text that is no list: it stays as it is; that zeros in it stand for the letter o is offered."""
    offer = zeros_for_o(text)
    return PastedItems((text,), offers=(offer,) if offer else ())


def zeros_for_o(text: str) -> Offer | None:
    """The offer to write o for the zeros of a text that stand in the name of an OIT item; None without any.

    "(อ้างอิงจาก ๐๑๐, ๐๘)" is o๑๐, o๘: its digits stay as they are written.
    Times, dates and telephone numbers stay.
    """
    meant, digits = list(text), arabic_digits(text)
    for found in _REFERRED.finditer(digits):
        for zero in re.finditer(r"(?<![0-9])0", found[0]):
            meant[found.start() + zero.start()] = "o"
    return offer_of((text,), ["".join(meant)], ZERO) if "".join(meant) != text else None
