"""The system checks of the framework files: what is unreadable, contradicts itself or can't be stored."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.checks import CheckMessage, Error, register

from assessments import framework as frameworks
from assessments.columns import StoredValue
from assessments.framework import INSTRUMENT_OF_PREFIX, Framework, MalformedFramework, read_framework
from assessments.framework_faults import faults
from assessments.framework_parts import ANNOUNCED_CODES
from assessments.models import Analysis, Assessment, Finding, Score


@register()
def frameworks_are_sound(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """One error (assessments.E001) for each fault of each framework file."""
    return [Error(fault, id="assessments.E001") for fault in folder_faults(frameworks.FOLDER)]


@register()
def frameworks_can_be_stored(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """One error (assessments.E002) for each thing in a framework that an assessment has no room for."""
    return [Error(fault, id="assessments.E002") for fault in storing_faults(frameworks.FOLDER, STORED)]


def folder_faults(folder: Path) -> Iterator[str]:
    """Every fault of the framework files in this folder, the file's name first."""
    for path in sorted(folder.glob("*.toml")):
        if not path.stem.isdecimal():
            yield f"{path.name}: the name is not a fiscal year"
            continue
        try:
            rules = read_framework(path, int(path.stem))
        except MalformedFramework as error:
            yield str(error)  # begins with the file's name
            continue
        yield from (f"{path.name}: {fault}" for fault in faults(rules))
        for code in (*rules.instrument_codes, *rules.part_codes):
            if code not in ANNOUNCED_CODES:
                where = f"{path.name}: instruments"
                yield f"{where}: Assessment has no column announced_{code} for the score of {code}"


def storing_faults(folder: Path, stored: Iterable[StoredValue]) -> Iterator[str]:
    """What of the readable framework files in this folder the columns refuse, the file's name first."""
    wanted = tuple(stored)
    for path in sorted(folder.glob("*.toml")):
        try:
            rules = read_framework(path, int(path.stem))
        except ValueError:  # named by `folder_faults`
            continue
        yield from (f"{path.name}: {fault}" for row in wanted for fault in row.faults(rules))


def _questions(rules: Framework) -> set[str]:
    """The questions and items that are listed, and the last of each instrument whose number is known."""
    prefixes = {instrument: prefix for prefix, instrument in INSTRUMENT_OF_PREFIX.items()}
    last = {f"{prefixes[row.code]}{row.questions}" for row in rules.instruments if row.questions}
    return last | {question.code for question in rules.questions} | {item.code for item in rules.oit_items}


STORED = (
    StoredValue("fiscal_year", Assessment, "fiscal_year", lambda rules: [rules.fiscal_year]),
    StoredValue("indicators", Score, "code", lambda rules: rules.score_codes),
    StoredValue("indicators", Finding, "indicator", lambda rules: rules.score_codes),
    StoredValue("indicators and instruments", Analysis, "about", lambda rules: rules.about_codes),
    StoredValue(
        "levels", Assessment, "announced_level", lambda rules: [level.name for level in rules.levels]
    ),
    StoredValue(
        "levels",
        Score,
        "value",
        lambda rules: [least for level in rules.levels for least in (level.min_total, level.min_each)],
    ),
    StoredValue("pass_mark", Score, "value", lambda rules: [rules.pass_mark]),
    StoredValue("questions and oit_items", Finding, "question", lambda rules: sorted(_questions(rules))),
)
"""What of a framework becomes part of an assessment. Marks and minima are scores: compared, not written."""
