"""Where the head of a table stands and what its columns are: names as people write them. Pure."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ita_portal.thai import search_key

HEAD_ROWS = 20
"""The head is looked for in so many rows; a file of an office has titles above it."""
FEWEST = 2  # columns that a row must name to be a head, where it lacks others

Texts = dict[int, str]  # by the number of their column, from 0
NumberedTexts = tuple[int, Texts]
_EXPLAINED = re.compile(r"(?<=\S)\s*[(（][^()（）]*[)）]\s*$")
_BETWEEN = re.compile(r"[\s.:;,*()“”\"'\[\]_/-]+")


def head_key(text: str) -> str:
    """A name of a column as names are compared: as `search_key`, without blanks, breaks and signs."""
    return _BETWEEN.sub("", search_key(text))


@dataclass(frozen=True)
class ColumnNames:
    """The names of columns: `keys` by `head_key`, `read` for those that no list holds, and what is no input.

    `read` gives the key of a column, "" where the text names none. `unused` are names, or their beginnings
    with "…" at the end, of columns that the portal writes itself and does not read.
    """

    keys: Mapping[str, str]
    unused: Collection[str] = ()
    read: Callable[[str], str] = lambda _text: ""

    def key(self, *texts: str) -> str:
        """The key of the first text that names a column; the names of the lists count before those read.

        What explains a name in brackets behind it counts last: "ประเภท (ทน./ทม./ทต.)".
        """
        listed = (self.keys.get(head_key(text), "") for text in texts)
        plain = (self.keys.get(head_key(_EXPLAINED.sub("", text)), "") for text in texts)
        return (
            next(filter(None, listed), "")
            or next((key for text in texts if not self.is_unused(text) and (key := self.read(text))), "")
            or next(filter(None, plain), "")
        )

    def is_unused(self, text: str) -> bool:
        """Whether the portal writes such a column itself and does not read it."""
        called = head_key(text)
        return any(
            called.startswith(head_key(name)) if name.endswith("…") else called == head_key(name)
            for name in self.unused
        )


@dataclass(frozen=True)
class Head:
    """A head: the numbers of its first and last row, the keys of known columns, the titles of the others."""

    first: int
    last: int
    keys: Mapping[int, str]
    others: Mapping[int, str]

    def missing(self, required: Collection[str]) -> list[str]:
        """The keys that are required and not there."""
        return [key for key in required if key not in self.keys.values()]

    @property
    def twice(self) -> list[str]:
        """The keys that two columns have."""
        found = list(self.keys.values())
        return [key for key in dict.fromkeys(found) if found.count(key) > 1]


def find_head(lines: Sequence[NumberedTexts], names: ColumnNames, required: Collection[str]) -> Head | None:
    """The head among the first lines; None where no line names all that is required, nor two columns.

    One that names all required columns counts before one that does not, then the one that names the most,
    then the upper one.
    """
    found = _heads([line for line in lines if line[0] <= HEAD_ROWS], names)
    return max(
        (head for head in found if not head.missing(required) or len(set(head.keys.values())) >= FEWEST),
        key=lambda head: (not head.missing(required), len(set(head.keys.values())), -head.first),
        default=None,
    )


def _heads(lines: Sequence[NumberedTexts], names: ColumnNames) -> Iterator[Head]:
    """Each line as a head, alone and with the one below it where both together name more than either."""
    for place, (number, upper) in enumerate(lines):
        alone = _alone(number, upper, names)
        yield alone
        if place + 1 == len(lines) or lines[place + 1][0] != number + 1:
            continue
        lower = lines[place + 1][1]
        spread = _spread(upper, lower)
        groups = {column for column, text in spread.items() if [*spread.values()].count(text) > 1}
        joined = _head(number, number + 1, _together(spread, lower, groups), names)
        known = set(joined.keys.values())
        above = {key for column, key in alone.keys.items() if column not in groups}
        below = set(_alone(number + 1, lower, names).keys.values())
        if known > above and known > below and _belongs(lower, upper, alone, names):
            yield joined


def _alone(number: int, line: Texts, names: ColumnNames) -> Head:
    return _head(number, number, {column: (text,) for column, text in line.items()}, names)


def _spread(upper: Texts, lower: Texts) -> Texts:
    """The upper line; what stands above several columns in each of them, also where cells are not merged."""
    spread = dict(upper)
    for column in sorted(lower.keys() - upper.keys()):
        if column - 1 in spread and column - 1 in lower:
            spread[column] = spread[column - 1]
    return spread


def _together(upper: Texts, lower: Texts, groups: Collection[int]) -> dict[int, tuple[str, ...]]:
    """What the cells of a head of two rows may name: both in one, the lower, the upper.

    What stands above several columns names none of them alone: there the lower counts first. A bare number
    names one only below a word.
    """
    found: dict[int, tuple[str, ...]] = {}
    for column in upper | lower:
        above, below = upper.get(column, ""), lower.get(column, "")
        if not above or not below or above == below:
            found[column] = (above,) if above else () if _is_number(below) else (below,)
            continue
        own = () if _is_number(below) else (below,)
        both = f"{above} {below}"
        found[column] = (*own, both) if column in groups else (both, *own, above)
    return found


def _belongs(lower: Texts, upper: Texts, alone: Head, names: ColumnNames) -> bool:
    """Whether the lower line is no row of data: nothing in it stands below a name but other names."""
    under = [column for column in alone.keys if lower.get(column, upper[column]) != upper[column]]
    return all(
        names.key(lower[column]) or head_key(f"{upper[column]} {lower[column]}") in names.keys
        for column in under
    )


def _is_number(text: str) -> bool:
    return head_key(text).isdigit()


def _head(first: int, last: int, texts: Mapping[int, Sequence[str]], names: ColumnNames) -> Head:
    keys = {column: key for column, found in texts.items() if (key := names.key(*found))}
    # Where two columns seem to be the same, one that is called so exactly counts.
    sure = {
        column: key
        for column, key in keys.items()
        if any(head_key(text) in names.keys for text in texts[column])
    }
    keys = {column: key for column, key in keys.items() if column in sure or key not in sure.values()}
    others = {
        column: " ".join(found[0].split())
        for column, found in texts.items()
        if found and column not in keys and not names.is_unused(found[0])
    }
    return Head(first, last, keys, others)
