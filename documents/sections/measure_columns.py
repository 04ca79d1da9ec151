"""The columns of the tables of measures: which stand there, how wide, how high that makes a row (pure)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import ceil

from assessments import framework
from assessments.framework import Column
from documents.dossier import Dossier

# A landscape page has room for so many lines of the table, and a line of its whole width for so many letters,
# of which each cell loses a few to its edges and to the numbers of its items.
PAGE, LETTERS, LOST = 26, 120, 4
HIGH = PAGE // 2  # a row of more lines than this may be broken
# What the columns take of the width, in per cent, as document.css says; those of prose share the rest evenly.
NARROW = {"measure": 17, "responsible": 12, "period": 14, "follow_up": 16, "budget": 11}
ROOMY = {"measure": 28, "responsible": 15, "period": 15, "follow_up": 18}  # beside one column of prose
LEAST = 17  # of a column of prose: a further one that would make it narrower stands elsewhere
# Columns of the plan that no year asks for, and behind which they stand: only where a measure has them.
FURTHER = (("budget", "งบประมาณ", "steps"), ("goals", "เป้าหมาย/ตัวชี้วัดความสำเร็จ", "steps"))


def shown_columns(dossier: Dossier, kind: str) -> tuple[Column, ...]:
    """The columns of the first item that the document answers; in the plan also the further ones."""
    (_, rule), *_ = framework.answered_items(dossier.fiscal_year, kind)
    columns = list(rule.columns)
    for key, heading, before in FURTHER if kind == "plan" else ():
        keys = [column.key for column in columns]
        is_there = any(getattr(measure, key) not in (None, ()) for measure in dossier.measures)
        has_room = _rest([*keys, key]) >= LEAST and _titles_fit(dossier)
        if is_there and before in keys and has_room:
            columns.insert(keys.index(before) + 1, replace(columns[0], key=key, heading=heading))
    return tuple(columns)


def _titles_fit(dossier: Dossier) -> bool:
    """Whether no title is higher than half a high row in the narrow column that further columns leave it."""
    letters = LETTERS * NARROW["measure"] / 100 - LOST
    return all(len(measure.title) <= letters * HIGH / 2 for measure in dossier.measures)


def widths_of(keys: Sequence[str]) -> dict[str, float]:
    """What each column takes of the width of the table, in per cent."""
    shares = ROOMY if is_roomy(keys) else NARROW
    rest = 100 - sum(shares.get(key, 0) for key in keys)
    return {key: shares.get(key, rest / len(_prose(keys))) for key in keys}


def is_roomy(keys: Sequence[str]) -> bool:
    """Whether there is but one column of prose, so that the others can be wider."""
    return len(_prose(keys)) == 1 and all(key in ROOMY or key not in NARROW for key in keys)


def _rest(keys: Sequence[str]) -> float:
    """What a column of prose takes beside the others."""
    return (100 - sum(NARROW.get(key, 0) for key in keys)) / len(_prose(keys))


def _prose(keys: Sequence[str]) -> list[str]:
    return [key for key in keys if key not in NARROW]


def height_of(cells: Mapping[str, Sequence[str]], widths: Mapping[str, float], scale: float) -> str:
    """The `height` of a row whose cells hold these items and are so wide (per cent), in letters so large."""
    heights = []
    for key, width in widths.items():
        letters = LETTERS / scale * width / 100 - LOST  # on a line of the cell
        heights.append([ceil(max(1, len(item)) / letters) for item in cells[key]])
    if any(height > PAGE / scale for cell in heights for height in cell):
        return "endless"
    return "tall" if any(sum(cell) > HIGH / scale for cell in heights) else ""
