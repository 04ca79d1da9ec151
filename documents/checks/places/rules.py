"""Whether a text names a place that is not the document's own, and speaks as if it were. Pure.

Copied papers keep the names of their first home. A neighbour that is named as such is none: the words before
and behind the name tell (ร่วมกับ, ศึกษาดูงานที่, ซึ่งเป็นเทศบาลใกล้เคียง).
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from documents.checks.complaints import Complaint
from documents.checks.passages import Passage
from documents.checks.places import surroundings
from documents.checks.places.letters import Letters, letters_of
from documents.checks.places.lists import Home, home_of
from documents.checks.places.names import Mention, follows_a_name, mentions
from documents.dossier import Dossier, PlaceFacts

# Part of every word that a name follows, however it is spaced: most texts have none, and are done with.
_ANY = re.compile("บาล|มนตรี|องค์|จังห|อำเ|\u0e4d|เภอ|เขต|ชาว|ตำบ|[ตอจนม]\\.|อ\\.?บ")
_BEFORE, _BEHIND = 70, 45  # signs that are looked at on each side
_BETWEEN = re.compile(r"[\s,()]*(?:ใน|ของ|เขต|พื้นที่|ที่)?\s*")  # within one address
_LISTED = re.compile("[ ,]*(?P<and>และ|กับ|หรือ|รวมถึง|รวมทั้ง|ตลอดจน|ร่วมกับ)?[ ,]*")  # in one list of places


def other_places(dossier: Dossier, passage: Passage) -> Iterator[Complaint]:
    """Each municipality, district or province of others that the text names as its own, once."""
    if not _ANY.search(passage.text):
        return
    letters, place = letters_of(passage.text), dossier.place
    said: set[str] = set()
    for mention, sentence in _strange(letters, home_of(place)):
        if mention.written not in said and _is_strange_at_all_times(letters, mention, place):
            said.add(mention.written)
            first, last = letters.at[mention.start], letters.at[mention.end - 1] + 1
            yield passage.complaint(f"{sentence} {passage.quoted(first, last)}")


def _is_strange_at_all_times(letters: Letters, mention: Mention, place: PlaceFacts) -> bool:
    """Whether the name is no own one at any time: a paper may speak of what the place was or has become."""
    others = (home_of(replace(then, other_times=())) for then in place.other_times)
    return all(any(found.start == mention.start for found, _ in _strange(letters, home)) for home in others)


def _strange(letters: Letters, home: Home) -> Iterator[tuple[Mention, str]]:
    """The places of others with what is to be said of them."""
    before: Mention | None = None
    before_is_fine = True
    for mention in mentions(letters, home):
        address = bool(before and _belongs(letters, before, mention))
        if before and address:
            # Of another place all is said already; an own one elsewhere is a namesake, which may be meant.
            fine = not before.own or _named_as_another(letters, before)
        elif before and _listed_with(letters, before, mention):
            fine = before_is_fine and mention.name != home.name
        else:
            fine = _named_as_another(letters, mention)
        sentence = "" if fine else _sentence(mention, home, before if address else None)
        if sentence:
            yield mention, sentence
        before, before_is_fine = mention, not sentence


def _belongs(letters: Letters, before: Mention, mention: Mention) -> bool:
    """Whether the place is the address of the one before: ตำบลปากน้ำ อำเภอ…, อำเภอ… จังหวัด…."""
    order = ("body", "subdistrict", "district", "province")
    between = letters.spaced(before.end, mention.start)
    return order.index(before.sort) < order.index(mention.sort) and bool(_BETWEEN.fullmatch(between))


def _listed_with(letters: Letters, before: Mention, mention: Mention) -> bool:
    """Whether both are items of one list, or the place is the seat of an office of the own province."""
    between = _LISTED.fullmatch(letters.spaced(before.end, mention.start))
    if not between:
        return False
    if (before.sort, mention.sort) == ("province", "district"):
        return before.own and not between["and"]
    bare = not between["and"] and (before.own or follows_a_name(letters, mention.end))
    return before.sort == mention.sort and not bare


def _sentence(mention: Mention, home: Home, of: Mention | None) -> str:
    """What contradicts the document's own place; "" where nothing does."""
    place = home.place
    own = f"{place.full_name}อยู่ในอำเภอ{place.district} จังหวัด{place.province}"
    if mention.own:
        renamed = mention.sort == "body" and mention.kind not in ("", "อบจ", home.kind)
        return f"ข้อความเรียกว่า{mention.written} แต่ชื่อตามทะเบียนคือ{place.full_name}" if renamed else ""
    if mention.sort == "body":
        return f"ข้อความกล่าวถึง{mention.written} แต่เอกสารนี้เป็นของ{place.full_name}"
    if of and of.sort == "body":
        return f"ข้อความกล่าวถึง{of.written} {mention.written} แต่{own}"
    return f"ข้อความกล่าวถึง{mention.written} แต่{own}"


def _named_as_another(letters: Letters, mention: Mention) -> bool:
    """Whether the words around the name say that another place is meant, or what the own one once was."""
    first = max(mention.start - _BEFORE, 0)
    before = letters.spaced(max(first, letters.text.rfind("\n", first, mention.start) + 1), mention.start)
    before += " " * (before != "" and letters.blank_before(mention.start))
    behind = letters.spaced(mention.end, mention.end + _BEHIND).split("\n")[0]
    if mention.own:
        return surroundings.tell_history(before, behind) or surroundings.tell_partner(before, behind)
    if surroundings.ends_a_clause(before) and follows_a_name(letters, mention.end):
        return surroundings.tell_neighbour(behind)  # a new sentence begins with the name
    if surroundings.tell_title(before):
        return True
    if mention.sort == "body":
        street = not mention.kind and before.endswith(("โรงเรียน", "ถนน"))
        return street or surroundings.tell_partner(before, behind)
    return surroundings.tell_partner(before, behind) or surroundings.tell_venue(before)
