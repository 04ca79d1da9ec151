"""Taking over last year's register: the items of a year have new numbers, but mostly their old titles."""

import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from functools import lru_cache

from assessments.framework import Framework
from ita_portal.saving import create_rows
from ita_portal.thai import arabic_digits
from oit.enums import ItemStatus
from oit.models import OITEntry
from oit.register import Register

TAKEN_OVER = ("unit", "addresses", "note", "reason")
ALIKE = 0.6  # of two titles, from 0 to 1
_YEAR = re.compile(r"(ประจำปี|ของปี|ปี)?(งบประมาณ)?\s*(พ\.\s?ศ\.)?\s*25[0-9]{2}")


def kept_title(title: str) -> str:
    """An item's title without years, spaces and signs, by which it is known in another year."""
    return re.sub(r"[\s.,()/–-]|ประจำปี(งบประมาณ)?", "", _YEAR.sub("", arabic_digits(title)))


@lru_cache(maxsize=32)
def same_items(before: Framework, now: Framework) -> Mapping[str, str]:
    """The items (codes) of a year that come again in another one, each with its code there.

    Those that the same document of the portal answers, those of the same title but for years, and last those
    whose titles are alike, the most alike first: what is taken over is looked at by a person anyway.
    """
    rules = [{rule.kind: rule.item for rule in each.documents} for each in (before, now)]
    found = {item: rules[1][kind] for kind, item in rules[0].items()}
    old, new = ({item.code: kept_title(item.title) for item in each.oit_items} for each in (before, now))
    pairs = [(_likeness(old[one], new[other]), one, other) for one in old for other in new]
    for likeness, one, other in sorted(pairs, key=lambda pair: -pair[0]):
        if likeness >= ALIKE and one not in found and other not in found.values():
            found[one] = other
    return found


def _likeness(one: str, other: str) -> float:
    """How much two titles have in common, 0 to 1."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio() if one != other else 1.0


def carried(now: Register, before: Register) -> tuple[list[OITEntry], list[str]]:
    """The entries that this year gets from the year before, not stored; and the items left behind, in Thai.

    Only items of which nothing is noted yet get something, and nothing counts as done until somebody has
    looked at it: what was published is in work.
    """
    noted = [line for line in before.lines if line.entry.pk]
    again = same_items(before.rules, now.rules) if noted else {}
    made: list[OITEntry] = []
    left: list[str] = []
    for line in noted:
        target = now.line(again.get(line.item.code, ""))
        if target is None:
            left.append(f"{line.item.number} {line.item.title}")
        elif target.entry.pk is None:
            begun = line.entry.addresses or line.entry.status in (ItemStatus.PUBLISHED, ItemStatus.IN_WORK)
            values = {name: getattr(line.entry, name) for name in TAKEN_OVER}
            made.append(
                OITEntry(
                    municipality=now.municipality,
                    fiscal_year=now.fiscal_year,
                    item=target.item.code,
                    status=ItemStatus.IN_WORK if begun else ItemStatus.NOT_BEGUN,
                    carried_from=before.fiscal_year,
                    **values,
                )
            )
    return made, left


def carry(now: Register, before: Register) -> tuple[int, list[str]]:
    """Store what is taken over; how many items, and which were left behind."""
    made, left = carried(now, before)
    create_rows(made)
    return len(made), left
