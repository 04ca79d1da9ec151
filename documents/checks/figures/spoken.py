"""Of what a text speaks: the indicators, instruments or total, and the years, of a statement. Pure."""

import re
from dataclasses import dataclass

from assessments import framework
from documents.checks.figures.mentions import TOTAL, NumberMention, ReadText, SubjectMention, YearMention
from documents.checks.passages import Passage
from documents.dossier import Dossier

_REACH = 120
_LONGEST_JOIN = 20
_BEFORE_LIST = 60  # signs between a statement and the list of what it is of
_PLANNED = re.compile(
    r"\.(?:title|steps|follow_up|goals|guidelines|advice|responsible|suggestions|difference_note)(?:\.|$)"
)
_LISTED = re.compile(r" ?(?:,|และ|กับ|รวมทั้ง|\(|:|\))? ?")
_NAMES_FOLLOW = re.compile(r"(?:คือ|ได้แก่|ประกอบด้วย) ?:? ?$")
_BETWEEN_NAMES = re.compile(r"คะแนน|ได้|และ|กับ|ที่|มี|[ ,()\n:]")


@dataclass(frozen=True)
class Spoken:
    """The codes that a statement may be of; with `each` it is of every one of them. A list ends at `end`."""

    codes: tuple[str, ...]
    each: bool = False
    end: int = 0

    @property
    def alternatives(self) -> list[tuple[str, ...]]:
        """What must hold one by one: each code by itself, or any of the codes."""
        return [(code,) for code in self.codes] if self.each else [self.codes]

    @property
    def named(self) -> bool:
        """Whether there is anything that it may be of."""
        return bool(self.codes)


def speaks_of_plans(passage: Passage) -> bool:
    """Whether a text says what is to be done, so that "เพิ่มขึ้น" and "เป็น ๙๙ คะแนน" are meant to come."""
    return bool(_PLANNED.search(passage.path))


def own_codes(passage: Passage, *, strong: bool = True) -> tuple[str, ...]:
    """What a text that names nothing speaks of: the one thing that it is written on, with its parts.

    A number that only its form makes a score is of nothing that is not named.
    """
    if len(passage.about) != 1 or not strong:
        return ()
    (code,) = passage.about
    rules = framework.load(passage.year)
    inside = [row.code for row in rules.indicators if row.instrument == code]
    return (code, *(part for part in rules.part_codes if part.startswith(code)), *inside)


def spoken_years(dossier: Dossier, passage: Passage) -> tuple[int, ...]:
    """The years whose scores a text may mean that names none; in a report of results the plan's first."""
    if passage.place.page in ("result", "results"):
        return dossier.fiscal_year, dossier.assessed_year
    return (passage.year,)


def spoken_codes(subjects: tuple[SubjectMention, ...], own: tuple[str, ...]) -> Spoken:
    """What a statement behind these subjects is of.

    The last firm one counts, with the plain words behind it; an instrument or the total, with the indicators
    before it. Where nothing firm is named, the text's `own` codes are meant, or the plain words. Something
    else that is counted ("ข้อ i10") leaves nothing.
    """
    if subjects and not subjects[-1].codes:
        return Spoken(())
    firm = [place for place, subject in enumerate(subjects) if subject.firm and subject.codes]
    if not firm:
        plain = (code for subject in subjects for code in subject.codes)
        return Spoken(tuple(dict.fromkeys([*own, *plain])))
    last = subjects[firm[-1]]
    behind = [code for subject in subjects[firm[-1] + 1 :] for code in subject.codes]
    if len(last.codes) > 1 and not set(behind) - set(last.codes):
        return Spoken(last.codes, each=True)
    broad = not last.codes[0].isdigit()
    before = [code for subject in subjects[: firm[-1]] for code in subject.codes if broad]
    return Spoken(tuple(dict.fromkeys([*last.codes, *behind, *before])))


def listed_codes(reading: ReadText, subjects: tuple[SubjectMention, ...]) -> tuple[str, ...]:
    """The codes of the last subjects that stand in one list: "ตัวชี้วัดที่ ๑ … และตัวชี้วัดที่ ๖ …"."""
    codes: list[str] = []
    for place, subject in enumerate(subjects):
        between = reading.text[subjects[place - 1].end : subject.start] if place else ""
        joined = len(between) < _LONGEST_JOIN and _LISTED.fullmatch(between)
        if not joined or {code.isdigit() for code in codes} - {code.isdigit() for code in subject.codes}:
            codes = []  # "ตัวชี้วัดที่ ๔ (IIT)" is no list
        codes += [code for code in subject.codes if code not in codes and code != TOTAL]
    return tuple(codes)


def spoken_before(reading: ReadText, place: int, own: tuple[str, ...]) -> Spoken:
    """What a statement at a place is of, by the names before it; one list of names is meant as a whole."""
    subjects: list[SubjectMention] = []
    numbered = False
    for mention in reading.near(place - _REACH, place):
        if isinstance(mention, SubjectMention):
            subjects = [mention] if numbered or not mention.codes else [*subjects, mention]
            numbered = False
        elif isinstance(mention, NumberMention) and mention.places:
            numbered = True
    spoken = spoken_codes(tuple(subjects), own)
    listed = listed_codes(reading, tuple(subjects))
    if len(listed) > 1 and set(listed) & set(spoken.codes):
        return Spoken(listed, each=True)
    return spoken


def spoken_after(reading: ReadText, place: int) -> Spoken:
    """What a statement names behind itself: "ตัวชี้วัดที่ต่ำกว่าเกณฑ์ ได้แก่ ตัวชี้วัดที่ ๔ … และ …"; else nothing."""
    codes: list[str] = []
    last = place
    for mention in reading.near(place, place + 400):
        between = reading.text[last : mention.start]
        if isinstance(mention, NumberMention | YearMention):
            if codes:
                last = mention.end
            continue
        if not isinstance(mention, SubjectMention) or not mention.codes or len(between) > _BEFORE_LIST:
            break
        if not (_BETWEEN_NAMES.sub("", between) == "" if codes else _NAMES_FOLLOW.search(between)):
            break
        codes += [code for code in mention.codes if code not in codes and code != TOTAL]
        last = mention.end
    return Spoken(tuple(codes), each=True, end=last)


def gap_before(reading: ReadText, place: int) -> str | None:
    """The words between the nearest subject and a place, without years and numbers; None if none is near."""
    mentions = reading.near(place - _REACH, place)
    subjects = [number for number, mention in enumerate(mentions) if isinstance(mention, SubjectMention)]
    if not subjects:
        return None
    words, last = "", mentions[subjects[-1]].end
    for mention in mentions[subjects[-1] + 1 :]:
        words, last = words + reading.text[last : mention.start], mention.end
    return words + reading.text[last:place]
