"""What contradicts itself in a framework although each row is well formed. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations

from assessments.framework import Framework
from assessments.framework_parts import COLUMN_KEYS, PART_KEYS, Level


def faults(framework: Framework) -> list[str]:
    """One English sentence for each contradiction, with its place; empty for a sound framework."""
    return [fault for check in CHECKS for fault in check(framework)]


def _weights(framework: Framework) -> Iterator[str]:
    total = sum(instrument.weight for instrument in framework.instruments)
    if total != 1:
        yield f"instruments: the weights sum to {total}, not to 1"
    for instrument in framework.instruments:
        if instrument.weight <= 0:
            yield f"instruments: {instrument.code} weighs {instrument.weight}, which is not above 0"


def _codes(framework: Framework) -> Iterator[str]:
    for name in ("instruments", "indicators", "sub_indicators", "questions", "oit_items"):
        yield from _doubles(name, (row.code for row in getattr(framework, name)))
    yield from _doubles("levels", (level.name for level in framework.levels))
    instruments = {instrument.code for instrument in framework.instruments}
    yield from _doubles("instruments.parts", (*instruments, *framework.part_codes))


def _doubles(place: str, keys: Iterable[str]) -> Iterator[str]:
    yield from (f"{place}: {key} is there {count} times" for key, count in Counter(keys).items() if count > 1)


def _levels(framework: Framework) -> Iterator[str]:
    """Levels are tried from the top: one that asks for as much as a level above it is never reached."""
    for upper, lower in combinations(framework.levels, 2):
        if lower.min_total > upper.min_total:
            yield f"levels: {lower.name} stands below {upper.name} but starts higher"
        elif upper.asks_no_more_than(lower):
            yield f"levels: {lower.name} is never reached, {upper.name} asks for no more"
    if not framework.levels or framework.levels[-1].min_total or framework.levels[-1].min_each:
        yield "levels: the lowest one must be open to every result"
    for level in framework.levels:
        yield from _each_of(level, framework)


def _each_of(level: Level, framework: Framework) -> Iterator[str]:
    """What a level asks of each has a score; of an instrument's parts it asks the same or nothing."""
    asked = {*level.each_of}
    for code in sorted(asked - {*framework.about_codes, *framework.part_codes}):
        yield f"levels: {level.name} asks something of {code}, which is not scored"
    for tool in framework.instruments:
        parts = {part.code for part in tool.parts}
        if asked & parts not in (set(), parts):
            yield f"levels: {level.name} asks something of some parts of {tool.code} only"
    if bool(level.min_each) != bool(asked):
        yield f"levels: {level.name} needs both min_each and each_of, or neither"


def _belonging(framework: Framework) -> Iterator[str]:
    """Each indicator belongs to an instrument, each row of the other lists to an indicator."""
    for indicator in framework.indicators:
        if indicator.instrument not in framework.instrument_codes:
            yield f"indicators: {indicator.code} belongs to no instrument ({indicator.instrument})"
    measuring = {indicator.instrument for indicator in framework.indicators}
    for code in sorted({*framework.instrument_codes} - measuring):
        yield f"instruments: {code} measures no indicator"
    for name in ("sub_indicators", "questions", "oit_items"):
        for row in getattr(framework, name):
            if row.indicator not in framework.score_codes:
                yield f"{name}: {row.code} belongs to no indicator ({row.indicator})"


def _indicators(framework: Framework) -> Iterator[str]:
    """A row's indicator is that of its sub-indicator or of its number."""
    indicators = {sub_indicator.code: sub_indicator.indicator for sub_indicator in framework.sub_indicators}
    for item in framework.oit_items:
        if item.sub_indicator and indicators.get(item.sub_indicator) != item.indicator:
            yield f"oit_items: {item.code} is of indicator {item.indicator}, {item.sub_indicator} is not"
    for question in framework.questions:
        by_number = framework.question_indicator(question.code)
        if by_number != question.indicator:
            yield f"questions: {question.code} is of indicator {question.indicator}, by number of {by_number}"


def _counts(framework: Framework) -> Iterator[str]:
    """The OIT has as many items as it states, and issues are numbered from 1."""
    items = len(framework.oit_items)
    for count in (instrument.questions for instrument in framework.instruments if instrument.code == "oit"):
        if count not in (None, items):
            yield f"oit_items: {items} items, the OIT is said to have {count}"
    codes = [item.code for item in framework.oit_items]
    for group in framework.item_groups:
        if group.first not in codes or group.last not in codes[codes.index(group.first) :]:
            yield f"item_groups: {group.name}: {group.first} to {group.last} are no items in a row"
    numbers = [issue.number for issue in framework.issues]
    if numbers != list(range(1, len(numbers) + 1)):
        yield f"issues: the numbers are {numbers}, not 1 and so on"


def _documents(framework: Framework) -> Iterator[str]:
    items = {item.code for item in framework.oit_items}
    for rule in framework.documents:
        if rule.item not in items:
            yield f"{rule.kind}: there is no OIT item {rule.item}"
        for name, rows, known in (("columns", rule.columns, COLUMN_KEYS), ("parts", rule.parts, PART_KEYS)):
            keys, place = [row.key for row in rows], f"{rule.kind}.{name}"
            yield from (f"{place}: unknown key {key}" for key in keys if key not in known)
            yield from _doubles(place, keys)


CHECKS: tuple[Callable[[Framework], Iterator[str]], ...] = (
    _weights,
    _codes,
    _levels,
    _belonging,
    _indicators,
    _counts,
    _documents,
)
