"""A pasted list becomes items: numbers and bullets go, where nothing else can be meant. Pure."""

import re
from bisect import bisect
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from ita_portal.pasted.found import Offer, PastedItems, offer_of
from ita_portal.pasted.marks import (
    NumberMark,
    begins_with_mark,
    bullet_end,
    has_nested,
    is_mark_alone,
    letter_marks,
    line_number,
    number_marks,
    split_at_bullets,
    tidy,
)
from ita_portal.pasted.tags import without_tags
from ita_portal.signs import is_blank

NESTED = "มีข้อย่อยอยู่ภายใน จึงรวมไว้ในรายการเดียวกัน"
GAP = "เลขข้อไม่ได้เรียงต่อกันตั้งแต่ ๑"
LEADING = "มีข้อความนำอยู่หน้าข้อแรก"
REFERENCE = "เลขบางแห่งอาจหมายถึงข้ออื่น"
CONTINUED = "บรรทัดที่ไม่มีเครื่องหมายน่าจะเป็นข้อความต่อจากรายการก่อนหน้า"
DASHED = "เครื่องหมายขีดน่าจะคั่นระหว่างรายการ"
UNSIGNED = "เลขหน้าบรรทัดน่าจะเป็นเลขข้อ ซึ่งระบบใส่ให้อยู่แล้ว"
BULLETED = "เครื่องหมายหน้าข้อความน่าจะคั่นระหว่างรายการ"


_SEMICOLONS = (";", "；")
_END_OF_ITEM = re.compile(r"(?<=\S)\s*(?:[;；,]\s*(?:และ|หรือ)?|\s(?:และ|หรือ))$")
_END_OF_LAST = re.compile(r"(?<=\S)\s*[;；,]$")  # a word that joins it to nothing stays
_CROSS = re.compile("(?m)^[✗✘☒☐]")  # beside it a tick says that something is done, and is no bullet


class _Part(NamedTuple):
    """The words of a line, or of a piece of one; `marked` where a mark stood before them."""

    words: str
    marked: bool


def read_items(text: str) -> PastedItems:
    """The items of a pasted list, one a line where nothing marks them.

    At once go numbers that rise from ๑ without a gap, letters from ก, signs that end their items, bullets and
    tags of web pages. Offered are lists that only look like it, and lines that go on from the one before.
    Prose stays: "ปฏิบัติตามข้อ ๕. ของประกาศ".
    Idempotent: reading `PastedItems.text` again gives the same items and repairs nothing.
    """
    plain, places = without_tags(tidy(text))
    lines = tuple(line for line in tidy(plain).split("\n") if not is_blank(line))
    # Forms have numbers and dashes that nobody has filled in.
    written = tuple(line for line in lines if not is_mark_alone(line))
    if len(written) < len(lines) and begins_with_mark(lines[0]) and written:
        lines, places = written, places + len(lines) - len(written)
    found = _read(lines) if lines else PastedItems(())
    return replace(found, repairs=found.repairs + places)


def _read(lines: tuple[str, ...]) -> PastedItems:
    marks = number_marks("\n".join(lines))
    if marks and marks[0].start == 0 and not marks[0].refers:
        return _numbered(lines, marks)
    letters = letter_marks("\n".join(lines))
    if len(letters) > 1 and letters[0].start == 0:
        return _numbered(lines, letters)
    if bullet_end(lines[0]) and not _CROSS.search("\n".join(lines)):
        return _bulleted(lines)
    if len(lines) > 1 and all(line.endswith(_SEMICOLONS) for line in lines[:-1]):
        return PastedItems(_ended(lines), repairs=len(lines) - 1)
    proposals = (_lead_numbers(lines, marks), _lead_bullets(lines), _unsigned(lines))
    return PastedItems(lines, offers=next((offers for offers in proposals if offers), ()))


def _numbered(lines: tuple[str, ...], marks: list[NumberMark]) -> PastedItems:
    """A text that begins with a number."""
    text = "\n".join(lines)
    own = [mark for mark in marks if mark.style == marks[0].style and not mark.refers]
    run = _rising(own, own[0].number)
    if len(run) < len(own) and all(mark.begins_line for mark in own):
        run = own
    parts = _parts(text, run)
    if reason := _doubt(lines, marks, run, parts):
        return PastedItems(lines, offers=_whole(lines, _joined(parts), reason))
    return _sure(parts, repairs=len(run))


def _rising(marks: Iterable[NumberMark], number: int) -> list[NumberMark]:
    """Those of the marks that count up from this number."""
    run: list[NumberMark] = []
    for mark in marks:
        if mark.number == number + len(run):
            run.append(mark)
    return run


def _doubt(lines: tuple[str, ...], marks: list[NumberMark], run: list[NumberMark], parts: list[_Part]) -> str:
    """Why the numbers of a list may be meant otherwise, as a Thai sentence; "" where they can't."""
    items = _joined(parts)
    if any(has_nested(mark.number, item) for mark, item in zip(run, items, strict=True)):
        return NESTED
    if any(part.marked and begins_with_mark(part.words) for part in parts) or any(map(bullet_end, lines)):
        return NESTED
    starts = [mark.start for mark in run]
    taken = set(starts)
    others = [mark for mark in marks if mark.start not in taken]
    if any(mark.begins_line for mark in others):
        return NESTED if any(mark.style != run[0].style for mark in marks) else GAP
    alone = len(run) == 1 and len(lines) > 1
    if alone or not all(items) or [mark.number for mark in run] != list(range(1, len(run) + 1)):
        return GAP
    alike = [mark for mark in others if mark.style == run[0].style]
    if any(not mark.refers for mark in alike):
        return GAP
    possible = (mark.number == 1 + bisect(starts, mark.start) for mark in alike)
    return REFERENCE if any(possible) or any(mark.joined for mark in run) else ""


def _parts(text: str, run: list[NumberMark]) -> list[_Part]:
    """The text cut at the marks, which go, and at the ends of its lines."""
    ends = [*(mark.start for mark in run[1:]), len(text)]
    parts = []
    for mark, end in zip(run, ends, strict=True):
        first, *more = text[mark.end : end].strip().split("\n")
        parts += [_Part(first.strip(), marked=True), *(_Part(line.strip(), marked=False) for line in more)]
    return parts


def _sure(parts: list[_Part], repairs: int) -> PastedItems:
    """The parts as items; that unmarked ones belong to the one before is offered."""
    parts = [part for part in parts if not is_blank(part.words)]
    ends = {len(parts) - 1, *(place - 1 for place, part in enumerate(parts) if part.marked)}
    ended = _ended(part.words for part in parts)
    words = tuple(ended[place] if place in ends else part.words for place, part in enumerate(parts))
    begins = [place for place, part in enumerate(parts) if part.marked]
    offers = tuple(
        offer_of(words[first:end], (" ".join(words[first:end]),), CONTINUED, first)
        for first, end in pairwise([*begins, len(parts)])
        if end - first > 1
    )
    return PastedItems(words, repairs, offers)


def _joined(parts: Iterable[_Part]) -> list[str]:
    """The words of each marked part with those of the unmarked ones behind it."""
    items: list[list[str]] = []
    for part in parts:
        if part.marked:
            items.append([])
        items[-1].append(part.words)
    return list(_ended(" ".join(words) for words in items))


def _ended(items: Iterable[str]) -> tuple[str, ...]:
    """The items without what joins each to the next."""
    *others, last = [*items] or [""]
    return (*(_END_OF_ITEM.sub("", item) for item in others), _END_OF_LAST.sub("", last))


def _whole(lines: tuple[str, ...], proposed: Iterable[str], reason: str) -> tuple[Offer, ...]:
    """An offer about all lines; none where it would change or leave nothing."""
    items = tuple(proposed)
    return (offer_of(lines, items, reason),) if items != lines and all(items) else ()


def _bulleted(lines: tuple[str, ...]) -> PastedItems:
    """A text that begins with a bullet or a dash."""
    parts = []
    for line in lines:
        end = bullet_end(line)
        first, *more = split_at_bullets(line[end:])
        parts += [_Part(first, marked=bool(end)), *(_Part(piece, marked=True) for piece in more)]
    if any(begins_with_mark(part.words) for part in parts):
        return PastedItems(lines, offers=_whole(lines, _joined(parts), NESTED))
    if len(lines) == 1 and len(apart := split_at_bullets(parts[0].words, dashes=True)) > 1:
        return PastedItems(lines, offers=_whole(lines, apart, DASHED))
    return _sure(parts, repairs=sum(part.marked for part in parts))


def _lead_numbers(lines: tuple[str, ...], marks: list[NumberMark]) -> tuple[Offer, ...]:
    """Words before a list that counts from ๑. A sentence that counts in brackets, (๑) … (๒) …, is prose."""
    text = "\n".join(lines)
    own = [mark for mark in marks if not mark.refers and not mark.joined]
    run = _rising((mark for mark in own if mark.style == own[0].style), 1)
    in_sentence = any(mark.style == "()" and not mark.begins_line for mark in run)
    if len(run) < max(2, len(own)) or in_sentence:
        return ()
    leading = " ".join(text[: run[0].start].split())
    return _whole(lines, [leading, *_joined(_parts(text, run))], LEADING)


def _lead_bullets(lines: tuple[str, ...]) -> tuple[Offer, ...]:
    """Words before lines with bullets, or bullets between words."""
    parts = [_Part(line[bullet_end(line) :], marked=bool(bullet_end(line))) for line in lines]
    if any(part.marked for part in parts):
        first = _Part(parts[0].words, marked=True)
        return _whole(lines, _joined([first, *parts[1:]]), LEADING)
    return _whole(lines, [piece for line in lines for piece in split_at_bullets(line)], BULLETED)


def _unsigned(lines: tuple[str, ...]) -> tuple[Offer, ...]:
    """Lines that all begin with "ข้อ ๑", "๑" or "๑.๑" and count up from it."""
    numbers = [line_number(line) for line in lines]
    if len(lines) == 1 or [number for number, _end in numbers] != list(range(1, len(lines) + 1)):
        return ()
    return _whole(lines, [line[end:] for line, (_, end) in zip(lines, numbers, strict=True)], UNSIGNED)
