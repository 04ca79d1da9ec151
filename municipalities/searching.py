"""The one search for municipalities by words, behind every list, filter and field of the portal."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q

from ita_portal.thai import search_key

MOST_WORDS = 8
_PREFIXES = {"อำเภอ": "district", "อ.": "district", "จังหวัด": "province", "จ.": "province"}
_PREFIXED = re.compile(r"(อำเภอ|อ\.|จังหวัด|จ\.)(?=.)")
_PREFIX_ALONE = re.compile(r"(?<!\S)(อำเภอ|อ\.|จังหวัด|จ\.|เทศบาลนคร|เทศบาลเมือง|เทศบาลตำบล|เทศบาล)\s+")


@dataclass(frozen=True)
class SearchWord:
    """One word of a search: as `typed`, and its `name` without the อำเภอ or จังหวัด that stands before it.

    `of` is then "district" or "province", else "".
    """

    typed: str
    name: str
    of: str = ""

    def place(self, prefix: str = "") -> Q:
        """Where it occurs: in the full name, today's or a former one, the district or the province.

        Or it is the DLA code, today's or a former one.

        `prefix` leads to the municipality ("municipality__") for other models.
        """
        district = Q((f"{prefix}district__name__contains", self.name))
        province = Q((f"{prefix}district__province__name__contains", self.name))
        if self.of:
            return district if self.of == "district" else province
        former = f"|{self.name}|" if self.name.isdigit() else self.name  # a code is found only as a whole
        named = Q((f"{prefix}search_key__contains", self.name)) | Q((f"{prefix}code", self.name))
        named |= Q((f"{prefix}former_key__contains", former))
        return named | district | province


def search_words(text: str) -> Iterator[SearchWord]:
    """The words that were typed, at most eight: "เขลางค์ จ.ลำปาง", "เทศบาลตำบล ทุ่งผึ้ง", "อำเภอ เมืองลำปาง".

    Digits may be Thai; signs that nobody sees do not count (see `thai.search_key`).
    """
    for word in _PREFIX_ALONE.sub(r"\1", search_key(text)).split()[:MOST_WORDS]:
        prefixed = _PREFIXED.match(word)
        yield (
            SearchWord(word, word[prefixed.end() :], _PREFIXES[prefixed[1]])
            if prefixed
            else SearchWord(word, word)
        )
