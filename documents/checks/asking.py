"""What a check is, and how its rule is asked of a dossier. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from assessments.framework import Confidence
from documents.checks.complaints import Complaint, Severity
from documents.checks.passages import Passage, passages
from documents.checks.reasons import Reason
from documents.dossier import Dossier, Year

KINDS = ("plan", "results")
ERROR, WARNING = Severity.ERROR, Severity.WARNING
PLAN, RESULTS, BOTH = frozenset({"plan"}), frozenset({"results"}), frozenset(KINDS)
SURE, ONE, EXPECTED = Confidence.SEVERAL, Confidence.ONE, Confidence.BACKGROUND
Rule = Callable[[Dossier], Iterator[Complaint]]
YearRule = Callable[[Year], Iterator[Complaint]]
TextRule = Callable[[Dossier, Passage], Iterator[Complaint]]
Find = Callable[[Dossier, str], Iterator[Complaint]]


@dataclass(frozen=True)
class Check:
    """One check: for which documents it counts, why it is made, and what it finds.

    The title holds in every year; `why` may quote the rules of a year.

    `parts` are the required parts (องค์ประกอบ) of the year's document that it looks for: how sure these are is
    how sure the check is; without any, it is `mark`. Only plans that it `applies` to are checked. Where it
    `only_warns`, what would be an error in other plans is a warning.
    An automatic check finds nothing: the portal makes it right.
    """

    code: str
    title: str
    severity: Severity
    kinds: frozenset[str]
    why: str | Reason
    find: Find
    mark: Confidence = SURE
    parts: tuple[str, ...] = ()
    applies: Callable[[Dossier], bool] = lambda _dossier: True
    only_warns: Callable[[Dossier], bool] = lambda _dossier: False
    automatic: bool = False


@dataclass(frozen=True)
class CheckedRule:
    """A check with what it found in a dossier, how sure its rule is there, why it is made, and how severe."""

    check: Check
    complaints: tuple[Complaint, ...]
    mark: Confidence
    why: str
    severity: Severity

    @property
    def passed(self) -> bool:
        """Nothing to complain of."""
        return not self.complaints


def once(rule: Rule) -> Find:
    """A rule about the plan, asked once."""
    return lambda dossier, _kind: rule(dossier)


def each_year(rule: YearRule) -> Find:
    """A rule about each assessment that the document shows in full: the plan's, then the followed one."""

    def find(dossier: Dossier, kind: str) -> Iterator[Complaint]:
        years = (dossier.assessed, dossier.followed if kind == "results" else None)
        for year in {year.fiscal_year: year for year in years if year}.values():
            yield from rule(year)

    return find


def assessed_year(rule: YearRule) -> Find:
    """A rule about the assessment that the plan answers."""
    return lambda dossier, _kind: rule(dossier.assessed) if dossier.assessed else iter(())


def both(first: Find, second: Find) -> Find:
    """Two rules of one check."""

    def find(dossier: Dossier, kind: str) -> Iterator[Complaint]:
        yield from first(dossier, kind)
        yield from second(dossier, kind)

    return find


def made_right(_dossier: Dossier, _kind: str) -> Iterator[Complaint]:
    """Nothing to find: the portal computes or prints it, and tests hold that it is right."""
    return iter(())


def each_text(rule: TextRule) -> Find:
    """A rule about every free text that the document prints."""

    def find(dossier: Dossier, kind: str) -> Iterator[Complaint]:
        for passage in _passages_once(_Same(dossier), kind):
            yield from rule(dossier, passage)

    return find


@dataclass(frozen=True, eq=False)
class _Same:
    """A dossier as a key: equal to itself alone, so that nothing in it is compared or hashed."""

    dossier: Dossier

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.dossier is other.dossier

    def __hash__(self) -> int:
        return id(self.dossier)


@lru_cache(maxsize=8)
def _passages_once(same: _Same, kind: str) -> tuple[Passage, ...]:
    """The passages of a dossier, made once for all the rules that read them: lists ask thousands."""
    return tuple(passages(same.dossier, kind))
