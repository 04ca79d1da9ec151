"""A municipality's register of one fiscal year: every OIT item of the year's framework, and how far it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Case, Count, Exists, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse

from assessments import framework
from assessments.framework import OITItem, SubIndicator
from ita_portal.thai import fiscal_year_text, thai_date
from oit.enums import SETTLED, ItemStatus
from oit.models import OITEntry
from reports.models import Report
from reports.states import SHORT_TITLES

if TYPE_CHECKING:
    from django.db.models.expressions import Combinable

    from municipalities.models import Municipality


@dataclass(frozen=True)
class AnsweringPaper:
    """A document of the portal that answers an item by itself; `plan_year` is the plan's fiscal year."""

    kind: str
    plan_year: int
    is_public: bool
    address: str

    @property
    def title(self) -> str:
        """The document, shortly."""
        return f"{SHORT_TITLES[self.kind]} {fiscal_year_text(self.plan_year)}"


@dataclass(frozen=True)
class ItemAddress:
    """A web address under which an item is published; `fault` is what the last trial found, None untried."""

    title: str
    url: str
    dated_on: date | None = None
    path: str = ""
    fault: str | None = None

    @property
    def trial(self) -> str:
        """What the last trial found, in words."""
        return "ยังไม่ได้ตรวจ" if self.fault is None else self.fault or "เปิดได้"


@dataclass(frozen=True)
class RegisterLine:
    """One item of the year; `entry` is not stored yet where nothing was noted."""

    item: OITItem
    entry: OITEntry
    papers: tuple[AnsweringPaper, ...] = ()

    @property
    def status(self) -> ItemStatus:
        """What was noted; an item whose document is public is published."""
        is_public = any(paper.is_public for paper in self.papers)
        return ItemStatus.PUBLISHED if is_public else ItemStatus(self.entry.status)

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to do."""
        return self.status in SETTLED

    @property
    def addresses(self) -> list[ItemAddress]:
        """Those of the public documents, and those that were noted."""
        own = [ItemAddress(paper.title, paper.address, fault="") for paper in self.papers if paper.is_public]
        return own + [read_address(row, self.entry.outcomes) for row in self.entry.addresses]

    @property
    def faults(self) -> int:
        """How many addresses the last trial found wanting."""
        return sum(bool(one.fault) for one in self.addresses)

    @property
    def answer(self) -> str:
        """What is entered into ITAS: each address with its title and the way to it, then the note."""
        blocks = [_answer_of(number, one) for number, one in enumerate(self.addresses, 1)]
        return "\n".join([*blocks, *filter(None, [self.entry.note])])


@dataclass(frozen=True)
class Register:
    """All items of a year, in their order."""

    municipality: Municipality
    fiscal_year: int
    lines: tuple[RegisterLine, ...]

    @property
    def rules(self) -> framework.Framework:
        """The framework of the year."""
        return framework.load(self.fiscal_year)

    @property
    def settled(self) -> int:
        """Of how many items nothing is left to do."""
        return sum(line.is_settled for line in self.lines)

    @property
    def groups(self) -> list[tuple[SubIndicator | None, list[RegisterLine]]]:
        """The lines by sub-indicator, in the order of the year; those without one last."""
        known: list[SubIndicator | None] = [*self.rules.sub_indicators, None]
        found = [
            (sub, [line for line in self.lines if line.item.sub_indicator == (sub.code if sub else "")])
            for sub in known
        ]
        return [(sub, lines) for sub, lines in found if lines]

    @property
    def addresses(self) -> list[ItemAddress]:
        """Every address of every item."""
        return [one for line in self.lines for one in line.addresses]

    @property
    def faults(self) -> int:
        """How many addresses the last trial found wanting."""
        return sum(line.faults for line in self.lines)

    def line(self, code: str) -> RegisterLine | None:
        """The line of an item; None where the year has no such item."""
        return next((line for line in self.lines if line.item.code == code), None)

    def after(self, code: str) -> RegisterLine | None:
        """The next item below this one of which something is left to do; None where there is none."""
        codes = [line.item.code for line in self.lines]
        below = self.lines[codes.index(code) + 1 :]
        return next((line for line in below if not line.is_settled), None)


def read_address(row: dict[str, Any], outcomes: dict[str, str]) -> ItemAddress:
    """An address as it is stored, with what its trial found."""
    day = date.fromisoformat(row["dated_on"]) if row["dated_on"] else None
    return ItemAddress(row["title"], row["url"], day, row["path"], outcomes.get(row["url"]))


def _answer_of(number: int, one: ItemAddress) -> str:
    title = f"{number}. {one.title}" + (f" ({thai_date(one.dated_on, thai=False)})" if one.dated_on else "")
    return "\n".join(filter(None, [title, one.url, f"เส้นทาง: {one.path}" if one.path else ""]))


def documents_of(fiscal_year: int) -> Iterator[tuple[str, str, int]]:
    """Item, kind and plan year (B.E.) of each document of the portal that answers an item of this year."""
    for plan_year in (fiscal_year - 1, fiscal_year):
        if plan_year < framework.years()[0]:
            continue
        for kind in SHORT_TITLES:
            for item_year, rule in framework.answered_items(plan_year, kind):
                if item_year == fiscal_year:
                    yield rule.item, kind, plan_year


def read_register(municipality: Municipality, fiscal_year: int) -> Register:
    """The register of a year, as it stands. Two queries."""
    entries = {entry.item: entry for entry in municipality.oit_entries.filter(fiscal_year=fiscal_year)}
    papers = _papers(municipality, fiscal_year)
    lines = (
        RegisterLine(
            item,
            entries.get(item.code)
            or OITEntry(municipality=municipality, fiscal_year=fiscal_year, item=item.code),
            tuple(papers.get(item.code, ())),
        )
        for item in framework.load(fiscal_year).oit_items
    )
    return Register(municipality, fiscal_year, tuple(lines))


def _papers(municipality: Municipality, fiscal_year: int) -> dict[str, list[AnsweringPaper]]:
    wanted = list(documents_of(fiscal_year))
    years = {plan_year for _, _, plan_year in wanted}
    reports = Report.objects.filter(plan__municipality=municipality, plan__fiscal_year__in=years)
    public = set(reports.public().values_list("plan__fiscal_year", "kind"))
    found: dict[str, list[AnsweringPaper]] = {}
    for item, kind, plan_year in wanted:
        path = reverse("publication", args=[municipality.pk, plan_year, kind])
        paper = AnsweringPaper(kind, plan_year, (plan_year, kind) in public, f"{settings.PORTAL_URL}{path}")
        found.setdefault(item, []).append(paper)
    return found


def settled_items(fiscal_year: int) -> Combinable:
    """Of how many items of the year nothing is left to do, for each of a query of municipalities.

    The same number as `Register.settled`.
    """
    codes = [item.code for item in framework.load(fiscal_year).oit_items]
    settled = OITEntry.objects.filter(
        municipality=OuterRef("pk"), fiscal_year=fiscal_year, status__in=SETTLED, item__in=codes
    )
    answered: dict[str, Q] = {}
    for item, kind, plan_year in documents_of(fiscal_year):
        reports = Report.objects.filter(
            plan__municipality=OuterRef("pk"), plan__fiscal_year=plan_year, kind=kind
        )
        public = Q(Exists(reports.public()))
        answered[item] = answered.get(item, Q(Exists(settled.filter(item=item)))) | public
    others = settled.exclude(item__in=answered).order_by().values("municipality").annotate(count=Count("pk"))
    number: Combinable = Coalesce(Subquery(others.values("count")), Value(0))
    for item, condition in answered.items():
        if item in codes:
            number = number + Case(When(condition, then=Value(1)), default=Value(0))
    return number
