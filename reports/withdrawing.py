"""What the reason of a withdrawal may not repeat, and whether a revision says the same as the one withdrawn.

Pure. The reason stands in public in the place of what it hides.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from ita_portal.thai import search_key

# Letters and digits in a row that a reason may have in common with what it hides: some five words.
LONGEST = 20
SHORTEST_NUMBER = 6  # digits of what identifies somebody: a telephone, a card, an account
OF_A_CARD = 13  # digits of the number of a citizen's card
SHORTEST_NAME = 8  # letters and digits of a file's name that says something
# A person: a title that is no office (นายกเทศมนตรี), the name behind it, and what follows after one space.
_PERSON = re.compile(
    r"(?:นาย(?!ก)|นางสาว|นาง|น\.ส\.|ด\.ช\.|ด\.ญ\.|เด็กชาย|เด็กหญิง)\s?([ก-๎]{2,30}(?:\s[ก-๎]{2,30})?)"
)
_NUMBER = re.compile(rf"[0-9](?:[ -]?[0-9]){{{SHORTEST_NUMBER - 1},}}")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
# What stands between words; Thai marks are letters.
_BETWEEN = re.compile(r"[^\S\n]+|[!-/:-@\[-`{-~“”‘’…–—·]+")
_PLACE = ("municipality",)  # its name stands on every page, withdrawn or not


def repeated_words(reason: str, bundles: Iterable[str], names: Iterable[str] = ()) -> str:
    """The words of a reason that stand in what it hides, as they are compared; "" where it repeats nothing.

    `bundles` are the data of the hidden revisions (JSON, "" for none), `names` the titles and file names of
    their evidence. Refused are twenty letters in a row, a number of six digits, a mail address, a person with
    a title, and the name of a file.
    """
    said, names = search_key(reason), list(names)
    texts = [text for bundle in bundles if bundle for text in _texts(json.loads(bundle))]
    hidden = "\n".join(map(search_key, [*texts, *names]))
    packed = _packed(hidden)
    for found in (*_NUMBER.findall(said), *_MAIL.findall(said), *_PERSON.findall(said)):
        if _packed(found) in packed:
            return str(found)
    for person in _PERSON.finditer(hidden):  # Thai has no space behind a name: each side may run on
        named = person[0].removesuffix(person[1]) + person[1].split()[0]
        if _packed(named) in _packed(said):
            return named
    for name in names:
        stem = _packed(search_key(PurePosixPath(name).stem))
        if len(stem) >= SHORTEST_NAME and stem in _packed(said):
            return name
    return _longest_common(_packed(said), packed)


def identity_number(reason: str) -> str:
    """A number of thirteen digits in a reason, as of a citizen's card; "" where there is none.

    What a hidden file holds is not compared, and no reason needs such a number.
    """
    numbers = _NUMBER.findall(search_key(reason))
    return next((str(found) for found in numbers if len(_packed(found)) == OF_A_CARD), "")


def content_said(bundle: str) -> Any:
    """What the data of a revision (JSON) say, without where its files lie and what needs no second review.

    Two revisions of equal contents give equal values, whatever version of the format each is written in.
    """
    told = {key: value for key, value in json.loads(bundle).items() if key != "format"}
    place = {key: value for key, value in told["municipality"].items() if key not in ("code", "website")}
    return _without_places(told | {"municipality": place})


def uncovered(earlier: Mapping[int, str], newest: str) -> list[str]:
    """The titles of evidence that earlier revisions (by number) open to all and the newest does not.

    That is what was taken out since, and what is only named now.
    """
    open_now = set(_opened(newest))
    found = (pair for _, bundle in sorted(earlier.items()) if bundle for pair in _opened(bundle).items())
    return list(dict.fromkeys(title for key, title in found if key not in open_now))


def _opened(bundle: str) -> dict[str, str]:
    """Titles of evidence by what it opens: the file's sha256, or the address."""
    rows = [
        row
        for measure in json.loads(bundle).get("plan", {}).get("measures", ())
        for row in measure.get("evidence", ())
    ]
    return {row.get("sha256") or row["url"]: row["title"] for row in rows if row["url"]}


def _texts(told: Mapping[str, Any]) -> Iterator[str]:
    def walk(value: Any) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, Mapping):
            for one in value.values():
                yield from walk(one)
        elif isinstance(value, list):
            for one in value:
                yield from walk(one)

    yield from walk({key: value for key, value in told.items() if key not in _PLACE})


def _without_places(value: Any) -> Any:
    if isinstance(value, dict):
        left_out = "url" if value.get("sha256") else ""
        return {key: _without_places(one) for key, one in value.items() if key != left_out}
    return [_without_places(one) for one in value] if isinstance(value, list) else value


def _packed(text: str) -> str:
    """Letters and digits alone, line by line: a space or a dash more makes no other words."""
    return _BETWEEN.sub("", text)


def _longest_common(said: str, hidden: str) -> str:
    for start in range(len(said) - LONGEST + 1):
        if said[start : start + LONGEST] in hidden:
            end = start + LONGEST
            while end < len(said) and said[start : end + 1] in hidden:
                end += 1
            return said[start:end]
    return ""
