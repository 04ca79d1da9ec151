"""Pasted names of units: who is responsible, one item each. Pure."""

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import replace

from ita_portal.pasted.found import Offer, PastedItems, offer_of
from ita_portal.pasted.lists import read_items
from ita_portal.thai import search_key

SEVERAL = "น่าจะเป็นหลายหน่วยงาน"

# With these begins the name of a unit; "กองทุน", "ส่วนร่วม", "งานบุญ" are none.
_UNIT = (
    "(?:สำนัก|กอง(?!ทุน|ขยะ|ทัพ)|ฝ่าย|แผนก|ศูนย์|สถานี|สถานธนานุบาล|โรงเรียน|โรงพยาบาล|หน่วย|กลุ่มงาน|"
    "ส่วน(?!ร่วม|รวม|ตัว|บุคคล|ได้|ใหญ่|น้อย)|งาน(?!บุญ|ศพ|วัด|ประจำปี|นั้น|นี้|ที่))"
)
_ROLE = (
    "(?:คณะ|นายกเทศมนตรี|รองนายก|ปลัดเทศบาล|รองปลัด|ผู้อำนวยการ|หัวหน้า|ผู้|เจ้าหน้าที่|เจ้าพนักงาน|นักวิชาการ|นักทรัพยากร|"
    "นักพัฒนา|นักวิเคราะห์|นักจัดการ|นิติกร|วิศวกร|สภาเทศบาล|ประธาน|เลขานุการ|พนักงาน|บุคลากร|เทศบาล|ชุมชน|กำนัน|อาสาสมัคร|อบต)"
)
# A word for a kind of units, without the name of one: "ทุกสำนัก/กอง", "ผู้อำนวยการกอง".
_KIND_ONLY = re.compile(
    "(?:ทุก|แต่ละ|หัวหน้า|ผู้อำนวยการ|เจ้าหน้าที่)*(?:สำนัก|กอง|ฝ่าย|แผนก|ศูนย์|หน่วย|หน่วยงาน|ส่วน|ส่วนราชการ|งาน|กลุ่มงาน)?"
    "(?:ต่าง ?ๆ|ที่เกี่ยวข้อง|ในสังกัด|อื่น ?ๆ?)?"
)
_BEGINS = re.compile(f"{_UNIT}|{_ROLE}")
_COMMA = re.compile(r"\s*(?:[,،、；;](?:\s*และ(?=\s*(?:สำนัก|กอง|ฝ่าย|ศูนย์)))?)\s*")
_HELD = "[\ue000-\uf8ff]"  # a known name, while the text around it is read
_BETWEEN = re.compile(
    rf"\s*[/&+|]\s*|\s*(?:และ|กับ)\s*(?={_UNIT}|{_HELD})|\s+(?=(?:สำนัก|กอง(?!ทุน)|ศูนย์|โรงเรียน)[ก-๙]|{_HELD})"
)


def read_units(text: str, known: Iterable[str] = ()) -> PastedItems:
    """The units in a pasted text; `known` are names of the municipality's units, which are never cut.

    Lines, numbers and bullets are read as of every list (`read_items`), commas between units at once. Slash,
    และ, กับ and blanks between whole names of units are offered; so are known names without anything between.
    "ทุกสำนัก/กอง" and "กองสาธารณสุขและสิ่งแวดล้อม" are one.
    """
    names = {search_key(name): name for name in known if name.strip()}
    listed = read_items(text)
    if any(offer.count == len(listed.items) > 1 or len(offer.items) > 1 for offer in listed.offers):
        return listed
    begun = {offer.first: offer for offer in listed.offers}
    asked = {place for offer in listed.offers for place in range(offer.first, offer.first + offer.count)}
    items: list[str] = []
    offers: list[Offer] = []
    for place, item in enumerate(listed.items):
        offers += [replace(begun[place], first=len(items))] if place in begun else []
        pieces = [item] if place in asked else _at_commas(item, names)
        offers += [] if place in asked else _offers(pieces, names, len(items))
        items += pieces
    return PastedItems(tuple(items), listed.repairs + len(items) - len(listed.items), tuple(offers))


def _at_commas(item: str, names: dict[str, str]) -> list[str]:
    pieces = [piece for piece in _COMMA.split(item) if piece]
    whole = item.count("(") == item.count(")") and all(
        piece.count("(") == piece.count(")") and is_unit(piece, names) for piece in pieces
    )
    return pieces if whole and not _is_known(item, names) else [item]


def _is_known(text: str, names: Container[str]) -> bool:
    return search_key(text) in names


def is_unit(text: str, names: Container[str] = ()) -> bool:
    """Whether a text is the name of one unit or office, not only a word for their kind.

    `names` are the search keys of names that are known.
    """
    return _is_known(text, names) or bool(_BEGINS.match(text) and not _KIND_ONLY.fullmatch(text))


def _offers(pieces: list[str], names: dict[str, str], first: int) -> Iterator[Offer]:
    for place, piece in enumerate(pieces, first):
        apart = [] if _is_known(piece, names) else _several(piece, names)
        if len(apart) > 1:
            yield offer_of((piece,), apart, SEVERAL, place)


def _several(text: str, names: dict[str, str]) -> list[str]:
    """The units between which slashes, words or blanks stand; nothing where one of them would be none."""
    if "(" in text:
        return []
    held = {chr(0xE000 + place): name for place, name in enumerate(sorted(names.values(), key=len)[::-1])}
    covered = text
    for sign, name in held.items():
        covered = covered.replace(name, sign)
    if covered and not set(covered) - held.keys():
        return [held[sign] for sign in covered]
    pieces = _BETWEEN.split(covered)
    shown = ["".join(held.get(sign, sign) for sign in piece).strip() for piece in pieces]
    return shown if all(is_unit(piece, names) for piece in shown) else []
