"""How near a typed name is to a known one: the slips of a hand on a Thai keyboard cost little. Pure."""

from collections import Counter
from functools import lru_cache

MARK, LETTER = 1, 2
"""What a missing, added or changed vowel or tone above or below costs; what a letter does."""

_MARKS = frozenset(
    "\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e3a\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d"
)
# Letters that sound alike are taken for each other.
_ALIKE = {
    letter: group
    for group in ("ลรฬ", "สศษซ", "นณ", "ยญ", "ทธฑฒ", "พภผ", "ใไ", "ดฎ", "ตฏ", "ชฌฉ", "คฆข", "ถฐ", "ฟฝ", "หฮ")
    for letter in group
}
_FEWEST_FOR_A_PART = 5


def allowed(length: int) -> int:
    """How far a name may be away from one of so many signs that was typed, and still be meant."""
    return 0 if length < 3 else 1 if length == 3 else 2 if length < 6 else 3 if length < 10 else 4  # noqa: PLR2004


def distance(typed: str, name: str) -> int | None:
    """How far the typed name is from the known one or, from five signs on, from a part of it.

    Both are folded (see `naming.fold`). None where it is farther than `allowed`.
    """
    most = allowed(len(typed))
    is_part = len(typed) >= _FEWEST_FOR_A_PART
    lacking = _sounds(typed) - _sounds(name)
    if sum(map(_cost, lacking.elements())) > most or not (is_part or abs(len(typed) - len(name)) <= most):
        return None
    row = [0] * (len(name) + 1) if is_part else _begun(name)
    for sign in typed:
        row = _next_row(row, sign, name)
        if min(row) > most:
            return None
    found = min(row) if is_part else row[-1]
    return found if found <= most else None


def _begun(name: str) -> list[int]:
    row = [0]
    for sign in name:
        row.append(row[-1] + _cost(sign))
    return row


def _next_row(row: list[int], sign: str, name: str) -> list[int]:
    """One row of the table of Wagner and Fischer: the distances once `sign` was typed too."""
    cost = _cost(sign)
    found = [row[0] + cost]
    for place, other in enumerate(name):
        if sign == other:
            found.append(row[place])
            continue
        swapped = row[place] + _swap(sign, other)
        found.append(min(swapped, row[place + 1] + cost, found[place] + _cost(other)))
    return found


def _cost(sign: str) -> int:
    return MARK if sign in _MARKS else LETTER


@lru_cache(maxsize=20_000)
def _sounds(text: str) -> Counter[str]:
    """How often each sound occurs; of the same names asked for every typed one."""
    return Counter(map(_sound, text))


def _sound(sign: str) -> str:
    return _ALIKE.get(sign, sign)


def _swap(sign: str, other: str) -> int:
    if _sound(sign) == _sound(other):
        return MARK
    return max(_cost(sign), _cost(other))
