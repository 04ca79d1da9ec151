"""Reads the names of municipalities, districts, provinces and subdistricts in Thai text. Pure.

Thai writes no blank between words, so a name is told by the word before it (เทศบาลตำบล, อำเภอ), by the lists
of known names, and by what follows. Every look is bounded, so that any text is read in linear time.
"""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace

from documents.checks.places.letters import MARKS, Letters
from documents.checks.places.lists import (
    Home,
    known_districts,
    known_in_bangkok,
    known_municipalities,
    known_provinces,
    known_subdistricts,
    longest_name,
)
from documents.checks.places.words import (
    FIRST_PARTS,
    FOLLOWING,
    GENERIC,
    LAST_PARTS,
    NOUNS,
    ORDINARY,
    OWNERS,
    PROVINCES_CALLED,
    PROVINCES_ORDINARY,
    SAID_OF_PLACES,
    VERBS,
)

_SHORT, _LONGEST_UNLISTED, _LONGEST_REST = (
    3,
    20,
    8,
)  # signs of a name, and of what goes on behind a listed one
_MENTION = re.compile(
    "(?P<stem>เทศบาล|เทศมนตรี)(?P<kind>นคร|เมือง|ตำบล|[นมต]\\.)?"
    r"|(?P<short>ท\.?[นมต]\.)"
    r"|(?P<sao>องค์การบริหารส่วนตำบล|อ\.?บ\.?ต\.?)|(?P<pao>องค์การบริหารส่วนจังหวัด|อ\.?บ\.?จ\.?)"
    r"|(?P<province>จังหวัด|จ\.|ชาว)|(?P<district>อำเภอ|อ\.)|(?P<bangkok>เขต)|(?P<subdistrict>ตำบล|ต\.)"
)
_ADDRESS = r"ตำบล|ต\.|อำเภอ|อ\.|จังหวัด|จ\."
_TOLD = re.compile(f"{'|'.join(SAID_OF_PLACES)}|{_ADDRESS}")
_TOLD_UNLISTED = re.compile(f"{'|'.join(set(SAID_OF_PLACES) - {'จะ'})}|{_ADDRESS}")
_VERBS = re.compile("|".join((*SAID_OF_PLACES, *VERBS)))
_FOLLOWING = re.compile("|".join((*SAID_OF_PLACES, *VERBS, *FOLLOWING, _ADDRESS)))
_SHORT_KINDS = {"น": "นคร", "ม": "เมือง", "ต": "ตำบล"}  # ทต., เทศบาล ต.บ้านสา
_SUBDISTRICT_BODY = "อบต"


@dataclass(frozen=True)
class Mention:
    """A place that a text names, from `start` to `end` of its letters.

    `sort` is body, province, district or subdistrict; `kind` that of a body: นคร, เมือง, ตำบล, "" for plain
    เทศบาล, อบต or อบจ. `own` tells that the name is the document's own one, whatever the kind.
    """

    sort: str
    start: int
    end: int
    name: str
    own: bool
    kind: str = ""
    written: str = ""


def mentions(letters: Letters, home: Home) -> Iterator[Mention]:
    """Every place that the text names, in order; none inside another."""
    done = 0
    for found in _MENTION.finditer(letters.text):
        if found.start() < done or not _is_word(letters, found):
            continue
        if mention := _READERS[found.lastgroup or ""](letters, found, home):
            done = mention.end
            yield mention


def follows_a_name(letters: Letters, place: int) -> bool:
    """Whether the words from here on are those of a sentence whose subject has just been named."""
    return bool(_VERBS.match(letters.text, place))


def _is_word(letters: Letters, found: re.Match[str]) -> bool:
    """Whether a short form stands for itself: กทม. is no ทม., สอบตลาด no อบต."""
    if found.lastgroup == "short":
        return letters.text[found.start() - 1 : found.start()] != "ก"
    return len(found[0]) > _SHORT or found[0] in ("เขต", "ชาว") or letters.begins(found.start())


def _municipality(letters: Letters, found: re.Match[str], home: Home) -> Mention | None:
    """เทศบาลเมืองน่าน, เทศบาลนครปฐม (whose name begins with the word for its kind) and plain เทศบาลบ้านสา."""
    stem, kind = found.end("stem"), found["kind"] or ""
    kind = _SHORT_KINDS.get(kind.rstrip("."), kind)
    if not kind:
        return None if letters.blank_before(stem) else _body(letters, found, stem, "", home)
    if letters.text.startswith(home.name, stem) and not letters.text.startswith(home.name, found.end()):
        return _body(letters, found, stem, "", home)
    return _body(letters, found, found.end(), kind, home) or _body(letters, found, stem, "", home)


def _short(letters: Letters, found: re.Match[str], home: Home) -> Mention | None:
    return _body(letters, found, found.end(), _SHORT_KINDS[found[0].rstrip(".")[-1]], home)


def _subdistrict_body(letters: Letters, found: re.Match[str], home: Home) -> Mention | None:
    return _body(letters, found, found.end(), _SUBDISTRICT_BODY, home)


def _body(letters: Letters, found: re.Match[str], start: int, kind: str, home: Home) -> Mention | None:
    text = letters.text
    start += kind != "" and text.startswith("\n", start)
    own = start + len(home.name) if text.startswith(home.name, start) else 0
    own = 0 if text[own : own + 1] in MARKS else own
    end = longest_name(text, start, known_municipalities())
    if own:
        end = _goes_on(letters, start, own, end)
    elif end:
        end = _whole(letters, start, end) if _is_name(letters, found.start(), start, end, kind) else 0
    elif kind:
        end = _unlisted(letters, start)
    if not end:
        return None
    name = text[start:end]
    written = f"องค์การบริหารส่วนตำบล{name}" if kind == _SUBDISTRICT_BODY else f"เทศบาล{kind}{name}"
    return Mention("body", found.start(), end, name, name == home.name, kind, written)


def _goes_on(letters: Letters, start: int, own: int, known: int) -> int:
    """Where a name ends that begins as the own one: บ้านใหม่พัฒนา is another, บ้านใหม่ พัฒนา… is not."""
    text = letters.text
    if letters.ends(own):
        return own
    if known > own + _generic(text, own) and not (
        text.startswith(LAST_PARTS, own) or _FOLLOWING.match(text, own)
    ):
        return known
    last = max((len(part) for part in LAST_PARTS if text.startswith(part, own)), default=0)
    longer = max(known, own + last)
    told = text[longer : longer + 1] not in MARKS and (letters.ends(longer) or _told(text, longer))
    return longer if longer > own + _generic(text, own) and told else own


def _is_name(letters: Letters, said: int, start: int, end: int, kind: str) -> bool:
    """Whether a listed name behind the word said for its kind is meant as one, and is no ordinary word."""
    name = letters.text[start:end]
    if end - start <= _generic(letters.text, start):
        return False
    if name in ORDINARY:
        owned = letters.ends(end) and letters.text.endswith(OWNERS, 0, said)
        return kind != "" and (owned or _told(letters.text, end))
    if not kind and (len(name) <= _SHORT or name in NOUNS or name in PROVINCES_ORDINARY):
        return _told(letters.text, end)
    if kind and len(name) > _SHORT and name not in NOUNS | PROVINCES_ORDINARY:
        return True
    return _stands_alone(letters, end)


def _whole(letters: Letters, start: int, end: int) -> int:
    """Where the name ends of which only the begin is listed: ทุ่งผิง, of which the lists have ทุ่ง."""
    longer = 0 if _stands_alone(letters, end) else _unlisted(letters, start)
    surely = letters.ends(longer) or letters.text[end:longer] in LAST_PARTS
    surely = surely or bool(_TOLD_UNLISTED.match(letters.text, longer))
    return longer if end < longer <= end + _LONGEST_REST and surely else end


def _unlisted(letters: Letters, start: int) -> int:
    """Where a name ends that no list has: it begins as places' names do, or is the subject of a sentence."""
    text = letters.text
    if letters.ends(start) or text[start] in MARKS or _generic(text, start):
        return 0
    for end in range(start + _SHORT, min(start + _LONGEST_UNLISTED, len(text)) + 1):
        if _stands_alone(letters, end):
            listed = text.startswith(FIRST_PARTS, start)
            return end if listed or _TOLD_UNLISTED.match(text, end) else 0
    return 0


def _province(letters: Letters, found: re.Match[str], home: Home) -> Mention | None:
    mention = _listed(letters, found, "province", known_provinces(), home.province)
    is_people = found[0] == "ชาว"
    return mention if mention and (not is_people or _stands_alone(letters, mention.end)) else None


def _province_body(letters: Letters, found: re.Match[str], home: Home) -> Mention | None:
    """องค์การบริหารส่วนจังหวัด: another province's is a body of others, the own one's a neighbour."""
    mention = _listed(letters, found, "body", known_provinces(), home.province)
    return mention and replace(mention, kind="อบจ", written=f"องค์การบริหารส่วนจังหวัด{mention.name}")


def _bangkok_district(letters: Letters, found: re.Match[str], home: Home) -> Mention | None:
    mention = _listed(letters, found, "district", known_in_bangkok(home.province), "")
    alone = mention and _stands_alone(letters, mention.end)
    return mention and replace(mention, written=f"เขต{mention.name}") if alone else None


def _listed(
    letters: Letters, found: re.Match[str], sort: str, names: Collection[str], own: str
) -> Mention | None:
    """A province or district, which are all known; the own one may be missing in the files."""
    start, text = found.end(), letters.text
    end = longest_name(text, start, names)
    if text.startswith(own, start):
        end = max(end, start + len(own))
    name = PROVINCES_CALLED.get(text[start:end], text[start:end])
    if not name or not (name == own or _ends_well(letters, start, end)):
        return None
    word = "จังหวัด" if sort == "province" else "อำเภอ"
    return Mention(sort, found.start(), end, name, name == own, "", word + name)


def _ends_well(letters: Letters, start: int, end: int) -> bool:
    """Whether the name of a province or district is one here: จังหวัดเลยจัด and อำเภอสังคมสงเคราะห์ have none."""
    name = letters.text[start:end]
    if name == "เลย" or len(name) <= _generic(letters.text, start):
        return letters.ends(end)
    ordinary = len(name) <= _SHORT + 1 or name in PROVINCES_ORDINARY | ORDINARY | NOUNS
    return _stands_alone(letters, end) if ordinary else True


def _district(letters: Letters, found: re.Match[str], home: Home) -> Mention | None:
    """อำเภอแจ้ห่ม; อำเภอเมือง is that of the province named behind it, or of the own one."""
    named = _listed(letters, found, "district", known_districts(), home.district)
    if named or not letters.text.startswith("เมือง", found.end()):
        return named
    end = found.end() + len("เมือง")
    end += letters.text.startswith("ฯ", end)
    behind = _MENTION.match(letters.text, end)
    of = _province(letters, behind, home) if behind and behind["province"] else None
    if not (of or letters.ends(end)):
        return None
    name = f"เมือง{of.name if of else home.province}"
    return Mention("district", found.start(), end, name, name == home.district, "", f"อำเภอ{name}")


def _subdistrict(letters: Letters, found: re.Match[str], home: Home) -> Mention | None:
    """ตำบลบ้านสา; hospitals (โรงพยาบาลส่งเสริมสุขภาพตำบล) bear names of villages."""
    start, text = found.end(), letters.text
    end = longest_name(text, start, known_subdistricts())
    if text.startswith(home.name, start):
        end = max(end, start + len(home.name))
    name = text[start:end]
    own = name == home.name or name in home.subdistricts or not home.subdistricts
    if not name or text.endswith("ส่งเสริมสุขภาพ", 0, found.start()):
        return None
    sure = len(name) > _SHORT and name not in ORDINARY and start + _generic(text, start) < end
    if not own and not (sure and _stands_alone(letters, end)):
        return None
    return Mention("subdistrict", found.start(), end, name, own, "", f"ตำบล{name}")


def _stands_alone(letters: Letters, end: int) -> bool:
    """Whether a word ends here, so far as what follows tells."""
    return letters.ends(end) or bool(_FOLLOWING.match(letters.text, end))


def _told(text: str, end: int) -> bool:
    """Whether what follows is said of a place only: a sentence's verb, an address."""
    return bool(_TOLD.match(text, end))


def _generic(text: str, start: int) -> int:
    """How many signs of the text from here are a word that begins no name."""
    return max((len(word) for word in GENERIC if text.startswith(word, start)), default=0)


_READERS: dict[str, Callable[[Letters, re.Match[str], Home], Mention | None]] = {
    "stem": _municipality,
    "kind": _municipality,
    "short": _short,
    "sao": _subdistrict_body,
    "pao": _province_body,
    "province": _province,
    "district": _district,
    "bangkok": _bangkok_district,
    "subdistrict": _subdistrict,
}
