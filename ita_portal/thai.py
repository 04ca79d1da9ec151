"""Thai as the portal writes it: digits, scores, dates; and texts sorted, compared, cleaned.

Pure: no Django, no clock (today in Bangkok is the caller's business). What people type is read in `typed.py`.
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from ita_portal.signs import is_blank, readable

BUDDHIST_ERA = 543  # B.E. = C.E. + 543
YEARS = range(2500, 2700)  # the B.E. years read here; before 2484 the Thai year began on 1 April
OCTOBER = 10  # the fiscal year begins with it
MINUS = "\u2212"  # as wide as +, and no line ever breaks after it
NBSP = "\u00a0"

THAI_MONTHS = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip
THAI_MONTHS_SHORT = (
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
)  # fmt: skip
_TO_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_TO_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_PRINTS_THAI = ContextVar("prints_thai", default=True)


@contextmanager
def numerals(*, thai: bool) -> Iterator[None]:
    """As long as this lasts, print ๐–๙ or leave 0–9, in this thread: a document may be wanted in either."""
    token = _PRINTS_THAI.set(thai)
    try:
        yield
    finally:
        _PRINTS_THAI.reset(token)


def thai_digits(text: str) -> str:
    """The text with 0–9 written ๐–๙; unchanged inside `numerals(thai=False)`."""
    return text.translate(_TO_THAI) if _PRINTS_THAI.get() else text


def arabic_digits(text: str) -> str:
    """The text with ๐–๙ written 0–9; digits of other scripts (full-width, Arabic-Indic) stay as they are."""
    return text.translate(_TO_ARABIC)


def in_digits_of(typed: str, text: str) -> str:
    """The text in the digits of what a person typed: Thai ones where any of those are."""
    return arabic_digits(text) if typed == arabic_digits(typed) else thai_digits(text)


def _digits(text: str, *, thai: bool) -> str:
    return thai_digits(text) if thai else text


def typed_words(text: str) -> str:
    """What a person meant to type: Arabic digits, single spaces, none around, nothing invisible."""
    return " ".join(arabic_digits(readable(_INVISIBLE.sub("", text))).split())


def decimal_text(value: Decimal, *, thai: bool = True, places: int = 2) -> str:
    """A number rounded half-up to `places` decimals: "๙๖.๔๗"; below zero with U+2212, and never a "−๐.๐๐"."""
    rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    sign = MINUS if rounded < 0 else ""
    return sign + _digits(f"{abs(rounded):f}", thai=thai)


def number_text(value: Decimal, *, thai: bool = True) -> str:
    """A number of a rule as it is, not below zero, without zeros at its end: "๘๕", "๑๒.๕"."""
    return _digits(f"{value.normalize():f}", thai=thai)


def signed_text(value: Decimal, *, thai: bool = True, places: int = 2) -> str:
    """A change with its sign: "+๑.๗๒", "−๗.๑๑" (U+2212); one that rounds to zero has none: "๐.๐๐"."""
    text = decimal_text(value, thai=thai, places=places)
    return text if text.startswith(MINUS) or not text.strip("0๐.") else f"+{text}"


def baht_text(value: Decimal, *, thai: bool = True) -> str:
    """A budget, not below zero: "๑๕,๐๐๐ บาท", with satang where there are any; 0 is no budget at all."""
    if not value:
        return "ไม่ใช้งบประมาณ"
    whole = value == value.to_integral_value()
    return _digits(f"{value:,.0f}" if whole else f"{value:,.2f}", thai=thai) + f"{NBSP}บาท"


# Dates and fiscal years


def thai_date(day: date, *, thai: bool = True) -> str:
    """A date as official papers write it, in the Buddhist era: "๗ กันยายน ๒๕๖๔"."""
    return _digits(f"{day.day} {THAI_MONTHS[day.month - 1]} {day.year + BUDDHIST_ERA}", thai=thai)


def fiscal_year_of(day: date) -> int:
    """The fiscal year (B.E.) of a day: 1 October – 30 September, named by the year in which it ends."""
    return day.year + BUDDHIST_ERA + (day.month >= OCTOBER)


def fiscal_year_span(year: int) -> tuple[date, date]:
    """First and last day of a fiscal year (B.E.): 2569 is 2025-10-01 to 2026-09-30."""
    ends_in = year - BUDDHIST_ERA
    return date(ends_in - 1, OCTOBER, 1), date(ends_in, 9, 30)


def quarter_span(year: int, quarter: int) -> tuple[date, date]:
    """First and last day of a quarter (1 to 4) of a fiscal year (B.E.); that of 2569 begins 2025-10-01."""
    first, last = (OCTOBER - 1 + (quarter - 1) * 3) % 12 + 1, (OCTOBER + 1 + (quarter - 1) * 3) % 12 + 1
    ends_in = year - BUDDHIST_ERA - (quarter == 1)
    return date(ends_in, first, 1), date(ends_in, last, monthrange(ends_in, last)[1])


def fiscal_year_text(year: int, *, thai: bool = True) -> str:
    """ "ปีงบประมาณ พ.ศ. ๒๕๖๘", its parts held together by no-break spaces."""
    return NBSP.join(("ปีงบประมาณ", "พ.ศ.", _digits(str(year), thai=thai)))


def period_text(starts: date | None, ends: date | None, *, thai: bool = True) -> str:
    """When something is carried out, in words; a whole fiscal year is named, an unknown end is left open.

    "ตลอดปีงบประมาณ พ.ศ. ๒๕๖๙ (๑ ตุลาคม ๒๕๖๘ – ๓๐ กันยายน ๒๕๖๙)", "๑ มกราคม ๒๕๖๙ – ๓๑ มีนาคม ๒๕๖๙",
    "ตั้งแต่ ๑ มกราคม ๒๕๖๙", "ภายใน ๓๑ มีนาคม ๒๕๖๙"; "" when neither day is known.
    """
    if starts is None or ends is None:
        known = [(word, day) for word, day in (("ตั้งแต่", starts), ("ภายใน", ends)) if day]
        return "".join(f"{word} {thai_date(day, thai=thai)}" for word, day in known)
    if starts == ends:
        return thai_date(starts, thai=thai)
    span = f"{thai_date(starts, thai=thai)} – {thai_date(ends, thai=thai)}"
    year = fiscal_year_of(ends)
    if (starts, ends) != fiscal_year_span(year):
        return span
    return f"ตลอด{fiscal_year_text(year, thai=thai)} ({span})"


# Sorting, searching, clean text

_LEADING_VOWEL = re.compile("([เแโใไ])([ก-ฮ])")
_IGNORED = str.maketrans("ฯๆ", "*+", " ()-./,\u00a0")
_ACCENTS = {mark: str(weight) for weight, mark in enumerate("\u0e4c\u0e47\u0e48\u0e49\u0e4a\u0e4b", 1)}


def search_key(text: str) -> str:
    """The text as it is compared in a search; stored text and query go through it alike.

    Marks stand as they are meant (`signs.readable`), ๐–๙ become 0–9, invisible signs go, spaces collapse,
    Latin loses its case. (NFKC would do the opposite of what is wanted here: it takes ำ apart.)
    """
    return typed_words(text).casefold()


def sort_key(text: str) -> str:
    """A key whose code-point order is the order of a Thai dictionary, on every database (C collation).

    A leading vowel sorts behind its consonant; tone marks, ็ and ์ decide only between words that are otherwise
    equal, from left to right; spaces and punctuation do not count.
    """
    letters: list[str] = []
    accents: list[str] = []
    for sign in _LEADING_VOWEL.sub(r"\2\1", search_key(text)).translate(_IGNORED):
        if sign in _ACCENTS and letters:
            accents[-1] = _ACCENTS[sign]
        else:
            letters.append(sign)
            accents.append("0")
    return "".join(letters) + "\x1f" + "".join(accents).rstrip("0")


_LINE_BREAK = re.compile("\r\n?|[\u2028\u2029]")


def clean_text(text: str) -> str:
    """The text with every line break written \\n: browsers send \\r\\n, Unicode has separators of its own."""
    return _LINE_BREAK.sub("\n", text)


def lines(text: str) -> list[str]:
    """One item a line, as typed (its "1." or "-" included), without blank lines and the spaces around."""
    return [line.strip() for line in clean_text(text).split("\n") if not is_blank(line)]


def control_characters(text: str, *, multiline: bool) -> str:
    """A Thai sentence that names the characters no text may hold; "" when there are none.

    Refused are control characters (tabs too; line breaks unless `multiline`), halves of surrogate pairs and
    Unicode's noncharacters: databases, XML and PDF each choke on some of them.
    """
    found = dict.fromkeys(sign for sign in text if _is_control(sign) and not (multiline and sign == "\n"))
    names = {"\n": "การขึ้นบรรทัดใหม่", "\r": "การขึ้นบรรทัดใหม่", "\t": "แท็บ (Tab)"}
    named = ", ".join(names.get(sign, f"อักขระควบคุม U+{ord(sign):04X}") for sign in found)
    return f"มีอักขระที่ใช้ไม่ได้: {named} กรุณาลบออก" if found else ""


def _is_control(sign: str) -> bool:
    noncharacter = "\ufdd0" <= sign <= "\ufdef" or ord(sign) & 0xFFFE == 0xFFFE  # noqa: PLR2004
    return noncharacter or unicodedata.category(sign) in ("Cc", "Cs")
